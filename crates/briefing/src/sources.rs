//! The rooms' states, seen as the facts of a briefing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use dondoc_calendar::Calendar;
use dondoc_city::City;
use dondoc_documents::{Document, Documents};
use dondoc_kinds::{DocumentId, UnitId};
use dondoc_registry::Registry;
use dondoc_tasks::{
    Answer, Happenings, OccurrenceStanding, OccurrenceStatus, Standing, Status, Task, Tasks,
    Thresholds, Timing, View,
};
use jiff::civil::Date;

use crate::compile::{Order, Refusal};
use crate::explain::{Explanation, explain};
use crate::facts::{
    AgendaCause, AgendaStep, DocumentFact, DueCause, DueStep, Duty, ExcuseStep, Facts, HandedIn,
    ReportStep, Step, UnitFact, Verdict,
};
use crate::investment::{Grounds, chapter};
use crate::model::Briefing;

/// The rooms' states that a briefing is computed from, folded up to the size of
/// the log in the order.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Issued tasks.
    pub tasks: &'a Tasks,
    /// Units and their names.
    pub registry: &'a Registry,
    /// Registered documents.
    pub documents: &'a Documents,
    /// Working days.
    pub calendar: &'a Calendar,
    /// From when a task is at risk.
    pub thresholds: &'a Thresholds,
}

impl<'a> Sources<'a> {
    /// Returns the rooms of a city.
    pub fn of(city: &'a City, thresholds: &'a Thresholds) -> Self {
        Self {
            tasks: &city.tasks,
            registry: &city.registry,
            documents: &city.documents,
            calendar: &city.calendar,
            thresholds,
        }
    }

