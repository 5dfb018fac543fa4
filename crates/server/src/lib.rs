//! Web pages over a followed ledger.
