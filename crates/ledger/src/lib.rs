//! The ledger: what happened, who said so and when, in a log that nobody can
//! rewrite unseen.
//!
//! - An [entry](EntryView) is a fact in a stream: recorded time, valid day,
//!   actor, kind, a commitment to its payload. Its header in canonical JSON is
//!   a leaf of a [Merkle tree](merkle) by RFC 6962.
//! - [`Ledger::append`] is atomic over several streams with expected versions,
//!   and durable when it returns.
//! - The payload stands beside the header, behind a salted SHA-256: it can be
//!   erased on lawful request while every proof stays.
//! - A [`Store`] is a database that keeps it all; [`MemoryStore`] serves tests.
//!
//! # What can't happen
//! An entry is never changed or removed; indexes and versions have no gaps;
//! recorded time never goes back; two requests that expect the same version of
//! a stream don't both succeed.
//!
//! # What is left to others
//! The meaning of payloads, the clock, randomness ([`Entropy`]), files and
//! databases. This crate does no I/O, so an auditor can use it alone. The exact
//! bytes of everything that is hashed stand in `docs/LEDGER.md`.

mod append;
mod attachments;
mod canonical;
mod commit;
mod entropy;
mod entry;
mod export;
mod hash;
mod ledger;
mod memory;
pub mod merkle;
mod note;
mod problem;
mod prove;
mod redact;
mod restore;
mod said;
mod store;
mod verify;

pub use append::{Append, AppendError, AppendRefusal, Appended, ExpectedVersion};
pub use attachments::Attachments;
pub use canonical::{NotCanonical, NotCanonicalWhy, canonical};
pub use entropy::{Entropy, NoEntropy, Seeded};
pub use entry::{
    Actor, ActorView, BadLeaf, Entry, EntryView, MOST_LEAF_BYTES, NewEntry, commitment, read_leaf,
};
pub use export::{ExportInfo, Sink, Source};
pub use hash::{BadHash, Hash};
pub use ledger::{Ledger, ReadError};
pub use memory::{MemoryAttachments, MemoryStore};
pub use merkle::TreeHead;
pub use note::{
    BadNote, BadOrigin, BadVerifierKey, Checkpoint, NoteSigner, VerifierKey, check_origin,
};
pub use problem::Problem;
pub use prove::{BadProof, ConsistencyProof, InclusionProof, ProveError};
pub use redact::{
    OWN_STREAM, REDACTED, RedactError, RedactRefusal, Redacted, Redaction, read_redaction,
};
pub use restore::{RestoreError, read_info, restore};
pub use store::{EachRow, Row, Store, StoreError, Transaction};
pub use verify::{Progress, Verification};
