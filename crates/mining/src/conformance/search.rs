//! A\* over (position in the trace, marking).

use rustc_hash::FxBuildHasher;

use super::NetProblem;
use super::space::{Labels, NO_LABEL, Space};
use crate::net::PetriNet;

/// How many states may be looked at for one trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// States. A state costs about a tenth of a microsecond to some microseconds.
    pub states: usize,
}

impl Default for Bound {
    fn default() -> Self {
        Self { states: 1_000_000 }
    }
}

/// One step of an alignment that is seen: silent transitions are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The case and the net make the step together.
    Both(String),
    /// The case makes it, the net does not.
    Log(String),
    /// The net asks for it, the case has not made it.
    Model(String),
}

/// An alignment of one trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// The cost of `moves`.
    pub cost: u32,
    /// The cost is not below this. Equal to `cost` when it is optimal.
    pub lower: u32,
    /// The steps, from first to last.
    pub moves: Vec<Move>,
    /// States looked at.
    pub states: usize,
}

impl Aligned {
    /// Returns whether no cheaper alignment exists.
    #[must_use]
    pub const fn is_optimal(&self) -> bool {
        self.cost == self.lower
    }
}

#[derive(Debug, Clone, Copy)]
struct Node {
    position: u32,
    marking: u32,
    cost: u32,
    parent: u32,
    made: Made,
    closed: bool,
}

#[derive(Debug, Clone, Copy)]
enum Made {
    Begin,
    Log,
    Model(u32),
    Both,
    Silent,
}

#[expect(
    clippy::disallowed_types,
    reason = "states are looked up, never iterated"
)]
type Seen = std::collections::HashMap<u64, u32, FxBuildHasher>;

/// The search, with what it keeps from trace to trace.
#[derive(Debug)]
pub(super) struct Search<const W: usize> {
    space: Space<W>,
    bound: Bound,
    shortest: Aligned,
    nodes: Vec<Node>,
    seen: Seen,
    queue: Vec<Vec<u32>>,
}

/// A trace in the net's numbers, and what remains of it at each position.
struct Trace<const W: usize> {
    labels: Vec<u32>,
    remaining: Vec<Labels<W>>,
    /// `counts[position * kinds + kind]`: how many of a kind remain.
    counts: Vec<u32>,
    kinds: usize,
    kind_of: Vec<u32>,
}

impl<const W: usize> Search<W> {
    pub(super) fn try_new(net: &PetriNet, bound: Bound) -> Result<Self, NetProblem> {
        let mut search = Self {
            space: Space::new(net),
            bound,
            shortest: Aligned {
                cost: 0,
                lower: 0,
                moves: Vec::new(),
                states: 0,
            },
            nodes: Vec::new(),
            seen: Seen::default(),
            queue: Vec::new(),
        };
        let trace = search.trace(&[]);
        match search.run(&trace, 1) {
            Ended::Found(node) => {
                let states = search.nodes.len();
                let cost = search.nodes[node as usize].cost;
                search.shortest = Aligned {
                    cost,
                    lower: cost,
                    moves: search.moves(node, &trace),
                    states,
                };
                Ok(search)
            }
            Ended::Exhausted => Err(NetProblem::NoRun),
            Ended::Bound(_) => Err(NetProblem::TooLarge {
                states: search.nodes.len(),
            }),
        }
    }

    pub(super) const fn shortest_run(&self) -> u32 {
        self.shortest.cost
    }

    pub(super) fn align<S: AsRef<str>>(&mut self, trace: &[S]) -> Aligned {
        let labels: Vec<u32> = trace
            .iter()
            .map(|activity| {
                self.space
                    .labels()
                    .binary_search_by(|label| label.as_str().cmp(activity.as_ref()))
                    .map_or(NO_LABEL, |label| label as u32)
            })
            .collect();
        let known: Vec<u32> = labels
            .iter()
            .copied()
            .filter(|&label| label != NO_LABEL)
            .collect();
        let unknown = (labels.len() - known.len()) as u32;
        let numbered = self.trace(&known);
        let mut found = self.align_known(&numbered);
        found.cost += unknown;
        found.lower += unknown;
        if unknown > 0 {
            found.moves = with_unknown(found.moves, trace, &labels);
        }
        found
    }

