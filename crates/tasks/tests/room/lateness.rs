//! How a task stands on a day, and what the daily run sends.

use std::collections::BTreeSet;

use crate::common::{
    City, OFFICE, Step, UNIT, by, confirm, done, file, given, issue, monthly, nv, on, progress,
    unit, working_days,
};
use dondoc_calendar::{AnnouncedKind, Calendar, Confidence, DayAnnounced};
use dondoc_kinds::UnitId;
use dondoc_tasks::{
    Command, Event, Ladder, Reason, Status, Thresholds, View, due_reminders, moved_deadlines,
    occurrence_statuses, status, without_report,
};
use jiff::civil::Date;

fn with_view<T>(calendar: &Calendar, day: Date, look: impl FnOnce(&View<'_>) -> T) -> T {
    let (thresholds, abolished) = (Thresholds::default(), BTreeSet::new());
    look(&View {
        as_of: day,
        calendar,
        thresholds: &thresholds,
        abolished: &abolished,
    })
}

fn status_on(city: &City, day: Date) -> Status {
    with_view(&city.calendar, day, |view| {
        status(city.tasks.task(&nv()).unwrap(), view)
    })
}

fn issued() -> Step<'static> {
    (OFFICE, on(7, 1), issue(by(on(9, 30)), on(7, 1)))
}

fn accepted() -> [Step<'static>; 2] {
    [issued(), (UNIT, on(7, 2), Command::Accept { task: nv() })]
}

fn and<'a>(steps: impl IntoIterator<Item = Step<'a>>, step: Step<'a>) -> Vec<Step<'a>> {
    steps.into_iter().chain([step]).collect()
}

#[test]
fn an_open_task_goes_from_not_due_to_due_soon_to_late() {
    let city = given(and(accepted(), (UNIT, on(9, 10), progress("r1", 80))));
    assert_eq!(status_on(&city, on(9, 11)), Status::NotDue);
    // Friday 27 September: one working day to Monday 30.
    assert_eq!(
        status_on(&city, on(9, 27)),
        Status::DueSoon { working_days: 1 }
    );
    assert_eq!(
        status_on(&city, on(9, 30)),
        Status::DueSoon { working_days: 0 }
    );
    let late = Status::Late {
        days: 7,
        working_days: 5,
        excused: false,
    };
    assert_eq!(status_on(&city, on(10, 7)), late);
}

#[test]
fn on_time_is_judged_by_the_day_the_unit_reported_done() {
    let reported = |day| and(accepted(), (UNIT, day, done("r1", None)));
    let in_time = given(reported(on(9, 30)));
    assert_eq!(
        status_on(&in_time, on(10, 20)),
        Status::AwaitingConfirmation { late_days: 0 }
    );
    let confirmed = given(and(reported(on(9, 30)), (OFFICE, on(10, 20), confirm())));
    assert_eq!(status_on(&confirmed, on(10, 21)), Status::DoneOnTime);
    let late = given(reported(on(10, 2)));
    assert_eq!(
        status_on(&late, on(10, 20)),
        Status::AwaitingConfirmation { late_days: 2 }
    );
    let confirmed = given(and(reported(on(10, 2)), (OFFICE, on(10, 20), confirm())));
    assert_eq!(
        status_on(&confirmed, on(12, 1)),
        Status::DoneLate {
            days: 2,
            excused: false
        }
    );
}

#[test]
fn a_late_task_shows_its_excuse() {
    let claim = Command::ClaimExcuse {
        task: nv(),
        occurrence: None,
        reason: "Bão số 3".into(),
        evidence: vec![file()],
    };
    let excuse = Command::Excuse {
        task: nv(),
        occurrence: None,
        authority: "UBND Thành phố".into(),
        instrument: "Công văn số 200/UBND".into(),
    };
    let steps = and(
        and(accepted(), (UNIT, on(10, 1), claim)),
        (OFFICE, on(10, 2), excuse),
    );
    let late = status_on(&given(steps), on(10, 3));
    assert_eq!(
        late,
        Status::Late {
            days: 3,
            working_days: 3,
            excused: true
        }
    );
}

