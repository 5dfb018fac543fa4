//! What happens to proposals and tasks, as the ledger keeps it.
//!
//! The ledger's entry says who acted, under which post, when it was recorded
//! and for which day it holds; a payload says only the rest.

use dondoc_calendar::Rule;
use dondoc_kinds::{DocumentId, MeetingId, ProposalId, ReportId, TaskId, UnitId};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::proposal::Draft;
use crate::values::{
    AgendaCause, Evidence, Importance, Source, SourceChange, Target, TransferCause,
};

dondoc_kinds::event_kinds! {
    /// What happens to proposals and tasks.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Event {
        /// The words of a document propose a task.
        ProposalMade(ProposalMade) = "proposal.made" / 1,
        /// A person changed a proposal.
        ProposalEdited(ProposalEdited) = "proposal.edited" / 1,
        /// A person said that two proposals say the same.
        ProposalMerged(ProposalMerged) = "proposal.merged" / 1,
        /// A person said that the words order several things.
        ProposalSplit(ProposalSplit) = "proposal.split" / 1,
        /// A person said that the words are not a task.
        ProposalRefused(ProposalRefused) = "proposal.refused" / 1,
        /// A task was issued to its lead unit.
        Issued(Issued) = "task.issued" / 1,
        /// The unit took it.
        Accepted(Accepted) = "task.accepted" / 1,
        /// A report waits for the unit's head before it leaves the unit.
        ReportSubmitted(ReportSubmitted) = "task.report_submitted" / 1,
        /// The unit's head did not let a report leave.
        ReportDeclined(ReportDeclined) = "task.report_declined" / 1,
        /// The unit reported.
        Reported(Reported) = "task.reported" / 1,
        /// The assigner sent a report back.
        Returned(Returned) = "task.returned" / 1,
        /// The assigner confirmed that it is done.
        Confirmed(Confirmed) = "task.confirmed" / 1,
        /// The unit asked for more time.
        ExtensionRequested(ExtensionRequested) = "task.extension_requested" / 1,
        /// The assigner allowed more time.
        Extended(Extended) = "task.extended" / 1,
        /// The assigner refused more time.
        ExtensionRefused(ExtensionRefused) = "task.extension_refused" / 1,
        /// The clock was stopped.
        Suspended(Suspended) = "task.suspended" / 1,
        /// The clock runs again.
        Resumed(Resumed) = "task.resumed" / 1,
        /// Another unit leads.
        Transferred(Transferred) = "task.transferred" / 1,
        /// Another unit assigns and confirms.
        AssignerChanged(AssignerChanged) = "task.assigner_changed" / 1,
        /// The task was cancelled.
        Cancelled(Cancelled) = "task.cancelled" / 1,
        /// An announced holiday moved the deadline.
        DeadlineMoved(DeadlineMoved) = "task.deadline_moved" / 1,
        /// The source document was changed.
        SourceChanged(SourceChanged) = "task.source_changed" / 1,
        /// A person looked at that change, and the task stands as it is.
        SourceReviewed(SourceReviewed) = "task.source_reviewed" / 1,
        /// The unit claims an objective reason for a delay.
        ExcuseClaimed(ExcuseClaimed) = "task.excuse_claimed" / 1,
        /// The competent authority confirmed an objective reason.
        Excused(Excused) = "task.excused" / 1,
        /// The competent authority did not confirm it.
        ExcuseRefused(ExcuseRefused) = "task.excuse_refused" / 1,
        /// The unit is asked to explain itself.
        ExplanationDemanded(ExplanationDemanded) = "task.explanation_demanded" / 1,
        /// The unit explained itself.
        Explained(Explained) = "task.explained" / 1,
        /// A reminder was sent.
        Reminded(Reminded) = "task.reminded" / 1,
        /// The task goes on the next briefing's agenda.
        PlacedOnAgenda(PlacedOnAgenda) = "task.placed_on_agenda" / 1,
        /// The office that follows the work urged the unit on.
        Urged(Urged) = "task.urged" / 1,
    }
}

