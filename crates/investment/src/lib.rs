//! Public investment: where the money stands, where the year will end, what
//! holds it up, and what could be moved within the law.
//!
//! Leadership asks four questions in one chain, and each has its place here:
//!
//! - [`forecast`]: the rate at the end of the year with honest quantiles, the
//!   comparable cases behind them, and the back-test that judges the method
//!   beside two simpler opponents.
//! - [`holdup`]: where the unspent money stands, gate by gate, to the đồng; and
//!   which stage took longer than three quarters of comparable projects.
//! - [`reallocate`]: what may be moved, what a proposal says, and a checker that
//!   shares no code with the search (which stands in `dondoc-reallocation`).
//! - [`room`]: the city's plans, projects, money spent and promises, folded from
//!   their entries; figures, checks and lists from them.
//! - [`lot`]: capital by source, plan year and decision, and the last day of each.
//!
//! The room does no I/O, reads no clock and draws no chance. Floating point
//! stays in statistics: rates that are forecast, never money that is counted.

pub mod forecast;
pub mod holdup;
pub mod lot;
pub mod reallocate;
pub mod room;

pub use room::{Event, Investment};
