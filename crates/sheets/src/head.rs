//! Where the headings are, and which column is which field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use dondoc_registry::fold;
use sha2::{Digest as _, Sha256};

use crate::mapping::{Field, Kind, Mapping, Remembered};
use crate::table::{Cell, SheetRow, Table};
use crate::values;

/// Headings are looked for in so many first rows: offices put the motto, a title
/// and "kèm theo Công văn số" above their tables.
const TOP_ROWS: usize = 30;
/// Headings stand over at most so many rows.
const MOST_DEPTH: usize = 3;
/// So many cells of a column show what it holds.
const PROBE: usize = 60;

/// Why a column is proposed for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its heading says so.
    Heading,
    /// What stands in it looks so.
    Content,
    /// A person said so for a table with the same headings.
    Remembered,
}

/// A column that is proposed for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The field.
    pub field: &'static str,
    /// The column, from 0.
    pub column: u32,
    /// Why.
    pub why: Why,
    /// How sure, 1 to 100; below 70 a person should look.
    pub sure: u8,
}

/// What is proposed for a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The rows of headings, as in the file, from 1: first and last; `None`
    /// where no row looks like headings.
    pub head: Option<(u64, u64)>,
    /// The heading of each column, from the first to the last column; parts of a
    /// heading over several rows are joined with ` / `.
    pub headings: Vec<String>,
    /// The columns proposed.
    pub guesses: Vec<Guess>,
    /// Required fields that no column was found for.
    pub missing: Vec<&'static str>,
    /// What tells tables with these headings: SHA-256, 64 hexadecimal digits.
    pub fingerprint: String,
}

impl Proposal {
    /// Returns the mapping that is proposed.
    #[must_use]
    pub fn mapping(&self) -> Mapping {
        let columns = self.guesses.iter();
        Mapping {
            head: self.head.map_or(0, |(_, last)| last),
            columns: columns
                .map(|guess| (guess.field.to_owned(), guess.column))
                .collect(),
        }
    }

    /// Returns what to keep of a mapping that was used on this table.
    #[must_use]
    pub fn remember(&self, mapping: &Mapping) -> Remembered {
        Remembered {
            fingerprint: self.fingerprint.clone(),
            columns: mapping.columns.clone(),
        }
    }
}

/// What only the caller can tell of a cell, such as that it names a unit.
pub trait Hints {
    /// Whether the words look like those of a field. Only asked for fields that
    /// no heading named.
    fn looks_like(&self, field: &str, words: &str) -> bool;
}

/// No hints: headings, days, shares and numbers only.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHints;

impl Hints for NoHints {
    fn looks_like(&self, _field: &str, _words: &str) -> bool {
        false
    }
}

/// Proposes headings and columns for a table.
#[must_use]
pub fn propose(
    table: &Table,
    fields: &'static [Field],
    remembered: &[Remembered],
    hints: &dyn Hints,
) -> Proposal {
    let width = table.width();
    let head = best_head(table, fields, width);
    let headings = head.map_or_else(
        || vec![Vec::new(); width as usize],
        |(first, depth)| headings_at(table, first, depth, width),
    );
    let fingerprint = fingerprint(&headings);
    let mut guesses = match remembered
        .iter()
        .rev()
        .find(|r| r.fingerprint == fingerprint)
    {
        Some(known) => from_memory(fields, &known.columns, width),
        None => by_headings(&headings, fields),
    };
    let data_from = head.map_or(0, |(first, depth)| first + depth);
    let data_from = data_from + usize::from(is_index_row(table, data_from));
    if guesses.iter().all(|guess| guess.why != Why::Remembered) {
        let content = by_content(table, data_from, fields, &guesses, width, hints);
        guesses.extend(content);
    }
    let missing = fields
        .iter()
        .filter(|field| field.required && guesses.iter().all(|guess| guess.field != field.name));
    let row = |at: usize| table.rows.get(at).map_or(0, |row| row.number);
    Proposal {
        head: head.map(|(first, _)| (row(first), row(data_from.saturating_sub(1)))),
        headings: headings.iter().map(|parts| parts.join(" / ")).collect(),
        missing: missing.map(|field| field.name).collect(),
        guesses,
        fingerprint,
    }
}

