//! The jurisdiction's registry and calendar, from its tables.

use std::fs::read_to_string;
use std::path::PathBuf;

use dondoc_calendar::{Calendar, Event, table_events};
use dondoc_demo::announced_later;
use dondoc_registry::{Registry, Tables, jurisdiction_events};

fn table(file: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../jurisdictions/hanoi");
    read_to_string(folder.join(file)).expect("the jurisdiction has the table")
}

/// The registry of the jurisdiction, folded.
pub(crate) fn registry() -> Registry {
    let tables = Tables::FILES
        .iter()
        .fold(Tables::default(), |tables, file| {
            tables.with(file, table(file))
        });
    let mut registry = Registry::default();
    let events = jurisdiction_events(&tables).map_err(|problems| format!("{:?}", problems.first()));
    for (_, event) in events.expect("the tables are right") {
        registry.apply(&event);
    }
    registry
}

/// The calendar as it was before the story's announcements.
pub(crate) fn calendar() -> Calendar {
    let later = announced_later().expect("the story can be read");
    let mut calendar = Calendar::default();
    for event in
        table_events(&table("hours.toml"), &table("holidays.csv")).expect("the tables are right")
    {
        let is_later = matches!(&event, Event::DayAnnounced(day) if later.contains(&day.date));
        if !is_later {
            calendar.apply(&event);
        }
    }
    calendar
}
