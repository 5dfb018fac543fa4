//! Commands → drafts, or a refusal.

use dondoc_kinds::{DocumentId, ProposalId, TaskId, UnitId};
use dondoc_registry::{Holder, Role};
use dondoc_tasks::{Context, SourceChange, Task, TransferCause, View};
use smol_str::format_smolstr;

use crate::act::{Act, Draft};
use crate::city::City;
use crate::command::Command;
use crate::event::Event;
use crate::refusal::Refusal;

mod import;
mod investment;
mod issue;
mod logs;
mod meeting;
mod procedures;
pub(crate) mod register;

pub use meeting::Recognised;

impl City {
    /// Returns what would be written if this were done; nothing when it is
    /// done already.
    ///
    /// # Errors
    /// [`Refusal`] with what is wrong and what would be right.
    pub fn decide(&self, act: &Act) -> Result<Vec<Draft>, Refusal> {
        self.holds(act)?;
        match &act.command {
            Command::Calendar(events) => Ok(self.change_calendar(act, events)),
            Command::Registry(commands) => self.change_registry(act, commands),
            Command::RegisterDocument(document) => self.register(act, document),
            Command::ChangeDocument(event) => self.change_document(act, event),
            Command::Issue(order) => self.issue(act, order),
            Command::Task(command) => self.task(act, command.clone()),
            Command::Meeting(dondoc_meetings::Command::SignOff {
                meeting,
                conclusions,
            }) => {
                // The tasks are named here, whoever proposed others.
                let seen = conclusions.iter().map(|it| (it.number, it.version));
                self.sign_off(act, meeting, &seen.collect::<Vec<_>>())
            }
            Command::Meeting(command) => self.meeting(act, command.clone()),
            Command::Investment(command) => self.invest(act, command),
            Command::Procedure(command) => self.procedure(act, command),
            Command::SignSheet(sign) => self.sign_sheet(act, sign),
            Command::RaiseObstacle(raise) => self.raise_obstacle(act, raise),
            Command::SignOff { meeting, seen } => self.sign_off(act, meeting, seen),
            Command::DailyRun => Ok(self.daily_run(act)),
            Command::NoteImport(made) => self.note_import(made),
            Command::UndoImport { import, reason } => self.undo_import(act, import, reason),
            Command::ImportLog(imported) => self.import_log(imported),
            Command::WithdrawLog { import, reason } => self.withdraw_log(import, reason),
            Command::Set(event) => Ok(vec![Draft {
                stream: "city".to_owned(),
                event: event.clone().into(),
                attachments: Vec::new(),
            }]),
            Command::HandOver {
                from,
                to,
                tasks,
                cause,
                instrument,
            } => {
                let mut drafts = Vec::new();
                let open = self.tasks.iter().filter(|task| task.is_open());
                for task in open.filter(|task| tasks.is_empty() || tasks.contains(&task.id)) {
                    drafts.extend(self.hand_over(act, task, from, to, *cause, instrument)?);
                }
                Ok(drafts)
            }
        }
    }

    /// Returns the id of the next task to issue, the `nth` after it.
    pub(crate) fn next_task(&self, nth: usize) -> TaskId {
        let mut number = self.tasks.newest_number().saturating_add(1 + nth as u64);
        loop {
            let id = TaskId::parse(&format!("nv-{number:06}"));
            match id {
                // A task whose issue was erased is not in the state, but its id is taken.
                Ok(id) if self.version(&format!("task/{id}")) == 0 => return id,
                _ => number += 1,
            }
        }
    }

    /// Whoever asked whether the act may be done asked a moment ago: what was
    /// withdrawn since then holds no more.
    fn holds(&self, act: &Act) -> Result<(), Refusal> {
        let Some(id) = &act.acting.delegation else {
            return Ok(());
        };
        let day = act.day();
        let delegated = self.registry.delegation(id);
        let vested = self.registry.vesting(id);
        if delegated.is_some_and(|it| it.is_in_force(day))
            || vested.is_some_and(|it| it.is_in_force(day))
        {
            return Ok(());
        }
        Err(Refusal::DelegationNotInForce {
            delegation: id.to_string(),
        })
    }

