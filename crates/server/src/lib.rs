//! The web site of a city: people sign in, read what is owed, and act.
//!
//! - A route is one line of the table in `routes/`: method, path, who may, what
//!   answers. A page is one struct with one template; its function looks things
//!   up and says nothing by itself: words stand in `dondoc-messages`.
//! - What is shown ([`SiteState`]) is never changed under a reader: one thread
//!   writes (`writer.rs`), into a second copy, and then shows that. A page asked
//!   `?as_of=` an earlier day is shown from a city folded only so far.
//! - Every act goes to the ledger in the name of a person and the post they
//!   hold that day, and is durable when the answer comes.
//!
//! # What can't happen here
//!
//! No page loads anything from another host, and no request reaches one, but for
//! the identity providers and webhooks that an administrator set up. A word
//! from the ledger is never markup: templates escape everything. Nothing is done
//! by a GET, but for the way back from an identity provider, which counts once and
//! for the browser that began. A form is taken from this site's own pages only, and what a person
//! typed survives an expired session, a conflict and a mistake.
//!
//! # What is left to others
//!
//! Encryption on the way: it listens on the loopback address, behind whatever
//! terminates TLS. Briefing forms other than HTML and JSON come in as
//! [`Renderer`]s, since their libraries are heavy.

mod access;
mod answer;
mod api;
mod ask;
mod board;
pub mod case_logs;
mod decisions;
mod failures;
mod finder;
mod fold;
mod form;
mod halls;
mod history;
mod hooks;
mod known;
mod logs;
mod look;
pub mod mappings;
mod pages;
mod post;
mod powers;
mod promises;
mod reports;
mod routes;
mod seen;
mod serve;
mod spans;
mod state;
mod views;
mod watch;
mod who;
mod words;
mod writer;

pub use dondoc_authority::Action;
pub use dondoc_outbox::MailSettings;
pub use promises::promise;
pub use routes::{Access, Method, RouteInfo, routes};
pub use serve::{Options, Renderer, ServeError, router, serve, tell_people};
pub use state::{OpenError, SiteState};
