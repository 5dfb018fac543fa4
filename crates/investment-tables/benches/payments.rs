//! A million payments of twenty thousand projects: taken in with every check, and
//! then all forecasts.

#![expect(clippy::expect_used, reason = "a bench may fail loudly")]

use std::fmt::Write as _;

use dondoc_investment::room::event::{Disbursed, PlanAdopted, ProjectsRecorded};
use dondoc_investment::room::figures::View;
use dondoc_investment::room::law::hanoi;
use dondoc_investment::room::outlook::outlooks;
use dondoc_investment::room::plan::{Act, Assigner, PlanKey, PlanLine};
use dondoc_investment::room::project::{Group, ProjectRecord, Scope, Series, SeriesKey, System};
use dondoc_investment::room::{Event, Investment};
use dondoc_investment_tables::{Given, Kind, Money, fields, payments};
use dondoc_kinds::{ProjectId, UnitId};
use dondoc_sheets::{Limits, NoHints, propose};
use jiff::civil::{Date, date};

const PROJECTS: u32 = 20_000;
const PAYMENTS: u32 = 1_000_000;

fn main() {
    divan::main();
}

fn id(nth: u32) -> ProjectId {
    ProjectId::parse(&format!("{}", 7_000_000 + nth)).expect("digits are an id")
}

fn unit(nth: u32) -> UnitId {
    UnitId::parse(&format!("unit-{}", nth % 150)).expect("an id")
}

/// Twenty thousand projects and a plan for each of four years.
fn room() -> Investment {
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

/// A million lines in the order of days, as a treasury writes them.
fn csv() -> String {
    let mut csv = "Mã dự án,Nguồn vốn,Ngày thanh toán,Số tiền\n".to_owned();
    for nth in 0..PAYMENTS {
        let project = 7_000_000 + (nth.wrapping_mul(7_919) % PROJECTS);
        let day = nth / (PAYMENTS / 360);
        let (month, day) = ((day / 30).min(11) + 1, day % 28 + 1);
        let amount = 100_000_000 + u64::from(nth % 977) * 1_000_000;
        let _ = writeln!(csv, "{project},NSTP,{day:02}/{month:02}/2025,{amount}");
    }
    csv
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_million_payments(bencher: divan::Bencher<'_, '_>) {
    let (room, csv) = (room(), csv());
    let head: String = csv.lines().take(200).collect::<Vec<_>>().join("\n");
    bencher.bench(|| {
        let table = dondoc_sheets::open("a.csv", head.as_bytes(), None, &Limits::default())
            .expect("a table");
        let proposal = propose(&table, fields(Kind::Payments), &[], &NoHints);
        let mapping = proposal.mapping();
        let given = Given {
            room: &room,
            unit: &|_| None,
            money: None,
            as_of: None,
            source: None,
            system: System::Treasury,
            year: 2025,
            plan: None,
            reason: None,
            day: date(2026, 2, 1),
            confirmed: true,
            sha256: "00",
        };
        let turned = payments::turn(
            csv.as_bytes(),
            "a",
            mapping.head,
            &mapping,
            Money::Dong,
            &given,
        );
        let turned = turned.expect("good payments");
        assert_eq!(turned.rows, u64::from(PAYMENTS));
        turned.event
    });
}

/// The entry's payload, and folding it back.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn the_entry_written_and_folded(bencher: divan::Bencher<'_, '_>) {
    let room = history(&[2025]);
    let series = room
        .projects
        .iter()
        .flat_map(|(id, project)| {
            project.spent.iter().map(|(of, figures)| Series {
                project: id.clone(),
                of: of.clone(),
                points: figures.iter().map(|it| (it.as_of, it.amount)).collect(),
            })
        })
        .collect();
    let event = Event::from(Disbursed {
        series,
        reason: None,
        import: None,
    });
    let empty = self::room();
    bencher.bench(|| {
        let payload = event.to_json().expect("JSON").to_string();
        let event = Event::decode(event.kind(), event.schema(), payload.as_bytes()).expect("own");
        let mut room = empty.clone();
        room.apply(&event, 9);
        room
    });
}

fn history(years: &[i16]) -> Investment {
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

#[divan::bench(sample_count = 3, sample_size = 1)]
fn all_forecasts_of_twenty_thousand_projects(bencher: divan::Bencher<'_, '_>) {
    let room = history(&[2022, 2023, 2024, 2025]);
    let view = View {
        room: &room,
        as_of: date(2025, 9, 30),
        year: 2025,
        system: System::Treasury,
    };
    bencher.bench(|| {
        let all = outlooks(&view, true).expect("four years");
        assert!(all.all.len() > PROJECTS as usize);
        all.all.len()
    });
}

/// What the chapter of the briefing asks of the room.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn what_the_chapter_asks(bencher: divan::Bencher<'_, '_>) {
    let room = history(&[2022, 2023, 2024, 2025]);
    let view = View {
        room: &room,
        as_of: date(2025, 9, 30),
        year: 2025,
        system: System::Treasury,
    };
    bencher.bench(|| {
        let positions = view.positions();
        let units = View::sums(&positions, |it| it.unit.to_string());
        let waiting = view.waiting(&positions);
        let low = view.low_units();
        let wide = outlooks(&view, false);
        (units.len(), waiting, low, wide.map(|it| it.all.len()))
    });
}
