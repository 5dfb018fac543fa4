//! Projects and everything that is known of one.

use std::collections::BTreeMap;

use dondoc_kinds::{ProjectId, TaskId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::plan::{Act, Source};

/// The group of a project, by the Law on Public Investment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Important national project.
    National,
    /// Group A.
    A,
    /// Group B.
    B,
    /// Group C.
    C,
}

impl Group {
    /// Returns the word that message files and tables use.
    pub fn word(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// Reads a group as offices write it.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let last = lower
            .trim_start_matches("nhóm")
            .trim_start_matches("group")
            .trim();
        match last {
            "a" => Some(Self::A),
            "b" => Some(Self::B),
            "c" => Some(Self::C),
            "national" | "qtqg" | "quan trọng quốc gia" => Some(Self::National),
            _ => None,
        }
    }
}

/// What a project is, as its documents say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectRecord {
    /// Its id.
    pub project: ProjectId,
    /// Its name.
    pub name: Box<str>,
    /// The investor unit (*chủ đầu tư*).
    pub unit: UnitId,
    /// Its group.
    pub group: Group,
    /// What it builds: `transport`, `school`, `health`, … What makes projects
    /// comparable, with the group.
    pub sector: SmolStr,
    /// Where, in words.
    pub site: Box<str>,
    /// Where, in millionths of a degree: latitude, longitude (WGS 84).
    pub place: Option<(i32, i32)>,
    /// Total investment, whole đồng.
    pub total: i64,
    /// The decision on the investment policy (*chủ trương đầu tư*).
    pub policy: Option<Act>,
    /// The investment decision.
    pub approval: Option<Act>,
    /// First and last day planned.
    pub planned: Option<(Date, Date)>,
}

/// A stage of a project, in the order of the law.
///
/// # Source
/// The order of steps is recalled, and agrees with the reports that were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Proposal.
    Proposal,
    /// Decision on the investment policy.
    Policy,
    /// Investment decision.
    Approval,
    /// Design and estimate.
    Design,
    /// Contractor selection: invitation, opening, evaluation, result.
    Tender,
    /// Site clearance, beside the others.
    Clearance,
    /// Construction.
    Construction,
    /// Acceptance and handover.
    Handover,
    /// Final settlement.
    Settlement,
}

impl StageName {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Proposal,
        Self::Policy,
        Self::Approval,
        Self::Design,
        Self::Tender,
        Self::Clearance,
        Self::Construction,
        Self::Handover,
        Self::Settlement,
    ];

    /// Returns the word that message files and tables use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Policy => "policy",
            Self::Approval => "approval",
            Self::Design => "design",
            Self::Tender => "tender",
            Self::Clearance => "clearance",
            Self::Construction => "construction",
            Self::Handover => "handover",
            Self::Settlement => "settlement",
        }
    }

    /// Reads a stage by its word or its Vietnamese name.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let known = Self::ALL.into_iter().find(|stage| stage.word() == lower);
        known.or_else(|| {
            Some(match lower.as_str() {
                "đề xuất" | "đề xuất dự án" => Self::Proposal,
                "chủ trương đầu tư" | "chủ trương" => Self::Policy,
                "quyết định đầu tư" | "phê duyệt dự án" => Self::Approval,
                "thiết kế" | "thiết kế, dự toán" | "thiết kế - dự toán" | "tkbvtc" => {
                    Self::Design
                }
                "đấu thầu" | "lựa chọn nhà thầu" => Self::Tender,
                "giải phóng mặt bằng" | "gpmb" => Self::Clearance,
                "thi công" | "xây dựng" | "khởi công" => Self::Construction,
                "nghiệm thu" | "bàn giao" | "nghiệm thu bàn giao" => Self::Handover,
                "quyết toán" | "quyết toán dự án hoàn thành" => Self::Settlement,
                _ => return None,
            })
        })
    }
}

/// What is known of one stage of one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRecord {
    /// Which project.
    pub project: ProjectId,
    /// Which stage.
    pub stage: StageName,
    /// Planned begin.
    pub planned_start: Option<Date>,
    /// Planned end.
    pub planned_end: Option<Date>,
    /// Begun on.
    pub started: Option<Date>,
    /// Ended on.
    pub ended: Option<Date>,
}

