//! The chapter on public investment: the city, what waits where, the units from
//! the lowest rate up, what each must still spend by when, and what became of the
//! promises of the period.
//!
//! Amounts are whole đồng, rates hundredths of a percent. Every amount, rate and
//! count of projects or promises is a [`Quantity`] with a receipt, which `explain`
//! leads back to the capital and the entries behind it.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_city::City;
use dondoc_investment::room::Investment;
use dondoc_investment::room::figures::{GATES, Kept, Position, Sum, View, rate};
use dondoc_investment::room::outlook::{Level, Outlooks, outlooks};
pub use dondoc_investment::room::plan::Assigner;
use dondoc_investment::room::project::System;
use dondoc_kinds::{ProjectId, TaskId, UnitId};
use jiff::civil::Date;
use serde::Serialize;

use crate::compile::Order;
use crate::explain::{Capital, Explanation};
use crate::figure::{Cashier, Quantity, Unit as In};
use crate::receipt::Edition;
use crate::words;

/// The chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// The plan year.
    pub year: i16,
    /// Spent, by the treasury.
    pub spent: Quantity,
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
    /// How many promises fell due in the period.
    pub promises_due: Quantity,
    /// How many of them were kept.
    pub promises_kept: Quantity,
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
    pub plan: Quantity,
    /// Its version.
    pub version: u32,
    /// The act of the version.
    pub act: String,
    /// The act's date.
    pub date: Date,
    /// The entry.
    pub entry: u64,
    /// Spent / plan.
    pub rate: Option<Quantity>,
}

/// A forecast of a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Range {
    /// A tenth of such forecasts end lower.
    pub low: Quantity,
    /// Half of them.
    pub median: Quantity,
    /// A tenth end higher.
    pub high: Quantity,
    /// Earlier cases behind it.
    pub cases: usize,
}

/// Unspent money that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// `design`, `contract`, `site`, `accepted`, `paid`.
    pub gate: &'static str,
    /// How much.
    pub amount: Quantity,
    /// Its share of all that is unspent.
    pub share: Quantity,
    /// Of how many projects.
    pub projects: Quantity,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its part of the city's plan.
    pub plan: Quantity,
    /// Spent.
    pub spent: Quantity,
    /// Spent / plan.
    pub rate: Option<Quantity>,
    /// It is low by the rule.
    pub is_low: bool,
    /// Where it is expected to end.
    pub outlook: Option<Range>,
    /// Its next promise.
    pub next: Option<Next>,
}

/// What a unit promised next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Next {
    /// By which day.
    pub by: Date,
    /// The rate.
    pub promised: Quantity,
    /// How much it must still spend until then.
    pub missing: Quantity,
    /// The entry of the promise.
    pub entry: u64,
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
    pub promised: Quantity,
    /// The rate on that day.
    pub reached: Option<Quantity>,
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

impl Chapter {
    /// Returns every quantity, in the order of their receipts.
    pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        let rates = self.rates.iter();
        let rates = rates.flat_map(|it| [&it.plan].into_iter().chain(&it.rate));
        let gates = self.gates.iter();
        let gates = gates.flat_map(|it| [&it.amount, &it.share, &it.projects]);
        let promises = self.promises.iter();
        let promises = promises.flat_map(|it| [&it.promised].into_iter().chain(&it.reached));
        [&self.spent]
            .into_iter()
            .chain(rates)
            .chain(self.outlook.iter().flat_map(Range::quantities))
            .chain(gates)
            .chain(self.units.iter().flat_map(Unit::quantities))
            .chain([&self.promises_due, &self.promises_kept])
            .chain(promises)
    }
}

impl Range {
    /// Returns its three quantiles.
    pub fn quantities(&self) -> [&Quantity; 3] {
        [&self.low, &self.median, &self.high]
    }
}

impl Unit {
    /// Returns what is known of its money.
    pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        let next = self.next.iter();
        [&self.plan, &self.spent]
            .into_iter()
            .chain(&self.rate)
            .chain(self.outlook.iter().flat_map(Range::quantities))
            .chain(next.flat_map(|it| [&it.promised, &it.missing]))
    }
}

/// What the chapter is computed from.
pub(crate) struct Grounds<'a> {
    city: &'a City,
    first: Date,
    as_of: Date,
}

impl<'a> Grounds<'a> {
    /// Names the city, and the period and day of a briefing.
    pub(crate) fn of(city: &'a City, order: &Order) -> Self {
        Self {
            city,
            first: order.period.first_day(),
            as_of: order.as_of,
        }
    }

