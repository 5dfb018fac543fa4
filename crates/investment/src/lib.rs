//! Public investment: where the money stands, where the year will end, what
//! holds it up, and what could be moved within the law.
//!
//! Leadership asks four questions in one chain, and each has its place here:
//!
//! - [`forecast`]: the rate at the end of the year with honest quantiles, the
//!   comparable cases behind them, and the back-test that judges the method
//!   beside two simpler opponents.
//!
//! - [`reallocate`]: what may be moved, what a proposal says, and a checker that
//!   shares no code with the search (which stands in `dondoc-reallocation`).
//!
//! The room does no I/O, reads no clock and draws no chance. Floating point
//! stays in statistics: rates that are forecast, never money that is counted.

pub mod forecast;
pub mod reallocate;
