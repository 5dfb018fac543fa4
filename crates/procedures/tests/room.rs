//! The room of procedures: what may be recorded, and what comes of it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::path::Path;

use dondoc_kinds::{ProcedureId, SheetId, TaskId, UnitId};
use dondoc_procedures::room::decide::{Sign, sign};
use dondoc_procedures::room::diff::{Difference, differences};
use dondoc_procedures::room::event::*;
use dondoc_procedures::room::record::{Level, Limit, Online, ProcedureRecord, StepRecord};
use dondoc_procedures::room::sheet::{Cut, Durations, Range, Sheet, SheetProposal, Trust};
use dondoc_procedures::room::{Command, Event, Procedures, Refusal, What, decide};
use jiff::civil::{Date, date};

const DAY: Date = date(2024, 3, 1);

fn step(number: u32, name: &str, days: u32) -> StepRecord {
    StepRecord {
        number,
        name: name.into(),
        unit: "Bộ phận một cửa".into(),
        limit: Some(Limit::working_days(days)),
        provision: "Điều 104".into(),
        may_drop: false,
        person_minutes: Some(20),
    }
}

fn record(from: Date, total: u32) -> ProcedureRecord {
    ProcedureRecord {
        procedure: ProcedureId::parse("1.009994").unwrap(),
        code: "1.009994".into(),
        title: "Cấp giấy phép".into(),
        field: "Xây dựng".into(),
        level: Level::District,
        from,
        act: format!("QĐ {total}/QĐ-UBND").into(),
        provision: "Điều 102".into(),
        limit: Some(Limit::working_days(total)),
        steps: vec![step(1, "Tiếp nhận", 1), step(2, "Ký", 3)],
        documents: vec!["Đơn".into()],
        fee: 75_000,
        online: Online::Full,
        decides: "Chủ tịch".into(),
        delegation: None,
    }
}

fn catalogued(record: ProcedureRecord, reason: &str) -> Catalogued {
    Catalogued {
        procedures: vec![record],
        reason: reason.into(),
        import: None,
    }
}

fn range(mean: i64) -> Range {
    Range {
        mean,
        low: mean - 100,
        high: mean + 100,
    }
}

fn sheet() -> Sheet {
    Sheet {
        sheet: SheetId::parse("prn-0001").unwrap(),
        procedure: ProcedureId::parse("1.009994").unwrap(),
        version: 1,
        logs: vec!["nk-0001".into()],
        as_of: DAY,
        cases: 900,
        per_year: 400,
        runs: (1_000, 30, 1),
        trust: Trust {
            learnt: 700,
            judged: 200,
            apart: 310,
            apart_drawn: 300,
            trusted: true,
        },
        now: Durations {
            mean: range(9_000),
            median: range(8_000),
            p90: range(15_000),
            on_time: Some(range(900)),
        },
        proposals: vec![SheetProposal {
            number: 1,
            cut: Cut::Retime {
                activity: "Ký".into(),
                percent: 50,
            },
            step: Some(2),
            provision: "Điều 104".into(),
            saved_per_year: range(600_000),
            saved_per_case: range(1_500),
            person_days_per_year: None,
        }],
        sha256: "".into(),
    }
}

