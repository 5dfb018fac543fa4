//! How long running cases will take still.
//!
//! A forecast of the remaining days of a case, its interval, the chance to be
//! late, and why. Medians minimise the absolute error, so everything here learns
//! medians: of states ([`Way::LastActivityMedian`] and its kin) and by small
//! boosted trees on top of them. Which way a log gets is decided on cases later
//! than those learnt from, and a way that does not clearly beat the median of the
//! last activity is not used. The simple ways are always shown beside.
//!
//! Cases that still run count as lasting at least as long as they were seen to
//! (Kaplan and Meier), so that leaving the long ones out does not flatter.
//!
//! Nobody is profiled: who did a step, and who applied, is no input. What is
//! used is which steps were done, when, and the figures of the case.

mod boost;
mod choose;
mod features;
mod interval;

pub use choose::Way;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::cases::{Cases, DAY_MS};
use choose::{Learnt, choose};
use features::{Prefix, mean_error, prefixes, remaining};
use interval::Misses;

/// The share of truths that an interval may miss: it is one of 90 %.
const OUTSIDE: f64 = 0.1;

/// Fewer ended cases than this teach nothing.
const LEAST: usize = 10;

/// How forecasts did on cases that came later than all they were learnt from.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Holdout {
    /// Cases with at least three events.
    pub cases: usize,
    /// Prefixes judged.
    pub prefixes: usize,
    /// The way chosen on the validation part.
    pub way: Way,
    /// Mean absolute error of the way chosen, in days.
    pub mae_days: f64,
    /// The same of every way, the simple ones and those not chosen.
    pub mae_days_by_way: Vec<(Way, f64)>,
    /// Share of truths inside the 90 % interval.
    pub coverage: f64,
    /// Median width of the interval, in days.
    pub interval_days: f64,
    /// How the chance to be late did.
    pub late: Late,
}

/// How the chance to last longer than a limit did.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Late {
    /// The limit in days: the third quartile of the cases learnt from.
    pub limit_days: f64,
    /// Share of prefixes whose case was late.
    pub share: f64,
    /// Mean squared error of the chance (Brier 1950).
    pub brier: f64,
    /// The same for one who always says the share of the cases learnt from.
    pub brier_of_share: f64,
    /// Chance that a late one got a higher chance than one on time.
    pub auc: f64,
    /// Mean chance said and share that came, for tenths of the chance; empty tenths left out.
    pub calibration: Vec<(f64, f64, usize)>,
}

/// Too little to judge by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooLittle {
    /// A part of the hold-out has no prefix.
    #[error(
        "the {part} part has no case with three events; {cases} such cases are in the log, at least 10 are needed"
    )]
    Part {
        /// Which.
        part: &'static str,
        /// Cases with three events.
        cases: usize,
    },
}

/// Splits the cases by their first event into shares `train` and `valid` of a
/// hundred, the rest to judge, and tells how forecasts do on the rest.
///
/// All prefixes from the second event to the last but one count. Intervals adapt
/// in order of time, and only by outcomes that were known by then.
///
/// # Errors
/// [`TooLittle`] when a part is empty.
pub fn holdout(log: &Cases, train: u32, valid: u32, seed: u64) -> Result<Holdout, TooLittle> {
    let order: Vec<usize> = log
        .by_begin()
        .into_iter()
        .filter(|&case| log.events(case).len() >= 3 && !log.runs(case))
        .collect();
    let cut = |percent: u32| {
        (order.len() * percent as usize)
            .div_ceil(100)
            .min(order.len())
    };
    let (first, second) = (cut(train), cut(train + valid));
    let learn = prefixes(log, &order[..first]);
    let judge = prefixes(log, &order[first..second]);
    let test = prefixes(log, &order[second..]);
    for (part, list) in [
        ("training", &learn),
        ("validation", &judge),
        ("test", &test),
    ] {
        if list.is_empty() {
            return Err(TooLittle::Part {
                part,
                cases: order.len(),
            });
        }
    }
    let early = Learnt::learn(log, &learn, seed);
    let way = choose(log, &early, &judge);
    let mut misses = misses(log, &early, &judge, way);
    let both: Vec<Prefix> = learn.iter().chain(&judge).copied().collect();
    let learnt = Learnt::learn(log, &both, seed);
    let table = learnt.encoder.rows(log, &test);
    let truth = truths(log, &test);
    let mae_days_by_way: Vec<(Way, f64)> = Way::ALL
        .into_iter()
        .map(|way| {
            (
                way,
                mean_error(&learnt.forecast(log, &test, &table, way), &truth),
            )
        })
        .collect();
    let forecast = learnt.forecast(log, &test, &table, way);
    let limit = third_quartile(log, &order[..second]);
    let before: Vec<bool> = both
        .iter()
        .map(|&prefix| total(log, prefix) > limit)
        .collect();
    let base = share(&before);
    let replay = replay(log, &test, &forecast, &truth, limit, &mut misses);
    let late: Vec<bool> = test
        .iter()
        .map(|&prefix| total(log, prefix) > limit)
        .collect();
    Ok(Holdout {
        cases: order.len(),
        prefixes: test.len(),
        way,
        mae_days: mean_error(&forecast, &truth),
        mae_days_by_way,
        coverage: replay.inside as f64 / test.len() as f64,
        interval_days: middle(replay.widths),
        late: judged_late(limit, base, &replay.chances, &late),
    })
}

