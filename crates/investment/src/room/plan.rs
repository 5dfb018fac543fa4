//! Plans in versions, and the lots of capital that follow from them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A source of capital, as a slug of the jurisdiction's data: `city`, `central`,
/// `oda`, `land`, `commune`. Sources never mix.
pub type Source = SmolStr;

/// Who assigned a plan. A rate has no meaning without it: on 31 December 2025 the
/// same money was 106.8 % of the plan that the Prime Minister assigned to Hà Nội
/// and 86.2 % of the plan that the city assigned to its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assigner {
    /// The Prime Minister, to the city, by source.
    PrimeMinister,
    /// The city, to its units, by project.
    City,
}

impl Assigner {
    /// Returns the word that message files select on.
    pub fn word(self) -> &'static str {
        match self {
            Self::PrimeMinister => "pm",
            Self::City => "city",
        }
    }
}

/// Which plan: its years and who assigned it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlanKey {
    /// First year.
    pub from: i16,
    /// Last year; the same for a yearly plan.
    pub to: i16,
    /// Who assigned it.
    pub assigner: Assigner,
}

impl PlanKey {
    /// Returns the key of a yearly plan.
    pub fn yearly(year: i16, assigner: Assigner) -> Self {
        Self {
            from: year,
            to: year,
            assigner,
        }
    }

    /// Tells whether it is the plan of one year.
    pub fn is_yearly(self) -> bool {
        self.from == self.to
    }
}

impl fmt::Display for PlanKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let assigner = self.assigner.word();
        match self.is_yearly() {
            true => write!(f, "{}-{assigner}", self.from),
            false => write!(f, "{}-{}-{assigner}", self.from, self.to),
        }
    }
}

/// A text that names no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPlanKey;

impl fmt::Display for BadPlanKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a plan such as `2025-city`, `2025-pm` or `2021-2025-city`")
    }
}

impl std::error::Error for BadPlanKey {}

impl FromStr for PlanKey {
    type Err = BadPlanKey;

    fn from_str(text: &str) -> Result<Self, BadPlanKey> {
        let parts: Vec<&str> = text.split('-').collect();
        let (from, to, assigner) = match parts.as_slice() {
            [year, assigner] => (*year, *year, *assigner),
            [from, to, assigner] => (*from, *to, *assigner),
            _ => return Err(BadPlanKey),
        };
        let year = |text: &str| {
            let year = text.parse::<i16>().ok();
            year.filter(|year| (1990..=2100).contains(year))
                .ok_or(BadPlanKey)
        };
        let assigner = match assigner {
            "pm" => Assigner::PrimeMinister,
            "city" => Assigner::City,
            _ => return Err(BadPlanKey),
        };
        let (from, to) = (year(from)?, year(to)?);
        if to < from {
            return Err(BadPlanKey);
        }
        Ok(Self { from, to, assigner })
    }
}

/// A decision or document that something rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Number and symbol, e.g. `5888/QĐ-UBND`.
    pub symbol: Box<str>,
    /// Its date.
    pub date: Date,
    /// Who issued it.
    pub issuer: Box<str>,
}

/// One line of a plan. A plan of the Prime Minister has lines without project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLine {
    /// The project.
    pub project: Option<ProjectId>,
    /// The unit that it is assigned to.
    pub unit: Option<UnitId>,
    /// The source of capital.
    pub source: Source,
    /// Whole đồng.
    pub amount: i64,
}

/// A version of a plan: the whole of it, as one act says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanVersion {
    /// From 1.
    pub number: u32,
    /// The act that approves it.
    pub act: Act,
    /// Why it differs from the one before.
    pub reason: Box<str>,
    /// All lines.
    pub lines: Vec<PlanLine>,
    /// The ledger's entry.
    pub entry: u64,
}

impl PlanVersion {
    /// Returns the sum of all lines.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// Returns the amounts by project and source; lines of the same add up.
    pub fn by_project(&self) -> BTreeMap<(Option<&ProjectId>, &Source), i64> {
        let mut sums = BTreeMap::new();
        for line in &self.lines {
            *sums
                .entry((line.project.as_ref(), &line.source))
                .or_insert(0) += line.amount;
        }
        sums
    }
}

/// A plan and all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which.
    pub key: PlanKey,
    /// In the order in which they were entered; never empty.
    pub versions: Vec<PlanVersion>,
    /// Longer windows, with their acts.
    pub extensions: Vec<LotExtended>,
}

impl Plan {
    /// Returns the version in force on a day: of those whose act is not later,
    /// the newest. `None` before the first.
    pub fn on(&self, day: Date) -> Option<&PlanVersion> {
        self.versions
            .iter()
            .rev()
            .find(|version| version.act.date <= day)
    }

    /// Returns the newest version.
    pub fn newest(&self) -> Option<&PlanVersion> {
        self.versions.last()
    }
}

