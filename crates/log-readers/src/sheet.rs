//! Tables of events as XLSX, cell by cell.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Cell, DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use dondoc_lake::{EventLog, Level, Lifecycle, LogBuilder, NO_TIME, Row};

use crate::mapping::Role;
use crate::moment::{DateOrder, Moment, parse_moment};
use crate::report::{LogProblem, Report, Why};
use crate::zones::Offsets;
use crate::{Options, xes};

/// What all parts may unpack to: more than a full sheet with all its texts.
const MOST_UNPACKED: u64 = 4 << 30;
/// Headings are looked for in so many first rows: offices put a title above.
const TOP_ROWS: u32 = 15;
/// The last column that Excel has.
const MOST_COLUMNS: u32 = 16_384;

fn broken(error: &XlsxError) -> LogProblem {
    LogProblem::Xlsx(error.to_string())
}

/// Reads the first sheet that has the needed columns.
pub(crate) fn read(path: &Path, options: &Options) -> Result<(EventLog, Report), LogProblem> {
    let open = || {
        File::open(path).map_err(|source| LogProblem::Io {
            path: path.to_owned(),
            source,
        })
    };
    check_unpacked(open()?)?;
    let mut book = Xlsx::new(BufReader::new(open()?)).map_err(|error| broken(&error))?;
    let mut first_problem = None;
    for name in book.sheet_names() {
        match sheet(&mut book, &name, options) {
            Ok(found) => return Ok(found),
            Err(problem @ (LogProblem::NoColumn { .. } | LogProblem::Empty)) => {
                first_problem.get_or_insert(problem);
            }
            Err(problem) => return Err(problem),
        }
    }
    Err(first_problem.unwrap_or(LogProblem::Empty))
}

/// Refuses an archive that unpacks to far more than a workbook.
fn check_unpacked(file: File) -> Result<(), LogProblem> {
    let wrong = |error: zip::result::ZipError| LogProblem::Xlsx(error.to_string());
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(wrong)?;
    let mut total = 0_u64;
    for nth in 0..archive.len() {
        total = total.saturating_add(archive.by_index(nth).map_err(wrong)?.size());
    }
    if total > MOST_UNPACKED {
        return Err(LogProblem::Xlsx(format!(
            "unpacks to {total} bytes, more than {MOST_UNPACKED}"
        )));
    }
    Ok(())
}

/// A cell as far as a log needs it.
#[derive(Debug, Clone, Default, PartialEq)]
enum Value {
    #[default]
    Nothing,
    Text(String),
    Number(f64),
    Moment(i64),
}

impl Value {
    fn of(data: &DataRef<'_>) -> Self {
        match data {
            DataRef::Int(number) => Self::Number(*number as f64),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::String(text) => Self::text(text),
            DataRef::SharedString(text) => Self::text(text),
            DataRef::Bool(yes) => Self::Text(yes.to_string()),
            DataRef::DateTime(moment) if !moment.is_duration() => Self::Moment(micros(*moment)),
            DataRef::DateTime(duration) => Self::Number(duration.as_f64()),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Self::text(text),
            DataRef::Error(_) | DataRef::Empty => Self::Nothing,
        }
    }

    fn text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Nothing,
            text => Self::Text(text.to_owned()),
        }
    }

    fn write(&self, into: &mut String) {
        into.clear();
        match self {
            Self::Nothing => {}
            Self::Text(text) => into.push_str(text),
            Self::Number(number) => into.push_str(&number.to_string()),
            Self::Moment(micros) => into.push_str(&day_of(*micros)),
        }
    }

    /// `None` where what stands there is no moment.
    fn moment(&self) -> Option<Option<Moment>> {
        let naive = |micros| Moment {
            micros,
            offset: None,
        };
        match self {
            Self::Nothing => Some(None),
            Self::Moment(micros) => Some(Some(naive(*micros))),
            // A day number whose cell lost its format: 1954 to 2119.
            Self::Number(days) if (20_000.0..80_000.0).contains(days) => {
                Some(Some(naive(of_serial(*days))))
            }
            Self::Number(number) => {
                let text = number.to_string();
                parse_moment(text.as_bytes(), DateOrder::DayFirst).map(Some)
            }
            Self::Text(text) => parse_moment(text.as_bytes(), DateOrder::DayFirst).map(Some),
        }
    }
}

