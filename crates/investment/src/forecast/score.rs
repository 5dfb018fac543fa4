//! How good a forecast was.

use serde::Serialize;

/// The levels of the quantiles: 5 %, 10 %, … 95 %.
pub const LEVELS: [f64; 19] = [
    0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80,
    0.85, 0.90, 0.95,
];

/// Rates at the end of the year, one for each of [`LEVELS`], rising.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantiles(pub [f64; 19]);

impl Quantiles {
    /// Returns the 10 % quantile, the low end of the 80 % interval.
    pub fn q10(&self) -> f64 {
        self.0[1]
    }

    /// Returns the median.
    pub fn median(&self) -> f64 {
        self.0[9]
    }

    /// Returns the 90 % quantile, the high end of the 80 % interval.
    pub fn q90(&self) -> f64 {
        self.0[17]
    }

    /// Returns the average, level by level: `weight` of `self`, the rest of `other`.
    pub(super) fn mixed(&self, other: &Self, weight: f64) -> Self {
        let mut mixed = self.0;
        for (own, theirs) in mixed.iter_mut().zip(other.0) {
            *own = weight * *own + (1.0 - weight) * theirs;
        }
        Self(mixed)
    }

    /// Scores the forecast against what happened; `point` is what is held
    /// against the actual rate for the absolute error.
    pub(super) fn score(&self, point: f64, actual: f64) -> Score {
        let pinball: f64 = LEVELS
            .iter()
            .zip(self.0)
            .map(|(level, q)| (level * (actual - q)).max((level - 1.0) * (actual - q)))
            .sum();
        // A rate that is exactly an end of the interval lies in it.
        let covered = actual >= self.q10() - 1e-9 && actual <= self.q90() + 1e-9;
        Score {
            crps: 2.0 * pinball / LEVELS.len() as f64,
            error: (point - actual).abs(),
            covered,
        }
    }
}

/// One forecast, judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Continuous ranked probability score: twice the mean pinball loss over
    /// [`LEVELS`], in rate points (0 to 1). Smaller is better.
    pub crps: f64,
    /// Absolute error of the median.
    pub error: f64,
    /// Whether the 80 % interval holds the actual rate.
    pub covered: bool,
}

/// Many forecasts, judged: plain means, every forecast counting the same.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Scores {
    /// Mean CRPS.
    pub crps: f64,
    /// Mean absolute error of the median.
    pub mae: f64,
    /// Share of actual rates within the 80 % interval.
    pub cover80: f64,
    /// Forecasts judged.
    pub n: usize,
}

impl Scores {
    /// Returns the means; all zero when there is nothing to judge.
    pub fn of<'a>(scores: impl IntoIterator<Item = &'a Score>) -> Self {
        let mut sum = Self::default();
        for score in scores {
            sum.crps += score.crps;
            sum.mae += score.error;
            sum.cover80 += f64::from(u8::from(score.covered));
            sum.n += 1;
        }
        let n = sum.n.max(1) as f64;
        Self {
            crps: sum.crps / n,
            mae: sum.mae / n,
            cover80: sum.cover80 / n,
            n: sum.n,
        }
    }
}

/// Returns the value below which `level` of the weight lies, interpolated
/// between the middles of the weights. `sorted` holds values with weights, by
/// value; 0 when empty.
pub(super) fn weighted_quantile(sorted: &[(f64, f64)], level: f64) -> f64 {
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let target = level * total;
    let mut before: Option<(f64, f64)> = None;
    let mut below = 0.0;
    for (value, weight) in sorted {
        let middle = below + weight / 2.0;
        if middle >= target {
            return match before {
                Some((at, low)) if middle > at => {
                    low + (value - low) * (target - at) / (middle - at)
                }
                _ => *value,
            };
        }
        before = Some((middle, *value));
        below += weight;
    }
    before.map_or(0.0, |(_, value)| value)
}

/// Returns the quantile of equally weighted values, linear between order
/// statistics (type 7 of Hyndman and Fan); 0 when empty.
pub(super) fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(top) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = level * top as f64;
    let low = place.floor() as usize;
    let high = (low + 1).min(top);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}
