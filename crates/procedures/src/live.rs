//! A map and deadlines that follow events one by one.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_lake::{Interner, NO_TIME};

use crate::deadlines::{Deadlines, Definition};
use crate::map::{Edge, Endpoint, ProcessMap, Throughput, Working, endpoints, in_order};
use crate::ranks::Ranks;
use crate::work_clock::{SECOND, WorkClock};

/// The order of events in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrival {
    /// As they come in.
    #[default]
    AsItComes,
    /// By their moments; those of one moment as they come in. One that comes late
    /// is put where it belongs.
    ByTime,
}

/// Microseconds of a year, by which the clock is built ahead.
const YEAR: i64 = 366 * 86_400 * SECOND;

/// The map and the deadlines of all cases seen so far.
///
/// Each event takes microseconds, whatever was before; [`Live::map`] equals
/// [`ProcessMap::of`] the same events, and [`Live::deadlines`] equals
/// [`Deadlines::of`] by the last event.
#[derive(Debug, Clone)]
pub struct Live {
    arrival: Arrival,
    working: Option<Working>,
    clock: Option<(WorkClock, i64, i64)>,
    activities: Interner,
    ids: Interner,
    cases: Vec<Case>,
    edges: BTreeMap<(u16, u16), LiveEdge>,
    throughput: Ranks,
    seen: Vec<u64>,
    starts: Vec<u64>,
    ends: Vec<u64>,
    trie: Trie,
    due: DueCases,
}

#[derive(Debug, Clone, Default)]
struct Case {
    /// All its events where late ones are put in place, else the last.
    events: Vec<(i64, u16)>,
    first: Option<i64>,
    last: Option<i64>,
    node: u32,
    due: Option<i64>,
    class: Class,
}

/// Where a case stands against its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Class {
    #[default]
    Unknown,
    OnTime,
    /// By so many microseconds.
    Late(i64),
    Running,
}

#[derive(Debug, Clone, Default)]
struct LiveEdge {
    n: u64,
    wall: Ranks,
    working: Ranks,
}

/// Sequences of activities as paths from the root, and how many cases end at each.
#[derive(Debug, Clone)]
struct Trie {
    next: BTreeMap<(u32, u16), u32>,
    cases: Vec<u64>,
    variants: usize,
}

impl Default for Trie {
    fn default() -> Self {
        Self {
            next: BTreeMap::new(),
            cases: vec![0],
            variants: 0,
        }
    }
}

impl Trie {
    const ROOT: u32 = 0;

    fn step(&mut self, node: u32, activity: u16) -> u32 {
        let fresh = u32::try_from(self.cases.len()).unwrap_or(u32::MAX);
        let node = *self.next.entry((node, activity)).or_insert(fresh);
        if node == fresh {
            self.cases.push(0);
        }
        node
    }

    /// A case left a node or came to one. At the root it has no event.
    fn count(&mut self, node: u32, comes: bool) {
        if node == Self::ROOT {
            return;
        }
        let cases = &mut self.cases[node as usize];
        if comes {
            self.variants += usize::from(*cases == 0);
            *cases += 1;
        } else {
            *cases -= 1;
            self.variants -= usize::from(*cases == 0);
        }
    }
}

#[derive(Debug, Clone, Default)]
struct DueCases {
    /// Steps that end a case; without any, each case has ended.
    ends: Vec<String>,
    is_end: Vec<bool>,
    finished: u64,
    on_time: u64,
    late_micros: i64,
    /// Running cases by deadline: those before the newest moment are overdue.
    ahead: BTreeSet<(i64, u32)>,
    overdue: BTreeSet<(i64, u32)>,
    now: i64,
}

impl Live {
    /// Nothing was seen yet. `ends` are the steps that end a case, for deadlines;
    /// without any, each case has ended with its last event.
    pub fn new(arrival: Arrival, working: Option<Working>, ends: Vec<String>) -> Self {
        Self {
            arrival,
            working,
            clock: None,
            activities: Interner::default(),
            ids: Interner::default(),
            cases: Vec::new(),
            edges: BTreeMap::new(),
            throughput: Ranks::default(),
            seen: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            trie: Trie::default(),
            due: DueCases {
                ends,
                now: NO_TIME,
                ..DueCases::default()
            },
        }
    }

