//! What a hundred thousand open tasks need in memory: `max alloc` in MB is ten
//! times the bytes of one task, everything counted.
//!
//! By units to an order: the words of an order to thirty units are kept once.

#![expect(clippy::unwrap_used, reason = "the events are made right here")]

mod year;

use divan::{AllocProfiler, Bencher};
use dondoc_tasks::{Tasks, apply};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn folded(units: usize) -> Tasks {
    // Of so many tasks half stay open: an order to `units` of these has twice as many.
    let open = year::steps(200_000, units * 2, year::is_open);
    let mut tasks = Tasks::default();
    open.for_each(|(event, recorded)| apply(&mut tasks, &event, &recorded));
    tasks
}

#[divan::bench(args = [1, 30], sample_count = 1, sample_size = 1)]
fn open_tasks_folded(units: usize) -> Tasks {
    folded(units)
}

#[divan::bench(args = [1, 30], sample_count = 1, sample_size = 1)]
fn open_tasks_from_a_snapshot(bencher: Bencher<'_, '_>, units: usize) {
    let snapshot = postcard::to_stdvec(&folded(units)).unwrap();
    bencher.bench_local(|| postcard::from_bytes::<Tasks>(&snapshot).unwrap());
}
