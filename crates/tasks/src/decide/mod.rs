//! Command → events, or a refusal.
//!
//! A match arm for each sentence that a person can say; the rules stand in the
//! files beside this one.

mod deadlines;
mod excuses;
mod explain;
mod issue;
mod proposals;
mod work;

use dondoc_kinds::TaskId;

use crate::clock;
use crate::command::{Command, Context, Decided};
use crate::event::{Event, OccurrenceRef};
use crate::refusal::{Refusal, Required, Role};
use crate::task::Task;
use crate::tasks::Tasks;

/// Decides what a command leads to.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what would be right. Asking for
/// what was done before is [`Decided::AlreadyDone`], not a refusal.
pub fn decide(tasks: &Tasks, command: Command, ctx: &Context<'_>) -> Result<Decided, Refusal> {
    match command {
        Command::Propose { proposal, draft } => proposals::propose(tasks, proposal, draft),
        Command::Edit {
            proposal,
            draft,
            reason,
        } => proposals::edit(tasks, proposal, draft, reason),
        Command::Merge { proposal, into } => proposals::merge(tasks, proposal, into),
        Command::Split { proposal, into } => proposals::split(tasks, proposal, into),
        Command::Refuse { proposal, reason } => proposals::refuse(tasks, proposal, reason),
        Command::Issue(order) => issue::issue(tasks, *order, ctx),
        Command::Accept { task } => work::accept(tasks, task, ctx),
        Command::Report(report) => work::report(tasks, *report, ctx),
        Command::Submit(report) => work::submit(tasks, *report, ctx),
        Command::ApproveReport {
            task,
            occurrence,
            report,
        } => work::approve(tasks, task, occurrence, &report, ctx),
        Command::DeclineReport {
            task,
            occurrence,
            report,
            reason,
        } => work::decline(tasks, task, occurrence, report, reason, ctx),
        Command::Return {
            task,
            occurrence,
            reason,
        } => work::send_back(tasks, task, occurrence, reason, ctx),
        Command::Confirm {
            task,
            occurrence,
            note,
        } => work::confirm(tasks, task, occurrence, note, ctx),
        Command::RequestExtension {
            task,
            occurrence,
            until,
            reason,
            excuse,
        } => {
            let asked = deadlines::Asked {
                occurrence,
                until,
                reason,
                excuse,
            };
            deadlines::request(tasks, task, asked, ctx)
        }
        Command::Extend(extend) => deadlines::extend(tasks, *extend, ctx),
        Command::RefuseExtension { task, reason } => deadlines::refuse(tasks, task, reason, ctx),
        Command::Suspend {
            task,
            reason,
            instrument,
        } => deadlines::suspend(tasks, task, reason, instrument, ctx),
        Command::Resume { task, reason } => deadlines::resume(tasks, task, reason, ctx),
        Command::Transfer {
            task,
            to,
            cause,
            instrument,
        } => issue::hand_over(tasks, issue::Place::Lead, task, to, cause, instrument, ctx),
        Command::ChangeAssigner {
            task,
            to,
            cause,
            instrument,
        } => issue::hand_over(
            tasks,
            issue::Place::Assigner,
            task,
            to,
            cause,
            instrument,
            ctx,
        ),
        Command::Cancel {
            task,
            reason,
            instrument,
        } => issue::cancel(tasks, task, reason, instrument, ctx),
        Command::MarkSource { task, by, change } => issue::mark_source(tasks, task, by, change),
        Command::ReviewSource { task, by, note } => {
            issue::review_source(tasks, task, by, note, ctx)
        }
        Command::ClaimExcuse {
            task,
            occurrence,
            reason,
            evidence,
        } => {
            let claim = excuses::Claim {
                occurrence,
                reason,
                evidence,
            };
            excuses::claim(tasks, task, claim, ctx)
        }
        Command::Excuse {
            task,
            occurrence,
            authority,
            instrument,
        } => excuses::excuse(tasks, task, occurrence, authority, instrument, ctx),
        Command::RefuseExcuse {
            task,
            occurrence,
            reason,
        } => excuses::refuse(tasks, task, occurrence, reason, ctx),
        Command::DemandExplanation {
            task,
            occurrence,
            question,
            answer_by,
        } => explain::demand(tasks, task, occurrence, question, answer_by, ctx),
        Command::Explain {
            task,
            occurrence,
            answer,
            evidence,
        } => explain::explain(tasks, task, occurrence, answer, evidence, ctx),
        Command::Urge {
            task,
            note,
            tells_of,
        } => explain::urge(tasks, task, note, tells_of, ctx),
        Command::PlaceOnAgenda { task, cause } => issue::place_on_agenda(tasks, task, cause),
    }
}

