//! Tracking sheets that offices keep, and what their rows ask of the city.
//!
//! `dondoc-sheets` reads the table; this crate knows what its columns mean: that a
//! name is a unit of the registry, that "quý III/2024" is a deadline, that a row of
//! a table of reports says how far a task has come. The command line and the web
//! site both import through here, so a sheet means the same to both.
//!
//! # What can't happen here
//!
//! - Something is written: [`wishes()`] says what would be asked, and the caller asks
//!   all of it or nothing.
//! - A row is taken in part: a row with a bad cell gives problems and no wish.
//! - A name is guessed: one that is not clear is a problem with the nearest names.

mod fields;
mod wishes;

pub use fields::Tracking;
pub use wishes::{Read, View, Wish, Wishes, note, propose, wishes};
