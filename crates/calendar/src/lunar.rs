//! The Vietnamese lunar calendar, computed for UTC+7.
//!
//! A lunar month begins on the day (in Việt Nam) of an astronomical new moon;
//! the eleventh month holds the winter solstice; when thirteen months lie
//! between two solstices, the first one without a principal solar term is a
//! leap month. Since the day depends on the zone, Tết differs from the Chinese
//! New Year (UTC+8) in 1985, 2007 and 2030.
//!
//! # Source
//! Hồ Ngọc Đức, *Computing the Vietnamese lunar calendar*, with the new moon and
//! solar longitude series of Jean Meeus, *Astronomical Algorithms* (1998).

use std::f64::consts::PI;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::days::{day_number, from_day_number};

/// Days between our day numbers (1970-01-01 = 0) and Julian day numbers.
const JULIAN_OF_EPOCH: i64 = 2_440_588;

/// Việt Nam's offset from UTC, in hours.
const VIETNAM: f64 = 7.0;

/// The first and last lunar year whose dates are kept ready.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// A day of the Vietnamese lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LunarDate {
    /// The year, numbered as the solar year in which it begins.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// Whether this is the second month of that number in the year.
    pub leap: bool,
    /// 1 to 30.
    pub day: i8,
}

/// Returns the lunar day on which `date` falls, in Việt Nam.
pub fn to_lunar(date: Date) -> LunarDate {
    let jd = julian(date);
    let year = i64::from(date.year());
    let month_start = month_start_on_or_before(jd);
    let this_eleventh = eleventh_month(year, VIETNAM);
    let (eleventh, next_eleventh, mut lunar_year) = if this_eleventh >= month_start {
        (eleventh_month(year - 1, VIETNAM), this_eleventh, year)
    } else {
        (this_eleventh, eleventh_month(year + 1, VIETNAM), year + 1)
    };
    let passed = (month_start - eleventh) / 29;
    let mut month = passed + 11;
    let mut leap = false;
    if next_eleventh - eleventh > 365 {
        let leap_at = leap_month_offset(eleventh, VIETNAM);
        if passed >= leap_at {
            month = passed + 10;
            leap = passed == leap_at;
        }
    }
    if month > 12 {
        month -= 12;
    }
    if month >= 11 && passed < 4 {
        lunar_year -= 1;
    }
    LunarDate {
        year: saturate(lunar_year),
        month: month as i8,
        leap,
        day: (jd - month_start + 1) as i8,
    }
}

/// Returns the solar date of a lunar day; `None` when the year has no such
/// month (a leap month that isn't) or the month no such day.
pub fn to_solar(lunar: LunarDate) -> Option<Date> {
    if !(1..=12).contains(&lunar.month) || !(1..=30).contains(&lunar.day) {
        return None;
    }
    let date = solar_unchecked(lunar, VIETNAM)?;
    (to_lunar(date) == lunar).then_some(date)
}

/// Returns mùng 1 Tết of `year`: the first day of its first lunar month.
pub fn new_year(year: i16) -> Date {
    known(year).map_or_else(|| new_year_at(year, 7), |days| days.new_year)
}

/// Returns Giỗ Tổ Hùng Vương of `year`: the tenth day of the third lunar month.
pub fn hung_kings(year: i16) -> Date {
    known(year).map_or_else(|| lunar_in(year, 3, 10, VIETNAM), |days| days.hung_kings)
}

/// Returns the lunar new year as it falls at another offset from UTC (8 gives
/// the Chinese one).
pub fn new_year_at(year: i16, utc_offset_hours: i8) -> Date {
    lunar_in(year, 1, 1, f64::from(utc_offset_hours))
}

struct YearDays {
    new_year: Date,
    hung_kings: Date,
}

/// The same for ever, so computed once.
static KNOWN: LazyLock<Vec<YearDays>> = LazyLock::new(|| {
    YEARS
        .map(|year| YearDays {
            new_year: new_year_at(year, 7),
            hung_kings: lunar_in(year, 3, 10, VIETNAM),
        })
        .collect()
});

fn known(year: i16) -> Option<&'static YearDays> {
    let index = usize::try_from(i32::from(year) - i32::from(*YEARS.start())).ok()?;
    KNOWN.get(index)
}

fn lunar_in(year: i16, month: i8, day: i8, zone: f64) -> Date {
    let lunar = LunarDate {
        year,
        month,
        leap: false,
        day,
    };
    // Only a leap month can be missing, and none is asked for here.
    solar_unchecked(lunar, zone).unwrap_or(Date::MAX)
}

