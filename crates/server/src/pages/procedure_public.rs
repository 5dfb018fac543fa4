//! `/public/procedures/{log}`: for everybody, how long it really takes, where cases
//! wait, and whether it gets better. Small numbers are not shown. The place names a
//! procedure by its code, or a log; a log of a procedure is shown as that.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use dondoc_lake::{EventLog, NO_TIME};
use dondoc_procedures::Working;
use dondoc_procedures::room::state::Procedure;
use dondoc_procedures::throughput::{By, throughput};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::logs::{self, span};
use crate::pages::procedure::{Bar, Drawing, Way, drawing, months_bars, waits};
use crate::pages::procedure_catalogue::limit;
use crate::pages::procedure_page::{ChangeRow, Kept, StepRow, changes, history, kept, steps};
use crate::pages::{Frame, Link};
use crate::seen::seen;

/// Fewer cases than this might be somebody's neighbour: nothing is said of them.
const LEAST: u64 = 10;
/// The steps that the public map shows.
const STEPS: usize = 12;

#[derive(Debug, Template)]
#[template(path = "procedure_public.html")]
struct PublicPage {
    f: Frame,
    prescribed: Option<Prescribed>,
    lead: String,
    spread: Vec<Bar>,
    units: Vec<Bar>,
    left_out: Option<String>,
    until: Option<String>,
    causes: Vec<Bar>,
    before: Vec<Bar>,
    trend: Vec<Bar>,
    drawing: Drawing,
}

/// What the catalogue says, and what was promised and measured.
#[derive(Debug)]
struct Prescribed {
    code: String,
    facts: Vec<(String, String)>,
    steps: Vec<StepRow>,
    kept: Option<Kept>,
    history: Vec<Bar>,
    changes: Vec<ChangeRow>,
    status: Link,
}

fn prescribed(ctx: &Ctx, procedure: &Procedure) -> Option<Prescribed> {
    let w = ctx.words();
    let day = ctx.look.as_of;
    let version = procedure.around(day)?;
    let record = &version.record;
    let assessed = procedure
        .assessment(day)
        .filter(|(_, it)| it.finished >= LEAST);
    Some(Prescribed {
        code: record.code.to_string(),
        facts: vec![
            (w.t("procedure-fact-limit"), limit(ctx, record.limit)),
            (w.t("procedure-fact-act"), record.act.to_string()),
            (
                w.t("procedure-fact-fee"),
                w.with("procedure-dong", &w.number(record.fee.max(0) as u64)),
            ),
            (
                w.t("procedure-fact-online"),
                w.t(&format!("procedure-online-{}", record.online.slug())),
            ),
        ],
        steps: steps(ctx, version, assessed.map(|(_, it)| it)),
        kept: assessed.map(|(at, it)| kept(ctx, *at, it, LEAST)),
        history: history(ctx, procedure),
        changes: changes(ctx, procedure),
        status: Link {
            href: ctx.to("/public/cases"),
            text: w.t("procedure-status-title"),
        },
    })
}

/// The procedure that the path names, or whose log it names.
fn procedure(ctx: &Ctx) -> Option<&Procedure> {
    let place = ctx.ask.place();
    let all = &ctx.city().procedures;
    let by_code = all.by_code(place).map(|(_, it)| it);
    by_code.or_else(|| all.of_log(place).map(|(_, it)| it))
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let procedure = procedure(ctx);
    let working = logs::working(ctx);
    let (title, events, name) = match procedure {
        Some(procedure) => {
            let version = procedure.around(ctx.look.as_of).ok_or(Trouble::NotFound)?;
            let title = version.record.title.to_string();
            let cases = logs::of_procedure(ctx, procedure)?;
            (title, cases.log, cases.segments)
        }
        None => {
            let known = logs::known(ctx, ctx.ask.place())?;
            let segment = known.imported.segment.to_string();
            (logs::name(known), logs::events(ctx, known)?, segment)
        }
    };
    let (log, until) = settled(&events);
    if log.cases() < LEAST as usize {
        return Err(Trouble::Refused(w.t("procedure-public-too-few")));
    }
    let seen = seen(&format!("{name}\npublic"), &working, || {
        Ok::<_, Trouble>(Arc::new(log))
    })?;
    let (log, day) = (&*seen.log, seen.day);
    let all = seen.whole().ok_or(Trouble::NotFound)?;
    let time = |seconds: Option<f64>| span(ctx, seconds.unwrap_or(0.0), day);
    let by_unit = throughput(log, &By::Unit, Some(&working)).unwrap_or_default();
    let (mut shown, small): (Vec<_>, Vec<_>) = by_unit
        .into_iter()
        .filter(|group| group.name.is_some())
        .partition(|group| group.cases >= LEAST);
    shown.sort_by(|a, b| {
        b.working_p50
            .unwrap_or(0.0)
            .total_cmp(&a.working_p50.unwrap_or(0.0))
    });
    let slowest = shown
        .first()
        .and_then(|group| group.working_p50)
        .unwrap_or(1.0);
    let units = shown
        .iter()
        .map(|group| Bar {
            name: group.name.clone().unwrap_or_default(),
            value: w.both(
                "procedure-month",
                &time(group.working_p50),
                group.cases as i64,
            ),
            width: (group.working_p50.unwrap_or(0.0) / slowest.max(1.0) * 1_000.0) as u32,
            slug: "in-time",
        })
        .collect();
    let months = seen.months().iter().filter(|month| month.cases >= LEAST);
    let months: Vec<_> = months.cloned().collect();
    let (causes, before, _) = waits(ctx, seen.waiting(), log.cases());
    // What few cases did is left out of the map before it is drawn.
    let mut map = seen.map().clone();
    map.edges.retain(|edge| edge.n >= LEAST);
    map.starts.retain(|start| start.n >= LEAST);
    map.ends.retain(|end| end.n >= LEAST);
    let detail = dondoc_procedures::picture::Detail {
        activities: STEPS,
        arrows: 0.8,
    };
    html(&PublicPage {
        f: Frame::new(ctx, title),
        prescribed: procedure.and_then(|it| prescribed(ctx, it)),
        lead: logs::pair(
            ctx,
            "procedure-public-lead",
            &time(all.working_p50),
            &time(all.working_p90),
        ),
        spread: spread(ctx, log, &working, day),
        units,
        left_out: (!small.is_empty()).then(|| {
            w.both(
                "procedure-public-small",
                &LEAST.to_string(),
                small.len() as i64,
            )
        }),
        until: until
            .and_then(|at| jiff::Timestamp::from_microsecond(at).ok())
            .map(|at| {
                let day = w.day(dondoc_city::civil(at).date());
                w.with("procedure-public-until", &day)
            }),
        causes,
        before,
        trend: months_bars(ctx, &months, day),
        drawing: drawing(ctx, &map, detail, day, 0, &Way::default()),
    })
}

