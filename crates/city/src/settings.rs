//! What a city sets for itself: when it reminds, and how its papers are headed.
//!
//! These are entries, not files beside the program: a briefing of an earlier
//! day is computed with the settings of that day.

use std::collections::BTreeSet;

use dondoc_kinds::UnitId;
use dondoc_tasks::{Ladder, Thresholds};
use serde::{Deserialize, Serialize};

/// The reminder ladder and the numbers behind "at risk" were set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemindersSet {
    /// When reminders are sent.
    pub ladder: Ladder,
    /// From when a task is at risk.
    pub thresholds: Thresholds,
}

/// The letterhead of the briefing was set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterheadSet {
    /// The superior body, `ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI`: a line each.
    pub superior: String,
    /// The issuing body, `VĂN PHÒNG`.
    pub issuer: String,
    /// The symbol after the number, `BC-VP`.
    pub symbol: String,
    /// The place, `Hà Nội`.
    pub place: String,
    /// Who gets it, one a line, without the mark at the end.
    pub recipients: Vec<String>,
    /// Under which authority it is signed, `KT. CHÁNH VĂN PHÒNG`; may be empty.
    pub authority: String,
    /// The post of who signs.
    pub post: String,
    /// A remark for every page, such as that the data are made up.
    #[serde(default)]
    pub remark: Option<String>,
}

/// It was set whether a unit's reports wait for its head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalSet {
    /// The unit.
    pub unit: UnitId,
    /// Whether they do.
    pub required: bool,
}

dondoc_kinds::event_kinds! {
    /// What a city sets for itself.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum SettingsEvent {
        /// When it reminds.
        RemindersSet(RemindersSet) = "city.reminders_set" / 1,
        /// How its papers are headed.
        LetterheadSet(LetterheadSet) = "city.letterhead_set" / 1,
        /// Whether a unit's reports wait for its head.
        ApprovalSet(ApprovalSet) = "city.approval_set" / 1,
    }
}

/// The settings as of the entries that were folded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settings {
    /// When reminders are sent.
    pub ladder: Ladder,
    /// From when a task is at risk.
    pub thresholds: Thresholds,
    /// The letterhead of the briefing.
    pub letterhead: LetterheadSet,
    /// Units whose reports wait for their head.
    pub approval: BTreeSet<UnitId>,
}

impl Settings {
    /// Folds one event.
    pub fn apply(&mut self, event: &SettingsEvent) {
        match event {
            SettingsEvent::RemindersSet(set) => {
                self.ladder = set.ladder.clone();
                self.thresholds = set.thresholds.clone();
            }
            SettingsEvent::LetterheadSet(set) => self.letterhead = set.clone(),
            SettingsEvent::ApprovalSet(set) if set.required => {
                self.approval.insert(set.unit.clone());
            }
            SettingsEvent::ApprovalSet(set) => {
                self.approval.remove(&set.unit);
            }
        }
    }
}
