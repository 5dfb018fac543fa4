//! What happens to a calendar.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::hours::OfficeHours;
use crate::provision::Confidence;

/// What an announcement makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncedKind {
    /// A public holiday (ngày nghỉ lễ, tết).
    PublicHoliday,
    /// Off in place of a holiday that fell on a rest day (nghỉ bù).
    DayOffInLieu,
    /// Off in exchange for a rest day that is worked (nghỉ hoán đổi).
    SwapDayOff,
    /// A rest day that is worked in exchange (làm bù).
    SwapWorkingDay,
    /// An ordinary working day, though the computed rule has it off.
    OrdinaryDay,
}

impl AnnouncedKind {
    /// Whether the office works on such a day.
    pub fn is_working(self) -> bool {
        match self {
            Self::SwapWorkingDay | Self::OrdinaryDay => true,
            Self::PublicHoliday | Self::DayOffInLieu | Self::SwapDayOff => false,
        }
    }
}

/// A day was announced to be off or worked. Overrides what was computed or
/// announced for it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAnnounced {
    /// The day.
    pub date: Date,
    /// What it is.
    pub kind: AnnouncedKind,
    /// What people call it, in Vietnamese.
    pub name: SmolStr,
    /// Number and date of the announcement, or an address.
    pub source: SmolStr,
    /// How sure we are.
    pub confidence: Confidence,
}

/// An announcement for a day was taken back: the day is again what it was
/// before any announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementWithdrawn {
    /// The day.
    pub date: Date,
    /// By which document.
    pub source: SmolStr,
}

/// The holidays of a year are all announced: from now on nothing of that year
/// is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearListed {
    /// The year.
    pub year: i16,
    /// By which document.
    pub source: SmolStr,
}

/// Office hours were set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursSet {
    /// The first day on which they hold.
    pub from: Date,
    /// The hours.
    pub hours: OfficeHours,
}

/// How phrases are read and counts end was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountingSet {
    /// The settings, all of them.
    pub counting: Counting,
}

/// How "trước ngày X" is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// X is the last day on which it may be done.
    By,
    /// It must be done before X begins.
    Before,
}

/// What happens when the last day is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDayOff {
    /// The deadline passes to the end of the next working day (Civil Code Art.
    /// 148 §5).
    NextWorkingDay,
    /// The deadline stays where it is.
    Stays,
}

/// When a day ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayEnd {
    /// At 24:00 (Civil Code Art. 148 §6), written 23:59:59.
    Midnight,
    /// When the office closes.
    OfficeClose,
}

/// How a jurisdiction reads phrases and ends counts, where the law leaves it
/// open or practice differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// How "trước ngày X" is read. Default: by.
    pub before_day: Reading,
    /// What happens when the last day is off. Default: next working day.
    pub last_day_off: LastDayOff,
    /// When a day ends. Default: midnight.
    pub day_end: DayEnd,
    /// Who settled it so.
    pub source: SmolStr,
}

impl Default for Counting {
    fn default() -> Self {
        Self {
            before_day: Reading::By,
            last_day_off: LastDayOff::NextWorkingDay,
            day_end: DayEnd::Midnight,
            source: SmolStr::new_static("mặc định"),
        }
    }
}

dondoc_kinds::event_kinds! {
    /// What happens to a calendar.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Event {
        /// A day was announced to be off or worked.
        DayAnnounced(DayAnnounced) = "calendar.day_announced" / 1,
        /// An announcement was taken back.
        AnnouncementWithdrawn(AnnouncementWithdrawn) = "calendar.announcement_withdrawn" / 1,
        /// A year's list is complete.
        YearListed(YearListed) = "calendar.year_listed" / 1,
        /// Office hours were set.
        HoursSet(HoursSet) = "calendar.hours_set" / 1,
        /// Reading and counting was settled.
        CountingSet(CountingSet) = "calendar.counting_set" / 1,
    }
}
