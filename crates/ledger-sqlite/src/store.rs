//! [`Store`] on one SQLite file.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dondoc_ledger::merkle::Node;
use dondoc_ledger::{EachRow, EntryView, Hash, Store, StoreError, Transaction};
use rusqlite::{Connection, OpenFlags, ToSql, TransactionBehavior, params};

use crate::row::{self, read_hash};

/// The number of our tables' shape, kept in SQLite's `user_version`.
pub(crate) const SCHEMA: i64 = 1;
/// "ĐônĐ" cut to 32 bits: tells our file from other SQLite files.
pub(crate) const APPLICATION: i64 = 0x0d0d_0c01;
/// How long to wait for another program's commit.
const PATIENCE: Duration = Duration::from_secs(10);

/// The log in an SQLite file, in WAL mode with `synchronous=FULL`: a commit is
/// on disk when it returns.
pub struct SqliteStore {
    path: PathBuf,
    writer: Mutex<Connection>,
    /// Idle connections for reading; a reader that finds none opens one.
    readers: Mutex<Vec<Connection>>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Returns a failure of SQLite, with whether another program is in the way.
pub(crate) fn failed(doing: &str) -> impl FnOnce(rusqlite::Error) -> StoreError + '_ {
    move |cause| {
        let busy = matches!(
            cause.sqlite_error_code(),
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
        );
        StoreError {
            busy,
            ..StoreError::new(doing, cause)
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SQLite counts in 64 signed bits; a log never gets beyond them.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn connect(path: &Path, create: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        // Erased payloads are overwritten with zeros, not only unlinked.
        connection.pragma_update(None, "secure_delete", "on")?;
        connection.pragma_update(None, "cache_size", -32_768)?;
        connection.pragma_update(None, "trusted_schema", "off")?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(connection)
    };
    open().map_err(failed(&format!("open `{}`", path.display())))
}

impl SqliteStore {
    /// Creates the file with its tables; it must not exist.
    ///
    /// # Errors
    /// [`StoreError`] when the file is there or can't be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let doing = format!("create `{}`", path.display());
        std::fs::File::create_new(path).map_err(|cause| StoreError::new(&doing, cause))?;
        let mut writer = connect(path, true)?;
        let mut create = || {
            let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            tx.execute_batch(include_str!("schema.sql"))?;
            tx.pragma_update(None, "application_id", APPLICATION)?;
            tx.pragma_update(None, "user_version", SCHEMA)?;
            tx.commit()
        };
        create().map_err(failed(&doing))?;
        Ok(Self::with(path, writer))
    }

    /// Opens an existing file.
    ///
    /// # Errors
    /// [`OpenError`] when it is missing, not ours, made by a newer version, or
    /// SQLite fails.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let writer = connect(path, false)?;
        let read = |name: &str| -> Result<i64, StoreError> {
            writer
                .pragma_query_value(None, name, |row| row.get(0))
                .map_err(failed(&format!("open `{}`", path.display())))
        };
        if read("application_id")? != APPLICATION {
            return Err(OpenError::NotOurs);
        }
        let found = read("user_version")?;
        if found > SCHEMA {
            return Err(OpenError::Newer { found });
        }
        Ok(Self::with(path, writer))
    }

    fn with(path: &Path, writer: Connection) -> Self {
        Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        }
    }

    /// Runs `query` on a connection for reading.
    pub(crate) fn read<T>(
        &self,
        doing: &str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let idle = lock(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path, false)?,
        };
        let answer = query(&connection).map_err(failed(doing))?;
        lock(&self.readers).push(connection);
        Ok(answer)
    }
}

/// Why a file is not opened as a log.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// An SQLite file, but not one of ours.
    #[error("the database is not a ledger of this program")]
    NotOurs,
    /// Its tables have a shape of a later version.
    #[error("the database has table shape {found}, this program knows up to {SCHEMA}")]
    Newer {
        /// The shape's number.
        found: i64,
    },
    /// It can't be opened at all.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn size(connection: &Connection) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT max(idx) FROM entries")?
        .query_row([], |row| row.get::<_, Option<i64>>(0))
        .map(|last| last.map_or(0, |last| last.unsigned_abs() + 1))
}

fn version(connection: &Connection, stream: &str) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT max(version) FROM entries WHERE stream = ?1")?
        .query_row([stream], |row| row.get::<_, Option<i64>>(0))
        .map(|last| last.map_or(0, i64::unsigned_abs))
}

fn scan(
    connection: &Connection,
    range: &Range<u64>,
    each: &mut EachRow<'_>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT idx, stream, version, recorded, valid, person, post, unit, delegation,
                kind, schema, attachments, commitment, leaf, salt, payload
         FROM entries WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
    )?;
    row::tell(statement.query([int(range.start), int(range.end)])?, each)
}

fn hashes(connection: &Connection, level: u8, range: &Range<u64>) -> rusqlite::Result<Vec<Hash>> {
    let (start, end) = (int(range.start), int(range.end));
    if level == 0 {
        let sql = "SELECT leaf FROM entries WHERE idx >= ?1 AND idx < ?2 ORDER BY idx";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([start, end], |row| read_hash(row, 0))?;
        return rows.collect();
    }
    let sql = "SELECT hash FROM nodes
               WHERE level = ?1 AND position >= ?2 AND position < ?3 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![level, start, end], |row| read_hash(row, 0))?;
    rows.collect()
}

