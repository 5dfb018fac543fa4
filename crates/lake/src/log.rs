//! The events of cases, as columns.

use std::ops::Range;

use crate::attribute::{Attribute, Level, Values};
use crate::moments::Moments;
use crate::names::Names;

/// No moment is known.
pub const NO_TIME: i64 = i64::MIN;
/// No resource or text value is known.
pub const NO_CODE: u32 = u32::MAX;
/// No unit is known.
pub const NO_UNIT: u16 = u16::MAX;

/// What an event says about its activity (XES `lifecycle:transition`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Lifecycle {
    /// It ended; also where the source says nothing.
    Complete = 0,
    /// It began.
    Start = 1,
    /// Anything else: scheduled, assigned, suspended, withdrawn and so on.
    Other = 2,
}

/// Which offsets from UTC the moments of a source were written with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Zones {
    /// Offsets in minutes that stood in the source, with how many moments had each.
    pub offsets: Vec<(i16, u64)>,
    /// Moments without an offset.
    pub naive: u64,
    /// The zone in which these were read.
    pub assumed: String,
}

impl Zones {
    /// Counts those of another source too.
    pub fn add(&mut self, other: &Self) {
        for &(offset, count) in &other.offsets {
            match self.offsets.iter_mut().find(|(own, _)| *own == offset) {
                Some((_, sum)) => *sum += count,
                None => self.offsets.push((offset, count)),
            }
        }
        self.offsets.sort_unstable();
        self.naive += other.naive;
        if self.assumed.is_empty() || other.naive > 0 {
            self.assumed.clone_from(&other.assumed);
        }
    }
}

/// The events of cases, as columns; the events of a case lie side by side.
///
/// All event columns have [`EventLog::events`] values or, when the source has
/// no such column, none. Times are microseconds since 1970 UTC, [`NO_TIME`]
/// where none is known.
#[derive(Debug, Clone, Default, PartialEq)]
// INVARIANT: offsets start with 0, never fall, end with the number of events;
// columns are as long as said above; codes are inside their names.
pub struct EventLog {
    pub(crate) offsets: Vec<u32>,
    pub(crate) case_ids: Names,
    pub(crate) activities: Names,
    pub(crate) activity: Vec<u16>,
    pub(crate) time: Vec<i64>,
    pub(crate) start: Moments,
    pub(crate) resources: Names,
    pub(crate) resource: Vec<u32>,
    pub(crate) units: Names,
    pub(crate) unit: Vec<u16>,
    pub(crate) lifecycle: Vec<Lifecycle>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) zones: Zones,
}

impl EventLog {
    /// How many cases there are, those without events included.
    pub fn cases(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.activity.len()
    }

