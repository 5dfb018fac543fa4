//! Everything that is read or written, each with a stable name.

use std::fmt;
use std::str::FromStr;

use dondoc_registry::{Measure, Power};
use serde::{Deserialize, Serialize};

/// A text that names no act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not an act of this system")]
pub struct UnknownAction {
    /// The text.
    pub given: String,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// Everything that is read or written. Names are stable: policies,
        /// scopes of tokens, the decision log and delegations use them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Action {
            /// Every act, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the stable name, e.g. `task.issue`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

actions! {
    /// Read a briefing.
    BriefingRead = "briefing.read";
    /// Read the board of all units.
    BoardRead = "board.read";
    /// Read a task.
    TaskRead = "task.read";
    /// Read the words and evidence of reports.
    ReportRead = "report.read";
    /// Read a document.
    DocumentRead = "document.read";
    /// Read what was proposed from a document.
    ProposalRead = "proposal.read";
    /// Read a meeting's agenda and attendance.
    MeetingRead = "meeting.read";
    /// Read units and posts.
    RegistryRead = "registry.read";
    /// Read the names of officials.
    PersonRead = "person.read";
    /// Read indicators.
    IndicatorRead = "indicator.read";
    /// Read proofs, tiles, checkpoints.
    LedgerRead = "ledger.read";
    /// Read projects and disbursement.
    InvestmentRead = "investment.read";
    /// Read procedures and where cases wait.
    ProcedureRead = "procedure.read";
    /// Read inspections.
    InspectionRead = "inspection.read";
    /// Read delegations.
    DelegationRead = "delegation.read";
    /// Read how a power was used.
    PowerRead = "power.read";
    /// Read the log of decisions.
    DecisionRead = "decision.read";
    /// Read and change one's own account.
    AccountOwn = "account.own";
    /// Read and mute one's own notices.
    NoticeOwn = "notice.own";
    /// Keep one's own views.
    ViewOwn = "view.own";
    /// Make and revoke one's own tokens and feeds.
    TokenOwn = "token.own";
    /// List and end one's own sessions.
    SessionOwn = "session.own";

    /// Register a document.
    DocumentRegister = "document.register";
    /// Say that a document was amended, replaced or repealed.
    DocumentChange = "document.change";
    /// Edit, split or merge proposals.
    ProposalEdit = "proposal.edit";
    /// Accept a proposal.
    ProposalAccept = "proposal.accept";
    /// Refuse a proposal.
    ProposalRefuse = "proposal.refuse";
    /// Import a sheet.
    ImportRun = "import.run";
    /// Undo an import.
    ImportUndo = "import.undo";

    /// Issue a task.
    TaskIssue = "task.issue";
    /// Accept a task one was given.
    TaskAccept = "task.accept";
    /// Report on a task.
    TaskReport = "task.report";
    /// Approve, or decline, a report of one's unit before it leaves.
    TaskApprove = "task.approve";
    /// Return a report.
    TaskReturn = "task.return";
    /// Confirm that a task is done.
    TaskConfirm = "task.confirm";
    /// Ask for more time.
    TaskRequestExtension = "task.request_extension";
    /// Allow or refuse more time.
    TaskExtend = "task.extend";
    /// Hand a task to another unit.
    TaskTransfer = "task.transfer";
    /// Cancel, suspend or resume a task.
    TaskCancel = "task.cancel";
    /// Ask for a delay to be excused.
    TaskClaimExcuse = "task.claim_excuse";
    /// Excuse a delay, or not.
    TaskExcuse = "task.excuse";
    /// Demand an explanation.
    TaskDemandExplanation = "task.demand_explanation";
    /// Answer a demand for explanation.
    TaskExplain = "task.explain";
    /// Put a task on an agenda.
    TaskAgenda = "task.agenda";
    /// Remind a unit.
    TaskRemind = "task.remind";

    /// Plan a meeting.
    MeetingPlan = "meeting.plan";
    /// Open a meeting.
    MeetingOpen = "meeting.open";
    /// Show a meeting in the hall.
    MeetingPresent = "meeting.present";
    /// Enter attendance and deputies.
    MeetingAttend = "meeting.attend";
    /// Write conclusions while the meeting is open.
    MeetingConclude = "meeting.conclude";
    /// Close a meeting.
    MeetingClose = "meeting.close";
    /// Sign off the conclusions, which makes them tasks.
    MeetingSignOff = "meeting.sign_off";

    /// Report projects and money.
    InvestmentReport = "investment.report";
    /// Move money between projects.
    InvestmentReallocate = "investment.reallocate";
    /// Approve the clearing of a site.
    ClearanceApprove = "clearance.approve";
    /// Import cases of procedures.
    ProcedureImport = "procedure.import";
    /// Enter procedures, what they ask and how long they may take.
    ProcedureCatalogue = "procedure.catalogue";
    /// Sign a shortening sheet.
    ProcedureRedesign = "procedure.redesign";
    /// Decide cases of a procedure.
    ProcedureDecide = "procedure.decide";
    /// Plan an inspection.
    InspectionPlan = "inspection.plan";
    /// Record findings.
    InspectionRecord = "inspection.record";
    /// Enter an observation of an indicator.
    IndicatorObserve = "indicator.observe";

    /// Delegate powers.
    DelegationGrant = "delegation.grant";
    /// Withdraw a delegation.
    DelegationWithdraw = "delegation.withdraw";
    /// Vest powers in a post.
    PowerVest = "power.vest";
    /// Take vested powers back.
    PowerDivest = "power.divest";
    /// Change units, posts, people in posts.
    RegistryChange = "registry.change";
    /// Announce days off and swapped days.
    CalendarChange = "calendar.change";
    /// Change what the city sets for itself.
    SettingsChange = "settings.change";
    /// Run what is due each day.
    DailyRun = "daily.run";
    /// Keep accounts.
    AccountsManage = "accounts.manage";
    /// Import people and accounts.
    AccountsImport = "accounts.import";
    /// Tell from a directory who works here (SCIM).
    ScimProvision = "scim.provision";
    /// Keep webhooks.
    WebhookManage = "webhook.manage";
    /// Erase a payload by lawful request.
    LedgerRedact = "ledger.redact";
}

impl Action {
    /// Returns whether it only reads.
    pub fn is_read(self) -> bool {
        self.name().ends_with(".read")
    }

