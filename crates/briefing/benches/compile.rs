//! Facts of 100,000 pieces of work to JSON, and one figure back to its entries.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench may fail loudly"
)]

use dondoc_briefing::{Briefing, Sources, explain, sample};
use dondoc_calendar::Calendar;
use dondoc_documents::Documents;
use dondoc_registry::Registry;
use dondoc_tasks::{Tasks, Thresholds, apply};
use jiff::civil::date;

#[path = "../../tasks/benches/year/mod.rs"]
mod year;

fn main() {
    divan::main();
}

/// About 460 duties a copy.
const COPIES: usize = 218;

#[divan::bench(sample_count = 5, sample_size = 1)]
fn compile_to_json(bencher: divan::Bencher<'_, '_>) {
    let facts = sample::generate(COPIES);
    let order = sample::order_of(&facts, COPIES);
    assert!(facts.duties.len() >= 100_000, "{}", facts.duties.len());
    bencher.bench(|| Briefing::compile_facts(&facts, &order).map(|briefing| briefing.to_json()));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn explain_a_figure(bencher: divan::Bencher<'_, '_>) {
    let facts = sample::generate(COPIES);
    let order = sample::order_of(&facts, COPIES);
    bencher.bench(|| explain(&facts, &order, "unit/so-tai-chinh/late"));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn json_alone(bencher: divan::Bencher<'_, '_>) {
    let facts = sample::generate(COPIES);
    let order = sample::order_of(&facts, COPIES);
    let briefing = Briefing::compile_facts(&facts, &order).expect("fits");
    bencher.bench(|| briefing.to_json());
}

/// A hundred thousand tasks with a million entries, from the folded rooms to JSON.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn folded_rooms_to_json(bencher: divan::Bencher<'_, '_>) {
    let mut tasks = Tasks::default();
    let mut entries = 0;
    for (event, recorded) in year::steps(100_000, 30, |_| true) {
        apply(&mut tasks, &event, &recorded);
        entries = recorded.entry + 1;
    }
    assert!(entries >= 900_000, "{entries}");
    let (registry, documents) = (Registry::default(), Documents::default());
    let (calendar, thresholds) = (Calendar::default(), Thresholds::default());
    let sources = Sources {
        tasks: &tasks,
        registry: &registry,
        documents: &documents,
        calendar: &calendar,
        thresholds: &thresholds,
    };
    let mut order = sample::order_of(&sample::facts(), 1);
    order.period = "2024-Q4".parse().expect("a quarter");
    order.as_of = date(2024, 12, 2);
    order.tree.size = entries;
    bencher.bench(|| {
        let facts = sources.facts(order.as_of);
        let briefing = Briefing::compile_facts(&facts, &order).expect("fits");
        assert!(!briefing.works.is_empty());
        briefing.to_json()
    });
}
