//! Events → state. Total: an event is history, and folding it cannot fail.

use std::sync::Arc;

use dondoc_kinds::{ProposalId, TaskId, UnitId};
use jiff::civil::DateTime;

use crate::event::{
    AssignerChanged, Event, ExcuseClaimed, Explained, Extended, ExtensionRequested, Issued,
    IssuedWhen, OccurrenceRef, PlacedOnAgenda, ProposalMade, Reminded, ReportSubmitted, Reported,
    Transferred,
};
use crate::order::Order;
use crate::proposal::{Draft, Proposal, ProposalStanding};
use crate::reports::{self, Report, Reports, push};
use crate::task::{
    AgendaMark, Answer, Demand, Due, DueCause, DueChange, Excuse, Explanation, ExtensionRequest,
    Fired, Happenings, Occurrence, OccurrenceStanding, PastLead, Pause, Paused, Recurring, Return,
    SourceMark, Standing, Submitted, Task, Timing,
};
use crate::tasks::{Recorded, Tasks};
use crate::trail::Trail;

/// Folds one event into the state.
pub fn apply(tasks: &mut Tasks, event: &Event, recorded: &Recorded) {
    match event {
        Event::ProposalMade(e) => made(tasks, e, recorded),
        Event::ProposalEdited(e) => {
            on_proposal(tasks, &e.proposal, recorded, |p| edit(p, &e.draft));
        }
        Event::ProposalMerged(e) => on_proposal(tasks, &e.proposal, recorded, |p| {
            p.standing = ProposalStanding::Merged {
                into: e.into.clone(),
            };
        }),
        Event::ProposalSplit(e) => on_proposal(tasks, &e.proposal, recorded, |p| {
            p.standing = ProposalStanding::Split {
                into: e.into.clone(),
            };
        }),
        Event::ProposalRefused(e) => on_proposal(tasks, &e.proposal, recorded, |p| {
            p.standing = ProposalStanding::Refused {
                reason: e.reason.clone(),
            };
        }),
        Event::Issued(e) => issued(tasks, e, recorded),
        Event::Accepted(e) => on_task(tasks, &e.task, recorded, |t| {
            if t.standing == Standing::Issued {
                t.standing = Standing::Accepted;
            }
        }),
        Event::ReportSubmitted(e) => on_task(tasks, &e.task, recorded, |t| {
            submitted(t, e, recorded);
        }),
        Event::ReportDeclined(e) => on_task(tasks, &e.task, recorded, |t| {
            let happenings = happenings(t);
            happenings.submitted.retain(|it| it.report != e.report);
            happenings.declined.push(Return {
                on: recorded.valid,
                occurrence: e.occurrence.unwrap_or(0),
                reason: e.reason.clone(),
                entry: recorded.entry,
            });
        }),
        Event::Reported(e) => on_task(tasks, &e.task, recorded, |t| reported(t, e, recorded)),
        Event::Returned(e) => on_task(tasks, &e.task, recorded, |t| {
            returned(t, e.occurrence, &e.reason, recorded);
        }),
        Event::Confirmed(e) => {
            on_task(tasks, &e.task, recorded, |t| {
                confirmed(t, e.occurrence, recorded)
            });
        }
        Event::ExtensionRequested(e) => {
            on_task(tasks, &e.task, recorded, |t| {
                extension_requested(t, e, recorded)
            });
        }
        Event::Extended(e) => on_task(tasks, &e.task, recorded, |t| extended(t, e, recorded)),
        Event::ExtensionRefused(e) => on_task(tasks, &e.task, recorded, |t| {
            answer_request(
                t,
                Answer::Refused {
                    entry: recorded.entry,
                },
            );
        }),
        Event::Suspended(e) => on_task(tasks, &e.task, recorded, |t| {
            suspended(t, &e.reason, recorded);
        }),
        Event::Resumed(e) => on_task(tasks, &e.task, recorded, |t| resumed(t, e.due, recorded)),
        Event::Transferred(e) => {
            let to = tasks.names.shared(&e.to);
            on_task(tasks, &e.task, recorded, |t| {
                transferred(t, e, to, recorded)
            });
        }
        Event::AssignerChanged(e) => {
            let to = tasks.names.shared(&e.to);
            on_task(tasks, &e.task, recorded, |t| {
                assigner_changed(t, e, to, recorded);
            });
        }
        Event::Cancelled(e) => on_task(tasks, &e.task, recorded, |t| {
            t.standing = Standing::Cancelled {
                on: recorded.valid,
                entry: recorded.entry,
            };
        }),
        Event::DeadlineMoved(e) => on_task(tasks, &e.task, recorded, |t| {
            change_due(t, e.due, DueCause::Calendar, recorded);
        }),
        Event::SourceChanged(e) => on_task(tasks, &e.task, recorded, |t| {
            let mark = SourceMark {
                by: e.by.clone(),
                change: e.change,
                entry: recorded.entry,
                reviewed: None,
            };
            happenings(t).source_changes.push(mark);
        }),
        Event::SourceReviewed(e) => on_task(tasks, &e.task, recorded, |t| {
            for mark in &mut happenings(t).source_changes {
                if mark.by == e.by && mark.reviewed.is_none() {
                    mark.reviewed = Some(recorded.entry);
                }
            }
        }),
        Event::ExcuseClaimed(e) => {
            on_task(tasks, &e.task, recorded, |t| excuse_claimed(t, e, recorded));
        }
        Event::Excused(e) => on_task(tasks, &e.task, recorded, |t| {
            answer_excuse(
                t,
                e.occurrence,
                Answer::Granted {
                    entry: recorded.entry,
                },
            );
        }),
        Event::ExcuseRefused(e) => on_task(tasks, &e.task, recorded, |t| {
            answer_excuse(
                t,
                e.occurrence,
                Answer::Refused {
                    entry: recorded.entry,
                },
            );
        }),
        Event::ExplanationDemanded(e) => on_task(tasks, &e.task, recorded, |t| {
            happenings(t).demands.push(Demand {
                on: recorded.valid,
                by: recorded.unit.clone(),
                occurrence: e.occurrence.unwrap_or(0),
                question: e.question.clone(),
                answer_by: e.answer_by,
                entry: recorded.entry,
                answer: None,
            });
        }),
        Event::Explained(e) => on_task(tasks, &e.task, recorded, |t| explained(t, e, recorded)),
        Event::Reminded(e) => on_task(tasks, &e.task, recorded, |t| reminded(t, e, recorded)),
        // It is in the task's trail, and changes nothing else.
        Event::Urged(e) => on_task(tasks, &e.task, recorded, |_| {}),
        Event::PlacedOnAgenda(e) => {
            on_task(tasks, &e.task, recorded, |t| {
                placed_on_agenda(t, e, recorded)
            });
        }
    }
}

