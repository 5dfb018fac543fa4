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

/// How often the expected end was right for cases of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calibration {
    /// Cases for which an end would have been expected.
    pub asked: u64,
    /// Of these, how many ended within the bounds.
    pub inside: u64,
}

/// The most cases of the past that are asked of.
const ASKED: usize = 120;
/// Fewer than this tell nothing.
const TOLD: u64 = 30;

impl Calibration {
    /// Tells whether bounds that should hold nine of ten held at least 85 of a hundred,
    /// of enough cases. What does not is not shown to anybody.
    #[must_use]
    pub const fn holds(self) -> bool {
        self.asked >= TOLD && self.inside * 100 >= self.asked * 85
    }
}

/// Asks of cases that had ended by a day what would have been expected of them on a day
/// in their middle, by what was known then. The latest cases are asked of, since it is
/// their like that people ask about.
#[must_use]
pub fn calibration(log: &EventLog, link: &Linked, today: Date) -> Calibration {
    let now = end_of(today);
    let mut ended: Vec<(i64, usize)> = (0..log.cases())
        .filter(|&case| has_ended(log, link, case))
        .filter_map(|case| {
            let times = log.case_times(case).iter().copied();
            let end = times.filter(|&at| at != NO_TIME).max()?;
            (end < now).then_some((end, case))
        })
        .collect();
    ended.sort_unstable();
    let latest = ended.split_off(ended.len() - ended.len() / 3);
    let every = (latest.len() / ASKED).max(1);
    let mut found = Calibration::default();
    for &(end, case) in latest.iter().step_by(every).take(ASKED) {
        let (trace, times) = (log.trace(case), log.case_times(case));
        // A step in the middle, and half of what then passed until the next.
        let at = trace.len() / 2;
        let Some(at) = at.checked_sub(1) else {
            continue;
        };
        let (since, next) = (times[at], times[at + 1]);
        if since == NO_TIME || next == NO_TIME || next <= since || next > end {
            continue;
        }
        let then = since + (next - since) / 2;
        if let Some(expected) = expected(log, link, trace[at], since, then) {
            found.asked += 1;
            found.inside += u64::from((expected.low..=expected.high).contains(&end));
        }
    }
    found
}

fn has_ended(log: &EventLog, link: &Linked, case: usize) -> bool {
    let Some(&last) = log.trace(case).last() else {
        return false;
    };
    let name = log.activities().get(usize::from(last));
    link.ends.is_empty() || link.ends.iter().any(|it| **it == *name)
}