fn one(event: impl Into<Event>) -> Result<Decided, Refusal> {
    Ok(Decided::Events(vec![event.into()]))
}

fn already(entry: Option<u64>) -> Result<Decided, Refusal> {
    Ok(Decided::AlreadyDone { entry })
}

fn find<'a>(tasks: &'a Tasks, id: &TaskId) -> Result<&'a Task, Refusal> {
    tasks
        .task(id)
        .ok_or_else(|| Refusal::UnknownTask { task: id.clone() })
}

/// The task, when the actor acts for its lead unit on or after the day of issue.
fn as_lead<'a>(tasks: &'a Tasks, id: &TaskId, ctx: &Context<'_>) -> Result<&'a Task, Refusal> {
    let task = find(tasks, id)?;
    let expected = &task.lead;
    must_be(task, expected, Role::Lead, ctx)?;
    not_before_issue(task, ctx)?;
    Ok(task)
}

/// The task, when the actor acts for its assigner on or after the day of issue.
fn as_assigner<'a>(tasks: &'a Tasks, id: &TaskId, ctx: &Context<'_>) -> Result<&'a Task, Refusal> {
    let task = find(tasks, id)?;
    must_be(task, &task.assigner, Role::Assigner, ctx)?;
    not_before_issue(task, ctx)?;
    Ok(task)
}

fn must_be(
    task: &Task,
    expected: &dondoc_kinds::UnitId,
    role: Role,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if ctx.actor.unit == *expected {
        return Ok(());
    }
    Err(Refusal::NotYours {
        task: task.id.clone(),
        role,
        unit: ctx.actor.unit.clone(),
        expected: expected.clone(),
    })
}

fn not_before_issue(task: &Task, ctx: &Context<'_>) -> Result<(), Refusal> {
    if ctx.on() >= task.issued {
        return Ok(());
    }
    Err(Refusal::BeforeIssue {
        task: task.id.clone(),
        issued: task.issued,
        on: ctx.on(),
    })
}

fn wrong_standing(task: &Task) -> Refusal {
    Refusal::WrongStanding {
        task: task.id.clone(),
        standing: task.standing_name(),
    }
}

fn given(text: &str, what: Required) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::Missing { what })
    } else {
        Ok(())
    }
}

/// What a command is about: the task as a whole, or one occurrence of it.
enum Scope {
    Whole,
    Occurrence(OccurrenceRef),
}

fn scope(task: &Task, occurrence: Option<u32>, ctx: &Context<'_>) -> Result<Scope, Refusal> {
    match (task.recurring(), occurrence) {
        (None, None) => Ok(Scope::Whole),
        (None, Some(_)) => Err(Refusal::NoOccurrences {
            task: task.id.clone(),
        }),
        (Some(_), None) => Err(Refusal::OccurrenceNeeded {
            task: task.id.clone(),
        }),
        (Some(recurring), Some(number)) => {
            match clock::occurrence_due(task, recurring, number, ctx.calendar) {
                Some(due) => Ok(Scope::Occurrence(OccurrenceRef { number, due })),
                None => Err(Refusal::UnknownOccurrence {
                    task: task.id.clone(),
                    occurrence: number,
                }),
            }
        }
    }
}
