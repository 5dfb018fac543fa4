//! Facts to briefing.

use std::collections::BTreeMap;

use dondoc_kinds::{DocumentId, MeetingId, UnitId};
use jiff::civil::{Date, DateTime};

use crate::facts::{DueCause, Duty, Facts, Known};
use crate::figure::{Cashier, Figures, Tally};
use crate::model::{
    AgendaItem, Briefing, Conclusion, ConclusionResult, Correction, DocumentLine, FORMAT, Header,
    Letterhead, Statement, StatementKind, Tree, TrendPoint, UnitLine, WORST, Work, WorkId,
};
use crate::period::Period;
use crate::receipt::{BadEdition, Edition, MAX_DAYS, MAX_TREE_SIZE};
use crate::state::{Outcome, State, View, answer, counts, last_report, state};
use crate::words;

/// How many earlier periods the trend shows.
pub const EARLIER: u8 = 4;

/// What to compile, and what stands around it.
#[derive(Debug, Clone)]
pub struct Order {
    /// The period.
    pub period: Period,
    /// The day whose end is described.
    pub as_of: Date,
    /// The log to compute from: entries beyond its size are not looked at.
    pub tree: Tree,
    /// When the last of those entries was recorded, in Việt Nam time.
    pub known_at: Option<DateTime>,
    /// The letterhead.
    pub letterhead: Letterhead,
    /// How long the log was when each earlier period's briefing was closed,
    /// where that is known.
    pub cuts: BTreeMap<Period, u64>,
}

/// Why no briefing can be compiled.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The as-of day does not fit the period.
    AsOf {
        /// The day that was given.
        given: Date,
        /// The first day allowed: the period's first.
        from: Date,
        /// The last day allowed.
        until: Date,
    },
    /// The log is longer than a receipt can say.
    TreeSize {
        /// The size that was given.
        given: u64,
        /// The largest size allowed.
        most: u64,
    },
}

impl From<BadEdition> for Refusal {
    fn from(bad: BadEdition) -> Self {
        match bad {
            BadEdition::AsOf { given, from, until } => Self::AsOf { given, from, until },
            BadEdition::TreeSize { given } => Self::TreeSize {
                given,
                most: MAX_TREE_SIZE,
            },
        }
    }
}

impl dondoc_kinds::Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::AsOf { .. } => "briefing-as-of-outside-period",
            Self::TreeSize { .. } => "briefing-log-too-long",
        }
    }

    fn args(&self) -> Vec<(&'static str, dondoc_kinds::Arg)> {
        let day = |day: &Date| dondoc_kinds::Arg::from(*day);
        let count = |n: &u64| dondoc_kinds::Arg::Count(i64::try_from(*n).unwrap_or(i64::MAX));
        match self {
            Self::AsOf { given, from, until } => vec![
                ("given", day(given)),
                ("from", day(from)),
                ("until", day(until)),
                ("days", i64::from(MAX_DAYS).into()),
            ],
            Self::TreeSize { given, most } => vec![("given", count(given)), ("most", count(most))],
        }
    }
}

impl Briefing {
    /// Compiles a briefing. Linear in the duties, times the periods of the trend.
    ///
    /// # Errors
    /// [`Refusal`] when the as-of day lies outside what a receipt can say of
    /// the period, or the log is too long for receipts.
    pub fn compile_facts(facts: &Facts<'_>, order: &Order) -> Result<Self, Refusal> {
        Ok(Self::with_cashier(facts, order)?.0)
    }

    /// Compiles it, and hands over what further receipts are written with.
    pub(crate) fn with_cashier(
        facts: &Facts<'_>,
        order: &Order,
    ) -> Result<(Self, Cashier), Refusal> {
        let edition = Edition::new(order.period, order.as_of, order.tree.size)?;
        let survey = Survey::of(facts, order);
        let mut cashier = Cashier::new(edition);
        // Figures are made in this order; `explain` makes them in the same one.
        let summary = Figures::new("summary", &survey.city, &mut cashier);
        let conclusions = conclusions(&survey, &mut cashier);
        let documents = documents(facts, &survey, &mut cashier);
        let trend = trend(&survey, &mut cashier);
        let units = units(facts, &survey, &mut cashier);
        let briefing = Self {
            format: FORMAT,
            header: Header {
                letterhead: order.letterhead.clone(),
                period: order.period,
                first_day: order.period.first_day(),
                last_day: order.period.last_day(),
                as_of: order.as_of,
                known_at: order.known_at,
                tree: order.tree.clone(),
                receipts: summary.assigned.receipt.shared(),
            },
            investment: None,
            procedures: None,
            worst: worst(&survey),
            extended: extended(&survey, order),
            agenda: agenda(&survey, order),
            works: survey
                .counted
                .iter()
                .map(|seen| work(seen, survey.view))
                .collect(),
            method: words::definitions(),
            summary,
            conclusions,
            documents,
            units,
            trend,
            corrections: survey.corrections,
        };
        Ok((briefing, cashier))
    }
}

