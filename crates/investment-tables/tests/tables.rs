//! Tables as offices have them: what comes out, and which cell is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dondoc_investment::room::event::ProjectsRecorded;
use dondoc_investment::room::law::hanoi;
use dondoc_investment::room::plan::{Act, PlanLine};
use dondoc_investment::room::project::{Group, ProjectRecord, System};
use dondoc_investment::room::{Event, Investment, What};
use dondoc_investment_tables::{
    Given, Kind, Money, PlanGiven, Turned, Wrong, WrongWhat, fields, payments, turn,
};
use dondoc_kinds::{ProjectId, UnitId};
use dondoc_sheets::{Column, ColumnKind, Limits, Listing, NoHints, OutCell, propose};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn room(projects: u32) -> Investment {
    let mut room = Investment {
        law: hanoi().unwrap(),
        ..Investment::default()
    };
    let projects = (0..projects)
        .map(|nth| ProjectRecord {
            project: ProjectId::parse(&format!("da{nth:03}")).unwrap(),
            name: format!("Dự án {nth}").into(),
            unit: UnitId::parse("ban-a").unwrap(),
            group: Group::C,
            sector: "school".into(),
            site: "".into(),
            place: None,
            total: 100_000_000_000,
            policy: None,
            approval: None,
            planned: None,
        })
        .collect();
    room.apply(
        &Event::from(ProjectsRecorded {
            projects,
            import: None,
        }),
        0,
    );
    room
}

fn ban_a(words: &str) -> Option<UnitId> {
    (words == "Ban A").then(|| UnitId::parse("ban-a").unwrap())
}

fn given(room: &Investment) -> Given<'_> {
    Given {
        room,
        unit: &ban_a,
        money: None,
        as_of: None,
        source: Some("city".into()),
        system: System::Treasury,
        year: 2025,
        plan: Some(PlanGiven {
            key: "2025-city".parse().unwrap(),
            act: Act {
                symbol: "6/QĐ".into(),
                date: date(2024, 12, 20),
                issuer: "".into(),
            },
        }),
        reason: None,
        day: date(2026, 3, 1),
        confirmed: false,
        sha256: "00",
    }
}

fn read(kind: Kind, csv: &str, given: &Given<'_>) -> Result<Turned, Vec<Wrong>> {
    let table = dondoc_sheets::open("a.csv", csv.as_bytes(), None, &Limits::default()).unwrap();
    let proposal = propose(&table, fields(kind), &[], &NoHints);
    assert_eq!(proposal.missing, Vec::<&str>::new());
    turn(kind, &table, &proposal, &proposal.mapping(), given)
}

#[test]
fn a_plan_in_million_dong_with_title_and_total_is_read_to_the_dong() {
    let room = room(2);
    let csv = "KẾ HOẠCH VỐN 2025,,,\n\
               ,,,Đơn vị tính: triệu đồng\n\
               TT,Mã dự án,Nguồn vốn,Kế hoạch vốn\n\
               1,DA001,Ngân sách cấp Thành phố,\"1.250,5\"\n\
               2,da000,NSTW,\"2.000\"\n\
               ,Tổng cộng,,\"3.250,5\"\n";
    let turned = read(Kind::Plan, csv, &given(&room)).unwrap();
    assert_eq!(turned.money, Money::Million);
    let Event::PlanAdopted(plan) = turned.event else {
        panic!()
    };
    let line = |project: &str, source: &str, amount| PlanLine {
        project: Some(ProjectId::parse(project).unwrap()),
        unit: None,
        source: source.into(),
        amount,
    };
    let expected = [
        line("da000", "central", 2_000_000_000),
        line("da001", "city", 1_250_500_000),
    ];
    assert_eq!(plan.lines, expected);
    assert_eq!(turned.skipped, 1);
}

#[test]
fn every_bad_cell_is_named_and_nothing_comes_out() {
    let room = room(2);
    let csv = "Mã dự án,Nguồn vốn,Tính đến ngày,Lũy kế giải ngân\n\
               da000,Ngân sách cấp Thành phố,31/02/2025,100\n\
               da009,Ngân sách cấp Thành phố,31/03/2025,100\n\
               da001,Nguồn lạ,31/03/2025,một trăm\n";
    let wrong = read(Kind::Observations, csv, &given(&room)).unwrap_err();
    let places: Vec<(u64, &str)> = wrong.iter().map(|it| (it.row, it.field)).collect();
    assert_eq!(places, [(2, "as_of"), (4, "amount")]);
    let csv = csv
        .replace("31/02", "28/02")
        .replace("một trăm", "100")
        .replace("Nguồn lạ", "ODA");
    let wrong = read(Kind::Observations, &csv, &given(&room)).unwrap_err();
    let unknown = WrongWhat::Fault(What::UnknownProject {
        project: "da009".to_owned(),
    });
    assert_eq!(
        wrong,
        [Wrong {
            row: 3,
            field: "project",
            what: unknown
        }]
    );
}

