//! Nets discovered from the shared logs beside those of the reference: cost of optimal
//! alignments, how far cases fit, how large a net is. `cargo bench -p dondoc-mining
//! --bench discover -- FOLDER` leaves the nets found there as PNML.
#![expect(clippy::unwrap_used, reason = "a bench that cannot run should stop")]
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]

#[path = "../tests/common/mod.rs"]
mod common;

use dondoc_mining::conformance::{Aligner, Bound};
use dondoc_mining::discover::discover;
use dondoc_mining::net::PetriNet;

const LOGS: [(&str, &str); 3] = [
    ("receipt.xes.gz", "receipt_imf02.pnml"),
    ("bpic20_domestic_declarations.xes.gz", "bpic20d_imf02.pnml"),
    ("road_traffic_fines.xes.gz", "rtf_imf02.pnml"),
];

fn main() {
    let folder = std::env::args().skip(1).find(|arg| arg != "--bench");
    for (file, net_file) in LOGS {
        let (Some(log), Some(net)) = (
            common::xes(&format!("eventlogs/{file}")),
            common::shared(&format!("bench/process/nets/{net_file}")),
        ) else {
            return;
        };
        let net = PetriNet::from_pnml(&std::fs::read(net).unwrap()).unwrap();
        let variants = log.variants();
        let variants: Vec<(&[u32], u64)> =
            variants.iter().map(|(v, n)| (v.as_slice(), *n)).collect();
        let tree = discover(&log.activities, &variants, 0.2);
        println!("{file}: {tree}");
        if let Some(folder) = &folder {
            std::fs::write(format!("{folder}/{net_file}"), tree.to_net().to_pnml()).unwrap();
        }
        for (whose, net) in [("reference", net), ("found", tree.to_net())] {
            let mut aligner = Aligner::try_new(&net, Bound::default()).unwrap();
            let told = aligner.conformance(&log.activities, &variants);
            println!(
                "  {whose}: cost {}, fitness {:.4}, fitting {:.2} %; {}",
                told.total_cost,
                told.average_fitness,
                told.fitting * 100.0,
                size(&net)
            );
        }
    }
}

fn size(net: &PetriNet) -> String {
    format!(
        "{} places, {} transitions",
        net.places.len(),
        net.transitions.len()
    )
}
