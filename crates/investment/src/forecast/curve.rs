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
/// Two things would make what was seen narrower than what comes, and are put
/// right: a case helped to estimate the effect of its own unit (each is judged by
/// the effect without it), and all units of a year share its luck, of which there
/// are only as many draws as years (`few_years`).
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
    spread: Spread,
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
        let (intercept, slope) = line(points.iter().map(|p| (p.x, p.z, p.w)));
        let errors: Vec<Seen> = points
            .iter()
            .map(|p| Seen {
                unit: p.unit,
                year: p.year,
                size: p.size,
                w: p.w,
                error: p.z - intercept - slope * p.x,
            })
            .collect();
        let sums = by_unit(&errors);
        let ratio = within_to_between(&errors, &sums);
        let effects = sums
            .iter()
            .map(|(unit, sum)| (*unit, sum.error / (sum.weight + ratio)))
            .collect::<BTreeMap<_, _>>();
        let mut residuals = residuals(&errors, &sums, ratio);
        let spread = Spread::of(&errors, &residuals);
        for ((residual, _), seen) in residuals.iter_mut().zip(&errors) {
            *residual /= spread.at(seen.size);
        }
        residuals.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some(Self {
            intercept,
            slope,
            effects,
            spread,
            shifts: LEVELS.map(|level| weighted_quantile(&residuals, level)),
        })
    }

    /// Returns how far a unit usually stands off the curve, on the logit line;
    /// 0 for a unit without history.
    pub fn effect(&self, unit: usize) -> f64 {
        self.effects.get(&unit).copied().unwrap_or(0.0)
    }

    /// Returns the quantiles of the rate at the end. `case.end` is not read.
    pub(super) fn quantiles(&self, case: &Case) -> Quantiles {
        let pace = scale::pace(case.now);
        let centre = self.intercept + self.slope * pace + self.effect(case.unit);
        let spread = self.spread.at(case.size);
        Quantiles(
            self.shifts
                .map(|shift| scale::end_rate(centre + spread * shift, case.now)),
        )
    }
}

struct Point {
    unit: usize,
    year: usize,
    size: f64,
    w: f64,
    x: f64,
    z: f64,
}

impl Point {
    fn of(case: &Case, w: f64) -> Self {
        Self {
            unit: case.unit,
            year: case.year,
            size: case.size,
            w,
            x: scale::pace(case.now),
            z: scale::remainder(case.end, case.now),
        }
    }
}

/// Weighted least squares through `(x, y, weight)`; a flat line when all stand at
/// one place.
fn line(points: impl Iterator<Item = (f64, f64, f64)> + Clone) -> (f64, f64) {
    let mean = |of: fn(f64, f64) -> f64| {
        let sum = points.clone().map(|(x, y, w)| w * of(x, y));
        sum.sum::<f64>() / points.clone().map(|(.., w)| w).sum::<f64>()
    };
    let (x, y) = (mean(|x, _| x), mean(|_, y| y));
    let each = points.clone();
    let (xx, xy) = each.fold((0.0, 0.0), |(xx, xy), (px, py, w)| {
        (xx + w * (px - x).powi(2), xy + w * (px - x) * (py - y))
    });
    let slope = if xx > 1e-9 { xy / xx } else { 0.0 };
    (y - slope * x, slope)
}

/// How widely cases of a size stand off the curve: small plans swing more.
///
/// # Source
/// The absolute residual as a straight line of what makes it large: Glejser, *A
/// New Test for Heteroskedasticity* (1969).
#[derive(Debug, Clone, Copy)]
struct Spread {
    intercept: f64,
    slope: f64,
    least: f64,
    most: f64,
}