fn from_memory(
    fields: &'static [Field],
    columns: &BTreeMap<String, u32>,
    width: u32,
) -> Vec<Guess> {
    let known = fields.iter().filter_map(|field| {
        let column = *columns.get(field.name)?;
        (column < width).then_some(Guess {
            field: field.name,
            column,
            why: Why::Remembered,
            sure: 100,
        })
    });
    known.collect()
}

/// The position of the first row of headings among the table's rows, and how
/// many rows they take.
fn best_head(table: &Table, fields: &'static [Field], width: u32) -> Option<(usize, usize)> {
    // A title stands alone in its row, and is no part of any heading.
    let is_alone = |at: usize| table.rows.get(at).is_none_or(|row| row.cells.len() < 2);
    let mut best: Option<(u32, usize, usize)> = None;
    for first in 0..table.rows.len().min(TOP_ROWS) {
        for depth in 1..=MOST_DEPTH {
            if (first..first + depth).any(is_alone) {
                break;
            }
            let headings = headings_at(table, first, depth, width);
            let sum = by_headings(&headings, fields)
                .iter()
                .map(|guess| u32::from(guess.sure))
                .sum();
            // Of equals the fewest rows: the first row of data adds nothing.
            let better = |(most, _, least)| sum > most || sum == most && depth < least;
            if sum > 0 && best.is_none_or(better) {
                best = Some((sum, first, depth));
            }
        }
    }
    let (_, mut first, mut depth) = best?;
    // A cell that is merged down into the row takes the rows above with it.
    let row = |at: usize| table.rows.get(at);
    while first > 0
        && depth < MOST_DEPTH
        && row(first).is_some_and(|it| hangs_down(table, it, width))
    {
        first -= 1;
        depth += 1;
    }
    Some((first, depth))
}

fn hangs_down(table: &Table, row: &SheetRow, width: u32) -> bool {
    let mut merges = (0..width).filter_map(|column| table.merge_at(row.number, column));
    merges.any(|merge| u64::from(merge.top) + 1 < row.number)
}

/// The parts of each column's heading, from the top, each once.
fn headings_at(table: &Table, first: usize, depth: usize, width: u32) -> Vec<Vec<String>> {
    let rows = table.rows.get(first..first + depth).unwrap_or_default();
    let heading = |column| {
        let mut parts: Vec<String> = Vec::new();
        for row in rows {
            let Some(Cell::Text(words)) = table.covering(row.number, column) else {
                continue;
            };
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !parts.contains(&words) {
                parts.push(words);
            }
        }
        parts
    };
    (0..width).map(heading).collect()
}

