//! The directly-follows map.

use std::collections::BTreeMap;

use dondoc_calendar::Calendar;
use dondoc_lake::{EventLog, Interner, NO_TIME, TraceTable};
use serde::Serialize;

use crate::spans::Spans;
use crate::work_clock::{SECOND, WorkClock};

/// Calendar and offset from UTC by which working time is counted.
#[derive(Debug, Clone)]
pub struct Working {
    /// Working days and hours.
    pub calendar: Calendar,
    /// Seconds east of UTC of the offices.
    pub offset_seconds: i32,
}

impl Working {
    /// Offices at UTC+7, as all of Việt Nam.
    pub fn vietnam(calendar: Calendar) -> Self {
        Self {
            calendar,
            offset_seconds: 7 * 3600,
        }
    }

    /// The clock for all moments of a log; `None` when it has no moment.
    pub fn clock(&self, log: &EventLog) -> Option<WorkClock> {
        let (first, last) = span(log)?;
        Some(WorkClock::new(
            &self.calendar,
            self.offset_seconds,
            first,
            last,
        ))
    }
}

/// First and last moment of a log, starts of activities included.
pub(crate) fn span(log: &EventLog) -> Option<(i64, i64)> {
    let mut first = i64::MAX;
    let mut last = i64::MIN;
    for &time in log.time().iter().chain(log.start()) {
        if time != NO_TIME {
            first = first.min(time);
            last = last.max(time);
        }
    }
    (first <= last).then_some((first, last))
}

/// One activity followed directly by another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// The earlier activity.
    pub from: String,
    /// The later one.
    pub to: String,
    /// How often.
    pub n: u64,
    /// Median time between them, seconds.
    pub median_s: Option<f64>,
    /// Ninetieth percentile, seconds.
    pub p90_s: Option<f64>,
    /// Median in seconds of office time.
    pub working_median_s: Option<f64>,
    /// Ninetieth percentile in seconds of office time.
    pub working_p90_s: Option<f64>,
}

/// Exact quantiles of the time from first to last event of each case, seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Throughput {
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p99: Option<f64>,
}

/// How often an activity begins or ends a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// The activity.
    pub activity: String,
    /// Cases.
    pub n: u64,
}

/// The directly-follows map of a log, finished.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcessMap {
    /// Cases, those without events included.
    pub cases: u64,
    /// Events.
    pub events: u64,
    /// Activities that stand on at least one event.
    pub activities: usize,
    /// Distinct sequences of activities.
    pub variants: usize,
    /// Cases of the twenty most frequent variants.
    pub top_variants: Vec<u64>,
    /// Distinct pairs of activities that follow one another.
    pub dfg_edges: usize,
    /// Pairs of neighbouring events.
    pub dfg_total: u64,
    /// Distinct first activities.
    pub start_activities: usize,
    /// Distinct last activities.
    pub end_activities: usize,
    /// From first to last event of a case.
    pub throughput_s: Throughput,
    /// All pairs, most frequent first, then by name.
    pub edges: Vec<Edge>,
    /// First activities, most frequent first, then by name.
    pub starts: Vec<Endpoint>,
    /// Last activities, likewise.
    pub ends: Vec<Endpoint>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct EdgePart {
    pub(crate) n: u64,
    pub(crate) wall: Spans,
    pub(crate) working: Spans,
}

/// A map as far as it has come: takes in logs and other parts, in any order,
/// with the same result.
///
/// Cases must not be split over parts.
#[derive(Debug, Clone, Default)]
pub struct MapPart {
    pub(crate) names: Interner,
    pub(crate) cases: u64,
    pub(crate) slots: Slots,
    pub(crate) edges: Vec<EdgePart>,
    pub(crate) traces: TraceTable,
    pub(crate) trace_cases: Vec<u64>,
    pub(crate) throughput: Spans,
}

