//! The pooled curve: one straight line for all units and years, and how far
//! each unit usually stands off it, shrunk by how little is known of it.

use std::collections::BTreeMap;

use super::panel::Case;
use super::scale;
use super::score::{LEVELS, Quantiles, weighted_quantile};

/// A unit's own share of the spread is never taken as less than this.
const LEAST_BETWEEN: f64 = 0.05;

/// Empirical-Bayes curve for one month: what share of the money still left on
/// the plan gets spent by the end, given the rate now.
///
/// z = a + b·logit(now) + u(unit) + e, with z the share of the remainder on the
/// logit line. a and b by weighted least squares over all earlier years, u
/// shrunk towards 0, the distribution of e as it was seen, not Gaussian.
///
/// # Source
/// Empirical-Bayes shrinkage after Efron and Morris (1975); that one project's
/// curve does not carry over to another while a pooled one does is Kenley and
/// Wilson (1986).
#[derive(Debug, Clone)]
pub struct Curve {
    intercept: f64,
    slope: f64,
    effects: BTreeMap<usize, f64>,
    shifts: [f64; 19],
}

impl Curve {
    /// Fits the curve to cases with their weights. `None` when there are fewer
    /// than three.
    pub(super) fn fit(cases: &[(Case, f64)]) -> Option<Self> {
        if cases.len() < 3 {
            return None;
        }
        let points: Vec<Point> = cases.iter().map(|(case, w)| Point::of(case, *w)).collect();
        let (intercept, slope) = line(&points);
        let errors: Vec<(usize, f64, f64)> = points
            .iter()
            .map(|p| (p.unit, p.w, p.z - intercept - slope * p.x))
            .collect();
        let sums = by_unit(&errors);
        let ratio = within_to_between(&errors, &sums);
        let effects = sums
            .iter()
            .map(|(unit, sum)| (*unit, sum.error / (sum.weight + ratio)))
            .collect::<BTreeMap<_, _>>();
        let mut residuals: Vec<(f64, f64)> = errors
            .iter()
            .map(|(unit, w, e)| (e - effects.get(unit).copied().unwrap_or(0.0), *w))
            .collect();
        residuals.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some(Self {
            intercept,
            slope,
            effects,
            shifts: LEVELS.map(|level| weighted_quantile(&residuals, level)),
        })
    }

    /// Returns how far a unit usually stands off the curve, on the logit line;
    /// 0 for a unit without history.
    pub fn effect(&self, unit: usize) -> f64 {
        self.effects.get(&unit).copied().unwrap_or(0.0)
    }

    /// Returns the quantiles of the rate at the end, from the rate now.
    pub(super) fn quantiles(&self, unit: usize, now: f64) -> Quantiles {
        let centre = self.intercept + self.slope * scale::pace(now) + self.effect(unit);
        Quantiles(
            self.shifts
                .map(|shift| scale::end_rate(centre + shift, now)),
        )
    }
}

struct Point {
    unit: usize,
    w: f64,
    x: f64,
    z: f64,
}

impl Point {
    fn of(case: &Case, w: f64) -> Self {
        Self {
            unit: case.unit,
            w,
            x: scale::pace(case.now),
            z: scale::remainder(case.end, case.now),
        }
    }
}

/// Weighted least squares; a flat line when all cases have the same pace.
fn line(points: &[Point]) -> (f64, f64) {
    let weight: f64 = points.iter().map(|p| p.w).sum();
    let x = points.iter().map(|p| p.w * p.x).sum::<f64>() / weight;
    let z = points.iter().map(|p| p.w * p.z).sum::<f64>() / weight;
    let xx: f64 = points.iter().map(|p| p.w * (p.x - x).powi(2)).sum();
    let xz: f64 = points.iter().map(|p| p.w * (p.x - x) * (p.z - z)).sum();
    let slope = if xx > 1e-9 { xz / xx } else { 0.0 };
    (z - slope * x, slope)
}

#[derive(Default)]
struct Sum {
    count: usize,
    weight: f64,
    error: f64,
}

fn by_unit(errors: &[(usize, f64, f64)]) -> BTreeMap<usize, Sum> {
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for (unit, w, e) in errors {
        let sum = sums.entry(*unit).or_default();
        sum.count += 1;
        sum.weight += w;
        sum.error += w * e;
    }
    sums
}

/// Returns the spread within units divided by the spread between them.
fn within_to_between(errors: &[(usize, f64, f64)], sums: &BTreeMap<usize, Sum>) -> f64 {
    let weight: f64 = errors.iter().map(|(_, w, _)| w).sum();
    let total = errors.iter().map(|(_, w, e)| w * e * e).sum::<f64>() / weight;
    if total <= 0.0 {
        return 1.0;
    }
    let within = if errors.len() > sums.len() {
        let freedom = 1.0 - sums.len() as f64 / errors.len() as f64;
        let squares: f64 = errors
            .iter()
            .map(|(unit, w, e)| {
                let mean = sums.get(unit).map_or(0.0, |sum| sum.error / sum.weight);
                w * (e - mean).powi(2)
            })
            .sum();
        (squares / (weight * freedom)).min(total)
    } else {
        total
    };
    within / (total - within).max(LEAST_BETWEEN * total)
}
