//! `dondoc procedures`: how cases really run.

pub(crate) mod args;
mod conformance;
mod effect;
mod flow;
pub(crate) mod import;
mod learn;
mod objects;
mod predict;
pub(crate) mod room;
mod say;
mod simulate;
mod waits;

use anyhow::Context;
use dondoc_kinds::Arg;
use dondoc_lake::EventLog;
use dondoc_lake::segment::SegmentProblem;
use dondoc_log_readers::{Keep, LogProblem, Mapping, Opened, Options, Report, Role, Why};
use dondoc_messages::{Lang, text};
use dondoc_procedures::{HandOverPart, MapPart, ProcessMap, Traces, View, Working};
use serde::Serialize;

use crate::open;
use crate::out;
use crate::trouble::{Outcome, Trouble};
use args::{Handovers, Log, Map, Merge, Order, Partial, Procedures, Variants};

/// Runs one of the analyses.
pub(crate) fn run(command: &Procedures, lang: Lang) -> Outcome {
    match command {
        Procedures::Import(args) => import::run(args, lang),
        Procedures::Export(args) => import::export(args, lang),
        Procedures::Objects(args) => objects::run(args, lang),
        Procedures::Compact(args) => import::compact(args, lang),
        Procedures::Map(args) => map(args, lang),
        Procedures::Variants(args) => variants(args, lang),
        Procedures::Waiting(args) => waits::waiting(args, lang),
        Procedures::Deadlines(args) => waits::deadlines(args, lang),
        Procedures::Throughput(args) => flow::groups(args, lang),
        Procedures::Rework(args) => flow::rework(args, lang),
        Procedures::Conformance(args) => conformance::conformance(args, lang),
        Procedures::Discover(args) => conformance::net(args, lang),
        Procedures::Predict(args) => predict::run(args, lang),
        Procedures::Simulate(args) => simulate::plain(args, lang),
        Procedures::Whatif(args) => simulate::what_if(args, lang),
        Procedures::Lateness(args) => simulate::late(args, lang),
        Procedures::Effect(args) => effect::run(args, lang),
        Procedures::Handovers(args) => handovers(args, lang),
        Procedures::Catalogue(args) => room::catalogue(args, lang),
        Procedures::Index(args) => room::index(args, lang),
        Procedures::Prescribed(args) => room::prescribed(args, lang),
        Procedures::Link(args) => room::link(args, lang),
        Procedures::Assess(args) => room::assess(args, lang),
        Procedures::Sheet(args) => room::sheet(args, lang),
        Procedures::Sign(args) => room::sign(args, lang),
        Procedures::Change(args) => room::change(args, lang),
        Procedures::Measure(args) => room::measure(args, lang),
        Procedures::Status(args) => room::status(args, lang),
        Procedures::Partial(args) => partial(args, lang),
        Procedures::Merge(args) => merge(args, lang),
    }
}

/// How the log is to be read, but for what the analysis needs.
fn options(args: &Log, attributes: Keep, lang: Lang) -> Result<Options, Trouble> {
    let mapping = Mapping::parse(&args.columns).map_err(|part| {
        Trouble::RefusedWords(text(lang, "log-columns", &[("part", Arg::from(part))]))
    })?;
    Ok(Options {
        mapping,
        naive_offset_minutes: args.zone,
        attributes,
        skip: Vec::new(),
        object_type: args.object_type.clone(),
    })
}

fn read(args: &Log, attributes: Keep, lang: Lang) -> Result<EventLog, Trouble> {
    let options = options(args, attributes, lang)?;
    let read = match import::standing(&args.log, lang)? {
        Some(files) => dondoc_log_readers::load(&files),
        None => dondoc_log_readers::read(&args.log, &options),
    };
    let (log, report) = read.map_err(Trouble::refused)?;
    tell(&report, &log, lang);
    Ok(as_asked(log, args))
}

/// The events that count, in the order asked for.
fn as_asked(mut log: EventLog, args: &Log) -> EventLog {
    if args.complete_only {
        log = log.complete_only();
    }
    if args.order == Order::Time {
        log.sort_by_time();
    }
    log
}

/// The log without the columns of `skip`; segments stay where they are, to be read
/// block by block.
fn open_log(args: &Log, skip: &[Role], lang: Lang) -> Result<Opened, Trouble> {
    let options = Options {
        skip: skip.to_vec(),
        ..options(args, Keep::Nothing, lang)?
    };
    let opened = match import::standing(&args.log, lang)? {
        Some(files) => dondoc_log_readers::open_files(&files),
        None => dondoc_log_readers::open(&args.log, &options),
    };
    Ok(match opened.map_err(Trouble::refused)? {
        Opened::Log(log, report) => {
            tell(&report, &log, lang);
            Opened::Log(Box::new(as_asked(*log, args)), report)
        }
        segments => segments,
    })
}

