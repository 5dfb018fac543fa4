//! Rows in, columns out.

use std::borrow::Cow;

use crate::attribute::{Attribute, Level, Values};
use crate::log::{EventLog, Lifecycle, NO_CODE, NO_TIME, NO_UNIT, Zones};
use crate::moments::Moments;
use crate::names::{Interner, Names};

/// Why rows make no log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BuildProblem {
    /// More different activities than a map can hold.
    #[error("more than 65,534 different activities: is that column the activity?")]
    TooManyActivities,
    /// More different units than codes.
    #[error("more than 65,534 different units: is that column the unit?")]
    TooManyUnits,
    /// More rows than one log holds; import it in parts.
    #[error("more than 4,294,967,295 events or cases in one log: import it in parts")]
    TooManyRows,
}

/// One event, as a source gives it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// What was done.
    pub activity: &'a str,
    /// When, microseconds since 1970 UTC, or [`NO_TIME`].
    pub time: i64,
    /// When it began, or [`NO_TIME`].
    pub start: i64,
    /// Who did it.
    pub resource: Option<&'a str>,
    /// Which unit did it.
    pub unit: Option<&'a str>,
    /// What the event says about its activity.
    pub lifecycle: Lifecycle,
}

impl<'a> Row<'a> {
    /// Returns a completed activity at a moment, and nothing else.
    pub fn new(activity: &'a str, time: i64) -> Self {
        Self {
            activity,
            time,
            start: NO_TIME,
            resource: None,
            unit: None,
            lifecycle: Lifecycle::Complete,
        }
    }
}

/// One event whose names have their codes already; see [`LogBuilder::activity_names`].
#[derive(Debug, Clone, Copy)]
pub struct CodedRow {
    /// What was done.
    pub activity: u32,
    /// When, microseconds since 1970 UTC, or [`NO_TIME`].
    pub time: i64,
    /// When it began, or [`NO_TIME`].
    pub start: i64,
    /// Who did it, or [`NO_CODE`].
    pub resource: u32,
    /// Which unit did it, or [`NO_CODE`].
    pub unit: u32,
    /// What the event says about its activity.
    pub lifecycle: Lifecycle,
}

/// A column as far as it has been read.
#[derive(Debug, Clone)]
struct Column {
    name: String,
    level: Level,
    text: Interner,
    codes: Vec<u32>,
    numbers: Vec<f64>,
    times: Vec<i64>,
}

/// Takes the rows of a log in any order.
///
/// Cases are those of [`LogBuilder::case`] (found again by their identifier) or
/// of [`LogBuilder::new_case`] (each a case of its own, as traces of XES are).
#[derive(Debug, Clone, Default)]
pub struct LogBuilder {
    cases: Interner,
    traces: Names,
    case: Vec<u32>,
    activities: Interner,
    activity: Vec<u16>,
    time: Vec<i64>,
    start: Moments,
    resources: Interner,
    resource: Vec<u32>,
    units: Interner,
    unit: Vec<u16>,
    lifecycle: Vec<Lifecycle>,
    columns: Vec<Column>,
    unordered: bool,
    problem: Option<BuildProblem>,
}

impl LogBuilder {
    /// Returns the index of the case with this identifier.
    pub fn case(&mut self, id: &str) -> u32 {
        self.cases.code(id)
    }

