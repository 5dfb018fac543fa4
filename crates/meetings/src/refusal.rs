//! Why a command was refused.

use dondoc_kinds::{Arg, MeetingId, Say, UnitId};
use jiff::civil::Date;
use serde::Serialize;

/// A text that has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// What the meeting is called.
    Title,
    /// A place.
    Place,
    /// An item of the agenda.
    Item,
    /// The attendant's name.
    Name,
    /// The deputy's authorisation.
    Instrument,
    /// The sentence.
    Text,
    /// A lead unit.
    Lead,
    /// The product.
    Product,
    /// A reason.
    Reason,
}

/// Where a meeting stands, without its data: what a refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingName {
    /// Called.
    Scheduled,
    /// Open.
    Open,
    /// Signed off.
    SignedOff,
    /// Over.
    Closed,
}

impl StandingName {
    /// Returns the word that message files select on.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::SignedOff => "signed-off",
            Self::Closed => "closed",
        }
    }
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum Refusal {
    /// There is no such meeting.
    UnknownMeeting { meeting: MeetingId },
    /// The meeting has no such conclusion.
    UnknownConclusion { meeting: MeetingId, number: u32 },
    /// The meeting has no such place.
    UnknownPlace { meeting: MeetingId, place: u32 },
    /// A text that has to be given is empty.
    Missing { what: Required },
    /// The period ends before it begins.
    PeriodBackwards { from: Date, to: Date },
    /// The meeting stands where this cannot be done.
    WrongStanding {
        meeting: MeetingId,
        standing: StandingName,
    },
    /// Conclusions are written while the meeting is open, and then only.
    NotOpen {
        meeting: MeetingId,
        standing: StandingName,
    },
    /// Only the chair may do this.
    OnlyChair { meeting: MeetingId, chair: UnitId },
    /// Somebody set the agenda in the meantime.
    AgendaChanged { meeting: MeetingId, revision: u32 },
    /// Somebody corrected the conclusion in the meantime: theirs and yours.
    ConclusionChanged {
        number: u32,
        theirs: Box<str>,
        yours: Box<str>,
    },
    /// The conclusion was withdrawn.
    WasWithdrawn { number: u32 },
    /// A lead unit stands twice.
    SameLeadTwice { unit: UnitId },
    /// The chair's unit would confirm its own work.
    ChairLeads { unit: UnitId },
    /// Nothing was concluded.
    NothingConcluded { meeting: MeetingId },
    /// What the chair would sign is not what stands.
    SignedOther { meeting: MeetingId },
}

impl Required {
    fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Place => "place",
            Self::Item => "item",
            Self::Name => "name",
            Self::Instrument => "instrument",
            Self::Text => "text",
            Self::Lead => "lead",
            Self::Product => "product",
            Self::Reason => "reason",
        }
    }
}

fn text(value: impl ToString) -> Arg {
    Arg::Text(value.to_string())
}

fn count(value: u32) -> Arg {
    Arg::Count(i64::from(value))
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::UnknownMeeting { .. } => "meetings-unknown-meeting",
            Self::UnknownConclusion { .. } => "meetings-unknown-conclusion",
            Self::UnknownPlace { .. } => "meetings-unknown-place",
            Self::Missing { .. } => "meetings-missing",
            Self::PeriodBackwards { .. } => "meetings-period-backwards",
            Self::WrongStanding { .. } => "meetings-wrong-standing",
            Self::NotOpen { .. } => "meetings-not-open",
            Self::OnlyChair { .. } => "meetings-only-chair",
            Self::AgendaChanged { .. } => "meetings-agenda-changed",
            Self::ConclusionChanged { .. } => "meetings-conclusion-changed",
            Self::WasWithdrawn { .. } => "meetings-was-withdrawn",
            Self::SameLeadTwice { .. } => "meetings-same-lead-twice",
            Self::ChairLeads { .. } => "meetings-chair-leads",
            Self::NothingConcluded { .. } => "meetings-nothing-concluded",
            Self::SignedOther { .. } => "meetings-signed-other",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::UnknownMeeting { meeting }
            | Self::NothingConcluded { meeting }
            | Self::SignedOther { meeting } => vec![("meeting", text(meeting))],
            Self::UnknownConclusion { meeting, number } => {
                vec![("meeting", text(meeting)), ("number", count(*number))]
            }
            Self::UnknownPlace { meeting, place } => {
                vec![("meeting", text(meeting)), ("place", count(*place))]
            }
            Self::Missing { what } => vec![("what", text(what.word()))],
            Self::PeriodBackwards { from, to } => {
                vec![("from", Arg::from(*from)), ("to", Arg::from(*to))]
            }
            Self::WrongStanding { meeting, standing } | Self::NotOpen { meeting, standing } => {
                vec![
                    ("meeting", text(meeting)),
                    ("standing", text(standing.word())),
                ]
            }
            Self::OnlyChair { meeting, chair } => {
                vec![("meeting", text(meeting)), ("chair", text(chair))]
            }
            Self::AgendaChanged { meeting, revision } => {
                vec![("meeting", text(meeting)), ("revision", count(*revision))]
            }
            Self::ConclusionChanged {
                number,
                theirs,
                yours,
            } => vec![
                ("number", count(*number)),
                ("theirs", text(theirs)),
                ("yours", text(yours)),
            ],
            Self::WasWithdrawn { number } => vec![("number", count(*number))],
            Self::SameLeadTwice { unit } | Self::ChairLeads { unit } => {
                vec![("unit", text(unit))]
            }
        }
    }
}
