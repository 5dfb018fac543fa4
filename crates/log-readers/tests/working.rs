//! Working time beside a reference that counts another way. The large log is made by
//! the kit's generator and named by `DONDOC_SYN_1M`; where it is missing, only small
//! ones are compared.

#![expect(clippy::unwrap_used, reason = "a test helper fails by panicking")]

#[path = "../benches/kit/mod.rs"]
mod kit;

use std::path::PathBuf;

use dondoc_log_readers::{Options, read};
use dondoc_procedures::{ProcessMap, WorkClock, Working};
use proptest::prelude::*;

/// Office seconds from 1970 to a moment at UTC+7, day by day: no tables, no prefix sums.
fn counted(from: i64, to: i64) -> i64 {
    let off: Vec<jiff::civil::Date> = kit::HOLIDAYS
        .split_whitespace()
        .map(|day| day.parse().unwrap())
        .collect();
    let mut sum = 0;
    let mut at = from + 7 * 3_600;
    let end = to + 7 * 3_600;
    while at < end {
        let day = at.div_euclid(86_400);
        let date = jiff::civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().days(day))
            .unwrap();
        let next = (day + 1) * 86_400;
        let weekend = matches!(
            date.weekday(),
            jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday
        );
        if !weekend && !off.contains(&date) {
            for (open, close) in [(27_000, 41_400), (48_600, 61_200)] {
                let (open, close) = (day * 86_400 + open, day * 86_400 + close);
                sum += (close.min(end) - open.max(at)).max(0);
            }
        }
        at = next;
    }
    sum
}

proptest! {
    #[test]
    fn two_look_ups_count_what_a_walk_counts(
        from in 1_704_040_000_i64..1_767_000_000,
        span in 0_i64..8_000_000,
    ) {
        let (first, last) = (1_704_000_000_000_000, 1_775_100_000_000_000);
        let clock = WorkClock::new(&kit::calendar(), 7 * 3_600, first, last);
        let to = from + span;
        let looked = clock.elapsed_seconds(to) - clock.elapsed_seconds(from);
        prop_assert_eq!(looked, counted(from, to));
        let micros = clock.elapsed(to * 1_000_000) - clock.elapsed(from * 1_000_000);
        prop_assert_eq!(micros, looked * 1_000_000);
    }
}

#[test]
fn a_million_events_equal_the_reference_to_the_second() {
    let reference = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/bench/process/expected/syn_1m.calendar.json"))
        .find(|path| path.exists());
    let log = std::env::var_os("DONDOC_SYN_1M").map(PathBuf::from);
    let (Some(reference), Some(log)) = (reference, log) else {
        eprintln!("not compared: name the generated log by DONDOC_SYN_1M");
        return;
    };
    let (log, _) = read(&log, &Options::default()).unwrap();
    let map = ProcessMap::of(&log, Some(&Working::vietnam(kit::calendar())));
    kit::compare(&map, &reference);
}
