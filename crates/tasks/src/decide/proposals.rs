//! The clerk's desk: edit, merge, refuse.

use dondoc_kinds::ProposalId;

use super::{already, given, one};
use crate::command::Decided;
use crate::event::{ProposalEdited, ProposalMade, ProposalMerged, ProposalRefused};
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
