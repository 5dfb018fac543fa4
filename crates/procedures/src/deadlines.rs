//! Whether cases end on time, by a definition that the result names.

use std::borrow::Cow;

use dondoc_lake::{EventLog, Level, NO_TIME, Values};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::Serialize;

use crate::map::Working;
use crate::quantile::quantile;
use crate::work_clock::SECOND;

/// What counts as the end of a case, and against what it is held. The same log
/// gives quite different shares by each: so the definition stands in the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// The last event against the deadline.
    LastEvent,
    /// The recorded date of the result against the deadline.
    ResultDate,
    /// The recorded date of the result, or the last event of a case that has ended
    /// and records none, against the date that the applicant was told to come.
    Appointment,
}

/// Where a case's deadline comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// A column of the log.
    Column(String),
    /// So many working days after the first event, in the calendar given.
    WorkingDays(f64),
}

/// What is to be asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// What counts as late.
    pub by: Definition,
    /// The deadline, or the appointment.
    pub due: Due,
    /// The column of the result's date.
    pub result: Option<String>,
    /// Steps that end a case; without any, each case has ended.
    pub ends: Vec<String>,
    /// Steps that tell the applicant of the delay.
    pub letters: Vec<String>,
    /// How working time counts.
    pub working: Option<Working>,
    /// Seconds east of UTC of moments in columns of texts that name no offset.
    pub offset_seconds: i32,
}

/// Letters that late cases were due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Letters {
    /// Late cases whose applicant was told by the deadline.
    pub in_time: u64,
    /// Late cases whose applicant was told after it.
    pub late: u64,
    /// Late cases without a letter.
    pub missing: u64,
}

/// How many cases kept their deadline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deadlines {
    /// What counts as late.
    pub definition: Definition,
    /// Cases of the log.
    pub cases: u64,
    /// Cases whose deadline is not known.
    pub without_deadline: u64,
    /// Cases that have ended and whose end counts.
    pub finished: u64,
    /// Of these, by their deadline.
    pub on_time: u64,
    /// And after it.
    pub late: u64,
    /// `on_time` among `finished`.
    pub on_time_share: Option<f64>,
    /// Cases that still run, or whose end the definition asks for and the log does not have.
    pub running: u64,
    /// Of these, past their deadline at the log's last event.
    pub running_overdue: u64,
    /// Seconds over the deadline, summed over late cases.
    pub late_s: f64,
    /// The same in office time.
    pub late_working_s: Option<f64>,
    /// Median working days over the deadline of late cases.
    pub late_working_days_median: Option<f64>,
    /// Letters about delays, when steps were named that are such.
    pub letters: Option<Letters>,
}

/// A column can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadColumn {
    /// It is not there.
    #[error("the log has no column `{name}` of moments; it has {}", if had.is_empty() { "no further columns".to_owned() } else { had.join(", ") })]
    Missing {
        /// The name that was asked for.
        name: String,
        /// The columns that are there.
        had: Vec<String>,
    },
    /// It holds something else.
    #[error("`{value}` in column `{name}` is no moment: write 2024-02-05 09:00 or 05/02/2024")]
    NoMoment {
        /// The column.
        name: String,
        /// What stands there.
        value: String,
    },
}

impl Deadlines {
    /// Names under which logs keep deadlines, the surest first.
    pub const DEADLINES: [&'static str; 7] = [
        "deadline",
        "case:deadline",
        "deadline_ts",
        "due",
        "due_date",
        "han_tra",
        "Hạn trả",
    ];
    /// Names under which logs keep the date of the result.
    pub const RESULTS: [&'static str; 6] = [
        "enddate",
        "case:enddate",
        "end_date",
        "result_date",
        "ngay_tra",
        "Ngày trả",
    ];
    /// Names under which logs keep the date that was promised.
    pub const APPOINTMENTS: [&'static str; 6] = [
        "enddate_planned",
        "case:enddate_planned",
        "appointment",
        "planned_end",
        "ngay_hen",
        "Ngày hẹn trả",
    ];

