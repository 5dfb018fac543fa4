//! What is reckoned of cases for the room, on cases that can be counted by hand.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use dondoc_calendar::Calendar;
use dondoc_kinds::ProcedureId;
use dondoc_lake::{EventLog, LogBuilder, Row, Zones};
use dondoc_procedures::Working;
use dondoc_procedures::reckon::{self, Period};
use dondoc_procedures::room::CaseCode;
use dondoc_procedures::room::event::{Changed, Found, Linked, Mapped, NotYet};
use dondoc_procedures::room::record::{Level, Limit, Online, ProcedureRecord, StepRecord, Version};
use dondoc_procedures::room::state::Procedure;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::Offset;

fn at(moment: DateTime) -> i64 {
    Offset::constant(7)
        .to_timestamp(moment)
        .unwrap()
        .as_microsecond()
}

fn working() -> Working {
    Working::vietnam(Calendar::default())
}

fn procedure() -> ProcedureId {
    ProcedureId::parse("1.009994").unwrap()
}

fn version() -> Version {
    let step = |number, name: &str| StepRecord {
        number,
        name: name.into(),
        unit: "".into(),
        limit: (number == 2).then(|| Limit::working_days(1)),
        provision: if number == 2 {
            "Điều 2".into()
        } else {
            "".into()
        },
        may_drop: false,
        person_minutes: None,
    };
    Version {
        number: 1,
        record: ProcedureRecord {
            procedure: procedure(),
            code: "1.009994".into(),
            title: "Thử".into(),
            field: "".into(),
            level: Level::Commune,
            from: date(2023, 1, 1),
            act: "QĐ 1".into(),
            provision: "Điều 1".into(),
            limit: Some(Limit::working_days(3)),
            steps: vec![step(1, "Nhận"), step(2, "Ký"), step(3, "Trả")],
            documents: vec![],
            fee: 0,
            online: Online::Full,
            decides: "".into(),
            delegation: None,
        },
        reason: "".into(),
        entry: 0,
    }
}

fn known() -> Procedure {
    Procedure {
        versions: vec![version()],
        ..Procedure::default()
    }
}

fn link() -> Linked {
    let mapped = |activity: &str, step| Mapped {
        activity: activity.into(),
        step,
    };
    Linked {
        procedure: procedure(),
        logs: vec!["nk-0001".into()],
        mapping: vec![mapped("Nhận", 1), mapped("Ký", 2), mapped("Trả", 3)],
        asks: vec!["Hỏi".into()],
        ends: vec!["Trả".into()],
    }
}

