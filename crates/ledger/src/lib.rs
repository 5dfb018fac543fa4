//! Entries, redactable payloads, Merkle log, checkpoints and proofs; the store's trait.
