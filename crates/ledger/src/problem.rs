//! What verification finds, by name and place.

use dondoc_kinds::{Arg, Say};
use serde::Serialize;

use crate::hash::Hash;
use crate::note::BadNote;

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "problem")]
pub enum Problem {
    /// Part of the log can't be read at all.
    Unreadable {
        /// What: "entries 0 to 1024", "nodes", …
        what: String,
        /// What the store said.
        why: String,
    },
    /// The database finds its own file damaged.
    Database {
        /// What it said.
        why: String,
    },
    /// A row is not an entry.
    BadRow {
        /// Which entry.
        entry: u64,
        /// Column and reason.
        why: String,
    },
    /// There are no entries of these indexes below the end of the log.
    MissingEntries {
        /// The first that is missing.
        first: u64,
        /// The last that is missing.
        last: u64,
    },
    /// The header is not the one whose hash is in the log.
    HeaderChanged {
        /// Which entry.
        entry: u64,
        /// Its stream, as it stands now.
        stream: String,
    },
    /// The payload or its salt does not match the commitment in the header.
    PayloadChanged {
        /// Which entry.
        entry: u64,
        /// Its stream.
        stream: String,
    },
    /// Payload and salt are gone, and no redaction says so.
    PayloadMissing {
        /// Which entry.
        entry: u64,
        /// Its stream.
        stream: String,
    },
    /// Only one of payload and salt is there.
    HalfErased {
        /// Which entry.
        entry: u64,
        /// Its stream.
        stream: String,
    },
    /// A redaction says the payload was erased, but it is there.
    NotErased {
        /// Which entry.
        entry: u64,
    },
    /// The versions of a stream have a gap or repeat.
    VersionGap {
        /// Which entry.
        entry: u64,
        /// Its stream.
        stream: String,
        /// The version that it should have.
        expected: u64,
        /// The version that it has.
        found: u64,
    },
    /// The recorded time is before the previous entry's.
    TimeWentBack {
        /// Which entry.
        entry: u64,
        /// Its stream.
        stream: String,
    },
    /// An attachment is not there.
    AttachmentMissing {
        /// Its hash.
        hash: Hash,
        /// The first entry that names it.
        entry: u64,
    },
    /// The bytes of an attachment are not those of its hash.
    AttachmentChanged {
        /// Its hash.
        hash: Hash,
        /// The first entry that names it, if any does.
        entry: Option<u64>,
    },
    /// An attachment that was to be erased is still there.
    AttachmentNotErased {
        /// Its hash.
        hash: Hash,
    },
    /// A stored node (tile hash) is missing, wrong, or one too many.
    Node {
        /// Its level.
        level: u8,
        /// Its position.
        position: u64,
        /// The first entry under it.
        first: u64,
        /// One past the last.
        end: u64,
    },
    /// A stored checkpoint is not one that the log's key signed.
    CheckpointBad {
        /// The size under which it is stored.
        size: u64,
        /// What is wrong.
        why: BadNote,
    },
    /// A stored checkpoint is of another size or log than it is kept for.
    CheckpointMisplaced {
        /// The size under which it is stored.
        size: u64,
    },
    /// The entries do not give the root that a checkpoint signed.
    CheckpointRoot {
        /// The checkpoint's size.
        size: u64,
    },
    /// A checkpoint signed more entries than there are: the end was cut off.
    CheckpointBeyond {
        /// The checkpoint's size.
        size: u64,
        /// How many entries there are.
        log: u64,
    },
    /// A checkpoint kept elsewhere is not one that the log's key signed.
    KeptBad {
        /// Which of those given, from 1.
        number: u64,
        /// What is wrong.
        why: BadNote,
    },
    /// The entries do not give the root of a checkpoint kept elsewhere: the
    /// log was rewritten.
    KeptRoot {
        /// The checkpoint's size.
        size: u64,
    },
    /// A checkpoint kept elsewhere has more entries than the log.
    KeptBeyond {
        /// The checkpoint's size.
        size: u64,
        /// How many entries there are.
        log: u64,
    },
    /// A snapshot is damaged or not of this log; it will not be used.
    Snapshot {
        /// Its file's name.
        name: String,
        /// What is wrong.
        why: String,
    },
}

