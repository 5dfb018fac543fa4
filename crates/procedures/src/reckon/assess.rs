//! Who kept the limit in a period, and which step made cases late.

use std::collections::BTreeMap;

use dondoc_kinds::ProcedureId;
use dondoc_lake::EventLog;
use dondoc_mining::lateness::{Culprit, Lateness, lateness};
use jiff::civil::Date;

use super::office::{OfficeCases, day_of, start_of};
use super::prescribed::{fitness, provision, step_of};
use crate::map::Working;
use crate::quantile::quantiles;
use crate::room::event::{Assessed, Definition, LateStep, Linked, UnitShare};
use crate::room::milli;
use crate::room::record::Version;
use crate::room::state::Procedure;

/// The days of which is asked, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Reckons how the cases of `log` kept the limit in a period, as they were known at its
/// end. A case is held against the limit of the day on which it was received; steps and
/// provisions are those of the period's last day. `None` when the procedure has no version.
///
/// Linear in the events, but for the alignments.
#[must_use]
pub fn assess(
    log: &EventLog,
    working: &Working,
    procedure: &ProcedureId,
    known: &Procedure,
    link: &Linked,
    period: Period,
) -> Option<Assessed> {
    let version = known.around(period.to)?;
    let record = &version.record;
    let mut office = OfficeCases::of(log, working, link, period.to);
    let begin = start_of(period.from);
    let limits: Vec<Option<f64>> = (office.spans.iter())
        .map(|&(received, _)| limit_of(known.around(day_of(received).unwrap_or(period.to))))
        .collect();
    let within = |case: usize, days: f64| limits[case].is_none_or(|limit| days <= limit);
    let (mut finished, mut running, mut overdue) = (Vec::new(), 0_u64, 0_u64);
    for case in 0..office.cases.len() {
        if office.cases.runs(case) {
            running += 1;
            overdue += u64::from(!within(case, office.days(case)));
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
        .filter(|&&case| within(case, office.days(case)))
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
    let late = late(&mut office, &limits, &step_limits);
    let steps = late.steps.iter().map(|culprit| {
        let step = step_of(record, link, &culprit.activity);
        LateStep {
            activity: culprit.activity.as_str().into(),
            step: step.map(|step| step.number),
            provision: provision(record, step).into(),
            days: milli(culprit.late_days),
            mainly: culprit.mainly as u64,
        }
    });
    Some(Assessed {
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
        late_days: milli(late.late_days),
        unexplained: milli(late.unexplained_days),
        steps: steps.collect(),
        units,
        fitness: kept.map(|it| milli(it.0)),
        fitting: kept.map(|it| milli(it.1)),
    })
}

fn limit_of(version: Option<&Version>) -> Option<f64> {
    let limit = version?.record.limit?;
    Some(limit.milli_days() as f64 / 1_000.0)
}

/// Shares lateness out over the steps: the cases of each limit by themselves, and the
/// parts added up.
fn late(
    office: &mut OfficeCases,
    limits: &[Option<f64>],
    step_limits: &BTreeMap<String, f64>,
) -> Lateness {
    let mut whole = Lateness {
        cases: 0,
        late: 0,
        late_days: 0.0,
        unexplained_days: 0.0,
        steps: Vec::new(),
    };
    let mut distinct: Vec<f64> = limits.iter().flatten().copied().collect();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let all = office.cases.open_until.clone();
    let mut steps: BTreeMap<String, Culprit> = BTreeMap::new();
    for limit in distinct {
        // What has another limit is not looked at: as if it still ran.
        for (case, open) in office.cases.open_until.iter_mut().enumerate() {
            *open = if limits[case] == Some(limit) {
                all[case]
            } else {
                Some(0)
            };
        }
        let part = lateness(&office.cases, &office.work, limit, step_limits);
        whole.cases += part.cases;
        whole.late += part.late;
        whole.late_days += part.late_days;
        whole.unexplained_days += part.unexplained_days;
        for step in part.steps {
            match steps.get_mut(&step.activity) {
                Some(sum) => {
                    sum.mainly += step.mainly;
                    sum.late_days += step.late_days;
                }
                None => {
                    steps.insert(step.activity.clone(), step);
                }
            }
        }
    }
    office.cases.open_until = all;
    whole.steps = steps.into_values().collect();
    whole
        .steps
        .sort_by(|left, right| right.late_days.total_cmp(&left.late_days));
    whole
}

fn units(
    log: &EventLog,
    office: &OfficeCases,
    finished: &[usize],
    within: impl Fn(usize, f64) -> bool,
) -> Vec<UnitShare> {
    let mut by_unit: BTreeMap<usize, (u64, Vec<i64>)> = BTreeMap::new();
    for &case in finished {
        let Some(unit) = office.units[case] else {
            continue;
        };
        let days = office.days(case);
        let sums = by_unit.entry(unit).or_default();
        sums.0 += u64::from(within(case, days));
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
