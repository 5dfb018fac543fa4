//! The ledger's store in the data folder, on SQLite.
