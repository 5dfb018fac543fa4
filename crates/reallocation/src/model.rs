//! The programme: for each project the corners of what it may do.
//!
//! What a project may do is: nothing; give between the least move and what it
//! can give; or take likewise. Expected spending is concave in the amount, so
//! the best mix of the corners (least move, each bend of the curve, most) at
//! any amount is the curve itself. Weights on corners therefore describe the
//! convex hull of each project exactly, and the only thing that the linear
//! relaxation loses is what ties projects together: papers, sources, units.
//! That makes its bound far tighter than big-M rows would.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dondoc_investment::reallocate::{Instance, Label, Move, Project};

use crate::Failure;
use crate::programme::{self, Holds, Patience, Programme, Variable};
use crate::spend::Spend;
use crate::whole;

/// Amounts are divided so that the largest is about this: simplex tolerances
/// are absolute.
const LARGEST: f64 = 10_000.0;

pub(crate) struct Model<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) spend: Vec<Spend>,
    pub(crate) options: Vec<Options>,
    scale: f64,
}

/// How far a project may be moved each way; `None` when not at all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) take: Option<(i64, i64)>,
    pub(crate) give: Option<(i64, i64)>,
}

/// What a search brought: for each project given less taken.
pub(crate) struct Found {
    pub(crate) net: Vec<i64>,
    pub(crate) bound: f64,
    pub(crate) proven: bool,
}

struct Corners {
    project: usize,
    give: bool,
    used: Variable,
    weights: Vec<(i64, Variable)>,
}

impl<'a> Model<'a> {
    pub(crate) fn new(instance: &'a Instance, spend: impl Fn(&Project) -> Spend) -> Self {
        let projects = instance.projects.iter();
        let largest = projects.clone().map(|p| p.plan.max(1)).max().unwrap_or(1);
        let least = instance.min_move.max(1);
        let range = |most: i64| (most >= least).then_some((least, most));
        // What no other project could give or take is not looked at.
        let options = projects.clone().map(|project| {
            if instance.silence(&project.source).is_some() {
                return Options {
                    take: None,
                    give: None,
                };
            }
            let others = |of: fn(&Project) -> i64| {
                let same = instance
                    .projects
                    .iter()
                    .filter(|p| p.source == project.source);
                same.map(of).fold(0_i64, i64::saturating_add)
            };
            Options {
                take: range(project.can_give().min(others(Project::can_take))),
                give: range(project.can_take().min(others(Project::can_give))),
            }
        });
        Self {
            instance,
            spend: projects.clone().map(&spend).collect(),
            options: options.collect(),
            scale: (largest as f64 / LARGEST).max(1.0),
        }
    }

    /// Returns expected spending when nothing is moved.
    pub(crate) fn no_move(&self) -> f64 {
        let pairs = self.instance.projects.iter().zip(&self.spend);
        pairs.map(|(p, spend)| spend.expected(p.left())).sum()
    }

    /// Returns the change of the objective when a project's plan moves by `net`.
    fn change(&self, project: usize, net: i64) -> f64 {
        let left = self.instance.projects[project].left();
        let spend = &self.spend[project];
        spend.expected(left + net)
            - spend.expected(left)
            - self.instance.move_cost * net.abs() as f64 / 2.0
            - self.instance.touch_cost
    }

    /// Returns the objective of a set of moves.
    pub(crate) fn objective(&self, moves: &[Move]) -> f64 {
        let change: f64 = self.nets(moves).map(|(at, net)| self.change(at, net)).sum();
        self.no_move() + change
    }

    /// Returns expected spending with a set of moves.
    pub(crate) fn expected(&self, moves: &[Move]) -> f64 {
        let instance = self.instance;
        let moved = |one: &Move| (one.take + one.give) as f64 * instance.move_cost / 2.0;
        let costs: f64 = moves
            .iter()
            .map(|one| moved(one) + instance.touch_cost)
            .sum();
        self.objective(moves) + costs
    }

    fn nets(&self, moves: &[Move]) -> impl Iterator<Item = (usize, i64)> {
        moves.iter().filter_map(|one| {
            let at = self.instance.projects.iter().position(|p| p.id == one.id)?;
            Some((at, one.give - one.take))
        })
    }

    /// Returns the moves of what was found, by project.
    pub(crate) fn moves(&self, found: &Found) -> Vec<Move> {
        let projects = self.instance.projects.iter().enumerate();
        projects
            .filter(|(at, _)| found.net[*at] != 0)
            .map(|(at, project)| {
                let net = found.net[at];
                let left = project.left();
                let spend = &self.spend[at];
                Move {
                    id: project.id.clone(),
                    unit: project.unit.clone(),
                    source: project.source.clone(),
                    take: (-net).max(0),
                    give: net.max(0),
                    expected: (spend.expected(left + net) - spend.expected(left)).abs(),
                    firm: false,
                }
            })
            .collect()
    }

