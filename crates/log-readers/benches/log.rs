//! CPU seconds to read a log and to map it, in wall and in working time, and the most
//! memory held:
//!
//! `cargo bench -p dondoc-log-readers --bench log -- LOG [REFERENCE.json|-] [OUT.seg [TIMES]]`
//! reads and maps a log and writes it (so many times over) as a segment;
//! `… -- SEGMENT.seg [REFERENCE.json]` maps a segment.
//!
//! Working time is counted by the calendar of the synthetic logs (Monday to Friday
//! without a list of holidays, 7:30-11:30 and 13:30-17:00, UTC+7). With a reference,
//! every edge's count, medians and ninetieth percentiles must equal it.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench tells its figures and stops where it cannot"
)]

use std::path::PathBuf;

use dondoc_calendar::{
    AnnouncedKind, Calendar, Confidence, DayAnnounced, Event, HoursSet, OfficeHours, Shift,
    Weekday, YearListed,
};
use dondoc_log_readers::{Opened, Options, Role, read, write_segment};
use dondoc_procedures::{HandOverPart, MapPart, ProcessMap, Traces, View, Working};
use jiff::civil::{date, time};

const HOLIDAYS: &str = "2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 \
    2024-04-18 2024-04-29 2024-04-30 2024-05-01 2024-09-02 2024-09-03 2025-01-01 2025-01-27 \
    2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02 \
    2025-09-01 2025-09-02 2026-01-01 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20";

fn calendar() -> Calendar {
    let mut calendar = Calendar::default();
    let shifts = vec![
        Shift {
            start: time(7, 30, 0, 0),
            end: time(11, 30, 0, 0),
        },
        Shift {
            start: time(13, 30, 0, 0),
            end: time(17, 0, 0, 0),
        },
    ];
    let week = Weekday::ALL[..5].to_vec();
    let hours = OfficeHours::try_new(week, shifts, "kit".into(), Confidence::High);
    calendar.apply(&Event::HoursSet(HoursSet {
        from: date(1970, 1, 1),
        hours: hours.unwrap(),
    }));
    for year in 2023..2030 {
        let source = "kit".into();
        calendar.apply(&Event::YearListed(YearListed { year, source }));
    }
    for day in HOLIDAYS.split_whitespace() {
        calendar.apply(&Event::DayAnnounced(DayAnnounced {
            date: day.parse().unwrap(),
            kind: AnnouncedKind::PublicHoliday,
            name: "nghỉ".into(),
            source: "kit".into(),
            confidence: Confidence::High,
        }));
    }
    calendar
}

/// User and system time of the process in seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks = |at: usize| -> f64 {
        let field = after.split_whitespace().nth(at).unwrap_or("0");
        field.parse().unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("").to_owned()
}

/// CPU and wall seconds of a piece of work, and what it gave.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    #[expect(clippy::disallowed_methods, reason = "a bench looks at the clock")]
    let (begin, wall) = (cpu(), std::time::Instant::now());
    let made = work();
    println!(
        "{what}: {:.2} s CPU, {:.2} s wall; {}",
        cpu() - begin,
        wall.elapsed().as_secs_f64(),
        peak()
    );
    made
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let Some(path) = args.first().map(PathBuf::from) else {
        println!("name a log");
        return;
    };
    let working = Working::vietnam(calendar());
    if path.extension().is_some_and(|end| end == "seg") {
        own_layout(&path, &working, args.get(1));
        return;
    }
    // What a map needs, then all columns.
    let needed = Options {
        skip: vec![Role::Start, Role::Resource, Role::Unit, Role::Lifecycle],
        ..Options::default()
    };
    let (map, events) = timed("read for a map, and map", || {
        let (log, _) = read(&path, &needed).unwrap();
        (ProcessMap::of(&log, Some(&working)), log.events())
    });
    compare(&map, args.get(1));
    let (log, _) = timed("read all columns", || {
        read(&path, &Options::default()).unwrap()
    });
    println!(
        "{events} events, {} cases, {:.1} bytes an event in memory",
        log.cases(),
        log.heap_bytes() as f64 / events as f64
    );
    timed("map, wall time", || ProcessMap::of(&log, None));
    timed("map, wall and working time", || {
        ProcessMap::of(&log, Some(&working))
    });
    let Some(out) = args.get(2).map(PathBuf::from) else {
        return;
    };
    let times: usize = args.get(3).map_or(1, |times| times.parse().unwrap());
    let logs = vec![&log; times];
    let written = timed("write a segment", || write_segment(&out, &logs).unwrap());
    let bytes = written.bytes as f64 / (events * times) as f64;
    println!("{bytes:.2} bytes an event in the segment");
}

fn own_layout(path: &std::path::Path, working: &Working, reference: Option<&String>) {
    let open = || match dondoc_log_readers::open(path, &Options::default()).unwrap() {
        Opened::Segments(segments) => segments,
        Opened::Log(..) => Vec::new(),
    };
    let view = View::default();
    let map = |working: Option<&Working>, threads| {
        let mut part = MapPart::default();
        for segment in open() {
            part.add_segment(&segment, view, working, threads).unwrap();
        }
        part.finish()
    };
    timed("own layout: map, wall time", || map(None, 1));
    let found = timed("own layout: map, wall and working time", || {
        map(Some(working), 1)
    });
    println!("{} events, {} variants", found.events, found.variants);
    compare(&found, reference);
    timed("own layout: the same, 2 threads", || map(Some(working), 2));
    timed("own layout: variants", || {
        let mut traces = Traces::default();
        for segment in open() {
            traces.add_segment(&segment, view, 1).unwrap();
        }
        traces.top(20).len()
    });
    let pairs = timed("own layout: hand-overs", || {
        let mut part = HandOverPart::default();
        for segment in open() {
            part.add_segment(&segment, view, 1).unwrap();
        }
        part.finish()
    });
    println!("{} pairs, {} hand-overs", pairs.pairs.len(), pairs.total);
}

fn compare(map: &ProcessMap, reference: Option<&String>) {
    let Some(reference) = reference.filter(|path| *path != "-") else {
        return;
    };
    let reference: serde_json::Value =
        serde_json::from_slice(&std::fs::read(reference).unwrap()).unwrap();
    let edges = reference["edges"].as_array().unwrap();
    assert_eq!(edges.len(), map.edges.len());
    for (theirs, ours) in edges.iter().zip(&map.edges) {
        assert_eq!(theirs[0], ours.from.as_str());
        assert_eq!(theirs[1], ours.to.as_str());
        assert_eq!(theirs[2], ours.n);
        let values = [
            ours.median_s,
            ours.p90_s,
            ours.working_median_s,
            ours.working_p90_s,
        ];
        for (at, value) in values.into_iter().enumerate() {
            let gap = (theirs[at + 3].as_f64().unwrap() - value.unwrap()).abs();
            assert!(
                gap < 1e-6,
                "{} → {}: {value:?} for {}",
                ours.from,
                ours.to,
                theirs[at + 3]
            );
        }
    }
    println!("{} edges equal the reference", edges.len());
}
