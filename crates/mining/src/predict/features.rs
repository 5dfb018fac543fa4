//! What is known of a case at one of its events, as numbers.

use std::collections::BTreeMap;

use super::boost::Table;
use crate::cases::{Cases, DAY_MS};

/// Activities whose number of occurrences is a feature: the commonest.
const COUNTED: usize = 40;

/// A prefix of a case: the case and the event that it ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prefix {
    pub(super) case: usize,
    pub(super) event: usize,
}

/// Prefixes of `cases` that a forecast is judged on: from the second event on,
/// and never the last, at which nothing remains.
///
/// Of a case that still runs, whose end is unknown, the last event counts too.
pub(super) fn prefixes(log: &Cases, cases: &[usize]) -> Vec<Prefix> {
    let mut found = Vec::new();
    for &case in cases {
        let events = log.events(case);
        if log.runs(case) {
            found.extend((events.start + 1..events.end).map(|event| Prefix { case, event }));
        } else if events.len() >= 3 {
            found.extend((events.start + 1..events.end - 1).map(|event| Prefix { case, event }));
        }
    }
    found
}

/// Days from a prefix to the end of its case; of a case that still runs, to the
/// moment when it was last known to run.
pub(super) fn remaining(log: &Cases, prefix: Prefix) -> f32 {
    let until = log.open_until(prefix.case).unwrap_or(log.end(prefix.case));
    ((until - log.at[prefix.event]) as f64 / DAY_MS) as f32
}

/// The states by which medians are kept, from the coarsest to the finest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Last,
    LastTwo,
    Set,
}

/// Names the state of a prefix.
pub(super) fn state(log: &Cases, prefix: Prefix, kind: State) -> u64 {
    let begin = log.offsets[prefix.case];
    let last = u64::from(log.activity[prefix.event]);
    match kind {
        State::Last => last,
        State::LastTwo => {
            let before = if prefix.event > begin {
                u64::from(log.activity[prefix.event - 1]) + 1
            } else {
                0
            };
            before << 32 | last
        }
        State::Set => {
            let mut seen: Vec<u32> = log.activity[begin..=prefix.event].to_vec();
            seen.sort_unstable();
            seen.dedup();
            seen.iter().fold(last + 1, |hash, &activity| {
                (hash ^ u64::from(activity)).wrapping_mul(0x0000_0100_0000_01B3)
            })
        }
    }
}

/// Medians by state, drawn towards a coarser one where cases are few.
#[derive(Debug, Clone)]
pub(super) struct Medians {
    pub(super) all: f32,
    by_state: BTreeMap<u64, (f32, usize)>,
}

impl Medians {
    pub(super) fn learn(log: &Cases, prefixes: &[Prefix], kind: State) -> Self {
        let mut lists: BTreeMap<u64, Vec<(f32, bool)>> = BTreeMap::new();
        let mut all = Vec::with_capacity(prefixes.len());
        for &prefix in prefixes {
            let seen = (remaining(log, prefix), !log.runs(prefix.case));
            lists
                .entry(state(log, prefix, kind))
                .or_default()
                .push(seen);
            all.push(seen);
        }
        Self {
            all: median(all),
            by_state: lists
                .into_iter()
                .map(|(state, list)| {
                    let count = list.len();
                    (state, (median(list), count))
                })
                .collect(),
        }
    }

    /// The median of a state with at least `least` prefixes.
    pub(super) fn get(&self, state: u64, least: usize) -> Option<f32> {
        self.by_state
            .get(&state)
            .filter(|(_, count)| *count >= least)
            .map(|&(median, _)| median)
    }

    /// The median of a state, weighed against `coarser` as if that were `weight` prefixes.
    pub(super) fn shrunken(&self, state: u64, coarser: f32, weight: f32) -> f32 {
        self.by_state
            .get(&state)
            .map_or(coarser, |&(median, count)| {
                let count = count as f32;
                (median * count + coarser * weight) / (count + weight)
            })
    }
}

/// The median of durations of which some (`false`) were only seen to last at
/// least so long: that of Kaplan and Meier (1958). Where all ended it is the
/// middle, between the two middle ones when they are even in number. Where too
/// few ended for half to have, it is the longest seen.
pub(super) fn median(mut seen: Vec<(f32, bool)>) -> f32 {
    seen.sort_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(&left.1)));
    let count = seen.len();
    if seen.iter().all(|&(_, ended)| ended) {
        let upper = seen.get(count / 2).map_or(0.0, |seen| seen.0);
        return match count {
            0 => 0.0,
            odd if odd % 2 == 1 => upper,
            _ => f32::midpoint(seen[count / 2 - 1].0, upper),
        };
    }
    let mut alive = 1.0;
    for (number, &(days, ended)) in seen.iter().enumerate() {
        if ended {
            alive *= 1.0 - 1.0 / (count - number) as f64;
            if alive <= 0.5 {
                return days;
            }
        }
    }
    seen.last().map_or(0.0, |longest| longest.0)
}

