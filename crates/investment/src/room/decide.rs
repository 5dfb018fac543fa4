//! What may be recorded, and what is refused.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kinds::ProjectId;
use jiff::civil::Date;

use super::event::{Disbursed, Event, PlanAdopted};
use super::plan::{Assigner, LotExtended, PlanKey, PlanVersion, Source};
use super::project::{Observed, ProjectRecord, Series, standing};
use super::refusal::{Fault, Refusal, What};
use super::state::Investment;
use crate::lot::{Extension, Lot, WindowProblem};

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// What shall be recorded; the version of a plan is filled in.
    pub event: Event,
    /// Amounts that look ten times too large or small were looked at.
    pub confirmed: bool,
}

/// Amounts off by a power of ten that people slip by: a digit, or a unit of money.
const SLIPS: [i64; 4] = [10, 100, 1_000, 1_000_000];
/// Plans of all projects together move less from version to version than this.
const WHOLE: (f64, f64) = (0.7, 1.4);
/// Single lines that are off by a power of ten are so within this.
const LINE: (f64, f64) = (0.8, 1.25);

/// Returns the event to write.
///
/// # Errors
/// [`Refusal`] with every fault and its place.
pub fn decide(state: &Investment, command: Command, day: Date) -> Result<Event, Refusal> {
    let Command {
        mut event,
        confirmed,
    } = command;
    if let Some(import) = event.import() {
        let known = state
            .imports
            .iter()
            .find(|known| known.import.sha256 == import.sha256 && *known.kind == *event.kind());
        if let Some(known) = known {
            return Err(Refusal::ImportedBefore {
                file: import.file.clone(),
                entry: known.entry,
            });
        }
    }
    if let Event::PlanAdopted(adopted) = &mut event {
        let plan = state.plans.get(&adopted.plan);
        let newest = plan.and_then(|plan| plan.newest());
        adopted.version = newest.map_or(0, |version| version.number) + 1;
    }
    let mut faults = faults(state, &event, day);
    if confirmed {
        faults.retain(|fault| !matches!(fault.what, What::Slip { .. }));
    }
    if faults.is_empty() {
        Ok(event)
    } else {
        Err(Refusal::Faults { faults })
    }
}

/// Returns everything that is wrong with an event, each with its place in it.
pub fn faults(state: &Investment, event: &Event, day: Date) -> Vec<Fault> {
    let mut found = Found {
        state,
        day,
        faults: Vec::new(),
        plans: BTreeMap::new(),
    };
    match event {
        Event::LawSet(set) => found.given(&set.reason, "reason"),
        Event::PlanAdopted(adopted) => found.plan(adopted),
        Event::LotExtended(extended) => {
            found.given(&extended.act.symbol, "act");
            found.known(0, &extended.project);
            if !state.plans.contains_key(&extended.plan) {
                found.add(
                    0,
                    "plan",
                    What::NoSuchPlan {
                        plan: extended.plan.to_string(),
                    },
                );
            }
            found.extension(extended);
        }
        Event::ProjectsRecorded(recorded) => found.projects(&recorded.projects),
        Event::StagesRecorded(recorded) => {
            for (at, stage) in recorded.stages.iter().enumerate() {
                found.known(at, &stage.project);
                found.order(at, "planned_end", stage.planned_start, stage.planned_end);
                found.order(at, "ended", stage.started, stage.ended);
                found.past(at, "started", stage.started);
                found.past(at, "ended", stage.ended);
            }
            found.some(recorded.stages.len());
        }
        Event::ContractsRecorded(recorded) => {
            for (at, contract) in recorded.contracts.iter().enumerate() {
                found.known(at, &contract.project);
                found.positive(at, "amount", contract.amount);
                found.order(at, "until", Some(contract.signed), contract.until);
                found.past(at, "signed", Some(contract.signed));
            }
            found.some(recorded.contracts.len());
        }
        Event::ProgressRecorded(recorded) => {
            for (at, report) in recorded.reports.iter().enumerate() {
                found.known(at, &report.project);
                found.not_negative(at, "accepted", report.accepted);
                found.past(at, "as_of", Some(report.as_of));
                if report.physical > 10_000 {
                    found.add(at, "physical", What::AboveHundred);
                }
            }
            found.some(recorded.reports.len());
        }
        Event::Disbursed(disbursed) => found.disbursed(disbursed),
        Event::Committed(committed) => {
            for (at, commitment) in committed.commitments.iter().enumerate() {
                if !(0..=10_000).contains(&commitment.rate) {
                    found.add(at, "rate", What::AboveHundred);
                }
            }
            found.some(committed.commitments.len());
        }
        Event::ClearanceRecorded(recorded) => {
            for (at, area) in recorded.areas.iter().enumerate() {
                found.known(at, &area.project);
                found.past(at, "as_of", Some(area.as_of));
                let parts = [
                    (
                        "plots_done",
                        i64::from(area.plots.0),
                        i64::from(area.plots.1),
                    ),
                    (
                        "households_paid",
                        i64::from(area.households.0),
                        i64::from(area.households.1),
                    ),
                    ("area_done", area.area_m2.0, area.area_m2.1),
                ];
                for (field, whole, part) in parts {
                    found.not_negative(at, field, part);
                    if part > whole {
                        found.add(at, field, What::PartAboveWhole { part, whole });
                    }
                }
            }
            found.some(recorded.areas.len());
        }
        Event::ClearanceSteps(done) => {
            for (at, step) in done.steps.iter().enumerate() {
                found.known(at, &step.project);
                found.past(at, "on", Some(step.on));
                if !state
                    .law
                    .clearance
                    .iter()
                    .any(|rule| rule.step == step.step)
                {
                    let step = step.step.to_string();
                    found.add(at, "step", What::NoSuchStep { step });
                }
            }
            found.some(done.steps.len());
        }
        Event::ObstacleRaised(raised) => {
            found.known(0, &raised.project);
            found.given(&raised.text, "text");
        }
        Event::ForecastKept(kept) => found.some(kept.items.len()),
    }
    found.faults
}

