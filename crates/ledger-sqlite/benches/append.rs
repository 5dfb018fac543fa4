//! Appends against raw SQLite with the same rows and durability, and reading
//! a large log. Run with `cargo bench -p dondoc-ledger-sqlite`.
//!
//! Disks are noisy, so the cases take turns and medians are printed. Options:
//! `-- append` or `-- read` for one half, `-- read 100000` for a size.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a benchmark reads the clock, prints, and stops when something fails"
)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use dondoc_ledger::{Actor, Append, NewEntry};
use dondoc_ledger_sqlite::{DataFolder, Settings};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

const ROUNDS: usize = 15;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let wants = |what: &str| words.is_empty() || words.iter().any(|word| word == what);
    if wants("append") {
        appends();
    }
    if wants("read") {
        let size = words.iter().find_map(|word| word.parse().ok());
        reading(size.unwrap_or(1_000_000));
    }
}

fn folder(path: &Path) -> DataFolder {
    let settings = Settings {
        jurisdiction: "hanoi".to_owned(),
        origin: "dondoc.vn/hanoi/bench".to_owned(),
        created: Timestamp::UNIX_EPOCH,
    };
    DataFolder::create(path, &settings).expect("a new folder")
}

/// An entry of a usual size: one of 500 tasks is reported on.
fn entry(n: u64) -> NewEntry {
    NewEntry {
        stream: format!("task/nv-{:06}", n * 7919 % 500),
        kind: "task.reported".to_owned(),
        schema: 1,
        valid: jiff::civil::date(2024, 9, 30),
        actor: Actor {
            person: "nguyen-van-a".to_owned(),
            post: "chanh-van-phong".to_owned(),
            unit: "so-ke-hoach-va-dau-tu".to_owned(),
            delegation: None,
        },
        payload: json!({
            "percent": n % 100,
            "report": format!("nv-{n:06}.r1"),
            "said": "Đã hoàn thành dự thảo kế hoạch, đang lấy ý kiến các sở, ngành; dự kiến trình trước ngày 25.",
            "task": format!("nv-{n:06}"),
        }),
        attachments: vec![],
    }
}

/// What raw SQLite is given: the row as ours would be, made beforehand.
struct RawRow {
    stream: String,
    payload: Vec<u8>,
}

struct Raw {
    connection: Connection,
    next: u64,
}

impl Raw {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "cache_size", -32_768)?;
        connection.execute_batch(include_str!("../src/schema.sql"))?;
        Ok(Self {
            connection,
            next: 0,
        })
    }

    fn commit(&mut self, rows: &[RawRow]) -> rusqlite::Result<()> {
        let tx = self.connection.transaction()?;
        {
            let mut insert =
                tx.prepare_cached("INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?;
            for row in rows {
                let index = self.next as i64;
                self.next += 1;
                let hash = [7_u8; 32].as_slice();
                let none: Option<&str> = None;
                insert.execute(params![
                    index,
                    row.stream,
                    index,
                    1_727_658_123_123_456_i64 + index,
                    20_240_930,
                    "nguyen-van-a",
                    "chanh-van-phong",
                    "so-ke-hoach-va-dau-tu",
                    none,
                    "task.reported",
                    1,
                    [].as_slice(),
                    hash,
                    hash,
                    hash,
                    row.payload
                ])?;
            }
        }
        tx.commit()
    }
}

