//! What programs do with tasks. Each act names the version it was decided on.

use axum::http::StatusCode;
use axum::response::Response;
use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{Command, IssueProposal};
use dondoc_kinds::{ReportId, TaskId, UnitId};
use dondoc_tasks::{Command as Ask, Evidence, Extend, Importance, MakeReport, Task, When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::Trouble;
use crate::api::answers::{Writing, body, created, tagged};
use crate::api::problem::Odd;
use crate::api::tasks::{TaskOut, task_out};
use crate::ask::Ctx;
use crate::form::Form;

/// The version that `If-Match` names; `None` for any.
fn seen(ctx: &Ctx, task: &TaskId) -> Result<Vec<(String, u64)>, Trouble> {
    let w = ctx.words();
    let stream = format!("task/{task}");
    match ctx.ask.if_match.as_slice() {
        [] => {
            let said = w.t("api-needs-if-match");
            let status = StatusCode::PRECONDITION_REQUIRED;
            Err(Trouble::Odd(Odd::new(status, "needs-if-match", said)))
        }
        [any] if any == "*" => Ok(Vec::new()),
        tags => {
            let present = ctx.city().version(&stream);
            match tags.iter().any(|tag| *tag == present.to_string()) {
                true => Ok(vec![(stream, present)]),
                false => Err(Trouble::Stale),
            }
        }
    }
}

fn chosen(ctx: &Ctx) -> Result<&Task, Trouble> {
    let id: TaskId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    ctx.city().tasks.task(&id).ok_or(Trouble::NotFound)
}

/// Does it, and returns the task as it is then.
fn act(ctx: &Ctx, id: &TaskId, command: Ask) -> Result<Response, Trouble> {
    let seen = seen(ctx, id)?;
    ctx.act_all(vec![Command::Task(command)], seen)?;
    let look = ctx.state.look(None)?;
    let then = Ctx {
        state: std::sync::Arc::clone(&ctx.state),
        ask: ctx.ask.clone(),
        look,
        asked_day: None,
    };
    let task = then.city().tasks.task(id).ok_or(Trouble::NotFound)?;
    let out = task_out(&then, task, then.look.board.line(id));
    let tag = out.version.to_string();
    tagged(&then, &out, &tag)
}

/// Reads a day, e.g. `2024-12-02`.
fn day(ctx: &Ctx, text: &str) -> Result<Date, Trouble> {
    let read: Option<Date> = text.parse().ok().filter(|_| text.len() == 10);
    read.ok_or_else(|| Trouble::Refused(ctx.words().with("site-bad-day", text)))
}

fn end_of(day: Date) -> jiff::civil::DateTime {
    day.at(23, 59, 59, 0)
}

/// Nothing to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptIn {}

/// Takes a task on, for the unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/accept", operation_id = "acceptTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = AcceptIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn accept(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let AcceptIn {} = body(ctx, form)?;
    act(ctx, &task, Ask::Accept { task: task.clone() })
}

/// A file handed in before, by `POST /api/v1/attachments`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileIn {
    /// Its SHA-256, in hex.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    hash: String,
    /// Its name for people.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
}

/// A report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportIn {
    /// How far it is.
    #[schema(minimum = 0, maximum = 100)]
    percent: u8,
    /// Whether it is done.
    #[serde(default)]
    done: bool,
    /// What was done, in words.
    #[schema(min_length = 1)]
    narrative: String,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
    /// Evidence; a task that is said to be done needs some.
    #[serde(default)]
    evidence: Vec<FileIn>,
    /// Hands it in to the unit's head instead of the assigner.
    #[serde(default)]
    submit: bool,
}

impl ReportIn {
    /// A report without files, from a row of a table.
    pub(crate) fn of_row(
        percent: u8,
        done: bool,
        narrative: String,
        occurrence: Option<u32>,
    ) -> Self {
        Self {
            percent,
            done,
            narrative,
            occurrence,
            evidence: Vec::new(),
            submit: false,
        }
    }
}