/// A case: its code, its unit, its activities with their moments.
type Told<'a> = (&'a str, &'a str, &'a [(&'a str, DateTime)]);

fn log(cases: &[Told<'_>]) -> EventLog {
    let mut builder = LogBuilder::default();
    for (code, unit, events) in cases {
        let case = builder.case(code);
        for (activity, moment) in *events {
            builder.push(
                case,
                &Row {
                    unit: Some(unit),
                    ..Row::new(activity, at(*moment))
                },
            );
        }
    }
    builder.finish(Zones::default()).unwrap()
}

fn day(day: Date) -> DateTime {
    day.at(8, 0, 0, 0)
}

/// Monday 4 March 2024 and the days after it.
fn march(day_of_month: i8) -> DateTime {
    day(date(2024, 3, day_of_month))
}

fn some_cases() -> EventLog {
    log(&[
        // Two working days.
        (
            "H26.01-240304-0001",
            "A",
            &[("Nhận", march(4)), ("Ký", march(5)), ("Trả", march(6))],
        ),
        // Nine, of which five waited for the applicant: four, one more than the limit.
        (
            "H26.01-240304-0002",
            "A",
            &[
                ("Nhận", march(4)),
                ("Hỏi", march(5)),
                ("Bổ sung", march(12)),
                ("Ký", march(15)),
                ("Trả", march(15)),
            ],
        ),
        // Runs since eight working days at the end of 14 March.
        ("H26.01-240304-0003", "B", &[("Nhận", march(4))]),
    ])
}

#[test]
fn the_applicants_time_is_not_the_offices() {
    let found = reckon::assess(
        &some_cases(),
        &working(),
        &procedure(),
        &known(),
        &link(),
        Period {
            from: date(2024, 3, 1),
            to: date(2024, 3, 31),
        },
    )
    .unwrap();
    assert_eq!((found.finished, found.on_time), (2, 1));
    assert_eq!((found.running, found.overdue), (1, 1));
    assert_eq!(found.late_days, 1_000);
    // The parts are the whole, and the step that is over its limit is named with its provision.
    let parts: i64 = found.steps.iter().map(|it| it.days).sum();
    assert_eq!(parts + found.unexplained, found.late_days);
    assert_eq!(&*found.steps[0].activity, "Ký");
    assert_eq!(
        (found.steps[0].step, &*found.steps[0].provision),
        (Some(2), "Điều 2")
    );
    assert_eq!(found.fitting, Some(1_000));
    assert_eq!(found.units.len(), 1);
}

#[test]
fn a_case_is_held_against_the_limit_of_the_day_it_was_received() {
    let mut known = known();
    let mut later = version();
    later.number = 2;
    later.record.from = date(2024, 3, 5);
    later.record.limit = Some(Limit::working_days(1));
    known.versions.push(later);
    let found = reckon::assess(
        &some_cases(),
        &working(),
        &procedure(),
        &known,
        &link(),
        Period {
            from: date(2024, 3, 1),
            to: date(2024, 3, 31),
        },
    )
    .unwrap();
    // All were received on the 4th, when three days were allowed.
    assert_eq!(
        (found.finished, found.on_time, found.late_days),
        (2, 1, 1_000)
    );
    assert_eq!((found.version, found.limit), (2, Some(1_000)));
}

#[test]
fn what_came_after_the_last_day_is_not_known() {
    let found = reckon::assess(
        &some_cases(),
        &working(),
        &procedure(),
        &known(),
        &link(),
        Period {
            from: date(2024, 3, 1),
            to: date(2024, 3, 8),
        },
    )
    .unwrap();
    assert_eq!((found.finished, found.running), (1, 2));
    // The one that waits for its applicant has used one day only.
    assert_eq!(found.overdue, 1);
}

#[test]
fn a_case_is_found_in_both_orders_of_its_code_and_ages_without_pauses() {
    let log = some_cases();
    let stand = |code: &str, today| {
        let code = CaseCode::parse(code).unwrap();
        let limit = version().record.limit;
        reckon::stand(&log, &working(), &link(), limit, &code, today)
    };
    let found = stand("01.H26-240304-0002", date(2024, 3, 8)).unwrap();
    assert!(found.waits && !found.has_ended);
    assert_eq!((found.step.as_str(), found.since), ("Hỏi", at(march(5))));
    let found = stand("H26.01-240304-0002", date(2024, 3, 31)).unwrap();
    assert!(found.has_ended);
    // Three days of the office after Monday 8:00, and five of the applicant: Thursday 14th.
    let due = found.due.unwrap();
    assert!(
        due > at(date(2024, 3, 13).at(17, 0, 0, 0)) && due <= at(march(14)),
        "{due}"
    );
    assert_eq!(stand("H26.01-240304-0009", date(2024, 3, 31)), None);
}

#[test]
fn a_running_case_is_expected_to_end_as_those_did_that_waited_as_long() {
    let stand = |log: &EventLog, case: &str, today| {
        let code = CaseCode::parse(case).unwrap();
        reckon::stand(log, &working(), &link(), None, &code, today)
    };
    // Nobody else has this step, so that nothing is said.
    let alone = some_cases();
    let found = stand(&alone, "H26.01-240304-0003", date(2024, 3, 5)).unwrap();
    assert_eq!(found.expected, None);
    let mut builder = LogBuilder::default();
    for number in 0..40 {
        let case = builder.case(&format!("H26.01-240101-{number:04}"));
        builder.push(case, &Row::new("Nhận", at(day(date(2024, 1, 2)))));
        let end = date(2024, 1, 3).saturating_add(jiff::Span::new().days(number % 10));
        builder.push(case, &Row::new("Trả", at(day(end))));
    }
    let case = builder.case("H26.01-240201-0001");
    builder.push(case, &Row::new("Nhận", at(day(date(2024, 2, 1)))));
    let own = builder.finish(Zones::default()).unwrap();
    let found = stand(&own, "H26.01-240201-0001", date(2024, 2, 5)).unwrap();
    let expected = found.expected.unwrap();
    // The fifth day is gone: of those that took five to ten, the middle is seven and a half.
    assert_eq!(expected.middle, at(date(2024, 2, 8).at(20, 0, 0, 0)));
    assert!(
        expected.low >= at(day(date(2024, 2, 6))) && expected.high <= at(day(date(2024, 2, 11)))
    );
}

/// Cases received one a day, each ended after as many days as `took` says.
fn ended_after(took: impl Fn(i64) -> i64) -> EventLog {
    let mut builder = LogBuilder::default();
    for number in 0..360_i64 {
        let case = builder.case(&format!("H26.01-230101-{number:04}"));
        let from = date(2023, 1, 1).saturating_add(jiff::Span::new().days(number));
        builder.push(case, &Row::new("Nhận", at(day(from))));
        let end = from.saturating_add(jiff::Span::new().days(took(number)));
        builder.push(case, &Row::new("Trả", at(day(end))));
    }
    builder.finish(Zones::default()).unwrap()
}

#[test]
fn an_expected_end_is_shown_only_where_it_was_right_before() {
    let of = |log: &EventLog| reckon::calibration(log, &link(), date(2024, 12, 31));
    let steady = of(&ended_after(|number| 2 + number * 7 % 20));
    assert!(steady.asked >= 60 && steady.holds(), "{steady:?}");
    // From autumn on everything takes three times as long.
    let turned = of(&ended_after(|number| {
        (2 + number * 7 % 20) * if number < 240 { 1 } else { 3 }
    }));
    assert!(turned.asked >= 60 && !turned.holds(), "{turned:?}");
    // Of few cases nothing can be said.
    let few = of(&some_cases());
    assert!(few.asked == 0 && !few.holds());
}

#[test]
fn a_sheet_names_the_provision_of_what_it_would_cut() {
    let mut cases = Vec::new();
    let mut from = date(2024, 1, 2);
    for number in 0..60 {
        let code = format!("H26.01-240102-{number:04}");
        let signed = from.saturating_add(jiff::Span::new().days(8 + number % 5));
        let end = signed.tomorrow().unwrap();
        cases.push((
            code,
            [("Nhận", day(from)), ("Ký", day(signed)), ("Trả", day(end))],
        ));
        from = from.tomorrow().unwrap();
    }
    let cases: Vec<Told<'_>> = cases
        .iter()
        .map(|(code, events)| (code.as_str(), "A", events.as_slice()))
        .collect();
    let sheet = reckon::shorten(
        &log(&cases),
        &working(),
        &procedure(),
        &version(),
        &link(),
        date(2024, 6, 30),
        Default::default(),
    )
    .unwrap();
    assert_eq!(sheet.cases, 60);
    let best = &sheet.proposals[0];
    assert_eq!(
        (best.number, best.cut.activity(), &*best.provision),
        (1, "Ký", "Điều 2")
    );
    assert!(best.saved_per_case.low > 2_000, "{best:?}");
    assert!(best.saved_per_year.low <= best.saved_per_year.mean);
}

/// One case a working day and unit from January 2023 on; `changed` takes two days from
/// 2024 on, everybody else five.
fn year_of_cases(until: Date) -> EventLog {
    let mut builder = LogBuilder::default();
    for unit in ["changed", "B", "C", "D"] {
        let mut from = date(2023, 1, 2);
        let mut number = 0;
        while from < until {
            number += 1;
            let days = if unit == "changed" && from >= date(2024, 1, 1) {
                2
            } else {
                7
            };
            let days = days + i64::from(number % 3 == 0);
            let end = from.saturating_add(jiff::Span::new().days(days));
            let case = builder.case(&format!("{unit}-{number}"));
            let row = |name, moment| Row {
                unit: Some(unit),
                ..Row::new(name, at(moment))
            };
            builder.push(case, &row("Nhận", day(from)));
            if end <= until {
                builder.push(case, &row("Trả", day(end)));
            }
            from = from.tomorrow().unwrap();
        }
    }
    builder.finish(Zones::default()).unwrap()
}

fn change() -> Changed {
    Changed {
        procedure: procedure(),
        number: 1,
        what: "".into(),
        units: vec!["changed".into()],
        from: date(2024, 1, 1),
        promised: 3_000,
        sheet: None,
        act: "".into(),
    }
}

#[test]
fn a_change_that_shortened_is_measured_as_such() {
    let until = date(2024, 7, 31);
    let log = year_of_cases(until);
    let found = reckon::effect(&log, &working(), &link(), &change(), &[], until);
    let Found::Measured(found) = found else {
        panic!("{found:?}");
    };
    assert!(found.is_shorter(), "{found:?}");
    assert_eq!(found.controls, 3);
    // July is left out: its last cases have not had time.
    assert_eq!((found.months_before, found.months_after), (12, 6));
}

#[test]
fn an_effect_without_cases_after_the_change_is_not_measured_yet() {
    let until = date(2024, 1, 10);
    let log = year_of_cases(until);
    let found = reckon::effect(&log, &working(), &link(), &change(), &[], until);
    let Found::NotYet { why, cases, .. } = found else {
        panic!("{found:?}");
    };
    assert_eq!(why, NotYet::FewCases);
    assert!(cases < 20);
}