impl Store for SqliteStore {
    fn size(&self) -> Result<u64, StoreError> {
        self.read("count entries", size)
    }

    fn version(&self, stream: &str) -> Result<u64, StoreError> {
        self.read("find a stream", |connection| version(connection, stream))
    }

    fn scan(&self, range: Range<u64>, each: &mut EachRow<'_>) -> Result<(), StoreError> {
        self.read("read entries", |connection| scan(connection, &range, each))
    }

    fn scan_stream(
        &self,
        stream: &str,
        after: u64,
        each: &mut EachRow<'_>,
    ) -> Result<(), StoreError> {
        self.read("read a stream", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT idx, stream, version, recorded, valid, person, post, unit, delegation,
                        kind, schema, attachments, commitment, leaf, salt, payload
                 FROM entries WHERE stream = ?1 AND version > ?2 ORDER BY version",
            )?;
            row::tell(statement.query(params![stream, int(after)])?, each)
        })
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        self.read("read hashes", |connection| {
            hashes(connection, level, &range)
        })
    }

    fn nodes(&self) -> Result<Vec<Node>, StoreError> {
        self.read("read nodes", |connection| {
            let sql = "SELECT level, position, hash FROM nodes ORDER BY level, position";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(Node {
                    level: row.get(0)?,
                    position: row.get::<_, i64>(1)?.unsigned_abs(),
                    hash: read_hash(row, 2)?,
                })
            })?;
            rows.collect()
        })
    }

    fn checkpoints(&self) -> Result<Vec<(u64, String)>, StoreError> {
        self.read("read checkpoints", |connection| {
            let sql = "SELECT size, note FROM checkpoints ORDER BY size";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                // What is no text is kept as a note that will not verify.
                let note = String::from_utf8_lossy(row.get_ref(1)?.as_bytes()?).into_owned();
                Ok((row.get::<_, i64>(0)?.unsigned_abs(), note))
            })?;
            rows.collect()
        })
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut writer = lock(&self.writer);
        let tx = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed("begin a commit"))?;
        work(&mut Writing { tx: &tx })?;
        tx.commit().map_err(failed("commit"))
    }

    fn purge(&self) -> Result<bool, StoreError> {
        let writer = lock(&self.writer);
        // Idle readers hold no old pages; dropping them also frees their caches.
        lock(&self.readers).clear();
        let busy: i64 = writer
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(failed("empty the write-ahead log"))?;
        Ok(busy == 0)
    }

    fn self_check(&self) -> Result<Vec<String>, StoreError> {
        self.read("check the database", |connection| {
            let mut statement = connection.prepare("PRAGMA integrity_check(1000)")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            let mut found: Vec<String> = rows.collect::<Result<_, _>>()?;
            found.retain(|line| line != "ok");
            Ok(found)
        })
    }
}

struct Writing<'c> {
    tx: &'c rusqlite::Transaction<'c>,
}

impl Transaction for Writing<'_> {
    fn size(&mut self) -> Result<u64, StoreError> {
        size(self.tx).map_err(failed("count entries"))
    }

    fn version(&mut self, stream: &str) -> Result<u64, StoreError> {
        version(self.tx, stream).map_err(failed("find a stream"))
    }

    fn scan(&mut self, range: Range<u64>, each: &mut EachRow<'_>) -> Result<(), StoreError> {
        scan(self.tx, &range, each).map_err(failed("read entries"))
    }

    fn hashes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        hashes(self.tx, level, &range).map_err(failed("read hashes"))
    }

    fn insert(&mut self, entries: &[EntryView<'_>]) -> Result<(), StoreError> {
        row::insert(self.tx, entries).map_err(failed("append entries"))
    }

    fn insert_nodes(&mut self, nodes: &[Node]) -> Result<(), StoreError> {
        let insert = || {
            let sql = "INSERT INTO nodes (level, position, hash) VALUES (?1, ?2, ?3)";
            let mut statement = self.tx.prepare_cached(sql)?;
            for node in nodes {
                let hash: &[u8] = &node.hash.0;
                let position = int(node.position);
                let values: [&dyn ToSql; 3] = [&node.level, &position, &hash];
                statement.execute(values)?;
            }
            Ok(())
        };
        if nodes.is_empty() {
            return Ok(());
        }
        insert().map_err(failed("append nodes"))
    }

    fn erase(&mut self, index: u64) -> Result<(), StoreError> {
        let sql = "UPDATE entries SET salt = NULL, payload = NULL WHERE idx = ?1";
        self.tx
            .execute(sql, [int(index)])
            .map(|_| ())
            .map_err(failed("erase a payload"))
    }

    fn insert_checkpoint(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO checkpoints (size, note) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.tx
            .execute(sql, params![int(size), note])
            .map(|_| ())
            .map_err(failed("keep a checkpoint"))
    }
}
