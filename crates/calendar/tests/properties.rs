//! The algebra of deadlines.

use dondoc_calendar::{
    AnnouncedKind, Calendar, Confidence, CountUnit, DayAnnounced, Event, Every, Part, Period,
    ReadAs, Rule, Weekday, Word, recompute,
};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};
use proptest::prelude::*;

const HOURS: &str = include_str!("../../../jurisdictions/hanoi/hours.toml");
const DAYS: &str = include_str!("../../../jurisdictions/hanoi/holidays.csv");

fn hanoi() -> Calendar {
    Calendar::from_tables(HOURS, DAYS).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn any_date() -> impl Strategy<Value = Date> {
    (0i64..4000).prop_map(|days| date(2020, 1, 1) + days.days())
}

fn any_moment() -> impl Strategy<Value = DateTime> {
    (any_date(), 0i8..24, 0i8..60).prop_map(|(day, hour, minute)| day.at(hour, minute, 0, 0))
}

fn any_word() -> impl Strategy<Value = Word> {
    prop_oneof![Just(Word::By), Just(Word::Before)]
}

fn any_hour() -> impl Strategy<Value = Option<Time>> {
    proptest::option::of(
        (6i8..20, prop_oneof![Just(0i8), Just(30)]).prop_map(|(h, m)| Time::constant(h, m, 0, 0)),
    )
}

fn any_unit() -> impl Strategy<Value = CountUnit> {
    prop_oneof![
        Just(CountUnit::Hours),
        Just(CountUnit::WorkingHours),
        Just(CountUnit::Days),
        Just(CountUnit::WorkingDays),
        Just(CountUnit::Weeks),
        Just(CountUnit::Months),
    ]
}

fn any_every() -> impl Strategy<Value = Every> {
    let day = || proptest::option::of(1i8..=31);
    prop_oneof![
        Just(Every::WorkingDay),
        (2u32..100).prop_map(|days| Every::Days { days }),
        proptest::option::of((0usize..7).prop_map(|i| Weekday::ALL[i]))
            .prop_map(|weekday| Every::Week { weekday }),
        day().prop_map(|day| Every::Month { day }),
        (1i8..=3, day()).prop_map(|(month, day)| Every::Quarter { month, day }),
        (1i8..=6, day()).prop_map(|(month, day)| Every::Half { month, day }),
        (1i8..=12, day()).prop_map(|(month, day)| Every::Year {
            month,
            day: day.map(|day| day.min(28)),
        }),
    ]
}

fn any_period() -> impl Strategy<Value = Period> {
    let year = || 2020i16..2031;
    prop_oneof![
        (year(), 1i8..=12).prop_map(|(year, month)| Period::Month { year, month }),
        (year(), 1i8..=4).prop_map(|(year, quarter)| Period::Quarter { year, quarter }),
        (year(), 1i8..=2).prop_map(|(year, half)| Period::Half { year, half }),
        year().prop_map(|year| Period::Year { year }),
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (any_date(), any_hour(), any_word()).prop_map(|(day, hour, word)| Rule::Day {
            day,
            hour,
            word
        }),
        (any_period(), any_word()).prop_map(|(period, word)| Rule::Period {
            period,
            part: Part::End,
            word
        }),
        (1u32..120, any_unit()).prop_map(|(count, unit)| Rule::Within {
            count,
            unit,
            since: None
        }),
        (any_every(), any_hour(), any_word()).prop_map(|(every, hour, word)| Rule::Every {
            every,
            hour,
            word
        }),
    ]
}

fn day_off(day: Date) -> Event {
    Event::DayAnnounced(DayAnnounced {
        date: day,
        kind: AnnouncedKind::PublicHoliday,
        name: "Nghỉ".into(),
        source: "ví dụ".into(),
        confidence: Confidence::High,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_later_start_never_gives_an_earlier_due(rule in any_rule(), a in any_moment(), later in 0i64..200_000) {
        let calendar = hanoi();
        let b = a.checked_add(later.minutes()).unwrap();
        prop_assert!(rule.due(a, &calendar, &[]).unwrap().due <= rule.due(b, &calendar, &[]).unwrap().due);
    }

    #[test]
    fn one_more_day_off_never_makes_a_due_earlier(rule in any_rule(), from in any_moment(), ahead in 0i64..200) {
        // Each working day on its own is another rhythm: a day off has no report.
        let each_day = matches!(rule, Rule::Every { every: Every::WorkingDay, .. });
        let mut calendar = hanoi();
        let before = rule.due(from, &calendar, &[]).unwrap();
        let event = day_off(from.date().checked_add(ahead.days()).unwrap());
        calendar.apply(&event);
        let after = rule.due(from, &calendar, &[]).unwrap();
        prop_assert!(before.due <= after.due, "{each_day}");
        let moved = recompute(&rule, from, &[], before.due, &calendar, &event).unwrap();
        prop_assert_eq!(moved.map(|moved| moved.new.due), (before.due != after.due).then_some(after.due));
    }

    #[test]
    fn working_days_add_up(a in any_date(), b in any_date(), c in any_date()) {
        let calendar = hanoi();
        prop_assert_eq!(
            calendar.working_days_between(a, c),
            calendar.working_days_between(a, b) + calendar.working_days_between(b, c)
        );
    }

    #[test]
    fn n_working_days_on_and_back_are_n(from in any_moment(), count in 1u32..200) {
        let calendar = hanoi();
        let rule = Rule::Within { count, unit: CountUnit::WorkingDays, since: None };
        let due = rule.due(from, &calendar, &[]).unwrap().due.date();
        prop_assert!(calendar.is_working_day(due));
        prop_assert_eq!(calendar.working_days_between(from.date(), due), i64::from(count));
        let start = calendar.working_day_from(from.date());
        if start == from.date() {
            prop_assert_eq!(calendar.working_days_before(due, count), Some(start));
        }
    }

    #[test]
    fn the_proof_lists_every_day_once_and_counts_to_n(from in any_moment(), count in 1u32..200) {
        let rule = Rule::Within { count, unit: CountUnit::WorkingDays, since: None };
        let deadline = rule.due(from, &hanoi(), &[]).unwrap();
        let days: Vec<Date> = deadline.proof.days().map(|day| day.date).collect();
        let all: Vec<Date> = from.date().series(1.day()).take_while(|day| *day <= deadline.due.date()).collect();
        prop_assert_eq!(days, all);
        let json = serde_json::to_string(&deadline).unwrap();
        prop_assert_eq!(serde_json::from_str::<dondoc_calendar::Deadline>(&json).unwrap(), deadline);
    }

    #[test]
    fn hours_of_office_add_up(from in any_moment(), a in 1u32..60, b in 1u32..60) {
        let calendar = hanoi();
        let hours = |from, count| {
            let rule = Rule::Within { count, unit: CountUnit::WorkingHours, since: None };
            rule.due(from, &calendar, &[]).unwrap().due
        };
        prop_assert_eq!(hours(hours(from, a), b), hours(from, a + b));
    }

    #[test]
    fn a_rule_reads_its_own_phrase(rule in any_rule()) {
        let rule = match rule {
            // Without a day or hour, "trước" and "chậm nhất" say the same.
            Rule::Every { every, hour: None, .. } if !rule.phrase().contains(',') => {
                Rule::Every { every, hour: None, word: Word::By }
            }
            other => other,
        };
        let phrase = rule.phrase();
        prop_assert_eq!(Rule::parse(&phrase, &ReadAs::default()), Ok(rule), "{}", phrase);
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in "[0-9a-zà-ỹ /.,:-]{0,40}") {
        let _either = Rule::parse(&text, &ReadAs::year(2024));
    }

    #[test]
    fn words_of_time_in_any_order_are_read_or_refused(words in proptest::collection::vec(
        prop_oneof![
            Just("trước"), Just("ngày"), Just("tháng"), Just("quý"), Just("năm"), Just("III"), Just("10"),
            Just("2024"), Just("/"), Just("hằng"), Just("làm việc"), Just("giờ"), Just("cuối"), Just("đầu"),
            Just("thứ"), Just("sáu"), Just("kể từ"), Just("một"), Just("lần"), Just("99999999999999999999"),
        ], 0..12)) {
        let text = words.join(" ");
        if let Ok(rule) = Rule::parse(&text, &ReadAs::year(2024)) {
            let _either = rule.due(date(2024, 1, 1).at(8, 0, 0, 0), &hanoi(), &[]);
        }
    }
}
