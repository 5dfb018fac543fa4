//! The rate at the end of the year, from how the year and earlier years went.
//!
//! The target is *spent at the end of the year / plan at the end of the year*,
//! cut to 0..1. A forecast made at the end of month `m` uses earlier years in
//! full and the months up to `m` of its own year, nothing else.
//!
//! - [`Panel`]: units × years × months, plan and money spent so far.
//! - [`Forecaster`]: fitted for one year and month; gives [`Quantiles`] and the
//!   comparable cases behind them. It averages a pooled curve with a shrunk
//!   effect of each unit ([`Curve`]) and a reference class of the most similar
//!   earlier cases ([`ReferenceClass`]).
//! - [`Opponent`]: the two simple methods that always stand beside ours.
//! - [`backtest()`]: all of that against what then happened.
//!
//! A level (project, unit, source, city) is forecast from its own panel, never
//! by adding up forecasts of its parts: their errors share common shocks.

mod backtest;
mod curve;
mod forecaster;
mod monitor;
mod opponents;
mod panel;
mod problems;
mod reference;
mod scale;
mod score;
mod tuning;

pub use backtest::{Backtest, BacktestProblem, Fold, Report, Training, backtest};
pub use curve::Curve;
pub use forecaster::{Forecast, Forecaster};
pub use monitor::{Calibration, Distance, calibration};
pub use opponents::Opponent;
pub use panel::{Line, Panel, PanelProblem, USUAL_LEAST_PLAN, least_plan};
pub use reference::{Comparable, ReferenceClass};
pub use score::{LEVELS, Quantiles, Score, Scores};
pub use tuning::Tuning;
