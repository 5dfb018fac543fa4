//! An issued task as it stands.

use std::sync::Arc;

use dondoc_calendar::Rule;
use dondoc_kinds::{DocumentId, MeetingId, PersonId, ProposalId, ReportId, TaskId, UnitId};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::event::OccurrenceRef;
use crate::order::{Order, SourceOf};
use crate::refusal::StandingName;
use crate::reports::{self, Report, Reports};
use crate::trail::Trail;
use crate::values::{AgendaCause, Evidence, Importance, SourceChange, Target, TransferCause};

/// An issued task: one lead unit, one product, one assigner who confirms.
///
/// An order to thirty units is thirty tasks with the same [`item`](Self::item);
/// what the order says is kept once for them. The narrative of reports stays in
/// the ledger; here stands what figures are made of, with the entries they came
/// from.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What the order says.
    pub(crate) order: Arc<Order>,
    /// The one unit that answers for it (*đơn vị chủ trì*), today's.
    pub lead: UnitId,
    /// The unit that assigned it and confirms it, today's.
    pub assigner: UnitId,
    /// When it is due.
    pub timing: Timing,
    /// The day it was issued.
    pub issued: Date,
    /// Where it stands.
    pub standing: Standing,
    /// Reports, oldest first.
    pub reports: Reports,
    /// Reminders sent for due days that still count.
    pub fired: Box<[Fired]>,
    /// What happens to few tasks; `None` for a task that simply runs.
    pub happenings: Option<Box<Happenings>>,
    /// The entries that touched it.
    pub trail: Trail,
}

/// When a task is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// A standing duty (*thường xuyên*): no date, never late.
    NoDate {
        /// After how many days without a report it should be looked at.
        review_days: Option<u16>,
    },
    /// Due once.
    Once(Box<Due>),
    /// Due again and again; each occurrence is reported and confirmed by itself.
    Recurring(Box<Recurring>),
}

/// A deadline with its history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// What the deadline says today: the document's rule, or the extension's.
    pub rule: Rule,
    /// From when the rule counts.
    pub from: DateTime,
    /// The first deadline. Never changes, whatever is allowed later.
    pub original: DateTime,
    /// The deadline that counts today.
    pub current: DateTime,
    /// Every change, oldest first.
    pub changes: Box<[DueChange]>,
}

/// One change of a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueChange {
    /// The deadline before.
    pub was: DateTime,
    /// The deadline after.
    pub due: DateTime,
    /// What changed it.
    pub cause: DueCause,
    /// The day it was changed.
    pub on: Date,
    /// The entry that says who, why and under which instrument.
    pub entry: u64,
}

/// What changed a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueCause {
    /// The assigner allowed more time.
    Extended,
    /// A holiday or swap was announced.
    Calendar,
    /// The clock had stopped for a time.
    Suspension,
}

/// A duty that comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recurring {
    /// Which days.
    pub rule: Rule,
    /// The last day on which an occurrence can be due; `None` for no end.
    pub until: Option<Date>,
    /// Occurrences that something happened to, by number. The others follow
    /// from the rule.
    pub occurrences: Vec<Occurrence>,
}

/// One occurrence of a recurring task.
///
/// It is known by its number, counted from 1 on the day of issue, since an
/// announced holiday may move its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// 1 for the first one due after the task was issued.
    pub number: u32,
    /// When it was due, as known when it was first touched.
    pub original: DateTime,
    /// When it is due, where the assigner allowed more time for it.
    pub extended: Option<DateTime>,
    /// How far it is.
    pub standing: OccurrenceStanding,
    /// The newest entry that touched it.
    pub entry: u64,
}

/// How far one occurrence is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccurrenceStanding {
    /// Nothing handed in, or handed in and returned.
    Open,
    /// The unit says that it is done.
    Reported {
        /// The day it said so.
        on: Date,
        /// Who said so, and therefore cannot confirm.
        by: Option<PersonId>,
    },
    /// The assigner confirmed.
    Done {
        /// The day the unit said so: what on time is judged by.
        reported: Date,
        /// The day the assigner confirmed.
        confirmed: Date,
    },
}