    /// Appends the indices of the cases with these identifiers; see [`Interner::codes_of`].
    pub fn cases<'a>(
        &mut self,
        ids: &[&'a [u8]],
        text: impl Fn(&'a [u8]) -> Cow<'a, str>,
        out: &mut Vec<u32>,
    ) {
        self.cases.codes_of(ids, text, out);
    }

    /// Begins a case of its own. Don't mix with [`LogBuilder::case`].
    pub fn new_case(&mut self, id: &str) -> u32 {
        let index = self.traces.len();
        self.traces.push(id);
        u32::try_from(index).unwrap_or_else(|_| {
            self.problem = Some(BuildProblem::TooManyRows);
            0
        })
    }

    /// Returns the index that the next [`LogBuilder::new_case`] will have, so that
    /// events can be added before the identifier is known.
    pub fn next_case(&self) -> u32 {
        u32::try_from(self.traces.len()).unwrap_or(u32::MAX)
    }

    /// How many events there are so far.
    pub fn events(&self) -> usize {
        self.activity.len()
    }

    /// The names of activities, whose codes [`CodedRow::activity`] takes.
    pub fn activity_names(&mut self) -> &mut Interner {
        &mut self.activities
    }

    /// The names of resources.
    pub fn resource_names(&mut self) -> &mut Interner {
        &mut self.resources
    }

    /// The names of units.
    pub fn unit_names(&mut self) -> &mut Interner {
        &mut self.units
    }

    /// Adds an event to a case.
    pub fn push(&mut self, case: u32, row: &Row<'_>) {
        let row = CodedRow {
            activity: self.activities.code(row.activity),
            time: row.time,
            start: row.start,
            resource: row
                .resource
                .map_or(NO_CODE, |name| self.resources.code(name)),
            unit: row.unit.map_or(NO_CODE, |name| self.units.code(name)),
            lifecycle: row.lifecycle,
        };
        self.push_coded(case, &row);
    }

    /// Adds an event whose names were given codes by this builder.
    pub fn push_coded(&mut self, case: u32, row: &CodedRow) {
        let activity = row.activity;
        let activity = self.code16(activity, BuildProblem::TooManyActivities);
        let before = self.activity.len();
        if before >= u32::MAX as usize {
            self.problem = Some(BuildProblem::TooManyRows);
            return;
        }
        self.unordered |= self.case.last().is_some_and(|&last| last > case);
        self.case.push(case);
        self.activity.push(activity);
        self.time.push(row.time);
        if row.start != NO_TIME || !self.start.is_empty() {
            self.start.fill(before);
            self.start.push(row.start);
        }
        if row.resource != NO_CODE || !self.resource.is_empty() {
            fill(&mut self.resource, before, NO_CODE);
            self.resource.push(row.resource);
        }
        if row.unit != NO_CODE || !self.unit.is_empty() {
            fill(&mut self.unit, before, NO_UNIT);
            let code = match row.unit {
                NO_CODE => NO_UNIT,
                code => self.code16(code, BuildProblem::TooManyUnits),
            };
            self.unit.push(code);
        }
        if row.lifecycle != Lifecycle::Complete || !self.lifecycle.is_empty() {
            fill(&mut self.lifecycle, before, Lifecycle::Complete);
            self.lifecycle.push(row.lifecycle);
        }
    }

    fn code16(&mut self, code: u32, problem: BuildProblem) -> u16 {
        match u16::try_from(code) {
            Ok(code) if code != u16::MAX => code,
            _ => {
                self.problem = Some(problem);
                0
            }
        }
    }

    /// Declares a further column and returns its number.
    pub fn column(&mut self, name: &str, level: Level) -> usize {
        self.columns.push(Column {
            name: name.to_owned(),
            level,
            text: Interner::default(),
            codes: Vec::new(),
            numbers: Vec::new(),
            times: Vec::new(),
        });
        self.columns.len() - 1
    }

    fn place(&self, column: usize, case: u32) -> Option<usize> {
        match self.columns.get(column)?.level {
            Level::Case => Some(case as usize),
            Level::Event => self.activity.len().checked_sub(1),
        }
    }

    /// Sets a text value of `case` or, in a column of events, of the last event.
    pub fn set_text(&mut self, column: usize, case: u32, value: &str) {
        if let Some(at) = self.place(column, case) {
            let column = &mut self.columns[column];
            let code = column.text.code(value);
            set(&mut column.codes, at, code, NO_CODE);
        }
    }

    /// Sets a number, likewise.
    pub fn set_number(&mut self, column: usize, case: u32, value: f64) {
        if let Some(at) = self.place(column, case) {
            set(&mut self.columns[column].numbers, at, value, f64::NAN);
        }
    }

    /// Sets a moment, likewise.
    pub fn set_time(&mut self, column: usize, case: u32, value: i64) {
        if let Some(at) = self.place(column, case) {
            set(&mut self.columns[column].times, at, value, NO_TIME);
        }
    }

    /// Returns the log: events grouped by case, in the order they came.
    ///
    /// # Errors
    /// See [`BuildProblem`].
    pub fn finish(self, zones: Zones) -> Result<EventLog, BuildProblem> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut case_ids = if self.traces.is_empty() {
            self.cases.into_names()
        } else {
            self.traces
        };
        // Events whose case was never closed, as in a file that breaks off.
        let highest = self.case.iter().max().map_or(0, |&case| case as usize + 1);
        while case_ids.len() < highest {
            case_ids.push("");
        }
        let cases = case_ids.len();
        let events = self.activity.len();
        let offsets = offsets(&self.case, cases);
        let attributes = self
            .columns
            .into_iter()
            .map(|column| column.finish(if_case(cases, events)))
            .collect();
        let mut log = EventLog {
            offsets,
            case_ids,
            activities: self.activities.into_names(),
            activity: self.activity,
            time: self.time,
            start: self.start,
            resources: self.resources.into_names(),
            resource: self.resource,
            units: self.units.into_names(),
            unit: self.unit,
            lifecycle: self.lifecycle,
            attributes,
            zones,
        };
        if self.unordered {
            let places = by_case(self.case, &log.offsets);
            put(&mut log.activity, &places);
            put(&mut log.time, &places);
            log.start.put(&places);
            put(&mut log.resource, &places);
            put(&mut log.unit, &places);
            put(&mut log.lifecycle, &places);
            for attribute in &mut log.attributes {
                if attribute.level == Level::Event {
                    match &mut attribute.values {
                        Values::Text { codes, .. } => put(codes, &places),
                        Values::Number(numbers) => put(numbers, &places),
                        Values::Time(times) => put(times, &places),
                    }
                }
            }
        }
        log.shrink();
        Ok(log)
    }
}

