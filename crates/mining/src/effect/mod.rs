//! What a change did, measured against units that it did not touch.
//!
//! Two estimates of the same effect, because each believes something else:
//! *difference in differences* that without the change the changed unit would
//! have moved as the others did on average; *synthetic control* that it would have
//! moved as that mixture of the others which it resembled most before.
//!
//! How sure: each control unit is treated in turn as if it had been changed
//! (placebo). The p-value is the share of units, the changed one included, whose
//! effect is as large beside how well they were matched before; with few
//! controls it can't be small, and that is said by the number itself.
//!
//! # Source
//! Card and Krueger (1994); Abadie, Diamond and Hainmueller, "Synthetic control
//! methods for comparative case studies" (2010); Künsch (1989) for resampling
//! blocks of time.

use crate::random::Random;

/// Mean outcome (say days) of one unit by period, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The unit.
    pub unit: String,
    /// One value a period.
    pub values: Vec<f64>,
}

/// What the change did, in the outcome's unit; negative is shorter.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Effect {
    /// Difference in differences.
    pub difference: f64,
    /// Its 90 % interval, from resampled blocks of periods.
    pub difference_interval: (f64, f64),
    /// Mean gap to the synthetic control after the change.
    pub synthetic: f64,
    /// Its 90 % interval, from the gaps of the placebos; `None` with fewer than
    /// ten controls, where no such interval can be had.
    pub synthetic_interval: Option<(f64, f64)>,
    /// The control units of the mixture with their weights, those above 1 %.
    pub weights: Vec<(String, f64)>,
    /// Root mean square gap before the change: how well it was matched.
    pub gap_before: f64,
    /// Share of units whose gap after, beside that before, is as large.
    pub placebo_p: f64,
    /// Least value that `placebo_p` could have had with so many controls.
    pub least_p: f64,
    /// Each placebo's gap after the change.
    pub placebos: Vec<(String, f64)>,
}

/// Why an effect can't be measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEffect {
    /// Too few control units.
    #[error("{controls} control units: at least 2 are needed")]
    Controls {
        /// How many there are.
        controls: usize,
    },
    /// Too few periods on one side of the change.
    #[error("{before} periods before the change and {after} after: at least 3 and 1 are needed")]
    Periods {
        /// Before.
        before: usize,
        /// After.
        after: usize,
    },
    /// A unit has another number of periods, or a value that is no number.
    #[error("unit `{unit}` has {found} usable periods, {wanted} are needed")]
    Uneven {
        /// The unit.
        unit: String,
        /// Usable values of it.
        found: usize,
        /// Values of the changed unit.
        wanted: usize,
    },
}

/// Measures what the change at period `change` (the first one after it) did to
/// `changed`.
///
/// # Errors
/// [`NoEffect`] when units or periods are too few or do not match.
pub fn measure(
    changed: &Series,
    controls: &[Series],
    change: usize,
    seed: u64,
) -> Result<Effect, NoEffect> {
    check(changed, controls, change)?;
    let others: Vec<&Series> = controls.iter().collect();
    let own = Gap::of(changed, &others, change);
    let mut placebos: Vec<(String, Gap)> = Vec::new();
    for (index, control) in controls.iter().enumerate() {
        // The changed unit is no control of a placebo: it was changed.
        let rest: Vec<&Series> = controls
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != index)
            .map(|(_, series)| series)
            .collect();
        placebos.push((control.unit.clone(), Gap::of(control, &rest, change)));
    }
    let as_large = placebos
        .iter()
        .filter(|(_, gap)| gap.ratio() >= own.ratio())
        .count();
    let units = (placebos.len() + 1) as f64;
    let mut shifts: Vec<f64> = placebos.iter().map(|(_, gap)| gap.after).collect();
    shifts.sort_by(f64::total_cmp);
    let synthetic_interval = (shifts.len() >= 10).then(|| {
        (
            own.after - quantile(&shifts, 0.95),
            own.after - quantile(&shifts, 0.05),
        )
    });
    let gaps = average_gaps(changed, &others);
    Ok(Effect {
        difference: mean(&gaps[change..]) - mean(&gaps[..change]),
        difference_interval: resampled(&gaps, change, seed),
        synthetic: own.after,
        synthetic_interval,
        weights: controls
            .iter()
            .zip(&own.weights)
            .filter(|&(_, &weight)| weight > 0.01)
            .map(|(series, &weight)| (series.unit.clone(), weight))
            .collect(),
        gap_before: own.before,
        placebo_p: (as_large + 1) as f64 / units,
        least_p: 1.0 / units,
        placebos: placebos
            .into_iter()
            .map(|(unit, gap)| (unit, gap.after))
            .collect(),
    })
}

