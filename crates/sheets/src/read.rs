//! Rows → typed values, each bad cell with its address.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_registry::{fold, foreign_letters};
use jiff::civil::Date;

use crate::decimal::Decimal;
use crate::head::Proposal;
use crate::mapping::{Field, Mapping};
use crate::problem::{Problem, What};
use crate::table::{Cell, SheetRow, Table};
use crate::values::{Habit, Value, value};

/// A row that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The chapter it stands under, outermost first: rows that were told apart
    /// as headings between the rows.
    pub under: Vec<String>,
    values: BTreeMap<&'static str, Value>,
}

impl Row {
    /// Returns the value of a field.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.values.get(field)
    }

    /// Returns the words of a field.
    #[must_use]
    pub fn words(&self, field: &str) -> Option<&str> {
        match self.values.get(field)? {
            Value::Words(words) => Some(words),
            Value::Day(_) | Value::Number(_) => None,
        }
    }

    /// Returns the day of a field.
    #[must_use]
    pub fn day(&self, field: &str) -> Option<Date> {
        match self.values.get(field)? {
            Value::Day(day) => Some(*day),
            Value::Words(_) | Value::Number(_) => None,
        }
    }

    /// Returns the number of a field; a share in percent.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<Decimal> {
        match self.values.get(field)? {
            Value::Number(number) => Some(*number),
            Value::Words(_) | Value::Day(_) => None,
        }
    }
}

/// Why a row was not read as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkippedWhy {
    /// A heading between the rows.
    Chapter,
    /// A sum.
    Total,
    /// A person left it out.
    LeftOut,
}

/// A row that was not read as data: to be shown, so that nothing vanishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its number in the file, from 1.
    pub number: u64,
    /// Its words.
    pub words: String,
    /// Why.
    pub why: SkippedWhy,
}

/// What a table says by a mapping.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    /// Rows without a problem.
    pub rows: Vec<Row>,
    /// Every bad cell, top to bottom.
    pub problems: Vec<Problem>,
    /// Rows that are not data.
    pub skipped: Vec<Skipped>,
}

struct Columns<'a> {
    table: &'a Table,
    used: Vec<(&'static Field, u32, Habit)>,
    ordinal: Option<u32>,
    headings: &'a [String],
}

/// Reads the rows below the headings. `leave_out` names rows that a person does
/// not want, by number.
#[must_use]
pub fn read(
    table: &Table,
    proposal: &Proposal,
    mapping: &Mapping,
    fields: &'static [Field],
    leave_out: &BTreeSet<u64>,
) -> Read {
    let data = || table.rows.iter().filter(|row| row.number > mapping.head);
    let column = |field: &'static Field| {
        let at = *mapping.columns.get(field.name)?;
        let cells = || data().filter_map(|row| row.cell(at));
        Some((field, at, Habit::of(cells()).with_shares(cells())))
    };
    let columns = Columns {
        table,
        used: fields.iter().filter_map(column).collect(),
        ordinal: ordinal(&proposal.headings),
        headings: &proposal.headings,
    };
    let mut done = Read::default();
    let mut chapters = Chapters::default();
    for row in data() {
        let skip = |why| Skipped {
            number: row.number,
            words: words_of(row),
            why,
        };
        if leave_out.contains(&row.number) {
            done.skipped.push(skip(SkippedWhy::LeftOut));
        } else if columns.is_total(row) {
            done.skipped.push(skip(SkippedWhy::Total));
        } else if columns.is_chapter(row) {
            chapters.enter(columns.rank(row), columns.chapter_words(row));
            done.skipped.push(skip(SkippedWhy::Chapter));
        } else {
            columns.read_row(row, &chapters, &mut done);
        }
    }
    done
}

fn ordinal(headings: &[String]) -> Option<u32> {
    const NAMES: [&str; 7] = ["stt", "tt", "so tt", "so thu tu", "so", "no", "ma so"];
    let found = headings
        .iter()
        .position(|heading| NAMES.contains(&fold(heading).as_str()));
    found.and_then(|at| u32::try_from(at).ok())
}

fn words_of(row: &SheetRow) -> String {
    let shown: Vec<String> = row.cells.iter().map(|(_, cell)| cell.shown()).collect();
    shown.join(" · ")
}

/// Chapters that are open, each with its rank: `A` over `I` over nothing.
#[derive(Default)]
struct Chapters(Vec<(u8, String)>);

impl Chapters {
    fn enter(&mut self, rank: u8, words: String) {
        self.0.retain(|(open, _)| *open < rank);
        self.0.push((rank, words));
    }
}

