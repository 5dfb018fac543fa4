//! A jurisdiction's calendar tables: office hours (TOML) and announced days (CSV).

use std::collections::BTreeMap;

use dondoc_kinds::{Arg, Say};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::calendar::Calendar;
use crate::event::{
    AnnouncedKind, Counting, CountingSet, DayAnnounced, Event, HoursSet, YearListed,
};
use crate::hours::{HoursProblem, OfficeHours, Shift, Weekday};
use crate::provision::Confidence;

/// What is wrong in a table, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableProblem {
    /// The office-hours file is not the TOML that is expected.
    HoursUnreadable {
        /// What the TOML reader says, with line and column.
        detail: String,
    },
    /// A block of office hours makes no sense.
    HoursWrong {
        /// The first day of the block.
        from: Date,
        /// Why.
        problem: HoursProblem,
    },
    /// No block of office hours at all.
    NoHours,
    /// A row of the days table can't be read.
    DayUnreadable {
        /// Line in the file, from 1.
        line: u64,
        /// What the CSV reader says.
        detail: String,
    },
    /// A day stands twice in the days table.
    DayTwice {
        /// Line of the second one.
        line: u64,
        /// The day.
        date: Date,
    },
    /// A fact without its source.
    NoSource {
        /// Line in the file, from 1.
        line: u64,
        /// The day.
        date: Date,
    },
}

impl Say for TableProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::HoursUnreadable { .. } => "calendar-table-hours-unreadable",
            Self::HoursWrong { problem, .. } => match problem {
                HoursProblem::NoWeekday => "calendar-table-hours-no-weekday",
                HoursProblem::NoShift => "calendar-table-hours-no-shift",
                HoursProblem::ShiftOrder => "calendar-table-hours-shift-order",
            },
            Self::NoHours => "calendar-table-no-hours",
            Self::DayUnreadable { .. } => "calendar-table-day-unreadable",
            Self::DayTwice { .. } => "calendar-table-day-twice",
            Self::NoSource { .. } => "calendar-table-no-source",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let line = |line: &u64| ("line", Arg::Count(i64::try_from(*line).unwrap_or(i64::MAX)));
        match self {
            Self::HoursUnreadable { detail } => vec![("detail", detail.as_str().into())],
            Self::HoursWrong { from, .. } => vec![("from", Arg::from(*from))],
            Self::NoHours => Vec::new(),
            Self::DayUnreadable { line: at, detail } => {
                vec![line(at), ("detail", detail.as_str().into())]
            }
            Self::DayTwice { line: at, date } | Self::NoSource { line: at, date } => {
                vec![line(at), ("date", Arg::from(*date))]
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFile {
    #[serde(default)]
    hours: Vec<HoursBlock>,
    counting: Option<Counting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursBlock {
    from: Date,
    weekdays: Vec<Weekday>,
    shifts: Vec<(Time, Time)>,
    source: SmolStr,
    confidence: Confidence,
}

#[derive(Deserialize)]
struct DayRow {
    date: Date,
    kind: AnnouncedKind,
    name_vi: SmolStr,
    source: SmolStr,
    confidence: Confidence,
}

/// Reads a jurisdiction's tables as events, in the order in which they apply.
///
/// `hours_toml` holds `[[hours]]` blocks (`from`, `weekdays`, `shifts`,
/// `source`, `confidence`) and at most one `[counting]`; `days_csv` the columns
/// `date,kind,name_vi,source,confidence`. Each year that has a row is taken to
/// be listed completely: nothing is computed for it.
///
/// # Errors
/// Every problem of both tables; then nothing is read.
pub fn table_events(hours_toml: &str, days_csv: &str) -> Result<Vec<Event>, Vec<TableProblem>> {
    let mut problems = Vec::new();
    let mut events = hours_events(hours_toml, &mut problems);
    events.extend(day_events(days_csv, &mut problems));
    if problems.is_empty() {
        Ok(events)
    } else {
        Err(problems)
    }
}

impl Calendar {
    /// Reads a jurisdiction's tables into a calendar. See [`table_events`].
    ///
    /// # Errors
    /// Every problem of both tables.
    pub fn from_tables(hours_toml: &str, days_csv: &str) -> Result<Self, Vec<TableProblem>> {
        let mut calendar = Self::default();
        for event in table_events(hours_toml, days_csv)? {
            calendar.apply(&event);
        }
        Ok(calendar)
    }
}

fn hours_events(text: &str, problems: &mut Vec<TableProblem>) -> Vec<Event> {
    let file: HoursFile = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            problems.push(TableProblem::HoursUnreadable {
                detail: error.to_string(),
            });
            return Vec::new();
        }
    };
    if file.hours.is_empty() {
        problems.push(TableProblem::NoHours);
    }
    let mut events = Vec::new();
    for block in file.hours {
        let shifts = block
            .shifts
            .into_iter()
            .map(|(start, end)| Shift { start, end })
            .collect();
        match OfficeHours::try_new(block.weekdays, shifts, block.source, block.confidence) {
            Ok(hours) => events.push(Event::HoursSet(HoursSet {
                from: block.from,
                hours,
            })),
            Err(problem) => problems.push(TableProblem::HoursWrong {
                from: block.from,
                problem,
            }),
        }
    }
    events.extend(
        file.counting
            .map(|counting| Event::CountingSet(CountingSet { counting })),
    );
    events
}

fn day_events(text: &str, problems: &mut Vec<TableProblem>) -> Vec<Event> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            problems.push(TableProblem::DayUnreadable {
                line: 1,
                detail: error.to_string(),
            });
            return Vec::new();
        }
    };
    let mut days: BTreeMap<Date, DayAnnounced> = BTreeMap::new();
    let mut years: BTreeMap<i16, SmolStr> = BTreeMap::new();
    for record in reader.records() {
        let (line, row) = match record {
            Ok(record) => (
                record.position().map_or(0, csv::Position::line),
                record.deserialize::<DayRow>(Some(&headers)),
            ),
            Err(error) => (error.position().map_or(0, csv::Position::line), Err(error)),
        };
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                problems.push(TableProblem::DayUnreadable {
                    line,
                    detail: error.to_string(),
                });
                continue;
            }
        };
        let date = row.date;
        if row.source.is_empty() {
            problems.push(TableProblem::NoSource { line, date });
        }
        years
            .entry(date.year())
            .or_insert_with(|| row.source.clone());
        let day = DayAnnounced {
            date,
            kind: row.kind,
            name: row.name_vi,
            source: row.source,
            confidence: row.confidence,
        };
        if days.insert(date, day).is_some() {
            problems.push(TableProblem::DayTwice { line, date });
        }
    }
    let listed = years
        .into_iter()
        .map(|(year, source)| Event::YearListed(YearListed { year, source }));
    listed
        .chain(days.into_values().map(Event::DayAnnounced))
        .collect()
}
