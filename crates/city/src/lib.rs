//! The whole: where rooms meet.
//!
//! [`City`] is the fold of all ledger entries: the calendar, the registry, the
//! register of documents, and the proposals and tasks, as of the entries that
//! were folded. Reading it is a lookup. Folding the same entries gives the same
//! city, whoever does it and whenever; a city as of an earlier day is the same
//! fold, stopped earlier ([`Cut`]).
//!
//! [`City::act`] does what is asked: a command is decided against the folded
//! state, its events are appended with the versions they were decided on, and
//! only then folded. When somebody else was faster, the city catches up and
//! decides again.
//!
//! What meets here and nowhere else:
//! - a holiday announced later moves the deadlines it touches, as entries;
//! - a unit that was merged hands its open tasks to its successor, as entries;
//! - an amended document marks the tasks it touches;
//! - a document that is registered proposes the tasks that were read in it;
//! - a conclusion of a meeting becomes tasks when its chair signs off;
//! - what stands in the way of a project is a task, in the same append;
//! - a shortening sheet that is signed is a task, in the same append.
//!
//! Nothing here reads a clock, a file or chance: moments come with commands.

mod act;
mod city;
mod command;
mod decide;
mod event;
mod follow;
mod founding;
mod imports;
mod logs;
mod refusal;
mod settings;
mod snapshot;
mod versions;

pub use act::{Act, Acting, Draft};
pub use city::{City, Cut};
pub use command::{Command, IssueProposal, RaiseObstacle, RegisterDocument, SignSheet};
pub use decide::Recognised;
pub use decide::register::offered_words;
pub use event::Event;
pub use follow::{ActAllError, ActError, Done, FollowError, Placed};
pub use founding::{BadTable, Founded, Jurisdiction, SayDebug, UnknownJurisdiction, append, found};
pub use imports::{Import, ImportEvent, ImportMade, ImportUndone, Imports};
pub use logs::{CaseLog, CaseLogs, LogEvent, LogImported, LogWithdrawn, RejectedRow};
pub use refusal::Refusal;
pub use settings::{ApprovalSet, LetterheadSet, RemindersSet, Settings, SettingsEvent};
pub use snapshot::{BadSnapshot, SNAPSHOT_FORMAT};

/// Returns the civil day and time in Việt Nam of a recorded moment.
///
/// Việt Nam keeps UTC+7 all year (since 13 June 1975), so no time zone table
/// is asked.
pub fn civil(at: jiff::Timestamp) -> jiff::civil::DateTime {
    jiff::tz::Offset::constant(7).to_datetime(at)
}
