//! The ledger's store in the data folder, on SQLite.
//!
//! [`SqliteStore`] keeps the log in one file; [`DataFolder`] is everything a
//! city keeps on disk: settings, log, signing key, attachments, snapshots.
//! This is the edge: here files are written and random bytes drawn.

mod attachments;
mod entropy;
mod files;
mod folder;
mod row;
mod said;
mod settings;
mod snapshots;
mod store;
mod work;

pub use attachments::{FolderAttachments, LARGEST_ATTACHMENT};
pub use entropy::OsEntropy;
pub use folder::{DataFolder, FolderError};
pub use settings::{FOLDER_FORMAT, Settings};
pub use snapshots::Snapshot;
pub use store::{OpenError, SqliteStore};
pub use work::{Exported, RestoreFolderError, Restored, SnapshotKept, write_file};
