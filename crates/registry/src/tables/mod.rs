//! The tables of a jurisdiction, and the events they lead to.

mod load;
mod row;

use std::collections::BTreeMap;

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::Serialize;

use crate::event::Event;
use crate::refusal::Refusal;

/// The text of each table, by file name.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    files: BTreeMap<String, String>,
}

impl Tables {
    /// The files that a jurisdiction has for this room.
    pub const FILES: &'static [&'static str] = &[
        "kinds.csv",
        "forms.csv",
        "titles.csv",
        "abbreviations.csv",
        "qualifiers.csv",
        "classes.csv",
        "units-city.csv",
        "units-districts.csv",
        "units-communes.csv",
        "units-party.csv",
        "aliases.csv",
        "successions.csv",
        "posts.csv",
    ];

    /// Returns the tables with one more file.
    #[must_use]
    pub fn with(mut self, file: &str, text: impl Into<String>) -> Self {
        self.files.insert(file.to_owned(), text.into());
        self
    }
}

/// One thing that is wrong in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableProblem {
    /// The file.
    pub file: String,
    /// The line, counted from 1 with the heading; 0 for the file as a whole.
    pub row: u64,
    /// The column's heading; empty for the row as a whole.
    pub column: String,
    /// What is wrong.
    pub fault: TableFault,
}

/// What is wrong at a place of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableFault {
    /// The file is not there.
    MissingFile,
    /// The file cannot be read as a table.
    NotATable {
        /// What the reader found.
        detail: String,
    },
    /// The heading lacks this column.
    MissingColumn,
    /// The cell must not be empty.
    Empty,
    /// The cell is not an id.
    NotAnId {
        /// As given.
        given: String,
    },
    /// The cell is not a day `YYYY-MM-DD`.
    NotADay {
        /// As given.
        given: String,
    },
    /// The cell is none of the allowed words.
    NotOneOf {
        /// As given.
        given: String,
        /// The words.
        allowed: String,
    },
    /// The last day lies before the first.
    DaysReversed,
    /// The unit ends, but no row of `successions.csv` says what becomes of its
    /// work (an empty `to` says: nobody is known).
    NoSuccession {
        /// The unit.
        unit: String,
    },
    /// The day in `successions.csv` is not the day after the unit's last day.
    OtherDay {
        /// The unit.
        unit: String,
        /// What it should be.
        expected: Date,
    },
    /// The row says something the registry refuses.
    Refused(Refusal),
}

impl Say for TableFault {
    fn key(&self) -> &'static str {
        match self {
            Self::MissingFile => "registry-table-missing-file",
            Self::NotATable { .. } => "registry-table-not-a-table",
            Self::MissingColumn => "registry-table-missing-column",
            Self::Empty => "registry-table-empty",
            Self::NotAnId { .. } => "registry-table-not-an-id",
            Self::NotADay { .. } => "registry-table-not-a-day",
            Self::NotOneOf { .. } => "registry-table-not-one-of",
            Self::DaysReversed => "registry-table-days-reversed",
            Self::NoSuccession { .. } => "registry-table-no-succession",
            Self::OtherDay { .. } => "registry-table-other-day",
            Self::Refused(refusal) => refusal.key(),
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::MissingFile | Self::MissingColumn | Self::Empty | Self::DaysReversed => {
                Vec::new()
            }
            Self::NotATable { detail } => vec![("detail", detail.as_str().into())],
            Self::NotAnId { given } | Self::NotADay { given } => {
                vec![("given", given.as_str().into())]
            }
            Self::NotOneOf { given, allowed } => vec![
                ("given", given.as_str().into()),
                ("allowed", allowed.as_str().into()),
            ],
            Self::NoSuccession { unit } => vec![("unit", unit.as_str().into())],
            Self::OtherDay { unit, expected } => vec![
                ("unit", unit.as_str().into()),
                ("expected", Arg::from(*expected)),
            ],
            Self::Refused(refusal) => refusal.args(),
        }
    }
}

/// The words are those of the fault; the place is in the fields.
impl Say for TableProblem {
    fn key(&self) -> &'static str {
        self.fault.key()
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let mut args = self.fault.args();
        args.push(("file", self.file.as_str().into()));
        args.push(("row", Arg::Count(i64::try_from(self.row).unwrap_or(0))));
        args.push(("column", self.column.as_str().into()));
        args
    }
}

/// Returns the events of a jurisdiction's tables, in order of their days, each
/// checked against the ones before it.
///
/// What has no day in the tables is older than the data; its event carries the
/// first day that the tables name.
///
/// # Errors
/// Every problem in every table, in order of file and row. Nothing is returned
/// unless all of it is right.
pub fn jurisdiction_events(tables: &Tables) -> Result<Vec<(Date, Event)>, Vec<TableProblem>> {
    let (tables, mut problems) = row::read(tables);
    let commands = load::commands(&tables, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    load::run(commands)
}
