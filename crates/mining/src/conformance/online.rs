//! Alignments of cases that still run, one event at a time.

use rustc_hash::FxBuildHasher;

use super::space::{NO_LABEL, Space};
use crate::net::PetriNet;

/// A net that running cases are held against.
///
/// For a case that still runs the end of the net is not asked for: its cost is
/// that of the cheapest alignment of its events with any beginning of a run.
/// The search is one of Dijkstra's that never ends: an event only
/// lets the states at the last position go on, and nothing is searched twice.
#[derive(Debug)]
pub struct Online {
    space: Space<1>,
    keep: usize,
}

#[expect(
    clippy::disallowed_types,
    reason = "states are looked up, never iterated"
)]
type Seen = std::collections::HashMap<u64, u32, FxBuildHasher>;

/// Where a running case may stand in the net.
#[derive(Debug, Clone, Default)]
pub struct Running {
    events: Vec<u32>,
    /// The cheapest cost known of (position, marking).
    seen: Seen,
    /// States to be taken up, by cost.
    queue: Vec<Vec<(u32, u32)>>,
    unknown: u32,
    least: u32,
    given_up: u32,
}

impl Running {
    /// Returns the cheapest cost so far, in unit deviations.
    #[must_use]
    pub const fn cost(&self) -> u32 {
        self.least + self.unknown
    }

    /// Returns whether the cost is proven to be the least. Otherwise the case
    /// held more states than were allowed, and the cost may be too high.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.given_up == 0
    }

    fn reach(&mut self, position: u32, marking: u32, cost: u32) {
        let key = u64::from(position) << 32 | u64::from(marking);
        let known = self.seen.entry(key).or_insert(u32::MAX);
        if *known <= cost {
            return;
        }
        *known = cost;
        let level = cost as usize;
        if self.queue.len() <= level {
            self.queue.resize_with(level + 1, Vec::new);
        }
        self.queue[level].push((position, marking));
    }

    /// Keeps only the states from which the least cost comes.
    fn narrow(&mut self, position: u32) {
        self.given_up += 1;
        let level = self.least as usize;
        let kept: Vec<u32> = self.queue[level]
            .iter()
            .filter(|&&(at, _)| at == position)
            .map(|&(_, marking)| marking)
            .collect();
        self.seen.clear();
        self.queue.iter_mut().for_each(Vec::clear);
        for marking in kept {
            self.reach(position, marking, self.least);
        }
    }
}

impl Online {
    /// Prepares to follow cases, each in at most `keep` states.
    #[must_use]
    pub fn new(net: &PetriNet, keep: usize) -> Self {
        Self {
            space: Space::new(net),
            keep: keep.max(1),
        }
    }

    /// Returns a case that has not begun.
    #[must_use]
    pub fn begin(&self) -> Running {
        let mut case = Running::default();
        case.reach(0, Space::<1>::INITIAL, 0);
        case
    }

    /// Takes one more event of a case.
    pub fn next(&mut self, case: &mut Running, activity: &str) {
        let label = self
            .space
            .labels()
            .binary_search_by(|known| known.as_str().cmp(activity));
        match label {
            Ok(label) => self.advance(case, label as u32),
            Err(_) => case.unknown += 1,
        }
    }

    fn advance(&mut self, case: &mut Running, label: u32) {
        case.events.push(label);
        let end = case.events.len() as u32;
        let mut level = case.least as usize;
        loop {
            let Some((position, marking)) = case.queue.get_mut(level).and_then(Vec::pop) else {
                level += 1;
                continue;
            };
            let cost = level as u32;
            let key = u64::from(position) << 32 | u64::from(marking);
            if case.seen.get(&key) != Some(&cost) {
                continue;
            }
            if position == end {
                // The first state at the end is the cheapest; it is taken up
                // again with the next event.
                case.queue[level].push((position, marking));
                case.least = cost;
                if case.seen.len() > self.keep {
                    case.narrow(end);
                }
                return;
            }
            let next = case.events[position as usize];
            for index in self.space.steps(marking) {
                let step = self.space.step(index);
                let more = u32::from(step.label != NO_LABEL);
                case.reach(position, step.to, cost + more);
            }
            self.make_event(case, position, marking, cost, next);
        }
    }

    /// The event alone, and together with each step that bears its label.
    fn make_event(
        &mut self,
        case: &mut Running,
        position: u32,
        marking: u32,
        cost: u32,
        label: u32,
    ) {
        case.reach(position + 1, marking, cost + 1);
        for index in self.space.steps(marking) {
            let step = self.space.step(index);
            if step.label == label {
                case.reach(position + 1, step.to, cost);
            }
        }
    }
}
