//! Days and moments as packages write them.

use jiff::civil::{Date, DateTime, Time};

/// Reads `2024/10/30`, `2024-10-30` or `30/10/2024`; a time behind it is left out.
pub(crate) fn day(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    let mut parts = day.split(['/', '-']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || ![a, b, c].iter().all(|it| is_number(it)) {
        return None;
    }
    let (year, month, day) = if a.len() == 4 {
        (a, b, c)
    } else if c.len() == 4 {
        (c, b, a)
    } else {
        return None;
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads a day with a time of day, `2024/10/30 08:15:00`; midnight without one.
pub(crate) fn moment(text: &str) -> Option<DateTime> {
    let date = day(text)?;
    let Some((_, time)) = text.split_once([' ', 'T']) else {
        return Some(date.at(0, 0, 0, 0));
    };
    let time: String = time.chars().take(8).collect();
    let time: Time = time.parse().ok()?;
    Some(date.to_datetime(time))
}

/// Writes a day as packages do: `2024/10/30`.
pub(crate) fn written(day: Date) -> String {
    format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day())
}

/// Writes a moment as packages do: `2024/10/30 08:15:00`.
pub(crate) fn written_moment(at: DateTime) -> String {
    format!(
        "{} {:02}:{:02}:{:02}",
        written(at.date()),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
