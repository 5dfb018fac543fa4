//! The city's public investment, folded from its entries.
//!
//! What is asked of it stands beside it: [`figures`] (rates, what waits where,
//! treasury against investor, low units, promises), [`outlook`] (forecasts and how
//! good earlier ones were), [`checks`] (the law on a plan), [`clearance`] (clocks of
//! site clearance), [`delay`] (where the time of a project stands), [`moves`] (what could be moved).
//!
//! [`Investment`] holds plans in versions, projects with stages, contracts,
//! works, site clearance and obstacles, money spent as each source said it, what
//! units promised, and the forecasts that were made. [`decide()`] says what may
//! be recorded, [`Investment::apply`] folds it.
//!
//! # What cannot happen here
//!
//! - A figure is never overwritten. A later one for the same day stands, the
//!   earlier one stays; a figure that falls or changes needs a reason.
//! - Nothing of a table is recorded when one of its rows is wrong.
//! - An amount that looks wrong by a power of ten is not recorded before a person
//!   has looked at it.
//! - A rate always names its denominator: the plan, who assigned it, its version.
//! - Households are counts; there is no field for a name.
//! - What the law says is data with a provision; where the provision is missing,
//!   nothing is found and nothing is proposed.

pub mod checks;
pub mod clearance;
pub mod decide;
pub mod delay;
pub mod event;
pub mod figures;
pub mod grounds;
pub mod law;
pub mod moves;
pub mod outlook;
pub mod plan;
pub mod project;
pub mod refusal;
pub mod state;

pub use decide::{Command, decide, faults};
pub use event::{Event, STREAM};
pub use refusal::{Fault, Refusal, What};
pub use state::Investment;

/// Writes a whole number in groups of three with narrow spaces, which both
/// languages read.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}