fn solar_unchecked(lunar: LunarDate, zone: f64) -> Option<Date> {
    let year = i64::from(lunar.year);
    let (eleventh, next_eleventh) = if lunar.month < 11 {
        (eleventh_month(year - 1, zone), eleventh_month(year, zone))
    } else {
        (eleventh_month(year, zone), eleventh_month(year + 1, zone))
    };
    let mut offset = i64::from(lunar.month) - 11;
    if offset < 0 {
        offset += 12;
    }
    if next_eleventh - eleventh > 365 {
        let leap_at = leap_month_offset(eleventh, zone);
        let mut leap_month = leap_at - 2;
        if leap_month < 0 {
            leap_month += 12;
        }
        if lunar.leap && i64::from(lunar.month) != leap_month {
            return None;
        }
        if lunar.leap || offset >= leap_at {
            offset += 1;
        }
    } else if lunar.leap {
        return None;
    }
    let k = (0.5 + (eleventh as f64 - 2_415_021.076_998_695) / SYNODIC_MONTH).floor() as i64;
    let start = new_moon_day(k + offset, zone);
    Some(from_day_number(
        start + i64::from(lunar.day) - 1 - JULIAN_OF_EPOCH,
    ))
}

/// Mean days between new moons.
const SYNODIC_MONTH: f64 = 29.530_588_853;

fn julian(date: Date) -> i64 {
    day_number(date) + JULIAN_OF_EPOCH
}

fn month_start_on_or_before(jd: i64) -> i64 {
    // A true new moon lies within a day of the mean one, so that at most the
    // months on both sides of the mean one come in question.
    let mut k = ((jd as f64 - 2_415_021.076_998_695) / SYNODIC_MONTH).floor() as i64 + 1;
    loop {
        let start = new_moon_day(k, VIETNAM);
        if start <= jd {
            return start;
        }
        k -= 1;
    }
}

/// The Julian day number of the `k`-th new moon after 1900-01-01 (Meeus).
fn new_moon_day(k: i64, zone: f64) -> i64 {
    let k = k as f64;
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let dr = PI / 180.0;
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * ((166.56 + 132.87 * t - 0.009_173 * t2) * dr).sin();
    let sun = (359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3) * dr;
    let moon = (306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3) * dr;
    let node = (21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3) * dr;
    let correction = (0.1734 - 0.000_393 * t) * sun.sin() + 0.0021 * (2.0 * sun).sin()
        - 0.4068 * moon.sin()
        + 0.0161 * (2.0 * moon).sin()
        - 0.0004 * (3.0 * moon).sin()
        + 0.0104 * (2.0 * node).sin()
        - 0.0051 * (sun + moon).sin()
        - 0.0074 * (sun - moon).sin()
        + 0.0004 * (2.0 * node + sun).sin()
        - 0.0004 * (2.0 * node - sun).sin()
        - 0.0006 * (2.0 * node + moon).sin()
        + 0.0010 * (2.0 * node - moon).sin()
        + 0.0005 * (sun + 2.0 * moon).sin();
    // Dynamical time to universal time.
    let delta = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    (mean + correction - delta + 0.5 + zone / 24.0).floor() as i64
}

/// The sun's longitude at midnight beginning the day, as a number of the
/// twelfth of the circle: 0 to 11, where 9 begins at the winter solstice.
fn sun_sector(jd: i64, zone: f64) -> i64 {
    let t = (jd as f64 - 2_451_545.5 - zone / 24.0) / 36_525.0;
    let t2 = t * t;
    let dr = PI / 180.0;
    let anomaly = 357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * (dr * anomaly).sin()
        + (0.019_993 - 0.000_101 * t) * (dr * 2.0 * anomaly).sin()
        + 0.000_290 * (dr * 3.0 * anomaly).sin();
    let longitude = ((mean + centre) * dr).rem_euclid(2.0 * PI);
    (longitude / PI * 6.0).floor() as i64
}

/// The first day of the lunar month that holds the winter solstice of `year`.
fn eleventh_month(year: i64, zone: f64) -> i64 {
    let last_day = last_day_of_year(year) - 2_415_021;
    let k = (last_day as f64 / SYNODIC_MONTH).floor() as i64;
    let start = new_moon_day(k, zone);
    if sun_sector(start, zone) >= 9 {
        new_moon_day(k - 1, zone)
    } else {
        start
    }
}

fn last_day_of_year(year: i64) -> i64 {
    julian(Date::new(saturate(year), 12, 31).unwrap_or(Date::MAX))
}

/// Which month after the eleventh one has no principal term.
fn leap_month_offset(eleventh: i64, zone: f64) -> i64 {
    let k = (0.5 + (eleventh as f64 - 2_415_021.076_998_695) / SYNODIC_MONTH).floor() as i64;
    let mut sector = sun_sector(new_moon_day(k + 1, zone), zone);
    for i in 2..=14 {
        let next = sun_sector(new_moon_day(k + i, zone), zone);
        if next == sector {
            return i - 1;
        }
        sector = next;
    }
    13
}

fn saturate(year: i64) -> i16 {
    i16::try_from(year).unwrap_or(if year < 0 { i16::MIN } else { i16::MAX })
}