/// A contract of a package, as it stands by its newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractRecord {
    /// Which project.
    pub project: ProjectId,
    /// The package (*gói thầu*).
    pub package: Box<str>,
    /// The contract's number.
    pub number: Box<str>,
    /// The supplier.
    pub supplier: Box<str>,
    /// Whole đồng.
    pub amount: i64,
    /// Signed on.
    pub signed: Date,
    /// To be done by.
    pub until: Option<Date>,
}

/// The state of the works on a day, as the investor reports it on the 25th of
/// each month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressRecord {
    /// Which project.
    pub project: ProjectId,
    /// As of.
    pub as_of: Date,
    /// Value of work accepted in this plan year, whole đồng.
    pub accepted: i64,
    /// Physical progress, hundredths of a percent.
    pub physical: u32,
    /// Photos, by SHA-256.
    pub photos: Vec<Box<str>>,
    /// What the photos show, in the words of who sent them, for those who cannot
    /// see them; `None` without photos, and in reports from before it was asked.
    pub shows: Option<Box<str>>,
}

/// Who says that money was disbursed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// The State Treasury.
    Treasury,
    /// The investor.
    Investor,
    /// The national monitoring system.
    National,
}

impl System {
    /// Returns the word that message files and tables use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Treasury => "treasury",
            Self::Investor => "investor",
            Self::National => "national",
        }
    }

    /// Reads a system by its word or its Vietnamese name.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "treasury" | "kho bạc" | "kbnn" | "kho bạc nhà nước" => Some(Self::Treasury),
            "investor" | "chủ đầu tư" | "cđt" => Some(Self::Investor),
            "national" | "hệ thống quốc gia" => Some(Self::National),
            _ => None,
        }
    }
}

/// Which capital an observation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The plan of the year.
    YearPlan,
    /// Capital of an earlier year whose window was extended.
    CarriedOver,
}

/// What a series of observations is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesKey {
    /// The plan year.
    pub plan_year: i16,
    /// The source of capital.
    pub source: Source,
    /// Who says so.
    pub system: System,
    /// Which capital.
    pub scope: Scope,
}

/// Money spent since the plan year began, as known on several days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Which project.
    pub project: ProjectId,
    /// What about.
    pub of: SeriesKey,
    /// Days with the money spent by their close, whole đồng; the days rise.
    pub points: Vec<(Date, i64)>,
}

/// One figure of disbursement. It is never overwritten: a later one for the same
/// day stands, the earlier one stays readable beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// The day.
    pub as_of: Date,
    /// Spent since the plan year began.
    pub amount: i64,
    /// The entry that brought it.
    pub entry: u64,
}

/// What was cleared of one area, as of a day. Households are counts, never names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceRecord {
    /// Which project.
    pub project: ProjectId,
    /// Which area: a commune, a section.
    pub area: Box<str>,
    /// As of.
    pub as_of: Date,
    /// Plots to be recovered, and of them handed over.
    pub plots: (u32, u32),
    /// Plots on the critical path that are not handed over.
    pub critical: u32,
    /// Households touched, and of them paid.
    pub households: (u32, u32),
    /// Square metres to be recovered, and of them handed over.
    pub area_m2: (i64, i64),
    /// Complaints that are open.
    pub complaints: u32,
    /// Whether the land is agricultural: the notice is then shorter.
    pub agricultural: bool,
}

/// A step of site clearance was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceStep {
    /// Which project.
    pub project: ProjectId,
    /// Which area.
    pub area: Box<str>,
    /// Which step, as a slug of the law's data: `notice`, `inventory`, …
    pub step: SmolStr,
    /// On which day.
    pub on: Date,
    /// The paper, where there is one.
    pub act: Option<Act>,
}

/// An area of site clearance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Area {
    /// States with their entries, in the order in which they were entered.
    pub states: Vec<(u64, ClearanceRecord)>,
    /// Steps done.
    pub steps: Vec<ClearanceStep>,
}

