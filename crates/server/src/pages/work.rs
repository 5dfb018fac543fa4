//! What the forms of a task send: checked, done, or shown again. A form that fails
//! comes back with all that was typed; one that was overtaken shows what happened
//! meanwhile beside it.

use axum::http::StatusCode;
use axum::response::Response;
use dondoc_calendar::{Rule, Word};
use dondoc_city::Command;
use dondoc_kinds::{ReportId, TaskId};
use dondoc_tasks::{Command as Ask, Extend, MakeReport, Task};
use jiff::civil::{Date, DateTime, Time};

use crate::answer::{Trouble, go};
use crate::ask::Ctx;
use crate::form::Form;
use crate::history;
use crate::pages::panel::{Panel, needs_head};
use crate::pages::{evidence, task};

/// The close of a day, as deadlines have it.
fn close(day: Date) -> DateTime {
    day.to_datetime(Time::constant(23, 59, 59, 0))
}

/// What a field should have been.
struct Wrong {
    field: &'static str,
    said: String,
}

type Made = Result<Ask, Wrong>;

/// Does what a form asks; shows it again with what is wrong.
fn take(
    ctx: &Ctx,
    form: &Form,
    which: &'static str,
    did: &'static str,
    make: impl FnOnce(&Task) -> Made,
) -> Result<Response, Trouble> {
    let id: TaskId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let it = ctx.city().tasks.task(&id).ok_or(Trouble::NotFound)?;
    let panel = || Panel::of(ctx, it).ok_or(Trouble::Forbidden("site-forbidden-no-post"));
    let ask = match make(it) {
        Ok(ask) => ask,
        Err(wrong) => {
            let panel = panel()?.failed(which, form, wrong.field, wrong.said);
            return task::again(ctx, &id, panel);
        }
    };
    let stream = format!("task/{id}");
    let seen: Option<u64> = form.get("seen").parse().ok();
    let streams = seen.map(|seen| (stream, seen)).into_iter().collect();
    match ctx.act_all(vec![Command::Task(ask)], streams) {
        Ok(_) => Ok(go(&format!("/tasks/{id}?did={did}"))),
        Err(Trouble::Refused(said)) => {
            let panel = panel()?.failed(which, form, "", said);
            task::again(ctx, &id, panel)
        }
        Err(Trouble::Stale) => {
            let said = ctx.words().t("flow-stale");
            let mut panel = panel()?.failed(which, form, "", said);
            let since = usize::try_from(seen.unwrap_or(0)).unwrap_or(usize::MAX);
            let news = it.trail.iter().skip(since);
            panel.news = history::read(ctx, news)?
                .iter()
                .map(|told| history::happened(ctx, &told.entry))
                .collect();
            panel.is_stale = true;
            let mut response = task::again(ctx, &id, panel)?;
            *response.status_mut() = StatusCode::CONFLICT;
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

fn occurrence(form: &Form) -> Option<u32> {
    form.get("occurrence")
        .parse()
        .ok()
        .filter(|number| *number > 0)
}

fn optional(words: &str) -> Option<Box<str>> {
    (!words.is_empty()).then(|| words.into())
}

fn day(ctx: &Ctx, form: &Form, field: &'static str) -> Result<Date, Wrong> {
    form.get(field).parse().map_err(|_| Wrong {
        field,
        said: ctx.words().with("flow-bad-day", form.get(field)),
    })
}

fn files(ctx: &Ctx, form: &Form) -> Result<Result<Vec<dondoc_tasks::Evidence>, Wrong>, Trouble> {
    let files = evidence::of(ctx, form)?;
    Ok(files.map_err(|said| Wrong {
        field: evidence::FILES,
        said,
    }))
}

pub(crate) fn accept(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "accept", "accept", |it| {
        Ok(Ask::Accept {
            task: it.id.clone(),
        })
    })
}

/// A report, which goes to the assigner, or first to the unit's head.
pub(crate) fn report(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let files = files(ctx, form)?;
    let role = ctx.who()?.acting().map(|held| held.role);
    take(ctx, form, "report", "report", |it| {
        let percent = form.get("percent").trim_end_matches(['%', ' ']);
        let percent: u8 = percent
            .parse()
            .ok()
            .filter(|it| *it <= 100)
            .ok_or_else(|| Wrong {
                field: "percent",
                said: ctx.words().with("flow-bad-percent", percent),
            })?;
        let report = MakeReport {
            task: it.id.clone(),
            occurrence: occurrence(form),
            report: next_report(ctx, it)?,
            percent,
            says_done: form.get("done") == "yes",
            narrative: form.get("narrative").into(),
            evidence: files?,
        };
        let waits = role.is_some_and(|role| needs_head(ctx, it, role));
        Ok(if waits {
            Ask::Submit(Box::new(report))
        } else {
            Ask::Report(Box::new(report))
        })
    })
}

/// The id of the next report: after all that were made, or wait, or were not let
/// leave.
fn next_report(ctx: &Ctx, it: &Task) -> Result<ReportId, Wrong> {
    let happenings = it.happenings.as_deref();
    let waiting = happenings.map_or(0, |h| h.submitted.len() + h.declined.len());
    let first = it.reports.len() + waiting + 1;
    let mut ids = (first..first + 1000).map(|number| format!("{}.r{number}", it.id));
    ids.find_map(|id| {
        let id = ReportId::parse(&id).ok()?;
        it.report(&id).is_none().then_some(id)
    })
    .ok_or_else(|| Wrong {
        field: "",
        said: ctx.words().t("flow-no-report"),
    })
}

pub(crate) fn extension(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "extension", "extension", |it| {
        Ok(Ask::RequestExtension {
            task: it.id.clone(),
            occurrence: occurrence(form),
            until: close(day(ctx, form, "until")?),
            reason: form.get("reason").into(),
            excuse: optional(form.get("excuse")),
        })
    })
}

pub(crate) fn explain(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let files = files(ctx, form)?;
    take(ctx, form, "explain", "explain", |it| {
        Ok(Ask::Explain {
            task: it.id.clone(),
            occurrence: occurrence(form),
            answer: form.get("answer").into(),
            evidence: files?,
        })
    })
}

pub(crate) fn excuse(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let files = files(ctx, form)?;
    take(ctx, form, "excuse", "excuse", |it| {
        Ok(Ask::ClaimExcuse {
            task: it.id.clone(),
            occurrence: occurrence(form),
            reason: form.get("reason").into(),
            evidence: files?,
        })
    })
}

fn waiting_report(ctx: &Ctx, form: &Form) -> Result<ReportId, Wrong> {
    form.get("report").parse().map_err(|_| Wrong {
        field: "",
        said: ctx.words().t("flow-no-report"),
    })
}

/// The unit's head lets a report leave, or says what is missing.
pub(crate) fn approve(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let declines = form.get("decision") == "decline";
    let did = if declines { "decline" } else { "approve" };
    take(ctx, form, "approve", did, |it| {
        let (task, occurrence) = (it.id.clone(), occurrence(form));
        let report = waiting_report(ctx, form)?;
        Ok(if declines {
            Ask::DeclineReport {
                task,
                occurrence,
                report,
                reason: form.get("reason").into(),
            }
        } else {
            Ask::ApproveReport {
                task,
                occurrence,
                report,
            }
        })
    })
}

/// The assigner confirms, or sends the report back.
pub(crate) fn confirm(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let returns = form.get("decision") == "return";
    let did = if returns { "return" } else { "confirm" };
    take(ctx, form, "confirm", did, |it| {
        let (task, occurrence) = (it.id.clone(), occurrence(form));
        Ok(if returns {
            Ask::Return {
                task,
                occurrence,
                reason: form.get("note").into(),
            }
        } else {
            Ask::Confirm {
                task,
                occurrence,
                note: optional(form.get("note")),
            }
        })
    })
}

/// The assigner allows more time, or refuses it.
pub(crate) fn extend(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let refuses = form.get("decision") == "refuse";
    let (_, now) = ctx.state.moment();
    take(ctx, form, "extend", "extend", |it| {
        if refuses {
            return Ok(Ask::RefuseExtension {
                task: it.id.clone(),
                reason: form.get("reason").into(),
            });
        }
        let day = day(ctx, form, "until")?;
        Ok(Ask::Extend(Box::new(Extend {
            task: it.id.clone(),
            occurrence: occurrence(form),
            rule: Rule::Day {
                day,
                hour: None,
                word: Word::By,
            },
            from: now,
            instrument: form.get("instrument").into(),
            allowed_by: form.get("allowed_by").into(),
            reason: form.get("reason").into(),
            excuse: optional(form.get("excuse")),
        })))
    })
}

/// The assigner records what the competent authority said of an excuse.
pub(crate) fn excused(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let refuses = form.get("decision") == "refuse";
    take(ctx, form, "excused", "excused", |it| {
        let (task, occurrence) = (it.id.clone(), occurrence(form));
        Ok(if refuses {
            Ask::RefuseExcuse {
                task,
                occurrence,
                reason: form.get("reason").into(),
            }
        } else {
            Ask::Excuse {
                task,
                occurrence,
                authority: form.get("authority").into(),
                instrument: form.get("instrument").into(),
            }
        })
    })
}

pub(crate) fn demand(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "demand", "demand", |it| {
        Ok(Ask::DemandExplanation {
            task: it.id.clone(),
            occurrence: occurrence(form),
            question: form.get("question").into(),
            answer_by: day(ctx, form, "answer_by")?.at(17, 0, 0, 0),
        })
    })
}

pub(crate) fn suspend(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "suspend", "suspend", |it| {
        Ok(Ask::Suspend {
            task: it.id.clone(),
            reason: form.get("reason").into(),
            instrument: optional(form.get("instrument")),
        })
    })
}

pub(crate) fn resume(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "resume", "resume", |it| {
        Ok(Ask::Resume {
            task: it.id.clone(),
            reason: form.get("reason").into(),
        })
    })
}

pub(crate) fn agenda(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "agenda", "agenda", |it| {
        Ok(Ask::PlaceOnAgenda {
            task: it.id.clone(),
            cause: dondoc_tasks::AgendaCause::Asked,
        })
    })
}

pub(crate) fn cancel(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "cancel", "cancel", |it| {
        Ok(Ask::Cancel {
            task: it.id.clone(),
            reason: form.get("reason").into(),
            instrument: optional(form.get("instrument")),
        })
    })
}
