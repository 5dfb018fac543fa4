//! The sample city's public investment: twelve projects of six units over three
//! plan years, every figure made up by a rule.

use dondoc_city::City;
use dondoc_investment::room::event::{
    ClearancesRecorded, Commitment, Committed, ContractsRecorded, Disbursed, Event, LawSet,
    PlanAdopted, ProgressRecorded, ProjectsRecorded, StagesRecorded,
};
use dondoc_investment::room::law::hanoi;
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine};
use dondoc_investment::room::project::{
    ClearanceRecord, ContractRecord, Group, ProgressRecord as Report, ProjectRecord, Scope, Series,
    SeriesKey, StageName, StageRecord, System,
};
use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::{Date, date};

use super::{UNITS, facts, order};
use crate::compile::Order;
use crate::investment::{Grounds, chapter};
use crate::model::Briefing;

const MILLION: i64 = 1_000_000;
const UNITS_WITH_CAPITAL: usize = 6;
const PROJECTS: usize = 12;
const YEARS: [i16; 3] = [2022, 2023, 2024];

/// Returns the sample briefing with the chapter on public investment.
pub fn briefing_with_investment() -> Briefing {
    let facts = facts();
    let order = order(&facts);
    #[expect(
        clippy::expect_used,
        reason = "the order of the sample fits its period"
    )]
    let (mut briefing, mut cashier) = Briefing::with_cashier(&facts, &order).expect("a briefing");
    let city = investment_city();
    briefing.investment = chapter(&Grounds::of(&city, &order), &mut cashier);
    for unit in briefing.investment.iter_mut().flat_map(|it| &mut it.units) {
        let known = UNITS.iter().find(|(id, ..)| *id == unit.id.as_str());
        known
            .map(|(_, name, _)| *name)
            .unwrap_or_default()
            .clone_into(&mut unit.name);
    }
    briefing
}

/// Returns the order of [`briefing_with_investment`].
pub fn investment_order() -> Order {
    order(&facts())
}

/// Returns a city that knows nothing but its public investment.
pub fn investment_city() -> City {
    let mut city = City::empty();
    let mut entry = 100;
    let mut tell = |event: Event| {
        city.investment.apply(&event, entry);
        entry += 1;
    };
    tell(Event::LawSet(LawSet {
        law: law(),
        reason: "".into(),
    }));
    tell(Event::ProjectsRecorded(ProjectsRecorded {
        projects: (0..PROJECTS).map(project).collect(),
        import: None,
    }));
    for year in YEARS {
        tell(plan(year, Assigner::City, 100));
        tell(plan(year, Assigner::PrimeMinister, 92));
        for (month, day) in months(year) {
            tell(spent(year, month, day));
        }
    }
    tell(stages());
    tell(contracts());
    tell(progress());
    tell(clearance());
    for (by, rate) in [(date(2024, 8, 31), 4_000), (date(2024, 12, 31), 7_500)] {
        tell(promises(by, rate));
    }
    city
}

fn law() -> dondoc_investment::room::law::Law {
    #[expect(clippy::expect_used, reason = "the shipped table is well-formed")]
    hanoi().expect("the law of the jurisdiction")
}

fn id(project: usize) -> ProjectId {
    #[expect(clippy::expect_used, reason = "a slug with a number is an id")]
    ProjectId::parse(&format!("da-{:03}", project + 1)).expect("an id")
}

fn unit(project: usize) -> UnitId {
    let (id, ..) = UNITS[17 + project % UNITS_WITH_CAPITAL];
    #[expect(clippy::expect_used, reason = "the ids of the sample are ids")]
    UnitId::parse(id).expect("an id")
}

fn act(symbol: String, date: Date) -> Act {
    Act {
        symbol: symbol.into(),
        date,
        issuer: "UBND Thành phố".into(),
    }
}

fn project(number: usize) -> ProjectRecord {
    ProjectRecord {
        project: id(number),
        name: format!("Xây dựng trường tiểu học số {}", number + 1).into(),
        unit: unit(number),
        group: if number.is_multiple_of(3) {
            Group::C
        } else {
            Group::B
        },
        sector: "school".into(),
        site: "Hà Nội".into(),
        place: None,
        total: capital(number) * 5,
        policy: None,
        approval: Some(act(format!("{}/QĐ-UBND", number + 1), date(2021, 9, 1))),
        planned: None,
    }
}

