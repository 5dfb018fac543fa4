//! Every event of every room, by the kind it is kept under.

use dondoc_kinds::DecodeProblem;

use crate::imports::ImportEvent;
use crate::logs::LogEvent;
use crate::settings::SettingsEvent;

/// What an entry says, whichever room it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Holidays, swaps, office hours.
    Calendar(dondoc_calendar::Event),
    /// Units, posts, people.
    Registry(dondoc_registry::Event),
    /// Documents.
    Document(dondoc_documents::Event),
    /// Proposals and tasks.
    Task(dondoc_tasks::Event),
    /// Briefing meetings.
    Meeting(dondoc_meetings::Event),
    /// Public investment.
    Investment(dondoc_investment::Event),
    /// Administrative procedures.
    Procedure(dondoc_procedures::room::Event),
    /// What the city sets for itself.
    Settings(SettingsEvent),
    /// Imported tables.
    Import(ImportEvent),
    /// Imported case logs.
    Log(LogEvent),
}

impl Event {
    /// Returns the kind under which the ledger keeps this event.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Calendar(event) => event.kind(),
            Self::Registry(event) => event.kind(),
            Self::Document(event) => event.kind(),
            Self::Task(event) => event.kind(),
            Self::Meeting(event) => event.kind(),
            Self::Investment(event) => event.kind(),
            Self::Procedure(event) => event.kind(),
            Self::Settings(event) => event.kind(),
            Self::Import(event) => event.kind(),
            Self::Log(event) => event.kind(),
        }
    }

    /// Returns the schema number of the payload that is written today.
    pub fn schema(&self) -> u16 {
        match self {
            Self::Calendar(event) => event.schema(),
            Self::Registry(event) => event.schema(),
            Self::Document(event) => event.schema(),
            Self::Task(event) => event.schema(),
            Self::Meeting(event) => event.schema(),
            Self::Investment(event) => event.schema(),
            Self::Procedure(event) => event.schema(),
            Self::Settings(event) => event.schema(),
            Self::Import(event) => event.schema(),
            Self::Log(event) => event.schema(),
        }
    }

    /// Returns the payload as JSON.
    ///
    /// # Errors
    /// When a value has no JSON form.
    pub fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
        match self {
            Self::Calendar(event) => event.to_json(),
            Self::Registry(event) => event.to_json(),
            Self::Document(event) => event.to_json(),
            Self::Task(event) => event.to_json(),
            Self::Meeting(event) => event.to_json(),
            Self::Investment(event) => event.to_json(),
            Self::Procedure(event) => event.to_json(),
            Self::Settings(event) => event.to_json(),
            Self::Import(event) => event.to_json(),
            Self::Log(event) => event.to_json(),
        }
    }

    /// Reads a stored payload.
    ///
    /// # Errors
    /// See [`DecodeProblem`].
    pub fn decode(kind: &str, schema: u16, payload: &[u8]) -> Result<Self, DecodeProblem> {
        match kind.split_once('.').map(|(room, _)| room) {
            Some("task" | "proposal") => {
                dondoc_tasks::Event::decode(kind, schema, payload).map(Self::Task)
            }
            Some("calendar") => {
                dondoc_calendar::Event::decode(kind, schema, payload).map(Self::Calendar)
            }
            Some("registry") => {
                dondoc_registry::Event::decode(kind, schema, payload).map(Self::Registry)
            }
            Some("document") => {
                dondoc_documents::Event::decode(kind, schema, payload).map(Self::Document)
            }
            Some("meeting") => {
                dondoc_meetings::Event::decode(kind, schema, payload).map(Self::Meeting)
            }
            Some("investment") => {
                dondoc_investment::Event::decode(kind, schema, payload).map(Self::Investment)
            }
            Some("procedure") => {
                dondoc_procedures::room::Event::decode(kind, schema, payload).map(Self::Procedure)
            }
            Some("city") => SettingsEvent::decode(kind, schema, payload).map(Self::Settings),
            Some("import") => ImportEvent::decode(kind, schema, payload).map(Self::Import),
            Some("log") => LogEvent::decode(kind, schema, payload).map(Self::Log),
            _ => Err(DecodeProblem::UnknownKind {
                kind: kind.to_owned(),
            }),
        }
    }
}

impl From<SettingsEvent> for Event {
    fn from(event: SettingsEvent) -> Self {
        Self::Settings(event)
    }
}

impl From<ImportEvent> for Event {
    fn from(event: ImportEvent) -> Self {
        Self::Import(event)
    }
}

impl From<LogEvent> for Event {
    fn from(event: LogEvent) -> Self {
        Self::Log(event)
    }
}

impl From<dondoc_procedures::room::Event> for Event {
    fn from(event: dondoc_procedures::room::Event) -> Self {
        Self::Procedure(event)
    }
}

macro_rules! from_room {
    ($($room:ident => $variant:ident),+) => {$(
        impl From<$room::Event> for Event {
            fn from(event: $room::Event) -> Self {
                Self::$variant(event)
            }
        }
    )+};
}

from_room! {
    dondoc_calendar => Calendar,
    dondoc_registry => Registry,
    dondoc_documents => Document,
    dondoc_tasks => Task,
    dondoc_meetings => Meeting,
    dondoc_investment => Investment
}