impl Spread {
    fn of(errors: &[Seen], residuals: &[(f64, f64)]) -> Self {
        let sizes = errors.iter().zip(residuals);
        let points = sizes.map(|(seen, (residual, w))| (seen.size, residual.abs(), *w));
        let (intercept, slope) = line(points.clone());
        let weight: f64 = points.clone().map(|(.., w)| w).sum();
        let mean = points.map(|(_, y, w)| y * w).sum::<f64>() / weight;
        Self {
            intercept,
            slope,
            // No size is so steady, or so wild, that others say nothing about it.
            least: (mean / 2.0).max(1e-6),
            most: (mean * 2.0).max(1e-6),
        }
    }

    fn at(self, size: f64) -> f64 {
        (self.intercept + self.slope * size).clamp(self.least, self.most)
    }
}

/// How far a case stood off the line.
struct Seen {
    unit: usize,
    year: usize,
    size: f64,
    w: f64,
    error: f64,
}

/// Returns how far each case stood off the line and the effect of its unit without
/// it, with its weight; what its year shared is stretched by [`few_years`].
fn residuals(errors: &[Seen], sums: &BTreeMap<usize, Sum>, ratio: f64) -> Vec<(f64, f64)> {
    let alone = |seen: &Seen| {
        let sum = sums.get(&seen.unit);
        let (error, weight) = sum.map_or((0.0, 0.0), |sum| (sum.error, sum.weight));
        // Alone and not shrunk, nothing is known of its unit without it.
        let others = weight - seen.w + ratio;
        if others < 1e-9 {
            return seen.error;
        }
        seen.error - (error - seen.w * seen.error) / others
    };
    let all: Vec<f64> = errors.iter().map(alone).collect();
    let mut years: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (seen, residual) in errors.iter().zip(&all) {
        let year = years.entry(seen.year).or_default();
        year.0 += seen.w;
        year.1 += seen.w * residual;
    }
    let weight: f64 = years.values().map(|(w, _)| w).sum();
    let mean = years.values().map(|(_, sum)| sum).sum::<f64>() / weight;
    let stretch = few_years(years.values().map(|(w, _)| *w)) - 1.0;
    let shared = |year: usize| years.get(&year).map_or(0.0, |(w, sum)| sum / w - mean);
    let each = errors.iter().zip(all);
    each.map(|(seen, residual)| (residual + stretch * shared(seen.year), seen.w))
        .collect()
}

/// Returns by how much what years shared must be stretched to say what a year to
/// come will share. Of the variance v between K years, the mean of these years
/// takes away v/K from what is seen, and stands off the truth by v/K itself: what
/// is seen is v (K-1)/K, what comes is v (K+1)/K. `weights` are those of the
/// years; K is how many years of equal weight they are worth. 1 for one year.
fn few_years(weights: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let years = sum * sum / squares;
    if years < 1.5 {
        return 1.0;
    }
    ((years + 1.0) / (years - 1.0)).sqrt()
}

#[derive(Default)]
struct Sum {
    weight: f64,
    error: f64,
}

fn by_unit(errors: &[Seen]) -> BTreeMap<usize, Sum> {
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for seen in errors {
        let sum = sums.entry(seen.unit).or_default();
        sum.weight += seen.w;
        sum.error += seen.w * seen.error;
    }
    sums
}

/// Returns the spread within units divided by the spread between them.
fn within_to_between(errors: &[Seen], sums: &BTreeMap<usize, Sum>) -> f64 {
    let weight: f64 = errors.iter().map(|seen| seen.w).sum();
    let square = |seen: &Seen| seen.w * seen.error * seen.error;
    let total = errors.iter().map(square).sum::<f64>() / weight;
    if total <= 0.0 {
        return 1.0;
    }
    let within = if errors.len() > sums.len() {
        let freedom = 1.0 - sums.len() as f64 / errors.len() as f64;
        let squares: f64 = errors
            .iter()
            .map(|seen| {
                let mean = sums.get(&seen.unit);
                let mean = mean.map_or(0.0, |sum| sum.error / sum.weight);
                seen.w * (seen.error - mean).powi(2)
            })
            .sum();
        (squares / (weight * freedom)).min(total)
    } else {
        total
    };
    within / (total - within).max(LEAST_BETWEEN * total)
}
