//! What the law says, as data: each row with its provision, the days it holds,
//! and how sure we are of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::project::Group;
use crate::lot::WindowRule;
use crate::reallocate::AdjustmentRule;

/// How a provision is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// It was read.
    Seen,
    /// From memory: a lawyer has to confirm it.
    Recalled,
    /// Made up for the demo.
    Illustrative,
}

impl Known {
    /// Returns the word that message files select on.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Recalled => "recalled",
            Self::Illustrative => "illustrative",
        }
    }
}

/// Where a row comes from and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The provision.
    pub citation: Box<str>,
    /// First day.
    pub from: Date,
    /// Last day; `None` while it holds.
    pub until: Option<Date>,
    /// How it is known.
    pub known: Known,
}

impl Basis {
    /// Tells whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// What a plan is checked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckName {
    /// Capital stretches over more years than the group may.
    Stretch,
    /// The yearly plans of the period give more than the medium-term plan.
    MediumTerm,
    /// No decision on the investment policy.
    NoPolicy,
    /// No investment decision.
    NoApproval,
    /// Assigned later than the last day.
    LateAllocation,
    /// All plans together give more than the total investment.
    AboveTotal,
    /// Capital for a project that is not in the register.
    UnknownProject,
    /// The city assigns less of a source than was assigned to it.
    BelowAssigned,
    /// Capital for a project that was settled.
    Settled,
    /// Settlement is late.
    SettlementLate,
}

impl CheckName {
    /// Returns the word that message files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stretch => "stretch",
            Self::MediumTerm => "medium-term",
            Self::NoPolicy => "no-policy",
            Self::NoApproval => "no-approval",
            Self::LateAllocation => "late-allocation",
            Self::AboveTotal => "above-total",
            Self::UnknownProject => "unknown-project",
            Self::BelowAssigned => "below-assigned",
            Self::Settled => "settled",
            Self::SettlementLate => "settlement-late",
        }
    }
}

/// A check that the law asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRule {
    /// Which.
    pub check: CheckName,
    /// For which group; all without it.
    pub group: Option<Group>,
    /// Its number: years, months; for late allocation month × 100 + day of the
    /// year before the plan year.
    pub limit: Option<i64>,
    /// The provision.
    pub basis: Basis,
}

/// A step of site clearance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRule {
    /// Its slug.
    pub step: SmolStr,
    /// Its name in Vietnamese.
    pub name_vi: Box<str>,
    /// Its name in English.
    pub name_en: Box<str>,
    /// The step from which the time counts.
    pub after: Option<SmolStr>,
    /// Days that must pass at least, for agricultural and other land.
    pub at_least: Option<(u32, u32)>,
    /// Days within which it must be done.
    pub within: Option<u32>,
    /// Who decides.
    pub decided_by: Option<Box<str>>,
    /// The provision.
    pub basis: Basis,
}

/// The rule for the adjustment of a source within the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustRow {
    /// The source.
    pub source: SmolStr,
    /// The plan year.
    pub plan_year: i16,
    /// Last day.
    pub last_day: Date,
    /// Who decides.
    pub decided_by: Box<str>,
    /// Whether money may pass from unit to unit.
    pub may_cross_units: bool,
    /// The provision.
    pub basis: Basis,
}

/// The name of a source of capital.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceName {
    /// Its slug.
    pub source: SmolStr,
    /// Vietnamese.
    pub name_vi: Box<str>,
    /// English.
    pub name_en: Box<str>,
    /// Words by which tables name it.
    pub words: Vec<Box<str>>,
}

/// By which rule "units with low disbursement" are found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowRule {
    /// A unit is low when its rate is below the city's by so many hundredths of
    /// a percent, or below its own commitment.
    pub below_city: i64,
    /// Units with a smaller plan are left out, whole đồng.
    pub least_plan: i64,
    /// Where the rule comes from.
    pub citation: Box<str>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Law {
    /// Sources of capital.
    pub sources: Vec<SourceName>,
    /// Windows of disbursement.
    pub windows: Vec<WindowRule>,
    /// Checks of a plan.
    pub checks: Vec<CheckRule>,
    /// Steps of site clearance.
    pub clearance: Vec<StepRule>,
    /// Adjustments within the year.
    pub adjust: Vec<AdjustRow>,
    /// Low disbursement.
    pub low: Option<LowRule>,
}

impl Law {
    /// Reads the jurisdiction's table.
    ///
    /// # Errors
    /// What the reader says, with line and column.
    pub fn parse(table: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(table)
    }

    /// Returns the source that words of a table mean.
    pub fn source(&self, words: &str) -> Option<&SourceName> {
        let lower = words.trim().to_lowercase();
        self.sources.iter().find(|source| {
            source.source == lower
                || source.name_vi.to_lowercase() == lower
                || source.name_en.to_lowercase() == lower
                || source.words.iter().any(|word| word.to_lowercase() == lower)
        })
    }

    /// Returns the name of a source in a language, its slug when unknown.
    pub fn source_name<'a>(&'a self, source: &'a str, vietnamese: bool) -> &'a str {
        let known = self.sources.iter().find(|it| it.source == source);
        known.map_or(
            source,
            |it| if vietnamese { &it.name_vi } else { &it.name_en },
        )
    }

    /// Returns the checks of a name that hold on a day, for a group.
    pub fn check(&self, check: CheckName, group: Option<Group>, day: Date) -> Option<&CheckRule> {
        self.checks.iter().find(|rule| {
            rule.check == check
                && rule.basis.holds(day)
                && (rule.group.is_none() || rule.group == group)
        })
    }

    /// Returns the rules by which sources may be adjusted in a plan year.
    pub fn adjustments(&self, plan_year: i16) -> Vec<AdjustmentRule> {
        let rows = self.adjust.iter().filter(|row| row.plan_year == plan_year);
        rows.map(|row| AdjustmentRule {
            source: crate::reallocate::Label::Text(row.source.to_string()),
            last_day: row.last_day,
            citation: row.basis.citation.to_string(),
            decided_by: Some(row.decided_by.to_string()),
            may_cross_units: row.may_cross_units,
        })
        .collect()
    }

    /// Returns the steps of site clearance that hold on a day, in order.
    pub fn steps(&self, day: Date) -> impl Iterator<Item = &StepRule> {
        self.clearance
            .iter()
            .filter(move |rule| rule.basis.holds(day))
    }
}

/// Returns what the tables of Hà Nội say.
///
/// # Errors
/// When the table of the program is not one; a test reads it.
pub fn hanoi() -> Result<Law, toml::de::Error> {
    Law::parse(include_str!(
        "../../../../jurisdictions/hanoi/investment.toml"
    ))
}
