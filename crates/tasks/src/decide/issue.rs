//! Issuing, handing over, cancelling, and what happens to the source.

use std::collections::BTreeSet;

use dondoc_kinds::{DocumentId, TaskId, UnitId};

use super::{already, as_assigner, find, given, must_be, one, wrong_standing};
use crate::clock::{self, Rhythm};
use crate::command::{Context, Decided, Issue, When};
use crate::event::{
    AssignerChanged, Cancelled, Event, Issued, IssuedWhen, PlacedOnAgenda, SourceChanged,
    SourceReviewed, Transferred,
};
use crate::proposal::ProposalStanding;
use crate::refusal::{Refusal, Required, Role};
use crate::task::{AgendaMark, Happenings, Standing};
use crate::tasks::Tasks;
use crate::values::{AgendaCause, Source, SourceChange, TransferCause};

/// One task for each lead unit, all or none.
pub(super) fn issue(tasks: &Tasks, order: Issue, ctx: &Context<'_>) -> Result<Decided, Refusal> {
    check_order(&order)?;
    if let Some(entry) = issued_before(tasks, &order)? {
        return already(Some(entry));
    }
    check_proposal(tasks, &order)?;
    let when = issued_when(&order.when, ctx)?;
    let events = order.tasks.iter().map(|(task, lead)| {
        Event::from(Issued {
            task: task.clone(),
            item: order.item.clone(),
            text: order.text.clone(),
            source: order.source.clone(),
            product: order.product.clone(),
            lead: lead.clone(),
            coordinating: order
                .coordinating
                .iter()
                .filter(|unit| *unit != lead)
                .cloned()
                .collect(),
            assigner: order.assigner.clone(),
            field: order.field.clone(),
            when: when.clone(),
            targets: order.targets.clone().into(),
            conclusion_of: order.conclusion_of.clone(),
            importance: order.importance,
        })
    });
    Ok(Decided::Events(events.collect()))
}

fn check_order(order: &Issue) -> Result<(), Refusal> {
    given(&order.text, Required::Text)?;
    given(&order.product, Required::Product)?;
    check_span(order.source.as_ref())?;
    if order.tasks.is_empty() {
        return Err(Refusal::Missing {
            what: Required::Lead,
        });
    }
    let (mut ids, mut leads) = (BTreeSet::new(), BTreeSet::new());
    for (task, lead) in &order.tasks {
        if !ids.insert(task) {
            return Err(Refusal::SameTaskTwice { task: task.clone() });
        }
        if !leads.insert(lead) {
            return Err(Refusal::SameLeadTwice { unit: lead.clone() });
        }
        if *lead == order.assigner {
            return Err(Refusal::AssignerLeads { unit: lead.clone() });
        }
    }
    Ok(())
}

pub(super) fn check_span(source: Option<&Source>) -> Result<(), Refusal> {
    match source {
        Some(Source { start, end, .. }) if start >= end => Err(Refusal::EmptySpan {
            start: *start,
            end: *end,
        }),
        _ => Ok(()),
    }
}

/// The entry that issued the same order before; a refusal when only an id is
/// the same.
fn issued_before(tasks: &Tasks, order: &Issue) -> Result<Option<u64>, Refusal> {
    let mut entry = None;
    let mut known = 0;
    for (id, lead) in &order.tasks {
        let Some(task) = tasks.task(id) else { continue };
        let first_lead = task
            .happenings
            .as_ref()
            .and_then(|h| h.past_leads.first())
            .map_or(&task.lead, |past| &past.unit);
        if *task.item() != order.item || task.text() != &*order.text || first_lead != lead {
            return Err(Refusal::TakenId { id: id.to_string() });
        }
        known += 1;
        entry = entry.or(task.trail.iter().next());
    }
    match order.tasks.iter().find(|(id, _)| tasks.task(id).is_some()) {
        Some((id, _)) if known < order.tasks.len() => Err(Refusal::TakenId { id: id.to_string() }),
        _ => Ok(entry),
    }
}

/// A proposal may be issued to more units later, never to one unit twice.
fn check_proposal(tasks: &Tasks, order: &Issue) -> Result<(), Refusal> {
    let Some(proposal) = tasks.proposal(&order.item) else {
        return Ok(());
    };
    match &proposal.standing {
        ProposalStanding::Open => Ok(()),
        ProposalStanding::Issued { tasks: issued } => {
            let twice = order.tasks.iter().find(|(_, lead)| {
                let mut leads = issued.iter().filter_map(|id| tasks.task(id));
                leads.any(|task| task.lead == *lead && task.is_open())
            });
            match twice {
                Some((_, lead)) => Err(Refusal::SameLeadTwice { unit: lead.clone() }),
                None => Ok(()),
            }
        }
        ProposalStanding::Merged { .. }
        | ProposalStanding::Split { .. }
        | ProposalStanding::Refused { .. } => Err(Refusal::ProposalClosed {
            proposal: order.item.clone(),
        }),
    }
}

