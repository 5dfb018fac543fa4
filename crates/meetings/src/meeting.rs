//! The fold of the room's events.

use std::collections::BTreeMap;

use dondoc_calendar::Rule;
use dondoc_kinds::{MeetingId, TaskId, UnitId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::event::{Attended, Scheduled};

/// The hall, or a connection point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it is called.
    pub name: Box<str>,
    /// The unit whose connection point it is.
    pub unit: Option<UnitId>,
}

/// Why an item stands on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgendaReason {
    /// A conclusion of an earlier briefing, and what became of it.
    EarlierConclusion,
    /// The third late reminder was sent.
    ThirdLateReminder,
    /// It is late.
    Late,
    /// A person put it there.
    Asked,
}

/// One item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// The task it is about, where it is about one.
    pub task: Option<TaskId>,
    /// What is talked about.
    pub text: Box<str>,
    /// Why it stands there.
    pub reason: AgendaReason,
}

/// Under what a deputy speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deputy {
    /// For whom, by post or name.
    pub of: Box<str>,
    /// The authorisation: number and date of the document.
    pub instrument: Box<str>,
}

/// What a conclusion says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {
    /// The sentence, as typed.
    pub text: Box<str>,
    /// What it orders; `None` when it only states something.
    pub order: Option<Order>,
}

/// What a conclusion orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The units that lead, one task each.
    pub leads: Vec<UnitId>,
    /// The units that help.
    pub coordinating: Vec<UnitId>,
    /// What will be handed over.
    pub product: Box<str>,
    /// When; `None` for a standing duty.
    pub deadline: Option<Deadline>,
}

/// When a conclusion is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The words.
    pub text: Box<str>,
    /// How they were read.
    pub rule: Rule,
}

/// One version of a conclusion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// What it says.
    pub conclusion: Conclusion,
    /// The entry that says so.
    pub entry: u64,
}

/// A conclusion with all its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
// INVARIANT: `corrections` holds versions 2, 3, .. in order.
pub struct Minuted {
    /// 1 for the first one of the meeting.
    pub number: u32,
    /// What was typed first.
    pub first: Version,
    /// What it was corrected to.
    pub corrections: Vec<Version>,
    /// Why it does not stand, and the entry that says so.
    pub withdrawn: Option<(Box<str>, u64)>,
    /// The tasks it became at sign-off.
    pub tasks: Vec<TaskId>,
}

impl Minuted {
    /// Returns the version that counts.
    #[must_use]
    pub fn current(&self) -> &Version {
        self.corrections.last().unwrap_or(&self.first)
    }

    /// Returns the number of the version that counts, 1 for the first.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.corrections.len() + 1).unwrap_or(u32::MAX)
    }

    /// Returns whether it was not withdrawn.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.withdrawn.is_none()
    }
}

/// One revision of an agenda.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgendaRevision {
    /// The items.
    pub items: Vec<AgendaItem>,
    /// Why it was changed.
    pub reason: Option<Box<str>>,
    /// The entry that says so.
    pub entry: u64,
}

/// Where a meeting stands, with the entry that brought it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Called.
    Scheduled,
    /// Open: conclusions are typed.
    Open {
        /// The entry.
        entry: u64,
    },
    /// The chair signed off.
    SignedOff {
        /// The entry.
        entry: u64,
    },
    /// Over.
    Closed {
        /// The entry.
        entry: u64,
    },
}

/// One meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// How it was called.
    pub scheduled: Scheduled,
    /// The agendas, the newest last.
    pub agendas: Vec<AgendaRevision>,
    /// Who is there, by unit.
    pub attendance: BTreeMap<UnitId, Attended>,
    /// The conclusions, by number, with those that were withdrawn.
    pub conclusions: Vec<Minuted>,
    /// Where it stands.
    pub standing: Standing,
    /// The entries that touched it.
    pub trail: Vec<u64>,
}

impl Meeting {
    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> &MeetingId {
        &self.scheduled.meeting
    }

    /// Returns the agenda that counts; empty when none was set.
    #[must_use]
    pub fn agenda(&self) -> &[AgendaItem] {
        self.agendas
            .last()
            .map_or(&[], |revision| revision.items.as_slice())
    }

    /// Returns the number of agendas that were set.
    #[must_use]
    pub fn agenda_revision(&self) -> u32 {
        u32::try_from(self.agendas.len()).unwrap_or(u32::MAX)
    }

    /// Returns a conclusion.
    #[must_use]
    pub fn conclusion(&self, number: u32) -> Option<&Minuted> {
        self.conclusions.iter().find(|it| it.number == number)
    }

    /// Returns the conclusions that were not withdrawn, by number.
    pub fn standing_conclusions(&self) -> impl Iterator<Item = &Minuted> {
        self.conclusions.iter().filter(|it| it.stands())
    }

    /// Returns whether conclusions may be written.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Open { .. })
    }

    /// Returns when it begins.
    #[must_use]
    pub fn begins(&self) -> DateTime {
        self.scheduled.begins
    }
}

/// All meetings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Meetings {
    pub(crate) meetings: BTreeMap<MeetingId, Meeting>,
}

impl Meetings {
    /// Returns a meeting.
    #[must_use]
    pub fn get(&self, id: &MeetingId) -> Option<&Meeting> {
        self.meetings.get(id)
    }

    /// Returns all meetings, the newest first.
    #[must_use]
    pub fn newest_first(&self) -> Vec<&Meeting> {
        let mut all: Vec<&Meeting> = self.meetings.values().collect();
        all.sort_by(|a, b| (b.begins(), b.id()).cmp(&(a.begins(), a.id())));
        all
    }

    /// Returns the conclusion that a task came from, with its meeting.
    #[must_use]
    pub fn conclusion_of(&self, task: &TaskId) -> Option<(&Meeting, &Minuted)> {
        self.meetings.values().find_map(|meeting| {
            let mut all = meeting.conclusions.iter();
            all.find(|it| it.tasks.contains(task))
                .map(|it| (meeting, it))
        })
    }
}
