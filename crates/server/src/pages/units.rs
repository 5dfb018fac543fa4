//! `/units`: the units of the day.

use std::cmp::Reverse;

use askama::Template;
use axum::response::Response;
use dondoc_kinds::UnitId;
use dondoc_registry::Level;
use dondoc_sheets::{ColumnKind, OutCell};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::fold::fold;
use crate::pages::export::{self, number, words};
use crate::pages::{Frame, Link, unit};

#[derive(Debug, Template)]
#[template(path = "units.html")]
struct UnitsPage {
    f: Frame,
    q: String,
    keep: Vec<(String, String)>,
    found: String,
    /// Units that lead tasks, most late first.
    leading: Vec<UnitRow>,
    /// The others, by level.
    others: Vec<Group>,
    /// Whether the groups stand open, since something was searched for.
    is_search: bool,
    files: [Link; 2],
}

#[derive(Debug)]
struct UnitRow {
    unit: Link,
    kind: String,
    ended: Option<String>,
    tasks: u32,
    open: u32,
    late: u32,
    at_risk: u32,
    on_time: String,
    tasks_href: String,
    late_href: String,
    risk_href: String,
}

#[derive(Debug)]
struct Group {
    name: String,
    count: String,
    units: Vec<Link>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx)?)
}

fn page(ctx: &Ctx) -> Result<UnitsPage, Trouble> {
    let w = ctx.words();
    let registry = &ctx.city().registry;
    let day = ctx.look.as_of;
    let q = ctx.ask.search()?;
    let asked = fold(q);
    let fits = |id: &UnitId| {
        let name = fold(registry.name_on(id, day));
        asked.split(' ').all(|word| name.contains(word))
    };
    let mut leading: Vec<_> = ctx.look.board.units().filter(|(id, _)| fits(id)).collect();
    leading.sort_by_cached_key(|(id, counts)| {
        let late = counts.of(Bucket::Late);
        (
            Reverse(late),
            Reverse(counts.open()),
            fold(registry.name_on(id, day)),
        )
    });
    let rest = |id: &UnitId| !ctx.look.board.leads(id) && fits(id);
    let groups = [
        (Some(Level::Province), "site-level-province"),
        (Some(Level::District), "site-level-district"),
        (Some(Level::Commune), "site-level-commune"),
        (None, "site-level-other"),
    ];
    let mut others = Vec::new();
    for (level, key) in groups {
        let mut units: Vec<Link> = registry
            .units_on(day)
            .into_iter()
            .filter(|id| registry.level(id) == level && rest(id))
            .map(|id| unit(ctx, id))
            .collect();
        units.sort_by_cached_key(|link| fold(&link.text));
        if !units.is_empty() {
            others.push(Group {
                name: w.t(key),
                count: w.number(units.len() as u64),
                units,
            });
        }
    }
    let found = leading.len() + others.iter().map(|group| group.units.len()).sum::<usize>();
    let rows = leading.into_iter().map(|(id, counts)| UnitRow {
        unit: unit(ctx, id),
        kind: kind(ctx, id),
        ended: registry
            .unit(id)
            .and_then(|it| it.until)
            .filter(|until| *until <= day)
            .map(|until| w.with("site-unit-ended", &w.day(until))),
        tasks: counts.all(),
        open: counts.open(),
        late: counts.of(Bucket::Late),
        at_risk: counts.of(Bucket::AtRisk),
        on_time: counts
            .on_time()
            .map_or_else(|| "–".to_owned(), |share| w.percent(share)),
        tasks_href: ctx.to(&format!("/tasks?unit={id}")),
        late_href: ctx.to(&format!("/tasks?unit={id}&status=late")),
        risk_href: ctx.to(&format!("/tasks?unit={id}&status=at-risk")),
    });
    let keep = ["as_of", "lang"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), ctx.ask.param(name)?.to_owned())));
    Ok(UnitsPage {
        files: export::links(ctx, "/units"),
        f: Frame::new(ctx, w.t("site-units-title")),
        q: q.to_owned(),
        keep: keep.collect(),
        found: w.n("site-units-found", found as i64),
        leading: rows.collect(),
        others,
        is_search: !q.is_empty(),
    })
}

/// The units as a file: those that lead tasks, most late first, then the others by
/// level.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    const HEADINGS: &[export::Heading] = &[
        ("site-col-unit", ColumnKind::Long),
        ("site-col-kind", ColumnKind::Short),
        ("site-col-tasks", ColumnKind::Number),
        ("site-col-open", ColumnKind::Number),
        ("site-status-late", ColumnKind::Number),
        ("site-status-at-risk", ColumnKind::Number),
        ("site-figure-on-time", ColumnKind::Short),
    ];
    let page = page(ctx)?;
    let leading = page.leading.into_iter().map(|it| {
        let kind = [it.kind, it.ended.unwrap_or_default()].join(" ");
        let mut cells = vec![words(&it.unit.text), words(kind.trim())];
        let counts = [it.tasks, it.open, it.late, it.at_risk];
        cells.extend(counts.map(|count| number(i128::from(count))));
        cells.push(words(&it.on_time));
        cells
    });
    let others = page.others.into_iter().flat_map(|group| {
        let name = group.name;
        group.units.into_iter().map(move |unit| {
            let mut cells = vec![words(&unit.text), words(&name)];
            cells.resize(HEADINGS.len(), OutCell::Empty);
            cells
        })
    });
    let rows = leading.chain(others).collect();
    export::answer(ctx, &ctx.words().t("site-units-title"), HEADINGS, rows)
}

/// Returns the word for a unit's kind.
pub(crate) fn kind(ctx: &Ctx, id: &UnitId) -> String {
    let registry = &ctx.city().registry;
    let known = registry
        .unit(id)
        .and_then(|it| registry.naming().kind(&it.kind));
    let term = known.map(|kind| match ctx.words().lang {
        dondoc_messages::Lang::Vi => kind.term_vi.clone(),
        dondoc_messages::Lang::En => kind.term_en.clone(),
    });
    term.unwrap_or_default()
}
