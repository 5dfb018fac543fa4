//! The forecast: curve and reference class, averaged.

use serde::Serialize;

use super::curve::Curve;
use super::panel::{Case, Panel};
use super::reference::{Comparable, ReferenceClass};
use super::score::Quantiles;
use super::tuning::Tuning;

/// How much a year counts against the year after it.
const FADE: f64 = 0.7;
/// Fewer earlier years than this and only the class of other units speaks.
const LEAST_YEARS: usize = 2;

/// A rate at the end of the year that is not known yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// Place of the unit in [`Panel::units`].
    pub unit: usize,
    /// Rate at the origin.
    pub now: f64,
    /// Quantiles of the rate at the end.
    pub quantiles: Quantiles,
    /// The earlier cases that are most alike: the explanation.
    pub comparable: Vec<Comparable>,
    /// There are fewer than two earlier years: units' own history says nothing
    /// yet, and the interval has never been tested.
    pub fewer_than_two_years: bool,
}

/// Fitted for one year and month.
#[derive(Debug, Clone)]
pub struct Forecaster<'a> {
    panel: &'a Panel,
    year: usize,
    month: usize,
    curve: Option<Curve>,
    class: Option<ReferenceClass>,
    tuning: Tuning,
    years: usize,
}

impl<'a> Forecaster<'a> {
    /// Fits from all earlier years of the panel. `None` when they hold too few
    /// cases to say anything.
    pub fn fit(panel: &'a Panel, year: usize, month: usize) -> Option<Self> {
        let tuning = Tuning::choose(panel, year);
        Self::fit_to(panel, year, month, tuning, |case| case.year < year)
    }

    /// Fits from the cases that `may_learn` lets through, which must not be of
    /// `year` itself.
    pub(super) fn fit_to(
        panel: &'a Panel,
        year: usize,
        month: usize,
        tuning: Tuning,
        may_learn: impl Fn(&Case) -> bool,
    ) -> Option<Self> {
        let mut cases = Vec::new();
        let mut years = 0;
        for k in 0..panel.years().len() {
            if k == year || !panel.has_ended(k) {
                continue;
            }
            let learned: Vec<Case> = panel
                .cases(k, month)
                .into_iter()
                .filter(|case| may_learn(case))
                .collect();
            if learned.is_empty() {
                continue;
            }
            years += 1;
            let distance = panel.years()[k].abs_diff(panel.years()[year]);
            let w = FADE.powi(distance.min(100) as i32 - 1);
            cases.extend(learned.into_iter().map(|case| (case, w)));
        }
        let curve = Curve::fit(&cases);
        let class = ReferenceClass::gather(panel, month, &cases);
        (curve.is_some() || class.is_some()).then_some(Self {
            panel,
            year,
            month,
            curve,
            class,
            tuning,
            years,
        })
    }

    /// Returns the forecast of a unit, or `None` when it has no plan then.
    pub fn forecast(&self, unit: usize) -> Option<Forecast> {
        let now = self.panel.now(unit, self.year, self.month)?;
        Some(self.from_rate(unit, now))
    }

    /// Returns the forecast of a unit as if its rate were `now`: a scenario
    /// moves the starting point, not the width of the interval.
    pub fn from_rate(&self, unit: usize, now: f64) -> Forecast {
        let now = now.clamp(0.0, 1.0);
        let (curve, class, comparable) = self.parts(unit, now);
        Forecast {
            unit,
            now,
            quantiles: self.tuning.combine(curve, class, now),
            comparable,
            fewer_than_two_years: self.years < LEAST_YEARS,
        }
    }

    /// Returns what the curve and the class each say alone, and the class.
    pub(super) fn parts(
        &self,
        unit: usize,
        now: f64,
    ) -> (Option<Quantiles>, Option<Quantiles>, Vec<Comparable>) {
        let case = Case {
            unit,
            year: self.year,
            size: self.panel.size(unit, self.year, self.month),
            now,
            end: f64::NAN,
        };
        // One year's residuals hold no spread between years: the curve keeps
        // silent until it has seen two.
        let alone = self.years < LEAST_YEARS && self.class.is_some();
        let curve = self.curve.as_ref().filter(|_| !alone);
        let class = self.class.as_ref();
        let class = class.map(|class| class.forecast(self.panel, self.month, &case));
        let (class, comparable) = class.unzip();
        (
            curve.map(|curve| curve.quantiles(&case)),
            class,
            comparable.unwrap_or_default(),
        )
    }

    /// Returns how curve and class are put together.
    pub fn tuning(&self) -> Tuning {
        self.tuning
    }

    /// Returns all units that can be forecast.
    pub fn all(&self) -> Vec<Forecast> {
        (0..self.panel.units().len())
            .filter_map(|unit| self.forecast(unit))
            .collect()
    }
}