fn truths(log: &Cases, prefixes: &[Prefix]) -> Vec<f32> {
    prefixes
        .iter()
        .map(|&prefix| remaining(log, prefix))
        .collect()
}

/// What the way missed by on cases later than those learnt from.
fn misses(log: &Cases, learnt: &Learnt, judge: &[Prefix], way: Way) -> Misses {
    let table = learnt.encoder.rows(log, judge);
    let forecast = learnt.forecast(log, judge, &table, way);
    Misses::learn(&forecast, &truths(log, judge), OUTSIDE)
}

fn total(log: &Cases, prefix: Prefix) -> f64 {
    (log.end(prefix.case) - log.begin(prefix.case)) as f64 / DAY_MS
}

fn third_quartile(log: &Cases, cases: &[usize]) -> f64 {
    let mut days: Vec<f64> = cases
        .iter()
        .map(|&case| (log.end(case) - log.begin(case)) as f64 / DAY_MS)
        .collect();
    days.sort_by(f64::total_cmp);
    days.get(days.len() * 3 / 4).copied().unwrap_or(0.0)
}

struct Replay {
    inside: usize,
    widths: Vec<f64>,
    chances: Vec<f64>,
}

/// Goes through forecasts and outcomes as they came in time. Whether an
/// interval held is known when its case has ended.
fn replay(
    log: &Cases,
    test: &[Prefix],
    forecast: &[f32],
    truth: &[f32],
    limit: f64,
    misses: &mut Misses,
) -> Replay {
    let mut order: Vec<usize> = (0..test.len()).collect();
    order.sort_by_key(|&row| (log.at[test[row].event], row));
    let mut known: BinaryHeap<Reverse<(i64, usize, bool)>> = BinaryHeap::new();
    let mut found = Replay {
        inside: 0,
        widths: Vec::with_capacity(test.len()),
        chances: vec![0.0; test.len()],
    };
    for row in order {
        let now = log.at[test[row].event];
        while let Some(&Reverse((at, _, held))) = known.peek() {
            if at >= now {
                break;
            }
            misses.held(held);
            known.pop();
        }
        let (low, high) = misses.interval(forecast[row]);
        let held = low <= truth[row] && truth[row] <= high;
        known.push(Reverse((log.end(test[row].case), row, held)));
        found.inside += usize::from(held);
        found.widths.push(f64::from(high - low));
        let gone = (now - log.begin(test[row].case)) as f64 / DAY_MS;
        found.chances[row] = misses.chance_beyond(forecast[row], (limit - gone) as f32);
    }
    found
}

fn judged_late(limit_days: f64, base: f64, chances: &[f64], late: &[bool]) -> Late {
    let brier = |chance: &dyn Fn(usize) -> f64| {
        let sum: f64 = late
            .iter()
            .enumerate()
            .map(|(row, &late)| (chance(row) - f64::from(u8::from(late))).powi(2))
            .sum();
        sum / late.len().max(1) as f64
    };
    let mut tenths = vec![(0.0, 0usize, 0usize); 10];
    for (&chance, &late) in chances.iter().zip(late) {
        let tenth = &mut tenths[((chance * 10.0) as usize).min(9)];
        tenth.0 += chance;
        tenth.1 += usize::from(late);
        tenth.2 += 1;
    }
    Late {
        limit_days,
        share: share(late),
        brier: brier(&|row| chances[row]),
        brier_of_share: brier(&|_| base),
        auc: auc(chances, late),
        calibration: tenths
            .into_iter()
            .filter(|tenth| tenth.2 > 0)
            .map(|(sum, came, count)| (sum / count as f64, came as f64 / count as f64, count))
            .collect(),
    }
}

fn share(late: &[bool]) -> f64 {
    late.iter().filter(|&&late| late).count() as f64 / late.len().max(1) as f64
}