/// Amounts of a version by project and source.
type Sums<'a> = BTreeMap<(Option<&'a ProjectId>, &'a Source), i64>;

struct Found<'a> {
    state: &'a Investment,
    day: Date,
    faults: Vec<Fault>,
    plans: BTreeMap<(i16, u32), Sums<'a>>,
}

impl Found<'_> {
    /// No lot may be disbursed longer than the law's longest window.
    fn extension(&mut self, extended: &LotExtended) {
        let lot = Lot {
            source: extended.source.to_string(),
            plan_year: extended.plan.from,
            decision: extended.act.symbol.to_string(),
            assigned: extended.act.date,
            amount: 0,
            extended: Some(Extension {
                until: extended.until,
                act: extended.act.symbol.to_string(),
            }),
        };
        let end = lot.window_end(&self.state.law.windows);
        if let Err(WindowProblem::ExtendedTooFar { until, latest }) = end {
            self.add(0, "until", What::ExtendedTooFar { until, latest });
        }
    }

    fn add(&mut self, at: usize, field: &'static str, what: What) {
        self.faults.push(Fault { at, field, what });
    }

    fn some(&mut self, rows: usize) {
        if rows == 0 {
            self.add(0, "", What::Nothing);
        }
    }

    fn given(&mut self, words: &str, field: &'static str) {
        if words.trim().is_empty() {
            self.add(0, field, What::Missing);
        }
    }

    fn known(&mut self, at: usize, project: &ProjectId) {
        if !self.state.projects.contains_key(project) {
            let project = project.to_string();
            self.add(at, "project", What::UnknownProject { project });
        }
    }

    fn positive(&mut self, at: usize, field: &'static str, amount: i64) {
        if amount <= 0 {
            self.add(at, field, What::NotPositive { amount });
        }
    }

    fn not_negative(&mut self, at: usize, field: &'static str, amount: i64) {
        if amount < 0 {
            self.add(at, field, What::Negative { amount });
        }
    }

    fn order(&mut self, at: usize, field: &'static str, from: Option<Date>, to: Option<Date>) {
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            self.add(at, field, What::EndsBeforeBegin { from, to });
        }
    }

    fn past(&mut self, at: usize, field: &'static str, on: Option<Date>) {
        if let Some(on) = on.filter(|on| *on > self.day) {
            self.add(at, field, What::InFuture { on });
        }
    }

    fn projects(&mut self, records: &[ProjectRecord]) {
        let mut seen = BTreeSet::new();
        for (at, record) in records.iter().enumerate() {
            if !seen.insert(&record.project) {
                let project = record.project.to_string();
                self.add(at, "project", What::Twice { project });
            }
            if record.name.trim().is_empty() {
                self.add(at, "name", What::Missing);
            }
            self.positive(at, "total", record.total);
            if let Some((from, to)) = record.planned {
                self.order(at, "planned_end", Some(from), Some(to));
            }
            let known = self.state.projects.get(&record.project);
            if let Some(before) = known.map(|known| known.record().total) {
                self.slip(at, "total", record.total, before, LINE);
            }
        }
        self.some(records.len());
    }

    fn slip(&mut self, at: usize, field: &'static str, given: i64, before: i64, near: (f64, f64)) {
        if let Some(expected) = slipped(given, before, near) {
            self.add(at, field, What::Slip { given, expected });
        }
    }

    fn plan(&mut self, adopted: &PlanAdopted) {
        self.given(&adopted.act.symbol, "act");
        self.past(0, "act_date", Some(adopted.act.date));
        let newest = self.state.plans.get(&adopted.plan);
        let newest = newest.and_then(|plan| plan.newest());
        if let Some(before) = newest {
            if adopted.act.date < before.act.date {
                let was = before.act.date;
                self.add(0, "act_date", What::BeforeEarlierVersion { was });
            }
            if adopted.reason.trim().is_empty() {
                self.add(0, "reason", What::Missing);
            }
        }
        let before = newest.map(PlanVersion::by_project).unwrap_or_default();
        let mut seen = BTreeSet::new();
        for (at, line) in adopted.lines.iter().enumerate() {
            self.not_negative(at, "amount", line.amount);
            if adopted.plan.assigner == Assigner::City && line.project.is_none() {
                self.add(at, "project", What::Missing);
            }
            if !seen.insert((&line.project, &line.unit, &line.source)) {
                let project = line.project.as_ref().map(ToString::to_string);
                let project = project.unwrap_or_else(|| line.source.to_string());
                self.add(at, "project", What::Twice { project });
            }
            let Some(project) = &line.project else {
                continue;
            };
            self.known(at, project);
            let earlier = before
                .get(&(Some(project), &line.source))
                .copied()
                .unwrap_or(0);
            if earlier > 0 {
                self.slip(at, "amount", line.amount, earlier, LINE);
            } else if let Some(known) = self.state.projects.get(project) {
                // Nobody plans more for a year than the whole project costs.
                let total = known.record().total;
                let tens = SLIPS.into_iter().find(|tens| line.amount / tens <= total);
                if let Some(tens) = tens.filter(|_| line.amount > total) {
                    let (given, expected) = (line.amount, line.amount / tens);
                    self.add(at, "amount", What::Slip { given, expected });
                }
            }
        }
        self.some(adopted.lines.len());
        let total: i64 = adopted.lines.iter().map(|line| line.amount).sum();
        let year_before = PlanKey {
            from: adopted.plan.from - 1,
            to: adopted.plan.to - 1,
            assigner: adopted.plan.assigner,
        };
        let year_before = self
            .state
            .plans
            .get(&year_before)
            .and_then(|plan| plan.newest());
        if let Some(earlier) = newest.or(year_before) {
            self.slip(0, "", total, earlier.total(), WHOLE);
        }
    }

    fn disbursed(&mut self, disbursed: &Disbursed) {
        for (at, series) in disbursed.series.iter().enumerate() {
            let Some(project) = self.state.projects.get(&series.project) else {
                self.known(at, &series.project);
                continue;
            };
            let known = project
                .spent
                .get(&series.of)
                .map(Vec::as_slice)
                .unwrap_or_default();
            self.series(at, series, known, disbursed.reason.is_some());
        }
        self.some(disbursed.series.len());
    }

    fn series(&mut self, at: usize, series: &Series, known: &[Observed], explained: bool) {
        let mut newest: Option<(Date, i64)> = None;
        for (as_of, amount) in &series.points {
            self.past(at, "as_of", Some(*as_of));
            self.not_negative(at, "amount", *amount);
            let earlier = standing(known, *as_of).map(|it| (it.as_of, it.amount));
            // A point of the same table that lies between counts as known too.
            let before = match (earlier, newest) {
                (Some(a), Some(b)) if a.0 > b.0 => Some(a),
                (a, None) => a,
                (_, b) => b,
            };
            let plan = self.plan_of(series, *as_of);
            if let Some(expected) = slipped_money(*amount, before.map_or(0, |it| it.1), plan) {
                let given = *amount;
                self.add(at, "amount", What::Slip { given, expected });
            } else if let Some((on, was)) = before
                && (*amount < was || (on == *as_of && *amount != was))
                && !explained
            {
                let now = *amount;
                self.add(at, "amount", What::Corrected { on, was, now });
            }
            newest = Some((*as_of, *amount));
        }
    }

    /// The plan of a line in force on a day; sums of a version are made once.
    fn plan_of(&mut self, series: &Series, as_of: Date) -> i64 {
        let plan = self
            .state
            .plan_on(series.of.plan_year, Assigner::City, as_of);
        let Some(version) = plan else {
            return 0;
        };
        let key = (series.of.plan_year, version.number);
        let sums = self
            .plans
            .entry(key)
            .or_insert_with(|| version.by_project());
        let line = (Some(&series.project), &series.of.source);
        sums.get(&line).copied().unwrap_or(0)
    }
}

