//! Monthly tables: unit columns, year, month, plan, spent since the year began.

use std::path::Path;

use anyhow::Context as _;
use dondoc_investment::forecast::Line;
use dondoc_kinds::{Arg, Say};

use crate::trouble::Trouble;

/// Which columns hold what.
pub(super) struct Columns<'a> {
    pub(super) unit: &'a [String],
    pub(super) plan: &'a str,
    pub(super) spent: &'a str,
}

/// Something wrong at a place of the table.
#[derive(Debug)]
pub(super) enum TableProblem {
    NoColumn {
        column: String,
        known: String,
    },
    NotANumber {
        row: u64,
        column: String,
        given: String,
    },
    BadRow {
        row: u64,
        what: String,
    },
}

impl Say for TableProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::NoColumn { .. } => "investment-no-column",
            Self::NotANumber { .. } => "investment-not-a-number",
            Self::BadRow { .. } => "investment-bad-row",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::NoColumn { column, known } => vec![
                ("column", Arg::from(column.as_str())),
                ("known", Arg::from(known.as_str())),
            ],
            Self::NotANumber { row, column, given } => vec![
                ("row", Arg::Text(row.to_string())),
                ("column", Arg::from(column.as_str())),
                ("given", Arg::from(given.as_str())),
            ],
            Self::BadRow { row, what } => vec![
                ("row", Arg::Text(row.to_string())),
                ("what", Arg::from(what.as_str())),
            ],
        }
    }
}

/// Reads a table. A line whose plan or money spent is empty is a month that
/// was not reported.
///
/// # Errors
/// Every cell that is no number is named; nothing is read then.
pub(super) fn read(file: &Path, columns: &Columns<'_>) -> Result<Vec<Line>, Trouble> {
    let bytes =
        std::fs::read(file).with_context(|| format!("failed to read {}", file.display()))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let heads = reader
        .headers()
        .map_err(|error| bad_row(1, &error))?
        .clone();
    let place = |column: &str| {
        heads.iter().position(|head| head == column).ok_or_else(|| {
            Trouble::refused(TableProblem::NoColumn {
                column: column.to_owned(),
                known: heads.iter().collect::<Vec<_>>().join(", "),
            })
        })
    };
    let unit = columns
        .unit
        .iter()
        .map(|column| place(column))
        .collect::<Result<Vec<_>, _>>()?;
    let [year, month] = [place("year")?, place("month")?];
    let [plan, spent] = [place(columns.plan)?, place(columns.spent)?];
    let mut lines = Vec::new();
    let mut problems: Vec<Box<dyn Say>> = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(Box::new(row_problem(at as u64 + 2, &error)));
                continue;
            }
        };
        let row = record.position().map_or(at as u64 + 2, csv::Position::line);
        let mut number = |at: usize| {
            let given = record.get(at).unwrap_or_default();
            if given.is_empty() {
                return None;
            }
            let number = given.parse::<f64>().ok().filter(|n| n.is_finite());
            if number.is_none() {
                problems.push(Box::new(TableProblem::NotANumber {
                    row,
                    column: heads.get(at).unwrap_or_default().to_owned(),
                    given: given.to_owned(),
                }));
            }
            number
        };
        let figures = [number(year), number(month), number(plan), number(spent)];
        let [Some(year), Some(month), Some(plan), Some(spent)] = figures else {
            continue;
        };
        let unit = unit.iter().map(|at| record[*at].to_owned()).collect();
        lines.push(Line {
            unit,
            year: year as i32,
            month: month as u32,
            plan,
            spent,
        });
    }
    if problems.is_empty() {
        Ok(lines)
    } else {
        Err(Trouble::Problems(problems))
    }
}

fn row_problem(row: u64, error: &csv::Error) -> TableProblem {
    TableProblem::BadRow {
        row: error.position().map_or(row, csv::Position::line),
        what: error.to_string(),
    }
}

fn bad_row(row: u64, error: &csv::Error) -> Trouble {
    Trouble::refused(row_problem(row, error))
}
