//! Values in order that come and go one by one.

use crate::quantile::between;

/// Most values of a run.
const RUN: usize = 1_024;

/// A multiset of values in order: a value comes or goes, and a quantile is known, in
/// microseconds even among millions.
#[derive(Debug, Clone, Default)]
// INVARIANT: no run is empty; runs and their values never fall.
pub(crate) struct Ranks {
    runs: Vec<Vec<i64>>,
    /// The last value of each run, side by side, as they are looked at most.
    last: Vec<i64>,
    len: usize,
}

impl Ranks {
    pub(crate) fn insert(&mut self, value: i64) {
        self.len += 1;
        let at = self.last.partition_point(|&last| last < value);
        let at = at.min(self.runs.len().saturating_sub(1));
        let Some(run) = self.runs.get_mut(at) else {
            self.runs.push(vec![value]);
            self.last.push(value);
            return;
        };
        let place = run.partition_point(|&other| other < value);
        run.insert(place, value);
        if run.len() > RUN {
            let right = run.split_off(RUN / 2);
            self.last[at] = run[run.len() - 1];
            self.last.insert(at + 1, right[right.len() - 1]);
            self.runs.insert(at + 1, right);
        } else {
            self.last[at] = run[run.len() - 1];
        }
    }

    /// Takes out one of a value that is there.
    pub(crate) fn remove(&mut self, value: i64) {
        let at = self.last.partition_point(|&last| last < value);
        let Some(run) = self.runs.get_mut(at) else {
            return;
        };
        let place = run.partition_point(|&other| other < value);
        if run.get(place) != Some(&value) {
            return;
        }
        run.remove(place);
        self.len -= 1;
        match run.last() {
            Some(&last) => self.last[at] = last,
            None => {
                self.runs.remove(at);
                self.last.remove(at);
            }
        }
    }

    /// The quantile as [`crate::quantiles`] gives it.
    pub(crate) fn quantile(&self, q: f64) -> Option<f64> {
        let last = self.len.checked_sub(1)?;
        let place = last as f64 * q.clamp(0.0, 1.0);
        let below = place.floor();
        let low = self.at(below as usize)?;
        let part = place - below;
        let high = if part > 0.0 {
            self.at(below as usize + 1)?
        } else {
            low
        };
        Some(between(low, high, part))
    }

    fn at(&self, mut rank: usize) -> Option<i64> {
        for run in &self.runs {
            if rank < run.len() {
                return run.get(rank).copied();
            }
            rank -= run.len();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantile;

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_values_that_are_left(
            values in prop::collection::vec(-50_i64..5_000, 0..4_000),
            gone in prop::collection::vec(any::<prop::sample::Index>(), 0..200),
            q in 0.0_f64..=1.0,
        ) {
            let mut ranks = Ranks::default();
            for &value in &values {
                ranks.insert(value);
            }
            let mut left = values;
            for place in gone {
                if !left.is_empty() {
                    ranks.remove(left.swap_remove(place.index(left.len())));
                }
            }
            ranks.remove(9_999);
            prop_assert_eq!(ranks.quantile(q), quantile(&mut left, q));
        }
    }
}