/// Makes the id of the next report on a task.
fn next_report(task: &Task) -> Result<ReportId, Trouble> {
    let submitted = task
        .happenings
        .iter()
        .map(|it| it.submitted.len() + it.declined.len());
    let known = task.reports.iter().count() + submitted.sum::<usize>();
    (known + 1..=known + 1000)
        .filter_map(|number| ReportId::parse(&format!("{}.r{number}", task.id)).ok())
        .find(|id| task.report(id).is_none())
        .ok_or(Trouble::NotFound)
}

pub(crate) fn report_command(ctx: &Ctx, task: &Task, report: ReportIn) -> Result<Ask, Trouble> {
    let mut evidence = Vec::new();
    for file in report.evidence {
        let hash: dondoc_ledger::Hash = file
            .hash
            .parse()
            .map_err(|_| Trouble::Refused(ctx.words().with("api-bad-hash", &file.hash)))?;
        if !ctx.ledger().attachments().has(&hash)? {
            return Err(Trouble::Refused(
                ctx.words().with("api-no-file", &file.hash),
            ));
        }
        evidence.push(Evidence {
            hash: hash.to_string().into(),
            name: file.name.into(),
        });
    }
    let made = Box::new(MakeReport {
        task: task.id.clone(),
        occurrence: report.occurrence,
        report: next_report(task)?,
        percent: report.percent,
        says_done: report.done,
        narrative: report.narrative.into(),
        evidence,
    });
    Ok(match report.submit {
        true => Ask::Submit(made),
        false => Ask::Report(made),
    })
}

/// Reports on a task, for the unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/report", operation_id = "reportTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = ReportIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn report(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?;
    let command = report_command(ctx, task, body(ctx, form)?)?;
    act(ctx, &task.id, command)
}

/// A confirmation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmIn {
    /// A note.
    #[serde(default)]
    note: Option<String>,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
}

/// Confirms that a task is done, for the unit that assigned it.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/confirm", operation_id = "confirmTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = ConfirmIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn confirm(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: ConfirmIn = body(ctx, form)?;
    let command = Ask::Confirm {
        task: task.clone(),
        occurrence: sent.occurrence,
        note: sent.note.map(Into::into),
    };
    act(ctx, &task, command)
}

/// A report that is returned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnIn {
    /// Why.
    #[schema(min_length = 1)]
    reason: String,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
}

/// Returns a report to the unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/return", operation_id = "returnTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = ReturnIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn give_back(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: ReturnIn = body(ctx, form)?;
    let command = Ask::Return {
        task: task.clone(),
        occurrence: sent.occurrence,
        reason: sent.reason.into(),
    };
    act(ctx, &task, command)
}

/// A request for more time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestExtensionIn {
    /// The day asked for.
    #[schema(example = "2024-12-02", format = Date)]
    until: String,
    /// Why.
    #[schema(min_length = 1)]
    reason: String,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
}

/// Asks for more time, for the unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/request-extension", operation_id = "requestExtension", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = RequestExtensionIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn request_extension(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: RequestExtensionIn = body(ctx, form)?;
    let command = Ask::RequestExtension {
        task: task.clone(),
        occurrence: sent.occurrence,
        until: end_of(day(ctx, &sent.until)?),
        reason: sent.reason.into(),
        excuse: None,
    };
    act(ctx, &task, command)
}

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtendIn {
    /// The new deadline, as a document writes it: `02/12/2024`, `15 ngày làm việc`.
    #[schema(min_length = 1, example = "02/12/2024")]
    deadline: String,
    /// The instrument it rests on: number and date.
    #[schema(min_length = 1)]
    instrument: String,
    /// Who allowed it.
    #[schema(min_length = 1)]
    allowed_by: String,
    /// Why.
    #[schema(min_length = 1)]
    reason: String,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
}