impl Column {
    fn finish(mut self, length: impl Fn(Level) -> usize) -> Attribute {
        let length = length(self.level);
        let texts = self.codes.iter().any(|&code| code != NO_CODE);
        // A column of several kinds of values is kept as text where it has text.
        let values = if texts {
            self.codes.resize(length, NO_CODE);
            Values::Text {
                codes: self.codes,
                names: self.text.into_names(),
            }
        } else if self.times.is_empty() {
            self.numbers.resize(length, f64::NAN);
            Values::Number(self.numbers)
        } else {
            self.times.resize(length, NO_TIME);
            Values::Time(self.times)
        };
        Attribute {
            name: self.name,
            level: self.level,
            values,
        }
    }
}

fn if_case(cases: usize, events: usize) -> impl Fn(Level) -> usize {
    move |level| match level {
        Level::Case => cases,
        Level::Event => events,
    }
}

fn fill<T: Clone>(column: &mut Vec<T>, length: usize, with: T) {
    if column.len() < length {
        column.resize(length, with);
    }
}

fn set<T: Clone>(column: &mut Vec<T>, at: usize, value: T, none: T) {
    if column.len() <= at {
        column.resize(at + 1, none);
    }
    column[at] = value;
}

fn offsets(case: &[u32], cases: usize) -> Vec<u32> {
    let mut offsets = vec![0_u32; cases + 1];
    for &case in case {
        offsets[case as usize + 1] += 1;
    }
    for index in 1..offsets.len() {
        offsets[index] += offsets[index - 1];
    }
    offsets
}

/// A counting sort: where each event goes. Takes the room of the cases.
fn by_case(mut case: Vec<u32>, offsets: &[u32]) -> Vec<u32> {
    let mut next = offsets.to_vec();
    for case in &mut case {
        let at = &mut next[*case as usize];
        *case = *at;
        *at += 1;
    }
    case
}

/// Brings a column into order; one that is not there stays so.
pub(crate) fn put<T: Copy>(column: &mut Vec<T>, places: &[u32]) {
    let mut sorted = column.clone();
    for (&value, &place) in column.iter().zip(places) {
        sorted[place as usize] = value;
    }
    *column = sorted;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_rows_come_out_by_case_in_file_order() {
        let mut builder = LogBuilder::default();
        let channel = builder.column("channel", Level::Event);
        for (id, activity, time) in [("b", "x", 5), ("a", "y", 3), ("b", "z", 1), ("a", "x", 4)] {
            let case = builder.case(id);
            let mut row = Row::new(activity, time);
            if time == 1 {
                row.resource = Some("r");
            }
            builder.push(case, &row);
            builder.set_text(channel, case, activity);
        }
        let mut log = builder.finish(Zones::default()).unwrap();
        assert_eq!((log.cases(), log.events()), (2, 4));
        assert_eq!(log.case_id(0), "b");
        assert_eq!(log.case_times(0), [5, 1]);
        assert_eq!(log.resource(), [NO_CODE, 0, NO_CODE, NO_CODE]);
        assert_eq!(log.unsorted_cases(), 1);
        log.sort_by_time();
        assert_eq!(log.case_times(0), [1, 5]);
        assert_eq!(log.resource(), [0, NO_CODE, NO_CODE, NO_CODE]);
    }

    #[test]
    fn only_complete_events_stay_and_empty_cases_go() {
        let mut builder = LogBuilder::default();
        for (id, lifecycle) in [
            ("1", Lifecycle::Start),
            ("2", Lifecycle::Start),
            ("2", Lifecycle::Complete),
        ] {
            let case = builder.case(id);
            let row = Row {
                lifecycle,
                ..Row::new("x", 1)
            };
            builder.push(case, &row);
        }
        let log = builder.finish(Zones::default()).unwrap().complete_only();
        assert_eq!((log.cases(), log.events(), log.case_id(0)), (1, 1, "2"));
    }
}