/// Microseconds since 1970 of days since 1899-12-30, to the millisecond.
fn of_serial(days: f64) -> i64 {
    ((days - 25_569.0) * 86_400_000.0).round() as i64 * 1_000
}

fn micros(moment: ExcelDateTime) -> i64 {
    let plain = of_serial(moment.as_f64());
    // Workbooks of old Macs count from 1904; the library knows which they are.
    let (year, ..) = moment.to_ymd_hms_milli();
    let years_off = i64::from(year) - year_of(plain);
    if (3..=5).contains(&years_off) {
        plain + 1_462 * 86_400_000_000
    } else {
        plain
    }
}

fn year_of(micros: i64) -> i64 {
    1970 + micros.div_euclid(31_556_952_000_000)
}

/// A moment as text, where a column of texts holds one.
fn day_of(micros: i64) -> String {
    let seconds = micros.div_euclid(1_000_000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // H. Hinnant, civil_from_days.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let part = (5 * of_year + 2) / 153;
    let day = of_year - (153 * part + 2) / 5 + 1;
    let month = if part < 10 { part + 3 } else { part - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

struct Table<'o> {
    options: &'o Options,
    places: [Option<usize>; 7],
    kept: Vec<(usize, usize)>,
    builder: LogBuilder,
    offsets: Offsets,
    report: Report,
    texts: [String; 6],
}

fn sheet(
    book: &mut Xlsx<BufReader<File>>,
    name: &str,
    options: &Options,
) -> Result<(EventLog, Report), LogProblem> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet of charts has no cells.
        Err(_) => return Err(LogProblem::Empty),
    };
    let mut table: Option<Table<'_>> = None;
    let mut tops: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<Value> = Vec::new();
    let mut number = 0_u32;
    loop {
        let cell = cells.next_cell().map_err(|error| broken(&error))?;
        let at = cell.as_ref().map(Cell::get_position);
        if at.is_none_or(|(next, _)| next != number) && !row.is_empty() {
            let line = u64::from(number) + 1;
            match &mut table {
                Some(table) => table.row(line, &row),
                None if number < TOP_ROWS => {
                    let mut header = vec![String::new(); row.len()];
                    for (text, value) in header.iter_mut().zip(&row) {
                        value.write(text);
                    }
                    match Table::begin(&header, options) {
                        Some(begun) => table = Some(begun),
                        None => tops.push(header),
                    }
                }
                None => break,
            }
            row.clear();
        }
        let (Some(cell), Some((next, column))) = (cell, at) else {
            break;
        };
        number = next;
        if column < MOST_COLUMNS {
            let column = column as usize;
            if row.len() <= column {
                row.resize(column + 1, Value::Nothing);
            }
            row[column] = Value::of(cell.get_value());
        }
    }
    let Some(table) = table else {
        return Err(missing(tops, options));
    };
    let zones = table.offsets.zones(options.naive_offset_minutes);
    let log = table.builder.finish(zones)?;
    let mut report = table.report;
    report.look_at(&log);
    Ok((log, report))
}

/// Which column is not there, of the row that has most of them.
fn missing(tops: Vec<Vec<String>>, options: &Options) -> LogProblem {
    let found = |header: &Vec<String>| options.place(header).iter().flatten().count();
    let best = tops.into_iter().max_by_key(|header| {
        let filled = header.iter().filter(|text| !text.is_empty()).count();
        (found(header), filled)
    });
    let Some(header) = best else {
        return LogProblem::Empty;
    };
    let places = options.place(&header);
    let needed = [Role::Case, Role::Activity, Role::Time];
    let role = needed
        .into_iter()
        .find(|&role| places[role as usize].is_none());
    let columns: Vec<String> = header.into_iter().filter(|text| !text.is_empty()).collect();
    LogProblem::NoColumn {
        role: role.unwrap_or(Role::Case).name(),
        columns,
    }
}

