//! Where a rule of counting comes from.

use dondoc_kinds::{Arg, Say};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// How sure we are of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A guess, or a source that was contradicted.
    Low,
    /// A source that still wants an implementing act or a second witness.
    Medium,
    /// The text itself, or several sources that agree.
    High,
}

/// The provision by which a day is counted or not, or a deadline falls where
/// it does.
///
/// # Source
/// Civil Code 91/2015/QH13, Labour Code 45/2019/QH14. Those for which
/// [`is_recalled`](Self::is_recalled) is true were not read in a text while
/// this was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provision {
    /// Civil Code Art. 144: a period runs from one moment to another.
    Civil144,
    /// Civil Code Art. 146 §2: beginning, middle and end of a month.
    Civil146Month,
    /// Civil Code Art. 146 §3: beginning, middle and end of a year.
    Civil146Year,
    /// Civil Code Art. 147 §1: hours run from the moment named.
    Civil147Hours,
    /// Civil Code Art. 147 §2: the first day is not counted.
    Civil147FirstDay,
    /// Civil Code Art. 148 §1: days end with the end of the last day.
    Civil148Days,
    /// Civil Code Art. 148 §2: weeks end on the corresponding day.
    Civil148Weeks,
    /// Civil Code Art. 148 §3: months end on the corresponding day, or the last
    /// of the month.
    Civil148Months,
    /// Civil Code Art. 148 §4: years end on the corresponding day.
    Civil148Years,
    /// Civil Code Art. 148 §5: a last day off passes to the next working day.
    Civil148DayOff,
    /// Civil Code Art. 148 §6: a day ends at 24:00.
    Civil148Midnight,
    /// Labour Code Art. 111 §1: weekly rest.
    WeeklyRest,
    /// Labour Code Art. 111 §3: a day in lieu for a holiday on a rest day.
    InLieu,
    /// Labour Code Art. 112: public holidays.
    PublicHolidays,
    /// Labour Code 10/2012/QH13 Art. 115: public holidays before 2021.
    PublicHolidays2012,
    /// Politburo resolution 80-NQ/TW (2026): 24 November.
    CultureDay,
    /// The 40-hour week of state offices (Decision 188/1999/QĐ-TTg).
    OfficeWeek,
    /// An announcement: its source as text.
    Announced(SmolStr),
    /// The words of the document that sets the deadline.
    Document,
    /// A setting of this jurisdiction: its source as text.
    Setting(SmolStr),
    /// A decision to suspend the clock.
    Suspension,
}

impl Provision {
    /// Whether the provision is cited from memory, unverified.
    pub fn is_recalled(&self) -> bool {
        match self {
            Self::Civil144
            | Self::Civil147Hours
            | Self::Civil148Days
            | Self::Civil148Weeks
            | Self::Civil148Months
            | Self::Civil148Years
            | Self::Civil148DayOff
            | Self::Civil148Midnight
            | Self::WeeklyRest
            | Self::PublicHolidays2012
            | Self::OfficeWeek => true,
            Self::Announced(source) | Self::Setting(source) => source.contains("recalled"),
            Self::Civil146Month
            | Self::Civil146Year
            | Self::Civil147FirstDay
            | Self::InLieu
            | Self::PublicHolidays
            | Self::CultureDay
            | Self::Document
            | Self::Suspension => false,
        }
    }
}

impl Say for Provision {
    fn key(&self) -> &'static str {
        match self {
            Self::Civil144 => "calendar-provision-civil-144",
            Self::Civil146Month => "calendar-provision-civil-146-2",
            Self::Civil146Year => "calendar-provision-civil-146-3",
            Self::Civil147Hours => "calendar-provision-civil-147-1",
            Self::Civil147FirstDay => "calendar-provision-civil-147-2",
            Self::Civil148Days => "calendar-provision-civil-148-1",
            Self::Civil148Weeks => "calendar-provision-civil-148-2",
            Self::Civil148Months => "calendar-provision-civil-148-3",
            Self::Civil148Years => "calendar-provision-civil-148-4",
            Self::Civil148DayOff => "calendar-provision-civil-148-5",
            Self::Civil148Midnight => "calendar-provision-civil-148-6",
            Self::WeeklyRest => "calendar-provision-labour-111-1",
            Self::InLieu => "calendar-provision-labour-111-3",
            Self::PublicHolidays => "calendar-provision-labour-112",
            Self::PublicHolidays2012 => "calendar-provision-labour-2012-115",
            Self::CultureDay => "calendar-provision-culture-day",
            Self::OfficeWeek => "calendar-provision-office-week",
            Self::Announced(_) => "calendar-provision-announced",
            Self::Document => "calendar-provision-document",
            Self::Setting(_) => "calendar-provision-setting",
            Self::Suspension => "calendar-provision-suspension",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Announced(source) | Self::Setting(source) => {
                vec![("source", source.as_str().into())]
            }
            _ => Vec::new(),
        }
    }
}
