//! Facts of 100,000 pieces of work to JSON, and one figure back to its entries.

#![expect(clippy::expect_used, reason = "a bench may fail loudly")]

use dondoc_briefing::{Briefing, explain, sample};

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
