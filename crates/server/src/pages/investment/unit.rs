//! `/investment/units/{id}`: one unit's capital, promises, projects.

use askama::Template;
use axum::response::Response;
use dondoc_investment::room::figures::{Position, View};
use dondoc_investment::room::outlook::Level;
use dondoc_kinds::{ProjectId, UnitId};

use super::chart::{Bar, Svg};
use super::{
    Said, curve, denominator_of, gates, money, month_of, or_dash, part_of, project_link, rate,
    said, share, view, year,
};
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::{Frame, Link};

#[derive(Debug, Template)]
#[template(path = "investment_unit.html")]
struct UnitPage {
    f: Frame,
    unit: Link,
    back: Link,
    rate: String,
    of: String,
    spent: String,
    plan: String,
    low: String,
    said: Option<Said>,
    chart: Svg,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    unspent: String,
    gates: Vec<Bar>,
    promises: Vec<(String, String, String, bool)>,
    projects: Vec<ProjectRow>,
}

#[derive(Debug)]
struct ProjectRow {
    project: Link,
    id: String,
    plan: String,
    spent: String,
    rate: String,
    outlook: String,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let id: UnitId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let view = view(ctx)?;
    let of = denominator_of(&view).ok_or(Trouble::NotFound)?;
    let year = year(ctx, &view);
    let own = || year.positions.iter().filter(|it| it.unit == id);
    own().next().ok_or(Trouble::NotFound)?;
    let positions: Vec<Position> = own().cloned().collect();
    let whole = View::whole(&positions);
    let promises = view.promises();
    let mine = || promises.iter().filter(|it| it.unit == id);
    let marks = mine().filter_map(|it| Some((month_of(view.year, it.by)?, it.promised)));
    let marks = marks.collect();
    let outlook = year.outlook(Level::Unit, id.as_str());
    let only = |unit: &UnitId, _: &ProjectId, _: &smol_str::SmolStr| *unit == id;
    let chart = curve(ctx, &view, outlook, &only, marks);
    let words = outlook.map(|it| said(ctx, &year, it));
    let described = words.as_ref().map_or(String::new(), |it| it.range.clone());
    let waiting = view.waiting(&positions);
    let name = ctx.city().registry.name_on(&id, view.as_of).to_owned();
    let low = view.low_units().unwrap_or_default();
    let low = low.into_iter().find(|it| it.unit == id);
    let mut columns = vec![view.year.to_string()];
    columns.extend(chart.earlier.iter().map(|(year, _)| year.to_string()));
    let projects = View::sums(&positions, |it| it.project.to_string());
    html(&UnitPage {
        unit: Link {
            href: ctx.to(&format!("/units/{id}")),
            text: name.clone(),
        },
        back: Link {
            href: ctx.to("/investment"),
            text: w.t("investment-title"),
        },
        rate: or_dash(ctx, whole.rate),
        of: part_of(ctx, &of),
        spent: money(ctx, whole.spent),
        plan: money(ctx, whole.plan),
        low: low.map_or_else(String::new, |it| {
            w.t(if it.below_promise {
                "investment-below-promise"
            } else {
                "investment-below-city"
            })
        }),
        said: words,
        chart: chart.svg(&w.t("investment-curve-title"), &described),
        columns,
        rows: chart.rows(),
        unspent: money(ctx, waiting.standing.unspent()),
        gates: gates(ctx, &waiting),
        promises: mine()
            .map(|it| {
                let missed = it.due && it.reached.is_none_or(|reached| reached < it.promised);
                let (promised, reached) = (rate(ctx, it.promised), or_dash(ctx, it.reached));
                (w.day(it.by), promised, reached, missed)
            })
            .collect(),
        projects: projects
            .into_iter()
            .filter_map(|sum| {
                let id: ProjectId = sum.key.parse().ok()?;
                let outlook = year.outlook(Level::Project, &sum.key);
                Some(ProjectRow {
                    project: project_link(ctx, &id),
                    id: sum.key.clone(),
                    plan: money(ctx, sum.plan),
                    spent: money(ctx, sum.spent),
                    rate: or_dash(ctx, sum.rate),
                    outlook: outlook.map_or_else(
                        || "–".to_owned(),
                        |it| {
                            let (low, high) = (it.quantiles.q10(), it.quantiles.q90());
                            format!("{} – {}", share(ctx, low), share(ctx, high))
                        },
                    ),
                })
            })
            .collect(),
        f: Frame::new(ctx, name),
    })
}
