//! Briefing meetings (*hội nghị giao ban*): agenda, attendance, conclusions,
//! sign-off.
//!
//! A [`Meeting`] looks back on a period. Its agenda is proposed from the ledger
//! and edited with a trail of revisions; units attend in the hall or at a
//! connection point, themselves or by a deputy whose instrument is named. While
//! the meeting is open its conclusions are typed. When the chair signs off, each
//! conclusion that orders something becomes tasks, in the same append; `city`
//! makes the two rooms meet.
//!
//! # What cannot happen here
//!
//! - Nothing is concluded, corrected or withdrawn outside an open meeting.
//! - A correction never overwrites: it is a new entry, and it names the version
//!   that its author saw. When somebody else was faster it is refused with their
//!   words, so that neither text is lost.
//! - Only the chair signs off, once; a meeting closes only after that.
//! - The chair's own unit leads no conclusion: it would confirm its own work.
//!
//! # What is left to others
//!
//! What a typed sentence means, whether a deputy's authorisation holds, which
//! tasks follow: `city`, which knows the other rooms.

mod apply;
mod command;
mod decide;
mod event;
mod meeting;
mod refusal;

pub use apply::apply;
pub use command::{Command, Context, Decided};
pub use decide::decide;
pub use event::{
    AgendaSet, Attended, Closed, Concluded, ConclusionCorrected, ConclusionWithdrawn, Event,
    IssuedFrom, Opened, Scheduled, SignedOff,
};
pub use meeting::{
    AgendaItem, AgendaReason, AgendaRevision, Conclusion, Deadline, Deputy, Meeting, Meetings,
    Minuted, Order, Place, Standing, Version,
};
pub use refusal::{Refusal, Required, StandingName};