impl Columns<'_> {
    fn cell(&self, row: &SheetRow, column: u32) -> Option<Cell> {
        self.table.filled(row, column).cloned()
    }

    fn ordinal_of(&self, row: &SheetRow) -> String {
        let cell = self.ordinal.and_then(|column| row.cell(column));
        cell.map(Cell::shown).unwrap_or_default()
    }

    fn chapter_words(&self, row: &SheetRow) -> String {
        let lone = row.cells.len() == 1;
        let words = row
            .cells
            .iter()
            .filter(|(at, _)| lone || Some(*at) != self.ordinal);
        let shown: Vec<String> = words.map(|(_, cell)| cell.shown()).collect();
        shown.join(" ")
    }

    fn is_total(&self, row: &SheetRow) -> bool {
        let first = row.cells.iter().find_map(|(_, cell)| match cell {
            Cell::Text(words) => Some(fold(words)),
            _ => None,
        });
        let numbered = self.ordinal_of(row).bytes().any(|b| b.is_ascii_digit());
        let sums = |words: String| {
            words == "tong"
                || words == "cong"
                || words.starts_with("tong cong")
                || words.starts_with("tong so")
                || words == "total"
        };
        !numbered && first.is_some_and(sums)
    }

    /// A row that names a part of the table: without an arabic number, and with
    /// at most one of the required cells; or one cell merged over several.
    fn is_chapter(&self, row: &SheetRow) -> bool {
        let merged = row.cells.first().and_then(|(column, _)| {
            let merge = self.table.merge_at(row.number, *column)?;
            Some(merge.right - merge.left)
        });
        let beside_ordinal = row.cells.iter().filter(|(at, _)| Some(*at) != self.ordinal);
        if merged.is_some_and(|over| over >= 2) && row.cells.len() == 1 {
            return true;
        }
        let ordinal = self.ordinal_of(row);
        let is_numbered = ordinal.starts_with(|c: char| c.is_ascii_digit());
        let required = || self.used.iter().filter(|(field, _, _)| field.required);
        let filled = required().filter(|(_, column, _)| self.cell(row, *column).is_some());
        let ranked = !ordinal.is_empty() || self.ordinal.is_none();
        let alone = beside_ordinal.count() <= 1;
        !is_numbered && required().count() >= 2 && filled.count() <= 1 && (ranked || alone)
    }

    fn rank(&self, row: &SheetRow) -> u8 {
        let ordinal = self.ordinal_of(row);
        let ordinal = ordinal.trim_end_matches(['.', ')']);
        let roman = !ordinal.is_empty() && ordinal.bytes().all(|b| b"IVXLC".contains(&b));
        match ordinal {
            _ if roman => 2,
            it if it.len() == 1 => 1,
            _ => 3,
        }
    }

    fn read_row(&self, row: &SheetRow, chapters: &Chapters, done: &mut Read) {
        let (mut values, mut problems) = (BTreeMap::new(), Vec::new());
        for (field, column, habit) in &self.used {
            let cell = self.cell(row, *column);
            match cell {
                None if field.required => {
                    problems.push(self.problem(row, field, *column, "", What::Empty));
                }
                None => {}
                Some(cell) => match value(&cell, field.kind, habit) {
                    Ok(value) => {
                        values.insert(field.name, value);
                    }
                    Err(what) => {
                        let given = cell.shown();
                        problems.push(self.problem(row, field, *column, &given, what));
                    }
                },
            }
        }
        if values.is_empty() && problems.iter().all(|problem| problem.what == What::Empty) {
            // Nothing in any column that counts: a remark or a signature.
            done.skipped.push(Skipped {
                number: row.number,
                words: words_of(row),
                why: SkippedWhy::Chapter,
            });
            return;
        }
        if problems.is_empty() {
            done.rows.push(Row {
                number: row.number,
                under: chapters.0.iter().map(|(_, words)| words.clone()).collect(),
                values,
            });
        }
        done.problems.extend(problems);
    }

    fn problem(
        &self,
        row: &SheetRow,
        field: &'static Field,
        column: u32,
        given: &str,
        what: What,
    ) -> Problem {
        let heading = self.headings.get(column as usize).cloned();
        Problem {
            row: row.number,
            column: Some(column),
            field: field.name,
            heading: heading.unwrap_or_default(),
            given: given.chars().take(120).collect(),
            what,
            addressed: !self.table.lines,
        }
    }
}

impl Table {
    /// Returns a problem of a cell, or of a row where `field` has no column, in
    /// the caller's words.
    #[must_use]
    pub fn problem(
        &self,
        proposal: &Proposal,
        mapping: &Mapping,
        row: u64,
        field: &'static str,
        what: What,
    ) -> Problem {
        let column = mapping.columns.get(field).copied();
        let given = column.and_then(|column| self.covering(row, column));
        let heading = column.and_then(|at| proposal.headings.get(at as usize).cloned());
        Problem {
            row,
            column,
            field,
            heading: heading.unwrap_or_default(),
            given: given.map(Cell::shown).unwrap_or_default(),
            what,
            addressed: !self.lines,
        }
    }
}

/// Returns what is wrong with a name that holds letters of another script.
#[must_use]
pub fn look_alike(words: &str) -> Option<What> {
    let letters = foreign_letters(words);
    let found = letters.iter().find(|letter| letter.looks_like.is_some())?;
    Some(What::LookAlike {
        letter: found.letter,
    })
}
