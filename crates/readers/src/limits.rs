//! How much of a file is read before it is refused.

/// The bounds within which a document is read.
///
/// The defaults hold any document an office writes, and keep a hostile file
/// from costing more than some tens of megabytes and seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub max_bytes: usize,
    /// The longest text that is handed on, in bytes of UTF-8.
    pub max_text_bytes: usize,
    /// How many entries a ZIP container (DOCX) may have.
    pub max_entries: usize,
    /// How many bytes all read parts of a ZIP container may unpack to.
    pub max_unpacked_bytes: u64,
    /// How many times its packed size a part may unpack to, once it is larger
    /// than a mebibyte.
    pub max_ratio: u64,
    /// How deep elements may stand in each other.
    pub max_depth: usize,
    /// How many pages a PDF may have.
    pub max_pages: usize,
    /// How many pages of a scan are recognised.
    pub max_scan_pages: usize,
    /// How long reading a PDF may take, in seconds.
    pub pdf_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_text_bytes: 16 << 20,
            max_entries: 4_000,
            max_unpacked_bytes: 64 << 20,
            max_ratio: 200,
            max_depth: 256,
            max_pages: 2_000,
            max_scan_pages: 60,
            pdf_seconds: 60,
        }
    }
}