    fn task(&self, act: &Act, command: dondoc_tasks::Command) -> Result<Vec<Draft>, Refusal> {
        if let dondoc_tasks::Command::Report(report) = &command {
            self.may_leave(act, &report.task)?;
        }
        if let dondoc_tasks::Command::ApproveReport { task, .. }
        | dondoc_tasks::Command::DeclineReport { task, .. } = &command
        {
            self.heads(act, task)?;
        }
        let actor = act.acting.of_tasks();
        let context = Context {
            now: act.valid,
            actor: &actor,
            calendar: &self.calendar,
        };
        let decided = dondoc_tasks::decide(&self.tasks, command, &context)?;
        Ok(decided
            .into_events()
            .into_iter()
            .map(Draft::of_task)
            .collect())
    }

    /// Where a unit wants its head's approval, only the head reports without it.
    fn may_leave(&self, act: &Act, task: &TaskId) -> Result<(), Refusal> {
        let lead = self.tasks.task(task).map(|task| &task.lead);
        match lead.filter(|unit| self.settings.approval.contains(*unit)) {
            Some(_) => self.heads(act, task),
            None => Ok(()),
        }
    }

    fn heads(&self, act: &Act, task: &TaskId) -> Result<(), Refusal> {
        let Some(lead) = self.tasks.task(task).map(|task| &task.lead) else {
            return Ok(()); // the tasks room says that there is none
        };
        if act.acting.unit != *lead || self.is_head(act) {
            return Ok(()); // the tasks room says that it is not theirs
        }
        Err(Refusal::HeadApproves {
            unit: self.registry.name_on(lead, act.day()).to_owned(),
        })
    }

    /// Whether the act is done in the post of head or deputy head of its unit.
    fn is_head(&self, act: &Act) -> bool {
        let post = act.acting.post.as_ref();
        let post = post.and_then(|post| self.registry.post(post));
        post.is_some_and(|post| {
            post.unit == act.acting.unit && matches!(post.role, Role::Head | Role::DeputyHead)
        })
    }

    fn change_calendar(&self, act: &Act, events: &[dondoc_calendar::Event]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for event in events {
            drafts.push(Draft {
                stream: "calendar".to_owned(),
                event: Event::Calendar(event.clone()),
                attachments: Vec::new(),
            });
        }
        let why = events.iter().find_map(announcement).unwrap_or_default();
        let moved =
            dondoc_tasks::moved_deadlines(&self.tasks, &self.calendar, events, act.day(), &why);
        drafts.extend(moved.into_iter().map(Draft::of_task));
        drafts
    }

    fn change_registry(
        &self,
        act: &Act,
        commands: &[dondoc_registry::Command],
    ) -> Result<Vec<Draft>, Refusal> {
        let mut after = self.registry.clone();
        let mut drafts = Vec::new();
        let mut ended: Vec<(UnitId, String)> = Vec::new();
        for command in commands {
            for event in dondoc_registry::decide(&after, command.clone())? {
                after.apply(&event);
                if let dondoc_registry::Event::UnitsMerged(merged) = &event {
                    let basis = &merged.basis;
                    let instrument = basis.instrument.clone().unwrap_or(basis.source.clone());
                    ended.extend(
                        merged
                            .units
                            .iter()
                            .map(|unit| (unit.clone(), instrument.clone())),
                    );
                }
                drafts.push(Draft {
                    stream: "registry".to_owned(),
                    event: Event::Registry(event),
                    attachments: Vec::new(),
                });
            }
        }
        // Each hand-over is decided on what the ones before it lead to: when a
        // task's lead and its assigner both merge into one unit, only the first
        // passes. What can't pass stays with the ended unit, where it shows as at
        // risk until a person decides; it must not stop the merger.
        let mut supposed = self.clone();
        for (unit, instrument) in ended {
            let Holder::Passed(successor) = after.current_holder(&unit, act.day()) else {
                continue;
            };
            for task in self.tasks.iter().filter(|task| task.is_open()) {
                let (to, cause) = (&successor.unit, TransferCause::Successor);
                let handed = supposed.hand_over(act, task, &unit, to, cause, &instrument);
                if let Ok(handed) = handed {
                    supposed.suppose(&handed, act);
                    drafts.extend(handed);
                }
            }
        }
        Ok(drafts)
    }

