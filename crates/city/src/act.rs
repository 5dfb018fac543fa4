//! Who acts, and what they are about to write.

use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_ledger::{Actor, Hash, NewEntry};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::command::Command;
use crate::event::Event;

/// Who acts: a person in a post of a unit, or the system in its own name. Made by
/// [`Acting::of`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acting {
    /// The unit acted for.
    pub unit: UnitId,
    /// The post, where one is known.
    pub post: Option<PostId>,
    /// The person, where one is known.
    pub person: Option<PersonId>,
    /// The delegation or vesting that the power comes from; none when it is the
    /// post's own.
    pub delegation: Option<DelegationId>,
}

impl Acting {
    /// Acts for a unit; no post, person or delegation is known.
    #[must_use]
    pub fn of(unit: UnitId) -> Self {
        Self {
            unit,
            post: None,
            person: None,
            delegation: None,
        }
    }

    /// The same, in a post.
    #[must_use]
    pub fn in_post(self, post: impl Into<Option<PostId>>) -> Self {
        Self {
            post: post.into(),
            ..self
        }
    }

    /// The same, by a person.
    #[must_use]
    pub fn by(self, person: impl Into<Option<PersonId>>) -> Self {
        Self {
            person: person.into(),
            ..self
        }
    }

    /// The same, under a delegation or vesting.
    #[must_use]
    pub fn under(self, delegation: impl Into<Option<DelegationId>>) -> Self {
        Self {
            delegation: delegation.into(),
            ..self
        }
    }

    /// Returns the form that the ledger keeps.
    pub fn to_actor(&self) -> Actor {
        Actor {
            person: self
                .person
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            post: self
                .post
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            unit: self.unit.to_string(),
            delegation: self.delegation.as_ref().map(ToString::to_string),
        }
    }

    pub(crate) fn of_tasks(&self) -> dondoc_tasks::Actor {
        dondoc_tasks::Actor {
            unit: self.unit.clone(),
            post: self.post.clone(),
            person: self.person.clone(),
        }
    }
}

/// A command with everything that it depends on from outside.
#[derive(Debug, Clone)]
pub struct Act {
    /// What is asked.
    pub command: Command,
    /// Who asks.
    pub acting: Acting,
    /// The moment the server's clock showed.
    pub at: Timestamp,
    /// When it was so in the world, in Việt Nam time: mostly `civil(at)`, or
    /// earlier when something is entered afterwards.
    pub valid: DateTime,
}

impl Act {
    /// Returns the day it was so.
    pub fn day(&self) -> Date {
        self.valid.date()
    }
}

/// An event on its way to the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The stream it belongs to.
    pub stream: String,
    /// What happened.
    pub event: Event,
    /// Files it names.
    pub attachments: Vec<Hash>,
}

impl Draft {
    /// Returns the entry to append for this draft of `act`.
    pub(crate) fn entry(&self, act: &Act) -> Result<NewEntry, serde_json::Error> {
        Ok(NewEntry {
            stream: self.stream.clone(),
            kind: self.event.kind().to_owned(),
            schema: self.event.schema(),
            valid: act.day(),
            actor: act.acting.to_actor(),
            payload: self.event.to_json()?,
            attachments: self.attachments.clone(),
        })
    }

    pub(crate) fn of_task(event: dondoc_tasks::Event) -> Self {
        let attachments = attachments(&event);
        Self {
            stream: event.stream(),
            event: Event::Task(event),
            attachments,
        }
    }
}

fn attachments(event: &dondoc_tasks::Event) -> Vec<Hash> {
    let evidence = match event {
        dondoc_tasks::Event::Reported(report) => &report.evidence,
        dondoc_tasks::Event::ReportSubmitted(report) => &report.evidence,
        dondoc_tasks::Event::ExcuseClaimed(claim) => &claim.evidence,
        dondoc_tasks::Event::Explained(explained) => &explained.evidence,
        _ => return Vec::new(),
    };
    evidence
        .iter()
        .filter_map(|file| file.hash.parse().ok())
        .collect()
}