/// A duty that is counted, and where it stands.
struct Seen<'f, 'a> {
    duty: &'f Duty<'a>,
    state: State,
    id: WorkId,
}

/// Tallies of one earlier period: with what is known now, and with what was then.
struct Earlier {
    period: Period,
    day: Date,
    cut: Option<u64>,
    now: Tally,
    then: Tally,
}

struct UnitTally {
    tally: Tally,
    longest_days: u32,
    late: Vec<Tally>,
    works: Vec<usize>,
}

/// All that one pass over the duties gives.
struct Survey<'f, 'a> {
    view: View,
    counted: Vec<Seen<'f, 'a>>,
    city: Tally,
    documents: BTreeMap<&'f DocumentId, Tally>,
    units: BTreeMap<&'f UnitId, UnitTally>,
    conclusions: BTreeMap<(&'f MeetingId, &'f str), ConclusionTally<'f, 'a>>,
    earlier: Vec<Earlier>,
    corrections: Vec<Correction>,
}

struct ConclusionTally<'f, 'a> {
    first: &'f Duty<'a>,
    tally: Tally,
    late_units: Vec<&'f UnitId>,
    is_shown: bool,
}

impl<'f, 'a> Survey<'f, 'a> {
    fn of(facts: &'f Facts<'a>, order: &Order) -> Self {
        let view = View {
            day: order.as_of,
            entries: order.tree.size,
            is_now: true,
        };
        let mut survey = Self {
            view,
            counted: Vec::with_capacity(facts.duties.len()),
            city: Tally::default(),
            documents: BTreeMap::new(),
            units: BTreeMap::new(),
            conclusions: BTreeMap::new(),
            earlier: earlier(order),
            corrections: Vec::new(),
        };
        for duty in &facts.duties {
            survey.look_back(duty);
            if let Some(state) = state(duty, view) {
                survey.look(duty, state, order);
            }
        }
        survey
    }

    fn look(&mut self, duty: &'f Duty<'a>, state: State, order: &Order) {
        let is_counted = counts(duty, self.view, order.period.first_day());
        if let Some(meeting) = &duty.conclusion_of {
            let key = (meeting, duty.item.as_ref());
            let line = self
                .conclusions
                .entry(key)
                .or_insert_with(|| ConclusionTally {
                    first: duty,
                    tally: Tally::default(),
                    late_units: Vec::new(),
                    is_shown: false,
                });
            line.tally.add(&state);
            line.is_shown |= is_counted;
            if matches!(state.outcome, Outcome::Late { .. }) {
                line.late_units.push(&duty.lead);
            }
        }
        if !is_counted {
            return;
        }
        self.city.add(&state);
        if let Some(document) = &duty.document {
            self.documents.entry(document).or_default().add(&state);
        }
        let unit = unit_tally(&mut self.units, &duty.lead, self.earlier.len());
        unit.tally.add(&state);
        unit.works.push(self.counted.len());
        if let Outcome::Late { days } = state.outcome {
            unit.longest_days = unit.longest_days.max(days);
        }
        let id = WorkId {
            task: duty.task.clone(),
            occurrence: duty.occurrence,
        };
        self.counted.push(Seen { duty, state, id });
    }

