//! Facts of 100,000 pieces of work to JSON, and one figure back to its entries.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench may fail loudly"
)]

use dondoc_briefing::{Briefing, Order, Sources, explain, explain_city, sample};
use dondoc_calendar::Calendar;
use dondoc_city::City;
use dondoc_documents::Documents;
use dondoc_registry::Registry;
use dondoc_tasks::{Tasks, Thresholds, apply};
use jiff::civil::date;

#[path = "../../investment/benches/many/mod.rs"]
mod many;
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

/// The chapter on 20,000 projects of 150 units: with each figure and its receipt.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn investment_chapter(bencher: divan::Bencher<'_, '_>) {
    let mut city = City::empty();
    city.investment = many::history(&[2022, 2023, 2024, 2025]);
    let order = september();
    bencher.bench(|| {
        let briefing = Briefing::compile(&city, &Thresholds::default(), &order).expect("fits");
        let chapter = briefing.investment.expect("a plan is in force");
        assert_eq!(chapter.units.len(), 150);
        chapter
    });
}

/// One receipt of the chapter back to its entries.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn explain_money(bencher: divan::Bencher<'_, '_>) {
    let mut city = City::empty();
    city.investment = many::history(&[2022, 2023, 2024, 2025]);
    let order = september();
    bencher.bench(|| {
        let told = explain_city(
            &city,
            &Thresholds::default(),
            &order,
            "investment/rate/city",
        );
        told.expect("a rate").capital.len()
    });
}

fn september() -> Order {
    let mut order = sample::order_of(&sample::facts(), 1);
    order.period = "2025-Q3".parse().expect("a quarter");
    order.as_of = date(2025, 9, 30);
    order
}
