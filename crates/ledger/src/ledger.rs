//! The log: append with group commit, read, follow, prove.

use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::append::{
    Append, AppendError, AppendRefusal, Appended, Request, prepare, refuse_own_names,
};
use crate::attachments::Attachments;
use crate::commit::Writer;
use crate::entropy::Entropy;
use crate::entry::{Entry, EntryView};
use crate::hash::Hash;
use crate::merkle::{TreeHead, consistency_proof, inclusion_proof, root_at};
use crate::store::{Row, Store, StoreError};

/// Why entries could not be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row is not an entry: somebody changed the database.
    #[error("entry {index} cannot be read: {why}")]
    Bad {
        /// Which entry.
        index: u64,
        /// Column and reason.
        why: String,
    },
    /// Entries or hashes are missing below the size of the log.
    #[error("the log has holes: hashes of level {level} in {from}..{to} are missing")]
    Holes {
        /// 0 for leaf hashes, above for nodes.
        level: u8,
        /// First position that was asked for.
        from: u64,
        /// One past the last.
        to: u64,
    },
}

type Answer = Result<Appended, AppendError>;

/// A request and where its answer goes.
struct Waiting {
    request: Request,
    answer: Arc<Mutex<Option<Answer>>>,
}

/// An append-only log over a [`Store`].
///
/// Share it between threads by reference or `Arc`. Threads that append at the
/// same time share one commit: while one of them writes, the requests of the
/// others queue, and whoever gets the pen next writes them all.
pub struct Ledger {
    store: Box<dyn Store>,
    attachments: Box<dyn Attachments>,
    entropy: Box<dyn Entropy>,
    queue: Mutex<Vec<Waiting>>,
    pen: Mutex<Writer>,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the log in `store`, reading a few hundred hashes.
    ///
    /// # Errors
    /// [`ReadError`] when the store fails or has holes.
    pub fn open(
        store: Box<dyn Store>,
        attachments: Box<dyn Attachments>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Self, ReadError> {
        let pen = Mutex::new(Writer::load(&*store)?);
        Ok(Self {
            store,
            attachments,
            entropy,
            queue: Mutex::default(),
            pen,
        })
    }

    /// Appends entries, all or none. When this returns, they survive a crash
    /// and a power cut.
    ///
    /// `recorded` is the caller's clock. Should it stand behind the entry
    /// before, that entry's time is taken and [`Appended::clock_behind_us`]
    /// says by how much. Blocks until the commit is on disk; calls from
    /// several threads share commits.
    ///
    /// # Errors
    /// [`AppendError::Refused`] when something in it is not acceptable, above
    /// all a version other than expected; otherwise the store failed. In each
    /// case nothing was written.
    pub fn append(&self, append: Append, recorded: Timestamp) -> Result<Appended, AppendError> {
        refuse_own_names(&append)?;
        self.append_own(append, recorded, None)
    }

    /// As [`Ledger::append`], for the ledger's own kinds too.
    pub(crate) fn append_own(
        &self,
        append: Append,
        recorded: Timestamp,
        erase: Option<u64>,
    ) -> Result<Appended, AppendError> {
        for hash in append.entries.iter().flat_map(|new| &new.attachments) {
            if !self.attachments.has(hash)? {
                return Err(AppendRefusal::NoAttachment { hash: *hash }.into());
            }
        }
        let mut request = prepare(append, recorded, &*self.entropy)?;
        request.erase = erase;
        self.enqueue(request)
    }

    fn enqueue(&self, request: Request) -> Answer {
        let answer = Arc::new(Mutex::new(None));
        lock(&self.queue).push(Waiting {
            request,
            answer: Arc::clone(&answer),
        });
        let mut pen = lock(&self.pen);
        // Whoever had the pen meanwhile may have written this request too.
        if let Some(answer) = lock(&answer).take() {
            return answer;
        }
        let waiting = std::mem::take(&mut *lock(&self.queue));
        let (requests, slots): (Vec<_>, Vec<_>) =
            waiting.into_iter().map(|w| (w.request, w.answer)).unzip();
        let answers = pen.commit(&*self.store, &requests);
        for (slot, answer) in slots.iter().zip(answers) {
            *lock(slot) = Some(answer);
        }
        lock(&answer).take().unwrap_or_else(|| {
            // Only when a panic took the queue away from under this request.
            let lost = "the writer stopped before answering";
            Err(StoreError::new("append entries", lost).into())
        })
    }

    /// Returns the number of entries, others' appends included; cheap, for
    /// followers to poll.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub fn poll_head(&self) -> Result<u64, StoreError> {
        self.store.size()
    }