/// Where an issued task stands. Each standing carries exactly what is true only
/// there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Issued, not yet accepted by its unit. Its clock runs.
    Issued,
    /// In work.
    Accepted,
    /// The unit says that it is done; the assigner has not confirmed.
    Reported {
        /// The day the unit said so: what on time is judged by.
        on: Date,
        /// Who said so, and therefore cannot confirm.
        by: Option<Box<PersonId>>,
    },
    /// A report was returned; back to work.
    Returned {
        /// The day it came back.
        on: Date,
    },
    /// The clock has stopped.
    Suspended {
        /// Since when.
        since: Date,
        /// What it goes back to.
        was: Paused,
    },
    /// Confirmed by the assigner. Final.
    Done {
        /// The day the unit said so: what on time is judged by.
        reported: Date,
        /// The day the assigner confirmed.
        confirmed: Date,
        /// The entry of the confirmation.
        entry: u64,
    },
    /// Cancelled. Final.
    Cancelled {
        /// Since when.
        on: Date,
        /// The entry that says why.
        entry: u64,
    },
}

/// What a suspended task goes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paused {
    /// Not yet accepted.
    Issued,
    /// In work.
    Accepted,
    /// Returned, in work again.
    Returned {
        /// The day it came back.
        on: Date,
    },
}

/// A reminder that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    /// The due day it was about. Another due day arms every rung again.
    pub due: Date,
    /// The rung: working days after the due day, negative before it.
    pub rung: i16,
    /// Which occurrence; 0 for a task due once.
    pub occurrence: u32,
    /// The entry.
    pub entry: u64,
}

/// What happens to few tasks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Happenings {
    /// Units that led before, oldest first.
    pub past_leads: Vec<PastLead>,
    /// Units that were its assigner before, oldest first.
    pub past_assigners: Vec<PastLead>,
    /// Times when the clock stood still, oldest first.
    pub suspensions: Vec<Pause>,
    /// Requests for more time, oldest first.
    pub extension_requests: Vec<ExtensionRequest>,
    /// Objective reasons claimed for a delay, oldest first.
    pub excuses: Vec<Excuse>,
    /// Changes of the source document, oldest first.
    pub source_changes: Vec<SourceMark>,
    /// When and why it was put on an agenda, oldest first.
    pub agenda: Vec<AgendaMark>,
    /// Returned reports, oldest first.
    pub returns: Vec<Return>,
    /// Reports that wait for the unit's head, one for each occurrence.
    pub submitted: Vec<Submitted>,
    /// Reports that the unit's head did not let leave, oldest first.
    pub declined: Vec<Return>,
    /// Demands for an explanation, oldest first.
    pub demands: Vec<Demand>,
    /// Ids of reports without a number, by the place of the report.
    pub(crate) report_ids: Vec<(u32, ReportId)>,
}

/// A unit that answered for the task before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastLead {
    /// The unit.
    pub unit: UnitId,
    /// The day it passed on.
    pub until: Date,
    /// Why.
    pub cause: TransferCause,
    /// The entry.
    pub entry: u64,
}

/// A time when the clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first day that does not count.
    pub from: Date,
    /// The first day that counts again; `None` while it stands still.
    pub to: Option<Date>,
    /// Why, in words.
    pub reason: Box<str>,
    /// The entry of the suspension.
    pub entry: u64,
}

/// A unit's request for more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRequest {
    /// The day of the request.
    pub on: Date,
    /// Until when the unit asks.
    pub until: DateTime,
    /// Which occurrence; 0 for a task due once.
    pub occurrence: u32,
    /// Why, in words.
    pub reason: Box<str>,
    /// The answer.
    pub answer: Answer,
    /// The entry of the request.
    pub entry: u64,
}

/// Whether someone who may decide has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Not yet.
    Pending,
    /// Yes, by this entry.
    Granted {
        /// The entry of the answer.
        entry: u64,
    },
    /// No, by this entry.
    Refused {
        /// The entry of the answer.
        entry: u64,
    },
}

/// An objective reason for a delay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excuse {
    /// The day it was claimed.
    pub on: Date,
    /// Which occurrence; 0 for a task due once.
    pub occurrence: u32,
    /// The reason, in words.
    pub reason: Box<str>,
    /// Whether the competent authority confirmed it.
    pub answer: Answer,
    /// The entry of the claim.
    pub entry: u64,
}

/// A mark that the source document was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMark {
    /// The document that changed the source.
    pub by: DocumentId,
    /// What it did to it.
    pub change: SourceChange,
    /// The entry.
    pub entry: u64,
    /// The entry by which a person said that the task stands as it is.
    pub reviewed: Option<u64>,
}

