//! Appending to a data folder.
#![allow(missing_docs, reason = "a test")]

use std::ops::ControlFlow;

use dondoc_ledger::{Actor, Append, AppendError, AppendRefusal, ExpectedVersion, NewEntry, Seeded};
use dondoc_ledger_sqlite::{DataFolder, Settings};
use serde_json::json;

fn settings() -> Settings {
    Settings {
        jurisdiction: "hanoi".to_owned(),
        origin: "dondoc.vn/hanoi/test".to_owned(),
        created: "2024-01-02T03:04:05Z".parse().unwrap(),
    }
}

fn entry(stream: &str, n: u64) -> NewEntry {
    NewEntry {
        stream: stream.to_owned(),
        kind: "task.reported".to_owned(),
        schema: 1,
        valid: "2024-09-30".parse().unwrap(),
        actor: Actor {
            person: "nguyen-van-a".to_owned(),
            post: "chanh-van-phong".to_owned(),
            unit: "van-phong".to_owned(),
            delegation: None,
        },
        payload: json!({"n": n, "chữ": "đôn đốc"}),
        attachments: vec![],
    }
}

#[test]
fn what_was_appended_is_read_back_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    let at = "2024-09-30T01:02:03.123456789Z".parse().unwrap();
    let head = {
        let folder =
            DataFolder::create_with(&path, &settings(), Box::new(Seeded::new(b"x"))).unwrap();
        let ledger = folder.ledger();
        for n in 0..300 {
            let done = ledger
                .append(
                    Append {
                        expect: vec![("a".to_owned(), ExpectedVersion::Exact(n))],
                        entries: vec![entry("a", n), entry("b", n)],
                    },
                    at,
                )
                .unwrap();
            assert_eq!((done.first, done.versions), (2 * n, vec![n + 1, n + 1]));
        }
        let refused = ledger.append(
            Append {
                expect: vec![("a".to_owned(), ExpectedVersion::New)],
                entries: vec![entry("a", 0)],
            },
            at,
        );
        let Err(AppendError::Refused(AppendRefusal::Conflict { actual: 300, .. })) = refused else {
            panic!("{refused:?}");
        };
        ledger.head().unwrap()
    };
    let folder = DataFolder::open(&path).unwrap();
    let ledger = folder.ledger();
    assert_eq!(ledger.head().unwrap(), head);
    let mut seen = 0;
    ledger
        .scan(0, |entry| {
            assert_eq!(entry.index, seen);
            assert_eq!(entry.computed_leaf(), entry.leaf);
            seen += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, 600);
}
