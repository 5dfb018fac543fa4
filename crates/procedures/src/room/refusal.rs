//! Why something about a procedure was not recorded.

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::Serialize;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum What {
    /// It has to be given.
    Missing,
    /// There is no row at all.
    Nothing,
    /// The same thing stands twice.
    Twice { it: Box<str> },
    /// A version would begin on or before the day from which the newest one is so.
    NotAfter { was: Date },
    /// It is as it was: there is nothing to enter.
    Unchanged,
    /// A known procedure changes: say why.
    ReasonMissing,
    /// The steps' limits add up to more than the whole.
    StepsAboveTotal { steps: Box<str>, total: Box<str> },
    /// The fee is below nought.
    NegativeFee,
    /// No such procedure is in the catalogue.
    NoSuchProcedure { procedure: Box<str> },
    /// The procedure has no such step.
    NoSuchStep { step: u32 },
    /// It ends before it begins.
    EndsBeforeBegin { from: Date, to: Date },
    /// It lies after the day for which it is entered.
    InFuture { on: Date },
    /// What was promised is not above nought.
    NothingPromised,
}

/// Something wrong at a place of what was asked.
pub type Fault = dondoc_kinds::Fault<What>;

/// Why it was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum Refusal {
    /// These things are wrong; never empty.
    Faults { faults: Vec<Fault> },
    /// The same file was taken in before.
    ImportedBefore { file: Box<str>, entry: u64 },
    /// No such procedure is in the catalogue.
    NoSuchProcedure { procedure: Box<str> },
    /// No such sheet was made.
    NoSuchSheet { sheet: Box<str> },
    /// The sheet is another one than the one that was seen.
    OtherSheet { sheet: Box<str> },
    /// The sheet was signed before.
    SignedBefore { sheet: Box<str>, task: Box<str> },
    /// The sheet has no such proposal.
    NoSuchProposal { proposal: u32 },
    /// No proposal was chosen, or the sheet has none.
    NoProposal,
    /// The procedure has no such change.
    NoSuchChange { change: u32 },
    /// It names no log.
    NoLog,
    /// A log that is named is not imported, or was withdrawn.
    NoSuchLog { log: Box<str> },
}

impl Say for What {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "procedure-fault-missing",
            Self::Nothing => "procedure-fault-nothing",
            Self::Twice { .. } => "procedure-fault-twice",
            Self::NotAfter { .. } => "procedure-fault-not-after",
            Self::Unchanged => "procedure-fault-unchanged",
            Self::ReasonMissing => "procedure-fault-reason",
            Self::StepsAboveTotal { .. } => "procedure-fault-steps-above-total",
            Self::NegativeFee => "procedure-fault-fee",
            Self::NoSuchProcedure { .. } => "procedure-refusal-no-procedure",
            Self::NoSuchStep { .. } => "procedure-fault-no-step",
            Self::EndsBeforeBegin { .. } => "procedure-fault-ends-before",
            Self::InFuture { .. } => "procedure-fault-future",
            Self::NothingPromised => "procedure-fault-promised",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Missing
            | Self::Nothing
            | Self::Unchanged
            | Self::ReasonMissing
            | Self::NegativeFee
            | Self::NothingPromised => Vec::new(),
            Self::Twice { it } => vec![("it", Arg::from(&**it))],
            Self::NotAfter { was } => vec![("was", Arg::from(*was))],
            Self::StepsAboveTotal { steps, total } => {
                vec![
                    ("steps", Arg::from(&**steps)),
                    ("total", Arg::from(&**total)),
                ]
            }
            Self::NoSuchProcedure { procedure } => vec![("procedure", Arg::from(&**procedure))],
            Self::NoSuchStep { step } => vec![("step", Arg::from(step.to_string()))],
            Self::EndsBeforeBegin { from, to } => {
                vec![("from", Arg::from(*from)), ("to", Arg::from(*to))]
            }
            Self::InFuture { on } => vec![("on", Arg::from(*on))],
        }
    }
}

/// Of several faults, the first.
impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Faults { faults } => faults
                .first()
                .map_or("procedure-fault-nothing", |it| it.what.key()),
            Self::ImportedBefore { .. } => "procedure-refusal-imported",
            Self::NoSuchProcedure { .. } => "procedure-refusal-no-procedure",
            Self::NoSuchSheet { .. } => "procedure-refusal-no-sheet",
            Self::OtherSheet { .. } => "procedure-refusal-other-sheet",
            Self::SignedBefore { .. } => "procedure-refusal-signed",
            Self::NoSuchProposal { .. } => "procedure-refusal-no-proposal",
            Self::NoProposal => "procedure-refusal-none-chosen",
            Self::NoSuchChange { .. } => "procedure-refusal-no-change",
            Self::NoLog => "procedure-refusal-no-log",
            Self::NoSuchLog { .. } => "procedure-refusal-unknown-log",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let text = |text: &str| Arg::from(text);
        match self {
            Self::Faults { faults } => faults.first().map(|it| it.what.args()).unwrap_or_default(),
            Self::ImportedBefore { file, entry } => {
                vec![
                    ("file", text(file)),
                    ("entry", Arg::from(entry.to_string())),
                ]
            }
            Self::NoSuchProcedure { procedure } => vec![("procedure", text(procedure))],
            Self::NoSuchSheet { sheet } | Self::OtherSheet { sheet } => {
                vec![("sheet", text(sheet))]
            }
            Self::SignedBefore { sheet, task } => {
                vec![("sheet", text(sheet)), ("task", text(task))]
            }
            Self::NoSuchProposal { proposal } => {
                vec![("proposal", Arg::from(proposal.to_string()))]
            }
            Self::NoSuchChange { change } => vec![("change", Arg::from(change.to_string()))],
            Self::NoProposal | Self::NoLog => Vec::new(),
            Self::NoSuchLog { log } => vec![("log", text(log))],
        }
    }
}
