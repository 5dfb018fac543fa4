//! What a person, or the daily run, asks for.

use dondoc_calendar::{Calendar, Rule};
use dondoc_kinds::{DocumentId, MeetingId, PersonId, PostId, ProposalId, ReportId, TaskId, UnitId};
use jiff::civil::{Date, DateTime};
use smol_str::SmolStr;

use crate::event::Event;
use crate::proposal::Draft;
use crate::values::{
    AgendaCause, Evidence, Importance, Source, SourceChange, Target, TransferCause,
};

/// Who asks, when, and by which calendar.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The moment, in Việt Nam civil time.
    pub now: DateTime,
    /// Who asks.
    pub actor: &'a Actor,
    /// The calendar as known then.
    pub calendar: &'a Calendar,
}

impl Context<'_> {
    /// Returns the day of the request.
    #[must_use]
    pub fn on(&self) -> Date {
        self.now.date()
    }
}

/// Who asks, and for which unit.
///
/// Whether the person may act for the unit (a post held, a delegation) is
/// checked where rooms meet. This room checks that the *unit* may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The unit acted for.
    pub unit: UnitId,
    /// The post acted under.
    pub post: Option<PostId>,
    /// The person; `None` for the daily run.
    pub person: Option<PersonId>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "the fields are those of the event of the same name"
)]
pub enum Command {
    /// Put forward what a document's words seem to order.
    Propose { proposal: ProposalId, draft: Draft },
    /// Change a proposal.
    Edit {
        proposal: ProposalId,
        draft: Draft,
        reason: Option<Box<str>>,
    },
    /// Say that `proposal` says the same as `into`.
    Merge {
        proposal: ProposalId,
        into: ProposalId,
    },
    /// Say that the words order several things. Each part stands within the
    /// words it comes from.
    Split {
        proposal: ProposalId,
        into: Vec<(ProposalId, Draft)>,
    },
    /// Say that the words are not a task.
    Refuse {
        proposal: ProposalId,
        reason: Box<str>,
    },
    /// Issue one task for each lead unit.
    Issue(Box<Issue>),
    /// Take the task, for its lead unit.
    Accept { task: TaskId },
    /// Report, for the lead unit.
    Report(Box<MakeReport>),
    /// Lay a report before the unit's head, for the lead unit.
    Submit(Box<MakeReport>),
    /// Let the report that waits leave the unit, for its head.
    ApproveReport {
        task: TaskId,
        occurrence: Option<u32>,
        report: ReportId,
    },
    /// Do not let it leave, for the unit's head.
    DeclineReport {
        task: TaskId,
        occurrence: Option<u32>,
        report: ReportId,
        reason: Box<str>,
    },
    /// Send a report back, for the assigner.
    Return {
        task: TaskId,
        occurrence: Option<u32>,
        reason: Box<str>,
    },
    /// Confirm that it is done, for the assigner.
    Confirm {
        task: TaskId,
        occurrence: Option<u32>,
        note: Option<Box<str>>,
    },
    /// Ask for more time, for the lead unit.
    RequestExtension {
        task: TaskId,
        occurrence: Option<u32>,
        until: DateTime,
        reason: Box<str>,
        excuse: Option<Box<str>>,
    },
    /// Allow more time, for the assigner.
    Extend(Box<Extend>),
    /// Refuse more time, for the assigner.
    RefuseExtension { task: TaskId, reason: Box<str> },
    /// Stop the clock, for the assigner.
    Suspend {
        task: TaskId,
        reason: Box<str>,
        instrument: Option<Box<str>>,
    },
    /// Let the clock run again, for the assigner.
    Resume { task: TaskId, reason: Box<str> },
    /// Let another unit lead.
    Transfer {
        task: TaskId,
        to: UnitId,
        cause: TransferCause,
        instrument: Box<str>,
    },
    /// Let another unit assign and confirm.
    ChangeAssigner {
        task: TaskId,
        to: UnitId,
        cause: TransferCause,
        instrument: Box<str>,
    },
    /// Cancel, for the assigner.
    Cancel {
        task: TaskId,
        reason: Box<str>,
        instrument: Option<Box<str>>,
    },
    /// Mark that the source document was changed.
    MarkSource {
        task: TaskId,
        by: DocumentId,
        change: SourceChange,
    },
    /// Say that a task stands although its source was changed, for the assigner.
    ReviewSource {
        task: TaskId,
        by: DocumentId,
        note: Option<Box<str>>,
    },
    /// Claim an objective reason for a delay, for the lead unit.
    ClaimExcuse {
        task: TaskId,
        occurrence: Option<u32>,
        reason: Box<str>,
        evidence: Vec<Evidence>,
    },
    /// Record that the competent authority confirmed the reason.
    Excuse {
        task: TaskId,
        occurrence: Option<u32>,
        authority: Box<str>,
        instrument: Box<str>,
    },
    /// Record that it did not.
    RefuseExcuse {
        task: TaskId,
        occurrence: Option<u32>,
        reason: Box<str>,
    },
    /// Ask the lead unit to explain itself, for the assigner or the office that
    /// follows the work.
    DemandExplanation {
        task: TaskId,
        occurrence: Option<u32>,
        question: Box<str>,
        answer_by: DateTime,
    },
    /// Explain, for the lead unit.
    Explain {
        task: TaskId,
        occurrence: Option<u32>,
        answer: Box<str>,
        evidence: Vec<Evidence>,
    },
    /// Urge the lead unit on, for the office that follows the work.
    Urge {
        task: TaskId,
        note: Box<str>,
        tells_of: u32,
    },
    /// Put the task on the next briefing's agenda.
    PlaceOnAgenda { task: TaskId, cause: AgendaCause },
}

