//! The folded city behind a lock, following the ledger.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dondoc_city::{City, Cut, FollowError};
use dondoc_documents::Reading;
use dondoc_kinds::DocumentId;
use dondoc_ledger::{Hash, ReadError, StoreError};
use dondoc_ledger_sqlite::DataFolder;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::board::Board;
use crate::serve::Options;

/// How many looks (a city as of a day, with every task's status) are kept.
const KEPT_LOOKS: usize = 6;
/// How many read texts are kept.
const KEPT_TEXTS: usize = 256;
/// After so many days without an entry, a city is an archive: it is shown as of
/// its newest entry. A living one is shown as of today, also after a weekend.
const ARCHIVE_DAYS: i32 = 31;

/// What all requests share.
#[derive(Debug)]
pub struct SiteState {
    folder: Arc<DataFolder>,
    pub(crate) options: Options,
    newest: Mutex<Arc<City>>,
    looks: Mutex<Vec<(bool, Arc<Look>)>>,
    texts: Mutex<BTreeMap<String, Arc<ReadText>>>,
}

/// A city as of a day, with every task's status computed once.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) city: Arc<City>,
    /// The day whose end is shown.
    pub(crate) as_of: Date,
    /// How every task stands on it.
    pub(crate) board: Board,
}

/// The text of a document and what the reader sees in it.
#[derive(Debug)]
pub(crate) struct ReadText {
    pub(crate) text: String,
    pub(crate) reading: Reading,
}

/// Why a text cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TextTrouble {
    /// The register holds no hash, or the attachment is not there.
    #[error("the text is not in the folder")]
    Missing,
    /// The bytes do not have the hash they are kept under.
    #[error("the text does not have the hash it is kept under")]
    Damaged,
    /// The disk failed.
    #[error("failed to read the text")]
    Store(#[from] StoreError),
}

impl SiteState {
    /// Opens the site of a data folder: folds its ledger, from the city that
    /// `options` bring along or from the beginning.
    ///
    /// # Errors
    /// [`FollowError`] when the ledger cannot be read or folded.
    pub fn open(folder: Arc<DataFolder>, mut options: Options) -> Result<Self, FollowError> {
        let mut city = options.folded.take().map_or_else(City::empty, |city| *city);
        city.catch_up(folder.ledger())?;
        Ok(Self {
            folder,
            options,
            newest: Mutex::new(Arc::new(city)),
            looks: Mutex::default(),
            texts: Mutex::default(),
        })
    }

    pub(crate) fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Returns the city with all that was appended so far.
    pub(crate) fn newest(&self) -> Result<Arc<City>, FollowError> {
        let mut newest = lock(&self.newest);
        let size = self.folder.ledger().poll_head().map_err(ReadError::from)?;
        if size > newest.folded() {
            // Copies only while an earlier request still holds the old one.
            Arc::make_mut(&mut newest).catch_up(self.folder.ledger())?;
        }
        Ok(Arc::clone(&newest))
    }

    /// Returns the day that pages show when they are not asked for another.
    pub(crate) fn default_day(&self, city: &City) -> Date {
        if let Some(today) = self.options.today {
            return today;
        }
        let today = today();
        match city.last_recorded().map(|at| dondoc_city::civil(at).date()) {
            Some(newest) if newest < today.saturating_sub(ARCHIVE_DAYS.days()) => newest,
            _ => today,
        }
    }

    /// Returns the city as of a day, or as of the default day.
    ///
    /// As of an earlier day means: only what held by that day is folded.
    pub(crate) fn look(&self, asked: Option<Date>) -> Result<Arc<Look>, FollowError> {
        let newest = self.newest()?;
        let default = self.default_day(&newest);
        let as_of = asked.unwrap_or(default);
        let is_cut = as_of < default;
        let fits = |(cut, look): &(bool, Arc<Look>)| {
            *cut == is_cut && look.as_of == as_of && look.city.folded() == newest.folded()
        };
        if let Some((_, look)) = lock(&self.looks).iter().find(|each| fits(each)) {
            return Ok(Arc::clone(look));
        }
        let city = if is_cut {
            let cut = Cut { as_of: Some(as_of) };
            Arc::new(City::at(self.folder.ledger(), newest.folded(), cut)?)
        } else {
            newest
        };
        let board = Board::of(&city, as_of);
        let look = Arc::new(Look { city, as_of, board });
        let mut looks = lock(&self.looks);
        looks.insert(0, (is_cut, Arc::clone(&look)));
        looks.truncate(KEPT_LOOKS);
        Ok(look)
    }

    /// Returns the text of a registered document, read.
    pub(crate) fn text(&self, city: &City, id: &DocumentId) -> Result<Arc<ReadText>, TextTrouble> {
        let document = city.documents.get(id).ok_or(TextTrouble::Missing)?;
        let name = &document.registered.text;
        let hash: Hash = name.parse().map_err(|_| TextTrouble::Missing)?;
        let attachments = self.folder.ledger().attachments();
        // A text that was erased since is not shown from memory either.
        if !attachments.has(&hash)? {
            lock(&self.texts).remove(name);
            return Err(TextTrouble::Missing);
        }
        if let Some(read) = lock(&self.texts).get(name) {
            return Ok(Arc::clone(read));
        }
        let bytes = attachments.read(&hash)?.ok_or(TextTrouble::Missing)?;
        if Hash::of(&bytes) != hash {
            return Err(TextTrouble::Damaged);
        }
        let text = String::from_utf8(bytes).map_err(|_| TextTrouble::Damaged)?;
        let reading = dondoc_documents::read(&text);
        let read = Arc::new(ReadText { text, reading });
        let mut texts = lock(&self.texts);
        if texts.len() >= KEPT_TEXTS {
            texts.clear();
        }
        texts.insert(name.clone(), Arc::clone(&read));
        Ok(read)
    }
}

/// The server is the edge: here time comes in.
#[expect(
    clippy::disallowed_methods,
    reason = "pages say how things stand today"
)]
fn today() -> Date {
    dondoc_city::civil(jiff::Timestamp::now()).date()
}

/// A panic elsewhere leaves nothing half-done behind these locks: each holds a
/// value that is replaced as a whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
