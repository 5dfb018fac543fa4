//! The chapter on public investment: the city, what waits where, the units from
//! the lowest rate up, what each must still spend by when, and what became of the
//! promises of the period.
//!
//! Amounts are whole đồng, rates hundredths of a percent. Every figure follows
//! from the entries named beside it.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_city::City;
use dondoc_investment::room::figures::{GATES, View, rate};
use dondoc_investment::room::outlook::{Level, outlooks};
use dondoc_investment::room::plan::Assigner;
use dondoc_investment::room::project::System;
use dondoc_kinds::{ProjectId, TaskId, UnitId};
use jiff::civil::Date;
use serde::Serialize;

/// The chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// The plan year.
    pub year: i16,
    /// Spent, by the treasury.
    pub spent: i64,
    /// The rate of each denominator that is known, the city's first.
    pub rates: Vec<Rate>,
    /// Entries that brought the figures of disbursement, the newest first, at most
    /// [`MOST_ENTRIES`].
    pub entries: Vec<u64>,
    /// Where the year is expected to end, for the city.
    pub outlook: Option<Range>,
    /// Unspent money by the first gate not passed; the shares add up to 10,000.
    pub gates: Vec<Gate>,
    /// By which rule a unit is marked as low.
    pub low_rule: String,
    /// Units with capital, the lowest rate first.
    pub units: Vec<Unit>,
    /// Promises that fell due in the period, those that were missed by most first.
    pub promises: Vec<Promise>,
    /// Obstacles whose tasks are open, the first due first.
    pub obstacles: Vec<Obstacle>,
}

/// How many entries are named.
pub const MOST_ENTRIES: usize = 12;

/// A rate with its denominator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Who assigned the plan.
    pub assigner: Assigner,
    /// The plan.
    pub plan: i64,
    /// Its version.
    pub version: u32,
    /// The act of the version.
    pub act: String,
    /// The act's date.
    pub date: Date,
    /// The entry.
    pub entry: u64,
    /// Spent / plan.
    pub rate: Option<i64>,
}

/// A forecast of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// A tenth of such forecasts end lower.
    pub low: i64,
    /// Half of them.
    pub median: i64,
    /// A tenth end higher.
    pub high: i64,
    /// Earlier cases behind it.
    pub cases: usize,
}

/// Unspent money that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// `design`, `contract`, `site`, `accepted`, `paid`.
    pub gate: &'static str,
    /// How much.
    pub amount: i64,
    /// Its share of all that is unspent.
    pub share: i64,
    /// Of how many projects.
    pub projects: usize,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its part of the city's plan.
    pub plan: i64,
    /// Spent.
    pub spent: i64,
    /// Spent / plan.
    pub rate: Option<i64>,
    /// It is low by the rule.
    pub is_low: bool,
    /// Where it is expected to end.
    pub outlook: Option<Range>,
    /// Its next promise: by which day, which rate, and how much is missing.
    pub next: Option<(Date, i64, i64)>,
}

/// A promise and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Whose.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// By which day.
    pub by: Date,
    /// The rate promised.
    pub promised: i64,
    /// The rate on that day.
    pub reached: Option<i64>,
    /// Where it was said.
    pub said_in: String,
    /// The entry of the promise.
    pub entry: u64,
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// Of which project.
    pub project: ProjectId,
    /// The project's name.
    pub name: String,
    /// What it is.
    pub text: String,
    /// Who must remove it.
    pub owner: UnitId,
    /// The owner's name.
    pub owner_name: String,
    /// The task.
    pub task: TaskId,
    /// By when.
    pub due: Option<Date>,
}

