//! `/tasks`: the list, with filters.

use askama::Template;
use axum::response::Response;
use std::collections::BTreeSet;

use dondoc_authority::{Action, Resource};
use dondoc_kinds::{DocumentId, PersonId, ProposalId, UnitId};
use dondoc_tasks::Task;

use crate::access;
use crate::answer::{Trouble, html};
use crate::ask::{Ctx, query};
use crate::board::{Bucket, Line};
use crate::fold::fold;
use crate::pages::{Frame, Link, Row, document, export, groups, person_name, unit_name, views};

const PAGE: usize = 50;

/// The parameters that narrow the list.
pub(crate) const FILTERS: [&str; 8] = [
    "q", "unit", "document", "status", "item", "field", "assigner", "leader",
];

#[derive(Debug, Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    f: Frame,
    q: String,
    keep: Vec<(String, String)>,
    units: Vec<Choice>,
    documents: Vec<Choice>,
    statuses: Vec<Choice>,
    fields: Vec<Choice>,
    /// The order whose tasks are shown, when one was asked for.
    item: Option<String>,
    rows: Vec<Row>,
    found: String,
    range: String,
    clear: Option<String>,
    before: Option<Link>,
    after: Option<Link>,
    files: [Link; 2],
    /// What else narrows the list.
    besides: Vec<String>,
    /// Whether something can be done to many.
    bulk: bool,
    /// The list as parameters, to be done to or saved whole.
    params: Vec<(String, String)>,
    views: Option<Vec<views::Row>>,
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
pub(crate) struct Filter {
    words: Vec<String>,
    unit: Option<UnitId>,
    document: Option<DocumentId>,
    item: Option<ProposalId>,
    status: Option<Wanted>,
    field: Option<String>,
    assigner: Option<UnitId>,
    /// The units that a leader heads.
    led: Option<(PersonId, BTreeSet<UnitId>)>,
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
    pub(crate) fn of(ctx: &Ctx) -> Result<Self, Trouble> {
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
        if let Some((text, trouble)) = parsed("assigner", "site-bad-unit")? {
            let unit = UnitId::parse(text).ok();
            let known = unit.filter(|id| ctx.city().registry.unit(id).is_some());
            filter.assigner = Some(known.ok_or(trouble)?);
        }
        if let Some((text, trouble)) = parsed("leader", "office-bad-leader")? {
            let person = PersonId::parse(text).ok().ok_or(trouble)?;
            let units = groups::headed_by(ctx, &person);
            filter.led = Some((person, units));
        }
        filter.field = ask.param("field").map(str::to_owned);
        Ok(filter)
    }

    /// Says what else than the fields of the form narrows the list.
    fn besides(&self, ctx: &Ctx) -> Vec<String> {
        let w = ctx.words();
        let leader = self.led.as_ref().map(|(id, _)| person_name(ctx, id));
        let leader = leader.map(|name| w.with("office-by-leader-is", &name));
        let assigner = self.assigner.as_ref().map(|id| unit_name(ctx, id));
        let assigner = assigner.map(|name| w.with("office-by-assigner-is", &name));
        leader.into_iter().chain(assigner).collect()
    }

    /// Whether anything but the status narrows a shelf that holds the unit's or the
    /// document's tasks: then each task must be looked at.
    fn looks_at_tasks(&self) -> bool {
        (self.unit.is_some() && self.document.is_some())
            || self.item.is_some()
            || self.assigner.is_some()
            || self.led.is_some()
            || self.field.is_some()
            || !self.words.is_empty()
    }

