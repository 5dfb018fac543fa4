//! What is not for the ledger: which screens of a meeting are connected right
//! now, and which page its presenter shows.
//!
//! Kept in memory, by this server alone. When it starts again, screens connect
//! again within seconds and the presenter's next click says the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dondoc_kinds::MeetingId;
use tokio::sync::watch;

/// The halls of all meetings.
#[derive(Debug, Default)]
pub(crate) struct Halls {
    meetings: Mutex<BTreeMap<MeetingId, Hall>>,
    /// Counts the changes.
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Hall {
    /// The page that the presenter shows.
    slide: usize,
    /// Open screens by place.
    screens: BTreeMap<u32, u32>,
}

/// A connected screen; it is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Screen {
    halls: Arc<Halls>,
    meeting: MeetingId,
    place: u32,
}

impl Halls {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<MeetingId, Hall>> {
        // Each change is one step: a panic elsewhere leaves nothing half-done.
        self.meetings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// Tells of every screen that comes or goes and every page that is turned.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Connects a screen at a place.
    pub(crate) fn join(self: &Arc<Self>, meeting: MeetingId, place: u32) -> Screen {
        let mut meetings = self.lock();
        let hall = meetings.entry(meeting.clone()).or_default();
        *hall.screens.entry(place).or_default() += 1;
        drop(meetings);
        self.tell();
        Screen {
            halls: Arc::clone(self),
            meeting,
            place,
        }
    }

    /// Shows a page on every screen that follows.
    pub(crate) fn turn_to(&self, meeting: &MeetingId, slide: usize) {
        self.lock().entry(meeting.clone()).or_default().slide = slide;
        self.tell();
    }

    /// Returns the page that the presenter shows, 1 for the first.
    pub(crate) fn slide(&self, meeting: &MeetingId) -> usize {
        self.lock().get(meeting).map_or(1, |hall| hall.slide.max(1))
    }

    /// Returns the places with a connected screen.
    pub(crate) fn connected(&self, meeting: &MeetingId) -> BTreeSet<u32> {
        let meetings = self.lock();
        let hall = meetings.get(meeting);
        hall.map(|hall| hall.screens.keys().copied().collect())
            .unwrap_or_default()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let mut meetings = self.halls.lock();
        if let Some(hall) = meetings.get_mut(&self.meeting)
            && let Some(open) = hall.screens.get_mut(&self.place)
        {
            *open -= 1;
            if *open == 0 {
                hall.screens.remove(&self.place);
            }
        }
        drop(meetings);
        self.halls.tell();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_connected_while_any_of_its_screens_is() {
        let (halls, meeting) = (Arc::new(Halls::default()), MeetingId::parse("m").unwrap());
        let first = halls.join(meeting.clone(), 3);
        let second = halls.join(meeting.clone(), 3);
        drop(first);
        assert_eq!(halls.connected(&meeting), BTreeSet::from([3]));
        drop(second);
        assert!(halls.connected(&meeting).is_empty());
    }

    #[test]
    fn a_turned_page_is_told_to_whoever_waits() {
        let (halls, meeting) = (Halls::default(), MeetingId::parse("m").unwrap());
        assert_eq!(halls.slide(&meeting), 1);
        let mut changes = halls.changes();
        halls.turn_to(&meeting, 4);
        assert!(changes.has_changed().unwrap());
        changes.mark_unchanged();
        assert_eq!(halls.slide(&meeting), 4);
    }
}