fn view(args: &Log) -> View {
    View {
        by_time: args.order == Order::Time,
        complete_only: args.complete_only,
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

fn damaged(path: &std::path::Path) -> impl FnOnce(SegmentProblem) -> Trouble + '_ {
    |source| {
        Trouble::refused(LogProblem::Segment {
            path: path.to_owned(),
            source,
        })
    }
}

/// The map of a log, not yet finished.
fn part_of(args: &Log, calendar: Option<&str>, lang: Lang) -> Result<MapPart, Trouble> {
    let working = working(calendar)?;
    let skip = [Role::Start, Role::Resource, Role::Unit];
    let mut part = MapPart::default();
    match open_log(args, &skip, lang)? {
        Opened::Log(log, _) => part.add(&log, working.as_ref()),
        Opened::Segments(segments) => {
            for segment in &segments {
                part.add_segment(segment, view(args), working.as_ref(), threads())
                    .map_err(damaged(&args.log))?;
            }
        }
    }
    Ok(part)
}

/// Says, beside the result, what the reading found odd.
fn tell(report: &Report, log: &EventLog, lang: Lang) {
    tell_report(report, lang);
    if log.zones().naive > 0 {
        let zone = Arg::from(log.zones().assumed.as_str());
        let args = [("n", counted(log.zones().naive)), ("zone", zone)];
        out::note(&text(lang, "log-naive", &args));
    }
}

fn counted(n: u64) -> Arg {
    Arg::Count(i64::try_from(n).unwrap_or(i64::MAX))
}

fn tell_report(report: &Report, lang: Lang) {
    let count = counted;
    let found = [
        ("log-rejected", report.rejected),
        ("log-without-moment", report.without_moment),
        ("log-duplicates", report.duplicates),
        ("log-unsorted", report.unsorted_cases),
        ("log-odd-entities", report.odd_entities),
    ];
    for (key, n) in found.into_iter().filter(|(_, n)| *n > 0) {
        out::note(&text(lang, key, &[("n", count(n))]));
    }
    for row in report.first_rejected.iter().take(20) {
        let key = match row.why {
            Why::NoCase => "log-row-no-case",
            Why::NoActivity => "log-row-no-activity",
            Why::BadMoment => "log-row-bad-moment",
            Why::TooShort => "log-row-too-short",
            Why::TooLong => "log-row-too-long",
        };
        let args = [
            ("line", count(row.line)),
            ("value", Arg::from(row.value.as_str())),
        ];
        out::note(&text(lang, key, &args));
    }
    if report.broke_off {
        out::note(&text(lang, "log-broke-off", &[]));
    }
}

fn map(args: &Map, lang: Lang) -> Outcome {
    let part = part_of(&args.log, args.calendar.as_deref(), lang)?;
    let day = working(args.calendar.as_deref())?.map(|working| day_seconds(&working));
    show(&part.finish(), args.json, args.all, day, lang)
}

fn working(calendar: Option<&str>) -> Result<Option<Working>, Trouble> {
    let Some(name) = calendar else {
        return Ok(None);
    };
    Ok(Some(Working::vietnam(open::calendar(name, None)?)))
}

fn partial(args: &Partial, lang: Lang) -> Outcome {
    let part = part_of(&args.log, args.calendar.as_deref(), lang)?;
    let bytes = part.to_bytes().map_err(anyhow::Error::from)?;
    std::fs::write(&args.out, bytes)
        .with_context(|| format!("failed to write `{}`", args.out.display()))?;
    Ok(())
}

fn merge(args: &Merge, lang: Lang) -> Outcome {
    let mut whole = MapPart::default();
    for path in &args.parts {
        let bytes =
            std::fs::read(path).with_context(|| format!("failed to read `{}`", path.display()))?;
        let part = MapPart::from_bytes(&bytes).map_err(|problem| {
            let args = [
                ("path", Arg::Text(path.display().to_string())),
                ("why", Arg::Text(problem.to_string())),
            ];
            Trouble::RefusedWords(text(lang, "procedures-not-a-part", &args))
        })?;
        whole.merge(part);
    }
    show(&whole.finish(), args.json, true, None, lang)
}

fn handovers(args: &Handovers, lang: Lang) -> Outcome {
    let mut part = HandOverPart::default();
    match open_log(&args.log, &[Role::Start, Role::Unit], lang)? {
        Opened::Log(log, _) => part.add(&log),
        Opened::Segments(segments) => {
            for segment in &segments {
                part.add_segment(segment, view(&args.log), threads())
                    .map_err(damaged(&args.log.log))?;
            }
        }
    }
    let found = part.finish();
    if args.json {
        return out::json(&found);
    }
    for pair in &found.pairs {
        out::line(&format!("{:>9}  {} → {}", pair.n, pair.from, pair.to));
    }
    Ok(())
}

/// Seconds of a working day.
fn day_seconds(working: &Working) -> f64 {
    let day = dondoc_city::civil(open::now()).date();
    f64::from(working.calendar.hours_on(day).minutes()) * 60.0
}

/// Seconds as people say them: minutes, hours, or days of so many seconds.
fn span(lang: Lang, seconds: f64, day: f64, of_day: &str) -> String {
    let (key, value, places) = if seconds >= day {
        (of_day, seconds / day, 1)
    } else if seconds >= 3_600.0 {
        ("procedures-hours", seconds / 3_600.0, 1)
    } else {
        ("procedures-minutes", seconds / 60.0, 0)
    };
    text(lang, key, &[("it", say::number(lang, value, places))])
}

/// How many edges are shown without `--all`.
const HEAVIEST: usize = 25;

fn show(map: &ProcessMap, json: bool, all: bool, working_day: Option<f64>, lang: Lang) -> Outcome {
    if json {
        return out::json(map);
    }
    let size = [
        ("cases", Arg::from(map.cases.to_string())),
        ("events", Arg::from(map.events.to_string())),
        ("activities", Arg::from(map.activities.to_string())),
        ("variants", Arg::from(map.variants.to_string())),
    ];
    out::line(&text(lang, "procedures-map-size", &size));
    let mut edges: Vec<_> = map.edges.iter().collect();
    edges.sort_by_key(|edge| std::cmp::Reverse(edge.n));
    let shown = if all { edges.len() } else { HEAVIEST };
    for edge in edges.iter().take(shown) {
        let wall = |seconds: Option<f64>| match seconds {
            Some(seconds) => span(lang, seconds, 86_400.0, "procedures-days"),
            None => "–".to_owned(),
        };
        let worked = |seconds: Option<f64>| match seconds {
            Some(seconds) => {
                let day = working_day.unwrap_or(28_800.0);
                span(lang, seconds, day, "procedures-working-days")
            }
            None => "–".to_owned(),
        };
        let line = [
            ("from", Arg::from(edge.from.as_str())),
            ("to", Arg::from(edge.to.as_str())),
            ("n", Arg::from(edge.n.to_string())),
            ("median", Arg::from(wall(edge.median_s))),
            ("tail", Arg::from(wall(edge.p90_s))),
            ("working", Arg::from(worked(edge.working_median_s))),
        ];
        out::line(&text(lang, "procedures-map-edge", &line));
    }
    if edges.len() > shown {
        let more = [("n", say::count(edges.len() - shown))];
        out::note(&text(lang, "procedures-map-more", &more));
    }
    Ok(())
}

#[derive(Serialize)]
struct VariantLine<'a> {
    cases: u64,
    share: f64,
    activities: Vec<&'a str>,
}

