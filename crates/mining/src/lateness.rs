//! Which step made a case late.
//!
//! A late case is over its limit by some office time. Each of its steps took some
//! time; what it took beyond its own limit, or where it has none beyond the median
//! of that step in cases on time, is its excess. The lateness is shared out over
//! the excesses in their proportion, so that the parts sum to the whole.

use std::collections::BTreeMap;

use crate::cases::Cases;
use crate::worktime::WorkTime;

/// What one step did to late cases.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Culprit {
    /// The step: the activity that was waited for.
    pub activity: String,
    /// Late cases in which it took the largest part.
    pub mainly: usize,
    /// Working days of lateness that fall to it.
    pub late_days: f64,
    /// The same as a share of all lateness.
    pub share: f64,
}

/// The lateness of a log's finished cases, by step.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Lateness {
    /// Finished cases.
    pub cases: usize,
    /// Those over the limit.
    pub late: usize,
    /// Working days over the limit, summed.
    pub late_days: f64,
    /// The part that no step's excess explains: every step was as quick as usual.
    pub unexplained_days: f64,
    /// The steps, the gravest first.
    pub steps: Vec<Culprit>,
}

/// Shares the lateness against `limit_days` out over the steps; `step_limits` in
/// working days, by activity, where the procedure sets them.
#[must_use]
pub fn lateness(
    log: &Cases,
    work: &WorkTime,
    limit_days: f64,
    step_limits: &BTreeMap<String, f64>,
) -> Lateness {
    let finished: Vec<usize> = (0..log.len())
        .filter(|&case| !log.runs(case) && !log.events(case).is_empty())
        .collect();
    let span = |case: usize| work.days(work.gone(log.end(case)) - work.gone(log.begin(case)));
    let (late, on_time): (Vec<usize>, Vec<usize>) =
        finished.iter().partition(|&&case| span(case) > limit_days);
    let usual = usual(log, work, &on_time, step_limits);
    let mut found = Lateness {
        cases: finished.len(),
        late: late.len(),
        late_days: 0.0,
        unexplained_days: 0.0,
        steps: Vec::new(),
    };
    let mut days = vec![0.0; log.activities.len()];
    let mut mainly = vec![0; log.activities.len()];
    for case in late {
        let over = span(case) - limit_days;
        found.late_days += over;
        let mut excess: BTreeMap<u32, f64> = BTreeMap::new();
        for (activity, took) in steps(log, work, case) {
            let beyond = took - usual[activity as usize];
            if beyond > 0.0 {
                *excess.entry(activity).or_default() += beyond;
            }
        }
        let sum: f64 = excess.values().sum();
        if sum <= 0.0 {
            found.unexplained_days += over;
            continue;
        }
        let most = excess
            .iter()
            .max_by(|left, right| left.1.total_cmp(right.1).then(right.0.cmp(left.0)))
            .map(|(&activity, _)| activity);
        for (&activity, beyond) in &excess {
            days[activity as usize] += over * beyond / sum;
            mainly[activity as usize] += usize::from(Some(activity) == most);
        }
    }
    for (number, (&late_days, &mainly)) in days.iter().zip(&mainly).enumerate() {
        if late_days > 0.0 {
            found.steps.push(Culprit {
                activity: log.activities[number].clone(),
                mainly,
                late_days,
                share: late_days / found.late_days,
            });
        }
    }
    found
        .steps
        .sort_by(|left, right| right.late_days.total_cmp(&left.late_days));
    found
}

/// Each event after the first with the working days since the one before.
fn steps<'a>(
    log: &'a Cases,
    work: &'a WorkTime,
    case: usize,
) -> impl Iterator<Item = (u32, f64)> + 'a {
    log.events(case).skip(1).map(move |event| {
        let took = work.gone(log.at[event]) - work.gone(log.at[event - 1]);
        (log.activity[event], work.days(took))
    })
}

fn usual(
    log: &Cases,
    work: &WorkTime,
    on_time: &[usize],
    limits: &BTreeMap<String, f64>,
) -> Vec<f64> {
    let mut took: Vec<Vec<f64>> = vec![Vec::new(); log.activities.len()];
    for &case in on_time {
        for (activity, days) in steps(log, work, case) {
            took[activity as usize].push(days);
        }
    }
    took.into_iter()
        .enumerate()
        .map(|(number, mut days)| {
            if let Some(&limit) = limits.get(&log.activities[number]) {
                return limit;
            }
            days.sort_by(f64::total_cmp);
            days.get(days.len() / 2).copied().unwrap_or(0.0)
        })
        .collect()
}
