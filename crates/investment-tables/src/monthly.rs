//! Monthly tables for a back-test: columns that name the unit, year, month, the
//! plan as it was known then, and what was spent since the year began.

use std::collections::BTreeMap;

use dondoc_investment::forecast::Line;
use dondoc_kinds::{Arg, Say};
use dondoc_sheets::{Cell, Limits, SheetRefusal, SheetRow, Table};

/// Which columns hold what; year and month are always `year` and `month`.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// What makes a unit, the widest level first.
    pub unit: &'a [String],
    /// The year's plan as known in the month.
    pub plan: &'a str,
    /// Spent since the first day of the year.
    pub spent: &'a str,
}

/// Something wrong with a monthly table.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum MonthlyProblem {
    /// It is no table.
    Sheet(SheetRefusal),
    /// A column that was named is not there.
    NoColumn { column: String, known: String },
    /// A cell is no number.
    NotANumber {
        row: u64,
        column: String,
        given: String,
    },
    /// `1,234`: a thousand or one and a bit, and no other cell tells.
    TwoWays {
        row: u64,
        column: String,
        given: String,
    },
    /// No year of four digits.
    NotAYear { row: u64, given: String },
    /// No month from 1 to 24.
    NotAMonth { row: u64, given: String },
    /// The row has more cells than there are headings.
    TooWide { row: u64, cells: u64, headings: u64 },
}

impl Say for MonthlyProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::Sheet(refusal) => refusal.key(),
            Self::NoColumn { .. } => "investment-no-column",
            Self::NotANumber { .. } => "investment-not-a-number",
            Self::TwoWays { .. } => "investment-number-two-ways",
            Self::NotAYear { .. } => "investment-not-a-year",
            Self::NotAMonth { .. } => "investment-not-a-month",
            Self::TooWide { .. } => "investment-row-too-wide",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let row = |row: &u64| ("row", Arg::Text(row.to_string()));
        let given = |given: &String| ("given", Arg::from(given.as_str()));
        match self {
            Self::Sheet(refusal) => refusal.args(),
            Self::NoColumn { column, known } => vec![
                ("column", Arg::from(column.as_str())),
                ("known", Arg::from(known.as_str())),
            ],
            Self::NotANumber {
                row: r,
                column,
                given: g,
            }
            | Self::TwoWays {
                row: r,
                column,
                given: g,
            } => vec![row(r), ("column", Arg::from(column.as_str())), given(g)],
            Self::NotAYear { row: r, given: g } | Self::NotAMonth { row: r, given: g } => {
                vec![row(r), given(g)]
            }
            Self::TooWide {
                row: r,
                cells,
                headings,
            } => vec![
                row(r),
                ("cells", Arg::Count(*cells as i64)),
                ("headings", Arg::Count(*headings as i64)),
            ],
        }
    }
}

/// Months of a whole country, not the tracking sheet of an office.
const LIMITS: Limits = Limits {
    max_bytes: 512 << 20,
    max_unpacked_bytes: 2 << 30,
    max_entries: 4_000,
    max_rows: 5_000_000,
    max_columns: 512,
    max_text_bytes: 1 << 30,
};
/// Words by which programs say that there is no figure.
const NOTHING: [&str; 9] = ["na", "n/a", "nan", "null", "none", "-", "–", "—", "…"];

/// Reads a table of text (comma, semicolon or tab; point or comma before the
/// decimals, told by all cells together) or XLSX, whose first row are headings.
///
/// A row whose plan or money spent is empty is a month that was not reported: it
/// gives no line.
///
/// # Errors
/// Every cell that cannot be read is named; no line comes out then.
pub fn read(
    name: &str,
    bytes: &[u8],
    columns: &Columns<'_>,
) -> Result<Vec<Line>, Vec<MonthlyProblem>> {
    let table = dondoc_sheets::open(name, bytes, None, &LIMITS);
    let table = table.map_err(|refusal| vec![MonthlyProblem::Sheet(refusal)])?;
    let Some((head, rows)) = table.rows.split_first() else {
        return Ok(Vec::new());
    };
    let places = Places::find(head, columns).map_err(|problem| vec![problem])?;
    let mut reading = Reading {
        comma: DecimalSign::told_by(&table, &[places.plan, places.spent]),
        // Beside the table of a spreadsheet there may be notes.
        headings: if table.sheet.is_empty() {
            table_width(head)
        } else {
            u32::MAX
        },
        places,
        problems: Vec::new(),
    };
    let lines = rows.iter().filter_map(|row| reading.line(row)).collect();
    if reading.problems.is_empty() {
        Ok(lines)
    } else {
        Err(reading.problems)
    }
}

