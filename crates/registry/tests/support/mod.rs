//! The registry of Hà Nội, folded once per test program.

use std::sync::OnceLock;

use dondoc_registry::{Registry, Tables, jurisdiction_events};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../jurisdictions/hanoi");

pub fn tables() -> Tables {
    Tables::FILES
        .iter()
        .fold(Tables::default(), |tables, file| {
            let text = std::fs::read_to_string(format!("{FOLDER}/{file}")).expect("a table");
            tables.with(file, text)
        })
}

pub fn hanoi() -> &'static Registry {
    static HANOI: OnceLock<Registry> = OnceLock::new();
    HANOI.get_or_init(|| {
        let events = jurisdiction_events(&tables()).expect("tables are right");
        let mut registry = Registry::default();
        for (_, event) in &events {
            registry.apply(event);
        }
        registry
    })
}
