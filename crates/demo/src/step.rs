//! One step of the story.

use dondoc_calendar::DayAnnounced;
use dondoc_kinds::{DelegationId, MeetingId, ProjectId, UnitId};
use dondoc_tasks::{Actor, Command};
use jiff::Timestamp;
use jiff::civil::Date;
use smol_str::SmolStr;

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
    /// The delegation under which they do it, in the granter's place.
    pub delegation: Option<DelegationId>,
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
    /// Record something of public investment.
    Invest(Box<dondoc_investment::Event>),
    /// The same, with amounts that were looked at.
    InvestConfirmed(Box<dondoc_investment::Event>),
    /// Forecast a plan year and keep the forecasts.
    KeepForecast {
        /// The plan year.
        year: i16,
    },
    /// Say what stands in the way of a project.
    RaiseObstacle(Box<Obstacle>),
    /// The daily run: reminders that are due fire, in the morning of each
    /// working day.
    DailyRun,
}

/// Something that stands in the way of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Which project.
    pub project: ProjectId,
    /// Why, as a slug.
    pub cause: SmolStr,
    /// What it is.
    pub text: Box<str>,
    /// The unit that must remove it.
    pub owner: UnitId,
    /// By when.
    pub due: Date,
}

/// A file of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes, UTF-8 text.
    pub bytes: Vec<u8>,
}