#[test]
fn a_silent_unaccepted_returned_or_lagging_task_is_at_risk() {
    let reasons = |city: &City, day| match status_on(city, day) {
        Status::AtRisk { reasons } => reasons,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        reasons(&given([issued()]), on(7, 8)),
        [Reason::NotAccepted { working_days: 5 }]
    );
    assert_eq!(
        reasons(&given(accepted()), on(7, 31)),
        [Reason::NoProgress { days: 30 }]
    );
    let lagging = given(and(accepted(), (UNIT, on(8, 15), progress("r1", 10))));
    let behind = Reason::BehindTime {
        percent: 10,
        elapsed_percent: 50,
    };
    assert_eq!(reasons(&lagging, on(8, 16)), [behind]);
    let back = Command::Return {
        task: nv(),
        occurrence: None,
        reason: "Thiếu phụ lục".into(),
    };
    let returned = given(and(
        and(accepted(), (UNIT, on(7, 20), done("r1", None))),
        (OFFICE, on(7, 22), back),
    ));
    assert_eq!(
        reasons(&returned, on(7, 23)),
        [Reason::Returned { on: on(7, 22) }]
    );
}

#[test]
fn a_task_of_an_abolished_unit_is_at_risk() {
    let city = given(accepted());
    let (thresholds, abolished) = (Thresholds::default(), BTreeSet::from([unit(UNIT)]));
    let view = View {
        as_of: on(7, 3),
        calendar: &city.calendar,
        thresholds: &thresholds,
        abolished: &abolished,
    };
    let reasons = vec![Reason::LeadAbolished {
        unit: UnitId::parse(UNIT).unwrap(),
    }];
    assert_eq!(
        status(city.tasks.task(&nv()).unwrap(), &view),
        Status::AtRisk { reasons }
    );
}

#[test]
fn a_task_without_report_is_counted_from_its_last_report_or_its_issue() {
    let silent = given(accepted());
    let task = silent.tasks.task(&nv()).unwrap();
    assert!(!without_report(task, on(7, 30), 30));
    assert!(without_report(task, on(7, 31), 30));
    let spoke = given(and(accepted(), (UNIT, on(7, 20), progress("r1", 10))));
    assert!(!without_report(
        spoke.tasks.task(&nv()).unwrap(),
        on(7, 31),
        30
    ));
}

#[test]
fn occurrences_stand_each_by_itself() {
    let city = given([
        (OFFICE, on(7, 1), issue(monthly(25), on(7, 1))),
        (UNIT, on(7, 24), done("r1", Some(1))),
        (
            OFFICE,
            on(8, 1),
            Command::Confirm {
                task: nv(),
                occurrence: Some(1),
                note: None,
            },
        ),
    ]);
    let task = city.tasks.task(&nv()).unwrap();
    // 25 August 2024 is a Sunday: the deadline passes to Monday 26.
    with_view(&city.calendar, on(8, 28), |view| {
        let all = occurrence_statuses(task, view);
        let shown: Vec<_> = all
            .iter()
            .map(|o| (o.number, o.due.date(), &o.status))
            .collect();
        let late = Status::Late {
            days: 2,
            working_days: 2,
            excused: false,
        };
        assert_eq!(shown[0], (1, on(7, 25), &Status::DoneOnTime));
        assert_eq!(shown[1], (2, on(8, 26), &late));
        assert_eq!((shown[2].0, shown[2].1, shown.len()), (3, on(9, 25), 3));
        assert_eq!(status(task, view), late);
    });
}

// Reminders.

fn send(city: &mut City, day: Date) -> Vec<i16> {
    let events = with_view(&city.calendar, day, |view| {
        due_reminders(&city.tasks, &Ladder::default(), view)
    });
    let rungs = events.iter().map(|event| match event {
        Event::Reminded(reminded) => reminded.rung,
        _ => 99,
    });
    let rungs = rungs.collect();
    for event in events {
        city.record(OFFICE, day, event);
    }
    rungs
}

