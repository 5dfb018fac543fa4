//! Tables of public investment, as offices have them, into what is recorded.
//!
//! [`turn()`] makes one event of a table: a plan, projects, stages, contracts,
//! reports on the works, money spent, promises, site clearance. [`payments`]
//! streams tables of single payments, of which there are millions, and keeps sums
//! by project and month; the lines stay in the file, which the entry names by its
//! hash. [`monthly`] reads the tables by which a forecast is judged.
//!
//! All rows or none: a bad cell is named with its address, every one of them, and
//! then nothing comes out. Money is whole đồng; a table in million đồng is told by
//! its own words ([`Money::told_by`]) or by the person.
//!
//! No I/O: bytes come in, values go out.

mod fields;
mod money;
pub mod monthly;
pub mod payments;
mod rows;
mod wrong;

pub use fields::{Kind, fields};
pub use money::Money;
pub use rows::{Given, PlanGiven, Turned, turn};
pub use wrong::{Wrong, WrongWhat};
