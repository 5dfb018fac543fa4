//! Plan and money spent on a day, by project, unit, group and source, with the
//! denominator named.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::Date;
use serde::Serialize;

use super::plan::{Assigner, PlanKey, PlanVersion, Source};
use super::project::{Group, Project, Scope, SeriesKey, StageName, System};
use super::state::Investment;
use crate::holdup::gates::{Passage, Standing, standing};

/// What figures are about: nothing else changes them.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The room.
    pub room: &'a Investment,
    /// As of the close of this day.
    pub as_of: Date,
    /// The plan year.
    pub year: i16,
    /// Who said what was spent.
    pub system: System,
}

/// The plan that rates divide by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Denominator {
    /// Who assigned it.
    pub assigner: Assigner,
    /// The plan year.
    pub year: i16,
    /// Its version.
    pub version: u32,
    /// The act of that version.
    pub act: String,
    /// The act's date.
    pub date: Date,
    /// Whole đồng.
    pub total: i64,
    /// The entry.
    pub entry: u64,
}

/// One project's capital of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Which project.
    pub project: ProjectId,
    /// The unit that the plan names, else the investor unit.
    pub unit: UnitId,
    /// Its group.
    pub group: Option<Group>,
    /// Which source.
    pub source: Source,
    /// Plan that the city assigned.
    pub plan: i64,
    /// Spent of it.
    pub spent: i64,
}

/// A sum with its rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Of what; empty for all.
    pub key: String,
    /// Plan.
    pub plan: i64,
    /// Spent.
    pub spent: i64,
    /// Projects with capital.
    pub projects: usize,
    /// Spent / plan in hundredths of a percent; `None` without a plan.
    pub rate: Option<i64>,
}

/// Returns spent / plan in hundredths of a percent, rounded half up.
pub fn rate(spent: i64, plan: i64) -> Option<i64> {
    if plan <= 0 {
        return None;
    }
    let twice = i128::from(spent) * 20_000 / i128::from(plan);
    i64::try_from((twice + 1).div_euclid(2)).ok()
}

impl<'a> View<'a> {
    /// Returns the denominator of the city's plan, or of the Prime Minister's.
    pub fn denominator(&self, assigner: Assigner) -> Option<Denominator> {
        let version = self.version(assigner)?;
        Some(Denominator {
            assigner,
            year: self.year,
            version: version.number,
            act: version.act.symbol.to_string(),
            date: version.act.date,
            total: version.total(),
            entry: version.entry,
        })
    }

    /// Returns the version of the year's plan in force.
    pub fn version(&self, assigner: Assigner) -> Option<&'a PlanVersion> {
        self.room.plan_on(self.year, assigner, self.as_of)
    }

    /// Returns the key of the series of a source.
    pub fn series(&self, source: &Source) -> SeriesKey {
        SeriesKey {
            plan_year: self.year,
            source: source.clone(),
            system: self.system,
            scope: Scope::YearPlan,
        }
    }

    /// Returns what a project has spent of a source.
    pub fn spent(&self, project: &Project, source: &Source) -> i64 {
        let observed = project.observed(&self.series(source), self.as_of);
        observed.map_or(0, |it| it.amount)
    }

    /// Returns every project and source with capital or money spent, in order.
    pub fn positions(&self) -> Vec<Position> {
        let mut plans: BTreeMap<(&ProjectId, &Source), (i64, Option<&UnitId>)> = BTreeMap::new();
        for line in self.version(Assigner::City).iter().flat_map(|it| &it.lines) {
            if let Some(project) = &line.project {
                let sum = plans.entry((project, &line.source)).or_insert((0, None));
                sum.0 += line.amount;
                sum.1 = sum.1.or(line.unit.as_ref());
            }
        }
        // Money spent without a plan is seen too.
        for (id, project) in &self.room.projects {
            for key in project.spent.keys() {
                let ours = key.plan_year == self.year
                    && key.system == self.system
                    && key.scope == Scope::YearPlan;
                if ours {
                    plans.entry((id, &key.source)).or_insert((0, None));
                }
            }
        }
        let position =
            |((id, source), (plan, unit)): ((&ProjectId, &Source), (i64, Option<&UnitId>))| {
                let project = self.room.projects.get(id)?;
                let record = project.record();
                Some(Position {
                    project: id.clone(),
                    unit: unit.unwrap_or(&record.unit).clone(),
                    group: Some(record.group),
                    source: source.clone(),
                    plan,
                    spent: self.spent(project, source),
                })
            };
        plans.into_iter().filter_map(position).collect()
    }

    /// Returns the sums of positions by a key, the worst rate first.
    pub fn sums<'p>(
        positions: impl IntoIterator<Item = &'p Position>,
        key: impl Fn(&Position) -> String,
    ) -> Vec<Sum> {
        let mut sums: BTreeMap<String, (i64, i64, BTreeSet<&ProjectId>)> = BTreeMap::new();
        for position in positions {
            let sum = sums.entry(key(position)).or_default();
            sum.0 += position.plan;
            sum.1 += position.spent;
            sum.2.insert(&position.project);
        }
        let sum = |(key, (plan, spent, projects)): (String, (i64, i64, BTreeSet<_>))| Sum {
            key,
            plan,
            spent,
            projects: projects.len(),
            rate: rate(spent, plan),
        };
        let mut sums: Vec<Sum> = sums.into_iter().map(sum).collect();
        sums.sort_by(|a, b| a.rate.cmp(&b.rate).then(b.plan.cmp(&a.plan)));
        sums
    }

    /// Returns the sum of all positions.
    pub fn whole(positions: &[Position]) -> Sum {
        let all = Self::sums(positions, |_| String::new());
        all.into_iter().next().unwrap_or(Sum {
            key: String::new(),
            plan: 0,
            spent: 0,
            projects: 0,
            rate: None,
        })
    }
}

