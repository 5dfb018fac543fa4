//! Who reads what units report: one rule, asked on every path.
//!
//! That a unit reported, when, and how far it says it is, is public with the task.
//! Its words and its files are read by whom `report.read` names: the units that the
//! task concerns, leadership, the steering office, auditors. Pages, search, exports,
//! the ledger's entries and their files all ask here. What a unit says in its
//! defence (a reason for a delay, an explanation) is no report: it stands wherever
//! the delay does.

use dondoc_authority::{Action, Resource};
use dondoc_kinds::TaskId;
use dondoc_ledger::Entry;

use crate::access::Present;
use crate::answer::Trouble;
use crate::ask::Ctx;

/// The kinds of entries whose payload holds the words of a report.
const KINDS: [&str; 3] = [
    "task.reported",
    "task.report_submitted",
    "task.report_declined",
];

/// What somebody may read of reports.
pub(crate) struct Reading<'a>(Present<'a>);

impl<'a> Reading<'a> {
    pub(crate) fn of(ctx: &'a Ctx) -> Result<Self, Trouble> {
        Ok(Self(Present::of(ctx)?))
    }

    /// Returns whether they may read the words and files of reports on a task.
    pub(crate) fn may(&self, task: &TaskId) -> bool {
        let on = Resource::Task(task.clone());
        self.0.decide(Action::ReportRead, &on).allowed
    }

    /// Returns whether they may read the payload of an entry: of a report, or of a
    /// proposal, which is work in the office until it is issued.
    pub(crate) fn may_entry(&self, entry: &Entry) -> bool {
        let is_report = KINDS.contains(&entry.kind.as_str());
        let is_open = !is_report && !entry.stream.starts_with("proposal/");
        is_open || self.may_files(&entry.stream)
    }

    /// Returns whether they may read the files that entries of a stream name: those
    /// of a task came as evidence, those of an import are the sheets of an office.
    pub(crate) fn may_files(&self, stream: &str) -> bool {
        match stream.split_once('/') {
            Some(("task", id)) => id.parse().is_ok_and(|id| self.may(&id)),
            Some(("proposal", id)) => id.parse().is_ok_and(|id| {
                let on = Resource::Proposal(id);
                self.0.decide(Action::ProposalRead, &on).allowed
            }),
            Some(("import", _)) => self.0.may_ever(Action::ImportRun),
            _ => true,
        }
    }
}
