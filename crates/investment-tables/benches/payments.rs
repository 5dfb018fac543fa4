//! A million payments of twenty thousand projects: taken in with every check, and
//! then all forecasts.

#![expect(clippy::expect_used, reason = "a bench may fail loudly")]

use std::fmt::Write as _;

use dondoc_city::{Act, Acting, City, Command};
use dondoc_investment::room::event::Disbursed;
use dondoc_investment::room::figures::View;
use dondoc_investment::room::outlook::outlooks;
use dondoc_investment::room::project::{Series, System};
use dondoc_investment::room::{Command as Record, Event, Investment};
use dondoc_investment_tables::{Given, Kind, Money, Turned, fields, payments};
use dondoc_kinds::UnitId;
use dondoc_ledger::{Hash, Ledger, MemoryAttachments, MemoryStore, Seeded};
use dondoc_sheets::{Limits, NoHints, propose};
use jiff::civil::date;

#[path = "../../investment/benches/many/mod.rs"]
mod many;

use many::{PROJECTS, history, room};

const PAYMENTS: u32 = 1_000_000;

fn main() {
    divan::main();
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

fn turned(room: &Investment, csv: &str) -> Turned {
    let head: String = csv.lines().take(200).collect::<Vec<_>>().join("\n");
    let table = dondoc_sheets::open("a.csv", head.as_bytes(), None, &Limits::default());
    let table = table.expect("a table");
    let mapping = propose(&table, fields(Kind::Payments), &[], &NoHints).mapping();
    let given = Given {
        room,
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
        sha256: &Hash::of(csv.as_bytes()).to_string(),
    };
    let (head, bytes) = (mapping.head, csv.as_bytes());
    let turned = payments::turn(bytes, "a", head, &mapping, Money::Dong, &given);
    let turned = turned.expect("good payments");
    assert_eq!(turned.rows, u64::from(PAYMENTS));
    turned
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_million_payments(bencher: divan::Bencher<'_, '_>) {
    let (room, csv) = (room(), csv());
    bencher.bench(|| turned(&room, &csv).event);
}

/// The whole import: read, checked, the file hashed and kept, decided, written as
/// an entry of the ledger with its commitment and its place in the tree, folded.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_million_payments_into_the_ledger(bencher: divan::Bencher<'_, '_>) {
    let csv = csv();
    let begin = || {
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"payments")),
        );
        let mut city = City::empty();
        city.investment = room();
        (ledger.expect("a ledger in memory"), city)
    };
    bencher
        .with_inputs(begin)
        .bench_values(|(ledger, mut city)| {
            let turned = turned(&city.investment, &csv);
            ledger.attachments().put(csv.as_bytes()).expect("kept");
            let at = "2026-02-01T02:00:00Z".parse().expect("a moment");
            let act = Act {
                command: Command::Investment(Box::new(Record {
                    event: turned.event,
                    confirmed: true,
                })),
                acting: Acting::of(UnitId::parse("ub-thanh-pho").expect("an id")),
                at,
                valid: date(2026, 2, 1).at(9, 0, 0, 0),
            };
            city.act(&ledger, &act).expect("good payments");
            assert_eq!(ledger.poll_head().expect("readable"), 1);
            city
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
