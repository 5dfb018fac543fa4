//! What rooms share that take in whole tables.

crate::payloads! {
    /// The table from which the rows of an event come.
    Imported {
        /// The file's name.
        file: Box<str>,
        /// SHA-256 of the file, which is attached to the entry.
        sha256: Box<str>,
        /// Rows read.
        rows: u64,
    }
}

/// Something wrong at a place of what was asked; what it is, the room says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault<What> {
    /// Which row, from 0.
    pub at: usize,
    /// Which field; empty for the whole.
    pub field: &'static str,
    /// What is wrong.
    pub what: What,
}
