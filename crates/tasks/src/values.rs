//! Small values that proposals and tasks share.

use dondoc_calendar::Rule;
use dondoc_kinds::{DocumentId, UnitId};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Where the words of a task stand: the second link of the chain document →
/// clause → proposal → task → evidence → confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The registered document.
    pub document: DocumentId,
    /// First Unicode code point of the words in the document's text.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The clause as the document numbers it (`II.3.a`), where it does.
    pub clause: Option<SmolStr>,
}

/// A number that the task must reach, as the document writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The value exactly as written: `95`, `trên 30`, `1.200`.
    pub value: SmolStr,
    /// The unit as written: `%`, `tỷ đồng`, `ha`.
    pub unit: SmolStr,
}

/// How much hangs on a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// An ordinary task.
    #[default]
    Ordinary,
    /// Named as a key task (*nhiệm vụ trọng tâm*).
    Key,
    /// Urgent (*khẩn*, *hỏa tốc*).
    Urgent,
}

/// An addressee as the document writes it, and the unit a person or the
/// registry found for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The words of the document.
    pub text: Box<str>,
    /// The unit, once it is known. A class of units stays `None` until a person
    /// expands it at issue.
    pub unit: Option<UnitId>,
}

/// The words of a deadline and how they were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeadlineWords {
    /// The words of the document.
    pub text: Box<str>,
    /// The rule, where the words could be read as one.
    pub rule: Option<Rule>,
}

/// A file handed in as evidence. The bytes stand in the ledger's attachments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub hash: SmolStr,
    /// The file's name as handed in.
    pub name: Box<str>,
}

impl Evidence {
    /// Returns whether `hash` is written as a SHA-256.
    #[must_use]
    pub fn is_hash_well_formed(&self) -> bool {
        self.hash.len() == 64
            && self
                .hash
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    }
}

/// What happened to the document a task came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceChange {
    /// Part of it was changed.
    Amended,
    /// Another document stands in its place.
    Replaced,
    /// It is no longer in force.
    Repealed,
}

/// Why a task went to another unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferCause {
    /// The assigner gave it to another unit.
    Reassigned,
    /// The unit was merged, split or abolished, and this is its successor.
    Successor,
}

/// Why a task stands on the agenda of the next briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgendaCause {
    /// The third late reminder for the same due day was sent.
    ThirdLateReminder,
    /// A person asked for it.
    Asked,
}