/// The area under the curve of Mann and Whitney, ties counted half.
fn auc(chances: &[f64], late: &[bool]) -> f64 {
    let mut rows: Vec<usize> = (0..chances.len()).collect();
    rows.sort_by(|&left, &right| chances[left].total_cmp(&chances[right]));
    let (mut ranks, mut begin) = (0.0, 0);
    while begin < rows.len() {
        let mut end = begin + 1;
        while end < rows.len() && chances[rows[end]] == chances[rows[begin]] {
            end += 1;
        }
        let rank = (begin + end + 1) as f64 / 2.0;
        ranks += rank * rows[begin..end].iter().filter(|&&row| late[row]).count() as f64;
        begin = end;
    }
    let positive = late.iter().filter(|&&late| late).count() as f64;
    let negative = late.len() as f64 - positive;
    if positive == 0.0 || negative == 0.0 {
        return 0.5;
    }
    (ranks - positive * (positive + 1.0) / 2.0) / (positive * negative)
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// What is forecast for a running case.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Forecast {
    /// The case.
    pub case: String,
    /// Days that remain after its last event, as likely more as less.
    pub remaining_days: f64,
    /// In nine of ten cases, not fewer than this.
    pub least_days: f64,
    /// In nine of ten cases, not more than this.
    pub most_days: f64,
    /// The median of cases whose last activity was the same: always shown beside.
    pub last_activity_median_days: f64,
    /// The chance to end after the limit, when there is one.
    pub late: Option<f64>,
    /// What moves the forecast most, with the days it adds against the usual value.
    pub reasons: Vec<(String, f64)>,
}

/// Forecasts running cases; learnt from finished and running ones.
#[derive(Debug, Clone)]
pub struct Forecaster {
    learnt: Learnt,
    misses: Misses,
    way: Way,
    usual: Vec<f32>,
}

impl Forecaster {
    /// Learns from `log`: the way and the intervals from its last fifth.
    ///
    /// # Errors
    /// [`TooLittle`] when there are too few finished cases.
    pub fn learn(log: &Cases, seed: u64) -> Result<Self, TooLittle> {
        let order = log.by_begin();
        let ended: Vec<usize> = order
            .iter()
            .copied()
            .filter(|&case| !log.runs(case) && log.events(case).len() >= 3)
            .collect();
        let cut = ended.len() * 4 / 5;
        let (learn, judge) = (prefixes(log, &ended[..cut]), prefixes(log, &ended[cut..]));
        if ended.len() < LEAST || learn.is_empty() || judge.is_empty() {
            return Err(TooLittle::Part {
                part: "training",
                cases: ended.len(),
            });
        }
        let early = Learnt::learn(log, &learn, seed);
        let way = choose(log, &early, &judge);
        let misses = misses(log, &early, &judge, way);
        let all = prefixes(log, &order);
        let learnt = Learnt::learn(log, &all, seed);
        let table = learnt.encoder.rows(log, &all);
        let usual = (0..table.width)
            .map(|column| {
                let mut values: Vec<f32> = (0..table.rows())
                    .map(|row| table.row(row)[column])
                    .filter(|value| !value.is_nan())
                    .collect();
                values.sort_by(f32::total_cmp);
                values.get(values.len() / 2).copied().unwrap_or(f32::NAN)
            })
            .collect();
        Ok(Self {
            learnt,
            misses,
            way,
            usual,
        })
    }

    /// Returns the way that was chosen.
    #[must_use]
    pub const fn way(&self) -> Way {
        self.way
    }

    /// Forecasts `case` of `log` from its last event; `limit_days` counts from its
    /// first. `None` when it has no events.
    #[must_use]
    pub fn forecast(&self, log: &Cases, case: usize, limit_days: Option<f64>) -> Option<Forecast> {
        let event = log.events(case).last()?;
        let prefix = Prefix { case, event };
        let table = self.learnt.encoder.rows(log, &[prefix]);
        let row = table.row(0);
        let days = self.learnt.one(log, prefix, row, self.way);
        let (least, most) = self.misses.interval(days);
        let gone = (log.at[event] - log.begin(case)) as f64 / DAY_MS;
        Some(Forecast {
            case: log.ids[case].clone(),
            remaining_days: f64::from(days),
            least_days: f64::from(least),
            most_days: f64::from(most),
            last_activity_median_days: f64::from(self.learnt.one(
                log,
                prefix,
                row,
                Way::LastActivityMedian,
            )),
            late: limit_days.map(|limit| self.misses.chance_beyond(days, (limit - gone) as f32)),
            reasons: self.reasons(log, prefix, row, days),
        })
    }

    /// Puts the usual value in place of each column, one at a time.
    fn reasons(&self, log: &Cases, prefix: Prefix, row: &[f32], days: f32) -> Vec<(String, f64)> {
        let mut changed = row.to_vec();
        let mut reasons = Vec::new();
        for (column, name) in self.learnt.encoder.names(log).into_iter().enumerate() {
            changed[column] = self.usual[column];
            let without = self.learnt.one(log, prefix, &changed, self.way);
            changed[column] = row[column];
            reasons.push((name, f64::from(days - without)));
        }
        reasons.retain(|(_, days)| days.abs() >= 0.05);
        reasons.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
        reasons.truncate(3);
        reasons
    }
}
