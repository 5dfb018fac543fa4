//! What a log teaches about how its cases run.

use std::collections::BTreeMap;

use crate::cases::Cases;
use crate::random::Random;
use crate::worktime::WorkTime;

/// No activity: before the first, and after the last.
pub(super) const NONE: u32 = u32::MAX;

/// Where a case may go next from a state, and how long that takes.
#[derive(Debug, Clone, Default)]
pub(super) struct Next {
    /// Sums of counts up to and with each way.
    pub(super) sums: Vec<u32>,
    pub(super) ways: Vec<Way>,
}

/// One way on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    /// The activity that is done next, [`NONE`] at the end.
    pub(super) activity: u32,
    /// The state after it.
    pub(super) state: u32,
    /// Its delays, in [`Model::delays`].
    pub(super) delays: u32,
}

/// Arrivals, routing and durations in office time, as a log showed them.
///
/// A case's next step depends on its last two; the delay before it is drawn from
/// those seen between the same two steps; arrivals are drawn from the gaps seen.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) activities: Vec<String>,
    pub(super) states: Vec<Next>,
    /// Delays in office milliseconds, by (from, to).
    pub(super) delays: Vec<Vec<i64>>,
    pub(super) edge: BTreeMap<(u32, u32), u32>,
    pub(super) gaps: Vec<i64>,
    pub(super) day: i64,
    /// Cases a year of 250 working days.
    pub(super) cases_per_year: f64,
}

/// A log from which nothing can be learnt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{cases} finished cases with two events or more: at least 10 are needed to simulate")]
pub struct TooFew {
    /// How many there are.
    pub cases: usize,
}

/// The most delays kept for an edge: evenly spaced quantiles of all.
const KEPT: usize = 1024;

impl Model {
    /// Learns from `cases` of `log` in the office time of `work`.
    ///
    /// # Errors
    /// [`TooFew`] below ten finished cases.
    pub fn learn(log: &Cases, cases: &[usize], work: &WorkTime) -> Result<Self, TooFew> {
        let usable: Vec<usize> = cases
            .iter()
            .copied()
            .filter(|&case| log.events(case).len() >= 2 && !log.runs(case))
            .collect();
        if usable.len() < 10 {
            return Err(TooFew {
                cases: usable.len(),
            });
        }
        let mut numbers: BTreeMap<(u32, u32), u32> = BTreeMap::from([((NONE, NONE), 0)]);
        let mut counts: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new()];
        let mut delays: BTreeMap<(u32, u32), Vec<i64>> = BTreeMap::new();
        for &case in &usable {
            let (mut last, mut state) = (NONE, 0u32);
            let mut gone = work.gone(log.begin(case));
            for event in log.events(case) {
                let activity = log.activity[event];
                *counts[state as usize].entry(activity).or_default() += 1;
                let now = work.gone(log.at[event]);
                delays.entry((last, activity)).or_default().push(now - gone);
                gone = now;
                let fresh = numbers.len() as u32;
                state = *numbers.entry((last, activity)).or_insert(fresh);
                last = activity;
                if state == fresh {
                    counts.push(BTreeMap::new());
                }
            }
            *counts[state as usize].entry(NONE).or_default() += 1;
        }
        let edge: BTreeMap<(u32, u32), u32> = delays
            .keys()
            .enumerate()
            .map(|(number, &edge)| (edge, number as u32))
            .collect();
        let mut states = vec![Next::default(); counts.len()];
        for (&(_, last), &state) in &numbers {
            let next = &mut states[state as usize];
            let mut sum = 0;
            for (&activity, &count) in &counts[state as usize] {
                sum += count;
                next.sums.push(sum);
                next.ways.push(Way {
                    activity,
                    state: numbers.get(&(last, activity)).copied().unwrap_or(0),
                    delays: edge.get(&(last, activity)).copied().unwrap_or(0),
                });
            }
        }
        let mut begins: Vec<i64> = usable
            .iter()
            .map(|&case| work.gone(log.begin(case)))
            .collect();
        begins.sort_unstable();
        let span = begins
            .last()
            .zip(begins.first())
            .map_or(0, |(last, first)| last - first);
        Ok(Self {
            activities: log.activities.clone(),
            states,
            delays: delays.into_values().map(thinned).collect(),
            edge,
            gaps: thinned(begins.windows(2).map(|pair| pair[1] - pair[0]).collect()),
            day: work.day(),
            cases_per_year: usable.len() as f64 * 250.0 * work.day() as f64 / span.max(1) as f64,
        })
    }

    /// Returns how many cases a year the log shows, of 250 working days.
    #[must_use]
    pub const fn cases_per_year(&self) -> f64 {
        self.cases_per_year
    }

    pub(super) fn number(&self, activity: &str) -> Option<u32> {
        self.activities
            .iter()
            .position(|name| name == activity)
            .map(|number| number as u32)
    }

    /// All delays before an activity.
    pub(super) fn before(&self, activity: u32) -> Vec<i64> {
        let mut all: Vec<i64> = self
            .edge
            .iter()
            .filter(|((from, to), _)| *to == activity && *from != NONE)
            .flat_map(|(_, &number)| self.delays[number as usize].iter().copied())
            .collect();
        all.sort_unstable();
        all
    }
}

impl Next {
    #[inline]
    pub(super) fn draw(&self, random: &mut Random) -> Way {
        match self.sums.last() {
            Some(&total) => {
                let ticket = random.below(total as usize) as u32;
                // States have few ways: a walk beats a search.
                let mut way = 0;
                while self.sums[way] <= ticket {
                    way += 1;
                }
                self.ways[way]
            }
            None => Way {
                activity: NONE,
                state: 0,
                delays: 0,
            },
        }
    }
}

fn thinned(mut values: Vec<i64>) -> Vec<i64> {
    values.sort_unstable();
    if values.len() <= KEPT {
        return values;
    }
    (0..KEPT)
        .map(|step| values[step * (values.len() - 1) / (KEPT - 1)])
        .collect()
}