    fn align_known(&mut self, trace: &Trace<W>) -> Aligned {
        let lower = match self.run(trace, 1) {
            Ended::Found(node) => {
                let cost = self.nodes[node as usize].cost;
                return Aligned {
                    cost,
                    lower: cost,
                    moves: self.moves(node, trace),
                    states: self.nodes.len(),
                };
            }
            Ended::Bound(lower) => lower,
            // The net has a run, so that leaving the whole trace out has one.
            Ended::Exhausted => 0,
        };
        // A greedy search gives what can be had; the truth lies between.
        let states = self.nodes.len();
        let greedy = match self.run(trace, 8) {
            Ended::Found(node) => Some((self.nodes[node as usize].cost, self.moves(node, trace))),
            _ => None,
        };
        let apart = self.shortest.cost + trace.labels.len() as u32;
        let (cost, moves) = greedy
            .filter(|&(cost, _)| cost < apart)
            .unwrap_or_else(|| (apart, self.apart(trace)));
        Aligned {
            cost,
            lower: lower.min(cost),
            moves,
            states: states + self.nodes.len(),
        }
    }

    /// The alignment that always exists: the whole trace, then a whole run.
    fn apart(&self, trace: &Trace<W>) -> Vec<Move> {
        trace
            .labels
            .iter()
            .map(|&label| Move::Log(self.space.labels()[label as usize].clone()))
            .chain(self.shortest.moves.iter().cloned())
            .collect()
    }

    fn trace(&self, labels: &[u32]) -> Trace<W> {
        let mut kind_of = vec![u32::MAX; self.space.labels().len()];
        let mut kinds = 0;
        for &label in labels {
            if kind_of[label as usize] == u32::MAX {
                kind_of[label as usize] = kinds;
                kinds += 1;
            }
        }
        let kinds = kinds as usize;
        let mut remaining = vec![Labels::NONE; labels.len() + 1];
        let mut counts = vec![0; (labels.len() + 1) * kinds];
        for position in (0..labels.len()).rev() {
            let label = labels[position];
            remaining[position] = remaining[position + 1];
            remaining[position].insert(label);
            let (here, after) = counts[position * kinds..].split_at_mut(kinds);
            here.copy_from_slice(&after[..kinds]);
            here[kind_of[label as usize] as usize] += 1;
        }
        Trace {
            labels: labels.to_vec(),
            remaining,
            counts,
            kinds,
            kind_of,
        }
    }

    /// What the rest costs at least.
    fn estimate(&self, trace: &Trace<W>, position: u32, marking: u32) -> u32 {
        let facts = self.space.facts(marking);
        let remaining = &trace.remaining[position as usize];
        let skipped = facts.must.without(remaining).count();
        let row = position as usize * trace.kinds;
        let inserted: u32 = remaining
            .without(&facts.possible)
            .iter()
            .map(|label| trace.counts[row + trace.kind_of[label as usize] as usize])
            .sum();
        skipped + inserted
    }

    /// Searches; `greed` multiplies the estimate, and only 1 is exact.
    fn run(&mut self, trace: &Trace<W>, greed: u32) -> Ended {
        self.nodes.clear();
        self.seen.clear();
        self.queue.iter_mut().for_each(Vec::clear);
        if !self.space.facts(Space::<W>::INITIAL).alive {
            return Ended::Exhausted;
        }
        self.reach(
            trace,
            greed,
            u32::MAX,
            0,
            Space::<W>::INITIAL,
            0,
            Made::Begin,
        );
        let end = trace.labels.len() as u32;
        let mut least = 0;
        while least < self.queue.len() {
            let Some(number) = self.queue[least].pop() else {
                least += 1;
                continue;
            };
            let node = self.nodes[number as usize];
            if node.closed {
                continue;
            }
            if node.position == end && self.space.is_final(node.marking) {
                return Ended::Found(number);
            }
            if self.nodes.len() > self.bound.states {
                return Ended::Bound(least as u32);
            }
            self.nodes[number as usize].closed = true;
            self.expand(trace, greed, number, node);
        }
        Ended::Exhausted
    }

