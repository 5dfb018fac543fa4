//! What holds for whatever is asked, in whatever order.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{
    City, OFFICE, OTHER, UNIT, by, done, file, issue, monthly, nv, on, progress, unit, working_days,
};
use crate::lateness::holiday;
use dondoc_calendar::{Rule, recompute};
use dondoc_tasks::{
    AgendaCause, Command, Event, Extend, Ladder, Refusal, Status, Tasks, Thresholds, TransferCause,
    View, apply, due_reminders, moved_deadlines, status,
};
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

type Asked = (&'static str, Date, Command);

fn occurrence() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![3 => Just(None), 2 => (0_u32..5).prop_map(Some)]
}

fn command() -> impl Strategy<Value = Command> {
    let rule = prop_oneof![
        Just(by(on(9, 30))),
        Just(working_days(20)),
        Just(monthly(25))
    ];
    let units = prop::sample::select(vec![OFFICE, OTHER, UNIT]);
    prop_oneof![
        rule.prop_map(|rule| issue(rule, on(7, 1))),
        Just(Command::Accept { task: nv() }),
        (0_u8..5, 0_u8..110).prop_map(|(n, percent)| progress(&format!("r{n}"), percent)),
        (0_u8..5, occurrence()).prop_map(|(n, o)| done(&format!("d{n}"), o)),
        occurrence().prop_map(|occurrence| Command::Return {
            task: nv(),
            occurrence,
            reason: "Thiếu".into()
        }),
        occurrence().prop_map(|occurrence| Command::Confirm {
            task: nv(),
            occurrence,
            note: None
        }),
        (occurrence(), 0_i32..200).prop_map(|(occurrence, days)| Command::RequestExtension {
            task: nv(),
            occurrence,
            until: (on(7, 1) + days.days()).at(17, 0, 0, 0),
            reason: "Chờ".into(),
            excuse: (days % 2 == 0).then(|| "Bão".into()),
        }),
        (occurrence(), 0_i32..200).prop_map(|(occurrence, days)| Command::Extend(Box::new(
            Extend {
                task: nv(),
                occurrence,
                rule: by(on(7, 1) + days.days()),
                from: on(7, 1).at(8, 0, 0, 0),
                instrument: "CV 1".into(),
                allowed_by: "CT".into(),
                reason: "Chờ".into(),
                excuse: (days % 2 == 0).then(|| "Bão".into()),
            }
        ))),
        Just(Command::RefuseExtension {
            task: nv(),
            reason: "Không".into()
        }),
        Just(Command::Suspend {
            task: nv(),
            reason: "Chờ".into(),
            instrument: None
        }),
        Just(Command::Resume {
            task: nv(),
            reason: "Xong".into()
        }),
        (units.clone(), any::<bool>()).prop_map(|(to, successor)| Command::Transfer {
            task: nv(),
            to: unit(to),
            cause: if successor {
                TransferCause::Successor
            } else {
                TransferCause::Reassigned
            },
            instrument: "NQ 1".into(),
        }),
        units.prop_map(|to| Command::ChangeAssigner {
            task: nv(),
            to: unit(to),
            cause: TransferCause::Successor,
            instrument: "NQ 1".into(),
        }),
        Just(Command::Cancel {
            task: nv(),
            reason: "Trùng".into(),
            instrument: None
        }),
        occurrence().prop_map(|occurrence| Command::ClaimExcuse {
            task: nv(),
            occurrence,
            reason: "Bão".into(),
            evidence: vec![file()],
        }),
        occurrence().prop_map(|occurrence| Command::Excuse {
            task: nv(),
            occurrence,
            authority: "UBND".into(),
            instrument: "CV 2".into(),
        }),
        Just(Command::PlaceOnAgenda {
            task: nv(),
            cause: AgendaCause::Asked
        }),
    ]
}

