//! All proposals and tasks: the fold of the room's events.

use std::collections::BTreeMap;

use dondoc_kinds::{DocumentId, PersonId, ProposalId, TaskId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tasks {
    pub(crate) proposals: BTreeMap<ProposalId, Box<Proposal>>,
    pub(crate) tasks: BTreeMap<TaskId, Box<Task>>,
    pub(crate) strays: Trail,
}

impl Tasks {
    /// Returns a task.
    #[must_use]
    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        self.tasks.get(id).map(Box::as_ref)
    }

    /// Returns a proposal.
    #[must_use]
    pub fn proposal(&self, id: &ProposalId) -> Option<&Proposal> {
        self.proposals.get(id).map(Box::as_ref)
    }

    /// Returns all tasks, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Task> {
        self.tasks.values().map(Box::as_ref)
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
        self.iter().filter(move |task| {
            task.source
                .as_ref()
                .is_some_and(|s| s.document == *document)
        })
    }

    /// Returns the number of issued tasks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Returns whether no task was issued.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
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
