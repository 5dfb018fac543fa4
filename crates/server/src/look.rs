//! A city as of a day, with every task's status.

use std::collections::BTreeSet;
use std::sync::Arc;

use dondoc_city::{City, FollowError};
use dondoc_kinds::TaskId;
use dondoc_ledger::{EntryView, Ledger};
use jiff::civil::Date;

use crate::board::Board;

/// Streams of tasks; what stands in one changes that task's status alone.
const TASK: &str = "task/";
/// Streams of what changes no task's status.
const QUIET: [&str; 4] = ["proposal/", "document/", "meeting/", "investment"];

/// A city as of a day, with every task's status.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) city: Arc<City>,
    /// The day whose end is shown.
    pub(crate) as_of: Date,
    /// How every task stands on it.
    pub(crate) board: Arc<Board>,
}

impl Look {
    pub(crate) fn of(city: Arc<City>, as_of: Date) -> Self {
        let board = Arc::new(Board::of(&city, as_of));
        Self { city, as_of, board }
    }

    /// Returns another one that shares nothing with this.
    pub(crate) fn apart(&self) -> Self {
        Self {
            city: Arc::new(City::clone(&self.city)),
            as_of: self.as_of,
            board: Arc::new(Board::clone(&self.board)),
        }
    }

    /// Returns whether nobody else holds any of it.
    pub(crate) fn is_alone(look: &mut Arc<Self>) -> bool {
        Arc::get_mut(look).is_some_and(|look| {
            Arc::get_mut(&mut look.city).is_some() && Arc::get_mut(&mut look.board).is_some()
        })
    }

    /// Folds what was appended since. Copies what somebody else holds.
    pub(crate) fn follow(
        &mut self,
        ledger: &Ledger,
        day: impl FnOnce(&City) -> Date,
    ) -> Result<(), FollowError> {
        let (mut touched, mut all) = (BTreeSet::new(), false);
        let city = Arc::make_mut(&mut self.city);
        let followed =
            city.catch_up_telling(ledger, &mut |entry| touch(entry, &mut touched, &mut all));
        let as_of = day(city);
        // Also after a failure: entries before the bad one are folded.
        let anew = *followed.as_ref().unwrap_or(&true);
        if anew || all || as_of != self.as_of {
            self.board = Arc::new(Board::of(city, as_of));
            self.as_of = as_of;
        } else if !touched.is_empty() {
            Arc::make_mut(&mut self.board).again(city, as_of, &touched);
        }
        followed.map(|_| ())
    }
}

fn touch(entry: &EntryView<'_>, touched: &mut BTreeSet<TaskId>, all: &mut bool) {
    match entry.stream.strip_prefix(TASK) {
        Some(task) => touched.extend(TaskId::parse(task)),
        // Calendar, settings, mergers: any task may stand differently.
        None => {
            *all |= !QUIET.iter().any(|quiet| entry.stream.starts_with(quiet)) && changes(entry)
        }
    }
}

/// People and posts come and go daily, and no task's status hangs on them.
fn changes(entry: &EntryView<'_>) -> bool {
    !matches!(
        entry.kind,
        "registry.post_created"
            | "registry.person_registered"
            | "registry.post_taken"
            | "registry.post_left"
            | "registry.alias_added"
    )
}
