//! Moments of many events, as small as they can be kept exactly.

use std::ops::Range;

use crate::log::NO_TIME;

const SECOND: i64 = 1_000_000;
/// 1950-01-01, in seconds since 1970 UTC: with four bytes from there to 2086.
const FROM: i64 = -631_152_000;
const NONE: u32 = u32::MAX;

/// Moments in microseconds since 1970 UTC, [`NO_TIME`] where none is known.
///
/// Kept as whole seconds in four bytes as long as all are between 1950 and 2086, else in eight.
#[derive(Debug, Clone)]
pub struct Moments(Kept);

#[derive(Debug, Clone)]
enum Kept {
    Seconds(Vec<u32>),
    Micros(Vec<i64>),
}

impl Default for Moments {
    fn default() -> Self {
        Self(Kept::Seconds(Vec::new()))
    }
}

/// Equal where the moments are, however they are kept.
impl PartialEq for Moments {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl FromIterator<i64> for Moments {
    fn from_iter<T: IntoIterator<Item = i64>>(moments: T) -> Self {
        let mut all = Self::default();
        for moment in moments {
            all.push(moment);
        }
        all
    }
}

fn small(micros: i64) -> Option<u32> {
    if micros == NO_TIME {
        return Some(NONE);
    }
    let seconds = u32::try_from(micros / SECOND - FROM).ok()?;
    (micros % SECOND == 0 && seconds != NONE).then_some(seconds)
}

fn wide(seconds: u32) -> i64 {
    match seconds {
        NONE => NO_TIME,
        seconds => (i64::from(seconds) + FROM) * SECOND,
    }
}

impl Moments {
    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Seconds(all) => all.len(),
            Kept::Micros(all) => all.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the moment at a place; `None` beyond the last.
    #[inline]
    pub fn get(&self, at: usize) -> Option<i64> {
        match &self.0 {
            Kept::Seconds(all) => all.get(at).map(|&seconds| wide(seconds)),
            Kept::Micros(all) => all.get(at).copied(),
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = i64> + Clone {
        self.range(0..self.len())
    }

    /// Those at these places, as far as there are any.
    pub fn range(&self, range: Range<usize>) -> impl Iterator<Item = i64> + Clone {
        let (seconds, micros): (&[u32], &[i64]) = match &self.0 {
            Kept::Seconds(all) => (all.get(range).unwrap_or(&[]), &[]),
            Kept::Micros(all) => (&[], all.get(range).unwrap_or(&[])),
        };
        let seconds = seconds.iter().map(|&seconds| wide(seconds));
        seconds.chain(micros.iter().copied())
    }

    /// Bytes held.
    pub fn heap_bytes(&self) -> usize {
        match &self.0 {
            Kept::Seconds(all) => all.capacity() * size_of::<u32>(),
            Kept::Micros(all) => all.capacity() * size_of::<i64>(),
        }
    }

    pub(crate) fn shrink(&mut self) {
        match &mut self.0 {
            Kept::Seconds(all) => all.shrink_to_fit(),
            Kept::Micros(all) => all.shrink_to_fit(),
        }
    }

    pub(crate) fn push(&mut self, micros: i64) {
        if let Kept::Seconds(all) = &mut self.0 {
            if let Some(seconds) = small(micros) {
                all.push(seconds);
                return;
            }
            self.0 = Kept::Micros(all.iter().map(|&seconds| wide(seconds)).collect());
        }
        if let Kept::Micros(all) = &mut self.0 {
            all.push(micros);
        }
    }

    /// Makes them `length` in number, with unknown ones where there were fewer.
    pub(crate) fn fill(&mut self, length: usize) {
        match &mut self.0 {
            Kept::Seconds(all) => all.resize(length, NONE),
            Kept::Micros(all) => all.resize(length, NO_TIME),
        }
    }

    /// Brings them into an order told by where each comes from.
    pub(crate) fn pick(&mut self, order: &[u32]) {
        match &mut self.0 {
            Kept::Seconds(all) => crate::log::pick(all, order),
            Kept::Micros(all) => crate::log::pick(all, order),
        }
    }

    /// Brings them into an order told by where each goes.
    pub(crate) fn put(&mut self, places: &[u32]) {
        match &mut self.0 {
            Kept::Seconds(all) => crate::builder::put(all, places),
            Kept::Micros(all) => crate::builder::put(all, places),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_kept_is_given_back(
            moments in prop::collection::vec(
                prop_oneof![
                    Just(NO_TIME),
                    (-700_000_000_i64..4_000_000_000).prop_map(|s| s * SECOND),
                    any::<i64>(),
                ],
                0..8,
            ),
        ) {
            let kept: Moments = moments.iter().copied().collect();
            prop_assert_eq!(kept.iter().collect::<Vec<_>>(), moments.clone());
            for (at, &moment) in moments.iter().enumerate() {
                prop_assert_eq!(kept.get(at), Some(moment));
            }
            prop_assert_eq!(kept.get(moments.len()), None);
        }
    }

    #[test]
    fn whole_seconds_take_four_bytes() {
        let kept: Moments = (0..1_000).map(|n| n * 86_400 * SECOND).collect();
        assert!(matches!(kept.0, Kept::Seconds(_)));
        let mut other = kept.clone();
        other.push(1);
        assert!(matches!(other.0, Kept::Micros(_)));
        assert_eq!(other.get(999), kept.get(999));
    }
}
