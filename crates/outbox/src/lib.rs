//! Keeps notices until each is delivered, and delivers them by mail and to browsers.
//!
//! [`Outbox`] is `notices.sqlite` in the data folder. It collects notices from
//! the entries of the ledger ([`Outbox::collect`]), remembers what was read and
//! what each person wants, and lends each waiting notice to one courier at a
//! time. [`deliver`] plans for everybody who waits
//! ([`dondoc_notices::plan`]) and sends.
//!
//! # What holds
//!
//! - A notice is collected once, whoever collects it and however often: its key
//!   is (person, entry).
//! - Several servers over one folder send each message once: a message is
//!   claimed in a transaction before it is sent. When a server dies between
//!   claim and answer, the claim lapses after [`LEASE_SECONDS`] and the message
//!   is sent again under the same Message-ID, so that a mailbox can tell.
//! - A mail server that is away loses nothing: tries are spaced out, from a
//!   minute to six hours, for three days; then the notice is marked as failed
//!   and stays visible inside the system.
//! - No address is kept here: the caller knows them.

mod courier;
mod letter;
mod mail;
mod push;
mod store;
mod tokens;

pub use courier::{DeliverError, Delivered, Mailer, NotSent, Reader, Ways, deliver};
pub use letter::Letter;
pub use mail::{BadMailSettings, MailSettings, SmtpMailer};
pub use push::{
    BadSubscription, Browser, HttpPusher, MOST_BROWSERS, NotPushed, Pusher, Queued, Subscription,
};
pub use store::{CollectError, Inbox, LEASE_SECONDS, Outbox, OutboxError, Shown, State};
pub use tokens::{Granted, Purpose};
