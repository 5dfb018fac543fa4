//! A new city: what its jurisdiction's tables say, as its first entries.
//!
//! The tables are compiled in, but a city reads them once: at its founding they
//! become ledger entries, so that an old city stays what it was when a later
//! program carries other tables.

use std::fmt;
use std::str::FromStr;

use dondoc_calendar::{AnnouncedKind, Calendar};
use dondoc_kinds::UnitId;
use dondoc_kinds::{Arg, Say};
use dondoc_ledger::{Append, Appended, ExpectedVersion, Ledger, NewEntry};
use dondoc_registry::Tables;
use dondoc_tasks::Ladder;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::act::Acting;
use crate::city::City;
use crate::event::Event;
use crate::follow::ActError;
use crate::settings::{LetterheadSet, RemindersSet, SettingsEvent};

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../../jurisdictions/hanoi/", $name))
    };
}

/// A jurisdiction whose tables this program carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jurisdiction {
    /// Hà Nội.
    Hanoi,
}

/// A jurisdiction that is not carried here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownJurisdiction {
    /// The name that was given.
    pub given: String,
}

impl fmt::Display for UnknownJurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "jurisdiction `{}` is not known; known: hanoi",
            self.given
        )
    }
}

impl std::error::Error for UnknownJurisdiction {}

impl Say for UnknownJurisdiction {
    fn key(&self) -> &'static str {
        "city-unknown-jurisdiction"
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![
            ("given", Arg::from(self.given.as_str())),
            ("known", Arg::from(Jurisdiction::Hanoi.name())),
        ]
    }
}

impl FromStr for Jurisdiction {
    type Err = UnknownJurisdiction;

    fn from_str(text: &str) -> Result<Self, UnknownJurisdiction> {
        match text {
            "hanoi" => Ok(Self::Hanoi),
            other => Err(UnknownJurisdiction {
                given: other.to_owned(),
            }),
        }
    }
}

/// Something is wrong in a table of a jurisdiction.
#[derive(Debug)]
pub struct BadTable {
    /// What, in the words of the room that read it.
    pub problem: Box<dyn SayDebug>,
}

/// A problem that can be said and printed.
pub trait SayDebug: Say + fmt::Debug + Send + Sync {}
impl<T: Say + fmt::Debug + Send + Sync> SayDebug for T {}

/// A settings file that cannot be read.
#[derive(Debug)]
struct BadSettings {
    file: &'static str,
    why: String,
}

impl BadSettings {
    fn new(file: &'static str, why: &dyn fmt::Display) -> Self {
        Self {
            file,
            why: why.to_string(),
        }
    }
}

impl Say for BadSettings {
    fn key(&self) -> &'static str {
        "city-bad-settings"
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![
            ("file", self.file.into()),
            ("why", self.why.as_str().into()),
        ]
    }
}

/// What `steering.toml` says.
#[derive(serde::Deserialize)]
struct Steering {
    unit: UnitId,
}

/// One event of a founding, with the day from which it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Founded {
    /// The stream it belongs to.
    pub stream: &'static str,
    /// From when it was so.
    pub valid: Date,
    /// What.
    pub event: Event,
}

