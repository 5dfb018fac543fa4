//! Cases in office time, without the applicant's.

use dondoc_lake::{EventLog, NO_TIME, NO_UNIT};
use dondoc_mining::cases::Cases;
use dondoc_mining::worktime::WorkTime;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::map::{Working, span};
use crate::room::event::Linked;
use crate::work_clock::WorkClock;

/// Microseconds at which a day of Việt Nam ends.
pub(super) fn end_of(day: Date) -> i64 {
    let next = day.tomorrow().unwrap_or(day);
    start_of(next)
}

/// Microseconds at which a day of Việt Nam begins.
pub(super) fn start_of(day: Date) -> i64 {
    Offset::constant(7)
        .to_timestamp(day.at(0, 0, 0, 0))
        .map_or(0, |at| at.as_microsecond())
}

/// The day of Việt Nam on which a moment lies.
pub(super) fn day_of(micros: i64) -> Option<Date> {
    let moment = Timestamp::from_microsecond(micros).ok()?;
    Some(Offset::constant(7).to_datetime(moment).date())
}

/// The cases of a log as the office's own time: office hours end to end, and of these
/// not the ones between an activity that asks the applicant for something and the next
/// event. Events after the day asked for are not there.
#[derive(Debug)]
pub struct OfficeCases {
    /// The events by case, in office milliseconds without pauses.
    pub cases: Cases,
    /// How such time counts as working days.
    pub work: WorkTime,
    /// The case in the log of each.
    pub(super) of: Vec<usize>,
    /// The unit of each, as a number into the log's.
    pub(super) units: Vec<Option<usize>>,
    /// First and last moment of each, microseconds UTC.
    pub(super) spans: Vec<(i64, i64)>,
}

impl OfficeCases {
    /// Takes the cases of `log` as they were known at the end of `until`.
    #[must_use]
    pub fn of(log: &EventLog, working: &Working, link: &Linked, until: Date) -> Self {
        let limit = end_of(until);
        // To the end of the last day asked for: running cases age until then.
        let span = span(log).map(|(first, last)| (first, last.max(limit)));
        let clock = working.clock_of(span);
        let day = clock.as_ref().map_or(28_800, WorkClock::day_seconds).max(1);
        let elapsed = |micros: i64| {
            let micros = clock.as_ref().map_or(micros, |clock| clock.elapsed(micros));
            micros.div_euclid(1_000)
        };
        let named = |names: &[Box<str>]| -> Vec<bool> {
            let is = |name: &str| names.iter().any(|it| **it == *name);
            log.activities().iter().map(is).collect()
        };
        let (asks, ends) = (named(&link.asks), named(&link.ends));
        let now = elapsed(limit);
        let mut found = Self {
            cases: Cases::new(log.activities().iter().map(str::to_owned).collect()),
            work: WorkTime::converted(day * 1_000),
            of: Vec::new(),
            units: Vec::new(),
            spans: Vec::new(),
        };
        for case in 0..log.cases() {
            let mut events: Vec<usize> = log
                .case(case)
                .filter(|&event| log.time()[event] != NO_TIME && log.time()[event] < limit)
                .collect();
            events.sort_by_key(|&event| log.time()[event]);
            let (Some(&first), Some(&last)) = (events.first(), events.last()) else {
                continue;
            };
            let code = |event: usize| usize::from(log.activity()[event]);
            let mut paused = 0;
            let mut waits: Option<i64> = None;
            let mut taken = Vec::with_capacity(events.len());
            for &event in &events {
                let at = elapsed(log.time()[event]);
                if let Some(since) = waits.take() {
                    paused += at - since;
                }
                if asks.get(code(event)).copied().unwrap_or(false) {
                    waits = Some(at);
                }
                taken.push((log.activity()[event].into(), at - paused));
            }
            let has_ended = ends.is_empty() || ends.get(code(last)).copied().unwrap_or(false);
            if let Some(since) = waits {
                paused += (now - since).max(0);
            }
            found.cases.push(log.case_id(case), &taken);
            found
                .cases
                .open_until
                .push((!has_ended).then_some(now - paused));
            found.of.push(case);
            found.units.push(unit_of(log, first));
            found.spans.push((log.time()[first], log.time()[last]));
        }
        found
    }

    /// Working days of the office that a case took, or has taken so far.
    pub(super) fn days(&self, case: usize) -> f64 {
        let end = self
            .cases
            .open_until(case)
            .unwrap_or_else(|| self.cases.end(case));
        self.work.days(end - self.cases.begin(case))
    }
}

fn unit_of(log: &EventLog, event: usize) -> Option<usize> {
    let code = log.unit().get(event).copied();
    code.filter(|&code| code != NO_UNIT).map(usize::from)
}