    fn room(&self) -> &'a Investment {
        &self.city.investment
    }

    /// The view of the plan year; `None` when no plan of the city is in force.
    fn view(&self) -> Option<View<'a>> {
        let room = self.room();
        let view = View {
            room,
            as_of: self.as_of,
            year: room.current_year(self.as_of)?,
            system: System::Treasury,
        };
        view.denominator(Assigner::City)?;
        Some(view)
    }

    fn name(&self, unit: &UnitId) -> String {
        self.city.registry.name_on(unit, self.as_of).to_owned()
    }
}

/// Returns the chapter; `None` when no plan of the city is in force.
pub(crate) fn chapter(grounds: &Grounds<'_>, cashier: &mut Cashier) -> Option<Chapter> {
    let view = grounds.view()?;
    let positions = view.positions();
    let whole = View::whole(&positions);
    let spent = cashier.quantity(key("spent"), whole.spent, In::Dong);
    let rates = rates(&view, whole.spent, cashier);
    let all = outlooks(&view, false);
    let outlook = range(all.as_ref(), Level::City, "", "outlook", cashier);
    let gates = gates(&view, &positions, cashier);
    let promises = view.promises();
    let units = units(grounds, &view, &positions, &promises, all.as_ref(), cashier);
    let due: Vec<&Kept> = promises
        .iter()
        .filter(|it| it.due && it.by >= grounds.first)
        .collect();
    let counted = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let kept = due.iter().filter(|it| is_kept(it)).count();
    let promises_due = cashier.quantity(key("promises/due"), counted(due.len()), In::Count);
    let promises_kept = cashier.quantity(key("promises/kept"), counted(kept), In::Count);
    let mut lines: Vec<Promise> = due
        .into_iter()
        .map(|it| promise(grounds, it, cashier))
        .collect();
    lines.sort_by_key(|it| it.reached.as_ref().map_or(0, |it| it.value) - it.promised.value);
    let low = grounds.room().law.low.as_ref();
    Some(Chapter {
        year: view.year,
        spent,
        rates,
        entries: entries(&view),
        outlook,
        gates,
        low_rule: low.map_or(String::new(), |it| it.citation.to_string()),
        units,
        promises_due,
        promises_kept,
        promises: lines,
        obstacles: obstacles(grounds.city, grounds.as_of),
    })
}

fn key(part: &str) -> String {
    format!("investment/{part}")
}

/// Tells whether a promise was kept: the rate of the day is not below it.
fn is_kept(promise: &Kept) -> bool {
    promise.reached.is_some_and(|it| it >= promise.promised)
}

fn rates(view: &View<'_>, spent: i64, cashier: &mut Cashier) -> Vec<Rate> {
    [Assigner::City, Assigner::PrimeMinister]
        .into_iter()
        .filter_map(|assigner| view.denominator(assigner))
        .map(|of| {
            let word = of.assigner.word();
            let plan = cashier.quantity(key(&format!("plan/{word}")), of.total, In::Dong);
            let rate = rate(spent, of.total);
            Rate {
                assigner: of.assigner,
                plan,
                version: of.version,
                act: of.act,
                date: of.date,
                entry: of.entry,
                rate: rate
                    .map(|it| cashier.quantity(key(&format!("rate/{word}")), it, In::Hundredths)),
            }
        })
        .collect()
}

fn range(
    all: Option<&Outlooks>,
    level: Level,
    name: &str,
    part: &str,
    cashier: &mut Cashier,
) -> Option<Range> {
    let it = all?.get(level, name)?;
    let mut quantile = |word: &str, rate: f64| {
        let hundredths = (rate * 10_000.0).round() as i64;
        cashier.quantity(key(&format!("{part}/{word}")), hundredths, In::Hundredths)
    };
    Some(Range {
        low: quantile("low", it.quantiles.q10()),
        median: quantile("median", it.quantiles.median()),
        high: quantile("high", it.quantiles.q90()),
        cases: it.cases.as_ref().map_or(0, |cases| cases.n),
    })
}