fn on_task(tasks: &mut Tasks, id: &TaskId, recorded: &Recorded, change: impl FnOnce(&mut Task)) {
    match tasks.task_mut(id) {
        Some(task) => {
            task.trail.push(recorded.entry);
            change(task);
        }
        None => tasks.strays.push(recorded.entry),
    }
}

fn on_proposal(
    tasks: &mut Tasks,
    id: &ProposalId,
    recorded: &Recorded,
    change: impl FnOnce(&mut Proposal),
) {
    match tasks.proposals.get_mut(id) {
        Some(proposal) => {
            proposal.trail.push(recorded.entry);
            change(proposal);
        }
        None => tasks.strays.push(recorded.entry),
    }
}

fn happenings(task: &mut Task) -> &mut Happenings {
    task.happenings.get_or_insert_default()
}

fn trail(entry: u64) -> Trail {
    let mut trail = Trail::default();
    trail.push(entry);
    trail
}

fn made(tasks: &mut Tasks, event: &ProposalMade, recorded: &Recorded) {
    let proposal = Proposal {
        id: event.proposal.clone(),
        draft: event.draft.clone(),
        edits: 0,
        standing: ProposalStanding::Open,
        trail: trail(recorded.entry),
    };
    tasks
        .proposals
        .entry(event.proposal.clone())
        .or_insert_with(|| Box::new(proposal));
}

fn edit(proposal: &mut Proposal, draft: &Draft) {
    proposal.draft = draft.clone();
    proposal.edits += 1;
}

