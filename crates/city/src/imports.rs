//! Tables that were imported: what each led to, so that it can be taken back, and
//! how its columns were read, so that nobody is asked twice.

use std::collections::BTreeMap;

use dondoc_kinds::TaskId;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A table was imported: the entries before this one, in the same append, are
/// what its rows asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportMade {
    /// Its id.
    pub import: SmolStr,
    /// What kind of table, such as `tasks`.
    pub table: SmolStr,
    /// SHA-256 of the file, which is kept as an attachment.
    pub file: SmolStr,
    /// The file's name as handed in; names nothing but the file.
    pub name: Box<str>,
    /// The sheet; empty for CSV.
    pub sheet: Box<str>,
    /// What tells tables with the same headings.
    pub fingerprint: SmolStr,
    /// Field to column, from 0.
    pub columns: BTreeMap<String, u32>,
    /// How many rows were taken.
    pub rows: u32,
    /// The tasks that were issued.
    pub tasks: Vec<TaskId>,
}

/// An import was taken back: the entries before this one, in the same append,
/// cancel what it had issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportUndone {
    /// Which.
    pub import: SmolStr,
    /// Why.
    pub reason: Box<str>,
}

dondoc_kinds::event_kinds! {
    /// What happens to imported tables.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ImportEvent {
        /// A table was imported.
        Made(ImportMade) = "import.made" / 1,
        /// An import was taken back.
        Undone(ImportUndone) = "import.undone" / 1,
    }
}

/// An import as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// What it was.
    pub made: ImportMade,
    /// Its entry.
    pub entry: u64,
    /// The entry that took it back.
    pub undone: Option<u64>,
}

/// All imports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Imports {
    all: BTreeMap<SmolStr, Import>,
}

impl Imports {
    /// Returns an import.
    pub fn get(&self, import: &str) -> Option<&Import> {
        self.all.get(import)
    }

    /// Returns all imports, newest first.
    pub fn newest_first(&self) -> Vec<&Import> {
        let mut all: Vec<&Import> = self.all.values().collect();
        all.sort_by_key(|import| std::cmp::Reverse(import.entry));
        all
    }

    /// Returns the newest import of a file and sheet that still stands.
    pub fn of_file(&self, file: &str, sheet: &str) -> Option<&Import> {
        let mut all = self.newest_first().into_iter();
        all.find(|it| it.undone.is_none() && it.made.file == file && *it.made.sheet == *sheet)
    }

    pub(crate) fn apply(&mut self, event: &ImportEvent, entry: u64) {
        match event {
            ImportEvent::Made(made) => {
                let import = Import {
                    made: made.clone(),
                    entry,
                    undone: None,
                };
                self.all.insert(made.import.clone(), import);
            }
            ImportEvent::Undone(undone) => {
                if let Some(import) = self.all.get_mut(&undone.import) {
                    import.undone = Some(entry);
                }
            }
        }
    }
}
