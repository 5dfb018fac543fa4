//! From the columns of a log to the cases that `mining` learns from.

use dondoc_lake::{EventLog, Level, NO_TIME, NO_UNIT, Values};
use dondoc_mining::cases::Cases;
use dondoc_mining::worktime::WorkTime;
use dondoc_procedures::Working;

use crate::open;
use crate::trouble::Trouble;

/// Takes the cases of `log` in wall time. Events without a moment are left out.
///
/// Of the further columns only the figures of events come along: a column of the
/// case may hold what was known only at its end.
pub(super) fn cases(log: &EventLog) -> Cases {
    timed(log, |micros| micros.div_euclid(1_000))
}

/// Takes the cases in the office time of a jurisdiction's calendar, or in wall
/// time without one; the moments are then office time already.
pub(super) fn working(
    log: &EventLog,
    calendar: Option<&str>,
) -> Result<(Cases, WorkTime), Trouble> {
    let Some(name) = calendar else {
        return Ok((cases(log), WorkTime::always()));
    };
    let working = Working::vietnam(open::calendar(name, None)?);
    let Some(clock) = working.clock(log) else {
        return Ok((cases(log), WorkTime::always()));
    };
    let taken = timed(log, |micros| clock.elapsed(micros).div_euclid(1_000));
    Ok((taken, WorkTime::converted(clock.day_seconds() * 1_000)))
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

/// The unit in which a case began.
pub(super) fn unit_of(log: &EventLog, case: usize) -> Option<&str> {
    let first = log.case(case).next()?;
    let code = log
        .unit()
        .get(first)
        .copied()
        .filter(|&code| code != NO_UNIT)?;
    Some(log.units().get(usize::from(code)))
}

/// Says a room's answer as a refusal.
pub(super) fn refused(answer: impl std::fmt::Display) -> Trouble {
    Trouble::RefusedWords(answer.to_string())
}
