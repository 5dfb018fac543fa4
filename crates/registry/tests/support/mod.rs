//! The tables of Hà Nội.

use dondoc_registry::Tables;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../jurisdictions/hanoi");

pub(crate) fn tables() -> Tables {
    Tables::FILES
        .iter()
        .fold(Tables::default(), |tables, file| {
            let text = std::fs::read_to_string(format!("{FOLDER}/{file}")).expect("a table");
            tables.with(file, text)
        })
}
