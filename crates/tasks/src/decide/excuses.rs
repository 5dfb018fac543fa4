//! Objective reasons for a delay.
//!
//! A delay costs an official a quarter of that product's progress score, and
//! the loss is waived for an objective reason that the competent authority
//! confirmed. So the unit claims with evidence; the assigner records what the
//! authority decided and by which document; both stay beside the "late".
//!
//! # Source
//! Decree 335/2025/NĐ-CP (measuring by products; from 2026-01-01); the detail
//! of the waiver is recalled, unverified.

use dondoc_kinds::TaskId;
use jiff::civil::Date;

use super::{Scope, already, as_lead, find, given, must_be, one, scope, wrong_standing};
use crate::command::{Context, Decided};
use crate::event::{ExcuseClaimed, ExcuseRefused, Excused};
use crate::refusal::{Refusal, Required, Role};
use crate::task::{Answer, Excuse, OccurrenceStanding, Standing, Task};
use crate::tasks::Tasks;
use crate::values::Evidence;

pub(super) struct Claim {
    pub(super) occurrence: Option<u32>,
    pub(super) reason: Box<str>,
    pub(super) evidence: Vec<Evidence>,
}

pub(super) fn claim(
    tasks: &Tasks,
    id: TaskId,
    claim: Claim,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_lead(tasks, &id, ctx)?;
    given(&claim.reason, Required::Reason)?;
    super::work::check_evidence(&claim.evidence)?;
    if matches!(task.standing, Standing::Cancelled { .. }) {
        return Err(wrong_standing(task));
    }
    if !is_late(task, claim.occurrence, ctx)? {
        return Err(Refusal::NotLate { task: id });
    }
    match task.excuse(claim.occurrence.unwrap_or(0)) {
        Some(Excuse {
            answer: Answer::Granted { entry },
            ..
        }) => already(Some(*entry)),
        Some(Excuse {
            answer: Answer::Pending,
            entry,
            ..
        }) => already(Some(*entry)),
        Some(Excuse {
            answer: Answer::Refused { .. },
            ..
        })
        | None => one(ExcuseClaimed {
            task: id,
            occurrence: claim.occurrence,
            reason: claim.reason,
            evidence: claim.evidence,
        }),
    }
}

/// Late by the day it was reported done, or by today while it is not.
fn is_late(task: &Task, occurrence: Option<u32>, ctx: &Context<'_>) -> Result<bool, Refusal> {
    let (due, reported) = match scope(task, occurrence, ctx)? {
        Scope::Occurrence(reference) => {
            let kept = task.occurrence(reference.number).map(|o| &o.standing);
            (Some(reference.due), kept.and_then(occurrence_reported))
        }
        Scope::Whole => (task.due(), reported(task)),
    };
    Ok(due.is_some_and(|due| reported.unwrap_or_else(|| ctx.on()) > due.date()))
}

fn reported(task: &Task) -> Option<Date> {
    match task.standing {
        Standing::Reported { on, .. } => Some(on),
        Standing::Done { reported, .. } => Some(reported),
        Standing::Issued
        | Standing::Accepted
        | Standing::Returned { .. }
        | Standing::Suspended { .. }
        | Standing::Cancelled { .. } => None,
    }
}

fn occurrence_reported(standing: &OccurrenceStanding) -> Option<Date> {
    match standing {
        OccurrenceStanding::Open => None,
        OccurrenceStanding::Reported { on, .. } => Some(*on),
        OccurrenceStanding::Done { reported, .. } => Some(*reported),
    }
}

pub(super) fn excuse(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    authority: Box<str>,
    instrument: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = not_the_doer(tasks, &id, ctx)?;
    given(&authority, Required::Authority)?;
    given(&instrument, Required::Instrument)?;
    match task
        .excuse(occurrence.unwrap_or(0))
        .map(|excuse| excuse.answer)
    {
        Some(Answer::Pending) => one(Excused {
            task: id,
            occurrence,
            authority,
            instrument,
        }),
        Some(Answer::Granted { entry }) => already(Some(entry)),
        Some(Answer::Refused { .. }) | None => Err(Refusal::NoClaim { task: id }),
    }
}

pub(super) fn refuse(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    reason: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = not_the_doer(tasks, &id, ctx)?;
    given(&reason, Required::Reason)?;
    match task
        .excuse(occurrence.unwrap_or(0))
        .map(|excuse| excuse.answer)
    {
        Some(Answer::Pending) => one(ExcuseRefused {
            task: id,
            occurrence,
            reason,
        }),
        Some(Answer::Refused { entry }) => already(Some(entry)),
        Some(Answer::Granted { .. }) | None => Err(Refusal::NoClaim { task: id }),
    }
}

fn not_the_doer<'a>(tasks: &'a Tasks, id: &TaskId, ctx: &Context<'_>) -> Result<&'a Task, Refusal> {
    let task = find(tasks, id)?;
    if ctx.actor.unit == task.lead {
        return Err(Refusal::DoerExcuses { task: id.clone() });
    }
    must_be(task, &task.assigner, Role::Assigner, ctx)?;
    Ok(task)
}
