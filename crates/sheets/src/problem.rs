//! What is wrong with a cell, and where it is.

use dondoc_kinds::{Arg, Say};

use crate::table::address;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A required cell is empty.
    Empty,
    /// The words are no day.
    NotADay,
    /// Month and day stand the wrong way round, or there is no such day.
    NoSuchDay,
    /// The words are no number.
    NotANumber,
    /// The number is not whole.
    NotWhole,
    /// The words are no share.
    NotAShare,
    /// A share below 0 or above 100 percent.
    ShareOutside,
    /// `0,5` beside `50`, or a lone `1`: a half or half a percent?
    ShareUnclear,
    /// A formula failed.
    Failed,
    /// A letter that looks Latin and is not.
    LookAlike {
        /// The letter.
        letter: char,
    },
    /// What the caller says.
    Said(Box<str>),
}

/// Something wrong at a place of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row, as in the file, from 1.
    pub row: u64,
    /// The column, from 0; `None` for the row as a whole.
    pub column: Option<u32>,
    /// The field; empty for the row as a whole.
    pub field: &'static str,
    /// The column's heading; empty where there is none.
    pub heading: String,
    /// What stands in the cell.
    pub given: String,
    /// What is wrong.
    pub what: What,
    /// Whether the table has cell addresses.
    pub(crate) addressed: bool,
}

impl Problem {
    /// Returns the cell's address, `D12`; for CSV, and for a row as a whole, the
    /// row.
    #[must_use]
    pub fn address(&self) -> String {
        match self.column {
            Some(column) if self.addressed => address(self.row, column),
            _ => self.row.to_string(),
        }
    }
}

impl Say for Problem {
    fn key(&self) -> &'static str {
        match self.what {
            What::Empty => "sheets-empty",
            What::NotADay => "sheets-not-a-day",
            What::NoSuchDay => "sheets-no-such-day",
            What::NotANumber => "sheets-not-a-number",
            What::NotWhole => "sheets-not-whole",
            What::NotAShare => "sheets-not-a-share",
            What::ShareOutside => "sheets-share-outside",
            What::ShareUnclear => "sheets-share-unclear",
            What::Failed => "sheets-failed",
            What::LookAlike { .. } => "sheets-look-alike",
            What::Said(_) => "sheets-said",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match &self.what {
            What::Empty => Vec::new(),
            What::LookAlike { letter } => vec![
                ("given", self.given.as_str().into()),
                ("letter", Arg::Text(letter.to_string())),
                ("code", Arg::Text(format!("U+{:04X}", u32::from(*letter)))),
            ],
            What::Said(words) => vec![("said", Arg::Text(words.to_string()))],
            _ => vec![("given", self.given.as_str().into())],
        }
    }
}
