//! Delivers what is due.

use std::ops::ControlFlow;
use std::time::Duration;

use dondoc_ledger::Ledger;
use jiff::Timestamp;

use crate::message::{Message, message, sign};
use crate::store::{Hook, Hooks, HooksError};

/// The most messages of a hook in one round: others wait too.
const ROUND: usize = 100;
/// For how long an address may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What an address said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Whether it took the message (2xx).
    pub is_taken: bool,
    /// Its status, or why there is none.
    pub answer: String,
}

/// Sends a message: address, headers, body. The network, or a test.
pub type Post<'a> = &'a dyn Fn(&str, &[(&str, &str)], &[u8]) -> Posted;

/// What one round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Messages that were taken.
    pub taken: u64,
    /// Hooks that did not take one.
    pub failed: u64,
}

/// Delivers for the hooks of a ledger.
#[derive(Debug)]
pub struct Courier<'a> {
    /// The hooks.
    pub hooks: &'a Hooks,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its origin, the source of the events.
    pub origin: &'a str,
}

impl Courier<'_> {
    /// Delivers all that is due, until each hook is at the head or failed once.
    /// `clock` tells the time, `post` sends; a hook is asked in the order of its
    /// entries, one at a time.
    ///
    /// # Errors
    /// [`HooksError`] when the database or the ledger fails; what was taken until
    /// then stays delivered.
    pub fn round(
        &self,
        clock: &dyn Fn() -> Timestamp,
        post: Post<'_>,
    ) -> Result<Delivered, HooksError> {
        let mut done = Delivered::default();
        let head = self
            .ledger
            .poll_head()
            .map_err(dondoc_ledger::ReadError::from)?;
        while let Some(hook) = self.hooks.take(head, clock())? {
            let delivered = self.deliver(&hook, head, clock, post, &mut done);
            self.hooks.give_back(&hook.id)?;
            delivered?;
        }
        Ok(done)
    }

    fn deliver(
        &self,
        hook: &Hook,
        head: u64,
        clock: &dyn Fn() -> Timestamp,
        post: Post<'_>,
        done: &mut Delivered,
    ) -> Result<(), HooksError> {
        let (mut due, mut end): (Vec<(u64, Message)>, u64) = (Vec::new(), hook.position);
        self.ledger.scan_range(hook.position..head, |entry| {
            end = entry.index + 1;
            if hook.tells(entry.kind) {
                due.push((entry.index, message(&hook.id, self.origin, &entry)));
            }
            match due.len() < ROUND {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        })?;
        let mut answer = hook.last_answer.clone();
        for (index, message) in due {
            let now = clock();
            let signature = sign(&hook.key, &message.id, now, &message.body);
            let second = now.as_second().to_string();
            let headers = [
                (
                    "content-type",
                    "application/cloudevents+json; charset=utf-8",
                ),
                ("webhook-id", message.id.as_str()),
                ("webhook-timestamp", second.as_str()),
                ("webhook-signature", signature.as_str()),
            ];
            let posted = post(&hook.url, &headers, &message.body);
            if !posted.is_taken {
                done.failed += 1;
                return self.hooks.failed(hook, &posted.answer, now);
            }
            answer = posted.answer;
            done.taken += 1;
            self.hooks.delivered(&hook.id, index + 1, &answer)?;
        }
        // What it does not tell is behind it too.
        self.hooks.delivered(&hook.id, end, &answer)
    }
}

/// Returns what sends over the network; no redirect is followed.
pub fn over_http() -> impl Fn(&str, &[(&str, &str)], &[u8]) -> Posted {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent("dondoc-webhooks")
        .build();
    let agent = ureq::Agent::new_with_config(config);
    move |url, headers, body| {
        let mut request = agent.post(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match request.send(body) {
            Ok(answer) => Posted {
                is_taken: answer.status().is_success(),
                answer: answer.status().as_u16().to_string(),
            },
            Err(failure) => Posted {
                is_taken: false,
                answer: failure.to_string(),
            },
        }
    }
}
