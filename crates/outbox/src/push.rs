//! Notices to browsers: Web Push.
//!
//! A browser gives an address at its maker's push service and keys that only it
//! holds; what is sent is encrypted to them (RFC 8291) and signed with this site's
//! own key (VAPID, RFC 8292), so that the push service reads nothing. Each notice is
//! put in the queue once, for every browser of its reader, and each browser is asked
//! once: a claim is taken before, a push that was claimed and never answered for is
//! sent again under the same topic, which replaces the first (RFC 8030 section 5.4).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dondoc_kinds::PersonId;
use dondoc_ledger::{Entropy, Hash};
use dondoc_messages::Lang;
use dondoc_notices::{Notice, Urgency};
use jiff::Timestamp;
use p256::PublicKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use rusqlite::{OptionalExtension as _, Row, params};
use web_push_native::{Auth, WebPushBuilder};

use crate::store::{LEASE_SECONDS, Outbox, OutboxError, failed, int, wait_after};

/// The most browsers of one person: the oldest gives way.
pub const MOST_BROWSERS: usize = 10;
/// Tries of one push before it is given up; the notice is inside the system too.
const MOST_TRIES: i64 = 8;
/// For how long a push service keeps what a browser has not fetched.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// For how long a push service may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a browser gives when it subscribes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its address at the push service.
    pub endpoint: String,
    /// Its public key: an uncompressed point, 65 bytes.
    pub key: Vec<u8>,
    /// Its secret for authentication, 16 bytes.
    pub auth: Vec<u8>,
    /// What its owner calls it.
    pub device: String,
    /// The language in which it is told.
    pub lang: Lang,
}

/// Why a subscription is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadSubscription {
    /// The address is no `https://` one; `http://` is taken on this machine alone.
    Endpoint,
    /// The key is no point of the curve.
    Key,
    /// The secret is not 16 bytes.
    Auth,
}

impl Subscription {
    /// Reads what a browser's `PushSubscription` says, its keys in base64url.
    ///
    /// # Errors
    /// [`BadSubscription`] with what is wrong.
    pub fn parse(
        endpoint: &str,
        key: &str,
        auth: &str,
        device: &str,
        lang: Lang,
    ) -> Result<Self, BadSubscription> {
        if !is_good(endpoint) {
            return Err(BadSubscription::Endpoint);
        }
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
        let key = bytes(key).map_err(|_| BadSubscription::Key)?;
        if key.len() != 65 || PublicKey::from_sec1_bytes(&key).is_err() {
            return Err(BadSubscription::Key);
        }
        let auth = bytes(auth).map_err(|_| BadSubscription::Auth)?;
        if auth.len() != 16 {
            return Err(BadSubscription::Auth);
        }
        let device: String = device
            .chars()
            .filter(|c| !c.is_control())
            .take(60)
            .collect();
        Ok(Self {
            endpoint: endpoint.to_owned(),
            key,
            auth,
            device,
            lang,
        })
    }
}

/// An address over TLS at a named host; without TLS, on this machine alone.
fn is_good(endpoint: &str) -> bool {
    let (scheme, rest) = endpoint.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = ["127.0.0.1", "localhost"].contains(&name);
    let is_named = name.contains('.') && name.chars().any(|c| c.is_ascii_alphabetic());
    endpoint.len() <= 1000
        && endpoint.chars().all(|c| c.is_ascii_graphic())
        && !host.contains('@')
        && ((scheme == "https" && is_named) || (scheme == "http" && is_here))
}

/// A browser that is told, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// Names it in forms; gives no address away.
    pub number: i64,
    /// What its owner calls it.
    pub device: String,
    /// Since when.
    pub made: Timestamp,
}

/// A push in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The notices it stands for.
    pub message: String,
    /// To whom.
    pub person: PersonId,
    /// To which browser.
    pub to: Subscription,
    /// What the service worker is told, as JSON.
    pub body: String,
    /// Whether it presses.
    pub is_pressing: bool,
    tries: i64,
}

impl Queued {
    /// Returns the topic: a second push of the same replaces the first.
    pub fn topic(&self) -> String {
        let hash = Hash::of(self.message.as_bytes()).to_string();
        hash.get(..32).unwrap_or(&hash).to_owned()
    }
}

/// Why a push did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPushed {
    /// The browser is no longer there (404, 410).
    Gone,
    /// It will never be taken.
    Never(String),
    /// Worth another try.
    Later(String),
}

