//! Akoma Ntoso.
