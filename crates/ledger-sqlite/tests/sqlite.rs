//! The store on SQLite does what every store must.
#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "../../ledger/tests/suite/mod.rs"]
mod suite;

use dondoc_ledger::{Ledger, Seeded};
use dondoc_ledger_sqlite::{FolderAttachments, SqliteStore};

fn fresh() -> (Ledger, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(
        Box::new(SqliteStore::create(&dir.path().join("ledger.sqlite")).unwrap()),
        Box::new(FolderAttachments::new(&dir.path().join("attachments"))),
        Box::new(Seeded::new(b"test")),
    );
    (ledger.unwrap(), dir)
}

store_suite!(fresh);
