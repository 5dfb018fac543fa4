//! From a log to what `mining` learns from, as the command line asks for it.

use dondoc_lake::{EventLog, NO_UNIT};
use dondoc_mining::cases::Cases;
use dondoc_mining::worktime::WorkTime;
use dondoc_procedures::{Working, learn};

use crate::open;
use crate::trouble::Trouble;

/// Takes the cases of `log` in wall time.
pub(super) fn cases(log: &EventLog) -> Cases {
    learn::cases(log, None).0
}

/// Takes the cases in the office time of a jurisdiction's calendar, or in wall
/// time without one; the moments are then office time already.
pub(super) fn working(
    log: &EventLog,
    calendar: Option<&str>,
) -> Result<(Cases, WorkTime), Trouble> {
    let working = match calendar {
        Some(name) => Some(Working::vietnam(open::calendar(name, None)?)),
        None => None,
    };
    Ok(learn::cases(log, working.as_ref()))
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
