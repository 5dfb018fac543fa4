//! The inductive miner with filtering of infrequent behaviour (IMf).
//!
//! A log is cut by its directly-follows graph into a choice, a sequence, parts in
//! parallel or a loop; each part is cut again. Where no cut shows, arcs that are
//! rare beside the commonest arc of the same activity are left out and the cuts
//! are tried once more; where still none shows, a flower allows everything.
//! Every step makes the log smaller or ends, so that it always ends.
//!
//! # Source
//! Leemans, Fahland, van der Aalst, "Discovering block-structured process models
//! from event logs containing infrequent behaviour" (BPM workshops 2013).

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Operator, ProcessTree};

type Trace = Vec<u32>;
type Log = BTreeMap<Trace, u64>;

/// Discovers a process tree from variants with how many cases follow each.
///
/// `noise` from 0 to 1: an arc is rare when it is taken no more often than `noise`
/// times the commonest arc from the same activity. With 0 every case of the log
/// fits the tree.
#[must_use]
pub fn discover(activities: &[String], variants: &[(&[u32], u64)], noise: f64) -> ProcessTree {
    let mut log = Log::new();
    for &(variant, count) in variants {
        *log.entry(variant.to_vec()).or_default() += count;
    }
    let noise = if noise.is_finite() {
        noise.clamp(0.0, 1.0)
    } else {
        0.0
    };
    mine(&log, noise, activities)
}

fn mine(log: &Log, noise: f64, names: &[String]) -> ProcessTree {
    let total: u64 = log.values().sum();
    let empty = log.get(&Vec::new()).copied().unwrap_or(0);
    if empty > 0 {
        let rest: Log = log
            .iter()
            .filter(|(trace, _)| !trace.is_empty())
            .map(|(trace, &count)| (trace.clone(), count))
            .collect();
        if rest.is_empty() {
            return ProcessTree::Silent;
        }
        // Rare emptiness is noise; else the whole may be left out.
        if (empty as f64) < noise * total as f64 {
            return mine(&rest, noise, names);
        }
        return ProcessTree::Node(
            Operator::Choice,
            vec![ProcessTree::Silent, mine(&rest, noise, names)],
        );
    }
    let graph = Graph::of(log);
    if graph.activities.is_empty() {
        return ProcessTree::Silent;
    }
    if let &[only] = graph.activities.as_slice()
        && log.keys().all(|trace| trace.len() == 1)
    {
        return leaf(only, names);
    }
    if let Some(tree) = cut(&graph, log, noise, names) {
        return tree;
    }
    if noise > 0.0
        && let Some(tree) = cut(&graph.without_rare(noise), log, noise, names)
    {
        return tree;
    }
    fall_through(&graph, log, noise, names)
}

fn leaf(activity: u32, names: &[String]) -> ProcessTree {
    names
        .get(activity as usize)
        .map_or(ProcessTree::Silent, |name| {
            ProcessTree::Activity(name.clone())
        })
}

/// The directly-follows graph, its activities renumbered from 0.
#[derive(Clone)]
struct Graph {
    activities: Vec<u32>,
    /// `edges[from * size + to]`.
    edges: Vec<u64>,
    starts: Vec<u64>,
    ends: Vec<u64>,
}

impl Graph {
    fn of(log: &Log) -> Self {
        let activities: Vec<u32> = log
            .keys()
            .flatten()
            .copied()
            .collect::<BTreeSet<u32>>()
            .into_iter()
            .collect();
        let size = activities.len();
        let number = |activity: u32| activities.binary_search(&activity).unwrap_or(0);
        let (mut edges, mut starts, mut ends) =
            (vec![0; size * size], vec![0; size], vec![0; size]);
        for (trace, &count) in log {
            for pair in trace.windows(2) {
                edges[number(pair[0]) * size + number(pair[1])] += count;
            }
            if let (Some(&first), Some(&last)) = (trace.first(), trace.last()) {
                starts[number(first)] += count;
                ends[number(last)] += count;
            }
        }
        Self {
            activities,
            edges,
            starts,
            ends,
        }
    }

