//! Reads text files and writes what was read as JSON: `read --out DIR FILE..`.

use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = PathBuf::from(".");
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--out" {
            out = args.next().map(PathBuf::from).unwrap_or_default();
            std::fs::create_dir_all(&out)?;
            continue;
        }
        let path = Path::new(&arg);
        let reading = dondoc_documents::read(&std::fs::read_to_string(path)?);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let json = serde_json::to_string_pretty(&reading)?;
        std::fs::write(out.join(format!("{stem}.json")), json)?;
    }
    Ok(())
}
