//! How fast documents are read: bytes a second on one core.

use std::path::PathBuf;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// A directive, a plan and a report of our own, repeated to a megabyte.
fn corpus() -> String {
    let parts = [
        include_str!("../tests/texts/directive.txt"),
        include_str!("../tests/texts/plan.txt"),
        include_str!("../tests/texts/report.txt"),
    ];
    parts
        .join("\n\n")
        .repeat(1 + 1_000_000 / parts.iter().map(|p| p.len()).sum::<usize>())
}

fn read_all(bencher: Bencher<'_, '_>, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in texts {
            black_box(dondoc_documents::read(black_box(text)));
        }
    });
}

#[divan::bench]
fn documents_of_ours(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = [
        include_str!("../tests/texts/directive.txt"),
        include_str!("../tests/texts/plan.txt"),
        include_str!("../tests/texts/report.txt"),
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    read_all(bencher, &texts);
}

#[divan::bench]
fn one_long_text(bencher: Bencher<'_, '_>) {
    read_all(bencher, &[corpus()]);
}

#[divan::bench(args = ["yêu cầu ", "0123456789 ", "((((((((", "đối với, ", "- a\n", "Sở Tài chính, theo ", "1 Aa\n", "giao các ", "giao ", "ban chỉ đạo "])]
fn rubbish(bencher: Bencher<'_, '_>, unit: &str) {
    read_all(bencher, &[unit.repeat(1_000_000 / unit.len())]);
}

/// The folder beside the workspace, or `DONDOC_SHARED`.
#[expect(
    clippy::disallowed_methods,
    reason = "where the optional folder is, is the bench's own matter"
)]
fn shared() -> PathBuf {
    std::env::var("DONDOC_SHARED").map_or_else(
        |_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    )
}

/// Real documents, where the folder is there.
#[divan::bench]
fn shared_documents(bencher: Bencher<'_, '_>) {
    let folder = shared().join("documents/extra");
    let mut texts = Vec::new();
    if let Ok(entries) = std::fs::read_dir(folder) {
        for entry in entries.flatten() {
            if entry.path().extension().is_some_and(|e| e == "txt") {
                texts.extend(std::fs::read_to_string(entry.path()));
            }
        }
    }
    read_all(bencher, &texts);
}