    /// Gathers the facts as of a day.
    pub fn facts(&self, as_of: Date) -> Facts<'a> {
        let abolished = abolished(self.registry, as_of);
        let view = View {
            as_of,
            calendar: self.calendar,
            thresholds: self.thresholds,
            abolished: &abolished,
        };
        let mut duties = Vec::with_capacity(self.tasks.len());
        for task in self.tasks.iter() {
            gather(task, &view, &mut duties);
        }
        Facts {
            units: self.units(&duties, as_of),
            documents: self.documents(&duties),
            duties,
        }
    }

    fn units(&self, duties: &[Duty<'a>], as_of: Date) -> BTreeMap<UnitId, UnitFact<'a>> {
        let mut named: BTreeSet<&UnitId> = BTreeSet::new();
        for duty in duties {
            named.insert(&duty.lead);
            named.extend(&duty.coordinating);
            named.extend(duty.passed_from.as_ref().map(|(unit, _)| unit));
        }
        let fact = |unit: &UnitId| UnitFact {
            name: Cow::Owned(self.registry.name_on(unit, as_of).to_owned()),
        };
        named
            .into_iter()
            .map(|unit| (unit.clone(), fact(unit)))
            .collect()
    }

    fn documents(&self, duties: &[Duty<'a>]) -> BTreeMap<DocumentId, DocumentFact<'a>> {
        let named: BTreeSet<&DocumentId> = duties
            .iter()
            .filter_map(|duty| duty.document.as_ref())
            .collect();
        let known = named
            .into_iter()
            .filter_map(|id| Some((id.clone(), document(self.documents.get(id)?))));
        known.collect()
    }
}

impl Briefing {
    /// Compiles a briefing from a city folded up to the log of the order.
    ///
    /// # Errors
    /// See [`Briefing::compile_facts`].
    pub fn compile(city: &City, thresholds: &Thresholds, order: &Order) -> Result<Self, Refusal> {
        let facts = Sources::of(city, thresholds).facts(order.as_of);
        let (mut briefing, mut cashier) = Self::with_cashier(&facts, order)?;
        briefing.investment = chapter(&Grounds::of(city, order), &mut cashier);
        let grounds = crate::procedures::Grounds::of(city, order);
        briefing.procedures = crate::procedures::chapter(grounds, &mut cashier);
        Ok(briefing)
    }
}

/// Returns what stands behind a figure of the briefing that
/// [`Briefing::compile`] gives for the same arguments; see [`explain`].
pub fn explain_city(
    city: &City,
    thresholds: &Thresholds,
    order: &Order,
    key: &str,
) -> Option<Explanation> {
    if key.starts_with("investment/") {
        return crate::investment::explain(&Grounds::of(city, order), order, key);
    }
    if key.starts_with("procedure/") {
        let grounds = crate::procedures::Grounds::of(city, order);
        return crate::procedures::explain(grounds, order, key);
    }
    let facts = Sources::of(city, thresholds).facts(order.as_of);
    explain(&facts, order, key)
}

fn abolished(registry: &Registry, as_of: Date) -> BTreeSet<UnitId> {
    let ended = registry
        .units()
        .filter(|(_, unit)| unit.until.is_some_and(|until| until <= as_of));
    ended.map(|(id, _)| id.clone()).collect()
}

fn document(document: &Document) -> DocumentFact<'_> {
    let known = &document.registered;
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    DocumentFact {
        number: Cow::Owned(text(&known.number)),
        kind: Cow::Owned(text(&known.kind)),
        title: Cow::Owned(text(&known.title)),
        issuer: Cow::Owned(text(&known.issuer)),
        date: known.date,
    }
}

fn gather<'a>(task: &'a Task, view: &View<'_>, duties: &mut Vec<Duty<'a>>) {
    match &task.timing {
        Timing::NoDate { .. } | Timing::Once(_) => {
            let mut duty = frame(task, 0);
            if let Timing::Once(due) = &task.timing {
                duty.original_due = Some(due.original.date());
                duty.due_changes = due.changes.iter().map(due_step).collect();
            }
            duty.handed_in = handed_in(task);
            if let Status::AtRisk { reasons } = dondoc_tasks::status(task, view) {
                duty.risks = reasons;
            }
            duties.push(duty);
        }
        Timing::Recurring(recurring) => {
            for occurrence in dondoc_tasks::occurrence_statuses(task, view) {
                let touched = recurring
                    .occurrences
                    .iter()
                    .find(|kept| kept.number == occurrence.number);
                duties.push(turn(task, occurrence, touched));
            }
        }
    }
}

fn due_step(change: &dondoc_tasks::DueChange) -> DueStep {
    DueStep {
        due: change.due.date(),
        cause: match change.cause {
            dondoc_tasks::DueCause::Extended => DueCause::Extended,
            dondoc_tasks::DueCause::Calendar => DueCause::Calendar,
            dondoc_tasks::DueCause::Suspension => DueCause::Suspension,
        },
        on: change.on,
        entry: change.entry,
    }
}

/// One occurrence of a recurring task.
fn turn<'a>(
    task: &'a Task,
    status: OccurrenceStatus,
    touched: Option<&dondoc_tasks::Occurrence>,
) -> Duty<'a> {
    let mut duty = frame(task, status.number);
    duty.original_due = Some(touched.map_or(status.due, |kept| kept.original).date());
    if let Some(kept) = touched {
        duty.due_changes = kept
            .extended
            .into_iter()
            .map(|until| {
                // The day of an extension is not kept for occurrences: the task's
                // requests have it where one was asked for.
                let granted = task
                    .happenings
                    .iter()
                    .flat_map(|h| &h.extension_requests)
                    .rfind(|request| {
                        request.occurrence == status.number
                            && matches!(request.answer, Answer::Granted { .. })
                    });
                DueStep {
                    due: until.date(),
                    cause: DueCause::Extended,
                    on: granted.map_or(kept.original.date(), |request| request.on),
                    entry: match granted.map(|request| request.answer) {
                        Some(Answer::Granted { entry }) => entry,
                        _ => kept.entry,
                    },
                }
            })
            .collect();
        duty.handed_in = match kept.standing {
            OccurrenceStanding::Open => None,
            OccurrenceStanding::Reported { on, .. } => Some(HandedIn {
                by_unit: reported(task, status.number, on, kept.entry),
                confirmed: None,
            }),
            OccurrenceStanding::Done {
                reported: on,
                confirmed,
            } => Some(HandedIn {
                by_unit: reported(task, status.number, on, kept.entry),
                confirmed: Some(Step {
                    on: confirmed,
                    entry: kept.entry,
                }),
            }),
        };
    }
    if let Status::AtRisk { reasons } = status.status {
        duty.risks = reasons;
    }
    duty
}

fn handed_in(task: &Task) -> Option<HandedIn> {
    match &task.standing {
        Standing::Reported { on, .. } => Some(HandedIn {
            by_unit: reported(task, 0, *on, task.trail.last().unwrap_or(0)),
            confirmed: None,
        }),
        Standing::Done {
            reported: on,
            confirmed,
            entry,
        } => Some(HandedIn {
            by_unit: reported(task, 0, *on, *entry),
            confirmed: Some(Step {
                on: *confirmed,
                entry: *entry,
            }),
        }),
        Standing::Issued
        | Standing::Accepted
        | Standing::Returned { .. }
        | Standing::Suspended { .. }
        | Standing::Cancelled { .. } => None,
    }
}

