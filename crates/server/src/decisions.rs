//! What was decided about authority: one line of JSON each, appended to
//! `decisions.jsonl` in the data folder.
//!
//! Kept are all decisions about writes, refusals of reads, and reads that are
//! sensitive. Each names the hash of the policies that decided it, so that years
//! later it can be asked again of the same words. No address with what somebody
//! searched for, no text that was typed.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use dondoc_authority::Decision;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::failures::log;

/// So much of the end of the file is looked at to show the newest.
const TAIL: u64 = 256 << 10;

/// The log of decisions.
#[derive(Debug)]
pub(crate) struct Decisions {
    path: PathBuf,
    file: Mutex<File>,
}

/// A decision about to be kept.
pub(crate) struct Record<'a> {
    pub(crate) at: Timestamp,
    /// The sign-in name.
    pub(crate) account: Option<&'a str>,
    /// The token by which it was asked.
    pub(crate) token: Option<&'a str>,
    pub(crate) path: &'a str,
    pub(crate) on: &'a str,
    pub(crate) decision: &'a Decision,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) at: Timestamp,
    pub(crate) act: String,
    pub(crate) on: String,
    pub(crate) path: String,
    pub(crate) allowed: bool,
    pub(crate) account: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) person: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) delegation: Option<String>,
    /// The policies that decided.
    pub(crate) policies: Vec<String>,
    /// The SHA-256 of the policies.
    pub(crate) policy_set: String,
}

impl Decisions {
    pub(crate) fn open(folder: &Path) -> std::io::Result<Self> {
        let path = folder.join("decisions.jsonl");
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        Ok(Self {
            path,
            file: Mutex::new(file),
        })
    }

    /// Keeps a decision. A disk that is full stops nobody's work: the act itself
    /// is in the ledger, and the failure is said on the standard error stream.
    pub(crate) fn record(&self, record: &Record<'_>) {
        let under = record.decision.under.as_ref();
        let line = Kept {
            at: record.at,
            act: record.decision.action.name().to_owned(),
            on: record.on.to_owned(),
            path: record.path.to_owned(),
            allowed: record.decision.allowed,
            account: record.account.map(str::to_owned),
            token: record.token.map(str::to_owned),
            person: under.and_then(|it| it.person.as_ref().map(ToString::to_string)),
            post: under.and_then(|it| it.post.as_ref().map(ToString::to_string)),
            unit: under.and_then(|it| it.unit.as_ref().map(ToString::to_string)),
            delegation: under.and_then(|it| it.delegation.as_ref().map(ToString::to_string)),
            policies: record
                .decision
                .reasons
                .iter()
                .map(|it| it.policy.to_string())
                .collect(),
            policy_set: record.decision.policy_set.to_string(),
        };
        let written = serde_json::to_string(&line).map_err(std::io::Error::from);
        let written = written.and_then(|mut line| {
            line.push('\n');
            // One write of one line: lines of several processes do not mix.
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.write_all(line.as_bytes())
        });
        if let Err(failure) = written {
            log("decisions", &failure);
        }
    }

    /// Returns the newest decisions, the newest first, at most so many.
    pub(crate) fn newest(&self, most: usize) -> std::io::Result<Vec<Kept>> {
        let mut file = File::open(&self.path)?;
        let size = file.metadata()?.len();
        let start = size.saturating_sub(TAIL);
        file.seek(SeekFrom::Start(start))?;
        let mut lines: Vec<Kept> = Vec::new();
        for line in BufReader::new(file).lines() {
            // The first line may be half of one.
            if let Ok(kept) = serde_json::from_str(&line?) {
                lines.push(kept);
            }
        }
        lines.reverse();
        lines.truncate(most);
        Ok(lines)
    }
}
