//! From a room to a proposal, and from its adoption to a version of the plan.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_investment::reallocate::check;
use dondoc_investment::room::event::{
    ContractsRecorded, Disbursed, LawSet, PlanAdopted, ProjectsRecorded,
};
use dondoc_investment::room::figures::View;
use dondoc_investment::room::law::{AdjustRow, Basis, Known, hanoi};
use dondoc_investment::room::moves::{Limits, UNIT, instance, lines_after};
use dondoc_investment::room::outlook::outlooks;
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine, diff};
use dondoc_investment::room::project::{
    ContractRecord, Group, ProjectRecord, Scope, Series, SeriesKey, System,
};
use dondoc_investment::room::{Command, Event, Investment, decide};
use dondoc_kinds::ProjectId;
use dondoc_reallocation::{Effort, propose};
use jiff::civil::{Date, date};

const TY: i64 = 1_000_000_000;
/// The even ones end every year at 40 %, the odd ones have spent all by October.
const PROJECTS: i64 = 24;

fn id(number: i64) -> ProjectId {
    ProjectId::parse(&format!("da{number:02}")).unwrap()
}

fn act(symbol: &str, date: Date) -> Act {
    Act {
        symbol: symbol.into(),
        date,
        issuer: "UBND Thành phố".into(),
    }
}

fn plan(key: PlanKey, amount: i64, date: Date) -> PlanAdopted {
    let line = |number| PlanLine {
        project: Some(id(number)),
        unit: Some("ban-a".parse().unwrap()),
        source: "city".into(),
        amount,
    };
    PlanAdopted {
        plan: key,
        version: 0,
        act: act("15/QĐ-UBND", date),
        reason: "".into(),
        lines: (0..PROJECTS).map(line).collect(),
        import: None,
    }
}

fn spent(year: i16, until: Date) -> Event {
    let ends = (1..=12).map(|month| date(year, month, 1).last_of_month());
    let days: Vec<Date> = ends.filter(|day| *day <= until).collect();
    let series = |number: i64| {
        let amount = |month: i64| match number % 2 {
            0 => 100 * TY * 40 * month / 1_300,
            _ => 10 * TY * month.min(10) - number * TY / 100,
        };
        let last = (date(year + 1, 1, 31) <= until).then_some((13, date(year + 1, 1, 31)));
        let each = (1..).zip(days.iter().copied()).chain(last);
        Series {
            project: id(number),
            of: SeriesKey {
                plan_year: year,
                source: "city".into(),
                system: System::Treasury,
                scope: Scope::YearPlan,
            },
            points: each.map(|(month, day)| (day, amount(month))).collect(),
        }
    };
    Disbursed {
        series: (0..PROJECTS).map(series).collect(),
        reason: None,
        import: None,
    }
    .into()
}

fn record(room: &mut Investment, event: impl Into<Event>, at: u64) {
    let command = Command {
        event: event.into(),
        confirmed: true,
    };
    let event = decide(room, command, date(2024, 9, 10)).unwrap();
    room.apply(&event, at);
}

