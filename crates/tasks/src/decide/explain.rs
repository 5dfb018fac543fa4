//! Demands for an explanation (*giải trình*), and the answers.
//!
//! Whoever follows the work asks why it stands as it does; the lead unit answers,
//! in time or late, with evidence where it has some. Both stay beside the task. A
//! demand is no finding, and an answer no excuse: an excuse is claimed and
//! confirmed by itself.

use dondoc_kinds::TaskId;
use jiff::civil::DateTime;

use super::{Scope, already, as_lead, find, given, not_before_issue, one, scope, wrong_standing};
use crate::command::{Context, Decided};
use crate::event::{Explained, ExplanationDemanded, Urged};
use crate::refusal::{Refusal, Required};
use crate::task::{Demand, Standing, Task};
use crate::tasks::Tasks;
use crate::values::Evidence;

/// Asks the lead unit. The doers do not ask themselves: neither the lead unit nor
/// one that helps; which others may is for where rooms meet.
pub(super) fn demand(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    question: Box<str>,
    answer_by: DateTime,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = find(tasks, &id)?;
    not_before_issue(task, ctx)?;
    given(&question, Required::Question)?;
    let unit = &ctx.actor.unit;
    if *unit == task.lead || task.coordinating().any(|helper| helper == unit) {
        return Err(Refusal::DoerDemands { task: id });
    }
    if let Standing::Cancelled { .. } = task.standing {
        return Err(wrong_standing(task));
    }
    number(task, occurrence, ctx)?;
    if answer_by <= ctx.now {
        return Err(Refusal::AnswerByPast {
            answer_by: answer_by.date(),
            on: ctx.on(),
        });
    }
    let same = |it: &&Demand| {
        it.occurrence == occurrence.unwrap_or(0)
            && it.question == question
            && it.answer_by == answer_by
    };
    match task.open_demands().find(same) {
        Some(known) => already(Some(known.entry)),
        None => one(ExplanationDemanded {
            task: id,
            occurrence,
            question,
            answer_by,
        }),
    }
}

/// Urges the lead unit on. What is done, or stands still by order, is not urged; nor
/// do the doers urge themselves.
pub(super) fn urge(
    tasks: &Tasks,
    id: TaskId,
    note: Box<str>,
    tells_of: u32,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = find(tasks, &id)?;
    not_before_issue(task, ctx)?;
    let unit = &ctx.actor.unit;
    if *unit == task.lead || task.coordinating().any(|helper| helper == unit) {
        return Err(Refusal::DoerDemands { task: id });
    }
    match task.standing {
        Standing::Issued | Standing::Accepted | Standing::Returned { .. } => one(Urged {
            task: id,
            note,
            tells_of,
        }),
        _ => Err(wrong_standing(task)),
    }
}

pub(super) fn explain(
    tasks: &Tasks,
    id: TaskId,
    occurrence: Option<u32>,
    answer: Box<str>,
    evidence: Vec<Evidence>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_lead(tasks, &id, ctx)?;
    given(&answer, Required::Answer)?;
    super::work::check_evidence(&evidence)?;
    let number = number(task, occurrence, ctx)?;
    if task.open_demands().any(|it| it.occurrence == number) {
        return one(Explained {
            task: id,
            occurrence,
            answer,
            evidence,
        });
    }
    let mut demands = task.happenings.iter().flat_map(|h| &h.demands);
    let last = demands.rfind(|it| it.occurrence == number);
    match last.and_then(|demand| demand.answer.as_ref()) {
        Some(known) if known.answer == answer => already(Some(known.entry)),
        _ => Err(Refusal::NoDemand { task: id }),
    }
}

fn number(task: &Task, occurrence: Option<u32>, ctx: &Context<'_>) -> Result<u32, Refusal> {
    Ok(match scope(task, occurrence, ctx)? {
        Scope::Whole => 0,
        Scope::Occurrence(reference) => reference.number,
    })
}
