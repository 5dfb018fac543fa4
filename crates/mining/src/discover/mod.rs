//! Process trees, and the inductive discovery of one from a log.

mod tree;

pub use tree::{Operator, ProcessTree};
