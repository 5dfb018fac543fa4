//! `/procedures/{log}`: how the cases of a log really run: map, variants, waits, limit.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use dondoc_lake::{EventLog, NO_TIME, NO_UNIT};
use dondoc_ledger::Hash;
use dondoc_procedures::deadlines::{Deadlines, Definition, Due, Question};
use dondoc_procedures::picture::{BOX_WIDTH, Detail, Node, Picture};
use dondoc_procedures::throughput::Group;
use dondoc_procedures::waiting::{self, Waiting};
use dondoc_procedures::{Motion, ProcessMap, Working};

use crate::answer::{Trouble, html};
use crate::ask::{Ctx, query};
use crate::logs::{self, decimal, span, wall_span};
use crate::pages::{Frame, Link};
use crate::seen::{Seen, seen};
use crate::words::short;

/// Activities beyond this are named by typing, not chosen from a list.
const LISTED: usize = 60;
/// Arrows that a close drawing writes words at.
const WORDED: usize = 40;

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
    /// Of the activities shown: the fewest, the chosen number and all.
    detail: (usize, usize, usize),
    arrows: u32,
    via: String,
    then: String,
    without: String,
    activities: Vec<String>,
    frames: Option<Frames>,
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

/// The months of a log, to be looked at one by one.
#[derive(Debug)]
struct Frames {
    all: Link,
    before: Option<Link>,
    after: Option<Link>,
    now: Option<String>,
    months: Vec<Choice>,
    keep: Vec<(String, String)>,
    /// For the script: the months' names, and for each arrow as it is drawn how many
    /// cases moved along it in each.
    data: String,
}

/// A map as it is drawn.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) id: usize,
    pub(super) box_height: i32,
    pub(super) is_close: bool,
    /// Whether its boxes lead somewhere.
    pub(super) is_linked: bool,
    /// Where the picture begins: nought, or less where words stand further out.
    pub(super) left: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) nodes: Vec<NodeBox>,
    pub(super) arrows: Vec<ArrowLine>,
    /// In place of them in a close drawing.
    pub(super) close: Close,
    pub(super) hidden: Option<String>,
    pub(super) rows: Vec<EdgeRow>,
}

#[derive(Debug)]
pub(super) struct NodeBox {
    pub(super) node: Node,
    /// The map of the cases that go through it, where there is one.
    pub(super) href: Option<String>,
    pub(super) middle: i32,
    pub(super) count: String,
    pub(super) marks: String,
}

/// Where words stand, and which.
type Word = (i32, i32, String);

