//! Tells other systems what entered the ledger.
//!
//! A hook is an address with a place in the ledger: all entries before it were
//! delivered. The ledger itself is the queue, so there is none that could lose
//! something: a message is made of its entry when it is sent, and the place moves
//! on only when the address took it. Entries come in their order, each at least
//! once; `webhook-id` is the same each time, so that the receiver can tell.
//!
//! - Messages are [CloudEvents 1.0](https://github.com/cloudevents/spec) in JSON.
//! - They are signed as [Standard Webhooks](https://www.standardwebhooks.com)
//!   says: HMAC-SHA256 over id, moment and body, with a key of its own for each
//!   hook.
//! - An address that does not answer is asked again, later and later, for three
//!   days; then the hook waits for a person. Nothing is skipped.
//!
//! # What can't happen here
//!
//! No payload and no name of a person leaves: a message says which entry of which
//! kind is there, and whoever may read it fetches it. No redirect is followed.
//! The ledger is never written.

mod courier;
mod message;
mod store;

pub use courier::{Courier, Delivered, Post, Posted, over_http};
pub use message::{Message, message, sign};
pub use store::{BadHook, Hook, HookId, Hooks, HooksError, State};
