//! A city that follows a ledger and acts on it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use dondoc_kinds::{DecodeProblem, TaskId};
use dondoc_ledger::{
    Append, AppendError, AppendRefusal, EntryView, ExpectedVersion, Ledger, ReadError,
};
use jiff::Timestamp;

use crate::act::{Act, Draft};
use crate::city::{City, Cut};
use crate::event::Event;
use crate::imports::ImportEvent;
use crate::refusal::Refusal;

/// How often a command is decided again when somebody else was faster. More
/// would mean that the same thing is fought over; then a person should look.
const TRIES: u32 = 8;

/// The ledger could not be followed.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The store failed, or a row is not an entry.
    #[error("failed to read the ledger")]
    Read(#[from] ReadError),
    /// An entry could not be folded.
    #[error("failed to fold entry {entry}")]
    Fold {
        /// Which.
        entry: u64,
        /// Why.
        #[source]
        source: DecodeProblem,
    },
}

/// A command was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The city refused; a domain answer.
    #[error("refused")]
    Refused(Refusal),
    /// The ledger refused; nothing was written.
    #[error("failed to append")]
    Append(#[from] AppendError),
    /// The ledger could not be followed.
    #[error("failed to follow the ledger")]
    Follow(#[from] FollowError),
    /// An event has no JSON form.
    #[error("failed to write an event as JSON")]
    Json(#[from] serde_json::Error),
}

/// A list of commands was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActAllError {
    /// The city refused these acts, by position; a domain answer.
    #[error("refused")]
    Refused(Vec<(usize, Refusal)>),
    /// The ledger refused; nothing was written.
    #[error("failed to append")]
    Append(#[from] AppendError),
    /// The ledger could not be followed.
    #[error("failed to follow the ledger")]
    Follow(#[from] FollowError),
    /// An event has no JSON form.
    #[error("failed to write an event as JSON")]
    Json(#[from] serde_json::Error),
}

/// Something about the act at a position of a list.
pub type Placed<T> = (usize, T);

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The index of the first entry; meaningless when there are none.
    pub first: u64,
    /// What was written, in order; empty when it had been done already.
    pub drafts: Vec<Draft>,
}

impl City {
    /// Folds what was appended since; returns how many entries that were.
    ///
    /// When one of them erased a payload, everything is folded again without it.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub fn catch_up(&mut self, ledger: &Ledger) -> Result<u64, FollowError> {
        let before = self.folded();
        self.catch_up_telling(ledger, &mut |_| {})?;
        Ok(self.folded() - before)
    }

    /// As [`City::catch_up`]; `told` sees each entry once it is folded. Returns
    /// whether everything was folded again, since something was erased: then
    /// any task may have changed, not only those that `told` was shown.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub fn catch_up_telling(
        &mut self,
        ledger: &Ledger,
        told: &mut dyn FnMut(&EntryView<'_>),
    ) -> Result<bool, FollowError> {
        let (before, erasures) = (self.folded(), self.erasures());
        fold_telling(ledger, self, u64::MAX, Cut::default(), told)?;
        let anew = before > 0 && self.erasures() > erasures;
        if anew {
            // What was erased must leave the state too, wherever it went.
            let mut again = Self::empty();
            fold(ledger, &mut again, u64::MAX, Cut::default())?;
            *self = again;
        }
        Ok(anew)
    }

    /// Does what is asked: decides, appends, folds. When this returns, it
    /// survives a crash.
    ///
    /// # Errors
    /// [`ActError::Refused`] when the city refuses; otherwise the world broke.
    /// In each case nothing was written.
    pub fn act(&mut self, ledger: &Ledger, act: &Act) -> Result<Done, ActError> {
        let mut tries = 0;
        loop {
            self.catch_up(ledger)?;
            let drafts = self.decide(act).map_err(ActError::Refused)?;
            if drafts.is_empty() {
                return Ok(Done {
                    first: self.folded(),
                    drafts,
                });
            }
            match ledger.append(self.append_of(&drafts, act)?, act.at) {
                Ok(appended) => {
                    self.catch_up(ledger)?;
                    return Ok(Done {
                        first: appended.first,
                        drafts,
                    });
                }
                Err(AppendError::Refused(AppendRefusal::Conflict { .. })) if tries < TRIES => {
                    tries += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Does everything that is asked, or nothing: each act is decided on the
    /// state that the ones before it lead to, and all is appended together.
    ///
    /// # Errors
    /// [`ActAllError::Refused`] names every act that is refused, by position.
    pub fn act_all(
        &mut self,
        ledger: &Ledger,
        acts: &[Act],
        at: Timestamp,
    ) -> Result<Done, ActAllError> {
        let mut tries = 0;
        loop {
            self.catch_up(ledger)?;
            let drafts = self.decide_all(acts).map_err(ActAllError::Refused)?;
            if drafts.is_empty() {
                return Ok(Done {
                    first: self.folded(),
                    drafts: Vec::new(),
                });
            }
            match ledger.append(self.append_all(&drafts, acts)?, at) {
                Ok(appended) => {
                    self.catch_up(ledger)?;
                    let drafts = drafts.into_iter().map(|(_, draft)| draft).collect();
                    return Ok(Done {
                        first: appended.first,
                        drafts,
                    });
                }
                Err(AppendError::Refused(AppendRefusal::Conflict { .. })) if tries < TRIES => {
                    tries += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Returns what would be written if all of this were done in order, each
    /// draft with the position of its act.
    ///
    /// # Errors
    /// Every act that is refused, by position; acts after a refused one are
    /// decided as if it had not been asked.
    pub fn decide_all(&self, acts: &[Act]) -> Result<Vec<Placed<Draft>>, Vec<Placed<Refusal>>> {
        let (mut supposed, mut all, mut refused) = (self.clone(), Vec::new(), Vec::new());
        for (position, act) in acts.iter().enumerate() {
            match supposed.decide(act) {
                Err(refusal) => refused.push((position, refusal)),
                Ok(mut drafts) => {
                    fill_import(&mut drafts, &all);
                    supposed.suppose(&drafts, act);
                    all.extend(drafts.into_iter().map(|draft| (position, draft)));
                }
            }
        }
        if refused.is_empty() {
            Ok(all)
        } else {
            Err(refused)
        }
    }

    fn append_of(&self, drafts: &[Draft], act: &Act) -> Result<Append, serde_json::Error> {
        let mut entries = Vec::with_capacity(drafts.len());
        for draft in drafts {
            entries.push(draft.entry(act)?);
        }
        Ok(Append {
            expect: self.expectations(drafts),
            entries,
        })
    }

    /// Returns the append that writes what was decided on this state: it is
    /// refused when one of the streams went on meanwhile.
    ///
    /// # Errors
    /// When an event has no JSON form.
    pub fn append_all(
        &self,
        drafts: &[(usize, Draft)],
        acts: &[Act],
    ) -> Result<Append, serde_json::Error> {
        let mut entries = Vec::with_capacity(drafts.len());
        for (position, draft) in drafts {
            entries.push(draft.entry(&acts[*position])?);
        }
        Ok(Append {
            expect: self.expectations(drafts.iter().map(|(_, draft)| draft)),
            entries,
        })
    }

    fn expectations<'d>(
        &self,
        drafts: impl IntoIterator<Item = &'d Draft>,
    ) -> Vec<(String, ExpectedVersion)> {
        let streams: BTreeSet<&str> = drafts
            .into_iter()
            .map(|draft| draft.stream.as_str())
            .collect();
        streams
            .into_iter()
            .map(|stream| {
                (
                    stream.to_owned(),
                    ExpectedVersion::Exact(self.version(stream)),
                )
            })
            .collect()
    }

    /// Returns the city as its first `size` entries tell it, as of `cut`.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub fn at(ledger: &Ledger, size: u64, cut: Cut) -> Result<Self, FollowError> {
        let mut city = Self::empty();
        city.go_on(ledger, size, cut)?;
        Ok(city)
    }

    /// Folds on to the first `size` entries, as of the `cut` under which everything
    /// so far was folded. What was erased meanwhile stays: a city that may hold it is
    /// folded anew.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub fn go_on(&mut self, ledger: &Ledger, size: u64, cut: Cut) -> Result<(), FollowError> {
        fold(ledger, self, size, cut)
    }

    /// Returns how many entries the ledger held at the moment `at`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn size_known_at(ledger: &Ledger, at: Timestamp) -> Result<u64, ReadError> {
        // Recorded times never go back, so the entries known then are a prefix.
        let (mut known, mut unknown) = (0, ledger.poll_head()?);
        while known < unknown {
            let middle = known + (unknown - known) / 2;
            match ledger.entry(middle)? {
                Some(entry) if entry.recorded <= at => known = middle + 1,
                _ => unknown = middle,
            }
        }
        Ok(known)
    }
}

/// An import names the tasks that the acts before it issue.
fn fill_import(drafts: &mut [Draft], before: &[Placed<Draft>]) {
    for draft in drafts {
        if let Event::Import(ImportEvent::Made(made)) = &mut draft.event {
            made.tasks = before.iter().filter_map(|(_, it)| issued(it)).collect();
        }
    }
}

fn issued(draft: &Draft) -> Option<TaskId> {
    match &draft.event {
        Event::Task(dondoc_tasks::Event::Issued(issued)) => Some(issued.task.clone()),
        _ => None,
    }
}

fn fold(ledger: &Ledger, city: &mut City, until: u64, cut: Cut) -> Result<(), FollowError> {
    fold_telling(ledger, city, until, cut, &mut |_| {})
}

fn fold_telling(
    ledger: &Ledger,
    city: &mut City,
    until: u64,
    cut: Cut,
    told: &mut dyn FnMut(&EntryView<'_>),
) -> Result<(), FollowError> {
    let from = city.folded();
    if from >= until {
        return Ok(());
    }
    let mut problem = None;
    ledger.scan_range(from..until, |entry| match city.apply(&entry, cut) {
        Ok(()) => {
            told(&entry);
            ControlFlow::Continue(())
        }
        Err(source) => {
            problem = Some(FollowError::Fold {
                entry: entry.index,
                source,
            });
            ControlFlow::Break(())
        }
    })?;
    problem.map_or(Ok(()), Err)
}
