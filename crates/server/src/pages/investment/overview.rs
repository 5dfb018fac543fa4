//! `/investment`: where the money stands, where the year will end, what holds it up.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use dondoc_authority::Action;
use dondoc_investment::room::figures::{Sum, View, rate as rate_of, reconcile};
use dondoc_investment::room::outlook::{Level, judged};
use dondoc_investment::room::plan::Assigner;
use dondoc_kinds::{Arg, UnitId};
use jiff::civil::Date;

use super::chart::{Bar, Dot, Standing, Svg, map};
use super::{
    Said, Year, curve, denominator, denominator_of, gates, money, month_of, or_dash, project_link,
    rate, said, say, share, source, unit_link, view, year,
};
use crate::access::admit;
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::{Frame, Link};

#[derive(Debug, Template)]
#[template(path = "investment.html")]
struct InvestmentPage {
    f: Frame,
    none: bool,
    year: String,
    years: Vec<(Link, bool)>,
    links: Vec<Link>,
    shown: Option<Shown>,
}

#[derive(Debug)]
struct Shown {
    head: Vec<(String, String)>,
    said: Option<Said>,
    chart: Svg,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    low_rule: String,
    units: Vec<UnitRow>,
    unspent: String,
    gates: Vec<Bar>,
    sources: Vec<(String, String, String, String)>,
    mismatches: Vec<(Link, String)>,
    mismatch_count: String,
    judged: Vec<String>,
    map: Svg,
    /// Shapes of the map with what they say.
    map_legend: Vec<(Svg, String)>,
}

#[derive(Debug)]
struct UnitRow {
    unit: Link,
    projects: usize,
    plan: String,
    spent: String,
    rate: String,
    width: u32,
    outlook: String,
    promised: String,
    low: String,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let view = view(ctx)?;
    let shown = denominator_of(&view).map(|_| shown(ctx, &view));
    let years = view.room.years().map(|it| {
        let link = Link {
            href: ctx.to(&format!("/investment?year={it}")),
            text: it.to_string(),
        };
        (link, it == view.year)
    });
    let mut links = vec![
        ("/investment/plan", "investment-plan-title"),
        ("/investment/reallocation", "investment-moves-title"),
    ];
    if ctx.ask.who.is_some() && admit(ctx, Action::InvestmentReport).is_ok() {
        links.push(("/investment/import", "investment-import-title"));
    }
    html(&InvestmentPage {
        f: Frame::new(ctx, ctx.words().t("investment-title")),
        none: shown.is_none(),
        year: view.year.to_string(),
        years: years.collect(),
        links: links
            .into_iter()
            .map(|(path, key)| Link {
                href: ctx.to(path),
                text: ctx.words().t(key),
            })
            .collect(),
        shown,
    })
}

fn shown(ctx: &Ctx, view: &View<'_>) -> Shown {
    let w = ctx.words();
    let year = year(ctx, view);
    let mut head = Vec::new();
    for assigner in [Assigner::City, Assigner::PrimeMinister] {
        if let Some(of) = view.denominator(assigner) {
            let rate = rate_of(year.whole.spent, of.total);
            head.push((or_dash(ctx, rate), denominator(ctx, &of)));
        }
    }
    let spent = money(ctx, year.whole.spent);
    head.push((spent, w.t("investment-spent-by-treasury")));
    let city = year.outlook(Level::City, "");
    let chart = curve(ctx, view, city, &|_, _, _| true, promised(view, &year));
    let words = city.map(|it| said(ctx, &year, it));
    let described = words.as_ref().map_or(String::new(), |it| it.range.clone());
    let mut columns = vec![view.year.to_string()];
    columns.extend(chart.earlier.iter().map(|(year, _)| year.to_string()));
    let waiting = view.waiting(&year.positions);
    let mismatches = reconcile(view.room, view.year, view.as_of);
    let sources = View::sums(&year.positions, |it| it.source.to_string());
    Shown {
        head,
        said: words,
        chart: chart.svg(&w.t("investment-curve-title"), &described),
        columns,
        rows: chart.rows(),
        low_rule: view
            .room
            .law
            .low
            .as_ref()
            .map_or(String::new(), |it| it.citation.to_string()),
        units: units(ctx, view, &year),
        unspent: money(ctx, waiting.standing.unspent()),
        gates: gates(ctx, &waiting),
        sources: sources
            .iter()
            .map(|it| {
                let name = source(ctx, &it.key);
                let (plan, spent) = (money(ctx, it.plan), money(ctx, it.spent));
                (name, plan, spent, or_dash(ctx, it.rate))
            })
            .collect(),
        mismatch_count: w.n("investment-n-mismatches", mismatches.len() as i64),
        mismatches: mismatches
            .iter()
            .take(10)
            .map(|it| {
                let args = [
                    ("treasury", Arg::Text(money(ctx, it.treasury.1))),
                    ("investor", Arg::Text(money(ctx, it.investor.1))),
                    ("day", Arg::Text(w.day(it.treasury.0))),
                ];
                let words = say(ctx, "investment-mismatch", &args);
                (project_link(ctx, &it.project), words)
            })
            .collect(),
        judged: errors(ctx, view),
        map: dots(ctx, view, &year),
        map_legend: Standing::ALL
            .map(|it| (it.sample(), w.with("investment-map-standing", it.word())))
            .into(),
    }
}

