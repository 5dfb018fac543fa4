//! Plans for everybody who waits, and sends.

use dondoc_city::City;
use dondoc_kinds::PersonId;
use dondoc_ledger::{Entropy, Hash, NoEntropy};
use dondoc_messages::Lang;
use dondoc_notices::{Message, plan};
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::letter::Letter;
use crate::store::{Outbox, OutboxError};
use crate::tokens::Purpose;

/// Who reads a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Their address; none: they are told inside the system only.
    pub address: Option<String>,
    /// Their name.
    pub name: String,
    /// Their language.
    pub lang: Lang,
}

/// Why a message did not go out.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// The server is away or busy: worth another try.
    #[error("the mail server did not take it now: {0}")]
    Later(String),
    /// It will never be taken: a bad address, a refusal for good.
    #[error("the mail server refuses it: {0}")]
    Never(String),
}

/// Hands letters to the world.
pub trait Mailer {
    /// Sends a letter; when this returns, a server has taken it.
    ///
    /// # Errors
    /// [`NotSent`], with whether another try is worth it.
    fn send(&self, letter: &Letter) -> Result<(), NotSent>;
}

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Messages sent.
    pub sent: usize,
    /// Messages that were not taken and wait, or failed for good.
    pub not_sent: usize,
}

/// A round could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The outbox failed.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// No random bytes for a private address.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
}

/// Plans for everybody for whom something waits, and sends what is to be sent at
/// `now`. `base` is the site's address without a slash at the end; `readers`
/// knows the people.
///
/// # Errors
/// [`DeliverError`] when the outbox fails; a mail server that fails is no error
/// but a message that waits.
pub fn deliver(
    outbox: &Outbox,
    city: &City,
    base: &str,
    readers: &dyn Fn(&PersonId) -> Reader,
    mailer: &dyn Mailer,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<Delivered, DeliverError> {
    let round = Round {
        outbox,
        city,
        base,
        mailer,
        entropy,
        now,
    };
    let mut done = Delivered::default();
    for person in outbox.waiting(now)? {
        round.person(&person, &readers(&person), &mut done)?;
    }
    Ok(done)
}

struct Round<'a> {
    outbox: &'a Outbox,
    city: &'a City,
    base: &'a str,
    mailer: &'a dyn Mailer,
    entropy: &'a dyn Entropy,
    now: Timestamp,
}

impl Round<'_> {
    fn person(
        &self,
        person: &PersonId,
        reader: &Reader,
        done: &mut Delivered,
    ) -> Result<(), DeliverError> {
        let Some(address) = &reader.address else {
            let all: Vec<_> = self.outbox.pending(person, self.now)?;
            let all: Vec<_> = all.into_iter().map(|pending| pending.notice).collect();
            return Ok(self.outbox.only_shown(&all)?);
        };
        // What another courier left half-done goes first, as it was.
        for (id, notices) in self.outbox.lapsed(person, self.now)? {
            let message = Message {
                is_digest: notices.len() > 1,
                notices,
            };
            self.send(person, &id, &message, reader, address, done)?;
        }
        let local = dondoc_city::civil(self.now);
        let plan = plan(
            &self.outbox.pending(person, self.now)?,
            &self.outbox.preferences(person)?,
            &self.city.calendar,
            local,
            self.outbox.sent_on(person, local.date())?,
            self.outbox.last_digest(person)?,
        );
        self.outbox.only_shown(&plan.only_shown)?;
        for message in &plan.send {
            let id = message_id(self.base, person, message);
            self.send(person, &id, message, reader, address, done)?;
        }
        let again = plan.again.map(|at| Offset::constant(7).to_timestamp(at));
        if let Some(Ok(again)) = again {
            self.outbox.rest(person, again)?;
        }
        Ok(())
    }

    fn send(
        &self,
        person: &PersonId,
        id: &str,
        message: &Message,
        reader: &Reader,
        address: &str,
        done: &mut Delivered,
    ) -> Result<(), DeliverError> {
        if !self.outbox.claim(id, &message.notices, self.now)? {
            return Ok(());
        }
        let mute = match message.notices.as_slice() {
            [one] => Some(self.mute(person, &one.task)?),
            _ => None,
        };
        let letter = Letter::write(self.city, self.base, id, message, reader, address, mute);
        match self.mailer.send(&letter) {
            Ok(()) => {
                let day = dondoc_city::civil(self.now).date();
                self.outbox.sent(id, message, day)?;
                done.sent += 1;
            }
            Err(trouble) => {
                let is_final = matches!(trouble, NotSent::Never(_));
                let why = trouble.to_string();
                self.outbox
                    .not_sent(id, &message.notices, &why, is_final, self.now)?;
                done.not_sent += 1;
            }
        }
        Ok(())
    }

    fn mute(&self, person: &PersonId, task: &dondoc_kinds::TaskId) -> Result<String, DeliverError> {
        let mut secret = [0; 32];
        self.entropy.fill(&mut secret)?;
        let secret = Hash(secret).to_string();
        let purpose = Purpose::Mute(task.clone());
        self.outbox.grant(&secret, person, &purpose, self.now)?;
        Ok(format!("{}/mute/{secret}", self.base))
    }
}

/// The same message has the same id whenever and by whomever it is tried.
fn message_id(base: &str, person: &PersonId, message: &Message) -> String {
    let mut key = person.to_string();
    for notice in &message.notices {
        key.push_str(&format!("/{}", notice.entry));
    }
    let host = base.split("://").last().unwrap_or(base);
    let host: String = host
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    let hash = Hash::of(key.as_bytes()).to_string();
    format!("{}@{host}", hash.get(..32).unwrap_or(&hash))
}
