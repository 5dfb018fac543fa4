//! What the ledger needs of a database, and no more.

use std::error::Error;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use crate::entry::EntryView;
use crate::hash::Hash;
use crate::merkle::Node;

/// The world broke while the store was doing something.
#[derive(Debug, Clone, thiserror::Error)]
#[error("failed to {doing}")]
pub struct StoreError {
    /// What was attempted, e.g. "append entries".
    pub doing: String,
    /// Whether another program holds the store, so that trying again may help.
    pub busy: bool,
    /// Why it failed.
    #[source]
    pub source: Arc<dyn Error + Send + Sync>,
}

impl StoreError {
    /// Returns a failure with its cause.
    pub fn new(doing: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            doing: doing.into(),
            busy: false,
            source: Arc::from(source.into()),
        }
    }
}

/// A stored entry as read, or the reason why its row is not an entry.
#[expect(
    clippy::large_enum_variant,
    reason = "lent for the length of one call, never kept"
)]
#[derive(Debug)]
pub enum Row<'a> {
    /// The row reads as an entry; whether it is the right one, hashes tell.
    Entry(EntryView<'a>),
    /// The row cannot be read as an entry.
    Bad {
        /// Which entry it would be.
        index: u64,
        /// Column and reason.
        why: String,
    },
}

/// Told each row in order; may stop early.
pub type EachRow<'f> = dyn FnMut(Row<'_>) -> ControlFlow<()> + 'f;

/// A database that keeps a log.
///
/// Entries, nodes and checkpoints are only ever added; the one thing that may
/// go is a payload with its salt. Every method may be called from several
/// threads, and from several processes over the same database.
pub trait Store: Send + Sync {
    /// Returns the number of entries; cheap enough to poll.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; so for every method here.
    fn size(&self) -> Result<u64, StoreError>;

    /// Returns the number of entries in `stream`.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn version(&self, stream: &str) -> Result<u64, StoreError>;

    /// Tells `each` the stored rows of `range` by ascending index.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn scan(&self, range: Range<u64>, each: &mut EachRow<'_>) -> Result<(), StoreError>;

    /// Tells `each` the rows of one stream by ascending version, after `after`.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn scan_stream(
        &self,
        stream: &str,
        after: u64,
        each: &mut EachRow<'_>,
    ) -> Result<(), StoreError>;

    /// Returns the stored leaf hashes (level 0) or node hashes of `range`;
    /// fewer when some are missing.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError>;

    /// Returns every stored node, by level and position.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn nodes(&self) -> Result<Vec<Node>, StoreError>;

    /// Returns the stored checkpoints: size and signed note, by size.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn checkpoints(&self) -> Result<Vec<(u64, String)>, StoreError>;

    /// Runs `work` in one transaction that excludes every other writer, in
    /// this process or another. When this returns, what was written survives
    /// a power cut; when it fails, nothing was written. `work` may be run
    /// again from the start.
    ///
    /// # Errors
    /// What `work` gives, or as [`Store::size`].
    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Makes the bytes of erased payloads leave the database's files. `false`
    /// when a reader in another program held them; call again later.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn purge(&self) -> Result<bool, StoreError>;

    /// Returns what the database itself finds wrong with its files.
    ///
    /// # Errors
    /// As [`Store::size`].
    fn self_check(&self) -> Result<Vec<String>, StoreError>;
}

/// One exclusive transaction on a [`Store`].
pub trait Transaction {
    /// As [`Store::size`].
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; so for every method here.
    fn size(&mut self) -> Result<u64, StoreError>;

    /// As [`Store::version`].
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn version(&mut self, stream: &str) -> Result<u64, StoreError>;

    /// As [`Store::scan`].
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn scan(&mut self, range: Range<u64>, each: &mut EachRow<'_>) -> Result<(), StoreError>;

    /// As [`Store::hashes`].
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn hashes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError>;

    /// Adds entries; their index, stream and version are not yet taken.
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn insert(&mut self, entries: &[EntryView<'_>]) -> Result<(), StoreError>;

    /// Adds nodes.
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn insert_nodes(&mut self, nodes: &[Node]) -> Result<(), StoreError>;

    /// Erases payload and salt of an entry.
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn erase(&mut self, index: u64) -> Result<(), StoreError>;

    /// Adds a checkpoint, unless one of that size is there.
    ///
    /// # Errors
    /// As [`Transaction::size`].
    fn insert_checkpoint(&mut self, size: u64, note: &str) -> Result<(), StoreError>;
}
