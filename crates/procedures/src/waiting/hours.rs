//! When somebody is at work at all.

use std::collections::BTreeMap;

use crate::work_clock::{SECOND, WorkClock};

const DAY: i64 = 86_400 * SECOND;
const WEEK: i64 = 7 * DAY;

/// Hours of a week, from Monday 00:00 local time; every week alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
// INVARIANT: spans are in order, apart, and inside the week.
pub struct WeekHours {
    spans: Vec<(i64, i64)>,
}

impl WeekHours {
    /// Adds the hours of a day (0 is Monday) between two minutes of it.
    ///
    /// Returns false, and adds nothing, when the day or the minutes are none.
    pub fn add(&mut self, weekday: u8, from_minute: u16, to_minute: u16) -> bool {
        if weekday > 6 || from_minute >= to_minute || to_minute > 1_440 {
            return false;
        }
        let at = |minute: u16| i64::from(weekday) * DAY + i64::from(minute) * 60 * SECOND;
        self.spans.push((at(from_minute), at(to_minute)));
        self.spans.sort_unstable();
        let mut apart: Vec<(i64, i64)> = Vec::with_capacity(self.spans.len());
        for &(begin, end) in &self.spans {
            match apart.last_mut() {
                Some(last) if begin <= last.1 => last.1 = last.1.max(end),
                _ => apart.push((begin, end)),
            }
        }
        self.spans = apart;
        true
    }

    /// Microseconds at work from some Monday long ago to `local`, local time.
    fn elapsed(&self, local: i64) -> i64 {
        // 1970-01-05 was a Monday.
        let since = local - 4 * DAY;
        let (weeks, rest) = (since.div_euclid(WEEK), since.rem_euclid(WEEK));
        let in_week = |upto: i64| -> i64 {
            self.spans
                .iter()
                .map(|&(begin, end)| (end.min(upto) - begin).max(0))
                .sum()
        };
        weeks * in_week(WEEK) + in_week(rest)
    }
}

/// When each resource of a log can be at work.
#[derive(Debug, Clone, Default)]
pub struct Presence {
    /// Hours of resources that have their own, by name.
    pub own: BTreeMap<String, WeekHours>,
    /// Hours of all others; `None`: nothing is known, so that nobody is ever absent.
    pub others: Option<WorkClock>,
    /// Seconds east of UTC in which `own` is written.
    pub offset_seconds: i32,
}

impl Presence {
    pub(super) fn of(&self, resource: Option<&str>) -> Hours<'_> {
        if let Some(own) = resource.and_then(|name| self.own.get(name)) {
            return Hours::Week(own, i64::from(self.offset_seconds) * SECOND);
        }
        self.others.as_ref().map_or(Hours::Always, Hours::Clock)
    }
}

/// The hours of one resource.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hours<'a> {
    Always,
    Week(&'a WeekHours, i64),
    Clock(&'a WorkClock),
}

impl Hours<'_> {
    /// Microseconds at work between two moments.
    pub(super) fn open(self, from: i64, to: i64) -> i64 {
        match self {
            Self::Always => to - from,
            Self::Week(hours, offset) => hours.elapsed(to + offset) - hours.elapsed(from + offset),
            Self::Clock(clock) => clock.elapsed(to) - clock.elapsed(from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lunch_hour_is_no_time_at_work() {
        let mut hours = WeekHours::default();
        assert!(hours.add(0, 600, 720) && hours.add(0, 750, 1200));
        assert!(!hours.add(7, 0, 10) && !hours.add(1, 20, 10));
        let monday = 4 * DAY;
        let at = |minute: i64| monday + minute * 60 * SECOND;
        let open = |a, b| Hours::Week(&hours, 0).open(at(a), at(b)) / (60 * SECOND);
        assert_eq!(open(700, 760), 30);
        assert_eq!(open(0, 7 * 1440), 120 + 450);
        assert_eq!(open(1200, 1440 + 600), 0);
    }
}
