//! `notices.sqlite`.

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dondoc_city::{City, Event};
use dondoc_kinds::{DecodeProblem, PersonId};
use dondoc_ledger::{Ledger, ReadError};
use dondoc_notices::{Message, Notice, Pending, Preferences, Urgency, notices_of};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

/// After so many seconds, a message that was claimed and not answered for may be
/// sent by another courier.
pub const LEASE_SECONDS: i64 = 300;
/// Tries of one notice before it counts as failed: three days with the spacing
/// of [`wait_after`].
const MOST_TRIES: i64 = 20;
/// The number of our tables' shape.
const SCHEMA: i64 = 2;
const PATIENCE: Duration = Duration::from_secs(10);

/// The database failed, or holds what is not ours.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// SQLite failed.
    #[error("failed to {doing} in `notices.sqlite`")]
    Store {
        /// What was attempted.
        doing: &'static str,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// A newer program made it.
    #[error(
        "`notices.sqlite` has shape {found}, this program knows up to {SCHEMA}: use the newer program"
    )]
    Newer {
        /// The shape found.
        found: i64,
    },
    /// No random bytes for the key of pushes.
    #[error(transparent)]
    Entropy(#[from] dondoc_ledger::NoEntropy),
    /// The key of pushes is damaged.
    #[error("the key of pushes in `notices.sqlite` is damaged: restore the file from a backup")]
    BadKey,
    /// A row does not hold what it should.
    #[error("a row of `{table}` in `notices.sqlite` does not hold what it should")]
    BadRow {
        /// The table.
        table: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

/// Notices could not be collected.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The ledger can't be read.
    #[error("failed to read the ledger")]
    Read(#[from] ReadError),
    /// An entry is not what its kind says.
    #[error("failed to read entry {entry}")]
    Entry {
        /// Which.
        entry: u64,
        /// Why.
        #[source]
        source: DecodeProblem,
    },
    /// They can't be kept.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not sent yet.
    Waiting,
    /// A courier has it.
    Claimed,
    /// Sent.
    Sent,
    /// Not to be sent: muted, not wanted, or without an address.
    Shown,
    /// Given up after many tries.
    Failed,
}

/// A notice as the system shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The notice.
    pub notice: Notice,
    /// Whether the person has read it.
    pub is_read: bool,
    /// Where its message stands.
    pub state: State,
}

/// What a person is shown inside the system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inbox {
    /// The newest notices, newest first.
    pub notices: Vec<Shown>,
    /// How many are unread in all.
    pub unread: u64,
}

/// The notices of a city and what became of them.
pub struct Outbox {
    connection: Mutex<Connection>,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").finish_non_exhaustive()
    }
}

pub(crate) fn failed(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> OutboxError {
    move |source| OutboxError::Store { doing, source }
}

fn bad_row(table: &'static str) -> impl FnOnce(serde_json::Error) -> OutboxError {
    move |source| OutboxError::BadRow { table, source }
}

/// SQLite counts in 64 signed bits; a log never gets beyond them.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Seconds to wait after the nth failed try: 1, 2, 4 … minutes, six hours at most.
pub(crate) fn wait_after(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 10) - 1).unwrap_or(0);
    (60 * 2_i64.pow(doublings)).min(6 * 3600)
}