    fn hand_over(
        &self,
        act: &Act,
        task: &Task,
        from: &UnitId,
        to: &UnitId,
        cause: TransferCause,
        instrument: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let (id, to, mut drafts) = (task.id.clone(), to.clone(), Vec::new());
        if task.lead == *from {
            let instrument = instrument.into();
            let (task, to) = (id.clone(), to.clone());
            let command = dondoc_tasks::Command::Transfer {
                task,
                to,
                cause,
                instrument,
            };
            drafts.extend(self.task(act, command)?);
        }
        if task.assigner == *from {
            let instrument = instrument.into();
            let command = dondoc_tasks::Command::ChangeAssigner {
                task: id,
                to,
                cause,
                instrument,
            };
            drafts.extend(self.task(act, command)?);
        }
        Ok(drafts)
    }

    fn change_document(
        &self,
        act: &Act,
        event: &dondoc_documents::Event,
    ) -> Result<Vec<Draft>, Refusal> {
        let document = event.document().clone();
        let (by, change) = match event {
            dondoc_documents::Event::Registered(_) | dondoc_documents::Event::Received(_) => {
                return Err(Refusal::DocumentKnown { document });
            }
            dondoc_documents::Event::Amended(event) => (&event.by, SourceChange::Amended),
            dondoc_documents::Event::Replaced(event) => (&event.by, SourceChange::Replaced),
            dondoc_documents::Event::Repealed(event) => (&event.by, SourceChange::Repealed),
        };
        for known in [&document, by] {
            self.known(known)?;
        }
        let mut drafts = vec![Draft {
            stream: format!("document/{document}"),
            event: Event::Document(event.clone()),
            attachments: Vec::new(),
        }];
        for task in self
            .tasks
            .from_document(&document)
            .filter(|task| task.is_open())
        {
            let command = dondoc_tasks::Command::MarkSource {
                task: task.id.clone(),
                by: by.clone(),
                change,
            };
            drafts.extend(self.task(act, command)?);
        }
        Ok(drafts)
    }

    fn known(&self, document: &DocumentId) -> Result<(), Refusal> {
        match self.documents.get(document) {
            Some(_) => Ok(()),
            None => Err(Refusal::NoSuchDocument {
                document: document.clone(),
            }),
        }
    }

    fn daily_run(&self, act: &Act) -> Vec<Draft> {
        let abolished = self.abolished_on(act.day());
        let view = View {
            as_of: act.day(),
            calendar: &self.calendar,
            thresholds: &self.settings.thresholds,
            abolished: &abolished,
        };
        let due = dondoc_tasks::due_reminders(&self.tasks, &self.settings.ladder, &view);
        due.into_iter().map(Draft::of_task).collect()
    }
}

fn announcement(event: &dondoc_calendar::Event) -> Option<String> {
    match event {
        dondoc_calendar::Event::DayAnnounced(day) => {
            Some(format!("{} {}: {}", day.date, day.name, day.source))
        }
        dondoc_calendar::Event::AnnouncementWithdrawn(day) => {
            Some(format!("{}: {}", day.date, day.source))
        }
        _ => None,
    }
}

/// Returns an item id for an order typed by hand, which stands in for the
/// proposal it does not come from.
pub(crate) fn item_by_hand(first: &TaskId) -> Option<ProposalId> {
    ProposalId::parse(&format_smolstr!("tay.{first}")).ok()
}
