//! Who kept the limit in a period, and which step made cases late.

use std::collections::BTreeMap;

use dondoc_kinds::ProcedureId;
use dondoc_lake::EventLog;
use dondoc_mining::lateness::lateness;
use jiff::civil::Date;

use super::office::{OfficeCases, start_of};
use super::prescribed::{fitness, provision, step_of};
use crate::map::Working;
use crate::quantile::quantiles;
use crate::room::event::{Assessed, Definition, LateStep, Linked, UnitShare};
use crate::room::milli;
use crate::room::record::Version;

/// The days of which is asked, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Reckons how the cases of `log` kept the limit of `version` in a period, as they were
/// known at its end. Linear in the events, but for the alignments.
#[must_use]
pub fn assess(
    log: &EventLog,
    working: &Working,
    procedure: &ProcedureId,
    version: &Version,
    link: &Linked,
    period: Period,
) -> Assessed {
    let record = &version.record;
    let mut office = OfficeCases::of(log, working, link, period.to);
    let begin = start_of(period.from);
    let limit = record
        .limit
        .map(|limit| limit.milli_days() as f64 / 1_000.0);
    let within = |days: f64| limit.is_none_or(|limit| days <= limit);
    let (mut finished, mut running, mut overdue) = (Vec::new(), 0_u64, 0_u64);
    for case in 0..office.cases.len() {
        if office.cases.runs(case) {
            running += 1;
            overdue += u64::from(!within(office.days(case)));
        } else if office.spans[case].1 >= begin {
            finished.push(case);
        }
    }
    let mut took: Vec<i64> = finished
        .iter()
        .map(|&case| milli(office.days(case)))
        .collect();
    let [median, p90] = quantiles(&mut took, [0.5, 0.9]);
    let on_time = finished
        .iter()
        .filter(|&&case| within(office.days(case)))
        .count() as u64;
    let units = units(log, &office, &finished, within);
    let in_log: Vec<usize> = finished.iter().map(|&case| office.of[case]).collect();
    let kept = fitness(log, &in_log, record, link);
    // What ended before the period is not looked at: as if it still ran.
    for (case, open) in office.cases.open_until.iter_mut().enumerate() {
        if open.is_none() && office.spans[case].1 < begin {
            *open = Some(0);
        }
    }
    let step_limits: BTreeMap<String, f64> = link
        .mapping
        .iter()
        .filter_map(|it| {
            let limit = step_of(record, link, &it.activity)?.limit?;
            Some((it.activity.to_string(), limit.milli_days() as f64 / 1_000.0))
        })
        .collect();
    let late = limit.map(|limit| lateness(&office.cases, &office.work, limit, &step_limits));
    let steps = late.iter().flat_map(|late| &late.steps).map(|culprit| {
        let step = step_of(record, link, &culprit.activity);
        LateStep {
            activity: culprit.activity.as_str().into(),
            step: step.map(|step| step.number),
            provision: provision(record, step).into(),
            days: milli(culprit.late_days),
            mainly: culprit.mainly as u64,
        }
    });
    Assessed {
        procedure: procedure.clone(),
        version: version.number,
        from: period.from,
        to: period.to,
        logs: link.logs.clone(),
        definition: Definition::OfficeTimeWithoutPauses,
        limit: record.limit.map(|limit| limit.milli_days()),
        finished: finished.len() as u64,
        on_time,
        running,
        overdue,
        median: median.map_or(0, |it| it.round() as i64),
        p90: p90.map_or(0, |it| it.round() as i64),
        late_days: late.as_ref().map_or(0, |it| milli(it.late_days)),
        unexplained: late.as_ref().map_or(0, |it| milli(it.unexplained_days)),
        steps: steps.collect(),
        units,
        fitness: kept.map(|it| milli(it.0)),
        fitting: kept.map(|it| milli(it.1)),
    }
}

fn units(
    log: &EventLog,
    office: &OfficeCases,
    finished: &[usize],
    within: impl Fn(f64) -> bool,
) -> Vec<UnitShare> {
    let mut by_unit: BTreeMap<usize, (u64, Vec<i64>)> = BTreeMap::new();
    for &case in finished {
        let Some(unit) = office.units[case] else {
            continue;
        };
        let days = office.days(case);
        let sums = by_unit.entry(unit).or_default();
        sums.0 += u64::from(within(days));
        sums.1.push(milli(days));
    }
    let mut units: Vec<UnitShare> = by_unit
        .into_iter()
        .map(|(unit, (on_time, mut days))| UnitShare {
            unit: log.units().get(unit).into(),
            finished: days.len() as u64,
            on_time,
            median: quantiles(&mut days, [0.5])[0].map_or(0, |it| it.round() as i64),
        })
        .collect();
    // The share as a fraction, without dividing.
    units.sort_by(|a, b| {
        let (left, right) = (a.on_time * b.finished, b.on_time * a.finished);
        left.cmp(&right)
            .then(b.median.cmp(&a.median))
            .then_with(|| a.unit.cmp(&b.unit))
    });
    units
}
