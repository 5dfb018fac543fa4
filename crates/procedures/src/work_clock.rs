//! Moments to seconds of office time, by two look-ups.

use dondoc_calendar::Calendar;
use jiff::civil::Date;

/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;

/// Office time since the first day of a span, as prefix sums by day.
///
/// `elapsed(b) - elapsed(a)` is the office time between two moments; each is two
/// look-ups. Built from a [`Calendar`] for the days that a log touches.
#[derive(Debug, Clone)]
// INVARIANT: `before` has one more value than `hours`; `tables` has at least
// the table of a day off, in place 0, and each table has 1441 minutes.
pub struct WorkClock {
    first_day: i64,
    offset: i64,
    /// Office seconds before each day.
    before: Vec<i64>,
    /// The table of each day.
    hours: Vec<u16>,
    /// Office minutes before each minute of a day.
    tables: Vec<Vec<u16>>,
    day_seconds: i64,
}

impl WorkClock {
    /// Builds it for the moments from `first` to `last` (microseconds UTC), at
    /// `offset_seconds` east of UTC.
    ///
    /// Moments outside count as the nearest end of the span. Spans are cut to
    /// 400 years, as one wrong date must not cost memory.
    pub fn new(calendar: &Calendar, offset_seconds: i32, first: i64, last: i64) -> Self {
        const MOST_DAYS: i64 = 146_097;
        let offset = i64::from(offset_seconds);
        let first_day = (first.div_euclid(SECOND) + offset).div_euclid(DAY);
        let last_day = (last.div_euclid(SECOND) + offset)
            .div_euclid(DAY)
            .clamp(first_day, first_day.saturating_add(MOST_DAYS));
        let mut clock = Self {
            first_day,
            offset,
            before: vec![0],
            hours: Vec::new(),
            tables: vec![vec![0; 1441]],
            day_seconds: 0,
        };
        let mut known: Vec<dondoc_calendar::OfficeHours> = Vec::new();
        let mut sum = 0;
        for day in first_day..=last_day {
            let date = date_of(day);
            let mut table = 0_u16;
            if calendar.is_working_day(date) {
                let hours = calendar.hours_on(date);
                let place = known.iter().position(|other| other == hours);
                let place = place.unwrap_or_else(|| {
                    known.push(hours.clone());
                    clock.tables.push(table_of(hours));
                    known.len() - 1
                });
                table = u16::try_from(place + 1).unwrap_or(0);
                clock.day_seconds = i64::from(hours.minutes()) * 60;
            }
            sum += i64::from(clock.tables[usize::from(table)][1440]) * 60;
            clock.hours.push(table);
            clock.before.push(sum);
        }
        if clock.day_seconds == 0 {
            clock.day_seconds = i64::from(calendar.hours_on(date_of(last_day)).minutes()) * 60;
        }
        clock
    }

    /// Office seconds in a working day (of the last hours in the span), by
    /// which working seconds are shown as working days.
    pub fn day_seconds(&self) -> i64 {
        self.day_seconds
    }

    /// Office microseconds from the beginning of the span to `moment`
    /// (microseconds UTC).
    pub fn elapsed(&self, moment: i64) -> i64 {
        let (second, rest) = (moment.div_euclid(SECOND), moment.rem_euclid(SECOND));
        let (whole, running) = self.look(second);
        whole * SECOND + if running { rest } else { 0 }
    }

    /// Office seconds from the beginning of the span to a whole second (UTC).
    pub fn elapsed_seconds(&self, second: i64) -> i64 {
        self.look(second).0
    }

    /// The first moment by which `micros` of office time have gone since `moment`;
    /// the end of the span when there are not so many.
    pub fn moment_after(&self, moment: i64, micros: i64) -> i64 {
        let goal = self.elapsed(moment).saturating_add(micros);
        let day = self
            .before
            .partition_point(|&before| before * SECOND < goal);
        let at = |day: i64| (day * DAY - self.offset) * SECOND;
        let (mut low, mut high) = (
            at(self.first_day + day as i64 - 1).max(moment),
            at(self.first_day + day as i64).max(moment),
        );
        while low < high {
            let middle = low + (high - low) / 2;
            if self.elapsed(middle) < goal {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    #[inline]
    fn look(&self, second: i64) -> (i64, bool) {
        let since = second.saturating_add(self.offset) - self.first_day * DAY;
        let Ok(since) = u64::try_from(since) else {
            return (0, false);
        };
        let day = (since / DAY as u64) as usize;
        let (Some(&hours), Some(&before)) = (self.hours.get(day), self.before.get(day)) else {
            return (self.before[self.before.len() - 1], false);
        };
        if hours == 0 {
            return (before, false);
        }
        let of_day = (since % DAY as u64) as u32;
        let (minute, second) = ((of_day / 60) as usize, of_day % 60);
        let table = &self.tables[usize::from(hours)];
        let (done, next) = (table[minute], table[minute + 1]);
        let running = next > done;
        let second = if running { second } else { 0 };
        (before + i64::from(done) * 60 + i64::from(second), running)
    }
}

fn table_of(hours: &dondoc_calendar::OfficeHours) -> Vec<u16> {
    let mut table = Vec::with_capacity(1441);
    let mut sum = 0_u16;
    table.push(0);
    for minute in 0..1440_i32 {
        let worked = hours.shifts().iter().any(|shift| {
            let start = i32::from(shift.start.hour()) * 60 + i32::from(shift.start.minute());
            let end = i32::from(shift.end.hour()) * 60 + i32::from(shift.end.minute());
            (start..end).contains(&minute)
        });
        sum += u16::from(worked);
        table.push(sum);
    }
    table
}

/// The date of a day counted from 1970-01-01 (H. Hinnant, `civil_from_days`).
fn date_of(day: i64) -> Date {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_part = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_part + 2) / 5 + 1;
    let month = if month_part < 10 {
        month_part + 3
    } else {
        month_part - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    match parts {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).unwrap_or(Date::MAX),
        _ => Date::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
    }

    #[test]
    fn office_time_stops_at_noon_at_night_and_on_weekends() {
        let calendar = Calendar::default();
        let (first, last) = (at("2024-03-01T00:00:00Z"), at("2024-03-31T00:00:00Z"));
        let clock = WorkClock::new(&calendar, 7 * 3600, first, last);
        let between = |a, b| (clock.elapsed(at(b)) - clock.elapsed(at(a))) / SECOND;
        // Friday 8 March 2024, 11:30 to 14:00 in Hà Nội: half an hour before noon, half after.
        assert_eq!(
            between("2024-03-08T04:30:00Z", "2024-03-08T07:00:00Z"),
            3600
        );
        // Friday 17:00 to Monday 08:30.
        assert_eq!(
            between("2024-03-08T10:00:00Z", "2024-03-11T01:30:00Z"),
            3600
        );
        assert_eq!(clock.day_seconds(), 8 * 3600);
    }
}
