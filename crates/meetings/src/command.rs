//! What a person asks for.

use dondoc_kinds::{MeetingId, PersonId, PostId, UnitId};

use crate::event::{Attended, Event, IssuedFrom, Scheduled};
use crate::meeting::{AgendaItem, Conclusion};

/// Who asks. Whether the person may act for the unit is checked where rooms meet.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The unit acted for.
    pub unit: &'a UnitId,
    /// The post acted under.
    pub post: Option<&'a PostId>,
    /// The person.
    pub person: Option<&'a PersonId>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields are those of the event of the same name"
)]
pub enum Command {
    /// Call a meeting, or call it anew before it is open.
    Schedule(Box<Scheduled>),
    /// Set the agenda, having seen revision `seen` (0 for none).
    SetAgenda {
        meeting: MeetingId,
        seen: u32,
        items: Vec<AgendaItem>,
        reason: Option<Box<str>>,
    },
    /// Say that a unit is there.
    Attend(Box<Attended>),
    /// Open the meeting, for the chair's unit.
    Open { meeting: MeetingId },
    /// Write a conclusion down.
    Conclude {
        meeting: MeetingId,
        conclusion: Conclusion,
    },
    /// Correct a conclusion, having seen version `seen`.
    Correct {
        meeting: MeetingId,
        number: u32,
        seen: u32,
        conclusion: Conclusion,
    },
    /// Say that a conclusion does not stand.
    Withdraw {
        meeting: MeetingId,
        number: u32,
        reason: Box<str>,
    },
    /// Sign off, for the chair. The tasks are those that `city` issues in the
    /// same append.
    SignOff {
        meeting: MeetingId,
        conclusions: Vec<IssuedFrom>,
    },
    /// End the meeting, for the chair's unit.
    Close { meeting: MeetingId },
}

/// What follows from a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Decided {
    /// This happens.
    Event(Box<Event>),
    /// It was so already.
    AlreadyDone,
}

impl Decided {
    /// Returns the event to write, none when it was done already.
    #[must_use]
    pub fn into_event(self) -> Option<Event> {
        match self {
            Self::Event(event) => Some(*event),
            Self::AlreadyDone => None,
        }
    }
}