/// Returns what was probably meant when `given` is near a power of ten of `before`.
fn slipped(given: i64, before: i64, near: (f64, f64)) -> Option<i64> {
    if given <= 0 || before <= 0 {
        return None;
    }
    let ratio = given as f64 / before as f64;
    SLIPS.into_iter().find_map(|tens| {
        let within = |ratio: f64| near.0 < ratio && ratio < near.1;
        if within(ratio / tens as f64) {
            Some(given / tens)
        } else if within(ratio * tens as f64) {
            given.checked_mul(tens)
        } else {
            None
        }
    })
}

/// Returns what was probably meant when money spent passes its plan, or falls,
/// by a power of ten.
fn slipped_money(given: i64, before: i64, plan: i64) -> Option<i64> {
    if plan <= 0 || given <= 0 {
        return None;
    }
    let most = plan + plan / 20;
    if given > plan + plan / 5 {
        let fits = |tens: &i64| given / tens <= most && given / tens >= before - before / 10;
        return SLIPS.into_iter().find(fits).map(|tens| given / tens);
    }
    if given < before {
        let meant = SLIPS.into_iter().filter_map(|tens| given.checked_mul(tens));
        return meant
            .into_iter()
            .find(|meant| *meant >= before && *meant <= most.min(before.saturating_mul(2)));
    }
    None
}