    fn size(&self) -> usize {
        self.activities.len()
    }

    fn edge(&self, from: usize, to: usize) -> bool {
        self.edges[from * self.size() + to] > 0
    }

    fn without_rare(&self, noise: f64) -> Self {
        let mut kept = self.clone();
        let size = self.size();
        for from in 0..size {
            let row = &mut kept.edges[from * size..(from + 1) * size];
            let most = row.iter().copied().max().unwrap_or(0).max(self.ends[from]);
            for count in row {
                if *count as f64 <= noise * most as f64 {
                    *count = 0;
                }
            }
        }
        kept
    }

    /// Which activities each one leads to, over any number of arcs.
    fn reach(&self) -> Vec<Vec<bool>> {
        (0..self.size())
            .map(|from| {
                let mut seen = vec![false; self.size()];
                let mut open = vec![from];
                while let Some(at) = open.pop() {
                    for (to, known) in seen.iter_mut().enumerate() {
                        if !*known && self.edge(at, to) {
                            *known = true;
                            open.push(to);
                        }
                    }
                }
                seen
            })
            .collect()
    }
}

/// Groups 0..size by joining pairs; groups are in order of their least member.
struct Groups(Vec<usize>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn find(&self, member: usize) -> usize {
        let mut at = member;
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        self.0[left.max(right)] = left.min(right);
    }

    fn list(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for member in 0..self.0.len() {
            groups.entry(self.find(member)).or_default().push(member);
        }
        groups.into_values().collect()
    }
}

fn find_cut(graph: &Graph) -> Option<(Operator, Vec<Vec<usize>>)> {
    let reach = graph.reach();
    choice(graph)
        .map(|groups| (Operator::Choice, groups))
        .or_else(|| strict_sequence(graph, &reach).map(|groups| (Operator::Sequence, groups)))
        .or_else(|| parallel(graph).map(|groups| (Operator::Parallel, groups)))
        .or_else(|| repeat(graph).map(|groups| (Operator::Loop, groups)))
}

fn cut(graph: &Graph, log: &Log, noise: f64, names: &[String]) -> Option<ProcessTree> {
    let (operator, groups) = find_cut(graph)?;
    let mut part_of: BTreeMap<u32, usize> = BTreeMap::new();
    for (part, members) in groups.iter().enumerate() {
        for &member in members {
            part_of.insert(graph.activities[member], part);
        }
    }
    let parts = match operator {
        Operator::Choice => split_choice(log, &part_of, groups.len()),
        Operator::Sequence => split_sequence(log, &part_of, groups.len()),
        Operator::Parallel => split_parallel(log, &part_of, groups.len()),
        Operator::Loop => split_loop(log, &part_of, groups.len()),
    };
    Some(ProcessTree::Node(
        operator,
        parts.iter().map(|part| mine(part, noise, names)).collect(),
    ))
}

/// Groups without an arc between them.
fn choice(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let mut groups = Groups::new(graph.size());
    for from in 0..graph.size() {
        for to in 0..graph.size() {
            if graph.edge(from, to) {
                groups.join(from, to);
            }
        }
    }
    Some(groups.list()).filter(|groups| groups.len() > 1)
}

/// Groups of which each leads to all later ones and none back.
fn sequence(graph: &Graph, reach: &[Vec<bool>]) -> Option<Vec<Vec<usize>>> {
    let mut groups = Groups::new(graph.size());
    for (left, row) in reach.iter().enumerate() {
        for (right, back) in reach.iter().enumerate().skip(left + 1) {
            if row[right] == back[left] {
                groups.join(left, right);
            }
        }
    }
    // Joined groups may themselves stand in no order any more: join those too.
    loop {
        let list = groups.list();
        let leads = |a: &[usize], b: &[usize]| a.iter().any(|&x| b.iter().any(|&y| reach[x][y]));
        let unclear = (0..list.len()).find_map(|a| {
            (a + 1..list.len()).find_map(|b| {
                (leads(&list[a], &list[b]) == leads(&list[b], &list[a])).then_some((a, b))
            })
        });
        match unclear {
            Some((a, b)) => groups.join(list[a][0], list[b][0]),
            None => {
                let mut list = list;
                if list.len() < 2 {
                    return None;
                }
                list.sort_by(|a, b| {
                    if leads(a, b) {
                        std::cmp::Ordering::Less
                    } else if leads(b, a) {
                        std::cmp::Ordering::Greater
                    } else {
                        a.cmp(b)
                    }
                });
                return Some(list);
            }
        }
    }
}