/// A mark for the agenda of the next briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaMark {
    /// The day of the mark: the next briefing is the first one after it.
    pub on: Date,
    /// Why.
    pub cause: AgendaCause,
    /// Which occurrence; 0 for a task due once.
    pub occurrence: u32,
    /// The due day it is about, where there is one.
    pub due: Option<Date>,
    /// The entry.
    pub entry: u64,
}

/// A returned report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The day.
    pub on: Date,
    /// Which occurrence; 0 for a task due once.
    pub occurrence: u32,
    /// What is missing, in words.
    pub reason: Box<str>,
    /// The entry.
    pub entry: u64,
}

/// A report that waits for the unit's head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// The day.
    pub on: Date,
    /// Which occurrence, with its deadline as known then.
    pub occurrence: Option<OccurrenceRef>,
    /// The id the report will have.
    pub report: ReportId,
    /// How far it is, 0 to 100.
    pub percent: u8,
    /// Whether it says that it is done.
    pub says_done: bool,
    /// What it says.
    pub narrative: Box<str>,
    /// What it hands in.
    pub evidence: Vec<Evidence>,
    /// Who wrote it, and therefore does not approve it.
    pub by: Option<PersonId>,
    /// The entry.
    pub entry: u64,
}

/// A demand for an explanation (*yêu cầu giải trình*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// The day.
    pub on: Date,
    /// The unit that asks.
    pub by: Option<UnitId>,
    /// Which occurrence; 0 for a task due once.
    pub occurrence: u32,
    /// What is asked.
    pub question: Box<str>,
    /// Until when an answer is expected.
    pub answer_by: DateTime,
    /// The entry.
    pub entry: u64,
    /// The unit's answer.
    pub answer: Option<Explanation>,
}

/// A unit's answer to a demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The day.
    pub on: Date,
    /// What it says.
    pub answer: Box<str>,
    /// The entry.
    pub entry: u64,
}

impl Task {
    /// Returns what tasks from one order share: the proposal's id, or an id of
    /// the same form for an item issued by hand.
    #[must_use]
    pub fn item(&self) -> &ProposalId {
        &self.order.item
    }

    /// Returns the exact words of the order.
    #[must_use]
    pub fn text(&self) -> &str {
        self.order.text()
    }

    /// Returns what will be handed over (*sản phẩm*); never empty.
    #[must_use]
    pub fn product(&self) -> &str {
        self.order.product()
    }

