//! Proposals and issued tasks: progress, evidence, extension, escalation.
//!
//! A document's words propose; a clerk edits, merges, refuses or issues; one
//! issued [`Task`] has one lead unit, which accepts, reports with evidence and
//! says when it is done; the assigner confirms or returns. Along the way more
//! time may be asked for and allowed, the clock may stop, units may merge, the
//! source may be amended, and a delay may be excused. Each of these is an
//! [`Event`], and a task keeps the entries that touched it, so the chain
//! document → clause → proposal → task → evidence → confirmation can be walked
//! from any figure.
//!
//! # What cannot happen here
//!
//! - A task is never confirmed by its doer: neither by its lead unit nor by the
//!   person who reported it done.
//! - The original deadline never changes. What counts stands beside it, with
//!   every change, its entry and so its instrument.
//! - A product is always named at issue.
//! - One rung of the reminder ladder is fired at most once for one due day.
//! - Where a report waits for the unit's head, nobody outside sees it as a report,
//!   and who wrote it does not approve it.
//! - A part of a split proposal stands within the words it was split from; an edit
//!   never leaves the document.
//! - A task confirmed done is never late and open at once.
//!
//! # Choices
//!
//! - **On time is judged by the day the unit reported done**, if the assigner
//!   later confirms: how long the assigner takes is not the doer's delay. A
//!   returned report does not count; the next one does.
//! - **Lateness is counted in days**, by the day of the deadline that counts.
//! - **A stopped clock gives the lost working days back**, also where the
//!   deadline is a fixed day: who stops it is the assigner, not the doer.
//! - **An announced holiday moves a deadline later, never earlier**: nobody
//!   becomes late by an announcement.
//! - A recurring task's occurrences follow from its rule; they are known by
//!   number, since an announced holiday may move their day.
//!
//! # What is left to others
//!
//! Whether a person may act for a unit, whether a unit still exists and who its
//! successor is, and what a document says: `city` makes the rooms meet.

mod apply;
mod clock;
mod command;
mod decide;
mod event;
mod names;
mod order;
mod proposal;
mod refusal;
mod reminders;
mod reports;
mod similar;
mod status;
mod stored;
mod task;
mod tasks;
mod thresholds;
mod trail;
mod values;
mod words;

pub use apply::apply;
pub use command::{Actor, Command, Context, Decided, Extend, Issue, MakeReport, When};
pub use decide::decide;
pub use event::{
    Accepted, AssignerChanged, Cancelled, Confirmed, DeadlineMoved, Event, ExcuseClaimed,
    ExcuseRefused, Excused, Explained, ExplanationDemanded, Extended, ExtensionRefused,
    ExtensionRequested, Issued, IssuedWhen, OccurrenceRef, PlacedOnAgenda, ProposalEdited,
    ProposalMade, ProposalMerged, ProposalRefused, ProposalSplit, Reminded, ReportDeclined,
    ReportSubmitted, Reported, Resumed, Returned, SourceChanged, SourceReviewed, Suspended,
    Transferred, Urged,
};
pub use order::SourceOf;
pub use proposal::{Draft, Proposal, ProposalStanding};
pub use refusal::{Refusal, Required, Role, StandingName};
pub use reminders::{due_reminders, moved_deadlines};
pub use reports::{Report, Reports};
pub use similar::{Likeness, similar_proposals};
pub use status::{
    OccurrenceStatus, Reason, Status, View, occurrence_statuses, risks, status, without_report,
};
pub use task::{
    AgendaMark, Answer, Demand, Due, DueCause, DueChange, Excuse, Explanation, ExtensionRequest,
    Fired, Happenings, Occurrence, OccurrenceStanding, PastLead, Pause, Paused, Recurring, Return,
    SourceMark, Standing, Submitted, Task, Timing,
};
pub use tasks::{Recorded, Tasks};
pub use thresholds::{Ladder, LadderProblem, Thresholds};
pub use trail::Trail;
pub use values::{
    Addressee, AgendaCause, DeadlineWords, Evidence, Importance, Source, SourceChange, Target,
    TransferCause,
};
