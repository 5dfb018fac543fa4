//! A block of a segment, decoded column by column.

use super::ints::{NOTHING, Packing, unpack};
use super::plain::Plain;
use super::read::Segment;
use super::{Chunk, SegmentProblem, column};
use crate::attribute::Level;
use crate::log::{Lifecycle, NO_CODE, NO_TIME, NO_UNIT, pick};
use crate::names::Names;

/// Which columns of a block are wanted, besides lengths and activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Wanted {
    pub ids: bool,
    pub time: bool,
    pub start: bool,
    pub resource: bool,
    pub unit: bool,
    pub lifecycle: bool,
    pub further: bool,
}

impl Wanted {
    /// All of them.
    pub const ALL: Self = Self {
        ids: true,
        time: true,
        start: true,
        resource: true,
        unit: true,
        lifecycle: true,
        further: true,
    };

    /// What a map needs.
    pub const MAP: Self = Self {
        ids: false,
        time: true,
        start: false,
        resource: false,
        unit: false,
        lifecycle: false,
        further: false,
    };

    /// Nothing else.
    pub const TRACES: Self = Self {
        time: false,
        ..Self::MAP
    };

    pub(super) fn column(self, number: u32) -> bool {
        match number {
            column::LENGTHS | column::ACTIVITY => true,
            column::IDS => self.ids,
            // Starts are kept by their distance from the completion.
            column::FIRST | column::STEP => self.time || self.start,
            column::START => self.start,
            column::RESOURCE => self.resource,
            column::UNIT => self.unit,
            column::LIFECYCLE => self.lifecycle,
            _ => self.further,
        }
    }
}

/// Some cases of a segment, decoded. Columns that are not there, or were not
/// asked for, are empty.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Events of each case.
    pub lengths: Vec<u32>,
    /// Identifiers of the cases.
    pub ids: Names,
    /// The activity of each event, by code.
    pub activity: Vec<u16>,
    /// When each event happened, in ticks since 1970 UTC; [`NO_TIME`] where unknown.
    pub time: Vec<i64>,
    /// When each activity began, likewise.
    pub start: Vec<i64>,
    /// Microseconds a tick: 1,000,000, 1,000 or 1.
    pub tick: i64,
    /// Who, by code; [`NO_CODE`] where nobody is named.
    pub resource: Vec<u32>,
    /// The unit, by code; [`NO_UNIT`] where none is named.
    pub unit: Vec<u16>,
    /// What each event says about its activity.
    pub lifecycle: Vec<Lifecycle>,
    pub(super) further: Vec<Vec<i64>>,
    pub(super) bytes: Vec<u8>,
    firsts: Vec<i64>,
}

impl<R> Segment<R> {
    pub(super) fn decode(
        &self,
        chunk: &Chunk,
        bytes: &[u8],
        cases: usize,
        events: usize,
        into: &mut Block,
    ) -> Result<(), SegmentProblem> {
        let packing = chunk.packing;
        match chunk.column {
            column::LENGTHS => {
                let mut sum = 0_u64;
                let out = &mut into.lengths;
                unpack(packing, bytes, cases, |value| {
                    let length = u32::try_from(value).unwrap_or(u32::MAX);
                    sum = sum.saturating_add(length.into());
                    out.push(length);
                })?;
                if sum != events as u64 {
                    return Err(SegmentProblem::Inconsistent {
                        what: "case length",
                    });
                }
            }
            column::IDS => {
                let mut plain = Plain::new(bytes);
                let mut text = Vec::new();
                for _ in 0..cases {
                    let (shared, more) = (plain.number()? as usize, plain.count()?);
                    if shared > text.len() {
                        return Err(SegmentProblem::Inconsistent { what: "identifier" });
                    }
                    text.truncate(shared);
                    text.extend_from_slice(plain.take(more)?);
                    let id = std::str::from_utf8(&text);
                    into.ids
                        .push(id.map_err(|_| SegmentProblem::Inconsistent { what: "identifier" })?);
                }
            }
            column::ACTIVITY => {
                let most = self.activities.len();
                codes(packing, bytes, events, most, &mut into.activity, u16::MAX)?;
            }
            column::FIRST => {
                let out = &mut into.firsts;
                unpack(packing, bytes, cases, |value| out.push(value))?;
            }
            column::STEP => into.steps(packing, bytes, events)?,
            column::START => {
                let (times, out) = (&into.time, &mut into.start);
                unpack(packing, bytes, events, |value| {
                    let time = times.get(out.len()).copied().unwrap_or(NO_TIME);
                    out.push(match (value, time) {
                        (NOTHING, _) => NO_TIME,
                        (value, NO_TIME) => value,
                        (value, time) => time.wrapping_sub(value),
                    });
                })?;
            }
            column::RESOURCE => {
                let most = self.resources.len();
                codes(packing, bytes, events, most, &mut into.resource, NO_CODE)?;
            }
            column::UNIT => {
                let most = self.units.len();
                codes(packing, bytes, events, most, &mut into.unit, NO_UNIT)?;
            }
            column::LIFECYCLE => {
                let out = &mut into.lifecycle;
                unpack(packing, bytes, events, |value| {
                    out.push(match value {
                        0 => Lifecycle::Complete,
                        1 => Lifecycle::Start,
                        _ => Lifecycle::Other,
                    });
                })?;
            }
            number => {
                let place = (number.checked_sub(column::FURTHER)).unwrap_or(u32::MAX) as usize;
                let (Some(further), Some(out)) =
                    (self.further.get(place), into.further.get_mut(place))
                else {
                    return Err(SegmentProblem::Inconsistent { what: "column" });
                };
                let count = match further.level {
                    Level::Case => cases,
                    Level::Event => events,
                };
                unpack(packing, bytes, count, |value| out.push(value))?;
            }
        }
        Ok(())
    }
}

