//! The one place where this room asks the calendar.

use dondoc_calendar::{Calendar, DeadlineRefusal, Rule, recompute};
use jiff::civil::{Date, DateTime, Time};

use crate::status::View;
use crate::task::{Due, Recurring, Task};

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
        Rule::Every { .. } => Rhythm::Recurring,
        Rule::Day { .. } | Rule::Period { .. } | Rule::Within { .. } => Rhythm::Once,
    }
}

/// Returns the deadline of a rule, or why there is none.
pub(crate) fn due(
    rule: &Rule,
    from: DateTime,
    calendar: &Calendar,
) -> Result<DateTime, DeadlineRefusal> {
    rule.due(from, calendar, &[]).map(|deadline| deadline.due)
}

/// A change of the calendar.
#[derive(Clone, Copy)]
pub(crate) struct Change<'a> {
    pub(crate) before: &'a Calendar,
    pub(crate) events: &'a [dondoc_calendar::Event],
    pub(crate) after: &'a Calendar,
}

/// Returns what the rule of a deadline gave before a change of the calendar and
/// what it gives now; `None` where that is the same.
pub(crate) fn moved(deadline: &Due, change: Change<'_>) -> Option<(DateTime, DateTime)> {
    let (rule, from) = (&deadline.rule, deadline.from);
    let old = due(rule, from, change.before).ok()?;
    let mut moved = change.events.iter().filter_map(|event| {
        let moved = recompute(rule, from, &[], old, change.after, event);
        moved.ok().flatten()
    });
    moved.next().map(|moved| (old, moved.new.due))
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
    let from = task.issued.to_datetime(Time::midnight());
    let deadlines = recurring.rule.occurrences(from, until, calendar);
    deadlines.map_or_else(|_| Vec::new(), |all| all.iter().map(|d| d.due).collect())
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

/// Returns the deadlines up to the day of the view, the next one after it, and
/// those that something happened to, oldest first.
pub(crate) fn occurrences_around(
    task: &Task,
    recurring: &Recurring,
    view: &View<'_>,
) -> Vec<DateTime> {
    let touched = recurring.occurrences.last().map_or(0, |last| last.number);
    let mut all = Vec::new();
    // The next one is near for most rules; a yearly one may be a year away.
    for months in [2, 14] {
        let until = view.as_of.saturating_add(jiff::Span::new().months(months));
        all = occurrences(task, recurring, until, view.calendar);
        if all.last().is_some_and(|last| last.date() > view.as_of) {
            break;
        }
    }
    let past = all
        .iter()
        .take_while(|due| due.date() <= view.as_of)
        .count();
    let touched = usize::try_from(touched).unwrap_or(usize::MAX);
    all.truncate((past + 1).max(touched));
    all
}