/// The boxes and arrows of a close drawing, those of one look together: a page with four
/// hundred boxes stays light.
#[derive(Debug, Default)]
pub(super) struct Close {
    /// Class and the outlines of all boxes, with their words.
    pub(super) boxes: Vec<(String, String, Vec<Word>)>,
    /// Class, width and lines.
    pub(super) arrows: Vec<(&'static str, u8, Vec<String>)>,
}

impl Close {
    fn of(nodes: &[NodeBox], arrows: &[ArrowLine], height: i32) -> Self {
        let mut boxes: BTreeMap<String, (String, Vec<Word>)> = BTreeMap::new();
        for it in nodes {
            let class = format!("shade{} {}", it.node.shade, it.marks);
            let own = boxes.entry(class).or_default();
            let (x, y) = (it.node.x, it.node.y);
            own.0 += &format!("M{x} {y}h{BOX_WIDTH}v{height}h-{BOX_WIDTH}z");
            own.1.push((it.middle, y + 15, it.node.lines.concat()));
            own.1.push((it.middle, y + 30, it.count.clone()));
        }
        let mut lines: BTreeMap<(&'static str, u8), Vec<String>> = BTreeMap::new();
        for it in arrows {
            let class = match (it.is_back, it.is_still) {
                (false, false) => "arrow",
                (true, false) => "arrow back",
                (false, true) => "arrow still",
                (true, true) => "arrow back still",
            };
            let own = lines.entry((class, it.width)).or_default();
            own.push(it.path.clone());
        }
        Self {
            boxes: boxes
                .into_iter()
                .map(|(class, (outline, words))| (class, outline, words))
                .collect(),
            arrows: lines
                .into_iter()
                .map(|((class, width), paths)| (class, width, paths))
                .collect(),
        }
    }
}

#[derive(Debug)]
pub(super) struct ArrowLine {
    pub(super) path: String,
    pub(super) width: u8,
    pub(super) is_back: bool,
    /// Nobody moved along it in the month that is shown.
    pub(super) is_still: bool,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct EdgeRow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) n: String,
    /// Its cases, where those can be looked at.
    pub(super) cases: Option<String>,
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
    let working = logs::working(ctx);
    let segment = known.imported.segment.as_str();
    let all = seen(segment, &working, || logs::events(ctx, known))?;
    let (day, names) = (all.day, all.log.activities());
    let path = Path::of(ctx, &all.log)?;
    let parts = [ctx.ask.param("of"), ctx.ask.param("against")];
    let is_compared = parts[1].is_some();
    let base = format!("/procedures/{id}");
    let detail = Detail {
        activities: detail(ctx)?,
        arrows: f64::from(arrows(ctx)?) / 100.0,
    };
    let month = ctx.ask.param("month").filter(|_| !is_compared);
    let mut sides = Vec::new();
    let mut first: Option<Arc<Seen>> = None;
    for (number, part) in parts.into_iter().enumerate() {
        if number == 1 && part.is_none() {
            continue;
        }
        let seen = match (part, path.is_all()) {
            (None, true) => Arc::clone(&all),
            _ => {
                let name = format!("{segment}\n{path:?}\n{part:?}");
                seen(&name, &working, || {
                    Ok::<_, Trouble>(Arc::new(chosen(&all.log, &path, part, &working)))
                })?
            }
        };
        if seen.log.cases() == 0 {
            return Err(Trouble::bad(
                "procedure-bad-part",
                part.or(path.via).unwrap_or_default(),
            ));
        }
        let moved = match month {
            None => None,
            Some(month) => {
                let mut months = seen.motion().months.iter();
                let at = months.position(|own| own == month);
                Some(at.ok_or_else(|| Trouble::bad("procedure-bad-month", month))?)
            }
        };
        let way = Way {
            base: Some(&base),
            moved: moved.map(|at| (seen.motion(), at)),
        };
        sides.push(Side {
            id: number,
            name: match part {
                Some(part) => part_name(ctx, part),
                None => w.t("procedure-all"),
            },
            facts: facts(ctx, &seen),
            drawing: drawing(ctx, seen.map(), detail, day, number, &way),
        });
        first.get_or_insert(seen);
    }
    let seen = first.unwrap_or(Arc::clone(&all));
    let here = |path: &str| ctx.to(&format!("{base}{path}"));
    let (causes, before, starts) = waits(ctx, seen.waiting(), seen.log.cases());
    let rework = seen.reworks();
    let limit = ctx.ask.param("limit").unwrap_or_default();
    let late = match limit {
        "" => None,
        limit => Some(on_time(ctx, &seen.log, &working, limit)?),
    };
    let frames = (!is_compared).then(|| frames(ctx, &base, &seen, detail, month));
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
        keep: kept(ctx, &CHOSEN),
        detail: (
            2,
            detail.activities.min(names.len().max(2)),
            names.len().max(2),
        ),
        arrows: arrows(ctx)?,
        via: path.via.unwrap_or_default().to_owned(),
        then: path.then.unwrap_or_default().to_owned(),
        without: path.without.unwrap_or_default().to_owned(),
        activities: commonest(all.map()),
        frames: frames.flatten(),
        groups: groups(ctx, &all, parts[0]),
        against: groups(ctx, &all, parts[1]),
        limit: limit.chars().take(10).collect(),
        variants: if is_compared {
            Vec::new()
        } else {
            variants(ctx, &seen, &base)
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
        by_month: months_bars(ctx, seen.months(), day),
    })
}