fn issued(tasks: &mut Tasks, event: &Issued, recorded: &Recorded) {
    if let Some(proposal) = tasks.proposals.get_mut(&event.item) {
        proposal.trail.push(recorded.entry);
        let id = event.task.clone();
        match &mut proposal.standing {
            ProposalStanding::Issued { tasks } => tasks.push(id),
            standing => *standing = ProposalStanding::Issued { tasks: vec![id] },
        }
    }
    if tasks.task(&event.task).is_some() {
        tasks.strays.push(recorded.entry);
        return;
    }
    let order = Order::new(event, &mut tasks.names);
    // An order to many units gives its tasks ids in a row.
    let order = match tasks.before(&event.task) {
        Some(beside) if *beside.order == order => Arc::clone(&beside.order),
        _ => Arc::new(order),
    };
    let task = Task {
        id: event.task.clone(),
        order,
        lead: tasks.names.shared(&event.lead),
        assigner: tasks.names.shared(&event.assigner),
        timing: timing(&event.when),
        issued: recorded.valid,
        standing: Standing::Issued,
        reports: Reports::default(),
        fired: Box::default(),
        happenings: None,
        trail: trail(recorded.entry),
    };
    tasks.insert(task);
}

fn timing(when: &IssuedWhen) -> Timing {
    match when {
        IssuedWhen::NoDate { review_days } => Timing::NoDate {
            review_days: *review_days,
        },
        IssuedWhen::Once { rule, from, due } => Timing::Once(Box::new(Due {
            rule: rule.clone(),
            from: *from,
            original: *due,
            current: *due,
            changes: Box::default(),
        })),
        IssuedWhen::Recurring { rule, until } => Timing::Recurring(Box::new(Recurring {
            rule: rule.clone(),
            until: *until,
            occurrences: Vec::new(),
        })),
    }
}

/// Finds an occurrence, or begins to keep it.
fn occurrence<'a>(
    task: &'a mut Task,
    reference: &OccurrenceRef,
    entry: u64,
) -> Option<&'a mut Occurrence> {
    let Timing::Recurring(recurring) = &mut task.timing else {
        return None;
    };
    let kept = &mut recurring.occurrences;
    let place = match kept.binary_search_by_key(&reference.number, |o| o.number) {
        Ok(place) => place,
        Err(place) => {
            kept.insert(
                place,
                Occurrence {
                    number: reference.number,
                    original: reference.due,
                    extended: None,
                    standing: OccurrenceStanding::Open,
                    entry,
                },
            );
            place
        }
    };
    let found = kept.get_mut(place)?;
    found.entry = entry;
    Some(found)
}

fn kept_occurrence(task: &mut Task, number: u32, entry: u64) -> Option<&mut Occurrence> {
    let Timing::Recurring(recurring) = &mut task.timing else {
        return None;
    };
    let found = recurring
        .occurrences
        .iter_mut()
        .find(|o| o.number == number)?;
    found.entry = entry;
    Some(found)
}

/// A newer version takes the place of the one that waits.
fn submitted(task: &mut Task, event: &ReportSubmitted, recorded: &Recorded) {
    let number = |it: &Option<OccurrenceRef>| it.map_or(0, |o| o.number);
    let waiting = &mut happenings(task).submitted;
    waiting.retain(|it| number(&it.occurrence) != number(&event.occurrence));
    waiting.push(Submitted {
        on: recorded.valid,
        occurrence: event.occurrence,
        report: event.report.clone(),
        percent: event.percent,
        says_done: event.says_done,
        narrative: event.narrative.clone(),
        evidence: event.evidence.clone(),
        by: recorded.person.clone(),
        entry: recorded.entry,
    });
    if task.standing == Standing::Issued {
        task.standing = Standing::Accepted; // who writes a report has accepted
    }
}

/// One answer is for every demand that waits on the task or occurrence.
fn explained(task: &mut Task, event: &Explained, recorded: &Recorded) {
    let number = event.occurrence.unwrap_or(0);
    let demands = task.happenings.iter_mut().flat_map(|h| &mut h.demands);
    for demand in demands.filter(|it| it.occurrence == number && it.answer.is_none()) {
        demand.answer = Some(Explanation {
            on: recorded.valid,
            answer: event.answer.clone(),
            entry: recorded.entry,
        });
    }
}

