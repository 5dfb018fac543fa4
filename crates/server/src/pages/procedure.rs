//! `/procedures/{log}`: how the cases of a log really run: map, variants, waits, limit.

use askama::Template;
use axum::response::Response;
use dondoc_lake::{EventLog, NO_UNIT, Variants};
use dondoc_procedures::deadlines::{Deadlines, Definition, Due, Question};
use dondoc_procedures::picture::{BOX_WIDTH, Detail, Node, Picture};
use dondoc_procedures::throughput::{By, Group, throughput};
use dondoc_procedures::waiting::{self, Presence, Waiting};
use dondoc_procedures::{ProcessMap, Reworks, Working};

use crate::answer::{Trouble, html};
use crate::ask::{Ctx, query};
use crate::logs::{self, decimal, span, wall_span};
use crate::pages::{Frame, Link};

/// How many activities a map may show.
const DETAILS: [usize; 6] = [8, 20, 40, 80, 160, 400];
/// How many variants stand on the page.
const VARIANTS: usize = 10;

#[derive(Debug, Template)]
#[template(path = "procedure.html")]
struct ProcedurePage {
    f: Frame,
    kicker: String,
    what_if: Link,
    public: Link,
    cases_link: Link,
    action: String,
    keep: Vec<(String, String)>,
    details: Vec<Choice>,
    activities: Vec<Choice>,
    groups: Vec<Choice>,
    against: Vec<Choice>,
    limit: String,
    sides: Vec<Side>,
    variants: Vec<VariantRow>,
    causes: Vec<Bar>,
    starts: String,
    before: Vec<Bar>,
    late: Option<Vec<String>>,
    rework: String,
    loops: Vec<String>,
    by_month: Vec<Bar>,
}

/// One choice of a list.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
}

/// A part of the log: the whole, or one of two that are compared.
#[derive(Debug)]
struct Side {
    id: usize,
    name: String,
    facts: Vec<(String, String)>,
    drawing: Drawing,
}

/// A map as it is drawn.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) id: usize,
    /// Where the picture begins: nought, or less where words stand further out.
    pub(super) left: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) nodes: Vec<NodeBox>,
    pub(super) arrows: Vec<ArrowLine>,
    pub(super) hidden: Option<String>,
    pub(super) rows: Vec<EdgeRow>,
}

#[derive(Debug)]
pub(super) struct NodeBox {
    pub(super) node: Node,
    pub(super) middle: i32,
    pub(super) count: String,
    pub(super) marks: String,
}

#[derive(Debug)]
pub(super) struct ArrowLine {
    pub(super) path: String,
    pub(super) width: u8,
    pub(super) is_back: bool,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct EdgeRow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) n: String,
    pub(super) median: String,
    pub(super) tail: String,
}

#[derive(Debug)]
struct VariantRow {
    link: Link,
    share: String,
    steps: String,
    median: String,
}

