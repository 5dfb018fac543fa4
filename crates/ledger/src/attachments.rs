//! Files that belong to entries, kept under their SHA-256.

use crate::hash::Hash;
use crate::store::StoreError;

/// Where attachments are kept.
pub trait Attachments: Send + Sync {
    /// Says whether the file is there.
    ///
    /// # Errors
    /// [`StoreError`] when the folder or service fails; so for every method.
    fn has(&self, hash: &Hash) -> Result<bool, StoreError>;

    /// Returns the file's bytes as they are, even if they no longer match
    /// `hash`; `None` when it is missing.
    ///
    /// # Errors
    /// As [`Attachments::has`].
    fn read(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps `bytes` and returns their hash; durable when this returns, and
    /// nothing is written when they are already there.
    ///
    /// # Errors
    /// As [`Attachments::has`].
    fn put(&self, bytes: &[u8]) -> Result<Hash, StoreError>;

    /// Erases the file; `false` when it was not there.
    ///
    /// # Errors
    /// As [`Attachments::has`].
    fn erase(&self, hash: &Hash) -> Result<bool, StoreError>;

    /// Returns the hashes of all files, ascending.
    ///
    /// # Errors
    /// As [`Attachments::has`].
    fn list(&self) -> Result<Vec<Hash>, StoreError>;
}
