//! The read-only web site of a city, over a followed ledger.
//!
//! [`serve()`] binds 127.0.0.1 and shows what the city owes: documents with the
//! words that order something, tasks with their chain of evidence, units, the
//! ledger itself. Pages work without script, in Vietnamese and English, and
//! every number on them leads to the tasks it counts, every task to the ledger
//! entries that made it.
//!
//! - A page is one struct with one template; its function looks things up and
//!   says nothing by itself: words stand in `dondoc-messages`, file `site.ftl`.
//! - The state ([`SiteState`]) follows the ledger: each request first folds what
//!   was appended since. A page asked `?as_of=` an earlier day is shown from a
//!   city folded only so far.
//!
//! # What can't happen here
//!
//! Nothing is written: not to the ledger, not to the folder. No request reaches
//! another host, and no page loads anything from one. A word from the ledger is
//! never markup: templates escape everything.
//!
//! # What is left to others
//!
//! Who may see it: it listens on the loopback address only. Briefing forms other
//! than HTML and JSON come in as [`Renderer`]s, since their libraries are heavy.

mod answer;
mod ask;
mod board;
mod fold;
mod history;
mod pages;
mod serve;
mod spans;
mod state;
mod words;

pub use serve::{Options, Renderer, ServeError, router, serve};
pub use state::SiteState;
