//! The method against what then happened, beside its opponents.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::forecaster::Forecaster;
use super::opponents::Opponent;
use super::panel::{Case, Panel};
use super::score::{Score, Scores};
use super::tuning::Tuning;

/// From what a forecast in a back-test may learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Training {
    /// Earlier years only: how it would have been.
    #[default]
    Earlier,
    /// Every other year, later ones too (leave one year out).
    OtherYears,
    /// Earlier years of the other groups only: a city that has no history here
    /// (leave one city out).
    OtherGroups,
}

/// What is tested.
#[derive(Debug, Clone)]
pub struct Backtest {
    /// Years, each forecast in turn.
    pub years: Vec<i32>,
    /// Months at whose end the forecasts are made.
    pub months: Vec<u32>,
    /// What may be learned from.
    pub training: Training,
}

/// Scores of ours and the opponents.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Fold {
    /// This room's method.
    pub ours: Scores,
    /// Spent so far / last year's share by then.
    pub last_profile: Scores,
    /// Last year's rate.
    pub last_rate: Scores,
}

/// The whole table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Everything pooled, each forecast counting the same.
    #[serde(flatten)]
    pub all: Fold,
    /// Year by year.
    #[serde(skip)]
    pub by_year: BTreeMap<i32, Fold>,
    /// Month by month, over all years.
    #[serde(skip)]
    pub by_month: BTreeMap<u32, Fold>,
    /// Years asked for that could not be tested, each with the reason.
    #[serde(skip)]
    pub skipped: Vec<BacktestProblem>,
}

/// Why a back-test cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BacktestProblem {
    /// No line is about the year.
    NoSuchYear {
        /// The year asked for.
        year: i32,
        /// First and last year there are.
        known: (i32, i32),
    },
    /// The year has no last month yet.
    NotEnded {
        /// The year asked for.
        year: i32,
    },
    /// Less than two earlier years: nothing to learn an interval from.
    FewerThanTwoEarlierYears {
        /// The year asked for.
        year: i32,
        /// How many earlier years it has.
        earlier: usize,
    },
    /// A forecast at or after the end forecasts nothing.
    BadMonth {
        /// The month asked for.
        month: u32,
        /// The last that can be.
        last: u32,
    },
    /// No unit has a plan of the least size in these years.
    NothingToForecast,
}

struct Judged {
    year: i32,
    month: u32,
    ours: Score,
    profile: Option<Score>,
    rate: Option<Score>,
}

/// Runs a back-test.
///
/// # Errors
/// [`BacktestProblem`] when nothing could be tested; years of several that
/// could not are named in [`Report::skipped`].
pub fn backtest(panel: &Panel, wanted: &Backtest) -> Result<Report, BacktestProblem> {
    let last = panel.last() as u32 - 1;
    if let Some(month) = wanted.months.iter().find(|m| !(1..=last).contains(*m)) {
        let month = *month;
        return Err(BacktestProblem::BadMonth { month, last });
    }
    let mut judged = Vec::new();
    let mut skipped = Vec::new();
    for wanted_year in &wanted.years {
        let year = match testable(panel, *wanted_year, wanted.training) {
            Ok(year) => year,
            Err(problem) => {
                skipped.push(problem);
                continue;
            }
        };
        let tuning = Tuning::choose(panel, year);
        for month in &wanted.months {
            let origin = Origin {
                year,
                month: *month,
                training: wanted.training,
                tuning,
            };
            origin.judge(panel, &mut judged);
        }
    }
    if judged.is_empty() {
        let first = skipped.into_iter().next();
        return Err(first.unwrap_or(BacktestProblem::NothingToForecast));
    }
    Ok(Report {
        all: fold(&judged, |_| true),
        by_year: grouped(&judged, |one| one.year),
        by_month: grouped(&judged, |one| one.month),
        skipped,
    })
}

