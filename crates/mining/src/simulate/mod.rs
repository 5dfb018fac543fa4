//! What would happen if: cases run again, with changes, from what a log showed.
//!
//! Everything happens in office time, so that nights, holidays and Tết need no
//! calendar inside the loop. A run is determined by its seed; each case has its
//! own stream of chance, so that a change moves the cases it touches and no other:
//! two scenarios with one seed differ by the change and not by luck.
//!
//! What a log of completed steps can't show is which part of a wait was people
//! being busy. A step gets a queue only where a scenario names its staff and
//! effort; its learnt wait then stands beside the queue, not instead of it.
//!
//! # Source
//! Chapela-Campa et al., "Can I trust my simulation model?" (BPM 2023) for the
//! distances of the honesty check.

mod model;
mod run;
mod scenario;

pub use model::{Model, TooFew};
pub use scenario::{BadScenario, Change, Scenario};

use std::collections::BTreeMap;

use crate::cases::Cases;
use crate::worktime::WorkTime;
use run::{Run, replicate};
use scenario::Effects;

/// A figure over replications: its mean, and where nine of ten lie.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Figure {
    /// The mean.
    pub mean: f64,
    /// The 5th percentile.
    pub low: f64,
    /// The 95th percentile.
    pub high: f64,
}

impl Figure {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |level: f64| {
            let place = ((values.len().saturating_sub(1)) as f64 * level).round() as usize;
            values.get(place).copied().unwrap_or(0.0)
        };
        Self {
            mean: values.iter().sum::<f64>() / values.len().max(1) as f64,
            low: at(0.05),
            high: at(0.95),
        }
    }
}

/// What a simulation gave; days are working days.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Outcome {
    /// Replications.
    pub replications: usize,
    /// Cases in each.
    pub cases: usize,
    /// Events in all.
    pub events: u64,
    /// Mean working days of a case.
    pub mean_days: Figure,
    /// Median.
    pub median_days: Figure,
    /// 90th percentile.
    pub p90_days: Figure,
    /// Share of cases within the limit, when there is one.
    pub on_time: Option<Figure>,
}

/// A scenario beside what is.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// The scenario's name.
    pub name: String,
    /// Without the changes.
    pub before: Outcome,
    /// With them.
    pub after: Outcome,
    /// Working days saved a case; the interval is of the difference with common chance.
    pub saved_days: Figure,
    /// Working days that all cases of a year wait less.
    pub saved_days_per_year: Figure,
}

/// Runs `scenario`, `replications` times `cases` cases.
///
/// # Errors
/// [`BadScenario`] with what would be right.
pub fn simulate(
    model: &Model,
    scenario: &Scenario,
    cases: usize,
    replications: usize,
    seed: u64,
) -> Result<Outcome, BadScenario> {
    let effects = Effects::of(model, scenario)?;
    let runs: Vec<Run> = (0..replications as u64)
        .map(|number| replicate(model, &effects, cases, seed.wrapping_add(number)))
        .collect();
    Ok(outcome(model, scenario.limit_days, cases, runs))
}

/// Runs `scenario` beside what is, with common chance.
///
/// # Errors
/// [`BadScenario`] with what would be right.
pub fn compare(
    model: &Model,
    scenario: &Scenario,
    cases: usize,
    replications: usize,
    seed: u64,
) -> Result<Comparison, BadScenario> {
    let unchanged = Scenario {
        changes: Vec::new(),
        ..scenario.clone()
    };
    let (plain, changed) = (
        Effects::of(model, &unchanged)?,
        Effects::of(model, scenario)?,
    );
    let run = |effects: &Effects| -> Vec<Run> {
        (0..replications as u64)
            .map(|number| replicate(model, effects, cases, seed.wrapping_add(number)))
            .collect()
    };
    let (before, after) = (run(&plain), run(&changed));
    let saved: Vec<f64> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| mean_days(model, before) - mean_days(model, after))
        .collect();
    let yearly = saved
        .iter()
        .map(|days| days * model.cases_per_year)
        .collect();
    Ok(Comparison {
        name: scenario.name.clone(),
        before: outcome(model, scenario.limit_days, cases, before),
        after: outcome(model, scenario.limit_days, cases, after),
        saved_days: Figure::of(saved),
        saved_days_per_year: Figure::of(yearly),
    })
}

