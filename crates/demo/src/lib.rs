//! The demo city: eight documents in the official form and a deterministic
//! story from August 2023 to December 2024.
//!
//! [`script`] tells the story as [`Step`]s in the order of time. The proposals
//! come from really reading the documents, their units from the registry, their
//! deadlines from the calendar; what people decide follows rules and a small
//! table of the story, and how each unit works follows a seed. Whoever builds
//! the demo city walks the steps and does what each says.
//!
//! [`cases()`] is the log of a procedure: two years of cases in twelve offices, of which
//! one changes how it signs. The demo city imports it quarter by quarter.
//!
//! Everything synthetic says so: persons are called *minh họa* (illustrative),
//! report texts and evidence files carry the mark, and each document's
//! [`Sheet`] tells what is known of the real one and what was made up.
//!
//! # What cannot happen here
//!
//! - The same seed, registry and calendar always give the same steps.
//! - No step comes before an earlier one, and none after the story's last day.
//! - No real official is named, no real figure of a unit is reported.

mod cases;
mod chance;
mod due;
mod invest;
mod issue;
mod life;
mod meeting;
mod people;
mod plot;
mod powers;
mod recurring;
mod step;
mod story;
mod temper;
mod who;
mod words;

pub use cases::{CASES_NAME, CHANGED, OFFICES, SHEET_SIGNED, cases};
pub use invest::investment;
pub use plot::script;
pub use powers::powers;
pub use step::{Action, File, Obstacle, Step};
pub use story::{Meeting, Sheet, announced_later, meetings, sheets};

/// Why the story could not be told: the demo's data and the rooms disagree.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A table of the demo is not what it should be.
    #[error("failed to read the demo's `{file}`")]
    Table {
        /// The file under `jurisdictions/hanoi/demo/`.
        file: &'static str,
        /// Where and why reading stopped.
        source: Box<toml::de::Error>,
    },
    /// A document's text is not part of the program.
    #[error("the text `{file}` is not part of the demo")]
    NoText {
        /// The file under `jurisdictions/hanoi/demo/documents/`.
        file: String,
    },
    /// The story names a document that `documents.toml` does not have.
    #[error("the demo has no document `{document}`")]
    NoDocument {
        /// The id in `story.toml`.
        document: String,
    },
    /// The story names a unit that the registry does not have.
    #[error("the registry has no unit `{name}`")]
    NoUnit {
        /// The name in the demo's tables.
        name: String,
    },
    /// An id made from the demo's data is not one.
    #[error("the demo's data give a bad id")]
    BadId(#[from] dondoc_kinds::BadId),
}