/// The gates that capital passes, in order.
pub const GATES: [&str; 5] = ["design", "contract", "site", "accepted", "paid"];

/// Where the unspent money of a set of projects stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The figures; gates as in [`GATES`].
    #[serde(flatten)]
    pub standing: Standing,
    /// Share of the unspent money that waits before each gate, in hundredths of
    /// a percent; they add up to 10,000.
    pub shares: Vec<i64>,
}

impl View<'_> {
    /// Returns how far the money of a project has come by its documents: with an
    /// ended design all of it passed the first gate; of the rest as much as is
    /// contracted, as much as the share of land that was handed over allows, as
    /// much as was accepted, as much as was paid. What passed a gate passed the
    /// ones before it: an advance payment stands behind its contract.
    pub fn passage(&self, project: &Project, plan: i64, spent: i64) -> Passage {
        let plan_or_more = plan.max(spent).max(0);
        let design = project.stage(StageName::Design);
        let designed = design
            .and_then(|it| it.ended)
            .is_some_and(|on| on <= self.as_of);
        let signed = project.contracts().filter(|it| it.signed <= self.as_of);
        let contracted: i64 = signed.map(|it| it.amount).sum();
        let accepted = project.progress_on(self.as_of);
        let accepted = accepted.filter(|it| in_plan_year(it.as_of, self.year));
        let accepted = accepted.map_or(0, |it| it.accepted);
        // Money that was accepted or paid proves that the gates before were passed;
        // a contract proves that there was a design.
        let proven = accepted.max(spent);
        let design = if designed { plan_or_more } else { contracted };
        let site = self.cleared(project, plan_or_more);
        let mut most = plan_or_more;
        let passed = [design, contracted, site, proven].map(|own| {
            most = most.min(own.max(proven));
            most
        });
        let passed = passed.into_iter().chain([spent.clamp(0, most)]).collect();
        Passage {
            plan: plan_or_more,
            passed,
        }
    }

    /// The share of the plan for which land was handed over; all of it where no
    /// land has to be cleared.
    fn cleared(&self, project: &Project, plan: i64) -> i64 {
        let (mut whole, mut done) = (0_i64, 0_i64);
        for area in project.areas.values() {
            if let Some(state) = area.on(self.as_of) {
                whole += state.area_m2.0;
                done += state.area_m2.1;
            }
        }
        if whole <= 0 {
            return plan;
        }
        (i128::from(plan) * i128::from(done) / i128::from(whole)) as i64
    }

    /// Returns where the unspent money of some projects stands.
    pub fn waiting<'p>(&self, positions: impl IntoIterator<Item = &'p Position>) -> Waiting {
        let mut money: BTreeMap<&ProjectId, (i64, i64)> = BTreeMap::new();
        for position in positions {
            let sum = money.entry(&position.project).or_default();
            sum.0 += position.plan;
            sum.1 += position.spent;
        }
        let passages: Vec<Passage> = money
            .into_iter()
            .filter_map(|(id, (plan, spent))| {
                Some(self.passage(self.room.projects.get(id)?, plan, spent))
            })
            .collect();
        // INVARIANT: `passage` gives figures that never rise.
        let standing = standing(GATES.len(), &passages).unwrap_or(Standing {
            plan: 0,
            spent: 0,
            waits: vec![0; GATES.len()],
            projects: vec![0; GATES.len()],
        });
        let shares = standing.shares();
        Waiting { standing, shares }
    }
}

/// Tells whether a day lies in the window of a plan year: to 31 January.
fn in_plan_year(day: Date, year: i16) -> bool {
    day.year() == year || (day.year() == year + 1 && day.month() == 1)
}

/// Two sources that do not say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// Which project.
    pub project: ProjectId,
    /// Which source of capital.
    pub source: Source,
    /// What the treasury says, and as of when.
    pub treasury: (Date, i64),
    /// What the investor says, and as of when.
    pub investor: (Date, i64),
}