fn units(
    grounds: &Grounds<'_>,
    view: &View<'_>,
    positions: &[Position],
    promises: &[Kept],
    all: Option<&Outlooks>,
    cashier: &mut Cashier,
) -> Vec<Unit> {
    let low: BTreeSet<UnitId> = view
        .low_units()
        .unwrap_or_default()
        .into_iter()
        .map(|it| it.unit)
        .collect();
    let mut units = Vec::new();
    for sum in View::sums(positions, |it| it.unit.to_string()) {
        let Ok(id) = UnitId::parse(&sum.key) else {
            continue;
        };
        let mut quantity = |part: &str, value: i64, unit: In| {
            cashier.quantity(key(&format!("unit/{id}/{part}")), value, unit)
        };
        let plan = quantity("plan", sum.plan, In::Dong);
        let spent = quantity("spent", sum.spent, In::Dong);
        let rate = sum.rate.map(|it| quantity("rate", it, In::Hundredths));
        let open = promises.iter().filter(|it| it.unit == id && !it.due);
        let next = open.min_by_key(|it| it.by).map(|it| Next {
            by: it.by,
            promised: quantity("promised", it.promised, In::Hundredths),
            missing: quantity("missing", missing(&sum, it), In::Dong),
            entry: it.entry,
        });
        let part = format!("unit/{id}/outlook");
        units.push(Unit {
            name: grounds.name(&id),
            plan,
            spent,
            rate,
            is_low: low.contains(&id),
            outlook: range(all, Level::Unit, &sum.key, &part, cashier),
            next,
            id,
        });
    }
    units
}

/// What a unit must still spend to keep a promise.
fn missing(sum: &Sum, promise: &Kept) -> i64 {
    let wanted = i128::from(sum.plan) * i128::from(promise.promised) / 10_000;
    (wanted as i64 - sum.spent).max(0)
}

fn promise_key(it: &Kept) -> String {
    key(&format!("promise/{}/{}/{}", it.entry, it.unit, it.by))
}

fn promise(grounds: &Grounds<'_>, it: &Kept, cashier: &mut Cashier) -> Promise {
    let key = promise_key(it);
    let mut rate =
        |part: &str, value| cashier.quantity(format!("{key}/{part}"), value, In::Hundredths);
    Promise {
        promised: rate("promised", it.promised),
        reached: it.reached.map(|reached| rate("reached", reached)),
        name: grounds.name(&it.unit),
        unit: it.unit.clone(),
        by: it.by,
        said_in: it.said_in.clone(),
        entry: it.entry,
    }
}

fn gates(view: &View<'_>, positions: &[Position], cashier: &mut Cashier) -> Vec<Gate> {
    let waiting = view.waiting(positions);
    let standing = &waiting.standing;
    let rows = GATES.into_iter().zip(&standing.waits);
    let rows = rows.zip(&waiting.shares).zip(&standing.projects);
    rows.map(|(((gate, amount), share), projects)| {
        let projects = i64::try_from(*projects).unwrap_or(i64::MAX);
        let mut quantity = |part: &str, value: i64, unit: In| {
            cashier.quantity(key(&format!("gate/{gate}/{part}")), value, unit)
        };
        Gate {
            gate,
            amount: quantity("amount", *amount, In::Dong),
            share: quantity("share", *share, In::Hundredths),
            projects: quantity("projects", projects, In::Count),
        }
    })
    .collect()
}

/// Returns what stands behind a quantity of the chapter, computed again; `None`
/// when it has no such quantity.
pub(crate) fn explain(grounds: &Grounds<'_>, order: &Order, key: &str) -> Option<Explanation> {
    let edition = Edition::new(order.period, order.as_of, order.tree.size).ok()?;
    let chapter = chapter(grounds, &mut Cashier::new(edition))?;
    let value = chapter.quantities().find(|it| it.key == key)?.value;
    let view = grounds.view()?;
    let behind = behind(grounds, &view, key)?;
    Some(Explanation {
        key: key.to_owned(),
        definition: words::money_definition(key),
        value,
        works: Vec::new(),
        capital: behind.capital,
        entries: behind.entries.into_iter().collect(),
    })
}

/// The capital and entries behind a quantity.
#[derive(Default)]
struct Basis {
    capital: Vec<Capital>,
    entries: BTreeSet<u64>,
}

impl Basis {
    fn of(capital: Vec<Capital>) -> Self {
        let entries = capital.iter().flat_map(|it| it.entries.iter().copied());
        Self {
            entries: entries.collect(),
            capital,
        }
    }

    fn with(mut self, entries: impl IntoIterator<Item = u64>) -> Self {
        self.entries.extend(entries);
        self
    }
}

