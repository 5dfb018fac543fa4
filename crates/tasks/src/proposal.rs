//! Proposals: what a document's words seem to order, before a person decides.

use dondoc_kinds::{ProposalId, TaskId};
use serde::{Deserialize, Serialize};

use crate::trail::Trail;
use crate::values::{Addressee, DeadlineWords, Source, Target};

/// What a proposal says. Edits replace the whole draft, so that each version in
/// the ledger can be read by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Where the words stand; `None` for a proposal typed by hand.
    pub source: Option<Source>,
    /// The exact words.
    pub text: Box<str>,
    /// What will be handed over, where the words say so.
    pub product: Option<Box<str>>,
    /// Who leads. Several when the words name several or a class.
    pub leads: Vec<Addressee>,
    /// Who helps.
    pub coordinating: Vec<Addressee>,
    /// By when.
    pub deadline: Option<DeadlineWords>,
    /// Numbers to reach.
    pub targets: Vec<Target>,
}

/// Where a proposal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStanding {
    /// Waiting for a person.
    Open,
    /// Issued as these tasks, one per lead unit.
    Issued {
        /// The tasks, in the order they were issued.
        tasks: Vec<TaskId>,
    },
    /// Says the same as another proposal, which stands for both.
    Merged {
        /// The one that stays.
        into: ProposalId,
    },
    /// Orders several things; each part is a proposal of its own.
    Split {
        /// The parts, in the order of their words.
        into: Vec<ProposalId>,
    },
    /// A person decided that it is not a task.
    Refused {
        /// Why, in the person's words.
        reason: Box<str>,
    },
}

/// A task that a document's words propose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id, which the tasks issued from it carry as their item.
    pub id: ProposalId,
    /// What it says now.
    pub draft: Draft,
    /// How often a person changed the draft.
    pub edits: u32,
    /// Where it stands.
    pub standing: ProposalStanding,
    /// The entries that touched it.
    pub trail: Trail,
}