    /// Adds a duty to the tallies of earlier periods, and notes what was learnt
    /// of it only after their briefings.
    fn look_back(&mut self, duty: &'f Duty<'a>) {
        let mut correction = None;
        let periods = self.earlier.len();
        for (index, earlier) in self.earlier.iter_mut().enumerate() {
            if duty.issued.on > earlier.day {
                continue;
            }
            let first = earlier.period.first_day();
            let seen = |entries: u64| {
                let view = View {
                    day: earlier.day,
                    entries,
                    is_now: false,
                };
                state(duty, view).filter(|_| counts(duty, view, first))
            };
            let now = seen(self.view.entries);
            if let Some(now) = &now {
                earlier.now.add(now);
                if matches!(now.outcome, Outcome::Late { .. }) {
                    let unit = unit_tally(&mut self.units, &duty.lead, periods);
                    unit.late[index].add(now);
                }
            }
            let Some(cut) = earlier.cut else { continue };
            let then = seen(cut);
            if let Some(then) = &then {
                earlier.then.add(then);
            }
            let (then, now) = (then.map(|s| s.outcome), now.map(|s| s.outcome));
            if then != now {
                correction = Some((earlier.period, earlier.day, cut, then, now));
            }
        }
        if let Some((period, day, cut, then, now)) = correction {
            self.corrections.push(Correction {
                work: WorkId {
                    task: duty.task.clone(),
                    occurrence: duty.occurrence,
                },
                lead: duty.lead.clone(),
                text: duty.text.as_ref().to_owned(),
                period,
                then,
                now,
                entries: learnt_late(duty, day, cut, self.view.entries),
            });
        }
    }
}

fn unit_tally<'m, 'f>(
    units: &'m mut BTreeMap<&'f UnitId, UnitTally>,
    unit: &'f UnitId,
    periods: usize,
) -> &'m mut UnitTally {
    units.entry(unit).or_insert_with(|| UnitTally {
        tally: Tally::default(),
        longest_days: 0,
        late: vec![Tally::default(); periods],
        works: Vec::new(),
    })
}

fn earlier(order: &Order) -> Vec<Earlier> {
    let mut periods: Vec<Period> = (1..=EARLIER).map(|n| order.period.previous(n)).collect();
    periods.reverse();
    periods.dedup();
    let earlier = periods.into_iter().filter(|period| *period < order.period);
    earlier
        .map(|period| Earlier {
            period,
            day: period.last_day(),
            cut: order
                .cuts
                .get(&period)
                .copied()
                .filter(|cut| *cut <= order.tree.size),
            now: Tally::default(),
            then: Tally::default(),
        })
        .collect()
}

