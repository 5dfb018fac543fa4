//! Days as documents write them: `7/8/2023`, `15.9.2025`, `ngày 05 tháng 01
//! năm 2020`, `16/8`. Always the day first.

use crate::text::{Gap, Kind, Text};

/// A day, its year not always written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: Option<u32>,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl Day {
    /// Writes the day in ISO form, with `year` when it names none.
    pub(crate) fn iso(&self, year: Option<u32>) -> Option<String> {
        Some(format!(
            "{:04}-{:02}-{:02}",
            self.year.or(year)?,
            self.month,
            self.day
        ))
    }

    fn checked(day: u32, month: u32, year: Option<u32>) -> Option<Self> {
        let plausible = year.is_none_or(|y| (1900..2200).contains(&y));
        let days = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=days).contains(&day) && plausible).then_some(Self { year, month, day })
    }
}

/// Returns the number at `at`, of at most `width` digits. A letter `l` or `O`
/// glued to digits is a digit that a scan misread.
pub(crate) fn number_at(text: &Text<'_>, at: usize, width: u32) -> Option<(u32, usize)> {
    let tok = text.toks.get(at)?;
    if width == 4
        && tok.kind == Kind::Number
        && tok.end - tok.start < 4
        && let Some(year) = misread_year(text, at)
    {
        return Some(year);
    }
    if tok.kind == Kind::Number {
        let n = (tok.end - tok.start <= width).then(|| text.fold(tok).parse().ok())??;
        // `1l` for 11.
        return Some(match text.toks.get(at + 1) {
            Some(l)
                if width == 2
                    && l.gap == Gap::None
                    && tok.end - tok.start == 1
                    && misread(text, at + 1).is_some() =>
            {
                (n * 10 + misread(text, at + 1)?, at + 2)
            }
            _ => (n, at + 1),
        });
    }
    let next = text.toks.get(at + 1)?;
    let joined =
        next.kind == Kind::Number && next.gap == Gap::None && next.end - next.start < width;
    let digit = misread(text, at).filter(|_| joined)?;
    Some((digit * 10 + text.fold(next).parse::<u32>().ok()?, at + 2))
}

/// `2O25`, `20l6`: four glued digits of which a scan misread one.
fn misread_year(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (mut year, mut digits, mut i) = (0u32, 0u32, at);
    while digits < 4 {
        let tok = text.toks.get(i).filter(|t| i == at || t.gap == Gap::None)?;
        let (value, count) = match tok.kind {
            Kind::Number => (text.fold(tok).parse::<u32>().ok()?, tok.end - tok.start),
            _ => (misread(text, i)?, 1),
        };
        if count > 4 {
            return None;
        }
        year = year * 10u32.pow(count) + value;
        digits += count;
        i += 1;
    }
    (digits == 4 && (1900..2200).contains(&year)).then_some((year, i))
}

fn misread(text: &Text<'_>, at: usize) -> Option<u32> {
    match text.fold(text.toks.get(at)?) {
        "l" | "i" => Some(1),
        "o" => Some(0),
        _ => None,
    }
}

fn word(text: &Text<'_>, at: usize, end: usize, word: &str) -> bool {
    at < end && text.toks.get(at).is_some_and(|t| text.fold(t) == word)
}

/// Reads a day whose first number is at `at`.
pub(crate) fn day_at(text: &Text<'_>, at: usize, end: usize) -> Option<(Day, usize)> {
    let (day, next) = number_at(text, at, 2)?;
    if word(text, next, end, "tháng") {
        let (month, next) = number_at(text, next + 1, 2).filter(|(_, n)| *n <= end)?;
        let year_word = usize::from(word(text, next, end, "năm"));
        let year = number_at(text, next + year_word, 4)
            .filter(|(y, n)| year_word == 1 && *n <= end && *y > 1900);
        let after = year.map_or(next, |(_, n)| n);
        return Some((Day::checked(day, month, year.map(|(y, _)| y))?, after));
    }
    let separator = text.toks.get(next).filter(|_| next < end)?.mark;
    if !matches!(separator, b'/' | b'.' | b'-') {
        return None;
    }
    let tight = |i: usize| text.toks.get(i).is_some_and(|t| t.gap <= Gap::Space);
    let (month, after) =
        number_at(text, next + 1, 2).filter(|(_, n)| *n <= end && tight(next + 1))?;
    let again = text
        .toks
        .get(after)
        .filter(|t| after < end && t.mark == separator && t.gap == Gap::None);
    let year = again
        .and_then(|_| number_at(text, after + 1, 4))
        .filter(|(y, n)| *n <= end && *y > 1900);
    match year {
        Some((year, after)) => Some((Day::checked(day, month, Some(year))?, after)),
        None => Some((Day::checked(day, month, None)?, after)),
    }
}

