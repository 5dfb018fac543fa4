//! Announced and computed days.

use dondoc_calendar::{
    AnnouncedKind, AnnouncementWithdrawn, Basis, Calendar, Confidence, DayAnnounced, DayKind,
    Event, TableProblem, YearListed, table_events,
};
use jiff::civil::{Date, date};

const HOURS: &str = include_str!("../../../jurisdictions/hanoi/hours.toml");
const DAYS: &str = include_str!("../../../jurisdictions/hanoi/holidays.csv");

fn hanoi() -> Calendar {
    Calendar::from_tables(HOURS, DAYS).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn days_off(calendar: &Calendar, year: i16) -> Vec<Date> {
    date(year, 1, 1)
        .series(jiff::Span::new().days(1))
        .take_while(|day| day.year() == year)
        .filter(|day| {
            let kind = calendar.day(*day).kind;
            !kind.is_working() && kind != DayKind::WeeklyRest
        })
        .collect()
}

/// What the rule computes agrees with what was announced, apart from swaps,
/// which no rule foresees.
#[test]
fn the_computed_rule_agrees_with_the_announced_years() {
    let (announced, computed) = (hanoi(), Calendar::default());
    for year in 2023..=2026 {
        let swapped = |day: &Date| announced.day(*day).kind == DayKind::SwapDayOff;
        let weekend = |day: &Date| matches!(day.weekday().to_monday_zero_offset(), 5 | 6);
        let mut listed = days_off(&announced, year);
        listed.retain(|day| !swapped(day) && !weekend(day));
        let mut ruled = days_off(&computed, year);
        ruled.retain(|day| !swapped(day) && !weekend(day));
        assert_eq!(ruled, listed, "{year}");
    }
}

#[test]
fn tet_2022_and_2021_are_computed_as_they_were_kept() {
    let computed = Calendar::default();
    let tet = |year| -> Vec<Date> {
        days_off(&computed, year)
            .into_iter()
            .filter(|day| day.month() <= 2 && *day > date(year, 1, 10))
            .collect()
    };
    let days = |from: Date, to: Date| -> Vec<Date> {
        from.series(jiff::Span::new().days(1))
            .take_while(|day| *day <= to)
            .collect()
    };
    assert_eq!(tet(2022), days(date(2022, 1, 31), date(2022, 2, 4)));
    assert_eq!(tet(2021), days(date(2021, 2, 10), date(2021, 2, 16)));
}

#[test]
fn a_computed_holiday_says_that_nobody_announced_it() {
    let day = hanoi().day(date(2027, 9, 2));
    assert_eq!(
        (day.kind, day.basis),
        (DayKind::PublicHoliday, Basis::Computed)
    );
    let day = hanoi().day(date(2027, 11, 24));
    assert_eq!(
        (day.basis, day.confidence),
        (Basis::Computed, Confidence::Medium)
    );
    assert_eq!(hanoi().day(date(2024, 9, 2)).basis, Basis::Announced);
    assert!(
        hanoi().is_working_day(date(2025, 11, 24)),
        "not before 2026"
    );
}

#[test]
fn what_is_announced_later_overrides_and_can_be_taken_back() {
    let mut calendar = hanoi();
    let day = date(2024, 3, 8);
    assert!(calendar.is_working_day(day));
    calendar.apply(&Event::DayAnnounced(DayAnnounced {
        date: day,
        kind: AnnouncedKind::PublicHoliday,
        name: "Nghỉ đột xuất".into(),
        source: "Công điện (ví dụ)".into(),
        confidence: Confidence::High,
    }));
    assert!(!calendar.is_working_day(day));
    calendar.apply(&Event::AnnouncementWithdrawn(AnnouncementWithdrawn {
        date: day,
        source: "Công điện (ví dụ)".into(),
    }));
    assert_eq!(calendar, hanoi());
}

#[test]
fn one_announced_day_does_not_silence_the_rule_but_a_full_list_does() {
    let mut calendar = Calendar::default();
    calendar.apply(&Event::DayAnnounced(DayAnnounced {
        date: date(2027, 1, 4),
        kind: AnnouncedKind::SwapDayOff,
        name: "Nghỉ hoán đổi".into(),
        source: "ví dụ".into(),
        confidence: Confidence::High,
    }));
    assert!(!calendar.is_working_day(date(2027, 4, 30)));
    calendar.apply(&Event::YearListed(YearListed {
        year: 2027,
        source: "ví dụ".into(),
    }));
    assert!(calendar.is_working_day(date(2027, 4, 30)));
}

#[test]
fn every_row_of_the_city_has_a_source() {
    let events = table_events(HOURS, DAYS).unwrap();
    for event in &events {
        if let Event::DayAnnounced(day) = event {
            assert!(!day.source.is_empty(), "{}", day.date);
        }
    }
    assert!(events.len() > 60);
}

#[test]
fn wrong_tables_are_refused_with_every_problem_and_its_place() {
    let days = "date,kind,name_vi,source,confidence\n\
                2024-13-01,public_holiday,x,y,high\n\
                2024-01-01,holiday,x,y,high\n\
                2024-01-02,public_holiday,x,,high\n\
                2024-01-02,public_holiday,x,y,high\n";
    let problems = Calendar::from_tables("hours = []", days).unwrap_err();
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert_eq!(problems[0], TableProblem::NoHours);
    assert!(matches!(
        problems[1],
        TableProblem::DayUnreadable { line: 2, .. }
    ));
    assert!(matches!(
        problems[2],
        TableProblem::DayUnreadable { line: 3, .. }
    ));
    assert!(matches!(
        problems[3],
        TableProblem::NoSource { line: 4, .. }
    ));
    assert!(matches!(
        problems[4],
        TableProblem::DayTwice { line: 5, .. }
    ));

    let crossed = HOURS.replace("\"12:00\"", "\"14:00\"");
    assert!(matches!(
        Calendar::from_tables(&crossed, DAYS).unwrap_err()[0],
        TableProblem::HoursWrong { .. }
    ));
    assert!(matches!(
        Calendar::from_tables("this is no TOML", DAYS).unwrap_err()[0],
        TableProblem::HoursUnreadable { .. }
    ));
}
