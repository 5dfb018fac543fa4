//! What can be asked of a city.

use dondoc_documents::Reading;
use dondoc_kinds::{DocumentId, MeetingId, ProjectId, ProposalId, TaskId, UnitId};
use dondoc_ledger::Hash;
use dondoc_tasks::{Importance, TransferCause, When};
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::imports::ImportMade;
use crate::logs::LogImported;
use crate::settings::SettingsEvent;

/// What is asked.
#[derive(Debug, Clone)]
pub enum Command {
    /// Enters days that were announced to be off or worked, or other hours;
    /// moves the open deadlines that they touch.
    Calendar(Vec<dondoc_calendar::Event>),
    /// Changes units, posts or people. A merger hands open tasks to the
    /// successor.
    Registry(Vec<dondoc_registry::Command>),
    /// Registers a document that was read, and proposes its tasks.
    RegisterDocument(Box<RegisterDocument>),
    /// Says that a registered document was amended, replaced or repealed, and
    /// marks the tasks it touches.
    ChangeDocument(dondoc_documents::Event),
    /// Issues a proposal, or an item typed by hand.
    Issue(Box<IssueProposal>),
    /// Any other command of the tasks room.
    Task(dondoc_tasks::Command),
    /// Any command of the meetings room but the sign-off.
    Meeting(dondoc_meetings::Command),
    /// Records something about public investment.
    Investment(Box<dondoc_investment::room::Command>),
    /// Notes what stands in the way of a project, and issues the task by which
    /// it is followed.
    RaiseObstacle(Box<RaiseObstacle>),
    /// Records something about procedures.
    Procedure(Box<dondoc_procedures::room::Command>),
    /// Signs a shortening sheet, and issues the task that it becomes.
    SignSheet(Box<SignSheet>),
    /// Signs off the conclusions of a meeting; each becomes its tasks at once.
    SignOff {
        /// Which meeting.
        meeting: MeetingId,
        /// The number and version of each conclusion that the chair saw.
        seen: Vec<(u32, u32)>,
    },
    /// The daily run: every reminder that is due today fires, once.
    DailyRun,
    /// Sets what the city sets for itself.
    Set(SettingsEvent),
    /// Notes that the acts before this one in the same list come from a table.
    /// Its tasks are filled in from what those acts issue.
    NoteImport(Box<ImportMade>),
    /// Takes an import back: cancels the tasks it issued, all or none.
    UndoImport {
        /// Which.
        import: SmolStr,
        /// Why.
        reason: Box<str>,
    },
    /// Notes an imported case log, whose segment is written; its id is given here.
    ImportLog(Box<LogImported>),
    /// Withdraws an imported case log as a whole.
    WithdrawLog {
        /// Which.
        import: SmolStr,
        /// Why.
        reason: Box<str>,
    },
    /// Hands the open tasks of a unit to another, when its successor is not
    /// unique or only a part passes on.
    HandOver {
        /// The unit that led, or assigned, them.
        from: UnitId,
        /// The unit that takes them.
        to: UnitId,
        /// The tasks; empty for all open ones.
        tasks: Vec<TaskId>,
        /// Why.
        cause: TransferCause,
        /// The instrument it rests on.
        instrument: Box<str>,
    },
}

/// Something that stands in the way of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaiseObstacle {
    /// Which project.
    pub project: ProjectId,
    /// Why, as a slug: `clearance`, `design`, `materials`, …
    pub cause: SmolStr,
    /// What it is, in words.
    pub text: Box<str>,
    /// The unit that must remove it.
    pub owner: UnitId,
    /// By when.
    pub due: Date,
}

/// A shortening sheet about to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignSheet {
    /// The sheet as it was seen, what was chosen of it, and who shall do it.
    pub sign: dondoc_procedures::room::decide::Sign,
    /// The words of the task.
    pub text: Box<str>,
    /// What will be handed over.
    pub product: Box<str>,
    /// By when.
    pub due: Date,
}

/// A document that was read, about to be registered.
#[derive(Debug, Clone)]
pub struct RegisterDocument {
    /// Its id; `None` to make one of number and year, e.g. `24-ct-tu.2023`.
    pub id: Option<DocumentId>,
    /// What was read in it.
    pub reading: Reading,
    /// The text that spans refer to, stored as an attachment.
    pub text: Hash,
    /// The file as it came, where it is not the text itself.
    pub file: Option<Hash>,
    /// The briefing whose conclusions it holds.
    pub conclusions_of: Option<MeetingId>,
    /// The package it came in; its due day is offered where the words of an order
    /// say none.
    pub package: Option<dondoc_documents::Package>,
}

/// An order about to be issued.
#[derive(Debug, Clone)]
pub struct IssueProposal {
    /// The proposal it comes from; `None` for an item typed by hand.
    pub proposal: Option<ProposalId>,
    /// The words; needed by hand, otherwise those of the proposal.
    pub text: Option<Box<str>>,
    /// The lead units, one task each; empty to take those the proposal's words
    /// resolve to.
    pub to: Vec<UnitId>,
    /// Coordinating units; `None` to take those the proposal's words resolve to.
    pub with: Option<Vec<UnitId>>,
    /// What will be handed over; `None` to take the proposal's.
    pub product: Option<Box<str>>,
    /// When; `None` to take the proposal's.
    pub when: Option<When>,
    /// The field, as a slug.
    pub field: Option<SmolStr>,
    /// How much hangs on it.
    pub importance: Importance,
}
