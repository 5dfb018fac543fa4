//! Hooks, each with its place in the ledger: `webhooks.sqlite`.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

const FORMAT: i64 = 1;
/// `kinds` are prefixes of kinds, separated by spaces; empty for all. `position`
/// is the index of the first entry that was not delivered. Times are seconds
/// since 1970 in UTC.
const SCHEMA: &str = "
CREATE TABLE hook (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  key BLOB NOT NULL,
  kinds TEXT NOT NULL,
  position INTEGER NOT NULL,
  is_on INTEGER NOT NULL,
  created INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER,
  next_try INTEGER NOT NULL DEFAULT 0,
  last_answer TEXT NOT NULL DEFAULT '',
  lease INTEGER NOT NULL DEFAULT 0
) STRICT;
";
/// For so many seconds one server alone delivers for a hook.
const LEASE: i64 = 120;
/// After failing for so many seconds a hook waits for a person: three days.
const PATIENCE: i64 = 3 * 24 * 3600;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 3600;
/// What stands before a key where it is shown.
const KEY_PREFIX: &str = "whsec_";
/// The most hooks.
const MOST: i64 = 50;

/// The name of a hook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HookId(pub String);

/// Whether a hook delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It does, or will when there is something.
    On,
    /// The address did not take the last message; it is tried again.
    Failing {
        /// Since when.
        since: Timestamp,
        /// When it is tried again.
        next: Timestamp,
    },
    /// A person switched it off, or it failed for too long.
    Off,
}

/// A hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its name.
    pub id: HookId,
    /// Where messages go.
    pub url: String,
    /// Prefixes of the kinds of entries that are told; empty for all.
    pub kinds: Vec<String>,
    /// The first entry that was not delivered.
    pub position: u64,
    /// Whether it delivers.
    pub state: State,
    /// What the address said last.
    pub last_answer: String,
    pub(crate) key: Vec<u8>,
    pub(crate) failures: u32,
}

impl Hook {
    /// Returns whether entries of a kind are told.
    #[must_use]
    pub fn tells(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|prefix| kind.starts_with(prefix))
    }
}

/// What is wrong with a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHook {
    /// The address is no `https://` one; `http://` is taken on this machine alone.
    Address,
    /// A prefix of a kind has other signs than `a-z`, `_` and `.`.
    Kind,
    /// There are as many as there may be.
    TooMany,
}

