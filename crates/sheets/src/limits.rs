//! How much of a file is read before it is refused.

/// The bounds within which a table is read.
///
/// The defaults hold any tracking sheet an office keeps, and keep a hostile file
/// from costing more than some hundred megabytes and a few seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub max_bytes: u64,
    /// What all parts of an XLSX may unpack to, in bytes.
    pub max_unpacked_bytes: u64,
    /// How many entries the container of an XLSX may have.
    pub max_entries: usize,
    /// How many rows one sheet may have.
    pub max_rows: usize,
    /// How many columns.
    pub max_columns: usize,
    /// How many bytes the texts of all cells may have together.
    pub max_text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 32 << 20,
            max_unpacked_bytes: 384 << 20,
            max_entries: 4_000,
            max_rows: 200_000,
            max_columns: 512,
            max_text_bytes: 128 << 20,
        }
    }
}
