//! Single payments, millions of them, as CSV: read once, summed by project, source
//! and month.

use std::collections::BTreeMap;

use dondoc_investment::room::event::{Disbursed, Imported};
use dondoc_investment::room::plan::Source;
use dondoc_investment::room::project::{Scope, Series, SeriesKey, standing};
use dondoc_investment::room::{Event, What};
use dondoc_kinds::ProjectId;
use dondoc_sheets::Mapping;
use jiff::civil::Date;

use crate::money::Money;
use crate::rows::{Given, Turned};
use crate::wrong::{Wrong, WrongWhat};

/// So many bad cells are named; a file with more is bad as a whole.
const MOST_WRONG: usize = 200;

/// Where the columns are.
struct Columns {
    project: usize,
    source: Option<usize>,
    day: usize,
    year: Option<usize>,
    amount: usize,
}

/// The sums of one project, source and plan year, by month from January of the
/// plan year (1) to January of the next (13), and the newest payment.
#[derive(Default)]
struct Sums {
    first: Option<(Date, u64)>,
    newest: Option<Date>,
    months: [i64; 14],
}

/// Reads payments and makes one event of them: for each project, source and plan
/// year what was spent by the end of each month with a payment. What was known
/// before the first payment of a series is added to it.
///
/// `head` is the number of lines of headings. One pass; memory grows with the
/// number of projects, not with that of the payments.
///
/// # Errors
/// Bad cells with their rows, up to two hundred; then nothing is made.
pub fn turn(
    bytes: &[u8],
    file: &str,
    head: u64,
    mapping: &Mapping,
    money: Money,
    given: &Given<'_>,
) -> Result<Turned, Vec<Wrong>> {
    let mut reading = Reading {
        given,
        money,
        known: given.room.projects.keys().collect(),
        sources: Vec::new(),
        sums: BTreeMap::new(),
        wrong: Vec::new(),
        last: 0,
        rows: 0,
    };
    let Some(columns) = Columns::of(mapping) else {
        return Err(vec![Wrong {
            row: 0,
            field: "",
            what: WrongWhat::Fault(What::Nothing),
        }]);
    };
    reading.all(bytes, head, &columns);
    if !reading.wrong.is_empty() {
        return Err(reading.wrong);
    }
    let (series, places) = reading.series();
    let import = Some(Imported {
        file: file.into(),
        sha256: given.sha256.into(),
        rows: reading.rows,
    });
    let items = series.len();
    let event = Event::from(Disbursed {
        series,
        reason: given.reason.clone(),
        import,
    });
    let found = dondoc_investment::room::faults(given.room, &event, given.day).into_iter();
    let asked = found.filter(|it| !(given.confirmed && matches!(it.what, What::Slip { .. })));
    let wrong: Vec<Wrong> = asked
        .take(MOST_WRONG)
        .map(|fault| Wrong {
            row: places.get(fault.at).copied().unwrap_or(0),
            field: fault.field,
            what: WrongWhat::Fault(fault.what),
        })
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Turned {
        event,
        rows: reading.rows,
        items,
        skipped: 0,
        money,
    })
}

impl Columns {
    fn of(mapping: &Mapping) -> Option<Self> {
        let column = |field: &str| mapping.columns.get(field).map(|at| *at as usize);
        Some(Self {
            project: column("project")?,
            source: column("source"),
            day: column("day")?,
            year: column("year"),
            amount: column("amount")?,
        })
    }
}

struct Reading<'a> {
    given: &'a Given<'a>,
    money: Money,
    known: Vec<&'a ProjectId>,
    /// Words of sources that were met, with what they mean.
    sources: Vec<(Vec<u8>, Source)>,
    sums: BTreeMap<(usize, usize, i16), Sums>,
    wrong: Vec<Wrong>,
    /// The project of the row before: files are mostly ordered.
    last: usize,
    rows: u64,
}