    /// Returns size and root.
    ///
    /// # Errors
    /// As [`Ledger::root_at`].
    pub fn head(&self) -> Result<TreeHead, ReadError> {
        let size = self.store.size()?;
        let root = self.root_at(size)?;
        Ok(TreeHead { size, root })
    }

    /// Returns the root over the first `size` entries, reading a few hundred
    /// stored hashes.
    ///
    /// # Errors
    /// [`ReadError::Holes`] when the log is shorter or damaged.
    pub fn root_at(&self, size: u64) -> Result<Hash, ReadError> {
        root_at(size, &mut |level, range| {
            read_hashes(&*self.store, level, range)
        })
    }

    /// Returns the entry at `index`, `None` beyond the end.
    ///
    /// # Errors
    /// [`ReadError`] when the store fails or the row is not an entry.
    pub fn entry(&self, index: u64) -> Result<Option<Entry>, ReadError> {
        let mut found = None;
        self.scan_range(index..index.saturating_add(1), |entry| {
            found = Some(entry.to_entry());
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    /// Tells `each` every entry from index `from` to the end, in order, until
    /// it breaks. Entries are borrowed: nothing is copied.
    ///
    /// # Errors
    /// [`ReadError`] at the first row that is not an entry.
    pub fn scan(
        &self,
        from: u64,
        each: impl FnMut(EntryView<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.scan_range(from..u64::MAX, each)
    }

    /// As [`Ledger::scan`], for the indexes in `range`.
    ///
    /// # Errors
    /// As [`Ledger::scan`].
    pub fn scan_range(
        &self,
        range: Range<u64>,
        mut each: impl FnMut(EntryView<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut bad = None;
        self.store
            .scan(range, &mut |row| good(row, &mut bad, &mut each))?;
        bad.map_or(Ok(()), Err)
    }

    /// Tells `each` the entries of one stream by ascending version, after the
    /// version `after` (0 for all).
    ///
    /// # Errors
    /// As [`Ledger::scan`].
    pub fn scan_stream(
        &self,
        stream: &str,
        after: u64,
        mut each: impl FnMut(EntryView<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut bad = None;
        self.store
            .scan_stream(stream, after, &mut |row| good(row, &mut bad, &mut each))?;
        bad.map_or(Ok(()), Err)
    }

    /// Returns how many entries `stream` has.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub fn version(&self, stream: &str) -> Result<u64, StoreError> {
        self.store.version(stream)
    }

    /// Returns the audit path of entry `index` in the log of the first `size`
    /// entries; `None` unless `index < size`.
    ///
    /// # Errors
    /// As [`Ledger::root_at`].
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<Option<Vec<Hash>>, ReadError> {
        inclusion_proof(index, size, &mut |level, range| {
            read_hashes(&*self.store, level, range)
        })
    }

    /// Returns the proof that the log of `old` entries is a prefix of the log
    /// of `new`; `None` when `old > new`.
    ///
    /// # Errors
    /// As [`Ledger::root_at`].
    pub fn consistency_proof(&self, old: u64, new: u64) -> Result<Option<Vec<Hash>>, ReadError> {
        consistency_proof(old, new, &mut |level, range| {
            read_hashes(&*self.store, level, range)
        })
    }

    /// Returns where attachments are kept.
    pub fn attachments(&self) -> &dyn Attachments {
        &*self.attachments
    }

    /// Returns the store.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }
}

fn good(
    row: Row<'_>,
    bad: &mut Option<ReadError>,
    each: &mut impl FnMut(EntryView<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match row {
        Row::Entry(entry) => each(entry),
        Row::Bad { index, why } => {
            *bad = Some(ReadError::Bad { index, why });
            ControlFlow::Break(())
        }
    }
}

/// Reads all hashes of `range`, or says that there are holes.
pub(crate) fn read_hashes(
    store: &dyn Store,
    level: u8,
    range: Range<u64>,
) -> Result<Vec<Hash>, ReadError> {
    let hashes = store.hashes(level, range.clone())?;
    if hashes.len() as u64 == range.end - range.start {
        return Ok(hashes);
    }
    Err(ReadError::Holes {
        level,
        from: range.start,
        to: range.end,
    })
}

/// A panic of another thread leaves nothing half-done behind these locks: the
/// writer takes over its new state only after a commit.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
