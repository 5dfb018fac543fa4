//! The operating system's random bytes.

use dondoc_ledger::{Entropy, NoEntropy};

/// Draws from the operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the edge where salts and keys come from"
    )]
    fn fill(&self, into: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(into).map_err(|cause| NoEntropy {
            why: cause.to_string(),
        })
    }
}
