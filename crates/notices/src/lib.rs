//! Who is told what, and when.
//!
//! Three pure steps, none of which reads a clock or sends anything:
//!
//! 1. [`notices_of`]: an entry of the ledger concerns some people, by the posts
//!    they hold that day. A [`Notice`] is known by entry and person, so telling
//!    the same thing twice can be seen and refused by whoever keeps them.
//! 2. [`plan()`]: what waits for a person, what they want ([`Preferences`]: digest,
//!    quiet hours, a daily budget, mutes), what they were sent today, and the
//!    time of day give the messages to send now and when to look again.
//! 3. [`unit_feed`], [`person_feed`]: tasks as an iCalendar (RFC 5545) feed.
//!
//! # What cannot happen here
//!
//! - A notice is never dropped: what is not sent now waits; what is muted is
//!   still shown inside the system.
//! - Nobody is told what their own act was.
//! - No citizen's data: notices name tasks, units and officials.

mod feed;
mod notice;
mod occasion;
mod plan;
mod preferences;

pub use feed::{Feed, person_feed, unit_feed};
pub use notice::{Notice, notices_of};
pub use occasion::{Occasion, Urgency};
pub use plan::{Message, Pending, Plan, plan};
pub use preferences::{Digest, Mute, Preferences, QuietHours};