impl MapPart {
    /// Takes in the cases of a log, in the order of events that it has.
    pub fn add(&mut self, log: &EventLog, working: Option<&Working>) {
        let clock = working.and_then(|working| working.clock(log));
        let codes = self.codes_of(log.activities().iter());
        self.cases += log.cases() as u64;
        let whole = log.time().iter().all(|&t| t == NO_TIME || t % SECOND == 0);
        let mut buffer = Vec::new();
        for case in 0..log.cases() {
            let range = log.case(case);
            if range.is_empty() {
                continue;
            }
            buffer.clear();
            let trace = &log.activity()[range.clone()];
            buffer.extend(trace.iter().map(|&code| codes[usize::from(code)]));
            self.count_trace(&buffer, 1);
            let times = &log.time()[range];
            match (&clock, whole) {
                (Some(clock), true) => self.walk(&buffer, times, SECOND, |second| {
                    clock.elapsed_seconds(second)
                }),
                (Some(clock), false) => self.walk(&buffer, times, 1, |t| clock.elapsed(t)),
                (None, _) => self.walk_wall(&buffer, times),
            }
            if let Some(span) = case_span(times) {
                self.throughput.push(span);
            }
        }
    }

    /// Steps through a case; `unit` is how many microseconds `elapsed` counts in.
    fn walk(&mut self, trace: &[u16], times: &[i64], unit: i64, elapsed: impl Fn(i64) -> i64) {
        let push = |spans: &mut Spans, value: i64| {
            if unit == SECOND {
                spans.push_seconds(value);
            } else {
                spans.push(value);
            }
        };
        let mut before: Option<(i64, i64)> = None;
        for (place, &time) in times.iter().enumerate() {
            let now = (time != NO_TIME).then(|| {
                let time = if unit == SECOND { time / SECOND } else { time };
                (time, elapsed(time))
            });
            if place > 0 {
                let slot = self
                    .slots
                    .of(trace[place - 1], trace[place], &mut self.edges);
                let edge = &mut self.edges[slot];
                edge.n += 1;
                if let (Some(before), Some(now)) = (before, now) {
                    push(&mut edge.wall, now.0 - before.0);
                    push(&mut edge.working, now.1 - before.1);
                }
            }
            before = now;
        }
    }

    fn walk_wall(&mut self, trace: &[u16], times: &[i64]) {
        for place in 1..trace.len() {
            let slot = self
                .slots
                .of(trace[place - 1], trace[place], &mut self.edges);
            let edge = &mut self.edges[slot];
            edge.n += 1;
            let (before, now) = (times[place - 1], times[place]);
            if before != NO_TIME && now != NO_TIME {
                edge.wall.push(now.saturating_sub(before));
            }
        }
    }

    pub(crate) fn count_trace(&mut self, trace: &[u16], cases: u64) {
        let variant = self.traces.code(trace) as usize;
        if variant == self.trace_cases.len() {
            self.trace_cases.push(0);
        }
        self.trace_cases[variant] += cases;
    }

    /// Own codes for names of another numbering; room is made for new ones.
    pub(crate) fn codes_of<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> Vec<u16> {
        let codes = names
            .map(|name| u16::try_from(self.names.code(name)).unwrap_or(u16::MAX))
            .collect();
        self.slots.make_room(self.names.len());
        codes
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: Self) {
        let codes = self.codes_of(other.names.names().iter());
        self.cases += other.cases;
        let mut buffer = Vec::new();
        for (variant, &cases) in other.trace_cases.iter().enumerate() {
            buffer.clear();
            let trace = other.traces.trace(variant);
            buffer.extend(trace.iter().map(|&code| codes[usize::from(code)]));
            self.count_trace(&buffer, cases);
        }
        let pairs = other.slots.pairs();
        for ((from, to), part) in pairs.into_iter().zip(other.edges) {
            let (from, to) = (codes[usize::from(from)], codes[usize::from(to)]);
            let slot = self.slots.of(from, to, &mut self.edges);
            let edge = &mut self.edges[slot];
            edge.n += part.n;
            edge.wall.merge(part.wall);
            edge.working.merge(part.working);
        }
        self.throughput.merge(other.throughput);
    }

