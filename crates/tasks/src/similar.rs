//! Proposals that may say the same: a suggestion, never a decision.

use std::collections::BTreeSet;

use dondoc_kinds::{ProposalId, TaskId};
use serde::Serialize;

use crate::proposal::{Draft, Proposal};
use crate::tasks::Tasks;

/// Another proposal, or an issued task, that a draft resembles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Likeness {
    /// The proposal, or the item that the tasks came from.
    pub item: ProposalId,
    /// A task issued from it, where there is one.
    pub task: Option<TaskId>,
    /// How alike the words are, 0 to 100: shared pairs of neighbouring words.
    pub words: u8,
    /// Whether a lead unit is the same.
    pub same_lead: bool,
    /// Whether the deadline is the same.
    pub same_deadline: bool,
}

impl Likeness {
    /// Returns the rank, 0 to 130: the words, a same lead and a same deadline.
    #[must_use]
    pub fn rank(&self) -> u8 {
        self.words + 20 * u8::from(self.same_lead) + 10 * u8::from(self.same_deadline)
    }
}

/// Words this alike are suggested whoever leads.
const ALIKE: u8 = 70;
/// With the same lead, or the same deadline, less will do.
const ALIKE_WITH_MORE: u8 = 50;

/// Returns the open proposals and issued items that `proposal` may repeat, most
/// alike first. Looks at every open proposal and every task.
#[must_use]
pub fn similar_proposals(tasks: &Tasks, proposal: &Proposal) -> Vec<Likeness> {
    let pairs = word_pairs(&proposal.draft.text);
    let others = tasks
        .open_proposals()
        .filter(|other| other.id != proposal.id);
    let mut found: Vec<_> = others
        .filter_map(|other| {
            let likeness = Likeness {
                item: other.id.clone(),
                task: None,
                words: shared(&pairs, &word_pairs(&other.draft.text)),
                same_lead: same_lead(&proposal.draft, &other.draft),
                same_deadline: same_deadline(&proposal.draft, &other.draft),
            };
            is_worth_showing(&likeness).then_some(likeness)
        })
        .collect();
    found.extend(similar_tasks(tasks, proposal, &pairs));
    found.sort_by(|a, b| b.rank().cmp(&a.rank()).then_with(|| a.item.cmp(&b.item)));
    found
}

fn similar_tasks(tasks: &Tasks, proposal: &Proposal, pairs: &BTreeSet<String>) -> Vec<Likeness> {
    let mut seen = BTreeSet::new();
    let leads = || {
        proposal
            .draft
            .leads
            .iter()
            .filter_map(|lead| lead.unit.as_ref())
    };
    let open = tasks
        .iter()
        .filter(|task| task.is_open() && *task.item() != proposal.id);
    let alike = open.filter_map(|task| {
        let rule = proposal
            .draft
            .deadline
            .as_ref()
            .and_then(|words| words.rule.as_ref());
        let likeness = Likeness {
            item: task.item().clone(),
            task: Some(task.id.clone()),
            words: shared(pairs, &word_pairs(task.text())),
            same_lead: leads().any(|unit| *unit == task.lead),
            same_deadline: rule.is_some() && task.once().map(|due| &due.rule) == rule,
        };
        (is_worth_showing(&likeness) && seen.insert(task.item().clone())).then_some(likeness)
    });
    alike.collect()
}

fn is_worth_showing(likeness: &Likeness) -> bool {
    let more = likeness.same_lead || likeness.same_deadline;
    likeness.words >= if more { ALIKE_WITH_MORE } else { ALIKE }
}

/// Pairs of neighbouring words, lower case, without punctuation: Vietnamese
/// words are mostly two syllables, and the space is between syllables.
fn word_pairs(text: &str) -> BTreeSet<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    match words.as_slice() {
        [only] => BTreeSet::from([only.clone()]),
        _ => words.windows(2).map(|pair| pair.join(" ")).collect(),
    }
}

/// Dice's coefficient in percent, rounded down.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u8 {
    let both = a.intersection(b).count();
    let percent = (200 * both).checked_div(a.len() + b.len()).unwrap_or(0);
    u8::try_from(percent).unwrap_or(100)
}

fn same_lead(a: &Draft, b: &Draft) -> bool {
    a.leads.iter().any(|lead| {
        b.leads.iter().any(|other| match (&lead.unit, &other.unit) {
            (Some(unit), Some(known)) => unit == known,
            _ => lead.text.to_lowercase() == other.text.to_lowercase(),
        })
    })
}

fn same_deadline(a: &Draft, b: &Draft) -> bool {
    let (Some(a), Some(b)) = (&a.deadline, &b.deadline) else {
        return false;
    };
    match (&a.rule, &b.rule) {
        (Some(rule), Some(other)) => rule == other,
        _ => a.text.to_lowercase() == b.text.to_lowercase(),
    }
}
