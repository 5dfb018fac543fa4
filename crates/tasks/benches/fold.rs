//! How fast a million entries fold. What they need in memory: `memory.rs`, since
//! counting allocations takes time.

#![expect(clippy::unwrap_used, reason = "the events are made right here")]

mod year;

use divan::Bencher;
use divan::counter::ItemsCount;
use dondoc_calendar::Calendar;
use dondoc_tasks::{Event, Recorded, Tasks, Thresholds, View, apply, status};
use jiff::civil::date;

fn main() {
    divan::main();
}

/// A hundred thousand tasks, half of them open at the end, thirty to an order.
fn a_million() -> impl Iterator<Item = (Event, Recorded)> {
    year::steps(100_000, 30, |_| true)
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_million_stored_entries(bencher: Bencher<'_, '_>) {
    let log: Vec<_> = a_million()
        .map(|(event, recorded)| {
            let payload = serde_json::to_vec(&event.to_json().unwrap()).unwrap();
            (event.kind(), event.schema(), payload, recorded)
        })
        .collect();
    bencher.counter(ItemsCount::new(log.len())).bench_local(|| {
        let mut tasks = Tasks::default();
        for (kind, schema, payload, recorded) in &log {
            let event = Event::decode(kind, *schema, payload).unwrap();
            apply(&mut tasks, &event, recorded);
        }
        tasks
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_million_events(bencher: Bencher<'_, '_>) {
    let log: Vec<_> = a_million().collect();
    bencher.counter(ItemsCount::new(log.len())).bench_local(|| {
        let mut tasks = Tasks::default();
        log.iter()
            .for_each(|(event, recorded)| apply(&mut tasks, event, recorded));
        tasks
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_status_of_a_hundred_thousand_tasks(bencher: Bencher<'_, '_>) {
    let mut tasks = Tasks::default();
    a_million().for_each(|(event, recorded)| apply(&mut tasks, &event, &recorded));
    let (calendar, thresholds) = (Calendar::default(), Thresholds::default());
    let abolished = std::collections::BTreeSet::new();
    let view = View {
        as_of: date(2024, 12, 2),
        calendar: &calendar,
        thresholds: &thresholds,
        abolished: &abolished,
    };
    bencher.bench_local(|| {
        tasks
            .iter()
            .map(|task| status(task, &view))
            .collect::<Vec<_>>()
    });
}