/// Hands pushes to push services.
pub trait Pusher {
    /// Sends a push; when this returns, the push service has taken it.
    ///
    /// # Errors
    /// [`NotPushed`].
    fn push(&self, push: &Queued, now: Timestamp) -> Result<(), NotPushed>;
}

/// Sends over HTTP, encrypted to the browser and signed with the site's key.
pub struct HttpPusher {
    key: SigningKey,
    contact: String,
    agent: ureq::Agent,
}

impl std::fmt::Debug for HttpPusher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpPusher").finish_non_exhaustive()
    }
}

impl HttpPusher {
    /// Uses the key of an outbox, made on first need. `contact` is where a push
    /// service may turn to: a `mailto:` or the site's `https://` address.
    ///
    /// # Errors
    /// [`OutboxError`] when the key can't be kept.
    pub fn new(outbox: &Outbox, contact: &str, entropy: &dyn Entropy) -> Result<Self, OutboxError> {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("dondoc-push")
            .build();
        Ok(Self {
            key: outbox.vapid(entropy)?,
            contact: contact.to_owned(),
            agent: ureq::Agent::new_with_config(config),
        })
    }
}

impl Pusher for HttpPusher {
    fn push(&self, push: &Queued, now: Timestamp) -> Result<(), NotPushed> {
        let never = |what: &dyn std::fmt::Display| NotPushed::Never(what.to_string());
        let endpoint = push.to.endpoint.parse();
        let endpoint = endpoint.map_err(|_| never(&"the address can't be read"))?;
        let key = PublicKey::from_sec1_bytes(&push.to.key).map_err(|bad| never(&bad))?;
        if push.to.auth.len() != 16 {
            return Err(never(&"the secret is not 16 bytes"));
        }
        let builder = WebPushBuilder::new(endpoint, key, Auth::clone_from_slice(&push.to.auth))
            .with_valid_duration(KEPT);
        let request = builder.build(push.body.as_bytes().to_vec());
        let (parts, body) = request.map_err(|bad| never(&bad))?.into_parts();
        let mut post = self.agent.post(&push.to.endpoint);
        for (name, value) in &parts.headers {
            post = post.header(name.as_str(), value.as_bytes());
        }
        let urgency = if push.is_pressing { "high" } else { "normal" };
        let origin = origin(&push.to.endpoint);
        let token = vapid(&self.key, origin, &self.contact, now);
        let post = post.header("authorization", token);
        let post = post
            .header("urgency", urgency)
            .header("topic", push.topic());
        match post.send(&body[..]) {
            Err(failure) => Err(NotPushed::Later(failure.to_string())),
            Ok(answer) => match answer.status().as_u16() {
                200..300 => Ok(()),
                404 | 410 => Err(NotPushed::Gone),
                status @ (408 | 429 | 500..) => Err(NotPushed::Later(status.to_string())),
                status => Err(NotPushed::Never(status.to_string())),
            },
        }
    }
}

/// Returns scheme, host and port of an address.
fn origin(endpoint: &str) -> &str {
    let begin = endpoint.find("://").map_or(0, |at| at + 3);
    let rest = endpoint.get(begin..).unwrap_or_default();
    let end = rest
        .find(['/', '?', '#'])
        .map_or(endpoint.len(), |at| begin + at);
    endpoint.get(..end).unwrap_or(endpoint)
}

/// Returns the point of a key, in base64url.
fn point(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(key.verifying_key().to_encoded_point(false).as_bytes())
}