fn mean_days(model: &Model, run: &Run) -> f64 {
    let sum: i64 = run.spans.iter().sum();
    sum as f64 / model.day as f64 / run.spans.len().max(1) as f64
}

fn outcome(model: &Model, limit: Option<f64>, cases: usize, mut runs: Vec<Run>) -> Outcome {
    let days = |time: i64| time as f64 / model.day as f64;
    let means = runs.iter().map(|run| mean_days(model, run)).collect();
    for run in &mut runs {
        run.spans.sort_unstable();
    }
    let at = |level: f64| {
        Figure::of(
            runs.iter()
                .map(|run| {
                    let place = ((run.spans.len().saturating_sub(1)) as f64 * level) as usize;
                    run.spans.get(place).map_or(0.0, |&time| days(time))
                })
                .collect(),
        )
    };
    Outcome {
        replications: runs.len(),
        cases,
        events: runs.iter().map(|run| run.events).sum(),
        mean_days: Figure::of(means),
        median_days: at(0.5),
        p90_days: at(0.9),
        on_time: limit.map(|limit| {
            Figure::of(
                runs.iter()
                    .map(|run| {
                        let within = run.spans.partition_point(|&time| days(time) <= limit);
                        within as f64 / run.spans.len().max(1) as f64
                    })
                    .collect(),
            )
        }),
    }
}

/// Whether a simulation can be trusted: learnt from the earlier cases, held against
/// the later ones, beside simply drawing earlier cases again.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Honesty {
    /// Cases learnt from.
    pub learnt_from: usize,
    /// Cases judged on.
    pub judged_on: usize,
    /// Earth mover's distance of working days a case, of the simulation.
    pub days_apart: f64,
    /// The same of drawing earlier cases again.
    pub days_apart_resampled: f64,
    /// Mean working days of the later cases.
    pub days_seen: f64,
    /// Mean working days simulated.
    pub days_simulated: f64,
    /// Whether the simulation is at most a tenth worse than drawing again.
    pub trusted: bool,
}

/// Learns from the first `percent` of the cases and judges on the rest.
///
/// # Errors
/// [`TooFew`] when a part is too small.
pub fn honesty(log: &Cases, work: &WorkTime, percent: usize, seed: u64) -> Result<Honesty, TooFew> {
    let order: Vec<usize> = log
        .by_begin()
        .into_iter()
        .filter(|&case| log.events(case).len() >= 2 && !log.runs(case))
        .collect();
    let cut = order.len() * percent.min(100) / 100;
    let (early, late) = order.split_at(cut);
    let model = Model::learn(log, early, work)?;
    if late.is_empty() {
        return Err(TooFew { cases: 0 });
    }
    let unchanged = Effects::of(
        &model,
        &Scenario {
            form: 1,
            name: String::new(),
            changes: Vec::new(),
            limit_days: None,
        },
    )
    .map_err(|_| TooFew { cases: 0 })?;
    let span = |&case: &usize| work.gone(log.end(case)) - work.gone(log.begin(case));
    let seen: Vec<i64> = late.iter().map(span).collect();
    let again: Vec<i64> = early.iter().map(span).collect();
    let simulated = replicate(&model, &unchanged, 20_000, seed).spans;
    let (days_apart, days_apart_resampled) = (
        work.days(1) * distance(&simulated, &seen),
        work.days(1) * distance(&again, &seen),
    );
    let mean = |values: &[i64]| {
        work.days(1) * values.iter().sum::<i64>() as f64 / values.len().max(1) as f64
    };
    Ok(Honesty {
        learnt_from: early.len(),
        judged_on: late.len(),
        days_apart,
        days_apart_resampled,
        days_seen: mean(&seen),
        days_simulated: mean(&simulated),
        trusted: days_apart <= 1.1 * days_apart_resampled,
    })
}