    /// The first of `names` that `log` has as a column of moments.
    pub fn known_column(log: &EventLog, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find(|name| moments(log, name, 0).is_ok())
            .map(|name| (*name).to_owned())
    }

    /// Counts.
    ///
    /// # Errors
    /// [`BadColumn`] when the log lacks a column that the question names, or it holds no moments.
    pub fn of(log: &EventLog, question: &Question) -> Result<Self, BadColumn> {
        let column = |name: &str| moments(log, name, question.offset_seconds);
        let due = match &question.due {
            Due::Column(name) => Some(column(name)?),
            Due::WorkingDays(_) => None,
        };
        let result = match (&question.result, question.by) {
            (Some(name), Definition::ResultDate | Definition::Appointment) => Some(column(name)?),
            _ => None,
        };
        let clock = question
            .working
            .as_ref()
            .and_then(|working| working.clock(log));
        let now = log.time().iter().copied().max().unwrap_or(NO_TIME);
        let codes = |names: &[String]| -> Vec<bool> {
            log.activities()
                .iter()
                .map(|name| names.iter().any(|known| known == name))
                .collect()
        };
        let (ends, letters) = (codes(&question.ends), codes(&question.letters));
        let mut found = Self {
            definition: question.by,
            cases: log.cases() as u64,
            without_deadline: 0,
            finished: 0,
            on_time: 0,
            late: 0,
            on_time_share: None,
            running: 0,
            running_overdue: 0,
            late_s: 0.0,
            late_working_s: clock.as_ref().map(|_| 0.0),
            late_working_days_median: None,
            letters: (!question.letters.is_empty()).then(Letters::default),
        };
        let (mut late_micros, mut late_working) = (0_i64, Vec::new());
        for case in 0..log.cases() {
            let times = log.case_times(case);
            let last_event = times.iter().copied().max().filter(|&at| at != NO_TIME);
            let first_event = times.iter().copied().filter(|&at| at != NO_TIME).min();
            let due = match (&due, &question.due, first_event) {
                (Some(due), ..) => due.at(log, case),
                (None, Due::WorkingDays(days), Some(first)) => Some(match &clock {
                    Some(clock) => {
                        let span = (days * clock.day_seconds() as f64) as i64 * SECOND;
                        clock.moment_after(first, span)
                    }
                    None => first + (days * 86_400.0) as i64 * SECOND,
                }),
                _ => None,
            };
            let Some(due) = due else {
                found.without_deadline += 1;
                continue;
            };
            let ended = question.ends.is_empty()
                || log
                    .trace(case)
                    .last()
                    .is_some_and(|&code| ends[usize::from(code)]);
            let recorded = result.as_ref().and_then(|result| result.at(log, case));
            let end = match question.by {
                Definition::LastEvent => last_event.filter(|_| ended),
                Definition::ResultDate => recorded,
                Definition::Appointment if result.is_some() => recorded,
                Definition::Appointment => last_event.filter(|_| ended),
            };
            let Some(end) = end else {
                found.running += 1;
                found.running_overdue += u64::from(due < now);
                continue;
            };
            found.finished += 1;
            if end <= due {
                found.on_time += 1;
                continue;
            }
            found.late += 1;
            late_micros += end - due;
            if let Some(clock) = &clock {
                late_working.push(clock.elapsed(end) - clock.elapsed(due));
            }
            if let Some(counts) = &mut found.letters {
                let told = log
                    .case(case)
                    .filter(|&event| letters[usize::from(log.activity()[event])])
                    .map(|event| log.time()[event])
                    .min();
                match told {
                    Some(at) if at <= due => counts.in_time += 1,
                    Some(_) => counts.late += 1,
                    None => counts.missing += 1,
                }
            }
        }
        found.late_s = late_micros as f64 / SECOND as f64;
        if let Some(clock) = &clock {
            found.late_working_s = Some(late_working.iter().sum::<i64>() as f64 / SECOND as f64);
            found.late_working_days_median = quantile(&mut late_working, 0.5)
                .map(|micros| micros / SECOND as f64 / clock.day_seconds().max(1) as f64);
        }
        if found.finished > 0 {
            found.on_time_share = Some(found.on_time as f64 / found.finished as f64);
        }
        Ok(found)
    }
}