fn table_width(row: &SheetRow) -> u32 {
    row.cells.last().map_or(0, |(at, _)| at + 1)
}

/// Which sign stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DecimalSign {
    Point,
    Comma,
    /// No cell tells.
    Unknown,
}

impl DecimalSign {
    /// `1.234,5`, `12,5` and `1.234.567` are written with a comma; `1,234.5`, `12.5`
    /// and `1,234,567` with a point; `1,234` and `1.234` tell nothing.
    fn told_by(table: &Table, columns: &[u32]) -> Self {
        let cells = table.rows.iter().flat_map(|row| {
            let wanted = columns.iter();
            wanted.filter_map(|at| match row.cell(*at) {
                Some(Cell::Text(words)) => Self::of(words),
                _ => None,
            })
        });
        let mut count = BTreeMap::new();
        for sign in cells {
            *count.entry(sign == Self::Comma).or_insert(0_u64) += 1;
        }
        // Where both stand, the cells of the rarer one are named as no numbers.
        match (count.get(&false), count.get(&true)) {
            (None, None) => Self::Unknown,
            (point, comma) if point >= comma => Self::Point,
            _ => Self::Comma,
        }
    }

    fn of(words: &str) -> Option<Self> {
        let last = words.rfind(['.', ','])?;
        let comma = words[last..].starts_with(',');
        let (own, other) = if comma { (',', '.') } else { ('.', ',') };
        let after = words[last..].chars().skip(1);
        let digits = after.clone().filter(char::is_ascii_digit).count();
        let of = |is_comma: bool| Some(if is_comma { Self::Comma } else { Self::Point });
        if words.contains(other) {
            return of(comma);
        }
        if words.matches(own).count() > 1 {
            return of(!comma);
        }
        // One sign: three digits after it may be thousands.
        (digits != 3).then(|| of(comma)).flatten()
    }
}

struct Places {
    unit: Vec<u32>,
    year: u32,
    month: u32,
    plan: u32,
    spent: u32,
    names: BTreeMap<u32, String>,
}

impl Places {
    fn find(head: &SheetRow, columns: &Columns<'_>) -> Result<Self, MonthlyProblem> {
        let names: BTreeMap<u32, String> = head
            .cells
            .iter()
            .map(|(at, cell)| (*at, cell.shown()))
            .collect();
        let place = |wanted: &str| {
            let exact = names.iter().find(|(_, name)| *name == wanted);
            let alike = || {
                let wanted = wanted.to_lowercase();
                names.iter().find(|(_, name)| name.to_lowercase() == wanted)
            };
            let found = exact.or_else(alike).map(|(at, _)| *at);
            found.ok_or_else(|| MonthlyProblem::NoColumn {
                column: wanted.to_owned(),
                known: names.values().cloned().collect::<Vec<_>>().join(", "),
            })
        };
        let unit: Result<Vec<u32>, _> = columns.unit.iter().map(|it| place(it)).collect();
        Ok(Self {
            unit: unit?,
            year: place("year")?,
            month: place("month")?,
            plan: place(columns.plan)?,
            spent: place(columns.spent)?,
            names,
        })
    }
}

struct Reading {
    places: Places,
    headings: u32,
    comma: DecimalSign,
    problems: Vec<MonthlyProblem>,
}