/// A named figure with a bar of 0 to 1000.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) width: u32,
    pub(super) slug: &'static str,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let known = logs::known(ctx, ctx.ask.place())?;
    let id = &known.imported.import;
    let all = logs::events(ctx, known)?;
    let working = logs::working(ctx);
    let day = day_seconds(&all, &working);
    let detail = detail(ctx)?;
    let via = ctx.ask.param("via");
    if let Some(via) = via
        && !all.activities().iter().any(|name| name == via)
    {
        return Err(Trouble::bad("procedure-bad-activity", via));
    }
    let parts = [ctx.ask.param("of"), ctx.ask.param("against")];
    let is_compared = parts[1].is_some();
    let mut sides = Vec::new();
    let mut first: Option<EventLog> = None;
    for (number, part) in parts.into_iter().enumerate() {
        if number == 1 && part.is_none() {
            continue;
        }
        let log = chosen(&all, via, part, &working);
        if log.cases() == 0 {
            return Err(Trouble::bad(
                "procedure-bad-part",
                part.or(via).unwrap_or_default(),
            ));
        }
        let map = ProcessMap::of(&log, Some(&working));
        let detail = Detail {
            activities: detail,
            ..Detail::default()
        };
        sides.push(Side {
            id: number,
            name: match part {
                Some(part) => part_name(ctx, part),
                None => w.t("procedure-all"),
            },
            facts: facts(ctx, &log, &map, &working, day),
            drawing: drawing(ctx, &map, detail, day, number),
        });
        first.get_or_insert(log);
    }
    let log = first.unwrap_or_default();
    let base = format!("/procedures/{id}");
    let here = |path: &str| ctx.to(&format!("{base}{path}"));
    let (causes, before, starts) = waits(ctx, &log, &working);
    let rework = Reworks::of(&log);
    let limit = ctx.ask.param("limit").unwrap_or_default();
    let late = match limit {
        "" => None,
        limit => Some(on_time(ctx, &log, &working, limit)?),
    };
    let months = throughput(&log, &By::Month, Some(&working)).unwrap_or_default();
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    html(&ProcedurePage {
        f: Frame::new(ctx, logs::name(known)),
        kicker: format!("{} · {id}", w.t("procedures-title")),
        what_if: Link {
            href: here("/what-if"),
            text: w.t("procedure-what-if"),
        },
        public: Link {
            href: ctx.to(&format!("/public/procedures/{id}")),
            text: w.t("procedure-public-link"),
        },
        cases_link: Link {
            href: here("/cases"),
            text: w.t("procedure-cases"),
        },
        action: base.clone(),
        keep: ctx
            .ask
            .others(&["detail", "via", "of", "against", "limit"])
            .into_iter()
            .map(own)
            .collect(),
        details: DETAILS
            .iter()
            .map(|&count| Choice {
                value: count.to_string(),
                text: w.n("procedure-detail-count", count),
                is_chosen: count == detail,
            })
            .collect(),
        activities: activities(&all, via),
        groups: groups(ctx, &all, parts[0], &working),
        against: groups(ctx, &all, parts[1], &working),
        limit: limit.chars().take(10).collect(),
        variants: if is_compared {
            Vec::new()
        } else {
            variants(ctx, &log, &working, day, &base)
        },
        sides,
        causes,
        starts,
        before,
        late,
        rework: w.both(
            "procedure-rework",
            &w.number(rework.cases_with_rework),
            rework.cases as i64,
        ),
        loops: rework
            .loops
            .iter()
            .take(5)
            .map(|way| {
                let first = way.activities.first().cloned();
                let steps: Vec<String> = way.activities.iter().cloned().chain(first).collect();
                w.both("procedure-loop", &steps.join(" → "), way.n as i64)
            })
            .collect(),
        by_month: months_bars(ctx, &months, day),
    })
}

/// Seconds of a working day in this log.
pub(super) fn day_seconds(log: &EventLog, working: &Working) -> f64 {
    let seconds = working.clock(log).map_or(0, |clock| clock.day_seconds());
    if seconds > 0 {
        seconds as f64
    } else {
        28_800.0
    }
}

fn detail(ctx: &Ctx) -> Result<usize, Trouble> {
    match ctx.ask.param("detail") {
        None => Ok(Detail::default().activities),
        Some(text) => match text.parse() {
            Ok(count @ 2..=1_000) => Ok(count),
            _ => Err(Trouble::bad("procedure-bad-detail", text)),
        },
    }
}

pub(super) fn activities(log: &EventLog, chosen: Option<&str>) -> Vec<Choice> {
    let mut names: Vec<&str> = log.activities().iter().collect();
    names.sort_unstable();
    names
        .into_iter()
        .map(|name| Choice {
            value: name.to_owned(),
            text: name.to_owned(),
            is_chosen: chosen == Some(name),
        })
        .collect()
}