impl Block {
    /// Puts the events of each case in the order of their moments; those of one
    /// moment keep their order, those without one come first.
    pub fn sort_by_time(&mut self) {
        let mut order: Vec<u32> = Vec::new();
        let mut from = 0;
        for &length in &self.lengths {
            let to = from + length as usize;
            let times = self.time.get(from..to).unwrap_or(&[]);
            if !times.is_sorted() {
                if order.is_empty() {
                    order = (0..u32::try_from(self.time.len()).unwrap_or(u32::MAX)).collect();
                }
                order[from..to].sort_by_key(|&event| self.time[event as usize]);
            }
            from = to;
        }
        if !order.is_empty() {
            self.pick(&order);
        }
    }

    /// Keeps the events that completed their activity; cases that lose all of
    /// them go too. Needs the lifecycle, where there is one.
    pub fn complete_only(&mut self) {
        let mut order: Vec<u32> = Vec::new();
        let mut lengths = Vec::new();
        let mut ids = Names::default();
        let mut from = 0;
        for (case, &length) in self.lengths.iter().enumerate() {
            let before = order.len();
            let to = from + length;
            order.extend((from..to).filter(|&event| {
                let said = self.lifecycle.get(event as usize);
                said.is_none_or(|&said| said == Lifecycle::Complete)
            }));
            if order.len() > before {
                lengths.push(u32::try_from(order.len() - before).unwrap_or(u32::MAX));
                if !self.ids.is_empty() {
                    ids.push(self.ids.get(case));
                }
            }
            from = to;
        }
        self.lengths = lengths;
        self.ids = ids;
        self.pick(&order);
    }

    fn pick(&mut self, order: &[u32]) {
        pick(&mut self.activity, order);
        pick(&mut self.time, order);
        pick(&mut self.start, order);
        pick(&mut self.resource, order);
        pick(&mut self.unit, order);
        pick(&mut self.lifecycle, order);
        // Further columns are only read where a whole log is made.
        self.further.iter_mut().for_each(Vec::clear);
    }

    pub(super) fn clear(&mut self, tick: i64, further: usize) {
        self.lengths.clear();
        self.ids.clear();
        self.activity.clear();
        self.time.clear();
        self.start.clear();
        self.resource.clear();
        self.unit.clear();
        self.lifecycle.clear();
        self.firsts.clear();
        self.further.iter_mut().for_each(Vec::clear);
        self.further.resize(further, Vec::new());
        self.tick = tick;
    }

    /// Times of all events from the first of each case and the steps between.
    fn steps(
        &mut self,
        packing: Packing,
        bytes: &[u8],
        events: usize,
    ) -> Result<(), SegmentProblem> {
        if self.firsts.len() != self.lengths.len() {
            return Err(SegmentProblem::Inconsistent { what: "column" });
        }
        let out = &mut self.time;
        out.reserve(events);
        unpack(packing, bytes, events, |step| out.push(step))?;
        let mut from = 0;
        for (&length, &first) in self.lengths.iter().zip(&self.firsts) {
            let to = from + length as usize;
            let Some(steps) = out.get_mut(from..to) else {
                return Err(SegmentProblem::Inconsistent {
                    what: "case length",
                });
            };
            let mut now = first;
            for step in steps {
                if *step != NOTHING {
                    now = now.wrapping_add(*step);
                    *step = now;
                }
            }
            from = to;
        }
        Ok(())
    }
}

fn codes<T: Copy + TryFrom<i64>>(
    packing: Packing,
    bytes: &[u8],
    count: usize,
    most: usize,
    out: &mut Vec<T>,
    none: T,
) -> Result<(), SegmentProblem> {
    let most = most as i64;
    let mut fits = true;
    out.reserve(count);
    unpack(packing, bytes, count, |value| {
        let inside = (0..most).contains(&value);
        fits &= inside || value == NOTHING;
        out.push(match T::try_from(value) {
            Ok(code) if inside => code,
            _ => none,
        });
    })?;
    if fits {
        Ok(())
    } else {
        Err(SegmentProblem::Inconsistent { what: "code" })
    }
}
