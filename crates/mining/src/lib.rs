//! What a log of finished and running cases teaches.
//!
//! - [`conformance`]: how far cases keep to what a procedure prescribes, by
//!   exact alignments with a [`PetriNet`](net::PetriNet).
//! - [`discover()`](discover::discover): a process tree from a log, which is a net
//!   that is sound by construction.
//! - [`predict`]: how long running cases will take still, with an interval, the
//!   chance to be late, and why.
//! - [`simulate`]: what would happen if; whether the simulation can be trusted;
//!   which changes would shorten the procedure most.
//! - [`lateness`](lateness::lateness): which step made cases late.
//! - [`effect`]: what a change did, against units that it did not touch.
//!
//! Nothing here reads a file, a clock or a random number: logs are handed in,
//! seeds are arguments, the same input gives the same bytes.

pub mod cases;
pub mod conformance;
pub mod discover;
pub mod effect;
pub mod lateness;
pub mod net;
pub mod predict;
mod random;
pub mod simulate;
pub mod worktime;