fn fingerprint(headings: &[Vec<String>]) -> String {
    let mut hash = Sha256::new();
    for parts in headings {
        hash.update(fold(&parts.join(" ")));
        hash.update([0]);
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a text can't fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The best column for each field by the words of the headings; each column for
/// one field.
fn by_headings(headings: &[Vec<String>], fields: &'static [Field]) -> Vec<Guess> {
    let mut scored = Vec::new();
    for (column, parts) in (0_u32..).zip(headings) {
        // A title is one long cell above the table, merged over all columns.
        if parts.is_empty() || parts.iter().any(|part| part.chars().count() > 120) {
            continue;
        }
        let folded: Vec<String> = parts.iter().map(|part| fold(part)).collect();
        for field in fields {
            let sure = likeness(&folded, field);
            if sure > 0 {
                scored.push((sure, column, field.name));
            }
        }
    }
    // Surest first; of equals the leftmost column.
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut columns, mut named, mut guesses) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (sure, column, field) in scored {
        if columns.contains(&column) || named.contains(field) {
            continue;
        }
        columns.insert(column);
        named.insert(field);
        guesses.push(Guess {
            field,
            column,
            why: Why::Heading,
            sure,
        });
    }
    guesses
}

/// How well a heading fits a field, 0 to 100.
fn likeness(parts: &[String], field: &Field) -> u8 {
    let whole = parts.join(" ");
    let last = parts.last().map_or("", String::as_str);
    if field.not.iter().any(|not| has_words(&whole, &fold(not))) {
        return 0;
    }
    let names = field.headings.iter().copied().chain([field.name]);
    let fits = (0_u8..).zip(names).map(|(nth, name)| {
        let name = fold(name);
        let base = if last == name || whole == name {
            100_u8
        } else if last.starts_with(&name) && has_words(last, &name) {
            85
        } else if has_words(last, &name) {
            75
        } else if has_words(&whole, &name) {
            60
        } else {
            0
        };
        // Of two names that fit, the more usual one wins.
        if base == 0 { 0 } else { base - nth.min(20) }
    });
    fits.max().unwrap_or(0)
}

/// Whether `text` holds `words` as whole words.
fn has_words(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}

/// Whether a row only counts the columns: `(1) (2) (3)`, `A B 1 2`.
fn is_index_row(table: &Table, at: usize) -> bool {
    let Some(row) = table.rows.get(at) else {
        return false;
    };
    let counts = |cell: &Cell| match cell {
        Cell::Number { value, percent } => !percent && value.whole().is_some_and(|n| n <= 99),
        Cell::Text(words) => {
            let inner = words
                .trim_start_matches(['(', '['])
                .trim_end_matches([')', ']']);
            let formula = inner
                .chars()
                .all(|c| c.is_ascii_digit() || "=+-x/: ".contains(c));
            (1..=12).contains(&inner.len()) && (formula || is_letter(inner))
        }
        _ => false,
    };
    row.cells.len() >= 3 && row.cells.iter().all(|(_, cell)| counts(cell))
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Columns for fields that no heading named, by what most of their cells hold.
fn by_content(
    table: &Table,
    from: usize,
    fields: &'static [Field],
    known: &[Guess],
    width: u32,
    hints: &dyn Hints,
) -> Vec<Guess> {
    let mut taken: BTreeSet<u32> = known.iter().map(|guess| guess.column).collect();
    let mut found = Vec::new();
    for field in fields {
        if known.iter().any(|guess| guess.field == field.name) {
            continue;
        }
        let share = |column: u32| {
            let rows = table.rows.iter().skip(from);
            let cells = rows.filter_map(|row| row.cell(column)).take(PROBE);
            let looks: Vec<bool> = cells.map(|cell| looks(cell, field, hints)).collect();
            let yes = looks.iter().filter(|it| **it).count();
            if looks.len() < 3 {
                0
            } else {
                yes * 100 / looks.len()
            }
        };
        let free = (0..width).filter(|column| !taken.contains(column));
        let best = free
            .map(|column| (share(column), column))
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((share, column)) = best.filter(|(share, _)| *share >= 70) {
            taken.insert(column);
            found.push(Guess {
                field: field.name,
                column,
                why: Why::Content,
                sure: u8::try_from(share / 2).unwrap_or(50),
            });
        }
    }
    found
}

fn looks(cell: &Cell, field: &Field, hints: &dyn Hints) -> bool {
    match (field.kind, cell) {
        (Kind::Day | Kind::DayOrWords, Cell::Day(_) | Cell::Moment(_)) => true,
        (Kind::Day | Kind::DayOrWords, Cell::Text(words)) => {
            values::day_in(words).is_ok() || hints.looks_like(field.name, words)
        }
        (Kind::Percent, Cell::Number { percent, .. }) => *percent,
        (Kind::Percent, Cell::Text(words)) => words.ends_with('%'),
        (_, Cell::Text(words)) => hints.looks_like(field.name, words),
        _ => false,
    }
}