#[test]
fn each_rung_is_sent_once_and_the_third_late_one_reaches_the_agenda() {
    let mut city = given(accepted());
    let mut sent = Vec::new();
    let mut day = on(9, 1);
    while day < on(11, 1) {
        sent.extend(send(&mut city, day).into_iter().map(|rung| (day, rung)));
        sent.extend(send(&mut city, day).into_iter().map(|rung| (day, rung)));
        day = day.tomorrow().unwrap();
    }
    let expected = [
        (on(9, 19), -7),
        (on(9, 26), -2),
        (on(9, 30), 0),
        (on(10, 1), 1),
        (on(10, 7), 5),
        (on(10, 14), 10),
        (on(10, 14), 99),
    ];
    assert_eq!(sent, expected);
    let task = city.tasks.task(&nv()).unwrap();
    assert_eq!(
        task.happenings.as_ref().unwrap().agenda[0].due,
        Some(on(9, 30))
    );
}

#[test]
fn a_moved_due_day_arms_the_ladder_again() {
    let mut city = given(accepted());
    assert_eq!(send(&mut city, on(9, 19)), [-7]);
    let extend = dondoc_tasks::Extend {
        task: nv(),
        occurrence: None,
        rule: by(on(10, 31)),
        from: on(7, 1).at(8, 0, 0, 0),
        instrument: "Công văn số 100/UBND".into(),
        allowed_by: "Chủ tịch".into(),
        reason: "Chờ giao vốn".into(),
        excuse: None,
    };
    city.run((OFFICE, on(9, 20), Command::Extend(Box::new(extend))))
        .unwrap();
    assert_eq!(send(&mut city, on(9, 26)), [] as [i16; 0]);
    assert_eq!(send(&mut city, on(10, 22)), [-7]);
}

#[test]
fn nobody_is_reminded_of_a_reported_task() {
    let mut city = given(and(accepted(), (UNIT, on(9, 10), done("r1", None))));
    assert_eq!(send(&mut city, on(10, 14)), [] as [i16; 0]);
}

#[test]
fn a_missed_day_sends_late_rungs_but_not_the_early_ones() {
    let mut city = given(accepted());
    assert_eq!(send(&mut city, on(10, 8)), [1, 5]);
}

#[test]
fn the_ladder_of_hanoi_is_the_default() {
    let text = include_str!("../../../../jurisdictions/hanoi/reminders.toml");
    let (ladder, thresholds) = Ladder::from_toml(text).unwrap();
    assert_eq!(
        (ladder, thresholds),
        (Ladder::default(), Thresholds::default())
    );
}

#[test]
fn a_ladder_out_of_order_or_too_short_is_refused() {
    assert!(Ladder::try_new(vec![0, -2], 1).is_err());
    assert!(Ladder::try_new(vec![-2, 0, 1], 3).is_err());
    assert!(Ladder::from_toml("rungs = 3").is_err());
}

// Announced holidays.

pub(crate) fn holiday(day: Date) -> dondoc_calendar::Event {
    dondoc_calendar::Event::DayAnnounced(DayAnnounced {
        date: day,
        kind: AnnouncedKind::PublicHoliday,
        name: "Nghỉ".into(),
        source: "Thông báo số 1/TB".into(),
        confidence: Confidence::Low,
    })
}

#[test]
fn an_announced_holiday_moves_an_open_deadline_and_not_a_past_one() {
    let mut city = given([(OFFICE, on(7, 1), issue(working_days(10), on(7, 1)))]);
    let holiday = [holiday(on(7, 10))];
    let moved = |city: &City, day| {
        moved_deadlines(
            &city.tasks,
            &city.calendar,
            &holiday,
            day,
            "Thông báo số 1/TB",
        )
    };
    assert!(moved(&city, on(7, 20)).is_empty());
    for event in moved(&city, on(7, 5)) {
        city.record(OFFICE, on(7, 5), event);
    }
    let due = city.tasks.task(&nv()).unwrap().once().unwrap();
    assert_eq!(
        (due.original.date(), due.current.date()),
        (on(7, 15), on(7, 16))
    );
}
