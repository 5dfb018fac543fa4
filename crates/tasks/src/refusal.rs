//! Why a command was refused.

use dondoc_calendar::DeadlineRefusal;
use dondoc_kinds::{Arg, DocumentId, ProposalId, Say, TaskId, UnitId};
use jiff::civil::Date;
use serde::Serialize;

/// A text that has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// The words of the task.
    Text,
    /// The product to be handed over.
    Product,
    /// A reason.
    Reason,
    /// The instrument: number and date of a document.
    Instrument,
    /// Who allowed or confirmed it.
    Authority,
    /// A lead unit.
    Lead,
    /// The report's words.
    Narrative,
    /// What is asked.
    Question,
    /// What is answered.
    Answer,
}

/// What a unit would have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The lead unit.
    Lead,
    /// The assigner.
    Assigner,
}

/// Where a task stands, without its data: what a refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingName {
    /// Issued.
    Issued,
    /// In work.
    Accepted,
    /// Reported done.
    Reported,
    /// Returned.
    Returned,
    /// Suspended.
    Suspended,
    /// Confirmed.
    Done,
    /// Cancelled.
    Cancelled,
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum Refusal {
    /// There is no such proposal.
    UnknownProposal { proposal: ProposalId },
    /// There is no such task.
    UnknownTask { task: TaskId },
    /// The id is taken by something else.
    TakenId { id: String },
    /// The proposal was issued, merged or refused before.
    ProposalClosed { proposal: ProposalId },
    /// A proposal cannot be merged into itself.
    MergedIntoItself { proposal: ProposalId },
    /// A proposal was split into fewer than two parts.
    OnePart { proposal: ProposalId },
    /// The words would leave the document they come from.
    LeavesDocument { document: DocumentId },
    /// A part reaches beyond the words it was split from.
    OutsideSpan { start: u32, end: u32 },
    /// A text that has to be given is empty.
    Missing { what: Required },
    /// Two tasks of one order have the same id.
    SameTaskTwice { task: TaskId },
    /// Two tasks of one order have the same lead unit.
    SameLeadTwice { unit: UnitId },
    /// The assigner would confirm its own work.
    AssignerLeads { unit: UnitId },
    /// The span in the source ends before it starts.
    EmptySpan { start: u32, end: u32 },
    /// The rule gives no deadline; the calendar says why.
    NoDeadline { rule: String, why: DeadlineRefusal },
    /// The deadline is before the day of issue.
    DueBeforeIssue { due: Date, on: Date },
    /// Only one unit may do this.
    NotYours {
        task: TaskId,
        role: Role,
        unit: UnitId,
        expected: UnitId,
    },
    /// Whoever reported may not confirm.
    DoerConfirms { task: TaskId },
    /// The task stands where this cannot be done.
    WrongStanding {
        task: TaskId,
        standing: StandingName,
    },
    /// More than 100 percent.
    PercentOver { percent: u8 },
    /// Done, but less than 100 percent.
    DoneBelowHundred { percent: u8 },
    /// Done without evidence of the product.
    DoneWithoutEvidence { task: TaskId },
    /// A hash is not a SHA-256.
    BadHash { file: String, hash: String },
    /// A task that comes back needs an occurrence.
    OccurrenceNeeded { task: TaskId },
    /// A task due once has no occurrences.
    NoOccurrences { task: TaskId },
    /// The rule has no such occurrence.
    UnknownOccurrence { task: TaskId, occurrence: u32 },
    /// Nothing was reported done.
    NothingReported { task: TaskId },
    /// There is no deadline to extend.
    NothingToExtend { task: TaskId },
    /// The new deadline is not later than the old one.
    NotLater { due: Date, asked: Date },
    /// Asked after the due day, without an excuse.
    ExtensionAfterDue { due: Date, on: Date },
    /// A request is waiting for its answer.
    RequestPending { task: TaskId, since: Date },
    /// No request is waiting.
    NoRequest { task: TaskId },
    /// The unit has the task already.
    SameUnit { unit: UnitId },
    /// The task was not late on that day.
    NotLate { task: TaskId },
    /// No reason was claimed.
    NoClaim { task: TaskId },
    /// No report waits for the unit's head.
    NothingSubmitted { task: TaskId },
    /// Whoever wrote a report does not approve it.
    AuthorApproves { task: TaskId },
    /// The doers do not ask themselves for an explanation.
    DoerDemands { task: TaskId },
    /// The answer would be due before it was asked.
    AnswerByPast { answer_by: Date, on: Date },
    /// No demand is waiting.
    NoDemand { task: TaskId },
    /// The doer cannot confirm its own excuse.
    DoerExcuses { task: TaskId },
    /// The task does not come from a document that was changed by this one.
    NoSourceChange { task: TaskId, by: DocumentId },
    /// The task has no source document.
    NoSource { task: TaskId },
    /// The day is before the last thing that happened to the task.
    BeforeIssue {
        task: TaskId,
        issued: Date,
        on: Date,
    },
}