impl Jurisdiction {
    /// Returns the folder name, as in `jurisdictions/`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hanoi => "hanoi",
        }
    }

    /// Returns the unit in whose name the steering office acts when nobody else
    /// is named; none when `steering.toml` names no unit.
    pub fn steering(self) -> Option<UnitId> {
        let table = match self {
            Self::Hanoi => table!("steering.toml"),
        };
        let steering: Steering = toml::from_str(table).ok()?;
        Some(steering.unit)
    }

    /// Returns what the city sets for itself at first.
    ///
    /// # Errors
    /// [`BadTable`] when `reminders.toml` or `letterhead.toml` is broken.
    pub fn settings(self) -> Result<[SettingsEvent; 2], Vec<BadTable>> {
        let (reminders, letterhead) = match self {
            Self::Hanoi => (table!("reminders.toml"), table!("letterhead.toml")),
        };
        let (ladder, thresholds) = Ladder::from_toml(reminders)
            .map_err(|problem| bad(vec![BadSettings::new("reminders.toml", &problem)]))?;
        let letterhead: LetterheadSet = toml::from_str(letterhead)
            .map_err(|problem| bad(vec![BadSettings::new("letterhead.toml", &problem)]))?;
        Ok([
            RemindersSet { ladder, thresholds }.into(),
            letterhead.into(),
        ])
    }

    /// Returns the calendar that the tables say, for deadlines outside a city.
    ///
    /// # Errors
    /// [`BadTable`] for each thing that is wrong.
    pub fn calendar(self) -> Result<Calendar, Vec<BadTable>> {
        match self {
            Self::Hanoi => Calendar::from_tables(table!("hours.toml"), table!("holidays.csv")),
        }
        .map_err(bad)
    }

    /// Returns the first entries of a city: its calendar, then its registry,
    /// each event with the day from which it holds.
    ///
    /// # Errors
    /// [`BadTable`] for each thing that is wrong.
    pub fn founding(self) -> Result<Vec<Founded>, Vec<BadTable>> {
        let days = dondoc_calendar::table_events(table!("hours.toml"), table!("holidays.csv"));
        let units = dondoc_registry::jurisdiction_events(&self.tables());
        let mut events: Vec<Founded> = days
            .map_err(bad)?
            .into_iter()
            .map(|event| Founded {
                stream: "calendar",
                valid: announced(&event),
                event: event.into(),
            })
            .collect();
        events.extend(
            units
                .map_err(bad)?
                .into_iter()
                .map(|(valid, event)| Founded {
                    stream: "registry",
                    valid,
                    event: event.into(),
                }),
        );
        events.extend(self.settings()?.map(|event| Founded {
            stream: "city",
            valid: BEGINNING,
            event: event.into(),
        }));
        Ok(events)
    }

    fn tables(self) -> Tables {
        macro_rules! tables {
            ($($name:literal),+ $(,)?) => {
                Tables::default()$(.with($name, table!($name)))+
            };
        }
        match self {
            Self::Hanoi => tables![
                "kinds.csv",
                "forms.csv",
                "titles.csv",
                "abbreviations.csv",
                "qualifiers.csv",
                "classes.csv",
                "units-city.csv",
                "units-districts.csv",
                "units-communes.csv",
                "units-party.csv",
                "aliases.csv",
                "successions.csv",
                "posts.csv",
            ],
        }
    }
}

/// Appends a founding to an empty ledger, all or nothing.
///
/// # Errors
/// [`ActError`] when the ledger is not empty or the store fails.
pub fn found(
    ledger: &Ledger,
    events: &[Founded],
    acting: &Acting,
    at: Timestamp,
) -> Result<Appended, ActError> {
    append(ledger, &City::empty(), events, acting, at)
}

/// Appends what the tables say to a city that was founded without it, all or
/// nothing.
///
/// # Errors
/// [`ActError`] when somebody else changed the calendar or the registry since
/// `city` was folded, or the store fails.
pub fn append(
    ledger: &Ledger,
    city: &City,
    events: &[Founded],
    acting: &Acting,
    at: Timestamp,
) -> Result<Appended, ActError> {
    let actor = acting.to_actor();
    let mut entries = Vec::with_capacity(events.len());
    for founded in events {
        entries.push(NewEntry {
            stream: founded.stream.to_owned(),
            kind: founded.event.kind().to_owned(),
            schema: founded.event.schema(),
            valid: founded.valid,
            actor: actor.clone(),
            payload: founded.event.to_json()?,
            attachments: Vec::new(),
        });
    }
    let expect = ["calendar", "registry", "city"]
        .map(|stream| {
            (
                stream.to_owned(),
                ExpectedVersion::Exact(city.version(stream)),
            )
        })
        .to_vec();
    Ok(ledger.append(Append { expect, entries }, at)?)
}

/// From when settings hold that bear no day.
const BEGINNING: Date = date(1900, 1, 1);

/// From when an announced day was known. The tables do not say on which day it
/// was announced; the lists of a year come out before that year begins, and an
/// exchange of working days in the year itself, at the latest the month before.
fn announced(event: &dondoc_calendar::Event) -> Date {
    match event {
        dondoc_calendar::Event::DayAnnounced(day) => match day.kind {
            AnnouncedKind::SwapDayOff
            | AnnouncedKind::SwapWorkingDay
            | AnnouncedKind::OrdinaryDay => {
                let (year, month) = (day.date.year(), day.date.month());
                if month == 1 {
                    date(year - 1, 12, 1)
                } else {
                    date(year, month - 1, 1)
                }
            }
            AnnouncedKind::PublicHoliday | AnnouncedKind::DayOffInLieu => {
                date(day.date.year() - 1, 12, 1)
            }
        },
        dondoc_calendar::Event::YearListed(year) => date(year.year - 1, 12, 1),
        dondoc_calendar::Event::HoursSet(hours) => hours.from,
        dondoc_calendar::Event::AnnouncementWithdrawn(_)
        | dondoc_calendar::Event::CountingSet(_) => BEGINNING,
    }
}

fn bad<P: SayDebug + 'static>(problems: Vec<P>) -> Vec<BadTable> {
    problems
        .into_iter()
        .map(|problem| BadTable {
            problem: Box::new(problem),
        })
        .collect()
}
