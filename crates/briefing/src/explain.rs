//! From a figure back to the works and entries behind it.

use serde::Serialize;

use crate::compile::{Order, entries_known};
use crate::facts::{Duty, Facts, Known};
use crate::figure::{Measure, Part, Scope, Tally, read_key};
use crate::model::WorkId;
use crate::period::Period;
use crate::state::{Outcome, State, View, counts, state};
use crate::words;

/// What stands behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The figure's key.
    pub key: String,
    /// What it counts, in a sentence.
    pub definition: &'static str,
    /// The value, computed again.
    pub value: i64,
    /// The works that are counted, by id. For a rate: those it is a share of.
    pub works: Vec<Behind>,
    /// The capital that a figure of public investment rests on, by project and
    /// source; empty for figures of works, and for forecasts, which rest on all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capital: Vec<Capital>,
    /// Every entry behind these, ascending.
    pub entries: Vec<u64>,
}

/// The capital of a project behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capital {
    /// Which project.
    pub project: dondoc_kinds::ProjectId,
    /// Its name.
    pub name: String,
    /// The plan that the city assigned, whole đồng.
    pub plan: i64,
    /// Spent of it.
    pub spent: i64,
    /// What waits at the gate that the figure is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits: Option<i64>,
    /// The entries that say so, ascending.
    pub entries: Vec<u64>,
}

/// A work behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Behind {
    /// The work.
    pub work: WorkId,
    /// How it stood.
    pub outcome: Outcome,
    /// The entries that say so, ascending.
    pub entries: Vec<u64>,
}

/// Returns what stands behind the figure with this key; `None` when no figure
/// can have it. A figure that counts nothing has an explanation without works.
///
/// Linear in the duties.
pub fn explain(facts: &Facts<'_>, order: &Order, key: &str) -> Option<Explanation> {
    let (scope, part) = read_key(key)?;
    let lens = Lens::of(order, &scope)?;
    // Risk is only looked at for the as-of day.
    if part == Part::Count(Measure::AtRisk) && !lens.view.is_now {
        return None;
    }
    let mut tally = Tally::default();
    let mut works = Vec::new();
    for duty in facts
        .duties
        .iter()
        .filter(|duty| lens.is_about(duty, &scope))
    {
        let Some(state) = lens.see(duty, &scope) else {
            continue;
        };
        tally.add(&state);
        if holds(part, &state) {
            works.push(behind(duty, &state, lens.view));
        }
    }
    let (value, definition) = match part {
        Part::Count(measure) => (tally.get(measure), words::definition(Some(measure))),
        Part::OnTime => (tally.on_time()?, words::definition(None)),
    };
    let mut entries: Vec<u64> = works
        .iter()
        .flat_map(|work| work.entries.iter().copied())
        .collect();
    entries.sort_unstable();
    entries.dedup();
    Some(Explanation {
        key: key.to_owned(),
        definition,
        value: value.into(),
        works,
        capital: Vec::new(),
        entries,
    })
}

/// From which day, with which knowledge, over which period a scope is seen.
struct Lens {
    view: View,
    period: Period,
}

impl Lens {
    fn of(order: &Order, scope: &Scope) -> Option<Self> {
        let (period, day, known) = match scope {
            Scope::Trend(period, known) => (*period, period.last_day(), *known),
            Scope::UnitTrend(_, period) => (*period, period.last_day(), Known::Now),
            Scope::City | Scope::Unit(_) | Scope::Document(_) | Scope::Conclusion(..) => {
                (order.period, order.as_of, Known::Now)
            }
        };
        let is_now = !matches!(scope, Scope::Trend(..) | Scope::UnitTrend(..));
        let entries = entries_known(order, period, known)?;
        Some(Self {
            view: View {
                day,
                entries,
                is_now,
            },
            period,
        })
    }

    fn is_about(&self, duty: &Duty<'_>, scope: &Scope) -> bool {
        match scope {
            Scope::City | Scope::Trend(..) => true,
            Scope::Unit(unit) | Scope::UnitTrend(unit, _) => duty.lead.as_str() == unit,
            Scope::Document(document) => duty
                .document
                .as_ref()
                .is_some_and(|d| d.as_str() == document),
            Scope::Conclusion(meeting, item) => {
                duty.item == *item
                    && duty
                        .conclusion_of
                        .as_ref()
                        .is_some_and(|m| m.as_str() == meeting)
            }
        }
    }

    fn see(&self, duty: &Duty<'_>, scope: &Scope) -> Option<State> {
        // What became of a conclusion includes what was done before the period.
        let is_counted = matches!(scope, Scope::Conclusion(..))
            || counts(duty, self.view, self.period.first_day());
        state(duty, self.view).filter(|_| is_counted)
    }
}

fn holds(part: Part, state: &State) -> bool {
    match part {
        Part::Count(measure) => measure.holds(state),
        Part::OnTime => [Measure::DoneOnTime, Measure::DoneLate, Measure::Late]
            .iter()
            .any(|measure| measure.holds(state)),
    }
}

fn behind(duty: &Duty<'_>, state: &State, view: View) -> Behind {
    Behind {
        work: WorkId {
            task: duty.task.clone(),
            occurrence: duty.occurrence,
        },
        outcome: state.outcome,
        entries: duty
            .entries
            .iter()
            .copied()
            .filter(|entry| *entry < view.entries)
            .collect(),
    }
}