    /// Returns where the words stand; `None` for an item issued by hand.
    #[must_use]
    pub fn source(&self) -> Option<SourceOf<'_>> {
        self.order.source()
    }

    /// Returns the document the words stand in.
    #[must_use]
    pub fn document(&self) -> Option<&DocumentId> {
        self.order.document()
    }

    /// Returns the units that help (*đơn vị phối hợp*).
    pub fn coordinating(&self) -> impl ExactSizeIterator<Item = &UnitId> {
        self.order.coordinating()
    }

    /// Returns the field (*lĩnh vực*), as a slug.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.order.field()
    }

    /// Returns the numbers to reach.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.order.targets()
    }

    /// Returns the briefing whose conclusion this is.
    #[must_use]
    pub fn conclusion_of(&self) -> Option<&MeetingId> {
        self.order.conclusion_of()
    }

    /// Returns how much hangs on it.
    #[must_use]
    pub fn importance(&self) -> Importance {
        self.order.importance
    }

    /// Returns the id of the report at a place, counted from 0.
    #[must_use]
    pub fn report_id(&self, place: usize) -> Option<ReportId> {
        match self.reports.iter().nth(place)?.number {
            0 => {
                let mut other = self.happenings.iter().flat_map(|h| &h.report_ids);
                let place = u32::try_from(place).ok()?;
                other.find(|(at, _)| *at == place).map(|(_, id)| id.clone())
            }
            number => ReportId::parse(&format!("{}.r{number}", self.id)).ok(),
        }
    }

    /// Returns the report with this id.
    #[must_use]
    pub fn report(&self, id: &ReportId) -> Option<Report> {
        match reports::number(&self.id, id) {
            0 => {
                let mut other = self.happenings.iter().flat_map(|h| &h.report_ids);
                let (place, _) = other.find(|(_, known)| known == id)?;
                self.reports.iter().nth(usize::try_from(*place).ok()?)
            }
            number => self.reports.iter().find(|report| report.number == number),
        }
    }

    /// Returns the deadline that counts today, for a task due once.
    #[must_use]
    pub fn due(&self) -> Option<DateTime> {
        self.once().map(|due| due.current)
    }

    /// Returns the first deadline, for a task due once.
    #[must_use]
    pub fn original_due(&self) -> Option<DateTime> {
        self.once().map(|due| due.original)
    }

    /// Returns the deadline with its history, for a task due once.
    #[must_use]
    pub fn once(&self) -> Option<&Due> {
        match &self.timing {
            Timing::Once(due) => Some(due),
            Timing::NoDate { .. } | Timing::Recurring(_) => None,
        }
    }

    /// Returns the recurrence, for a task that comes back.
    #[must_use]
    pub fn recurring(&self) -> Option<&Recurring> {
        match &self.timing {
            Timing::Recurring(recurring) => Some(recurring),
            Timing::NoDate { .. } | Timing::Once(_) => None,
        }
    }

    /// Returns whether work is still owed: neither done nor cancelled.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(
            self.standing,
            Standing::Done { .. } | Standing::Cancelled { .. }
        )
    }

    /// Returns an occurrence that something happened to.
    #[must_use]
    pub fn occurrence(&self, number: u32) -> Option<&Occurrence> {
        self.recurring()?
            .occurrences
            .iter()
            .find(|o| o.number == number)
    }

    /// Returns where it stands, by name.
    #[must_use]
    pub fn standing_name(&self) -> StandingName {
        match &self.standing {
            Standing::Issued => StandingName::Issued,
            Standing::Accepted => StandingName::Accepted,
            Standing::Reported { .. } => StandingName::Reported,
            Standing::Returned { .. } => StandingName::Returned,
            Standing::Suspended { .. } => StandingName::Suspended,
            Standing::Done { .. } => StandingName::Done,
            Standing::Cancelled { .. } => StandingName::Cancelled,
        }
    }

    /// Returns the newest report.
    #[must_use]
    pub fn last_report(&self) -> Option<Report> {
        self.reports.last()
    }

    /// Returns how far the unit says it is, 0 without a report.
    #[must_use]
    pub fn percent(&self) -> u8 {
        self.last_report().map_or(0, |report| report.percent)
    }

    /// Returns whether more time was allowed at least once.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        match &self.timing {
            Timing::NoDate { .. } => false,
            Timing::Once(due) => due.changes.iter().any(|c| c.cause == DueCause::Extended),
            Timing::Recurring(r) => r.occurrences.iter().any(|o| o.extended.is_some()),
        }
    }

    /// Returns the request for more time that nobody has answered.
    #[must_use]
    pub fn pending_extension(&self) -> Option<&ExtensionRequest> {
        self.happenings
            .as_deref()?
            .extension_requests
            .iter()
            .rfind(|request| request.answer == Answer::Pending)
    }

    /// Returns the report of an occurrence (0 for a task due once) that waits for
    /// the unit's head.
    #[must_use]
    pub fn submitted(&self, occurrence: u32) -> Option<&Submitted> {
        let mut all = self.happenings.as_deref()?.submitted.iter();
        all.find(|it| it.occurrence.map_or(0, |o| o.number) == occurrence)
    }

    /// Returns the demands for an explanation that nobody has answered.
    pub fn open_demands(&self) -> impl Iterator<Item = &Demand> {
        self.happenings
            .iter()
            .flat_map(|happenings| &happenings.demands)
            .filter(|demand| demand.answer.is_none())
    }

    /// Returns the newest excuse for an occurrence (0 for a task due once).
    #[must_use]
    pub fn excuse(&self, occurrence: u32) -> Option<&Excuse> {
        let excuses = &self.happenings.as_deref()?.excuses;
        excuses
            .iter()
            .rfind(|excuse| excuse.occurrence == occurrence)
    }

    /// Returns whether the competent authority confirmed an objective reason.
    #[must_use]
    pub fn is_excused(&self, occurrence: u32) -> bool {
        self.excuse(occurrence)
            .is_some_and(|excuse| matches!(excuse.answer, Answer::Granted { .. }))
    }

    /// Returns the changes of the source document that nobody has looked at.
    pub fn unreviewed_source_changes(&self) -> impl Iterator<Item = &SourceMark> {
        self.happenings
            .iter()
            .flat_map(|happenings| &happenings.source_changes)
            .filter(|mark| mark.reviewed.is_none())
    }
}