/// Units and quarters by which two parts can be compared.
fn groups(ctx: &Ctx, log: &EventLog, chosen: Option<&str>, working: &Working) -> Vec<Choice> {
    let mut values: Vec<String> = log.units().iter().map(|unit| format!("u:{unit}")).collect();
    let quarters = throughput(log, &By::Quarter, Some(working)).unwrap_or_default();
    let quarters = quarters.into_iter().filter_map(|group| group.name);
    values.extend(quarters.map(|quarter| format!("q:{quarter}")));
    values
        .into_iter()
        .map(|value| Choice {
            text: part_name(ctx, &value),
            is_chosen: chosen == Some(value.as_str()),
            value,
        })
        .collect()
}

fn part_name(ctx: &Ctx, part: &str) -> String {
    match part.split_once(':') {
        Some(("q", quarter)) => ctx.words().with("procedure-quarter", quarter),
        Some((_, unit)) => unit.to_owned(),
        None => part.to_owned(),
    }
}

/// The cases that go through an activity and belong to a unit or a quarter.
fn chosen(log: &EventLog, via: Option<&str>, part: Option<&str>, working: &Working) -> EventLog {
    let via = via.and_then(|via| log.activities().iter().position(|name| name == via));
    let (unit, quarter) = match part.and_then(|part| part.split_once(':')) {
        Some(("u", unit)) => (Some(unit), None),
        Some(("q", quarter)) => (None, Some(quarter)),
        Some(_) => return EventLog::default(),
        None if part.is_some() => return EventLog::default(),
        None => (None, None),
    };
    let cases: Vec<usize> = (0..log.cases())
        .filter(|&case| {
            via.is_none_or(|via| log.trace(case).iter().any(|&code| usize::from(code) == via))
        })
        .filter(|&case| unit.is_none_or(|unit| unit_of(log, case) == Some(unit)))
        .filter(|&case| {
            quarter.is_none_or(|quarter| quarter_of(log, case, working).as_deref() == Some(quarter))
        })
        .collect();
    log.select_cases(&cases)
}

fn unit_of(log: &EventLog, case: usize) -> Option<&str> {
    let first = log.case(case).next()?;
    let code = log
        .unit()
        .get(first)
        .copied()
        .filter(|&code| code != NO_UNIT)?;
    Some(log.units().get(usize::from(code)))
}

fn quarter_of(log: &EventLog, case: usize, working: &Working) -> Option<String> {
    let one = log.select_cases(&[case]);
    let groups = throughput(&one, &By::Quarter, Some(working)).ok()?;
    groups.into_iter().next()?.name
}

fn facts(
    ctx: &Ctx,
    log: &EventLog,
    map: &ProcessMap,
    working: &Working,
    day: f64,
) -> Vec<(String, String)> {
    let w = ctx.words();
    let whole = whole(log, working);
    let time = |seconds: Option<f64>| {
        seconds.map_or_else(|| "–".to_owned(), |seconds| span(ctx, seconds, day))
    };
    vec![
        (w.t("procedure-fact-cases"), w.number(map.cases)),
        (w.t("procedure-fact-events"), w.number(map.events)),
        (
            w.t("procedure-fact-variants"),
            w.number(map.variants as u64),
        ),
        (
            w.t("procedure-fact-median"),
            time(whole.as_ref().and_then(|group| group.working_p50)),
        ),
        (
            w.t("procedure-fact-tail"),
            time(whole.as_ref().and_then(|group| group.working_p90)),
        ),
    ]
}

/// All cases as one group.
pub(super) fn whole(log: &EventLog, working: &Working) -> Option<Group> {
    let mut all = dondoc_procedures::throughput::whole(log, Some(working));
    all.name = None;
    (all.cases > 0).then_some(all)
}

