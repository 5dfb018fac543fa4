//! Tables as offices have them, and what is wrong with one.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context;
use dondoc_kinds::{Arg, Say};
use dondoc_messages::{Lang, say};
use dondoc_sheets::{Limits, Problem, Table};

use crate::trouble::Trouble;

/// Something wrong at a place of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellProblem {
    /// The file and, for XLSX, the sheet.
    pub(super) place: String,
    /// The row, from 1; 0 for the table as a whole.
    pub(super) row: u64,
    /// The column's heading.
    pub(super) column: String,
    /// What is wrong and what would be right, in the person's language.
    pub(super) what: String,
}

impl CellProblem {
    /// Says a problem of a cell.
    pub(super) fn of(table: &Table, problem: &Problem, lang: Lang) -> Self {
        let column = match problem.heading.as_str() {
            "" => problem.field.to_owned(),
            heading => heading.to_owned(),
        };
        Self {
            place: table.place(),
            row: problem.row,
            column,
            what: say(lang, problem),
        }
    }
}

impl Say for CellProblem {
    fn key(&self) -> &'static str {
        match (self.row, self.column.is_empty()) {
            (0, _) => "import-problem-table",
            (_, true) => "import-problem-row",
            (_, false) => "import-problem-cell",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let mut args = vec![
            ("place", Arg::from(self.place.as_str())),
            ("what", self.what.as_str().into()),
        ];
        if self.row > 0 {
            args.push(("row", Arg::Text(self.row.to_string())));
        }
        if self.row > 0 && !self.column.is_empty() {
            args.push(("column", self.column.as_str().into()));
        }
        args
    }
}

/// Reads a table file; returns its bytes with it.
pub(super) fn open(path: &Path, lang: Lang) -> Result<(Table, Vec<u8>), Trouble> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let limits = Limits::default();
    let opened = std::fs::File::open(path)
        .with_context(|| format!("failed to open `{}`", path.display()))?;
    let mut bytes = Vec::new();
    opened
        .take(limits.max_bytes + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    match dondoc_sheets::open(&name, &bytes, None, &limits) {
        Ok(table) => Ok((table, bytes)),
        Err(refusal) => Err(Trouble::refused(CellProblem {
            place: name.into_owned(),
            row: 0,
            column: String::new(),
            what: say(lang, &refusal),
        })),
    }
}