    fn expand(&mut self, trace: &Trace<W>, greed: u32, number: u32, node: Node) {
        let Node {
            position,
            marking,
            cost,
            ..
        } = node;
        let next = trace.labels.get(position as usize).copied();
        if next.is_some() {
            self.reach(
                trace,
                greed,
                number,
                position + 1,
                marking,
                cost + 1,
                Made::Log,
            );
        }
        let steps = self.space.steps(marking);
        // What is pushed last is taken up first: both together before alone.
        for index in steps.clone() {
            let step = self.space.step(index);
            let (made, more) = if step.label == NO_LABEL {
                (Made::Silent, 0)
            } else {
                (Made::Model(step.label), 1)
            };
            self.reach(trace, greed, number, position, step.to, cost + more, made);
        }
        for index in steps {
            let step = self.space.step(index);
            if step.label != NO_LABEL && Some(step.label) == next {
                self.reach(
                    trace,
                    greed,
                    number,
                    position + 1,
                    step.to,
                    cost,
                    Made::Both,
                );
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the innermost step of the search; a struct would be built millions of times"
    )]
    fn reach(
        &mut self,
        trace: &Trace<W>,
        greed: u32,
        parent: u32,
        position: u32,
        marking: u32,
        cost: u32,
        made: Made,
    ) {
        let key = u64::from(position) << 32 | u64::from(marking);
        let number = match self.seen.get(&key) {
            Some(&known) => {
                let node = &mut self.nodes[known as usize];
                if node.cost <= cost {
                    return;
                }
                *node = Node {
                    cost,
                    parent,
                    made,
                    closed: false,
                    ..*node
                };
                known
            }
            None => {
                let number = self.nodes.len() as u32;
                self.nodes.push(Node {
                    position,
                    marking,
                    cost,
                    parent,
                    made,
                    closed: false,
                });
                self.seen.insert(key, number);
                number
            }
        };
        let total = (cost + greed * self.estimate(trace, position, marking)) as usize;
        if self.queue.len() <= total {
            self.queue.resize_with(total + 1, Vec::new);
        }
        self.queue[total].push(number);
    }

    fn moves(&self, last: u32, trace: &Trace<W>) -> Vec<Move> {
        let name = |label: u32| self.space.labels()[label as usize].clone();
        let mut moves = Vec::new();
        let mut number = last;
        while number != u32::MAX {
            let node = self.nodes[number as usize];
            let event = || trace.labels[node.position as usize - 1];
            match node.made {
                Made::Begin | Made::Silent => {}
                Made::Log => moves.push(Move::Log(name(event()))),
                Made::Both => moves.push(Move::Both(name(event()))),
                Made::Model(label) => moves.push(Move::Model(name(label))),
            }
            number = node.parent;
        }
        moves.reverse();
        moves
    }
}

enum Ended {
    Found(u32),
    Exhausted,
    /// Stopped; the cost is not below this (when the search was exact).
    Bound(u32),
}

/// Puts the events that the net does not know back into their places.
fn with_unknown<S: AsRef<str>>(moves: Vec<Move>, trace: &[S], labels: &[u32]) -> Vec<Move> {
    let mut whole = Vec::with_capacity(moves.len() + trace.len());
    let mut events = trace.iter().zip(labels).peekable();
    let mut take_unknown = |whole: &mut Vec<Move>, and_one: bool| {
        while let Some((activity, _)) = events.next_if(|&(_, &label)| label == NO_LABEL) {
            whole.push(Move::Log(activity.as_ref().to_owned()));
        }
        if and_one {
            events.next();
        }
    };
    for step in moves {
        let of_case = !matches!(step, Move::Model(_));
        take_unknown(&mut whole, of_case);
        whole.push(step);
    }
    take_unknown(&mut whole, false);
    whole
}
