//! What may be recorded, and what is refused.

use std::collections::BTreeSet;

use dondoc_kinds::{SheetId, TaskId, UnitId};
use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::event::{Catalogued, Event, Linked, SheetSigned};
use super::record::ProcedureRecord;
use super::refusal::{Fault, Refusal, What};
use super::sheet::Sheet;
use super::state::{Procedure, Procedures};
use super::{Milli, diff};

/// What can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Enters procedures, or new versions of them.
    Catalogue(Catalogued),
    /// Says which logs hold a procedure's cases.
    Link(Linked),
    /// Keeps a sheet; its id and hash are given.
    KeepSheet(Box<Sheet>),
    /// Records a change; its number is given.
    Change(Box<super::event::Changed>),
    /// Keeps what was measured of a change.
    KeepEffect(Box<super::event::EffectMeasured>),
    /// Keeps how cases kept the limit.
    KeepAssessment(Box<super::event::Assessed>),
}

/// A signature, before its task has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// Which sheet.
    pub sheet: SheetId,
    /// Its hash, as it was seen.
    pub seen: SmolStr,
    /// The proposals that were chosen.
    pub proposals: Vec<u32>,
    /// The unit that shall bring it about.
    pub unit: UnitId,
}

/// Returns the event to write; `hash` makes the hash of a sheet, which is a matter of
/// the ledger. `day` is the day for which it is entered.
///
/// # Errors
/// [`Refusal`] with everything that is wrong.
pub fn decide(
    state: &Procedures,
    command: Command,
    day: Date,
    hash: impl Fn(&Sheet) -> SmolStr,
) -> Result<Event, Refusal> {
    match command {
        Command::Catalogue(catalogued) => {
            if let Some(import) = &catalogued.import
                && let Some((entry, known)) = state.imported(&import.sha256)
            {
                return Err(Refusal::ImportedBefore {
                    file: known.file.clone(),
                    entry: *entry,
                });
            }
            faults(catalogue_faults(state, &catalogued))?;
            Ok(catalogued.into())
        }
        Command::Link(linked) => {
            let known = known(state, linked.procedure.as_str())?;
            faults(link_faults(known, &linked))?;
            if linked.logs.is_empty() {
                return Err(Refusal::NoLog);
            }
            Ok(linked.into())
        }
        Command::KeepSheet(mut sheet) => {
            known(state, sheet.procedure.as_str())?;
            if sheet.proposals.is_empty() {
                return Err(Refusal::NoProposal);
            }
            let id = format_smolstr!("prn-{:04}", state.next_sheet());
            // It can't fail: small letters, a dash and digits.
            if let Ok(id) = SheetId::parse(&id) {
                sheet.sheet = id;
            }
            sheet.sha256 = "".into();
            sheet.sha256 = hash(&sheet);
            Ok((*sheet).into())
        }
        Command::Change(mut changed) => {
            let known = known(state, changed.procedure.as_str())?;
            changed.number = known.changes.len() as u32 + 1;
            let mut found = Vec::new();
            let mut add = |field, what| found.push(Fault { at: 0, field, what });
            if changed.what.trim().is_empty() {
                add("what", What::Missing);
            }
            if changed.units.is_empty() {
                add("units", What::Missing);
            }
            if changed.promised <= 0 {
                add("promised", What::NothingPromised);
            }
            if let Some(sheet) = &changed.sheet
                && state.sheet(sheet).is_none()
            {
                return Err(Refusal::NoSuchSheet {
                    sheet: sheet.as_str().into(),
                });
            }
            faults(found)?;
            Ok((*changed).into())
        }
        Command::KeepEffect(measured) => {
            let known = known(state, measured.procedure.as_str())?;
            if !known
                .changes
                .iter()
                .any(|(_, it)| it.number == measured.change)
            {
                return Err(Refusal::NoSuchChange {
                    change: measured.change,
                });
            }
            past(measured.as_of, day)?;
            Ok((*measured).into())
        }
        Command::KeepAssessment(assessed) => {
            known(state, assessed.procedure.as_str())?;
            if assessed.to < assessed.from {
                let (from, to) = (assessed.from, assessed.to);
                return one("to", What::EndsBeforeBegin { from, to });
            }
            past(assessed.to, day)?;
            Ok((*assessed).into())
        }
    }
}