fn testable(panel: &Panel, wanted: i32, training: Training) -> Result<usize, BacktestProblem> {
    let year = ended_year(panel, wanted)?;
    let ended = |years: std::ops::Range<usize>| years.filter(|k| panel.has_ended(*k)).count();
    let earlier = match training {
        Training::OtherYears => ended(0..panel.years().len()) - 1,
        Training::Earlier | Training::OtherGroups => ended(0..year),
    };
    if earlier < 2 {
        let year = wanted;
        return Err(BacktestProblem::FewerThanTwoEarlierYears { year, earlier });
    }
    Ok(year)
}

fn ended_year(panel: &Panel, year: i32) -> Result<usize, BacktestProblem> {
    let years = panel.years();
    let known = (
        years.first().copied().unwrap_or(year),
        years.last().copied().unwrap_or(year),
    );
    let at = panel
        .year_index(year)
        .ok_or(BacktestProblem::NoSuchYear { year, known })?;
    if panel.has_ended(at) {
        Ok(at)
    } else {
        Err(BacktestProblem::NotEnded { year })
    }
}

/// One year and month from which everything is forecast.
struct Origin {
    year: usize,
    month: u32,
    training: Training,
    tuning: Tuning,
}

impl Origin {
    fn judge(&self, panel: &Panel, judged: &mut Vec<Judged>) {
        let month = self.month as usize;
        let cases = panel.cases(self.year, month);
        let profile = Opponent::LastProfile.forecasts(panel, self.year, month, &cases);
        let rate = Opponent::LastRate.forecasts(panel, self.year, month, &cases);
        for left_out in self.left_out(panel, &cases) {
            let may_learn = |case: &Case| self.may_learn(case, panel, left_out);
            let fitted = Forecaster::fit_to(panel, self.year, month, self.tuning, may_learn);
            let Some(forecaster) = fitted else { continue };
            for (i, case) in cases.iter().enumerate() {
                if left_out.is_some_and(|group| group != panel.group(case.unit)) {
                    continue;
                }
                let quantiles = forecaster.from_rate(case.unit, case.now).quantiles;
                judged.push(Judged {
                    year: panel.years()[self.year],
                    month: self.month,
                    ours: quantiles.score(quantiles.median(), case.end),
                    profile: profile.get(i).map(|(point, q)| q.score(*point, case.end)),
                    rate: rate.get(i).map(|(point, q)| q.score(*point, case.end)),
                });
            }
        }
    }

    /// Returns the groups that are left out in turn; once nothing when none is.
    fn left_out(&self, panel: &Panel, cases: &[Case]) -> Vec<Option<usize>> {
        if self.training != Training::OtherGroups {
            return vec![None];
        }
        let groups: BTreeSet<usize> = cases.iter().map(|case| panel.group(case.unit)).collect();
        groups.into_iter().map(Some).collect()
    }

    fn may_learn(&self, case: &Case, panel: &Panel, left_out: Option<usize>) -> bool {
        match self.training {
            Training::Earlier => case.year < self.year,
            Training::OtherYears => case.year != self.year,
            Training::OtherGroups => {
                case.year < self.year && Some(panel.group(case.unit)) != left_out
            }
        }
    }
}

fn fold(judged: &[Judged], wanted: impl Fn(&Judged) -> bool) -> Fold {
    let some = || judged.iter().filter(|one| wanted(one));
    Fold {
        ours: Scores::of(some().map(|one| &one.ours)),
        last_profile: Scores::of(some().filter_map(|one| one.profile.as_ref())),
        last_rate: Scores::of(some().filter_map(|one| one.rate.as_ref())),
    }
}

fn grouped<K: Ord>(judged: &[Judged], key: impl Fn(&Judged) -> K) -> BTreeMap<K, Fold> {
    let keys: BTreeSet<K> = judged.iter().map(&key).collect();
    keys.into_iter()
        .map(|k| {
            let scores = fold(judged, |one| key(one) == k);
            (k, scores)
        })
        .collect()
}