pub(super) fn drawing(ctx: &Ctx, map: &ProcessMap, detail: Detail, day: f64, id: usize) -> Drawing {
    let w = ctx.words();
    let picture = Picture::of(map, detail);
    let time = |seconds: Option<f64>| {
        seconds.map_or_else(|| "–".to_owned(), |seconds| span(ctx, seconds, day))
    };
    let hidden = picture.hidden_activities + picture.hidden_arrows;
    let slowest = map
        .edges
        .iter()
        .filter(|edge| edge.n * 50 >= map.cases)
        .max_by(|a, b| {
            let long = |edge: &dondoc_procedures::Edge| edge.working_median_s.unwrap_or(0.0);
            long(a).total_cmp(&long(b))
        });
    let arrows: Vec<ArrowLine> = picture
        .arrows
        .into_iter()
        .map(|arrow| {
            let edge = &map.edges[arrow.edge];
            ArrowLine {
                path: arrow.path,
                width: arrow.width,
                is_back: arrow.is_back,
                x: arrow.label.0,
                y: arrow.label.1,
                text: format!("{} · {}", w.number(edge.n), time(edge.working_median_s)),
            }
        })
        .collect();
    // Words of arrows that pass outside of the boxes may stand over the edge.
    let half = |arrow: &ArrowLine| arrow.text.chars().count() as i32 * 7 / 2 + 8;
    let left = arrows.iter().map(|arrow| arrow.x - half(arrow)).min();
    let right = arrows.iter().map(|arrow| arrow.x + half(arrow)).max();
    let left = left.unwrap_or(0).min(0);
    Drawing {
        id,
        left,
        width: right.unwrap_or(0).max(picture.width) - left,
        height: picture.height,
        title: w.t("procedure-map-title"),
        about: slowest.map_or_else(String::new, |edge| {
            let steps = format!("{} → {}", edge.from, edge.to);
            logs::pair(
                ctx,
                "procedure-map-about",
                &steps,
                &time(edge.working_median_s),
            )
        }),
        hidden: (hidden > 0).then(|| {
            w.both(
                "procedure-map-hidden",
                &picture.hidden_activities.to_string(),
                picture.hidden_arrows as i64,
            )
        }),
        nodes: picture
            .nodes
            .into_iter()
            .map(|node| NodeBox {
                middle: node.x + BOX_WIDTH / 2,
                count: w.number(node.n),
                marks: match (node.begins * 2 > map.cases, node.ends * 5 > map.cases) {
                    (true, _) => "begin".to_owned(),
                    (false, true) => "end".to_owned(),
                    _ => String::new(),
                },
                node,
            })
            .collect(),
        arrows,
        rows: map
            .edges
            .iter()
            .take(60)
            .map(|edge| EdgeRow {
                from: edge.from.clone(),
                to: edge.to.clone(),
                n: w.number(edge.n),
                median: time(edge.working_median_s),
                tail: time(edge.working_p90_s),
            })
            .collect(),
    }
}

fn variants(ctx: &Ctx, log: &EventLog, working: &Working, day: f64, base: &str) -> Vec<VariantRow> {
    let w = ctx.words();
    Variants::of(log)
        .list
        .iter()
        .take(VARIANTS)
        .map(|variant| {
            let steps: Vec<&str> = variant
                .trace
                .iter()
                .map(|&code| log.activities().get(usize::from(code)))
                .collect();
            let steps = steps.join(" → ");
            let cases: Vec<usize> = variant.cases.iter().map(|&case| case as usize).collect();
            let whole = whole(&log.select_cases(&cases), working);
            let median = whole.and_then(|group| group.working_p50).unwrap_or(0.0);
            let share = variant.cases.len() as f64 / log.cases().max(1) as f64;
            VariantRow {
                link: Link {
                    href: ctx.to(&format!("{base}/cases?{}", query(&[("path", &steps)]))),
                    text: w.number(variant.cases.len() as u64),
                },
                share: w.percent((share * 1_000.0).round() as u32),
                steps,
                median: span(ctx, median, day),
            }
        })
        .collect()
}