/// Returns where treasury and investor differ as of a day, the greatest
/// difference first. Figures of different days are not compared: of both the
/// newest common day is taken; a project that has none is left out.
pub fn reconcile(room: &Investment, year: i16, as_of: Date) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for (id, project) in &room.projects {
        for (key, treasury) in &project.spent {
            if key.plan_year != year || key.system != System::Treasury {
                continue;
            }
            let other = SeriesKey {
                system: System::Investor,
                ..key.clone()
            };
            let Some(investor) = project.spent.get(&other) else {
                continue;
            };
            let days: BTreeSet<Date> = investor.iter().map(|it| it.as_of).collect();
            let common = treasury.iter().map(|it| it.as_of);
            let common = common
                .filter(|day| *day <= as_of && days.contains(day))
                .max();
            let Some(day) = common else {
                continue;
            };
            let on = |figures: &[super::project::Observed]| {
                let of_day = figures.iter().rev().find(|it| it.as_of == day);
                of_day.map_or(0, |it| it.amount)
            };
            let (theirs, ours) = (on(treasury), on(investor));
            if theirs != ours {
                found.push(Mismatch {
                    project: id.clone(),
                    source: key.source.clone(),
                    treasury: (day, theirs),
                    investor: (day, ours),
                });
            }
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse((it.treasury.1 - it.investor.1).abs()));
    found
}

/// A unit with low disbursement, and why it is on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LowUnit {
    /// Which unit.
    pub unit: UnitId,
    /// Its rate, hundredths of a percent.
    pub rate: i64,
    /// The city's rate.
    pub city: i64,
    /// Its own commitment that is due, where there is one.
    pub promised: Option<i64>,
    /// Its plan.
    pub plan: i64,
    /// It lies so far below the city as the rule says.
    pub below_city: bool,
    /// It lies below its own commitment.
    pub below_promise: bool,
}

impl View<'_> {
    /// Returns the units with low disbursement by the rule of the law's data,
    /// the lowest first; `None` when no rule was entered.
    pub fn low_units(&self) -> Option<Vec<LowUnit>> {
        let rule = self.room.law.low.as_ref()?;
        let positions = self.positions();
        let city = Self::whole(&positions).rate.unwrap_or(0);
        let mut low = Vec::new();
        for sum in Self::sums(&positions, |it| it.unit.to_string()) {
            let (Some(rate), Ok(unit)) = (sum.rate, UnitId::parse(&sum.key)) else {
                continue;
            };
            if sum.plan < rule.least_plan {
                continue;
            }
            let promise = self.room.commitments.iter().rev().map(|(_, it)| it);
            let promise = promise
                .into_iter()
                .find(|it| it.unit == unit && it.plan_year == self.year && it.by <= self.as_of);
            let promised = promise.map(|it| it.rate);
            let below_city = city - rate >= rule.below_city;
            let below_promise = promised.is_some_and(|promised| rate < promised);
            if below_city || below_promise {
                low.push(LowUnit {
                    unit,
                    rate,
                    city,
                    promised,
                    plan: sum.plan,
                    below_city,
                    below_promise,
                });
            }
        }
        low.sort_by_key(|it| it.rate);
        Some(low)
    }
}

/// A promise beside what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Which unit.
    pub unit: UnitId,
    /// By which day.
    pub by: Date,
    /// What it promised, hundredths of a percent.
    pub promised: i64,
    /// What it reached on that day, or by now when the day is yet to come.
    pub reached: Option<i64>,
    /// The day has passed.
    pub due: bool,
    /// The entry of the promise.
    pub entry: u64,
    /// Where it was said.
    pub said_in: String,
}

impl View<'_> {
    /// Returns every promise of the plan year beside what became of it.
    pub fn promises(&self) -> Vec<Kept> {
        let mut days: BTreeMap<Date, BTreeMap<String, Option<i64>>> = BTreeMap::new();
        let of_year = || {
            self.room
                .commitments
                .iter()
                .filter(|(_, it)| it.plan_year == self.year)
        };
        for (_, promise) in of_year() {
            let day = promise.by.min(self.as_of);
            days.entry(day).or_insert_with(|| {
                let then = View {
                    as_of: day,
                    ..*self
                };
                let sums = Self::sums(&then.positions(), |it| it.unit.to_string());
                sums.into_iter().map(|sum| (sum.key, sum.rate)).collect()
            });
        }
        of_year()
            .map(|(entry, promise)| {
                let rates = days.get(&promise.by.min(self.as_of));
                let reached = rates.and_then(|rates| rates.get(promise.unit.as_str()));
                Kept {
                    unit: promise.unit.clone(),
                    by: promise.by,
                    promised: promise.rate,
                    reached: reached.copied().flatten(),
                    due: promise.by <= self.as_of,
                    entry: *entry,
                    said_in: promise.said_in.to_string(),
                }
            })
            .collect()
    }

    /// Returns the yearly plan's key of the city.
    pub fn key(&self, assigner: Assigner) -> PlanKey {
        PlanKey::yearly(self.year, assigner)
    }
}
