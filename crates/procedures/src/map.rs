//! The directly-follows map.

use std::collections::BTreeMap;
use std::ops::Range;

use dondoc_calendar::Calendar;
use dondoc_lake::segment::{Block, ReadAt, Segment, SegmentProblem, Wanted};
use dondoc_lake::{EventLog, Interner, NO_TIME, Names, TraceTable};
use serde::Serialize;

use crate::shards::View;
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
        self.clock_of(span(log))
    }

    /// The clock for all moments from the first to the last, microseconds.
    pub fn clock_of(&self, span: Option<(i64, i64)>) -> Option<WorkClock> {
        let (first, last) = span?;
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
    for time in log.time().iter().copied().chain(log.start().iter()) {
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
        let codes = self.activities(log.activities());
        self.cases += log.cases() as u64;
        let whole = log.time().iter().all(|&t| t == NO_TIME || t % SECOND == 0);
        let (mut trace, mut times) = (Vec::new(), Vec::new());
        for case in 0..log.cases() {
            recode(&mut trace, log.trace(case), &codes);
            if whole {
                times.clear();
                let seconds = log.case_times(case).iter();
                times.extend(seconds.map(|&t| if t == NO_TIME { t } else { t / SECOND }));
                self.case(&trace, &times, true, clock.as_ref());
            } else {
                self.case(&trace, log.case_times(case), false, clock.as_ref());
            }
        }
    }

    /// Takes in some blocks of a segment.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn add_blocks<R: ReadAt>(
        &mut self,
        segment: &Segment<R>,
        blocks: Range<usize>,
        view: View,
        working: Option<&Working>,
    ) -> Result<(), SegmentProblem> {
        let clock = working.and_then(|working| working.clock_of(segment.span()));
        let codes = self.activities(segment.activities());
        let mut block = Block::default();
        let mut trace = Vec::new();
        for number in blocks {
            view.read(segment, number, Wanted::MAP, &mut block)?;
            self.cases += block.lengths.len() as u64;
            let whole = block.tick == SECOND;
            if !whole {
                for time in block.time.iter_mut().filter(|time| **time != NO_TIME) {
                    *time = time.saturating_mul(block.tick);
                }
            }
            let mut from = 0;
            for &length in &block.lengths {
                let to = from + length as usize;
                recode(&mut trace, &block.activity[from..to], &codes);
                self.case(&trace, &block.time[from..to], whole, clock.as_ref());
                from = to;
            }
        }
        Ok(())
    }

    /// Takes in the events of a case; `times` are seconds if `whole`, else
    /// microseconds.
    fn case(&mut self, trace: &[u16], times: &[i64], whole: bool, clock: Option<&WorkClock>) {
        if trace.is_empty() {
            return;
        }
        self.count_trace(trace, 1);
        match (clock, whole) {
            (Some(clock), true) => {
                self.walk::<true, true>(trace, times, |t| clock.elapsed_seconds(t));
            }
            (Some(clock), false) => self.walk::<false, true>(trace, times, |t| clock.elapsed(t)),
            (None, true) => self.walk::<true, false>(trace, times, |_| 0),
            (None, false) => self.walk::<false, false>(trace, times, |_| 0),
        }
        if let Some(span) = case_span(times) {
            push(&mut self.throughput, span, whole);
        }
    }

    /// Steps through a case.
    #[inline]
    fn walk<const WHOLE: bool, const WORKING: bool>(
        &mut self,
        trace: &[u16],
        times: &[i64],
        elapsed: impl Fn(i64) -> i64,
    ) {
        let mut steps = trace.iter().zip(times);
        let look = |time: i64| if time == NO_TIME { 0 } else { elapsed(time) };
        let Some((&from, &time)) = steps.next() else {
            return;
        };
        let (mut from, mut before, mut done) = (from, time, look(time));
        for (&to, &now) in steps {
            let slot = self.slots.of(from, to, &mut self.edges);
            let edge = &mut self.edges[slot];
            edge.n += 1;
            let done_now = look(now);
            if before != NO_TIME && now != NO_TIME {
                push(&mut edge.wall, now.saturating_sub(before), WHOLE);
                if WORKING {
                    push(&mut edge.working, done_now - done, WHOLE);
                }
            }
            (from, before, done) = (to, now, done_now);
        }
    }

    pub(crate) fn count_trace(&mut self, trace: &[u16], cases: u64) {
        let variant = self.traces.code(trace) as usize;
        if variant == self.trace_cases.len() {
            self.trace_cases.push(0);
        }
        self.trace_cases[variant] += cases;
    }

    fn activities(&mut self, names: &Names) -> Vec<u16> {
        self.codes_of(names.iter())
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
            .map(|((from, to), part)| {
                let [median_s, p90_s] = part.wall.quantiles([0.5, 0.9]);
                let [working_median_s, working_p90_s] = part.working.quantiles([0.5, 0.9]);
                Edge {
                    from: names.get(usize::from(from)).to_owned(),
                    to: names.get(usize::from(to)).to_owned(),
                    n: part.n,
                    median_s,
                    p90_s,
                    working_median_s,
                    working_p90_s,
                }
            })
            .collect();
        edges = in_order(edges);
        let mut top_variants = self.trace_cases.clone();
        top_variants.sort_unstable_by(|a, b| b.cmp(a));
        top_variants.truncate(20);
        let (starts, ends) = (endpoints(&starts, names), endpoints(&ends, names));
        let [p50, p90, p99] = self.throughput.quantiles([0.5, 0.9, 0.99]);
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
            throughput_s: Throughput { p50, p90, p99 },
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

fn push(spans: &mut Spans, value: i64, whole: bool) {
    if whole {
        spans.push_seconds(value);
    } else {
        spans.push(value);
    }
}

/// A trace in other codes.
fn recode(into: &mut Vec<u16>, trace: &[u16], codes: &[u16]) {
    into.clear();
    into.extend(trace.iter().map(|&code| codes[usize::from(code)]));
}

/// Most frequent first, then by name.
pub(crate) fn in_order(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| (b.n.cmp(&a.n)).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
    edges
}

/// Activities with a count, most frequent first, then by name.
pub(crate) fn endpoints(counts: &[u64], names: &Names) -> Vec<Endpoint> {
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
}

fn case_span(times: &[i64]) -> Option<i64> {
    let (mut first, mut last) = (i64::MAX, NO_TIME);
    for &time in times {
        // The smallest number stands for no moment.
        last = last.max(time);
        first = first.min(if time == NO_TIME { i64::MAX } else { time });
    }
    (last != NO_TIME).then(|| last.saturating_sub(first))
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
