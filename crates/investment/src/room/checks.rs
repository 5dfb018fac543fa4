//! What the law asks of a plan, each finding with its provision and what was seen.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kinds::{Arg, ProjectId, Say};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

use super::law::{CheckName, CheckRule};
use super::plan::{Assigner, Plan, PlanVersion, Source};
use super::project::{Group, StageName};
use super::state::Investment;

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub check: CheckName,
    /// The project; `None` for the plan as a whole.
    pub project: Option<ProjectId>,
    /// The source, where it matters.
    pub source: Option<Source>,
    /// What was seen.
    pub seen: i64,
    /// What may be.
    pub may: i64,
    /// A day that matters.
    pub day: Option<Date>,
    /// The rule with its provision.
    pub rule: CheckRule,
}

impl Say for Finding {
    fn key(&self) -> &'static str {
        match self.check {
            CheckName::Stretch => "investment-check-stretch",
            CheckName::MediumTerm => "investment-check-medium-term",
            CheckName::NoPolicy => "investment-check-no-policy",
            CheckName::NoApproval => "investment-check-no-approval",
            CheckName::LateAllocation => "investment-check-late-allocation",
            CheckName::AboveTotal => "investment-check-above-total",
            CheckName::UnknownProject => "investment-check-unknown-project",
            CheckName::BelowAssigned => "investment-check-below-assigned",
            CheckName::Settled => "investment-check-settled",
            CheckName::SettlementLate => "investment-check-settlement-late",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let project = self.project.as_ref().map(ToString::to_string);
        let mut args = vec![
            ("project", Arg::Text(project.unwrap_or_default())),
            (
                "source",
                Arg::Text(self.source.clone().unwrap_or_default().to_string()),
            ),
            ("seen", Arg::Text(super::grouped(self.seen))),
            ("may", Arg::Text(super::grouped(self.may))),
            ("group", Arg::from(self.rule.group.map_or("", Group::word))),
        ];
        if let Some(day) = self.day {
            args.push(("day", Arg::from(day)));
        }
        args
    }
}

/// What a check of a plan says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// What was found, by check and then by project.
    pub findings: Vec<Finding>,
    /// Checks that were made.
    pub made: Vec<CheckName>,
    /// Checks that were not, since no provision was entered for them.
    pub silent: Vec<CheckName>,
}

const ALL: [CheckName; 10] = [
    CheckName::UnknownProject,
    CheckName::NoPolicy,
    CheckName::NoApproval,
    CheckName::LateAllocation,
    CheckName::Stretch,
    CheckName::MediumTerm,
    CheckName::AboveTotal,
    CheckName::BelowAssigned,
    CheckName::Settled,
    CheckName::SettlementLate,
];

/// Checks a version of a yearly plan of the city, by the law that holds on the
/// day of its act.
pub fn check(room: &Investment, plan: &Plan, version: &PlanVersion) -> Checked {
    let day = version.act.date;
    let all = Checks {
        room,
        year: plan.key.from,
        version,
        day,
        sums: sums(version),
        before: earlier(room, plan.key.from),
    };
    let has_rule = |check: &CheckName| {
        room.law
            .checks
            .iter()
            .any(|rule| rule.check == *check && rule.basis.holds(day))
    };
    let (made, silent): (Vec<_>, Vec<_>) = ALL.into_iter().partition(has_rule);
    let findings = made.iter().flat_map(|check| all.find(*check)).collect();
    Checked {
        findings,
        made,
        silent,
    }
}

type BySource<'a> = BTreeMap<(&'a ProjectId, &'a Source), i64>;

fn sums(version: &PlanVersion) -> BySource<'_> {
    let mut sums = BTreeMap::new();
    for line in &version.lines {
        if let Some(project) = &line.project {
            *sums.entry((project, &line.source)).or_insert(0) += line.amount;
        }
    }
    sums
}

/// What earlier years gave each project: year → amount, by the newest version.
fn earlier(room: &Investment, year: i16) -> BTreeMap<&ProjectId, BTreeMap<i16, i64>> {
    let mut years: BTreeMap<&ProjectId, BTreeMap<i16, i64>> = BTreeMap::new();
    let yearly = room.plans.values().filter(|plan| {
        plan.key.is_yearly() && plan.key.assigner == Assigner::City && plan.key.from < year
    });
    for plan in yearly {
        for line in plan.newest().iter().flat_map(|version| &version.lines) {
            if let Some(project) = line.project.as_ref().filter(|_| line.amount > 0) {
                *years
                    .entry(project)
                    .or_default()
                    .entry(plan.key.from)
                    .or_insert(0) += line.amount;
            }
        }
    }
    years
}