/// A column of moments, of cases or of events.
struct Moments<'a> {
    level: Level,
    values: Cow<'a, [i64]>,
}

/// Takes a column as moments; one of texts when each of its values is one.
fn moments<'a>(
    log: &'a EventLog,
    name: &str,
    offset_seconds: i32,
) -> Result<Moments<'a>, BadColumn> {
    let missing = || BadColumn::Missing {
        name: name.to_owned(),
        had: log
            .attributes()
            .iter()
            .map(|column| column.name.clone())
            .collect(),
    };
    let column = log.attribute(name).ok_or_else(missing)?;
    let values = match &column.values {
        Values::Time(values) => Cow::Borrowed(values.as_slice()),
        Values::Text { codes, names } => {
            let read: Vec<i64> = names
                .iter()
                .map(|text| match text.trim() {
                    "" => Ok(NO_TIME),
                    text => moment(text, offset_seconds).ok_or_else(|| BadColumn::NoMoment {
                        name: name.to_owned(),
                        value: text.to_owned(),
                    }),
                })
                .collect::<Result<_, _>>()?;
            let at = |&code: &u32| read.get(code as usize).copied().unwrap_or(NO_TIME);
            Cow::Owned(codes.iter().map(at).collect())
        }
        Values::Number(_) => return Err(missing()),
    };
    Ok(Moments {
        level: column.level,
        values,
    })
}

/// Reads `2024-02-05T09:00:00+07:00`, `2024-02-05 09:00`, `2024-02-05`,
/// `05/02/2024` or `05/02/2024 09:00`; a day alone is meant to its end.
fn moment(text: &str, offset_seconds: i32) -> Option<i64> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_microsecond());
    }
    let (day, clock) = match text.split_once([' ', 'T']) {
        Some((day, clock)) => (day, Some(clock.trim())),
        None => (text, None),
    };
    let date: Date = match day.split('/').collect::<Vec<_>>().as_slice() {
        [day, month, year] => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?
        }
        _ => day.parse().ok()?,
    };
    let time: Time = match clock {
        None => Time::MAX,
        Some(clock) if clock.len() == 5 => format!("{clock}:00").parse().ok()?,
        Some(clock) => clock.parse().ok()?,
    };
    let offset = Offset::from_seconds(offset_seconds).ok()?;
    Some(
        offset
            .to_timestamp(date.to_datetime(time))
            .ok()?
            .as_microsecond(),
    )
}

impl Moments<'_> {
    /// The case's value; of an event's column the last one known.
    fn at(&self, log: &EventLog, case: usize) -> Option<i64> {
        let value = match self.level {
            Level::Case => self.values.get(case).copied(),
            Level::Event => log
                .case(case)
                .rev()
                .filter_map(|event| self.values.get(event).copied())
                .find(|&at| at != NO_TIME),
        };
        value.filter(|&at| at != NO_TIME)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_offices_write_them() {
        let at = |text| moment(text, 7 * 3600);
        assert_eq!(
            at("2011-12-06 13:41:31.788000+01:00"),
            at("2011-12-06T12:41:31.788Z")
        );
        assert_eq!(at("05/02/2024 09:00"), at("2024-02-05T02:00:00Z"));
        // A day's end: the next day begins a moment later.
        assert!(at("05/02/2024") > at("2024-02-05T16:59:59Z"));
        assert!(at("05/02/2024") < at("2024-02-05T17:00:00Z"));
        assert_eq!(at("soon"), None);
    }
}
