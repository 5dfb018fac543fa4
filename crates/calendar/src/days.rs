//! Day arithmetic that can't fail.

use jiff::Span;
use jiff::civil::Date;

/// Days since 1970-01-01 (H. Hinnant, `days_from_civil`).
pub(crate) fn day_number(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

pub(crate) fn from_day_number(number: i64) -> Date {
    plus(Date::constant(1970, 1, 1), number)
}

/// `date` and `days` after it; stays inside the range of dates.
pub(crate) fn plus(date: Date, days: i64) -> Date {
    match Span::new().try_days(days) {
        Ok(span) => date.saturating_add(span),
        Err(_) if days < 0 => Date::MIN,
        Err(_) => Date::MAX,
    }
}

/// The corresponding day `months` later, or the last day of that month when it
/// has none.
pub(crate) fn plus_months(date: Date, months: i64) -> Date {
    match Span::new().try_months(months) {
        Ok(span) => date.saturating_add(span),
        Err(_) => Date::MAX,
    }
}

pub(crate) fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}

/// The day of a month, or its last one when the month is shorter.
pub(crate) fn day_in_month(year: i16, month: i8, day: i8) -> Date {
    let first = Date::new(year, month.clamp(1, 12), 1).unwrap_or(Date::MAX);
    let last = first.last_of_month();
    Date::new(year, first.month(), day.clamp(1, last.day())).unwrap_or(last)
}

pub(crate) fn last_of_month(year: i16, month: i8) -> Date {
    day_in_month(year, month, 31)
}
