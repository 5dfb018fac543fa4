//! The room's tests, in one program.

mod common;
mod golden;
mod lateness;
mod properties;
mod rules;