    /// Searches with at most `papers` projects touched.
    pub(crate) fn solve(&self, papers: usize, time: Duration, gap: f64) -> Result<Found, Failure> {
        let base = self.no_move();
        let (programme, corners) = self.programme(papers);
        if corners.is_empty() {
            // Nothing may be moved, so there is nothing to search.
            return Ok(Found {
                net: vec![0; self.instance.projects.len()],
                bound: base,
                proven: true,
            });
        }
        // The programme knows gains only; its gap is a share of the gain.
        let answer = programme::solve(&programme, Patience { time, gap })?;
        let mut net = vec![0_i64; self.instance.projects.len()];
        if let Some(values) = &answer.values {
            let touched = |corners: &&Corners| values[corners.used] > 0.5;
            for corners in corners.iter().filter(touched) {
                let weights = corners.weights.iter();
                let amount: f64 = weights
                    .map(|(amount, weight)| *amount as f64 * values[*weight])
                    .sum();
                let sign = if corners.give { 1 } else { -1 };
                net[corners.project] = sign * amount.round() as i64;
            }
            whole::settle(self, papers, &mut net);
        }
        Ok(Found {
            net,
            // Without a bound of the search, nothing is left unspent.
            bound: base
                + answer
                    .bound
                    .map_or(f64::INFINITY, |bound| bound * self.scale),
            proven: answer.proven,
        })
    }

    fn programme(&self, papers: usize) -> (Programme, Vec<Corners>) {
        let mut programme = Programme::default();
        let mut corners = Vec::new();
        for at in 0..self.instance.projects.len() {
            let sides = [
                (self.options[at].take, false),
                (self.options[at].give, true),
            ];
            let before = corners.len();
            for (range, give) in sides {
                if let Some(range) = range {
                    corners.push(self.corners(&mut programme, at, range, give));
                }
            }
            if let [a, b] = &corners[before..] {
                programme.row(vec![(a.used, 1.0), (b.used, 1.0)], Holds::AtMost(1.0));
            }
        }
        self.tie(&mut programme, &corners, papers);
        (programme, corners)
    }

    fn corners(
        &self,
        programme: &mut Programme,
        project: usize,
        (least, most): (i64, i64),
        give: bool,
    ) -> Corners {
        let left = self.instance.projects[project].left();
        let mut amounts: BTreeSet<i64> = [least, most].into();
        for bend in self.spend[project].bends() {
            let amount = if give { bend - left } else { left - bend };
            if (least..=most).contains(&amount) {
                amounts.insert(amount);
            }
        }
        let used = programme.column(0.0, true);
        let mut sum = vec![(used, -1.0)];
        let weights = amounts
            .into_iter()
            .map(|amount| {
                let net = if give { amount } else { -amount };
                let worth = self.change(project, net) / self.scale;
                let weight = programme.column(worth, false);
                sum.push((weight, 1.0));
                (amount, weight)
            })
            .collect();
        programme.row(sum, Holds::Exactly(0.0));
        Corners {
            project,
            give,
            used,
            weights,
        }
    }

    /// Writes the rows that tie projects together.
    fn tie(&self, programme: &mut Programme, corners: &[Corners], papers: usize) {
        let mut signed = Vec::new();
        let mut balance: BTreeMap<&Label, Vec<(Variable, f64)>> = BTreeMap::new();
        let mut taken: BTreeMap<&Label, Vec<(Variable, f64)>> = BTreeMap::new();
        let mut crossing: BTreeMap<(&Label, &Label), Vec<(Variable, f64)>> = BTreeMap::new();
        for corners in corners {
            signed.push((corners.used, 1.0));
            let project = &self.instance.projects[corners.project];
            for (amount, weight) in &corners.weights {
                let amount = *amount as f64 / self.scale;
                let net = if corners.give { amount } else { -amount };
                let key = (&project.source, &project.unit);
                balance
                    .entry(&project.source)
                    .or_default()
                    .push((*weight, net));
                crossing.entry(key).or_default().push((*weight, net));
                if !corners.give {
                    taken
                        .entry(&project.unit)
                        .or_default()
                        .push((*weight, amount));
                }
            }
        }
        programme.row(signed, Holds::AtMost(papers as f64));
        for terms in balance.into_values() {
            programme.row(terms, Holds::Exactly(0.0));
        }
        for (unit, terms) in taken {
            let most = self.instance.fair_share(unit) as f64 / self.scale;
            programme.row(terms, Holds::AtMost(most));
        }
        for ((source, _), terms) in crossing {
            if let Some(cap) = self.instance.crossing(source) {
                let cap = cap as f64 / self.scale;
                programme.row(terms, Holds::Between(-cap, cap));
            }
        }
    }
}
