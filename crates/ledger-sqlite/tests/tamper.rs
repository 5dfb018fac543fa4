//! A flipped byte anywhere is found and named.
#![expect(clippy::unwrap_used, reason = "a test")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dondoc_ledger::Problem;
use dondoc_ledger_sqlite::DataFolder;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use rusqlite::types::Value;

fn problems(folder: &DataFolder) -> Vec<Problem> {
    folder.verify(&[], &mut |_| ()).problems
}

/// Flips a bit of a stored value, whatever its type; `None` for NULL.
fn flipped(value: Value, place: usize, bit: u32) -> Option<Value> {
    let flip = |mut bytes: Vec<u8>| {
        let length = bytes.len();
        match length {
            0 => bytes.push(1),
            _ => bytes[place % length] ^= 1 << (bit % 8),
        }
        bytes
    };
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(Value::Integer(number ^ 1 << (bit % 63))),
        Value::Real(_) => unreachable!("no column holds floating point"),
        Value::Text(text) => Some(Value::Text(text)),
        Value::Blob(bytes) => Some(Value::Blob(flip(bytes))),
    }
    .map(|value| match value {
        // SQLite keeps any bytes as text; rusqlite needs them as a blob.
        Value::Text(text) => Value::Blob(flip(text.into_bytes())),
        other => other,
    })
}

/// Changes one value behind the ledger's back, tells `seen` what verification
/// then finds, and puts the value back. `false` when SQLite itself refused.
fn with_flip(
    database: &Connection,
    table: &str,
    column: &str,
    row: i64,
    change: impl FnOnce(Value) -> Option<Value>,
    seen: impl FnOnce(),
) -> bool {
    let key = match table {
        "entries" => "idx",
        "checkpoints" => "size",
        _ => "level * 1000 + position",
    };
    let select = format!("SELECT {column}, typeof({column}) FROM {table} WHERE {key} = ?1");
    let read = database.query_row(&select, [row], |row| {
        let kind: String = row.get(1)?;
        Ok((row.get::<_, Value>(0)?, kind))
    });
    let (before, kind) = read.unwrap();
    let Some(after) = change(before.clone()) else {
        return false;
    };
    // A key that changes is found again by its new value.
    let cast = if kind == "text" {
        "CAST(?1 AS TEXT)"
    } else {
        "?1"
    };
    let update = |from: &str, value: &Value, row: &Value| {
        let sql = format!("UPDATE {table} SET {column} = {cast} WHERE {from} = ?2");
        database.execute(&sql, (value, row))
    };
    let row = Value::Integer(row);
    if update(key, &after, &row).is_err() {
        return false;
    }
    seen();
    match (column, key) {
        ("idx", _) | ("size", _) => update(column, &before, &after).unwrap(),
        ("level" | "position", _) => {
            let sql = format!("UPDATE nodes SET {column} = ?1 WHERE {column} = ?2 AND {key} <> ?3");
            database.execute(&sql, (&before, &after, &row)).unwrap()
        }
        _ => update(key, &before, &row).unwrap(),
    };
    true
}

const COLUMNS: [&str; 16] = [
    "idx",
    "stream",
    "version",
    "recorded",
    "valid",
    "person",
    "post",
    "unit",
    "delegation",
    "kind",
    "schema",
    "attachments",
    "commitment",
    "leaf",
    "salt",
    "payload",
];

fn names_entry(problem: &Problem, index: u64) -> bool {
    use Problem as P;
    match problem {
        P::BadRow { entry, .. }
        | P::HeaderChanged { entry, .. }
        | P::PayloadChanged { entry, .. }
        | P::PayloadMissing { entry, .. }
        | P::HalfErased { entry, .. } => *entry == index,
        P::MissingEntries { first, last } => (*first..=*last).contains(&index),
        _ => false,
    }
}

#[test]
fn a_flipped_bit_in_any_column_of_an_entry_is_named_with_the_entry() {
    let dir = tempfile::tempdir().unwrap();
    let folder = common::full(&dir.path().join("city"));
    assert_eq!(problems(&folder), []);
    let database = Connection::open(folder.path().join("ledger.sqlite")).unwrap();
    let size = folder.ledger().poll_head().unwrap();
    let cases = (0..size, 0..COLUMNS.len(), any::<usize>(), any::<u32>());
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(300)
    });
    let flips = std::cell::RefCell::new(BTreeSet::new());
    let run = runner.run(&cases, |(index, column, place, bit)| {
        let column = COLUMNS[column];
        let change = |value| flipped(value, place, bit);
        let row = index as i64;
        let mut found = vec![];
        if with_flip(&database, "entries", column, row, change, || {
            found = problems(&folder)
        }) {
            flips.borrow_mut().insert(column);
            let named = found.iter().any(|problem| names_entry(problem, index));
            prop_assert!(named, "{} of entry {}: {:?}", column, index, found);
        }
        Ok(())
    });
    run.unwrap();
    assert_eq!(problems(&folder), [], "every flip was taken back");
    let flips = flips.into_inner();
    assert!(flips.len() >= 14, "columns that were flipped: {flips:?}");
}

