//! Where one case stands, for who has its code.

use super::office::end_of;
use crate::map::Working;
use crate::quantile::quantiles;
use crate::room::CaseCode;
use crate::room::event::Linked;
use crate::room::record::Limit;
use dondoc_lake::{EventLog, NO_TIME};
use jiff::civil::Date;

/// Fewer earlier cases than this say nothing of when one will end.
const LEAST: usize = 20;

/// Where a case stands. Moments are microseconds UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    /// The step that was done last.
    pub step: String,
    /// When.
    pub since: i64,
    /// When the case was received.
    pub received: i64,
    /// Whether it has ended.
    pub has_ended: bool,
    /// Whether the office waits for the applicant.
    pub waits: bool,
    /// By when the limit wants it done; pauses so far are counted in.
    pub due: Option<i64>,
    /// When it is expected to end.
    pub expected: Option<Expected>,
}

/// When a case is expected to end. Moments are microseconds UTC.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// As likely later as earlier.
    pub middle: i64,
    /// With the next, bounds that hold for nine of ten cases.
    pub low: i64,
    /// The upper bound.
    pub high: i64,
}

/// How long cases still took from a step on: from the ones that had waited there as long
/// as this one and ended, the median and the bounds that hold nine of ten. `None` when
/// fewer than [`LEAST`] did: then nothing is promised.
fn expected(
    log: &EventLog,
    link: &Linked,
    activity: u16,
    since: i64,
    now: i64,
) -> Option<Expected> {
    let waited = now - since;
    let mut took = Vec::new();
    for case in 0..log.cases() {
        let times = log.case_times(case);
        let end = times.iter().copied().max().filter(|&at| at < now);
        let Some(end) = end.filter(|_| has_ended(log, link, case)) else {
            continue;
        };
        let at = log.trace(case).iter().zip(times);
        let at = at.filter(|&(&code, &at)| code == activity && at != NO_TIME);
        took.extend(at.map(|(_, &at)| end - at).filter(|&rest| rest >= waited));
    }
    if took.len() < LEAST {
        return None;
    }
    let [low, middle, high] = quantiles(&mut took, [0.05, 0.5, 0.95]);
    let after = |rest: Option<f64>| Some(since + rest? as i64);
    Some(Expected {
        middle: after(middle)?,
        low: after(low)?,
        high: after(high)?,
    })
}

/// Returns where the case of a code stands at the end of `today`; `None` when the log
/// has none of it. The identifier may stand in either order.
#[must_use]
pub fn stand(
    log: &EventLog,
    working: &Working,
    link: &Linked,
    limit: Option<Limit>,
    code: &CaseCode,
    today: Date,
) -> Option<Stand> {
    let now = end_of(today);
    let number = code.to_string();
    let turned = code.turned().to_string();
    // Every case is looked at, found or not: an answer takes as long either way.
    let mut found = None;
    for case in 0..log.cases() {
        let id = log.case_id(case);
        if id.eq_ignore_ascii_case(&number) || id.eq_ignore_ascii_case(&turned) {
            found = found.or(Some(case));
        }
    }
    let case = found?;
    let mut events: Vec<usize> = log
        .case(case)
        .filter(|&event| log.time()[event] != NO_TIME && log.time()[event] < now)
        .collect();
    events.sort_by_key(|&event| log.time()[event]);
    let (first, last) = (*events.first()?, *events.last()?);
    let name = |event: usize| log.activities().get(usize::from(log.activity()[event]));
    let asks = |event: usize| link.asks.iter().any(|it| **it == *name(event));
    let ends = link.ends.is_empty() || link.ends.iter().any(|it| **it == *name(last));
    let (received, since) = (log.time()[first], log.time()[last]);
    let waits = !ends && asks(last);
    let due = limit.map(|limit| {
        // Half a year and the limit beyond today, so that the clock reaches that far.
        let reach =
            now + (limit.milli_days() as f64 / 1_000.0 * 3.0 + 180.0) as i64 * 86_400_000_000;
        let clock = working.clock_of(Some((received, reach)));
        let Some(clock) = clock else {
            return received;
        };
        let mut paused = 0;
        for pair in events.windows(2) {
            if asks(pair[0]) {
                paused += clock.elapsed(log.time()[pair[1]]) - clock.elapsed(log.time()[pair[0]]);
            }
        }
        if waits {
            paused += (clock.elapsed(now) - clock.elapsed(since)).max(0);
        }
        let span = limit.milli_days() * clock.day_seconds() * 1_000;
        clock.moment_after(received, span + paused)
    });
    let expected = if ends {
        None
    } else {
        expected(log, link, log.activity()[last], since, now)
    };
    Some(Stand {
        step: name(last).to_owned(),
        since,
        received,
        has_ended: ends,
        waits,
        due,
        expected,
    })
}

fn has_ended(log: &EventLog, link: &Linked, case: usize) -> bool {
    let Some(&last) = log.trace(case).last() else {
        return false;
    };
    let name = log.activities().get(usize::from(last));
    link.ends.is_empty() || link.ends.iter().any(|it| **it == *name)
}
