//! What holds it up: two questions, kept apart.
//!
//! - [`gates`]: where does the unspent money stand **now**? By the first gate
//!   that was not passed. No model: it adds up to the whole, to the đồng, and
//!   can be recomputed from the documents.
//! - [`stages`]: which stage made a project **late**? Days beyond the 75th
//!   percentile of comparable projects, with stages that are still open counted
//!   as far as they have come. A model, and called so.
//!
//! The words for people say where the time stands, never who caused it. Below
//! [`stages::LEAST_COMPARABLE`] comparable projects nothing is said at all.

pub mod gates;
pub mod kaplan_meier;
pub mod shapley;
pub mod stages;
