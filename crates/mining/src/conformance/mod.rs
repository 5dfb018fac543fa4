//! How well cases keep to a net: exact alignments.
//!
//! An alignment walks a trace and a run of the net side by side. Steps that both
//! make are free, and so are silent transitions; each step that only one of them
//! makes costs one. The optimal cost is unique, whatever alignment reaches it.
//!
//! The search is A\* over (position in the trace, marking), whose estimate adds
//! the remaining events that can never fire again to the steps that every way to
//! the end still has to fire and the trace no longer brings. Both come from the
//! delete relaxation of the net and are computed once per marking; the estimate
//! is consistent, so that the first time the end is taken up its cost is optimal.
//!
//! An activity that the net does not know is a deviation, not a blind spot.
//!
//! # Source
//! Adriansyah, "Aligning observed and modeled behavior" (2014); Keyder, Richter
//! and Helmert, "Sound and complete landmarks for and/or graphs" (ECAI 2010).

mod online;
mod search;
mod space;

pub use online::{Online, Running};
pub use search::{Aligned, Bound, Move};

use std::collections::BTreeMap;

use crate::net::PetriNet;
use search::Search;

/// Aligns traces with one net. What it learns of the net it keeps.
#[derive(Debug)]
pub struct Aligner {
    search: Width,
}

/// The narrowest label sets that hold the net's labels.
#[derive(Debug)]
enum Width {
    Narrow(Box<Search<1>>),
    Middle(Box<Search<4>>),
    Wide(Box<Search<16>>),
}

/// The net can't be aligned with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetProblem {
    /// No run leads from the initial to the final marking.
    #[error("no run of the net reaches its final marking")]
    NoRun,
    /// None was found within the states allowed.
    #[error("no run of the net to its final marking was found within {states} states")]
    TooLarge {
        /// How many states were looked at.
        states: usize,
    },
}

/// The verdict on a whole log.
#[derive(Debug, Clone, PartialEq)]
pub struct Conformance {
    /// Cases.
    pub cases: u64,
    /// Cost of the cheapest run with an empty trace.
    pub shortest_run: u32,
    /// Sum of the cost of all cases. With variants that are not optimal: of the
    /// cost found, which is an upper bound.
    pub total_cost: u64,
    /// The same from below; equal to `total_cost` when every variant is optimal.
    pub total_cost_lower: u64,
    /// Mean over cases of 1 − cost / (events + shortest run).
    pub average_fitness: f64,
    /// 1 − total cost / (events + cases × shortest run).
    pub log_fitness: f64,
    /// Cases of cost 0, as a share of all.
    pub fitting: f64,
    /// Variants whose cost is a bound and not proven.
    pub not_optimal: usize,
    /// Each variant, in the order given.
    pub variants: Vec<Aligned>,
    /// How often each activity was done where the net has no place for it.
    pub inserted: BTreeMap<String, u64>,
    /// How often each activity was left out where the net asks for it.
    pub skipped: BTreeMap<String, u64>,
}

impl Aligner {
    /// Prepares to align with `net`, looking at no more than `bound` states for
    /// each trace.
    ///
    /// # Errors
    /// [`NetProblem`] when the net's end is not reached.
    pub fn try_new(net: &PetriNet, bound: Bound) -> Result<Self, NetProblem> {
        let mut labels: Vec<&String> = net
            .transitions
            .iter()
            .filter_map(|transition| transition.label.as_ref())
            .collect();
        labels.sort();
        labels.dedup();
        let search = match labels.len() {
            0..=64 => Width::Narrow(Box::new(Search::try_new(net, bound)?)),
            65..=256 => Width::Middle(Box::new(Search::try_new(net, bound)?)),
            _ => Width::Wide(Box::new(Search::try_new(net, bound)?)),
        };
        Ok(Self { search })
    }

    /// Returns the cheapest cost of any run, which an empty trace has.
    #[must_use]
    pub fn shortest_run(&self) -> u32 {
        match &self.search {
            Width::Narrow(search) => search.shortest_run(),
            Width::Middle(search) => search.shortest_run(),
            Width::Wide(search) => search.shortest_run(),
        }
    }

    /// Aligns one trace of activities by name.
    pub fn align<S: AsRef<str>>(&mut self, trace: &[S]) -> Aligned {
        match &mut self.search {
            Width::Narrow(search) => search.align(trace),
            Width::Middle(search) => search.align(trace),
            Width::Wide(search) => search.align(trace),
        }
    }

    /// Aligns a log given as its variants: each a list of numbers into
    /// `activities`, with how many cases follow it.
    pub fn conformance<S: AsRef<str>>(
        &mut self,
        activities: &[S],
        variants: &[(&[u32], u64)],
    ) -> Conformance {
        let mut sums = Sums::default();
        let shortest = u64::from(self.shortest_run());
        let mut aligned = Vec::with_capacity(variants.len());
        let (mut inserted, mut skipped) = (BTreeMap::new(), BTreeMap::new());
        for &(variant, count) in variants {
            let trace: Vec<&str> = variant
                .iter()
                .map(|&activity| activities[activity as usize].as_ref())
                .collect();
            let found = self.align(&trace);
            sums.add(&found, trace.len() as u64 + shortest, count);
            for step in &found.moves {
                let (tally, activity) = match step {
                    Move::Log(activity) => (&mut inserted, activity),
                    Move::Model(activity) => (&mut skipped, activity),
                    Move::Both(_) => continue,
                };
                *tally.entry(activity.clone()).or_default() += count;
            }
            aligned.push(found);
        }
        let cases = sums.cases.max(1) as f64;
        Conformance {
            cases: sums.cases,
            shortest_run: self.shortest_run(),
            total_cost: sums.cost,
            total_cost_lower: sums.lower,
            average_fitness: if sums.cases == 0 {
                1.0
            } else {
                sums.fitness / cases
            },
            log_fitness: ratio(sums.cost, sums.worst),
            fitting: if sums.cases == 0 {
                1.0
            } else {
                sums.fitting as f64 / cases
            },
            not_optimal: sums.not_optimal,
            variants: aligned,
            inserted,
            skipped,
        }
    }
}

#[derive(Default)]
struct Sums {
    cases: u64,
    cost: u64,
    lower: u64,
    worst: u64,
    fitness: f64,
    fitting: u64,
    not_optimal: usize,
}

impl Sums {
    fn add(&mut self, found: &Aligned, worst: u64, count: u64) {
        self.cases += count;
        self.cost += u64::from(found.cost) * count;
        self.lower += u64::from(found.lower) * count;
        self.worst += worst * count;
        self.fitness += ratio(u64::from(found.cost), worst) * count as f64;
        self.fitting += if found.cost == 0 { count } else { 0 };
        self.not_optimal += usize::from(!found.is_optimal());
    }
}

fn ratio(cost: u64, worst: u64) -> f64 {
    if worst == 0 {
        1.0
    } else {
        1.0 - cost as f64 / worst as f64
    }
}