/// The cases that were received so long ago that ninety-nine in a hundred would have
/// ended by now, and until when that was: of later ones the quick have ended and the
/// slow still run, which would flatter.
fn settled(log: &EventLog) -> (EventLog, Option<i64>) {
    let all: Vec<usize> = (0..log.cases()).collect();
    let wall = dondoc_procedures::throughput::whole(log, None);
    let last = log.time().iter().copied().max();
    let (Some(long), Some(last)) = (wall.p99, last) else {
        return (log.clone(), None);
    };
    let until = last - (long * 1e6) as i64;
    let early: Vec<usize> = all
        .into_iter()
        .filter(|&case| log.case_times(case).first().is_some_and(|&at| at <= until))
        .collect();
    if early.len() < LEAST as usize {
        return (log.clone(), None);
    }
    (log.select_cases(&early), Some(until))
}

/// How many cases took how many working days. A class of fewer than [`LEAST`] joins
/// the one before it.
fn spread(ctx: &Ctx, log: &EventLog, working: &Working, day: f64) -> Vec<Bar> {
    const ENDS: [u32; 8] = [1, 3, 5, 10, 15, 20, 30, 60];
    let w = ctx.words();
    let Some(clock) = working.clock(log) else {
        return Vec::new();
    };
    let mut counts = [0_u64; ENDS.len() + 1];
    let mut cases = 0;
    for case in 0..log.cases() {
        let known = log
            .case_times(case)
            .iter()
            .copied()
            .filter(|&at| at != NO_TIME);
        let (Some(first), Some(last)) = (known.clone().min(), known.max()) else {
            continue;
        };
        let days = (clock.elapsed(last) - clock.elapsed(first)) as f64 / 1e6 / day;
        let class = ENDS.iter().position(|&end| days <= f64::from(end));
        counts[class.unwrap_or(ENDS.len())] += 1;
        cases += 1;
    }
    // (from, to, cases); the last class has no end.
    let mut classes: Vec<(u32, Option<u32>, u64)> = Vec::new();
    for (place, &count) in counts.iter().enumerate() {
        let to = ENDS.get(place).copied();
        match classes.last_mut() {
            Some(last) if count < LEAST || last.2 < LEAST => {
                last.1 = to;
                last.2 += count;
            }
            _ => {
                let from = place.checked_sub(1).and_then(|place| ENDS.get(place));
                classes.push((from.copied().unwrap_or(0), to, count));
            }
        }
    }
    let most = classes
        .iter()
        .map(|class| class.2)
        .max()
        .unwrap_or(1)
        .max(1);
    classes
        .into_iter()
        .filter(|class| class.2 >= LEAST)
        .map(|(from, to, count)| Bar {
            name: match (from, to) {
                (0, Some(to)) => w.n("procedure-class-first", i64::from(to)),
                (from, Some(to)) => w.both("procedure-class", &from.to_string(), i64::from(to)),
                (from, None) => w.n("procedure-class-last", i64::from(from)),
            },
            value: format!(
                "{} · {}",
                w.percent((count * 1_000 / u64::max(cases, 1)) as u32),
                w.number(count)
            ),
            width: (count * 1_000 / most) as u32,
            slug: "in-time",
        })
        .collect()
}
