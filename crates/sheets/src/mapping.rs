//! Which column is what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the cells of a field hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words; a number or day is taken as it is shown.
    Words,
    /// A day.
    Day,
    /// A day, or words that say when ("quý III/2024"); for the caller to read.
    DayOrWords,
    /// A share of 0 to 100 percent; half is `50`, `50 %` or `0,5`.
    Percent,
    /// A decimal number.
    Number,
    /// A whole number.
    Whole,
}

/// A field that a kind of table may have.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in a mapping.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether a row without it is not accepted.
    pub required: bool,
    /// Headings under which offices have it, most usual first. Case, tone marks
    /// and diacritics do not matter.
    pub headings: &'static [&'static str],
    /// Headings that hold one of those words and are something else.
    pub not: &'static [&'static str],
}

impl Field {
    /// Returns a field whose headings stand for nothing else.
    #[must_use]
    pub const fn new(
        name: &'static str,
        kind: Kind,
        required: bool,
        headings: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            kind,
            required,
            headings,
            not: &[],
        }
    }
}

/// The columns of one table, as proposed or as a person chose them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The last row of the headings, as in the file, from 1; rows below are
    /// data. 0 for a table without headings.
    pub head: u64,
    /// Field name to column, from 0.
    pub columns: BTreeMap<String, u32>,
}

/// A mapping that was used, to be proposed again for a table with the same
/// headings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// SHA-256 of the folded headings, as 64 hexadecimal digits.
    pub fingerprint: String,
    /// Field name to column, from 0.
    pub columns: BTreeMap<String, u32>,
}
