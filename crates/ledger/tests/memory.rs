//! The store in memory does what every store must.

#![expect(clippy::expect_used, reason = "a test")]

mod suite;

use dondoc_ledger::{Ledger, MemoryAttachments, MemoryStore, Seeded};

fn fresh() -> (Ledger, ()) {
    let ledger = Ledger::open(
        Box::new(MemoryStore::default()),
        Box::new(MemoryAttachments::default()),
        Box::new(Seeded::new(b"test")),
    );
    (ledger.expect("an empty store opens"), ())
}

store_suite!(fresh);