    fn holds(&self, ctx: &Ctx, task: &Task, line: &Line) -> bool {
        self.status.is_none_or(|wanted| wanted.holds(line.bucket))
            && self.unit.as_ref().is_none_or(|unit| task.lead == *unit)
            && self.item.as_ref().is_none_or(|item| task.item() == item)
            && self
                .assigner
                .as_ref()
                .is_none_or(|unit| task.assigner == *unit)
            && self
                .led
                .as_ref()
                .is_none_or(|(_, units)| units.contains(&task.lead))
            && (self.field.as_deref()).is_none_or(|field| task.field() == Some(field))
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

/// Returns the lines that are asked for, worst first.
pub(crate) fn found<'c>(ctx: &'c Ctx, filter: &Filter) -> Vec<&'c Line> {
    let tasks = &ctx.city().tasks;
    let looks = filter.looks_at_tasks();
    let fits = |line: &&Line| {
        if !looks {
            return filter.status.is_none_or(|wanted| wanted.holds(line.bucket));
        }
        tasks
            .task(&line.task)
            .is_some_and(|task| filter.holds(ctx, task, line))
    };
    let board = &ctx.look.board;
    // The narrowest shelf that holds all that is asked for.
    if let (Some(field), None, None) = (&filter.field, &filter.unit, &filter.document) {
        return board.of_field(field).filter(fits).collect();
    }
    if let (Some(assigner), None, None) = (&filter.assigner, &filter.unit, &filter.document) {
        return board.assigned_by(assigner).filter(fits).collect();
    }
    match (&filter.unit, &filter.document, filter.status) {
        (Some(unit), _, _) => board.led_by(unit).filter(fits).collect(),
        (_, Some(document), _) => board.of_document(document).filter(fits).collect(),
        (_, _, Some(Wanted::One(bucket))) => board.sort(bucket).filter(fits).collect(),
        _ => board.lines().filter(fits).collect(),
    }
}

/// The same list as a file, whole.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    let filter = Filter::of(ctx)?;
    let found = found(ctx, &filter);
    export::tasks(ctx, &ctx.words().t("site-tasks-title"), found.into_iter())
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let filter = Filter::of(ctx)?;
    let found = found(ctx, &filter);
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = ctx.ask.page()?.min(pages);
    let first = (page - 1) * PAGE;
    let last = (first + PAGE).min(found.len());
    let mut rows = Row::all(ctx, found.iter().skip(first).take(PAGE).copied());
    let bulk = ctx.asked_day.is_none() && may_ask_many(ctx);
    rows.iter_mut().for_each(|row| row.ticks = bulk);
    let keep = ["as_of", "lang", "item", "assigner", "leader"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), ctx.ask.param(name)?.to_owned())));
    let filtered = FILTERS
        .into_iter()
        .any(|name| ctx.ask.param(name).is_some());
    let params = FILTERS.into_iter();
    let params = params.filter_map(|name| Some((name.to_owned(), ctx.ask.param(name)?.to_owned())));
    html(&TasksPage {
        besides: filter.besides(ctx),
        bulk,
        params: params.collect(),
        views: views::rows(ctx)?,
        f: Frame::new(ctx, w.t("site-tasks-title")),
        q: ctx.ask.search()?.to_owned(),
        keep: keep.collect(),
        units: units(ctx, &filter),
        documents: documents(ctx, &filter),
        statuses: statuses(ctx, &filter),
        fields: fields(ctx, &filter),
        item: filter.item.as_ref().map(ToString::to_string),
        files: export::links(ctx, "/tasks"),
        found: w.n("site-tasks-found", found.len() as u64 as i64),
        range: format!("{}–{}", first + usize::from(last > 0), last),
        clear: filtered.then(|| ctx.to("/tasks")),
        before: (page > 1).then(|| turn(ctx, page - 1, "site-page-before")),
        after: (page < pages).then(|| turn(ctx, page + 1, "site-page-after")),
        rows,
    })
}

/// Whether somebody asks units to explain themselves: then of many at once.
fn may_ask_many(ctx: &Ctx) -> bool {
    let Ok(unit) = ctx.in_name_of() else {
        return false;
    };
    let own = Resource::Own { unit, kind: None };
    access::may(ctx, Action::TaskDemandExplanation, &own)
}

/// Returns a link to another page of the same list.
pub(crate) fn turn(ctx: &Ctx, page: usize, key: &str) -> Link {
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

fn fields(ctx: &Ctx, filter: &Filter) -> Vec<Choice> {
    let mut all = groups::fields(ctx);
    // One that no task has now can still be asked for.
    if let Some(asked) = &filter.field
        && all.iter().all(|(slug, _)| slug != asked)
    {
        all.push((asked.clone(), groups::field_name(ctx.words(), asked)));
    }
    let each = all.into_iter().map(|(slug, name)| Choice {
        chosen: filter.field.as_ref() == Some(&slug),
        value: slug,
        text: name,
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
