//! What happens to public investment, as the ledger keeps it.
//!
//! The ledger's entry says who acted, when it was recorded and for which day it
//! holds; a payload says only the rest. What comes from a table comes as one
//! entry with all its rows: twenty thousand projects are one import, and so are
//! a million payments, of which the entry holds the sums by project and month
//! while the lines lie in the attachment that it names by hash.

pub use dondoc_kinds::Imported;
use dondoc_kinds::UnitId;
use jiff::civil::Date;
use smol_str::SmolStr;

use super::law::Law;
use super::plan::{Act, LotExtended, PlanKey, PlanLine};
use super::project::{
    ClearanceRecord, ClearanceStep, ContractRecord, ObstacleRaised, ProgressRecord, ProjectRecord,
    Series, StageRecord,
};

dondoc_kinds::event_kinds! {
    /// What happens to public investment.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Event {
        /// What the law says was entered, all of it.
        LawSet(LawSet) = "investment.law_set" / 1,
        /// A plan, or a new version of one.
        PlanAdopted(PlanAdopted) = "investment.plan_adopted" / 1,
        /// A lot may be disbursed longer.
        LotExtended(LotExtended) = "investment.lot_extended" / 1,
        /// Projects were entered, or revised.
        ProjectsRecorded(ProjectsRecorded) = "investment.projects_recorded" / 1,
        /// Stages were planned, begun or ended.
        StagesRecorded(StagesRecorded) = "investment.stages_recorded" / 1,
        /// Contracts were signed or revised.
        ContractsRecorded(ContractsRecorded) = "investment.contracts_recorded" / 1,
        /// The works were reported.
        ProgressRecorded(ProgressRecorded) = "investment.progress_recorded" / 2
            [from 1 => progress_1],
        /// Money spent was observed.
        Disbursed(Disbursed) = "investment.disbursed" / 1,
        /// Units committed themselves.
        Committed(Committed) = "investment.committed" / 1,
        /// The state of site clearance.
        ClearanceRecorded(ClearancesRecorded) = "investment.clearance_recorded" / 1,
        /// Steps of site clearance were done.
        ClearanceSteps(ClearanceSteps) = "investment.clearance_steps" / 1,
        /// Something stands in the way.
        ObstacleRaised(ObstacleRaised) = "investment.obstacle_raised" / 1,
        /// Forecasts were made, and are kept to be judged.
        ForecastKept(ForecastKept) = "investment.forecast_kept" / 1,
    }
}

dondoc_kinds::payloads! {
    /// What the law says.
    LawSet {
        /// All of it.
        law: Law,
        /// Who says so, and why.
        reason: Box<str>,
    }

    /// A version of a plan.
    PlanAdopted {
        /// Which plan.
        plan: PlanKey,
        /// Its version, from 1.
        version: u32,
        /// The act that approves it.
        act: Act,
        /// Why it differs from the one before; empty for the first.
        reason: Box<str>,
        /// All lines.
        lines: Vec<PlanLine>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Projects.
    ProjectsRecorded {
        /// Each as it is now.
        projects: Vec<ProjectRecord>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Stages.
    StagesRecorded {
        /// Each as it is now.
        stages: Vec<StageRecord>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Contracts.
    ContractsRecorded {
        /// Each as it is now.
        contracts: Vec<ContractRecord>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Reports on the works.
    ProgressRecorded {
        /// Each.
        reports: Vec<ProgressRecord>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Money spent.
    Disbursed {
        /// By project, source, year and system.
        series: Vec<Series>,
        /// Why figures that were known are other ones now; required when one is.
        reason: Option<Box<str>>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// What a unit promised.
    Commitment {
        /// Which unit.
        unit: UnitId,
        /// Of which plan year.
        plan_year: i16,
        /// By which day.
        by: Date,
        /// Rate of the plan that the city assigned, hundredths of a percent.
        rate: i64,
        /// Where it was said.
        said_in: Box<str>,
    }

    /// What units promised.
    Committed {
        /// Each.
        commitments: Vec<Commitment>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// States of site clearance.
    ClearancesRecorded {
        /// Each.
        areas: Vec<ClearanceRecord>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Steps of site clearance.
    ClearanceSteps {
        /// Each.
        steps: Vec<ClearanceStep>,
        /// Where they come from.
        import: Option<Imported>,
    }

    /// Forecasts that were made on one day.
    ForecastKept {
        /// The day.
        as_of: Date,
        /// The plan year.
        plan_year: i16,
        /// The version of the city's plan that the rates divide by.
        plan_version: u32,
        /// Each.
        items: Vec<ForecastItem>,
    }

    /// One forecast; rates in hundredths of a percent.
    ForecastItem {
        /// `city`, `source`, `unit` or `project`.
        level: SmolStr,
        /// Which of that level; empty for the city.
        key: SmolStr,
        /// Plan that the rate divides by, whole đồng.
        plan: i64,
        /// Rate on the day.
        now: i64,
        /// 10 %, 25 %, 50 %, 75 % and 90 % quantiles of the rate at the end.
        quantiles: Vec<i64>,
        /// What last year's profile says.
        last_profile: Option<i64>,
        /// What last year's rate says.
        last_rate: Option<i64>,
    }
}

/// The stream of all entries of this room. One stream, since a plan, a project
/// and its payments are checked against each other: whoever was faster is seen.
pub const STREAM: &str = "investment";

impl Event {
    /// Returns where the rows come from, when a table brought them.
    pub fn import(&self) -> Option<&Imported> {
        match self {
            Self::PlanAdopted(it) => it.import.as_ref(),
            Self::ProjectsRecorded(it) => it.import.as_ref(),
            Self::StagesRecorded(it) => it.import.as_ref(),
            Self::ContractsRecorded(it) => it.import.as_ref(),
            Self::ProgressRecorded(it) => it.import.as_ref(),
            Self::Disbursed(it) => it.import.as_ref(),
            Self::Committed(it) => it.import.as_ref(),
            Self::ClearanceRecorded(it) => it.import.as_ref(),
            Self::ClearanceSteps(it) => it.import.as_ref(),
            Self::LawSet(_)
            | Self::LotExtended(_)
            | Self::ObstacleRaised(_)
            | Self::ForecastKept(_) => None,
        }
    }
}

/// Reads reports on the works as they were before they said what photos show.
fn progress_1(old: &[u8]) -> Result<ProgressRecorded, serde_json::Error> {
    let mut payload: serde_json::Value = serde_json::from_slice(old)?;
    let reports = payload.get_mut("reports").and_then(|it| it.as_array_mut());
    for report in reports.into_iter().flatten() {
        if let Some(report) = report.as_object_mut() {
            report.insert("shows".to_owned(), serde_json::Value::Null);
        }
    }
    serde_json::from_value(payload)
}
