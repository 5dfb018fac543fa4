//! How much the curve counts against the reference class, chosen by a
//! back-test within the years that may be known.

use serde::Serialize;

use super::forecaster::Forecaster;
use super::panel::{Case, Panel};
use super::score::Quantiles;

/// What the weight is before any year was tested, and for how many tested years
/// that counts.
const PRIOR: (f64, f64) = (0.75, 2.0);
/// Weights that are tried.
const WEIGHTS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Widths that are tried, where they may be.
const WIDTHS: [f64; 7] = [0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5];
/// Fewer tested years than this and the width stays as it is: with a shock
/// year among two or three, learning the width from them made forecasts worse.
const YEARS_FOR_WIDTH: usize = 5;
/// Years looked back at, and cases of each that are tried.
const MOST: (usize, usize) = (8, 400);

/// How curve and class are put together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tuning {
    /// What the curve counts, 0 to 1; the class counts the rest.
    pub weight: f64,
    /// Spread of the quantiles around their median; 1 is as they came.
    pub width: f64,
    /// Earlier years in which it was tried.
    pub years: usize,
}

impl Tuning {
    /// Nothing tried yet.
    pub const PRIOR: Self = Self {
        weight: PRIOR.0,
        width: 1.0,
        years: 0,
    };

    /// Chooses by how earlier years would have been forecast from the years
    /// before them. `year` itself and later ones are not looked at.
    pub(super) fn choose(panel: &Panel, year: usize) -> Self {
        let first = year.saturating_sub(MOST.0).max(2);
        let tried: Vec<Trial> = (first..year)
            .filter(|k| panel.has_ended(*k))
            .filter_map(|k| Trial::run(panel, k))
            .collect();
        if tried.is_empty() {
            return Self::PRIOR;
        }
        let best: f64 = tried.iter().map(Trial::best_weight).sum();
        let (prior, counts) = PRIOR;
        let weight = (prior * counts + best) / (counts + tried.len() as f64);
        let mut tuning = Self {
            weight,
            width: 1.0,
            years: tried.len(),
        };
        if tried.len() >= YEARS_FOR_WIDTH {
            tuning.width = least(&WIDTHS, |width| {
                let tuning = Self { width, ..tuning };
                tried.iter().map(|trial| trial.crps(&tuning)).sum()
            });
        }
        tuning
    }

    /// Puts the two together; with one alone, that one.
    pub(super) fn combine(
        &self,
        curve: Option<Quantiles>,
        class: Option<Quantiles>,
        now: f64,
    ) -> Quantiles {
        let mixed = match (curve, class) {
            (Some(curve), Some(class)) => curve.mixed(&class, self.weight),
            (Some(only), None) | (None, Some(only)) => only,
            // `Forecaster::fit_to` gives no forecaster without either.
            (None, None) => Quantiles([now; 19]),
        };
        let median = mixed.median();
        Quantiles(
            mixed
                .0
                .map(|q| (median + self.width * (q - median)).clamp(now, 1.0)),
        )
    }
}

/// One earlier year, forecast from the years before it by each part alone.
struct Trial(Vec<(Case, Option<Quantiles>, Option<Quantiles>)>);

impl Trial {
    /// A quarter, half and three quarters into the year.
    fn run(panel: &Panel, year: usize) -> Option<Self> {
        let mut cases = Vec::new();
        for quarter in 1..4 {
            let month = (panel.last() * quarter / 4).max(1);
            let earlier = |case: &Case| case.year < year;
            let fitted = Forecaster::fit_to(panel, year, month, Tuning::PRIOR, earlier);
            let Some(forecaster) = fitted else { continue };
            let all = panel.cases(year, month);
            for case in all.iter().step_by(all.len().div_ceil(MOST.1).max(1)) {
                let (curve, class, _) = forecaster.parts(case.unit, case.now);
                cases.push((*case, curve, class));
            }
        }
        (!cases.is_empty()).then_some(Self(cases))
    }

    fn crps(&self, tuning: &Tuning) -> f64 {
        let scores = self.0.iter().map(|(case, curve, class)| {
            let quantiles = tuning.combine(*curve, *class, case.now);
            quantiles.score(quantiles.median(), case.end).crps
        });
        scores.sum::<f64>() / self.0.len() as f64
    }

    fn best_weight(&self) -> f64 {
        least(&WEIGHTS, |weight| {
            self.crps(&Tuning {
                weight,
                ..Tuning::PRIOR
            })
        })
    }
}

fn least(tried: &[f64], loss: impl Fn(f64) -> f64) -> f64 {
    let mut best = (f64::INFINITY, 1.0);
    for value in tried {
        let lost = loss(*value);
        if lost < best.0 {
            best = (lost, *value);
        }
    }
    best.1
}
