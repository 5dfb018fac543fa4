//! Accepting, reporting, returning, confirming.

use dondoc_kinds::{PersonId, ReportId, TaskId};

use super::{
    Scope, already, as_assigner, as_lead, find, given, must_be, one, scope, wrong_standing,
};
use crate::command::{Context, Decided, MakeReport};
use crate::event::{
    Accepted, Confirmed, OccurrenceRef, ReportDeclined, ReportSubmitted, Reported, Returned,
};
use crate::refusal::{Refusal, Required, Role};
use crate::task::{OccurrenceStanding, Standing, Submitted, Task};
use crate::tasks::Tasks;
use crate::values::Evidence;

pub(super) fn accept(tasks: &Tasks, id: TaskId, ctx: &Context<'_>) -> Result<Decided, Refusal> {
    let task = as_lead(tasks, &id, ctx)?;
    match task.standing {
        Standing::Issued => one(Accepted { task: id }),
        Standing::Accepted | Standing::Reported { .. } | Standing::Returned { .. } => {
            already(task.trail.iter().nth(1))
        }
        Standing::Suspended { .. } | Standing::Done { .. } | Standing::Cancelled { .. } => {
            Err(wrong_standing(task))
        }
    }
}

/// The lead unit reports. "Done" needs 100 percent and a file that shows the
/// product; a report without "done" may come at any time while work is owed.
pub(super) fn report(
    tasks: &Tasks,
    report: MakeReport,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let occurrence = match may_report(tasks, &report, ctx)? {
        Reportable::Known { entry } => return already(Some(entry)),
        Reportable::Open { occurrence } => occurrence,
    };
    one(Reported {
        task: report.task,
        occurrence,
        report: report.report,
        percent: report.percent,
        says_done: report.says_done,
        narrative: report.narrative,
        evidence: report.evidence,
    })
}

/// Lays a report before the unit's head: the same rules as for a report, so that
/// what is approved can leave at once.
pub(super) fn submit(
    tasks: &Tasks,
    report: MakeReport,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let occurrence = match may_report(tasks, &report, ctx)? {
        Reportable::Known { entry } => return already(Some(entry)),
        Reportable::Open { occurrence } => occurrence,
    };
    let task = find(tasks, &report.task)?;
    let waiting = task.submitted(report.occurrence.unwrap_or(0));
    if let Some(same) = waiting.filter(|it| it.report == report.report) {
        return already(Some(same.entry));
    }
    one(ReportSubmitted {
        task: report.task,
        occurrence,
        report: report.report,
        percent: report.percent,
        says_done: report.says_done,
        narrative: report.narrative,
        evidence: report.evidence,
    })
}

fn waiting<'a>(
    task: &'a Task,
    occurrence: Option<u32>,
    report: &ReportId,
) -> Result<&'a Submitted, Refusal> {
    let found = task.submitted(occurrence.unwrap_or(0));
    found
        .filter(|it| it.report == *report)
        .ok_or_else(|| Refusal::NothingSubmitted {
            task: task.id.clone(),
        })
}

/// The unit's head lets the report leave: from then on it is the unit's report,
/// and that day is the day it was made. Who wrote it does not approve it.
pub(super) fn approve(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    which: &ReportId,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_lead(tasks, &id, ctx)?;
    if let Some(known) = task.report(which) {
        return already(Some(known.entry));
    }
    let submitted = waiting(task, occurrence, which)?;
    if submitted.by.is_some() && submitted.by == ctx.actor.person {
        return Err(Refusal::AuthorApproves { task: id });
    }
    let approved = MakeReport {
        task: id,
        occurrence,
        report: submitted.report.clone(),
        percent: submitted.percent,
        says_done: submitted.says_done,
        narrative: submitted.narrative.clone(),
        evidence: submitted.evidence.clone(),
    };
    report(tasks, approved, ctx)
}

pub(super) fn decline(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    report: ReportId,
    reason: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_lead(tasks, &id, ctx)?;
    given(&reason, Required::Reason)?;
    waiting(task, occurrence, &report)?;
    one(ReportDeclined {
        task: id,
        occurrence,
        report,
        reason,
    })
}

/// Whether a report can be made.
enum Reportable {
    /// It was made before.
    Known { entry: u64 },
    /// It can, on the task or on this occurrence.
    Open { occurrence: Option<OccurrenceRef> },
}

