//! Intervals and chances that hold, from errors made on later cases.
//!
//! # Source
//! Vovk, Gammerman, Shafer, "Algorithmic learning in a random world" (2005), split
//! by size of the forecast (Mondrian); Gibbs and Candès, "Adaptive conformal
//! inference under distribution shift" (2021): the level moves as outcomes come in.

/// Groups of forecasts of like size.
const GROUPS: usize = 8;
/// How fast the level follows what happened.
const STEP: f64 = 0.004;

/// What forecasts missed by, on cases later than those learnt from.
///
/// Only the level adapts as outcomes come in: the errors themselves do not, for
/// those known first are those of quick cases.
#[derive(Debug, Clone)]
pub(super) struct Misses {
    ends: Vec<f32>,
    /// Truth less forecast, sorted.
    groups: Vec<Vec<f32>>,
    aimed: f64,
    level: f64,
}

impl Misses {
    /// Learns from forecasts and what came; `aimed` is the
    /// share of truths that may lie outside.
    pub(super) fn learn(forecast: &[f32], truth: &[f32], aimed: f64) -> Self {
        let mut sorted = forecast.to_vec();
        sorted.sort_by(f32::total_cmp);
        let mut ends: Vec<f32> = (1..GROUPS)
            .filter_map(|group| sorted.get(group * sorted.len() / GROUPS).copied())
            .collect();
        ends.dedup();
        let count = ends.len() + 1;
        let mut misses = Self {
            ends,
            groups: vec![Vec::new(); count],
            aimed,
            level: aimed,
        };
        for (&forecast, &truth) in forecast.iter().zip(truth) {
            let group = misses.group(forecast);
            misses.groups[group].push(truth - forecast);
        }
        for list in &mut misses.groups {
            list.sort_by(f32::total_cmp);
        }
        misses
    }

    /// Moves the level after an interval that held, or did not.
    pub(super) fn held(&mut self, inside: bool) {
        let missed = if inside { 0.0 } else { 1.0 };
        self.level = (self.level + STEP * (self.aimed - missed)).clamp(0.002, 0.5);
    }

    fn group(&self, forecast: f32) -> usize {
        self.ends.partition_point(|&end| end <= forecast)
    }

    /// The least and the most days that remain.
    pub(super) fn interval(&self, forecast: f32) -> (f32, f32) {
        let list = &self.groups[self.group(forecast)];
        if list.is_empty() {
            return (0.0, f32::INFINITY);
        }
        let count = list.len() as f64;
        let below = ((self.level / 2.0) * (count + 1.0)).floor() as usize;
        let above = ((1.0 - self.level / 2.0) * (count + 1.0)).ceil() as usize;
        let low = list[below.saturating_sub(1).min(list.len() - 1)];
        let high = list[above.saturating_sub(1).min(list.len() - 1)];
        ((forecast + low).max(0.0), (forecast + high).max(0.0))
    }

    /// The chance that more than `days` remain.
    pub(super) fn chance_beyond(&self, forecast: f32, days: f32) -> f64 {
        let list = &self.groups[self.group(forecast)];
        let beyond = list.iter().filter(|&&miss| forecast + miss > days).count();
        // Laplace: what was never seen is not impossible.
        (beyond as f64 + 0.5) / (list.len() as f64 + 1.0)
    }
}
