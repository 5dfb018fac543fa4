//! Moving capital within the law: what a proposal may look at, what it says,
//! and a checker that shares no code with what made it.
//!
//! An [`Instance`] holds projects with the money that would be spent by the
//! deadline (from the forecast), and the limits. The search itself stands in
//! the crate `dondoc-reallocation`. A [`Proposal`] is only that: the decision
//! is a person's, and becomes a version of the plan with its act.

mod check;
mod instance;
mod proposal;
mod rules;

pub use check::{Violation, check};
pub use instance::{Instance, InstanceProblem, Label, Project, Segment};
pub use proposal::{FrontierPoint, Move, Proposal, Withheld};
pub use rules::{AdjustmentRule, Silence};
