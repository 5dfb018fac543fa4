//! `/procedures/{log}/cases`: the cases behind a figure, the longest first, and one
//! case with its steps. Ids alone: no citizen stands in a log.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use dondoc_lake::{EventLog, NO_CODE, NO_TIME, NO_UNIT};
use dondoc_procedures::WorkClock;

use crate::answer::{Trouble, html};
use crate::ask::{Ctx, encode};
use crate::logs::{self, span};
use crate::pages::{Frame, Link, procedure};
use crate::seen::day_seconds;

/// How many cases stand on a page.
const MOST: usize = 100;

#[derive(Debug, Template)]
#[template(path = "procedure_cases.html")]
struct CasesPage {
    f: Frame,
    back: Link,
    action: String,
    case: String,
    path: Option<String>,
    keep: Vec<(&'static str, String)>,
    found: String,
    rows: Vec<CaseRow>,
}

#[derive(Debug)]
struct CaseRow {
    link: Link,
    begin: String,
    end: String,
    took: String,
    last: String,
}

#[derive(Debug, Template)]
#[template(path = "procedure_case.html")]
struct CasePage {
    f: Frame,
    back: Link,
    took: String,
    rows: Vec<EventRow>,
}

#[derive(Debug)]
struct EventRow {
    activity: String,
    at: String,
    after: String,
    unit: String,
}

pub(crate) fn list(ctx: &Ctx) -> Result<Response, Trouble> {
    // Single cases are for those who work on them, also on a site open to guests.
    ctx.who()?;
    let w = ctx.words();
    let known = logs::known(ctx, ctx.ask.place())?;
    let log = logs::events(ctx, known)?;
    let working = logs::working(ctx);
    let day = day_seconds(&log, &working);
    let clock = working.clock(&log);
    let base = format!("/procedures/{}", known.imported.import);
    let path = ctx.ask.param("path");
    let arrow = ctx.ask.param("arrow").map(|name| arrow(&log, name));
    let arrow = match arrow {
        Some(None) => return Err(Trouble::bad("procedure-bad-activity", "")),
        Some(found) => found,
        None => None,
    };
    let way = ctx.ask.param("way").map(|name| way(&log, name));
    let asked = ctx.ask.param("case").unwrap_or_default();
    let mut cases: Vec<(i64, usize)> = (0..log.cases())
        .filter(|&case| path.is_none_or(|path| steps(&log, case) == path))
        .filter(|&case| {
            way.as_ref()
                .is_none_or(|way| log.trace(case) == way.as_slice())
        })
        .filter(|&case| arrow.is_none_or(|arrow| goes_along(&log, case, arrow)))
        .filter(|&case| asked.is_empty() || log.case_id(case).contains(asked))
        .map(|case| (took(&log, case, clock.as_ref()), case))
        .collect();
    cases.sort_by_key(|&(took, case)| (std::cmp::Reverse(took), case));
    let named = |codes: &[u16]| {
        let names = codes
            .iter()
            .map(|&code| log.activities().get(usize::from(code)));
        names.collect::<Vec<_>>().join(" → ")
    };
    let rows = cases
        .iter()
        .take(MOST)
        .map(|&(took, case)| {
            let times = log.case_times(case);
            let last = log.trace(case).last();
            CaseRow {
                link: Link {
                    href: ctx.to(&format!("{base}/cases/{}", encode(log.case_id(case)))),
                    text: log.case_id(case).to_owned(),
                },
                begin: moment(ctx, times.first()),
                end: moment(ctx, times.last()),
                took: span(ctx, took as f64 / 1e6, day),
                last: last.map_or_else(String::new, |&code| {
                    log.activities().get(usize::from(code)).to_owned()
                }),
            }
        })
        .collect();
    html(&CasesPage {
        f: Frame::new(ctx, w.t("procedure-cases")),
        back: Link {
            href: ctx.to(&base),
            text: logs::name(known),
        },
        action: format!("{base}/cases"),
        case: asked.chars().take(80).collect(),
        path: match (arrow, way) {
            (Some((from, to)), _) => Some(named(&[from, to])),
            (_, Some(way)) => Some(named(&way)),
            _ => path.map(str::to_owned),
        },
        keep: ["path", "arrow", "way"]
            .into_iter()
            .filter_map(|name| Some((name, ctx.ask.param(name)?.to_owned())))
            .collect(),
        found: w.n("procedure-cases-found", cases.len()),
        rows,
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    ctx.who()?;
    let known = logs::known(ctx, ctx.ask.place())?;
    let log = logs::events(ctx, known)?;
    let working = logs::working(ctx);
    let day = day_seconds(&log, &working);
    let clock = working.clock(&log);
    let asked = ctx.ask.places.get(1).map_or("", String::as_str);
    let case = (0..log.cases())
        .find(|&case| log.case_id(case) == asked)
        .ok_or(Trouble::NotFound)?;
    let mut before: Option<i64> = None;
    let rows = log
        .case(case)
        .map(|event| {
            let at = log.time()[event];
            let after = before.filter(|_| at != NO_TIME).map(|before| {
                let gone = |at: i64| clock.as_ref().map_or(at, |clock| clock.elapsed(at));
                span(ctx, (gone(at) - gone(before)) as f64 / 1e6, day)
            });
            before = (at != NO_TIME).then_some(at);
            let unit = log
                .unit()
                .get(event)
                .copied()
                .filter(|&code| code != NO_UNIT);
            let resource = log
                .resource()
                .get(event)
                .copied()
                .filter(|&code| code != NO_CODE);
            EventRow {
                activity: log
                    .activities()
                    .get(usize::from(log.activity()[event]))
                    .to_owned(),
                at: moment(ctx, Some(&at)),
                after: after.unwrap_or_default(),
                unit: match (unit, resource) {
                    (Some(code), _) => log.units().get(usize::from(code)).to_owned(),
                    (None, Some(code)) => log.resources().get(code as usize).to_owned(),
                    (None, None) => String::new(),
                },
            }
        })
        .collect();
    html(&CasePage {
        f: Frame::new(ctx, asked.to_owned()),
        back: Link {
            href: ctx.to(&format!("/procedures/{}/cases", known.imported.import)),
            text: ctx.words().t("procedure-cases"),
        },
        took: span(ctx, took(&log, case, clock.as_ref()) as f64 / 1e6, day),
        rows,
    })
}

/// The steps of a case in one line, as addresses name them.
fn steps(log: &EventLog, case: usize) -> String {
    let names: Vec<&str> = log
        .trace(case)
        .iter()
        .map(|&code| log.activities().get(usize::from(code)))
        .collect();
    names.join(" → ")
}

/// Tells whether a case goes straight from one activity to another.
fn goes_along(log: &EventLog, case: usize, (from, to): (u16, u16)) -> bool {
    let trace = log.trace(case);
    trace.windows(2).any(|pair| pair == [from, to])
}

/// The steps of an arrow that an address names.
fn arrow(log: &EventLog, name: &str) -> Option<(u16, u16)> {
    let mut pairs: BTreeSet<(u16, u16)> = BTreeSet::new();
    for trace in log.traces() {
        pairs.extend(trace.windows(2).map(|pair| (pair[0], pair[1])));
    }
    let of = |code: u16| log.activities().get(usize::from(code));
    let is_it = |&(from, to): &(u16, u16)| procedure::arrow_name(of(from), of(to)) == name;
    pairs.into_iter().find(is_it)
}

/// The way that an address names; no steps where no case goes it.
fn way(log: &EventLog, name: &str) -> Vec<u16> {
    let of = |&code: &u16| log.activities().get(usize::from(code));
    let ways: BTreeSet<&[u16]> = log.traces().collect();
    let is_it = |way: &&[u16]| {
        let steps: Vec<&str> = way.iter().map(of).collect();
        procedure::way_name(&steps) == name
    };
    ways.into_iter().find(is_it).unwrap_or_default().to_vec()
}

/// Office microseconds from first to last event.
fn took(log: &EventLog, case: usize, clock: Option<&WorkClock>) -> i64 {
    let known = log
        .case_times(case)
        .iter()
        .copied()
        .filter(|&at| at != NO_TIME);
    let (Some(first), Some(last)) = (known.clone().min(), known.max()) else {
        return 0;
    };
    clock.map_or(last - first, |clock| {
        clock.elapsed(last) - clock.elapsed(first)
    })
}

fn moment(ctx: &Ctx, micros: Option<&i64>) -> String {
    micros
        .filter(|&&at| at != NO_TIME)
        .and_then(|&at| jiff::Timestamp::from_microsecond(at).ok())
        .map(|at| ctx.words().moment(dondoc_city::civil(at)))
        .unwrap_or_default()
}