fn rate(rows: usize, work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    rows as f64 / start.elapsed().as_secs_f64()
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

fn appends() {
    println!("rows per second, medians of {ROUNDS} rounds, WAL and synchronous=FULL");
    let bars = [compare(1, 150, 0.70), compare(100, 30, 0.80)];
    threads(8, 100);
    println!("bars {}", if bars == [true; 2] { "met" } else { "MISSED" });
}

/// Compares commits of `rows` rows; true when ours reach `bar` of raw.
fn compare(rows: usize, commits: usize, bar: f64) -> bool {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = folder(&dir.path().join("ours"));
    let mut raw = Raw::open(&dir.path().join("raw.sqlite")).expect("raw");
    let (mut ours, mut raws) = (Vec::new(), Vec::new());
    let mut n = 0;
    for round in 0..=ROUNDS {
        let mut batches = Vec::new();
        for _ in 0..commits {
            let entries: Vec<_> = (n..n + rows as u64).map(entry).collect();
            n += rows as u64;
            batches.push(entries);
        }
        let plain: Vec<Vec<_>> = batches.iter().map(|batch| raw_rows(batch)).collect();
        let raw_rate = rate(rows * commits, || {
            for batch in &plain {
                raw.commit(batch).expect("commit");
            }
        });
        let our_rate = rate(rows * commits, || {
            for entries in batches {
                let append = Append {
                    expect: vec![],
                    entries,
                };
                let at = Timestamp::UNIX_EPOCH;
                folder.ledger().append(append, at).expect("append");
            }
        });
        if round > 0 {
            raws.push(raw_rate);
            ours.push(our_rate);
        }
    }
    let mut shares: Vec<f64> = ours.iter().zip(&raws).map(|(a, b)| a / b).collect();
    let (ours, raws, share) = (median(&mut ours), median(&mut raws), median(&mut shares));
    println!(
        "{rows:>4} a commit: raw {raws:>8.0}  ours {ours:>8.0}  share {share:.2} (bar {bar:.2})"
    );
    share >= bar
}

fn raw_rows(entries: &[NewEntry]) -> Vec<RawRow> {
    let rows = entries.iter();
    rows.map(|entry| RawRow {
        stream: entry.stream.clone(),
        payload: dondoc_ledger::canonical(&entry.payload).expect("canonical"),
    })
    .collect()
}

/// Many threads append one row at a time: commits are shared.
fn threads(threads: usize, each: usize) {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = folder(&dir.path().join("ours"));
    let start = Barrier::new(threads);
    let rate = rate(threads * each, || {
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let (folder, start) = (&folder, &start);
                scope.spawn(move || {
                    start.wait();
                    for n in 0..each {
                        let append = Append {
                            expect: vec![],
                            entries: vec![entry((thread * each + n) as u64)],
                        };
                        let at = Timestamp::UNIX_EPOCH;
                        folder.ledger().append(append, at).expect("append");
                    }
                });
            }
        });
    });
    println!("{threads} threads, 1 row each call: {rate:>8.0}");
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let answer = work();
    let took: Duration = start.elapsed();
    println!("{what:<44} {:>9.1} ms", took.as_secs_f64() * 1e3);
    answer
}

fn reading(size: u64) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("city");
    println!("a log of {size} entries");
    let made = folder(&path);
    timed("append, 1000 a commit", || {
        for first in (0..size).step_by(1000) {
            let append = Append {
                expect: vec![],
                entries: (first..size.min(first + 1000)).map(entry).collect(),
            };
            let at = Timestamp::UNIX_EPOCH;
            made.ledger().append(append, at).expect("append");
        }
    });
    drop(made);
    let folder = timed("open", || DataFolder::open(&path).expect("open"));
    let ledger = folder.ledger();
    let scan = || {
        let mut bytes = 0;
        let each = |entry: dondoc_ledger::EntryView<'_>| {
            bytes += entry.stream.len() + entry.payload.map_or(0, <[u8]>::len);
            ControlFlow::Continue(())
        };
        ledger.scan(0, each).expect("scan");
        black_box(bytes)
    };
    timed("scan and decode, first", scan);
    timed("scan and decode, again", scan);
    timed("poll the head, 1000 times", || {
        for _ in 0..1000 {
            black_box(ledger.poll_head().expect("size"));
        }
    });
    timed("head with root", || ledger.head().expect("head"));
    timed("100 inclusion proofs", || {
        for n in 0..100 {
            let index = n * 7919 % size;
            black_box(ledger.inclusion_proof(index, size).expect("proof"));
        }
    });
    let verified = timed("verify everything", || folder.verify(&[], &mut |_| ()));
    println!("problems: {}", verified.problems.len());
    let size = std::fs::metadata(path.join("ledger.sqlite")).map_or(0, |file| file.len());
    println!("file: {} MB", size >> 20);
}