#[test]
fn a_slip_of_the_unit_of_money_is_asked_about() {
    let mut room = room(1);
    let csv = "Mã dự án,Kế hoạch vốn (tỷ đồng)\nda000,20\n";
    let event = read(Kind::Plan, csv, &given(&room)).unwrap().event;
    room.apply(&event, 1);
    let csv = "Mã dự án,Lũy kế giải ngân\nda000,50000000000000\n";
    let mut given = given(&room);
    given.as_of = Some(date(2025, 6, 30));
    let wrong = read(Kind::Observations, csv, &given).unwrap_err();
    let slip = |it: &Wrong| matches!(it.what, WrongWhat::Fault(What::Slip { .. }));
    assert!(wrong.iter().any(slip), "{wrong:?}");
    given.confirmed = true;
    read(Kind::Observations, csv, &given).unwrap();
}

fn stream(csv: &str, room: &Investment) -> Result<Turned, Vec<Wrong>> {
    let table = dondoc_sheets::open("a.csv", csv.as_bytes(), None, &Limits::default()).unwrap();
    let proposal = propose(&table, fields(Kind::Payments), &[], &NoHints);
    let mapping = proposal.mapping();
    let money = Money::Dong;
    payments::turn(
        csv.as_bytes(),
        "a.csv",
        mapping.head,
        &mapping,
        money,
        &given(room),
    )
}

#[test]
fn payments_become_sums_by_month_and_add_to_what_was_known() {
    let mut room = room(2);
    let csv = "Mã dự án;Ngày thanh toán;Số tiền\n\
               da000;2025-01-10;1.000\n\
               da000;20/1/2025;500\n\
               da000;2025-03-05;250\n\
               da001;2025-02-28;7\n";
    let turned = stream(csv, &room).unwrap();
    let Event::Disbursed(disbursed) = &turned.event else {
        panic!()
    };
    let points = &disbursed.series[0].points;
    assert_eq!(
        points,
        &[(date(2025, 1, 31), 1500), (date(2025, 3, 5), 1750)]
    );
    assert_eq!((turned.rows, turned.items), (4, 2));
    room.apply(&turned.event, 1);
    let more = "Mã dự án;Ngày thanh toán;Số tiền\nda000;2025-04-02;50\n";
    let Event::Disbursed(disbursed) = stream(more, &room).unwrap().event else {
        panic!()
    };
    assert_eq!(disbursed.series[0].points, [(date(2025, 4, 2), 1800)]);
}

#[test]
fn a_bad_payment_among_good_ones_is_named_by_its_row() {
    let room = room(2);
    let csv = "Mã dự án,Ngày thanh toán,Số tiền\nda000,2025-01-10,5\nda777,2025-01-10,5\n\
               da001,2025-13-10,5\nda001,2025-01-10,5.5\n";
    let wrong = stream(csv, &room).unwrap_err();
    let places: Vec<(u64, &str)> = wrong.iter().map(|it| (it.row, it.field)).collect();
    assert_eq!(places, [(3, "project"), (4, "day"), (5, "amount")]);
}

/// A workbook of disbursement; one cell is as given.
fn workbook(kind: Kind, rows: usize, odd: Option<(usize, usize, &str)>) -> Vec<u8> {
    let good = ["da000", "NSTP", "31/03/2025", "100"];
    let headings = ["Mã dự án", "Nguồn vốn", "Tính đến ngày", "Lũy kế giải ngân"];
    let headings = if kind == Kind::Payments {
        ["Mã dự án", "Nguồn vốn", "Ngày thanh toán", "Số tiền"]
    } else {
        headings
    };
    let cell = |row: usize, column: usize| match odd {
        Some((r, c, words)) if (r, c) == (row, column) => words.to_owned(),
        _ if column == 0 => format!("da{row:03}"),
        _ => good[column].to_owned(),
    };
    let column = |heading: &str| Column {
        heading: heading.to_owned(),
        kind: ColumnKind::Short,
    };
    let listing = Listing {
        title: "Giải ngân".to_owned(),
        notes: Vec::new(),
        columns: headings.map(column).into(),
        rows: (0..rows)
            .map(|row| (0..4).map(|at| OutCell::Words(cell(row, at))).collect())
            .collect(),
    };
    listing.to_xlsx().unwrap()
}

fn turned(kind: Kind, bytes: &[u8], given: &Given<'_>) -> Option<Result<Turned, Vec<Wrong>>> {
    let table = dondoc_sheets::open("a.xlsx", bytes, None, &Limits::default()).ok()?;
    let proposal = propose(&table, fields(kind), &[], &NoHints);
    let mapping = proposal.mapping();
    let _ = payments::turn(bytes, "a", mapping.head, &mapping, Money::Million, given);
    Some(turn(kind, &table, &proposal, &mapping, given))
}

