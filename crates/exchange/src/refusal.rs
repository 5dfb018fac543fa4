//! Why a package is not taken in, or an answer not made.

use dondoc_edxml::Refusal as BadPackage;
use dondoc_kinds::{Arg, Say, TaskId};
use dondoc_readers::ReadRefusal;

/// Why not.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The package itself is wrong.
    Package(BadPackage),
    /// An attachment may not be kept here.
    Attachment {
        /// Its name.
        name: String,
        /// Why.
        why: ReadRefusal,
    },
    /// The package has no attachments and no content to read.
    NoText,
    /// None of the attachments can be read; the reason of the first one.
    Unreadable {
        /// Its name.
        name: String,
        /// Why.
        why: ReadRefusal,
    },
    /// The task does not come from a document that came in a package.
    NotFromPackage {
        /// Which task.
        task: TaskId,
    },
    /// Nothing was reported yet.
    NoReport {
        /// Which task.
        task: TaskId,
    },
    /// The answering document has no number.
    NoNumber,
    /// The identifier of the answering agency is not known.
    NoOrganId {
        /// Its name.
        unit: String,
    },
}

impl From<BadPackage> for Refusal {
    fn from(bad: BadPackage) -> Self {
        Self::Package(bad)
    }
}

impl Refusal {
    /// Returns the reason behind it that is said as well, where there is one.
    pub fn inner(&self) -> Option<&dyn Say> {
        match self {
            Self::Attachment { why, .. } | Self::Unreadable { why, .. } => Some(why),
            _ => None,
        }
    }
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Package(bad) => bad.key(),
            Self::Attachment { .. } => "exchange-attachment",
            Self::NoText => "exchange-no-text",
            Self::Unreadable { .. } => "exchange-unreadable",
            Self::NotFromPackage { .. } => "exchange-not-from-package",
            Self::NoReport { .. } => "exchange-no-report",
            Self::NoNumber => "exchange-no-number",
            Self::NoOrganId { .. } => "exchange-no-organ-id",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Package(bad) => bad.args(),
            Self::Attachment { name, .. } | Self::Unreadable { name, .. } => {
                vec![("name", name.as_str().into())]
            }
            Self::NoText | Self::NoNumber => Vec::new(),
            Self::NotFromPackage { task } | Self::NoReport { task } => {
                vec![("task", task.as_str().into())]
            }
            Self::NoOrganId { unit } => vec![("unit", unit.as_str().into())],
        }
    }
}

/// What a person should know about a package that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Something about the package.
    Package(dondoc_edxml::Remark),
    /// Something about the file that was read.
    File(dondoc_readers::Problem),
    /// Header and text disagree; the header counts.
    Differs {
        /// What: `number` or `date`.
        what: &'static str,
        /// What the text says.
        text: String,
        /// What the header says.
        header: String,
    },
    /// A file of the package was not read.
    NotRead {
        /// Its name.
        name: String,
    },
}

impl Say for Remark {
    fn key(&self) -> &'static str {
        match self {
            Self::Package(remark) => remark.key(),
            Self::File(problem) => problem.key(),
            Self::Differs { what: "date", .. } => "exchange-date-differs",
            Self::Differs { .. } => "exchange-number-differs",
            Self::NotRead { .. } => "exchange-not-read",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Package(remark) => remark.args(),
            Self::File(problem) => problem.args(),
            Self::Differs { text, header, .. } => vec![
                ("text", text.as_str().into()),
                ("header", header.as_str().into()),
            ],
            Self::NotRead { name } => vec![("name", name.as_str().into())],
        }
    }
}
