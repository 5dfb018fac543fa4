//! All proposals and tasks: the fold of the room's events.

use std::collections::BTreeMap;

use dondoc_kinds::{DocumentId, PersonId, ProposalId, TaskId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::names::Names;
use crate::proposal::{Proposal, ProposalStanding};
use crate::task::Task;
use crate::trail::Trail;

/// What the ledger's entry says besides its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The entry's index.
    pub entry: u64,
    /// When the ledger learned it.
    pub at: Timestamp,
    /// The day for which it holds.
    pub valid: Date,
    /// The unit acted for, where the actor had one.
    pub unit: Option<UnitId>,
    /// The person who acted.
    pub person: Option<PersonId>,
}

/// All proposals and tasks.
#[derive(Debug, Clone, PartialEq, Default)]
// INVARIANT: a task stands in `numbered` when its id has a number, in `named`
// otherwise.
pub struct Tasks {
    pub(crate) proposals: BTreeMap<ProposalId, Box<Proposal>>,
    pub(crate) numbered: BTreeMap<u32, Box<Task>>,
    pub(crate) named: BTreeMap<TaskId, Box<Task>>,
    pub(crate) strays: Trail,
    pub(crate) names: Names,
    /// The highest number of any id; kept, since whoever issues asks for it.
    pub(crate) newest: u64,
}

/// Returns the number of an id such as `nv-000123`: found faster than a text.
///
/// Of at least six digits, and no more than six with zeros in front, so that no
/// two ids have the same number.
fn number(id: &TaskId) -> Option<u32> {
    let digits = id.as_str().strip_prefix("nv-")?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit())
        && (digits.len() == 6 || digits.len() > 6 && !digits.starts_with('0'));
    is_number.then(|| digits.parse().ok())?
}

impl Tasks {
    /// Returns a task.
    #[must_use]
    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        let task = match number(id) {
            Some(number) => self.numbered.get(&number),
            None => self.named.get(id),
        };
        task.map(Box::as_ref)
    }

    pub(crate) fn task_mut(&mut self, id: &TaskId) -> Option<&mut Task> {
        let task = match number(id) {
            Some(number) => self.numbered.get_mut(&number),
            None => self.named.get_mut(id),
        };
        task.map(Box::as_mut)
    }

    /// Returns the task whose id comes right before.
    pub(crate) fn before(&self, id: &TaskId) -> Option<&Task> {
        let before = match number(id) {
            Some(number) => self.numbered.range(..number).next_back().map(|(_, t)| t),
            None => self
                .named
                .range::<TaskId, _>(..id)
                .next_back()
                .map(|(_, t)| t),
        };
        before.map(Box::as_ref)
    }

    /// Returns the highest number that the id of a task has, such as 123 of
    /// `nv-000123`, also of one with zeros in front that is kept by name; 0
    /// when there is none. Looks at no task.
    #[must_use]
    pub fn newest_number(&self) -> u64 {
        self.newest
    }

    pub(crate) fn insert(&mut self, task: Task) {
        let written = task.id.as_str().strip_prefix("nv-");
        let written = written.and_then(|digits| digits.parse().ok());
        self.newest = self.newest.max(written.unwrap_or(0));
        match number(&task.id) {
            Some(number) => self.numbered.insert(number, Box::new(task)),
            None => self.named.insert(task.id.clone(), Box::new(task)),
        };
    }

    /// Returns a proposal.
    #[must_use]
    pub fn proposal(&self, id: &ProposalId) -> Option<&Proposal> {
        self.proposals.get(id).map(Box::as_ref)
    }

    /// Returns all tasks: those with a number by number, then others by id.
    pub fn iter(&self) -> impl Iterator<Item = &Task> {
        let all = self.numbered.values().chain(self.named.values());
        all.map(Box::as_ref)
    }

    /// Returns all proposals, by id.
    pub fn proposals(&self) -> impl Iterator<Item = &Proposal> {
        self.proposals.values().map(Box::as_ref)
    }

    /// Returns the proposals that wait for a person, by id.
    pub fn open_proposals(&self) -> impl Iterator<Item = &Proposal> {
        self.proposals()
            .filter(|proposal| proposal.standing == ProposalStanding::Open)
    }

    /// Returns the tasks that a unit leads, by id. Looks at every task.
    pub fn led_by<'a>(&'a self, unit: &'a UnitId) -> impl Iterator<Item = &'a Task> {
        self.iter().filter(move |task| task.lead == *unit)
    }

    /// Returns the tasks that come from a document, by id. Looks at every task.
    pub fn from_document<'a>(&'a self, document: &'a DocumentId) -> impl Iterator<Item = &'a Task> {
        self.iter()
            .filter(move |task| task.document() == Some(document))
    }

    /// Returns the number of issued tasks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbered.len() + self.named.len()
    }

    /// Returns whether no task was issued.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the entries that spoke of a task or proposal that is not there.
    ///
    /// `decide` never makes such events; an entry here means that something
    /// else wrote to the ledger.
    #[must_use]
    pub fn strays(&self) -> &Trail {
        &self.strays
    }
}
