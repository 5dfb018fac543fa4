//! The ways to forecast, and which of them a log deserves.
//!
//! A way that is more than the median of the last activity must earn its place
//! on cases later than those it was learnt from: over those cases its error must
//! be lower by a twenty-fifth and by more than twice the standard error of the
//! difference, and lower in both halves of their time. Else the log changes faster than it teaches, and
//! the plain median stands.

use super::boost::{Boosted, Growth, Table};
use super::features::{Encoder, Medians, Prefix, State, remaining, state};
use crate::cases::Cases;

/// A way to forecast the remaining time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Nothing remains.
    Zero,
    /// The median of all.
    GlobalMedian,
    /// The mean by number of events so far.
    PrefixMean,
    /// The median by last activity.
    LastActivityMedian,
    /// The median by the last two activities.
    LastTwoMedian,
    /// The median by last activity in the latest quarter of the cases learnt from.
    RecentMedian,
    /// A quarter of the median by last activity.
    QuarterMedian,
    /// Boosted trees on days and on their logarithm, averaged.
    Trees,
    /// The same, learnt from the later half of the cases alone.
    RecentTrees,
    /// The mean of `HalfTrees`, `Trees` and `RecentTrees`.
    BlendedTrees,
    /// Halfway between the trees and the median by last activity.
    HalfTrees,
}

impl Way {
    /// All, simplest first.
    pub const ALL: [Self; 11] = [
        Self::Zero,
        Self::GlobalMedian,
        Self::PrefixMean,
        Self::LastActivityMedian,
        Self::LastTwoMedian,
        Self::RecentMedian,
        Self::QuarterMedian,
        Self::HalfTrees,
        Self::Trees,
        Self::RecentTrees,
        Self::BlendedTrees,
    ];
}

/// Everything learnt from a set of prefixes, so that any way can be asked.
#[derive(Debug, Clone)]
pub(super) struct Learnt {
    pub(super) encoder: Encoder,
    recent: Medians,
    prefix_means: Vec<f32>,
    trees: Trees,
    recent_trees: Trees,
}

/// Trees on top of the median of the state.
#[derive(Debug, Clone)]
struct Trees {
    days: Boosted,
    logs: Boosted,
}

impl Trees {
    fn learn(log: &Cases, encoder: &Encoder, ended: &[Prefix], seed: u64) -> Self {
        let table = encoder.rows(log, ended);
        let base: Vec<f32> = ended
            .iter()
            .map(|&prefix| encoder.base(log, prefix))
            .collect();
        let truth: Vec<f32> = ended.iter().map(|&prefix| remaining(log, prefix)).collect();
        let growth = Growth {
            trees: 200,
            depth: 5,
            rate: 0.08,
            least_leaf: 20,
            rows: (30_000.0 / table.rows().max(1) as f64).min(0.7),
            features: 0.6,
            seed,
        };
        let apart = |scale: fn(f32) -> f32| -> Vec<f32> {
            truth
                .iter()
                .zip(&base)
                .map(|(&truth, &base)| scale(truth) - scale(base))
                .collect()
        };
        Self {
            days: Boosted::fit(&table, &apart(|days| days), growth),
            logs: Boosted::fit(&table, &apart(to_log), growth),
        }
    }

    fn forecast(&self, base: f32, row: &[f32]) -> f32 {
        let days = (base + self.days.predict(row)).max(0.0);
        let logs = (to_log(base) + self.logs.predict(row)).exp() - FLOOR;
        f32::midpoint(days, logs.max(0.0))
    }
}

/// The share of the plain median's error that another way must save: what is
/// gained by less, the next change of practice takes back.
const WORTHWHILE: f64 = 0.04;

/// A twentieth of a day, so that the logarithm of nothing is a number.
const FLOOR: f32 = 0.05;

fn to_log(days: f32) -> f32 {
    (days.max(0.0) + FLOOR).ln()
}

impl Learnt {
    pub(super) fn learn(log: &Cases, train: &[Prefix], seed: u64) -> Self {
        let encoder = Encoder::learn(log, train);
        // Trees learn from cases whose end is known; the medians that they set
        // out from have taken the running ones into account.
        let ended: Vec<Prefix> = train
            .iter()
            .copied()
            .filter(|prefix| !log.runs(prefix.case))
            .collect();
        Self {
            recent: Medians::learn(log, &train[train.len() * 3 / 4..], State::Last),
            prefix_means: prefix_means(log, &ended),
            trees: Trees::learn(log, &encoder, &ended, seed),
            recent_trees: Trees::learn(log, &encoder, &ended[ended.len() / 2..], seed),
            encoder,
        }
    }

