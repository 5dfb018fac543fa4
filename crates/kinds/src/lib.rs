//! The few shapes that every room shares.
//!
//! - [`ids`](crate::UnitId): each thing that outlives a request has an id of its
//!   own type, made in one list, so that a [`UnitId`] never fits where a
//!   [`PostId`] goes.
//! - [`event_kinds!`]: a room's events, each with the kind and schema number
//!   under which the ledger keeps it for ever; [`payloads!`]: what they hold.
//! - [`Say`]: a domain answer (a refusal, a reason) that an edge can say in
//!   Vietnamese and English. Rooms hold no text for people.
//!
//! This crate knows no domain, does no I/O and reads no clock.

mod event;
mod ids;
mod say;
mod table;

pub use event::DecodeProblem;
pub use ids::{
    BadId, DelegationId, DocumentId, MeetingId, PersonId, PostId, ProcedureId, ProjectId,
    ProposalId, ReportId, SheetId, TaskId, UnitId,
};
pub use say::{Arg, Say, with_causes};
pub use table::{Fault, Imported};

#[doc(hidden)]
pub mod __private {
    pub use serde_json;
}
