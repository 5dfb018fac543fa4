//! Tasks: what is owed, by whom, by when, and how it stands.

use std::collections::BTreeSet;

use axum::response::Response;
use dondoc_kinds::{DocumentId, TaskId, UnitId};
use dondoc_tasks::{Status, Task};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Trouble;
use crate::api::answers::{Page, Reading, json, page, tagged};
use crate::ask::Ctx;
use crate::board::{Bucket, Line};
use crate::fold::fold;
use crate::form::Form;
use crate::pages::unit_name;

/// A unit, named.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// Its id.
    #[schema(example = "so-noi-vu")]
    pub(crate) id: String,
    /// Its name on the day.
    #[schema(example = "Sở Nội vụ")]
    pub(crate) name: String,
}

pub(crate) fn named(ctx: &Ctx, unit: &UnitId) -> Named {
    Named {
        id: unit.to_string(),
        name: unit_name(ctx, unit),
    }
}

/// How a task stands, worst first.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stands {
    /// Past its deadline.
    Late,
    /// Something says that it may be late.
    AtRisk,
    /// Its deadline is near.
    DueSoon,
    /// Reported as done; the assigner has not answered.
    Waiting,
    /// Its deadline is to come.
    InTime,
    /// It has none.
    NoDeadline,
    /// Suspended.
    Suspended,
    /// Confirmed, done after its deadline.
    DoneLate,
    /// Confirmed, done in time.
    DoneOnTime,
    /// Cancelled.
    Cancelled,
}

impl From<Bucket> for Stands {
    fn from(bucket: Bucket) -> Self {
        match bucket {
            Bucket::Late => Self::Late,
            Bucket::AtRisk => Self::AtRisk,
            Bucket::DueSoon => Self::DueSoon,
            Bucket::Waiting => Self::Waiting,
            Bucket::InTime => Self::InTime,
            Bucket::NoDeadline => Self::NoDeadline,
            Bucket::Suspended => Self::Suspended,
            Bucket::DoneLate => Self::DoneLate,
            Bucket::DoneOnTime => Self::DoneOnTime,
            Bucket::Cancelled => Self::Cancelled,
        }
    }
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskOut {
    /// Its id.
    #[schema(example = "nv-000001")]
    pub(crate) id: String,
    /// What was ordered, in the words of the order.
    pub(crate) text: String,
    /// What is to be handed over.
    pub(crate) product: String,
    /// The unit that answers for it.
    pub(crate) lead: Named,
    /// The unit that gave it.
    pub(crate) assigner: Named,
    /// The units that help.
    pub(crate) coordinating: Vec<Named>,
    /// The document it comes from.
    pub(crate) document: Option<String>,
    /// The item of the order; tasks to several units share it.
    pub(crate) item: String,
    /// The meeting that concluded it.
    pub(crate) meeting: Option<String>,
    /// The field, as a slug.
    pub(crate) field: Option<String>,
    /// How it stands on the day.
    pub(crate) status: Stands,
    /// Days late, for one that is late or was done late.
    pub(crate) days_late: Option<i64>,
    /// The deadline that counts, as a day in Việt Nam; of the next occurrence for
    /// a recurring task.
    #[schema(example = "2024-12-02")]
    pub(crate) due: Option<String>,
    /// The first deadline.
    pub(crate) original_due: Option<String>,
    /// Whether it comes again and again.
    pub(crate) recurring: bool,
    /// How far the unit says it is.
    pub(crate) percent: u8,
    /// The reports on it, oldest first.
    pub(crate) reports: Vec<ReportOut>,
    /// Whether a request for more time waits.
    pub(crate) extension_requested: bool,
    /// How many entries of the ledger it has; its tag in `If-Match`.
    pub(crate) version: u64,
}

/// A report, without its words: these stand in its entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportOut {
    /// Its id.
    pub(crate) id: Option<String>,
    /// Its day.
    pub(crate) on: String,
    /// How far the unit said it was.
    pub(crate) percent: u8,
    /// Whether the unit said that it was done.
    pub(crate) says_done: bool,
    /// Which occurrence of a recurring task it is on; 0 for a task due once.
    pub(crate) occurrence: u32,
    /// How many files came with it.
    pub(crate) evidence: u16,
    /// The entry of the ledger.
    pub(crate) entry: u64,
}

pub(crate) fn version(ctx: &Ctx, task: &TaskId) -> u64 {
    ctx.city().version(&format!("task/{task}"))
}

pub(crate) fn task_out(ctx: &Ctx, task: &Task, line: Option<&Line>) -> TaskOut {
    let days = line.and_then(|line| match line.status {
        Status::Late { days, .. } | Status::DoneLate { days, .. } => Some(days),
        _ => None,
    });
    let due = match line {
        Some(line) => line.due,
        None => task.due().map(|due| due.date()),
    };
    let reports = task.reports.iter().enumerate();
    TaskOut {
        id: task.id.to_string(),
        text: task.text().to_owned(),
        product: task.product().to_owned(),
        lead: named(ctx, &task.lead),
        assigner: named(ctx, &task.assigner),
        coordinating: task.coordinating().map(|unit| named(ctx, unit)).collect(),
        document: task.document().map(ToString::to_string),
        item: task.item().to_string(),
        meeting: task.conclusion_of().map(ToString::to_string),
        field: task.field().map(str::to_owned),
        status: line.map_or(Stands::NoDeadline, |line| line.bucket.into()),
        days_late: days,
        due: due.map(|due| due.to_string()),
        original_due: task.original_due().map(|due| due.date().to_string()),
        recurring: task.recurring().is_some(),
        percent: task.percent(),
        reports: reports
            .map(|(place, report)| ReportOut {
                id: task.report_id(place).map(|id| id.to_string()),
                on: report.on.to_string(),
                percent: report.percent,
                says_done: report.says_done,
                occurrence: report.occurrence,
                evidence: report.evidence,
                entry: report.entry,
            })
            .collect(),
        extension_requested: task.pending_extension().is_some(),
        version: version(ctx, &task.id),
    }
}

