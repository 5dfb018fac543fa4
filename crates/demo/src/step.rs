//! One step of the story.

use dondoc_calendar::DayAnnounced;
use dondoc_kinds::MeetingId;
use dondoc_tasks::{Actor, Command};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::story::Sheet;

/// One thing that someone does, with the moment at which the ledger learns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// When it is recorded. Steps come in this order; several may share a moment.
    pub at: Timestamp,
    /// The day on which it was so in the world; on Resolution 18 seven months
    /// before `at`.
    pub valid: Date,
    /// Who does it, for which unit.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// Files that come with it; the evidence in `action` names each by its hash.
    pub files: Vec<File>,
}

/// What someone does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Enter a person, a post, or a person in a post.
    Enter(dondoc_registry::Event),
    /// Register a document with its text.
    RegisterDocument(Box<Sheet>),
    /// Enter days that were announced together to be off or worked. Deadlines
    /// move by all of them at once: a day off alone would move them too far.
    AnnounceDays(Vec<DayAnnounced>),
    /// Do something about a proposal or task.
    Task(Command),
    /// Do something about a briefing meeting, other than what follows.
    Meeting(dondoc_meetings::Command),
    /// Set the agenda that the ledger proposes at that moment.
    ProposeAgenda(MeetingId),
    /// Sign off the conclusions of a meeting in these versions (number, version);
    /// each becomes its tasks.
    SignOff {
        /// Of which meeting.
        meeting: MeetingId,
        /// What the chair has before them.
        seen: Vec<(u32, u32)>,
    },
    /// The daily run: reminders that are due fire, in the morning of each
    /// working day.
    DailyRun,
}

/// A file of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes, UTF-8 text.
    pub bytes: Vec<u8>,
}
