//! The shared logs, when they are there.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "used by tests and benches alone"
)]
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each file that includes this uses a part, and only some leave one over"
)]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A log as the tests need it: cases in file order.
pub(crate) struct Log {
    pub(crate) activities: Vec<String>,
    pub(crate) ids: Vec<String>,
    pub(crate) cases: Vec<Vec<(u32, i64)>>,
}

impl Log {
    pub(crate) fn to_cases(&self) -> dondoc_mining::cases::Cases {
        let mut cases = dondoc_mining::cases::Cases::new(self.activities.clone());
        for (id, events) in self.ids.iter().zip(&self.cases) {
            cases.push(id, events);
        }
        cases
    }

    pub(crate) fn variants(&self) -> Vec<(Vec<u32>, u64)> {
        let mut counts: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
        for case in &self.cases {
            let trace = case.iter().map(|&(activity, _)| activity).collect();
            *counts.entry(trace).or_default() += 1;
        }
        counts.into_iter().collect()
    }
}

pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let nested = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let found = [root, nested]
        .into_iter()
        .map(|root| root.join(path))
        .find(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: shared/{path} is not here");
    }
    found
}

fn text(path: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(shared(path)?).unwrap();
    if !path.ends_with(".gz") {
        return Some(bytes);
    }
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_end(&mut out)
        .unwrap();
    Some(out)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    tag.attributes()
        .flatten()
        .find(|found| found.key.as_ref() == name)
        .map(|found| {
            quick_xml::escape::unescape(&found.value)
                .unwrap()
                .into_owned()
        })
        .unwrap_or_default()
}

pub(crate) fn xes(path: &str) -> Option<Log> {
    let bytes = text(path)?;
    let mut xml = Reader::from_reader(bytes.as_slice());
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut cases: Vec<Vec<(u32, i64)>> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    let (mut activity, mut at, mut inside) = (0, 0, false);
    let mut buffer = Vec::new();
    loop {
        match xml.read_event_into(&mut buffer).unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "trace" => {
                cases.push(Vec::new());
                ids.push(String::new());
            }
            Event::Start(tag) if tag.name().as_ref() == "event" => inside = true,
            Event::End(tag) if tag.name().as_ref() == "event" => {
                cases.last_mut().unwrap().push((activity, at));
                inside = false;
            }
            Event::Empty(tag) | Event::Start(tag) if inside => {
                match attribute(&tag, "key").as_str() {
                    "concept:name" => {
                        let next = numbers.len() as u32;
                        activity = *numbers.entry(attribute(&tag, "value")).or_insert(next);
                    }
                    "time:timestamp" => {
                        let stamp: jiff::Timestamp = attribute(&tag, "value").parse().unwrap();
                        at = stamp.as_millisecond();
                    }
                    _ => {}
                }
            }
            Event::Empty(tag) | Event::Start(tag)
                if !cases.is_empty() && attribute(&tag, "key") == "concept:name" =>
            {
                *ids.last_mut().unwrap() = attribute(&tag, "value");
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    let mut activities = vec![String::new(); numbers.len()];
    for (name, number) in numbers {
        activities[number as usize] = name;
    }
    Some(Log {
        activities,
        ids,
        cases,
    })
}

/// A CSV log; rows of a case in file order, cases in order of their first row.
pub(crate) fn csv(path: &str) -> Option<Log> {
    let bytes = text(path)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|found| found == name).unwrap();
    let (case, activity, at) = (
        column("case:concept:name"),
        column("concept:name"),
        column("time:timestamp"),
    );
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = Vec::new();
    let mut cases: Vec<Vec<(u32, i64)>> = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let next = numbers.len() as u32;
        let number = *numbers.entry(row[activity].to_owned()).or_insert(next);
        let stamp: jiff::Timestamp = row[at].replace(' ', "T").parse().unwrap();
        let place = *places.entry(row[case].to_owned()).or_insert_with(|| {
            cases.push(Vec::new());
            ids.push(row[case].to_owned());
            cases.len() - 1
        });
        cases[place].push((number, stamp.as_millisecond()));
    }
    let mut activities = vec![String::new(); numbers.len()];
    for (name, number) in numbers {
        activities[number as usize] = name;
    }
    Some(Log {
        activities,
        ids,
        cases,
    })
}