/// Anyone asks for anything; or the unit and the assigner do what brings the
/// task forward, without which few stories would get to an end.
fn asked() -> impl Strategy<Value = (&'static str, Command)> {
    let who = prop::sample::select(vec![OFFICE, UNIT, UNIT, OFFICE, OTHER]);
    let confirm = |occurrence| Command::Confirm {
        task: nv(),
        occurrence,
        note: None,
    };
    prop_oneof![
        3 => (who, command()),
        3 => (0_u8..200, turn()).prop_map(|(n, o)| (UNIT, done(&format!("nv-1.r{n}"), o))),
        3 => turn().prop_map(move |occurrence| (OFFICE, confirm(occurrence))),
    ]
}

/// The task as a whole, or one of its first occurrences.
fn turn() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![2 => Just(None), 1 => (1_u32..4).prop_map(Some)]
}

/// The first command issues; the others come on days that go on.
fn story_of(rule: Rule) -> impl Strategy<Value = Vec<Asked>> {
    prop::collection::vec((0_i32..12, asked()), 1..40).prop_map(move |asked| {
        let mut day = on(7, 1);
        let mut story = vec![(OFFICE, day, issue(rule.clone(), day))];
        for (days, (who, command)) in asked {
            day += days.days();
            story.push((who, day, command));
        }
        story
    })
}

/// A task due once.
fn story() -> impl Strategy<Value = Vec<Asked>> {
    story_of(by(on(9, 30)))
}

/// A task due once or each month.
fn any_story() -> impl Strategy<Value = Vec<Asked>> {
    prop_oneof![3 => story(), 1 => story_of(monthly(25))]
}

/// Of so many stories, how many hold.
fn share(
    stories: impl Strategy<Value = Vec<Asked>>,
    of: usize,
    holds: impl Fn(&City) -> bool,
) -> usize {
    let mut runner = TestRunner::deterministic();
    let city = |_| run(stories.new_tree(&mut runner).unwrap().current());
    (0..of).map(city).filter(holds).count()
}

fn is_confirmed(city: &City) -> bool {
    let mut log = city.log.iter();
    log.any(|(event, _)| matches!(event, Event::Confirmed(_)))
}

#[test]
fn stories_often_end_confirmed() {
    let once = share(story(), 400, is_confirmed);
    assert!(once >= 200, "only {once} of 400");
    let monthly = share(story_of(monthly(25)), 400, is_confirmed);
    assert!(monthly >= 120, "only {monthly} of 400");
}

fn run(story: Vec<Asked>) -> City {
    let mut city = City::new();
    for step in story {
        // A refusal is as good an answer as any here.
        let _refused = city.run(step);
    }
    city
}

fn fold(log: &[(Event, dondoc_tasks::Recorded)], mut tasks: Tasks) -> Tasks {
    log.iter()
        .for_each(|(event, recorded)| apply(&mut tasks, event, recorded));
    tasks
}

