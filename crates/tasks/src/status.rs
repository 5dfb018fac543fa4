//! How a task stands on a day: late, at risk, done on time.
//!
//! All of it is computed from the task, the day and the calendar; none of it is
//! stored.

use std::collections::BTreeSet;

use dondoc_calendar::Calendar;
use dondoc_kinds::{Arg, Say, UnitId};
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::clock;
use crate::task::{OccurrenceStanding, Recurring, Standing, Task, Timing};
use crate::thresholds::Thresholds;

/// From where a task is looked at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The day.
    pub as_of: Date,
    /// The calendar as known then.
    pub calendar: &'a Calendar,
    /// From when a task is at risk.
    pub thresholds: &'a Thresholds,
    /// Units that no longer exist on that day, by the register of units.
    pub abolished: &'a BTreeSet<UnitId>,
}

/// How a task, or one occurrence of it, stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Open, in time, nothing speaks against it.
    NotDue,
    /// Open, and few working days are left.
    DueSoon {
        /// How many are left, today not counted; 0 on the due day.
        working_days: i64,
    },
    /// Open and in time, but something speaks against it.
    AtRisk {
        /// What; never empty.
        reasons: Vec<Reason>,
    },
    /// Open after its due day.
    Late {
        /// Days after the due day.
        days: i64,
        /// Working days after the due day.
        working_days: i64,
        /// Whether the competent authority confirmed an objective reason.
        excused: bool,
    },
    /// Reported done; the assigner has not confirmed.
    AwaitingConfirmation {
        /// Days between the due day and the report; 0 when in time.
        late_days: i64,
    },
    /// Confirmed, and reported on or before the due day, or without a due day.
    DoneOnTime,
    /// Confirmed, and reported after the due day.
    DoneLate {
        /// Days after the due day.
        days: i64,
        /// Whether the competent authority confirmed an objective reason.
        excused: bool,
    },
    /// A standing duty.
    NoDeadline,
    /// The clock stands still.
    Suspended {
        /// Since when.
        since: Date,
    },
    /// Cancelled.
    Cancelled {
        /// Since when.
        on: Date,
    },
}

/// Why a task is at risk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its lead unit no longer exists, and no successor was named.
    LeadAbolished {
        /// The unit.
        unit: UnitId,
    },
    /// The unit has not accepted it.
    NotAccepted {
        /// Working days since it was issued.
        working_days: i64,
    },
    /// No progress was reported for a long time.
    NoProgress {
        /// Days since progress was last reported, or since issue.
        days: i64,
    },
    /// Less progress than time has passed.
    BehindTime {
        /// What the unit reports.
        percent: i64,
        /// The share of the time that has passed.
        elapsed_percent: i64,
    },
    /// More time was asked for again and again.
    ExtensionsAsked {
        /// How often.
        times: i64,
    },
    /// A report was returned, and nothing came since.
    Returned {
        /// The day it came back.
        on: Date,
    },
    /// The source document was changed, and nobody has looked at it.
    SourceChanged,
}

/// One occurrence of a recurring task on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OccurrenceStatus {
    /// Its number.
    pub number: u32,
    /// When it is due.
    pub due: DateTime,
    /// How it stands.
    pub status: Status,
}

/// Returns how a task stands on the day of the view.
///
/// A recurring task stands like its first occurrence that is not confirmed; when
/// none is left, like its last. On time is judged by the day the unit reported
/// done, not by the day the assigner confirmed.
#[must_use]
pub fn status(task: &Task, view: &View<'_>) -> Status {
    match (&task.standing, &task.timing) {
        (Standing::Cancelled { on, .. }, _) => Status::Cancelled { on: *on },
        (Standing::Suspended { since, .. }, _) => Status::Suspended { since: *since },
        (Standing::Done { reported, .. }, timing) => done(task, due_of(timing), *reported, 0),
        (Standing::Reported { on, .. }, timing) => awaiting(due_of(timing), *on),
        (_, Timing::NoDate { .. }) => Status::NoDeadline,
        (_, Timing::Once(due)) => open(task, due.current, task.issued, 0, view),
        (_, Timing::Recurring(recurring)) => recurring_status(task, recurring, view),
    }
}

