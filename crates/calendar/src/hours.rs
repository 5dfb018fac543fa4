//! Office hours: which weekdays are worked, and from when to when.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::provision::Confidence;

/// A day of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Returns the weekday of a date.
    pub fn of(date: Date) -> Self {
        let index = date.weekday().to_monday_zero_offset();
        Self::ALL[usize::try_from(index).unwrap_or(0) % 7]
    }

    /// Returns how Vietnamese documents write it, e.g. `thứ Hai`.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::Monday => "thứ Hai",
            Self::Tuesday => "thứ Ba",
            Self::Wednesday => "thứ Tư",
            Self::Thursday => "thứ Năm",
            Self::Friday => "thứ Sáu",
            Self::Saturday => "thứ Bảy",
            Self::Sunday => "Chủ nhật",
        }
    }

    fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

/// One unbroken stretch of office time in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// When it begins.
    pub start: Time,
    /// When it ends, later than `start`.
    pub end: Time,
}

impl Shift {
    /// Length in minutes.
    pub fn minutes(&self) -> u32 {
        minute_of(self.end).saturating_sub(minute_of(self.start))
    }
}

/// Minutes since midnight.
pub(crate) fn minute_of(time: Time) -> u32 {
    u32::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

/// Office hours valid from some day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "HoursData", into = "HoursData")]
// INVARIANT: at least one weekday, at least one shift, shifts in order and
// apart, each with at least one minute, on whole minutes.
pub struct OfficeHours {
    weekdays: Vec<Weekday>,
    mask: u8,
    shifts: Vec<Shift>,
    source: SmolStr,
    confidence: Confidence,
}

#[derive(Serialize, Deserialize)]
struct HoursData {
    weekdays: Vec<Weekday>,
    shifts: Vec<Shift>,
    source: SmolStr,
    confidence: Confidence,
}

/// Why office hours make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum HoursProblem {
    /// No weekday is worked.
    #[error("no weekday is worked: name at least one")]
    NoWeekday,
    /// No shift is named.
    #[error("no shift is named: give at least one start and end")]
    NoShift,
    /// A shift ends before it begins, or overlaps the one before, or is not on
    /// whole minutes.
    #[error("shifts must be in order, apart, on whole minutes, each ending after it begins")]
    ShiftOrder,
}

impl TryFrom<HoursData> for OfficeHours {
    type Error = HoursProblem;
    fn try_from(data: HoursData) -> Result<Self, HoursProblem> {
        Self::try_new(data.weekdays, data.shifts, data.source, data.confidence)
    }
}

impl From<OfficeHours> for HoursData {
    fn from(hours: OfficeHours) -> Self {
        Self {
            weekdays: hours.weekdays,
            shifts: hours.shifts,
            source: hours.source,
            confidence: hours.confidence,
        }
    }
}

impl OfficeHours {
    /// Returns office hours on `weekdays`, in `shifts`.
    ///
    /// # Errors
    /// See [`HoursProblem`].
    pub fn try_new(
        mut weekdays: Vec<Weekday>,
        shifts: Vec<Shift>,
        source: SmolStr,
        confidence: Confidence,
    ) -> Result<Self, HoursProblem> {
        weekdays.sort();
        weekdays.dedup();
        if weekdays.is_empty() {
            return Err(HoursProblem::NoWeekday);
        }
        if shifts.is_empty() {
            return Err(HoursProblem::NoShift);
        }
        let ordered = shifts.iter().all(|s| s.start < s.end && s.minutes() > 0)
            && shifts.windows(2).all(|pair| pair[0].end <= pair[1].start)
            && shifts
                .iter()
                .flat_map(|s| [s.start, s.end])
                .all(|t| t.second() == 0 && t.subsec_nanosecond() == 0);
        if !ordered {
            return Err(HoursProblem::ShiftOrder);
        }
        let mask = weekdays.iter().fold(0, |mask, day| mask | day.bit());
        Ok(Self {
            weekdays,
            mask,
            shifts,
            source,
            confidence,
        })
    }

    /// Monday to Friday, 8:00-12:00 and 13:30-17:30.
    ///
    /// # Source
    /// The 40-hour week of state offices (recalled); the hours are a default.
    pub fn default_week() -> Self {
        let shift = |h1, m1, h2, m2| Shift {
            start: Time::constant(h1, m1, 0, 0),
            end: Time::constant(h2, m2, 0, 0),
        };
        let weekdays = Weekday::ALL[..5].to_vec();
        let mask = weekdays.iter().fold(0, |mask, day| mask | day.bit());
        Self {
            weekdays,
            mask,
            shifts: vec![shift(8, 0, 12, 0), shift(13, 30, 17, 30)],
            source: SmolStr::new_static("recalled"),
            confidence: Confidence::Medium,
        }
    }

    /// Whether the weekday of `date` is normally worked.
    pub fn works_on(&self, date: Date) -> bool {
        self.mask & Weekday::of(date).bit() != 0
    }

    /// The weekdays worked, Monday first.
    pub fn weekdays(&self) -> &[Weekday] {
        &self.weekdays
    }

    /// The stretches of office time of a working day, in order.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// Minutes of office time in a working day.
    pub fn minutes(&self) -> u32 {
        self.shifts.iter().map(Shift::minutes).sum()
    }

    /// When the office closes.
    pub fn close(&self) -> Time {
        self.shifts.last().map_or(Time::MAX, |shift| shift.end)
    }

    /// Where the hours are laid down.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How sure we are of them.
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }
}
