//! Twenty thousand projects of 150 units with a plan for each of four years, and
//! what was spent of them.

use dondoc_investment::room::event::{Disbursed, PlanAdopted, ProjectsRecorded};
use dondoc_investment::room::law::hanoi;
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine};
use dondoc_investment::room::project::{Group, ProjectRecord, Scope, Series, SeriesKey, System};
use dondoc_investment::room::{Event, Investment};
use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::{Date, date};

/// How many projects there are.
pub(crate) const PROJECTS: u32 = 20_000;

fn id(nth: u32) -> ProjectId {
    ProjectId::parse(&format!("{}", 7_000_000 + nth)).expect("digits are an id")
}

fn unit(nth: u32) -> UnitId {
    UnitId::parse(&format!("unit-{}", nth % 150)).expect("an id")
}

/// Twenty thousand projects and a plan for each of four years.
pub(crate) fn room() -> Investment {
    let mut room = Investment {
        law: hanoi().expect("the program's own table"),
        ..Investment::default()
    };
    let projects = (0..PROJECTS).map(|nth| ProjectRecord {
        project: id(nth),
        name: format!("Dự án {nth}").into(),
        unit: unit(nth),
        group: Group::C,
        sector: "school".into(),
        site: "".into(),
        place: None,
        total: 400_000_000_000,
        policy: None,
        approval: None,
        planned: None,
    });
    let projects = projects.collect();
    room.apply(
        &Event::from(ProjectsRecorded {
            projects,
            import: None,
        }),
        0,
    );
    for (entry, year) in (2022..=2025).enumerate() {
        let lines = (0..PROJECTS).map(|nth| PlanLine {
            project: Some(id(nth)),
            unit: Some(unit(nth)),
            source: "city".into(),
            amount: 60_000_000_000 + i64::from(nth) * 1_000_000,
        });
        let adopted = PlanAdopted {
            plan: PlanKey::yearly(year, Assigner::City),
            version: 1,
            act: Act {
                symbol: "1/QĐ".into(),
                date: date(year - 1, 12, 20),
                issuer: "".into(),
            },
            reason: "".into(),
            lines: lines.collect(),
            import: None,
        };
        room.apply(&Event::from(adopted), entry as u64 + 1);
    }
    room
}

/// The room with what was spent in these plan years, up to 30 September 2025.
pub(crate) fn history(years: &[i16]) -> Investment {
    let mut room = room();
    for year in years {
        let series = (0..PROJECTS).map(|nth| {
            let plan = 60_000_000_000 + i64::from(nth) * 1_000_000;
            let end = 55 + i64::from((nth * 31 + *year as u32 * 7) % 45);
            let curve = [2, 4, 8, 12, 17, 23, 30, 38, 47, 58, 72, 90, 100];
            let points = (1_i8..=13).zip(curve).filter_map(|(month, share)| {
                let (of, month) = if month > 12 {
                    (*year + 1, 1)
                } else {
                    (*year, month)
                };
                let day = Date::new(of, month, 1).ok()?.last_of_month();
                (day <= date(2025, 9, 30)).then_some((day, plan / 10_000 * end * share))
            });
            Series {
                project: id(nth),
                of: SeriesKey {
                    plan_year: *year,
                    source: "city".into(),
                    system: System::Treasury,
                    scope: Scope::YearPlan,
                },
                points: points.collect(),
            }
        });
        let series = series.collect();
        room.apply(
            &Event::from(Disbursed {
                series,
                reason: None,
                import: None,
            }),
            9,
        );
    }
    room
}