fn issued_when(when: &When, ctx: &Context<'_>) -> Result<IssuedWhen, Refusal> {
    let (rule, from, until) = match when {
        When::NoDate { review_days } => {
            return Ok(IssuedWhen::NoDate {
                review_days: *review_days,
            });
        }
        When::By { rule, from, until } => (rule, *from, *until),
    };
    match clock::rhythm(rule) {
        Rhythm::NoDate => Ok(IssuedWhen::NoDate { review_days: None }),
        Rhythm::Recurring => Ok(IssuedWhen::Recurring {
            rule: rule.clone(),
            until,
        }),
        Rhythm::Once => {
            let due = clock::due(rule, from, ctx.calendar).map_err(|why| Refusal::NoDeadline {
                rule: clock::phrase(rule),
                why,
            })?;
            if due.date() < ctx.on() {
                return Err(Refusal::DueBeforeIssue {
                    due: due.date(),
                    on: ctx.on(),
                });
            }
            Ok(IssuedWhen::Once {
                rule: rule.clone(),
                from,
                due,
            })
        }
    }
}

/// Whose place in a task another unit takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The one that does it.
    Lead,
    /// The one that gave it and confirms it.
    Assigner,
}

/// Puts another unit in the place of the lead or the assigner. The assigner may;
/// a successor may be put in by whoever keeps the register of units.
pub(super) fn hand_over(
    tasks: &Tasks,
    place: Place,
    id: TaskId,
    to: UnitId,
    cause: TransferCause,
    instrument: Box<str>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = find(tasks, &id)?;
    if cause == TransferCause::Reassigned {
        must_be(task, &task.assigner, Role::Assigner, ctx)?;
    }
    given(&instrument, Required::Instrument)?;
    if !task.is_open() {
        return Err(wrong_standing(task));
    }
    let (from, other) = match place {
        Place::Lead => (task.lead.clone(), &task.assigner),
        Place::Assigner => (task.assigner.clone(), &task.lead),
    };
    if from == to {
        return already(task.trail.last());
    }
    if *other == to {
        return Err(Refusal::AssignerLeads { unit: to });
    }
    match place {
        Place::Lead => one(Transferred {
            task: id,
            from,
            to,
            cause,
            instrument,
        }),
        Place::Assigner => one(AssignerChanged {
            task: id,
            from,
            to,
            cause,
            instrument,
        }),
    }
}

pub(super) fn cancel(
    tasks: &Tasks,
    id: TaskId,
    reason: Box<str>,
    instrument: Option<Box<str>>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &id, ctx)?;
    given(&reason, Required::Reason)?;
    match &task.standing {
        Standing::Cancelled { entry, .. } => already(Some(*entry)),
        Standing::Done { .. } => Err(wrong_standing(task)),
        _ => one(Cancelled {
            task: id,
            reason,
            instrument,
        }),
    }
}

pub(super) fn mark_source(
    tasks: &Tasks,
    id: TaskId,
    by: DocumentId,
    change: SourceChange,
) -> Result<Decided, Refusal> {
    let task = find(tasks, &id)?;
    if task.document().is_none() {
        return Err(Refusal::NoSource { task: id });
    }
    let marks = task.happenings.iter().flat_map(|h| &h.source_changes);
    match marks
        .into_iter()
        .find(|mark| mark.by == by && mark.change == change)
    {
        Some(mark) => already(Some(mark.entry)),
        None => one(SourceChanged {
            task: id,
            by,
            change,
        }),
    }
}

pub(super) fn review_source(
    tasks: &Tasks,
    id: TaskId,
    by: DocumentId,
    note: Option<Box<str>>,
    ctx: &Context<'_>,
) -> Result<Decided, Refusal> {
    let task = as_assigner(tasks, &id, ctx)?;
    let mut marks = task.happenings.iter().flat_map(|h| &h.source_changes);
    match marks.rfind(|mark| mark.by == by) {
        None => Err(Refusal::NoSourceChange { task: id, by }),
        Some(mark) if mark.reviewed.is_some() => already(mark.reviewed),
        Some(_) => one(SourceReviewed { task: id, by, note }),
    }
}

/// Once for one cause and due day.
pub(super) fn place_on_agenda(
    tasks: &Tasks,
    id: TaskId,
    cause: AgendaCause,
) -> Result<Decided, Refusal> {
    let task = find(tasks, &id)?;
    if !task.is_open() {
        return Err(wrong_standing(task));
    }
    let due = task.due().map(|due| due.date());
    match agenda_mark(task.happenings.as_deref(), cause, due) {
        Some(mark) => already(Some(mark.entry)),
        None => one(PlacedOnAgenda {
            task: id,
            occurrence: None,
            due,
            cause,
        }),
    }
}

fn agenda_mark(
    happenings: Option<&Happenings>,
    cause: AgendaCause,
    due: Option<jiff::civil::Date>,
) -> Option<&AgendaMark> {
    happenings?
        .agenda
        .iter()
        .find(|mark| mark.cause == cause && mark.due == due)
}
