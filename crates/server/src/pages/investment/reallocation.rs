//! `/investment/reallocation`: what could be moved within the law, and what it
//! would gain; a person decides.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use askama::Template;
use axum::response::Response;
use dondoc_investment::reallocate::{Move, Proposal};
use dondoc_investment::room::moves::{Limits, UNIT, instance};
use dondoc_kinds::{Arg, ProjectId, UnitId};
use dondoc_reallocation::{Effort, propose};
use jiff::civil::Date;

use super::chart::{Svg, frontier};
use super::{
    denominator, denominator_of, money, project_link, say, share, source, unit_link, view, year,
};
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::{Frame, Link};

/// How long a page may search; the command line may take longer.
const TIME: Duration = Duration::from_secs(3);
/// Numbers of papers that the frontier shows.
const FRONTIER: usize = 10;

type Key = (u64, Date, i16);
/// The newest answer: searching is dear, and a meeting looks at it together.
static KEPT: Mutex<Option<(Key, Arc<Proposal>, usize)>> = Mutex::new(None);

#[derive(Debug, Template)]
#[template(path = "investment_reallocation.html")]
struct MovesPage {
    f: Frame,
    back: Link,
    of: String,
    rates: String,
    bound: String,
    looked_at: String,
    moves: Vec<MoveRow>,
    withheld: Vec<String>,
    chart: Svg,
    points: Vec<(String, String, String)>,
    nothing: String,
}

#[derive(Debug)]
struct MoveRow {
    words: String,
    project: Link,
    unit: Link,
    gives: bool,
    firm: bool,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let view = view(ctx)?;
    let mut page = MovesPage {
        f: Frame::new(ctx, w.t("investment-moves-title")),
        back: Link {
            href: ctx.to("/investment"),
            text: w.t("investment-title"),
        },
        of: String::new(),
        rates: String::new(),
        bound: String::new(),
        looked_at: String::new(),
        moves: Vec::new(),
        withheld: Vec::new(),
        chart: Svg::default(),
        points: Vec::new(),
        nothing: w.t("investment-nothing-yet"),
    };
    let Some(of) = denominator_of(&view) else {
        return html(&page);
    };
    page.of = denominator(ctx, &of);
    let year = year(ctx, &view);
    let Some(outlooks) = &year.outlooks else {
        page.nothing = w.t("investment-forecast-none");
        return html(&page);
    };
    let key = (ctx.city().folded(), view.as_of, view.year);
    let known = KEPT.lock().ok().and_then(|kept| kept.clone());
    let known = known.filter(|(of, ..)| *of == key);
    let (proposal, looked_at) = match known {
        Some((_, proposal, looked_at)) => (proposal, looked_at),
        None => {
            let question = instance(&view, outlooks, &Limits::default());
            let effort = Effort {
                time: TIME,
                frontier: FRONTIER,
                ..Effort::default()
            };
            // What the search cannot answer is said; it is no reason for no page.
            let Ok(proposal) = propose(&question, &effort) else {
                page.nothing = w.t("investment-moves-failed");
                return html(&page);
            };
            let (proposal, looked_at) = (Arc::new(proposal), question.projects.len());
            if let Ok(mut kept) = KEPT.lock() {
                *kept = Some((key, Arc::clone(&proposal), looked_at));
            }
            (proposal, looked_at)
        }
    };
    page.nothing.clear();
    page.looked_at = w.both(
        "investment-moves-looked",
        &w.number(year.positions.len() as u64),
        looked_at as i64,
    );
    fill(ctx, &mut page, &proposal);
    html(&page)
}

fn fill(ctx: &Ctx, page: &mut MovesPage, proposal: &Proposal) {
    let w = ctx.words();
    let amount = |value: f64| Arg::Text(money(ctx, (value * UNIT as f64) as i64));
    let args = [
        ("before", Arg::Text(share(ctx, proposal.rate_before))),
        ("after", Arg::Text(share(ctx, proposal.rate_after))),
        ("moves", Arg::Count(proposal.moves.len() as i64)),
        ("moved", amount(proposal.moved as f64)),
    ];
    page.rates = say(ctx, "investment-reallocation-rate", &args);
    let args = [
        ("objective", amount(proposal.objective)),
        ("none", amount(proposal.no_move)),
        ("bound", amount(proposal.bound)),
        ("gap", Arg::Text(share(ctx, proposal.gap))),
    ];
    let key = if proposal.proven {
        "investment-reallocation-proven"
    } else {
        "investment-reallocation-bound"
    };
    page.bound = say(ctx, key, &args);
    page.withheld = proposal
        .withheld
        .iter()
        .map(|it| {
            let name = source(ctx, &it.source.to_string());
            let named = dondoc_investment::reallocate::Withheld {
                source: dondoc_investment::reallocate::Label::Text(name),
                silence: it.silence.clone(),
            };
            w.say(&named)
        })
        .collect();
    page.moves = proposal
        .moves
        .iter()
        .filter_map(|it| row(ctx, it))
        .collect();
    let points: Vec<(usize, f64, f64)> = proposal
        .frontier
        .iter()
        .map(|it| (it.moves, it.gain, it.bound - proposal.no_move))
        .collect();
    page.points = points
        .iter()
        .map(|(moves, gain, most)| {
            let dong = |value: &f64| money(ctx, (value * UNIT as f64) as i64);
            (moves.to_string(), dong(gain), dong(most))
        })
        .collect();
    if points.len() > 1 {
        let words = w.t("investment-frontier-words");
        page.chart = frontier(&w.t("investment-frontier-title"), &words, &points);
    }
}

fn row(ctx: &Ctx, it: &Move) -> Option<MoveRow> {
    let label = it.id.to_string();
    let (project, from) = label.split_once('/')?;
    let project: ProjectId = project.parse().ok()?;
    let unit: UnitId = it.unit.to_string().parse().ok()?;
    let dong = |millions: i64| Arg::Text(money(ctx, millions * UNIT));
    let gives = it.give > 0;
    let args = [
        ("amount", dong(it.take.max(it.give))),
        ("expected", dong(it.expected.round() as i64)),
        ("source", Arg::Text(source(ctx, from))),
    ];
    let key = if gives {
        "investment-move-gives"
    } else {
        "investment-move-takes"
    };
    Some(MoveRow {
        words: say(ctx, key, &args),
        project: project_link(ctx, &project),
        unit: unit_link(ctx, &unit),
        gives,
        firm: it.firm,
    })
}