fn samples() -> Vec<Event> {
    let procedure = ProcedureId::parse("1.009994").unwrap();
    let logs = vec!["nk-0001".into()];
    vec![
        Catalogued {
            import: Some(Imported {
                file: "danh-muc.csv".into(),
                sha256: "ab".repeat(32).into(),
                rows: 2,
            }),
            ..catalogued(record(date(2023, 1, 1), 15), "")
        }
        .into(),
        Linked {
            procedure: procedure.clone(),
            logs: logs.clone(),
            mapping: vec![Mapped {
                activity: "Ký duyệt".into(),
                step: 2,
            }],
            asks: vec!["Yêu cầu bổ sung".into()],
            ends: vec!["Trả kết quả".into()],
        }
        .into(),
        sheet().into(),
        SheetSigned {
            sheet: SheetId::parse("prn-0001").unwrap(),
            sha256: "cd".repeat(32).into(),
            proposals: vec![1],
            promised: 1_500,
            unit: UnitId::parse("so-xay-dung").unwrap(),
            task: TaskId::parse("nv-000007").unwrap(),
        }
        .into(),
        Changed {
            procedure: procedure.clone(),
            number: 1,
            what: "Ký hằng ngày".into(),
            units: vec!["Bộ phận số 1".into()],
            from: date(2024, 4, 1),
            promised: 1_500,
            sheet: None,
            act: "QĐ 20/QĐ-UBND".into(),
        }
        .into(),
        EffectMeasured {
            procedure: procedure.clone(),
            change: 1,
            as_of: DAY,
            logs: logs.clone(),
            found: Found::NotYet {
                cases: 4,
                months: 0,
                controls: 5,
                why: NotYet::FewCases,
            },
        }
        .into(),
        Assessed {
            procedure,
            version: 1,
            from: date(2024, 1, 1),
            to: date(2024, 2, 29),
            logs,
            definition: Definition::OfficeTimeWithoutPauses,
            limit: Some(15_000),
            finished: 10,
            on_time: 8,
            running: 3,
            overdue: 1,
            median: 9_000,
            p90: 16_000,
            late_days: 4_200,
            unexplained: 200,
            steps: vec![LateStep {
                activity: "Ký duyệt".into(),
                step: Some(2),
                provision: "Điều 104".into(),
                days: 4_000,
                mainly: 2,
            }],
            units: vec![UnitShare {
                unit: "Bộ phận số 1".into(),
                finished: 10,
                on_time: 8,
                median: 9_000,
            }],
            fitness: Some(950),
            fitting: Some(700),
        }
        .into(),
    ]
}

fn known() -> Procedures {
    let mut state = Procedures::default();
    let first = catalogued(record(date(2023, 1, 1), 15), "");
    state.apply(&first.into(), 0);
    state
}

fn hash(_: &Sheet) -> smol_str::SmolStr {
    "ef".repeat(32).into()
}

fn refused(state: &Procedures, command: Command) -> Refusal {
    decide(state, command, DAY, hash).unwrap_err()
}

fn faults(refusal: Refusal) -> Vec<What> {
    match refusal {
        Refusal::Faults { faults } => faults.into_iter().map(|it| it.what).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_has_a_golden_file_that_reads_and_writes_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let samples = samples();
    for (kind, schema) in Event::KINDS {
        let path = folder.join(format!("{kind}.{schema}.json"));
        let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("no golden file {path:?}"));
        let event = Event::decode(kind, *schema, &bytes).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(event.to_json().unwrap(), written, "{kind}");
        let of_kind: Vec<&Event> = samples.iter().filter(|it| it.kind() == *kind).collect();
        assert_eq!(of_kind, [&event], "{kind}");
    }
}

#[test]
fn the_state_comes_back_whole_from_a_snapshot() {
    let mut state = Procedures::default();
    for (entry, event) in samples().iter().enumerate() {
        state.apply(event, entry as u64);
    }
    let bytes = postcard::to_stdvec(&state).unwrap();
    assert_eq!(postcard::from_bytes::<Procedures>(&bytes).unwrap(), state);
}

#[test]
fn a_version_is_in_force_from_its_day_and_says_what_it_changes() {
    let mut state = known();
    let later = record(date(2024, 9, 1), 10);
    let event = decide(
        &state,
        Command::Catalogue(catalogued(later.clone(), "rút ngắn")),
        DAY,
        hash,
    );
    state.apply(&event.unwrap(), 1);
    let (_, procedure) = state.by_code("1.009994").unwrap();
    let limit = |day| procedure.on(day).unwrap().record.limit;
    assert_eq!(limit(date(2024, 8, 31)), Some(Limit::working_days(15)));
    assert_eq!(limit(date(2024, 9, 1)), Some(Limit::working_days(10)));
    assert_eq!(procedure.on(date(2022, 12, 31)), None);
    assert_eq!(
        differences(&record(date(2023, 1, 1), 15), &later),
        [Difference::Total {
            was: Some(Limit::working_days(15)),
            now: Some(Limit::working_days(10)),
        }]
    );
}

#[test]
fn a_new_version_without_a_reason_or_before_the_newest_is_refused() {
    let state = known();
    let earlier = record(date(2022, 1, 1), 10);
    assert_eq!(
        faults(refused(&state, Command::Catalogue(catalogued(earlier, "")))),
        [
            What::NotAfter {
                was: date(2023, 1, 1)
            },
            What::ReasonMissing
        ]
    );
    let same = ProcedureRecord {
        from: date(2024, 1, 1),
        ..record(date(2023, 1, 1), 15)
    };
    assert_eq!(
        faults(refused(&state, Command::Catalogue(catalogued(same, "x")))),
        [What::Unchanged]
    );
}

