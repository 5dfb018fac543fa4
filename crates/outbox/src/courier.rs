//! Plans for everybody who waits, and sends.

use dondoc_city::City;
use dondoc_kinds::{Arg, PersonId, TaskId};
use dondoc_ledger::{Entropy, Hash, NoEntropy};
use dondoc_messages::{Lang, say, text};
use dondoc_notices::{Message, plan};
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::letter::{self, Letter};
use crate::push::{NotPushed, Pusher};
use crate::store::{Outbox, OutboxError};
use crate::tokens::Purpose;

/// Who reads a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Their address; none: they are told inside the system only.
    pub address: Option<String>,
    /// Whether their account is open: only then a browser is told.
    pub is_active: bool,
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

/// By which ways messages go out.
#[derive(Clone, Copy)]
pub struct Ways<'a> {
    /// Mail, where there is a mail server.
    pub mailer: Option<&'a dyn Mailer>,
    /// Browsers.
    pub pusher: Option<&'a dyn Pusher>,
    /// Whether a person may read a task at this moment: a push says no more of it.
    pub may_read: &'a dyn Fn(&PersonId, &TaskId) -> bool,
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
    ways: Ways<'_>,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<Delivered, DeliverError> {
    let round = Round {
        outbox,
        city,
        base,
        ways,
        entropy,
        now,
    };
    let mut done = Delivered::default();
    for person in outbox.waiting(now)? {
        round.person(&person, &readers(&person), &mut done)?;
    }
    if let Some(pusher) = ways.pusher {
        round.push(pusher, readers, &mut done)?;
    }
    Ok(done)
}

struct Round<'a> {
    outbox: &'a Outbox,
    city: &'a City,
    base: &'a str,
    ways: Ways<'a>,
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
        let has_browser = self.ways.pusher.is_some()
            && reader.is_active
            && !self.outbox.browsers(person)?.is_empty();
        let address = reader.address.as_deref();
        let address = address.filter(|_| self.ways.mailer.is_some());
        if address.is_none() && !has_browser {
            if reader.address.is_some() {
                // There may be a mail server again.
                return Ok(());
            }
            let all: Vec<_> = self.outbox.pending(person, self.now)?;
            let all: Vec<_> = all.into_iter().map(|pending| pending.notice).collect();
            return Ok(self.outbox.only_shown(&all)?);
        }
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
        address: Option<&str>,
        done: &mut Delivered,
    ) -> Result<(), DeliverError> {
        if !self.outbox.claim(id, &message.notices, self.now)? {
            return Ok(());
        }
        if self.ways.pusher.is_some() && reader.is_active {
            let body = |lang| self.said(person, id, message, lang);
            self.outbox.queue(id, &message.notices, &body)?;
        }
        let (Some(mailer), Some(address)) = (self.ways.mailer, address) else {
            let day = dondoc_city::civil(self.now).date();
            self.outbox.sent(id, message, day)?;
            return Ok(());
        };
        let mute = match message.notices.as_slice() {
            [one] => Some(self.mute(person, &one.task)?),
            _ => None,
        };
        let letter = Letter::write(self.city, self.base, id, message, reader, address, mute);
        match mailer.send(&letter) {
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

    /// Sends what is queued for browsers, each once.
    fn push(
        &self,
        pusher: &dyn Pusher,
        readers: &dyn Fn(&PersonId) -> Reader,
        done: &mut Delivered,
    ) -> Result<(), DeliverError> {
        let local = dondoc_city::civil(self.now);
        while let Some(push) = self.outbox.take_push(self.now)? {
            // Tries that were put off may fall into quiet hours.
            if self
                .outbox
                .preferences(&push.person)?
                .quiet
                .covers(local.time())
            {
                let later = self.now + jiff::SignedDuration::from_mins(10);
                self.outbox.rest_push(&push, later)?;
                continue;
            }
            let came = match readers(&push.person).is_active {
                true => pusher.push(&push, self.now),
                false => Err(NotPushed::Never("the account is closed".to_owned())),
            };
            match came {
                Ok(()) => done.sent += 1,
                Err(_) => done.not_sent += 1,
            }
            self.outbox.pushed(&push, &came, self.now)?;
        }
        Ok(())
    }

    /// What a browser is told: what happened, and the words of the task only where
    /// its owner may read it.
    fn said(&self, person: &PersonId, id: &str, message: &Message, lang: Lang) -> String {
        let (title, body, url) = match message.notices.as_slice() {
            [one] => {
                let may_read = (self.ways.may_read)(person, &one.task);
                let words = may_read.then(|| letter::words(self.city, one, 120));
                let url = format!("/tasks/{}", one.task);
                (say(lang, &one.occasion), words.unwrap_or_default(), url)
            }
            many => {
                let count = i64::try_from(many.len()).unwrap_or(i64::MAX);
                let title = text(lang, "notices-digest", &[("count", Arg::Count(count))]);
                (title, String::new(), "/notices".to_owned())
            }
        };
        serde_json::json!({
            "title": title, "body": body, "url": url, "tag": id, "lang": lang.tag(),
        })
        .to_string()
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
