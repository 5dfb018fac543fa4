//! What a log of finished and running cases teaches.
//!
//! - [`conformance`]: how far cases keep to what a procedure prescribes, by
//!   exact alignments with a [`PetriNet`](net::PetriNet).
//!
//! Nothing here reads a file, a clock or a random number: logs are handed in,
//! seeds are arguments, the same input gives the same bytes.

pub mod conformance;
pub mod discover;
pub mod net;
