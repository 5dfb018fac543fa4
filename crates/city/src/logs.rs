//! Case logs that were imported: the events themselves stand in segments beside
//! the ledger; here is what proves them and says where they came from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A row of a log that was not taken. What stood in it is not kept: it may have
/// named a citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectedRow {
    /// Line of the file, or number of the record, from 1.
    pub line: u64,
    /// Why: `no_case`, `no_activity`, `bad_moment`, `too_short`, `too_long`.
    pub why: SmolStr,
}

/// A case log was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogImported {
    /// Its id.
    pub import: SmolStr,
    /// The file's name as handed in; names nothing but the file.
    pub name: Box<str>,
    /// What form the file had, such as `csv`.
    pub form: SmolStr,
    /// SHA-256 of the file.
    pub file: SmolStr,
    /// Its size in bytes.
    pub file_bytes: u64,
    /// SHA-256 of the segment, which is also its name.
    pub segment: SmolStr,
    /// The segment's size in bytes.
    pub segment_bytes: u64,
    /// Cases in the segment.
    pub cases: u64,
    /// Events in the segment.
    pub events: u64,
    /// Different activities.
    pub activities: u64,
    /// Rows that were not taken.
    pub rejected: u64,
    /// The first hundred of them.
    pub rejected_rows: Vec<RejectedRow>,
    /// Events that were known from earlier imports, and therefore not taken again.
    pub known_before: u64,
    /// Events that equal the one before in case, activity, moment and resource.
    pub duplicates: u64,
    /// Events without a moment.
    pub without_moment: u64,
    /// Cases that are not in time order in the file.
    pub unsorted_cases: u64,
    /// Whether the file broke off before its end.
    pub broke_off: bool,
    /// First moment, RFC 3339.
    pub first: Option<SmolStr>,
    /// Last moment.
    pub last: Option<SmolStr>,
    /// Offsets from UTC in minutes that stood in the file, and how many moments had each.
    pub offsets: Vec<(i16, u64)>,
    /// Moments without an offset.
    pub naive: u64,
    /// The offset in which these were read, as given by who imported.
    pub zone: Option<SmolStr>,
    /// Which column was what, as `role=column`.
    pub columns: Vec<Box<str>>,
    /// Further columns that were kept.
    pub kept: Vec<Box<str>>,
}

/// An import of a log was withdrawn as a whole: its segment no longer counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogWithdrawn {
    /// Which.
    pub import: SmolStr,
    /// Why.
    pub reason: Box<str>,
}

dondoc_kinds::event_kinds! {
    /// What happens to imported logs.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum LogEvent {
        /// A log was imported.
        Imported(LogImported) = "log.imported" / 1,
        /// An import was withdrawn.
        Withdrawn(LogWithdrawn) = "log.withdrawn" / 1,
    }
}

/// An imported log as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLog {
    /// What it was.
    pub imported: LogImported,
    /// Its entry.
    pub entry: u64,
    /// The entry that withdrew it.
    pub withdrawn: Option<u64>,
}

/// All imported logs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseLogs {
    all: BTreeMap<SmolStr, CaseLog>,
}

impl CaseLogs {
    /// Returns an import.
    pub fn get(&self, import: &str) -> Option<&CaseLog> {
        self.all.get(import)
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &CaseLog> {
        let mut all: Vec<&CaseLog> = self.all.values().collect();
        all.sort_by_key(|log| log.entry);
        all.into_iter()
    }

    /// Those that were not withdrawn, oldest first.
    pub fn standing(&self) -> impl Iterator<Item = &CaseLog> {
        self.iter().filter(|log| log.withdrawn.is_none())
    }

    pub(crate) fn next_id(&self) -> SmolStr {
        smol_str::format_smolstr!("nk-{:04}", self.all.len() + 1)
    }

    pub(crate) fn apply(&mut self, event: &LogEvent, entry: u64) {
        match event {
            LogEvent::Imported(imported) => {
                let log = CaseLog {
                    imported: imported.clone(),
                    entry,
                    withdrawn: None,
                };
                self.all.insert(imported.import.clone(), log);
            }
            LogEvent::Withdrawn(withdrawn) => {
                if let Some(log) = self.all.get_mut(&withdrawn.import) {
                    log.withdrawn = Some(entry);
                }
            }
        }
    }
}