impl Outbox {
    /// Opens `notices.sqlite` at `path`, or makes it.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails or a newer program made the file.
    pub fn open(path: &Path) -> Result<Self, OutboxError> {
        let prepare = || {
            let connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "trusted_schema", "off")?;
            connection.pragma_update(None, "foreign_keys", "on")?;
            Ok(connection)
        };
        let mut connection: Connection = prepare().map_err(failed("open"))?;
        let begin = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed("begin"))?;
        let shape: i64 = begin
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(failed("read the shape"))?;
        match shape {
            0 => {
                begin
                    .execute_batch(include_str!("schema.sql"))
                    .and_then(|()| begin.execute_batch(include_str!("push.sql")))
                    .and_then(|()| begin.pragma_update(None, "user_version", SCHEMA))
                    .map_err(failed("make the tables"))?;
            }
            1 => {
                begin
                    .execute_batch(include_str!("push.sql"))
                    .and_then(|()| begin.pragma_update(None, "user_version", SCHEMA))
                    .map_err(failed("add the tables of browsers"))?;
            }
            SCHEMA => {}
            found => return Err(OutboxError::Newer { found }),
        }
        begin.commit().map_err(failed("commit"))?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// A panic elsewhere leaves no open transaction behind: each rolls back when
    /// it is dropped.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<T, OutboxError> {
        let mut connection = self.lock();
        let run = || {
            let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&begun)?;
            begun.commit()?;
            Ok(done)
        };
        run().map_err(failed(doing))
    }

    /// Returns how many entries were looked at.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn collected(&self) -> Result<u64, OutboxError> {
        let upto: i64 = self
            .lock()
            .query_row("SELECT upto FROM collected", [], |row| row.get(0))
            .map_err(failed("read what was collected"))?;
        Ok(u64::try_from(upto).unwrap_or(0))
    }

    /// Begins with the entries that are appended from now on: a city that has
    /// long been running does not send its past. Does nothing once something was
    /// collected.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn begin_at(&self, size: u64) -> Result<(), OutboxError> {
        self.write("set where to begin", |tx| {
            tx.execute("UPDATE collected SET upto = ?1 WHERE upto = 0", [int(size)])?;
            Ok(())
        })
    }

    /// Collects the notices of the entries that `city` has folded and that were
    /// not looked at; returns how many are new.
    ///
    /// # Errors
    /// [`CollectError`]; nothing of the batch is then kept.
    pub fn collect(&self, ledger: &Ledger, city: &City) -> Result<usize, CollectError> {
        let from = self.collected()?;
        let upto = city.folded();
        if from >= upto {
            return Ok(0);
        }
        let mut notices = Vec::new();
        let mut problem = None;
        ledger.scan_range(from..upto, |entry| {
            let Some(payload) = entry.payload else {
                return ControlFlow::Continue(());
            };
            if !entry.kind.starts_with("task.") {
                return ControlFlow::Continue(());
            }
            match Event::decode(entry.kind, entry.schema, payload) {
                Ok(Event::Task(event)) => {
                    let actor = PersonId::parse(entry.actor.person).ok();
                    let (index, at) = (entry.index, entry.recorded);
                    notices.extend(notices_of(city, &event, index, actor.as_ref(), at));
                    ControlFlow::Continue(())
                }
                Ok(_) => ControlFlow::Continue(()),
                Err(source) => {
                    problem = Some(CollectError::Entry {
                        entry: entry.index,
                        source,
                    });
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(problem) = problem {
            return Err(problem);
        }
        Ok(self.keep(upto, &notices)?)
    }

    fn keep(&self, upto: u64, notices: &[Notice]) -> Result<usize, OutboxError> {
        let mut bodies = Vec::with_capacity(notices.len());
        for notice in notices {
            bodies.push(serde_json::to_string(notice).map_err(bad_row("notices"))?);
        }
        self.write("keep notices", |tx| {
            let mut insert = tx.prepare(
                "INSERT INTO notices (entry, person, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?;
            let mut new = 0;
            for (notice, body) in notices.iter().zip(&bodies) {
                new += insert.execute(params![int(notice.entry), notice.person.as_str(), body])?;
            }
            tx.execute("UPDATE collected SET upto = max(upto, ?1)", [int(upto)])?;
            Ok(new)
        })
    }

    /// Returns the people for whom something waits that may be tried at `now`.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn waiting(&self, now: Timestamp) -> Result<Vec<PersonId>, OutboxError> {
        let connection = self.lock();
        let find = || {
            let mut query = connection.prepare_cached(
                "SELECT DISTINCT person FROM notices
                 WHERE (state = 'waiting' AND next_try <= ?1)
                    OR (state = 'claimed' AND claimed <= ?2)
                 ORDER BY person",
            )?;
            let now = now.as_second();
            let rows = query.query_map(params![now, now - LEASE_SECONDS], |row| {
                row.get::<_, String>(0)
            })?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        let people = find().map_err(failed("look who waits"))?;
        Ok(people
            .iter()
            .filter_map(|person| PersonId::parse(person).ok())
            .collect())
    }

    /// Returns what waits for a person, oldest first; messages that lapsed keep
    /// their Message-ID and are returned by [`lapsed`](Self::lapsed) instead.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn pending(&self, person: &PersonId, now: Timestamp) -> Result<Vec<Pending>, OutboxError> {
        let bodies = self.bodies(
            "SELECT body FROM notices
             WHERE person = ?1 AND state = 'waiting' AND next_try <= ?2 ORDER BY entry",
            params![person.as_str(), now.as_second()],
        )?;
        Ok(bodies
            .into_iter()
            .map(|notice| Pending { notice })
            .collect())
    }

    /// Returns the messages to a person that were claimed and never answered
    /// for: Message-ID and notices.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn lapsed(
        &self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<(String, Vec<Notice>)>, OutboxError> {
        let oldest = now.as_second() - LEASE_SECONDS;
        let ids: Vec<String> = {
            let connection = self.lock();
            let find = || {
                let mut query = connection.prepare_cached(
                    "SELECT DISTINCT message FROM notices
                     WHERE person = ?1 AND state = 'claimed' AND claimed <= ?2
                       AND message IS NOT NULL ORDER BY message",
                )?;
                let rows = query.query_map(params![person.as_str(), oldest], |row| row.get(0))?;
                rows.collect::<Result<Vec<_>, _>>()
            };
            find().map_err(failed("look for lapsed messages"))?
        };
        let mut all = Vec::new();
        for id in ids {
            let notices = self.bodies(
                "SELECT body FROM notices WHERE person = ?1 AND message = ?2 ORDER BY entry",
                params![person.as_str(), id],
            )?;
            all.push((id, notices));
        }
        Ok(all)
    }

    fn bodies(
        &self,
        query: &'static str,
        params: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<Notice>, OutboxError> {
        let connection = self.lock();
        let find = || {
            let mut query = connection.prepare_cached(query)?;
            let rows = query.query_map(params, |row| row.get::<_, String>(0))?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        let bodies = find().map_err(failed("read notices"))?;
        let read = |body: &String| serde_json::from_str(body).map_err(bad_row("notices"));
        bodies.iter().map(read).collect()
    }

    /// Claims the notices of a message to be sent now. Returns false, and claims
    /// nothing, when another courier has one of them.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn claim(&self, id: &str, message: &[Notice], now: Timestamp) -> Result<bool, OutboxError> {
        let mut connection = self.lock();
        let mut run = || {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for notice in message {
                let claimed = tx.execute(
                    "UPDATE notices SET state = 'claimed', message = ?3, claimed = ?4
                     WHERE person = ?1 AND entry = ?2
                       AND (state = 'waiting'
                            OR (state = 'claimed' AND message = ?3 AND claimed <= ?5))",
                    params![
                        notice.person.as_str(),
                        int(notice.entry),
                        id,
                        now.as_second(),
                        now.as_second() - LEASE_SECONDS,
                    ],
                )?;
                if claimed == 0 {
                    // Dropping the transaction rolls it back.
                    return Ok(false);
                }
            }
            tx.commit()?;
            Ok(true)
        };
        run().map_err(failed("claim a message"))
    }

    /// Says that a claimed message went out on `day`.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn sent(&self, id: &str, message: &Message, day: Date) -> Result<(), OutboxError> {
        let is_pressing = message
            .notices
            .iter()
            .any(|notice| notice.occasion.urgency() == Urgency::Pressing);
        self.write("note what was sent", |tx| {
            for notice in &message.notices {
                tx.execute(
                    "UPDATE notices SET state = 'sent', trouble = NULL
                     WHERE person = ?1 AND entry = ?2 AND message = ?3",
                    params![notice.person.as_str(), int(notice.entry), id],
                )?;
                tx.execute(
                    "INSERT INTO messages (id, person, day, digest, pressing)
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                    params![
                        id,
                        notice.person.as_str(),
                        day.to_string(),
                        message.is_digest,
                        is_pressing,
                    ],
                )?;
            }
            Ok(())
        })
    }

    /// Says that a claimed message could not be sent, and why; it waits longer
    /// after each try.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn not_sent(
        &self,
        id: &str,
        message: &[Notice],
        why: &str,
        is_final: bool,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        self.write("note what was not sent", |tx| {
            for notice in message {
                let key = params![notice.person.as_str(), int(notice.entry), id];
                let tries: Option<i64> = tx
                    .query_row(
                        "SELECT tries FROM notices
                         WHERE person = ?1 AND entry = ?2 AND message = ?3",
                        key,
                        |row| row.get(0),
                    )
                    .optional()?;
                let Some(tries) = tries.map(|tries| tries + 1) else {
                    continue;
                };
                let state = if is_final || tries >= MOST_TRIES {
                    "failed"
                } else {
                    "waiting"
                };
                tx.execute(
                    "UPDATE notices SET state = ?4, tries = ?5, next_try = ?6, trouble = ?7,
                            message = NULL, claimed = NULL
                     WHERE person = ?1 AND entry = ?2 AND message = ?3",
                    params![
                        notice.person.as_str(),
                        int(notice.entry),
                        id,
                        state,
                        tries,
                        now.as_second() + wait_after(tries),
                        why,
                    ],
                )?;
            }
            Ok(())
        })
    }

    /// Settles notices that are shown inside the system only.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn only_shown(&self, notices: &[Notice]) -> Result<(), OutboxError> {
        if notices.is_empty() {
            return Ok(());
        }
        self.write("settle notices", |tx| {
            for notice in notices {
                tx.execute(
                    "UPDATE notices SET state = 'shown'
                     WHERE person = ?1 AND entry = ?2 AND state = 'waiting'",
                    params![notice.person.as_str(), int(notice.entry)],
                )?;
            }
            Ok(())
        })
    }

    /// Lets what waits for a person rest until a moment.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn rest(&self, person: &PersonId, until: Timestamp) -> Result<(), OutboxError> {
        self.write("let notices rest", |tx| {
            tx.execute(
                "UPDATE notices SET next_try = ?2
                 WHERE person = ?1 AND state = 'waiting' AND next_try < ?2",
                params![person.as_str(), until.as_second()],
            )?;
            Ok(())
        })
    }

    /// Returns how many messages that did not press a person was sent on a day.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn sent_on(&self, person: &PersonId, day: Date) -> Result<u32, OutboxError> {
        self.lock()
            .query_row(
                "SELECT count(*) FROM messages WHERE person = ?1 AND day = ?2 AND pressing = 0",
                params![person.as_str(), day.to_string()],
                |row| row.get(0),
            )
            .map_err(failed("count messages"))
    }

    /// Returns the day of a person's last digest.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn last_digest(&self, person: &PersonId) -> Result<Option<Date>, OutboxError> {
        let day: Option<String> = self
            .lock()
            .query_row(
                "SELECT max(day) FROM messages WHERE person = ?1 AND digest = 1",
                [person.as_str()],
                |row| row.get(0),
            )
            .map_err(failed("look for the last digest"))?;
        Ok(day.and_then(|day| day.parse().ok()))
    }

    /// Returns what a person is shown, the newest `most` notices.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn inbox(&self, person: &PersonId, most: usize) -> Result<Inbox, OutboxError> {
        type Row = (String, bool, String);
        let connection = self.lock();
        let find = || {
            let unread: i64 = connection.query_row(
                "SELECT count(*) FROM notices WHERE person = ?1 AND read_at IS NULL",
                [person.as_str()],
                |row| row.get(0),
            )?;
            let mut query = connection.prepare_cached(
                "SELECT body, read_at IS NOT NULL, state FROM notices
                 WHERE person = ?1 ORDER BY entry DESC LIMIT ?2",
            )?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let rows = query.query_map(params![person.as_str(), most], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            Ok((unread, rows.collect::<Result<Vec<Row>, _>>()?))
        };
        let (unread, rows) = find().map_err(failed("read an inbox"))?;
        let mut notices = Vec::with_capacity(rows.len());
        for (body, is_read, state) in rows {
            notices.push(Shown {
                notice: serde_json::from_str(&body).map_err(bad_row("notices"))?,
                is_read,
                state: match state.as_str() {
                    "claimed" => State::Claimed,
                    "sent" => State::Sent,
                    "shown" => State::Shown,
                    "failed" => State::Failed,
                    _ => State::Waiting,
                },
            });
        }
        Ok(Inbox {
            notices,
            unread: u64::try_from(unread).unwrap_or(0),
        })
    }

    /// Returns how many notices of a person are unread.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn unread(&self, person: &PersonId) -> Result<u64, OutboxError> {
        let unread: i64 = self
            .lock()
            .query_row(
                "SELECT count(*) FROM notices WHERE person = ?1 AND read_at IS NULL",
                [person.as_str()],
                |row| row.get(0),
            )
            .map_err(failed("count unread notices"))?;
        Ok(u64::try_from(unread).unwrap_or(0))
    }

    /// Marks a person's notices up to an entry as read.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn mark_read(
        &self,
        person: &PersonId,
        upto: u64,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        self.write("mark notices as read", |tx| {
            tx.execute(
                "UPDATE notices SET read_at = ?3
                 WHERE person = ?1 AND entry <= ?2 AND read_at IS NULL",
                params![person.as_str(), int(upto), now.as_second()],
            )?;
            Ok(())
        })
    }

    /// Returns what a person wants; the default when they never said.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn preferences(&self, person: &PersonId) -> Result<Preferences, OutboxError> {
        let body: Option<String> = self
            .lock()
            .query_row(
                "SELECT body FROM preferences WHERE person = ?1",
                [person.as_str()],
                |row| row.get(0),
            )
            .optional()
            .map_err(failed("read preferences"))?;
        match body {
            None => Ok(Preferences::default()),
            Some(body) => serde_json::from_str(&body).map_err(bad_row("preferences")),
        }
    }

    /// Keeps what a person wants; what rested because of what they wanted before
    /// is planned anew.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn prefer(&self, person: &PersonId, wants: &Preferences) -> Result<(), OutboxError> {
        let body = serde_json::to_string(wants).map_err(bad_row("preferences"))?;
        self.write("keep preferences", |tx| {
            tx.execute(
                "INSERT INTO preferences (person, body) VALUES (?1, ?2)
                 ON CONFLICT (person) DO UPDATE SET body = excluded.body",
                params![person.as_str(), body],
            )?;
            tx.execute(
                "UPDATE notices SET next_try = 0
                 WHERE person = ?1 AND state = 'waiting' AND tries = 0",
                [person.as_str()],
            )?;
            Ok(())
        })
    }
}
