//! `/tasks`: the list, with filters.

use askama::Template;
use axum::response::Response;
use dondoc_kinds::{DocumentId, ProposalId, UnitId};
use dondoc_tasks::Task;

use crate::answer::{Trouble, html};
use crate::ask::{Ctx, query};
use crate::board::{Bucket, Line};
use crate::fold::fold;
use crate::pages::{Frame, Link, Row, document, unit_name};

const PAGE: usize = 50;

#[derive(Debug, Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    f: Frame,
    q: String,
    keep: Vec<(String, String)>,
    units: Vec<Choice>,
    documents: Vec<Choice>,
    statuses: Vec<Choice>,
    /// The order whose tasks are shown, when one was asked for.
    item: Option<String>,
    rows: Vec<Row>,
    found: String,
    range: String,
    clear: Option<String>,
    before: Option<Link>,
    after: Option<Link>,
}

/// An option of a list.
#[derive(Debug)]
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// What to show.
#[derive(Debug, Default)]
struct Filter {
    words: Vec<String>,
    unit: Option<UnitId>,
    document: Option<DocumentId>,
    item: Option<ProposalId>,
    status: Option<Wanted>,
}

/// A status, or a group of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Open,
    /// What the share on time is a share of.
    Judged,
    Done,
    One(Bucket),
}

impl Wanted {
    fn parse(slug: &str) -> Option<Self> {
        match slug {
            "open" => Some(Self::Open),
            "judged" => Some(Self::Judged),
            "done" => Some(Self::Done),
            slug => Bucket::parse(slug).map(Self::One),
        }
    }

    fn holds(self, bucket: Bucket) -> bool {
        match self {
            Self::Open => bucket.is_open(),
            Self::Done => matches!(bucket, Bucket::DoneOnTime | Bucket::DoneLate),
            Self::Judged => {
                matches!(bucket, Bucket::DoneOnTime | Bucket::DoneLate | Bucket::Late)
            }
            Self::One(wanted) => bucket == wanted,
        }
    }
}

impl Filter {
    fn of(ctx: &Ctx) -> Result<Self, Trouble> {
        let ask = &ctx.ask;
        let bad = |key| move |given: &str| Trouble::bad(key, given);
        let parsed = |name: &str, key| match ask.param(name) {
            None => Ok(None),
            Some(text) => Ok::<_, Trouble>(Some((text, bad(key)(text)))),
        };
        let mut filter = Self {
            words: fold(ask.search()?).split(' ').map(str::to_owned).collect(),
            ..Self::default()
        };
        filter.words.retain(|word| !word.is_empty());
        if let Some((text, trouble)) = parsed("unit", "site-bad-unit")? {
            let unit = UnitId::parse(text).ok();
            let known = unit.filter(|id| ctx.city().registry.unit(id).is_some());
            filter.unit = Some(known.ok_or(trouble)?);
        }
        if let Some((text, trouble)) = parsed("document", "site-bad-document")? {
            let document = DocumentId::parse(text).ok();
            let known = document.filter(|id| ctx.city().documents.get(id).is_some());
            filter.document = Some(known.ok_or(trouble)?);
        }
        if let Some((text, trouble)) = parsed("item", "site-bad-item")? {
            filter.item = Some(ProposalId::parse(text).map_err(|_| trouble)?);
        }
        if let Some((text, trouble)) = parsed("status", "site-bad-status")? {
            filter.status = Some(Wanted::parse(text).ok_or(trouble)?);
        }
        Ok(filter)
    }

    fn holds(&self, ctx: &Ctx, task: &Task, line: &Line) -> bool {
        self.status.is_none_or(|wanted| wanted.holds(line.bucket))
            && self.unit.as_ref().is_none_or(|unit| task.lead == *unit)
            && self.item.as_ref().is_none_or(|item| task.item() == item)
            && self
                .document
                .as_ref()
                .is_none_or(|document| task.document() == Some(document))
            && self.finds(ctx, task)
    }