    /// How many cases were seen.
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// Takes in an event: `time` in microseconds since 1970 UTC, or [`NO_TIME`].
    ///
    /// More than 65,535 activities are counted as the last of them.
    pub fn event(&mut self, case: &str, activity: &str, time: i64) {
        let index = self.case(case);
        let activity = self.activity(activity);
        self.see(time);
        let own = &self.cases[index as usize].events;
        let late = own.last().is_some_and(|&(last, _)| time < last);
        if self.arrival == Arrival::ByTime && late {
            // A late one: the case is taken out, put in order and in again.
            let mut events = std::mem::take(&mut self.cases[index as usize].events);
            self.take_out(index, &events);
            let place = events.partition_point(|&(before, _)| before <= time);
            events.insert(place, (time, activity));
            for (time, activity) in events {
                self.append(index, activity, time);
            }
        } else {
            self.append(index, activity, time);
        }
        self.judge(index);
    }

    /// Sets until when a case must be done, microseconds since 1970 UTC.
    pub fn deadline(&mut self, case: &str, due: Option<i64>) {
        let index = self.case(case);
        self.forget(index);
        self.cases[index as usize].due = due;
        self.judge(index);
    }

    fn case(&mut self, id: &str) -> u32 {
        let index = self.ids.code(id);
        if index as usize == self.cases.len() {
            self.cases.push(Case::default());
        }
        index
    }

    fn activity(&mut self, name: &str) -> u16 {
        let code = u16::try_from(self.activities.code(name)).unwrap_or(u16::MAX);
        if usize::from(code) >= self.seen.len() {
            let count = usize::from(code) + 1;
            self.seen.resize(count, 0);
            self.starts.resize(count, 0);
            self.ends.resize(count, 0);
            self.due.is_end.resize(count, false);
            self.due.is_end[count - 1] = self.due.ends.iter().any(|end| end == name);
        }
        code
    }

    /// Looks ahead with the clock, and past deadlines that go by.
    fn see(&mut self, time: i64) {
        if time == NO_TIME {
            return;
        }
        if let Some(working) = &self.working {
            let (first, last) = match &self.clock {
                Some((_, first, last)) => (*first, *last),
                None => (i64::MAX, i64::MIN),
            };
            if time < first || time > last {
                // A new clock counts from another day; only differences are kept.
                let first = first.min(time.saturating_sub(YEAR));
                let last = last.max(time.saturating_add(YEAR));
                let clock = working.clock_of(Some((first, last)));
                self.clock = clock.map(|clock| (clock, first, last));
            }
        }
        if time > self.due.now {
            self.due.now = time;
            while let Some(&(due, case)) = self.due.ahead.first()
                && due < time
            {
                self.due.ahead.pop_first();
                self.due.overdue.insert((due, case));
            }
        }
    }

    fn append(&mut self, index: u32, activity: u16, time: i64) {
        let case = &mut self.cases[index as usize];
        let before = case.events.last().copied();
        if self.arrival == Arrival::AsItComes {
            case.events.clear();
        }
        case.events.push((time, activity));
        let node = self.trie.step(case.node, activity);
        self.trie.count(case.node, false);
        self.trie.count(node, true);
        case.node = node;
        self.seen[usize::from(activity)] += 1;
        match before {
            None => self.starts[usize::from(activity)] += 1,
            Some((at, from)) => {
                self.ends[usize::from(from)] -= 1;
                let spans = spans(self.clock.as_ref(), at, time);
                let edge = self.edges.entry((from, activity)).or_default();
                edge.n += 1;
                if let Some((wall, working)) = spans {
                    edge.wall.insert(wall);
                    if let Some(working) = working {
                        edge.working.insert(working);
                    }
                }
            }
        }
        self.ends[usize::from(activity)] += 1;
        if time != NO_TIME {
            let old = case.first.zip(case.last).map(|(first, last)| last - first);
            let first = case.first.map_or(time, |first| first.min(time));
            let last = case.last.map_or(time, |last| last.max(time));
            (case.first, case.last) = (Some(first), Some(last));
            if old != Some(last - first) {
                if let Some(old) = old {
                    self.throughput.remove(old);
                }
                self.throughput.insert(last - first);
            }
        }
    }

