//! Bulk facts in columns: event logs ordered by case, a few bytes an event.
//!
//! - [`EventLog`] holds the events of cases (hồ sơ) as columns: the events of a
//!   case lie side by side, activities, resources and units are codes into
//!   [`Names`]. It is built by a [`LogBuilder`], row by row, in any order.
//! - [`segment`] is how a log is kept: a few bytes an event, checksummed, read by range.
//! - [`Variants`] groups cases by the sequence of their activities.
//!
//! Invariants: nothing here reads a file or a clock; the order of cases is the
//! order in which they were first seen, and the order of events in a case is
//! the order of the file until [`EventLog::sort_by_time`] says otherwise.
//!
//! What is left to others: foreign formats (`log-readers`), what the columns
//! mean for a procedure (`procedures`).

mod attribute;
mod builder;
mod log;
mod moments;
mod names;
pub mod segment;
mod variants;

pub use attribute::{Attribute, Level, Values};
pub use builder::{BuildProblem, CodedRow, LogBuilder, Row};
pub use log::{EventLog, Lifecycle, NO_CODE, NO_TIME, NO_UNIT, Zones};
pub use moments::Moments;
pub use names::{Interner, Names};
pub use variants::{TraceTable, Variant, Variants};