/// Returns the `authorization` of a push: a token for the push service's origin,
/// good for half a day, signed with the site's key.
///
/// # Source
/// RFC 8292, sections 2 and 3; ES256 of RFC 7518 section 3.4.
fn vapid(key: &SigningKey, audience: &str, contact: &str, at: Timestamp) -> String {
    let claims = serde_json::json!({
        "aud": audience, "exp": at.as_second() + 12 * 3600, "sub": contact,
    });
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let head = encode(r#"{"typ":"JWT","alg":"ES256"}"#);
    let signed = format!("{head}.{}", encode(&claims.to_string()));
    let signature: Signature = key.sign(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
    format!("vapid t={signed}.{signature}, k={}", point(key))
}

/// A row of `subscriptions`, from column `at`.
fn subscription(row: &Row<'_>, at: usize) -> Result<Subscription, rusqlite::Error> {
    let lang: String = row.get(at + 4)?;
    Ok(Subscription {
        endpoint: row.get(at)?,
        key: row.get(at + 1)?,
        auth: row.get(at + 2)?,
        device: row.get(at + 3)?,
        lang: lang.parse().unwrap_or(Lang::Vi),
    })
}

impl Outbox {
    /// Returns the site's key for pushes; makes and keeps one at the first time.
    pub(crate) fn vapid(&self, entropy: &dyn Entropy) -> Result<SigningKey, OutboxError> {
        let mut fresh = [0; 32];
        let mut draws = 0;
        // All but one of 2^32 draws are a key.
        while SigningKey::from_slice(&fresh).is_err() {
            entropy.fill(&mut fresh)?;
            draws += 1;
            if draws > 8 {
                return Err(OutboxError::BadKey);
            }
        }
        let kept = self.write("read the key of pushes", |tx| {
            tx.execute(
                "INSERT INTO vapid (only_row, key) VALUES (1, ?1) ON CONFLICT DO NOTHING",
                [&fresh[..]],
            )?;
            tx.query_row("SELECT key FROM vapid", [], |row| row.get::<_, Vec<u8>>(0))
        })?;
        SigningKey::from_slice(&kept).map_err(|_| OutboxError::BadKey)
    }

    /// Returns the public key that a browser subscribes with, in base64url.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails, or the kept key is damaged.
    pub fn push_key(&self, entropy: &dyn Entropy) -> Result<String, OutboxError> {
        Ok(point(&self.vapid(entropy)?))
    }

    /// Keeps a browser of a person. One that subscribes again, or for somebody else,
    /// is that of who came last; beyond [`MOST_BROWSERS`] the oldest gives way.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn subscribe(
        &self,
        person: &PersonId,
        it: &Subscription,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        self.write("keep a browser", |tx| {
            tx.execute(
                "DELETE FROM subscriptions WHERE endpoint = ?1",
                [&it.endpoint],
            )?;
            tx.execute(
                "INSERT INTO subscriptions (person, endpoint, key, auth, device, lang, made)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    person.as_str(),
                    it.endpoint,
                    it.key,
                    it.auth,
                    it.device,
                    it.lang.tag(),
                    now.as_second()
                ],
            )?;
            let most = i64::try_from(MOST_BROWSERS).unwrap_or(i64::MAX);
            tx.execute(
                "DELETE FROM subscriptions WHERE person = ?1 AND number NOT IN
                     (SELECT number FROM subscriptions WHERE person = ?1
                      ORDER BY number DESC LIMIT ?2)",
                params![person.as_str(), most],
            )?;
            Ok(())
        })
    }

    /// Returns the browsers of a person, oldest first.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn browsers(&self, person: &PersonId) -> Result<Vec<Browser>, OutboxError> {
        let connection = self.lock();
        let find = || {
            let mut query = connection.prepare_cached(
                "SELECT number, device, made FROM subscriptions WHERE person = ?1 ORDER BY number",
            )?;
            let rows = query.query_map([person.as_str()], |row| {
                Ok(Browser {
                    number: row.get(0)?,
                    device: row.get(1)?,
                    made: Timestamp::from_second(row.get(2)?).unwrap_or(Timestamp::UNIX_EPOCH),
                })
            })?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        find().map_err(failed("read browsers"))
    }

    /// Forgets a browser of a person, and what was queued for it.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn unsubscribe(&self, person: &PersonId, number: i64) -> Result<bool, OutboxError> {
        self.write("forget a browser", |tx| {
            let gone = tx.execute(
                "DELETE FROM subscriptions WHERE person = ?1 AND number = ?2",
                params![person.as_str(), number],
            )?;
            Ok(gone > 0)
        })
    }

    /// Queues a message for every browser of its reader, in the words that `body`
    /// gives for a language. Notices that were queued before are not queued again,
    /// however they are grouped. Returns whether the reader has browsers at all.
    pub(crate) fn queue(
        &self,
        id: &str,
        notices: &[Notice],
        body: &dyn Fn(Lang) -> String,
    ) -> Result<bool, OutboxError> {
        let Some(person) = notices.first().map(|it| it.person.clone()) else {
            return Ok(false);
        };
        let is_pressing = notices
            .iter()
            .any(|it| it.occasion.urgency() == Urgency::Pressing);
        self.write("queue a push", |tx| {
            let mut query =
                tx.prepare("SELECT number, lang FROM subscriptions WHERE person = ?1")?;
            let browsers = query
                .query_map([person.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<Vec<(i64, String)>, _>>()?;
            let mut fresh = 0;
            for notice in notices {
                fresh += tx.execute(
                    "UPDATE notices SET pushed = 1
                     WHERE person = ?1 AND entry = ?2 AND pushed = 0",
                    params![person.as_str(), int(notice.entry)],
                )?;
            }
            if fresh > 0 {
                for (number, lang) in &browsers {
                    let lang = lang.parse().unwrap_or(Lang::Vi);
                    tx.execute(
                        "INSERT INTO pushes (message, browser, body, pressing)
                         VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                        params![id, number, body(lang), is_pressing],
                    )?;
                }
            }
            Ok(!browsers.is_empty())
        })
    }

    /// Claims the next push that is due, for one courier alone.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn take_push(&self, now: Timestamp) -> Result<Option<Queued>, OutboxError> {
        let now = now.as_second();
        self.write("claim a push", |tx| {
            let found = tx
                .query_row(
                    "SELECT p.message, s.person, p.body, p.pressing, p.tries,
                            s.endpoint, s.key, s.auth, s.device, s.lang, p.browser
                     FROM pushes p JOIN subscriptions s ON s.number = p.browser
                     WHERE (p.state = 'waiting' AND p.next_try <= ?1)
                        OR (p.state = 'claimed' AND p.claimed <= ?2)
                     ORDER BY p.pressing DESC, p.rowid LIMIT 1",
                    params![now, now - LEASE_SECONDS],
                    |row| {
                        let person: String = row.get(1)?;
                        let queued = PersonId::parse(&person).ok().map(|person| {
                            Ok::<_, rusqlite::Error>(Queued {
                                message: row.get(0)?,
                                person,
                                body: row.get(2)?,
                                is_pressing: row.get(3)?,
                                tries: row.get(4)?,
                                to: subscription(row, 5)?,
                            })
                        });
                        Ok((queued.transpose()?, row.get::<_, i64>(10)?))
                    },
                )
                .optional()?;
            let Some((Some(queued), browser)) = found else {
                return Ok(None);
            };
            tx.execute(
                "UPDATE pushes SET state = 'claimed', claimed = ?3
                 WHERE message = ?1 AND browser = ?2",
                params![queued.message, browser, now],
            )?;
            Ok(Some(queued))
        })
    }

    /// Notes what became of a push that was claimed.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn pushed(
        &self,
        push: &Queued,
        came: &Result<(), NotPushed>,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        let tries = push.tries + 1;
        let (state, next) = match came {
            Ok(()) => ("sent", 0),
            Err(NotPushed::Gone) => {
                // What was queued for it goes with it.
                return self.write("forget a browser that is gone", |tx| {
                    tx.execute(
                        "DELETE FROM subscriptions WHERE endpoint = ?1",
                        [&push.to.endpoint],
                    )?;
                    Ok(())
                });
            }
            Err(NotPushed::Later(_)) if tries < MOST_TRIES => {
                ("waiting", now.as_second() + wait_after(tries))
            }
            Err(NotPushed::Later(_) | NotPushed::Never(_)) => ("failed", 0),
        };
        self.write("note what became of a push", |tx| {
            tx.execute(
                "UPDATE pushes SET state = ?3, tries = ?4, next_try = ?5, claimed = NULL
                 WHERE message = ?1
                   AND browser = (SELECT number FROM subscriptions WHERE endpoint = ?2)",
                params![push.message, push.to.endpoint, state, tries, next],
            )?;
            Ok(())
        })
    }

    /// Lets a claimed push rest until a moment, e.g. the end of quiet hours.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub(crate) fn rest_push(&self, push: &Queued, until: Timestamp) -> Result<(), OutboxError> {
        self.write("let a push rest", |tx| {
            tx.execute(
                "UPDATE pushes SET state = 'waiting', next_try = ?3, claimed = NULL
                 WHERE message = ?1
                   AND browser = (SELECT number FROM subscriptions WHERE endpoint = ?2)",
                params![push.message, push.to.endpoint, until.as_second()],
            )?;
            Ok(())
        })
    }
}