/// The yearly plan of a project, whole đồng.
fn capital(number: usize) -> i64 {
    (20_000 + 7_300 * number as i64) * MILLION
}

fn plan(year: i16, assigner: Assigner, percent: i64) -> Event {
    let line = |number: usize| PlanLine {
        project: (assigner == Assigner::City).then(|| id(number)),
        unit: (assigner == Assigner::City).then(|| unit(number)),
        source: "city".into(),
        amount: capital(number) * percent / 100,
    };
    let word = match assigner {
        Assigner::City => "QĐ-UBND",
        Assigner::PrimeMinister => "QĐ-TTg",
    };
    Event::PlanAdopted(PlanAdopted {
        plan: PlanKey::yearly(year, assigner),
        version: 1,
        act: act(format!("15/{word}"), date(year - 1, 12, 20)),
        reason: "".into(),
        lines: (0..PROJECTS).map(line).collect(),
        import: None,
    })
}

/// The ends of months of a plan year up to the briefing's day.
fn months(year: i16) -> impl Iterator<Item = (i64, Date)> {
    let ends = (1..=12).map(move |month| (i64::from(month), date(year, month, 1).last_of_month()));
    ends.chain([(13, date(year + 1, 1, 31))])
        .filter(|(_, day)| *day <= date(2024, 9, 30))
}

fn spent(year: i16, month: i64, day: Date) -> Event {
    let series = (0..PROJECTS).map(|number| {
        let pace = 40 + 5 * number as i64 + i64::from(year - 2022) * 3;
        // Slow at first, then in steps: as capital is spent.
        let share = pace * month * month / 169;
        Series {
            project: id(number),
            of: SeriesKey {
                plan_year: year,
                source: "city".into(),
                system: System::Treasury,
                scope: Scope::YearPlan,
            },
            points: vec![(day, capital(number) / 100 * share.min(99))],
        }
    });
    Event::Disbursed(Disbursed {
        series: series.collect(),
        reason: None,
        import: None,
    })
}

fn stages() -> Event {
    let designed = (0..PROJECTS).filter(|number| number % 4 != 3);
    let stages = designed.map(|number| StageRecord {
        project: id(number),
        stage: StageName::Design,
        planned_start: None,
        planned_end: None,
        started: Some(date(2021, 10, 1)),
        ended: Some(date(2022, 1, 15)),
    });
    Event::StagesRecorded(StagesRecorded {
        stages: stages.collect(),
        import: None,
    })
}

fn contracts() -> Event {
    let signed = (0..PROJECTS).filter(|number| number % 2 == 0);
    let contracts = signed.map(|number| ContractRecord {
        project: id(number),
        package: "Xây lắp".into(),
        number: format!("{}/HĐ-XL", number + 1).into(),
        supplier: "Nhà thầu minh họa".into(),
        amount: capital(number) * 9 / 10,
        signed: date(2022, 2, 1),
        until: None,
    });
    Event::ContractsRecorded(ContractsRecorded {
        contracts: contracts.collect(),
        import: None,
    })
}

fn progress() -> Event {
    let built = (0..PROJECTS).filter(|number| number % 3 == 0);
    let reports = built.map(|number| Report {
        project: id(number),
        as_of: date(2024, 9, 25),
        accepted: capital(number) / 2,
        physical: 5_000,
        photos: Vec::new(),
        shows: None,
    });
    Event::ProgressRecorded(ProgressRecorded {
        reports: reports.collect(),
        import: None,
    })
}

fn clearance() -> Event {
    let open = (0..PROJECTS).filter(|number| number % 5 == 0);
    let areas = open.map(|number| ClearanceRecord {
        project: id(number),
        area: "Phường Cửa Nam".into(),
        as_of: date(2024, 9, 20),
        plots: (40, 25),
        critical: 3,
        households: (22, 12),
        area_m2: (12_000, 7_000),
        complaints: 1,
        agricultural: false,
    });
    Event::ClearanceRecorded(ClearancesRecorded {
        areas: areas.collect(),
        import: None,
    })
}

fn promises(by: Date, rate: i64) -> Event {
    let commitments = (0..UNITS_WITH_CAPITAL).map(|number| Commitment {
        unit: unit(number),
        plan_year: 2024,
        by,
        rate: rate - 150 * number as i64,
        said_in: format!("Báo cáo số {}/BC-UBND", number + 10).into(),
    });
    Event::Committed(Committed {
        commitments: commitments.collect(),
        import: None,
    })
}
