//! Reminders, and deadlines that an announcement moves: what the daily run asks.

use dondoc_calendar::Calendar;
use jiff::civil::{Date, DateTime};

use crate::clock::{self, Change};
use crate::event::{DeadlineMoved, Event, PlacedOnAgenda, Reminded};
use crate::status::View;
use crate::task::{Due, OccurrenceStanding, Standing, Task, Timing};
use crate::tasks::Tasks;
use crate::thresholds::Ladder;
use crate::values::AgendaCause;

/// Returns the reminders that are due on the day of the view and were not sent,
/// by task, each followed by the agenda mark that it leads to.
///
/// Each rung is sent at most once for one due day. A rung before the due day
/// lapses when that day is over; late rungs that were missed are all sent. Tasks
/// reported done, suspended, confirmed or cancelled are not reminded of.
#[must_use]
pub fn due_reminders(tasks: &Tasks, ladder: &Ladder, view: &View<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    for task in tasks.iter() {
        for (occurrence, due) in owed(task, view) {
            remind(task, occurrence, due.date(), ladder, view, &mut events);
        }
    }
    events
}

/// What a task owes: its deadline, or those of its open occurrences.
fn owed(task: &Task, view: &View<'_>) -> Vec<(Option<u32>, DateTime)> {
    match task.standing {
        Standing::Issued | Standing::Accepted | Standing::Returned { .. } => {}
        Standing::Reported { .. }
        | Standing::Suspended { .. }
        | Standing::Done { .. }
        | Standing::Cancelled { .. } => return Vec::new(),
    }
    match &task.timing {
        Timing::NoDate { .. } => Vec::new(),
        Timing::Once(due) => vec![(None, due.current)],
        Timing::Recurring(recurring) => {
            let all = (1_u32..).zip(clock::occurrences_around(task, recurring, view));
            let open = all.filter_map(|(number, due)| {
                match recurring
                    .occurrences
                    .iter()
                    .find(|kept| kept.number == number)
                {
                    None => Some((Some(number), due)),
                    Some(kept) if kept.standing == OccurrenceStanding::Open => {
                        Some((Some(number), kept.extended.unwrap_or(kept.original)))
                    }
                    Some(_) => None,
                }
            });
            open.collect()
        }
    }
}

fn remind(
    task: &Task,
    occurrence: Option<u32>,
    due: Date,
    ladder: &Ladder,
    view: &View<'_>,
    events: &mut Vec<Event>,
) {
    let number = occurrence.unwrap_or(0);
    let of_this = |fired: &&crate::task::Fired| fired.due == due && fired.occurrence == number;
    let mut late = task
        .fired
        .iter()
        .filter(of_this)
        .filter(|fired| fired.rung > 0)
        .count();
    for rung in ladder.rungs() {
        if !is_reached(*rung, due, view)
            || task
                .fired
                .iter()
                .filter(of_this)
                .any(|fired| fired.rung == *rung)
        {
            continue;
        }
        events.push(
            Reminded {
                task: task.id.clone(),
                occurrence,
                due,
                rung: *rung,
            }
            .into(),
        );
        late += usize::from(*rung > 0);
        if *rung > 0 && late == usize::from(ladder.agenda_after()) {
            let cause = AgendaCause::ThirdLateReminder;
            let mark = PlacedOnAgenda {
                task: task.id.clone(),
                occurrence,
                due: Some(due),
                cause,
            };
            events.push(mark.into());
        }
    }
}

fn is_reached(rung: i16, due: Date, view: &View<'_>) -> bool {
    let days = i64::from(rung);
    match rung {
        ..0 if view.as_of < due => view.as_of >= clock::add_working_days(due, days, view.calendar),
        ..=0 => view.as_of == due,
        _ if view.as_of > due => view.calendar.working_days_between(due, view.as_of) >= days,
        _ => false,
    }
}

/// Returns the open deadlines that events of the calendar move later, by task.
///
/// Whether an event moves a deadline, the calendar says
/// ([`recompute`](dondoc_calendar::recompute)). Only later: nobody becomes late
/// by an announcement. Occurrences of recurring tasks follow the calendar by
/// themselves.
#[must_use]
pub fn moved_deadlines(
    tasks: &Tasks,
    before: &Calendar,
    events: &[dondoc_calendar::Event],
    on: Date,
    announcement: &str,
) -> Vec<Event> {
    let mut after = before.clone();
    events.iter().for_each(|event| after.apply(event));
    let change = Change {
        before,
        events,
        after: &after,
    };
    let open = tasks.iter().filter(|task| task.is_open());
    let moved = open.filter_map(|task| {
        let due = task.once()?;
        if due.current.date() < on || matches!(task.standing, Standing::Reported { .. }) {
            return None;
        }
        let event = DeadlineMoved {
            task: task.id.clone(),
            was: due.current,
            due: moved_to(due, change)?,
            announcement: announcement.into(),
        };
        Some(event.into())
    });
    moved.collect()
}

fn moved_to(due: &Due, change: Change<'_>) -> Option<DateTime> {
    let (old, new) = clock::moved(due, change)?;
    if new <= old {
        return None;
    }
    let moved = if due.current == old {
        new
    } else {
        // Where the clock had stood still, the lost working days stay given back.
        let given_back = change
            .before
            .working_days_between(old.date(), due.current.date());
        let day = clock::add_working_days(new.date(), given_back, change.after);
        day.to_datetime(due.current.time())
    };
    (moved > due.current).then_some(moved)
}
