//! What counting costs: `cargo bench -p dondoc-calendar`.

use divan::{Bencher, black_box};
use dondoc_calendar::{Calendar, ReadAs, Rule};
use jiff::civil::{DateTime, date, datetime};

const HOURS: &str = include_str!("../../../jurisdictions/hanoi/hours.toml");
const DAYS: &str = include_str!("../../../jurisdictions/hanoi/holidays.csv");

const PHRASES: [&str; 6] = [
    "10 ngày làm việc",
    "60 ngày làm việc",
    "8 giờ làm việc",
    "trước ngày 25 hằng tháng",
    "quý III/2024",
    "03 tháng",
];

fn main() {
    divan::main();
}

fn hanoi() -> Calendar {
    Calendar::from_tables(HOURS, DAYS).unwrap_or_default()
}

fn read(phrase: &str) -> Rule {
    Rule::parse(phrase, &ReadAs::year(2024)).unwrap_or(Rule::Standing)
}

#[divan::bench(args = PHRASES)]
fn due(bencher: Bencher<'_, '_>, phrase: &str) {
    const FROM: DateTime = datetime(2024, 2, 5, 9, 0, 0, 0);
    let (calendar, rule) = (hanoi(), read(phrase));
    bencher.bench(|| rule.due(black_box(FROM), &calendar, &[]));
}

/// In years that are computed, not announced.
#[divan::bench(args = ["10 ngày làm việc"])]
fn due_computed(bencher: Bencher<'_, '_>, phrase: &str) {
    const FROM: DateTime = datetime(2028, 1, 20, 9, 0, 0, 0);
    let (calendar, rule) = (hanoi(), read(phrase));
    bencher.bench(|| rule.due(black_box(FROM), &calendar, &[]));
}

#[divan::bench(args = PHRASES)]
fn parse(phrase: &str) -> Rule {
    read(black_box(phrase))
}

#[divan::bench]
fn working_days_in_a_year(bencher: Bencher<'_, '_>) {
    let calendar = hanoi();
    bencher.bench(|| {
        calendar.working_days_between(black_box(date(2024, 1, 1)), black_box(date(2024, 12, 31)))
    });
}

#[divan::bench]
fn tables() -> Calendar {
    hanoi()
}
