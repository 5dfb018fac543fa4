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
