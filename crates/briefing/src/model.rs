//! The briefing as plain data: what every form is written from.
//!
//! Serialising it is the JSON form; `docs/BRIEFING.md` describes it for those
//! who read it elsewhere. Only integers, texts and fixed orders, so that the
//! same facts give the same bytes.

use dondoc_kinds::{DocumentId, MeetingId, TaskId, UnitId};
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::facts::{AgendaCause, DueStep, Step, Verdict};
use crate::figure::{Figure, Figures, Measure, Quantity};
use crate::investment::Chapter;
use crate::period::Period;
use crate::state::Outcome;
use dondoc_tasks::Reason;

/// The shape of the JSON. A change that a reader would notice raises it.
pub const FORMAT: u16 = 2;

/// A briefing (*báo cáo giao ban*), computed from the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Briefing {
    /// [`FORMAT`].
    pub format: u16,
    /// What stands above the text.
    pub header: Header,
    /// The city as a whole.
    pub summary: Figures,
    /// Conclusions of earlier briefings and what became of them: the late ones
    /// first, then those in work, then the done; within, newest meeting first.
    pub conclusions: Vec<Conclusion>,
    /// What each document ordered: most late first, then oldest document.
    pub documents: Vec<DocumentLine>,
    /// What each unit owes, the worst first: most late, then the longest
    /// delay, then most done late, then most without report, then by name. An
    /// order of attention, not a rating.
    pub units: Vec<UnitLine>,
    /// Public investment, where a capital plan is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub investment: Option<Chapter>,
    /// Procedures, where any was assessed or promised to be shorter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedures: Option<crate::procedures::Chapter>,
    /// The works that are longest late, at most [`WORST`], by days late, then id.
    pub worst: Vec<WorkId>,
    /// The earlier periods of the same length, oldest first. This period's own
    /// figures are [`Briefing::summary`].
    pub trend: Vec<TrendPoint>,
    /// Works for which more time was allowed in this period, by id.
    pub extended: Vec<WorkId>,
    /// What became known only after an earlier briefing was closed, by id.
    pub corrections: Vec<Correction>,
    /// Works that stand on the agenda, by days late, then id.
    pub agenda: Vec<AgendaItem>,
    /// Every work that is counted, by id.
    pub works: Vec<Work>,
    /// What each figure means.
    pub method: Vec<Definition>,
}

/// How many of the longest late works are named at the front.
pub const WORST: usize = 20;

/// What stands above the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Header {
    /// The letterhead.
    pub letterhead: Letterhead,
    /// The period.
    pub period: Period,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// The day whose end is described.
    pub as_of: Date,
    /// When the last of the entries was recorded, in Việt Nam time: what was
    /// not known then is not in here. `None` over an empty log.
    pub known_at: Option<DateTime>,
    /// The log that it was computed from.
    pub tree: Tree,
    /// The ten characters that all its receipts share.
    pub receipts: String,
}

/// A size of the log and what its Merkle root was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tree {
    /// How many entries.
    pub size: u64,
    /// The root hash, as the ledger writes it.
    pub root: String,
}

/// Who issues the briefing, and to whom. All of it is given, nothing computed;
/// what is `None` is left blank to be filled by hand.
///
/// # Source
/// The boxes of Decree 30/2020/NĐ-CP, annex I.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The superior body, `ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI`: a line each.
    pub superior: String,
    /// The issuing body, `VĂN PHÒNG`.
    pub issuer: String,
    /// The number; `None` for a blank.
    pub number: Option<u32>,
    /// The symbol, `BC-VP`.
    pub symbol: String,
    /// The place, `Hà Nội`.
    pub place: String,
    /// The day of the document; `None` for blanks before the year of the as-of day.
    pub date: Option<Date>,
    /// Who gets it, one a line, without the mark at the end.
    pub recipients: Vec<String>,
    /// Under which authority it is signed, `KT. CHÁNH VĂN PHÒNG`; may be empty.
    pub authority: String,
    /// The post of who signs, `PHÓ CHÁNH VĂN PHÒNG`.
    pub post: String,
    /// Who signs; `None` for a blank.
    pub signer: Option<String>,
    /// A remark shown on every page, such as that the data are made up.
    pub remark: Option<String>,
}

/// Names a work: its task, and the occurrence of a recurring task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WorkId {
    /// The task.
    pub task: TaskId,
    /// The occurrence from 1; 0 for a task that does not recur.
    pub occurrence: u32,
}

