//! Out and in again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_investment::room::event::{ContractsRecorded, ProjectsRecorded};
use dondoc_investment::room::figures::View;
use dondoc_investment::room::plan::Act;
use dondoc_investment::room::project::{ContractRecord, Group, ProjectRecord, System};
use dondoc_investment::room::{Event, Investment};
use dondoc_kinds::{ProjectId, UnitId};
use dondoc_open_contracting::{Publication, oc4ids, ocds, quality, read};
use jiff::civil::date;
use serde_json::json;

fn room() -> (Investment, ProjectRecord, ContractRecord) {
    let project = ProjectId::parse("7810037").unwrap();
    let act = |symbol: &str| Act {
        symbol: symbol.into(),
        date: date(2023, 5, 4),
        issuer: "".into(),
    };
    let record = ProjectRecord {
        project: project.clone(),
        name: "Trường tiểu học".into(),
        unit: UnitId::parse("ban-a").unwrap(),
        group: Group::B,
        sector: "school".into(),
        site: "Phường Cửa Nam".into(),
        place: Some((21_028_500, 105_854_200)),
        total: 123_456_789_000,
        policy: Some(act("1/NQ")),
        approval: Some(act("2/QĐ")),
        planned: Some((date(2023, 6, 1), date(2026, 12, 31))),
    };
    let contract = ContractRecord {
        project,
        package: "Gói 1".into(),
        number: "01/2024/HĐ".into(),
        supplier: "Nhà thầu".into(),
        amount: 99_000_000_000,
        signed: date(2024, 2, 3),
        until: Some(date(2025, 2, 3)),
    };
    let mut room = Investment::default();
    let projects = vec![record.clone()];
    room.apply(
        &Event::from(ProjectsRecorded {
            projects,
            import: None,
        }),
        0,
    );
    let contracts = vec![contract.clone()];
    room.apply(
        &Event::from(ContractsRecorded {
            contracts,
            import: None,
        }),
        1,
    );
    (room, record, contract)
}

fn publication(room: &Investment) -> Publication<'_> {
    Publication {
        view: View {
            room,
            as_of: date(2024, 12, 31),
            year: 2024,
            system: System::Treasury,
        },
        unit: &|_| "Ban A".to_owned(),
        publisher: "UBND Thành phố",
        uri: "https://example.org/a.json",
        prefix: "abc123",
    }
}

fn ban(id: &str, _name: &str) -> Option<UnitId> {
    UnitId::parse(id).ok()
}

#[test]
fn projects_and_contracts_come_back_from_oc4ids() {
    let (room, record, contract) = room();
    let taken = read(&oc4ids(&publication(&room)), &ban).unwrap();
    assert_eq!(taken.projects, [record]);
    assert_eq!(taken.contracts, [contract]);
}

#[test]
fn contracts_come_back_from_ocds() {
    let (room, _, contract) = room();
    assert_eq!(
        read(&ocds(&publication(&room)), &ban).unwrap().contracts,
        [contract]
    );
}

#[test]
fn a_package_that_lacks_what_is_needed_is_refused_with_every_place() {
    let package = json!({"projects": [{"id": "oc4ids-x-1", "budget": {"amount": {"amount": 1.5, "currency": "USD"}}}]});
    let problems = read(&package, &|_, _| None).unwrap_err();
    let places: Vec<_> = problems
        .iter()
        .map(|it| (it.at.as_str(), it.field))
        .collect();
    assert_eq!(
        places,
        [
            ("/projects/0", "publicAuthority"),
            ("/projects/0", "budget/amount")
        ]
    );
}

#[test]
fn quality_counts_what_is_filled() {
    let (room, ..) = room();
    let quality = quality(&publication(&room).view);
    // All but milestones, progress and transactions.
    assert_eq!((quality.projects, quality.complete), (1, 7_500));
    assert_eq!(quality.newest, None);
}
