//! What a change of the calendar does to an open deadline.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::calendar::Calendar;
use crate::days::plus;
use crate::deadline::{Deadline, Suspension};
use crate::event::{AnnouncedKind, Event};
use crate::refusal::DeadlineRefusal;
use crate::rule::Rule;

/// What moved a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A day was announced.
    Day {
        /// The day.
        date: Date,
        /// What it became.
        kind: AnnouncedKind,
        /// Its name.
        name: SmolStr,
        /// The announcement.
        source: SmolStr,
    },
    /// An announcement was taken back.
    Withdrawn {
        /// The day.
        date: Date,
        /// By which document.
        source: SmolStr,
    },
    /// A year's list was completed.
    Year {
        /// The year.
        year: i16,
        /// By which document.
        source: SmolStr,
    },
    /// Office hours changed.
    Hours {
        /// From this day on.
        from: Date,
        /// By which document.
        source: SmolStr,
    },
    /// The way of reading and counting changed.
    Counting {
        /// Who settled it.
        source: SmolStr,
    },
}

impl From<&Event> for Cause {
    fn from(event: &Event) -> Self {
        match event {
            Event::DayAnnounced(day) => Self::Day {
                date: day.date,
                kind: day.kind,
                name: day.name.clone(),
                source: day.source.clone(),
            },
            Event::AnnouncementWithdrawn(day) => Self::Withdrawn {
                date: day.date,
                source: day.source.clone(),
            },
            Event::YearListed(list) => Self::Year {
                year: list.year,
                source: list.source.clone(),
            },
            Event::HoursSet(set) => Self::Hours {
                from: set.from,
                source: set.hours.source().into(),
            },
            Event::CountingSet(set) => Self::Counting {
                source: set.counting.source.clone(),
            },
        }
    }
}

/// A deadline that a change of the calendar moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When it was due before.
    pub old_due: DateTime,
    /// When it is due now, with the new proof.
    pub new: Deadline,
    /// What moved it.
    pub cause: Cause,
}

/// Whether an event of the calendar can move a deadline that runs from `from`
/// to `due`. Cheap, so that most open deadlines need no recount.
pub fn can_move(event: &Event, from: Date, due: Date) -> bool {
    // A day that the document fixed may lie before `from`, and may have been
    // moved to `due` over a break, which is never longer than this.
    const LONGEST_BREAK_DAYS: i64 = 60;
    let from = from.min(plus(due, -LONGEST_BREAK_DAYS));
    match event {
        Event::DayAnnounced(day) => from <= day.date && day.date <= due,
        Event::AnnouncementWithdrawn(day) => from <= day.date && day.date <= due,
        Event::YearListed(list) => from.year() <= list.year && list.year <= due.year(),
        Event::HoursSet(set) => set.from <= due,
        Event::CountingSet(_) => true,
    }
}

/// Counts an open deadline again after `event` was folded into `calendar`.
///
/// `from` and `suspensions` are those of the first count, `old_due` what it
/// gave. `None` when the deadline stays where it was.
///
/// # Errors
/// See [`DeadlineRefusal`].
pub fn recompute(
    rule: &Rule,
    from: DateTime,
    suspensions: &[Suspension],
    old_due: DateTime,
    calendar: &Calendar,
    event: &Event,
) -> Result<Option<Moved>, DeadlineRefusal> {
    if !can_move(event, from.date(), old_due.date()) {
        return Ok(None);
    }
    let new = rule.due(from, calendar, suspensions)?;
    Ok((new.due != old_due).then(|| Moved {
        old_due,
        new,
        cause: Cause::from(event),
    }))
}
