//! Opening what commands work on: a data folder, its city, who acts, and when.

use std::path::Path;

use anyhow::Context;
use dondoc_calendar::Calendar;
use dondoc_city::{Act, ActError, Acting, City, Command, Done, Jurisdiction, civil};
use dondoc_kinds::{Arg, TaskId, UnitId};
use dondoc_ledger_sqlite::DataFolder;
use dondoc_messages::{Lang, text};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::args;
use crate::trouble::Trouble;

/// An open city: its folder and its state.
pub(crate) struct Opened {
    /// The folder.
    pub(crate) folder: DataFolder,
    /// The state, as of the newest entry.
    pub(crate) city: City,
}

/// Opens a data folder and folds its ledger, from the newest snapshot on.
pub(crate) fn city(path: &Path) -> Result<Opened, Trouble> {
    let folder = folder(path)?;
    let mut city = crate::snapshots::newest(&folder).unwrap_or_else(City::empty);
    let before = city.folded();
    city.catch_up(folder.ledger())
        .context("failed to fold the ledger")?;
    crate::snapshots::keep_if_worth_it(&folder, &city, before);
    Ok(Opened { folder, city })
}

/// Opens a data folder.
pub(crate) fn folder(path: &Path) -> Result<DataFolder, Trouble> {
    DataFolder::open(path).map_err(|error| Trouble::Broken(Box::new(error)))
}

/// Returns the calendar of a city, or that of a jurisdiction's tables.
pub(crate) fn calendar(name: &str, data: Option<&Path>) -> Result<Calendar, Trouble> {
    match data {
        Some(path) => Ok(city(path)?.city.calendar),
        None => jurisdiction(name)?.calendar().map_err(tables),
    }
}

/// Reads the name of a jurisdiction.
pub(crate) fn jurisdiction(name: &str) -> Result<Jurisdiction, Trouble> {
    name.parse()
        .map_err(|unknown: dondoc_city::UnknownJurisdiction| Trouble::refused(unknown))
}

/// Turns the faults of a jurisdiction's tables into trouble.
pub(crate) fn tables(faults: Vec<dondoc_city::BadTable>) -> Trouble {
    let said = faults
        .iter()
        .map(|fault| dondoc_messages::say(Lang::En, &*fault.problem));
    Trouble::RefusedWords(said.collect::<Vec<_>>().join("\n"))
}

/// The server's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where time comes in"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

impl Opened {
    /// Does what is asked, in the name of the unit that `acting` says, or of
    /// `default`.
    pub(crate) fn act(
        &mut self,
        command: Command,
        acting: &args::Acting,
        default: &UnitId,
        lang: Lang,
    ) -> Result<Done, Trouble> {
        let at = now();
        let valid = valid(at, acting.on, lang)?;
        let unit = match &acting.unit {
            Some(name) => self.unit(name, valid.date(), lang)?,
            None => default.clone(),
        };
        let acting = Acting::of(unit);
        let done = self.act_as(Act {
            command,
            acting,
            at,
            valid,
        })?;
        // A signed head after each act: an end that is cut off later shows.
        self.folder
            .checkpoint()
            .context("failed to sign a checkpoint")?;
        Ok(done)
    }

    /// Does what is asked.
    pub(crate) fn act_as(&mut self, act: Act) -> Result<Done, Trouble> {
        match self.city.act(self.folder.ledger(), &act) {
            Ok(done) => Ok(done),
            Err(ActError::Refused(refusal)) => Err(Trouble::refused(refusal)),
            Err(error) => Err(anyhow::Error::from(error).into()),
        }
    }

    /// Returns the unit that an id or a name means on that day.
    pub(crate) fn unit(&self, name: &str, on: Date, lang: Lang) -> Result<UnitId, Trouble> {
        let mut units = self.units(name, on)?;
        match (units.pop(), units.is_empty()) {
            (Some(unit), true) => Ok(unit),
            _ => Err(Trouble::RefusedWords(text(
                lang,
                "cli-one-unit",
                &[("name", Arg::from(name))],
            ))),
        }
    }

    /// Returns the units that an id, a name or a class means on that day.
    pub(crate) fn units(&self, name: &str, on: Date) -> Result<Vec<UnitId>, Trouble> {
        match UnitId::parse(name) {
            Ok(unit) if self.city.registry.unit(&unit).is_some() => Ok(vec![unit]),
            _ => self.city.units_meant(name, on).map_err(Trouble::refused),
        }
    }

    /// Reads the id of a task that exists.
    pub(crate) fn task(&self, id: &str, lang: Lang) -> Result<&dondoc_tasks::Task, Trouble> {
        let unknown =
            || Trouble::RefusedWords(text(lang, "cli-no-such-task", &[("task", Arg::from(id))]));
        let id: TaskId = id.parse().map_err(|_| unknown())?;
        self.city.tasks.task(&id).ok_or_else(unknown)
    }
}

/// Returns the moment at which something was so: now, or at noon of an earlier
/// day. The ledger keeps both.
fn valid(at: Timestamp, on: Option<Date>, lang: Lang) -> Result<DateTime, Trouble> {
    let today = civil(at);
    match on {
        None => Ok(today),
        Some(day) if day <= today.date() => Ok(day.at(12, 0, 0, 0)),
        Some(day) => Err(Trouble::RefusedWords(text(
            lang,
            "cli-day-ahead",
            &[("day", Arg::from(day))],
        ))),
    }
}
