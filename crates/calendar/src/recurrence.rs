//! The days that a recurring rule names, before any day off moves them.

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::days::{day_in_month, plus};
use crate::hours::Weekday;
use crate::rule::Every;

impl Every {
    /// Returns the days named, from about `from` on, in order. The first may
    /// lie on `from` itself, or for "each N days" N days after.
    pub(crate) fn stated_from<'c>(
        self,
        from: Date,
        calendar: &'c Calendar,
    ) -> Box<dyn Iterator<Item = Date> + 'c> {
        match self {
            Self::WorkingDay => Box::new(
                (0i64..)
                    .map(move |i| plus(from, i))
                    .take_while(|day| *day < Date::MAX)
                    .filter(|day| calendar.is_working_day(*day)),
            ),
            Self::Days { days } => {
                let days = i64::from(days.max(1));
                bounded((1i64..).map(move |i| plus(from, i.saturating_mul(days))))
            }
            Self::Week { weekday } => {
                let wanted = weekday.unwrap_or(Weekday::Friday) as i64;
                let ahead = (wanted - Weekday::of(from) as i64).rem_euclid(7);
                bounded((0i64..).map(move |i| plus(from, ahead + i.saturating_mul(7))))
            }
            Self::Month { day } => by_months(from, 1, 1, day),
            Self::Quarter { month, day } => by_months(from, 3, month, day),
            Self::Half { month, day } => by_months(from, 6, month, day),
            Self::Year { month, day } => by_months(from, 12, month, day),
        }
    }
}

/// Day `day` of month `month` of each stretch of `length` months.
fn by_months<'c>(
    from: Date,
    length: i64,
    month: i8,
    day: Option<i8>,
) -> Box<dyn Iterator<Item = Date> + 'c> {
    let of_year = i64::from(from.month()) - 1;
    let start = i64::from(from.year()) * 12 + of_year - of_year.rem_euclid(length);
    let day = day.unwrap_or(31);
    bounded(
        (0i64..)
            .map(move |i| start + i.saturating_mul(length) + i64::from(month) - 1)
            .map(move |months| {
                let year = i16::try_from(months.div_euclid(12))
                    .unwrap_or(9999)
                    .min(9999);
                let month = i8::try_from(months.rem_euclid(12) + 1).unwrap_or(12);
                day_in_month(year, month, day)
            })
            .skip_while(move |stated| *stated < from),
    )
}

/// Stops where dates end, so that no caller can loop for ever.
fn bounded<'c>(days: impl Iterator<Item = Date> + 'c) -> Box<dyn Iterator<Item = Date> + 'c> {
    const LAST: Date = Date::constant(9998, 12, 31);
    Box::new(days.take_while(|day| *day <= LAST))
}