impl std::fmt::Display for WorkId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.occurrence {
            0 => write!(f, "{}", self.task),
            n => write!(f, "{}/{n}", self.task),
        }
    }
}

/// One piece of work and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// Its id.
    pub id: WorkId,
    /// The words of the order.
    pub text: String,
    /// What will be handed over.
    pub product: String,
    /// The document that ordered it.
    pub document: Option<DocumentId>,
    /// The clause.
    pub clause: String,
    /// The briefing whose conclusion it is.
    pub conclusion_of: Option<MeetingId>,
    /// The unit that answers for it.
    pub lead: UnitId,
    /// Units that help.
    pub coordinating: Vec<UnitId>,
    /// The unit that answered for it before.
    pub passed_from: Option<UnitId>,
    /// The day it was issued.
    pub issued: Date,
    /// When it was first due; `None` for a standing duty.
    pub original_due: Option<Date>,
    /// When it is due now.
    pub due: Option<Date>,
    /// Every change of the deadline, oldest first.
    pub due_changes: Vec<DueStep>,
    /// How it stands.
    pub outcome: Outcome,
    /// What speaks against it while it is open and in time.
    pub risks: Vec<Reason>,
    /// How many reports there are.
    pub reports: u32,
    /// The day of the newest report.
    pub last_report: Option<Date>,
    /// How far the unit said it was in that report, in percent.
    pub percent: Option<u8>,
    /// How many files came with all reports.
    pub evidence: u32,
    /// What the unit and the assigner said about a delay, newest last.
    pub statements: Vec<Statement>,
}

/// What was said about a delay. A late work shows it wherever it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// What kind of statement.
    pub kind: StatementKind,
    /// The words.
    pub text: String,
    /// The answer of the competent authority, where there is one.
    pub answer: Option<Verdict>,
    /// The day and entry.
    #[serde(flatten)]
    pub step: Step,
}

/// What kind of statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// The unit claims an objective reason.
    Excuse,
    /// The unit asks for more time.
    ExtensionRequest,
    /// The assigner sent a report back.
    Returned,
}

/// One conclusion of an earlier briefing, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conclusion {
    /// The briefing that concluded it.
    pub meeting: MeetingId,
    /// What its tasks share.
    pub item: String,
    /// The words.
    pub text: String,
    /// The document that carries it.
    pub document: Option<DocumentId>,
    /// The clause.
    pub clause: String,
    /// What became of it.
    pub result: ConclusionResult,
    /// The figures of its works, also of those done before the period.
    pub figures: Figures,
    /// The units that are late with it, by name.
    pub late_units: Vec<UnitId>,
}

/// What became of a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConclusionResult {
    /// Some of its works are late.
    Late,
    /// None is late, some are in work.
    InWork,
    /// All are done, some late.
    DoneLate,
    /// All are done on time.
    Done,
}

/// What a document ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentLine {
    /// The document.
    pub id: DocumentId,
    /// Its symbol.
    pub number: String,
    /// Its kind.
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// Its date.
    pub date: Option<Date>,
    /// Its figures.
    pub figures: Figures,
}

/// What a unit owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitLine {
    /// The unit.
    pub id: UnitId,
    /// Its name on the as-of day.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
    /// Days of its longest delay among works that are late now.
    pub longest_days: u32,
    /// How many were late at the end of each period of [`Briefing::trend`].
    pub late_before: Vec<Figure>,
    /// Its works: late first, then at risk, in time, waiting, suspended, done
    /// late, done; within, by deadline, then id.
    pub works: Vec<WorkId>,
}

/// The city at the end of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrendPoint {
    /// The period.
    pub period: Period,
    /// The day looked at: its last.
    pub as_of: Date,
    /// With what is known in this briefing.
    pub now: Figures,
    /// With what was known when that period's briefing was closed; `None`
    /// where that moment is not known.
    pub then: Option<Figures>,
}

/// Something that became known only after an earlier briefing was closed.
/// That briefing stays as it was; the difference shows here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The work.
    pub work: WorkId,
    /// The unit that answers for it.
    pub lead: UnitId,
    /// The words of the order.
    pub text: String,
    /// The newest earlier period that it changes.
    pub period: Period,
    /// How it stood as known then; `None` when it was not known at all.
    pub then: Option<Outcome>,
    /// How it stood as known now; `None` when it is not counted any more.
    pub now: Option<Outcome>,
    /// The entries recorded after the closing about days before it.
    pub entries: Vec<u64>,
}

