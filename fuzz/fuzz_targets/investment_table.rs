//! Tables of public investment of every kind, as CSV or XLSX, damaged anywhere:
//! nothing panics, and what comes out passes the room. The first byte chooses the
//! kind.
#![no_main]

use std::sync::LazyLock;

use dondoc_investment::room::law::hanoi;
use dondoc_investment::room::plan::Act;
use dondoc_investment::room::project::System;
use dondoc_investment::room::{Investment, faults};
use dondoc_investment_tables::monthly::{self, Columns};
use dondoc_investment_tables::{Given, Kind, Money, PlanGiven, fields, payments, turn};
use dondoc_kinds::UnitId;
use dondoc_sheets::{Limits, NoHints, propose};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

const KINDS: [Kind; 9] = [
    Kind::Plan,
    Kind::Projects,
    Kind::Stages,
    Kind::Contracts,
    Kind::Progress,
    Kind::Observations,
    Kind::Payments,
    Kind::Commitments,
    Kind::Clearance,
];

static ROOM: LazyLock<Investment> = LazyLock::new(|| Investment {
    law: hanoi().expect("the table of Hà Nội is valid"),
    ..Investment::default()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let kind = KINDS[usize::from(*first) % KINDS.len()];
    let unit = |_: &str| UnitId::parse("ban-a").ok();
    let given = Given {
        room: &ROOM,
        unit: &unit,
        money: None,
        as_of: None,
        source: Some("city".into()),
        system: System::Treasury,
        year: 2025,
        plan: Some(PlanGiven {
            key: "2025-city".parse().expect("a plan"),
            act: Act {
                symbol: "6/QĐ".into(),
                date: date(2024, 12, 20),
                issuer: "".into(),
            },
        }),
        reason: None,
        day: date(2026, 3, 1),
        confirmed: first % 2 == 0,
        sha256: "00",
    };
    let unit = ["city".to_owned()];
    let columns = Columns {
        unit: &unit,
        plan: "plan",
        spent: "executed_cum",
    };
    let _ = monthly::read("a.csv", bytes, &columns);
    let Ok(table) = dondoc_sheets::open("a.csv", bytes, None, &Limits::default()) else {
        return;
    };
    let proposal = propose(&table, fields(kind), &[], &NoHints);
    let mapping = proposal.mapping();
    let _ = payments::turn(bytes, "a.csv", mapping.head, &mapping, Money::Million, &given);
    if let Ok(turned) = turn(kind, &table, &proposal, &mapping, &given) {
        let asked = faults(&ROOM, &turned.event, given.day);
        assert!(given.confirmed || asked.is_empty(), "what comes out passes the room");
    }
});
