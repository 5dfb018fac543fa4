//! Every event kind ever written stays readable: one golden file each.

use std::path::Path;

use dondoc_city::{Event, ImportEvent, LogEvent, SettingsEvent};

#[test]
fn every_kind_has_a_golden_file_that_reads_back_to_itself() {
    for (kind, schema) in
        (SettingsEvent::KINDS.iter().chain(ImportEvent::KINDS)).chain(LogEvent::KINDS)
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/golden/{kind}.{schema}.json"));
        let golden = std::fs::read(&path).unwrap_or_else(|_| panic!("no golden file {path:?}"));
        let event = Event::decode(kind, *schema, &golden).unwrap();
        let given: serde_json::Value = serde_json::from_slice(&golden).unwrap();
        assert_eq!(event.to_json().unwrap(), given, "{kind}.{schema}");
        assert_eq!((event.kind(), event.schema()), (*kind, *schema));
    }
}
