//! Clocks of site clearance: each step's time limit by the law of its day.

use std::collections::BTreeMap;

use dondoc_calendar::{Calendar, CountUnit, Deadline, Rule};
use jiff::ToSpan as _;
use jiff::civil::Date;
use smol_str::SmolStr;

use super::law::{Law, StepRule};
use super::project::Area;

/// A step of an area, with its clock.
#[derive(Debug, Clone)]
pub struct Clock<'a> {
    /// The rule that held when the step before it was done, or holds now.
    pub rule: &'a StepRule,
    /// Done on.
    pub done: Option<Date>,
    /// Not before this day, where the law makes people wait.
    pub not_before: Option<Date>,
    /// Due, with its proof, where the law sets a limit and the step before it was
    /// done.
    pub due: Option<Deadline>,
    /// Days late as of the day asked for, or when it was done.
    pub late_days: i64,
    /// It was done before the law's waiting time had passed.
    pub too_early: bool,
}

/// Returns the clocks of an area as of a day, in the order of the law's steps.
///
/// A step's limit counts from the day of the step before it, by the rule that
/// held on that day: a change of the law does not move clocks that run.
pub fn clocks<'a>(law: &'a Law, area: &Area, calendar: &Calendar, as_of: Date) -> Vec<Clock<'a>> {
    let mut done: BTreeMap<&SmolStr, Date> = BTreeMap::new();
    for step in area.steps.iter().filter(|step| step.on <= as_of) {
        done.insert(&step.step, step.on);
    }
    let agricultural = area.on(as_of).is_none_or(|state| state.agricultural);
    let mut clocks: Vec<Clock<'a>> = Vec::new();
    let mut seen: Vec<&SmolStr> = Vec::new();
    for rule in &law.clearance {
        if seen.contains(&&rule.step) {
            continue;
        }
        seen.push(&rule.step);
        let begun = rule
            .after
            .as_ref()
            .and_then(|after| done.get(after))
            .copied();
        let own = done.get(&rule.step).copied();
        let day = begun.or(own).unwrap_or(as_of);
        let versions = law.clearance.iter().filter(|it| it.step == rule.step);
        let Some(rule) = versions
            .clone()
            .find(|it| it.basis.holds(day))
            .or(Some(rule))
        else {
            continue;
        };
        let waits = rule
            .at_least
            .map(|(farm, other)| if agricultural { farm } else { other });
        let not_before = begun
            .zip(waits)
            .and_then(|(begun, days)| begun.checked_add(i64::from(days).days()).ok());
        let due = begun.zip(rule.within).and_then(|(begun, count)| {
            let within = Rule::Within {
                count,
                unit: CountUnit::Days,
                since: None,
            };
            within.due(begun.at(0, 0, 0, 0), calendar, &[]).ok()
        });
        let until = own.unwrap_or(as_of);
        let late_days = due.as_ref().map_or(0, |due| {
            let over = until
                .since(due.due.date())
                .map_or(0, |span| span.get_days());
            i64::from(over.max(0))
        });
        clocks.push(Clock {
            rule,
            done: own,
            not_before,
            due,
            late_days,
            too_early: own.zip(not_before).is_some_and(|(own, from)| own < from),
        });
    }
    clocks
}
