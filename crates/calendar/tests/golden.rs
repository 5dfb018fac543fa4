//! Every kind of event ever written stays readable.

use std::fs;
use std::path::PathBuf;

use dondoc_calendar::Event;

fn golden(kind: &str, schema: u16) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{kind}.{schema}.json"))
}

#[test]
fn every_kind_has_a_golden_file_that_reads_and_writes_the_same() {
    for (kind, schema) in Event::KINDS {
        let path = golden(kind, *schema);
        let bytes = fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let event =
            Event::decode(kind, *schema, &bytes).unwrap_or_else(|why| panic!("{kind}: {why:?}"));
        let written: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(event.to_json().unwrap(), written, "{kind}");
        assert_eq!((event.kind(), event.schema()), (*kind, *schema));
    }
}

#[test]
fn hours_that_cross_are_refused_when_read_back() {
    let text = fs::read_to_string(golden("calendar.hours_set", 1)).unwrap();
    let crossed = text.replace("12:00:00", "14:00:00");
    assert_ne!(text, crossed);
    assert!(Event::decode("calendar.hours_set", 1, crossed.as_bytes()).is_err());
}
