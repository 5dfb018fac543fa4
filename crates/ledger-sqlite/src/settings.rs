//! `dondoc.toml`: what a data folder is, in a few lines that people can read.

use std::fmt::Write as _;

use dondoc_ledger::VerifierKey;
use jiff::Timestamp;
use serde::Deserialize;

/// The layout number of data folders that this version writes.
pub const FOLDER_FORMAT: u32 = 1;

/// What is chosen when a data folder is made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The jurisdiction's folder name, e.g. `hanoi`.
    pub jurisdiction: String,
    /// The log's name in checkpoints, e.g. `dondoc.vn/hanoi/2024`; never
    /// changes, and no other log may have it.
    pub origin: String,
    /// When the folder was made.
    pub created: Timestamp,
}

/// The whole of `dondoc.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) settings: Settings,
    /// Every key that ever signed this log's checkpoints, the present one last.
    pub(crate) keys: Vec<String>,
}

/// Only the layout number, which every later version keeps in its place.
#[derive(Deserialize)]
pub(crate) struct FormatOnly {
    pub(crate) format: u32,
}

impl Manifest {
    pub(crate) fn verifiers(&self) -> Option<Vec<VerifierKey>> {
        self.keys.iter().map(|key| key.parse().ok()).collect()
    }

    /// Returns the file's text. The settings were checked to hold no quotes.
    pub(crate) fn to_toml(&self) -> String {
        let Settings {
            jurisdiction,
            origin,
            created,
        } = &self.settings;
        let mut text = format!("# A data folder of Đôn Đốc.\nformat = {}\n", self.format);
        text.push_str("# Keys that signed checkpoints, the present one last.\nkeys = [\n");
        for key in &self.keys {
            let _ = writeln!(text, "    \"{key}\",");
        }
        let _ = write!(
            text,
            "]\n\n[settings]\njurisdiction = \"{jurisdiction}\"\norigin = \"{origin}\"\ncreated = \"{created}\"\n"
        );
        text
    }
}
