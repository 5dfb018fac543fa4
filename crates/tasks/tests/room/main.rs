//! The room's tests, in one program.

#![expect(
    clippy::unwrap_used,
    reason = "a failed test is what an unwrap is for here"
)]

mod common;
mod flow;
mod golden;
mod lateness;
mod properties;
mod rules;