impl Reading {
    fn line(&mut self, row: &SheetRow) -> Option<Line> {
        let width = table_width(row);
        if width > self.headings {
            self.problems.push(MonthlyProblem::TooWide {
                row: row.number,
                cells: u64::from(width),
                headings: u64::from(self.headings),
            });
            return None;
        }
        let year = self.whole(row, self.places.year, 1000..=9999, |row, given| {
            MonthlyProblem::NotAYear { row, given }
        });
        let month = self.whole(row, self.places.month, 1..=24, |row, given| {
            MonthlyProblem::NotAMonth { row, given }
        });
        let plan = self.figure(row, self.places.plan);
        let spent = self.figure(row, self.places.spent);
        let shown = |at: &u32| row.cell(*at).map(Cell::shown).unwrap_or_default();
        Some(Line {
            unit: self.places.unit.iter().map(shown).collect(),
            year: year?,
            month: month?.unsigned_abs(),
            plan: plan?,
            spent: spent?,
        })
    }

    fn whole(
        &mut self,
        row: &SheetRow,
        at: u32,
        range: std::ops::RangeInclusive<i32>,
        problem: impl FnOnce(u64, String) -> MonthlyProblem,
    ) -> Option<i32> {
        let given = row.cell(at).map(Cell::shown).unwrap_or_default();
        // `2024.0` is how programs write a year among missing ones.
        let digits = given.strip_suffix(".0").unwrap_or(&given);
        let number = digits.parse().ok().filter(|it| range.contains(it));
        if number.is_none() {
            self.problems.push(problem(row.number, given));
        }
        number
    }

    /// A figure; `None` where none is given, or it is wrong.
    fn figure(&mut self, row: &SheetRow, at: u32) -> Option<f64> {
        let cell = row.cell(at)?;
        let given = cell.shown();
        let read = match cell {
            Cell::Text(words) if NOTHING.contains(&words.to_lowercase().as_str()) => return None,
            Cell::Text(words) => number(words, self.comma),
            Cell::Number {
                value,
                percent: false,
            } => value.to_string().parse().map_err(|_| Odd::NotANumber),
            _ => Err(Odd::NotANumber),
        };
        let (row, column) = (row.number, self.places.names.get(&at).cloned());
        let column = column.unwrap_or_default();
        match read {
            Ok(number) => Some(number),
            Err(odd) => {
                self.problems.push(match odd {
                    Odd::NotANumber => MonthlyProblem::NotANumber { row, column, given },
                    Odd::TwoWays => MonthlyProblem::TwoWays { row, column, given },
                });
                None
            }
        }
    }
}

enum Odd {
    NotANumber,
    TwoWays,
}

/// Reads digits with a sign before the decimals and others between thousands.
fn number(words: &str, sign: DecimalSign) -> Result<f64, Odd> {
    let finite = |text: &str| {
        let number = text.parse::<f64>().ok().filter(|it| it.is_finite());
        number.ok_or(Odd::NotANumber)
    };
    if !words.contains(',') && sign != DecimalSign::Comma {
        // Plain, or as a program writes it: `1.5e9`. Words such as `inf` are none.
        if let Ok(number) = finite(words) {
            return Ok(number);
        }
    }
    let bare: String = words.chars().filter(|it| !it.is_whitespace()).collect();
    let (decimal, thousands) = match sign {
        DecimalSign::Comma => (',', '.'),
        DecimalSign::Point => ('.', ','),
        DecimalSign::Unknown if bare.contains(',') => return Err(Odd::TwoWays),
        DecimalSign::Unknown => ('.', ','),
    };
    let (whole, part) = match bare.split_once(decimal) {
        Some((whole, part)) => (whole, Some(part)),
        None => (bare.as_str(), None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let (minus, body) = match whole.strip_prefix('-') {
        Some(body) => ("-", body),
        None => ("", whole),
    };
    let mut groups = body.split(thousands);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let good = digits(first)
        && (rest.is_empty() || first.len() <= 3)
        && rest.iter().all(|it| digits(it) && it.len() == 3)
        && part.is_none_or(digits);
    if !good {
        return Err(Odd::NotANumber);
    }
    let part = part.unwrap_or("0");
    finite(&format!("{minus}{first}{}.{part}", rest.concat()))
}
