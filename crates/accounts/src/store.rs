//! The database.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::brake::Brake;
use crate::password;
use crate::refusal::AccountsError;
use crate::token::Token;

const FORMAT: i64 = 4;

/// Names follow the rule of [`crate::Account::login`]; times are seconds since
/// 1970 in UTC; hashes are SHA-256 of tokens.
const SCHEMA: &str = "
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT,
  person TEXT,
  is_admin INTEGER NOT NULL,
  is_active INTEGER NOT NULL,
  password TEXT,
  external TEXT UNIQUE,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;
CREATE INDEX account_person ON account (person);
CREATE TABLE session (
  hash BLOB PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  post TEXT,
  created INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  until INTEGER NOT NULL,
  source TEXT NOT NULL,
  agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);
CREATE TABLE device (
  hash BLOB NOT NULL,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  seen INTEGER NOT NULL,
  PRIMARY KEY (hash, account)
) STRICT;
CREATE TABLE link (
  hash BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  account INTEGER REFERENCES account ON DELETE CASCADE,
  until INTEGER NOT NULL
) STRICT;
";

/// What format 2 added: tokens of programs, answers that are given again, second
/// factors. A seed is kept as it is, since codes are computed from it.
const SECOND: &str = "
CREATE TABLE api_token (
  hash BLOB PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created INTEGER NOT NULL,
  until INTEGER NOT NULL,
  seen INTEGER
) STRICT;
CREATE INDEX api_token_account ON api_token (account);
CREATE TABLE once (
  token TEXT NOT NULL,
  key TEXT NOT NULL,
  print BLOB NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  headers TEXT,
  body BLOB,
  PRIMARY KEY (token, key)
) STRICT;
CREATE INDEX once_at ON once (at);
CREATE TABLE second_factor (
  account INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  seed BLOB NOT NULL,
  is_confirmed INTEGER NOT NULL,
  last_step INTEGER NOT NULL
) STRICT;
CREATE TABLE recovery (
  hash BLOB NOT NULL,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  PRIMARY KEY (account, hash)
) STRICT;
";

/// What format 3 added: passkeys and their ceremonies, identities at other
/// providers, how each session was begun, imports, and the journal.
const THIRD: &str = "
ALTER TABLE account ADD COLUMN handle BLOB;
ALTER TABLE account ADD COLUMN asks_passkey INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN import TEXT;
CREATE UNIQUE INDEX account_handle ON account (handle);
ALTER TABLE session ADD COLUMN method TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN ticket TEXT;
ALTER TABLE link ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
CREATE TABLE passkey (
  id TEXT PRIMARY KEY,
  credential BLOB NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  transports INTEGER NOT NULL,
  fixed BLOB NOT NULL,
  changing BLOB NOT NULL,
  created INTEGER NOT NULL,
  seen INTEGER,
  is_suspect INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX passkey_account ON passkey (account);
CREATE TABLE ceremony (
  hash BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  account INTEGER REFERENCES account ON DELETE CASCADE,
  state BLOB NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX ceremony_until ON ceremony (until);
CREATE TABLE identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  provider TEXT NOT NULL,
  label TEXT NOT NULL,
  created INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX identity_account ON identity (account);
CREATE TABLE errand (
  state BLOB PRIMARY KEY,
  provider TEXT NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  binding BLOB NOT NULL,
  account INTEGER REFERENCES account ON DELETE CASCADE,
  next TEXT NOT NULL,
  kept TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX errand_until ON errand (until);
CREATE TABLE import (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  accounts INTEGER NOT NULL,
  posts TEXT NOT NULL,
  undone INTEGER
) STRICT;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  account TEXT NOT NULL,
  what TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX journal_account ON journal (account);
";

/// What format 4 added: accounts that a directory took away.
const FOURTH: &str = "ALTER TABLE account ADD COLUMN is_gone INTEGER NOT NULL DEFAULT 0;";

/// The accounts of a data folder.
///
/// Every method may be called from several threads, and from several programs
/// over the same folder.
#[derive(Debug)]
pub struct Accounts {
    connection: Mutex<Connection>,
    pub(crate) brake: Brake,
    /// What a password is compared with where there is none: the same work.
    pub(crate) nobody: String,
}

impl Accounts {
    /// Opens the database, or makes a new one that its owner alone may read.
    ///
    /// # Errors
    /// [`AccountsError`] when it can't be opened or is of a newer program.
    pub fn open(path: &Path) -> Result<Self, AccountsError> {
        let connection = Connection::open(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Where the file system knows no such rights, the folder's count.
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
        Self::over(connection)
    }

    /// Returns accounts that are gone with the program.
    ///
    /// # Errors
    /// As [`Accounts::open`].
    pub fn in_memory() -> Result<Self, AccountsError> {
        Self::over(Connection::open_in_memory()?)
    }

    fn over(mut connection: Connection) -> Result<Self, AccountsError> {
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let work =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let found: i64 = work.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > FORMAT {
            return Err(AccountsError::Newer {
                found,
                known: FORMAT,
            });
        }
        for (format, added) in (1..).zip([SCHEMA, SECOND, THIRD, FOURTH]) {
            if found < format {
                work.execute_batch(added)?;
            }
        }
        work.pragma_update(None, "user_version", FORMAT)?;
        work.commit()?;
        Ok(Self {
            connection: Mutex::new(connection),
            brake: Brake::default(),
            nobody: password::hash(Token::draw()?.as_str())?,
        })
    }

    /// A panic while it was held leaves at most a transaction, which is undone.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns a moment from its seconds, the earliest there is if they are none.
pub(crate) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN)
}
