//! More time, and the clock that stands still.
//!
//! A unit asks on or before the due day; afterwards only with a stated excuse.
//! One request waits at a time. The assigner allows more time under an
//! instrument: on or before the due day, or in answer to a request that was
//! itself in time (or excused), or with an excuse of its own. The new deadline
//! is later than the one that counts.

use dondoc_kinds::TaskId;
use jiff::civil::DateTime;

use super::{Scope, already, as_assigner, as_lead, given, one, scope, wrong_standing};
use crate::clock;
use crate::command::{Context, Decided, Extend};
use crate::event::{
    Extended, ExtensionRefused, ExtensionRequested, OccurrenceRef, Resumed, Suspended,
};
use crate::refusal::{Refusal, Required};
use crate::task::{Answer, Standing, Task, Timing};
use crate::tasks::Tasks;

pub(super) struct Asked {
    pub(super) occurrence: Option<u32>,
    pub(super) until: DateTime,
    pub(super) reason: Box<str>,
    pub(super) excuse: Option<Box<str>>,
}

/// The deadline that counts now, of the task or of the occurrence.
fn deadline(
    task: &Task,
    occurrence: Option<u32>,
    ctx: &Context<'_>,
) -> Result<(Option<OccurrenceRef>, DateTime), Refusal> {
    match scope(task, occurrence, ctx)? {
        Scope::Occurrence(reference) => Ok((Some(reference), reference.due)),
        Scope::Whole => match task.due() {
            Some(due) => Ok((None, due)),
            None => Err(Refusal::NothingToExtend {
                task: task.id.clone(),
            }),
        },
    }
}

fn in_work(task: &Task) -> Result<(), Refusal> {
    match task.standing {
        Standing::Issued | Standing::Accepted | Standing::Returned { .. } => Ok(()),
        Standing::Reported { .. }
        | Standing::Suspended { .. }
        | Standing::Done { .. }
        | Standing::Cancelled { .. } => Err(wrong_standing(task)),
    }
}

fn is_stated(excuse: Option<&str>) -> bool {
    excuse.is_some_and(|excuse| !excuse.trim().is_empty())
}

pub(super) fn request(
    tasks: &Tasks,
    id: TaskId,
    asked: Asked,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_lead(tasks, &id, ctx)?;
    given(&asked.reason, Required::Reason)?;
    in_work(task)?;
    let (occurrence, due) = deadline(task, asked.occurrence, ctx)?;
    if let Some(pending) = task.pending_extension() {
        let same = pending.until == asked.until
            && pending.occurrence == asked.occurrence.unwrap_or(0)
            && pending.reason == asked.reason;
        return if same {
            already(Some(pending.entry))
        } else {
            Err(Refusal::RequestPending {
                task: id,
                since: pending.on,
            })
        };
    }
    later(due, asked.until)?;
    if ctx.on() > due.date() && !is_stated(asked.excuse.as_deref()) {
        return Err(Refusal::ExtensionAfterDue {
            due: due.date(),
            on: ctx.on(),
        });
    }
    one(ExtensionRequested {
        task: id,
        occurrence,
        until: asked.until,
        reason: asked.reason,
        excuse: asked.excuse,
    })
}

fn later(due: DateTime, new: DateTime) -> Result<(), Refusal> {
    if new > due {
        Ok(())
    } else {
        Err(Refusal::NotLater {
            due: due.date(),
            asked: new.date(),
        })
    }
}

pub(super) fn extend(tasks: &Tasks, extend: Extend, ctx: &Context<'_>) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &extend.task, ctx)?;
    given(&extend.instrument, Required::Instrument)?;
    given(&extend.allowed_by, Required::Authority)?;
    given(&extend.reason, Required::Reason)?;
    in_work(task)?;
    let (occurrence, was) = deadline(task, extend.occurrence, ctx)?;
    let due =
        clock::due(&extend.rule, extend.from, ctx.calendar).map_err(|why| Refusal::NoDeadline {
            rule: clock::phrase(&extend.rule),
            why,
        })?;
    if due == was && task.is_extended() && task.pending_extension().is_none() {
        return already(task.trail.last());
    }
    later(was, due)?;
    let asked = task
        .pending_extension()
        .is_some_and(|request| request.occurrence == extend.occurrence.unwrap_or(0));
    if ctx.on() > was.date() && !asked && !is_stated(extend.excuse.as_deref()) {
        return Err(Refusal::ExtensionAfterDue {
            due: was.date(),
            on: ctx.on(),
        });
    }
    one(Extended {
        task: extend.task,
        occurrence,
        rule: extend.rule,
        from: extend.from,
        was,
        due,
        instrument: extend.instrument,
        allowed_by: extend.allowed_by,
        reason: extend.reason,
        excuse: extend.excuse,
    })
}

pub(super) fn refuse(
    tasks: &Tasks,
    id: TaskId,
    reason: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &id, ctx)?;
    given(&reason, Required::Reason)?;
    if task.pending_extension().is_some() {
        return one(ExtensionRefused { task: id, reason });
    }
    let mut requests = task.happenings.iter().flat_map(|h| &h.extension_requests);
    match requests.next_back().map(|request| request.answer) {
        Some(Answer::Refused { entry }) => already(Some(entry)),
        _ => Err(Refusal::NoRequest { task: id }),
    }
}

pub(super) fn suspend(
    tasks: &Tasks,
    id: TaskId,
    reason: Box<str>,
    instrument: Option<Box<str>>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &id, ctx)?;
    given(&reason, Required::Reason)?;
    if matches!(task.standing, Standing::Suspended { .. }) {
        return already(last_pause(task));
    }
    in_work(task)?;
    one(Suspended {
        task: id,
        reason,
        instrument,
    })
}

fn last_pause(task: &Task) -> Option<u64> {
    task.happenings
        .as_deref()?
        .suspensions
        .last()
        .map(|pause| pause.entry)
}

/// Lets the clock run again: for each working day that it stood still, the
/// deadline is one working day later.
pub(super) fn resume(
    tasks: &Tasks,
    id: TaskId,
    reason: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &id, ctx)?;
    let Standing::Suspended { since, .. } = task.standing else {
        return match (last_pause(task), in_work(task)) {
            (Some(entry), Ok(())) => already(Some(entry)),
            _ => Err(wrong_standing(task)),
        };
    };
    let due = match &task.timing {
        Timing::Once(due) => {
            let lost = clock::working_days_lost(since, ctx.on(), ctx.calendar);
            let day = clock::add_working_days(due.current.date(), lost, ctx.calendar);
            let stood_before_due = since <= due.current.date() && lost > 0;
            stood_before_due.then(|| day.to_datetime(due.current.time()))
        }
        Timing::NoDate { .. } | Timing::Recurring(_) => None,
    };
    one(Resumed {
        task: id,
        due,
        reason,
    })
}
