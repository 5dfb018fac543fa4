//! What was read out of one document.
//!
//! Everything here is a *proposal with its evidence*: each item carries the
//! span of the text that says it. Offsets count Unicode code points of the text
//! that was given, end exclusive, so that `text` is always exactly what stands
//! between `start` and `end`.

use serde::{Deserialize, Serialize};

/// One document, read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The document's own data, not those of documents it cites.
    pub header: Header,
    /// Every mention of another document, in the order of the text.
    pub references: Vec<Reference>,
    /// Proposed tasks, in the order of the text.
    pub tasks: Vec<Task>,
    /// Targets that stand outside any task.
    pub targets: Vec<Target>,
    /// Heading lines, in the order of the text.
    pub sections: Vec<Section>,
}

/// What the head and the foot of a document say about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The kind word with one capital (`Chỉ thị`); a letter without a kind word
    /// is `Công văn`, a press report is `Báo chí`.
    pub kind: Option<String>,
    /// Number and symbol without spaces (`24-CT/TU`); what is printed when the
    /// number was left blank (`/UBND-KT`).
    pub number: Option<String>,
    /// The issuing body with its place.
    pub issuer: Option<String>,
    /// ISO date; `2026-06` without a day, `2026` without a month.
    pub date: Option<String>,
    /// The subject on one line.
    pub title: Option<String>,
    /// Who signed.
    pub signer: Option<String>,
    /// Under what authority the signer signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// To whom the document is addressed.
    #[serde(default)]
    pub recipients: Vec<String>,
}

/// How a signer signs.
///
/// # Source
/// Decree 30/2020/NĐ-CP, art. 13; Party form `T/M`, `K/T`, `T/L` of guidance
/// 36-HD/VPTW and 05-HD/VPTW (secondary).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// `TM.` or `T/M`: on behalf of a collective.
    OnBehalf,
    /// `KT.` or `K/T`: a deputy for the head, also below `TM.`.
    ForHead,
    /// `TL.` or `T/L`: by order of the head.
    ByOrder,
    /// `TUQ.`: by written authorisation, which may not be passed on.
    ByAuthorisation,
    /// `Q.`: acting head.
    Acting,
}

/// One mention of another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Number as written without white space; none for a law cited by name.
    pub number: Option<String>,
    /// The kind word with one capital.
    pub kind: String,
    /// ISO date of the cited document where the mention states it.
    pub date: Option<String>,
    /// Issuer where the sentence says it, as written.
    pub issuer: Option<String>,
}

/// One directed action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Who must do it, as written; empty when nobody is named.
    pub lead: Vec<String>,
    /// Who must cooperate, as written.
    pub coordinate: Vec<String>,
    /// The last or main time limit.
    pub deadline: Option<Deadline>,
    /// The other time limits of the same action.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines_other: Vec<Deadline>,
    /// Numbers that the action must reach or deliver.
    pub targets: Vec<Target>,
    /// What will be handed over (`báo cáo`, `kế hoạch`, `đề án`), as a proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// A closing formula that orders nothing in particular.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub generic: bool,
}

/// When an action is due, in the words of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The time expression.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// What sort of limit it is.
    pub kind: DeadlineKind,
    /// `2026-12-31`, `2026-09`, `2012-Q3`, `R/P1M`, `P10D`; none when the words
    /// name no time that can be written so.
    pub iso: Option<String>,
    /// Day or hour inside a recurrence or a day (`18`, `12-25`, `FR 16:00`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// The sorts of time limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// By or on a day, or before a month.
    Absolute,
    /// Within a month, quarter or year.
    Period,
    /// Every so often.
    Recurrent,
    /// Counted from an event, or until one.
    Relative,
}

/// A number that must be reached or delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The number as written (`13,28`, `60-70`, `2.000`).
    pub value: String,
    /// The words after it.
    pub unit: String,
}

/// A heading line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words with their number.
    pub text: String,
    /// 1 for the outermost level of this document.
    pub level: u8,
}