/// What the form chooses.
const CHOSEN: [&str; 8] = [
    "detail", "arrows", "via", "then", "without", "of", "against", "limit",
];

fn kept(ctx: &Ctx, without: &[&str]) -> Vec<(String, String)> {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    ctx.ask.others(without).into_iter().map(own).collect()
}

/// The ways that cases must have gone to be shown.
#[derive(Debug, Clone, Copy)]
struct Path<'a> {
    /// Through this activity,
    via: Option<&'a str>,
    /// then, at once or later, through this one,
    then: Option<&'a str>,
    /// and never through this one.
    without: Option<&'a str>,
}

impl<'a> Path<'a> {
    fn of(ctx: &'a Ctx, log: &EventLog) -> Result<Self, Trouble> {
        let named = |name: &str| match ctx.ask.param(name) {
            Some(given) if log.activities().position(given).is_none() => {
                Err(Trouble::bad("procedure-bad-activity", given))
            }
            given => Ok(given),
        };
        Ok(Self {
            via: named("via")?,
            then: named("then")?,
            without: named("without")?,
        })
    }

    const fn is_all(&self) -> bool {
        self.via.is_none() && self.then.is_none() && self.without.is_none()
    }

    /// Tells whether a case went that way.
    fn holds(&self, log: &EventLog, case: usize) -> bool {
        let code = |name: Option<&str>| name.and_then(|name| log.activities().position(name));
        let (via, then, without) = (code(self.via), code(self.then), code(self.without));
        let trace = log.trace(case);
        let place = |code: usize| trace.iter().position(|&own| usize::from(own) == code);
        let after = match via {
            None => Some(0),
            Some(via) => place(via).map(|at| at + 1),
        };
        let Some(after) = after else { return false };
        let follows = |code: usize| {
            let rest = trace.get(after..).unwrap_or_default();
            rest.iter().any(|&own| usize::from(own) == code)
        };
        then.is_none_or(follows) && without.is_none_or(|code| place(code).is_none())
    }
}

/// The commonest activities, to be chosen from while somebody types.
fn commonest(map: &ProcessMap) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for edge in &map.edges {
        *counts.entry(&edge.to).or_default() += edge.n;
    }
    for start in &map.starts {
        *counts.entry(&start.activity).or_default() += start.n;
    }
    let mut names: Vec<(&str, u64)> = counts.into_iter().collect();
    names.sort_by_key(|&(name, n)| (std::cmp::Reverse(n), name));
    let names = names.into_iter().take(LISTED);
    names.map(|(name, _)| name.to_owned()).collect()
}