impl Reading<'_> {
    fn all(&mut self, bytes: &[u8], head: u64, columns: &Columns) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(bytes))
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        while self.wrong.len() < MOST_WRONG {
            match reader.read_byte_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    let blank = record.iter().all(|cell| cell.trim_ascii().is_empty());
                    if line > head && !blank {
                        self.row(line, &record, columns);
                    }
                }
                Err(error) => {
                    let row = error.position().map_or(0, csv::Position::line);
                    let given = error.to_string();
                    self.wrong.push(Wrong {
                        row,
                        field: "",
                        what: WrongWhat::BadId { given },
                    });
                    break;
                }
            }
        }
    }

    fn row(&mut self, line: u64, record: &csv::ByteRecord, columns: &Columns) {
        self.rows += 1;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim_ascii();
        let project = self.project(line, cell(columns.project));
        let source = self.source(line, columns.source.map(cell));
        let day = self.day(line, cell(columns.day));
        let amount = self.amount(line, cell(columns.amount));
        let (Some(project), Some(source), Some(day), Some(amount)) = (project, source, day, amount)
        else {
            return;
        };
        let year = columns.year.map(cell).filter(|it| !it.is_empty());
        let year = match year {
            None => self.given.year,
            Some(text) => match std::str::from_utf8(text)
                .ok()
                .and_then(|it| it.parse().ok())
            {
                Some(year) => year,
                None => {
                    let what = WrongWhat::NotADay { given: words(text) };
                    self.wrong.push(Wrong {
                        row: line,
                        field: "year",
                        what,
                    });
                    return;
                }
            },
        };
        let month = i32::from(day.year() - year) * 12 + i32::from(day.month());
        let sums = self.sums.entry((project, source, year)).or_default();
        // A lot with the long window is paid after January; its sum stays there.
        let place = month.clamp(1, 13) as usize;
        if let Some(month) = sums.months.get_mut(place) {
            *month += amount;
        }
        if sums.first.is_none_or(|(first, _)| day < first) {
            sums.first = Some((day, line));
        }
        sums.newest = sums.newest.max(Some(day));
    }

    fn project(&mut self, line: u64, cell: &[u8]) -> Option<usize> {
        if self
            .known
            .get(self.last)
            .is_some_and(|id| id.as_str().as_bytes() == cell)
        {
            return Some(self.last);
        }
        let lower = cell.to_ascii_lowercase();
        let found = self
            .known
            .binary_search_by(|id| id.as_str().as_bytes().cmp(&lower));
        if let Ok(at) = found {
            self.last = at;
            return Some(at);
        }
        let project = words(cell);
        let what = WrongWhat::Fault(What::UnknownProject { project });
        self.wrong.push(Wrong {
            row: line,
            field: "project",
            what,
        });
        None
    }

    fn source(&mut self, line: u64, cell: Option<&[u8]>) -> Option<usize> {
        let text = cell.unwrap_or_default();
        if let Some(at) = self.sources.iter().position(|(known, _)| known == text) {
            return Some(at);
        }
        let meant = if text.is_empty() {
            self.given.source.clone()
        } else {
            let law = &self.given.room.law;
            law.source(&words(text)).map(|it| it.source.clone())
        };
        let Some(meant) = meant else {
            let what = if text.is_empty() {
                WrongWhat::NoSource
            } else {
                let law = &self.given.room.law;
                let known: Vec<&str> = law.sources.iter().map(|it| &*it.name_vi).collect();
                WrongWhat::UnknownSource {
                    given: words(text),
                    known: known.join(", "),
                }
            };
            self.wrong.push(Wrong {
                row: line,
                field: "source",
                what,
            });
            return None;
        };
        self.sources.push((text.to_vec(), meant));
        Some(self.sources.len() - 1)
    }

    fn day(&mut self, line: u64, cell: &[u8]) -> Option<Date> {
        let day = day(cell);
        if day.is_none() {
            let what = WrongWhat::NotADay { given: words(cell) };
            self.wrong.push(Wrong {
                row: line,
                field: "day",
                what,
            });
        }
        day
    }

    fn amount(&mut self, line: u64, cell: &[u8]) -> Option<i64> {
        let amount = whole(cell).and_then(|amount| {
            self.money
                .dong(dondoc_sheets::Decimal::new(i128::from(amount), 0))
        });
        if amount.is_none() {
            let what = WrongWhat::NotWhole {
                given: words(cell),
                money: self.money,
            };
            self.wrong.push(Wrong {
                row: line,
                field: "amount",
                what,
            });
        }
        amount
    }

    /// The series, each with the row of its first payment.
    fn series(&self) -> (Vec<Series>, Vec<u64>) {
        // Two words may mean one source.
        let mut merged: BTreeMap<(usize, &Source, i16), Sums> = BTreeMap::new();
        for ((project, source, year), sums) in &self.sums {
            let Some((_, source)) = self.sources.get(*source) else {
                continue;
            };
            let one = merged.entry((*project, source, *year)).or_default();
            for (month, amount) in one.months.iter_mut().zip(sums.months) {
                *month += amount;
            }
            one.first = match (one.first, sums.first) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            one.newest = one.newest.max(sums.newest);
        }
        let (mut all, mut places) = (Vec::new(), Vec::new());
        for ((project, source, year), sums) in merged {
            let (Some(id), Some((first, line)), Some(newest)) =
                (self.known.get(project), sums.first, sums.newest)
            else {
                continue;
            };
            let of = SeriesKey {
                plan_year: year,
                source: source.clone(),
                system: self.given.system,
                scope: Scope::YearPlan,
            };
            let mut so_far = self.before(id, &of, first);
            let mut points = Vec::new();
            for (month, amount) in sums.months.iter().enumerate().filter(|(_, it)| **it != 0) {
                so_far += amount;
                let end = month_end(year, month).map_or(newest, |end| end.min(newest));
                points.push((end.max(first), so_far));
            }
            if let Some(last) = points.last_mut() {
                last.0 = last.0.max(newest);
            }
            places.push(line);
            all.push(Series {
                project: (*id).clone(),
                of,
                points,
            });
        }
        (all, places)
    }

    fn before(&self, id: &ProjectId, of: &SeriesKey, first: Date) -> i64 {
        let project = self.given.room.projects.get(id);
        let figures = project.and_then(|project| project.spent.get(of));
        let eve = first.yesterday().unwrap_or(first);
        let known = figures.and_then(|figures| standing(figures, eve));
        known.map_or(0, |it| it.amount)
    }
}