    /// Undoes what [`Live::append`] did for all events of a case.
    fn take_out(&mut self, index: u32, events: &[(i64, u16)]) {
        let case = &mut self.cases[index as usize];
        self.trie.count(case.node, false);
        case.node = Trie::ROOT;
        if let Some((first, last)) = case.first.take().zip(case.last.take()) {
            self.throughput.remove(last - first);
        }
        if let (Some(&(_, first)), Some(&(_, last))) = (events.first(), events.last()) {
            self.starts[usize::from(first)] -= 1;
            self.ends[usize::from(last)] -= 1;
        }
        for &(_, activity) in events {
            self.seen[usize::from(activity)] -= 1;
        }
        for pair in events.windows(2) {
            let [(at, from), (time, to)] = [pair[0], pair[1]];
            let spans = spans(self.clock.as_ref(), at, time);
            if let Some(edge) = self.edges.get_mut(&(from, to)) {
                edge.n -= 1;
                if let Some((wall, working)) = spans {
                    edge.wall.remove(wall);
                    if let Some(working) = working {
                        edge.working.remove(working);
                    }
                }
                if edge.n == 0 {
                    self.edges.remove(&(from, to));
                }
            }
        }
    }

    /// Takes a case out of the counts of deadlines.
    fn forget(&mut self, index: u32) {
        let case = &mut self.cases[index as usize];
        let due = &mut self.due;
        match std::mem::take(&mut case.class) {
            Class::Unknown => {}
            Class::OnTime => {
                due.finished -= 1;
                due.on_time -= 1;
            }
            Class::Late(by) => {
                due.finished -= 1;
                due.late_micros -= by;
            }
            Class::Running => {
                let key = (case.due.unwrap_or(NO_TIME), index);
                let _ = due.ahead.remove(&key) || due.overdue.remove(&key);
            }
        }
    }

    /// Puts a case where it now belongs among the deadlines.
    fn judge(&mut self, index: u32) {
        self.forget(index);
        let case = &mut self.cases[index as usize];
        let due = &mut self.due;
        let (Some(until), Some(&(_, activity))) = (case.due, case.events.last()) else {
            return;
        };
        let ended = due.ends.is_empty() || due.is_end[usize::from(activity)];
        case.class = match case.last.filter(|_| ended) {
            Some(end) if end <= until => Class::OnTime,
            Some(end) => Class::Late(end - until),
            None => Class::Running,
        };
        match case.class {
            Class::Unknown => {}
            Class::OnTime => {
                due.finished += 1;
                due.on_time += 1;
            }
            Class::Late(by) => {
                due.finished += 1;
                due.late_micros += by;
            }
            Class::Running if until < due.now => {
                due.overdue.insert((until, index));
            }
            Class::Running => {
                due.ahead.insert((until, index));
            }
        }
    }

    /// The map as it stands.
    pub fn map(&self) -> ProcessMap {
        let names = self.activities.names();
        let seconds = |ranks: &Ranks, q| ranks.quantile(q).map(|it| it / SECOND as f64);
        let edges = self.edges.iter().map(|(&(from, to), edge)| Edge {
            from: names.get(usize::from(from)).to_owned(),
            to: names.get(usize::from(to)).to_owned(),
            n: edge.n,
            median_s: seconds(&edge.wall, 0.5),
            p90_s: seconds(&edge.wall, 0.9),
            working_median_s: seconds(&edge.working, 0.5),
            working_p90_s: seconds(&edge.working, 0.9),
        });
        let edges = in_order(edges.collect());
        let mut top_variants: Vec<u64> = self.trie.cases.clone();
        top_variants.retain(|&cases| cases > 0);
        top_variants.sort_unstable_by(|a, b| b.cmp(a));
        top_variants.truncate(20);
        let starts: Vec<Endpoint> = endpoints(&self.starts, names);
        let ends: Vec<Endpoint> = endpoints(&self.ends, names);
        ProcessMap {
            cases: self.cases.len() as u64,
            events: self.seen.iter().sum(),
            activities: self.seen.iter().filter(|n| **n > 0).count(),
            variants: self.trie.variants,
            top_variants,
            dfg_edges: edges.len(),
            dfg_total: edges.iter().map(|edge| edge.n).sum(),
            start_activities: starts.len(),
            end_activities: ends.len(),
            throughput_s: Throughput {
                p50: seconds(&self.throughput, 0.5),
                p90: seconds(&self.throughput, 0.9),
                p99: seconds(&self.throughput, 0.99),
            },
            edges,
            starts,
            ends,
        }
    }

