//! From the columns of a log to the cases that `mining` learns from.

use dondoc_lake::{EventLog, Level, NO_TIME, Values};
use dondoc_mining::cases::Cases;
use dondoc_mining::worktime::WorkTime;

use crate::map::Working;

/// Takes the cases of `log`, in office time when a calendar is given (its moments are
/// office time then already) and in wall time without one.
///
/// Events without a moment are left out. Of the further columns only the figures of
/// events come along: a column of the case may hold what was known only at its end.
pub fn cases(log: &EventLog, working: Option<&Working>) -> (Cases, WorkTime) {
    match working.and_then(|working| working.clock(log)) {
        Some(clock) => (
            timed(log, |micros| clock.elapsed(micros).div_euclid(1_000)),
            WorkTime::converted(clock.day_seconds() * 1_000),
        ),
        None => (
            timed(log, |micros| micros.div_euclid(1_000)),
            WorkTime::always(),
        ),
    }
}

fn timed(log: &EventLog, moment: impl Fn(i64) -> i64) -> Cases {
    let mut cases = Cases::new(log.activities().iter().map(str::to_owned).collect());
    let figures: Vec<(&str, &[f64])> = log
        .attributes()
        .iter()
        .filter(|column| column.level == Level::Event)
        .filter_map(|column| match &column.values {
            Values::Number(numbers) => Some((column.name.as_str(), numbers.as_slice())),
            _ => None,
        })
        .collect();
    cases.figures = figures
        .iter()
        .map(|(name, _)| ((*name).to_owned(), Vec::new()))
        .collect();
    for case in 0..log.cases() {
        let mut events: Vec<usize> = log
            .case(case)
            .filter(|&event| log.time()[event] != NO_TIME)
            .collect();
        events.sort_by_key(|&event| log.time()[event]);
        let taken: Vec<(u32, i64)> = events
            .iter()
            .map(|&event| (u32::from(log.activity()[event]), moment(log.time()[event])))
            .collect();
        cases.push(log.case_id(case), &taken);
        for ((_, values), (_, column)) in cases.figures.iter_mut().zip(&figures) {
            values.extend(
                events
                    .iter()
                    .map(|&event| column.get(event).map_or(f32::NAN, |&value| value as f32)),
            );
        }
    }
    cases
}