/// Allows more time, for the unit that assigned.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/extend", operation_id = "extendTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = ExtendIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn extend(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: ExtendIn = body(ctx, form)?;
    let (rule, from) = deadline(ctx, &sent.deadline)?;
    let command = Ask::Extend(Box::new(Extend {
        task: task.clone(),
        occurrence: sent.occurrence,
        rule,
        from,
        instrument: sent.instrument.into(),
        allowed_by: sent.allowed_by.into(),
        reason: sent.reason.into(),
        excuse: None,
    }));
    act(ctx, &task, command)
}

fn deadline(ctx: &Ctx, words: &str) -> Result<(Rule, jiff::civil::DateTime), Trouble> {
    let (_, now) = ctx.state.moment();
    match Rule::parse(words, &ReadAs::document(now.date())) {
        Ok(rule) => Ok((rule, now)),
        Err(refusal) => Err(Trouble::Refused(ctx.words().say(&refusal))),
    }
}

/// A cancellation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancelIn {
    /// Why.
    #[schema(min_length = 1)]
    reason: String,
    /// The instrument it rests on.
    #[serde(default)]
    instrument: Option<String>,
}

/// Cancels a task, for the unit that assigned.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/cancel", operation_id = "cancelTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = CancelIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn cancel(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: CancelIn = body(ctx, form)?;
    let command = Ask::Cancel {
        task: task.clone(),
        reason: sent.reason.into(),
        instrument: sent.instrument.map(Into::into),
    };
    act(ctx, &task, command)
}

/// A demand for an explanation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemandIn {
    /// What is to be explained.
    #[schema(min_length = 1)]
    question: String,
    /// The day by which.
    #[schema(example = "2024-12-02", format = Date)]
    answer_by: String,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
}

/// Demands an explanation of the unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/demand-explanation", operation_id = "demandExplanation", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = DemandIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn demand(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: DemandIn = body(ctx, form)?;
    let command = Ask::DemandExplanation {
        task: task.clone(),
        occurrence: sent.occurrence,
        question: sent.question.into(),
        answer_by: end_of(day(ctx, &sent.answer_by)?),
    };
    act(ctx, &task, command)
}

/// An answer to a demand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainIn {
    /// The explanation.
    #[schema(min_length = 1)]
    answer: String,
    /// Which occurrence of a recurring task.
    #[serde(default)]
    occurrence: Option<u32>,
}

/// Answers a demand for explanation, for the unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/explain", operation_id = "explainTask", tag = "work",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "The task's tag, or `*`."), ("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = ExplainIn,
    responses((status = 200, body = TaskOut, description = "The task as it is then."), Writing),
)]
pub(crate) fn explain(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let task = chosen(ctx)?.id.clone();
    let sent: ExplainIn = body(ctx, form)?;
    let command = Ask::Explain {
        task: task.clone(),
        occurrence: sent.occurrence,
        answer: sent.answer.into(),
        evidence: Vec::new(),
    };
    act(ctx, &task, command)
}

/// An order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueIn {
    /// What is to be done.
    #[schema(min_length = 1)]
    text: String,
    /// The units that answer for it: one task each.
    #[schema(min_items = 1)]
    leads: Vec<String>,
    /// The units that help.
    #[serde(default)]
    coordinating: Vec<String>,
    /// What is to be handed over.
    #[schema(min_length = 1)]
    product: String,
    /// The deadline, as a document writes it; none for work without one.
    #[serde(default)]
    deadline: Option<String>,
    /// The field, as a slug.
    #[serde(default)]
    field: Option<String>,
    /// How much hangs on it.
    #[serde(default)]
    importance: ImportanceIn,
}

/// How much hangs on a task.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportanceIn {
    /// An ordinary task.
    #[default]
    Ordinary,
    /// A key task.
    Key,
    /// An urgent one.
    Urgent,
}

/// What was issued.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuedOut {
    /// The tasks, one for each lead.
    tasks: Vec<TaskOut>,
}

