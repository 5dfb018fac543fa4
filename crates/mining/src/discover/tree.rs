//! Process trees: nets that are sound by construction.

use crate::net::PetriNet;

/// How the parts of a tree go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// One after the other.
    Sequence,
    /// One of them.
    Choice,
    /// All, in any order or at the same time.
    Parallel,
    /// The first, and as often as wished one of the others and the first again.
    Loop,
}

/// A process tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessTree {
    /// Nothing that is seen.
    Silent,
    /// An activity.
    Activity(String),
    /// Parts that go together.
    Node(Operator, Vec<ProcessTree>),
}

impl ProcessTree {
    /// Returns the workflow net with the tree's language.
    #[must_use]
    pub fn to_net(&self) -> PetriNet {
        let mut net = PetriNet::default();
        let begin = net.place("source", 1);
        let end = net.place("sink", 0);
        net.places[end].last = 1;
        self.build(&mut net, begin, end);
        net
    }

    fn build(&self, net: &mut PetriNet, begin: usize, end: usize) {
        let id = format!("t{}", net.transitions.len());
        match self {
            Self::Silent => net.transition(&id, None, &[begin], &[end]),
            Self::Activity(name) => net.transition(&id, Some(name), &[begin], &[end]),
            Self::Node(Operator::Sequence, parts) => sequence(parts, net, begin, end),
            Self::Node(Operator::Choice, parts) => {
                for part in parts {
                    part.build(net, begin, end);
                }
            }
            Self::Node(Operator::Parallel, parts) => {
                let pairs: Vec<(usize, usize)> =
                    parts.iter().map(|_| (fresh(net), fresh(net))).collect();
                let begins: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
                let ends: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
                net.transition(&id, None, &[begin], &begins);
                for (part, &(begin, end)) in parts.iter().zip(&pairs) {
                    part.build(net, begin, end);
                }
                let id = format!("t{}", net.transitions.len());
                net.transition(&id, None, &ends, &[end]);
            }
            Self::Node(Operator::Loop, parts) => {
                // Places of its own, so that going round never mixes with what is outside.
                let (inside, done) = (fresh(net), fresh(net));
                net.transition(&id, None, &[begin], &[inside]);
                if let Some((body, redos)) = parts.split_first() {
                    body.build(net, inside, done);
                    for redo in redos {
                        redo.build(net, done, inside);
                    }
                }
                let id = format!("t{}", net.transitions.len());
                net.transition(&id, None, &[done], &[end]);
            }
        }
    }
}

fn sequence(parts: &[ProcessTree], net: &mut PetriNet, begin: usize, end: usize) {
    let Some((last, before)) = parts.split_last() else {
        return ProcessTree::Silent.build(net, begin, end);
    };
    let mut at = begin;
    for part in before {
        let next = fresh(net);
        part.build(net, at, next);
        at = next;
    }
    last.build(net, at, end);
}

fn fresh(net: &mut PetriNet) -> usize {
    let id = format!("p{}", net.places.len());
    net.place(&id, 0)
}

impl std::fmt::Display for ProcessTree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Silent => f.write_str("τ"),
            Self::Activity(name) => write!(f, "'{name}'"),
            Self::Node(operator, parts) => {
                f.write_str(match operator {
                    Operator::Sequence => "→(",
                    Operator::Choice => "×(",
                    Operator::Parallel => "∧(",
                    Operator::Loop => "↺(",
                })?;
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{part}")?;
                }
                f.write_str(")")
            }
        }
    }
}
