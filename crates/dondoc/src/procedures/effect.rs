//! `dondoc procedures effect`: what a change did in one unit, against the others.

use std::collections::BTreeMap;

use clap::Args;
use dondoc_kinds::Arg;
use dondoc_lake::EventLog;
use dondoc_log_readers::Keep;
use dondoc_messages::{Lang, text};
use dondoc_mining::effect::{Effect as Measured, Series, measure};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::args::Log;
use super::learn::{refused, unit_of, working};
use super::say;
use crate::out;
use crate::trouble::Outcome;

/// `dondoc procedures effect`
#[derive(Debug, Args)]
pub(crate) struct Effect {
    #[command(flatten)]
    log: Log,
    /// Đơn vị đã thay đổi / the unit that changed.
    #[arg(long)]
    unit: String,
    /// Ngày thay đổi / the first day of the month from which the change held.
    #[arg(long)]
    from: Date,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    calendar: Option<String>,
    /// Hạt giống / seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// JSON.
    #[arg(long)]
    json: bool,
}

type Month = (i16, i8);

/// Measures the effect on the mean days of a case, by the month it began in.
pub(super) fn run(args: &Effect, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::Nothing, lang)?;
    let (cases, work) = working(&log, args.calendar.as_deref())?;
    let mut sums: BTreeMap<&str, BTreeMap<Month, (f64, usize)>> = BTreeMap::new();
    for case in 0..cases.len() {
        let (Some(unit), Some(month)) = (unit_of(&log, case), month_of(&log, case)) else {
            continue;
        };
        let days = work.days(work.gone(cases.end(case)) - work.gone(cases.begin(case)));
        let sum = sums.entry(unit).or_default().entry(month).or_default();
        *sum = (sum.0 + days, sum.1 + 1);
    }
    let Some(own) = sums.get(args.unit.as_str()) else {
        let known: Vec<&str> = sums.keys().copied().take(10).collect();
        return Err(refused(format!(
            "the log has no unit `{}`; it has {}",
            args.unit,
            if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            }
        )));
    };
    let months: Vec<Month> = own.keys().copied().collect();
    let change = months
        .iter()
        .position(|&month| month >= (args.from.year(), args.from.month()))
        .unwrap_or(months.len());
    let series = |unit: &str, found: &BTreeMap<Month, (f64, usize)>| -> Option<Series> {
        let values: Option<Vec<f64>> = months
            .iter()
            .map(|month| found.get(month).map(|&(sum, count)| sum / count as f64))
            .collect();
        Some(Series {
            unit: unit.to_owned(),
            values: values?,
        })
    };
    let mut left_out = Vec::new();
    let mut controls = Vec::new();
    for (unit, found) in sums.iter().filter(|(unit, _)| **unit != args.unit) {
        match series(unit, found) {
            Some(series) => controls.push(series),
            None => left_out.push(*unit),
        }
    }
    let changed = series(&args.unit, own).ok_or_else(|| refused("the unit has no cases"))?;
    let found = measure(&changed, &controls, change, args.seed).map_err(refused)?;
    if !args.json {
        tell(
            lang,
            args,
            &found,
            (change, months.len() - change),
            controls.len(),
        );
        return Ok(());
    }
    out::json(&json!({
        "outcome": "mean days of a case, by the month it began in",
        "unit": args.unit,
        "months_before": change,
        "months_after": months.len() - change,
        "controls": controls.len(),
        "left_out_for_months_without_cases": left_out,
        "effect": found,
    }))
}

fn tell(
    lang: Lang,
    args: &Effect,
    found: &Measured,
    (before, after): (usize, usize),
    controls: usize,
) {
    let line = [
        ("unit", Arg::from(args.unit.as_str())),
        ("before", say::count(before)),
        ("after", say::count(after)),
        ("controls", say::count(controls)),
    ];
    out::line(&text(lang, "mining-effect", &line));
    let way = if found.difference <= 0.0 {
        "mining-effect-shorter"
    } else {
        "mining-effect-longer"
    };
    let days = |days: f64| say::number(lang, days, 2);
    let line = [
        ("way", Arg::from(text(lang, way, &[]))),
        ("days", days(found.difference.abs())),
        ("low", days(found.difference_interval.0)),
        ("high", days(found.difference_interval.1)),
    ];
    out::line(&text(lang, "mining-effect-difference", &line));
    let line = [
        ("days", days(found.synthetic)),
        ("p", days(found.placebo_p)),
        ("least", days(found.least_p)),
    ];
    out::line(&text(lang, "mining-effect-synthetic", &line));
}

fn month_of(log: &EventLog, case: usize) -> Option<Month> {
    let first = log.case(case).map(|event| log.time()[event]).min()?;
    let moment = Timestamp::from_microsecond(first).ok()?;
    let date = TimeZone::fixed(jiff::tz::offset(7))
        .to_datetime(moment)
        .date();
    Some((date.year(), date.month()))
}