#[derive(Serialize)]
struct VariantsAnswer<'a> {
    cases: u64,
    variants: usize,
    top: Vec<VariantLine<'a>>,
}

fn variants(args: &Variants, lang: Lang) -> Outcome {
    let mut traces = Traces::default();
    match open_log(&args.log, &[Role::Start, Role::Resource, Role::Unit], lang)? {
        Opened::Log(log, _) => traces.add(&log),
        Opened::Segments(segments) => {
            for segment in &segments {
                traces
                    .add_segment(segment, view(&args.log), threads())
                    .map_err(damaged(&args.log.log))?;
            }
        }
    }
    let top = traces.top(args.top).into_iter();
    let answer = VariantsAnswer {
        cases: traces.cases(),
        variants: traces.variants(),
        top: top
            .map(|(cases, activities)| VariantLine {
                cases,
                share: cases as f64 / traces.cases().max(1) as f64,
                activities,
            })
            .collect(),
    };
    if args.json {
        return out::json(&answer);
    }
    let size = [
        ("cases", Arg::from(answer.cases.to_string())),
        ("variants", Arg::from(answer.variants.to_string())),
    ];
    out::line(&text(lang, "procedures-variants-size", &size));
    for line in answer.top {
        out::line(&format!(
            "{:>9}  {:>5.1} %  {}",
            line.cases,
            line.share * 100.0,
            line.activities.join(" → ")
        ));
    }
    Ok(())
}