/// The months that a map can be looked at by; none where all is in one.
fn frames(
    ctx: &Ctx,
    base: &str,
    seen: &Seen,
    detail: Detail,
    month: Option<&str>,
) -> Option<Frames> {
    let motion = seen.motion();
    if motion.months.len() < 2 {
        return None;
    }
    let picture = Picture::of(seen.map(), detail);
    let keep = kept(ctx, &["month"]);
    let to = |month: Option<&str>| {
        let mut params: Vec<(&str, &str)> = keep
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        params.extend(month.map(|month| ("month", month)));
        let asked = match params.is_empty() {
            true => String::new(),
            false => format!("?{}", query(&params)),
        };
        format!("{base}{asked}#map")
    };
    let link = |at: usize, key: &str| {
        let month = motion.months.get(at)?;
        Some(Link {
            href: to(Some(month)),
            text: ctx.words().t(key),
        })
    };
    let at = month.and_then(|month| motion.months.iter().position(|own| own == month));
    let moves: Vec<&[u64]> = picture
        .arrows
        .iter()
        .map(|arrow| {
            let edge = &seen.map().edges[arrow.edge];
            motion.along(&edge.from, &edge.to)
        })
        .collect();
    // A close drawing has too many arrows to follow, and would make the page heavy.
    let data = match picture.is_close {
        true => String::new(),
        false => serde_json::json!({"months": motion.months, "arrows": moves}).to_string(),
    };
    Some(Frames {
        all: Link {
            href: to(None),
            text: ctx.words().t("procedure-months-all"),
        },
        before: at.and_then(|at| link(at.checked_sub(1)?, "procedure-month-before")),
        after: at.map_or_else(
            || link(0, "procedure-month-first"),
            |at| link(at + 1, "procedure-month-after"),
        ),
        now: month.map(str::to_owned),
        months: motion
            .months
            .iter()
            .map(|own| Choice {
                value: own.clone(),
                text: own.clone(),
                is_chosen: month == Some(own),
            })
            .collect(),
        keep,
        data,
    })
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

/// The share of moves that arrows must make up, of a hundred.
fn arrows(ctx: &Ctx) -> Result<u32, Trouble> {
    match ctx.ask.param("arrows") {
        None => Ok((Detail::default().arrows * 100.0) as u32),
        Some(text) => match text.parse() {
            Ok(share @ 0..=100) => Ok(share),
            _ => Err(Trouble::bad("procedure-bad-arrows", text)),
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
fn groups(ctx: &Ctx, seen: &Seen, chosen: Option<&str>) -> Vec<Choice> {
    let units = seen.log.units().iter();
    let mut values: Vec<String> = units.map(|unit| format!("u:{unit}")).collect();
    let quarters = seen
        .quarters()
        .iter()
        .filter_map(|group| group.name.as_ref());
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

/// The cases that went a way and belong to a unit or a quarter.
fn chosen(log: &EventLog, path: &Path<'_>, part: Option<&str>, working: &Working) -> EventLog {
    let (unit, quarter) = match part.map(|part| part.split_once(':')) {
        Some(Some(("u", unit))) => (Some(unit), None),
        Some(Some(("q", quarter))) => (None, Some(quarter)),
        Some(_) => return EventLog::default(),
        None => (None, None),
    };
    let cases: Vec<usize> = (0..log.cases())
        .filter(|&case| path.holds(log, case))
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

/// The quarter of a case's first event.
fn quarter_of(log: &EventLog, case: usize, working: &Working) -> Option<String> {
    let times = log.case_times(case).iter().copied();
    let first = times.filter(|&at| at != NO_TIME).min()?;
    let at = jiff::Timestamp::from_microsecond(first).ok()?;
    let offset = jiff::tz::Offset::from_seconds(working.offset_seconds).ok()?;
    let day = offset.to_datetime(at);
    Some(format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1))
}

fn facts(ctx: &Ctx, seen: &Seen) -> Vec<(String, String)> {
    let (map, day) = (seen.map(), seen.day);
    let whole = seen.whole();
    let w = ctx.words();
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
            time(whole.and_then(|group| group.working_p50)),
        ),
        (
            w.t("procedure-fact-tail"),
            time(whole.and_then(|group| group.working_p90)),
        ),
    ]
}

/// Where a drawing leads to, and which month of it is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Way<'a> {
    /// The page of the log, where cases may be looked at.
    pub(super) base: Option<&'a str>,
    /// The moves of one month, in place of all.
    pub(super) moved: Option<(&'a Motion, usize)>,
}

pub(super) fn drawing(
    ctx: &Ctx,
    map: &ProcessMap,
    detail: Detail,
    day: f64,
    id: usize,
    way: &Way<'_>,
) -> Drawing {
    let w = ctx.words();
    let in_month = |from: &str, to: &str| {
        let (motion, at) = way.moved?;
        Some(motion.along(from, to).get(at).copied().unwrap_or(0))
    };
    let most = map
        .edges
        .iter()
        .filter_map(|edge| in_month(&edge.from, &edge.to));
    let most = most.max().unwrap_or(0).max(1);
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
    let worded = match picture.is_close {
        true => picture.arrows.len().saturating_sub(WORDED),
        false => 0,
    };
    let arrows: Vec<ArrowLine> = picture
        .arrows
        .into_iter()
        .enumerate()
        .map(|(place, arrow)| {
            let edge = &map.edges[arrow.edge];
            let moved = in_month(&edge.from, &edge.to);
            ArrowLine {
                path: arrow.path,
                width: moved.map_or(arrow.width, |n| {
                    (1.0 + 5.0 * (n as f64 / most as f64).sqrt()).round() as u8
                }),
                is_back: arrow.is_back,
                is_still: moved == Some(0),
                x: arrow.label.0,
                y: arrow.label.1,
                text: match moved {
                    Some(n) => w.number(n),
                    None if place < worded => String::new(),
                    None => format!("{} · {}", w.number(edge.n), time(edge.working_median_s)),
                },
            }
        })
        .collect();
    // Words of arrows that pass outside of the boxes may stand over the edge.
    let half = |arrow: &ArrowLine| arrow.text.chars().count() as i32 * 7 / 2 + 8;
    let left = arrows.iter().map(|arrow| arrow.x - half(arrow)).min();
    let right = arrows.iter().map(|arrow| arrow.x + half(arrow)).max();
    let left = left.unwrap_or(0).min(0);
    let nodes: Vec<NodeBox> = picture
        .nodes
        .into_iter()
        .map(|node| NodeBox {
            middle: node.x + BOX_WIDTH / 2,
            href: way
                .base
                .filter(|_| !picture.is_close)
                .map(|base| ctx.to(&format!("{base}?{}", query(&[("via", &node.activity)])))),
            count: w.number(node.n),
            marks: match (node.begins * 2 > map.cases, node.ends * 5 > map.cases) {
                (true, _) => "begin".to_owned(),
                (false, true) => "end".to_owned(),
                _ => String::new(),
            },
            node,
        })
        .collect();
    let close = match picture.is_close {
        true => Close::of(&nodes, &arrows, picture.box_height),
        false => Close::default(),
    };
    Drawing {
        id,
        box_height: picture.box_height,
        is_close: picture.is_close,
        is_linked: way.base.is_some() && !picture.is_close,
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
        nodes,
        close,
        arrows,
        rows: map
            .edges
            .iter()
            .take(if picture.is_close { 30 } else { 60 })
            .map(|edge| EdgeRow {
                from: edge.from.clone(),
                to: edge.to.clone(),
                n: w.number(edge.n),
                cases: way.base.map(|base| {
                    let arrow = arrow_name(&edge.from, &edge.to);
                    ctx.to(&format!("{base}/cases?arrow={arrow}"))
                }),
                median: time(edge.working_median_s),
                tail: time(edge.working_p90_s),
            })
            .collect(),
    }
}

/// A short name of a way through steps, for addresses: names of steps would make those
/// kilobytes long.
pub(super) fn way_name(steps: &[impl AsRef<str>]) -> String {
    let all = steps.iter().map(AsRef::as_ref).collect::<Vec<_>>();
    let hash = Hash::of(all.join("\n").as_bytes()).to_string();
    hash.chars().take(16).collect()
}

/// A short name of an arrow.
pub(super) fn arrow_name(from: &str, to: &str) -> String {
    way_name(&[from, to])
}

fn variants(ctx: &Ctx, seen: &Seen, base: &str) -> Vec<VariantRow> {
    let w = ctx.words();
    let rows = seen.variants().iter().map(|variant| {
        let steps = variant.steps.join(" → ");
        let share = variant.cases as f64 / seen.log.cases().max(1) as f64;
        VariantRow {
            link: Link {
                href: ctx.to(&format!("{base}/cases?way={}", way_name(&variant.steps))),
                text: w.number(variant.cases as u64),
            },
            share: w.percent((share * 1_000.0).round() as u32),
            steps: short(&steps, 300),
            median: span(ctx, variant.median, seen.day),
        }
    });
    rows.collect()
}

/// Bars of causes, and of the steps that are waited for most.
pub(super) fn waits(ctx: &Ctx, found: &Waiting, cases: usize) -> (Vec<Bar>, Vec<Bar>, String) {
    let w = ctx.words();
    let total = found.total.wt_total.max(1.0);
    let cases = cases.max(1) as f64;
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
