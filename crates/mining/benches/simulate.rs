//! Simulation of receipt, in events a second: cases alone and through a queue.

#[path = "../tests/common/mod.rs"]
mod common;

use divan::Bencher;
use dondoc_mining::simulate::{Change, Model, Scenario, simulate};
use dondoc_mining::worktime::WorkTime;

fn main() {
    divan::main();
}

/// 100,000 cases with every step of the log.
#[divan::bench(args = [false, true], sample_count = 5, sample_size = 1)]
fn receipt(bencher: Bencher<'_, '_>, queued: bool) {
    let Some(log) = common::xes("eventlogs/receipt.xes.gz") else {
        return;
    };
    let cases = log.to_cases();
    let all: Vec<usize> = (0..cases.len()).collect();
    let Ok(model) = Model::learn(&cases, &all, &WorkTime::always()) else {
        return;
    };
    let mut scenario = Scenario {
        form: 1,
        name: "bench".to_owned(),
        changes: Vec::new(),
        limit_days: None,
    };
    if queued {
        scenario.changes.push(Change::Staff {
            activity: log.activities[1].clone(),
            staff: 5,
            effort_hours: 0.5,
        });
    }
    let events = simulate(&model, &scenario, 100_000, 1, 1).map_or(0, |found| found.events);
    bencher
        .counter(divan::counter::ItemsCount::new(events))
        .bench_local(|| simulate(&model, &scenario, 100_000, 1, 1));
}
