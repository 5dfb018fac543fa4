//! A folded city as bytes, so that a start need not fold from the beginning.

use crate::city::City;

/// The layout of snapshot bytes. A snapshot of another format is not read: the
/// city is folded from the ledger instead, which always works.
pub const SNAPSHOT_FORMAT: u32 = 11;

/// Why bytes are not a snapshot of this format.
#[derive(Debug, thiserror::Error)]
#[error("failed to read the snapshot")]
pub struct BadSnapshot(#[from] postcard::Error);

impl City {
    /// Returns this city as bytes of [`SNAPSHOT_FORMAT`].
    ///
    /// # Errors
    /// [`BadSnapshot`] when a part has no such form.
    pub fn to_snapshot(&self) -> Result<Vec<u8>, BadSnapshot> {
        Ok(postcard::to_allocvec(self)?)
    }

    /// Reads bytes of [`SNAPSHOT_FORMAT`].
    ///
    /// # Errors
    /// [`BadSnapshot`] when they are not.
    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, BadSnapshot> {
        Ok(postcard::from_bytes(bytes)?)
    }
}
