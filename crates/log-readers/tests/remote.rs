//! Segments behind an address, from a server that answers ranges.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dondoc_lake::{EventLog, LogBuilder, Row, Zones};
use dondoc_log_readers::{LogProblem, Opened, Options, open, read, write_segment};
use dondoc_procedures::{MapPart, ProcessMap, View};

/// A web server of files in memory: HTTP/1.1, one thread a connection.
struct Store {
    address: String,
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    asked: Arc<AtomicUsize>,
    knows_ranges: Arc<AtomicBool>,
}

impl Store {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let store = Self {
            address: format!("http://{}/logs", listener.local_addr().unwrap()),
            files: Arc::default(),
            asked: Arc::default(),
            knows_ranges: Arc::new(AtomicBool::new(true)),
        };
        let (files, asked) = (Arc::clone(&store.files), Arc::clone(&store.asked));
        let ranges = Arc::clone(&store.knows_ranges);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, asked) = (Arc::clone(&files), Arc::clone(&asked));
                let ranges = Arc::clone(&ranges);
                std::thread::spawn(move || while answer(&stream, &files, &asked, &ranges) {});
            }
        });
        store
    }

    fn put(&self, name: &str, bytes: Vec<u8>) {
        self.files
            .lock()
            .unwrap()
            .insert(format!("/logs/{name}"), bytes);
    }

    fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("{}/{name}", self.address))
    }
}

/// Answers one request; `false` when there is none left.
fn answer(
    mut stream: &TcpStream,
    files: &Mutex<BTreeMap<String, Vec<u8>>>,
    asked: &AtomicUsize,
    ranges: &AtomicBool,
) -> bool {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return false;
    }
    let target = line.split(' ').nth(1).unwrap().to_owned();
    let place = target.split('?').next().unwrap().to_owned();
    let (mut range, mut wanted) = (None, None);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(it) = line.strip_prefix("range: bytes=") {
            let (from, to) = it.split_once('-').unwrap();
            range = Some((from.parse::<usize>().unwrap(), to.parse::<usize>().unwrap()));
        }
        if let Some(tag) = line.strip_prefix("if-match: ") {
            wanted = Some(tag.to_owned());
        }
    }
    asked.fetch_add(1, Ordering::Relaxed);
    let files = files.lock().unwrap();
    let Some(bytes) = files.get(&place) else {
        return write!(
            stream,
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        )
        .is_ok();
    };
    let tag = format!("\"{:x}\"", crc(bytes));
    if wanted.is_some_and(|wanted| wanted != tag) {
        let none = "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n";
        return write!(stream, "{none}").is_ok();
    }
    let range = range.filter(|_| ranges.load(Ordering::Relaxed));
    let head = match range {
        Some((from, to)) => {
            let to = to.min(bytes.len() - 1);
            format!(
                "206 Partial Content\r\nContent-Range: bytes {from}-{to}/{}",
                bytes.len()
            )
        }
        None => "200 OK".to_owned(),
    };
    let body = match range {
        Some((from, to)) => &bytes[from..=to.min(bytes.len() - 1)],
        None => bytes,
    };
    let head = format!(
        "HTTP/1.1 {head}\r\nETag: {tag}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).is_ok() && stream.write_all(body).is_ok()
}

fn crc(bytes: &[u8]) -> u64 {
    bytes.iter().fold(7, |sum: u64, &byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    })
}

/// Cases that take more than one block.
fn log(from: usize, cases: usize) -> EventLog {
    let mut builder = LogBuilder::default();
    for number in from..from + cases {
        let case = builder.case(&format!("H{number:06}"));
        let mut at = number as i64 * 61_000_000;
        for step in 0..3 + number % 5 {
            at += (number * 7_919 + step * 104_729) as i64 % 90_000 * 1_000_000;
            builder.push(
                case,
                &Row::new(["in", "check", "ask", "sign", "out"][step % 5], at),
            );
        }
    }
    builder.finish(Zones::default()).unwrap()
}

fn bytes(folder: &Path, log: &EventLog) -> Vec<u8> {
    let path = folder.join("one.seg");
    write_segment(&path, &[log]).unwrap();
    std::fs::read(path).unwrap()
}

fn map(path: &Path) -> Result<ProcessMap, LogProblem> {
    let mut part = MapPart::default();
    match open(path, &Options::default())? {
        Opened::Log(log, _) => part.add(&log, None),
        Opened::Segments(segments) => {
            for segment in &segments {
                let added = part.add_segment(segment, View::default(), None, 2);
                added.map_err(|source| LogProblem::Segment {
                    path: path.to_owned(),
                    source,
                })?;
            }
        }
    }
    Ok(part.finish())
}

#[test]
fn a_map_from_a_store_is_the_map_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new();
    let all = log(0, 40_000);
    let whole = bytes(folder.path(), &all);
    let windows = whole.len().div_ceil(1 << 20);
    store.put("all.seg", whole);
    let path = store.path("all.seg?signature=1");
    assert_eq!(map(&path).unwrap().edges, ProcessMap::of(&all, None).edges);
    let asked = store.asked.load(Ordering::Relaxed);
    assert!(
        asked <= windows + 1,
        "{asked} requests for {windows} windows"
    );
    let (again, report) = read(&path, &Options::default()).unwrap();
    assert_eq!((again.events(), report.form), (all.events(), "segments"));
}

#[test]
fn a_folder_of_a_store_is_named_by_its_list() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new();
    store.put("a.seg", bytes(folder.path(), &log(0, 500)));
    store.put("b.seg", bytes(folder.path(), &log(500, 500)));
    let list = format!("# two months\na.seg\n\n{}/b.seg\n", store.address);
    store.put("segments.txt", list.into_bytes());
    let expected = ProcessMap::of(&log(0, 1_000), None).edges;
    for name in ["", "segments.txt"] {
        assert_eq!(map(&store.path(name)).unwrap().edges, expected, "{name}");
    }
    store.put("segments.txt", b"# none\n".to_vec());
    let found = map(&store.path(""));
    assert!(
        matches!(found, Err(LogProblem::NoSegments { .. })),
        "{found:?}"
    );
}

#[test]
fn what_a_store_does_not_give_is_refused_and_says_no_signature() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new();
    store.put("a.seg", bytes(folder.path(), &log(0, 50)));
    let said = |path: &str| {
        let problem = map(&store.path(path)).unwrap_err();
        assert!(!format!("{problem:?}").contains("secret"), "{problem:?}");
        let LogProblem::Io { source, .. } = problem else {
            panic!("{problem:?}");
        };
        source.to_string()
    };
    assert!(said("none.seg?signature=secret").contains("404"));
    assert!(said("none/?signature=secret").contains("404"));
    store.knows_ranges.store(false, Ordering::Relaxed);
    assert!(said("a.seg?signature=secret").contains("whole files"));
}

#[test]
fn a_segment_that_is_replaced_while_it_is_read_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new();
    let whole = bytes(folder.path(), &log(0, 80_000));
    assert!(whole.len() > 2 << 20, "{}", whole.len());
    store.put("a.seg", whole.clone());
    let opened = open(&store.path("a.seg"), &Options::default()).unwrap();
    let Opened::Segments(segments) = opened else {
        panic!("not as segments");
    };
    let mut other = whole;
    other[100] ^= 1;
    store.put("a.seg", other);
    let found = MapPart::default().add_segment(&segments[0], View::default(), None, 1);
    assert!(found.is_err(), "another version was read on");
}