/// What is asked of the list.
#[derive(Debug, Default)]
struct Filter {
    words: Vec<String>,
    unit: Option<UnitId>,
    assigner: Option<UnitId>,
    document: Option<DocumentId>,
    statuses: BTreeSet<Bucket>,
}

impl Filter {
    fn of(ctx: &Ctx) -> Result<Self, Trouble> {
        let ask = &ctx.ask;
        let unit = |name: &str| match ask.param(name) {
            None => Ok(None),
            Some(text) => {
                let id = UnitId::parse(text).ok();
                let known = id.filter(|id| ctx.city().registry.unit(id).is_some());
                known
                    .map(Some)
                    .ok_or_else(|| Trouble::bad("site-bad-unit", text))
            }
        };
        let document = match ask.param("document") {
            None => None,
            Some(text) => {
                let id = DocumentId::parse(text).ok();
                let known = id.filter(|id| ctx.city().documents.get(id).is_some());
                Some(known.ok_or_else(|| Trouble::bad("site-bad-document", text))?)
            }
        };
        let mut statuses = BTreeSet::new();
        for slug in ask.param("status").unwrap_or_default().split(',') {
            match slug.trim() {
                "" => {}
                "open" => statuses.extend(Bucket::ALL.into_iter().filter(|it| it.is_open())),
                slug => {
                    let bad = || Trouble::bad("site-bad-status", slug);
                    statuses.insert(Bucket::parse(slug).ok_or_else(bad)?);
                }
            }
        }
        let words = fold(ask.search()?);
        Ok(Self {
            words: words
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            unit: unit("unit")?,
            assigner: unit("assigner")?,
            document,
            statuses,
        })
    }

    fn holds(&self, task: &Task, line: Option<&Line>) -> bool {
        let bucket = line.map(|line| line.bucket);
        (self.statuses.is_empty() || bucket.is_some_and(|it| self.statuses.contains(&it)))
            && self.unit.as_ref().is_none_or(|unit| task.lead == *unit)
            && self
                .assigner
                .as_ref()
                .is_none_or(|unit| task.assigner == *unit)
            && self
                .document
                .as_ref()
                .is_none_or(|document| task.document() == Some(document))
            && self.finds(task)
    }

    fn finds(&self, task: &Task) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let all = fold(&format!("{} {} {}", task.id, task.text(), task.product()));
        self.words.iter().all(|word| all.contains(word.as_str()))
    }
}

/// Returns the tasks that are asked for, by id.
pub(crate) fn found(ctx: &Ctx) -> Result<impl Iterator<Item = (&Task, Option<&Line>)>, Trouble> {
    let filter = Filter::of(ctx)?;
    let board = &ctx.look.board;
    let all = ctx.city().tasks.iter();
    let all = all.map(move |task| (task, board.line(&task.id)));
    Ok(all.filter(move |(task, line)| filter.holds(task, *line)))
}

/// Lists tasks, by id.
#[utoipa::path(
    get, path = "/api/v1/tasks", operation_id = "listTasks", tag = "tasks",
    params(
        ("unit" = Option<String>, Query, description = "The unit that leads."),
        ("assigner" = Option<String>, Query, description = "The unit that assigned."),
        ("document" = Option<String>, Query, description = "The document they come from."),
        ("status" = Option<String>, Query, description = "Statuses, comma-separated; `open` for all that is still owed."),
        ("q" = Option<String>, Query, description = "Words that all must be in it; diacritics don't count."),
        ("as_of" = Option<String>, Query, description = "The day whose end is shown, e.g. `2024-09-30`."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 200, description = "The most things of a page."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, description = "A page of tasks.", body = Page<TaskOut>), Reading),
)]
pub(crate) fn list(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let tasks = found(ctx)?;
    json(&page(
        ctx,
        tasks,
        |(task, _)| task.id.to_string(),
        |(task, line)| task_out(ctx, task, *line),
    )?)
}

/// Returns a task.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}", operation_id = "getTask", tag = "tasks",
    params(
        ("id" = String, Path, description = "The task."),
        ("as_of" = Option<String>, Query, description = "The day whose end is shown."),
        ("If-None-Match" = Option<String>, Header, description = "A tag that is known already."),
    ),
    responses(
        (status = 200, description = "The task.", body = TaskOut, headers(("ETag" = String, description = "Its version, for `If-Match`."))),
        (status = 304, description = "It is as known."),
        Reading
    ),
)]
pub(crate) fn one(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let id: TaskId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let task = ctx.city().tasks.task(&id).ok_or(Trouble::NotFound)?;
    let out = task_out(ctx, task, ctx.look.board.line(&id));
    // How it stands depends on the day too.
    let tag = match ctx.asked_day {
        None => version(ctx, &id).to_string(),
        Some(day) => format!("{}-{day}", version(ctx, &id)),
    };
    tagged(ctx, &out, &tag)
}
