//! What a briefing is computed from, gathered from the rooms.
//!
//! A [`Duty`] is one piece of work that can be on time or late by itself: a
//! task due once, a standing duty, or one occurrence of a recurring task. It
//! keeps its history with the entry of each step, so that its state can be asked
//! for any day ("as of") and any size of the log ("as known then").

use std::borrow::Cow;
use std::collections::BTreeMap;

use dondoc_kinds::{DocumentId, MeetingId, TaskId, UnitId};
use dondoc_tasks::Reason;
use jiff::civil::Date;
use serde::Serialize;

/// Everything that a briefing is computed from.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Every unit that leads a duty or is named by one.
    pub units: BTreeMap<UnitId, UnitFact<'a>>,
    /// Every document that ordered a duty.
    pub documents: BTreeMap<DocumentId, DocumentFact<'a>>,
    /// Every duty, ordered by task and occurrence.
    pub duties: Vec<Duty<'a>>,
}

/// What the briefing says of a unit.
#[derive(Debug, Clone)]
pub struct UnitFact<'a> {
    /// Its name on the as-of day.
    pub name: Cow<'a, str>,
}

/// What the briefing says of a document.
#[derive(Debug, Clone)]
pub struct DocumentFact<'a> {
    /// Its symbol, `24-CT/TU`; empty when it has none.
    pub number: Cow<'a, str>,
    /// Its kind, `Chỉ thị`.
    pub kind: Cow<'a, str>,
    /// What it is about.
    pub title: Cow<'a, str>,
    /// Who issued it.
    pub issuer: Cow<'a, str>,
    /// Its date.
    pub date: Option<Date>,
}

/// A step in the life of a duty: the day it is said to have happened, and the
/// entry by which the ledger learnt it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Step {
    /// The day in the world.
    pub on: Date,
    /// The entry.
    pub entry: u64,
}

/// One piece of work.
#[derive(Debug, Clone)]
pub struct Duty<'a> {
    /// The task.
    pub task: TaskId,
    /// Which occurrence of a recurring task, from 1; 0 for any other.
    pub occurrence: u32,
    /// What tasks from one order share.
    pub item: Cow<'a, str>,
    /// The words of the order.
    pub text: Cow<'a, str>,
    /// What will be handed over.
    pub product: Cow<'a, str>,
    /// The document that ordered it.
    pub document: Option<DocumentId>,
    /// The clause of the document.
    pub clause: Cow<'a, str>,
    /// The unit that answers for it.
    pub lead: UnitId,
    /// Units that help.
    pub coordinating: Vec<UnitId>,
    /// The unit that answered for it before, and when it passed on.
    pub passed_from: Option<(UnitId, Step)>,
    /// The briefing whose conclusion it is.
    pub conclusion_of: Option<MeetingId>,
    /// When it was issued.
    pub issued: Step,
    /// When it was first due; `None` for a standing duty.
    pub original_due: Option<Date>,
    /// Each change of the deadline, oldest first.
    pub due_changes: Vec<DueStep>,
    /// Reports, oldest first.
    pub reports: Vec<ReportStep>,
    /// When the unit handed it in, as far as it was not returned, and when the
    /// assigner confirmed it.
    pub handed_in: Option<HandedIn>,
    /// When it was cancelled.
    pub cancelled: Option<Step>,
    /// Times when the clock stood still: from, and the first day that counts again.
    pub pauses: Vec<(Step, Option<Date>)>,
    /// Objective reasons claimed for a delay, oldest first.
    pub excuses: Vec<ExcuseStep<'a>>,
    /// Requests for more time, oldest first.
    pub requests: Vec<ExcuseStep<'a>>,
    /// The last return of a report: what was missing.
    pub returned: Option<(Step, Cow<'a, str>)>,
    /// Marks for the agenda, oldest first.
    pub agenda: Vec<AgendaStep>,
    /// What speaks against it on the as-of day, while it is open and in time.
    pub risks: Vec<Reason>,
    /// All entries that touched the task, oldest first.
    pub entries: Vec<u64>,
}

/// A change of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DueStep {
    /// The deadline after it.
    pub due: Date,
    /// Why.
    pub cause: DueCause,
    /// The day of the change.
    pub on: Date,
    /// Its entry.
    pub entry: u64,
}

/// Why a deadline changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueCause {
    /// The assigner allowed more time.
    Extended,
    /// A holiday or swap was announced.
    Calendar,
    /// The clock had stopped for a time.
    Suspension,
}

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportStep {
    /// The day and entry.
    pub step: Step,
    /// How far the unit says it is, 0 to 100.
    pub percent: u8,
    /// How many files came with it.
    pub evidence: u16,
}

/// A duty handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn {
    /// When the unit said that it is done: what on time is judged by.
    pub by_unit: Step,
    /// When the assigner confirmed.
    pub confirmed: Option<Step>,
}

/// A claim with its answer: an objective reason, or a request for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcuseStep<'a> {
    /// When it was claimed.
    pub step: Step,
    /// The reason, in the unit's words.
    pub reason: Cow<'a, str>,
    /// What the competent authority said, and the entry.
    pub answer: Option<(Verdict, u64)>,
}

/// An answer to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Accepted.
    Granted,
    /// Not accepted.
    Refused,
}

/// A mark for the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgendaStep {
    /// The day and entry.
    pub step: Step,
    /// Why.
    pub cause: AgendaCause,
}

/// Why a task stands on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgendaCause {
    /// The third late reminder was sent.
    ThirdLateReminder,
    /// A person asked for it.
    Asked,
}

/// Which knowledge an earlier period is looked at with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// What was known when its briefing was closed.
    Then,
    /// What is known in this briefing.
    Now,
}