impl<'o> Table<'o> {
    /// `None` when the row does not name the needed columns.
    fn begin(header: &[String], options: &'o Options) -> Option<Self> {
        let places = options.place(header);
        for role in [Role::Case, Role::Activity, Role::Time] {
            places[role as usize]?;
        }
        let mut report = Report {
            form: "xlsx",
            headings: header.to_vec(),
            ..Report::default()
        };
        for (place, role) in places.iter().zip(Role::ALL) {
            if let Some(column) = place {
                let column = &header[*column];
                report.columns.push(format!("{}={column}", role.name()));
            }
        }
        let mut builder = LogBuilder::default();
        let mut kept = Vec::new();
        for (at, name) in header.iter().enumerate() {
            let wanted = !name.is_empty() && options.attributes.wants(name);
            if wanted && !places.contains(&Some(at)) {
                let level = if name.starts_with("case:") {
                    Level::Case
                } else {
                    Level::Event
                };
                kept.push((at, builder.column(name, level)));
            }
        }
        Some(Self {
            options,
            places,
            kept,
            builder,
            offsets: Offsets::default(),
            report,
            texts: [const { String::new() }; 6],
        })
    }

    fn row(&mut self, line: u64, row: &[Value]) {
        if row.iter().all(|value| *value == Value::Nothing) {
            return;
        }
        let nothing = Value::Nothing;
        let places = self.places;
        let at = |role: Role| -> &Value {
            let place = places[role as usize];
            place.and_then(|at| row.get(at)).unwrap_or(&nothing)
        };
        let [case, activity, resource, unit, lifecycle, shown] = &mut self.texts;
        at(Role::Case).write(case);
        at(Role::Activity).write(activity);
        at(Role::Resource).write(resource);
        at(Role::Unit).write(unit);
        at(Role::Lifecycle).write(lifecycle);
        let time = at(Role::Time).moment();
        if case.is_empty() {
            return self.report.reject(line, Why::NoCase, "");
        }
        if activity.is_empty() {
            return self.report.reject(line, Why::NoActivity, case);
        }
        let Some(time) = time else {
            at(Role::Time).write(shown);
            return self.report.reject(line, Why::BadMoment, shown);
        };
        let naive = self.options.naive_offset_minutes;
        let time = time.map_or(NO_TIME, |time| {
            self.offsets.see(time);
            time.utc(naive)
        });
        let start = at(Role::Start).moment().flatten();
        let said = |text: &'_ String| !text.is_empty();
        let index = self.builder.case(case);
        self.builder.push(
            index,
            &Row {
                activity,
                time,
                start: start.map_or(NO_TIME, |start| start.utc(naive)),
                resource: Some(resource.as_str()).filter(|_| said(resource)),
                unit: Some(unit.as_str()).filter(|_| said(unit)),
                lifecycle: if lifecycle.is_empty() {
                    Lifecycle::Complete
                } else {
                    xes::lifecycle(lifecycle)
                },
            },
        );
        for &(at, column) in &self.kept {
            match row.get(at) {
                Some(Value::Text(text)) => self.builder.set_text(column, index, text),
                Some(Value::Number(number)) => self.builder.set_number(column, index, *number),
                Some(Value::Moment(micros)) => {
                    let offset = i64::from(naive) * 60_000_000;
                    self.builder.set_time(column, index, micros - offset);
                }
                Some(Value::Nothing) | None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_moments_to_the_millisecond() {
        // 5 February 2024, 09:30:15.
        let serial = 45_327.0 + (9.0 * 3_600.0 + 30.0 * 60.0 + 15.0) / 86_400.0;
        assert_eq!(of_serial(serial), 1_707_125_415_000_000);
        assert_eq!(day_of(1_707_125_415_000_000), "2024-02-05 09:30:15");
        assert_eq!(day_of(-1), "1969-12-31 23:59:59");
    }
}
