//! How long cases take, by unit, channel and period.

use std::collections::BTreeMap;

use dondoc_lake::{EventLog, Level, NO_CODE, NO_TIME, NO_UNIT, Values};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::map::Working;
use crate::quantile::quantile;

/// By what cases are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The unit of the first event.
    Unit,
    /// The month of the first event, in the offices' time.
    Month,
    /// The quarter of the first event.
    Quarter,
    /// A further column of texts: the channel, the department.
    Column(String),
}

/// The time from first to last event of some cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Which cases; `None` for those of which the log does not say.
    pub name: Option<String>,
    /// How many.
    pub cases: u64,
    /// Median, seconds.
    pub p50: Option<f64>,
    /// Ninetieth percentile.
    pub p90: Option<f64>,
    /// Ninety-ninth percentile.
    pub p99: Option<f64>,
    /// Median in office seconds, when a calendar is given.
    pub working_p50: Option<f64>,
    /// Ninetieth percentile in office seconds.
    pub working_p90: Option<f64>,
    /// Median in working days.
    pub working_days_p50: Option<f64>,
}

/// The log has no column of that name with texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the log has no column `{name}` of texts; it has {}", if had.is_empty() { "none".to_owned() } else { had.join(", ") })]
pub struct NoTextColumn {
    /// The name that was asked for.
    pub name: String,
    /// Columns of texts that are there.
    pub had: Vec<String>,
}

/// Computes the groups: by name, months and quarters in order of time.
///
/// # Errors
/// [`NoTextColumn`].
pub fn throughput(
    log: &EventLog,
    by: &By,
    working: Option<&Working>,
) -> Result<Vec<Group>, NoTextColumn> {
    let offset = working.map_or(7 * 3_600, |working| working.offset_seconds);
    let column = match by {
        By::Column(name) => Some(text_column(log, name)?),
        _ => None,
    };
    let clock = working.and_then(|working| working.clock(log));
    let mut groups: BTreeMap<Option<String>, (Vec<i64>, Vec<i64>)> = BTreeMap::new();
    for case in 0..log.cases() {
        let known = log
            .case_times(case)
            .iter()
            .copied()
            .filter(|&at| at != NO_TIME);
        let (Some(first), Some(last)) = (known.clone().min(), known.max()) else {
            continue;
        };
        let name = match (by, &column) {
            (By::Unit, _) => log.case(case).next().and_then(|event| {
                let code = log
                    .unit()
                    .get(event)
                    .copied()
                    .filter(|&code| code != NO_UNIT)?;
                Some(log.units().get(usize::from(code)).to_owned())
            }),
            (By::Month, _) => {
                month(first, offset).map(|(year, month)| format!("{year}-{month:02}"))
            }
            (By::Quarter, _) => {
                month(first, offset).map(|(year, month)| format!("{year}-Q{}", (month - 1) / 3 + 1))
            }
            (By::Column(_), Some(column)) => column(case),
            (By::Column(_), None) => None,
        };
        let spans = groups.entry(name).or_default();
        spans.0.push(last - first);
        if let Some(clock) = &clock {
            spans.1.push(clock.elapsed(last) - clock.elapsed(first));
        }
    }
    let day = clock.as_ref().map_or(1, |clock| clock.day_seconds());
    Ok(groups
        .into_iter()
        .map(|(name, (wall, working))| group(name, wall, working, day))
        .collect())
}

/// All cases as one group.
pub fn whole(log: &EventLog, working: Option<&Working>) -> Group {
    let clock = working.and_then(|working| working.clock(log));
    let (mut wall, mut office) = (Vec::new(), Vec::new());
    for case in 0..log.cases() {
        let known = log
            .case_times(case)
            .iter()
            .copied()
            .filter(|&at| at != NO_TIME);
        let (Some(first), Some(last)) = (known.clone().min(), known.max()) else {
            continue;
        };
        wall.push(last - first);
        if let Some(clock) = &clock {
            office.push(clock.elapsed(last) - clock.elapsed(first));
        }
    }
    let day = clock.as_ref().map_or(1, |clock| clock.day_seconds());
    group(None, wall, office, day)
}

fn group(name: Option<String>, mut wall: Vec<i64>, mut working: Vec<i64>, day: i64) -> Group {
    let seconds = |values: &mut Vec<i64>, q| quantile(values, q).map(|micros| micros / 1e6);
    Group {
        name,
        cases: wall.len() as u64,
        p50: seconds(&mut wall, 0.5),
        p90: seconds(&mut wall, 0.9),
        p99: seconds(&mut wall, 0.99),
        working_p50: seconds(&mut working, 0.5),
        working_p90: seconds(&mut working, 0.9),
        working_days_p50: seconds(&mut working, 0.5).map(|seconds| seconds / day.max(1) as f64),
    }
}

fn month(micros: i64, offset: i32) -> Option<(i16, i8)> {
    let moment = Timestamp::from_microsecond(micros).ok()?;
    let offset = jiff::tz::Offset::from_seconds(offset).ok()?;
    let date = TimeZone::fixed(offset).to_datetime(moment).date();
    Some((date.year(), date.month()))
}

type OfCase<'a> = Box<dyn Fn(usize) -> Option<String> + 'a>;

/// A column as the value of each case; of an event's column the first one known.
fn text_column<'a>(log: &'a EventLog, name: &str) -> Result<OfCase<'a>, NoTextColumn> {
    let missing = || NoTextColumn {
        name: name.to_owned(),
        had: log
            .attributes()
            .iter()
            .filter(|column| matches!(column.values, Values::Text { .. }))
            .map(|column| column.name.clone())
            .collect(),
    };
    let column = log.attribute(name).ok_or_else(missing)?;
    let Values::Text { codes, names } = &column.values else {
        return Err(missing());
    };
    let said = move |code: u32| names.get(code as usize).to_owned();
    Ok(match column.level {
        Level::Case => Box::new(move |case| {
            codes
                .get(case)
                .copied()
                .filter(|&code| code != NO_CODE)
                .map(said)
        }),
        Level::Event => Box::new(move |case| {
            log.case(case)
                .filter_map(|event| codes.get(event).copied())
                .find(|&code| code != NO_CODE)
                .map(said)
        }),
    })
}
