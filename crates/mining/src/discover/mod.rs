//! Process trees, and the inductive discovery of one from a log.

mod inductive;
mod tree;

pub use inductive::discover;
pub use tree::{Operator, ProcessTree};
