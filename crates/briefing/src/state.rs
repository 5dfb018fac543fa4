//! Where a duty stood at the end of a day, as far as a log of a given size knew.

use jiff::civil::Date;
use serde::Serialize;

use crate::facts::{DueCause, Duty, ExcuseStep, ReportStep, Step, Verdict};

/// How a duty stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Confirmed done, handed in by the deadline (or without one).
    DoneOnTime {
        /// The day it was handed in.
        on: Date,
    },
    /// Confirmed done, handed in after the deadline.
    DoneLate {
        /// The day it was handed in.
        on: Date,
        /// Days after the deadline.
        days: u32,
    },
    /// Handed in, not confirmed yet.
    Waiting {
        /// The day it was handed in.
        on: Date,
        /// Days after the deadline; 0 when in time.
        days: u32,
    },
    /// Not handed in although the deadline has passed.
    Late {
        /// Days after the deadline.
        days: u32,
    },
    /// Not handed in, deadline not passed or none.
    InTime,
    /// The clock stands still.
    Suspended {
        /// Since when.
        since: Date,
    },
}

/// Where a duty stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// How it stood.
    pub outcome: Outcome,
    /// The deadline that counted then.
    pub due: Option<Date>,
    /// Whether it had fallen due.
    pub has_fallen_due: bool,
    /// Whether more time had been allowed.
    pub is_extended: bool,
    /// Whether any report had been made.
    pub has_report: bool,
    /// Whether an objective reason had been confirmed.
    pub is_excused: bool,
    /// Whether it was in time, but something spoke against it. Only looked at
    /// for the as-of day of a briefing.
    pub is_at_risk: bool,
}

/// From when to look: the end of a day, with the first entries of the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) day: Date,
    pub(crate) entries: u64,
    /// Whether this is the as-of day of the briefing itself.
    pub(crate) is_now: bool,
}

impl View {
    pub(crate) fn sees(self, step: Step) -> bool {
        step.on <= self.day && step.entry < self.entries
    }
}

/// Returns where `duty` stood; `None` when it was not issued yet or cancelled.
pub(crate) fn state(duty: &Duty<'_>, view: View) -> Option<State> {
    if !view.sees(duty.issued) || duty.cancelled.is_some_and(|step| view.sees(step)) {
        return None;
    }
    let due = due(duty, view);
    let report = last_report(duty, view);
    let outcome = outcome(duty, due, view);
    Some(State {
        outcome,
        due,
        has_fallen_due: due.is_some_and(|due| due <= view.day)
            && !matches!(outcome, Outcome::Suspended { .. }),
        is_extended: due_changes(duty, view).any(|change| change.cause == DueCause::Extended),
        has_report: report.is_some(),
        is_excused: excuse(duty, view)
            .is_some_and(|excuse| matches!(answer(excuse, view), Some(Verdict::Granted))),
        is_at_risk: view.is_now && outcome == Outcome::InTime && !duty.risks.is_empty(),
    })
}

fn due_changes<'d>(
    duty: &'d Duty<'_>,
    view: View,
) -> impl Iterator<Item = &'d crate::facts::DueStep> {
    duty.due_changes
        .iter()
        .filter(move |change| change.on <= view.day && change.entry < view.entries)
}

fn due(duty: &Duty<'_>, view: View) -> Option<Date> {
    let changed = due_changes(duty, view).last().map(|change| change.due);
    changed.or(duty.original_due)
}

/// Returns the newest report.
pub(crate) fn last_report<'d>(duty: &'d Duty<'_>, view: View) -> Option<&'d ReportStep> {
    duty.reports.iter().rfind(|report| view.sees(report.step))
}

/// Returns the newest claim of an objective reason.
pub(crate) fn excuse<'d, 'a>(duty: &'d Duty<'a>, view: View) -> Option<&'d ExcuseStep<'a>> {
    duty.excuses.iter().rfind(|excuse| view.sees(excuse.step))
}

/// Returns the answer to a claim, as far as it was known.
pub(crate) fn answer(claim: &ExcuseStep<'_>, view: View) -> Option<Verdict> {
    let (verdict, entry) = claim.answer?;
    (entry < view.entries).then_some(verdict)
}

fn outcome(duty: &Duty<'_>, due: Option<Date>, view: View) -> Outcome {
    let handed_in = duty
        .handed_in
        .filter(|handed_in| view.sees(handed_in.by_unit));
    if let Some(handed_in) = handed_in {
        let on = handed_in.by_unit.on;
        let days = due.map_or(0, |due| days_after(due, on));
        return match handed_in.confirmed.filter(|step| view.sees(*step)) {
            None => Outcome::Waiting { on, days },
            Some(_) if days == 0 => Outcome::DoneOnTime { on },
            Some(_) => Outcome::DoneLate { on, days },
        };
    }
    if let Some(since) = pause(duty, view) {
        return Outcome::Suspended { since };
    }
    match due {
        Some(due) if due < view.day => Outcome::Late {
            days: days_after(due, view.day),
        },
        _ => Outcome::InTime,
    }
}

fn pause(duty: &Duty<'_>, view: View) -> Option<Date> {
    let (from, to) = duty.pauses.iter().rfind(|(from, _)| view.sees(*from))?;
    to.is_none_or(|to| to > view.day).then_some(from.on)
}

/// Returns how many days `day` lies after `due`, 0 when it does not.
fn days_after(due: Date, day: Date) -> u32 {
    // Much quicker than a span of days, and asked a million times.
    let days = day.duration_since(due).as_secs() / (24 * 60 * 60);
    u32::try_from(days).unwrap_or(0)
}

/// Returns whether a duty counts in a briefing that begins with `first`: it
/// was not confirmed done before.
pub(crate) fn counts(duty: &Duty<'_>, view: View, first: Date) -> bool {
    let confirmed = duty.handed_in.and_then(|handed_in| handed_in.confirmed);
    confirmed.is_none_or(|step| !view.sees(step) || step.on >= first)
}
