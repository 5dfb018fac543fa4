//! Erasing a payload on lawful request.

use dondoc_kinds::{Arg, Say};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::append::{Append, AppendError, Appended, OWN};
use crate::entry::{Actor, NewEntry};
use crate::hash::Hash;
use crate::ledger::{Ledger, ReadError};

/// The kind of the entry that says what was erased.
pub const REDACTED: &str = "ledger.redacted";
/// The stream of the ledger's own entries.
pub const OWN_STREAM: &str = OWN;

/// The payload of `ledger.redacted`, schema 1: which payload went, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redaction {
    /// Index of the entry whose payload and salt are erased.
    pub entry: u64,
    /// The provision that demands or allows it, as people cite it.
    pub provision: String,
    /// Why, in words that do not repeat what is erased.
    pub reason: String,
    /// Attachments of the entry that are erased with it.
    pub attachments: Vec<Hash>,
}

/// Why a payload is not erased. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RedactRefusal {
    /// The log has no such entry.
    NoSuchEntry {
        /// Which was asked for.
        entry: u64,
        /// How many there are.
        size: u64,
    },
    /// Its payload is erased already.
    AlreadyErased {
        /// Which entry.
        entry: u64,
    },
    /// It is one of the ledger's own entries, which hold no personal data.
    Own {
        /// Which entry.
        entry: u64,
    },
    /// No provision was cited.
    NoProvision,
    /// No reason was given.
    NoReason,
    /// The entry does not name this attachment.
    NotItsAttachment {
        /// Which entry.
        entry: u64,
        /// The attachment.
        hash: Hash,
    },
}

impl Say for RedactRefusal {
    fn key(&self) -> &'static str {
        match self {
            Self::NoSuchEntry { .. } => "ledger-redact-no-such-entry",
            Self::AlreadyErased { .. } => "ledger-redact-already-erased",
            Self::Own { .. } => "ledger-redact-own",
            Self::NoProvision => "ledger-redact-no-provision",
            Self::NoReason => "ledger-redact-no-reason",
            Self::NotItsAttachment { .. } => "ledger-redact-not-its-attachment",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::NoSuchEntry { entry, size } => vec![
                ("entry", Arg::Count(*entry as i64)),
                ("size", Arg::Count(*size as i64)),
            ],
            Self::AlreadyErased { entry } | Self::Own { entry } => {
                vec![("entry", Arg::Count(*entry as i64))]
            }
            Self::NoProvision | Self::NoReason => vec![],
            Self::NotItsAttachment { entry, hash } => vec![
                ("entry", Arg::Count(*entry as i64)),
                ("hash", hash.to_string().into()),
            ],
        }
    }
}

/// Why a redaction did not happen.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// It was refused; nothing was written.
    #[error("the redaction was refused: {0:?}")]
    Refused(RedactRefusal),
    /// The entry could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The entry that records it could not be appended.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The payload is erased and recorded, but an attachment or old bytes of
    /// the database could not be removed yet.
    #[error(
        "the payload is erased, but not all old bytes are gone: repeat the redaction's clean-up"
    )]
    Unfinished(#[source] crate::store::StoreError),
}

/// What became of a redaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redacted {
    /// The entry that records it.
    pub recorded_as: u64,
    /// When.
    pub recorded: Timestamp,
    /// Whether the old bytes have left the database's files. `false` when
    /// another program was reading: [`Ledger::finish_erasures`] tries again.
    pub bytes_gone: bool,
}

impl Ledger {
    /// Erases payload and salt of an entry, and attachments of it, and appends
    /// the entry that says so, in one commit. Header, proofs and checkpoints
    /// stay as they are.
    ///
    /// Copies outside the log (exports, backups, state folded before) still
    /// hold the payload: whoever made them must drop them.
    ///
    /// # Errors
    /// [`RedactError`]; unless it is `Unfinished`, nothing was written.
    pub fn redact(
        &self,
        redaction: &Redaction,
        actor: Actor,
        valid: Date,
        recorded: Timestamp,
    ) -> Result<Redacted, RedactError> {
        self.check_redaction(redaction)?;
        let attachments: Vec<_> = redaction.attachments.iter().map(Hash::to_string).collect();
        let entry = NewEntry {
            stream: OWN_STREAM.to_owned(),
            kind: REDACTED.to_owned(),
            schema: 1,
            valid,
            actor,
            payload: serde_json::json!({
                "attachments": attachments,
                "entry": redaction.entry,
                "provision": redaction.provision,
                "reason": redaction.reason,
            }),
            attachments: vec![],
        };
        let append = Append {
            expect: vec![],
            entries: vec![entry],
        };
        let Appended {
            first, recorded, ..
        } = self.append_own(append, recorded, Some(redaction.entry))?;
        for hash in &redaction.attachments {
            self.attachments()
                .erase(hash)
                .map_err(RedactError::Unfinished)?;
        }
        let bytes_gone = self.store().purge().map_err(RedactError::Unfinished)?;
        Ok(Redacted {
            recorded_as: first,
            recorded,
            bytes_gone,
        })
    }

    /// Removes what an interrupted redaction left behind: attachments that
    /// were to be erased, and old bytes in the database's files. `false` when
    /// another program was reading.
    ///
    /// # Errors
    /// [`ReadError`] when the log can't be read or the files not be removed.
    pub fn finish_erasures(&self) -> Result<bool, ReadError> {
        let mut hashes = Vec::new();
        self.scan_stream(OWN_STREAM, 0, |entry| {
            if let Some(redaction) = read_redaction(entry.kind, entry.payload) {
                hashes.extend(redaction.attachments);
            }
            std::ops::ControlFlow::Continue(())
        })?;
        for hash in hashes {
            self.attachments().erase(&hash)?;
        }
        Ok(self.store().purge()?)
    }

    fn check_redaction(&self, redaction: &Redaction) -> Result<(), RedactError> {
        let entry = redaction.entry;
        let refuse = |refusal| Err(RedactError::Refused(refusal));
        if redaction.provision.trim().is_empty() {
            return refuse(RedactRefusal::NoProvision);
        }
        if redaction.reason.trim().is_empty() {
            return refuse(RedactRefusal::NoReason);
        }
        let Some(found) = self.entry(entry)? else {
            let size = self.poll_head().map_err(ReadError::Store)?;
            return refuse(RedactRefusal::NoSuchEntry { entry, size });
        };
        if found.stream == OWN_STREAM {
            return refuse(RedactRefusal::Own { entry });
        }
        if found.payload.is_none() {
            return refuse(RedactRefusal::AlreadyErased { entry });
        }
        let foreign = |hash: &&Hash| !found.attachments.contains(hash);
        match redaction.attachments.iter().find(foreign) {
            Some(hash) => refuse(RedactRefusal::NotItsAttachment { entry, hash: *hash }),
            None => Ok(()),
        }
    }
}

/// Reads a `ledger.redacted` payload; `None` for every other kind.
pub fn read_redaction(kind: &str, payload: Option<&[u8]>) -> Option<Redaction> {
    if kind != REDACTED {
        return None;
    }
    serde_json::from_slice(payload?).ok()
}
