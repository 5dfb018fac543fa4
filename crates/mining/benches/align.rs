//! Alignments of the shared logs, per whole log, and of a running case, per event.
#![expect(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

#[path = "../tests/common/mod.rs"]
mod common;

use divan::Bencher;
use dondoc_mining::conformance::{Aligner, Bound, Online};
use dondoc_mining::net::PetriNet;

fn main() {
    divan::main();
}

fn net(file: &str) -> Option<PetriNet> {
    let path = common::shared(&format!("bench/process/nets/{file}"))?;
    PetriNet::from_pnml(&std::fs::read(path).ok()?).ok()
}

const LOGS: [(&str, &str); 3] = [
    ("receipt.xes.gz", "receipt_imf02.pnml"),
    ("bpic20_domestic_declarations.xes.gz", "bpic20d_imf02.pnml"),
    ("road_traffic_fines.xes.gz", "rtf_imf02.pnml"),
];

/// Everything from the net and the variants to the verdict.
#[divan::bench(args = [0, 1, 2], sample_count = 10, sample_size = 1)]
fn log(bencher: Bencher<'_, '_>, number: usize) {
    let (file, net_file) = LOGS[number];
    let (Some(log), Some(net)) = (common::xes(&format!("eventlogs/{file}")), net(net_file)) else {
        return;
    };
    let variants = log.variants();
    let variants: Vec<(&[u32], u64)> = variants.iter().map(|(v, n)| (v.as_slice(), *n)).collect();
    bencher.bench_local(|| {
        let mut aligner = Aligner::try_new(&net, Bound::default()).unwrap();
        aligner.conformance(&log.activities, &variants).total_cost
    });
}

/// All distinct cases of receipt, event by event; one iteration is 1,000 or so
/// events, and the slowest event is printed.
#[divan::bench(args = [0, 1, 2], sample_count = 10, sample_size = 1)]
fn online(bencher: Bencher<'_, '_>, number: usize) {
    let (file, net_file) = LOGS[number];
    let (Some(log), Some(net)) = (common::xes(&format!("eventlogs/{file}")), net(net_file)) else {
        return;
    };
    let variants = log.variants();
    let events: usize = variants.iter().map(|(variant, _)| variant.len()).sum();
    let mut online = Online::new(&net, 20_000);
    bencher
        .counter(divan::counter::ItemsCount::new(events))
        .bench_local(|| {
            let mut total = 0;
            for (variant, _) in &variants {
                let mut case = online.begin();
                for &activity in variant {
                    online.next(&mut case, &log.activities[activity as usize]);
                }
                total += case.cost();
            }
            total
        });
}
