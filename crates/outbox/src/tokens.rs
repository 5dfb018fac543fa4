//! Private addresses: who knows one may do the one thing it is for.

use dondoc_kinds::{PersonId, TaskId, UnitId};
use dondoc_ledger::Hash;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::store::{Outbox, OutboxError, failed};

/// What a private address is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The calendar feed of the person.
    OwnFeed,
    /// The calendar feed of a unit.
    UnitFeed(UnitId),
    /// Mutes a task for the person, with one click from a mail.
    Mute(TaskId),
}

/// A private address that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Names it to its owner; nobody can guess the address from it.
    pub number: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Since when.
    pub made: Timestamp,
}

/// How much of a secret's hash names it.
const NUMBER: usize = 16;

impl Outbox {
    /// Keeps a private address. `secret` is the random part of it, at least 16
    /// bytes from the operating system; only its hash is stored.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn grant(
        &self,
        secret: &str,
        person: &PersonId,
        purpose: &Purpose,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        let purpose = serde_json::to_string(purpose).map_err(|source| OutboxError::BadRow {
            table: "tokens",
            source,
        })?;
        self.lock()
            .execute(
                "INSERT INTO tokens (hash, person, purpose, made) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
                params![
                    Hash::of(secret.as_bytes()).0.as_slice(),
                    person.as_str(),
                    purpose,
                    now.as_second(),
                ],
            )
            .map_err(failed("keep a private address"))?;
        Ok(())
    }

    /// Returns whose a private address is and what it is for.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn granted(&self, secret: &str) -> Result<Option<(PersonId, Purpose)>, OutboxError> {
        let row: Option<(String, String)> = self
            .lock()
            .query_row(
                "SELECT person, purpose FROM tokens WHERE hash = ?1",
                [Hash::of(secret.as_bytes()).0.as_slice()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(failed("look up a private address"))?;
        let Some((person, purpose)) = row else {
            return Ok(None);
        };
        let purpose = serde_json::from_str(&purpose).map_err(|source| OutboxError::BadRow {
            table: "tokens",
            source,
        })?;
        Ok(PersonId::parse(&person)
            .ok()
            .map(|person| (person, purpose)))
    }

    /// Returns the calendar feeds of a person, the oldest first.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn feeds(&self, person: &PersonId) -> Result<Vec<Granted>, OutboxError> {
        type Row = (Vec<u8>, String, i64);
        let connection = self.lock();
        let find = || {
            let mut query = connection.prepare_cached(
                "SELECT hash, purpose, made FROM tokens
                 WHERE person = ?1 AND purpose NOT LIKE '{\"mute\"%' ORDER BY made, hash",
            )?;
            let rows = query.query_map([person.as_str()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            rows.collect::<Result<Vec<Row>, _>>()
        };
        let mut feeds = Vec::new();
        for (hash, purpose, made) in find().map_err(failed("list private addresses"))? {
            let purpose = serde_json::from_str(&purpose).map_err(|source| OutboxError::BadRow {
                table: "tokens",
                source,
            })?;
            feeds.push(Granted {
                number: number(&hash),
                purpose,
                made: Timestamp::from_second(made).unwrap_or(Timestamp::UNIX_EPOCH),
            });
        }
        Ok(feeds)
    }

    /// Withdraws one calendar feed of a person, by its number; returns whether
    /// there was one.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn withdraw_feed(&self, person: &PersonId, number: &str) -> Result<bool, OutboxError> {
        let withdrawn = self
            .lock()
            .execute(
                "DELETE FROM tokens WHERE person = ?1 AND purpose NOT LIKE '{\"mute\"%'
                 AND substr(lower(hex(hash)), 1, ?3) = ?2",
                params![person.as_str(), number, NUMBER as i64],
            )
            .map_err(failed("withdraw a private address"))?;
        Ok(withdrawn > 0)
    }

    /// Withdraws every calendar feed of a person: old addresses stop working.
    ///
    /// # Errors
    /// [`OutboxError`] when SQLite fails.
    pub fn withdraw_feeds(&self, person: &PersonId) -> Result<usize, OutboxError> {
        self.lock()
            .execute(
                "DELETE FROM tokens WHERE person = ?1 AND purpose NOT LIKE '{\"mute\"%'",
                [person.as_str()],
            )
            .map_err(failed("withdraw private addresses"))
    }
}

fn number(hash: &[u8]) -> String {
    let mut text = String::with_capacity(NUMBER);
    for byte in hash.iter().take(NUMBER / 2) {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}
