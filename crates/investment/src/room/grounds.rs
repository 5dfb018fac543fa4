//! Which entries are behind a figure: what was read to compute it, no more.

use std::collections::BTreeSet;

use dondoc_kinds::ProjectId;

use super::figures::{Position, View};
use super::plan::Assigner;
use super::project::{Project, Scope, StageName};

impl View<'_> {
    /// Returns the entry of the version of the year's plan in force.
    pub fn plan_entry(&self, assigner: Assigner) -> Option<u64> {
        Some(self.version(assigner)?.entry)
    }

    /// Returns the entries behind plan and money spent of a position: the plan,
    /// the project as it is recorded, and the figure that stands.
    pub fn money_entries(&self, position: &Position) -> BTreeSet<u64> {
        let mut entries: BTreeSet<u64> = self.plan_entry(Assigner::City).into_iter().collect();
        let Some(project) = self.room.projects.get(&position.project) else {
            return entries;
        };
        entries.extend(project.records.last().map(|(entry, _)| *entry));
        let spent = project.observed(&self.series(&position.source), self.as_of);
        entries.extend(spent.map(|it| it.entry));
        entries
    }

    /// Returns the entries that say which gates the money of a project passed:
    /// its design, contracts, land handed over and work accepted.
    pub fn gate_entries(&self, project: &Project) -> BTreeSet<u64> {
        let design = project.stages.get(&StageName::Design);
        let mut entries: BTreeSet<u64> = design
            .and_then(|revisions| revisions.last())
            .map(|(entry, _)| *entry)
            .into_iter()
            .collect();
        for revisions in project.contracts.values() {
            let signed = revisions.last();
            let signed = signed.filter(|(_, it)| it.signed <= self.as_of);
            entries.extend(signed.map(|(entry, _)| *entry));
        }
        let progress = project.progress.iter();
        let progress = progress.filter(|(_, it)| it.as_of <= self.as_of);
        let newest = progress.reduce(|a, b| if b.1.as_of >= a.1.as_of { b } else { a });
        entries.extend(newest.map(|(entry, _)| *entry));
        let areas = project.areas.values();
        entries.extend(areas.filter_map(|area| Some(area.known_on(self.as_of)?.0)));
        entries
    }

    /// Returns the entries that forecasts learn from: every version of a plan of
    /// the city up to this year's, and every figure of disbursement under them
    /// that was known by the day.
    pub fn history_entries(&self) -> BTreeSet<u64> {
        let mut entries = BTreeSet::new();
        for (key, plan) in &self.room.plans {
            let ours = key.is_yearly() && key.assigner == Assigner::City && key.from <= self.year;
            let versions = plan.versions.iter().filter(|_| ours);
            entries.extend(versions.map(|version| version.entry));
        }
        for project in self.room.projects.values() {
            entries.extend(project.records.last().map(|(entry, _)| *entry));
            for (key, figures) in &project.spent {
                let ours = key.plan_year <= self.year
                    && key.system == self.system
                    && key.scope == Scope::YearPlan;
                if ours {
                    let known = figures.iter().filter(|it| it.as_of <= self.as_of);
                    entries.extend(known.map(|it| it.entry));
                }
            }
        }
        entries
    }

    /// Returns how much money of a project waits before each gate.
    pub fn waits(&self, project: &ProjectId, plan: i64, spent: i64) -> Vec<i64> {
        let Some(project) = self.room.projects.get(project) else {
            return Vec::new();
        };
        let passage = self.passage(project, plan, spent);
        let mut before = passage.plan;
        let each = passage.passed.into_iter().map(|passed| {
            let waits = before - passed;
            before = passed;
            waits
        });
        each.collect()
    }
}
