//! The city's procedures as they are prescribed, promised and measured, folded
//! from their entries.
//!
//! Logs say how cases run; this room says how they should, what was decided to make
//! them shorter, and what came of it:
//!
//! - [`record`]: the catalogue. A procedure in versions, each with its steps, limits,
//!   papers, fee and the act it rests on; [`diff`] tells two versions apart in words.
//! - [`sheet`]: shortening sheets: ranked proposals with what each would save, how far
//!   the simulation can be trusted, and the provision that each step rests on. A sheet
//!   that is signed becomes a task.
//! - [`event`]: also changes with what they promised, what was measured of them, and
//!   how cases kept the limit in a period ([`event::Assessed`]): figures are entries, so
//!   that whatever shows them can name where they come from.
//! - [`service_index`]: the index of Decision 766/QĐ-TTg, as far as the catalogue and the
//!   assessed periods can say it.
//! - [`case_code`]: codes of cases in both orders of the agency's identifier.
//!
//! # What cannot happen here
//!
//! - A version of the catalogue is never overwritten, and none begins before the one
//!   before it.
//! - A sheet is signed as it was seen: the signature names its hash.
//! - What was promised is written down before it is measured, and an effect that can't
//!   be measured yet says so instead of a number.
//! - No citizen: a case is a code, and no field holds who applied.
//! - No floating point: days are thousandths of a working day, shares thousandths.

pub mod case_code;
pub mod decide;
pub mod diff;
pub mod event;
pub mod record;
pub mod refusal;
pub mod service_index;
pub mod sheet;
pub mod state;

pub use case_code::CaseCode;
pub use decide::{Command, decide};
pub use event::Event;
pub use refusal::{Fault, Refusal, What};
pub use state::Procedures;

/// Thousandths of a working day, or of one.
pub type Milli = i64;

/// Rounds to thousandths; what is no number, or beyond all measure, is nought.
#[must_use]
pub fn milli(value: f64) -> Milli {
    let thousandths = (value * 1_000.0).round();
    if thousandths.is_finite() && thousandths.abs() < 9e15 {
        thousandths as i64
    } else {
        0
    }
}
