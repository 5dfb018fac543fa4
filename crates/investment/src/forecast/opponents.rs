//! The two simple methods that always stand beside ours.

use serde::Serialize;

use super::panel::{Case, Panel};
use super::scale;
use super::score::{LEVELS, Quantiles, quantile};

/// A unit that had spent less than this share of its year's total says nothing
/// about the shape of its year.
const LEAST_SHARE: f64 = 0.005;

/// A simple method, with intervals from its own errors at the same month of
/// earlier years (split conformal over years, on the scale of what is left).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Opponent {
    /// Spent so far / the share of last year's total that was spent by then.
    LastProfile,
    /// Last year's rate at its end.
    LastRate,
}

impl Opponent {
    /// Returns the point forecast for each case, from the year before.
    fn points(self, panel: &Panel, year: usize, month: usize, cases: &[Case]) -> Vec<f64> {
        let before = year - 1;
        match self {
            Self::LastProfile => last_profile(panel, before, month, cases),
            Self::LastRate => last_rate(panel, before, cases),
        }
    }

    /// Returns what the method says of units of a year that has not ended, in
    /// their order: `None` without a year before it, or without a plan.
    pub fn point_each(
        self,
        panel: &Panel,
        year: usize,
        month: usize,
        units: &[usize],
    ) -> Vec<Option<f64>> {
        let known = year
            .checked_sub(1)
            .is_some_and(|before| panel.has_ended(before));
        let case = |unit: &usize| {
            Some(Case {
                unit: *unit,
                year,
                size: panel.size(*unit, year, month),
                now: panel.now(*unit, year, month)?,
                end: f64::NAN,
            })
        };
        let cases: Vec<Option<Case>> = units.iter().map(case).collect();
        let all: Vec<Case> = cases.iter().flatten().copied().collect();
        if !known || all.is_empty() {
            return vec![None; units.len()];
        }
        let mut points = self.points(panel, year, month, &all).into_iter();
        let each = cases.iter().map(|case| case.and_then(|_| points.next()));
        each.collect()
    }

    /// Returns point and quantiles for each case of `year` at `month`; empty
    /// when there are fewer than two earlier years, since the interval needs one
    /// year that had a year before it.
    pub(super) fn forecasts(
        self,
        panel: &Panel,
        year: usize,
        month: usize,
        cases: &[Case],
    ) -> Vec<(f64, Quantiles)> {
        let mut errors: Vec<f64> = Vec::new();
        for k in 1..year {
            let past = panel.cases(k, month);
            let points = self.points(panel, k, month, &past);
            errors.extend(past.iter().zip(points).map(|(case, point)| {
                scale::share(case.end, case.now) - scale::share(point, case.now)
            }));
        }
        if errors.is_empty() {
            return Vec::new();
        }
        errors.sort_by(f64::total_cmp);
        let shifts = LEVELS.map(|level| quantile(&errors, level));
        self.points(panel, year, month, cases)
            .into_iter()
            .zip(cases)
            .map(|(point, case)| {
                let around = |shift: f64| point + shift * (1.0 - case.now);
                let quantiles = shifts.map(|shift| around(shift).clamp(case.now, 1.0));
                (point, Quantiles(quantiles))
            })
            .collect()
    }
}

fn last_rate(panel: &Panel, before: usize, cases: &[Case]) -> Vec<f64> {
    let units = 0..panel.units().len();
    let mut ends: Vec<f64> = units.filter_map(|unit| panel.end(unit, before)).collect();
    ends.sort_by(f64::total_cmp);
    let usual = quantile(&ends, 0.5);
    cases
        .iter()
        .map(|case| {
            let end = panel.end(case.unit, before).unwrap_or(usual);
            end.clamp(case.now, 1.0)
        })
        .collect()
}

fn last_profile(panel: &Panel, before: usize, month: usize, cases: &[Case]) -> Vec<f64> {
    let share_of = |unit: usize| {
        panel.end(unit, before)?;
        let total = panel.spent(unit, before, panel.last());
        let share = panel.spent(unit, before, month) / total;
        (total > 0.0 && share > LEAST_SHARE).then_some(share)
    };
    let (mut so_far, mut total) = (0.0, 0.0);
    for unit in (0..panel.units().len()).filter(|unit| panel.end(*unit, before).is_some()) {
        so_far += panel.spent(unit, before, month);
        total += panel.spent(unit, before, panel.last());
    }
    let pooled = if total > 0.0 { so_far / total } else { 1.0 };
    cases
        .iter()
        .map(|case| {
            let share = share_of(case.unit).unwrap_or(pooled).max(0.01);
            (case.now / share).clamp(case.now, 1.0)
        })
        .collect()
}