/// A sequence in which groups that can be passed over are joined with the neighbours
/// that only they lead to or come from: apart, each of them could be passed over alone
/// (Leemans, "Robust process mining with guarantees", 2017, section 6.1.2).
fn strict_sequence(graph: &Graph, reach: &[Vec<bool>]) -> Option<Vec<Vec<usize>>> {
    let mut groups = sequence(graph, reach)?;
    let count = groups.len();
    let mut place = vec![0; graph.size()];
    for (number, group) in groups.iter().enumerate() {
        for &member in group {
            place[member] = number;
        }
    }
    let arcs: Vec<(usize, usize)> = (0..graph.size())
        .flat_map(|from| (0..graph.size()).map(move |to| (from, to)))
        .filter(|&(from, to)| graph.edge(from, to))
        .map(|(from, to)| (place[from], place[to]))
        .collect();
    let at = |counts: &[u64]| -> Vec<bool> {
        let here = |group: &Vec<usize>| group.iter().any(|&member| counts[member] > 0);
        groups.iter().map(here).collect()
    };
    let (starts, ends) = (at(&graph.starts), at(&graph.ends));
    // The earliest group that leads to each, and the latest that each leads to; a start
    // comes from before all, an end leads beyond all.
    let (mut earliest, mut latest) = (vec![isize::MAX; count], vec![isize::MIN; count]);
    for number in 0..count {
        if starts[number] {
            earliest[number] = isize::MIN;
        }
        if ends[number] {
            latest[number] = isize::MAX;
        }
    }
    for &(from, to) in &arcs {
        earliest[to] = earliest[to].min(from as isize);
        latest[from] = latest[from].max(to as isize);
    }
    for number in 0..count {
        let passed_over = arcs.iter().any(|&(from, to)| from < number && number < to)
            || starts[number + 1..].contains(&true)
            || ends[..number].contains(&true);
        if !passed_over {
            continue;
        }
        let before = (0..number)
            .rev()
            .take_while(|&other| latest[other] <= number as isize);
        let after = (number + 1..count).take_while(|&other| earliest[other] >= number as isize);
        let joined: Vec<usize> = before.chain(after).collect();
        for other in joined {
            let members = std::mem::take(&mut groups[other]);
            groups[number].extend(members);
        }
    }
    groups.retain(|group| !group.is_empty());
    (groups.len() > 1).then_some(groups)
}

/// Groups with arcs both ways between all of them, each with a start and an end.
fn parallel(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let mut groups = Groups::new(graph.size());
    for left in 0..graph.size() {
        for right in left + 1..graph.size() {
            if !(graph.edge(left, right) && graph.edge(right, left)) {
                groups.join(left, right);
            }
        }
    }
    let whole = |group: &Vec<usize>| {
        group.iter().any(|&member| graph.starts[member] > 0)
            && group.iter().any(|&member| graph.ends[member] > 0)
    };
    let (mut good, bad): (Vec<_>, Vec<_>) = groups.list().into_iter().partition(whole);
    // A group without a start or an end goes with another.
    match (good.first_mut(), bad.is_empty()) {
        (Some(first), false) => first.extend(bad.into_iter().flatten()),
        (None, _) => return None,
        _ => {}
    }
    Some(good).filter(|groups| groups.len() > 1)
}

