//! The powers that an office holds and may delegate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Measure;

/// A text that names no power that can be delegated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPower {
    /// The text.
    pub given: String,
}

impl fmt::Display for UnknownPower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = Power::ALL.iter().map(|power| power.name()).collect();
        write!(
            f,
            "`{}` is not a power that can be delegated: use one of {}",
            self.given,
            known.join(", ")
        )
    }
}

impl std::error::Error for UnknownPower {}

macro_rules! powers {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $measure:expr;)+) => {
        /// A power that an office holds and may delegate.
        ///
        /// What is not in this list can't be delegated: granting itself, managing
        /// accounts, erasing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Power {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Power {
            /// Every power, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the name under which the ledger keeps it: that of the act.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// Returns what a ceiling on it counts, beside the kinds of matter.
            #[must_use]
            pub fn measure(self) -> Option<Measure> {
                match self { $(Self::$name => $measure),+ }
            }
        }
    };
}

powers! {
    /// Accept what was read in a document as an order.
    ProposalAccept = "proposal.accept", None;
    /// Register a document.
    DocumentRegister = "document.register", None;
    /// Issue a task.
    TaskIssue = "task.issue", None;
    /// Report for the unit that leads.
    TaskReport = "task.report", None;
    /// Confirm that a task is done, or return it.
    TaskConfirm = "task.confirm", None;
    /// Allow more time.
    TaskExtend = "task.extend", None;
    /// Hand a task to another unit.
    TaskTransfer = "task.transfer", None;
    /// Cancel, suspend or resume a task.
    TaskCancel = "task.cancel", None;
    /// Excuse a delay.
    TaskExcuse = "task.excuse", None;
    /// Demand an explanation.
    TaskDemandExplanation = "task.demand_explanation", None;
    /// Answer a demand for explanation.
    TaskExplain = "task.explain", None;
    /// Attend a meeting for the unit.
    MeetingAttend = "meeting.attend", None;
    /// Chair a meeting in the granter's place: sign off its conclusions.
    MeetingSignOff = "meeting.sign_off", None;
    /// Move money between projects.
    InvestmentReallocate = "investment.reallocate", Some(Measure::Money);
    /// Approve the clearing of a site.
    ClearanceApprove = "clearance.approve", Some(Measure::Area);
    /// Decide cases of a procedure.
    ProcedureDecide = "procedure.decide", None;
}

impl fmt::Display for Power {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Power {
    type Err = UnknownPower;

    fn from_str(text: &str) -> Result<Self, UnknownPower> {
        let found = Self::ALL.iter().find(|power| power.name() == text);
        found.copied().ok_or_else(|| UnknownPower {
            given: text.to_owned(),
        })
    }
}
