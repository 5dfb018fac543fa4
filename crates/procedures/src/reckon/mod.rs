//! From the cases of a log to the entries of the [room](crate::room): what is
//! reckoned by a procedure's prescribed steps and limits.
//!
//! - [`OfficeCases`]: cases in office time, without the time in which the office
//!   waited for the applicant.
//! - [`assess()`]: who kept the limit in a period, and which legal step made cases late.
//! - [`shorten()`]: a shortening sheet.
//! - [`effect()`]: what a change did, or why that can't be said yet.
//! - [`prescribed`]: the net of the prescribed steps.
//! - [`stand()`]: where one case stands, and when it will be done; [`calibration()`]: how
//!   often that was right.

mod assess;
mod effect;
mod office;
pub mod prescribed;
mod shorten;
mod stand;

pub use assess::{Period, assess};
pub use effect::effect;
pub use office::OfficeCases;
pub use shorten::{Runs, shorten};
pub use stand::{Calibration, Expected, Stand, calibration, stand};
