//! The calendar of a jurisdiction: what each day is, and why.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::days::{next, plus};
use crate::event::{AnnouncedKind, Counting, DayAnnounced, Event};
use crate::holiday::{ComputedHoliday, computed_holidays};
use crate::hours::OfficeHours;
use crate::provision::{Confidence, Provision};

/// What a day is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A rest day worked in exchange (làm bù).
    SwapWorkingDay,
    /// Weekly rest.
    WeeklyRest,
    /// A public holiday.
    PublicHoliday,
    /// Off in place of a holiday on a rest day (nghỉ bù).
    DayOffInLieu,
    /// Off in exchange for a rest day that is worked.
    SwapDayOff,
}

impl DayKind {
    /// Whether the office works on such a day.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::SwapWorkingDay)
    }
}

/// Whether somebody announced what a day is, or the law's rule was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The normal week.
    Week,
    /// An announcement or list names the day.
    Announced,
    /// Computed by rule, not announced.
    Computed,
}

/// What a day is, why, and by which provision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayStatus {
    /// What it is.
    pub kind: DayKind,
    /// The holiday's name in Vietnamese; empty for ordinary days and weekends.
    pub name: SmolStr,
    /// By which provision or announcement.
    pub provision: Provision,
    /// Announced or computed.
    pub basis: Basis,
    /// How sure we are.
    pub confidence: Confidence,
}

impl DayStatus {
    /// Whether the office works.
    pub fn is_working(&self) -> bool {
        self.kind.is_working()
    }
}

/// Working days and hours of a jurisdiction, folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    first_hours: OfficeHours,
    later_hours: BTreeMap<Date, OfficeHours>,
    announced: BTreeMap<Date, DayAnnounced>,
    listed: BTreeSet<i16>,
    counting: Counting,
}

impl Default for Calendar {
    /// The law alone: Monday to Friday, computed holidays, nothing announced.
    fn default() -> Self {
        Self {
            first_hours: OfficeHours::default_week(),
            later_hours: BTreeMap::new(),
            announced: BTreeMap::new(),
            listed: BTreeSet::new(),
            counting: Counting::default(),
        }
    }
}

