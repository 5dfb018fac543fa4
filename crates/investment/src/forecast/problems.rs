//! What stops a forecast, for people.

use dondoc_kinds::{Arg, Say};

use super::backtest::BacktestProblem;
use super::panel::PanelProblem;

impl Say for PanelProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty => "investment-panel-empty",
            Self::NoLastMonth { .. } => "investment-panel-no-last-month",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Empty => Vec::new(),
            Self::NoLastMonth { last } => vec![("last", Arg::Count(i64::from(*last)))],
        }
    }
}

impl Say for BacktestProblem {
    fn key(&self) -> &'static str {
        match self {
            Self::NoSuchYear { .. } => "investment-backtest-no-such-year",
            Self::NotEnded { .. } => "investment-backtest-not-ended",
            Self::FewerThanTwoEarlierYears { .. } => "investment-backtest-fewer-than-two",
            Self::BadMonth { .. } => "investment-backtest-bad-month",
            Self::NothingToForecast => "investment-backtest-nothing",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let year = |year: i32| ("year", Arg::Text(year.to_string()));
        match self {
            Self::NoSuchYear { year: y, known } => vec![
                year(*y),
                ("first", Arg::Text(known.0.to_string())),
                ("last", Arg::Text(known.1.to_string())),
            ],
            Self::NotEnded { year: y } => vec![year(*y)],
            Self::FewerThanTwoEarlierYears { year: y, earlier } => {
                vec![year(*y), ("earlier", Arg::Count(*earlier as i64))]
            }
            Self::BadMonth { month, last } => vec![
                ("month", Arg::Count(i64::from(*month))),
                ("last", Arg::Count(i64::from(*last))),
            ],
            Self::NothingToForecast => Vec::new(),
        }
    }
}
