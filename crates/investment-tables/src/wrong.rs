//! What is wrong with a cell of a table.

use dondoc_kinds::{Arg, Say};

use crate::money::Money;

/// Something wrong at a place of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The row, as in the file, from 1; 0 for the table as a whole.
    pub row: u64,
    /// The field; empty for the row as a whole.
    pub field: &'static str,
    /// What is wrong.
    pub what: WrongWhat,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are named by what they are")]
pub enum WrongWhat {
    /// The cell itself cannot be read.
    Cell(dondoc_sheets::Problem),
    /// The room would refuse it.
    Fault(dondoc_investment::room::What),
    /// No such source of capital.
    UnknownSource { given: String, known: String },
    /// The words name no unit, or several.
    UnknownUnit { given: String },
    /// No such group.
    UnknownGroup { given: String },
    /// No such stage.
    UnknownStage { given: String, known: String },
    /// No id.
    BadId { given: String },
    /// Not whole đồng.
    NotWhole { given: String, money: Money },
    /// No day.
    NotADay { given: String },
    /// The table does not say as of when.
    NoAsOf,
    /// The table does not say which source.
    NoSource,
}

impl Say for WrongWhat {
    fn key(&self) -> &'static str {
        match self {
            Self::Cell(problem) => problem.key(),
            Self::Fault(what) => what.key(),
            Self::UnknownSource { .. } => "investment-import-unknown-source",
            Self::UnknownUnit { .. } => "investment-import-unknown-unit",
            Self::UnknownGroup { .. } => "investment-import-unknown-group",
            Self::UnknownStage { .. } => "investment-import-unknown-stage",
            Self::BadId { .. } => "investment-import-bad-id",
            Self::NotWhole { .. } => "investment-import-not-whole",
            Self::NotADay { .. } => "investment-import-not-a-day",
            Self::NoAsOf => "investment-import-no-as-of",
            Self::NoSource => "investment-import-no-source",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Cell(problem) => problem.args(),
            Self::Fault(what) => what.args(),
            Self::UnknownSource { given, known } | Self::UnknownStage { given, known } => vec![
                ("given", given.as_str().into()),
                ("known", known.as_str().into()),
            ],
            Self::UnknownUnit { given }
            | Self::UnknownGroup { given }
            | Self::BadId { given }
            | Self::NotADay { given } => vec![("given", given.as_str().into())],
            Self::NotWhole { given, money } => vec![
                ("given", given.as_str().into()),
                ("money", money.word().into()),
            ],
            Self::NoAsOf | Self::NoSource => Vec::new(),
        }
    }
}
