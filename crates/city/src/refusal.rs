//! Why the city does not do what was asked.

use dondoc_kinds::{Arg, DocumentId, ProposalId, Say, UnitId};
use jiff::civil::Date;
use serde::Serialize;

/// Why a command that several rooms decide was not done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "refusal")]
pub enum Refusal {
    /// The registry refused.
    Registry {
        /// Its answer.
        answer: dondoc_registry::Refusal,
    },
    /// The tasks room refused.
    Task {
        /// Its answer.
        answer: dondoc_tasks::Refusal,
    },
    /// The meetings room refused.
    Meeting {
        /// Its answer.
        answer: dondoc_meetings::Refusal,
    },
    /// The investment room refused.
    Investment {
        /// Its answer.
        answer: dondoc_investment::room::Refusal,
    },
    /// The room of procedures refused.
    Procedure {
        /// Its answer.
        answer: dondoc_procedures::room::Refusal,
    },
    /// A unit that something of public investment names is not in the registry.
    NoSuchUnit {
        /// Which row, from 0.
        at: usize,
        /// The unit's id.
        unit: String,
    },
    /// A document of this id is registered already.
    DocumentKnown {
        /// The id.
        document: DocumentId,
    },
    /// No document of this id is registered.
    NoSuchDocument {
        /// The id.
        document: DocumentId,
    },
    /// Who would sit in a meeting for another may not: on that day they neither lead
    /// the unit nor hold a delegation for it.
    DeputyMayNot {
        /// Who.
        name: String,
        /// For which unit.
        unit: UnitId,
        /// On which day.
        on: Date,
    },
    /// The document has neither a number nor a title to make an id of.
    DocumentNameless,
    /// No proposal of this id is there.
    NoSuchProposal {
        /// The id.
        proposal: ProposalId,
    },
    /// The words of an order are missing.
    NoWords,
    /// The words name nobody who would lead; a person must say who.
    NoLead,
    /// A lead is described or unclear; a person must say which unit is meant.
    LeadNotResolved {
        /// The words.
        text: String,
        /// Units that may be meant, by name, comma-separated; may be empty.
        nearest: String,
    },
    /// The delegation, or the vested power, under which it is done does not hold
    /// that day.
    DelegationNotInForce {
        /// Which.
        delegation: String,
    },
    /// The unit's reports wait for its head.
    HeadApproves {
        /// The unit's name.
        unit: String,
    },
    /// The file and sheet were imported before.
    ImportedBefore {
        /// As which import.
        import: String,
    },
    /// There is no such import.
    NoSuchImport {
        /// The id.
        import: String,
    },
    /// The log was imported before.
    LogKnown {
        /// As which import.
        import: String,
    },
    /// Units have worked on what the import issued.
    ImportInWork {
        /// The id.
        import: String,
        /// The tasks, comma-separated.
        tasks: String,
    },
    /// The words of a deadline were not understood; a person must say when.
    DeadlineNotUnderstood {
        /// The words.
        text: String,
    },
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Registry { answer } => answer.key(),
            Self::Task { answer } => answer.key(),
            Self::Meeting { answer } => answer.key(),
            Self::Investment { answer } => answer.key(),
            Self::Procedure { answer } => answer.key(),
            Self::NoSuchUnit { .. } => "city-no-such-unit",
            Self::DocumentKnown { .. } => "city-document-known",
            Self::NoSuchDocument { .. } => "city-no-such-document",
            Self::DeputyMayNot { .. } => "city-deputy-may-not",
            Self::DocumentNameless => "city-document-nameless",
            Self::NoSuchProposal { .. } => "city-no-such-proposal",
            Self::NoWords => "city-no-words",
            Self::NoLead => "city-no-lead",
            Self::LeadNotResolved { .. } => "city-lead-not-resolved",
            Self::DelegationNotInForce { .. } => "city-delegation-not-in-force",
            Self::HeadApproves { .. } => "city-head-approves",
            Self::ImportedBefore { .. } => "city-imported-before",
            Self::NoSuchImport { .. } => "city-no-such-import",
            Self::LogKnown { .. } => "city-log-known",
            Self::ImportInWork { .. } => "city-import-in-work",
            Self::DeadlineNotUnderstood { .. } => "city-deadline-not-understood",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Registry { answer } => answer.args(),
            Self::Task { answer } => answer.args(),
            Self::Meeting { answer } => answer.args(),
            Self::Investment { answer } => answer.args(),
            Self::Procedure { answer } => answer.args(),
            Self::NoSuchUnit { unit, .. } => vec![("unit", unit.as_str().into())],
            Self::DocumentKnown { document } | Self::NoSuchDocument { document } => {
                vec![("document", document.as_str().into())]
            }
            Self::NoSuchProposal { proposal } => vec![("proposal", proposal.as_str().into())],
            Self::LeadNotResolved { text, nearest } => {
                vec![
                    ("text", text.as_str().into()),
                    ("nearest", nearest.as_str().into()),
                ]
            }
            Self::DelegationNotInForce { delegation } => {
                vec![("delegation", delegation.as_str().into())]
            }
            Self::HeadApproves { unit } => vec![("unit", unit.as_str().into())],
            Self::ImportedBefore { import }
            | Self::NoSuchImport { import }
            | Self::LogKnown { import } => {
                vec![("import", import.as_str().into())]
            }
            Self::ImportInWork { import, tasks } => vec![
                ("import", import.as_str().into()),
                ("tasks", tasks.as_str().into()),
            ],
            Self::DeadlineNotUnderstood { text } => vec![("text", text.as_str().into())],
            Self::DeputyMayNot { name, unit, on } => vec![
                ("name", name.as_str().into()),
                ("unit", unit.as_str().into()),
                ("day", Arg::from(*on)),
            ],
            Self::DocumentNameless | Self::NoWords | Self::NoLead => Vec::new(),
        }
    }
}

impl From<dondoc_registry::Refusal> for Refusal {
    fn from(answer: dondoc_registry::Refusal) -> Self {
        Self::Registry { answer }
    }
}

impl From<dondoc_tasks::Refusal> for Refusal {
    fn from(answer: dondoc_tasks::Refusal) -> Self {
        Self::Task { answer }
    }
}

impl From<dondoc_investment::room::Refusal> for Refusal {
    fn from(answer: dondoc_investment::room::Refusal) -> Self {
        Self::Investment { answer }
    }
}

impl From<dondoc_procedures::room::Refusal> for Refusal {
    fn from(answer: dondoc_procedures::room::Refusal) -> Self {
        Self::Procedure { answer }
    }
}

impl From<dondoc_meetings::Refusal> for Refusal {
    fn from(answer: dondoc_meetings::Refusal) -> Self {
        Self::Meeting { answer }
    }
}
