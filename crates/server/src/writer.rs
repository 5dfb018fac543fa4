//! The one thread that writes.
//!
//! Requests hand it acts. It decides each on the state that the site shows,
//! appends all that wait in one append, hence with one sync of the disk, folds
//! them into the spare state, shows that, and answers. What is shown is never
//! changed: readers keep what they hold, for as long as they like.
//!
//! There are two copies of the state, and on a busy site a few more. One that was
//! shown before becomes a spare; one whose last reader let go is written to. Only
//! when readers hold every spare for long is the state copied.
//!
//! Acts of one batch touch different streams; one that touches a stream of an
//! earlier one waits for the next batch, where it is decided on what the first
//! led to. Each append says which versions it was decided on, so another program
//! that writes to the same folder is found out by the ledger, and everything is
//! decided again.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use dondoc_city::{Act, City, Command, Done, Draft, FollowError, Placed, Refusal};
use dondoc_ledger::{Append, AppendError, AppendRefusal};
use dondoc_ledger_sqlite::DataFolder;
use jiff::civil::Date;
use tokio::sync::{oneshot, watch};

use crate::failures::log;
use crate::look::Look;
use crate::state::default_day;

/// How many acts share one append.
const BATCH: usize = 512;
/// How often is looked for entries of other programs and for a new day.
const POLL: Duration = Duration::from_millis(500);
/// How often acts are decided again when another program was faster.
const TRIES: u32 = 8;
/// How often, and how long each time, is waited for readers of the spares.
const PATIENCE: (u32, Duration) = (80, Duration::from_micros(250));
/// How many spares there may be. Whoever waits for an answer holds the state they
/// saw: under load one spare is held by those in the queue while the next is
/// written to.
const SPARES: usize = 3;

