//! Deadlines, checked by hand.

use dondoc_calendar::{
    Calendar, CountUnit, Counted, DayKind, DeadlineRefusal, ReadAs, Rule, Step, Suspension, Why,
};
use jiff::civil::{DateTime, date, datetime};

const HOURS: &str = include_str!("../../../jurisdictions/hanoi/hours.toml");
const DAYS: &str = include_str!("../../../jurisdictions/hanoi/holidays.csv");

fn hanoi() -> Calendar {
    Calendar::from_tables(HOURS, DAYS).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn due(text: &str, from: DateTime) -> DateTime {
    let read_as = ReadAs::document(from.date());
    let rule = Rule::parse(text, &read_as).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    let deadline = rule.due(from, &hanoi(), &[]);
    deadline.unwrap_or_else(|why| panic!("{text}: {why:?}")).due
}

const MONDAY_BEFORE_TET: DateTime = datetime(2024, 2, 5, 9, 0, 0, 0);

#[test]
fn ten_working_days_across_tet_2024_end_on_26_february() {
    // By hand: 6 (1), 7 (2); 8-14 Tết with days in lieu; 15 (3), 16 (4); 17, 18
    // weekend; 19-23 (5 to 9); 24, 25 weekend; 26 (10).
    let rule = Rule::parse("10 ngày làm việc", &ReadAs::default()).unwrap();
    let deadline = rule.due(MONDAY_BEFORE_TET, &hanoi(), &[]).unwrap();
    assert_eq!(deadline.due, datetime(2024, 2, 26, 23, 59, 59, 0));
    let days: Vec<_> = deadline.proof.days().collect();
    assert_eq!(days.len(), 22, "each day from the 5th to the 26th");
    let counted: Vec<_> = days
        .iter()
        .filter_map(|day| match day.counted {
            Counted::Day(number) => Some((day.date.day(), number)),
            _ => None,
        })
        .collect();
    let by_hand = [
        (6, 1),
        (7, 2),
        (15, 3),
        (16, 4),
        (19, 5),
        (20, 6),
        (21, 7),
        (22, 8),
        (23, 9),
        (26, 10),
    ];
    assert_eq!(counted, by_hand);
    assert_eq!(days[0].why, &Why::FirstDay);
    assert!(!deadline.is_provisional(), "Tết 2024 was announced");
}

#[test]
fn a_monthly_report_on_a_sunday_is_due_on_monday() {
    assert_eq!(
        due("trước ngày 25 hằng tháng", MONDAY_BEFORE_TET),
        datetime(2024, 2, 26, 23, 59, 59, 0)
    );
}

#[test]
fn a_quarter_ends_with_its_last_day() {
    assert_eq!(
        due("quý III/2024", MONDAY_BEFORE_TET),
        datetime(2024, 9, 30, 23, 59, 59, 0)
    );
}

#[test]
fn an_hour_on_a_fixed_day_stays_even_on_a_saturday() {
    assert_eq!(
        due("trước 17h00 ngày 21/9/2024", MONDAY_BEFORE_TET),
        datetime(2024, 9, 21, 17, 0, 0, 0)
    );
}

#[test]
fn a_weekly_report_on_a_holiday_friday_moves_with_its_hour() {
    // Friday 9 February 2024 is 30 Tết; the next working day is Thursday 15th.
    assert_eq!(
        due("thứ Sáu hằng tuần trước 16 giờ", MONDAY_BEFORE_TET),
        datetime(2024, 2, 15, 16, 0, 0, 0)
    );
}

#[test]
fn office_hours_skip_lunch_nights_and_holidays() {
    // Monday 9:00: 3 h before lunch, 4 h after, 1 h on Tuesday.
    assert_eq!(
        due("8 giờ làm việc", MONDAY_BEFORE_TET),
        datetime(2024, 2, 6, 9, 0, 0, 0)
    );
    assert_eq!(
        due("3 giờ làm việc", MONDAY_BEFORE_TET),
        datetime(2024, 2, 5, 12, 0, 0, 0)
    );
    assert_eq!(
        due("4 giờ làm việc", datetime(2024, 2, 5, 12, 30, 0, 0)),
        datetime(2024, 2, 5, 17, 30, 0, 0)
    );
    // Wednesday 7 February 17:00: half an hour, then Thursday 15th.
    assert_eq!(
        due("1 giờ làm việc", datetime(2024, 2, 7, 17, 0, 0, 0)),
        datetime(2024, 2, 15, 8, 30, 0, 0)
    );
    assert_eq!(
        due("24 giờ kể từ khi nhận", MONDAY_BEFORE_TET),
        datetime(2024, 2, 6, 9, 0, 0, 0)
    );
}

#[test]
fn months_end_on_the_corresponding_day_or_the_last() {
    let from = datetime(2024, 1, 31, 8, 0, 0, 0);
    assert_eq!(due("01 tháng", from).date(), date(2024, 2, 29));
    // 31 March 2024 is a Sunday.
    assert_eq!(due("02 tháng", from).date(), date(2024, 4, 1));
    assert_eq!(
        due("01 năm", datetime(2024, 2, 29, 8, 0, 0, 0)).date(),
        date(2025, 2, 28)
    );
    assert_eq!(due("02 tuần", MONDAY_BEFORE_TET).date(), date(2024, 2, 19));
}

#[test]
fn calendar_days_count_holidays_but_do_not_end_on_one() {
    // Day 5 is Saturday 10 February, mùng 1 Tết; the office opens on the 15th.
    assert_eq!(due("5 ngày", MONDAY_BEFORE_TET).date(), date(2024, 2, 15));
}

#[test]
fn a_swapped_saturday_is_a_working_day() {
    assert_eq!(hanoi().day(date(2024, 5, 4)).kind, DayKind::SwapWorkingDay);
    assert_eq!(hanoi().day(date(2024, 4, 29)).kind, DayKind::SwapDayOff);
    // From Friday 26 April: 2 and 3 May, then the Saturday.
    let from = datetime(2024, 4, 26, 8, 0, 0, 0);
    assert_eq!(due("3 ngày làm việc", from).date(), date(2024, 5, 4));
}

#[test]
fn the_middle_of_a_year_is_30_june() {
    let from = datetime(2025, 1, 2, 8, 0, 0, 0);
    assert_eq!(due("giữa năm 2025", from).date(), date(2025, 6, 30));
    assert_eq!(due("cuối năm 2025", from).date(), date(2025, 12, 31));
    assert_eq!(due("giữa tháng 10/2025", from).date(), date(2025, 10, 15));
    assert_eq!(due("đầu tháng 10/2025", from).date(), date(2025, 10, 1));
    assert_eq!(due("6 tháng đầu năm 2025", from).date(), date(2025, 6, 30));
    assert_eq!(due("trước tháng 10/2025", from).date(), date(2025, 9, 30));
}

#[test]
fn suspended_days_do_not_count_and_say_why() {
    let rule = Rule::Within {
        count: 3,
        unit: CountUnit::WorkingDays,
        since: None,
    };
    let suspension = Suspension {
        first: date(2024, 3, 5),
        last: Some(date(2024, 3, 6)),
        reason: "chờ ý kiến Bộ Tài chính".into(),
    };
    let from = datetime(2024, 3, 4, 8, 0, 0, 0);
    let deadline = rule
        .due(from, &hanoi(), std::slice::from_ref(&suspension))
        .unwrap();
    assert_eq!(deadline.due.date(), date(2024, 3, 11));
    assert!(
        deadline
            .proof
            .days()
            .any(|day| matches!(day.why, Why::Suspended { .. }))
    );

    let open = Suspension {
        last: None,
        ..suspension
    };
    assert!(matches!(
        rule.due(from, &hanoi(), &[open]),
        Err(DeadlineRefusal::StillSuspended { .. })
    ));
}

#[test]
fn a_suspended_month_is_longer_by_the_days_of_suspension() {
    let rule = Rule::Within {
        count: 1,
        unit: CountUnit::Months,
        since: None,
    };
    let suspension = Suspension {
        first: date(2024, 3, 5),
        last: Some(date(2024, 3, 14)),
        reason: "tạm dừng".into(),
    };
    let deadline = rule
        .due(datetime(2024, 3, 4, 8, 0, 0, 0), &hanoi(), &[suspension])
        .unwrap();
    // 4 April and ten days more: 14 April, a Sunday.
    assert_eq!(deadline.stated, date(2024, 4, 14));
    assert_eq!(deadline.due.date(), date(2024, 4, 15));
}

#[test]
fn a_suspension_does_not_move_a_fixed_day_and_the_proof_says_so() {
    let rule = Rule::parse("trước ngày 20/9/2024", &ReadAs::default()).unwrap();
    let suspension = Suspension {
        first: date(2024, 9, 1),
        last: None,
        reason: "tạm dừng".into(),
    };
    let deadline = rule
        .due(datetime(2024, 9, 1, 8, 0, 0, 0), &hanoi(), &[suspension])
        .unwrap();
    assert_eq!(deadline.due.date(), date(2024, 9, 20));
    assert!(matches!(
        deadline.proof.steps[0],
        Step::SuspensionIgnored { .. }
    ));
}

#[test]
fn a_standing_duty_has_no_due_day() {
    assert_eq!(
        Rule::Standing.due(MONDAY_BEFORE_TET, &hanoi(), &[]),
        Err(DeadlineRefusal::Standing)
    );
}

#[test]
fn a_year_of_monthly_reports_has_twelve() {
    let rule = Rule::parse("trước ngày 25 hằng tháng", &ReadAs::default()).unwrap();
    let all = rule
        .occurrences(
            datetime(2024, 1, 1, 8, 0, 0, 0),
            date(2024, 12, 31),
            &hanoi(),
        )
        .unwrap();
    assert_eq!(all.len(), 12);
    // Sundays and a Saturday move to the Monday after.
    let days: Vec<_> = all.iter().map(|d| (d.due.month(), d.due.day())).collect();
    assert_eq!(days[1], (2, 26));
    assert_eq!(days[4], (5, 27));
    assert_eq!(days[0], (1, 25));
}

#[test]
fn years_without_a_list_are_computed_and_marked_so() {
    let rule = Rule::Within {
        count: 5,
        unit: CountUnit::WorkingDays,
        since: None,
    };
    // Tết 2027 is on 6 February.
    let deadline = rule
        .due(datetime(2027, 2, 1, 8, 0, 0, 0), &hanoi(), &[])
        .unwrap();
    assert!(deadline.is_provisional());
}

#[test]
fn what_stands_in_state_survives_a_snapshot() {
    let calendar = hanoi();
    let bytes = postcard::to_stdvec(&calendar).unwrap();
    assert_eq!(postcard::from_bytes::<Calendar>(&bytes).unwrap(), calendar);
    for text in [
        "10 ngày làm việc",
        "trước 16 giờ thứ Sáu hằng tuần",
        "quý III/2024",
        "02 tháng",
    ] {
        let rule = Rule::parse(text, &ReadAs::default()).unwrap();
        let deadline = rule.due(MONDAY_BEFORE_TET, &calendar, &[]).unwrap();
        let bytes = postcard::to_stdvec(&(&rule, &deadline)).unwrap();
        let back: (Rule, dondoc_calendar::Deadline) = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(back, (rule, deadline));
    }
}

#[test]
fn the_proof_of_a_long_span_stays_compact_and_lists_each_day() {
    let rule = Rule::Within {
        count: 365,
        unit: CountUnit::Days,
        since: None,
    };
    let deadline = rule.due(MONDAY_BEFORE_TET, &hanoi(), &[]).unwrap();
    assert_eq!(deadline.proof.days().count(), 366);
    assert!(deadline.proof.steps.len() <= 5);
}