dondoc_kinds::payloads! {
    /// The words of a document propose a task.
    ProposalMade {
        /// Its id.
        proposal: ProposalId,
        /// What it says.
        draft: Draft,
    }
    /// A person changed a proposal.
    ProposalEdited {
        /// Which.
        proposal: ProposalId,
        /// What it says from now on.
        draft: Draft,
        /// Why, in words.
        reason: Option<Box<str>>,
    }
    /// Two proposals say the same.
    ProposalMerged {
        /// The one that goes.
        proposal: ProposalId,
        /// The one that stays.
        into: ProposalId,
    }
    /// The words order several things; each part is a proposal of its own.
    ProposalSplit {
        /// The one that goes.
        proposal: ProposalId,
        /// The parts, in the order of their words.
        into: Vec<ProposalId>,
    }
    /// The words are not a task.
    ProposalRefused {
        /// Which.
        proposal: ProposalId,
        /// Why, in words.
        reason: Box<str>,
    }
    /// A task was issued to its lead unit.
    Issued {
        /// Its id.
        task: TaskId,
        /// The proposal it came from, or an id for an item issued by hand;
        /// shared by all tasks of one order.
        item: ProposalId,
        /// The exact words.
        text: Box<str>,
        /// Where the words stand.
        source: Option<Source>,
        /// What will be handed over.
        product: Box<str>,
        /// The one unit that answers for it.
        lead: UnitId,
        /// Units that help.
        coordinating: Box<[UnitId]>,
        /// The unit that assigns and confirms it.
        assigner: UnitId,
        /// The field, as a slug.
        field: Option<SmolStr>,
        /// When it is due, as known at issue.
        when: IssuedWhen,
        /// Numbers to reach.
        targets: Box<[Target]>,
        /// The briefing whose conclusion this is.
        conclusion_of: Option<MeetingId>,
        /// How much hangs on it.
        importance: Importance,
    }
    /// The unit took the task.
    Accepted {
        /// Which.
        task: TaskId,
    }
    /// A report waits for the unit's head. Outside the unit it is not one yet.
    ReportSubmitted {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<OccurrenceRef>,
        /// The id the report will have.
        report: ReportId,
        /// How far it is, 0 to 100.
        percent: u8,
        /// Whether the unit would say that it is done.
        says_done: bool,
        /// What the unit would say.
        narrative: Box<str>,
        /// What it would hand in.
        evidence: Vec<Evidence>,
    }
    /// The unit's head did not let a report leave the unit.
    ReportDeclined {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// Which report.
        report: ReportId,
        /// What is missing.
        reason: Box<str>,
    }
    /// The unit reported.
    Reported {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<OccurrenceRef>,
        /// The report's id.
        report: ReportId,
        /// How far it is, 0 to 100.
        percent: u8,
        /// Whether the unit says that it is done.
        says_done: bool,
        /// What the unit says.
        narrative: Box<str>,
        /// What it hands in.
        evidence: Vec<Evidence>,
    }
    /// The assigner sent a report back.
    Returned {
        /// Which task.
        task: TaskId,
        /// Which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// What is missing.
        reason: Box<str>,
    }
    /// The assigner confirmed that it is done.
    Confirmed {
        /// Which task.
        task: TaskId,
        /// Which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// A remark.
        note: Option<Box<str>>,
    }
    /// The unit asked for more time.
    ExtensionRequested {
        /// For which task.
        task: TaskId,
        /// For which occurrence, for a task that comes back.
        occurrence: Option<OccurrenceRef>,
        /// Until when.
        until: DateTime,
        /// Why.
        reason: Box<str>,
        /// Why it comes after the due day, where it does.
        excuse: Option<Box<str>>,
    }
    /// The assigner allowed more time.
    Extended {
        /// For which task.
        task: TaskId,
        /// For which occurrence, for a task that comes back.
        occurrence: Option<OccurrenceRef>,
        /// What the new deadline says.
        rule: Rule,
        /// From when it counts.
        from: DateTime,
        /// The deadline before.
        was: DateTime,
        /// The new deadline.
        due: DateTime,
        /// The instrument that allows it: number and date of the document.
        instrument: Box<str>,
        /// Who allowed it, as the instrument says.
        allowed_by: Box<str>,
        /// Why.
        reason: Box<str>,
        /// Why it comes after the due day although nobody asked in time.
        excuse: Option<Box<str>>,
    }
    /// The assigner refused more time.
    ExtensionRefused {
        /// For which task.
        task: TaskId,
        /// Why.
        reason: Box<str>,
    }
    /// The clock was stopped.
    Suspended {
        /// Of which task.
        task: TaskId,
        /// Why.
        reason: Box<str>,
        /// The instrument, where there is one.
        instrument: Option<Box<str>>,
    }
    /// The clock runs again.
    Resumed {
        /// Of which task.
        task: TaskId,
        /// The deadline that follows, for a task due once.
        due: Option<DateTime>,
        /// Why it goes on.
        reason: Box<str>,
    }
    /// Another unit leads.
    Transferred {
        /// Which task.
        task: TaskId,
        /// Who led.
        from: UnitId,
        /// Who leads now.
        to: UnitId,
        /// Why.
        cause: TransferCause,
        /// The instrument: number and date of the document.
        instrument: Box<str>,
    }
    /// Another unit assigns and confirms.
    AssignerChanged {
        /// Which task.
        task: TaskId,
        /// Who assigned.
        from: UnitId,
        /// Who assigns now.
        to: UnitId,
        /// Why.
        cause: TransferCause,
        /// The instrument: number and date of the document.
        instrument: Box<str>,
    }
    /// The task was cancelled.
    Cancelled {
        /// Which.
        task: TaskId,
        /// Why.
        reason: Box<str>,
        /// The instrument, where there is one.
        instrument: Option<Box<str>>,
    }
    /// An announced holiday moved the deadline.
    DeadlineMoved {
        /// Of which task.
        task: TaskId,
        /// The deadline before.
        was: DateTime,
        /// The new deadline.
        due: DateTime,
        /// The announcement: number and date of the document.
        announcement: Box<str>,
    }
    /// The source document was changed.
    SourceChanged {
        /// Of which task.
        task: TaskId,
        /// The document that changes it.
        by: DocumentId,
        /// What it does to it.
        change: SourceChange,
    }
    /// A person looked at that change, and the task stands as it is.
    SourceReviewed {
        /// Which task.
        task: TaskId,
        /// Which change.
        by: DocumentId,
        /// A remark.
        note: Option<Box<str>>,
    }
    /// The unit claims an objective reason for a delay.
    ExcuseClaimed {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// The reason.
        reason: Box<str>,
        /// What proves it.
        evidence: Vec<Evidence>,
    }
    /// The competent authority confirmed an objective reason.
    Excused {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// The authority that confirms, as its document says.
        authority: Box<str>,
        /// The document: number and date.
        instrument: Box<str>,
    }
    /// The competent authority did not confirm it.
    ExcuseRefused {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// Why.
        reason: Box<str>,
    }
    /// The unit is asked to explain itself (*yêu cầu giải trình*).
    ExplanationDemanded {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// What is asked.
        question: Box<str>,
        /// Until when an answer is expected.
        answer_by: DateTime,
    }
    /// The unit explained itself.
    Explained {
        /// On which task.
        task: TaskId,
        /// On which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// Its answer.
        answer: Box<str>,
        /// What proves it.
        evidence: Vec<Evidence>,
    }
    /// A reminder was sent.
    Reminded {
        /// About which task.
        task: TaskId,
        /// About which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// The due day it is about.
        due: Date,
        /// The rung: working days after the due day, negative before it.
        rung: i16,
    }
    /// The office that follows the work urged the unit on (*đôn đốc*), besides the
    /// ladder of reminders.
    Urged {
        /// About which task.
        task: TaskId,
        /// What it says to the unit; may be empty.
        note: Box<str>,
        /// How many tasks of the unit were urged in the same act, where this one tells
        /// the unit of all of them; 0 where another one does.
        tells_of: u32,
    }
    /// The task goes on the next briefing's agenda.
    PlacedOnAgenda {
        /// Which task.
        task: TaskId,
        /// Which occurrence, for a task that comes back.
        occurrence: Option<u32>,
        /// The due day it is about, where there is one.
        due: Option<Date>,
        /// Why.
        cause: AgendaCause,
    }
}

