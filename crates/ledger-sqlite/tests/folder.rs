//! The data folder as a whole.
#![expect(clippy::unwrap_used, reason = "a test")]

mod common;

use std::fs;
use std::path::Path;

use common::{actor, append, create, entry, fill, full, noon, settings};
use dondoc_ledger::{Append, Problem, Redaction, Seeded, TreeHead};
use dondoc_ledger_sqlite::{
    DataFolder, FolderError, LARGEST_ATTACHMENT, RestoreFolderError, Settings, SnapshotKept,
};
use serde_json::json;

fn problems(folder: &DataFolder) -> Vec<Problem> {
    folder.verify(&[], &mut |_| ()).problems
}

#[test]
fn the_same_seed_and_times_make_the_same_log_and_keys() {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str| {
        let folder = full(&dir.path().join(name));
        (
            folder.ledger().head().unwrap(),
            folder.checkpoint().unwrap(),
        )
    };
    assert_eq!(make("a"), make("b"));
}

#[test]
fn the_signing_key_is_readable_by_the_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let folder = create(&dir.path().join("city"));
    let seed = fs::metadata(folder.path().join("keys/checkpoint.seed")).unwrap();
    assert_eq!(seed.permissions().mode() & 0o777, 0o600);
    assert_eq!(seed.len(), 32);
}

#[test]
fn a_place_that_is_taken_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "dear").unwrap();
    let refused = DataFolder::create(dir.path(), &settings());
    assert!(matches!(refused, Err(FolderError::NotEmpty { .. })));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn settings_that_cannot_be_are_refused_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let bad = |change: fn(&mut Settings)| {
        let mut settings = settings();
        change(&mut settings);
        let made = DataFolder::create(&dir.path().join("city"), &settings);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        made.err().unwrap()
    };
    let origin = bad(|settings| settings.origin = "a b".to_owned());
    assert!(matches!(origin, FolderError::BadOrigin(_)));
    let jurisdiction = bad(|settings| settings.jurisdiction = "../x".to_owned());
    assert!(matches!(jurisdiction, FolderError::BadJurisdiction { .. }));
}

#[test]
fn what_is_not_a_data_folder_of_this_version_is_refused_with_the_reason() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    let refused = |path: &Path| DataFolder::open(path).err().unwrap();
    assert!(matches!(refused(&path), FolderError::NotAFolder { .. }));
    drop(create(&path));
    let manifest = fs::read_to_string(path.join("dondoc.toml")).unwrap();
    let write = |text: String| fs::write(path.join("dondoc.toml"), text).unwrap();
    write(manifest.replace("format = 1", "format = 2\nnew = true"));
    let newer = refused(&path);
    assert!(matches!(newer, FolderError::Newer { found: 2, known: 1 }));
    write(manifest.replace("format = 1", "format ="));
    assert!(matches!(refused(&path), FolderError::Manifest { .. }));
    write(manifest.clone());
    DataFolder::open(&path).unwrap();
    fs::write(path.join("keys/checkpoint.seed"), [9; 32]).unwrap();
    assert!(matches!(refused(&path), FolderError::Key));
}

#[test]
fn a_database_of_another_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    drop(create(&path));
    let database = path.join("ledger.sqlite");
    fs::remove_file(&database).unwrap();
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(other);
    let refused = DataFolder::open(&path).err().unwrap();
    assert!(matches!(refused, FolderError::NotALedger));
}

#[test]
fn two_programs_may_append_to_one_folder_in_turns() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    let first = create(&path);
    let second = DataFolder::open(&path).unwrap();
    for n in 0..20 {
        append(
            &first,
            vec![entry("shared", json!(n)), entry("first", json!(n))],
        );
        append(&second, vec![entry("shared", json!(n))]);
    }
    assert_eq!(first.ledger().poll_head().unwrap(), 60);
    assert_eq!(
        first.ledger().head().unwrap(),
        second.ledger().head().unwrap()
    );
    assert_eq!(first.ledger().version("shared").unwrap(), 40);
    assert_eq!(problems(&second), []);
}

#[test]
fn two_programs_may_append_to_one_folder_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    let folders = [create(&path), DataFolder::open(&path).unwrap()];
    std::thread::scope(|scope| {
        for folder in &folders {
            scope.spawn(move || {
                for n in 0..25 {
                    append(folder, vec![entry("shared", json!(n))]);
                }
            });
        }
    });
    assert_eq!(folders[0].ledger().version("shared").unwrap(), 50);
    assert_eq!(problems(&folders[1]), []);
}

/// Says whether any file under `folder` holds `bytes`.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|file| {
        let path = file.unwrap().path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        let content = fs::read(&path).unwrap();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[test]
fn redacted_bytes_leave_every_file_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let folder = create(&dir.path().join("city"));
    fill(&folder, 50);
    let secret = "0901-234-567";
    let photo = "a photograph of somebody";
    // Long enough for pages of its own, too.
    let long = format!("{}{secret}{}", "y".repeat(9_000), "z".repeat(9_000));
    let mut personal = entry("case", json!({"phone": secret, "long": long}));
    personal.attachments = vec![folder.attach(photo.as_bytes()).unwrap()];
    let attachments = personal.attachments.clone();
    let index = append(&folder, vec![personal]);
    let head = folder.ledger().head().unwrap();
    folder.write_snapshot(&head, 1, secret.as_bytes()).unwrap();
    assert!(holds(folder.path(), secret.as_bytes()));
    let redaction = Redaction {
        entry: index,
        provision: "Nghị định 13/2023/NĐ-CP, Điều 16".to_owned(),
        reason: "theo yêu cầu".to_owned(),
        attachments,
    };
    let day = "2024-10-01".parse().unwrap();
    let done = folder.redact(&redaction, actor(), day, noon()).unwrap();
    assert!(done.bytes_gone);
    assert!(!holds(folder.path(), secret.as_bytes()));
    assert!(!holds(folder.path(), photo.as_bytes()));
    assert_eq!(problems(&folder), []);
    // State folded before the redaction is not taken any more.
    let late = folder.write_snapshot(&head, 1, secret.as_bytes()).unwrap();
    assert_eq!(late, SnapshotKept::Outdated);
    assert!(!holds(folder.path(), secret.as_bytes()));
}