/// An order to one or more units: one task for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// The proposal it comes from, or a new id for an item issued by hand.
    pub item: ProposalId,
    /// The id of each task and its lead unit.
    pub tasks: Vec<(TaskId, UnitId)>,
    /// The exact words.
    pub text: Box<str>,
    /// Where they stand.
    pub source: Option<Source>,
    /// What will be handed over; required.
    pub product: Box<str>,
    /// Units that help.
    pub coordinating: Vec<UnitId>,
    /// The unit that assigns and confirms.
    pub assigner: UnitId,
    /// The field, as a slug.
    pub field: Option<SmolStr>,
    /// When it is due.
    pub when: When,
    /// Numbers to reach.
    pub targets: Vec<Target>,
    /// The briefing whose conclusion this is.
    pub conclusion_of: Option<MeetingId>,
    /// How much hangs on it.
    pub importance: Importance,
}

/// When an order is due.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// A standing duty (*thường xuyên*).
    NoDate {
        /// After how many days without a report it should be looked at.
        review_days: Option<u16>,
    },
    /// By a rule: once, or again and again when the rule says so.
    By {
        /// What the deadline says.
        rule: Rule,
        /// From when it counts (the document's date, or the day of issue).
        from: DateTime,
        /// The last day on which an occurrence can be due.
        until: Option<Date>,
    },
}

/// A report of the lead unit.
#[derive(Debug, Clone, PartialEq)]
pub struct MakeReport {
    /// On which task.
    pub task: TaskId,
    /// On which occurrence; required for a task that comes back, else `None`.
    pub occurrence: Option<u32>,
    /// The report's id.
    pub report: ReportId,
    /// How far it is, 0 to 100.
    pub percent: u8,
    /// Whether the unit says that it is done.
    pub says_done: bool,
    /// What the unit says.
    pub narrative: Box<str>,
    /// What it hands in.
    pub evidence: Vec<Evidence>,
}

/// More time.
#[derive(Debug, Clone, PartialEq)]
pub struct Extend {
    /// For which task.
    pub task: TaskId,
    /// For which occurrence; required for a task that comes back, else `None`.
    pub occurrence: Option<u32>,
    /// What the new deadline says.
    pub rule: Rule,
    /// From when it counts.
    pub from: DateTime,
    /// The instrument: number and date of the document.
    pub instrument: Box<str>,
    /// Who allowed it, as the instrument says.
    pub allowed_by: Box<str>,
    /// Why.
    pub reason: Box<str>,
    /// Why it comes after the due day although nobody asked in time.
    pub excuse: Option<Box<str>>,
}

/// What a command leads to.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Decided {
    /// These events; all or none are to be appended.
    Events(Vec<Event>),
    /// It was done before: nothing to append, nothing wrong.
    AlreadyDone {
        /// The entry that did it, where it can be told.
        entry: Option<u64>,
    },
}

impl Decided {
    /// Returns the events to append; none when it was done before.
    #[must_use]
    pub fn into_events(self) -> Vec<Event> {
        match self {
            Self::Events(events) => events,
            Self::AlreadyDone { .. } => Vec::new(),
        }
    }
}