/// When an issued task is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuedWhen {
    /// A standing duty, without a date.
    NoDate {
        /// After how many days without a report it should be looked at.
        review_days: Option<u16>,
    },
    /// Due once.
    Once {
        /// What the deadline says.
        rule: Rule,
        /// From when it counts.
        from: DateTime,
        /// The deadline, by the calendar as known at issue.
        due: DateTime,
    },
    /// Due again and again.
    Recurring {
        /// What the deadline says.
        rule: Rule,
        /// The last day on which an occurrence can be due.
        until: Option<Date>,
    },
}

/// One occurrence of a recurring task, with its deadline as known then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceRef {
    /// 1 for the first one due after the task was issued.
    pub number: u32,
    /// When it is due.
    pub due: DateTime,
}

impl Event {
    /// Returns the task it is about; `None` for events of proposals.
    #[must_use]
    pub fn task(&self) -> Option<&TaskId> {
        match self {
            Self::ProposalMade(_)
            | Self::ProposalEdited(_)
            | Self::ProposalMerged(_)
            | Self::ProposalSplit(_)
            | Self::ProposalRefused(_) => None,
            Self::Issued(e) => Some(&e.task),
            Self::Accepted(e) => Some(&e.task),
            Self::ReportSubmitted(e) => Some(&e.task),
            Self::ReportDeclined(e) => Some(&e.task),
            Self::Reported(e) => Some(&e.task),
            Self::Returned(e) => Some(&e.task),
            Self::Confirmed(e) => Some(&e.task),
            Self::ExtensionRequested(e) => Some(&e.task),
            Self::Extended(e) => Some(&e.task),
            Self::ExtensionRefused(e) => Some(&e.task),
            Self::Suspended(e) => Some(&e.task),
            Self::Resumed(e) => Some(&e.task),
            Self::Transferred(e) => Some(&e.task),
            Self::AssignerChanged(e) => Some(&e.task),
            Self::Cancelled(e) => Some(&e.task),
            Self::DeadlineMoved(e) => Some(&e.task),
            Self::SourceChanged(e) => Some(&e.task),
            Self::SourceReviewed(e) => Some(&e.task),
            Self::ExcuseClaimed(e) => Some(&e.task),
            Self::Excused(e) => Some(&e.task),
            Self::ExcuseRefused(e) => Some(&e.task),
            Self::ExplanationDemanded(e) => Some(&e.task),
            Self::Explained(e) => Some(&e.task),
            Self::Reminded(e) => Some(&e.task),
            Self::PlacedOnAgenda(e) => Some(&e.task),
            Self::Urged(e) => Some(&e.task),
        }
    }

    /// Returns the proposal it is about; `None` for events of tasks.
    #[must_use]
    pub fn proposal(&self) -> Option<&ProposalId> {
        match self {
            Self::ProposalMade(e) => Some(&e.proposal),
            Self::ProposalEdited(e) => Some(&e.proposal),
            Self::ProposalMerged(e) => Some(&e.proposal),
            Self::ProposalSplit(e) => Some(&e.proposal),
            Self::ProposalRefused(e) => Some(&e.proposal),
            _ => None,
        }
    }

    /// Returns the ledger stream it belongs to: `task/ID` or `proposal/ID`.
    #[must_use]
    pub fn stream(&self) -> String {
        match (self.task(), self.proposal()) {
            (Some(task), _) => format!("task/{task}"),
            (None, Some(proposal)) => format!("proposal/{proposal}"),
            (None, None) => String::new(),
        }
    }
}
