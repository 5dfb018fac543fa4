//! Whether the intervals have held what they promised.

use serde::Serialize;

use super::backtest::Report;

/// An 80 % interval that held between these shares of the time is calibrated.
const CALIBRATED: (f64, f64) = (0.70, 0.90);
/// Fewer judged forecasts than this say nothing.
const LEAST: usize = 30;

/// What may be said of the 80 % intervals of one distance to the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Calibration {
    /// They held as often as they should.
    Calibrated,
    /// They did not: show them as *not calibrated*.
    NotCalibrated,
    /// Too few were judged to say.
    Untested,
}

/// The intervals of one distance to the deadline, judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Distance {
    /// Months from the forecast to the end of the window.
    pub months_to_deadline: u32,
    /// Share of actual rates within the 80 % interval.
    pub cover80: f64,
    /// Forecasts judged.
    pub n: usize,
    /// What follows.
    pub calibration: Calibration,
}

/// Returns the calibration at each distance, the farthest first, of a panel
/// whose years end in month `last`.
pub fn calibration(report: &Report, last: u32) -> Vec<Distance> {
    let of = |cover: f64, n: usize| match n {
        ..LEAST => Calibration::Untested,
        _ if (CALIBRATED.0..=CALIBRATED.1).contains(&cover) => Calibration::Calibrated,
        _ => Calibration::NotCalibrated,
    };
    let by_month = report.by_month.iter();
    by_month
        .map(|(month, fold)| Distance {
            months_to_deadline: last.saturating_sub(*month),
            cover80: fold.ours.cover80,
            n: fold.ours.n,
            calibration: of(fold.ours.cover80, fold.ours.n),
        })
        .collect()
}