    /// How many cases keep their deadline, by their last event, as of the newest one.
    pub fn deadlines(&self) -> Deadlines {
        let due = &self.due;
        let running = (due.ahead.len() + due.overdue.len()) as u64;
        let cases = self.cases.len() as u64;
        Deadlines {
            definition: Definition::LastEvent,
            cases,
            without_deadline: cases - due.finished - running,
            finished: due.finished,
            on_time: due.on_time,
            late: due.finished - due.on_time,
            on_time_share: (due.finished > 0).then(|| due.on_time as f64 / due.finished as f64),
            running,
            running_overdue: due.overdue.len() as u64,
            late_s: due.late_micros as f64 / SECOND as f64,
            late_working_s: None,
            late_working_days_median: None,
            letters: None,
        }
    }
}

/// Microseconds between two moments, in wall and in office time.
fn spans(
    clock: Option<&(WorkClock, i64, i64)>,
    before: i64,
    now: i64,
) -> Option<(i64, Option<i64>)> {
    if before == NO_TIME || now == NO_TIME {
        return None;
    }
    let working = clock.map(|(clock, ..)| clock.elapsed(now) - clock.elapsed(before));
    Some((now.saturating_sub(before), working))
}

#[cfg(test)]
mod tests {
    use dondoc_calendar::Calendar;
    use dondoc_lake::{EventLog, Level, LogBuilder, Row, Zones};
    use proptest::prelude::*;

    use super::*;
    use crate::deadlines::{Due, Question};

    type Events = Vec<(u8, u8, Option<u32>)>;

    fn time(second: Option<u32>) -> i64 {
        second.map_or(NO_TIME, |s| 1_700_000_000_000_000 + i64::from(s) * 500_000)
    }

    fn log(events: &Events, dues: &[Option<u32>]) -> EventLog {
        let mut builder = LogBuilder::default();
        let due = builder.column("due", Level::Case);
        for &(case, activity, at) in events {
            let case = builder.case(&case.to_string());
            builder.push(case, &Row::new(&format!("b{activity}"), time(at)));
        }
        for (case, &at) in dues.iter().enumerate() {
            if at.is_some() && events.iter().any(|&(seen, ..)| usize::from(seen) == case) {
                let case = builder.case(&case.to_string());
                builder.set_time(due, case, time(at));
            }
        }
        // A column of which no value is known is none of moments.
        let first = builder.case(&events[0].0.to_string());
        if dues[usize::from(events[0].0)].is_none() {
            builder.set_time(due, first, NO_TIME);
        }
        builder.finish(Zones::default()).unwrap()
    }

    proptest! {
        #[test]
        fn one_by_one_equals_all_at_once(
            events in prop::collection::vec(
                (0_u8..8, 0_u8..5, prop::option::weighted(0.9, 0_u32..20_000_000)), 1..60),
            dues in prop::collection::vec(prop::option::of(0_u32..20_000_000), 8),
            by_time: bool,
            with_ends: bool,
            dues_first: bool,
        ) {
            let ends: Vec<String> = if with_ends { vec!["b1".into(), "b3".into()] } else { vec![] };
            let working = Some(Working::vietnam(Calendar::default()));
            let arrival = if by_time { Arrival::ByTime } else { Arrival::AsItComes };
            let mut live = Live::new(arrival, working.clone(), ends.clone());
            let told = |live: &mut Live| {
                for (case, &at) in dues.iter().enumerate() {
                    if at.is_some() && events.iter().any(|&(seen, ..)| usize::from(seen) == case) {
                        live.deadline(&case.to_string(), at.map(|at| time(Some(at))));
                    }
                }
            };
            if dues_first {
                told(&mut live);
            }
            for &(case, activity, at) in &events {
                live.event(&case.to_string(), &format!("b{activity}"), time(at));
            }
            if !dues_first {
                told(&mut live);
            }
            let mut log = log(&events, &dues);
            if by_time {
                log.sort_by_time();
            }
            prop_assert_eq!(live.map(), ProcessMap::of(&log, working.as_ref()));
            let question = Question {
                by: Definition::LastEvent,
                due: Due::Column("due".to_owned()),
                result: None,
                ends,
                letters: Vec::new(),
                working: None,
                offset_seconds: 0,
            };
            prop_assert_eq!(live.deadlines(), Deadlines::of(&log, &question).unwrap());
        }
    }
}
