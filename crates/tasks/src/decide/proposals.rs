//! The clerk's desk: edit, merge, split, refuse.

use dondoc_kinds::ProposalId;

use super::{already, given, one};
use crate::command::Decided;
use crate::event::{
    Event, ProposalEdited, ProposalMade, ProposalMerged, ProposalRefused, ProposalSplit,
};
use crate::proposal::{Draft, Proposal, ProposalStanding};
use crate::refusal::{Refusal, Required};
use crate::tasks::Tasks;

pub(super) fn propose(
    tasks: &Tasks,
    proposal: ProposalId,
    draft: Draft,
) -> Result<Decided, Refusal> {
    check_draft(&draft)?;
    match tasks.proposal(&proposal) {
        Some(known) if known.draft == draft => already(known.trail.iter().next()),
        Some(_) => Err(Refusal::TakenId {
            id: proposal.to_string(),
        }),
        None => one(ProposalMade { proposal, draft }),
    }
}

pub(super) fn edit(
    tasks: &Tasks,
    proposal: ProposalId,
    draft: Draft,
    reason: Option<Box<str>>,
) -> Result<Decided, Refusal> {
    check_draft(&draft)?;
    let known = open(tasks, &proposal)?;
    if known.draft == draft {
        return already(known.trail.last());
    }
    same_document(&known.draft, &draft)?;
    one(ProposalEdited {
        proposal,
        draft,
        reason,
    })
}

pub(super) fn merge(
    tasks: &Tasks,
    proposal: ProposalId,
    into: ProposalId,
) -> Result<Decided, Refusal> {
    if proposal == into {
        return Err(Refusal::MergedIntoItself { proposal });
    }
    let known = find(tasks, &proposal)?;
    if known.standing == (ProposalStanding::Merged { into: into.clone() }) {
        return already(known.trail.last());
    }
    open(tasks, &proposal)?;
    open(tasks, &into)?;
    one(ProposalMerged { proposal, into })
}

/// Makes several proposals of one. Each part keeps to the words it comes from.
pub(super) fn split(
    tasks: &Tasks,
    proposal: ProposalId,
    into: Vec<(ProposalId, Draft)>,
) -> Result<Decided, Refusal> {
    let known = find(tasks, &proposal)?;
    let ids: Vec<ProposalId> = into.iter().map(|(id, _)| id.clone()).collect();
    if known.standing == (ProposalStanding::Split { into: ids.clone() }) {
        return already(known.trail.last());
    }
    open(tasks, &proposal)?;
    if into.len() < 2 {
        return Err(Refusal::OnePart { proposal });
    }
    let mut events = vec![Event::from(ProposalSplit {
        proposal,
        into: ids.clone(),
    })];
    for (nth, (id, draft)) in into.into_iter().enumerate() {
        check_draft(&draft)?;
        within(&known.draft, &draft)?;
        if tasks.proposal(&id).is_some() || ids.iter().take(nth).any(|other| *other == id) {
            return Err(Refusal::TakenId { id: id.to_string() });
        }
        events.push(Event::from(ProposalMade {
            proposal: id,
            draft,
        }));
    }
    Ok(Decided::Events(events))
}

/// An edit may move the span, never the words out of their document.
fn same_document(known: &Draft, draft: &Draft) -> Result<(), Refusal> {
    let document = |draft: &Draft| draft.source.as_ref().map(|source| source.document.clone());
    match document(known) {
        Some(expected) if document(draft).as_ref() != Some(&expected) => {
            Err(Refusal::LeavesDocument { document: expected })
        }
        _ => Ok(()),
    }
}

fn within(known: &Draft, part: &Draft) -> Result<(), Refusal> {
    same_document(known, part)?;
    match (&known.source, &part.source) {
        (Some(whole), Some(part)) if part.start < whole.start || part.end > whole.end => {
            Err(Refusal::OutsideSpan {
                start: whole.start,
                end: whole.end,
            })
        }
        _ => Ok(()),
    }
}

pub(super) fn refuse(
    tasks: &Tasks,
    proposal: ProposalId,
    reason: Box<str>,
) -> Result<Decided, Refusal> {
    given(&reason, Required::Reason)?;
    let known = find(tasks, &proposal)?;
    if matches!(known.standing, ProposalStanding::Refused { .. }) {
        return already(known.trail.last());
    }
    open(tasks, &proposal)?;
    one(ProposalRefused { proposal, reason })
}

fn check_draft(draft: &Draft) -> Result<(), Refusal> {
    given(&draft.text, Required::Text)?;
    super::issue::check_span(draft.source.as_ref())
}

fn find<'a>(tasks: &'a Tasks, id: &ProposalId) -> Result<&'a Proposal, Refusal> {
    tasks.proposal(id).ok_or_else(|| Refusal::UnknownProposal {
        proposal: id.clone(),
    })
}

fn open<'a>(tasks: &'a Tasks, id: &ProposalId) -> Result<&'a Proposal, Refusal> {
    let known = find(tasks, id)?;
    if known.standing == ProposalStanding::Open {
        Ok(known)
    } else {
        Err(Refusal::ProposalClosed {
            proposal: id.clone(),
        })
    }
}