fn room(last_day: Option<Date>) -> Investment {
    let mut law = hanoi().unwrap();
    law.adjust.extend(last_day.map(|last_day| AdjustRow {
        source: "city".into(),
        plan_year: 2024,
        last_day,
        decided_by: "UBND Thành phố".into(),
        may_cross_units: true,
        basis: Basis {
            citation: "Hạn minh họa".into(),
            from: date(2024, 1, 1),
            until: None,
            known: Known::Illustrative,
        },
    }));
    let projects = (0..PROJECTS).map(|number| ProjectRecord {
        project: id(number),
        name: format!("Dự án {number}").into(),
        unit: "ban-a".parse().unwrap(),
        group: Group::C,
        sector: "school".into(),
        site: "".into(),
        place: None,
        total: 900 * TY,
        policy: None,
        approval: None,
        planned: None,
    });
    let contracts = (0..PROJECTS).map(|number| ContractRecord {
        project: id(number),
        package: "Xây lắp".into(),
        number: format!("{number}/HĐ").into(),
        supplier: "".into(),
        amount: 700 * TY,
        signed: date(2021, 2, 1),
        until: None,
    });
    let reason = "thử".into();
    let mut room = Investment::default();
    record(&mut room, LawSet { law, reason }, 0);
    let projects = ProjectsRecorded {
        projects: projects.collect(),
        import: None,
    };
    record(&mut room, projects, 1);
    let contracts = ContractsRecorded {
        contracts: contracts.collect(),
        import: None,
    };
    record(&mut room, contracts, 2);
    let medium = "2021-2025-city".parse().unwrap();
    record(&mut room, plan(medium, 800 * TY, date(2021, 1, 10)), 3);
    for year in 2021..=2024 {
        let key = PlanKey::yearly(year, Assigner::City);
        record(&mut room, plan(key, 100 * TY, date(year - 1, 12, 20)), 4);
        record(&mut room, spent(year, date(2024, 8, 31)), 5);
    }
    room
}

fn view(room: &Investment) -> View<'_> {
    View {
        room,
        as_of: date(2024, 9, 6),
        year: 2024,
        system: System::Treasury,
    }
}

#[test]
fn what_is_adopted_is_a_version_with_its_act_that_moves_what_was_proposed() {
    let mut room = room(Some(date(2024, 11, 15)));
    let looking = view(&room);
    let outlooks = outlooks(&looking, true).unwrap();
    let question = instance(&looking, &outlooks, &Limits::default());
    let proposal = propose(&question, &Effort::default()).unwrap();
    assert!(check(&question, &proposal.moves).is_empty());
    assert!(proposal.moves.len() >= 2, "{:?}", proposal.moves);
    assert!(proposal.objective > proposal.no_move);
    // What is slow gives, what is quick takes, and no money appears.
    for one in &proposal.moves {
        let number = one.id.to_string()[2..4].parse::<i64>().unwrap();
        assert_eq!(one.take > 0, number % 2 == 0, "{one:?}");
    }
    let given: i64 = proposal.moves.iter().map(|it| it.give - it.take).sum();
    assert_eq!(given, 0);
    let before = looking.version(Assigner::City).unwrap().clone();
    let adopted = PlanAdopted {
        plan: looking.key(Assigner::City),
        version: 0,
        act: act("88/QĐ-UBND", date(2024, 9, 10)),
        reason: "Điều chuyển".into(),
        lines: lines_after(&before, &proposal.moves),
        import: None,
    };
    record(&mut room, adopted, 20);
    let mut later = view(&room);
    later.as_of = date(2024, 9, 10);
    let after = later.version(Assigner::City).unwrap();
    assert_eq!((after.number, &*after.act.symbol), (2, "88/QĐ-UBND"));
    assert_eq!(after.total(), before.total());
    let changes = diff(Some(&before), after);
    assert_eq!(changes.len(), proposal.moves.len());
    for change in changes {
        let label = format!("{}/city", change.project.unwrap());
        let moved = proposal.moves.iter().find(|it| it.id.to_string() == label);
        let moved = moved.unwrap();
        let expected = (moved.give - moved.take) * UNIT;
        assert_eq!(change.now - change.before, expected, "{label}");
    }
    // The plan as it was stays what it was.
    assert_eq!(view(&room).version(Assigner::City).unwrap().number, 1);
}

#[test]
fn without_a_last_day_that_cites_its_provision_nothing_is_proposed() {
    for last_day in [None, Some(date(2024, 9, 5))] {
        let room = room(last_day);
        let looking = view(&room);
        let outlooks = outlooks(&looking, true).unwrap();
        let question = instance(&looking, &outlooks, &Limits::default());
        let proposal = propose(&question, &Effort::default()).unwrap();
        assert!(proposal.moves.is_empty());
        assert_eq!(proposal.withheld.len(), 1, "and it is said");
    }
}
