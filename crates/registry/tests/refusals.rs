//! Every refusal and every table fault, as people read them.

#![expect(clippy::expect_used, reason = "helpers of tests")]

mod support;

use dondoc_kinds::{DelegationId, PersonId, PostId, Say, UnitId};
use dondoc_messages::{Lang, say};
use dondoc_registry::{Measure, Power, Refusal, TableFault, Tables, jurisdiction_events};
use jiff::civil::date;
use support::tables;

fn both(what: &dyn Say) -> String {
    format!("{}\n  {}\n", say(Lang::Vi, what), say(Lang::En, what))
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_would_be_right() {
    let unit = UnitId::parse("so-khdt").expect("an id");
    let post = PostId::parse("so-khdt.head").expect("an id");
    let person = PersonId::parse("a").expect("an id");
    let on = date(2025, 3, 1);
    let name = "Sở Tài chính".to_owned();
    let all = [
        Refusal::UnitExists { unit: unit.clone() },
        Refusal::UnknownUnit {
            unit: unit.clone(),
            nearest: None,
        },
        Refusal::UnknownUnit {
            unit: unit.clone(),
            nearest: UnitId::parse("so-khcn").ok(),
        },
        Refusal::UnknownKind {
            kind: "cuc".to_owned(),
            known: "so, quan".to_owned(),
        },
        Refusal::EmptyName,
        Refusal::ForeignLetter {
            name: name.clone(),
            letter: 'Т',
            place: 4,
        },
        Refusal::NameInUse {
            name,
            unit: unit.clone(),
        },
        Refusal::NotValidOn {
            unit: unit.clone(),
            on,
        },
        Refusal::Ended {
            unit: unit.clone(),
            until: on,
        },
        Refusal::SuccessorNotValid {
            unit: unit.clone(),
            on,
        },
        Refusal::SucceedsItself { unit: unit.clone() },
        Refusal::NobodyNamed,
        Refusal::HasUnitsBelow {
            unit: unit.clone(),
            below: unit.clone(),
            count: 13,
        },
        Refusal::ReceivedLater { unit, on },
        Refusal::PostExists { post: post.clone() },
        Refusal::UnknownPost { post: post.clone() },
        Refusal::PostHeld {
            post: post.clone(),
            person: person.clone(),
            since: on,
        },
        Refusal::PersonExists {
            person: person.clone(),
        },
        Refusal::UnknownPerson {
            person: person.clone(),
        },
        Refusal::NotHolding { post, person },
        Refusal::MoreThanAName { found: '0' },
    ];
    let said: String = all.iter().map(|r| both(r)).collect();
    insta::assert_snapshot!(said);
}

#[test]
fn every_refusal_of_a_delegation_says_what_is_wrong_and_what_would_be_right() {
    let id = DelegationId::parse("uq-12-2025").expect("an id");
    let post = PostId::parse("so-khdt.head").expect("an id");
    let on = date(2025, 3, 1);
    let all = [
        Refusal::GrantExists { id: id.clone() },
        Refusal::UnknownGrant { id: id.clone() },
        Refusal::NoPowers,
        Refusal::CeilingUnlike {
            measure: Measure::Money,
        },
        Refusal::DaysReversed { from: on, to: on },
        Refusal::NoInstrument,
        Refusal::InstrumentLater { date: on, from: on },
        Refusal::NoOwnPower { post: post.clone() },
        Refusal::NotPassedOn { source: id.clone() },
        Refusal::ExceedsPowers {
            power: Power::TaskIssue,
        },
        Refusal::ExceedsCeiling {
            measure: Measure::Area,
        },
        Refusal::OutlivesSource { last: on },
        Refusal::VacantPost {
            post: post.clone(),
            on,
        },
        Refusal::ToOneself { post },
        Refusal::GrantOverlaps { other: id.clone() },
        Refusal::GrantExpired { id, last: on },
    ];
    let said: String = all.iter().map(|r| both(r)).collect();
    insta::assert_snapshot!(said);
}

#[test]
fn every_table_fault_says_what_is_wrong_and_what_would_be_right() {
    let given = "x".to_owned();
    let unit = "so-khdt".to_owned();
    let all = [
        TableFault::MissingFile,
        TableFault::NotATable {
            detail: "row 3".to_owned(),
        },
        TableFault::MissingColumn,
        TableFault::Empty,
        TableFault::NotAnId {
            given: given.clone(),
        },
        TableFault::NotADay {
            given: given.clone(),
        },
        TableFault::NotOneOf {
            given,
            allowed: "yes, no".to_owned(),
        },
        TableFault::DaysReversed,
        TableFault::NoSuccession { unit: unit.clone() },
        TableFault::OtherDay {
            unit,
            expected: date(2025, 3, 1),
        },
        TableFault::Refused(Refusal::EmptyName),
    ];
    let said: String = all.iter().map(|r| both(r)).collect();
    insta::assert_snapshot!(said);
}

/// The tables of Hà Nội with one file changed.
fn changed(file: &str, change: impl Fn(&str) -> String) -> Vec<(String, u64, String)> {
    let path = format!(
        "{}/../../jurisdictions/hanoi/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).expect("a table");
    let problems = jurisdiction_events(&tables().with(file, change(&text))).expect_err("a problem");
    let line = |p: dondoc_registry::TableProblem| {
        let said = say(Lang::En, &p);
        (format!("{}:{}", p.file, p.column), p.row, said)
    };
    problems.into_iter().map(line).collect()
}

#[test]
fn every_bad_cell_is_named_with_its_row_and_column_at_once() {
    let found = changed("units-districts.csv", |text| {
        text.replacen("quan-ba-dinh,quan", "Quận Ba Đình,quan", 1)
            .replacen("003,,2025-06-30", "003,,30/6/2025", 1)
    });
    assert_eq!(found[0].0, "units-districts.csv:unit");
    assert_eq!(found[0].1, 2);
    assert_eq!(found[1].0, "units-districts.csv:valid_to");
    assert_eq!(found[1].1, 4);
    assert_eq!(
        found[1].2,
        "`30/6/2025` is not a day; write it as 2025-07-01"
    );
}

#[test]
fn a_unit_that_ends_without_a_succession_row_is_a_problem() {
    let found = changed("units-city.csv", |text| {
        text.replacen(
            "so-y-te,so,Sở Y tế,ub-thanh-pho,,,,",
            "so-y-te,so,Sở Y tế,ub-thanh-pho,,,2025-02-28,",
            1,
        )
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "units-city.csv:valid_to");
}

#[test]
fn an_unknown_parent_is_refused_at_its_row() {
    let found = changed("units-city.csv", |text| {
        text.replacen("Sở Y tế,ub-thanh-pho", "Sở Y tế,ub-thanh-pho-2", 1)
    });
    assert_eq!(found.len(), 1, "what follows from it is not said again");
    assert_eq!(found[0].1, 39);
    assert!(found[0].2.contains("the nearest is `ub-thanh-pho`"));
}

#[test]
fn a_missing_file_and_a_missing_column_are_named() {
    let found = jurisdiction_events(&Tables::default()).expect_err("no file");
    assert_eq!(found.len(), Tables::FILES.len());
    let found = changed("kinds.csv", |text| text.replacen("term_en", "english", 1));
    assert_eq!(found[0].0, "kinds.csv:term_en");
}