/// Reads `ngày … tháng … năm …` at the word `ngày`, its blanks perhaps empty:
/// a draft without a day gives `2026-06`, without a month `2026`.
pub(crate) fn blank_date(text: &Text<'_>, at: usize, end: usize) -> Option<String> {
    let mut numbers = [None::<u32>; 3];
    let mut i = at + 1;
    for (slot, word_after) in [(0, Some("tháng")), (1, Some("năm")), (2, None)] {
        while text
            .toks
            .get(i)
            .is_some_and(|t| i < end && t.kind == Kind::Mark && t.mark != b'/')
        {
            i += 1;
        }
        if let Some((n, after)) = number_at(text, i, 4) {
            numbers[slot] = Some(n);
            i = after;
        }
        while text
            .toks
            .get(i)
            .is_some_and(|t| i < end && t.kind == Kind::Mark && word_after.is_some())
        {
            i += 1;
        }
        if let Some(w) = word_after {
            if !word(text, i, end, w)
                && text
                    .toks
                    .get(i.wrapping_sub(1))
                    .is_none_or(|t| t.mark != b'/')
            {
                return None;
            }
            i += usize::from(word(text, i, end, w));
        }
    }
    let year = numbers[2].filter(|y| (1900..2200).contains(y))?;
    Some(match (numbers[1], numbers[0]) {
        (None, _) => format!("{year:04}"),
        (Some(m), None) => format!("{year:04}-{m:02}"),
        (Some(m), Some(d)) => format!("{year:04}-{m:02}-{d:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(source: &str) -> Option<(Option<u32>, u32, u32)> {
        let text = Text::new(source, |_| 0);
        day_at(&text, 0, text.toks.len()).map(|(d, _)| (d.year, d.month, d.day))
    }

    #[test]
    fn the_day_comes_first_in_every_form() {
        assert_eq!(day("7/8/2023"), Some((Some(2023), 8, 7)));
        assert_eq!(day("15.9.2025"), Some((Some(2025), 9, 15)));
        assert_eq!(day("05 tháng 01 năm 2020"), Some((Some(2020), 1, 5)));
        assert_eq!(day("16/8"), Some((None, 8, 16)));
    }

    #[test]
    fn a_fraction_is_not_a_day() {
        assert_eq!(day("22/63 địa phương"), None);
        assert_eq!(day("1/500"), None);
    }

    #[test]
    fn a_misread_one_is_read_in_a_date() {
        assert_eq!(day("l5/3/2024"), Some((Some(2024), 3, 15)));
        assert_eq!(day("1l/3/2024"), Some((Some(2024), 3, 11)));
    }

    #[test]
    fn a_misread_year_is_read_in_a_date() {
        assert_eq!(day("15/3/2O24"), Some((Some(2024), 3, 15)));
        assert_eq!(day("12 tháng 02 năm 2O25"), Some((Some(2025), 2, 12)));
    }

    #[test]
    fn a_date_left_blank_keeps_what_is_printed() {
        let blank = |source: &str| {
            let text = Text::new(source, |_| 0);
            blank_date(&text, 0, text.toks.len())
        };
        assert_eq!(blank("ngày tháng 6 năm 2026").as_deref(), Some("2026-06"));
        assert_eq!(blank("ngày tháng năm 2025").as_deref(), Some("2025"));
        assert_eq!(blank("ngày … tháng … năm 2025").as_deref(), Some("2025"));
        assert_eq!(
            blank("ngày 02 tháng 03 năm 2012").as_deref(),
            Some("2012-03-02")
        );
    }
}