    /// The events of a case, as indices into the columns.
    pub fn case(&self, case: usize) -> Range<usize> {
        match (self.offsets.get(case), self.offsets.get(case + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Where each case begins, and at last the number of events.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// The identifier of a case as the source has it; need not be unique.
    pub fn case_id(&self, case: usize) -> &str {
        self.case_ids.get(case)
    }

    /// Names of the activities.
    pub fn activities(&self) -> &Names {
        &self.activities
    }

    /// The activity of each event.
    pub fn activity(&self) -> &[u16] {
        &self.activity
    }

    /// When each event happened: the activity's completion unless
    /// [`EventLog::lifecycle`] says otherwise.
    pub fn time(&self) -> &[i64] {
        &self.time
    }

    /// When each activity began, in a log that says so; else empty.
    pub fn start(&self) -> &Moments {
        &self.start
    }

    /// Names of the resources (persons' codes, posts, systems).
    pub fn resources(&self) -> &Names {
        &self.resources
    }

    /// Who did each event, [`NO_CODE`] where nobody is named; or empty.
    pub fn resource(&self) -> &[u32] {
        &self.resource
    }

    /// Names of the units.
    pub fn units(&self) -> &Names {
        &self.units
    }

    /// The unit of each event, [`NO_UNIT`] where none is named; or empty.
    pub fn unit(&self) -> &[u16] {
        &self.unit
    }

    /// What each event says about its activity; empty when all completed it.
    pub fn lifecycle(&self) -> &[Lifecycle] {
        &self.lifecycle
    }

    /// Further columns.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Returns a further column by name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }

    /// The offsets in which the source wrote its moments.
    pub fn zones(&self) -> &Zones {
        &self.zones
    }

    /// The moments of a case's events.
    pub fn case_times(&self, case: usize) -> &[i64] {
        self.time.get(self.case(case)).unwrap_or(&[])
    }

    /// The activities of a case, in order.
    pub fn trace(&self, case: usize) -> &[u16] {
        self.activity.get(self.case(case)).unwrap_or(&[])
    }

    /// All traces, in the order of cases.
    pub fn traces(&self) -> impl Iterator<Item = &[u16]> {
        (0..self.cases()).map(|case| self.trace(case))
    }

    /// Bytes held in memory.
    pub fn heap_bytes(&self) -> usize {
        let attributes: usize = self
            .attributes
            .iter()
            .map(|attribute| match &attribute.values {
                Values::Text { codes, names } => codes.capacity() * 4 + names.heap_bytes(),
                Values::Number(numbers) => numbers.capacity() * 8,
                Values::Time(times) => times.capacity() * 8,
            })
            .sum();
        self.offsets.capacity() * 4
            + self.case_ids.heap_bytes()
            + self.activities.heap_bytes()
            + self.resources.heap_bytes()
            + self.units.heap_bytes()
            + self.activity.capacity() * 2
            + self.time.capacity() * 8
            + self.start.heap_bytes()
            + self.resource.capacity() * 4
            + self.unit.capacity() * 2
            + self.lifecycle.capacity()
            + attributes
    }

    /// Gives back the room that columns took to grow.
    pub(crate) fn shrink(&mut self) {
        self.case_ids.shrink();
        self.activity.shrink_to_fit();
        self.time.shrink_to_fit();
        self.start.shrink();
        self.resource.shrink_to_fit();
        self.unit.shrink_to_fit();
        self.lifecycle.shrink_to_fit();
    }

    /// How many cases are not in time order (events without a moment apart).
    pub fn unsorted_cases(&self) -> usize {
        (0..self.cases())
            .filter(|&case| !self.case_times(case).is_sorted())
            .count()
    }

    /// Puts the events of each case in the order of their moments; events of
    /// the same moment keep the order of the file, those without one come first.
    pub fn sort_by_time(&mut self) {
        if self.unsorted_cases() == 0 {
            return;
        }
        let mut order: Vec<u32> = (0..self.time.len())
            .map(|index| u32::try_from(index).unwrap_or(u32::MAX))
            .collect();
        for case in 0..self.cases() {
            let range = self.case(case);
            if let Some(events) = order.get_mut(range) {
                events.sort_by_key(|&event| self.time[event as usize]);
            }
        }
        self.reorder(&order);
    }

    /// Returns the log with only the events that `keep` wants; cases that lose
    /// all of them go too.
    #[must_use]
    pub fn filter_events(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut order = Vec::new();
        let mut cases = Vec::new();
        let mut offsets = vec![0];
        for case in 0..self.cases() {
            let before = order.len();
            order.extend(
                self.case(case)
                    .filter(|&event| keep(event))
                    .map(|event| u32::try_from(event).unwrap_or(u32::MAX)),
            );
            if order.len() > before {
                cases.push(case);
                offsets.push(u32::try_from(order.len()).unwrap_or(u32::MAX));
            }
        }
        self.chosen(&cases, &order, offsets)
    }

    /// Returns the log with only these cases, in this order.
    #[must_use]
    pub fn select_cases(&self, cases: &[usize]) -> Self {
        let mut order = Vec::new();
        let mut offsets = vec![0];
        for &case in cases {
            order.extend(
                self.case(case)
                    .map(|event| u32::try_from(event).unwrap_or(u32::MAX)),
            );
            offsets.push(u32::try_from(order.len()).unwrap_or(u32::MAX));
        }
        self.chosen(cases, &order, offsets)
    }

    /// Returns the log with only the events that completed their activity.
    ///
    /// Activities that then stand on no event keep their codes; see
    /// [`EventLog::activities_seen`].
    #[must_use]
    pub fn complete_only(&self) -> Self {
        if self.lifecycle.is_empty() {
            return self.filter_events(|_| true);
        }
        self.filter_events(|event| self.lifecycle[event] == Lifecycle::Complete)
    }

    /// How many activities stand on at least one event.
    pub fn activities_seen(&self) -> usize {
        let mut seen = vec![false; self.activities.len()];
        for &code in &self.activity {
            if let Some(seen) = seen.get_mut(usize::from(code)) {
                *seen = true;
            }
        }
        seen.iter().filter(|seen| **seen).count()
    }

    fn chosen(&self, cases: &[usize], order: &[u32], offsets: Vec<u32>) -> Self {
        let mut log = self.clone();
        log.case_ids = cases.iter().map(|&case| self.case_id(case)).collect();
        log.offsets = offsets;
        for attribute in &mut log.attributes {
            if attribute.level == Level::Case {
                let order: Vec<u32> = cases
                    .iter()
                    .map(|&case| u32::try_from(case).unwrap_or(u32::MAX))
                    .collect();
                pick_values(&mut attribute.values, &order);
            }
        }
        log.reorder(order);
        log
    }

    fn reorder(&mut self, order: &[u32]) {
        pick(&mut self.activity, order);
        pick(&mut self.time, order);
        self.start.pick(order);
        pick(&mut self.resource, order);
        pick(&mut self.unit, order);
        pick(&mut self.lifecycle, order);
        for attribute in &mut self.attributes {
            if attribute.level == Level::Event {
                pick_values(&mut attribute.values, order);
            }
        }
    }
}

/// Brings `column` into the order given; a column that is not there stays so.
pub(crate) fn pick<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
    if !column.is_empty() {
        *column = order.iter().map(|&from| column[from as usize]).collect();
    }
}

pub(crate) fn pick_values(values: &mut Values, order: &[u32]) {
    match values {
        Values::Text { codes, .. } => pick(codes, order),
        Values::Number(numbers) => pick(numbers, order),
        Values::Time(times) => pick(times, order),
    }
}