/// Issues an order: one task for each unit that leads.
#[utoipa::path(
    post, path = "/api/v1/tasks", operation_id = "issueTasks", tag = "work",
    params(("Idempotency-Key" = Option<String>, Header, max_length = 200)),
    request_body = IssueIn,
    responses((status = 201, body = IssuedOut, description = "The tasks.", headers(("Location" = String, description = "The first of them."))), Writing),
)]
pub(crate) fn issue(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let sent: IssueIn = body(ctx, form)?;
    let units = |ids: &[String]| -> Result<Vec<UnitId>, Trouble> {
        ids.iter()
            .map(|text| {
                let id = UnitId::parse(text).ok();
                let known = id.filter(|id| ctx.city().registry.unit(id).is_some());
                known.ok_or_else(|| Trouble::Refused(w.with("site-bad-unit", text)))
            })
            .collect()
    };
    let when = match &sent.deadline {
        None => When::NoDate { review_days: None },
        Some(words) => {
            let (rule, from) = deadline(ctx, words)?;
            When::By {
                rule,
                from,
                until: None,
            }
        }
    };
    let order = IssueProposal {
        proposal: None,
        text: Some(sent.text.into()),
        to: units(&sent.leads)?,
        with: Some(units(&sent.coordinating)?),
        product: Some(sent.product.into()),
        when: Some(when),
        field: sent.field.map(Into::into),
        importance: match sent.importance {
            ImportanceIn::Ordinary => Importance::Ordinary,
            ImportanceIn::Key => Importance::Key,
            ImportanceIn::Urgent => Importance::Urgent,
        },
    };
    let done = ctx.act(Command::Issue(Box::new(order)))?;
    let look = ctx.state.look(None)?;
    let streams = done.drafts.iter().map(|draft| draft.stream.as_str());
    let ids = streams.filter_map(|stream| stream.strip_prefix("task/")?.parse::<TaskId>().ok());
    let tasks: Vec<TaskOut> = ids
        .filter_map(|id| {
            Some(task_out(
                ctx,
                look.city.tasks.task(&id)?,
                look.board.line(&id),
            ))
        })
        .map(|mut out| {
            out.version = look.city.version(&format!("task/{}", out.id));
            out
        })
        .collect();
    let first = tasks
        .first()
        .map(|task| format!("/api/v1/tasks/{}", task.id));
    created(&IssuedOut { tasks }, &first.unwrap_or_default())
}

/// A file that was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileOut {
    /// Its SHA-256, in hex.
    hash: String,
    /// Its size in bytes.
    size: u64,
    /// The last part of the name it came with.
    name: String,
}

/// Files that come in.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the OpenAPI document what a form holds")]
pub(crate) struct FilesIn {
    /// The file; may stand several times.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Hands files in, to be named as evidence. Each is kept once, by its hash.
#[utoipa::path(
    post, path = "/api/v1/attachments", operation_id = "attachFiles", tag = "work",
    request_body(content = FilesIn, content_type = "multipart/form-data"),
    responses((status = 201, body = Vec<FileOut>, description = "The files."), Writing),
)]
pub(crate) fn attach(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    if !ctx
        .ask
        .content_type
        .to_ascii_lowercase()
        .starts_with("multipart/form-data")
    {
        let said = ctx.words().t("api-not-multipart");
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Trouble::Odd(Odd::new(status, "not-multipart", said)));
    }
    let files: Vec<FileOut> = form
        .files
        .iter()
        .map(|file| FileOut {
            hash: file.hash.to_string(),
            size: file.size,
            name: file.name.clone(),
        })
        .collect();
    if files.is_empty() {
        let said = ctx.words().t("api-no-files");
        return Err(Trouble::Odd(Odd::new(
            StatusCode::BAD_REQUEST,
            "bad-body",
            said,
        )));
    }
    created(&files, "/api/v1/attachments")
}
