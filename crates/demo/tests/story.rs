//! The story as a whole, told with the real tables of the jurisdiction.

#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]

use std::collections::{BTreeMap, BTreeSet};

use dondoc_demo::{Action, Step, meetings, script, sheets};
use dondoc_registry::Event as RegistryEvent;
use dondoc_tasks::{Command, DueCause, Evidence};
use jiff::civil::date;
use jiff::tz::Offset;
use unicode_normalization::is_nfc;

mod place;
mod room;

use room::{Room, kind};

const SEED: u64 = 24;

fn told(seed: u64) -> Vec<Step> {
    script(seed, &place::registry(), &place::calendar())
        .expect("the story can be told")
        .collect()
}

fn commands(steps: &[Step]) -> impl Iterator<Item = &Command> {
    steps.iter().filter_map(|step| match &step.action {
        Action::Task(command) => Some(command),
        _ => None,
    })
}

#[test]
fn the_same_seed_tells_the_same_story_and_another_seed_another() {
    let first = told(SEED);
    assert!(first == told(SEED));
    assert!(first != told(SEED + 1));
}

#[test]
fn steps_come_in_the_order_of_time_and_end_with_2024() {
    let steps = told(SEED);
    assert!(steps.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let last = Offset::constant(7).to_datetime(steps.last().expect("a story").at);
    assert_eq!(last.date(), date(2024, 12, 31));
}

#[test]
fn every_document_is_marked_and_its_text_is_nfc_with_plain_line_ends() {
    let all = sheets().expect("sheets");
    assert_eq!(all.len(), 8);
    for sheet in all {
        let text = sheet.text().expect("a text");
        assert!(is_nfc(text) && !text.contains('\r'), "{}", sheet.file);
        assert!(sheet.illustrative);
        assert!(sheet.note_vi.starts_with("Minh họa") && sheet.note_en.starts_with("Illustrative"));
        assert!(
            text.contains("Minh Họa\n"),
            "the signer of {} is no real person",
            sheet.file
        );
    }
}

#[test]
fn every_document_s_head_reads_as_its_sheet_says() {
    for sheet in sheets().expect("sheets") {
        let header = dondoc_documents::read(sheet.text().expect("a text")).header;
        let read = (header.kind, header.number, header.date);
        let said = (sheet.kind, sheet.number, sheet.date.to_string());
        assert_eq!(
            read,
            (Some(said.0), Some(said.1), Some(said.2)),
            "{}",
            sheet.id
        );
        assert!(
            header
                .signer
                .is_some_and(|signer| signer.ends_with("Minh Họa")),
            "{}",
            sheet.id
        );
    }
}

#[test]
fn every_document_orders_something() {
    let least = BTreeMap::from([
        ("18-nq-tu.2022", 12),
        ("24-ct-tu.2023", 12),
        ("171-kh-tu.2023", 10),
        ("05-ct-ubnd.2024", 18),
        ("1108-ubnd-ktth.2024", 3),
        ("1482-tb-tu.2024", 16),
        ("2214-ubnd-ktth.2024", 3),
        ("1620-tb-tu.2024", 12),
    ]);
    let found: BTreeMap<String, usize> = sheets()
        .expect("sheets")
        .into_iter()
        .map(|sheet| {
            let reading = dondoc_documents::read(sheet.text().expect("a text"));
            let tasks = reading.tasks.iter().filter(|task| !task.generic);
            (sheet.id.clone(), tasks.count())
        })
        .collect();
    let enough = least
        .iter()
        .all(|(id, least)| found.get(*id).is_some_and(|tasks| tasks >= least));
    assert!(enough, "{found:?}");
}

#[test]
fn the_story_has_the_size_of_a_city_s_quarter_and_everything_happens_in_it() {
    let steps = told(SEED);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tasks = 0;
    for command in commands(&steps) {
        if let Command::Issue(issue) = command {
            tasks += issue.tasks.len();
        }
        *kinds.entry(kind(command)).or_default() += 1;
    }
    println!("{tasks} tasks, {} steps: {kinds:?}", steps.len());
    assert!((250..=700).contains(&tasks), "{tasks} tasks");
    for expected in [
        "propose", "edit", "merge", "refuse", "issue", "accept", "report", "return", "confirm",
        "request", "extend", "suspend", "resume", "transfer", "cancel", "mark", "review", "claim",
        "excuse",
    ] {
        assert!(kinds.contains_key(expected), "nobody does `{expected}`");
    }
    assert!(
        steps
            .iter()
            .any(|step| matches!(step.action, Action::AnnounceDays(_)))
    );
    assert_eq!(meetings().expect("meetings").len(), 3);
}

#[test]
fn every_unit_that_acts_or_leads_exists_on_that_day() {
    let registry = place::registry();
    for step in told(SEED) {
        let on = Offset::constant(7).to_datetime(step.at).date();
        let mut units = vec![step.actor.unit.clone()];
        if let Action::Task(Command::Issue(issue)) = &step.action {
            units.extend(issue.tasks.iter().map(|(_, unit)| unit.clone()));
            units.extend(issue.coordinating.iter().cloned());
        }
        for unit in units {
            let known = registry
                .unit(&unit)
                .is_some_and(|known| known.is_valid_on(on));
            assert!(known, "`{unit}` does not exist on {on}");
        }
    }
}

#[test]
fn whoever_acts_was_entered_before_and_is_called_illustrative() {
    let mut entered = BTreeSet::new();
    for step in told(SEED) {
        match &step.action {
            Action::Enter(RegistryEvent::PersonRegistered(person)) => {
                assert!(person.name.contains("minh họa"));
                entered.insert(person.person.clone());
            }
            Action::Enter(_) => {}
            _ => assert!(
                step.actor
                    .person
                    .is_none_or(|person| entered.contains(&person))
            ),
        }
    }
}

#[test]
fn every_report_is_marked_and_every_evidence_comes_with_its_file() {
    for step in told(SEED) {
        let Action::Task(command) = &step.action else {
            continue;
        };
        let evidence: &[Evidence] = match command {
            Command::Report(report) => {
                assert!(
                    report.narrative.contains("minh họa"),
                    "{}",
                    report.narrative
                );
                assert!(!report.narrative.contains('{'), "{}", report.narrative);
                &report.evidence
            }
            Command::ClaimExcuse { evidence, .. } => evidence,
            _ => continue,
        };
        assert_eq!(evidence.len(), step.files.len());
        for (named, file) in evidence.iter().zip(&step.files) {
            assert_eq!(*named.name, *file.name);
            let text = String::from_utf8(file.bytes.clone()).expect("UTF-8");
            assert!(text.starts_with("TÀI LIỆU MINH HỌA"));
        }
    }
}

#[test]
fn the_tasks_room_accepts_every_step() {
    let mut room = Room::new(place::calendar());
    for step in told(SEED) {
        room.take(step);
    }
    let few = room
        .refused
        .iter()
        .take(12)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        room.refused.is_empty(),
        "{} refused, first:\n{few}",
        room.refused.len()
    );
    let tasks = room.tasks.iter();
    let moved = tasks
        .filter_map(|task| task.once())
        .flat_map(|due| &due.changes);
    let by_swap = moved
        .filter(|change| change.cause == DueCause::Calendar)
        .count();
    assert!(by_swap >= 8, "the swap moves {by_swap} deadlines");
    println!("{} entries of the tasks room", room.entries);
}

/// What a briefing would show at the end of each quarter.
#[test]
fn most_is_done_on_time_and_something_of_everything_else_is_there() {
    let mut steps = told(SEED).into_iter().peekable();
    let mut room = Room::new(place::calendar());
    for meeting in meetings().expect("meetings") {
        let end = Offset::constant(7)
            .to_timestamp(meeting.as_of.at(23, 59, 59, 0))
            .expect("a moment");
        while let Some(step) = steps.next_if(|step| step.at <= end) {
            room.take(step);
        }
        let figures = room.figures(meeting.as_of);
        println!("{}: {figures:?}", meeting.id);
        assert!(
            figures.done_on_time > 4 * figures.done_late,
            "{}: {figures:?}",
            meeting.id
        );
        assert!(
            figures.late > 0 && figures.extended > 0 && figures.on_agenda > 0,
            "{figures:?}"
        );
    }
    assert!(room.figures(date(2024, 12, 31)).excused > 0);
}
