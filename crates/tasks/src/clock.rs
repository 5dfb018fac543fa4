//! The one place where this room asks the calendar.

use dondoc_calendar::{Calendar, Rule};
use jiff::civil::{Date, DateTime};

use crate::task::{Recurring, Task};

/// How a rule speaks of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    Once,
    Recurring,
    NoDate,
}

pub(crate) fn rhythm(rule: &Rule) -> Rhythm {
    match rule {
        Rule::Standing => Rhythm::NoDate,
        Rule::Monthly(_) => Rhythm::Recurring,
        _ => Rhythm::Once,
    }
}

/// Returns the deadline of a rule, or why there is none.
pub(crate) fn due(rule: &Rule, from: DateTime, calendar: &Calendar) -> Result<DateTime, String> {
    match rule.due(from, calendar, &[]) {
        Ok(deadline) => Ok(deadline.due),
        Err(refusal) => Err(format!("{refusal:?}")),
    }
}

/// Returns the rule in words, for a refusal.
pub(crate) fn phrase(rule: &Rule) -> String {
    rule.phrase()
}

/// Returns how many working days there are from `since` (counted) to the day
/// before `until`.
pub(crate) fn working_days_lost(since: Date, until: Date, calendar: &Calendar) -> i64 {
    let mut lost = 0;
    let mut day = since;
    while day < until {
        lost += i64::from(calendar.is_working_day(day));
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    lost
}

/// Returns the day `count` working days after `day`, or before it when negative.
pub(crate) fn add_working_days(day: Date, count: i64, calendar: &Calendar) -> Date {
    let (mut day, mut left) = (day, count.unsigned_abs());
    while left > 0 {
        let next = if count > 0 {
            day.tomorrow()
        } else {
            day.yesterday()
        };
        let Ok(next) = next else { return day };
        day = next;
        if calendar.is_working_day(day) {
            left -= 1;
        }
    }
    day
}

/// Returns the deadlines of a recurring task due from its issue until `until`,
/// oldest first: number 1 is the first.
pub(crate) fn occurrences(
    task: &Task,
    recurring: &Recurring,
    until: Date,
    calendar: &Calendar,
) -> Vec<DateTime> {
    let until = recurring.until.map_or(until, |last| last.min(until));
    recurring.rule.occurrences(task.issued, until, calendar)
}

/// Returns the deadline of one occurrence, `None` when the rule has no such one
/// within ten years.
pub(crate) fn occurrence_due(
    task: &Task,
    recurring: &Recurring,
    number: u32,
    calendar: &Calendar,
) -> Option<DateTime> {
    let kept = recurring.occurrences.iter().find(|o| o.number == number);
    if let Some(kept) = kept {
        return Some(kept.extended.unwrap_or(kept.original));
    }
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    let mut years = 1;
    while years <= 10 {
        let until = task.issued.saturating_add(jiff::Span::new().years(years));
        if let Some(due) = occurrences(task, recurring, until, calendar).get(index) {
            return Some(*due);
        }
        years += 3;
    }
    None
}