fn behind(grounds: &Grounds<'_>, view: &View<'_>, key: &str) -> Option<Basis> {
    let parts: Vec<&str> = key.split('/').skip(1).collect();
    let of_unit = |id: &str| {
        let positions = view.positions();
        let ours = positions.iter().filter(|it| it.unit.as_str() == id);
        Basis::of(ours.map(|it| capital(view, it)).collect())
    };
    match parts.as_slice() {
        ["spent"] => Some(spent(view)),
        ["plan", assigner] => Some(Basis::default().with(plan_entry(view, assigner))),
        ["rate", assigner] => Some(spent(view).with(plan_entry(view, assigner))),
        ["outlook", _] | ["unit", _, "outlook", _] => {
            Some(Basis::default().with(view.history_entries()))
        }
        ["gate", gate, part] => {
            let at = GATES.iter().position(|it| it == gate)?;
            // A share is one of the whole, so all that waits is behind it.
            let only = (*part != "share").then_some(at);
            Some(waiting(view, at, only))
        }
        ["unit", id, "promised"] => Some(Basis::default().with(next_promise(view, id))),
        ["unit", id, "missing"] => Some(of_unit(id).with(next_promise(view, id))),
        ["unit", id, _] => Some(of_unit(id)),
        ["promises", _] => {
            let due = view.promises().into_iter();
            let due = due.filter(|it| it.due && it.by >= grounds.first);
            Some(due.fold(Basis::default(), |basis, it| {
                let then = reached(view, &it);
                basis.with(then.entries).with([it.entry])
            }))
        }
        ["promise", entry, .., part] => {
            let entry: u64 = entry.parse().ok()?;
            let all = view.promises().into_iter();
            let start = |it: &Kept| key.starts_with(&format!("{}/", promise_key(it)));
            let it = all.into_iter().find(start)?;
            Some(match *part {
                "promised" => Basis::default().with([entry]),
                _ => reached(view, &it).with([entry]),
            })
        }
        _ => None,
    }
}

fn plan_entry(view: &View<'_>, assigner: &str) -> Option<u64> {
    let all = [Assigner::City, Assigner::PrimeMinister];
    let assigner = all.into_iter().find(|it| it.word() == assigner)?;
    view.plan_entry(assigner)
}

/// The promise that a unit must keep next.
fn next_promise(view: &View<'_>, unit: &str) -> Option<u64> {
    let open = view.promises().into_iter();
    let open = open.filter(|it| it.unit.as_str() == unit && !it.due);
    Some(open.min_by_key(|it| it.by)?.entry)
}

fn spent(view: &View<'_>) -> Basis {
    let positions = view.positions();
    Basis::of(positions.iter().map(|it| capital(view, it)).collect())
}

/// The capital of a promise's unit on the day of the promise.
fn reached(view: &View<'_>, promise: &Kept) -> Basis {
    let then = View {
        as_of: promise.by.min(view.as_of),
        ..*view
    };
    let positions = then.positions();
    let ours = positions.iter().filter(|it| it.unit == promise.unit);
    Basis::of(ours.map(|it| capital(&then, it)).collect())
}

fn capital(view: &View<'_>, position: &Position) -> Capital {
    let project = view.room.projects.get(&position.project);
    Capital {
        project: position.project.clone(),
        name: project.map_or_else(String::new, |it| it.record().name.to_string()),
        plan: position.plan,
        spent: position.spent,
        waits: None,
        entries: view.money_entries(position).into_iter().collect(),
    }
}

/// The projects with money that waits: at one gate, or at any.
fn waiting(view: &View<'_>, at: usize, only: Option<usize>) -> Basis {
    let mut projects: BTreeMap<ProjectId, Capital> = BTreeMap::new();
    for position in &view.positions() {
        let more = capital(view, position);
        match projects.get_mut(&position.project) {
            None => {
                projects.insert(position.project.clone(), more);
            }
            Some(sum) => {
                sum.plan += more.plan;
                sum.spent += more.spent;
                sum.entries.extend(more.entries);
            }
        }
    }
    let each = projects.into_values().filter_map(|mut it| {
        let waits = view.waits(&it.project, it.plan, it.spent);
        let own = waits.get(at).copied().unwrap_or(0);
        let counts = match only {
            Some(_) => own != 0,
            None => waits.iter().any(|wait| *wait != 0),
        };
        if let Some(project) = view.room.projects.get(&it.project) {
            it.entries.extend(view.gate_entries(project));
        }
        it.entries.sort_unstable();
        it.entries.dedup();
        it.waits = Some(own);
        counts.then_some(it)
    });
    Basis::of(each.collect())
}

/// The newest entries with figures of the year that stand.
fn entries(view: &View<'_>) -> Vec<u64> {
    let mut found: BTreeSet<u64> = BTreeSet::new();
    for project in view.room.projects.values() {
        let ours = project
            .spent
            .iter()
            .filter(|(key, _)| key.plan_year == view.year && key.system == view.system);
        for (_, figures) in ours {
            let standing = dondoc_investment::room::project::standing(figures, view.as_of);
            found.extend(standing.map(|it| it.entry));
        }
    }
    found.into_iter().rev().take(MOST_ENTRIES).collect()
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
