//! The reference class: what became of the most similar cases.

use std::collections::BTreeMap;

use serde::Serialize;

use super::panel::{Case, Panel};
use super::scale;
use super::score::{LEVELS, Quantiles, weighted_quantile};

/// Fewest and most comparable cases.
const NEIGHBOURS: (usize, usize) = (20, 60);
/// Cases that are compared at most; more are thinned evenly, since the class
/// gains nothing from its ten-thousandth member and the search would take time.
const MOST_CASES: usize = 4_000;
/// How many average years a unit's own history must outweigh.
const OWN_HISTORY: f64 = 1.5;
/// How much each likeness counts, after division by its spread.
const IMPORTANCE: [f64; 5] = [2.0, 1.0, 1.0, 2.0, 0.5];

type Likeness = [f64; 5];

/// The earlier cases at the same month, and what makes two cases alike: the
/// rate now (square root), the pace of the last three months, the unit's own
/// usual end rate and its usual share of the remainder (both shrunk), and the
/// size of the plan (log).
///
/// # Source
/// Reference-class forecasting: Flyvbjerg, *From Nobel Prize to Project
/// Management* (2006).
#[derive(Debug, Clone)]
pub struct ReferenceClass {
    members: Vec<Member>,
    histories: BTreeMap<usize, History>,
    mean: History,
    centre: Likeness,
    spread: Likeness,
}

#[derive(Debug, Clone)]
struct Member {
    case: Case,
    weight: f64,
    likeness: Likeness,
}

/// An earlier case that is comparable, with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparable {
    /// Place of the unit in [`Panel::units`].
    pub unit: usize,
    /// The year.
    pub year: i32,
    /// Rate at the same month of that year.
    pub now: f64,
    /// Rate at the end of that year.
    pub end: f64,
    /// How much it counts, 1 for the same in everything and last year.
    pub weight: f64,
}

/// Sums over the years of one unit (or means over all).
#[derive(Debug, Clone, Copy, Default)]
struct History {
    years: f64,
    end: f64,
    share: f64,
}

impl History {
    fn add(&mut self, case: &Case, sign: f64) {
        self.years += sign;
        self.end += sign * case.end;
        self.share += sign * scale::share(case.end, case.now);
    }
}

impl ReferenceClass {
    /// Gathers the class from weighted earlier cases at `month`. `None` when
    /// there are fewer than [`NEIGHBOURS`] asks for.
    pub(super) fn gather(panel: &Panel, month: usize, cases: &[(Case, f64)]) -> Option<Self> {
        if cases.len() < NEIGHBOURS.0 {
            return None;
        }
        let mut histories: BTreeMap<usize, History> = BTreeMap::new();
        let mut all = History::default();
        for (case, _) in cases {
            histories.entry(case.unit).or_default().add(case, 1.0);
            all.add(case, 1.0);
        }
        let mean = History {
            years: 1.0,
            end: all.end / all.years,
            share: all.share / all.years,
        };
        let step = cases.len().div_ceil(MOST_CASES);
        let mut class = Self {
            members: Vec::new(),
            histories,
            mean,
            centre: [0.0; 5],
            spread: [1.0; 5],
        };
        class.members = cases
            .iter()
            .step_by(step)
            .map(|(case, weight)| Member {
                case: *case,
                weight: *weight,
                likeness: class.likeness(panel, month, case, true),
            })
            .collect();
        class.standardise();
        Some(class)
    }

    fn standardise(&mut self) {
        let n = self.members.len() as f64;
        for at in 0..5 {
            let mean = self.members.iter().map(|m| m.likeness[at]).sum::<f64>() / n;
            let square: f64 = self
                .members
                .iter()
                .map(|m| (m.likeness[at] - mean).powi(2))
                .sum();
            self.centre[at] = mean;
            self.spread[at] = (square / n).sqrt() + 1e-9;
        }
        let (centre, spread) = (self.centre, self.spread);
        for member in &mut self.members {
            member.likeness = standard(member.likeness, centre, spread);
        }
    }

    /// A case's own year is left out of its history, so that a member of the
    /// class knows as little of its end as the forecast does.
    fn likeness(&self, panel: &Panel, month: usize, case: &Case, member: bool) -> Likeness {
        let mut own = self.histories.get(&case.unit).copied().unwrap_or_default();
        if member {
            own.add(case, -1.0);
        }
        let shrunk = |sum: f64, mean: f64| (sum + OWN_HISTORY * mean) / (own.years + OWN_HISTORY);
        let pace = match month.checked_sub(3) {
            Some(before @ 1..) => {
                case.now - panel.rate(case.unit, case.year, before).unwrap_or(0.0)
            }
            _ => case.now,
        };
        [
            case.now.sqrt(),
            pace,
            shrunk(own.end, self.mean.end),
            shrunk(own.share, self.mean.share),
            case.size,
        ]
    }

    /// Returns the comparable cases, the most alike first. `case.end` is not read.
    fn nearest(&self, panel: &Panel, month: usize, case: &Case) -> Vec<(&Member, f64)> {
        let here = standard(
            self.likeness(panel, month, case, false),
            self.centre,
            self.spread,
        );
        let mut near: Vec<(f64, usize)> = self
            .members
            .iter()
            .enumerate()
            .map(|(at, member)| (distance(&here, &member.likeness), at))
            .collect();
        let wanted = (near.len() / 6)
            .clamp(NEIGHBOURS.0, NEIGHBOURS.1)
            .min(near.len());
        let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        near.select_nth_unstable_by(wanted - 1, order);
        near.truncate(wanted);
        near.sort_by(order);
        let reach = near.last().map_or(0.0, |(far, _)| *far) + 1e-9;
        near.into_iter()
            .map(|(far, at)| {
                let member = &self.members[at];
                (member, (-far / reach).exp() * member.weight)
            })
            .collect()
    }

    /// Returns the quantiles of the rate at the end, and the cases behind them.
    pub(super) fn forecast(
        &self,
        panel: &Panel,
        month: usize,
        case: &Case,
    ) -> (Quantiles, Vec<Comparable>) {
        let near = self.nearest(panel, month, case);
        let mut shares: Vec<(f64, f64)> = near
            .iter()
            .map(|(member, w)| (scale::share(member.case.end, member.case.now), *w))
            .collect();
        shares.sort_by(|a, b| a.0.total_cmp(&b.0));
        let quantiles = Quantiles(LEVELS.map(|level| {
            let end = case.now + weighted_quantile(&shares, level) * (1.0 - case.now);
            end.clamp(case.now, 1.0)
        }));
        let comparable = near
            .into_iter()
            .map(|(member, weight)| Comparable {
                unit: member.case.unit,
                year: panel.years()[member.case.year],
                now: member.case.now,
                end: member.case.end,
                weight,
            })
            .collect();
        (quantiles, comparable)
    }
}

fn standard(raw: Likeness, centre: Likeness, spread: Likeness) -> Likeness {
    std::array::from_fn(|at| (raw[at] - centre[at]) / spread[at] * IMPORTANCE[at])
}

fn distance(a: &Likeness, b: &Likeness) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum()
}