/// A body with all starts and ends, and parts that lead from its ends to its starts.
fn repeat(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let size = graph.size();
    let is_body = |member: usize| graph.starts[member] > 0 || graph.ends[member] > 0;
    let mut groups = Groups::new(size);
    let first = (0..size).find(|&member| is_body(member))?;
    for member in (0..size).filter(|&member| is_body(member)) {
        groups.join(first, member);
    }
    for from in (0..size).filter(|&member| !is_body(member)) {
        for to in (0..size).filter(|&member| !is_body(member)) {
            if graph.edge(from, to) {
                groups.join(from, to);
            }
        }
    }
    loop {
        let list = groups.list();
        let body = groups.find(first);
        // A redo is entered from ends alone and left to starts alone, from and to all of them.
        let broken = list.iter().find(|group| {
            groups.find(group[0]) != body
                && !(0..size).filter(|&other| is_body(other)).all(|other| {
                    let into = group.iter().any(|&member| graph.edge(other, member));
                    let out = group.iter().any(|&member| graph.edge(member, other));
                    (!into || graph.ends[other] > 0) && (!out || graph.starts[other] > 0)
                })
                || groups.find(group[0]) != body && !complete(graph, group)
        });
        match broken {
            Some(group) => groups.join(first, group[0]),
            None => {
                let mut list = list;
                if list.len() < 2 {
                    return None;
                }
                list.sort_by_key(|group| groups.find(group[0]) != body);
                return Some(list);
            }
        }
    }
}

/// Whether what enters a redo may do so from every end, and leave to every start.
fn complete(graph: &Graph, group: &[usize]) -> bool {
    let size = graph.size();
    group.iter().all(|&member| {
        let entered = (0..size).any(|end| graph.ends[end] > 0 && graph.edge(end, member));
        let left = (0..size).any(|start| graph.starts[start] > 0 && graph.edge(member, start));
        (!entered || (0..size).all(|end| graph.ends[end] == 0 || graph.edge(end, member)))
            && (!left
                || (0..size).all(|start| graph.starts[start] == 0 || graph.edge(member, start)))
    })
}

fn split_choice(log: &Log, part_of: &BTreeMap<u32, usize>, parts: usize) -> Vec<Log> {
    let mut split = vec![Log::new(); parts];
    for (trace, &count) in log {
        // With filtering a trace may mix parts: it goes where most of it belongs.
        let mut votes = vec![0; parts];
        for activity in trace {
            votes[part_of[activity]] += 1;
        }
        let best = (0..parts)
            .max_by_key(|&part| (votes[part], std::cmp::Reverse(part)))
            .unwrap_or(0);
        let kept = trace
            .iter()
            .copied()
            .filter(|activity| part_of[activity] == best)
            .collect();
        *split[best].entry(kept).or_default() += count;
    }
    split
}

fn split_parallel(log: &Log, part_of: &BTreeMap<u32, usize>, parts: usize) -> Vec<Log> {
    let mut split = vec![Log::new(); parts];
    for (trace, &count) in log {
        for (part, log) in split.iter_mut().enumerate() {
            let kept = trace
                .iter()
                .copied()
                .filter(|activity| part_of[activity] == part)
                .collect();
            *log.entry(kept).or_default() += count;
        }
    }
    split
}

/// Cuts a trace where as few of its events as possible stand in a wrong part.
fn split_sequence(log: &Log, part_of: &BTreeMap<u32, usize>, parts: usize) -> Vec<Log> {
    let mut split = vec![Log::new(); parts];
    for (trace, &count) in log {
        // least[part] after each event: the fewest misplaced when it stands in `part`.
        let mut least = vec![0usize; parts];
        let mut from: Vec<Vec<usize>> = Vec::with_capacity(trace.len());
        for activity in trace {
            let (mut best, mut best_part) = (usize::MAX, 0);
            let mut row = vec![0; parts];
            for part in 0..parts {
                if least[part] < best {
                    (best, best_part) = (least[part], part);
                }
                row[part] = best_part;
                // Written after it is read: `least[part]` is not looked at again.
                least[part] = best + usize::from(part_of[activity] != part);
            }
            from.push(row);
        }
        let mut part = (0..parts).min_by_key(|&part| least[part]).unwrap_or(0);
        let mut pieces = vec![Trace::new(); parts];
        for (activity, row) in trace.iter().zip(&from).rev() {
            if part_of[activity] == part {
                pieces[part].push(*activity);
            }
            part = row[part];
        }
        for (piece, log) in pieces.into_iter().zip(&mut split) {
            let piece: Trace = piece.into_iter().rev().collect();
            *log.entry(piece).or_default() += count;
        }
    }
    split
}

