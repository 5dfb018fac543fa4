//! Why something was not recorded.

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::Serialize;

/// What is wrong with a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum What {
    /// It has to be given.
    Missing,
    /// There is no row at all.
    Nothing,
    /// No such project is in the register.
    UnknownProject { project: String },
    /// No such plan is known.
    NoSuchPlan { plan: String },
    /// The law's data know no such step.
    NoSuchStep { step: String },
    /// The same thing stands twice.
    Twice { project: String },
    /// An amount must be above 0.
    NotPositive { amount: i64 },
    /// An amount is below 0.
    Negative { amount: i64 },
    /// More than 100 %.
    AboveHundred,
    /// A part is more than its whole.
    PartAboveWhole { part: i64, whole: i64 },
    /// It ends before it begins.
    EndsBeforeBegin { from: Date, to: Date },
    /// It lies after the day for which it is entered.
    InFuture { on: Date },
    /// The act is older than that of the version before.
    BeforeEarlierVersion { was: Date },
    /// A figure that is known would be another one, or fall: say why.
    Corrected { on: Date, was: i64, now: i64 },
    /// The law allows no longer window than this.
    ExtendedTooFar { until: Date, latest: Date },
    /// It looks wrong by a power of ten: confirm it, or correct it.
    Slip { given: i64, expected: i64 },
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
}

impl Say for What {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "investment-fault-missing",
            Self::Nothing => "investment-fault-nothing",
            Self::UnknownProject { .. } => "investment-fault-unknown-project",
            Self::NoSuchPlan { .. } => "investment-fault-no-such-plan",
            Self::NoSuchStep { .. } => "investment-fault-no-such-step",
            Self::Twice { .. } => "investment-fault-twice",
            Self::NotPositive { .. } => "investment-fault-not-positive",
            Self::Negative { .. } => "investment-fault-negative",
            Self::AboveHundred => "investment-fault-above-hundred",
            Self::PartAboveWhole { .. } => "investment-fault-part-above-whole",
            Self::EndsBeforeBegin { .. } => "investment-fault-ends-before-begin",
            Self::InFuture { .. } => "investment-fault-in-future",
            Self::BeforeEarlierVersion { .. } => "investment-fault-before-earlier-version",
            Self::Corrected { .. } => "investment-fault-corrected",
            Self::ExtendedTooFar { .. } => "investment-fault-extended-too-far",
            Self::Slip { .. } => "investment-fault-slip",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let money = |amount: i64| Arg::Text(super::grouped(amount));
        match self {
            Self::Missing | Self::Nothing | Self::AboveHundred => Vec::new(),
            Self::UnknownProject { project } | Self::Twice { project } => {
                vec![("project", project.as_str().into())]
            }
            Self::NoSuchPlan { plan } => vec![("plan", plan.as_str().into())],
            Self::NoSuchStep { step } => vec![("step", step.as_str().into())],
            Self::NotPositive { amount } | Self::Negative { amount } => {
                vec![("amount", money(*amount))]
            }
            Self::PartAboveWhole { part, whole } => {
                vec![("part", money(*part)), ("whole", money(*whole))]
            }
            Self::EndsBeforeBegin { from, to } => {
                vec![("from", Arg::from(*from)), ("to", Arg::from(*to))]
            }
            Self::InFuture { on } => vec![("on", Arg::from(*on))],
            Self::BeforeEarlierVersion { was } => vec![("was", Arg::from(*was))],
            Self::Corrected { on, was, now } => {
                vec![
                    ("on", Arg::from(*on)),
                    ("was", money(*was)),
                    ("now", money(*now)),
                ]
            }
            Self::ExtendedTooFar { until, latest } => {
                vec![("until", Arg::from(*until)), ("latest", Arg::from(*latest))]
            }
            Self::Slip { given, expected } => {
                vec![("given", money(*given)), ("expected", money(*expected))]
            }
        }
    }
}

/// The first fault, and how many there are.
impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Faults { faults } => faults
                .first()
                .map_or("investment-fault-nothing", |it| it.what.key()),
            Self::ImportedBefore { .. } => "investment-imported-before",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Faults { faults } => faults.first().map(|it| it.what.args()).unwrap_or_default(),
            Self::ImportedBefore { file, entry } => vec![
                ("file", Arg::from(&**file)),
                ("entry", Arg::Text(entry.to_string())),
            ],
        }
    }
}