    /// Forecasts days for `prefixes`, whose rows are in `table`.
    pub(super) fn forecast(
        &self,
        log: &Cases,
        prefixes: &[Prefix],
        table: &Table,
        way: Way,
    ) -> Vec<f32> {
        prefixes
            .iter()
            .enumerate()
            .map(|(row, &prefix)| self.one(log, prefix, table.row(row), way))
            .collect()
    }

    pub(super) fn one(&self, log: &Cases, prefix: Prefix, row: &[f32], way: Way) -> f32 {
        let last = || {
            self.encoder
                .last
                .get(state(log, prefix, State::Last), 1)
                .unwrap_or(self.encoder.last.all)
        };
        let trees = |trees: &Trees| trees.forecast(self.encoder.base(log, prefix), row);
        match way {
            Way::Zero => 0.0,
            Way::GlobalMedian => self.encoder.last.all,
            Way::PrefixMean => {
                let events = prefix.event - log.offsets[prefix.case] + 1;
                let known = self.prefix_means.get(events).filter(|mean| !mean.is_nan());
                known.or(self.prefix_means.last()).copied().unwrap_or(0.0)
            }
            Way::LastActivityMedian => last(),
            Way::LastTwoMedian => self
                .encoder
                .two
                .get(state(log, prefix, State::LastTwo), 5)
                .unwrap_or_else(last),
            Way::RecentMedian => self
                .recent
                .get(state(log, prefix, State::Last), 5)
                .unwrap_or_else(last),
            Way::QuarterMedian => last() / 4.0,
            Way::Trees => trees(&self.trees),
            Way::RecentTrees => trees(&self.recent_trees),
            Way::BlendedTrees => {
                let all = trees(&self.trees);
                (f32::midpoint(all, last()) + all + trees(&self.recent_trees)) / 3.0
            }
            Way::HalfTrees => f32::midpoint(trees(&self.trees), last()),
        }
    }
}

fn prefix_means(log: &Cases, train: &[Prefix]) -> Vec<f32> {
    let mut sums: Vec<(f64, u32)> = Vec::new();
    for &prefix in train {
        let events = prefix.event - log.offsets[prefix.case] + 1;
        if sums.len() <= events {
            sums.resize(events + 1, (0.0, 0));
        }
        sums[events].0 += f64::from(remaining(log, prefix));
        sums[events].1 += 1;
    }
    sums.into_iter()
        .map(|(sum, count)| (sum / f64::from(count)) as f32)
        .collect()
}

/// Picks the way for a log from errors on `judge`, cases in order of time.
pub(super) fn choose(log: &Cases, learnt: &Learnt, judge: &[Prefix]) -> Way {
    let table = learnt.encoder.rows(log, judge);
    let truth: Vec<f32> = judge.iter().map(|&prefix| remaining(log, prefix)).collect();
    let errors = |way: Way| -> Vec<f64> {
        learnt
            .forecast(log, judge, &table, way)
            .iter()
            .zip(&truth)
            .map(|(guess, truth)| f64::from((guess - truth).abs()))
            .collect()
    };
    let plain = errors(Way::LastActivityMedian);
    let mut best = (plain.iter().sum::<f64>(), Way::LastActivityMedian);
    for way in Way::ALL {
        let found = errors(way);
        let total = found.iter().sum::<f64>();
        if total < best.0 && earns_its_place(judge, &found, &plain) {
            best = (total, way);
        }
    }
    best.1
}

fn earns_its_place(judge: &[Prefix], found: &[f64], plain: &[f64]) -> bool {
    // Prefixes of one case err together: a case is one observation.
    let mut gains: Vec<f64> = Vec::new();
    let mut last = usize::MAX;
    for ((prefix, found), plain) in judge.iter().zip(found).zip(plain) {
        if prefix.case != last {
            gains.push(0.0);
            last = prefix.case;
        }
        if let Some(gain) = gains.last_mut() {
            *gain += plain - found;
        }
    }
    let count = gains.len() as f64;
    let mean = gains.iter().sum::<f64>() / count;
    let spread = gains.iter().map(|gain| (gain - mean).powi(2)).sum::<f64>();
    let error = (spread / (count * (count - 1.0)).max(1.0)).sqrt();
    let (early, late) = gains.split_at(gains.len() / 2);
    let plain: f64 = plain.iter().sum();
    let worthwhile = gains.iter().sum::<f64>() > WORTHWHILE * plain;
    worthwhile
        && mean > 2.0 * error
        && early.iter().sum::<f64>() > 0.0
        && late.iter().sum::<f64>() > 0.0
}
