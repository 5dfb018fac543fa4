//! The chapter on procedures: how cases kept the limit, the worst procedure first;
//! which prescribed step made them late; and what became of promises to be shorter.
//!
//! All of it stands in entries that were reckoned of imported cases
//! (`procedure.assessed`, `procedure.effect_measured`): nothing is reckoned here. Days
//! are thousandths of a working day, rates hundredths of a percent. Every figure is a
//! [`Quantity`] with a receipt, which `explain` leads back to its entries.

use std::collections::BTreeSet;

use dondoc_city::City;
use dondoc_kinds::ProcedureId;
use dondoc_procedures::room::event::{Assessed, Found};
use dondoc_procedures::room::state::Procedure as Known;
use jiff::civil::Date;
use serde::Serialize;

use crate::compile::Order;
use crate::explain::Explanation;
use crate::figure::{Cashier, Quantity, Unit};
use crate::receipt::Edition;

/// The chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Procedures with an assessment that ends in the period, the lowest share within
    /// the limit first.
    pub procedures: Vec<Line>,
    /// Promises to be shorter that held by the as-of day, those not kept first.
    pub promises: Vec<Promise>,
}

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which.
    pub id: ProcedureId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub title: String,
    /// The days that were looked at.
    pub from: Date,
    /// The last of them.
    pub to: Date,
    /// The limit that counts.
    pub limit: Option<Quantity>,
    /// The act that sets it.
    pub act: String,
    /// Cases that ended in these days.
    pub finished: Quantity,
    /// Of these, within the limit.
    pub on_time: Quantity,
    /// `on_time` of `finished`; `None` without cases.
    pub rate: Option<Quantity>,
    /// The rate of the period before, where that was assessed.
    pub before: Option<Quantity>,
    /// Cases that run.
    pub running: Quantity,
    /// Of these, over the limit.
    pub overdue: Quantity,
    /// Median working days.
    pub median: Quantity,
    /// Working days over the limit, summed.
    pub late_days: Quantity,
    /// Of these, by step, the gravest first, at most [`MOST_STEPS`].
    pub steps: Vec<LateStep>,
    /// The entry of the assessment.
    pub entry: u64,
}

/// How many steps are named.
pub const MOST_STEPS: usize = 5;

/// A step that made cases late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateStep {
    /// The step, as the logs write it.
    pub name: String,
    /// The provision it rests on; empty when none is known.
    pub provision: String,
    /// Working days that fall to it.
    pub days: Quantity,
}

/// A promise to be shorter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// Of which procedure.
    pub procedure: ProcedureId,
    /// Its name.
    pub title: String,
    /// The change's number.
    pub number: u32,
    /// What was changed.
    pub what: String,
    /// Where.
    pub units: Vec<String>,
    /// Since when.
    pub from: Date,
    /// Working days that a case should take less.
    pub promised: Quantity,
    /// Working days that it takes less, as measured; negative when it takes more.
    pub measured: Option<Quantity>,
    /// The 90 % interval of that, in thousandths of a working day.
    pub interval: Option<(i64, i64)>,
    /// The share of placebos with as large an effect, in thousandths.
    pub placebo_p: Option<i64>,
    /// Cases since the change, where it can't be measured yet.
    pub cases: Option<u64>,
    /// What became of it.
    pub verdict: Verdict,
    /// The entry of the change.
    pub entry: u64,
    /// The entry of the measurement.
    pub measured_entry: Option<u64>,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interval reaches nought: nothing is shown to be shorter.
    NotKept,
    /// Shorter, but by less than was promised.
    InPart,
    /// Not measured, or not measurable yet.
    NotYet,
    /// Shorter by as much, or more.
    Kept,
}

impl Chapter {
    /// Returns every quantity, in the order of their receipts.
    pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        let lines = self.procedures.iter().flat_map(Line::quantities);
        let promises = self.promises.iter();
        lines.chain(promises.flat_map(|it| [&it.promised].into_iter().chain(&it.measured)))
    }
}

impl Line {
    fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        self.limit
            .iter()
            .chain([&self.finished, &self.on_time])
            .chain(&self.rate)
            .chain(&self.before)
            .chain([&self.running, &self.overdue, &self.median, &self.late_days])
            .chain(self.steps.iter().map(|step| &step.days))
    }
}