#[test]
fn a_flipped_bit_in_nodes_and_checkpoints_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let folder = common::full(&dir.path().join("city"));
    let database = Connection::open(folder.path().join("ledger.sqlite")).unwrap();
    let places = [
        ("nodes", "hash", 1000),
        ("nodes", "hash", 1001),
        ("nodes", "level", 1001),
        ("nodes", "position", 1001),
        ("checkpoints", "note", 300),
        ("checkpoints", "size", 300),
    ];
    for (table, column, row) in places {
        for place in 0..200 {
            let bit = place as u32 % 8;
            let mut found = vec![];
            let change = |value| flipped(value, place, bit);
            let changed = with_flip(&database, table, column, row, change, || {
                found = problems(&folder);
            });
            assert!(
                !changed || !found.is_empty(),
                "{table}.{column}, byte {place}"
            );
        }
    }
    assert_eq!(problems(&folder), [], "every flip was taken back");
}

#[test]
fn rows_that_vanish_or_appear_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let folder = common::full(&dir.path().join("city"));
    let path = folder.path().join("ledger.sqlite");
    let whole = dir.path().join("whole.sqlite");
    Connection::open(&path)
        .unwrap()
        .execute("VACUUM INTO ?1", [whole.to_str()])
        .unwrap();
    let size = folder.ledger().poll_head().unwrap();
    let changes = [
        (
            "DELETE FROM entries WHERE idx = 40",
            Problem::MissingEntries {
                first: 40,
                last: 40,
            },
        ),
        (
            "DELETE FROM entries WHERE idx = (SELECT max(idx) FROM entries)",
            Problem::CheckpointBeyond {
                size,
                log: size - 1,
            },
        ),
        (
            "DELETE FROM nodes WHERE position = 1",
            Problem::Node {
                level: 1,
                position: 1,
                first: 256,
                end: 512,
            },
        ),
        (
            "UPDATE entries SET salt = NULL, payload = NULL WHERE idx = 3",
            Problem::PayloadMissing {
                entry: 3,
                stream: "task/nv-3".to_owned(),
            },
        ),
        (
            "UPDATE entries SET delegation = NULL WHERE idx = 3",
            Problem::HeaderChanged {
                entry: 3,
                stream: "task/nv-3".to_owned(),
            },
        ),
        (
            "UPDATE entries SET salt = zeroblob(32), payload = 'null' WHERE idx = 5",
            Problem::NotErased { entry: 5 },
        ),
    ];
    for (sql, problem) in changes {
        let mut database = Connection::open(&path).unwrap();
        let tx = database.transaction().unwrap();
        let sql = sql.replace("'null'", "CAST('null' AS BLOB)");
        tx.execute(&sql, []).unwrap();
        tx.commit().unwrap();
        assert!(
            problems(&folder).contains(&problem),
            "{sql}: {:?}",
            problems(&folder)
        );
        // Back to a whole folder.
        database
            .execute_batch("DELETE FROM entries; DELETE FROM nodes;")
            .unwrap();
        drop(database);
        restore_rows(&path, &whole);
        assert_eq!(problems(&folder), []);
    }
}

fn restore_rows(path: &Path, from: &Path) {
    let database = Connection::open(path).unwrap();
    let attach = format!("ATTACH '{}' AS whole", from.display());
    database.execute_batch(&attach).unwrap();
    database
        .execute_batch(
            "INSERT INTO main.entries SELECT * FROM whole.entries;
             INSERT INTO main.nodes SELECT * FROM whole.nodes;",
        )
        .unwrap();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_flipped_byte_in_attachments_and_snapshots_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let folder = common::full(&dir.path().join("city"));
    for kind in ["attachments", "snapshots"] {
        let files = files(&folder.path().join(kind));
        assert!(!files.is_empty());
        for path in files {
            let bytes = fs::read(&path).unwrap();
            for place in (0..bytes.len()).step_by(1 + bytes.len() / 150) {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << (place % 8);
                fs::write(&path, changed).unwrap();
                let found = problems(&folder);
                let named = matches!(
                    found[..],
                    [Problem::AttachmentChanged {
                        entry: Some(300),
                        ..
                    } | Problem::Snapshot { .. }]
                );
                assert!(named, "byte {place} of {}: {found:?}", path.display());
            }
            fs::write(&path, &bytes).unwrap();
        }
    }
    assert_eq!(problems(&folder), []);
}

/// Bytes of an SQLite file that hold nothing (free space within pages) may
/// change unseen: then everything that is read is still what was written.
#[test]
fn a_flipped_byte_of_the_database_file_is_found_or_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    let whole = read_all(&common::full(&path)).unwrap();
    let file = path.join("ledger.sqlite");
    let bytes = fs::read(&file).unwrap();
    let mut found = 0;
    for round in 0..150 {
        let place = (round * 104_729 + 13) % bytes.len();
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (round % 8);
        fs::write(&file, changed).unwrap();
        let Ok(folder) = DataFolder::open(&path) else {
            found += 1;
            fs::write(&file, &bytes).unwrap();
            continue;
        };
        if problems(&folder).is_empty() {
            assert_eq!(read_all(&folder).as_ref(), Some(&whole), "byte {place}");
        } else {
            found += 1;
        }
        drop(folder);
        for side in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
            let _ = fs::remove_file(path.join(side));
        }
        fs::write(&file, &bytes).unwrap();
    }
    assert!(found > 75, "only {found} of 150 flips were found");
}

fn read_all(folder: &DataFolder) -> Option<Vec<dondoc_ledger::Entry>> {
    let mut entries = Vec::new();
    let keep = |entry: dondoc_ledger::EntryView<'_>| {
        entries.push(entry.to_entry());
        std::ops::ControlFlow::Continue(())
    };
    folder.ledger().scan(0, keep).ok()?;
    Some(entries)
}
