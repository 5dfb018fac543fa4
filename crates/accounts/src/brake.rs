//! Slowing down guesses, without letting anybody lock somebody else out.
//!
//! Failures are counted for a pair: the name that was aimed at and the source
//! that it came from. Where the browser shows that it signed in to this account
//! before, the device is the source, so that what strangers do at the same
//! address does not matter. A further count per source alone slows down whoever
//! tries many names.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Failures of a pair that cost nothing.
const FREE: u32 = 5;
/// Failures of a source over all names that cost nothing: an office behind one
/// address may have a bad morning.
const FREE_SOURCE: u32 = 50;
/// The longest wait, in seconds.
const LONGEST: u64 = 900;
/// After so many seconds without a failure, a count begins anew.
const FORGOTTEN: i64 = 3600;
/// How many counts are kept; beyond that the oldest go.
const KEPT: usize = 50_000;

#[derive(Debug, Clone, Copy)]
struct Count {
    failures: u32,
    last: i64,
}

/// Counts of failures, in bounded memory.
#[derive(Debug, Default)]
pub(crate) struct Brake(Mutex<BTreeMap<String, Count>>);

impl Brake {
    /// Returns how many seconds the caller has to wait first.
    pub(crate) fn wait(&self, login: &str, source: &str, now: Timestamp) -> Option<u64> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |key: &str, free: u32| {
            let count = counts.get(key)?;
            let over = count.failures.checked_sub(free)?;
            let wait = LONGEST.min(1 << over.min(20));
            let until = count
                .last
                .saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
            u64::try_from(until - now.as_second())
                .ok()
                .filter(|left| *left > 0)
        };
        left(&pair(login, source), FREE).max(left(source, FREE_SOURCE))
    }

    pub(crate) fn failed(&self, login: &str, source: &str, now: Timestamp) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.as_second();
        for key in [pair(login, source), source.to_owned()] {
            let count = counts.entry(key).or_insert(Count {
                failures: 0,
                last: now,
            });
            if now - count.last > FORGOTTEN {
                count.failures = 0;
            }
            count.failures = count.failures.saturating_add(1);
            count.last = now;
        }
        if counts.len() > KEPT {
            let mut ages: Vec<i64> = counts.values().map(|count| count.last).collect();
            ages.sort_unstable();
            let middle = ages.get(KEPT / 2).copied().unwrap_or(now);
            counts.retain(|_, count| count.last > middle);
        }
    }

    pub(crate) fn succeeded(&self, login: &str, source: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.remove(&pair(login, source));
    }
}

fn pair(login: &str, source: &str) -> String {
    format!("{login}\0{source}")
}
