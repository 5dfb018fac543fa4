//! A tasks room that takes the steps of the story, without a ledger.

use std::collections::BTreeSet;

use dondoc_calendar::{Calendar, Event as CalendarEvent};
use dondoc_demo::{Action, Step};
use dondoc_tasks::{
    Actor, Command, Context, Event, Ladder, Recorded, Status, Tasks, Thresholds, View, apply,
    decide, due_reminders, moved_deadlines, occurrence_statuses, status,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// The room, and what it refused.
pub(crate) struct Room {
    pub(crate) tasks: Tasks,
    pub(crate) refused: Vec<String>,
    pub(crate) entries: u64,
    calendar: Calendar,
    thresholds: Thresholds,
    ladder: Ladder,
}

/// What a briefing counts.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) done_on_time: usize,
    pub(crate) done_late: usize,
    pub(crate) late: usize,
    pub(crate) excused: usize,
    pub(crate) extended: usize,
    pub(crate) on_agenda: usize,
}

impl Room {
    pub(crate) fn new(calendar: Calendar) -> Self {
        Self {
            tasks: Tasks::default(),
            refused: Vec::new(),
            entries: 0,
            calendar,
            thresholds: Thresholds::default(),
            ladder: Ladder::default(),
        }
    }

    pub(crate) fn take(&mut self, step: Step) {
        let now = Offset::constant(7).to_datetime(step.at);
        match step.action {
            Action::AnnounceDays(days) => {
                let before = self.calendar.clone();
                let days: Vec<_> = days.into_iter().map(CalendarEvent::DayAnnounced).collect();
                days.iter().for_each(|day| self.calendar.apply(day));
                let moved = moved_deadlines(&self.tasks, &before, &days, now.date(), "hoán đổi");
                self.record(moved, step.at, step.valid, &step.actor);
            }
            Action::DailyRun => {
                let abolished = BTreeSet::new();
                let view = self.view(now.date(), &abolished);
                let due = due_reminders(&self.tasks, &self.ladder, &view);
                self.record(due, step.at, step.valid, &step.actor);
            }
            Action::Task(command) => {
                let words: String = format!("{} {command:?}", kind(&command))
                    .chars()
                    .take(180)
                    .collect();
                let context = Context {
                    now,
                    actor: &step.actor,
                    calendar: &self.calendar,
                };
                match decide(&self.tasks, command, &context) {
                    Ok(decided) => {
                        self.record(decided.into_events(), step.at, step.valid, &step.actor)
                    }
                    Err(refusal) => self.refused.push(format!("{now} {refusal:?}: {words}")),
                }
            }
            Action::Enter(_)
            | Action::RegisterDocument(_)
            | Action::Meeting(_)
            | Action::ProposeAgenda(_)
            | Action::SignOff { .. }
            | Action::Invest(_)
            | Action::InvestConfirmed(_)
            | Action::KeepForecast { .. }
            | Action::RaiseObstacle(_) => {}
        }
    }

    fn record(&mut self, events: Vec<Event>, at: Timestamp, valid: Date, actor: &Actor) {
        for event in events {
            self.entries += 1;
            let recorded = Recorded {
                entry: self.entries,
                at,
                valid,
                unit: Some(actor.unit.clone()),
                person: actor.person.clone(),
            };
            apply(&mut self.tasks, &event, &recorded);
        }
    }

    fn view<'a>(&'a self, as_of: Date, abolished: &'a BTreeSet<dondoc_kinds::UnitId>) -> View<'a> {
        View {
            as_of,
            calendar: &self.calendar,
            thresholds: &self.thresholds,
            abolished,
        }
    }

    pub(crate) fn figures(&self, as_of: Date) -> Figures {
        let abolished = BTreeSet::new();
        let view = self.view(as_of, &abolished);
        let mut figures = Figures::default();
        for task in self.tasks.iter() {
            let of_occurrences = occurrence_statuses(task, &view)
                .into_iter()
                .map(|each| each.status);
            let statuses: Vec<Status> = match task.recurring() {
                Some(_) => of_occurrences.collect(),
                None => vec![status(task, &view)],
            };
            for status in statuses {
                match status {
                    Status::DoneOnTime => figures.done_on_time += 1,
                    Status::DoneLate { .. } => figures.done_late += 1,
                    Status::Late { .. } => figures.late += 1,
                    _ => {}
                }
            }
            figures.excused += usize::from(task.is_excused(0));
            figures.extended += usize::from(task.is_extended());
            figures.on_agenda += usize::from(
                task.happenings
                    .as_ref()
                    .is_some_and(|h| !h.agenda.is_empty()),
            );
        }
        figures
    }
}

/// The word for a command.
pub(crate) fn kind(command: &Command) -> &'static str {
    match command {
        Command::Propose { .. } => "propose",
        Command::Edit { .. } => "edit",
        Command::Merge { .. } => "merge",
        Command::Refuse { .. } => "refuse",
        Command::Issue(_) => "issue",
        Command::Accept { .. } => "accept",
        Command::Report(_) => "report",
        Command::Return { .. } => "return",
        Command::Confirm { .. } => "confirm",
        Command::RequestExtension { .. } => "request",
        Command::Extend(_) => "extend",
        Command::RefuseExtension { .. } => "refuse extension",
        Command::Suspend { .. } => "suspend",
        Command::Resume { .. } => "resume",
        Command::Transfer { .. } => "transfer",
        Command::ChangeAssigner { .. } => "change assigner",
        Command::Cancel { .. } => "cancel",
        Command::MarkSource { .. } => "mark",
        Command::ReviewSource { .. } => "review",
        Command::ClaimExcuse { .. } => "claim",
        Command::Excuse { .. } => "excuse",
        Command::RefuseExcuse { .. } => "refuse excuse",
        Command::PlaceOnAgenda { .. } => "agenda",
        Command::Split { .. } => "split",
        Command::Submit(_) => "submit",
        Command::ApproveReport { .. } => "approve",
        Command::DeclineReport { .. } => "decline",
        Command::DemandExplanation { .. } => "demand",
        Command::Urge { .. } => "urge",
        Command::Explain { .. } => "explain",
    }
}
