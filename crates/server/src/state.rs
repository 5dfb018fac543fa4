//! What all requests share: the state shown, the way to write, the accounts.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use dondoc_accounts::{Accounts, AccountsError, Providers, ProvidersProblem};
use dondoc_authority::{Authority, PolicyProblem};
use dondoc_city::{Act, City, Cut, FollowError};
use dondoc_documents::Reading;
use dondoc_kinds::DocumentId;
use dondoc_ledger::{Hash, ReadError, StoreError};
use dondoc_ledger_sqlite::DataFolder;
use dondoc_outbox::{Outbox, OutboxError};
use dondoc_webhooks::{Hooks, HooksError};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};
use tokio::sync::{oneshot, watch};

use crate::answer::Trouble;
use crate::board::Board;
use crate::decisions::Decisions;
use crate::finder::Finder;
use crate::halls::Halls;
use crate::known::Editions;
use crate::look::Look;
use crate::powers::Uses;
use crate::serve::Options;
use crate::watch::Watch;
use crate::writer::{self, Answer, Job, Rejected, Shared};

/// How many looks at earlier days, and boards of later ones, are kept.
const KEPT_LOOKS: usize = 6;
/// How many read texts are kept.
const KEPT_TEXTS: usize = 256;
/// After so many days without an entry, a city is an archive: it is shown as of
/// its newest entry. A living one is shown as of today, also after a weekend.
const ARCHIVE_DAYS: i32 = 31;

/// What all requests share.
#[derive(Debug)]
pub struct SiteState {
    shared: Arc<Shared>,
    jobs: Sender<Job>,
    pub(crate) options: Options,
    pub(crate) accounts: Accounts,
    /// Where people may sign in besides.
    pub(crate) providers: Providers,
    /// Looks at earlier days, each with the entries it was folded from.
    earlier: Mutex<Vec<(u64, Arc<Look>)>>,
    /// Boards of later days.
    later: Mutex<Vec<(u64, Date, Arc<Board>)>>,
    /// Briefings as they were known.
    pub(crate) editions: Editions,
    texts: Mutex<BTreeMap<String, Arc<ReadText>>>,
    finder: RwLock<Finder>,
    pub(crate) watch: Watch,
    /// Who may do what.
    pub(crate) authority: Authority,
    /// What was decided about it.
    pub(crate) decisions: Decisions,
    /// How often each power was used, and by whom.
    pub(crate) uses: Uses,
    /// How many cases each address asked after.
    pub(crate) cases_asked: crate::pages::procedure_status::Asked,
    pub(crate) halls: Arc<Halls>,
    pub(crate) outbox: Outbox,
    /// Which systems are told what enters the ledger.
    pub(crate) hooks: Hooks,
    /// Set when the program was told to stop: streams then end.
    pub(crate) stopping: watch::Sender<bool>,
}