fn status_on(city: &City, day: Date) -> Option<Status> {
    let (thresholds, abolished) = (Thresholds::default(), BTreeSet::new());
    let view = View {
        as_of: day,
        calendar: &city.calendar,
        thresholds: &thresholds,
        abolished: &abolished,
    };
    city.tasks.task(&nv()).map(|task| status(task, &view))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn folding_in_two_parts_is_folding_at_once(story in any_story(), cut in 0.0..1.0_f64) {
        let city = run(story);
        let cut = (city.log.len() as f64 * cut) as usize;
        let first = fold(&city.log[..cut], Tasks::default());
        let snapshot = postcard::to_stdvec(&first).unwrap();
        let restored: Tasks = postcard::from_bytes(&snapshot).unwrap();
        prop_assert_eq!(fold(&city.log[cut..], restored), city.tasks);
    }

    #[test]
    fn events_of_any_order_fold_without_panic(story in any_story(), seed in any::<u64>()) {
        let mut log = run(story).log;
        let mut state = seed;
        for i in (1..log.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            log.swap(i, (state >> 33) as usize % (i + 1));
        }
        fold(&log, Tasks::default());
    }

    #[test]
    fn every_event_reads_back_from_its_json(story in any_story()) {
        for (event, _) in run(story).log {
            let bytes = serde_json::to_vec(&event.to_json().unwrap()).unwrap();
            prop_assert_eq!(Event::decode(event.kind(), event.schema(), &bytes).unwrap(), event);
        }
    }

    #[test]
    fn a_day_off_moves_a_deadline_as_the_calendar_counts(count in 1_u32..60, ahead in 0_i32..120) {
        let rule = working_days(count);
        let mut city = City::new();
        city.run((OFFICE, on(7, 1), issue(rule.clone(), on(7, 1)))).unwrap();
        let holiday = [holiday(on(7, 1) + ahead.days())];
        let due = city.tasks.task(&nv()).unwrap().once().unwrap();
        let mut after = city.calendar.clone();
        after.apply(&holiday[0]);
        let expected = recompute(&rule, due.from, &[], due.current, &after, &holiday[0]).unwrap();
        let moved = moved_deadlines(&city.tasks, &city.calendar, &holiday, on(7, 1), "TB 1");
        let moved: Vec<_> = moved.iter().map(|event| match event {
            Event::DeadlineMoved(moved) => moved.due,
            other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(moved, Vec::from_iter(expected.map(|moved| moved.new.due)));
    }

    #[test]
    fn the_original_deadline_never_changes(story in story()) {
        let mut city = City::new();
        for step in story {
            let _refused = city.run(step);
            let task = city.tasks.task(&nv()).unwrap();
            prop_assert_eq!(task.original_due().map(|due| due.date()), Some(on(9, 30)));
        }
    }

    #[test]
    fn a_confirmed_task_is_never_late_and_open(story in story(), days in 0_i32..400) {
        let city = run(story);
        let is_done = city.log.iter().any(|(event, _)| matches!(event, Event::Confirmed(_)));
        let status = status_on(&city, on(7, 1) + days.days()).unwrap();
        if is_done {
            prop_assert!(matches!(status, Status::DoneOnTime | Status::DoneLate { .. }), "{status:?}");
        }
    }

    #[test]
    fn the_doer_never_confirms(story in story(), number in occurrence()) {
        let city = run(story);
        let lead = city.tasks.task(&nv()).unwrap().lead.clone();
        let asked = Command::Confirm { task: nv(), occurrence: number, note: None };
        let outcome = city.decide(lead.as_str(), on(12, 31), asked);
        prop_assert_eq!(outcome, Err(Refusal::DoerConfirms { task: nv() }));
        for (event, recorded) in &city.log {
            if let Event::Confirmed(_) = event {
                let before = fold(&city.log[..recorded.entry as usize], Tasks::default());
                prop_assert_ne!(&before.task(&nv()).unwrap().lead, recorded.unit.as_ref().unwrap());
            }
        }
    }

    #[test]
    fn each_rung_is_sent_at_most_once_for_one_due_day(story in story(), recurring in any::<bool>()) {
        let mut city = City::new();
        let (thresholds, abolished) = (Thresholds::default(), BTreeSet::new());
        let ladder = Ladder::default();
        let mut sent = BTreeMap::new();
        if recurring {
            city.run((OFFICE, on(7, 1), issue(monthly(25), on(7, 1)))).unwrap();
        }
        for (who, day, command) in story {
            let _refused = city.run((who, day, command));
            let view = View {
                as_of: day, calendar: &city.calendar, thresholds: &thresholds, abolished: &abolished,
            };
            for event in due_reminders(&city.tasks, &ladder, &view) {
                if let Event::Reminded(e) = &event {
                    *sent.entry((e.occurrence, e.due, e.rung)).or_insert(0) += 1;
                }
                city.record(OFFICE, day, event);
            }
        }
        prop_assert!(sent.values().all(|times| *times == 1), "{sent:?}");
    }
}