    /// Computes the quantiles and brings all in order.
    pub fn finish(mut self) -> ProcessMap {
        let names = self.names.names();
        let count = names.len();
        let (mut seen, mut starts, mut ends) =
            (vec![0_u64; count], vec![0_u64; count], vec![0_u64; count]);
        for (variant, &cases) in self.trace_cases.iter().enumerate() {
            let trace = self.traces.trace(variant);
            for &code in trace {
                seen[usize::from(code)] += cases;
            }
            if let (Some(&first), Some(&last)) = (trace.first(), trace.last()) {
                starts[usize::from(first)] += cases;
                ends[usize::from(last)] += cases;
            }
        }
        let pairs = self.slots.pairs();
        let mut edges: Vec<Edge> = pairs
            .into_iter()
            .zip(&mut self.edges)
            .map(|((from, to), part)| Edge {
                from: names.get(usize::from(from)).to_owned(),
                to: names.get(usize::from(to)).to_owned(),
                n: part.n,
                median_s: part.wall.quantile(0.5),
                p90_s: part.wall.quantile(0.9),
                working_median_s: part.working.quantile(0.5),
                working_p90_s: part.working.quantile(0.9),
            })
            .collect();
        edges.sort_by(|a, b| (b.n.cmp(&a.n)).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        let mut top_variants = self.trace_cases.clone();
        top_variants.sort_unstable_by(|a, b| b.cmp(a));
        top_variants.truncate(20);
        let endpoints = |counts: &[u64]| {
            let mut list: Vec<Endpoint> = counts
                .iter()
                .zip(names.iter())
                .filter(|(n, _)| **n > 0)
                .map(|(&n, name)| Endpoint {
                    activity: name.to_owned(),
                    n,
                })
                .collect();
            list.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.activity.cmp(&b.activity)));
            list
        };
        let (starts, ends) = (endpoints(&starts), endpoints(&ends));
        ProcessMap {
            cases: self.cases,
            events: seen.iter().sum(),
            activities: seen.iter().filter(|n| **n > 0).count(),
            variants: self.trace_cases.len(),
            top_variants,
            dfg_edges: edges.len(),
            dfg_total: edges.iter().map(|edge| edge.n).sum(),
            start_activities: starts.len(),
            end_activities: ends.len(),
            throughput_s: Throughput {
                p50: self.throughput.quantile(0.5),
                p90: self.throughput.quantile(0.9),
                p99: self.throughput.quantile(0.99),
            },
            edges,
            starts,
            ends,
        }
    }
}

impl ProcessMap {
    /// The map of one log.
    pub fn of(log: &EventLog, working: Option<&Working>) -> Self {
        let mut part = MapPart::default();
        part.add(log, working);
        part.finish()
    }
}

fn case_span(times: &[i64]) -> Option<i64> {
    let known = times.iter().copied().filter(|&t| t != NO_TIME);
    let first = known.clone().min()?;
    let last = known.max()?;
    Some(last.saturating_sub(first))
}

/// Where each pair of activities has its edge: a square table while that is
/// small, a tree beyond.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    width: usize,
    table: Vec<u32>,
    tree: BTreeMap<(u16, u16), u32>,
    list: Vec<(u16, u16)>,
}

impl Slots {
    /// A table of more activities than this would take over 16 MB.
    const WIDEST: usize = 2_048;

    fn make_room(&mut self, activities: usize) {
        if activities <= self.width {
            return;
        }
        if activities > Self::WIDEST {
            self.width = 0;
            self.table = Vec::new();
            self.tree = (0_u32..)
                .zip(&self.list)
                .map(|(slot, &pair)| (pair, slot))
                .collect();
            return;
        }
        self.width = activities.next_power_of_two().max(32);
        self.table = vec![0; self.width * self.width];
        for (slot, &(from, to)) in (1_u32..).zip(&self.list) {
            self.table[usize::from(from) * self.width + usize::from(to)] = slot;
        }
    }

    #[inline]
    pub(crate) fn of(&mut self, from: u16, to: u16, edges: &mut Vec<EdgePart>) -> usize {
        if self.width > 0 {
            let at = usize::from(from) * self.width + usize::from(to);
            let slot = self.table[at];
            if slot != 0 {
                return slot as usize - 1;
            }
            self.table[at] = self.add(from, to, edges) + 1;
            return self.list.len() - 1;
        }
        if let Some(&slot) = self.tree.get(&(from, to)) {
            return slot as usize;
        }
        let slot = self.add(from, to, edges);
        self.tree.insert((from, to), slot);
        slot as usize
    }

    fn add(&mut self, from: u16, to: u16, edges: &mut Vec<EdgePart>) -> u32 {
        let slot = u32::try_from(self.list.len()).unwrap_or(u32::MAX - 1);
        self.list.push((from, to));
        edges.push(EdgePart::default());
        slot
    }

    pub(crate) fn pairs(&self) -> Vec<(u16, u16)> {
        self.list.clone()
    }
}
