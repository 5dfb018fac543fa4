//! Cells to values. Reading is total: each bad cell is a problem, and all
//! problems of all files come back at once.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::{TableFault, TableProblem, Tables};

/// Lines with their cells by heading.
type Rows = Vec<(u64, BTreeMap<String, String>)>;

/// A row and where it stands.
pub(super) struct Row<'t> {
    pub(super) file: &'static str,
    pub(super) line: u64,
    cells: BTreeMap<&'t str, &'t str>,
}

/// The rows of all tables, by file.
#[derive(Default)]
pub(super) struct Raw {
    files: BTreeMap<&'static str, Rows>,
}

impl Raw {
    pub(super) fn rows(&self, file: &'static str) -> Vec<Row<'_>> {
        let rows = self.files.get(file).map_or(&[][..], Vec::as_slice);
        rows.iter()
            .map(|(line, cells)| Row {
                file,
                line: *line,
                cells: cells
                    .iter()
                    .map(|(k, v)| (k.as_str(), v.as_str()))
                    .collect(),
            })
            .collect()
    }
}

/// The columns each table must have.
fn columns(file: &str) -> &'static [&'static str] {
    match file {
        "kinds.csv" => &["kind", "term_vi", "term_en", "level", "bare"],
        "forms.csv" => &["kind", "pattern", "organ"],
        "titles.csv" => &["phrase", "role", "organ"],
        "abbreviations.csv" => &["short", "long"],
        "qualifiers.csv" => &["phrase", "sense"],
        "classes.csv" => &["class", "phrases", "kinds", "units", "direct", "open"],
        "aliases.csv" => &["unit", "text", "organ", "from", "until"],
        "posts.csv" => &["kind", "suffix", "role", "direct", "title"],
        "successions.csv" => &[
            "from",
            "to",
            "on",
            "share",
            "matter",
            "instrument",
            "source",
            "confidence",
        ],
        _ => &[
            "unit",
            "kind",
            "name",
            "parent",
            "code",
            "valid_from",
            "valid_to",
            "instrument",
            "source",
            "confidence",
        ],
    }
}

pub(super) fn read(tables: &Tables) -> (Raw, Vec<TableProblem>) {
    let mut raw = Raw::default();
    let mut problems = Vec::new();
    for file in Tables::FILES {
        match tables.files.get(*file) {
            None => problems.push(problem(file, 0, "", TableFault::MissingFile)),
            Some(text) => match read_file(file, text) {
                Ok(rows) => {
                    raw.files.insert(file, rows);
                }
                Err(found) => problems.extend(found),
            },
        }
    }
    (raw, problems)
}

fn read_file(file: &'static str, text: &str) -> Result<Rows, Vec<TableProblem>> {
    // A spreadsheet puts a byte order mark before the first heading.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |line: u64, e: &csv::Error| {
        let detail = e.to_string();
        vec![problem(file, line, "", TableFault::NotATable { detail })]
    };
    let headings = reader.headers().map_err(|e| broken(1, &e))?.clone();
    let missing: Vec<TableProblem> = columns(file)
        .iter()
        .filter(|column| headings.iter().all(|h| h != **column))
        .map(|column| problem(file, 1, column, TableFault::MissingColumn))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let line = e.position().map_or(0, csv::Position::line);
            broken(line, &e)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = headings.iter().zip(record.iter());
        let cells = cells.map(|(h, c)| (h.to_owned(), c.to_owned())).collect();
        rows.push((line, cells));
    }
    Ok(rows)
}

fn problem(file: &str, row: u64, column: &str, fault: TableFault) -> TableProblem {
    TableProblem {
        file: file.to_owned(),
        row,
        column: column.to_owned(),
        fault,
    }
}

impl Row<'_> {
    pub(super) fn problem(&self, column: &str, fault: TableFault) -> TableProblem {
        problem(self.file, self.line, column, fault)
    }

    pub(super) fn text(&self, column: &str) -> Option<String> {
        let cell = self.cells.get(column).copied().unwrap_or("");
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    pub(super) fn needed(&self, column: &str, problems: &mut Vec<TableProblem>) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            problems.push(self.problem(column, TableFault::Empty));
        }
        text
    }

    pub(super) fn day(&self, column: &str, problems: &mut Vec<TableProblem>) -> Option<Date> {
        let given = self.text(column)?;
        let day = given.parse().ok();
        if day.is_none() {
            problems.push(self.problem(column, TableFault::NotADay { given }));
        }
        day
    }

    pub(super) fn id<T: std::str::FromStr>(
        &self,
        column: &str,
        problems: &mut Vec<TableProblem>,
    ) -> Option<T> {
        let given = self.text(column)?;
        let id = given.parse().ok();
        if id.is_none() {
            problems.push(self.problem(column, TableFault::NotAnId { given }));
        }
        id
    }

    pub(super) fn needed_id<T: std::str::FromStr>(
        &self,
        column: &str,
        problems: &mut Vec<TableProblem>,
    ) -> Option<T> {
        self.needed(column, problems)?;
        self.id(column, problems)
    }

    /// Reads ids that are separated by spaces.
    pub(super) fn ids<T: std::str::FromStr>(
        &self,
        column: &str,
        problems: &mut Vec<TableProblem>,
    ) -> Vec<T> {
        let mut ids = Vec::new();
        for given in self.text(column).unwrap_or_default().split_whitespace() {
            match given.parse() {
                Ok(id) => ids.push(id),
                Err(_) => {
                    let given = given.to_owned();
                    problems.push(self.problem(column, TableFault::NotAnId { given }));
                }
            }
        }
        ids
    }

    /// Reads one of the words of an enum, as its JSON writes it.
    pub(super) fn word<T: DeserializeOwned>(
        &self,
        column: &str,
        allowed: &str,
        problems: &mut Vec<TableProblem>,
    ) -> Option<T> {
        let given = self.needed(column, problems)?;
        let word = serde_json::from_value(serde_json::Value::String(given.clone())).ok();
        if word.is_none() {
            let allowed = allowed.to_owned();
            problems.push(self.problem(column, TableFault::NotOneOf { given, allowed }));
        }
        word
    }

    pub(super) fn yes(&self, column: &str, problems: &mut Vec<TableProblem>) -> bool {
        match self.text(column).as_deref() {
            Some("yes") => true,
            Some("no") | None => false,
            Some(given) => {
                let given = given.to_owned();
                let allowed = "yes, no".to_owned();
                problems.push(self.problem(column, TableFault::NotOneOf { given, allowed }));
                false
            }
        }
    }
}
