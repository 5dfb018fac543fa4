//! The folded state of the room.

use std::collections::BTreeMap;

use dondoc_kinds::{ProcedureId, SheetId, TaskId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::event::{Assessed, Changed, EffectMeasured, Event, Imported, Linked, SheetSigned};
use super::record::{ProcedureRecord, Version};
use super::sheet::Sheet;

/// A procedure with all that is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Procedure {
    /// Its versions, oldest first; never empty in a folded state.
    pub versions: Vec<Version>,
    /// Where its cases are, as said last, with the entry.
    pub link: Option<(u64, Linked)>,
    /// Its changes in order, each with its entry.
    pub changes: Vec<(u64, Changed)>,
    /// What was measured of them, oldest first.
    pub effects: Vec<(u64, EffectMeasured)>,
    /// How cases kept the limit, oldest first.
    pub assessments: Vec<(u64, Assessed)>,
    /// Its shortening sheets, oldest first.
    pub sheets: Vec<SheetId>,
}

impl Procedure {
    /// Returns the version that holds on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Version> {
        self.versions
            .iter()
            .rev()
            .find(|version| version.record.from <= day)
    }

    /// Returns the newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Returns the version on a day, or the first one that will hold.
    #[must_use]
    pub fn around(&self, day: Date) -> Option<&Version> {
        self.on(day).or_else(|| self.versions.first())
    }

    /// Returns what was measured last of a change up to a day.
    #[must_use]
    pub fn effect(&self, change: u32, until: Date) -> Option<&(u64, EffectMeasured)> {
        let of_change = |it: &&(u64, EffectMeasured)| it.1.change == change && it.1.as_of <= until;
        self.effects.iter().rev().find(of_change)
    }

    /// Returns the newest assessment that ends on a day or before.
    #[must_use]
    pub fn assessment(&self, until: Date) -> Option<&(u64, Assessed)> {
        let fits = self.assessments.iter().filter(|it| it.1.to <= until);
        fits.max_by_key(|it| (it.1.to, it.0))
    }
}

/// A sheet and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetKept {
    /// The sheet.
    pub sheet: Sheet,
    /// Its entry.
    pub entry: u64,
    /// Its signature, with the entry.
    pub signed: Option<(u64, SheetSigned)>,
}

/// Everything that is known of procedures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Procedures {
    all: BTreeMap<ProcedureId, Procedure>,
    sheets: BTreeMap<SheetId, SheetKept>,
    imports: Vec<(u64, Imported)>,
}

impl Procedures {
    /// Returns a procedure.
    #[must_use]
    pub fn get(&self, procedure: &ProcedureId) -> Option<&Procedure> {
        self.all.get(procedure)
    }

    /// Returns a procedure by its code, however it is written.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<(&ProcedureId, &Procedure)> {
        let id = ProcedureId::parse(&code.trim().to_lowercase()).ok()?;
        self.all.get_key_value(&id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&ProcedureId, &Procedure)> {
        self.all.iter()
    }

    /// Returns a sheet.
    #[must_use]
    pub fn sheet(&self, sheet: &SheetId) -> Option<&SheetKept> {
        self.sheets.get(sheet)
    }

    /// Returns the sheet that became a task.
    #[must_use]
    pub fn sheet_of_task(&self, task: &TaskId) -> Option<&SheetKept> {
        let became = |kept: &&SheetKept| {
            kept.signed
                .as_ref()
                .is_some_and(|(_, signed)| signed.task == *task)
        };
        self.sheets.values().find(became)
    }

    /// Returns the procedure whose cases are in an import.
    #[must_use]
    pub fn of_log(&self, log: &str) -> Option<(&ProcedureId, &Procedure)> {
        let holds = |link: &Linked| link.logs.iter().any(|it| it == log);
        self.all
            .iter()
            .find(|(_, it)| it.link.as_ref().is_some_and(|(_, link)| holds(link)))
    }

    /// Returns the entry that took in a file, by its hash.
    #[must_use]
    pub fn imported(&self, sha256: &str) -> Option<&(u64, Imported)> {
        self.imports
            .iter()
            .find(|(_, import)| *import.sha256 == *sha256)
    }

    /// Tells whether anything was entered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn next_sheet(&self) -> usize {
        self.sheets.len() + 1
    }

    pub(super) fn newest(&self, procedure: &ProcedureId) -> Option<&ProcedureRecord> {
        self.get(procedure)?.newest().map(|version| &version.record)
    }

    /// Folds an event; `entry` is its index in the ledger.
    pub fn apply(&mut self, event: &Event, entry: u64) {
        match event {
            Event::Catalogued(catalogued) => {
                if let Some(import) = &catalogued.import {
                    self.imports.push((entry, import.clone()));
                }
                for record in &catalogued.procedures {
                    let known = self.all.entry(record.procedure.clone()).or_default();
                    known.versions.push(Version {
                        number: known.versions.len() as u32 + 1,
                        record: record.clone(),
                        reason: if known.versions.is_empty() {
                            "".into()
                        } else {
                            catalogued.reason.clone()
                        },
                        entry,
                    });
                }
            }
            Event::Linked(linked) => {
                if let Some(known) = self.all.get_mut(&linked.procedure) {
                    known.link = Some((entry, linked.clone()));
                }
            }
            Event::SheetMade(sheet) => {
                if let Some(known) = self.all.get_mut(&sheet.procedure) {
                    known.sheets.push(sheet.sheet.clone());
                }
                let kept = SheetKept {
                    sheet: sheet.clone(),
                    entry,
                    signed: None,
                };
                self.sheets.insert(sheet.sheet.clone(), kept);
            }
            Event::SheetSigned(signed) => {
                if let Some(kept) = self.sheets.get_mut(&signed.sheet) {
                    kept.signed = Some((entry, signed.clone()));
                }
            }
            Event::Changed(changed) => {
                if let Some(known) = self.all.get_mut(&changed.procedure) {
                    known.changes.push((entry, changed.clone()));
                }
            }
            Event::EffectMeasured(measured) => {
                if let Some(known) = self.all.get_mut(&measured.procedure) {
                    known.effects.push((entry, measured.clone()));
                }
            }
            Event::Assessed(assessed) => {
                if let Some(known) = self.all.get_mut(&assessed.procedure) {
                    known.assessments.push((entry, assessed.clone()));
                }
            }
        }
    }
}