fn month_end(year: i16, month: usize) -> Option<Date> {
    let (year, month) = if month > 12 {
        (year + 1, month - 12)
    } else {
        (year, month)
    };
    Some(
        Date::new(year, i8::try_from(month).ok()?, 1)
            .ok()?
            .last_of_month(),
    )
}

fn words(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).chars().take(80).collect()
}

/// Whole money, with or without points or commas between groups of three.
fn whole(cell: &[u8]) -> Option<i64> {
    let (sign, digits) = match cell {
        [b'-', rest @ ..] => (-1, rest),
        rest => (1, rest),
    };
    if digits.is_empty() || digits.len() > 24 {
        return None;
    }
    let (mut amount, mut group, mut grouped) = (0_i64, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                amount = amount
                    .checked_mul(10)?
                    .checked_add(i64::from(byte - b'0'))?;
                group += 1;
            }
            b'.' | b',' | b' ' if group > 0 && group <= 3 && (!grouped || group == 3) => {
                grouped = true;
                group = 0;
            }
            _ => return None,
        }
    }
    (!grouped || group == 3).then_some(sign * amount)
}

/// `2025-03-31` or `31/3/2025`.
fn day(cell: &[u8]) -> Option<Date> {
    let number = |digits: &[u8]| {
        let right = (1..=4).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        right.then(|| {
            digits
                .iter()
                .fold(0_i16, |n, byte| n * 10 + i16::from(byte - b'0'))
        })
    };
    let mut parts = cell.split(|byte| matches!(byte, b'-' | b'/' | b'.'));
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    if year.len() != 4 {
        return None;
    }
    let small = |digits| i8::try_from(number(digits)?).ok();
    Date::new(number(year)?, small(month)?, small(day)?).ok()
}

/// The separator that the first line has most of.
fn separator(bytes: &[u8]) -> u8 {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
    let marks = [b',', b';', b'\t'];
    marks
        .into_iter()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}