fn may_report(
    tasks: &Tasks,
    report: &MakeReport,
    ctx: &Context<'_>,
) -> Result<Reportable, Refusal> {
    let task = as_lead(tasks, &report.task, ctx)?;
    if let Some(known) = task.report(&report.report) {
        return Ok(Reportable::Known { entry: known.entry });
    }
    check_report(report)?;
    match task.standing {
        Standing::Issued | Standing::Accepted | Standing::Returned { .. } => {}
        Standing::Reported { .. }
        | Standing::Suspended { .. }
        | Standing::Done { .. }
        | Standing::Cancelled { .. } => return Err(wrong_standing(task)),
    }
    let occurrence = match scope(task, report.occurrence, ctx)? {
        Scope::Whole => None,
        Scope::Occurrence(reference) => {
            if let Some(kept) = task.occurrence(reference.number)
                && kept.standing != OccurrenceStanding::Open
            {
                return Ok(Reportable::Known { entry: kept.entry });
            }
            Some(reference)
        }
    };
    Ok(Reportable::Open { occurrence })
}

fn check_report(report: &MakeReport) -> Result<(), Refusal> {
    given(&report.narrative, Required::Narrative)?;
    check_evidence(&report.evidence)?;
    let percent = report.percent;
    if percent > 100 {
        return Err(Refusal::PercentOver { percent });
    }
    if report.says_done && percent < 100 {
        return Err(Refusal::DoneBelowHundred { percent });
    }
    if report.says_done && report.evidence.is_empty() {
        return Err(Refusal::DoneWithoutEvidence {
            task: report.task.clone(),
        });
    }
    Ok(())
}

pub(super) fn check_evidence(evidence: &[Evidence]) -> Result<(), Refusal> {
    match evidence.iter().find(|file| !file.is_hash_well_formed()) {
        Some(file) => Err(Refusal::BadHash {
            file: file.name.to_string(),
            hash: file.hash.to_string(),
        }),
        None => Ok(()),
    }
}

/// What the unit says of the task or the occurrence.
enum Claimed<'a> {
    Nothing,
    Done { by: Option<&'a PersonId> },
    Confirmed { entry: u64 },
}

fn claimed<'a>(
    task: &'a Task,
    occurrence: Option<u32>,
    ctx: &Context<'_>,
) -> Result<Claimed<'a>, Refusal> {
    if let Scope::Occurrence(reference) = scope(task, occurrence, ctx)? {
        let Some(kept) = task.occurrence(reference.number) else {
            return Ok(Claimed::Nothing);
        };
        return Ok(match &kept.standing {
            OccurrenceStanding::Open => Claimed::Nothing,
            OccurrenceStanding::Reported { by, .. } => Claimed::Done { by: by.as_ref() },
            OccurrenceStanding::Done { .. } => Claimed::Confirmed { entry: kept.entry },
        });
    }
    match &task.standing {
        Standing::Issued | Standing::Accepted | Standing::Returned { .. } => Ok(Claimed::Nothing),
        Standing::Reported { by, .. } => Ok(Claimed::Done { by: by.as_deref() }),
        Standing::Done { entry, .. } => Ok(Claimed::Confirmed { entry: *entry }),
        Standing::Suspended { .. } | Standing::Cancelled { .. } => Err(wrong_standing(task)),
    }
}

pub(super) fn send_back(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    reason: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &id, ctx)?;
    given(&reason, Required::Reason)?;
    match claimed(task, occurrence, ctx)? {
        Claimed::Done { .. } => one(Returned {
            task: id,
            occurrence,
            reason,
        }),
        Claimed::Confirmed { .. } => Err(wrong_standing(task)),
        Claimed::Nothing => {
            let number = occurrence.unwrap_or(0);
            let returns = task.happenings.iter().flat_map(|h| &h.returns);
            match returns
                .into_iter()
                .rfind(|r| r.occurrence == number && r.on == ctx.on())
            {
                Some(same) if *same.reason == *reason => already(Some(same.entry)),
                _ => Err(Refusal::NothingReported { task: id }),
            }
        }
    }
}

/// The assigner confirms; the doer never does, neither as the lead unit nor as
/// the person who reported.
pub(super) fn confirm(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    note: Option<Box<str>>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = find(tasks, &id)?;
    if ctx.actor.unit == task.lead {
        return Err(Refusal::DoerConfirms { task: id });
    }
    must_be(task, &task.assigner, Role::Assigner, ctx)?;
    match claimed(task, occurrence, ctx)? {
        Claimed::Nothing => Err(Refusal::NothingReported { task: id }),
        Claimed::Confirmed { entry } => already(Some(entry)),
        Claimed::Done { by: Some(by) } if ctx.actor.person.as_ref() == Some(by) => {
            Err(Refusal::DoerConfirms { task: id })
        }
        Claimed::Done { .. } => one(Confirmed {
            task: id,
            occurrence,
            note,
        }),
    }
}