/// Returns how much money a version of a plan moves, whole đồng: what it gives to
/// lines or what it takes from them, whichever is more. A line is a project of a
/// unit in a source, so money that changes only its source or its unit moves too.
/// A first version moves all that it assigns.
pub fn moved(before: Option<&PlanVersion>, lines: &[PlanLine]) -> u64 {
    let mut change: BTreeMap<(Option<&ProjectId>, Option<&UnitId>, &Source), i128> =
        BTreeMap::new();
    let earlier = before.map_or(&[][..], |before| &before.lines);
    let signed = lines.iter().map(|line| (line, 1));
    for (line, sign) in signed.chain(earlier.iter().map(|line| (line, -1))) {
        let key = (line.project.as_ref(), line.unit.as_ref(), &line.source);
        *change.entry(key).or_insert(0) += i128::from(line.amount) * sign;
    }
    let given: i128 = change.values().filter(|it| **it > 0).sum();
    let taken: i128 = change.values().filter(|it| **it < 0).map(|it| -it).sum();
    u64::try_from(given.max(taken)).unwrap_or(u64::MAX)
}

/// A lot may be disbursed longer than its window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotExtended {
    /// Which plan.
    pub plan: PlanKey,
    /// Which project.
    pub project: ProjectId,
    /// Which source.
    pub source: Source,
    /// The decision that assigned the lot; `None` for all lots of the line.
    pub decision: Option<Box<str>>,
    /// The new last day.
    pub until: Date,
    /// The act that allows it.
    pub act: Act,
}

/// Returns the lots of every project of a yearly plan, as of a day: what a
/// version adds to a line is a lot by that version's act; what a version takes
/// away is taken from the newest lots.
pub fn lots(plan: &Plan, day: Date) -> BTreeMap<ProjectId, Vec<crate::lot::Lot>> {
    let mut lots: BTreeMap<(ProjectId, Source), Vec<crate::lot::Lot>> = BTreeMap::new();
    let mut before: BTreeMap<(ProjectId, Source), i64> = BTreeMap::new();
    for version in plan
        .versions
        .iter()
        .filter(|version| version.act.date <= day)
    {
        let mut now: BTreeMap<(ProjectId, Source), i64> = BTreeMap::new();
        for line in &version.lines {
            if let Some(project) = &line.project {
                *now.entry((project.clone(), line.source.clone()))
                    .or_insert(0) += line.amount;
            }
        }
        let gone = before.keys().filter(|key| !now.contains_key(*key)).cloned();
        let gone: Vec<_> = gone.collect();
        now.extend(gone.into_iter().map(|key| (key, 0)));
        for (key, amount) in &now {
            let change = amount - before.get(key).copied().unwrap_or(0);
            let of_line = lots.entry(key.clone()).or_default();
            if change > 0 {
                of_line.push(crate::lot::Lot {
                    source: key.1.to_string(),
                    plan_year: plan.key.from,
                    decision: version.act.symbol.to_string(),
                    assigned: version.act.date,
                    amount: change,
                    extended: None,
                });
            } else {
                take_from_newest(of_line, -change);
            }
        }
        before = now;
    }
    for extension in plan.extensions.iter().filter(|it| it.act.date <= day) {
        let key = (extension.project.clone(), extension.source.clone());
        let named = |lot: &&mut crate::lot::Lot| {
            let decision = extension.decision.as_deref();
            decision.is_none_or(|decision| decision == lot.decision)
        };
        for lot in lots.entry(key).or_default().iter_mut().filter(named) {
            lot.extended = Some(crate::lot::Extension {
                until: extension.until,
                act: extension.act.symbol.to_string(),
            });
        }
    }
    let mut by_project: BTreeMap<ProjectId, Vec<crate::lot::Lot>> = BTreeMap::new();
    for ((project, _), of_line) in lots {
        let of_line = of_line.into_iter().filter(|lot| lot.amount > 0);
        by_project.entry(project).or_default().extend(of_line);
    }
    by_project
}

fn take_from_newest(lots: &mut [crate::lot::Lot], mut amount: i64) {
    for lot in lots.iter_mut().rev() {
        let taken = lot.amount.min(amount);
        lot.amount -= taken;
        amount -= taken;
    }
}

/// What a version changes for one project and source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The project; `None` for a line without one.
    pub project: Option<ProjectId>,
    /// The source.
    pub source: Source,
    /// Before; 0 when it was not in the plan.
    pub before: i64,
    /// Now; 0 when it is no more.
    pub now: i64,
}

/// Returns what differs between two versions, the greatest change first.
pub fn diff(before: Option<&PlanVersion>, now: &PlanVersion) -> Vec<Change> {
    let earlier = before.map(PlanVersion::by_project).unwrap_or_default();
    let later = now.by_project();
    let keys: std::collections::BTreeSet<_> = earlier.keys().chain(later.keys()).collect();
    let amount = |of: &BTreeMap<_, i64>, key| of.get(key).copied().unwrap_or(0);
    let changes = keys.into_iter().map(|key| Change {
        project: key.0.cloned(),
        source: key.1.clone(),
        before: amount(&earlier, key),
        now: amount(&later, key),
    });
    let mut changes: Vec<Change> = changes.filter(|it| it.before != it.now).collect();
    changes.sort_by_key(|it| std::cmp::Reverse((it.now - it.before).abs()));
    changes
}
