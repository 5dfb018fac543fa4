//! What a change did, held against the units that it did not touch.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_lake::EventLog;
use dondoc_mining::effect::{NoEffect, Series, measure};
use jiff::civil::Date;

use super::office::{OfficeCases, day_of, end_of};
use crate::map::Working;
use crate::quantile::quantiles;
use crate::room::event::{Changed, Found, Linked, Measured, NotYet};
use crate::room::milli;

/// Fewer cases than this after a change say nothing.
const LEAST_CASES: u64 = 20;
const SEED: u64 = 1;

type Month = (i16, i8);
type ByMonth = BTreeMap<Month, (f64, u64)>;

/// Measures what `change` did to the office's working days of a case, by the month in
/// which cases were received, up to the end of `as_of`.
///
/// Months count whole: the one in which the change came, when it did not come on its
/// first day, belongs to neither side; and the last months are left out until
/// ninety-nine in a hundred of their cases have had time to end, since of younger ones
/// only the quick have.
#[must_use]
pub fn effect(
    log: &EventLog,
    working: &Working,
    link: &Linked,
    change: &Changed,
    others: &[&Changed],
    as_of: Date,
) -> Found {
    let office = OfficeCases::of(log, working, link, as_of);
    let touched = |changes: &mut dyn Iterator<Item = &Changed>| -> BTreeSet<String> {
        let units = changes.flat_map(|it| it.units.iter());
        units.map(|unit| unit.to_string()).collect()
    };
    let changed = touched(&mut std::iter::once(change));
    // A unit that another change touched is no control.
    let other = touched(&mut others.iter().copied().filter(|it| it.from <= as_of));
    let last = settled(&office, as_of);
    let mut own: ByMonth = BTreeMap::new();
    let mut controls: BTreeMap<&str, ByMonth> = BTreeMap::new();
    let mut after = 0;
    for case in 0..office.cases.len() {
        let Some(unit) = office.units[case].map(|unit| log.units().get(unit)) else {
            continue;
        };
        let Some(day) = day_of(office.spans[case].0) else {
            continue;
        };
        if office.cases.runs(case) {
            continue;
        }
        let is_own = changed.contains(unit);
        after += u64::from(is_own && day >= change.from);
        if day > last
            || (day.month() == change.from.month()
                && day.year() == change.from.year()
                && change.from.day() > 1)
        {
            continue;
        }
        let months = if is_own {
            &mut own
        } else if other.contains(unit) {
            continue;
        } else {
            controls.entry(unit).or_default()
        };
        let sum = months.entry((day.year(), day.month())).or_default();
        *sum = (sum.0 + office.days(case), sum.1 + 1);
    }
    let months: Vec<Month> = own.keys().copied().collect();
    let first_after = (change.from.year(), change.from.month());
    let place = months
        .iter()
        .position(|&month| month >= first_after)
        .unwrap_or(months.len());
    let series = |unit: &str, by_month: &ByMonth| -> Option<Series> {
        let mean = |month| by_month.get(month).map(|&(sum, count)| sum / count as f64);
        let values: Option<Vec<f64>> = months.iter().map(mean).collect();
        let unit = unit.to_owned();
        values.map(|values| Series { unit, values })
    };
    let controls: Vec<Series> = controls
        .iter()
        .filter_map(|(unit, found)| series(unit, found))
        .collect();
    let months_after = (months.len() - place) as u32;
    let not_yet = |why| Found::NotYet {
        cases: after,
        months: months_after,
        controls: controls.len() as u32,
        why,
    };
    if after < LEAST_CASES {
        return not_yet(NotYet::FewCases);
    }
    let Some(unit) = series("", &own) else {
        return not_yet(NotYet::FewCases);
    };
    match measure(&unit, &controls, place, SEED) {
        Ok(found) => Found::Measured(Measured {
            difference: milli(found.difference),
            low: milli(found.difference_interval.0),
            high: milli(found.difference_interval.1),
            synthetic: milli(found.synthetic),
            placebo_p: milli(found.placebo_p),
            least_p: milli(found.least_p),
            controls: controls.len() as u32,
            months_before: place as u32,
            months_after,
            cases: after,
        }),
        Err(NoEffect::Controls { .. }) => not_yet(NotYet::FewControls),
        Err(NoEffect::Periods { .. }) => not_yet(NotYet::FewMonths),
        Err(NoEffect::Uneven { .. }) => not_yet(NotYet::FewControls),
    }
}

/// The last day whose month is whole and old enough.
fn settled(office: &OfficeCases, as_of: Date) -> Date {
    let ended = (0..office.cases.len()).filter(|&case| !office.cases.runs(case));
    let mut spans: Vec<i64> = ended
        .map(|case| office.spans[case].1 - office.spans[case].0)
        .collect();
    let long = quantiles(&mut spans, [0.99])[0].unwrap_or(0.0) as i64;
    let newest = end_of(as_of) - long;
    let day = day_of(newest).unwrap_or(as_of);
    // The day before the month that is not over.
    start_month(day)
}

fn start_month(day: Date) -> Date {
    let next = day.tomorrow().unwrap_or(day);
    next.first_of_month().yesterday().unwrap_or(day)
}