impl Area {
    /// Returns the state as of a day.
    pub fn on(&self, day: Date) -> Option<&ClearanceRecord> {
        self.known_on(day).map(|(_, state)| state)
    }

    /// Returns the state as of a day with the entry that brought it.
    pub fn known_on(&self, day: Date) -> Option<&(u64, ClearanceRecord)> {
        let known = self.states.iter().filter(|(_, state)| state.as_of <= day);
        // Of two states of one day the later entry stands.
        known.reduce(|best, state| {
            if state.1.as_of >= best.1.as_of {
                state
            } else {
                best
            }
        })
    }
}

/// Something that stands in the way; it is followed as a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObstacleRaised {
    /// Which project.
    pub project: ProjectId,
    /// Its number within the project, from 1.
    pub number: u32,
    /// Why: `clearance`, `design`, `materials`, `contractor`, `capital`, …
    pub cause: SmolStr,
    /// What it is, in words.
    pub text: Box<str>,
    /// The unit that must remove it.
    pub owner: UnitId,
    /// The task by which it is followed.
    pub task: TaskId,
}

/// A project with its whole history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// What it is, by each revision; never empty.
    pub records: Vec<(u64, ProjectRecord)>,
    /// Stages, each with its revisions, the newest last.
    pub stages: BTreeMap<StageName, Vec<(u64, StageRecord)>>,
    /// Contracts by number, each with its revisions, the newest last.
    pub contracts: BTreeMap<Box<str>, Vec<(u64, ContractRecord)>>,
    /// Reports on the works.
    pub progress: Vec<(u64, ProgressRecord)>,
    /// Money spent: for each series all figures that were ever given.
    pub spent: BTreeMap<SeriesKey, Vec<Observed>>,
    /// Reasons given for corrections, with their entries.
    pub explained: Vec<(u64, Box<str>)>,
    /// Site clearance by area.
    pub areas: BTreeMap<Box<str>, Area>,
    /// Obstacles.
    pub obstacles: Vec<(u64, ObstacleRaised)>,
}

impl Project {
    pub(super) fn new(entry: u64, record: ProjectRecord) -> Self {
        Self {
            records: vec![(entry, record)],
            stages: BTreeMap::new(),
            contracts: BTreeMap::new(),
            progress: Vec::new(),
            spent: BTreeMap::new(),
            explained: Vec::new(),
            areas: BTreeMap::new(),
            obstacles: Vec::new(),
        }
    }

    /// Returns what it is by the newest revision.
    pub fn record(&self) -> &ProjectRecord {
        // INVARIANT: never empty, see `new`; nothing removes a revision.
        &self.records[self.records.len() - 1].1
    }

    /// Returns a stage by its newest revision.
    pub fn stage(&self, stage: StageName) -> Option<&StageRecord> {
        self.stages.get(&stage)?.last().map(|(_, record)| record)
    }

    /// Returns the contracts by their newest revision.
    pub fn contracts(&self) -> impl Iterator<Item = &ContractRecord> {
        let all = self.contracts.values();
        all.filter_map(|revisions| revisions.last().map(|(_, record)| record))
    }

    /// Returns the newest report on the works as of a day.
    pub fn progress_on(&self, day: Date) -> Option<&ProgressRecord> {
        let known = self
            .progress
            .iter()
            .map(|(_, it)| it)
            .filter(|it| it.as_of <= day);
        known.reduce(|best, it| if it.as_of >= best.as_of { it } else { best })
    }

    /// Returns the figure of a series that stands as of a day: the newest day,
    /// and of one day the newest entry.
    pub fn observed(&self, of: &SeriesKey, day: Date) -> Option<&Observed> {
        standing(self.spent.get(of)?, day)
    }
}

/// Returns the figure that stands as of a day.
pub fn standing(figures: &[Observed], day: Date) -> Option<&Observed> {
    let known = figures.iter().filter(|it| it.as_of <= day);
    known.reduce(|best, it| if it.as_of >= best.as_of { it } else { best })
}