impl Say for Problem {
    fn key(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "ledger-problem-unreadable",
            Self::Database { .. } => "ledger-problem-database",
            Self::BadRow { .. } => "ledger-problem-bad-row",
            Self::MissingEntries { .. } => "ledger-problem-missing-entries",
            Self::HeaderChanged { .. } => "ledger-problem-header-changed",
            Self::PayloadChanged { .. } => "ledger-problem-payload-changed",
            Self::PayloadMissing { .. } => "ledger-problem-payload-missing",
            Self::HalfErased { .. } => "ledger-problem-half-erased",
            Self::NotErased { .. } => "ledger-problem-not-erased",
            Self::VersionGap { .. } => "ledger-problem-version-gap",
            Self::TimeWentBack { .. } => "ledger-problem-time-went-back",
            Self::AttachmentMissing { .. } => "ledger-problem-attachment-missing",
            Self::AttachmentChanged { entry: Some(_), .. } => "ledger-problem-attachment-changed",
            Self::AttachmentChanged { entry: None, .. } => "ledger-problem-stray-changed",
            Self::AttachmentNotErased { .. } => "ledger-problem-attachment-not-erased",
            Self::Node { .. } => "ledger-problem-node",
            Self::CheckpointBad { why, .. } => match why {
                BadNote::NotACheckpoint => "ledger-problem-checkpoint-form",
                BadNote::UnknownKey => "ledger-problem-checkpoint-key",
                BadNote::WrongSignature => "ledger-problem-checkpoint-signature",
            },
            Self::CheckpointMisplaced { .. } => "ledger-problem-checkpoint-misplaced",
            Self::CheckpointRoot { .. } => "ledger-problem-checkpoint-root",
            Self::CheckpointBeyond { .. } => "ledger-problem-checkpoint-beyond",
            Self::KeptBad { why, .. } => match why {
                BadNote::NotACheckpoint => "ledger-problem-kept-form",
                BadNote::UnknownKey => "ledger-problem-kept-key",
                BadNote::WrongSignature => "ledger-problem-kept-signature",
            },
            Self::KeptRoot { .. } => "ledger-problem-kept-root",
            Self::KeptBeyond { .. } => "ledger-problem-kept-beyond",
            Self::Snapshot { .. } => "ledger-problem-snapshot",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let count = |number: &u64| Arg::Count(*number as i64);
        match self {
            Self::Unreadable { what, why } => {
                vec![("what", what.as_str().into()), ("why", why.as_str().into())]
            }
            Self::Database { why } => vec![("why", why.as_str().into())],
            Self::BadRow { entry, why } => {
                vec![("entry", count(entry)), ("why", why.as_str().into())]
            }
            Self::MissingEntries { first, last } => {
                vec![("first", count(first)), ("last", count(last))]
            }
            Self::NotErased { entry } => {
                vec![("entry", count(entry))]
            }
            Self::HeaderChanged { entry, stream }
            | Self::PayloadChanged { entry, stream }
            | Self::PayloadMissing { entry, stream }
            | Self::HalfErased { entry, stream }
            | Self::TimeWentBack { entry, stream } => {
                vec![("entry", count(entry)), ("stream", stream.as_str().into())]
            }
            Self::VersionGap {
                entry,
                stream,
                expected,
                found,
            } => vec![
                ("entry", count(entry)),
                ("stream", stream.as_str().into()),
                ("expected", count(expected)),
                ("found", count(found)),
            ],
            Self::AttachmentMissing { hash, entry } => {
                vec![("hash", hash.to_string().into()), ("entry", count(entry))]
            }
            Self::AttachmentChanged { hash, entry } => {
                let mut args = vec![("hash", hash.to_string().into())];
                args.extend(entry.as_ref().map(|entry| ("entry", count(entry))));
                args
            }
            Self::AttachmentNotErased { hash } => vec![("hash", hash.to_string().into())],
            Self::Node {
                level,
                position,
                first,
                end,
            } => vec![
                ("level", Arg::Count((*level).into())),
                ("position", count(position)),
                ("first", count(first)),
                ("end", count(end)),
            ],
            Self::CheckpointBad { size, .. }
            | Self::CheckpointMisplaced { size }
            | Self::CheckpointRoot { size }
            | Self::KeptRoot { size } => vec![("size", count(size))],
            Self::CheckpointBeyond { size, log } | Self::KeptBeyond { size, log } => {
                vec![("size", count(size)), ("log", count(log))]
            }
            Self::KeptBad { number, .. } => vec![("number", count(number))],
            Self::Snapshot { name, why } => {
                vec![("name", name.as_str().into()), ("why", why.as_str().into())]
            }
        }
    }
}
