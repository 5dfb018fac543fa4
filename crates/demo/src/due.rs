//! From the words of a deadline to days.

use dondoc_calendar::{Calendar, ReadAs, Rule};
use jiff::civil::{Date, DateTime};

/// The rule that some words state in a document of that day.
pub(crate) fn rule(words: &str, document: Date) -> Option<Rule> {
    Rule::parse(words, &ReadAs::document(document)).ok()
}

/// The rule "before that day".
pub(crate) fn before(day: Date) -> Option<Rule> {
    rule(
        &format!(
            "trước ngày {:02}/{:02}/{}",
            day.day(),
            day.month(),
            day.year()
        ),
        day,
    )
}

/// The day on which a rule is due, counted from a moment.
pub(crate) fn day(rule: &Rule, from: DateTime, calendar: &Calendar) -> Option<Date> {
    rule.due(from, calendar, &[])
        .ok()
        .map(|deadline| deadline.due.date())
}

/// The first working day at or after `from` that is `days` working days on.
pub(crate) fn later(from: Date, days: u32, calendar: &Calendar) -> Date {
    let mut day = calendar.working_day_from(from);
    for _ in 0..days {
        day = calendar.working_day_from(day.tomorrow().unwrap_or(Date::MAX));
    }
    day
}

/// The working day that is `days` working days before `from`.
pub(crate) fn earlier(from: Date, days: u32, calendar: &Calendar) -> Date {
    calendar.working_days_before(from, days).unwrap_or(from)
}

/// The days on which a recurring rule is due, from a moment up to a day.
pub(crate) fn again(rule: &Rule, from: DateTime, until: Date, calendar: &Calendar) -> Vec<Date> {
    let occurrences = rule.occurrences(from, until, calendar).unwrap_or_default();
    occurrences
        .into_iter()
        .map(|deadline| deadline.due.date())
        .collect()
}
