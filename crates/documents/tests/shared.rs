//! Scores on annotated documents, where the folder with them is there.
//!
//! The folder is `../shared` beside the workspace, or `DONDOC_SHARED`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use dondoc_documents::{Reading, read};
use serde_json::Value;

#[expect(
    clippy::disallowed_methods,
    reason = "where the optional folder is, is the test's own matter"
)]
fn folder() -> Option<PathBuf> {
    let shared = std::env::var("DONDOC_SHARED").map_or_else(
        |_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    Some(shared.join("documents/dev")).filter(|f| f.is_dir())
}

#[derive(Default)]
struct Tally {
    hits: usize,
    gold: usize,
    read: usize,
}

impl Tally {
    fn f1(&self) -> f64 {
        2.0 * self.hits as f64 / (self.gold + self.read).max(1) as f64
    }
}

fn span(value: &Value) -> (usize, usize) {
    let at = |key: &str| value[key].as_u64().unwrap_or_default() as usize;
    (at("start"), at("end"))
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    shared as f64 / (a.1.max(b.1) - a.0.min(b.0)).max(1) as f64
}

fn references(reading: &Reading, gold: &Value, tally: &mut Tally) {
    let key = |number: &str| number.replace(' ', "").to_uppercase();
    let mut used = BTreeSet::new();
    for g in gold["references"].as_array().into_iter().flatten() {
        let Some(number) = g["number"].as_str() else {
            continue;
        };
        tally.gold += 1;
        let found = reading.references.iter().enumerate().find(|(i, r)| {
            !used.contains(i)
                && r.number.as_deref().is_some_and(|n| key(n) == key(number))
                && overlap((r.start, r.end), span(g)) > 0.0
        });
        if let Some((i, _)) = found {
            used.insert(i);
            tally.hits += 1;
        }
    }
    tally.read += reading
        .references
        .iter()
        .filter(|r| r.number.is_some())
        .count();
}

fn tasks(reading: &Reading, gold: &Value, tally: &mut Tally) {
    let mut used = BTreeSet::new();
    let mut soft = 0;
    for g in gold["tasks"].as_array().into_iter().flatten() {
        let generic = g["generic"].as_bool().unwrap_or_default();
        tally.gold += usize::from(!generic);
        let found = reading
            .tasks
            .iter()
            .enumerate()
            .find(|(i, t)| !used.contains(i) && overlap((t.start, t.end), span(g)) >= 0.5);
        if let Some((i, _)) = found {
            used.insert(i);
            tally.hits += usize::from(!generic);
            soft += usize::from(generic);
        }
    }
    tally.read += reading.tasks.len() - soft;
}

#[test]
fn annotated_documents_are_read_above_the_bars() {
    let Some(folder) = folder() else {
        println!("skipped: no folder of annotated documents");
        return;
    };
    let (mut refs, mut found) = (Tally::default(), Tally::default());
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .collect();
    names.sort();
    for path in names
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
    {
        let reading = read(&std::fs::read_to_string(path).unwrap());
        let gold = std::fs::read(path.with_extension("gold.json")).unwrap();
        let gold: Value = serde_json::from_slice(&gold).unwrap();
        references(&reading, &gold, &mut refs);
        tasks(&reading, &gold, &mut found);
    }
    println!("references {:.3}, tasks {:.3}", refs.f1(), found.f1());
    assert!(refs.f1() >= 0.93, "references {:.3}", refs.f1());
    assert!(found.f1() >= 0.82, "tasks {:.3}", found.f1());
}
