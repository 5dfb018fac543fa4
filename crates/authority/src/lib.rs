//! Who may do what.
//!
//! Every read and write of the system is an [`Action`] on a [`Resource`], asked
//! by a [`Principal`]. The policies in `policies/*.cedar` decide; what they know
//! of units, posts, delegations and matters is built from the city as it is now,
//! for each request only what it needs. [`Authority::decide`] answers with the
//! post and the delegation under which the act is done, and with the policies
//! that decided.
//!
//! A delegated power is judged as its *source*: the policies look at the post
//! that granted it, within the limits of the grant. So whatever a grant says, it
//! never reaches further than the granter does on that day.
//!
//! Nothing here reads a clock: the moment comes with the question.

mod action;
mod asked;
mod authority;
mod decision;
mod entities;
mod explain;
mod groups;
mod matrix;
mod principal;
mod resource;

pub use action::{Action, UnknownAction};
pub use asked::{APPROVAL, Asked, PUBLIC_INVESTMENT, Refused, asked, land_of};
pub use authority::{Authority, PolicyProblem};
pub use decision::{Attempt, Decision, Reason, Under};
pub use explain::Explanation;
pub use matrix::{Column, between, matrix, system_columns};
pub use principal::{Principal, SystemRole};
pub use resource::Resource;