fn check(changed: &Series, controls: &[Series], change: usize) -> Result<(), NoEffect> {
    let periods = changed.values.len();
    if controls.len() < 2 {
        return Err(NoEffect::Controls {
            controls: controls.len(),
        });
    }
    if change < 3 || change >= periods {
        return Err(NoEffect::Periods {
            before: change.min(periods),
            after: periods.saturating_sub(change),
        });
    }
    for series in std::iter::once(changed).chain(controls) {
        let found = series
            .values
            .iter()
            .filter(|value| value.is_finite())
            .count();
        if found != periods || series.values.len() != periods {
            return Err(NoEffect::Uneven {
                unit: series.unit.clone(),
                found,
                wanted: periods,
            });
        }
    }
    Ok(())
}

/// The gap between a unit and its synthetic control.
struct Gap {
    weights: Vec<f64>,
    before: f64,
    after: f64,
}

impl Gap {
    fn of(unit: &Series, others: &[&Series], change: usize) -> Self {
        let weights = mixture(unit, others, change);
        let gaps: Vec<f64> = (0..unit.values.len())
            .map(|period| {
                let mixed: f64 = others
                    .iter()
                    .zip(&weights)
                    .map(|(other, weight)| other.values[period] * weight)
                    .sum();
                unit.values[period] - mixed
            })
            .collect();
        let squares: f64 = gaps[..change].iter().map(|gap| gap * gap).sum();
        Self {
            weights,
            before: (squares / change as f64).sqrt(),
            after: mean(&gaps[change..]),
        }
    }

    /// The gap after beside the gap before.
    fn ratio(&self) -> f64 {
        self.after.abs() / self.before.max(1e-9)
    }
}

/// Weights of `others`, none negative, summing to one, that come nearest to
/// `unit` before the change: Frank and Wolfe's descent with exact steps.
fn mixture(unit: &Series, others: &[&Series], change: usize) -> Vec<f64> {
    let count = others.len();
    let mut weights = vec![1.0 / count as f64; count];
    let mut mixed: Vec<f64> = (0..change)
        .map(|period| others.iter().map(|other| other.values[period]).sum::<f64>() / count as f64)
        .collect();
    for _ in 0..2_000 {
        let slope = |other: &Series| -> f64 {
            (0..change)
                .map(|period| (mixed[period] - unit.values[period]) * other.values[period])
                .sum()
        };
        let slopes: Vec<f64> = others.iter().map(|other| slope(other)).collect();
        let Some(best) = (0..count).min_by(|&a, &b| slopes[a].total_cmp(&slopes[b])) else {
            break;
        };
        let toward: Vec<f64> = (0..change)
            .map(|period| others[best].values[period] - mixed[period])
            .collect();
        let length: f64 = toward.iter().map(|step| step * step).sum();
        let gain: f64 = toward
            .iter()
            .enumerate()
            .map(|(period, step)| step * (unit.values[period] - mixed[period]))
            .sum();
        if length <= 0.0 || gain <= 1e-12 {
            break;
        }
        let step = (gain / length).clamp(0.0, 1.0);
        for (period, toward) in toward.iter().enumerate() {
            mixed[period] += step * toward;
        }
        for weight in &mut weights {
            *weight *= 1.0 - step;
        }
        weights[best] += step;
    }
    weights
}

/// The unit less the mean of the others, by period.
fn average_gaps(unit: &Series, others: &[&Series]) -> Vec<f64> {
    unit.values
        .iter()
        .enumerate()
        .map(|(period, value)| {
            let sum: f64 = others.iter().map(|other| other.values[period]).sum();
            value - sum / others.len() as f64
        })
        .collect()
}

/// The interval of the difference, from blocks of neighbouring periods drawn anew.
fn resampled(gaps: &[f64], change: usize, seed: u64) -> (f64, f64) {
    let mut random = Random::new(seed);
    let (before, after) = gaps.split_at(change);
    let mut found: Vec<f64> = (0..2_000)
        .map(|_| drawn(after, &mut random) - drawn(before, &mut random))
        .collect();
    found.sort_by(f64::total_cmp);
    (quantile(&found, 0.05), quantile(&found, 0.95))
}

fn drawn(gaps: &[f64], random: &mut Random) -> f64 {
    let block = ((gaps.len() as f64).cbrt().round() as usize).max(1);
    let mut sum = 0.0;
    let mut taken = 0;
    while taken < gaps.len() {
        let begin = random.below(gaps.len());
        for step in 0..block.min(gaps.len() - taken) {
            sum += gaps[(begin + step) % gaps.len()];
        }
        taken += block;
    }
    sum / gaps.len() as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn quantile(sorted: &[f64], level: f64) -> f64 {
    let at = ((sorted.len().saturating_sub(1)) as f64 * level).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}
