//! Moments as logs write them.

/// A moment that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Microseconds since 1970, as if at UTC where no offset was written.
    pub micros: i64,
    /// Offset in minutes, where one was written.
    pub offset: Option<i16>,
}

impl Moment {
    /// Microseconds since 1970 UTC; `naive_minutes` is the offset of moments that name none.
    pub fn utc(self, naive_minutes: i32) -> i64 {
        match self.offset {
            Some(_) => self.micros,
            None => self.micros - i64::from(naive_minutes) * 60_000_000,
        }
    }
}

/// How dates such as 03/04/2024 are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Day, month, year, as in Việt Nam.
    #[default]
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

const DAY: i64 = 86_400;

/// Reads a moment: ISO 8601 and RFC 3339 with `T` or a space, `/`, `-` or `.`
/// between, fractions to the nanosecond (cut to microseconds), `Z` or an
/// offset; day or month first; a bare day (its midnight); `AM`/`PM`; seconds,
/// milliseconds, microseconds or nanoseconds since 1970.
///
/// `None` when it is none of these or no such day exists.
pub fn parse_moment(text: &[u8], order: DateOrder) -> Option<Moment> {
    let text = text.trim_ascii();
    if let Some(moment) = usual(text) {
        return Some(moment);
    }
    let (days, rest) = date(text, order)?;
    let Some(rest) = rest else {
        return epoch(text);
    };
    let (seconds, micros, rest) = clock(rest)?;
    let mut seconds = days * DAY + seconds;
    let offset = offset(rest)?;
    if let Some(minutes) = offset {
        seconds -= i64::from(minutes) * 60;
    }
    Some(Moment {
        micros: seconds * 1_000_000 + micros,
        offset,
    })
}

/// Reads the form that most logs have, `2024-02-01T09:30:00` with or without a
/// fraction and an offset; anything else is left to the long way.
#[inline]
fn usual(text: &[u8]) -> Option<Moment> {
    let (head, mut rest) = text.split_first_chunk::<19>()?;
    let between = (head[4], head[7], head[13], head[16]);
    if between != (b'-', b'-', b':', b':') || !matches!(head[10], b'T' | b' ') {
        return None;
    }
    let mut other = false;
    for at in [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18] {
        other |= head[at].wrapping_sub(b'0') > 9;
    }
    if other {
        return None;
    }
    let two = |at: usize| i64::from(head[at] & 15) * 10 + i64::from(head[at + 1] & 15);
    let (hour, minute, second) = (two(11), two(14), two(17));
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut micros = 0;
    if let [b'.', fraction @ ..] = rest {
        (micros, rest) = parts(fraction);
    }
    let offset = match rest {
        [] => None,
        [b'Z'] => Some(0),
        [b'+' | b'-', ..] => offset(rest)?,
        _ => return None,
    };
    let days = civil(two(0) * 100 + two(2), two(5), two(8))?;
    let east = i64::from(offset.unwrap_or(0)) * 60;
    let seconds = days * DAY + hour * 3600 + minute * 60 + second - east;
    Some(Moment {
        micros: seconds * 1_000_000 + micros,
        offset,
    })
}

/// Microseconds of a fraction of a second, and what follows it.
fn parts(text: &[u8]) -> (i64, &[u8]) {
    let (_, count) = digits(text);
    let (mut micros, mut scale) = (0, 100_000);
    for digit in &text[..count.min(6)] {
        micros += i64::from(digit - b'0') * scale;
        scale /= 10;
    }
    (micros, &text[count..])
}

#[inline]
fn two(bytes: &[u8]) -> Option<i64> {
    let (&[a, b], _) = bytes.split_first_chunk::<2>()?;
    (a.is_ascii_digit() && b.is_ascii_digit())
        .then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'))
}

/// The leading digits as a number of at most nine digits, and how many there are.
fn digits(bytes: &[u8]) -> (i64, usize) {
    let count = bytes
        .iter()
        .take(9)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let value = bytes[..count]
        .iter()
        .fold(0, |v, b| v * 10 + i64::from(b - b'0'));
    (value, count)
}

fn is_between(byte: u8) -> bool {
    matches!(byte, b'-' | b'/' | b'.')
}

/// Days since 1970 and what follows; a bare number gives no rest.
fn date(text: &[u8], order: DateOrder) -> Option<(i64, Option<&[u8]>)> {
    if let Some((head, rest)) = text.split_first_chunk::<10>()
        && is_between(head[4])
        && is_between(head[7])
    {
        let (century, year) = (two(&head[0..])?, two(&head[2..])?);
        let (month, day) = (two(&head[5..])?, two(&head[8..])?);
        return Some((civil(century * 100 + year, month, day)?, Some(rest)));
    }
    let (first, count) = digits(text);
    if count == 0 {
        return None;
    }
    let rest = &text[count..];
    if rest.is_empty() || count > 4 {
        return (rest.is_empty() || count == 9 || rest[0] == b'.').then_some((0, None));
    }
    let between = *rest.first()?;
    if !is_between(between) && between != b' ' {
        return None;
    }
    let rest = &rest[1..];
    let (second, named, count2) = match digits(rest) {
        (_, 0) => (month_name(rest)?, true, 3),
        (value, count) => (value, false, count),
    };
    let rest = &rest[count2..];
    let (&again, rest) = rest.split_first()?;
    if !is_between(again) && again != b' ' {
        return None;
    }
    let (third, count3) = digits(rest);
    let rest = &rest[count3..];
    let days = if count == 4 {
        civil(first, second, third)?
    } else {
        let year = match count3 {
            4 => third,
            2 if third < 70 => third + 2000,
            2 => third + 1900,
            _ => return None,
        };
        let day_first = named || second <= 12 && (order == DateOrder::DayFirst || first > 12);
        if day_first {
            civil(year, second, first)?
        } else {
            civil(year, first, second)?
        }
    };
    Some((days, Some(rest)))
}

