//! Tasks as an iCalendar feed (RFC 5545): what a unit or a person owes, in the
//! calendar program they already use.

use chrono::{DateTime as ChronoDateTime, NaiveDate, Utc};
use dondoc_city::City;
use dondoc_kinds::{PersonId, UnitId};
use dondoc_tasks::{Importance, Standing, Status, Task, View, occurrence_statuses};
use icalendar::{Calendar as ICalendar, Component, Property, Todo, TodoStatus, ValueType};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// How far ahead occurrences of a recurring task are listed, in days.
const AHEAD_DAYS: i32 = 92;
/// Done tasks stay in a feed so long, in days, so that programs see them end.
const KEPT_DAYS: i32 = 92;
/// The longest summary, in code points: a list shows one line.
const SUMMARY: usize = 120;

/// What a feed is made from.
#[derive(Debug, Clone, Copy)]
pub struct Feed<'a> {
    /// The city.
    pub city: &'a City,
    /// The day as of which tasks stand.
    pub as_of: Date,
    /// The feed's name in the reader's language.
    pub name: &'a str,
    /// Where the site stands, without a slash at the end; each task links to
    /// `<base>/tasks/<id>`.
    pub base: &'a str,
    /// The log's name: makes ids unique among cities.
    pub origin: &'a str,
}

/// Returns the feed of the tasks that a unit leads: one VTODO for each task, or
/// for each occurrence of one that comes back, in order of task.
pub fn unit_feed(feed: &Feed<'_>, unit: &UnitId) -> String {
    write(feed, |task| task.lead == *unit)
}

/// Returns the feed of the tasks led by the units in which a person holds a post
/// on the day of the feed.
pub fn person_feed(feed: &Feed<'_>, person: &PersonId) -> String {
    let registry = &feed.city.registry;
    let units: Vec<&UnitId> = registry
        .posts()
        .filter(|(id, _)| registry.who_held(id, feed.as_of) == Some(person))
        .map(|(_, post)| &post.unit)
        .collect();
    write(feed, |task| units.contains(&&task.lead))
}

fn write(feed: &Feed<'_>, belongs: impl Fn(&Task) -> bool) -> String {
    let mut calendar = ICalendar::new();
    calendar.name(feed.name);
    // Programs ask again once an hour, not once a minute.
    calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    for task in feed.city.tasks.iter().filter(|task| belongs(task)) {
        push(feed, task, &mut calendar);
    }
    calendar.done().to_string()
}

fn push(feed: &Feed<'_>, task: &Task, calendar: &mut ICalendar) {
    let Some(state) = state(feed, task) else {
        return;
    };
    if task.recurring().is_some() {
        let abolished = feed.city.abolished_on(feed.as_of);
        let view = View {
            as_of: feed.as_of.saturating_add(AHEAD_DAYS.days()),
            calendar: &feed.city.calendar,
            thresholds: &feed.city.settings.thresholds,
            abolished: &abolished,
        };
        let oldest = feed.as_of.saturating_sub(KEPT_DAYS.days());
        for each in occurrence_statuses(task, &view) {
            if each.due.date() < oldest {
                continue;
            }
            let is_done = matches!(each.status, Status::DoneOnTime | Status::DoneLate { .. });
            let status = if is_done {
                TodoStatus::Completed
            } else {
                state
            };
            calendar.push(todo(feed, task, Some(each.number), Some(each.due), status));
        }
    } else {
        calendar.push(todo(feed, task, None, task.due(), state));
    }
}

/// Where a task stands for a calendar; `None` when it ended long ago.
fn state(feed: &Feed<'_>, task: &Task) -> Option<TodoStatus> {
    let oldest = feed.as_of.saturating_sub(KEPT_DAYS.days());
    match &task.standing {
        Standing::Done { confirmed, .. } => (*confirmed >= oldest).then_some(TodoStatus::Completed),
        Standing::Cancelled { on, .. } => (*on >= oldest).then_some(TodoStatus::Cancelled),
        Standing::Issued => Some(TodoStatus::NeedsAction),
        Standing::Accepted
        | Standing::Reported { .. }
        | Standing::Returned { .. }
        | Standing::Suspended { .. } => Some(TodoStatus::InProcess),
    }
}

fn todo(
    feed: &Feed<'_>,
    task: &Task,
    occurrence: Option<u32>,
    due: Option<DateTime>,
    status: TodoStatus,
) -> Todo {
    let place = occurrence.map_or_else(String::new, |number| format!(".{number}"));
    let stamp = feed
        .city
        .last_recorded()
        .map_or(0, jiff::Timestamp::as_second);
    let mut todo = Todo::new();
    todo.uid(&format!("{}{place}@{}", task.id, feed.origin))
        .timestamp(utc(stamp))
        .summary(&short(task.text()))
        .description(&description(feed, task))
        .url(&format!("{}/tasks/{}", feed.base, task.id))
        .priority(priority(task.importance()));
    // A completed task needs no percentage; programs derive it.
    if status != TodoStatus::Completed {
        todo.percent_complete(task.percent());
    }
    todo.status(status);
    if let Some(due) = due {
        push_due(&mut todo, due);
    }
    todo.done()
}

/// A deadline at the end of a day is a day; one with an hour is a moment in UTC,
/// so that the feed needs no time zone table.
fn push_due(todo: &mut Todo, due: DateTime) {
    let is_whole_day = (due.hour(), due.minute()) == (23, 59);
    let day = due.date();
    if is_whole_day {
        let text = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
        let mut property = Property::new("DUE", text);
        property.append_parameter(ValueType::Date);
        todo.append_property(property.done());
    } else if let Ok(moment) = jiff::tz::Offset::constant(7).to_timestamp(due) {
        todo.due(utc(moment.as_second()));
    }
}

fn utc(second: i64) -> ChronoDateTime<Utc> {
    ChronoDateTime::from_timestamp(second, 0)
        .unwrap_or_else(|| NaiveDate::MIN.and_time(chrono::NaiveTime::MIN).and_utc())
}

fn description(feed: &Feed<'_>, task: &Task) -> String {
    let assigner = feed.city.registry.name_on(&task.assigner, feed.as_of);
    format!("{}\n\n{}\n{assigner}", task.text(), task.product())
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SUMMARY {
        return line;
    }
    let mut cut: String = line.chars().take(SUMMARY - 1).collect();
    cut.push('…');
    cut
}

/// RFC 5545, 3.8.1.9: 1 is the highest, 9 the lowest.
fn priority(importance: Importance) -> u32 {
    match importance {
        Importance::Urgent => 1,
        Importance::Key => 3,
        Importance::Ordinary => 5,
    }
}
