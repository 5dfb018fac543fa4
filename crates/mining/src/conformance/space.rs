//! The markings of a net, met as the search goes, each known by a number.

use rustc_hash::FxBuildHasher;

use crate::net::PetriNet;

/// The number of a label that no transition bears.
pub(super) const NO_LABEL: u32 = u32::MAX;

/// A set of labels; those beyond its width are simply not known to it, which
/// weakens the estimate and never makes it wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Labels<const W: usize>([u64; W]);

impl<const W: usize> Labels<W> {
    pub(super) const NONE: Self = Self([0; W]);

    pub(super) fn insert(&mut self, label: u32) {
        if let Some(word) = self.0.get_mut(label as usize / 64) {
            *word |= 1 << (label % 64);
        }
    }

    fn union(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    fn keep(&mut self, other: &Self) -> bool {
        let before = *self;
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine &= theirs;
        }
        *self != before
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        let mut left = *self;
        for (mine, theirs) in left.0.iter_mut().zip(other.0) {
            *mine &= !theirs;
        }
        left
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(super) fn iter(self) -> impl Iterator<Item = u32> {
        self.0.into_iter().enumerate().flat_map(|(index, word)| {
            let mut word = word;
            std::iter::from_fn(move || {
                if word == 0 {
                    return None;
                }
                let bit = word.trailing_zeros();
                word &= word - 1;
                Some(index as u32 * 64 + bit)
            })
        })
    }
}

/// What can be said of everything after a marking, by forgetting that tokens
/// are consumed (the delete relaxation of planning).
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<const W: usize> {
    /// Labels that may still fire. A label outside of it never will.
    pub(super) possible: Labels<W>,
    /// Labels that every run to the final marking fires at least once.
    pub(super) must: Labels<W>,
    /// Whether the final marking may be reached at all.
    pub(super) alive: bool,
}

/// A step from a marking: what it fires and where it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The label, [`NO_LABEL`] when silent.
    pub(super) label: u32,
    /// The marking after it.
    pub(super) to: u32,
}

#[derive(Debug)]
struct Move {
    label: u32,
    inputs: Vec<(usize, u16)>,
    outputs: Vec<(usize, u16)>,
}

#[expect(
    clippy::disallowed_types,
    reason = "markings are looked up, never iterated"
)]
type Index = std::collections::HashMap<Box<[u16]>, u32, FxBuildHasher>;

/// The markings met so far, their steps and facts, each computed once.
#[derive(Debug)]
pub(super) struct Space<const W: usize> {
    moves: Vec<Move>,
    final_marking: Box<[u16]>,
    labels: Vec<String>,
    index: Index,
    markings: Vec<Box<[u16]>>,
    facts: Vec<Facts<W>>,
    steps: Vec<Option<(u32, u32)>>,
    all_steps: Vec<Step>,
    scratch: Vec<Option<Labels<W>>>,
}

impl<const W: usize> Space<W> {
    pub(super) fn new(net: &PetriNet) -> Self {
        let mut labels: Vec<String> = net
            .transitions
            .iter()
            .filter_map(|transition| transition.label.clone())
            .collect();
        labels.sort();
        labels.dedup();
        let ranks = distances(net);
        let mut order: Vec<usize> = (0..net.transitions.len()).collect();
        order.sort_by_key(|&index| ranks[index]);
        let moves = order
            .into_iter()
            .map(|index| &net.transitions[index])
            .map(|transition| Move {
                label: transition
                    .label
                    .as_ref()
                    .and_then(|label| labels.binary_search(label).ok())
                    .map_or(NO_LABEL, |label| label as u32),
                inputs: merged(&transition.inputs),
                outputs: merged(&transition.outputs),
            })
            .collect();
        let mut space = Self {
            moves,
            final_marking: net.places.iter().map(|place| place.last).collect(),
            labels,
            index: Index::default(),
            markings: Vec::new(),
            facts: Vec::new(),
            steps: Vec::new(),
            all_steps: Vec::new(),
            scratch: Vec::new(),
        };
        space.intern(net.places.iter().map(|place| place.initial).collect());
        space
    }

    /// The number of the initial marking.
    pub(super) const INITIAL: u32 = 0;

    pub(super) fn labels(&self) -> &[String] {
        &self.labels
    }

    pub(super) fn is_final(&self, marking: u32) -> bool {
        self.markings[marking as usize] == self.final_marking
    }

    pub(super) fn facts(&self, marking: u32) -> &Facts<W> {
        &self.facts[marking as usize]
    }

