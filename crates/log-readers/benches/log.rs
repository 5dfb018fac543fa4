//! CPU seconds to read a log and to map it, in wall and in working time, and the most
//! memory held:
//!
//! `cargo bench -p dondoc-log-readers --bench log -- LOG [REFERENCE.json|-] [OUT.seg [TIMES]]`
//! reads and maps a log and writes it (so many times over) as a segment; `live` in place of
//! `OUT.seg` follows it event by event;
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

mod kit;

use std::path::PathBuf;

use dondoc_lake::EventLog;
use dondoc_log_readers::{Opened, Options, Role, read, write_segment};
use dondoc_procedures::{Arrival, HandOverPart, Live, MapPart, ProcessMap, Traces, View, Working};

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
    let working = Working::vietnam(kit::calendar());
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
    if args.get(2).is_some_and(|what| what == "live") {
        live(log, &working);
        return;
    }
    let Some(out) = args.get(2).map(PathBuf::from) else {
        return;
    };
    let times: usize = args.get(3).map_or(1, |times| times.parse().unwrap());
    let logs = vec![&log; times];
    let written = timed("write a segment", || write_segment(&out, &logs).unwrap());
    let bytes = written.bytes as f64 / (events * times) as f64;
    println!("{bytes:.2} bytes an event in the segment");
}

/// Follows the log event by event, in the order in which they happened.
fn live(mut log: EventLog, working: &Working) {
    let mut order: Vec<(i64, usize, usize)> = Vec::new();
    for case in 0..log.cases() {
        order.extend(log.case(case).map(|event| (log.time()[event], case, event)));
    }
    order.sort_by_key(|&(time, ..)| time);
    let mut live = Live::new(Arrival::ByTime, Some(working.clone()), Vec::new());
    let begin = cpu();
    timed("live, event by event", || {
        for &(time, case, event) in &order {
            let activity = log.activities().get(usize::from(log.activity()[event]));
            live.event(log.case_id(case), activity, time);
        }
    });
    println!(
        "{:.2} µs CPU an event",
        (cpu() - begin) * 1e6 / order.len() as f64
    );
    let map = timed("live, map as it stands", || live.map());
    log.sort_by_time();
    assert_eq!(map.edges, ProcessMap::of(&log, Some(working)).edges);
    println!("equal to all at once");
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
    if let Some(reference) = reference.filter(|path| *path != "-") {
        kit::compare(map, std::path::Path::new(reference));
        println!("{} edges equal the reference", map.edges.len());
    }
}