/// Returns the entries about days up to `day` that were recorded after `cut`.
fn learnt_late(duty: &Duty<'_>, day: Date, cut: u64, size: u64) -> Vec<u64> {
    let handed_in = duty
        .handed_in
        .into_iter()
        .flat_map(|h| [Some(h.by_unit), h.confirmed])
        .flatten();
    let reports = duty.reports.iter().map(|report| report.step);
    let changes = duty.due_changes.iter().map(|change| crate::facts::Step {
        on: change.on,
        entry: change.entry,
    });
    let pauses = duty.pauses.iter().map(|(from, _)| *from);
    let mut entries: Vec<u64> = [Some(duty.issued), duty.cancelled]
        .into_iter()
        .flatten()
        .chain(handed_in)
        .chain(reports)
        .chain(changes)
        .chain(pauses)
        .filter(|step| step.on <= day && (cut..size).contains(&step.entry))
        .map(|step| step.entry)
        .collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn conclusions(survey: &Survey<'_, '_>, cashier: &mut Cashier) -> Vec<Conclusion> {
    let mut lines: Vec<Conclusion> = Vec::new();
    for ((meeting, item), line) in survey.conclusions.iter().filter(|(_, line)| line.is_shown) {
        let figures = Figures::new(
            &format!("conclusion/{meeting}/{item}"),
            &line.tally,
            cashier,
        );
        let mut late_units: Vec<UnitId> = line.late_units.iter().copied().cloned().collect();
        late_units.sort();
        late_units.dedup();
        lines.push(Conclusion {
            meeting: (*meeting).clone(),
            item: (*item).to_owned(),
            text: line.first.text.as_ref().to_owned(),
            document: line.first.document.clone(),
            clause: line.first.clause.as_ref().to_owned(),
            result: conclusion_result(&figures),
            figures,
            late_units,
        });
    }
    lines.sort_by(|a, b| {
        let key = |line: &Conclusion| line.result;
        key(a)
            .cmp(&key(b))
            .then_with(|| b.meeting.cmp(&a.meeting))
            .then_with(|| a.item.cmp(&b.item))
    });
    lines
}

fn conclusion_result(figures: &Figures) -> ConclusionResult {
    let all = figures.assigned.value;
    let done = figures.done_on_time.value + figures.done_late.value;
    if figures.late.value > 0 {
        ConclusionResult::Late
    } else if done < all {
        ConclusionResult::InWork
    } else if figures.done_late.value > 0 {
        ConclusionResult::DoneLate
    } else {
        ConclusionResult::Done
    }
}

fn documents(
    facts: &Facts<'_>,
    survey: &Survey<'_, '_>,
    cashier: &mut Cashier,
) -> Vec<DocumentLine> {
    let mut lines: Vec<DocumentLine> = Vec::new();
    for (id, tally) in &survey.documents {
        let figures = Figures::new(&format!("document/{id}"), tally, cashier);
        let fact = facts.documents.get(id);
        let text =
            |get: fn(&crate::facts::DocumentFact<'_>) -> String| fact.map(get).unwrap_or_default();
        lines.push(DocumentLine {
            id: (*id).clone(),
            number: text(|fact| fact.number.as_ref().to_owned()),
            kind: text(|fact| fact.kind.as_ref().to_owned()),
            title: text(|fact| fact.title.as_ref().to_owned()),
            issuer: text(|fact| fact.issuer.as_ref().to_owned()),
            date: fact.and_then(|fact| fact.date),
            figures,
        });
    }
    lines.sort_by(|a, b| {
        let late = |line: &DocumentLine| line.figures.late.value;
        late(b)
            .cmp(&late(a))
            .then_with(|| (a.date, &a.id).cmp(&(b.date, &b.id)))
    });
    lines
}

fn trend(survey: &Survey<'_, '_>, cashier: &mut Cashier) -> Vec<TrendPoint> {
    let mut points = Vec::with_capacity(survey.earlier.len() + 1);
    for earlier in &survey.earlier {
        let scope = format!("trend/{}", earlier.period);
        points.push(TrendPoint {
            period: earlier.period,
            as_of: earlier.day,
            now: Figures::new(&scope, &earlier.now, cashier),
            then: earlier
                .cut
                .map(|_| Figures::new(&format!("{scope}/then"), &earlier.then, cashier)),
        });
    }
    points
}

fn units(facts: &Facts<'_>, survey: &Survey<'_, '_>, cashier: &mut Cashier) -> Vec<UnitLine> {
    let mut lines: Vec<UnitLine> = Vec::new();
    for (id, unit) in &survey.units {
        if unit.works.is_empty() {
            continue;
        }
        let figures = Figures::new(&format!("unit/{id}"), &unit.tally, cashier);
        let late_before = survey
            .earlier
            .iter()
            .zip(&unit.late)
            .map(|(earlier, tally)| {
                let key = format!("unit/{id}/trend/{}/late", earlier.period);
                cashier.figure(key, tally.get(crate::Measure::Late))
            })
            .collect();
        let mut works: Vec<&Seen<'_, '_>> = unit
            .works
            .iter()
            .filter_map(|&index| survey.counted.get(index))
            .collect();
        works.sort_by_cached_key(|seen| {
            (
                rank(&seen.state),
                seen.state.due.unwrap_or(Date::MAX),
                seen.id.clone(),
            )
        });
        lines.push(UnitLine {
            id: (*id).clone(),
            name: facts
                .units
                .get(id)
                .map_or_else(|| id.to_string(), |fact| fact.name.as_ref().to_owned()),
            figures,
            longest_days: unit.longest_days,
            late_before,
            works: works.into_iter().map(|seen| seen.id.clone()).collect(),
        });
    }
    lines.sort_by(|a, b| {
        attention(b)
            .cmp(&attention(a))
            .then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id)))
    });
    lines
}

/// The order of attention: most late, then the longest delay, then most done
/// late, then most without report.
fn attention(line: &UnitLine) -> [u32; 4] {
    let figures = &line.figures;
    [
        figures.late.value,
        line.longest_days,
        figures.done_late.value,
        figures.without_report.value,
    ]
}

fn rank(state: &State) -> u8 {
    match state.outcome {
        Outcome::Late { .. } => 0,
        Outcome::InTime if state.is_at_risk => 1,
        Outcome::InTime => 2,
        Outcome::Waiting { .. } => 3,
        Outcome::Suspended { .. } => 4,
        Outcome::DoneLate { .. } => 5,
        Outcome::DoneOnTime { .. } => 6,
    }
}