    /// The steps from `marking`, as a range of [`Self::step`].
    pub(super) fn steps(&mut self, marking: u32) -> std::ops::Range<usize> {
        if let Some((begin, end)) = self.steps[marking as usize] {
            return begin as usize..end as usize;
        }
        let begin = self.all_steps.len();
        for number in 0..self.moves.len() {
            let Some(next) = self.fired(marking, number) else {
                continue;
            };
            let to = self.intern(next);
            // A dead marking is no way to the end.
            if self.facts[to as usize].alive {
                let label = self.moves[number].label;
                self.all_steps.push(Step { label, to });
            }
        }
        let end = self.all_steps.len();
        self.steps[marking as usize] = Some((begin as u32, end as u32));
        begin..end
    }

    pub(super) fn step(&self, index: usize) -> Step {
        self.all_steps[index]
    }

    fn fired(&self, marking: u32, number: usize) -> Option<Box<[u16]>> {
        let tokens = &self.markings[marking as usize];
        let step = &self.moves[number];
        if step
            .inputs
            .iter()
            .any(|&(place, weight)| tokens[place] < weight)
        {
            return None;
        }
        let mut next = tokens.clone();
        for &(place, weight) in &step.inputs {
            next[place] -= weight;
        }
        for &(place, weight) in &step.outputs {
            // A net that heaps up more is unbounded; that path is given up.
            next[place] = next[place].checked_add(weight)?;
        }
        Some(next)
    }

    fn intern(&mut self, marking: Box<[u16]>) -> u32 {
        if let Some(&known) = self.index.get(&marking) {
            return known;
        }
        let number = self.markings.len() as u32;
        let facts = self.relax(&marking);
        self.index.insert(marking.clone(), number);
        self.markings.push(marking);
        self.facts.push(facts);
        self.steps.push(None);
        number
    }

    /// Landmarks of the delete relaxation: the labels that each place, once
    /// marked, has cost. A fixpoint from above over intersections.
    fn relax(&mut self, marking: &[u16]) -> Facts<W> {
        let mut cost = std::mem::take(&mut self.scratch);
        cost.clear();
        cost.extend(
            marking
                .iter()
                .map(|&tokens| (tokens > 0).then_some(Labels::NONE)),
        );
        let mut possible = Labels::NONE;
        loop {
            let mut changed = false;
            for step in &self.moves {
                let mut paid = Labels::NONE;
                let mut enabled = true;
                for &(place, _) in &step.inputs {
                    match &cost[place] {
                        Some(more) => paid.union(more),
                        None => {
                            enabled = false;
                            break;
                        }
                    }
                }
                if !enabled {
                    continue;
                }
                if step.label != NO_LABEL {
                    paid.insert(step.label);
                    possible.insert(step.label);
                }
                for &(place, _) in &step.outputs {
                    match &mut cost[place] {
                        Some(known) => changed |= known.keep(&paid),
                        unknown => {
                            *unknown = Some(paid);
                            changed = true;
                        }
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let mut must = Labels::NONE;
        let mut alive = true;
        for (paid, &tokens) in cost.iter().zip(&self.final_marking) {
            if tokens > 0 {
                match paid {
                    Some(paid) => must.union(paid),
                    None => alive = false,
                }
            }
        }
        self.scratch = cost;
        Facts {
            possible,
            must,
            alive,
        }
    }
}

/// Arcs between the same two nodes count together.
fn merged(arcs: &[(usize, u16)]) -> Vec<(usize, u16)> {
    let mut arcs = arcs.to_vec();
    arcs.sort_unstable();
    arcs.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(later.1);
        }
        same
    });
    arcs
}

/// How many firings from the start each transition is, so that one pass over
/// them in this order mostly reaches the fixpoint.
fn distances(net: &PetriNet) -> Vec<u32> {
    let mut place: Vec<u32> = net
        .places
        .iter()
        .map(|place| if place.initial > 0 { 0 } else { u32::MAX })
        .collect();
    let mut rank = vec![u32::MAX; net.transitions.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (index, transition) in net.transitions.iter().enumerate() {
            let at = transition
                .inputs
                .iter()
                .map(|&(input, _)| place[input])
                .max()
                .unwrap_or(0);
            if at == u32::MAX || rank[index] != u32::MAX {
                continue;
            }
            rank[index] = at;
            changed = true;
            for &(output, _) in &transition.outputs {
                place[output] = place[output].min(at + 1);
            }
        }
    }
    rank
}
