//! Waits by cause against logs whose answer is known, and against the rule that the
//! parts sum to the whole.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop, and one that is skipped says so"
)]

use std::path::PathBuf;

use dondoc_lake::{EventLog, LogBuilder, Row, Zones};
use dondoc_procedures::Waiting;
use dondoc_procedures::waiting::{Presence, Question, Starts, WeekHours};
use proptest::prelude::*;

fn shared(path: &str) -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../../shared", "../../../../shared"]
        .into_iter()
        .map(|root| here.join(root).join(path))
        .find(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: shared/{path} is not here");
    }
    found
}

fn moment(text: &str) -> i64 {
    format!("{text}Z")
        .parse::<jiff::Timestamp>()
        .unwrap()
        .as_microsecond()
}

fn log_of(rows: &[(String, String, i64, i64, Option<String>)]) -> EventLog {
    let mut builder = LogBuilder::default();
    for (case, activity, start, end, who) in rows {
        let case = builder.case(case);
        let row = Row {
            start: *start,
            resource: who.as_deref(),
            ..Row::new(activity, *end)
        };
        builder.push(case, &row);
    }
    builder.finish(Zones::default()).unwrap()
}

/// The hours that the logs were drawn with: ten to twenty on five days; one has lunch.
fn hours() -> Presence {
    let mut presence = Presence::default();
    for name in ["Anya", "Cole", "Dom", "Carmine", "Marcus"] {
        let mut week = WeekHours::default();
        for day in 0..5 {
            if name == "Marcus" {
                assert!(week.add(day, 600, 720) && week.add(day, 750, 1200));
            } else {
                assert!(week.add(day, 600, 1200));
            }
        }
        presence.own.insert(name.to_owned(), week);
    }
    presence
}

/// Seconds of `1 days 02:30:00` or `0 days`.
fn seconds(text: &str) -> f64 {
    let (days, rest) = text.split_once(" days").unwrap();
    let clock: f64 = rest
        .trim()
        .split(':')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().unwrap())
        .zip([3600.0, 60.0, 1.0])
        .map(|(value, unit)| value * unit)
        .sum();
    days.parse::<f64>().unwrap() * 86_400.0 + clock
}

#[test]
fn the_five_drawn_logs_get_their_known_answers() {
    let question = Question {
        presence: hours(),
        ..Question::default()
    };
    for number in 1..=5 {
        let name = format!("eventlogs/waiting-causes/manual_log_{number}");
        let (Some(log), Some(expected)) = (
            shared(&format!("{name}.csv")),
            shared(&format!("{name}_expected.csv")),
        ) else {
            return;
        };
        let rows: Vec<_> = csv::Reader::from_path(log)
            .unwrap()
            .deserialize::<(String, String, String, String, String)>()
            .map(|row| {
                let (case, activity, start, end, who) = row.unwrap();
                (case, activity, moment(&start), moment(&end), Some(who))
            })
            .collect();
        let found = Waiting::of(&log_of(&rows), &question);
        assert_eq!(found.starts, Starts::Stated);
        type Line = (
            String,
            String,
            String,
            String,
            f64,
            String,
            [String; 6],
            f64,
        );
        let expected: Vec<Line> = csv::Reader::from_path(expected)
            .unwrap()
            .deserialize::<Line>()
            .map(Result::unwrap)
            .collect();
        assert_eq!(found.handoffs.len(), expected.len(), "log {number}");
        for (handoff, line) in found.handoffs.iter().zip(expected) {
            let waits = handoff.waits;
            assert_eq!(
                (
                    &handoff.source_activity,
                    handoff.source_resource.as_ref().unwrap()
                ),
                (&line.0, &line.1)
            );
            assert_eq!(
                (
                    &handoff.target_activity,
                    handoff.target_resource.as_ref().unwrap()
                ),
                (&line.2, &line.3)
            );
            assert_eq!(handoff.frequency as f64, line.4);
            assert_eq!(handoff.cases.join(","), line.5);
            let parts = [
                waits.wt_total,
                waits.wt_batching,
                waits.wt_prioritization,
                waits.wt_contention,
                waits.wt_unavailability,
                waits.wt_extraneous,
            ];
            let wanted = line.6.each_ref().map(|text| seconds(text));
            assert_eq!(parts, wanted, "log {number}: {handoff:?}");
            assert_eq!(waits.wt_total, line.7);
        }
    }
}

#[test]
fn what_the_applicant_takes_is_not_the_offices() {
    let hour = 3_600_000_000;
    let who = Some("a".to_owned());
    let row = |activity: &str, from: i64, to: i64| {
        (
            "h1".to_owned(),
            activity.to_owned(),
            from * hour,
            to * hour,
            who.clone(),
        )
    };
    let log = log_of(&[
        row("ask", 0, 1),
        row("supplied", 9, 10),
        row("decide", 12, 13),
    ]);
    let question = Question {
        asks: vec!["ask".to_owned()],
        ..Question::default()
    };
    let total = Waiting::of(&log, &question).total;
    assert_eq!(total.wt_total, 10.0 * 3600.0);
    assert_eq!(total.wt_missing_document, 8.0 * 3600.0);
    assert_eq!(total.wt_extraneous, 2.0 * 3600.0);
}

#[test]
fn without_starts_a_step_begins_when_its_doer_is_free() {
    let minute = 60_000_000;
    let mut builder = LogBuilder::default();
    for (case, activity, end, who) in [
        ("1", "in", 0, "x"),
        ("2", "in", 1, "x"),
        ("1", "check", 30, "y"),
        ("2", "check", 50, "y"),
    ] {
        let case = builder.case(case);
        builder.push(
            case,
            &Row {
                resource: Some(who),
                ..Row::new(activity, end * minute)
            },
        );
    }
    let log = builder.finish(Zones::default()).unwrap();
    let found = Waiting::of(&log, &Question::default());
    assert_eq!(found.starts, Starts::Estimated);
    // The second case came after one minute and was taken up after thirty.
    assert_eq!(found.total.wt_total, 29.0 * 60.0);
    assert_eq!(found.total.wt_contention, 29.0 * 60.0);
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole(
        events in prop::collection::vec((0..6_u8, 0..4_u8, 0..5_000_i64, 0..300_i64, 0..4_u8), 1..120),
        with_hours: bool,
    ) {
        let names = ["Anya", "Marcus", "Dom"];
        let rows: Vec<_> = events
            .into_iter()
            .map(|(case, activity, start, took, who)| {
                let unit = 60_000_000;
                let who = names.get(usize::from(who)).map(|name| (*name).to_owned());
                (case.to_string(), activity.to_string(), start * unit, (start + took) * unit, who)
            })
            .collect();
        let presence = if with_hours { hours() } else { Presence::default() };
        let question = Question { presence, asks: vec!["3".to_owned()], least_batch: 2 };
        let found = Waiting::of(&log_of(&rows), &question);
        for handoff in &found.handoffs {
            let w = handoff.waits;
            let parts = [
                w.wt_batching, w.wt_prioritization, w.wt_contention,
                w.wt_unavailability, w.wt_extraneous, w.wt_missing_document,
            ];
            prop_assert!(parts.iter().all(|part| *part >= 0.0), "{w:?}");
            prop_assert_eq!(parts.iter().sum::<f64>(), w.wt_total);
        }
        let sum: f64 = found.handoffs.iter().map(|handoff| handoff.waits.wt_total).sum();
        prop_assert_eq!(sum, found.total.wt_total);
    }
}