fn worst(survey: &Survey<'_, '_>) -> Vec<WorkId> {
    let mut late: Vec<(u32, &WorkId)> = survey
        .counted
        .iter()
        .filter_map(|seen| match seen.state.outcome {
            Outcome::Late { days } => Some((days, &seen.id)),
            _ => None,
        })
        .collect();
    late.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    late.into_iter()
        .take(WORST)
        .map(|(_, id)| id.clone())
        .collect()
}

fn extended(survey: &Survey<'_, '_>, order: &Order) -> Vec<WorkId> {
    let in_period = |on: Date| order.period.first_day() <= on && on <= order.as_of;
    let extended = survey.counted.iter().filter(|seen| {
        seen.duty.due_changes.iter().any(|change| {
            change.cause == DueCause::Extended
                && in_period(change.on)
                && change.entry < survey.view.entries
        })
    });
    extended.map(|seen| seen.id.clone()).collect()
}

fn agenda(survey: &Survey<'_, '_>, order: &Order) -> Vec<AgendaItem> {
    let since = order.period.first_day();
    let mut items: Vec<(u32, AgendaItem)> = Vec::new();
    for seen in &survey.counted {
        let mark = seen
            .duty
            .agenda
            .iter()
            .rfind(|mark| survey.view.sees(mark.step) && mark.step.on >= since);
        if let Some(mark) = mark {
            let days = match seen.state.outcome {
                Outcome::Late { days } => days,
                _ => 0,
            };
            items.push((
                days,
                AgendaItem {
                    work: seen.id.clone(),
                    cause: mark.cause,
                    step: mark.step,
                },
            ));
        }
    }
    items.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.work.cmp(&b.1.work)));
    items.into_iter().map(|(_, item)| item).collect()
}

fn work(seen: &Seen<'_, '_>, view: View) -> Work {
    let duty = seen.duty;
    let report = last_report(duty, view);
    let reports = duty.reports.iter().filter(|report| view.sees(report.step));
    let (count, evidence) = reports.fold((0, 0), |(count, files), report| {
        (count + 1, files + u32::from(report.evidence))
    });
    Work {
        id: seen.id.clone(),
        text: duty.text.as_ref().to_owned(),
        product: duty.product.as_ref().to_owned(),
        document: duty.document.clone(),
        clause: duty.clause.as_ref().to_owned(),
        conclusion_of: duty.conclusion_of.clone(),
        lead: duty.lead.clone(),
        coordinating: duty.coordinating.clone(),
        passed_from: duty
            .passed_from
            .as_ref()
            .filter(|(_, step)| view.sees(*step))
            .map(|(unit, _)| unit.clone()),
        issued: duty.issued.on,
        original_due: duty.original_due,
        due: seen.state.due,
        due_changes: duty
            .due_changes
            .iter()
            .filter(|change| change.on <= view.day && change.entry < view.entries)
            .copied()
            .collect(),
        outcome: seen.state.outcome,
        risks: if seen.state.is_at_risk {
            duty.risks.clone()
        } else {
            Vec::new()
        },
        reports: count,
        last_report: report.map(|report| report.step.on),
        percent: report.map(|report| report.percent),
        evidence,
        statements: statements(duty, view),
    }
}

fn statements(duty: &Duty<'_>, view: View) -> Vec<Statement> {
    let claims = |kind: StatementKind, claims: &[crate::facts::ExcuseStep<'_>]| -> Vec<Statement> {
        let seen = claims.iter().filter(|claim| view.sees(claim.step));
        seen.map(|claim| Statement {
            kind,
            text: claim.reason.as_ref().to_owned(),
            answer: answer(claim, view),
            step: claim.step,
        })
        .collect()
    };
    let mut said = claims(StatementKind::Excuse, &duty.excuses);
    said.extend(claims(StatementKind::ExtensionRequest, &duty.requests));
    let returned = duty.returned.iter().filter(|(step, _)| view.sees(*step));
    said.extend(returned.map(|(step, reason)| Statement {
        kind: StatementKind::Returned,
        text: reason.as_ref().to_owned(),
        answer: None,
        step: *step,
    }));
    said.sort_by_key(|statement| statement.step);
    said
}

/// Which knowledge, as [`Known`] names it, for `explain`.
pub(crate) fn entries_known(order: &Order, period: Period, known: Known) -> Option<u64> {
    match known {
        Known::Now => Some(order.tree.size),
        Known::Then => order
            .cuts
            .get(&period)
            .copied()
            .filter(|cut| *cut <= order.tree.size),
    }
}
