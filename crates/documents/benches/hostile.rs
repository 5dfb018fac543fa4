//! What reading costs where a text is one phrase over and over: every phrase of
//! the grammar, and turns of phrase that open a look ahead. Prints the slowest.
//!
//! `cargo bench -p dondoc-documents --bench hostile [-- KILOBYTES]`

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock")]

use std::time::{Duration, Instant};

/// First columns of the tables that the code looks up.
const TABLES: &[&str] = &[
    include_str!("../grammar/acts.tsv"),
    include_str!("../grammar/aims.tsv"),
    include_str!("../grammar/codes.tsv"),
    include_str!("../grammar/fields.tsv"),
    include_str!("../grammar/heads.tsv"),
    include_str!("../grammar/kinds.tsv"),
    include_str!("../grammar/labels.tsv"),
    include_str!("../grammar/laws.tsv"),
    include_str!("../grammar/measures.tsv"),
    include_str!("../grammar/nouns.tsv"),
    include_str!("../grammar/products.tsv"),
    include_str!("../grammar/zones.tsv"),
];

/// Turns of phrase that look ahead or back for something else.
const TURNS: &str = include_str!("../tests/texts/turns.txt");

fn main() {
    let kilobytes = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let size = kilobytes.unwrap_or(100usize) << 10;
    let turns = TURNS.lines().filter_map(|line| line.strip_suffix('|'));
    let mut phrases: Vec<String> = turns
        .map(|turn| turn.replace("\\t", "\t").replace("\\n", "\n"))
        .collect();
    for line in TABLES.iter().flat_map(|table| table.lines()) {
        let phrase = line.split('\t').next().unwrap_or_default();
        if !phrase.is_empty() && !phrase.starts_with('#') {
            phrases.push(format!("{phrase} "));
        }
    }
    let mut slowest: Vec<(Duration, String)> = phrases
        .into_iter()
        .map(|phrase| {
            let text = phrase.repeat(1 + size / phrase.len());
            let start = Instant::now();
            std::hint::black_box(dondoc_documents::read(&text));
            (start.elapsed(), phrase)
        })
        .collect();
    slowest.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
    println!("{} phrases, {size} bytes of each", slowest.len());
    for (took, phrase) in slowest.iter().take(25) {
        let rate = size as f64 / 1e6 / took.as_secs_f64();
        println!("{rate:8.2} MB/s  {took:10.2?}  {phrase:?}");
    }
}