/// Returns the report by which the unit said on that day that it is done; the
/// entry `or` where no report is kept.
fn reported(task: &Task, occurrence: u32, on: Date, or: u64) -> Step {
    let mut reports = task
        .reports
        .iter()
        .filter(|report| report.occurrence == occurrence && report.says_done);
    let entry = reports
        .rfind(|report| report.on == on)
        .map_or(or, |report| report.entry);
    Step { on, entry }
}

/// A duty with all that does not depend on its timing.
fn frame(task: &Task, occurrence: u32) -> Duty<'_> {
    let entries: Vec<u64> = task.trail.iter().collect();
    let first = entries.first().copied().unwrap_or(0);
    let mut duty = Duty {
        task: task.id.clone(),
        occurrence,
        item: Cow::Borrowed(task.item().as_str()),
        text: Cow::Borrowed(task.text()),
        product: Cow::Borrowed(task.product()),
        document: task.document().cloned(),
        clause: Cow::Borrowed(
            task.source()
                .and_then(|source| source.clause)
                .unwrap_or_default(),
        ),
        lead: task.lead.clone(),
        coordinating: task.coordinating().cloned().collect(),
        passed_from: None,
        conclusion_of: task.conclusion_of().cloned(),
        issued: Step {
            on: task.issued,
            entry: first,
        },
        original_due: None,
        due_changes: Vec::new(),
        reports: Vec::new(),
        handed_in: None,
        cancelled: None,
        pauses: Vec::new(),
        excuses: Vec::new(),
        requests: Vec::new(),
        returned: None,
        agenda: Vec::new(),
        risks: Vec::new(),
        entries,
    };
    if let Standing::Cancelled { on, entry } = task.standing {
        duty.cancelled = Some(Step { on, entry });
    }
    let reports = task
        .reports
        .iter()
        .filter(|report| report.occurrence == occurrence);
    duty.reports = reports
        .map(|report| ReportStep {
            step: Step {
                on: report.on,
                entry: report.entry,
            },
            percent: report.percent,
            evidence: report.evidence,
        })
        .collect();
    if let Some(happenings) = &task.happenings {
        happen(&mut duty, happenings);
    }
    duty
}

fn happen<'a>(duty: &mut Duty<'a>, happenings: &'a Happenings) {
    let occurrence = duty.occurrence;
    duty.passed_from = happenings.past_leads.last().map(|past| {
        (
            past.unit.clone(),
            Step {
                on: past.until,
                entry: past.entry,
            },
        )
    });
    duty.pauses = happenings
        .suspensions
        .iter()
        .map(|pause| {
            (
                Step {
                    on: pause.from,
                    entry: pause.entry,
                },
                pause.to,
            )
        })
        .collect();
    duty.excuses = happenings
        .excuses
        .iter()
        .filter(|excuse| excuse.occurrence == occurrence)
        .map(|excuse| claim(excuse.on, excuse.entry, &excuse.reason, excuse.answer))
        .collect();
    duty.requests = happenings
        .extension_requests
        .iter()
        .filter(|request| request.occurrence == occurrence)
        .map(|request| claim(request.on, request.entry, &request.reason, request.answer))
        .collect();
    duty.returned = happenings
        .returns
        .iter()
        .rfind(|back| back.occurrence == occurrence)
        .map(|back| {
            (
                Step {
                    on: back.on,
                    entry: back.entry,
                },
                Cow::Borrowed(back.reason.as_ref()),
            )
        });
    duty.agenda = happenings
        .agenda
        .iter()
        .filter(|mark| mark.occurrence == occurrence)
        .map(|mark| AgendaStep {
            step: Step {
                on: mark.on,
                entry: mark.entry,
            },
            cause: match mark.cause {
                dondoc_tasks::AgendaCause::ThirdLateReminder => AgendaCause::ThirdLateReminder,
                dondoc_tasks::AgendaCause::Asked => AgendaCause::Asked,
            },
        })
        .collect();
}

fn claim(on: Date, entry: u64, reason: &str, answer: Answer) -> ExcuseStep<'_> {
    ExcuseStep {
        step: Step { on, entry },
        reason: Cow::Borrowed(reason),
        answer: match answer {
            Answer::Pending => None,
            Answer::Granted { entry } => Some((Verdict::Granted, entry)),
            Answer::Refused { entry } => Some((Verdict::Refused, entry)),
        },
    }
}
