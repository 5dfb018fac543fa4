//! How near the search comes to the optimum, and how long it takes:
//! `cargo bench -p dondoc-reallocation`, with `--features highs` for HiGHS.
//! Instances: `inst_*.json` in the folder that `DONDOC_SHARED` names, under
//! `data/investment/realloc`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench reads files and the clock, says what it measured, and stops where it cannot"
)]

use std::path::PathBuf;
use std::time::Instant;

use dondoc_investment::reallocate::{Instance, check};
use dondoc_reallocation::{Effort, propose};

fn main() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared =
        std::env::var_os("DONDOC_SHARED").map_or_else(|| PathBuf::from(root), PathBuf::from);
    let Ok(folder) = std::fs::read_dir(shared.join("data/investment/realloc")) else {
        println!("skipped: no instances in {}", shared.display());
        return;
    };
    let mut files: Vec<PathBuf> = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // Beside each instance stands its optimum, `inst_*.optimum.json`.
            name.starts_with("inst_") && name.matches('.').count() == 1 && name.ends_with(".json")
        })
        .collect();
    files.sort();
    for file in files {
        let instance: Instance = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let start = Instant::now();
        let it = propose(&instance, &Effort::default()).unwrap();
        println!(
            "{}: {} projects, objective {}, bound {}, gap {:.4} %, proven {}, {} broken rules, {:.2} s",
            file.file_name().unwrap().to_string_lossy(),
            instance.projects.len(),
            it.objective,
            it.bound,
            it.gap * 100.0,
            it.proven,
            check(&instance, &it.moves).len(),
            start.elapsed().as_secs_f64(),
        );
    }
}