/// What the chapter is computed from.
#[derive(Clone, Copy)]
pub(crate) struct Grounds<'a> {
    city: &'a City,
    first: Date,
    as_of: Date,
}

impl<'a> Grounds<'a> {
    pub(crate) fn of(city: &'a City, order: &Order) -> Self {
        Self {
            city,
            first: order.period.first_day(),
            as_of: order.as_of,
        }
    }

    /// The assessments of a procedure: the newest that ends in the period, and the
    /// newest before it.
    fn assessed(&self, known: &'a Known) -> Option<Periods<'a>> {
        let (entry, now) = known
            .assessment(self.as_of)
            .filter(|(_, it)| it.to >= self.first)?;
        let before = now
            .from
            .yesterday()
            .ok()
            .and_then(|day| known.assessment(day));
        Some(Periods {
            entry: *entry,
            now,
            before: before.map(|(entry, it)| (*entry, it)),
        })
    }
}

struct Periods<'a> {
    entry: u64,
    now: &'a Assessed,
    before: Option<(u64, &'a Assessed)>,
}

/// Returns the chapter; `None` when nothing was assessed or promised.
pub(crate) fn chapter(grounds: Grounds<'_>, cashier: &mut Cashier) -> Option<Chapter> {
    let mut procedures = Vec::new();
    let mut promises = Vec::new();
    for (id, known) in grounds.city.procedures.iter() {
        procedures.extend(line(grounds, id, known, cashier));
    }
    for (id, known) in grounds.city.procedures.iter() {
        promises.extend(promised(grounds, id, known, cashier));
    }
    if procedures.is_empty() && promises.is_empty() {
        return None;
    }
    procedures.sort_by(|a, b| {
        let rate = |line: &Line| line.rate.as_ref().map_or(i64::MAX, |it| it.value);
        rate(a).cmp(&rate(b)).then_with(|| a.id.cmp(&b.id))
    });
    promises.sort_by(|a, b| {
        (a.verdict, &a.procedure, a.number).cmp(&(b.verdict, &b.procedure, b.number))
    });
    Some(Chapter {
        procedures,
        promises,
    })
}

/// The share in hundredths of a percent, half up.
fn share(it: &Assessed) -> Option<i64> {
    let (part, whole) = (
        i64::try_from(it.on_time).ok()?,
        i64::try_from(it.finished).ok()?,
    );
    (whole > 0).then(|| (part * 20_000 + whole) / (2 * whole))
}

fn line(
    grounds: Grounds<'_>,
    id: &ProcedureId,
    known: &Known,
    cashier: &mut Cashier,
) -> Option<Line> {
    let Periods { entry, now, before } = grounds.assessed(known)?;
    let version = known.versions.iter().find(|it| it.number == now.version)?;
    let mut quantity = |part: &str, value: i64, unit| {
        cashier.quantity(format!("procedure/{id}/{part}"), value, unit)
    };
    let count = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let limit = now
        .limit
        .map(|limit| quantity("limit", limit, Unit::MilliDays));
    let finished = quantity("finished", count(now.finished), Unit::Count);
    let on_time = quantity("on-time", count(now.on_time), Unit::Count);
    let rate = share(now).map(|rate| quantity("rate", rate, Unit::Hundredths));
    let earlier = before.and_then(|(_, it)| share(it));
    let earlier = earlier.map(|rate| quantity("before", rate, Unit::Hundredths));
    let running = quantity("running", count(now.running), Unit::Count);
    let overdue = quantity("overdue", count(now.overdue), Unit::Count);
    let median = quantity("median", now.median, Unit::MilliDays);
    let late_days = quantity("late", now.late_days, Unit::MilliDays);
    let steps = now.steps.iter().take(MOST_STEPS).enumerate();
    let steps = steps.map(|(place, step)| LateStep {
        name: step.activity.to_string(),
        provision: step.provision.to_string(),
        days: quantity(&format!("late/{}", place + 1), step.days, Unit::MilliDays),
    });
    let steps = steps.collect();
    Some(Line {
        id: id.clone(),
        code: version.record.code.to_string(),
        title: version.record.title.to_string(),
        from: now.from,
        to: now.to,
        limit,
        act: version.record.act.to_string(),
        finished,
        on_time,
        rate,
        before: earlier,
        running,
        overdue,
        median,
        late_days,
        steps,
        entry,
    })
}

fn promised(
    grounds: Grounds<'_>,
    id: &ProcedureId,
    known: &Known,
    cashier: &mut Cashier,
) -> Vec<Promise> {
    let day = grounds.as_of;
    let held = known.changes.iter().filter(|(_, it)| it.from <= day);
    let each = held.map(|(entry, change)| {
        let key = |part: &str| format!("procedure/{id}/change/{}/{part}", change.number);
        let promised = cashier.quantity(key("promised"), change.promised, Unit::MilliDays);
        let effect = known.effect(change.number, day);
        let found = effect.map(|(_, it)| &it.found);
        let (measured, verdict) = match found {
            Some(Found::Measured(it)) => {
                let less = -it.difference;
                let verdict = match (it.is_shorter(), less >= change.promised) {
                    (false, _) => Verdict::NotKept,
                    (true, false) => Verdict::InPart,
                    (true, true) => Verdict::Kept,
                };
                let less = cashier.quantity(key("measured"), less, Unit::MilliDays);
                (Some((less, it)), verdict)
            }
            _ => (None, Verdict::NotYet),
        };
        Promise {
            procedure: id.clone(),
            title: known
                .around(day)
                .map_or_else(String::new, |it| it.record.title.to_string()),
            number: change.number,
            what: change.what.to_string(),
            units: change.units.iter().map(ToString::to_string).collect(),
            from: change.from,
            promised,
            interval: measured.as_ref().map(|(_, it)| (-it.high, -it.low)),
            placebo_p: measured.as_ref().map(|(_, it)| it.placebo_p),
            measured: measured.map(|(less, _)| less),
            cases: match found {
                Some(Found::NotYet { cases, .. }) => Some(*cases),
                _ => None,
            },
            verdict,
            entry: *entry,
            measured_entry: effect.map(|(entry, _)| *entry),
        }
    });
    each.collect()
}

/// Returns what stands behind a figure of the chapter.
pub(crate) fn explain(grounds: Grounds<'_>, order: &Order, key: &str) -> Option<Explanation> {
    let edition = Edition::new(order.period, order.as_of, order.tree.size).ok()?;
    let chapter = chapter(grounds, &mut Cashier::new(edition))?;
    let value = chapter.quantities().find(|it| it.key == key)?.value;
    let parts: Vec<&str> = key.split('/').skip(1).collect();
    let (id, rest) = parts.split_first()?;
    let known = grounds.city.procedures.by_code(id)?.1;
    let mut entries = BTreeSet::new();
    match rest {
        ["change", number, part] => {
            let number: u32 = number.parse().ok()?;
            let change = known.changes.iter().find(|(_, it)| it.number == number)?;
            entries.insert(change.0);
            if let (&"measured", Some((entry, it))) = (part, known.effect(number, grounds.as_of)) {
                entries.insert(*entry);
                entries.extend(logs(grounds, &it.logs));
            }
        }
        _ => {
            let Periods { entry, now, before } = grounds.assessed(known)?;
            let (entry, it) = match (rest, before) {
                (["before"], Some(before)) => before,
                _ => (entry, now),
            };
            entries.insert(entry);
            entries.extend(logs(grounds, &it.logs));
            let version = known
                .versions
                .iter()
                .find(|known| known.number == it.version);
            entries.extend(version.map(|version| version.entry));
        }
    }
    Some(Explanation {
        key: key.to_owned(),
        definition: crate::words::procedure_definition(key),
        value,
        works: Vec::new(),
        capital: Vec::new(),
        entries: entries.into_iter().collect(),
    })
}

/// The entries of imports.
fn logs<'a>(grounds: Grounds<'a>, logs: &'a [smol_str::SmolStr]) -> impl Iterator<Item = u64> + 'a {
    let known = logs
        .iter()
        .filter_map(move |log| grounds.city.logs.get(log));
    known.map(|log| log.entry)
}