fn month_name(bytes: &[u8]) -> Option<i64> {
    const NAMES: &[u8] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let name = bytes.get(..3)?.to_ascii_lowercase();
    let place = NAMES.chunks(3).position(|month| month == name)?;
    i64::try_from(place + 1).ok()
}

/// Days since 1970-01-01 (H. Hinnant, `days_from_civil`); `None` for no such day.
#[inline]
fn civil(year: i64, month: i64, day: i64) -> Option<i64> {
    const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let index = usize::try_from(month - 1).ok()?;
    let length = *LENGTHS.get(index)? + i64::from(leap && month == 2);
    if day < 1 || day > length {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Seconds of the day, microseconds, and what follows.
fn clock(text: &[u8]) -> Option<(i64, i64, &[u8])> {
    let text = match text {
        [b'T' | b't', rest @ ..] => rest,
        // A bare day may carry an offset, as XML dates do.
        [b' ', ..] => text.trim_ascii_start(),
        _ => return Some((0, 0, text)),
    };
    let (hour, count) = digits(text);
    if count == 0 || count > 2 || hour > 24 {
        return None;
    }
    let text = &text[count..];
    let (minute, text) = match text {
        [b':' | b'h' | b'H' | b'.', rest @ ..] if !rest.is_empty() => (two(rest)?, &rest[2..]),
        _ => return None,
    };
    let (second, mut text) = match text {
        [b':', rest @ ..] => (two(rest)?, &rest[2..]),
        _ => (0, text),
    };
    let mut micros = 0;
    if let [b'.' | b',', rest @ ..] = text {
        (micros, text) = parts(rest);
    }
    let mut hour = hour;
    let lower = text.trim_ascii_start();
    if let [a, b'm' | b'M', rest @ ..] = lower {
        match a {
            b'a' | b'A' => hour %= 12,
            b'p' | b'P' => hour = hour % 12 + 12,
            _ => return None,
        }
        text = rest;
    }
    if minute > 59 || second > 60 || (hour == 24 && (minute > 0 || second > 0)) {
        return None;
    }
    Some((hour * 3600 + minute * 60 + second, micros, text))
}

/// Minutes east of UTC; the outer `None` when something else stands there.
fn offset(text: &[u8]) -> Option<Option<i16>> {
    let text = text.trim_ascii_start();
    let (sign, rest) = match text {
        [] => return Some(None),
        b"Z" | b"z" | b"UTC" | b"GMT" => return Some(Some(0)),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let hours = two(rest)?;
    let minutes = match &rest[2..] {
        [] => 0,
        [b':', rest @ ..] | rest if rest.len() == 2 => two(rest)?,
        _ => return None,
    };
    if hours > 18 || minutes > 59 {
        return None;
    }
    i16::try_from(sign * (hours * 60 + minutes)).ok().map(Some)
}

/// A number of seconds or smaller units since 1970, told by its size.
fn epoch(text: &[u8]) -> Option<Moment> {
    let text = std::str::from_utf8(text).ok()?;
    let micros = match text.split_once('.') {
        Some((whole, _)) if whole.len() <= 11 => {
            let seconds: f64 = text.parse().ok()?;
            (seconds * 1e6).round() as i64
        }
        Some(_) => return None,
        None => {
            let value: i64 = text.parse().ok()?;
            match text.len() {
                9..=11 => value.checked_mul(1_000_000)?,
                12..=14 => value.checked_mul(1_000)?,
                15..=17 => value,
                18..=19 => value / 1_000,
                _ => return None,
            }
        }
    };
    Some(Moment {
        micros,
        offset: Some(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<f64> {
        parse_moment(text.as_bytes(), DateOrder::DayFirst).map(|moment| moment.utc(0) as f64 / 1e6)
    }

    #[test]
    fn moments_in_many_forms() {
        let same = 1_318_333_362.688;
        for text in [
            "2011-10-11 13:42:42.688000+02:00",
            "2011-10-11T11:42:42.688Z",
            "2011/10/11 11:42:42.688000000",
            "11/10/2011 11:42:42,688",
            "11.10.2011 11:42:42.688",
            "11-Oct-2011 11:42:42.688",
            "2011-10-11T18:42:42.688+0700",
            "2011-10-11T18:42:42.688+07",
            "11/10/2011 11:42:42.688 AM",
            "1318333362688",
        ] {
            assert_eq!(seconds(text), Some(same), "{text}");
        }
        assert_eq!(seconds("1/2/2024"), Some(1_706_745_600.0));
        assert_eq!(seconds("2024-02-01+07:00"), Some(1_706_720_400.0));
        assert_eq!(seconds("01/02/2024 09h30"), Some(1_706_779_800.0));
        let american = parse_moment(b"2/1/2024 9:30 PM", DateOrder::MonthFirst);
        assert_eq!(american.map(|m| m.micros), Some(1_706_823_000_000_000));
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "-",
            "2024-02-30",
            "hôm qua",
            "2024-13-01",
            "2024-01-01T25:00",
            "99",
            "31/02/2024",
            "2024-01-01T10:00 Mars",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
