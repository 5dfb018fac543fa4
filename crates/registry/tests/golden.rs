//! What was stored stays readable: one golden file per event kind.

use std::path::PathBuf;

use dondoc_registry::Event;

fn golden(kind: &str, schema: u16) -> PathBuf {
    let name = format!("tests/golden/{kind}.{schema}.json");
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn every_kind_has_a_golden_file_that_reads_and_writes_back_the_same() {
    for (kind, schema) in Event::KINDS {
        let path = golden(kind, *schema);
        let bytes = std::fs::read(&path)
            .unwrap_or_else(|e| panic!("no golden file for {kind}: {}: {e}", path.display()));
        let event = Event::decode(kind, *schema, &bytes).expect("it reads");
        assert_eq!((event.kind(), event.schema()), (*kind, *schema));
        let stored: serde_json::Value = serde_json::from_slice(&bytes).expect("it is JSON");
        assert_eq!(event.to_json().expect("it writes"), stored, "{kind}");
    }
}

#[test]
fn every_golden_file_belongs_to_a_kind() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        let stem = name.trim_end_matches(".json");
        let (kind, schema) = stem.rsplit_once('.').expect("kind.schema.json");
        let schema = schema.parse().expect("a schema number");
        let known = Event::decode(kind, schema, b"{").expect_err("no payload");
        assert!(
            matches!(known, dondoc_kinds::DecodeProblem::BadPayload { .. }),
            "{name}: {known}"
        );
    }
}