    /// Returns whether each decision on it is logged, allowed or not.
    pub fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::DelegationGrant
                | Self::DelegationWithdraw
                | Self::PowerVest
                | Self::PowerDivest
                | Self::RegistryChange
                | Self::AccountsManage
                | Self::AccountsImport
                | Self::LedgerRedact
                | Self::MeetingSignOff
                | Self::InvestmentReallocate
                | Self::ClearanceApprove
                | Self::ProcedureRedesign
                | Self::DecisionRead
        )
    }

    /// Returns whether it is done for the unit that answers for a task, and not
    /// for the one that gave it.
    pub(crate) fn is_of_lead(self) -> bool {
        matches!(
            self,
            Self::TaskAccept
                | Self::TaskReport
                | Self::TaskApprove
                | Self::TaskRequestExtension
                | Self::TaskClaimExcuse
                | Self::TaskExplain
                | Self::MeetingAttend
        )
    }

    /// Returns the power that can be delegated for it, if there is one.
    pub fn power(self) -> Option<Power> {
        match self {
            // Who may confirm may also return.
            Self::TaskReturn => Some(Power::TaskConfirm),
            _ => self.name().parse().ok(),
        }
    }

    /// Returns what a ceiling on it counts, as policies name it.
    pub(crate) fn counts(self) -> &'static str {
        match self.power().and_then(Power::measure) {
            Some(Measure::Money) => "dong",
            Some(Measure::Area) => "area_m2",
            _ => "",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        let found = Self::ALL.iter().find(|action| action.name() == text);
        found.copied().ok_or_else(|| UnknownAction {
            given: text.to_owned(),
        })
    }
}
