//! `/investment/reallocation`: what could be moved within the law, and what it
//! would gain; a person decides.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use askama::Template;
use axum::response::Response;
use dondoc_authority::Action;
use dondoc_city::Command;
use dondoc_investment::reallocate::{Instance, Move, Proposal, check};
use dondoc_investment::room::Command as Record;
use dondoc_investment::room::event::{PlanAdopted, STREAM};
use dondoc_investment::room::moves::{Limits, UNIT, instance, lines_after};
use dondoc_investment::room::plan::{Act, Assigner};
use dondoc_kinds::{Arg, ProjectId, UnitId};
use dondoc_reallocation::{Effort, propose};
use jiff::civil::Date;

use super::chart::{Point, Svg, frontier};
use super::{
    denominator, denominator_of, money, project_link, say, share, source, unit_link, view, year,
};
use crate::access::admit;
use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
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
    /// Whoever looks may adopt it now.
    adopt: bool,
    /// Why it cannot be adopted by this page.
    not_now: String,
    version: u32,
    form: Filled,
}

#[derive(Debug)]
struct MoveRow {
    /// Project and source, and by how many million đồng the plan changes.
    value: String,
    taken: bool,
    words: String,
    project: Link,
    unit: Link,
    gives: bool,
    firm: bool,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default(), &[])?)
}

/// The page; `taken` names the moves that a person ticked, all of them before.
fn page(ctx: &Ctx, form: Filled, taken: &[&str]) -> Result<MovesPage, Trouble> {
    let w = ctx.words();
    let view = view(ctx)?;
    let may = ctx.ask.who.is_some() && admit(ctx, Action::InvestmentReallocate).is_ok();
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
        adopt: may && ctx.asked_day.is_none(),
        not_now: String::new(),
        version: 0,
        form,
    };
    if may && ctx.asked_day.is_some() {
        page.not_now = w.t("investment-adopt-not-of-a-past-day");
    }
    let Some(of) = denominator_of(&view) else {
        return Ok(page);
    };
    page.version = of.version;
    page.of = denominator(ctx, &of);
    let year = year(ctx, &view);
    let Some(outlooks) = &year.outlooks else {
        page.nothing = w.t("investment-forecast-none");
        return Ok(page);
    };
    // Nothing but this room is searched: what else is written changes no proposal.
    let room = ctx.city().version(STREAM);
    let key = (room, view.as_of, view.year);
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
                return Ok(page);
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
    for row in &mut page.moves {
        row.taken = taken.is_empty() || taken.contains(&row.value.as_str());
    }
    Ok(page)
}

/// Adopts the moves that a person ticked, as a version of the plan with its act.
/// What was ticked is checked again by the rules: a part of a proposal may break
/// them. The decision is the person's; nothing is adopted by itself.
pub(crate) fn adopt(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut filled = form.filled();
    let ticked: Vec<&str> = form.all("move").collect();
    let date: Option<Date> = form.get("act_date").parse().ok();
    for (field, key) in [
        ("act", "investment-no-act"),
        ("reason", "investment-no-reason"),
    ] {
        if form.get(field).is_empty() {
            filled.wrong(field, w.t(key));
        }
    }
    if date.is_none() {
        filled.wrong("act_date", w.t("investment-bad-day"));
    }
    let view = view(ctx)?;
    let version = view.version(Assigner::City).ok_or(Trouble::NotFound)?;
    if form.get("version") != version.number.to_string() {
        return Err(Trouble::Stale);
    }
    let year = year(ctx, &view);
    let outlooks = year.outlooks.as_ref().ok_or(Trouble::NotFound)?;
    let question = instance(&view, outlooks, &Limits::default());
    match moves(&question, &ticked) {
        None => filled.wrong("", w.t("investment-no-moves")),
        Some(moves) => {
            let broken = check(&question, &moves);
            if !broken.is_empty() {
                let said = broken.iter().map(|it| w.say(it));
                filled.wrong("", said.collect::<Vec<_>>().join(" "));
            }
            if let (Some(date), false) = (date, filled.is_wrong()) {
                let adopted = PlanAdopted {
                    plan: view.key(Assigner::City),
                    version: 0,
                    act: Act {
                        symbol: form.get("act").into(),
                        date,
                        issuer: form.get("issuer").into(),
                    },
                    reason: form.get("reason").into(),
                    lines: lines_after(version, &moves),
                    import: None,
                };
                // Each change was shown as an amount and ticked: none is a slip.
                let command = Command::Investment(Box::new(Record {
                    event: adopted.into(),
                    confirmed: true,
                }));
                match ctx.act(command) {
                    Ok(_) => {
                        let key = view.key(Assigner::City);
                        return Ok(go(&format!("/investment/plan?plan={key}")));
                    }
                    Err(Trouble::Refused(said)) => filled.wrong("", said),
                    Err(Trouble::Denied(why)) => filled.wrong("", why.in_words(w)),
                    Err(other) => return Err(other),
                }
            }
        }
    }
    again(&page(ctx, filled, &ticked)?)
}

/// The moves that were ticked: `PROJECT/SOURCE AMOUNT`, in million đồng, taken
/// where it is below zero. `None` when there are none, or one cannot be read.
fn moves(question: &Instance, ticked: &[&str]) -> Option<Vec<Move>> {
    let one = |ticked: &&str| {
        let (id, amount) = ticked.rsplit_once(' ')?;
        let amount: i64 = amount.parse().ok()?;
        let known = question.projects.iter();
        let known = known.into_iter().find(|it| it.id.to_string() == id)?;
        Some(Move {
            id: known.id.clone(),
            unit: known.unit.clone(),
            source: known.source.clone(),
            take: amount.checked_neg()?.max(0),
            give: amount.max(0),
            expected: 0.0,
            firm: false,
        })
    };
    let all: Option<Vec<Move>> = ticked.iter().map(one).collect();
    all.filter(|all| !all.is_empty())
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
        let drawn = points.iter().zip(&page.points);
        let drawn = drawn.map(|((moves, gain, most), (_, words, _))| Point {
            moves: *moves,
            gain: *gain,
            most: *most,
            words: words.clone(),
        });
        let drawn: Vec<Point> = drawn.collect();
        let axes = [w.t("investment-col-gain"), w.t("investment-col-papers")];
        let [up, across] = axes.each_ref().map(String::as_str);
        let title = w.t("investment-frontier-title");
        page.chart = frontier(&title, &words, [up, across], &drawn);
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
        value: format!("{label} {}", it.give - it.take),
        taken: true,
        words: say(ctx, key, &args),
        project: project_link(ctx, &project),
        unit: unit_link(ctx, &unit),
        gives,
        firm: it.firm,
    })
}
