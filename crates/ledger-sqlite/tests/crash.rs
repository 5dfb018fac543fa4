//! SIGKILL at random points under load: every acknowledged append is there,
//! nothing is half-applied, and verification is clean.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test, which passes a folder to itself by the environment"
)]

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use dondoc_ledger::{Append, ExpectedVersion};
use dondoc_ledger_sqlite::DataFolder;
use serde_json::json;

const FOLDER: &str = "DONDOC_CRASH_FOLDER";
const THREADS: usize = 4;
const ROUNDS: u64 = 25;

/// Not a rule of its own: the program that is killed. Without a folder in the
/// environment it has nothing to do.
#[test]
fn child() {
    let Ok(path) = std::env::var(FOLDER) else {
        return;
    };
    let folder = DataFolder::open(Path::new(&path)).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let folder = &folder;
            scope.spawn(move || append_for_ever(folder, thread));
        }
    });
}

/// Each append puts entries into two streams, so that half of one would show.
fn append_for_ever(folder: &DataFolder, thread: usize) {
    let ledger = folder.ledger();
    let (left, right) = (format!("left/{thread}"), format!("right/{thread}"));
    let mut version = ledger.version(&left).unwrap();
    loop {
        let payload = json!({"thread": thread, "n": version, "said": "x".repeat(300)});
        let append = Append {
            expect: vec![
                (left.clone(), ExpectedVersion::Exact(version)),
                (right.clone(), ExpectedVersion::Exact(version)),
            ],
            entries: vec![
                common::entry(&left, payload.clone()),
                common::entry(&right, payload),
            ],
        };
        let done = ledger.append(append, common::noon()).unwrap();
        // One write, so that a line is whole or missing.
        let line = format!("acknowledged {} {thread} {version}\n", done.first);
        std::io::stdout().write_all(line.as_bytes()).unwrap();
        version += 1;
    }
}

/// Runs the child until it has acknowledged `count` appends, kills it, and
/// returns all that it acknowledged.
fn run_and_kill(path: &Path, count: u64) -> Vec<[u64; 3]> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    let mut killed = false;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        // The test harness may have begun the line.
        if let Some((_, said)) = line.split_once("acknowledged ") {
            let numbers: Vec<u64> = said.split(' ').flat_map(str::parse).collect();
            acknowledged.extend(<[u64; 3]>::try_from(numbers));
        }
        if !killed && acknowledged.len() as u64 >= count {
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    assert!(killed, "the child ended by itself");
    acknowledged
}

#[test]
fn whatever_was_acknowledged_survives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city");
    drop(common::create(&path));
    let mut acknowledged = Vec::new();
    let mut chance: u64 = 20_240_930;
    for round in 0..ROUNDS {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        acknowledged.extend(run_and_kill(&path, 1 + (chance >> 33) % 24));
        let folder = DataFolder::open(&path).unwrap();
        let verified = folder.verify(&[], &mut |_| ());
        assert_eq!(verified.problems, [], "after kill {round}");
        for thread in 0..THREADS {
            let version = |side: &str| folder.ledger().version(&format!("{side}/{thread}"));
            assert_eq!(version("left").unwrap(), version("right").unwrap());
        }
    }
    let folder = DataFolder::open(&path).unwrap();
    for [first, thread, version] in &acknowledged {
        for (index, side) in [(*first, "left"), (first + 1, "right")] {
            let found = folder.ledger().entry(index).unwrap().unwrap();
            assert_eq!(found.stream, format!("{side}/{thread}"));
            assert_eq!(found.version, version + 1);
        }
    }
    assert!(acknowledged.len() as u64 >= ROUNDS);
}
