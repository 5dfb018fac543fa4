//! What happens to meetings, as the ledger keeps it.
//!
//! The ledger's entry says who acted, under which post, when it was recorded
//! and for which day it holds; a payload says only the rest.

use dondoc_kinds::{MeetingId, PersonId, PostId, TaskId, UnitId};
use jiff::civil::{Date, DateTime};

use crate::meeting::{AgendaItem, Conclusion, Deputy, Place};

dondoc_kinds::event_kinds! {
    /// What happens to meetings.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Event {
        /// A meeting was called, or called anew for another day.
        Scheduled(Scheduled) = "meeting.scheduled" / 1,
        /// The agenda was set; the one before stays readable.
        AgendaSet(AgendaSet) = "meeting.agenda_set" / 1,
        /// A unit is there.
        Attended(Attended) = "meeting.attended" / 1,
        /// The chair opened it.
        Opened(Opened) = "meeting.opened" / 1,
        /// A conclusion was typed.
        Concluded(Concluded) = "meeting.concluded" / 1,
        /// A conclusion says something else from now on.
        ConclusionCorrected(ConclusionCorrected) = "meeting.conclusion_corrected" / 1,
        /// A conclusion does not stand.
        ConclusionWithdrawn(ConclusionWithdrawn) = "meeting.conclusion_withdrawn" / 1,
        /// The chair signed the conclusions off.
        SignedOff(SignedOff) = "meeting.signed_off" / 1,
        /// The meeting is over.
        Closed(Closed) = "meeting.closed" / 1,
    }
}

dondoc_kinds::payloads! {
    /// A meeting was called, or called anew for another day.
    Scheduled {
        /// Its id.
        meeting: MeetingId,
        /// What it is called.
        title: Box<str>,
        /// The first day of the period it looks back on.
        from: Date,
        /// The last day of that period.
        to: Date,
        /// When it begins, in Việt Nam time.
        begins: DateTime,
        /// The unit in whose name it is chaired, and which assigns what is concluded.
        chair: UnitId,
        /// The post that chairs, where one is named: then only it signs off.
        chair_post: Option<PostId>,
        /// The hall first, then the connection points.
        places: Vec<Place>,
    }
    /// The agenda was set.
    AgendaSet {
        /// Of which meeting.
        meeting: MeetingId,
        /// 1 for the first one.
        revision: u32,
        /// What is talked about, in this order.
        items: Vec<AgendaItem>,
        /// Why it was changed, in words.
        reason: Option<Box<str>>,
    }
    /// A unit is there. A later entry about the same unit corrects it.
    Attended {
        /// At which meeting.
        meeting: MeetingId,
        /// The unit.
        unit: UnitId,
        /// Where: the position among the meeting's places, from 0.
        place: u32,
        /// Who speaks for it, where known.
        person: Option<PersonId>,
        /// Who speaks for it, by name.
        name: Box<str>,
        /// The authorisation, when it is not the head.
        deputy: Option<Deputy>,
    }
    /// The chair opened it.
    Opened {
        /// Which.
        meeting: MeetingId,
    }
    /// A conclusion was typed.
    Concluded {
        /// At which meeting.
        meeting: MeetingId,
        /// 1 for the first one.
        number: u32,
        /// What it says.
        conclusion: Conclusion,
    }
    /// A conclusion says something else from now on.
    ConclusionCorrected {
        /// At which meeting.
        meeting: MeetingId,
        /// Which conclusion.
        number: u32,
        /// The version this makes, 2 for the first correction.
        version: u32,
        /// What it says from now on.
        conclusion: Conclusion,
    }
    /// A conclusion does not stand.
    ConclusionWithdrawn {
        /// At which meeting.
        meeting: MeetingId,
        /// Which conclusion.
        number: u32,
        /// Why, in words.
        reason: Box<str>,
    }
    /// The chair signed the conclusions off.
    SignedOff {
        /// Of which meeting.
        meeting: MeetingId,
        /// The conclusions that stand, and the tasks that each became.
        conclusions: Vec<IssuedFrom>,
    }
    /// The tasks that one conclusion became.
    IssuedFrom {
        /// Which conclusion.
        number: u32,
        /// The version that was signed.
        version: u32,
        /// One task for each lead unit; none for a conclusion that orders nothing.
        tasks: Vec<TaskId>,
    }
    /// The meeting is over.
    Closed {
        /// Which.
        meeting: MeetingId,
    }
}

impl Event {
    /// Returns the meeting it is about.
    #[must_use]
    pub fn meeting(&self) -> &MeetingId {
        match self {
            Self::Scheduled(e) => &e.meeting,
            Self::AgendaSet(e) => &e.meeting,
            Self::Attended(e) => &e.meeting,
            Self::Opened(e) => &e.meeting,
            Self::Concluded(e) => &e.meeting,
            Self::ConclusionCorrected(e) => &e.meeting,
            Self::ConclusionWithdrawn(e) => &e.meeting,
            Self::SignedOff(e) => &e.meeting,
            Self::Closed(e) => &e.meeting,
        }
    }

    /// Returns the ledger stream it belongs to: `meeting/ID`.
    #[must_use]
    pub fn stream(&self) -> String {
        format!("meeting/{}", self.meeting())
    }
}
