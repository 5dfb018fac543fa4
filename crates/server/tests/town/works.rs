//! Projects with plans of four years, half of which are slow and half quick.

use dondoc_city::Command;
use dondoc_investment::room::Command as Record;
use dondoc_investment::room::event::{
    ContractsRecorded, Disbursed, Event, LawSet, PlanAdopted, ProjectsRecorded,
};
use dondoc_investment::room::law::{AdjustRow, Basis, Known, hanoi};
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine};
use dondoc_investment::room::project::{
    ContractRecord, Group, ProjectRecord, Scope, Series, SeriesKey, System,
};
use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::{Date, date};

use super::Town;

const BILLION: i64 = 1_000_000_000;
/// The unit that builds.
pub(crate) const UNIT: &str = "so-xay-dung";
/// Half of the projects are slow each year, half spend all they have.
const PROJECTS: i64 = 12;

/// The code of a project.
pub(crate) fn id(number: i64) -> ProjectId {
    format!("{}", 7_000_000 + number).parse().unwrap()
}

fn unit() -> UnitId {
    UNIT.parse().unwrap()
}

fn act(symbol: &str, date: Date) -> Act {
    Act {
        symbol: symbol.into(),
        date,
        issuer: "UBND Thành phố".into(),
    }
}

fn law() -> Event {
    let mut law = hanoi().unwrap();
    law.adjust.push(AdjustRow {
        source: "city".into(),
        plan_year: 2024,
        last_day: date(2024, 11, 15),
        decided_by: "UBND Thành phố".into(),
        may_cross_units: true,
        basis: Basis {
            citation: "Hạn minh họa".into(),
            from: date(2024, 1, 1),
            until: None,
            known: Known::Illustrative,
        },
    });
    LawSet {
        law,
        reason: "thử".into(),
    }
    .into()
}

fn projects() -> Event {
    let projects = (0..PROJECTS).map(|number| ProjectRecord {
        project: id(number),
        name: format!("Xây dựng trường số {number}").into(),
        unit: unit(),
        group: Group::C,
        sector: "school".into(),
        site: "Hà Nội".into(),
        place: None,
        total: 900 * BILLION,
        policy: Some(act("1/NQ-HĐND", date(2020, 6, 1))),
        approval: Some(act("2/QĐ-UBND", date(2020, 9, 1))),
        planned: None,
    });
    ProjectsRecorded {
        projects: projects.collect(),
        import: None,
    }
    .into()
}

fn plan(key: PlanKey, amount: i64, date: Date) -> Event {
    let lines = (0..PROJECTS).map(|number| PlanLine {
        project: Some(id(number)),
        unit: Some(unit()),
        source: "city".into(),
        amount,
    });
    PlanAdopted {
        plan: key,
        version: 0,
        act: act("15/QĐ-UBND", date),
        reason: "".into(),
        lines: lines.collect(),
        import: None,
    }
    .into()
}

/// What was spent by the end of a month, in million đồng: a slow project ends the
/// year at 35 to 45 %, a quick one has spent all by October.
fn millions(number: i64, month: i64) -> i64 {
    if number % 2 == 0 {
        100_000 * (35 + number) * month / 1_300
    } else {
        10_000 * month.min(10) - 100 * number
    }
}

fn spent(year: i16) -> Event {
    let ends = (1..=12).map(|month| date(year, month, 1).last_of_month());
    let ends = ends.chain([date(year + 1, 1, 31)]);
    let until = date(2024, 7, 31);
    let days: Vec<Date> = ends.filter(|day| *day <= until).collect();
    let series = (0..PROJECTS).map(|number| {
        let points = (1_i64..).zip(&days);
        Series {
            project: id(number),
            of: SeriesKey {
                plan_year: year,
                source: "city".into(),
                system: System::Treasury,
                scope: Scope::YearPlan,
            },
            points: points
                .map(|(month, day)| (*day, millions(number, month) * 1_000_000))
                .collect(),
        }
    });
    Disbursed {
        series: series.collect(),
        reason: None,
        import: None,
    }
    .into()
}

fn contracts() -> Event {
    let contracts = (0..PROJECTS).map(|number| ContractRecord {
        project: id(number),
        package: "Xây lắp".into(),
        number: format!("{number}/HĐ").into(),
        supplier: "Nhà thầu minh họa".into(),
        amount: 700 * BILLION,
        signed: date(2021, 2, 1),
        until: None,
    });
    ContractsRecorded {
        contracts: contracts.collect(),
        import: None,
    }
    .into()
}

impl Town {
    /// A town that has planned and spent since 2021, up to July 2024.
    pub(crate) fn with_works() -> Self {
        let mut town = Town::new();
        let medium = "2021-2025-city".parse().unwrap();
        let mut events = vec![law(), projects(), contracts()];
        events.push(plan(medium, 800 * BILLION, date(2021, 1, 10)));
        for year in 2021..=2024 {
            let key = PlanKey::yearly(year, Assigner::City);
            events.push(plan(key, 100 * BILLION, date(year - 1, 12, 20)));
            events.push(spent(year));
        }
        for event in events {
            let record = Record {
                event,
                confirmed: true,
            };
            let command = Command::Investment(Box::new(record));
            town.act("ub-thanh-pho", date(2024, 9, 6), command);
        }
        town
    }
}

/// Money spent by the end of August, in million đồng; `change` writes one cell.
pub(crate) fn august(change: impl Fn(i64, i64) -> String) -> String {
    let mut csv = "Mã dự án;Nguồn vốn;Lũy kế giải ngân (triệu đồng)\n".to_owned();
    for number in 0..PROJECTS {
        let millions = millions(number, 8);
        csv.push_str(&format!(
            "{};NSTP;{}\n",
            id(number),
            change(number, millions)
        ));
    }
    csv
}
