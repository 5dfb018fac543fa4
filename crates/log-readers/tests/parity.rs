//! Real logs beside reference results that no mining library computed. The logs
//! are not part of the repository; where they are missing, nothing is compared.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test helper fails by panicking and says what it skips"
)]

use std::path::PathBuf;

use dondoc_lake::EventLog;
use dondoc_log_readers::{Opened, Options, open, read, write_parquet, write_segment};
use dondoc_procedures::{HandOverPart, HandOvers, MapPart, ProcessMap, Traces, View};
use serde_json::Value;

fn shared(path: &str) -> Option<PathBuf> {
    let found = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared").join(path))
        .find(|path| path.exists());
    if found.is_none() {
        eprintln!("not compared: shared/{path} is not here");
    }
    found
}

fn log(name: &str) -> Option<EventLog> {
    let path = shared(&format!("eventlogs/{name}"))?;
    let (log, report) = read(&path, &Options::default()).unwrap();
    assert_eq!(report.rejected, 0, "{report:?}");
    assert!(!report.broke_off);
    Some(log)
}

fn expected(name: &str) -> Option<Value> {
    let path = shared(&format!("bench/process/expected/{name}.json"))?;
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

fn close(ours: Option<f64>, theirs: &Value, what: &str) {
    let (ours, theirs) = (ours.unwrap(), theirs.as_f64().unwrap());
    // The reference computes in floating seconds since 1970: 2^-22 s apart.
    assert!((ours - theirs).abs() < 2e-3, "{what}: {ours} for {theirs}");
}

fn compare(log: &EventLog, whole: &Value, order: &str) {
    let map = ProcessMap::of(log, None);
    let expected = match &whole[order] {
        Value::String(_) => &whole["file"],
        found => found,
    };
    assert_eq!(map.cases, whole["cases"].as_u64().unwrap());
    assert_eq!(map.events, whole["events"].as_u64().unwrap());
    assert_eq!(map.activities as u64, whole["activities"].as_u64().unwrap());
    assert_eq!(map.variants as u64, expected["variants"].as_u64().unwrap());
    let top: Vec<u64> = serde_json::from_value(expected["top20"].clone()).unwrap();
    assert_eq!(map.top_variants, top);
    assert_eq!(map.dfg_total, expected["dfg_total"].as_u64().unwrap());
    assert_eq!(
        map.start_activities as u64,
        expected["start_activities"].as_u64().unwrap()
    );
    assert_eq!(
        map.end_activities as u64,
        expected["end_activities"].as_u64().unwrap()
    );
    let through = &whole["throughput_s"];
    close(map.throughput_s.p50, &through["p50"], "p50");
    close(map.throughput_s.p90, &through["p90"], "p90");
    close(map.throughput_s.p99, &through["p99"], "p99");
    let hands = HandOvers::of(log);
    assert_eq!(hands.total, expected["handover_total"].as_u64().unwrap());
    assert_eq!(
        hands.pairs.len() as u64,
        expected["handover_pairs"].as_u64().unwrap()
    );
    let edges = expected["edges"].as_array().unwrap();
    assert_eq!(
        map.dfg_edges as u64,
        expected["dfg_edges"].as_u64().unwrap()
    );
    for (ours, theirs) in map.edges.iter().zip(edges) {
        assert_eq!(ours.from, theirs[0].as_str().unwrap());
        assert_eq!(ours.to, theirs[1].as_str().unwrap());
        assert_eq!(ours.n, theirs[2].as_u64().unwrap());
        close(ours.median_s, &theirs[3], &ours.from);
        close(ours.p90_s, &theirs[4], &ours.from);
    }
}

fn check(file: &str, reference: &str) {
    let (Some(mut log), Some(expected)) = (log(file), expected(reference)) else {
        return;
    };
    assert_eq!(
        log.unsorted_cases() as u64,
        expected["unsorted_cases"].as_u64().unwrap()
    );
    compare(&log, &expected, "file");
    as_segment(&log, false);
    as_segment(&log, true);
    through_parquet(&log);
    log.sort_by_time();
    compare(&log, &expected, "sorted");
}

/// A segment gives the same as the log in memory, read block by block by threads.
fn as_segment(log: &EventLog, by_time: bool) {
    let folder = tempfile::tempdir().unwrap();
    write_segment(&folder.path().join("a.seg"), &[log]).unwrap();
    let Opened::Segments(segments) = open(folder.path(), &Options::default()).unwrap() else {
        panic!("one segment is not brought into memory");
    };
    let mut log = log.clone();
    if by_time {
        log.sort_by_time();
    }
    let view = View {
        by_time,
        complete_only: false,
    };
    let (mut map, mut hands) = (MapPart::default(), HandOverPart::default());
    let mut traces = Traces::default();
    for segment in &segments {
        map.add_segment(segment, view, None, 3).unwrap();
        hands.add_segment(segment, view, 3).unwrap();
        traces.add_segment(segment, view, 3).unwrap();
    }
    let whole = ProcessMap::of(&log, None);
    assert_eq!(map.finish(), whole);
    assert_eq!(hands.finish(), HandOvers::of(&log));
    assert_eq!(
        (traces.cases(), traces.variants()),
        (whole.cases, whole.variants)
    );
    let top: Vec<u64> = traces.top(20).into_iter().map(|(n, _)| n).collect();
    assert_eq!(top, whole.top_variants);
}

fn through_parquet(log: &EventLog) {
    let file = tempfile::NamedTempFile::new().unwrap();
    write_parquet(file.path(), log).unwrap();
    let (back, report) = read(file.path(), &Options::default()).unwrap();
    assert_eq!(report.rejected, 0);
    assert_eq!(ProcessMap::of(&back, None), ProcessMap::of(log, None));
    assert_eq!(HandOvers::of(&back), HandOvers::of(log));
}

#[test]
fn receipt_from_xes() {
    check("receipt.xes.gz", "receipt");
}

#[test]
fn receipt_from_csv() {
    check("receipt.csv", "receipt");
}

#[test]
fn fines_from_xes() {
    check("road_traffic_fines.xes.gz", "road_traffic_fines");
}

#[test]
fn declarations_from_xes() {
    check(
        "bpic20_domestic_declarations.xes.gz",
        "bpic20_domestic_declarations",
    );
}

#[test]
fn permits_from_csv_in_both_orders() {
    check("bpic15_municipality1.csv.gz", "bpic15_1");
}

#[test]
fn receipt_from_parquet_has_the_same_map() {
    let (Some(parquet), Some(csv)) = (log("receipt.parquet"), log("receipt.csv")) else {
        return;
    };
    let (parquet, csv) = (ProcessMap::of(&parquet, None), ProcessMap::of(&csv, None));
    let shape = |map: &ProcessMap| {
        let edges: Vec<_> = map
            .edges
            .iter()
            .map(|edge| (edge.from.clone(), edge.to.clone(), edge.n))
            .collect();
        (map.cases, map.events, map.top_variants.clone(), edges)
    };
    assert_eq!(shape(&parquet), shape(&csv));
}

#[test]
fn small_examples_agree_in_both_forms() {
    let (Some(xes), Some(csv)) = (
        log("formats/running-example.xes"),
        log("formats/running-example.csv"),
    ) else {
        return;
    };
    assert_eq!(xes.cases(), 6);
    let mut sorted = csv;
    sorted.sort_by_time();
    assert_eq!(
        ProcessMap::of(&xes, None).edges,
        ProcessMap::of(&sorted, None).edges
    );
}