/// Why a site does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The ledger cannot be read or folded.
    #[error("failed to open the city")]
    City(#[from] FollowError),
    /// The accounts cannot be opened.
    #[error("failed to open the accounts")]
    Accounts(#[from] AccountsError),
    /// The identity providers cannot be read.
    #[error("failed to read the identity providers")]
    Providers(#[from] ProvidersProblem),
    /// The webhooks cannot be opened.
    #[error("failed to open the webhooks")]
    Hooks(#[from] HooksError),
    /// The policies do not read.
    #[error("failed to read the policies")]
    Policies(#[from] PolicyProblem),
    /// Decisions cannot be kept.
    #[error("failed to open `decisions.jsonl`")]
    Decisions(#[source] std::io::Error),
    /// The notices cannot be opened.
    #[error("failed to open the notices")]
    Notices(#[from] OutboxError),
    /// The system gives no thread.
    #[error("failed to start the writer")]
    Thread(#[source] std::io::Error),
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
    /// `options` bring along or from the beginning, and opens its accounts.
    ///
    /// # Errors
    /// [`OpenError`] when the ledger cannot be read or folded, or the accounts
    /// not be opened.
    pub fn open(folder: Arc<DataFolder>, mut options: Options) -> Result<Self, OpenError> {
        let mut city = options.folded.take().map_or_else(City::empty, |city| *city);
        city.catch_up(folder.ledger())?;
        let place = folder.path().to_owned();
        let accounts = Accounts::open(&place.join("accounts.sqlite"))?;
        let outbox = Outbox::open(&place.join("notices.sqlite"))?;
        // A city that has long been running does not send its past; a demo,
        // which shows a fixed day, has its past told.
        if options.today.is_none() {
            outbox.begin_at(city.folded())?;
        }
        let today = options.today;
        let day = default_day(&city, today);
        let shared = Shared::new(folder, today, Look::of(Arc::new(city), day));
        let shared = Arc::new(shared);
        let (jobs, queue) = channel();
        writer::start(Arc::clone(&shared), queue).map_err(OpenError::Thread)?;
        Ok(Self {
            shared,
            jobs,
            options,
            accounts,
            providers: Providers::read(&place)?,
            earlier: Mutex::default(),
            later: Mutex::default(),
            editions: Editions::default(),
            texts: Mutex::default(),
            finder: RwLock::default(),
            watch: Watch::default(),
            authority: Authority::load()?,
            uses: Uses::default(),
            cases_asked: Default::default(),
            hooks: Hooks::open(&place.join("webhooks.sqlite"))?,
            decisions: Decisions::open(&place).map_err(OpenError::Decisions)?,
            halls: Arc::default(),
            outbox,
            stopping: watch::Sender::new(false),
        })
    }

    /// Returns how many erasures the ledger recorded, as far as it is shown.
    pub(crate) fn erasures(&self) -> u64 {
        self.shared.front().city.erasures()
    }

    pub(crate) fn folder(&self) -> &DataFolder {
        &self.shared.folder
    }

    /// Tells how many entries are shown, each time that there are more.
    pub(crate) fn folded(&self) -> watch::Receiver<u64> {
        self.shared.folded.subscribe()
    }

    /// Does all of this, or nothing; `seen` are streams that must stand where
    /// the person saw them. When it returns, what was done is durable and shown.
    /// Blocks: not for a thread that must not wait.
    pub(crate) fn act(&self, acts: Vec<Act>, seen: Vec<(String, u64)>) -> Answer {
        let (answer, answered) = oneshot::channel();
        let gone = || Rejected::Failed(Arc::new(Gone));
        self.jobs
            .send(Job::Act { acts, seen, answer })
            .map_err(|_| gone())?;
        answered.blocking_recv().map_err(|_| gone())?
    }

    /// Returns the present moment: the clock's, and when what is done now holds.
    /// A site that shows a fixed day acts on that day.
    pub(crate) fn moment(&self) -> (Timestamp, DateTime) {
        let at = now();
        let civil = dondoc_city::civil(at);
        let valid = match self.options.today {
            Some(day) => day.to_datetime(civil.time()),
            None => civil,
        };
        (at, valid)
    }

    /// Returns what is shown, with all that other programs appended so far.
    ///
    /// What this site is writing just now is not waited for.
    fn newest(&self) -> Result<Arc<Look>, FollowError> {
        let front = self.shared.front();
        let size = self
            .folder()
            .ledger()
            .poll_head()
            .map_err(ReadError::from)?;
        let is_behind =
            size > front.city.folded() && !self.shared.is_writing.load(Ordering::SeqCst);
        let is_old = front.as_of != default_day(&front.city, self.options.today);
        if !is_behind && !is_old {
            return Ok(front);
        }
        drop(front);
        let (answer, answered) = oneshot::channel();
        if self.jobs.send(Job::Follow(answer)).is_ok() {
            answered.blocking_recv().unwrap_or(Ok(()))?;
        }
        Ok(self.shared.front())
    }

    /// Returns the city as of a day, or as of the default day.
    ///
    /// As of an earlier day means: only what held by that day is folded.
    pub(crate) fn look(&self, asked: Option<Date>) -> Result<Arc<Look>, FollowError> {
        let front = self.newest()?;
        match asked {
            Some(day) if day < front.as_of => self.earlier(front.city.folded(), day),
            Some(day) if day > front.as_of => Ok(self.later(&front, day)),
            _ => Ok(front),
        }
    }

    fn earlier(&self, size: u64, day: Date) -> Result<Arc<Look>, FollowError> {
        let fits = |(of, look): &&(u64, Arc<Look>)| *of == size && look.as_of == day;
        if let Some((_, look)) = lock(&self.earlier).iter().find(fits) {
            return Ok(Arc::clone(look));
        }
        let cut = Cut { as_of: Some(day) };
        let city = City::at(self.folder().ledger(), size, cut)?;
        let look = Arc::new(Look::of(Arc::new(city), day));
        let mut kept = lock(&self.earlier);
        kept.insert(0, (size, Arc::clone(&look)));
        kept.truncate(KEPT_LOOKS);
        Ok(look)
    }

    /// The city is the present one; only its board is kept, since whoever keeps
    /// the city makes the writer copy it.
    fn later(&self, front: &Look, day: Date) -> Arc<Look> {
        let size = front.city.folded();
        let fits = |(of, as_of, _): &&(u64, Date, Arc<Board>)| *of == size && *as_of == day;
        let kept = lock(&self.later)
            .iter()
            .find(fits)
            .map(|(_, _, board)| Arc::clone(board));
        let board = kept.unwrap_or_else(|| {
            let board = Arc::new(Board::of(&front.city, day));
            let mut kept = lock(&self.later);
            kept.insert(0, (size, day, Arc::clone(&board)));
            kept.truncate(KEPT_LOOKS);
            board
        });
        Arc::new(Look {
            city: Arc::clone(&front.city),
            as_of: day,
            board,
        })
    }

    /// Asks what can be found by its words, with all that is shown.
    pub(crate) fn found<T>(&self, ask: impl FnOnce(&Finder) -> T) -> Result<T, Trouble> {
        let look = self.newest()?;
        {
            let finder = self.finder.read().unwrap_or_else(PoisonError::into_inner);
            if finder.is_new(&look) {
                return Ok(ask(&finder));
            }
        }
        let mut finder = self.finder.write().unwrap_or_else(PoisonError::into_inner);
        if !finder.is_new(&look) {
            // Another may have read on meanwhile.
            finder.follow(self, &look)?;
        }
        Ok(ask(&finder))
    }

    /// Returns the text of a registered document, read.
    pub(crate) fn text(&self, city: &City, id: &DocumentId) -> Result<Arc<ReadText>, TextTrouble> {
        let document = city.documents.get(id).ok_or(TextTrouble::Missing)?;
        let name = &document.registered.text;
        let hash: Hash = name.parse().map_err(|_| TextTrouble::Missing)?;
        let attachments = self.folder().ledger().attachments();
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

/// The writer stopped, which only a panic can do.
#[derive(Debug, thiserror::Error)]
#[error("the writer stopped")]
struct Gone;

/// Returns the day that pages show when they are not asked for another.
pub(crate) fn default_day(city: &City, today: Option<Date>) -> Date {
    if let Some(today) = today {
        return today;
    }
    let today = dondoc_city::civil(now()).date();
    match city.last_recorded().map(|at| dondoc_city::civil(at).date()) {
        Some(newest) if newest < today.saturating_sub(ARCHIVE_DAYS.days()) => newest,
        _ => today,
    }
}

/// The server is the edge: here time comes in.
#[expect(
    clippy::disallowed_methods,
    reason = "pages say how things stand today"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// A panic elsewhere leaves nothing half-done behind these locks: each holds a
/// value that is replaced as a whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