impl Calendar {
    /// Folds one event in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::DayAnnounced(day) => {
                self.announced.insert(day.date, day.clone());
            }
            Event::AnnouncementWithdrawn(withdrawn) => {
                self.announced.remove(&withdrawn.date);
            }
            Event::YearListed(listed) => {
                self.listed.insert(listed.year);
            }
            Event::HoursSet(set) => {
                self.later_hours.insert(set.from, set.hours.clone());
            }
            Event::CountingSet(set) => self.counting = set.counting.clone(),
        }
    }

    /// Returns how this jurisdiction reads phrases and ends counts.
    pub fn counting(&self) -> &Counting {
        &self.counting
    }

    /// Returns the office hours that hold on `date`.
    pub fn hours_on(&self, date: Date) -> &OfficeHours {
        self.later_hours
            .range(..=date)
            .next_back()
            .map_or(&self.first_hours, |(_, hours)| hours)
    }

    /// Returns the announcement that decides what `date` is, if there is one.
    pub fn announcement(&self, date: Date) -> Option<&DayAnnounced> {
        self.announced.get(&date)
    }

    /// Whether the list of a year is complete, so that nothing is computed.
    pub fn is_listed(&self, year: i16) -> bool {
        self.listed.contains(&year)
    }

    /// Whether the office works on `date`.
    pub fn is_working_day(&self, date: Date) -> bool {
        match self.announced.get(&date) {
            Some(day) => day.kind.is_working(),
            None => {
                self.hours_on(date).works_on(date)
                    && (self.is_listed(date.year()) || self.computed(date).is_none())
            }
        }
    }

    /// Returns what `date` is, why, and by which provision.
    pub fn day(&self, date: Date) -> DayStatus {
        if let Some(day) = self.announced.get(&date) {
            return announced_status(day);
        }
        if !self.is_listed(date.year())
            && let Some(status) = self.computed(date)
        {
            return status;
        }
        let hours = self.hours_on(date);
        let (kind, provision) = if hours.works_on(date) {
            (DayKind::Working, Provision::OfficeWeek)
        } else {
            (DayKind::WeeklyRest, Provision::WeeklyRest)
        };
        DayStatus {
            kind,
            name: SmolStr::default(),
            provision,
            basis: Basis::Week,
            confidence: hours.confidence(),
        }
    }

    /// Counts the working days after `a` up to and including `b`; negative
    /// when `b` is earlier. So spans add up: (a, b] and (b, c] make (a, c].
    pub fn working_days_between(&self, a: Date, b: Date) -> i64 {
        if b < a {
            return -self.working_days_between(b, a);
        }
        let mut count = 0;
        let mut day = a;
        while day < b {
            day = next(day);
            count += i64::from(self.is_working_day(day));
        }
        count
    }

    /// Returns `date` if it is a working day, else the next one.
    pub fn working_day_from(&self, date: Date) -> Date {
        let mut day = date;
        // Bounded, since a calendar could have every coming day off.
        for _ in 0..MOST_DAYS_OFF {
            if self.is_working_day(day) {
                return day;
            }
            day = next(day);
        }
        date
    }

    /// Returns the working day that lies `count` working days before `date`.
    ///
    /// The inverse of counting forward from a working day. `None` when there
    /// are not so many.
    pub fn working_days_before(&self, date: Date, count: u32) -> Option<Date> {
        let mut day = date;
        let mut left = count;
        let mut off = 0;
        while left > 0 {
            day = plus(day, -1);
            if self.is_working_day(day) {
                left -= 1;
                off = 0;
            } else {
                off += 1;
                if off > MOST_DAYS_OFF {
                    return None;
                }
            }
        }
        Some(day)
    }

    fn computed(&self, date: Date) -> Option<DayStatus> {
        let holidays = computed_holidays(date.year());
        if let Some(holiday) = holidays.iter().find(|holiday| holiday.date == date) {
            return Some(computed_status(
                holiday,
                DayKind::PublicHoliday,
                holiday.name.clone(),
                holiday.provision.clone(),
            ));
        }
        let holiday = self.in_lieu_of(date, holidays)?;
        let name = smol_str::format_smolstr!("Nghỉ bù {}", holiday.name);
        Some(computed_status(
            holiday,
            DayKind::DayOffInLieu,
            name,
            Provision::InLieu,
        ))
    }

    /// Returns the holiday on a rest day for which `date` is off instead.
    ///
    /// Each such holiday takes the next working day that no holiday and no
    /// earlier one has taken.
    fn in_lieu_of<'h>(
        &self,
        date: Date,
        holidays: &'h [ComputedHoliday],
    ) -> Option<&'h ComputedHoliday> {
        const REACH_DAYS: i64 = 14;
        if !self.hours_on(date).works_on(date) {
            return None;
        }
        let near = plus(date, -REACH_DAYS);
        let mut taken: Vec<Date> = Vec::new();
        for (index, holiday) in holidays.iter().enumerate() {
            if holiday.date >= date {
                break;
            }
            if holiday.date < near {
                continue;
            }
            let twice = index > 0 && holidays[index - 1].date == holiday.date;
            if self.hours_on(holiday.date).works_on(holiday.date) && !twice {
                continue;
            }
            let mut day = next(holiday.date);
            while !self.hours_on(day).works_on(day)
                || taken.contains(&day)
                || holidays.iter().any(|other| other.date == day)
            {
                day = next(day);
            }
            if day == date {
                return Some(holiday);
            }
            taken.push(day);
        }
        None
    }
}

/// Longer than any break; beyond it a calendar is taken to have no working days.
pub(crate) const MOST_DAYS_OFF: u32 = 366;

fn announced_status(day: &DayAnnounced) -> DayStatus {
    let kind = match day.kind {
        AnnouncedKind::PublicHoliday => DayKind::PublicHoliday,
        AnnouncedKind::DayOffInLieu => DayKind::DayOffInLieu,
        AnnouncedKind::SwapDayOff => DayKind::SwapDayOff,
        AnnouncedKind::SwapWorkingDay => DayKind::SwapWorkingDay,
        AnnouncedKind::OrdinaryDay => DayKind::Working,
    };
    DayStatus {
        kind,
        name: day.name.clone(),
        provision: Provision::Announced(day.source.clone()),
        basis: Basis::Announced,
        confidence: day.confidence,
    }
}

fn computed_status(
    holiday: &ComputedHoliday,
    kind: DayKind,
    name: SmolStr,
    provision: Provision,
) -> DayStatus {
    DayStatus {
        kind,
        name,
        provision,
        basis: Basis::Computed,
        confidence: holiday.confidence,
    }
}
