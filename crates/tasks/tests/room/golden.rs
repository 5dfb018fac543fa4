//! What was ever written stays readable, and snapshots come back whole.

use std::fs;
use std::path::Path;

use crate::common::{OFFICE, UNIT, by, confirm, done, given, issue, monthly, on};
use dondoc_tasks::{Event, Tasks};

#[test]
fn every_kind_has_a_golden_file_that_reads_and_writes_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (kind, schema) in Event::KINDS {
        let path = folder.join(format!("{kind}.{schema}.json"));
        let bytes = fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let event = Event::decode(kind, *schema, &bytes).unwrap();
        assert_eq!((event.kind(), event.schema()), (*kind, *schema));
        let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(event.to_json().unwrap(), written, "{kind}");
        assert!(
            !has_float(&written),
            "{kind}: canonical JSON has no fractions here"
        );
    }
}

fn has_float(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => number.is_f64(),
        serde_json::Value::Array(list) => list.iter().any(has_float),
        serde_json::Value::Object(map) => map.values().any(has_float),
        _ => false,
    }
}

#[test]
fn an_unknown_field_is_refused_rather_than_lost() {
    let odd = br#"{"task":"nv-1","who":"x"}"#;
    assert!(Event::decode("task.accepted", 1, odd).is_err());
}

#[test]
fn the_state_comes_back_whole_from_a_snapshot() {
    for rule in [by(on(9, 30)), monthly(25)] {
        let recurring = rule == monthly(25);
        let number = recurring.then_some(1);
        let mut city = given([
            (OFFICE, on(7, 1), issue(rule, on(7, 1))),
            (UNIT, on(7, 20), done("r1", number)),
        ]);
        if !recurring {
            city.run((OFFICE, on(8, 1), confirm())).unwrap();
        }
        let bytes = postcard::to_stdvec(&city.tasks).unwrap();
        let back: Tasks = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(back, city.tasks);
    }
}