fn split_loop(log: &Log, part_of: &BTreeMap<u32, usize>, parts: usize) -> Vec<Log> {
    let mut split = vec![Log::new(); parts];
    for (trace, &count) in log {
        let mut piece = Trace::new();
        let mut part = 0;
        for &activity in trace {
            let next = part_of[&activity];
            if next != part {
                *split[part].entry(std::mem::take(&mut piece)).or_default() += count;
                // Between two redos the body was empty.
                if part != 0 && next != 0 {
                    *split[0].entry(Trace::new()).or_default() += count;
                }
                part = next;
            }
            piece.push(activity);
        }
        *split[part].entry(piece).or_default() += count;
        if part != 0 {
            *split[0].entry(Trace::new()).or_default() += count;
        }
    }
    split
}

/// No cut. In this order: an activity that every trace has once goes apart; one
/// without which a cut shows goes beside the rest; traces that begin anew after an end,
/// or at each start, are runs of a loop; else anything goes.
fn fall_through(graph: &Graph, log: &Log, noise: f64, names: &[String]) -> ProcessTree {
    let once = graph.activities.iter().copied().find(|&activity| {
        log.keys()
            .all(|trace| trace.iter().filter(|&&found| found == activity).count() == 1)
    });
    if let Some(activity) = once {
        let rest = only(log, |found| found != activity);
        return ProcessTree::Node(
            Operator::Parallel,
            vec![leaf(activity, names), mine(&rest, noise, names)],
        );
    }
    if graph.size() > 1 && graph.size() <= MOST_BESIDE {
        for &activity in &graph.activities {
            let rest = only(log, |found| found != activity);
            let stripped: Log = without_empty(&rest);
            if find_cut(&Graph::of(&stripped)).is_some() {
                let beside = only(log, |found| found == activity);
                return ProcessTree::Node(
                    Operator::Parallel,
                    vec![mine(&beside, noise, names), mine(&rest, noise, names)],
                );
            }
        }
    }
    let number = |activity: u32| graph.activities.binary_search(&activity).unwrap_or(0);
    let starts = |activity: u32| graph.starts[number(activity)] > 0;
    let ends = |activity: u32| graph.ends[number(activity)] > 0;
    let anew = runs(log, |before, next| ends(before) && starts(next))
        .or_else(|| runs(log, |_, next| starts(next)));
    if let Some(runs) = anew {
        return ProcessTree::Node(
            Operator::Loop,
            vec![mine(&runs, noise, names), ProcessTree::Silent],
        );
    }
    let any = graph
        .activities
        .iter()
        .map(|&activity| leaf(activity, names))
        .collect();
    ProcessTree::Node(
        Operator::Loop,
        vec![
            ProcessTree::Silent,
            ProcessTree::Node(Operator::Choice, any),
        ],
    )
}

/// With more activities than this, none is tried beside the rest: each try is a
/// pass over the log.
const MOST_BESIDE: usize = 100;

/// The log with only the activities that are wanted.
fn only(log: &Log, wanted: impl Fn(u32) -> bool) -> Log {
    let mut kept = Log::new();
    for (trace, &count) in log {
        let trace = trace.iter().copied().filter(|&found| wanted(found));
        *kept.entry(trace.collect()).or_default() += count;
    }
    kept
}

fn without_empty(log: &Log) -> Log {
    let mut kept = log.clone();
    kept.remove(&Trace::new());
    kept
}

/// The log with each trace cut where it begins anew; `None` where none does.
fn runs(log: &Log, anew: impl Fn(u32, u32) -> bool) -> Option<Log> {
    let mut cut = Log::new();
    let mut found = false;
    for (trace, &count) in log {
        for run in trace.chunk_by(|&before, &next| !anew(before, next)) {
            found |= run.len() < trace.len();
            *cut.entry(run.to_vec()).or_default() += count;
        }
    }
    found.then_some(cut)
}
