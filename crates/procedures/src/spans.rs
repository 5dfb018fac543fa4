//! Durations of many events, as small as they can be kept exactly.

use crate::quantile::scaled;
use crate::work_clock::SECOND;

/// Durations: whole seconds as long as all are, else microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spans {
    /// Seconds.
    Seconds(Vec<i32>),
    /// Microseconds.
    Micros(Vec<i64>),
}

impl Default for Spans {
    fn default() -> Self {
        Self::Seconds(Vec::new())
    }
}

impl Spans {
    /// Adds a duration in microseconds.
    #[inline]
    pub fn push(&mut self, micros: i64) {
        match self {
            Self::Seconds(seconds) => {
                if micros % SECOND == 0
                    && let Ok(whole) = i32::try_from(micros / SECOND)
                {
                    add(seconds, whole);
                    return;
                }
                self.widen().push(micros);
            }
            Self::Micros(all) => all.push(micros),
        }
    }

    /// Adds a duration in whole seconds.
    #[inline]
    pub fn push_seconds(&mut self, whole: i64) {
        if let (Self::Seconds(seconds), Ok(small)) = (&mut *self, i32::try_from(whole)) {
            add(seconds, small);
        } else {
            self.push(whole.saturating_mul(SECOND));
        }
    }

    fn widen(&mut self) -> &mut Vec<i64> {
        if let Self::Seconds(seconds) = self {
            let wide = seconds.iter().map(|&s| i64::from(s) * SECOND).collect();
            *self = Self::Micros(wide);
        }
        match self {
            Self::Micros(all) => all,
            // Just made so above.
            Self::Seconds(_) => unreachable!("widened spans are in microseconds"),
        }
    }

    /// Takes in the durations of another.
    pub fn merge(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Seconds(own), Self::Seconds(theirs)) if own.is_empty() => *own = theirs,
            (Self::Seconds(own), Self::Seconds(theirs)) => {
                own.reserve_exact(theirs.len());
                own.extend(theirs);
            }
            (_, Self::Micros(theirs)) => self.widen().extend(theirs),
            (Self::Micros(own), Self::Seconds(theirs)) => {
                own.extend(theirs.iter().map(|&s| i64::from(s) * SECOND));
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Seconds(seconds) => seconds.len(),
            Self::Micros(all) => all.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Their sum in microseconds.
    pub fn sum(&self) -> i128 {
        match self {
            Self::Seconds(seconds) => {
                seconds.iter().map(|&s| i128::from(s)).sum::<i128>() * i128::from(SECOND)
            }
            Self::Micros(all) => all.iter().map(|&m| i128::from(m)).sum(),
        }
    }

    /// Returns an exact quantile in seconds; see [`crate::quantile()`].
    pub fn quantile(&mut self, q: f64) -> Option<f64> {
        let [found] = self.quantiles([q]);
        found
    }

    /// Returns exact quantiles in seconds, which must rise; see [`crate::quantiles`].
    pub fn quantiles<const N: usize>(&mut self, wanted: [f64; N]) -> [Option<f64>; N] {
        let micros = match self {
            Self::Seconds(seconds) => scaled(seconds, wanted, SECOND),
            Self::Micros(all) => scaled(all, wanted, 1),
        };
        micros.map(|it| it.map(|micros| micros / SECOND as f64))
    }

    /// All of them in microseconds, smallest first.
    pub fn sorted_micros(&self) -> Vec<i64> {
        let mut all: Vec<i64> = match self {
            Self::Seconds(seconds) => seconds.iter().map(|&s| i64::from(s) * SECOND).collect(),
            Self::Micros(all) => all.clone(),
        };
        all.sort_unstable();
        all
    }
}

/// Appends; grows by a quarter, as these are most of what a large map holds.
#[inline]
fn add(seconds: &mut Vec<i32>, value: i32) {
    if seconds.len() == seconds.capacity() {
        seconds.reserve_exact((seconds.len() / 4).max(256));
    }
    seconds.push(value);
}
