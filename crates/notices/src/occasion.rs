//! What a person is told about.

use dondoc_kinds::{Arg, Say};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How much a notice may disturb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// May wait for a digest.
    Ordinary,
    /// Is told at once, also beyond the daily budget; still not in quiet hours.
    Pressing,
}

/// Why a person is told something. Each is about one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "occasion")]
pub enum Occasion {
    /// A task was issued to your unit.
    Issued,
    /// A task was issued in which your unit coordinates.
    IssuedWith,
    /// A task passed to your unit.
    Transferred,
    /// A unit reports on a task you assigned.
    Reported {
        /// Whether it says that the task is done and waits for confirmation.
        done: bool,
    },
    /// A report of your unit was returned.
    Returned,
    /// A task of your unit was confirmed as done.
    Confirmed,
    /// A unit asks for more time.
    ExtensionRequested,
    /// More time was allowed.
    Extended,
    /// More time was refused.
    ExtensionRefused,
    /// A deadline was moved by an announced day or a suspension.
    DeadlineMoved,
    /// A rung of the reminder ladder was reached.
    Reminded {
        /// The due day.
        due: Date,
        /// Working days after the due day; negative before it.
        rung: i16,
    },
    /// The office urges your unit on.
    Urged {
        /// How many tasks it is about.
        tasks: u32,
    },
    /// A task was put on the agenda of the next briefing.
    OnAgenda,
    /// The clock of a task was stopped.
    Suspended,
    /// It runs again.
    Resumed,
    /// A task was cancelled.
    Cancelled,
    /// The document a task comes from was amended, replaced or repealed.
    SourceChanged,
    /// A unit claims an excuse for being late.
    ExcuseClaimed,
    /// The excuse was accepted.
    Excused,
    /// The excuse was refused.
    ExcuseRefused,
    /// Your unit is asked to explain itself.
    ExplanationDemanded,
    /// A unit explained itself.
    Explained,
    /// A report of your unit waits for its head.
    ReportSubmitted,
    /// The head did not let a report of your unit leave.
    ReportDeclined,
}

impl Occasion {
    /// Returns how much it may disturb.
    pub fn urgency(&self) -> Urgency {
        match self {
            Self::Reminded { rung, .. } if *rung >= 0 => Urgency::Pressing,
            Self::OnAgenda | Self::Returned | Self::ExplanationDemanded | Self::Urged { .. } => {
                Urgency::Pressing
            }
            _ => Urgency::Ordinary,
        }
    }

    /// Returns a stable name, as preferences and stores keep it.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::IssuedWith => "issued-with",
            Self::Transferred => "transferred",
            Self::Reported { .. } => "reported",
            Self::Returned => "returned",
            Self::Confirmed => "confirmed",
            Self::ExtensionRequested => "extension-requested",
            Self::Extended => "extended",
            Self::ExtensionRefused => "extension-refused",
            Self::DeadlineMoved => "deadline-moved",
            Self::Reminded { .. } => "reminded",
            Self::Urged { .. } => "urged",
            Self::OnAgenda => "on-agenda",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
            Self::SourceChanged => "source-changed",
            Self::ExcuseClaimed => "excuse-claimed",
            Self::Excused => "excused",
            Self::ExplanationDemanded => "explanation-demanded",
            Self::Explained => "explained",
            Self::ReportSubmitted => "report-submitted",
            Self::ReportDeclined => "report-declined",
            Self::ExcuseRefused => "excuse-refused",
        }
    }
}

impl Say for Occasion {
    fn key(&self) -> &'static str {
        match self {
            Self::Issued => "notices-issued",
            Self::IssuedWith => "notices-issued-with",
            Self::Transferred => "notices-transferred",
            Self::Reported { done: true } => "notices-reported-done",
            Self::Reported { done: false } => "notices-reported",
            Self::Returned => "notices-returned",
            Self::Confirmed => "notices-confirmed",
            Self::ExtensionRequested => "notices-extension-requested",
            Self::Extended => "notices-extended",
            Self::ExtensionRefused => "notices-extension-refused",
            Self::DeadlineMoved => "notices-deadline-moved",
            Self::Reminded { rung, .. } if *rung < 0 => "notices-due-soon",
            Self::Reminded { rung: 0, .. } => "notices-due-today",
            Self::Reminded { .. } => "notices-late",
            Self::Urged { .. } => "notices-urged",
            Self::OnAgenda => "notices-on-agenda",
            Self::Suspended => "notices-suspended",
            Self::Resumed => "notices-resumed",
            Self::Cancelled => "notices-cancelled",
            Self::SourceChanged => "notices-source-changed",
            Self::ExcuseClaimed => "notices-excuse-claimed",
            Self::Excused => "notices-excused",
            Self::ExplanationDemanded => "notices-explanation-demanded",
            Self::Explained => "notices-explained",
            Self::ReportSubmitted => "notices-report-submitted",
            Self::ReportDeclined => "notices-report-declined",
            Self::ExcuseRefused => "notices-excuse-refused",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Reminded { due, rung } => vec![
                ("due", Arg::from(*due)),
                ("days", Arg::Count(i64::from(*rung).abs())),
            ],
            Self::Urged { tasks } => vec![("tasks", Arg::Count(i64::from(*tasks)))],
            _ => Vec::new(),
        }
    }
}
