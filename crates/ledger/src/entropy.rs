//! Where salts and keys come from.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::hash::Hash;

/// The source of random bytes gave none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to draw random bytes: {why}")]
pub struct NoEntropy {
    /// What the source said.
    pub why: String,
}

/// A source of bytes for salts and key seeds.
///
/// The ledger draws nothing itself: an edge passes the operating system's
/// generator, a demonstration or test passes [`Seeded`].
pub trait Entropy: Send + Sync {
    /// Fills `into` with fresh bytes.
    ///
    /// # Errors
    /// [`NoEntropy`] when the source fails; nothing may then be written.
    fn fill(&self, into: &mut [u8]) -> Result<(), NoEntropy>;
}

/// Bytes that follow from a seed: block *n* is SHA-256(seed ‖ n), n as 8 bytes
/// big-endian.
///
/// For demonstrations and tests only: whoever knows the seed knows every salt,
/// and can then guess at erased payloads.
pub struct Seeded {
    seed: Vec<u8>,
    drawn: Mutex<u64>,
}

impl Seeded {
    /// Returns the source of `seed`, from its first block.
    pub fn new(seed: &[u8]) -> Self {
        Self {
            seed: seed.to_vec(),
            drawn: Mutex::new(0),
        }
    }
}

impl fmt::Debug for Seeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seeded(..)")
    }
}

impl Entropy for Seeded {
    fn fill(&self, into: &mut [u8]) -> Result<(), NoEntropy> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in into.chunks_mut(32) {
            let block = Hash::of_parts(&[&self.seed, &drawn.to_be_bytes()]);
            chunk.copy_from_slice(&block.0[..chunk.len()]);
            *drawn += 1;
        }
        Ok(())
    }
}