/// What turns a prefix into a row: learnt from the training prefixes alone.
#[derive(Debug, Clone)]
pub(super) struct Encoder {
    pub(super) last: Medians,
    pub(super) two: Medians,
    pub(super) set: Medians,
    counted: Vec<u32>,
}

impl Encoder {
    pub(super) fn learn(log: &Cases, train: &[Prefix]) -> Self {
        let mut counts = vec![0usize; log.activities.len()];
        for &prefix in train {
            counts[log.activity[prefix.event] as usize] += 1;
        }
        let mut counted: Vec<u32> = (0..counts.len() as u32).collect();
        counted.sort_by_key(|&activity| (std::cmp::Reverse(counts[activity as usize]), activity));
        counted.truncate(COUNTED);
        Self {
            last: Medians::learn(log, train, State::Last),
            two: Medians::learn(log, train, State::LastTwo),
            set: Medians::learn(log, train, State::Set),
            counted,
        }
    }

    /// The median of the state that a prefix is in.
    pub(super) fn base(&self, log: &Cases, prefix: Prefix) -> f32 {
        let last = self
            .last
            .shrunken(state(log, prefix, State::Last), self.last.all, 5.0);
        self.two
            .shrunken(state(log, prefix, State::LastTwo), last, 20.0)
    }

    fn worth(&self, activity: u32) -> f32 {
        self.last.shrunken(u64::from(activity), self.last.all, 5.0)
    }

    /// One row per prefix; `names` names the columns.
    pub(super) fn rows(&self, log: &Cases, prefixes: &[Prefix]) -> Table {
        let mut table = Table {
            width: self.names(log).len(),
            cells: Vec::new(),
        };
        for &prefix in prefixes {
            self.row(log, prefix, &mut table.cells);
        }
        table
    }

    fn row(&self, log: &Cases, prefix: Prefix, cells: &mut Vec<f32>) {
        let begin = log.offsets[prefix.case];
        let at = log.at[prefix.event];
        let back = |steps: usize| {
            (prefix.event >= begin + steps)
                .then(|| log.activity[prefix.event - steps])
                .map_or(f32::NAN, |activity| self.worth(activity))
        };
        let days = |from: i64| ((at - from) as f64 / DAY_MS) as f32;
        let last = back(0);
        let day = at.div_euclid(DAY_MS as i64);
        let hour = at.rem_euclid(DAY_MS as i64) as f32 / 3_600_000.0;
        let base = self.base(log, prefix);
        cells.extend([
            (prefix.event - begin + 1) as f32,
            last,
            back(1),
            back(2),
            days(log.at[begin]),
            days(log.at[prefix.event.saturating_sub(1).max(begin)]),
            (day + 3).rem_euclid(7) as f32,
            hour,
            (day as f64).rem_euclid(365.2425) as f32,
            base,
            self.set
                .shrunken(state(log, prefix, State::Set), base, 20.0),
        ]);
        for &activity in &self.counted {
            let count = log.activity[begin..=prefix.event]
                .iter()
                .filter(|&&found| found == activity)
                .count();
            cells.push(count as f32);
        }
        for (_, values) in &log.figures {
            let known = values[begin..=prefix.event]
                .iter()
                .rev()
                .find(|value| !value.is_nan());
            cells.push(known.copied().unwrap_or(f32::NAN));
        }
    }

    /// What each column is, for reasons given to people.
    pub(super) fn names(&self, log: &Cases) -> Vec<String> {
        [
            "events_so_far",
            "last_activity",
            "activity_before",
            "activity_two_before",
            "days_since_begin",
            "days_since_last_event",
            "weekday",
            "hour",
            "day_of_year",
            "median_of_state",
            "median_of_steps_done",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain(
            self.counted
                .iter()
                .map(|&activity| format!("count:{}", log.activities[activity as usize])),
        )
        .chain(log.figures.iter().map(|(name, _)| format!("figure:{name}")))
        .collect()
    }
}

/// Mean absolute error.
pub(super) fn mean_error(predicted: &[f32], truth: &[f32]) -> f64 {
    let sum: f64 = predicted
        .iter()
        .zip(truth)
        .map(|(left, right)| f64::from((left - right).abs()))
        .sum();
    sum / truth.len().max(1) as f64
}