/// Bars of causes, and of the steps that are waited for most.
pub(super) fn waits(ctx: &Ctx, log: &EventLog, working: &Working) -> (Vec<Bar>, Vec<Bar>, String) {
    let w = ctx.words();
    let question = waiting::Question {
        presence: Presence {
            others: working.clock(log),
            ..Presence::default()
        },
        ..waiting::Question::default()
    };
    let found = Waiting::of(log, &question);
    let total = found.total.wt_total.max(1.0);
    let cases = log.cases().max(1) as f64;
    let bar = |name: String, seconds: f64, slug: &'static str| Bar {
        name,
        value: format!(
            "{} · {}",
            w.percent((seconds / total * 1_000.0).round() as u32),
            w.with("procedure-a-case", &wall_span(ctx, seconds / cases)),
        ),
        width: (seconds / total * 1_000.0).round() as u32,
        slug,
    };
    let all = found.total;
    let causes = [
        (
            "mining-cause-missing-document",
            all.wt_missing_document,
            "waiting",
        ),
        ("mining-cause-batching", all.wt_batching, "at-risk"),
        ("mining-cause-contention", all.wt_contention, "late"),
        (
            "mining-cause-prioritization",
            all.wt_prioritization,
            "due-soon",
        ),
        (
            "mining-cause-unavailability",
            all.wt_unavailability,
            "suspended",
        ),
        ("mining-cause-extraneous", all.wt_extraneous, "no-deadline"),
    ];
    let causes = causes
        .into_iter()
        .filter(|(_, seconds, _)| *seconds > 0.0)
        .map(|(key, seconds, slug)| bar(w.t(key), seconds, slug))
        .collect();
    let before = found
        .by_activity
        .iter()
        .take(8)
        .map(|(activity, waits)| bar(activity.clone(), waits.wt_total, "in-time"))
        .collect();
    let starts = match found.starts {
        waiting::Starts::Stated => w.t("mining-waiting-starts-stated"),
        waiting::Starts::Estimated => w.t("mining-waiting-starts-estimated"),
    };
    (causes, before, starts)
}

/// How cases keep a limit in working days from their first event to their last.
fn on_time(
    ctx: &Ctx,
    log: &EventLog,
    working: &Working,
    limit: &str,
) -> Result<Vec<String>, Trouble> {
    let w = ctx.words();
    let days: f64 = match limit.replace(',', ".").parse() {
        Ok(days) if (0.0..=10_000.0).contains(&days) => days,
        _ => return Err(Trouble::bad("procedure-bad-limit", limit)),
    };
    let question = Question {
        by: Definition::LastEvent,
        due: Due::WorkingDays(days),
        result: None,
        ends: Vec::new(),
        letters: Vec::new(),
        working: Some(working.clone()),
        offset_seconds: working.offset_seconds,
    };
    let found =
        Deadlines::of(log, &question).map_err(|problem| Trouble::Failed(Box::new(problem)))?;
    let share = found.on_time_share.unwrap_or(0.0);
    Ok(vec![
        w.t("mining-deadlines-last-event"),
        w.both(
            "procedure-on-time",
            &w.percent((share * 1_000.0).round() as u32),
            found.late as i64,
        ),
        w.with(
            "procedure-late-days",
            &decimal(ctx, found.late_working_days_median.unwrap_or(0.0), 1),
        ),
    ])
}

pub(super) fn months_bars(ctx: &Ctx, months: &[Group], day: f64) -> Vec<Bar> {
    let w = ctx.words();
    let most = months
        .iter()
        .filter_map(|month| month.working_p50)
        .fold(1.0, f64::max);
    months
        .iter()
        .rev()
        .take(24)
        .rev()
        .map(|month| {
            let median = month.working_p50.unwrap_or(0.0);
            Bar {
                name: month.name.clone().unwrap_or_default(),
                value: w.both(
                    "procedure-month",
                    &span(ctx, median, day),
                    month.cases as i64,
                ),
                width: (median / most * 1_000.0).round() as u32,
                slug: "in-time",
            }
        })
        .collect()
}