/// What the units promised together, weighed by their plans: month and rate of each
/// day for which every unit with capital promised.
fn promised(view: &View<'_>, year: &Year) -> Vec<(u32, i64)> {
    let mut days: BTreeMap<Date, (i128, i128, usize)> = BTreeMap::new();
    for promise in view.promises() {
        let of = |sum: &&Sum| sum.key == promise.unit.as_str();
        if let Some(sum) = year.units.iter().find(of) {
            let day = days.entry(promise.by).or_default();
            day.0 += i128::from(promise.promised) * i128::from(sum.plan);
            day.1 += i128::from(sum.plan);
            day.2 += 1;
        }
    }
    let all = days
        .into_iter()
        .filter(|(_, (.., n))| *n == year.units.len());
    let mark = |(by, (money, plan, _)): (Date, (i128, i128, usize))| {
        let rate = i64::try_from(money.checked_div(plan)?).ok()?;
        Some((month_of(view.year, by)?, rate))
    };
    all.filter_map(mark).collect()
}

fn units(ctx: &Ctx, view: &View<'_>, year: &Year) -> Vec<UnitRow> {
    let low = view.low_units().unwrap_or_default();
    let promises = view.promises();
    let row = |sum: &Sum| {
        let id = UnitId::parse(&sum.key).ok()?;
        let outlook = year.outlook(Level::Unit, &sum.key);
        let due = promises.iter().rev().find(|it| it.unit == id && it.due);
        let on_list = low.iter().find(|it| it.unit == id);
        let range = |it: &dondoc_investment::room::outlook::Outlook| {
            let (low, high) = (it.quantiles.q10(), it.quantiles.q90());
            format!("{} – {}", share(ctx, low), share(ctx, high))
        };
        let reason = |it: &dondoc_investment::room::figures::LowUnit| {
            ctx.words().t(if it.below_promise {
                "investment-below-promise"
            } else {
                "investment-below-city"
            })
        };
        Some(UnitRow {
            unit: unit_link(ctx, &id),
            projects: sum.projects,
            plan: money(ctx, sum.plan),
            spent: money(ctx, sum.spent),
            rate: or_dash(ctx, sum.rate),
            width: u32::try_from(sum.rate.unwrap_or(0).clamp(0, 10_000) / 10).unwrap_or(0),
            outlook: outlook.map_or_else(|| "–".to_owned(), range),
            promised: due.map_or_else(|| "–".to_owned(), |it| rate(ctx, it.promised)),
            low: on_list.map_or_else(String::new, reason),
        })
    };
    year.units.iter().filter_map(row).collect()
}

fn dots(ctx: &Ctx, view: &View<'_>, year: &Year) -> Svg {
    let sums = View::sums(&year.positions, |it| it.project.to_string());
    let dot = |sum: Sum| {
        let id = sum.key.parse().ok()?;
        let record = view.room.projects.get(&id)?.record();
        let link = project_link(ctx, &id);
        Some(Dot {
            place: record.place?,
            href: link.href,
            name: format!("{}: {}", link.text, or_dash(ctx, sum.rate)),
            plan: sum.plan,
            rate: sum.rate.unwrap_or(0),
        })
    };
    let dots: Vec<Dot> = sums.into_iter().filter_map(dot).collect();
    let w = ctx.words();
    map(
        &w.t("investment-map-title"),
        &w.t("investment-map-words"),
        &dots,
    )
}

fn errors(ctx: &Ctx, view: &View<'_>) -> Vec<String> {
    let say_one = |it: &dondoc_investment::room::outlook::Judged| {
        let word = Arg::from(it.level.as_str());
        let level = say(ctx, "investment-level", &[("level", word)]);
        let args = [
            ("day", Arg::Text(ctx.words().day(it.as_of))),
            ("year", Arg::Text(it.plan_year.to_string())),
            ("level", Arg::Text(level)),
            ("n", Arg::Count(it.n as i64)),
            ("error", Arg::Text(rate(ctx, it.error))),
            ("within", Arg::Text(rate(ctx, it.within80))),
        ];
        say(ctx, "investment-forecast-judged", &args)
    };
    judged(view).iter().map(say_one).collect()
}
