//! The folded state of the room.

use std::collections::BTreeMap;

use dondoc_kinds::{ProjectId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::{Commitment, Event, ForecastKept, Imported};
use super::law::Law;
use super::plan::{Assigner, LotExtended, Plan, PlanKey, PlanVersion};
use super::project::{Area, Observed, Project};

/// A file whose rows were taken in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportKnown {
    /// The kind of the entry.
    pub kind: Box<str>,
    /// Where the rows come from.
    pub import: Imported,
    /// The entry.
    pub entry: u64,
}

/// Everything that is known of public investment.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Investment {
    /// What the law says.
    pub law: Law,
    /// Plans with their versions.
    pub plans: BTreeMap<PlanKey, Plan>,
    /// Projects.
    pub projects: BTreeMap<ProjectId, Project>,
    /// What units promised, in the order in which they said it.
    pub commitments: Vec<(u64, Commitment)>,
    /// Forecasts that were made.
    pub forecasts: Vec<(u64, ForecastKept)>,
    /// Files taken in.
    pub imports: Vec<ImportKnown>,
}

impl Investment {
    /// Folds an event; `entry` is its index in the ledger.
    pub fn apply(&mut self, event: &Event, entry: u64) {
        self.note_import(event, entry);
        match event {
            Event::LawSet(set) => self.law = set.law.clone(),
            Event::PlanAdopted(adopted) => {
                let plan = self.plans.entry(adopted.plan).or_insert_with(|| Plan {
                    key: adopted.plan,
                    versions: Vec::new(),
                    extensions: Vec::new(),
                });
                plan.versions.push(PlanVersion {
                    number: adopted.version,
                    act: adopted.act.clone(),
                    reason: adopted.reason.clone(),
                    lines: adopted.lines.clone(),
                    entry,
                });
            }
            Event::LotExtended(extended) => self.extend(extended),
            Event::ProjectsRecorded(recorded) => {
                for record in &recorded.projects {
                    match self.projects.get_mut(&record.project) {
                        Some(project) => project.records.push((entry, record.clone())),
                        None => {
                            let project = Project::new(entry, record.clone());
                            self.projects.insert(record.project.clone(), project);
                        }
                    }
                }
            }
            Event::StagesRecorded(recorded) => {
                for record in &recorded.stages {
                    if let Some(project) = self.projects.get_mut(&record.project) {
                        let stage = project.stages.entry(record.stage).or_default();
                        stage.push((entry, record.clone()));
                    }
                }
            }
            Event::ContractsRecorded(recorded) => {
                for record in &recorded.contracts {
                    if let Some(project) = self.projects.get_mut(&record.project) {
                        let contract = project.contracts.entry(record.number.clone());
                        contract.or_default().push((entry, record.clone()));
                    }
                }
            }
            Event::ProgressRecorded(recorded) => {
                for record in &recorded.reports {
                    if let Some(project) = self.projects.get_mut(&record.project) {
                        project.progress.push((entry, record.clone()));
                    }
                }
            }
            Event::Disbursed(disbursed) => {
                for series in &disbursed.series {
                    let Some(project) = self.projects.get_mut(&series.project) else {
                        continue;
                    };
                    let figures = project.spent.entry(series.of.clone()).or_default();
                    figures.extend(series.points.iter().map(|(as_of, amount)| Observed {
                        as_of: *as_of,
                        amount: *amount,
                        entry,
                    }));
                    if let Some(reason) = &disbursed.reason {
                        let known = project.explained.last().map(|(entry, _)| *entry);
                        if known != Some(entry) {
                            project.explained.push((entry, reason.clone()));
                        }
                    }
                }
            }
            Event::Committed(committed) => {
                let each = committed.commitments.iter();
                self.commitments.extend(each.map(|it| (entry, it.clone())));
            }
            Event::ClearanceRecorded(recorded) => {
                for state in &recorded.areas {
                    if let Some(area) = self.area(&state.project, &state.area) {
                        area.states.push((entry, state.clone()));
                    }
                }
            }
            Event::ClearanceSteps(done) => {
                for step in &done.steps {
                    if let Some(area) = self.area(&step.project, &step.area) {
                        area.steps.push(step.clone());
                    }
                }
            }
            Event::ObstacleRaised(raised) => {
                if let Some(project) = self.projects.get_mut(&raised.project) {
                    project.obstacles.push((entry, raised.clone()));
                }
            }
            Event::ForecastKept(kept) => self.forecasts.push((entry, kept.clone())),
        }
    }

    fn note_import(&mut self, event: &Event, entry: u64) {
        if let Some(import) = event.import() {
            self.imports.push(ImportKnown {
                kind: event.kind().into(),
                import: import.clone(),
                entry,
            });
        }
    }

    fn extend(&mut self, extended: &LotExtended) {
        if let Some(plan) = self.plans.get_mut(&extended.plan) {
            plan.extensions.push(extended.clone());
        }
    }

    fn area(&mut self, project: &ProjectId, area: &str) -> Option<&mut Area> {
        let project = self.projects.get_mut(project)?;
        Some(project.areas.entry(area.into()).or_default())
    }

    /// Returns the version of a yearly plan in force on a day.
    pub fn plan_on(&self, year: i16, assigner: Assigner, day: Date) -> Option<&PlanVersion> {
        self.plans.get(&PlanKey::yearly(year, assigner))?.on(day)
    }

    /// Returns the plan years for which the city assigned a plan.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        let yearly = self.plans.keys().filter(|key| key.is_yearly());
        yearly
            .filter(|key| key.assigner == Assigner::City)
            .map(|key| key.from)
    }

    /// Returns the newest commitment of a unit for a plan year that was known in
    /// entry `until` at most.
    pub fn commitment(&self, unit: &UnitId, plan_year: i16) -> Option<&Commitment> {
        let of_unit = self.commitments.iter().rev().map(|(_, it)| it);
        of_unit
            .into_iter()
            .find(|it| it.unit == *unit && it.plan_year == plan_year)
    }

    /// Returns the plan year that a day belongs to: in January the year before,
    /// whose window is still open, else the newest year with a plan of the city.
    pub fn current_year(&self, day: Date) -> Option<i16> {
        let last = if day.month() == 1 {
            day.year() - 1
        } else {
            day.year()
        };
        let known = || {
            self.years()
                .filter(|year| self.plan_on(*year, Assigner::City, day).is_some())
        };
        known()
            .filter(|year| *year <= last)
            .max()
            .or_else(|| known().min())
    }

    /// Tells whether anything was entered.
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty() && self.projects.is_empty()
    }
}
