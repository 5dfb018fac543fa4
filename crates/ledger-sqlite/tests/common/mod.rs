//! What the tests of data folders share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by several test programs; each uses a part"
)]

use std::path::Path;

use dondoc_ledger::{Actor, Append, NewEntry, Seeded};
use dondoc_ledger_sqlite::{DataFolder, Settings};
use jiff::Timestamp;
use serde_json::{Value, json};

pub fn settings() -> Settings {
    Settings {
        jurisdiction: "hanoi".to_owned(),
        origin: "dondoc.vn/hanoi/test".to_owned(),
        created: "2024-01-02T03:04:05Z".parse().unwrap(),
    }
}

pub fn create(path: &Path) -> DataFolder {
    DataFolder::create_with(path, &settings(), Box::new(Seeded::new(b"test"))).unwrap()
}

pub fn noon() -> Timestamp {
    "2024-09-30T05:00:00Z".parse().unwrap()
}

pub fn actor() -> Actor {
    Actor {
        person: "nguyen-van-a".to_owned(),
        post: "chanh-van-phong".to_owned(),
        unit: "van-phong".to_owned(),
        delegation: Some("uq-1".to_owned()),
    }
}

pub fn entry(stream: &str, payload: Value) -> NewEntry {
    NewEntry {
        stream: stream.to_owned(),
        kind: "task.reported".to_owned(),
        schema: 1,
        valid: "2024-09-30".parse().unwrap(),
        actor: actor(),
        payload,
        attachments: vec![],
    }
}

pub fn append(folder: &DataFolder, entries: Vec<NewEntry>) -> u64 {
    let append = Append {
        expect: vec![],
        entries,
    };
    folder.ledger().append(append, noon()).unwrap().first
}

/// Appends `count` entries in commits of 100.
pub fn fill(folder: &DataFolder, count: u64) {
    let entries: Vec<_> = (0..count)
        .map(|n| {
            entry(
                &format!("task/nv-{}", n % 7),
                json!({"n": n, "said": "đã xong"}),
            )
        })
        .collect();
    for chunk in entries.chunks(100) {
        append(folder, chunk.to_vec());
    }
}

/// A folder with everything in it: entries over more than a tile, attachments,
/// a redaction, checkpoints, a snapshot.
pub fn full(path: &Path) -> DataFolder {
    let folder = create(path);
    fill(&folder, 300);
    folder.checkpoint().unwrap();
    let mut with_file = entry("task/nv-1", json!({"file": true}));
    with_file.attachments = vec![
        folder.attach("biên bản họp".as_bytes()).unwrap(),
        folder.attach(&[7; 5000]).unwrap(),
    ];
    append(&folder, vec![with_file]);
    let redaction = dondoc_ledger::Redaction {
        entry: 5,
        provision: "Nghị định 13/2023/NĐ-CP, Điều 16".to_owned(),
        reason: "theo yêu cầu".to_owned(),
        attachments: vec![],
    };
    let day = "2024-10-01".parse().unwrap();
    folder.redact(&redaction, actor(), day, noon()).unwrap();
    fill(&folder, 250);
    let head = folder.ledger().head().unwrap();
    folder
        .write_snapshot(&head, 1, b"the folded state")
        .unwrap();
    folder.checkpoint().unwrap();
    folder
}