fn reported(task: &mut Task, event: &Reported, recorded: &Recorded) {
    if let Some(happenings) = &mut task.happenings {
        happenings.submitted.retain(|it| it.report != event.report);
    }
    let number = reports::number(&task.id, &event.report);
    if number == 0 {
        let place = u32::try_from(task.reports.len()).unwrap_or(u32::MAX);
        let id = event.report.clone();
        happenings(task).report_ids.push((place, id));
    }
    task.reports.push(&Report {
        number,
        entry: recorded.entry,
        on: recorded.valid,
        occurrence: event.occurrence.map_or(0, |o| o.number),
        evidence: u16::try_from(event.evidence.len()).unwrap_or(u16::MAX),
        percent: event.percent,
        says_done: event.says_done,
    });
    if task.standing == Standing::Issued {
        task.standing = Standing::Accepted; // who reports has accepted
    }
    match &event.occurrence {
        Some(reference) => {
            if let Some(occurrence) = occurrence(task, reference, recorded.entry)
                && event.says_done
                && !matches!(occurrence.standing, OccurrenceStanding::Done { .. })
            {
                occurrence.standing = OccurrenceStanding::Reported {
                    on: recorded.valid,
                    by: recorded.person.clone(),
                };
            }
        }
        None if event.says_done && task.is_open() => {
            task.standing = Standing::Reported {
                on: recorded.valid,
                by: recorded.person.clone().map(Box::new),
            };
        }
        None => {}
    }
}

fn returned(task: &mut Task, number: Option<u32>, reason: &str, recorded: &Recorded) {
    happenings(task).returns.push(Return {
        on: recorded.valid,
        occurrence: number.unwrap_or(0),
        reason: reason.into(),
        entry: recorded.entry,
    });
    match number {
        Some(number) => {
            if let Some(occurrence) = kept_occurrence(task, number, recorded.entry) {
                occurrence.standing = OccurrenceStanding::Open;
            }
        }
        None if task.is_open() => task.standing = Standing::Returned { on: recorded.valid },
        None => {}
    }
}

fn confirmed(task: &mut Task, number: Option<u32>, recorded: &Recorded) {
    if let Some(number) = number {
        if let Some(occurrence) = kept_occurrence(task, number, recorded.entry)
            && let OccurrenceStanding::Reported { on, .. } = occurrence.standing
        {
            occurrence.standing = OccurrenceStanding::Done {
                reported: on,
                confirmed: recorded.valid,
            };
        }
        keep(&mut task.fired, |fired| fired.occurrence != number);
    } else if let Standing::Reported { on, .. } = task.standing {
        task.standing = Standing::Done {
            reported: on,
            confirmed: recorded.valid,
            entry: recorded.entry,
        };
    }
}

fn extension_requested(task: &mut Task, event: &ExtensionRequested, recorded: &Recorded) {
    if let Some(reference) = &event.occurrence {
        occurrence(task, reference, recorded.entry);
    }
    happenings(task).extension_requests.push(ExtensionRequest {
        on: recorded.valid,
        until: event.until,
        occurrence: event.occurrence.map_or(0, |o| o.number),
        reason: event.reason.clone(),
        answer: Answer::Pending,
        entry: recorded.entry,
    });
}

fn answer_request(task: &mut Task, answer: Answer) {
    let requests = task
        .happenings
        .iter_mut()
        .flat_map(|h| &mut h.extension_requests);
    requests
        .filter(|r| r.answer == Answer::Pending)
        .for_each(|r| r.answer = answer);
}

fn extended(task: &mut Task, event: &Extended, recorded: &Recorded) {
    answer_request(
        task,
        Answer::Granted {
            entry: recorded.entry,
        },
    );
    if let Some(reference) = &event.occurrence {
        if let Some(occurrence) = occurrence(task, reference, recorded.entry) {
            occurrence.extended = Some(event.due);
        }
        return;
    }
    change_due(task, event.due, DueCause::Extended, recorded);
    if let Timing::Once(due) = &mut task.timing {
        due.rule = event.rule.clone();
        due.from = event.from;
    }
}