    /// Every word must be somewhere: in the order, the product, the unit's
    /// name, the document's, or the id.
    fn finds(&self, ctx: &Ctx, task: &Task) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let document = task.document().and_then(|id| ctx.city().documents.get(id));
        let document = document
            .map(|document| document.short_name())
            .unwrap_or_default();
        let all = fold(&format!(
            "{} {} {} {} {document}",
            task.id,
            task.text(),
            task.product(),
            unit_name(ctx, &task.lead)
        ));
        self.words.iter().all(|word| all.contains(word.as_str()))
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let filter = Filter::of(ctx)?;
    let tasks = &ctx.city().tasks;
    let fits = |line: &&Line| {
        tasks
            .task(&line.task)
            .is_some_and(|task| filter.holds(ctx, task, line))
    };
    let board = &ctx.look.board;
    // The narrowest shelf that holds all that is asked for.
    let found: Vec<&Line> = match (&filter.unit, &filter.document, filter.status) {
        (Some(unit), _, _) => board.led_by(unit).filter(fits).collect(),
        (_, Some(document), _) => board.of_document(document).filter(fits).collect(),
        (_, _, Some(Wanted::One(bucket))) => board.sort(bucket).filter(fits).collect(),
        _ => board.lines().filter(fits).collect(),
    };
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = ctx.ask.page()?.min(pages);
    let first = (page - 1) * PAGE;
    let last = (first + PAGE).min(found.len());
    let rows = Row::all(ctx, found.iter().skip(first).take(PAGE).copied());
    let keep = ["as_of", "lang", "item"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), ctx.ask.param(name)?.to_owned())));
    let filtered = ["q", "unit", "document", "status", "item"]
        .into_iter()
        .any(|name| ctx.ask.param(name).is_some());
    html(&TasksPage {
        f: Frame::new(ctx, w.t("site-tasks-title")),
        q: ctx.ask.search()?.to_owned(),
        keep: keep.collect(),
        units: units(ctx, &filter),
        documents: documents(ctx, &filter),
        statuses: statuses(ctx, &filter),
        item: filter.item.as_ref().map(ToString::to_string),
        found: w.n("site-tasks-found", found.len() as u64 as i64),
        range: format!("{}–{}", first + usize::from(last > 0), last),
        clear: filtered.then(|| ctx.to("/tasks")),
        before: (page > 1).then(|| turn(ctx, page - 1, "site-page-before")),
        after: (page < pages).then(|| turn(ctx, page + 1, "site-page-after")),
        rows,
    })
}

/// Returns a link to another page of the same list.
fn turn(ctx: &Ctx, page: usize, key: &str) -> Link {
    let page = page.to_string();
    let mut params = ctx.ask.others(&["page"]);
    params.push(("page", &page));
    Link {
        href: format!("{}?{}", ctx.ask.path, query(&params)),
        text: ctx.words().t(key),
    }
}

fn units(ctx: &Ctx, filter: &Filter) -> Vec<Choice> {
    let mut all: Vec<Choice> = ctx
        .look
        .board
        .units()
        .map(|(id, _)| id)
        .chain(filter.unit.as_ref().filter(|id| !ctx.look.board.leads(id)))
        .map(|id| Choice {
            value: id.to_string(),
            text: unit_name(ctx, id),
            chosen: filter.unit.as_ref() == Some(id),
        })
        .collect();
    all.sort_by_cached_key(|choice| fold(&choice.text));
    all
}

fn documents(ctx: &Ctx, filter: &Filter) -> Vec<Choice> {
    let each = ctx.city().documents.iter().map(|(id, _)| Choice {
        value: id.to_string(),
        text: document(ctx, id).text,
        chosen: filter.document.as_ref() == Some(id),
    });
    each.collect()
}

fn statuses(ctx: &Ctx, filter: &Filter) -> Vec<Choice> {
    let w = ctx.words();
    let choice = |slug: &str, key: &str, wanted| Choice {
        value: slug.to_owned(),
        text: w.t(key),
        chosen: filter.status == Some(wanted),
    };
    let groups = [
        choice("open", "site-group-open", Wanted::Open),
        choice("done", "site-group-done", Wanted::Done),
        choice("judged", "site-group-judged", Wanted::Judged),
    ];
    let each = Bucket::ALL.map(|bucket| choice(bucket.slug(), bucket.key(), Wanted::One(bucket)));
    groups.into_iter().chain(each).collect()
}
