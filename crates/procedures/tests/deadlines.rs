//! Compliance by each definition, rework and throughput, on a log that is drawn here
//! and on one whose answers are known.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop, and one that is skipped says so"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use dondoc_calendar::Calendar;
use dondoc_lake::{EventLog, Level, LogBuilder, Row, Zones};
use dondoc_procedures::deadlines::{BadColumn, Deadlines, Definition, Due, Letters, Question};
use dondoc_procedures::throughput::{By, throughput};
use dondoc_procedures::{Reworks, Working};

fn question(by: Definition, due: &str) -> Question {
    Question {
        by,
        due: Due::Column(due.to_owned()),
        result: Some("enddate".to_owned()),
        ends: Vec::new(),
        letters: Vec::new(),
        working: None,
        offset_seconds: 0,
    }
}

/// The columns of a log that its source wrote as CSV.
fn receipt() -> Option<EventLog> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = ["../../../shared", "../../../../shared"]
        .into_iter()
        .map(|root| here.join(root).join("eventlogs/receipt.csv"))
        .find(|path| path.exists());
    let Some(path) = path else {
        eprintln!("skipped: shared/eventlogs/receipt.csv is not here");
        return None;
    };
    let mut builder = LogBuilder::default();
    let names = ["deadline", "enddate", "enddate_planned"];
    let columns = names.map(|name| builder.column(name, Level::Case));
    let channel = builder.column("channel", Level::Case);
    for row in csv::Reader::from_path(path)
        .unwrap()
        .deserialize::<BTreeMap<String, String>>()
    {
        let row = row.unwrap();
        let case = builder.case(&row["case:concept:name"]);
        let at: jiff::Timestamp = row["time:timestamp"].parse().unwrap();
        builder.push(case, &Row::new(&row["concept:name"], at.as_microsecond()));
        for (name, column) in names.iter().zip(columns) {
            builder.set_text(column, case, &row[&format!("case:{name}")]);
        }
        builder.set_text(channel, case, &row["case:channel"]);
    }
    Some(builder.finish(Zones::default()).unwrap())
}

#[test]
fn the_definition_decides_how_many_are_late() {
    let Some(log) = receipt() else { return };
    let ask = |by, due| Deadlines::of(&log, &question(by, due)).unwrap();
    let last = ask(Definition::LastEvent, "deadline");
    assert_eq!((last.finished, last.late), (1434, 92));
    let result = ask(Definition::ResultDate, "deadline");
    assert_eq!(
        (result.finished, result.running, result.late),
        (1329, 105, 377)
    );
    assert_eq!(ask(Definition::Appointment, "enddate_planned").late, 389);
    let refused = Deadlines::of(&log, &question(Definition::LastEvent, "channel")).unwrap_err();
    assert!(matches!(refused, BadColumn::NoMoment { value, .. } if value == "Internet"));
    let refused = Deadlines::of(&log, &question(Definition::LastEvent, "due")).unwrap_err();
    assert!(matches!(refused, BadColumn::Missing { had, .. } if had.len() == 4));
}

#[test]
fn repeated_steps_and_channels_are_counted_as_known() {
    let Some(log) = receipt() else { return };
    let found = Reworks::of(&log);
    assert_eq!((found.rework_cases, found.activities.len()), (139, 13));
    let groups = throughput(&log, &By::Column("channel".to_owned()), None).unwrap();
    assert_eq!(groups.iter().map(|group| group.cases).sum::<u64>(), 1434);
    assert!(throughput(&log, &By::Column("chanel".to_owned()), None).is_err());
}

fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

/// Received on Friday 8 March 2024 at 8:00 in Hà Nội; a limit of two working days ends on
/// Monday at the close of the office.
fn office(returned: &str, letter: Option<&str>) -> EventLog {
    let mut builder = LogBuilder::default();
    let case = builder.case("h1");
    builder.push(case, &Row::new("receive", at("2024-03-08T01:00:00Z")));
    if let Some(letter) = letter {
        builder.push(case, &Row::new("apologise", at(letter)));
    }
    builder.push(case, &Row::new("return", at(returned)));
    builder.finish(Zones::default()).unwrap()
}

fn two_days(log: &EventLog) -> Deadlines {
    let question = Question {
        by: Definition::LastEvent,
        due: Due::WorkingDays(2.0),
        result: None,
        ends: vec!["return".to_owned()],
        letters: vec!["apologise".to_owned()],
        working: Some(Working::vietnam(Calendar::default())),
        offset_seconds: 0,
    };
    Deadlines::of(log, &question).unwrap()
}

#[test]
fn a_limit_in_working_days_skips_the_weekend() {
    let on_time = two_days(&office("2024-03-11T09:00:00Z", None));
    assert_eq!((on_time.finished, on_time.on_time), (1, 1));
    let late = two_days(&office(
        "2024-03-12T02:00:00Z",
        Some("2024-03-12T01:30:00Z"),
    ));
    assert_eq!(
        (late.late, late.letters),
        (
            1,
            Some(Letters {
                in_time: 0,
                late: 1,
                missing: 0
            })
        )
    );
    // The office opened at eight and the result came at nine.
    assert_eq!(late.late_working_s, Some(3600.0));
    let told = two_days(&office(
        "2024-03-12T02:00:00Z",
        Some("2024-03-11T01:30:00Z"),
    ));
    assert_eq!(
        told.letters,
        Some(Letters {
            in_time: 1,
            late: 0,
            missing: 0
        })
    );
}