fn keep(fired: &mut Box<[Fired]>, which: impl Fn(&Fired) -> bool) {
    if !fired.iter().all(&which) {
        *fired = fired.iter().copied().filter(which).collect();
    }
}

/// Sets the deadline that counts; the original never changes.
fn change_due(task: &mut Task, new: DateTime, cause: DueCause, recorded: &Recorded) {
    let Timing::Once(due) = &mut task.timing else {
        return;
    };
    let change = DueChange {
        was: due.current,
        due: new,
        cause,
        on: recorded.valid,
        entry: recorded.entry,
    };
    push(&mut due.changes, change);
    due.current = new;
    keep(&mut task.fired, |fired| fired.due == new.date());
}

fn suspended(task: &mut Task, reason: &str, recorded: &Recorded) {
    let was = match &task.standing {
        Standing::Issued => Paused::Issued,
        Standing::Accepted => Paused::Accepted,
        Standing::Returned { on } => Paused::Returned { on: *on },
        Standing::Reported { .. }
        | Standing::Suspended { .. }
        | Standing::Done { .. }
        | Standing::Cancelled { .. } => return,
    };
    task.standing = Standing::Suspended {
        since: recorded.valid,
        was,
    };
    happenings(task).suspensions.push(Pause {
        from: recorded.valid,
        to: None,
        reason: reason.into(),
        entry: recorded.entry,
    });
}

fn resumed(task: &mut Task, due: Option<DateTime>, recorded: &Recorded) {
    let Standing::Suspended { was, .. } = &task.standing else {
        return;
    };
    task.standing = match was {
        Paused::Issued => Standing::Issued,
        Paused::Accepted => Standing::Accepted,
        Paused::Returned { on } => Standing::Returned { on: *on },
    };
    if let Some(pause) = happenings(task).suspensions.last_mut() {
        pause.to = Some(recorded.valid);
    }
    if let Some(due) = due {
        change_due(task, due, DueCause::Suspension, recorded);
    }
}

fn transferred(task: &mut Task, event: &Transferred, to: UnitId, recorded: &Recorded) {
    let unit = std::mem::replace(&mut task.lead, to);
    happenings(task).past_leads.push(PastLead {
        unit,
        until: recorded.valid,
        cause: event.cause,
        entry: recorded.entry,
    });
}

fn assigner_changed(task: &mut Task, event: &AssignerChanged, to: UnitId, recorded: &Recorded) {
    let unit = std::mem::replace(&mut task.assigner, to);
    happenings(task).past_assigners.push(PastLead {
        unit,
        until: recorded.valid,
        cause: event.cause,
        entry: recorded.entry,
    });
}

fn excuse_claimed(task: &mut Task, event: &ExcuseClaimed, recorded: &Recorded) {
    happenings(task).excuses.push(Excuse {
        on: recorded.valid,
        occurrence: event.occurrence.unwrap_or(0),
        reason: event.reason.clone(),
        answer: Answer::Pending,
        entry: recorded.entry,
    });
}

fn answer_excuse(task: &mut Task, number: Option<u32>, answer: Answer) {
    let number = number.unwrap_or(0);
    let excuses = task.happenings.iter_mut().flat_map(|h| &mut h.excuses);
    excuses
        .filter(|e| e.occurrence == number && e.answer == Answer::Pending)
        .for_each(|e| e.answer = answer);
}

fn reminded(task: &mut Task, event: &Reminded, recorded: &Recorded) {
    let fired = Fired {
        due: event.due,
        rung: event.rung,
        occurrence: event.occurrence.unwrap_or(0),
        entry: recorded.entry,
    };
    push(&mut task.fired, fired);
}

fn placed_on_agenda(task: &mut Task, event: &PlacedOnAgenda, recorded: &Recorded) {
    happenings(task).agenda.push(AgendaMark {
        on: recorded.valid,
        cause: event.cause,
        occurrence: event.occurrence.unwrap_or(0),
        due: event.due,
        entry: recorded.entry,
    });
}