fn due_of(timing: &Timing) -> Option<DateTime> {
    match timing {
        Timing::Once(due) => Some(due.current),
        Timing::NoDate { .. } | Timing::Recurring(_) => None,
    }
}

fn done(task: &Task, due: Option<DateTime>, reported: Date, occurrence: u32) -> Status {
    match due.map_or(0, |due| days_after(due.date(), reported)) {
        0 => Status::DoneOnTime,
        days => Status::DoneLate {
            days,
            excused: task.is_excused(occurrence),
        },
    }
}

fn awaiting(due: Option<DateTime>, reported: Date) -> Status {
    let late_days = due.map_or(0, |due| days_after(due.date(), reported));
    Status::AwaitingConfirmation { late_days }
}

/// Days by which `day` is after `due`; 0 when it is not.
fn days_after(due: Date, day: Date) -> i64 {
    days_between(due, day).max(0)
}

fn days_between(from: Date, to: Date) -> i64 {
    // A difference of days always exists between two dates.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// An open task or occurrence whose time runs from `start` to `due`.
fn open(task: &Task, due: DateTime, start: Date, occurrence: u32, view: &View<'_>) -> Status {
    let due = due.date();
    let days = days_after(due, view.as_of);
    if days > 0 {
        let working_days = view.calendar.working_days_between(due, view.as_of);
        return Status::Late {
            days,
            working_days,
            excused: task.is_excused(occurrence),
        };
    }
    let mut reasons = risks(task, view);
    if let Some(reason) = behind(task, start, due, occurrence, view) {
        reasons.push(reason);
    }
    if !reasons.is_empty() {
        return Status::AtRisk { reasons };
    }
    // Only a near day can be so few working days away: three weeks and Tết.
    let soon = i64::from(view.thresholds.due_soon_working_days);
    if days_between(view.as_of, due) <= soon * 3 + 15 {
        let working_days = view.calendar.working_days_between(view.as_of, due);
        if working_days <= soon {
            return Status::DueSoon { working_days };
        }
    }
    Status::NotDue
}

/// Returns what speaks against an open task, whatever its deadline.
#[must_use]
pub fn risks(task: &Task, view: &View<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if !task.is_open() {
        return reasons;
    }
    if view.abolished.contains(&task.lead) {
        reasons.push(Reason::LeadAbolished {
            unit: task.lead.clone(),
        });
    }
    let limits = view.thresholds;
    if task.standing == Standing::Issued && days_between(task.issued, view.as_of) > 0 {
        let working_days = waited(task, view);
        if working_days > i64::from(limits.accept_working_days) {
            reasons.push(Reason::NotAccepted { working_days });
        }
    }
    let days = days_between(last_progress(task, view.as_of), view.as_of);
    if task.recurring().is_none() && days >= i64::from(limits.stale_days) {
        reasons.push(Reason::NoProgress { days });
    }
    if let Some(happenings) = &task.happenings {
        let times = happenings.extension_requests.len();
        if times >= usize::from(limits.extension_requests) && times > 0 {
            reasons.push(Reason::ExtensionsAsked {
                times: i64::try_from(times).unwrap_or(i64::MAX),
            });
        }
    }
    if let Standing::Returned { on } = task.standing {
        reasons.push(Reason::Returned { on });
    }
    if task.unreviewed_source_changes().next().is_some() {
        reasons.push(Reason::SourceChanged);
    }
    reasons
}

fn waited(task: &Task, view: &View<'_>) -> i64 {
    view.calendar.working_days_between(task.issued, view.as_of)
}

/// The day of the newest report that says more than the one before it, the day
/// the clock last ran again, or the day of issue.
fn last_progress(task: &Task, as_of: Date) -> Date {
    let mut best = 0;
    let mut day = task.issued;
    for report in task.reports.iter().filter(|report| report.on <= as_of) {
        if report.percent > best {
            best = report.percent;
            day = day.max(report.on);
        }
    }
    let pauses = task
        .happenings
        .iter()
        .flat_map(|happenings| &happenings.suspensions);
    pauses.filter_map(|pause| pause.to).fold(day, Date::max)
}

fn behind(task: &Task, start: Date, due: Date, occurrence: u32, view: &View<'_>) -> Option<Reason> {
    let total = days_between(start, due);
    let passed = days_between(start, view.as_of).clamp(0, total);
    let mut reports = task
        .reports
        .iter()
        .filter(|report| report.occurrence == occurrence);
    // Without any report, silence is the finding, not a progress of zero.
    let percent = i64::from(reports.rfind(|report| report.on <= view.as_of)?.percent);
    let elapsed_percent = (passed * 100).checked_div(total)?;
    (elapsed_percent - percent >= i64::from(view.thresholds.behind_points)).then_some(
        Reason::BehindTime {
            percent,
            elapsed_percent,
        },
    )
}

fn recurring_status(task: &Task, recurring: &Recurring, view: &View<'_>) -> Status {
    let all = statuses(task, recurring, view);
    let is_done = |s: &Status| matches!(s, Status::DoneOnTime | Status::DoneLate { .. });
    match all
        .iter()
        .position(|occurrence| !is_done(&occurrence.status))
    {
        Some(first) => all
            .into_iter()
            .nth(first)
            .map_or(Status::NotDue, |o| o.status),
        None => all
            .into_iter()
            .next_back()
            .map_or(Status::NotDue, |o| o.status),
    }
}

/// Returns each occurrence of a recurring task that is due up to the view's day,
/// the next one after it, and any later one that was reported before its time.
///
/// Empty for other tasks. Sorted by number.
#[must_use]
pub fn occurrence_statuses(task: &Task, view: &View<'_>) -> Vec<OccurrenceStatus> {
    task.recurring()
        .map_or_else(Vec::new, |recurring| statuses(task, recurring, view))
}

fn statuses(task: &Task, recurring: &Recurring, view: &View<'_>) -> Vec<OccurrenceStatus> {
    let mut start = task.issued;
    let mut all = Vec::new();
    for (number, due) in (1_u32..).zip(clock::occurrences_around(task, recurring, view)) {
        let kept = recurring
            .occurrences
            .iter()
            .find(|kept| kept.number == number);
        let due = kept.map_or(due, |kept| kept.extended.unwrap_or(kept.original));
        let status = match kept.map(|kept| &kept.standing) {
            Some(OccurrenceStanding::Done { reported, .. }) => {
                done(task, Some(due), *reported, number)
            }
            Some(OccurrenceStanding::Reported { on, .. }) => awaiting(Some(due), *on),
            Some(OccurrenceStanding::Open) | None => open(task, due, start, number, view),
        };
        start = due.date();
        all.push(OccurrenceStatus {
            number,
            due,
            status,
        });
    }
    all
}

/// Returns whether an open task had no report in the last `days` days, or since
/// it was issued that long ago. A suspended task owes no report.
#[must_use]
pub fn without_report(task: &Task, as_of: Date, days: u16) -> bool {
    if !task.is_open() || matches!(task.standing, Standing::Suspended { .. }) {
        return false;
    }
    let reports = task
        .reports
        .iter()
        .map(|report| report.on)
        .filter(|on| *on <= as_of);
    let last = reports.max().unwrap_or(task.issued);
    days_between(last, as_of) >= i64::from(days)
}

impl Say for Reason {
    fn key(&self) -> &'static str {
        match self {
            Self::LeadAbolished { .. } => "tasks-risk-lead-abolished",
            Self::NotAccepted { .. } => "tasks-risk-not-accepted",
            Self::NoProgress { .. } => "tasks-risk-no-progress",
            Self::BehindTime { .. } => "tasks-risk-behind-time",
            Self::ExtensionsAsked { .. } => "tasks-risk-extensions-asked",
            Self::Returned { .. } => "tasks-risk-returned",
            Self::SourceChanged => "tasks-risk-source-changed",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::LeadAbolished { unit } => vec![("unit", unit.as_str().into())],
            Self::NotAccepted { working_days } => vec![("days", Arg::Count(*working_days))],
            Self::NoProgress { days } => vec![("days", Arg::Count(*days))],
            Self::BehindTime {
                percent,
                elapsed_percent,
            } => vec![
                ("percent", Arg::Count(*percent)),
                ("elapsed", Arg::Count(*elapsed_percent)),
            ],
            Self::ExtensionsAsked { times } => vec![("times", Arg::Count(*times))],
            Self::Returned { on } => vec![("on", Arg::from(*on))],
            Self::SourceChanged => Vec::new(),
        }
    }
}