/// The earth mover's distance of two samples on a line.
fn distance(left: &[i64], right: &[i64]) -> f64 {
    let (mut left, mut right) = (left.to_vec(), right.to_vec());
    left.sort_unstable();
    right.sort_unstable();
    let mut points: Vec<i64> = left.iter().chain(&right).copied().collect();
    points.sort_unstable();
    points.dedup();
    let share = |list: &[i64], at: i64| {
        list.partition_point(|&value| value <= at) as f64 / list.len().max(1) as f64
    };
    points
        .windows(2)
        .map(|pair| {
            (share(&left, pair[0]) - share(&right, pair[0])).abs() * (pair[1] - pair[0]) as f64
        })
        .sum()
}

/// What the law says of a step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LegalStep {
    /// The provision that asks for it.
    pub provision: Option<String>,
    /// Whether whoever redesigns the procedure may leave it out.
    pub may_drop: bool,
    /// Person-minutes that it takes, when known.
    pub person_minutes: Option<u32>,
}

/// A change that would shorten the procedure, with what it would save.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Proposal {
    /// What to change.
    pub change: Change,
    /// The provision that the step rests on; `None` when the catalogue names none.
    pub provision: Option<String>,
    /// Working days that all cases of a year would wait less.
    pub saved_days_per_year: Figure,
    /// Person-days of work saved a year, where the step's effort is known.
    pub saved_person_days_per_year: Option<f64>,
}

/// Tries for each step to leave it out (where the law lets it be), to halve its
/// wait, and to do it beside the step that mostly comes before; ranked by what is saved.
///
/// Proposals: a person decides.
#[must_use]
pub fn proposals(
    model: &Model,
    steps: &BTreeMap<String, LegalStep>,
    cases: usize,
    replications: usize,
    seed: u64,
) -> Vec<Proposal> {
    let mut found = Vec::new();
    for (number, activity) in model.activities.iter().enumerate() {
        let legal = steps.get(activity).cloned().unwrap_or_default();
        let mut changes = vec![Change::Retime {
            activity: activity.clone(),
            factor: 0.5,
        }];
        if legal.may_drop {
            changes.push(Change::Drop {
                activity: activity.clone(),
            });
        }
        if let Some(first) = mostly_before(model, number as u32) {
            changes.push(Change::Parallelise {
                first: first.to_owned(),
                second: activity.clone(),
            });
        }
        for change in changes {
            let drops = matches!(change, Change::Drop { .. });
            let scenario = Scenario {
                form: 1,
                name: String::new(),
                changes: vec![change.clone()],
                limit_days: None,
            };
            let Ok(compared) = compare(model, &scenario, cases, replications, seed) else {
                continue;
            };
            // What may be luck is not proposed.
            if compared.saved_days_per_year.low <= 0.0 {
                continue;
            }
            found.push(Proposal {
                change,
                provision: legal.provision.clone(),
                saved_days_per_year: compared.saved_days_per_year,
                saved_person_days_per_year: legal.person_minutes.filter(|_| drops).map(|minutes| {
                    model.cases_per_year * f64::from(minutes) * 60_000.0 / model.day as f64
                }),
            });
        }
    }
    found.sort_by(|left, right| {
        right
            .saved_days_per_year
            .mean
            .total_cmp(&left.saved_days_per_year.mean)
    });
    found
}

fn mostly_before(model: &Model, activity: u32) -> Option<&str> {
    model
        .edge
        .iter()
        .filter(|((from, to), _)| *to == activity && *from != activity && *from != model::NONE)
        .max_by_key(|&((from, _), &number)| {
            (
                model.delays[number as usize].len(),
                std::cmp::Reverse(*from),
            )
        })
        .map(|((from, _), _)| model.activities[*from as usize].as_str())
}