#[test]
fn the_newest_whole_snapshot_is_chosen_and_two_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let folder = create(&dir.path().join("city"));
    let mut heads = Vec::new();
    for n in 0..4 {
        fill(&folder, 3);
        let head = folder.ledger().head().unwrap();
        let state = format!("state {n}\nwith lines\n");
        folder.write_snapshot(&head, 7, state.as_bytes()).unwrap();
        heads.push(head);
    }
    let checkpoints = folder.ledger().store().checkpoints().unwrap();
    assert_eq!(
        checkpoints.len(),
        4,
        "each snapshot has a checkpoint beside it"
    );
    let snapshots = folder.path().join("snapshots");
    assert_eq!(fs::read_dir(&snapshots).unwrap().count(), 2);
    let newest = |format| folder.newest_snapshot(format).unwrap();
    let (found, bad) = newest(7);
    let found = found.unwrap();
    assert_eq!(
        (found.head, found.state.as_slice()),
        (heads[3], &b"state 3\nwith lines\n"[..])
    );
    assert_eq!(bad, []);
    assert_eq!(newest(8), (None, vec![]), "another layout is not taken");
    // The newest one damaged: the one before is taken, and it is said why.
    let path = snapshots.join("000000000000012.snap");
    fs::write(&path, &fs::read(&path).unwrap()[1..]).unwrap();
    let (found, bad) = newest(7);
    assert_eq!(found.unwrap().head, heads[2]);
    assert!(matches!(&bad[..], [Problem::Snapshot { name, .. }] if name.contains("12")));
    // One that is whole, but of another log.
    let TreeHead { size, .. } = heads[3];
    let root = heads[0].root;
    folder
        .write_snapshot(&TreeHead { size, root }, 7, b"x")
        .unwrap();
    assert_eq!(newest(7).0.unwrap().head, heads[2]);
}

#[test]
fn the_same_attachment_is_kept_once_and_too_large_ones_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = create(&dir.path().join("city"));
    let hash = folder.attach(b"minutes").unwrap();
    assert_eq!(folder.attach(b"minutes").unwrap(), hash);
    assert_eq!(folder.ledger().attachments().list().unwrap(), [hash]);
    assert!(folder.attach(&vec![0; LARGEST_ATTACHMENT + 1]).is_err());
    assert_eq!(folder.ledger().attachments().list().unwrap(), [hash]);
}

fn restore(export: &Path, target: &Path) -> Result<TreeHead, RestoreFolderError> {
    let entropy = Seeded::new(b"restored");
    let restored =
        DataFolder::restore(export, target, "hanoi", &[], noon(), &entropy, &mut |_| ())?;
    Ok(restored.head)
}

#[test]
fn an_exported_folder_restores_whole_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let folder = full(&dir.path().join("city"));
    let export = dir.path().join("export");
    let exported = folder.export(&export, &mut |_| ()).unwrap();
    let head = folder.ledger().head().unwrap();
    assert_eq!(exported.checkpoint.head, head);
    let target = dir.path().join("again");
    assert_eq!(restore(&export, &target).unwrap(), head);
    let again = DataFolder::open(&target).unwrap();
    assert_eq!(again.ledger().head().unwrap(), head);
    assert_eq!(again.settings().origin, folder.settings().origin);
    assert_eq!(problems(&again), []);
    append(&again, vec![entry("task/nv-1", json!({}))]);
    again.checkpoint().unwrap();
    let kept = [folder.checkpoint().unwrap()];
    assert_eq!(again.verify(&kept, &mut |_| ()).problems, []);
    assert!(
        folder.export(&export, &mut |_| ()).is_err(),
        "the place is taken"
    );
}

#[test]
fn an_export_that_does_not_verify_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let folder = full(&dir.path().join("city"));
    let export = dir.path().join("export");
    folder.export(&export, &mut |_| ()).unwrap();
    let payloads = export.join("payloads/001.ndjson");
    let text = fs::read_to_string(&payloads).unwrap();
    fs::write(&payloads, text.replacen("đã xong", "chưa xong", 1)).unwrap();
    let refused = restore(&export, &dir.path().join("again")).err().unwrap();
    let said = refused.to_string();
    assert!(
        said.contains("its payload does not match its commitment"),
        "{said}"
    );
    let mut left: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["city", "export"]);
}

#[test]
fn an_append_waits_for_a_program_that_writes_and_then_goes_through() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    let folder = create(&path);
    let other = rusqlite::Connection::open(path.join("ledger.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let append = Append {
                expect: vec![],
                entries: vec![entry("a", json!(1))],
            };
            folder.ledger().append(append, noon())
        });
        other.execute_batch("ROLLBACK").unwrap();
        waiting.join().unwrap().unwrap();
    });
    assert_eq!(folder.ledger().poll_head().unwrap(), 1);
}