/// Why hooks can't be used.
#[derive(Debug, thiserror::Error)]
pub enum HooksError {
    /// A person can put it right.
    #[error("refused: {0:?}")]
    Refused(BadHook),
    /// The database failed.
    #[error("failed to use the database of webhooks")]
    Database(#[from] rusqlite::Error),
    /// The database was made by a newer program.
    #[error("`webhooks.sqlite` has format {found}, this program knows up to {FORMAT}")]
    Newer {
        /// Its format.
        found: i64,
    },
    /// The ledger could not be read.
    #[error("failed to read the ledger")]
    Ledger(#[from] dondoc_ledger::ReadError),
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Entropy(String),
}

/// The hooks of a data folder.
#[derive(Debug)]
pub struct Hooks(Mutex<Connection>);

const COLUMNS: &str =
    "id, url, key, kinds, position, is_on, failures, failing_since, next_try, last_answer";

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Hook> {
    let kinds: String = row.get(3)?;
    let position: i64 = row.get(4)?;
    let since: Option<i64> = row.get(7)?;
    let state = match (row.get::<_, bool>(5)?, since) {
        (false, _) => State::Off,
        (true, None) => State::On,
        (true, Some(since)) => State::Failing {
            since: moment(since),
            next: moment(row.get(8)?),
        },
    };
    Ok(Hook {
        id: HookId(row.get(0)?),
        url: row.get(1)?,
        key: row.get(2)?,
        kinds: kinds.split_whitespace().map(str::to_owned).collect(),
        position: u64::try_from(position).unwrap_or(0),
        state,
        failures: row.get(6)?,
        last_answer: row.get(9)?,
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "an edge: keys come from the system"
)]
fn draw<const N: usize>() -> Result<[u8; N], HooksError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|cause| HooksError::Entropy(cause.to_string()))?;
    Ok(bytes)
}

/// An address over TLS; without it, on this machine alone.
fn is_good(url: &str) -> bool {
    let rest = match url.split_once("://") {
        Some(("https", rest)) => rest,
        Some(("http", rest)) => {
            let host = rest.split('/').next().unwrap_or_default();
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            if !["127.0.0.1", "localhost", "[::1]"].contains(&name) {
                return false;
            }
            rest
        }
        _ => return false,
    };
    let host = rest.split('/').next().unwrap_or_default();
    !host.is_empty()
        && url.len() <= 500
        && !host.contains('@')
        && url.chars().all(|c| c.is_ascii_graphic())
}

impl Hooks {
    /// Opens the database, or makes a new one that its owner alone may read.
    ///
    /// # Errors
    /// [`HooksError`] when it can't be opened or is of a newer program.
    pub fn open(path: &Path) -> Result<Self, HooksError> {
        let mut connection = Connection::open(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Where the file system knows no such rights, the folder's count.
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        let work =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let found: i64 = work.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match found {
            0 => {
                work.execute_batch(SCHEMA)?;
                work.pragma_update(None, "user_version", FORMAT)?;
            }
            FORMAT => {}
            found => return Err(HooksError::Newer { found }),
        }
        work.commit()?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a hook that tells entries from `position` on. Returns it with its
    /// key as receivers take it, which is shown once.
    ///
    /// # Errors
    /// [`BadHook`] in [`HooksError::Refused`].
    pub fn add(
        &self,
        url: &str,
        kinds: &[&str],
        position: u64,
        now: Timestamp,
    ) -> Result<(HookId, String), HooksError> {
        let url = url.trim();
        if !is_good(url) {
            return Err(HooksError::Refused(BadHook::Address));
        }
        let plain = |kind: &&str| {
            !kind.is_empty()
                && kind
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "_.".contains(c))
        };
        if !kinds.iter().all(plain) {
            return Err(HooksError::Refused(BadHook::Kind));
        }
        let key: [u8; 32] = draw()?;
        let id = URL_SAFE_NO_PAD.encode(draw::<9>()?);
        let db = self.connection();
        let count: i64 = db.query_row("SELECT count(*) FROM hook", [], |row| row.get(0))?;
        if count >= MOST {
            return Err(HooksError::Refused(BadHook::TooMany));
        }
        db.execute(
            "INSERT INTO hook (id, url, key, kinds, position, is_on, created)
             VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
            params![
                id,
                url,
                key.as_slice(),
                kinds.join(" "),
                position.cast_signed(),
                now.as_second()
            ],
        )?;
        let shown = format!("{KEY_PREFIX}{}", STANDARD.encode(key));
        Ok((HookId(id), shown))
    }

    /// Returns the hooks, the oldest first.
    ///
    /// # Errors
    /// [`HooksError::Database`].
    pub fn all(&self) -> Result<Vec<Hook>, HooksError> {
        let db = self.connection();
        let sql = format!("SELECT {COLUMNS} FROM hook ORDER BY created, id");
        let mut all = db.prepare_cached(&sql)?;
        let found = all.query_map([], read)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Switches a hook on or off. On again, it goes on where it stood: nothing
    /// was lost meanwhile.
    ///
    /// # Errors
    /// [`HooksError::Database`].
    pub fn switch(&self, id: &HookId, is_on: bool) -> Result<(), HooksError> {
        self.connection().execute(
            "UPDATE hook SET is_on = ?2, failures = 0, failing_since = NULL, next_try = 0
             WHERE id = ?1",
            params![id.0, is_on],
        )?;
        Ok(())
    }

    /// Removes a hook.
    ///
    /// # Errors
    /// [`HooksError::Database`].
    pub fn remove(&self, id: &HookId) -> Result<(), HooksError> {
        self.connection()
            .execute("DELETE FROM hook WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Takes a hook that may deliver now; of several servers, one gets it.
    pub(crate) fn take(&self, head: u64, now: Timestamp) -> Result<Option<Hook>, HooksError> {
        let second = now.as_second();
        let mut db = self.connection();
        let work = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM hook
             WHERE is_on AND position < ?1 AND next_try <= ?2 AND lease <= ?2
             ORDER BY next_try, id LIMIT 1"
        );
        let found = work
            .query_row(&sql, params![head.cast_signed(), second], read)
            .optional()?;
        if let Some(hook) = &found {
            work.execute(
                "UPDATE hook SET lease = ?2 WHERE id = ?1",
                params![hook.id.0, second + LEASE],
            )?;
        }
        work.commit()?;
        Ok(found)
    }

    /// Everything before `position` was taken.
    pub(crate) fn delivered(
        &self,
        id: &HookId,
        position: u64,
        answer: &str,
    ) -> Result<(), HooksError> {
        self.connection().execute(
            "UPDATE hook SET position = max(position, ?2), failures = 0, failing_since = NULL,
             next_try = 0, last_answer = ?3 WHERE id = ?1",
            params![id.0, position.cast_signed(), answer],
        )?;
        Ok(())
    }

    /// The address did not take it: later again.
    pub(crate) fn failed(
        &self,
        hook: &Hook,
        answer: &str,
        now: Timestamp,
    ) -> Result<(), HooksError> {
        let second = now.as_second();
        let since = match hook.state {
            State::Failing { since, .. } => since.as_second(),
            _ => second,
        };
        let pause = LONGEST_PAUSE.min(5 << hook.failures.min(16));
        self.connection().execute(
            "UPDATE hook SET failures = failures + 1, failing_since = ?2, next_try = ?3,
             is_on = ?4, last_answer = ?5 WHERE id = ?1",
            params![
                hook.id.0,
                since,
                second + pause,
                second - since < PATIENCE,
                answer
            ],
        )?;
        Ok(())
    }

    /// Lets others deliver for it.
    pub(crate) fn give_back(&self, id: &HookId) -> Result<(), HooksError> {
        self.connection()
            .execute("UPDATE hook SET lease = 0 WHERE id = ?1", [&id.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_good;

    #[test]
    fn addresses_are_over_tls_or_on_this_machine() {
        for good in [
            "https://a.vn/x?y=1",
            "http://127.0.0.1:9/x",
            "http://localhost/",
        ] {
            assert!(is_good(good), "{good}");
        }
        for bad in [
            "http://a.vn/",
            "http://127.0.0.1.a.vn/",
            "http://127.0.0.1:80@a.vn/",
            "https://",
            "https://u@a.vn/",
            "https://a b/",
            "ftp://a.vn/",
            "",
        ] {
            assert!(!is_good(bad), "{bad}");
        }
    }
}