/// Returns the chapter of a city as of a day, for a period that began on `first`;
/// `None` when no plan of the city is in force.
pub fn chapter(city: &City, first: Date, as_of: Date) -> Option<Chapter> {
    let room = &city.investment;
    let view = View {
        room,
        as_of,
        year: room.current_year(as_of)?,
        system: System::Treasury,
    };
    view.denominator(Assigner::City)?;
    let positions = view.positions();
    let whole = View::whole(&positions);
    let rates = [Assigner::City, Assigner::PrimeMinister]
        .into_iter()
        .filter_map(|assigner| view.denominator(assigner))
        .map(|of| Rate {
            assigner: of.assigner,
            plan: of.total,
            version: of.version,
            act: of.act,
            date: of.date,
            entry: of.entry,
            rate: rate(whole.spent, of.total),
        });
    let all = outlooks(&view, false);
    let range = |level, key: &str| {
        let it = all.as_ref()?.get(level, key)?;
        let hundredths = |rate: f64| (rate * 10_000.0).round() as i64;
        Some(Range {
            low: hundredths(it.quantiles.q10()),
            median: hundredths(it.quantiles.median()),
            high: hundredths(it.quantiles.q90()),
            cases: it.cases.as_ref().map_or(0, |cases| cases.n),
        })
    };
    let name = |unit: &UnitId| city.registry.name_on(unit, as_of).to_owned();
    let promises = view.promises();
    let low: BTreeSet<UnitId> = view
        .low_units()
        .unwrap_or_default()
        .into_iter()
        .map(|it| it.unit)
        .collect();
    let units = View::sums(&positions, |it| it.unit.to_string());
    let units = units.into_iter().filter_map(|sum| {
        let id = UnitId::parse(&sum.key).ok()?;
        let open = promises.iter().filter(|it| it.unit == id && !it.due);
        let next = open.min_by_key(|it| it.by).map(|it| {
            let wanted = i128::from(sum.plan) * i128::from(it.promised) / 10_000;
            let missing = wanted as i64 - sum.spent;
            (it.by, it.promised, missing.max(0))
        });
        Some(Unit {
            name: name(&id),
            plan: sum.plan,
            spent: sum.spent,
            rate: sum.rate,
            is_low: low.contains(&id),
            outlook: range(Level::Unit, &sum.key),
            next,
            id,
        })
    });
    let units = units.collect();
    let mut kept: Vec<Promise> = promises
        .iter()
        .filter(|it| it.due && it.by >= first)
        .map(|it| Promise {
            name: name(&it.unit),
            unit: it.unit.clone(),
            by: it.by,
            promised: it.promised,
            reached: it.reached,
            said_in: it.said_in.clone(),
            entry: it.entry,
        })
        .collect();
    kept.sort_by_key(|it| it.reached.unwrap_or(0) - it.promised);
    Some(Chapter {
        year: view.year,
        spent: whole.spent,
        rates: rates.collect(),
        entries: entries(&view),
        outlook: range(Level::City, ""),
        gates: gates(&view, &positions),
        low_rule: room
            .law
            .low
            .as_ref()
            .map_or(String::new(), |it| it.citation.to_string()),
        units,
        promises: kept,
        obstacles: obstacles(city, as_of),
    })
}

fn gates(view: &View<'_>, positions: &[dondoc_investment::room::figures::Position]) -> Vec<Gate> {
    let waiting = view.waiting(positions);
    let rows = GATES
        .into_iter()
        .zip(&waiting.standing.waits)
        .zip(&waiting.shares);
    rows.zip(&waiting.standing.projects)
        .map(|(((gate, amount), share), projects)| Gate {
            gate,
            amount: *amount,
            share: *share,
            projects: *projects,
        })
        .collect()
}

/// The newest entries with figures of the year that stand.
fn entries(view: &View<'_>) -> Vec<u64> {
    let mut found: BTreeMap<u64, ()> = BTreeMap::new();
    for project in view.room.projects.values() {
        let ours = project
            .spent
            .iter()
            .filter(|(key, _)| key.plan_year == view.year && key.system == view.system);
        for (_, figures) in ours {
            let standing = dondoc_investment::room::project::standing(figures, view.as_of);
            found.extend(standing.map(|it| (it.entry, ())));
        }
    }
    found.into_keys().rev().take(MOST_ENTRIES).collect()
}

fn obstacles(city: &City, as_of: Date) -> Vec<Obstacle> {
    let mut all = Vec::new();
    for (id, project) in &city.investment.projects {
        for (_, it) in &project.obstacles {
            let task = city.tasks.task(&it.task);
            if !task.is_some_and(|task| task.is_open()) {
                continue;
            }
            let due = task.and_then(|task| task.once());
            all.push(Obstacle {
                project: id.clone(),
                name: project.record().name.to_string(),
                text: it.text.to_string(),
                owner_name: city.registry.name_on(&it.owner, as_of).to_owned(),
                owner: it.owner.clone(),
                task: it.task.clone(),
                due: due.map(|due| due.current.date()),
            });
        }
    }
    all.sort_by(|a, b| (a.due, &a.task).cmp(&(b.due, &b.task)));
    all
}
