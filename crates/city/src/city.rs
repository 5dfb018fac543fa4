//! The folded state.

use std::collections::BTreeSet;

use dondoc_calendar::Calendar;
use dondoc_documents::Documents;
use dondoc_investment::Investment;
use dondoc_kinds::{DecodeProblem, PersonId, UnitId};
use dondoc_ledger::{EntryView, OWN_STREAM};
use dondoc_meetings::Meetings;
use dondoc_procedures::room::Procedures;
use dondoc_registry::Registry;
use dondoc_tasks::{Recorded, Tasks};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::act::{Act, Draft};
use crate::event::Event;
use crate::imports::Imports;
use crate::logs::CaseLogs;
use crate::settings::Settings;
use crate::versions::Versions;

/// Kinds that the ledger writes about itself; they change no room.
const LEDGERS_OWN: &str = "ledger.";

/// How far a fold goes.
///
/// A briefing of a past day is computed from what the ledger knew at the close
/// of that day: entries learnt later do not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cut {
    /// Entries about days after this one are left out; `None` for no limit.
    pub as_of: Option<Date>,
}

/// A city as its ledger tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct City {
    /// Working days and hours.
    pub calendar: Calendar,
    /// Units, posts, people, names.
    pub registry: Registry,
    /// The register of documents.
    pub documents: Documents,
    /// Proposals and tasks.
    pub tasks: Tasks,
    /// Briefing meetings.
    pub meetings: Meetings,
    /// Public investment.
    pub investment: Investment,
    /// Administrative procedures.
    pub procedures: Procedures,
    /// What the city sets for itself.
    pub settings: Settings,
    /// Imported tables.
    pub imports: Imports,
    /// Imported case logs.
    pub logs: CaseLogs,
    /// How many entries were looked at: the tree size this city stands at.
    folded: u64,
    /// When the newest of them was recorded.
    last_recorded: Option<Timestamp>,
    /// Entries that are not in the state since their payload was erased.
    erased: Vec<u64>,
    /// The number of entries in each stream.
    versions: Versions,
}

impl City {
    /// Returns a city of which nothing is known.
    pub fn empty() -> Self {
        Self {
            calendar: Calendar::default(),
            registry: Registry::default(),
            documents: Documents::default(),
            tasks: Tasks::default(),
            meetings: Meetings::default(),
            investment: Investment::default(),
            procedures: Procedures::default(),
            settings: Settings::default(),
            imports: Imports::default(),
            logs: CaseLogs::default(),
            folded: 0,
            last_recorded: None,
            erased: Vec::new(),
            versions: Versions::default(),
        }
    }

    /// Returns how many entries were looked at: the tree size this city stands at.
    pub fn folded(&self) -> u64 {
        self.folded
    }

    /// Returns when the newest folded entry was recorded.
    pub fn last_recorded(&self) -> Option<Timestamp> {
        self.last_recorded
    }

    /// Returns the entries whose payload was erased, and which this state
    /// therefore lacks.
    pub fn erased(&self) -> &[u64] {
        &self.erased
    }

    /// Returns how many erasures the ledger recorded.
    pub fn erasures(&self) -> u64 {
        self.version(OWN_STREAM)
    }

    /// Returns the number of entries in a stream.
    pub fn version(&self, stream: &str) -> u64 {
        self.versions.get(stream)
    }

    /// Folds the next entry.
    ///
    /// # Errors
    /// [`DecodeProblem`] when the entry was written by a newer program or its
    /// payload does not have the shape of its kind. The state is then as before.
    pub fn apply(&mut self, entry: &EntryView<'_>, cut: Cut) -> Result<(), DecodeProblem> {
        let known = !entry.kind.starts_with(LEDGERS_OWN);
        let in_time = cut.as_of.is_none_or(|day| entry.valid <= day);
        match entry.payload {
            Some(payload) if known && in_time => {
                let event = Event::decode(entry.kind, entry.schema, payload)?;
                self.fold(&event, &recorded(entry));
            }
            None if known => self.erased.push(entry.index),
            _ => {}
        }
        self.folded = entry.index + 1;
        self.last_recorded = Some(entry.recorded);
        self.versions.set(entry.stream, entry.version);
        Ok(())
    }

    /// Returns the units that had ended by that day.
    pub fn abolished_on(&self, day: Date) -> BTreeSet<UnitId> {
        self.registry
            .units()
            .filter(|(_, unit)| unit.until.is_some_and(|until| until <= day))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Folds drafts as if they had been appended, to decide what follows on them.
    pub(crate) fn suppose(&mut self, drafts: &[Draft], act: &Act) {
        for draft in drafts {
            let recorded = Recorded {
                entry: self.folded,
                at: act.at,
                valid: act.day(),
                unit: Some(act.acting.unit.clone()),
                person: act.acting.person.clone(),
            };
            self.fold(&draft.event, &recorded);
            self.folded += 1;
            self.versions
                .set(&draft.stream, self.versions.get(&draft.stream) + 1);
        }
    }

    fn fold(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::Calendar(event) => self.calendar.apply(event),
            Event::Registry(event) => self.registry.apply(event),
            Event::Document(event) => self.documents.apply(event, recorded.entry, recorded.valid),
            Event::Task(event) => dondoc_tasks::apply(&mut self.tasks, event, recorded),
            Event::Meeting(event) => {
                dondoc_meetings::apply(&mut self.meetings, event, recorded.entry);
            }
            Event::Investment(event) => self.investment.apply(event, recorded.entry),
            Event::Procedure(event) => self.procedures.apply(event, recorded.entry),
            Event::Settings(event) => self.settings.apply(event),
            Event::Import(event) => self.imports.apply(event, recorded.entry),
            Event::Log(event) => self.logs.apply(event, recorded.entry),
        }
    }
}

fn recorded(entry: &EntryView<'_>) -> Recorded {
    Recorded {
        entry: entry.index,
        at: entry.recorded,
        valid: entry.valid,
        unit: UnitId::parse(entry.actor.unit).ok(),
        person: PersonId::parse(entry.actor.person).ok(),
    }
}
