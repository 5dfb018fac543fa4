//! The whole story, put together.

use dondoc_calendar::{AnnouncedKind, Calendar, Confidence, DayAnnounced, Event as CalendarEvent};
use dondoc_kinds::DocumentId;
use dondoc_registry::Registry;
use dondoc_tasks::{Actor, Command, SourceChange};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::chance::Chance;
use crate::issue::Handed;
use crate::meeting::Briefing;
use crate::people::People;
use crate::step::{Action, File, Step};
use crate::story::{self, Sheet, Story, Swap, Words};
use crate::{Problem, due};

/// What the story is told with, and what was told so far.
pub(crate) struct Plot<'a> {
    pub(crate) seed: u64,
    pub(crate) registry: &'a Registry,
    /// As known at the end: what was announced on the way is in it.
    pub(crate) calendar: Calendar,
    pub(crate) story: Story,
    pub(crate) words: Words,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) people: People<'a>,
    pub(crate) held: Vec<Briefing>,
    pub(crate) tasks_issued: u32,
    /// Whether the task of the shortening sheet has been counted.
    pub(crate) sheet_counted: bool,
    steps: Vec<Step>,
}

/// Tells the story of the demo city, in the order of time.
///
/// `registry` is the jurisdiction's, folded; `calendar` is its calendar, with or
/// without what the story announces on the way. The same arguments always give
/// the same steps.
///
/// # Errors
/// See [`Problem`]: the demo's data and the rooms disagree.
pub fn script(
    seed: u64,
    registry: &Registry,
    calendar: &Calendar,
) -> Result<impl Iterator<Item = Step> + use<>, Problem> {
    let mut plot = Plot {
        seed,
        registry,
        calendar: calendar.clone(),
        story: story::story()?,
        words: story::words()?,
        sheets: story::sheets()?,
        people: People::new(registry),
        held: story::held()?,
        tasks_issued: 0,
        sheet_counted: false,
        steps: Vec::new(),
    };
    plot.announce()?;
    let handed = plot.issue_everything()?;
    for task in &handed {
        plot.live(task)?;
    }
    plot.mark_amended(&handed)?;
    plot.call_meetings()?;
    plot.daily_runs()?;
    plot.enter_people()?;
    Ok(plot.told().into_iter())
}

impl Plot<'_> {
    /// Adds a step of that moment, which was so on the same day.
    pub(crate) fn tell(&mut self, at: DateTime, actor: &Actor, action: Action) {
        self.tell_with(at, at.date(), actor, action, Vec::new());
    }

    pub(crate) fn tell_with(
        &mut self,
        at: DateTime,
        valid: Date,
        actor: &Actor,
        action: Action,
        files: Vec<File>,
    ) {
        if at.date() > self.story.last_day {
            return;
        }
        self.steps.push(Step {
            at: moment(at),
            valid,
            actor: actor.clone(),
            delegation: None,
            action,
            files,
        });
    }

    pub(crate) fn sheet(&self, document: &str) -> Result<Sheet, Problem> {
        self.sheets
            .iter()
            .find(|sheet| sheet.id == document)
            .cloned()
            .ok_or_else(|| Problem::NoDocument {
                document: document.to_owned(),
            })
    }

    fn announce(&mut self) -> Result<(), Problem> {
        let actor = self.city_office()?;
        let announcements: Vec<(Date, [DayAnnounced; 2])> = self
            .story
            .swap
            .iter()
            .map(|swap| (swap.announced, announced(swap)))
            .collect();
        for (on, days) in announcements {
            for day in &days {
                self.calendar
                    .apply(&CalendarEvent::DayAnnounced(day.clone()));
            }
            self.tell(
                on.at(15, 0, 0, 0),
                &actor,
                Action::AnnounceDays(days.to_vec()),
            );
        }
        Ok(())
    }

    /// Whoever enters what concerns the whole city.
    fn city_office(&mut self) -> Result<Actor, Problem> {
        let sheet = self.sheets.last().cloned().ok_or(Problem::NoDocument {
            document: String::new(),
        })?;
        let unit = crate::who::one(&sheet.assigner, sheet.date, self.registry)?;
        self.people.of(&unit)
    }

    /// Marks the open tasks of amended documents, and says of each that it stands.
    fn mark_amended(&mut self, handed: &[Handed]) -> Result<(), Problem> {
        let amending: Vec<Sheet> = self
            .sheets
            .iter()
            .filter(|s| s.amends.is_some())
            .cloned()
            .collect();
        for sheet in amending {
            let by = DocumentId::parse(&sheet.id)?;
            for task in handed
                .iter()
                .filter(|task| sheet.amends.as_ref() == Some(&task.document))
            {
                if self.is_finished(task, sheet.date) {
                    continue;
                }
                let clerk = self.people.of(&task.assigner)?;
                let mark = Command::MarkSource {
                    task: task.task.clone(),
                    by: by.clone(),
                    change: SourceChange::Amended,
                };
                self.tell(sheet.date.at(17, 0, 0, 0), &clerk, Action::Task(mark));
                let mut chance = Chance::new(self.seed, &format!("{} review", task.task));
                let review = Command::ReviewSource {
                    task: task.task.clone(),
                    by: by.clone(),
                    note: Some(
                        "Nội dung và thời hạn của nhiệm vụ không thay đổi (minh họa).".into(),
                    ),
                };
                let on = due::later(sheet.date, chance.between(2, 7), &self.calendar);
                if chance.happens(850) && !self.is_finished(task, on) {
                    self.tell(on.at(16, 30, 0, 0), &clerk, Action::Task(review));
                }
            }
        }
        Ok(())
    }

    /// Whether a task was confirmed or cancelled by then.
    fn is_finished(&self, task: &Handed, by: Date) -> bool {
        let end = moment(by.at(23, 59, 59, 0));
        self.steps.iter().any(|step| {
            step.at <= end
                && matches!(&step.action,
                    Action::Task(Command::Confirm { task: id, occurrence: None, .. } | Command::Cancel { task: id, .. })
                        if *id == task.task)
        })
    }

    fn daily_runs(&mut self) -> Result<(), Problem> {
        let mut actor = self.city_office()?;
        actor.person = None;
        actor.post = None;
        let mut day = self.calendar.working_day_from(self.story.first_day);
        while day <= self.story.last_day {
            self.tell(day.at(7, 0, 0, 0), &actor, Action::DailyRun);
            day = due::later(day, 1, &self.calendar);
        }
        Ok(())
    }

    fn enter_people(&mut self) -> Result<(), Problem> {
        let actor = self.city_office()?;
        let first = self.story.first_day;
        for event in self.people.entries(first)? {
            self.tell(first.at(6, 0, 0, 0), &actor, Action::Enter(event));
        }
        Ok(())
    }

    fn told(mut self) -> Vec<Step> {
        // Stable: steps of one moment keep the order in which they were told.
        self.steps.sort_by_key(|step| step.at);
        self.steps
    }
}

fn announced(swap: &Swap) -> [DayAnnounced; 2] {
    let day = |date, kind| DayAnnounced {
        date,
        kind,
        name: swap.name.as_str().into(),
        source: swap.source.as_str().into(),
        confidence: Confidence::High,
    };
    [
        day(swap.off, AnnouncedKind::SwapDayOff),
        day(swap.works, AnnouncedKind::SwapWorkingDay),
    ]
}

/// The recorded moment of a civil time in Việt Nam (UTC+7, no summer time).
pub(crate) fn moment(at: DateTime) -> Timestamp {
    Offset::constant(7)
        .to_timestamp(at)
        .unwrap_or(Timestamp::MAX)
}