fn text(value: impl ToString) -> Arg {
    Arg::Text(value.to_string())
}

impl Required {
    fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Product => "product",
            Self::Reason => "reason",
            Self::Instrument => "instrument",
            Self::Authority => "authority",
            Self::Lead => "lead",
            Self::Narrative => "narrative",
            Self::Question => "question",
            Self::Answer => "answer",
        }
    }
}

impl StandingName {
    /// Returns the word that message files select on.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Accepted => "accepted",
            Self::Reported => "reported",
            Self::Returned => "returned",
            Self::Suspended => "suspended",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::UnknownProposal { .. } => "tasks-unknown-proposal",
            Self::UnknownTask { .. } => "tasks-unknown-task",
            Self::TakenId { .. } => "tasks-taken-id",
            Self::ProposalClosed { .. } => "tasks-proposal-closed",
            Self::MergedIntoItself { .. } => "tasks-merged-into-itself",
            Self::OnePart { .. } => "tasks-one-part",
            Self::LeavesDocument { .. } => "tasks-leaves-document",
            Self::OutsideSpan { .. } => "tasks-outside-span",
            Self::Missing { .. } => "tasks-missing",
            Self::SameTaskTwice { .. } => "tasks-same-task-twice",
            Self::SameLeadTwice { .. } => "tasks-same-lead-twice",
            Self::AssignerLeads { .. } => "tasks-assigner-leads",
            Self::EmptySpan { .. } => "tasks-empty-span",
            Self::NoDeadline { why, .. } => why.key(),
            Self::DueBeforeIssue { .. } => "tasks-due-before-issue",
            Self::NotYours {
                role: Role::Lead, ..
            } => "tasks-only-lead",
            Self::NotYours {
                role: Role::Assigner,
                ..
            } => "tasks-only-assigner",
            Self::DoerConfirms { .. } => "tasks-doer-confirms",
            Self::WrongStanding { .. } => "tasks-wrong-standing",
            Self::PercentOver { .. } => "tasks-percent-over",
            Self::DoneBelowHundred { .. } => "tasks-done-below-hundred",
            Self::DoneWithoutEvidence { .. } => "tasks-done-without-evidence",
            Self::BadHash { .. } => "tasks-bad-hash",
            Self::OccurrenceNeeded { .. } => "tasks-occurrence-needed",
            Self::NoOccurrences { .. } => "tasks-no-occurrences",
            Self::UnknownOccurrence { .. } => "tasks-unknown-occurrence",
            Self::NothingReported { .. } => "tasks-nothing-reported",
            Self::NothingToExtend { .. } => "tasks-nothing-to-extend",
            Self::NotLater { .. } => "tasks-not-later",
            Self::ExtensionAfterDue { .. } => "tasks-extension-after-due",
            Self::RequestPending { .. } => "tasks-request-pending",
            Self::NoRequest { .. } => "tasks-no-request",
            Self::SameUnit { .. } => "tasks-same-unit",
            Self::NotLate { .. } => "tasks-not-late",
            Self::NoClaim { .. } => "tasks-no-claim",
            Self::NothingSubmitted { .. } => "tasks-nothing-submitted",
            Self::AuthorApproves { .. } => "tasks-author-approves",
            Self::DoerDemands { .. } => "tasks-doer-demands",
            Self::AnswerByPast { .. } => "tasks-answer-by-past",
            Self::NoDemand { .. } => "tasks-no-demand",
            Self::DoerExcuses { .. } => "tasks-doer-excuses",
            Self::NoSourceChange { .. } => "tasks-no-source-change",
            Self::NoSource { .. } => "tasks-no-source",
            Self::BeforeIssue { .. } => "tasks-before-issue",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::UnknownProposal { proposal }
            | Self::ProposalClosed { proposal }
            | Self::OnePart { proposal }
            | Self::MergedIntoItself { proposal } => vec![("proposal", text(proposal))],
            Self::UnknownTask { task }
            | Self::SameTaskTwice { task }
            | Self::DoerConfirms { task }
            | Self::DoneWithoutEvidence { task }
            | Self::OccurrenceNeeded { task }
            | Self::NoOccurrences { task }
            | Self::NothingReported { task }
            | Self::NothingToExtend { task }
            | Self::NoRequest { task }
            | Self::NotLate { task }
            | Self::NoClaim { task }
            | Self::NothingSubmitted { task }
            | Self::AuthorApproves { task }
            | Self::DoerDemands { task }
            | Self::NoDemand { task }
            | Self::DoerExcuses { task }
            | Self::NoSource { task } => vec![("task", text(task))],
            Self::TakenId { id } => vec![("id", text(id))],
            Self::Missing { what } => vec![("what", text(what.word()))],
            Self::SameLeadTwice { unit }
            | Self::AssignerLeads { unit }
            | Self::SameUnit { unit } => {
                vec![("unit", text(unit))]
            }
            Self::LeavesDocument { document } => vec![("document", text(document))],
            Self::AnswerByPast { answer_by, on } => {
                vec![("by", Arg::from(*answer_by)), ("on", Arg::from(*on))]
            }
            Self::EmptySpan { start, end } | Self::OutsideSpan { start, end } => vec![
                ("start", Arg::Count(i64::from(*start))),
                ("end", Arg::Count(i64::from(*end))),
            ],
            Self::NoDeadline { why, .. } => why.args(),
            Self::DueBeforeIssue { due, on } | Self::ExtensionAfterDue { due, on } => {
                vec![("due", Arg::from(*due)), ("on", Arg::from(*on))]
            }
            Self::NotYours {
                task,
                unit,
                expected,
                ..
            } => vec![
                ("task", text(task)),
                ("unit", text(unit)),
                ("expected", text(expected)),
            ],
            Self::WrongStanding { task, standing } => {
                vec![("task", text(task)), ("standing", text(standing.word()))]
            }
            Self::PercentOver { percent } | Self::DoneBelowHundred { percent } => {
                vec![("percent", Arg::Count(i64::from(*percent)))]
            }
            Self::BadHash { file, hash } => vec![("file", text(file)), ("hash", text(hash))],
            Self::UnknownOccurrence { task, occurrence } => vec![
                ("task", text(task)),
                ("occurrence", Arg::Count(i64::from(*occurrence))),
            ],
            Self::NotLater { due, asked } => {
                vec![("due", Arg::from(*due)), ("asked", Arg::from(*asked))]
            }
            Self::RequestPending { task, since } => {
                vec![("task", text(task)), ("since", Arg::from(*since))]
            }
            Self::NoSourceChange { task, by } => vec![("task", text(task)), ("by", text(by))],
            Self::BeforeIssue { task, issued, on } => vec![
                ("task", text(task)),
                ("issued", Arg::from(*issued)),
                ("on", Arg::from(*on)),
            ],
        }
    }
}