/// A work on the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgendaItem {
    /// The work.
    pub work: WorkId,
    /// Why.
    pub cause: AgendaCause,
    /// When it was put there, and the entry.
    #[serde(flatten)]
    pub step: Step,
}

/// What a receipt can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traced<'b> {
    /// A count of works, or the share on time.
    Figure(&'b Figure),
    /// An amount, rate or count of public investment.
    Quantity(&'b Quantity),
}

impl<'b> Traced<'b> {
    /// Returns its key.
    pub fn key(self) -> &'b str {
        match self {
            Self::Figure(figure) => &figure.key,
            Self::Quantity(quantity) => &quantity.key,
        }
    }

    /// Returns its value; see [`Figure::value`] and [`Quantity::value`].
    pub fn value(self) -> i64 {
        match self {
            Self::Figure(figure) => figure.value.into(),
            Self::Quantity(quantity) => quantity.value,
        }
    }
}

/// What a figure means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The measure; `None` for the on-time rate.
    pub measure: Option<Measure>,
    /// Its name.
    pub name: &'static str,
    /// What it counts.
    pub text: &'static str,
}

impl Briefing {
    /// Returns the JSON form, with a line feed at the end.
    pub fn to_json(&self) -> Vec<u8> {
        // Room for the works, so that the text is not copied while it grows.
        let mut bytes = Vec::with_capacity(4096 + 700 * self.works.len());
        #[expect(
            clippy::expect_used,
            reason = "writing to memory does not fail, and every key is a text"
        )]
        serde_json::to_writer(&mut bytes, self).expect("a briefing has a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// Returns every figure: summary, conclusions, documents, units, trend.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let conclusions = self.conclusions.iter().flat_map(|line| line.figures.iter());
        let documents = self.documents.iter().flat_map(|line| line.figures.iter());
        let units = self
            .units
            .iter()
            .flat_map(|line| line.figures.iter().chain(&line.late_before));
        let trend = self.trend.iter().flat_map(|point| {
            let then = point.then.iter().flat_map(Figures::iter);
            point.now.iter().chain(then)
        });
        self.summary
            .iter()
            .chain(conclusions)
            .chain(documents)
            .chain(units)
            .chain(trend)
    }

    /// Returns the figure that has the receipt.
    pub fn figure_by_code(&self, receipt: crate::Receipt) -> Option<&Figure> {
        self.figures().find(|figure| figure.receipt == receipt)
    }

    /// Returns every quantity of the chapters on public investment and on procedures.
    pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        let procedures = self.procedures.iter();
        let procedures = procedures.flat_map(crate::procedures::Chapter::quantities);
        let investment = self.investment.iter().flat_map(Chapter::quantities);
        investment.chain(procedures)
    }

    /// Returns whatever has the receipt, a figure or a quantity.
    pub fn traced(&self, receipt: crate::Receipt) -> Option<Traced<'_>> {
        let figure = self.figure_by_code(receipt).map(Traced::Figure);
        figure.or_else(|| {
            let mut all = self.quantities();
            all.find(|it| it.receipt == receipt).map(Traced::Quantity)
        })
    }

    /// Returns the figure that has the key.
    pub fn figure_by_key(&self, key: &str) -> Option<&Figure> {
        self.figures().find(|figure| figure.key == key)
    }

    /// Returns a work by its id.
    pub fn work(&self, id: &WorkId) -> Option<&Work> {
        let place = self.works.binary_search_by(|work| work.id.cmp(id)).ok()?;
        self.works.get(place)
    }

    /// Returns the line of a document.
    pub fn document(&self, id: &DocumentId) -> Option<&DocumentLine> {
        self.documents.iter().find(|line| line.id == *id)
    }

    /// Returns the line of a unit.
    pub fn unit(&self, id: &UnitId) -> Option<&UnitLine> {
        self.units.iter().find(|line| line.id == *id)
    }

    /// Returns a unit's name, or its id where the briefing has no line of it.
    pub fn unit_name<'b>(&'b self, id: &'b UnitId) -> &'b str {
        self.unit(id).map_or(id.as_str(), |line| &line.name)
    }
}
