//! A table as its file has it.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};

use crate::decimal::Decimal;

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, without blanks around them; never empty.
    Text(Box<str>),
    /// A number.
    Number {
        /// The number as it is stored: half is 0.5 also where 50 % is shown.
        value: Decimal,
        /// Whether it is shown as a percentage.
        percent: bool,
    },
    /// A day.
    Day(Date),
    /// A moment that is not midnight.
    Moment(DateTime),
    /// Yes or no.
    Flag(bool),
    /// What a formula that failed left behind: `#REF!`.
    Failed(Box<str>),
}

impl Cell {
    /// Returns the cell as a person reads it; days as `30/9/2024`.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Failed(text) => text.to_string(),
            Self::Number { value, percent } => match value.times_ten_to(2) {
                Some(hundred) if *percent => format!("{hundred}%"),
                _ => value.to_string(),
            },
            Self::Day(day) => format!("{}/{}/{}", day.day(), day.month(), day.year()),
            Self::Moment(at) => format!(
                "{:02}:{:02} {}/{}/{}",
                at.hour(),
                at.minute(),
                at.day(),
                at.month(),
                at.year()
            ),
            Self::Flag(true) => "TRUE".to_owned(),
            Self::Flag(false) => "FALSE".to_owned(),
        }
    }

    pub(crate) fn text(words: &str) -> Option<Self> {
        let words = words.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        (!words.is_empty()).then(|| Self::Text(words.into()))
    }
}

/// Cells that are merged into one: rows and columns from 0, both ends within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) top: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) right: u32,
}

/// Merged cells by column, each column from the top.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Merges(BTreeMap<u32, Vec<Merge>>);

impl Merges {
    /// Keeps merges up to a width, and no more than any sheet has use for.
    pub(crate) fn new(mut merges: Vec<Merge>, width: u32) -> Self {
        const MOST: usize = 1 << 20;
        merges.sort_by_key(|merge| (merge.top, merge.left));
        let mut kept = Self::default();
        let mut count = 0;
        for merge in merges {
            for column in merge.left..=merge.right.min(width.saturating_sub(1)) {
                count += 1;
                if count > MOST {
                    return kept;
                }
                kept.0.entry(column).or_default().push(merge);
            }
        }
        kept
    }

    fn at(&self, row: u32, column: u32) -> Option<&Merge> {
        let merges = self.0.get(&column)?;
        let up_to = merges.partition_point(|merge| merge.top <= row);
        let last = merges.get(up_to.checked_sub(1)?)?;
        (row <= last.bottom).then_some(last)
    }
}

/// A row with its cells that are not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// The row's number in the file, from 1; for CSV the line it starts on.
    pub number: u64,
    /// Column, from 0, and cell; sorted by column.
    pub cells: Vec<(u32, Cell)>,
}

impl SheetRow {
    /// Returns the cell in a column.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |(at, _)| *at);
        at.ok().and_then(|at| self.cells.get(at)).map(|(_, it)| it)
    }
}

/// A table: the rows of one sheet that have any cell, top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The file's name, without folders.
    pub file: String,
    /// The sheet's name; empty for CSV.
    pub sheet: String,
    /// The names of all visible sheets; empty for CSV.
    pub sheets: Vec<String>,
    /// Rows with any cell.
    pub rows: Vec<SheetRow>,
    /// Merged cells.
    pub(crate) merges: Merges,
    /// Whether rows count as lines of a text, which have no cell addresses.
    pub(crate) lines: bool,
}

impl Table {
    /// Returns the file and, for XLSX, the sheet, as problems name them.
    #[must_use]
    pub fn place(&self) -> String {
        if self.sheet.is_empty() {
            self.file.clone()
        } else {
            format!("{} [{}]", self.file, self.sheet)
        }
    }

    /// Returns one more than the last column that has a cell.
    #[must_use]
    pub fn width(&self) -> u32 {
        let ends = self.rows.iter().filter_map(|row| row.cells.last());
        ends.map(|(column, _)| column + 1).max().unwrap_or(0)
    }

    /// Returns the merge that covers a cell (row as in the file, from 1).
    pub(crate) fn merge_at(&self, number: u64, column: u32) -> Option<&Merge> {
        let row = u32::try_from(number.checked_sub(1)?).ok()?;
        self.merges.at(row, column)
    }

    fn row(&self, number: u64) -> Option<&SheetRow> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number);
        at.ok().and_then(|at| self.rows.get(at))
    }

    /// Returns the cell at a place, or the one that is merged over it.
    pub(crate) fn covering(&self, number: u64, column: u32) -> Option<&Cell> {
        if let Some(cell) = self.row(number).and_then(|row| row.cell(column)) {
            return Some(cell);
        }
        let merge = self.merge_at(number, column)?;
        self.row(u64::from(merge.top) + 1)?.cell(merge.left)
    }

    /// Returns the cell at a place, or the one that is merged down over it: a
    /// task that stands once beside the three units that share it.
    pub(crate) fn filled<'a>(&'a self, row: &'a SheetRow, column: u32) -> Option<&'a Cell> {
        if let Some(cell) = row.cell(column) {
            return Some(cell);
        }
        let merge = self.merge_at(row.number, column)?;
        let one_column = merge.left == merge.right;
        let from = self.row(u64::from(merge.top) + 1)?;
        one_column.then(|| from.cell(merge.left)).flatten()
    }
}

/// Returns the letters of a column: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Returns a cell's address as spreadsheets write it: `D12`.
#[must_use]
pub fn address(row: u64, column: u32) -> String {
    format!("{}{row}", column_letters(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let letters: Vec<_> = [0, 25, 26, 701, 702].map(column_letters).to_vec();
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