/// Returns the signature to write beside the task that it becomes.
///
/// # Errors
/// [`Refusal`] when the sheet is another one than was seen, or signed already.
pub fn sign(state: &Procedures, sign: &Sign, task: TaskId) -> Result<SheetSigned, Refusal> {
    let name = || sign.sheet.as_str().into();
    let kept = state
        .sheet(&sign.sheet)
        .ok_or_else(|| Refusal::NoSuchSheet { sheet: name() })?;
    if let Some((_, signed)) = &kept.signed {
        return Err(Refusal::SignedBefore {
            sheet: name(),
            task: signed.task.as_str().into(),
        });
    }
    if kept.sheet.sha256 != sign.seen {
        return Err(Refusal::OtherSheet { sheet: name() });
    }
    let chosen: BTreeSet<u32> = sign.proposals.iter().copied().collect();
    if chosen.is_empty() {
        return Err(Refusal::NoProposal);
    }
    let mut promised: Milli = 0;
    for number in &chosen {
        let found = kept.sheet.proposals.iter().find(|it| it.number == *number);
        let found = found.ok_or(Refusal::NoSuchProposal { proposal: *number })?;
        promised += found.saved_per_case.mean;
    }
    Ok(SheetSigned {
        sheet: sign.sheet.clone(),
        sha256: sign.seen.clone(),
        proposals: chosen.into_iter().collect(),
        promised,
        unit: sign.unit.clone(),
        task,
    })
}

fn known<'s>(state: &'s Procedures, procedure: &str) -> Result<&'s Procedure, Refusal> {
    let found = state.by_code(procedure).map(|(_, it)| it);
    found.ok_or_else(|| Refusal::NoSuchProcedure {
        procedure: procedure.into(),
    })
}

fn faults(faults: Vec<Fault>) -> Result<(), Refusal> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Faults { faults })
    }
}

fn one<T>(field: &'static str, what: What) -> Result<T, Refusal> {
    let faults = vec![Fault { at: 0, field, what }];
    Err(Refusal::Faults { faults })
}

fn past(on: Date, day: Date) -> Result<(), Refusal> {
    if on > day {
        return one("to", What::InFuture { on });
    }
    Ok(())
}

fn link_faults(known: &Procedure, linked: &Linked) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut add = |what| {
        found.push(Fault {
            at: 0,
            field: "mapping",
            what,
        });
    };
    let mut seen = BTreeSet::new();
    let newest = known.newest().map(|version| &version.record);
    for it in &linked.mapping {
        if !seen.insert(&it.activity) {
            add(What::Twice {
                it: it.activity.clone(),
            });
        }
        let has = |record: &ProcedureRecord| record.steps.iter().any(|s| s.number == it.step);
        if !newest.is_some_and(has) {
            add(What::NoSuchStep { step: it.step });
        }
    }
    found
}

/// Returns everything that is wrong with procedures to enter, each with its place.
#[must_use]
pub fn catalogue_faults(state: &Procedures, catalogued: &Catalogued) -> Vec<Fault> {
    let mut found = Vec::new();
    if catalogued.procedures.is_empty() {
        found.push(Fault {
            at: 0,
            field: "",
            what: What::Nothing,
        });
    }
    let mut seen = BTreeSet::new();
    for (at, record) in catalogued.procedures.iter().enumerate() {
        let mut add = |field, what| found.push(Fault { at, field, what });
        if !seen.insert(&record.procedure) {
            add(
                "code",
                What::Twice {
                    it: record.code.as_str().into(),
                },
            );
        }
        for (field, text) in [("title", &record.title), ("act", &record.act)] {
            if text.trim().is_empty() {
                add(field, What::Missing);
            }
        }
        if record.steps.is_empty() || record.steps.iter().any(|it| it.name.trim().is_empty()) {
            add("steps", What::Missing);
        }
        let mut names = BTreeSet::new();
        for step in &record.steps {
            if !names.insert(&step.name) {
                add(
                    "steps",
                    What::Twice {
                        it: step.name.clone(),
                    },
                );
            }
        }
        if record.fee < 0 {
            add("fee", What::NegativeFee);
        }
        let steps: Milli = record
            .steps
            .iter()
            .filter_map(|it| it.limit)
            .map(|it| it.milli_days())
            .sum();
        if let Some(total) = record.limit.map(|it| it.milli_days())
            && steps > total
        {
            let (steps, total) = (days(steps), days(total));
            add("steps", What::StepsAboveTotal { steps, total });
        }
        if let Some(newest) = state.newest(&record.procedure) {
            if record.from <= newest.from {
                add("from", What::NotAfter { was: newest.from });
            }
            if diff::differences(newest, record).is_empty() && newest.act == record.act {
                add("", What::Unchanged);
            }
            if catalogued.reason.trim().is_empty() {
                add("reason", What::ReasonMissing);
            }
        }
    }
    found
}

/// Thousandths of a working day as written with a point: `12.5`.
fn days(milli: Milli) -> Box<str> {
    let tenths = (milli + 50) / 100;
    match tenths % 10 {
        0 => (tenths / 10).to_string().into(),
        rest => format!("{}.{rest}", tenths / 10).into(),
    }
}