#[test]
fn steps_that_take_longer_than_the_whole_are_refused() {
    let short = record(date(2023, 1, 1), 3);
    let found = refused(
        &Procedures::default(),
        Command::Catalogue(catalogued(short, "")),
    );
    assert_eq!(
        faults(found),
        [What::StepsAboveTotal {
            steps: "4".into(),
            total: "3".into()
        }]
    );
}

#[test]
fn a_sheet_is_signed_once_and_as_it_was_seen() {
    let mut state = known();
    let kept = decide(&state, Command::KeepSheet(Box::new(sheet())), DAY, hash).unwrap();
    state.apply(&kept, 1);
    let task = || TaskId::parse("nv-000001").unwrap();
    let asked = Sign {
        sheet: SheetId::parse("prn-0001").unwrap(),
        seen: "ef".repeat(32).into(),
        proposals: vec![1, 1],
        unit: UnitId::parse("so-xay-dung").unwrap(),
    };
    let other = Sign {
        seen: "00".repeat(32).into(),
        ..asked.clone()
    };
    assert!(matches!(
        sign(&state, &other, task()),
        Err(Refusal::OtherSheet { .. })
    ));
    let nothing = Sign {
        proposals: vec![],
        ..asked.clone()
    };
    assert_eq!(sign(&state, &nothing, task()), Err(Refusal::NoProposal));
    let beyond = Sign {
        proposals: vec![2],
        ..asked.clone()
    };
    assert_eq!(
        sign(&state, &beyond, task()),
        Err(Refusal::NoSuchProposal { proposal: 2 })
    );
    let signed = sign(&state, &asked, task()).unwrap();
    assert_eq!(
        (signed.promised, signed.proposals.as_slice()),
        (1_500, &[1][..])
    );
    state.apply(&signed.into(), 2);
    assert!(state.sheet_of_task(&task()).is_some());
    assert!(matches!(
        sign(&state, &asked, task()),
        Err(Refusal::SignedBefore { .. })
    ));
}

#[test]
fn a_change_promises_something_and_gets_the_next_number() {
    let state = known();
    let changed = Changed {
        procedure: ProcedureId::parse("1.009994").unwrap(),
        number: 0,
        what: "Ký hằng ngày".into(),
        units: vec!["Bộ phận số 1".into()],
        from: date(2024, 4, 1),
        promised: 0,
        sheet: None,
        act: "".into(),
    };
    let nothing = Command::Change(Box::new(changed.clone()));
    assert_eq!(faults(refused(&state, nothing)), [What::NothingPromised]);
    let some = Command::Change(Box::new(Changed {
        promised: 1_000,
        ..changed
    }));
    match decide(&state, some, DAY, hash).unwrap() {
        Event::Changed(it) => assert_eq!(it.number, 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_names_an_unknown_procedure_or_step_is_refused() {
    let linked = |procedure: &str, step| Linked {
        procedure: ProcedureId::parse(procedure).unwrap(),
        logs: vec!["nk-0001".into()],
        mapping: vec![Mapped {
            activity: "Ký".into(),
            step,
        }],
        asks: vec![],
        ends: vec![],
    };
    let state = known();
    assert!(matches!(
        refused(&state, Command::Link(linked("9.999999", 1))),
        Refusal::NoSuchProcedure { .. }
    ));
    assert_eq!(
        faults(refused(&state, Command::Link(linked("1.009994", 3)))),
        [What::NoSuchStep { step: 3 }]
    );
}

/// Writes the golden files of kinds that are new: `NEW_GOLDEN=1 cargo test … -- --ignored`.
#[test]
#[ignore = "writes into the tree"]
fn write_golden_files_of_new_kinds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for event in samples() {
        let path = folder.join(format!("{}.{}.json", event.kind(), event.schema()));
        if !path.exists() {
            let json = serde_json::to_string_pretty(&event.to_json().unwrap()).unwrap();
            std::fs::write(path, json + "\n").unwrap();
        }
    }
}
