//! The three forms of an object-centric log say the same, and bad ones are refused.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test helper fails by panicking and says what it skips"
)]

use std::io::Write;
use std::path::PathBuf;

use dondoc_lake::EventLog;
use dondoc_log_readers::{LogProblem, Ocel, Options, Report, read, read_ocel};
use dondoc_procedures::ProcessMap;
use proptest::prelude::*;

fn shared(name: &str) -> Option<PathBuf> {
    let found = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/eventlogs/formats").join(name))
        .find(|path| path.exists());
    if found.is_none() {
        eprintln!("not compared: shared/eventlogs/formats/{name} is not here");
    }
    found
}

/// Offices at UTC+1, as the XML and SQLite forms of the example write no offset.
fn options(object_type: Option<&str>) -> Options {
    Options {
        naive_offset_minutes: 60,
        object_type: object_type.map(str::to_owned),
        ..Options::default()
    }
}

#[test]
fn three_forms_of_one_log_are_one() {
    let mut maps = Vec::new();
    for end in ["jsonocel", "xmlocel", "sqlite"] {
        let Some(path) = shared(&format!("ocel20_example.{end}")) else {
            return;
        };
        let (ocel, report) = read_ocel(&path, &options(None)).unwrap();
        assert_eq!(report.rejected, 0);
        assert_eq!((ocel.events(), ocel.objects()), (13, 9), "{end}");
        assert_eq!((ocel.event_relations(), ocel.object_relations()), (20, 7));
        assert_eq!((ocel.changes(), ocel.loose_relations()), (3, 0), "{end}");
        assert_eq!(ocel.event_types().len(), 8);
        let types = [
            ("Invoice", 3),
            ("Payment", 3),
            ("Purchase Order", 2),
            ("Purchase Requisition", 1),
        ];
        assert_eq!(ocel.object_types(), types);
        let mut of_form = Vec::new();
        for (kind, objects) in types {
            let (log, _) = read(&path, &options(Some(kind))).unwrap();
            assert_eq!(log.cases() as u64, objects, "{end}");
            of_form.push(ProcessMap::of(&log, None));
        }
        maps.push(of_form);
    }
    assert_eq!(maps[0], maps[1]);
    assert_eq!(maps[0], maps[2]);
}

fn of_bytes(bytes: &[u8], object_type: Option<&str>) -> Result<(EventLog, Report), LogProblem> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read(file.path(), &options(object_type))
}

fn ocel(bytes: &[u8]) -> Result<(Ocel, Report), LogProblem> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read_ocel(file.path(), &options(None))
}

const JSON: &str = r#"{"events": [
 {"id": "1", "type": "Nộp", "time": "2024-02-05T09:00:00+07:00", "relationships": [
   {"objectId": "HS-1", "qualifier": "hồ sơ"}, {"objectId": "HS-1", "qualifier": "chính"},
   {"objectId": "T-7", "qualifier": "thửa"}]},
 {"id": "2", "type": "Trả", "time": "hôm qua", "relationships": [{"objectId": "HS-1"}]},
 {"id": "3", "type": "Trả", "time": "2024-02-01T09:00:00+07:00", "relationships": [{"objectId": "HS-1"}]}],
 "objects": [{"id": "HS-1", "type": "hồ sơ"}], "eventTypes": [], "objectTypes": [{"name": "hồ sơ"}]}"#;

const XML: &str = r#"<?xml version="1.0"?><log><object-types><object-type name="hồ sơ"/></object-types>
<objects><object id="HS-1" type="hồ sơ"><attributes><attribute name="x" time="2024-01-01T00:00:00Z">1</attribute></attributes>
<objects><relationship object-id="T-7" qualifier="q"/></objects></object></objects>
<events><event id="1" type="Nộp &amp; nhận" time="2024-02-05T09:00:00"><objects><relationship object-id="HS-1" qualifier="q"/></objects></event></events></log>"#;

#[test]
fn an_event_stands_once_in_a_case_and_in_time_order() {
    let (log, report) = of_bytes(JSON.as_bytes(), None).unwrap();
    assert_eq!((log.cases(), log.events()), (1, 2));
    let names: Vec<_> = log
        .trace(0)
        .iter()
        .map(|&a| log.activities().get(a.into()))
        .collect();
    assert_eq!(names, ["Trả", "Nộp"]);
    assert_eq!(report.rejected, 1);
    let (whole, _) = ocel(JSON.as_bytes()).unwrap();
    assert_eq!((whole.event_relations(), whole.loose_relations()), (4, 1));
}

#[test]
fn which_objects_are_cases_must_be_one_of_those_there() {
    let problem = of_bytes(JSON.as_bytes(), Some("xe")).unwrap_err();
    assert!(matches!(problem, LogProblem::ObjectType { types } if types == "hồ sơ"));
    let (log, _) = of_bytes(XML.as_bytes(), Some("hồ sơ")).unwrap();
    assert_eq!(log.activities().get(0), "Nộp & nhận");
    // 09:00 at UTC+1.
    assert_eq!(log.time()[0], 1_707_120_000_000_000);
}

#[test]
fn entity_tricks_and_other_json_are_refused() {
    let bomb = XML.replace("<log>", "<!DOCTYPE log [<!ENTITY a \"aa\">]><log>");
    assert!(matches!(
        of_bytes(bomb.as_bytes(), None),
        Err(LogProblem::Entities)
    ));
    let problem = of_bytes(b"{\"ocel:events\": {}}", None).unwrap_err();
    assert!(matches!(problem, LogProblem::NotOcel { .. }));
}

#[test]
fn a_database_that_is_no_log_is_refused() {
    let Some(path) = shared("ocel20_example.sqlite") else {
        return;
    };
    let mut bytes = std::fs::read(path).unwrap();
    for at in [100, 5_000, 40_000] {
        bytes[at..at + 64].fill(0x5A);
    }
    assert!(of_bytes(&bytes, Some("Invoice")).is_err());
    bytes.truncate(3_000);
    assert!(of_bytes(&bytes, Some("Invoice")).is_err());
}

proptest! {
    #[test]
    fn mutated_logs_never_panic(
        json: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = if json { JSON } else { XML }.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        let _ = of_bytes(&bytes, Some("hồ sơ"));
    }
}