#[test]
fn one_bad_row_of_a_workbook_imports_nothing_and_names_the_cell() {
    let room = room(40);
    let given = given(&room);
    let good = workbook(Kind::Observations, 40, None);
    let all = turned(Kind::Observations, &good, &given).unwrap().unwrap();
    assert_eq!(all.rows, 40);
    let row_of = |wrong: &[Wrong]| (wrong[0].row, wrong[0].field);
    for (column, words, field) in [
        (0, "da777", "project"),
        (1, "Nguồn lạ", "source"),
        (2, "31/02/2025", "as_of"),
        (3, "một trăm", "amount"),
    ] {
        let bad = workbook(Kind::Observations, 40, Some((17, column, words)));
        let wrong = turned(Kind::Observations, &bad, &given)
            .unwrap()
            .unwrap_err();
        assert_eq!(wrong.len(), 1, "{words}: {wrong:?}");
        let table = dondoc_sheets::open("a.xlsx", &bad, None, &Limits::default()).unwrap();
        let row = table.rows.iter().find(|row| {
            let cell = row.cell(u32::try_from(column).unwrap());
            cell.is_some_and(|cell| cell.shown() == words)
        });
        assert_eq!(row_of(&wrong), (row.unwrap().number, field), "{words}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// A damaged workbook and bytes of strangers are refused, never a panic; what
    /// comes out passes the room.
    #[test]
    fn damaged_bytes_never_panic(
        kind in prop::sample::select(vec![Kind::Observations, Kind::Payments, Kind::Plan, Kind::Stages]),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        rubbish in prop::collection::vec(any::<u8>(), 0..300),
        text in any::<bool>(),
    ) {
        let room = room(3);
        let given = given(&room);
        let mut bytes = if text {
            let mut csv = "Mã dự án;Nguồn vốn;Tính đến ngày;Lũy kế giải ngân\nda001;NSTP;31/03/2025;".to_owned().into_bytes();
            csv.extend(rubbish);
            csv
        } else {
            workbook(kind, 3, None)
        };
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut.index(4) == 0 {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Some(Ok(turned)) = turned(kind, &bytes, &given) {
            prop_assert!(dondoc_investment::room::faults(&room, &turned.event, given.day).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// Rubbish is refused, never a panic, and what comes out passes the room.
    #[test]
    fn rubbish_never_panics(
        kind in prop::sample::select(vec![
            Kind::Plan, Kind::Projects, Kind::Stages, Kind::Contracts, Kind::Progress,
            Kind::Observations, Kind::Payments, Kind::Commitments, Kind::Clearance,
        ]),
        rows in prop::collection::vec(prop::collection::vec(
            prop_oneof![
                Just("da001".to_owned()), Just("12.345,5".to_owned()), Just("31/12/2025".to_owned()),
                Just("Ban A".to_owned()), Just("99999999999999999999999999".to_owned()),
                Just("-5".to_owned()), Just("50 %".to_owned()), Just("\"".to_owned()), ".{0,12}",
            ], 0..12), 0..12),
    ) {
        let room = room(3);
        let head: Vec<String> = fields(kind)
            .iter()
            .map(|field| field.headings.first().copied().unwrap_or(field.name).replace(',', " "))
            .collect();
        let mut csv = head.join(",");
        for row in rows {
            csv.push('\n');
            csv.push_str(&row.join(","));
        }
        let Ok(table) = dondoc_sheets::open("a.csv", csv.as_bytes(), None, &Limits::default()) else {
            return Ok(());
        };
        let proposal = propose(&table, fields(kind), &[], &NoHints);
        let mapping = proposal.mapping();
        let given = given(&room);
        if let Ok(turned) = turn(kind, &table, &proposal, &mapping, &given) {
            prop_assert!(dondoc_investment::room::faults(&room, &turned.event, given.day).is_empty());
        }
        let _ = payments::turn(csv.as_bytes(), "a", mapping.head, &mapping, Money::Million, &given);
    }

    /// The sum of all payments is the last point of the series, whatever the order.
    #[test]
    fn payments_add_up(amounts in prop::collection::vec((0_i64..1_000_000, 1_i8..=12, 1_i8..=28), 1..60)) {
        let room = room(1);
        let mut csv = "Mã dự án,Ngày thanh toán,Số tiền".to_owned();
        for (amount, month, day) in &amounts {
            csv.push_str(&format!("\nda000,2025-{month:02}-{day:02},{amount}"));
        }
        let total: i64 = amounts.iter().map(|it| it.0).sum();
        let turned = stream(&csv, &room).unwrap();
        let Event::Disbursed(disbursed) = turned.event else { panic!() };
        let points = disbursed.series.first().map(|it| it.points.clone()).unwrap_or_default();
        prop_assert_eq!(points.last().map_or(0, |it| it.1), total);
        let days: Vec<Date> = points.iter().map(|it| it.0).collect();
        prop_assert!(days.is_sorted());
    }
}