/// Why acts were not done; nothing was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Rejected {
    /// The city refuses these, by position.
    #[error("refused")]
    Refused(Vec<Placed<Refusal>>),
    /// Somebody changed what the person was looking at.
    #[error("`{stream}` has {actual} entries, {expected} were seen")]
    Stale {
        /// The stream.
        stream: String,
        /// How many entries the person saw.
        expected: u64,
        /// How many there are.
        actual: u64,
    },
    /// The ledger does not take it.
    #[error("the ledger refuses: {0:?}")]
    Ledger(AppendRefusal),
    /// The world broke.
    #[error("failed to write")]
    Failed(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

impl Rejected {
    fn failed(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Failed(Arc::new(cause))
    }
}

pub(crate) type Answer = Result<Done, Rejected>;

/// What is asked of the writer.
pub(crate) enum Job {
    /// Do all of this, or nothing.
    Act {
        acts: Vec<Act>,
        /// Streams that must stand where the person saw them.
        seen: Vec<(String, u64)>,
        answer: oneshot::Sender<Answer>,
    },
    /// Show what other programs wrote, and the present day.
    Follow(oneshot::Sender<Result<(), FollowError>>),
}

/// What readers and the writer share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) folder: Arc<DataFolder>,
    pub(crate) today: Option<Date>,
    front: RwLock<Arc<Look>>,
    /// While it is set, the ledger may be ahead of what is shown without
    /// anybody else having written.
    pub(crate) is_writing: AtomicBool,
    /// How many entries are shown.
    pub(crate) folded: watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn new(folder: Arc<DataFolder>, today: Option<Date>, look: Look) -> Self {
        Self {
            folder,
            today,
            folded: watch::Sender::new(look.city.folded()),
            front: RwLock::new(Arc::new(look)),
            is_writing: AtomicBool::new(false),
        }
    }

    /// Returns what is shown.
    pub(crate) fn front(&self) -> Arc<Look> {
        Arc::clone(&self.front.read().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Writer {
    shared: Arc<Shared>,
    /// At least one; more only after readers held all there were for long.
    spares: Vec<Arc<Look>>,
    is_unsigned: bool,
}

/// An act with its answer's address.
struct Asked {
    acts: Vec<Act>,
    seen: Vec<(String, u64)>,
    answer: oneshot::Sender<Answer>,
    tries: u32,
}

struct Decided {
    asked: Asked,
    drafts: Vec<Placed<Draft>>,
}

/// Starts the thread; it ends when nobody can ask it any more.
pub(crate) fn start(shared: Arc<Shared>, jobs: Receiver<Job>) -> std::io::Result<()> {
    let spares = vec![Arc::new(shared.front().apart())];
    let mut writer = Writer {
        shared,
        spares,
        is_unsigned: false,
    };
    let builder = thread::Builder::new().name("writer".to_owned());
    builder.spawn(move || writer.run(&jobs)).map(|_| ())
}

impl Writer {
    fn run(&mut self, jobs: &Receiver<Job>) {
        loop {
            let first = match jobs.recv_timeout(POLL) {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => {
                    self.sign();
                    return;
                }
            };
            let is_idle = first.is_none();
            let (mut asked, mut followers) = (VecDeque::new(), Vec::new());
            for job in first.into_iter().chain(jobs.try_iter().take(BATCH)) {
                match job {
                    Job::Act { acts, seen, answer } => asked.push_back(Asked {
                        acts,
                        seen,
                        answer,
                        tries: 0,
                    }),
                    Job::Follow(answer) => followers.push(answer),
                }
            }
            self.shared.is_writing.store(true, Ordering::SeqCst);
            if is_idle {
                self.sign();
            }
            let followed = self.follow();
            if asked.is_empty() {
                // A failure goes to one of those who asked; the next asks again.
                self.shared.is_writing.store(false, Ordering::SeqCst);
                let mut followed = Some(followed);
                for answer in followers {
                    let _ = answer.send(followed.take().unwrap_or(Ok(())));
                }
                continue;
            }
            while !asked.is_empty() {
                self.batch(&mut asked);
            }
            self.shared.is_writing.store(false, Ordering::SeqCst);
            let mut followed = Some(followed);
            for answer in followers {
                let _ = answer.send(followed.take().unwrap_or(Ok(())));
            }
        }
    }

    /// Does as many of the first acts as touch different streams.
    fn batch(&mut self, queue: &mut VecDeque<Asked>) {
        let front = self.shared.front();
        let (mut taken, mut later) = (Vec::new(), VecDeque::new());
        let mut streams = BTreeSet::new();
        while let Some(asked) = queue.pop_front() {
            // What may touch anything is decided when all before it is folded.
            let is_wide = !asked
                .acts
                .iter()
                .all(|act| matches!(act.command, Command::Task(_)));
            if is_wide && !(taken.is_empty() && later.is_empty()) {
                queue.push_front(asked);
                break;
            }
            match decide(&front.city, &asked) {
                Err(rejected) => {
                    let _ = asked.answer.send(Err(rejected));
                }
                Ok(drafts) if drafts.is_empty() => {
                    let first = front.city.folded();
                    let drafts = Vec::new();
                    let _ = asked.answer.send(Ok(Done { first, drafts }));
                }
                Ok(drafts) => {
                    let is_free = drafts
                        .iter()
                        .all(|(_, draft)| !streams.contains(&draft.stream));
                    streams.extend(drafts.iter().map(|(_, draft)| draft.stream.clone()));
                    if is_free {
                        taken.push(Decided { asked, drafts });
                    } else {
                        later.push_back(asked);
                    }
                }
            }
            if is_wide {
                break;
            }
        }
        later.append(queue);
        *queue = later;
        if !taken.is_empty() {
            self.append(&front.city, taken, queue);
        }
    }

    fn append(&mut self, city: &City, taken: Vec<Decided>, queue: &mut VecDeque<Asked>) {
        let mut whole = Append::default();
        let mut at = None;
        for Decided { asked, drafts } in &taken {
            at = at.max(asked.acts.iter().map(|act| act.at).max());
            match city.append_all(drafts, &asked.acts) {
                Ok(one) => {
                    whole.expect.extend(one.expect);
                    whole.entries.extend(one.entries);
                }
                Err(cause) => {
                    return self.append_alone(city, taken, queue, Rejected::failed(cause));
                }
            }
        }
        let Some(at) = at else { return };
        match self.shared.folder.ledger().append(whole, at) {
            Ok(appended) => {
                self.is_unsigned = true;
                if let Err(failure) = self.follow() {
                    log("writer", &failure);
                }
                let mut first = appended.first;
                for Decided { asked, drafts } in taken {
                    let drafts: Vec<Draft> = drafts.into_iter().map(|(_, draft)| draft).collect();
                    let count = drafts.len() as u64;
                    let _ = asked.answer.send(Ok(Done { first, drafts }));
                    first += count;
                }
            }
            Err(AppendError::Refused(AppendRefusal::Conflict { .. })) => {
                let followed = self.follow().map_err(Arc::new);
                for Decided { mut asked, .. } in taken.into_iter().rev() {
                    asked.tries += 1;
                    match &followed {
                        Ok(()) if asked.tries <= TRIES => queue.push_front(asked),
                        Ok(()) => {
                            let stream = String::new();
                            let _ = asked.answer.send(Err(Rejected::Stale {
                                stream,
                                expected: 0,
                                actual: 0,
                            }));
                        }
                        Err(cause) => {
                            let cause = Arc::clone(cause);
                            let _ = asked.answer.send(Err(Rejected::Failed(cause)));
                        }
                    }
                }
            }
            Err(AppendError::Refused(refusal)) => {
                self.append_alone(city, taken, queue, Rejected::Ledger(refusal));
            }
            Err(cause) => {
                let cause: Arc<dyn std::error::Error + Send + Sync> = Arc::new(cause);
                for Decided { asked, .. } in taken {
                    let _ = asked.answer.send(Err(Rejected::Failed(Arc::clone(&cause))));
                }
            }
        }
    }

    /// One of a batch cannot be written: each is tried by itself. They touch
    /// different streams, so what they were decided on still holds.
    fn append_alone(
        &mut self,
        city: &City,
        mut taken: Vec<Decided>,
        queue: &mut VecDeque<Asked>,
        why: Rejected,
    ) {
        if taken.len() > 1 {
            for decided in taken {
                self.append(city, vec![decided], queue);
            }
        } else if let Some(Decided { asked, .. }) = taken.pop() {
            let _ = asked.answer.send(Err(why));
        }
    }

    /// Folds what was appended into the spare and shows it.
    fn follow(&mut self) -> Result<(), FollowError> {
        let front = self.shared.front();
        let ledger = self.shared.folder.ledger();
        let size = ledger.poll_head().map_err(dondoc_ledger::ReadError::from)?;
        let today = self.shared.today;
        if size == front.city.folded() && default_day(&front.city, today) == front.as_of {
            return Ok(());
        }
        let mut spare = self.free().unwrap_or_else(|| Arc::new(front.apart()));
        drop(front);
        // Nobody else holds it; `make_mut` copies nothing.
        let followed = Arc::make_mut(&mut spare)
            .follow(self.shared.folder.ledger(), |city| default_day(city, today));
        let folded = spare.city.folded();
        {
            let mut front = self
                .shared
                .front
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            std::mem::swap(&mut *front, &mut spare);
        }
        self.spares.push(spare);
        if self.spares.len() > SPARES {
            // Its last reader lets it go.
            self.spares.remove(0);
        }
        self.shared.folded.send_replace(folded);
        followed
    }

    /// Takes a spare that nobody reads any more; `None` when readers hold all of
    /// them for long.
    fn free(&mut self) -> Option<Arc<Look>> {
        for _ in 0..PATIENCE.0 {
            if let Some(at) = self.spares.iter_mut().position(Look::is_alone) {
                return Some(self.spares.remove(at));
            }
            thread::sleep(PATIENCE.1);
        }
        None
    }

    /// Signs the head when there is time: an end that is cut off later shows.
    fn sign(&mut self) {
        if !std::mem::take(&mut self.is_unsigned) {
            return;
        }
        if let Err(failure) = self.shared.folder.checkpoint() {
            log("writer", &failure);
        }
    }
}

fn decide(city: &City, asked: &Asked) -> Result<Vec<Placed<Draft>>, Rejected> {
    for (stream, expected) in &asked.seen {
        let actual = city.version(stream);
        if actual != *expected {
            return Err(Rejected::Stale {
                stream: stream.clone(),
                expected: *expected,
                actual,
            });
        }
    }
    let (mut all, mut refused, mut streams) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (position, act) in asked.acts.iter().enumerate() {
        match city.decide(act) {
            Err(refusal) => refused.push((position, refusal)),
            Ok(drafts) => {
                let own: BTreeSet<String> =
                    drafts.iter().map(|draft| draft.stream.clone()).collect();
                let is_wide = !matches!(act.command, Command::Task(_));
                let is_first = own.iter().all(|stream| !streams.contains(stream));
                if asked.acts.len() > 1 && (is_wide || !is_first) {
                    // Acts that lead to one another are decided one on the other.
                    return city.decide_all(&asked.acts).map_err(Rejected::Refused);
                }
                streams.extend(own);
                all.extend(drafts.into_iter().map(|draft| (position, draft)));
            }
        }
    }
    // What an earlier act would allow may look refused on its own.
    if !refused.is_empty() && asked.acts.len() > 1 {
        return city.decide_all(&asked.acts).map_err(Rejected::Refused);
    }
    if refused.is_empty() {
        Ok(all)
    } else {
        Err(Rejected::Refused(refused))
    }
}