struct Checks<'a> {
    room: &'a Investment,
    year: i16,
    version: &'a PlanVersion,
    day: Date,
    sums: BySource<'a>,
    before: BTreeMap<&'a ProjectId, BTreeMap<i16, i64>>,
}

impl Checks<'_> {
    fn rule(&self, check: CheckName, group: Option<Group>) -> Option<&CheckRule> {
        self.room.law.check(check, group, self.day)
    }

    fn projects(&self) -> BTreeMap<&ProjectId, i64> {
        let mut projects = BTreeMap::new();
        for ((project, _), amount) in &self.sums {
            *projects.entry(*project).or_insert(0) += amount;
        }
        projects.retain(|_, amount| *amount > 0);
        projects
    }

    fn find(&self, check: CheckName) -> Vec<Finding> {
        match check {
            CheckName::LateAllocation => self.late().into_iter().collect(),
            CheckName::BelowAssigned => self.below_assigned(),
            CheckName::MediumTerm => self.medium_term(),
            _ => {
                let projects = self.projects().into_iter();
                projects
                    .filter_map(|(id, amount)| self.one(check, id, amount))
                    .collect()
            }
        }
    }

    fn one(&self, check: CheckName, id: &ProjectId, amount: i64) -> Option<Finding> {
        let project = self.room.projects.get(id);
        if check == CheckName::UnknownProject {
            return match project {
                Some(_) => None,
                None => self.finding(check, None, id, amount, 0, None),
            };
        }
        let project = project?;
        let record = project.record();
        let group = Some(record.group);
        let none = BTreeMap::new();
        let before = self.before.get(id).unwrap_or(&none);
        match check {
            CheckName::NoPolicy if record.policy.is_none() => {
                self.finding(check, group, id, amount, 0, None)
            }
            CheckName::NoApproval if record.approval.is_none() => {
                self.finding(check, group, id, amount, 0, None)
            }
            CheckName::Stretch => {
                let may = self.rule(check, group)?.limit?;
                let first = before.keys().next().copied().unwrap_or(self.year);
                let seen = i64::from(self.year - first) + 1;
                (seen > may).then(|| self.finding(check, group, id, seen, may, None))?
            }
            CheckName::AboveTotal => {
                let seen = amount + before.values().sum::<i64>();
                let may = record.total;
                (seen > may).then(|| self.finding(check, group, id, seen, may, None))?
            }
            CheckName::Settled => {
                let ended = project.stage(StageName::Settlement).and_then(|it| it.ended);
                let ended = ended.filter(|on| *on <= self.day);
                ended.and_then(|on| self.finding(check, group, id, amount, 0, Some(on)))
            }
            CheckName::SettlementLate => {
                let months = self.rule(check, group)?.limit?;
                let handed = project.stage(StageName::Handover)?.ended?;
                let due = handed.checked_add(months.months()).ok()?;
                let settled = project.stage(StageName::Settlement).and_then(|it| it.ended);
                let open = settled.is_none_or(|on| on > self.day);
                let late = i64::from(self.day.since(due).ok()?.get_days());
                (open && late > 0)
                    .then(|| self.finding(check, group, id, late, months, Some(due)))?
            }
            _ => None,
        }
    }

    fn finding(
        &self,
        check: CheckName,
        group: Option<Group>,
        project: &ProjectId,
        seen: i64,
        may: i64,
        day: Option<Date>,
    ) -> Option<Finding> {
        Some(Finding {
            check,
            project: Some(project.clone()),
            source: None,
            seen,
            may,
            day,
            rule: self.rule(check, group)?.clone(),
        })
    }

    /// The first version of the year's plan has a last day.
    fn late(&self) -> Option<Finding> {
        let rule = self.rule(CheckName::LateAllocation, None)?;
        let limit = rule.limit?;
        let (month, day) = (
            i8::try_from(limit / 100).ok()?,
            i8::try_from(limit % 100).ok()?,
        );
        let last = Date::new(self.year - 1, month, day).ok()?;
        let late = self.version.number == 1 && self.day > last;
        let days = i64::from(self.day.since(last).ok()?.get_days());
        late.then(|| Finding {
            check: CheckName::LateAllocation,
            project: None,
            source: None,
            seen: days,
            may: 0,
            day: Some(last),
            rule: rule.clone(),
        })
    }

    /// Per source: the sum of the city's lines against the Prime Minister's.
    fn below_assigned(&self) -> Vec<Finding> {
        let Some(rule) = self.rule(CheckName::BelowAssigned, None) else {
            return Vec::new();
        };
        let Some(assigned) = self
            .room
            .plan_on(self.year, Assigner::PrimeMinister, self.day)
        else {
            return Vec::new();
        };
        let mut sums: BTreeMap<&Source, i64> = BTreeMap::new();
        for ((_, source), amount) in &self.sums {
            *sums.entry(source).or_insert(0) += amount;
        }
        let mut may: BTreeMap<&Source, i64> = BTreeMap::new();
        for line in &assigned.lines {
            *may.entry(&line.source).or_insert(0) += line.amount;
        }
        let below = may.into_iter().filter_map(|(source, may)| {
            let seen = sums.get(source).copied().unwrap_or(0);
            (seen < may).then(|| Finding {
                check: CheckName::BelowAssigned,
                project: None,
                source: Some(source.clone()),
                seen,
                may,
                day: None,
                rule: rule.clone(),
            })
        });
        below.collect()
    }

    /// Per project: this year and the years before it of the period against the
    /// medium-term plan.
    fn medium_term(&self) -> Vec<Finding> {
        let Some(rule) = self.rule(CheckName::MediumTerm, None) else {
            return Vec::new();
        };
        let period = self.room.plans.values().find(|plan| {
            !plan.key.is_yearly()
                && plan.key.assigner == Assigner::City
                && (plan.key.from..=plan.key.to).contains(&self.year)
        });
        let Some((period, planned)) = period.and_then(|plan| Some((plan, plan.on(self.day)?)))
        else {
            return Vec::new();
        };
        let mut room: BTreeMap<&ProjectId, i64> = BTreeMap::new();
        for line in &planned.lines {
            if let Some(project) = &line.project {
                *room.entry(project).or_insert(0) += line.amount;
            }
        }
        let none = BTreeMap::new();
        let over = self.projects().into_iter().filter_map(|(id, amount)| {
            let before = self.before.get(id).unwrap_or(&none);
            let before: i64 = before.range(period.key.from..).map(|(_, it)| it).sum();
            let (seen, may) = (amount + before, room.get(id).copied().unwrap_or(0));
            (seen > may).then(|| Finding {
                check: CheckName::MediumTerm,
                project: Some(id.clone()),
                source: None,
                seen,
                may,
                day: None,
                rule: rule.clone(),
            })
        });
        over.collect()
    }
}

/// Returns what is left of the medium-term plan for each project after the
/// yearly plans before `year`; `None` when no medium-term plan is known.
pub fn medium_term_left(
    room: &Investment,
    year: i16,
    day: Date,
) -> Option<BTreeMap<ProjectId, i64>> {
    let period = room.plans.values().find(|plan| {
        !plan.key.is_yearly()
            && plan.key.assigner == Assigner::City
            && (plan.key.from..=plan.key.to).contains(&year)
    })?;
    let planned = period.on(day)?;
    let mut left: BTreeMap<ProjectId, i64> = BTreeMap::new();
    for line in &planned.lines {
        if let Some(project) = &line.project {
            *left.entry(project.clone()).or_insert(0) += line.amount;
        }
    }
    let given = earlier(room, year);
    for (project, left) in &mut left {
        let years = given.get(project);
        let before = years.map(|it| it.range(period.key.from..).map(|(_, it)| it).sum::<i64>());
        *left = (*left - before.unwrap_or(0)).max(0);
    }
    Some(left)
}

/// The projects a plan names.
pub fn projects_of(version: &PlanVersion) -> BTreeSet<&ProjectId> {
    version
        .lines
        .iter()
        .filter_map(|line| line.project.as_ref())
        .collect()
}
