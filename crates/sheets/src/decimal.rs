//! Exact decimals as cells write them.

use std::fmt;

/// The most digits a number of a sheet may have: enough for a state budget in
/// đồng with cents, and far from the end of the integer behind it.
const MOST_DIGITS: usize = 30;

/// An exact decimal number: `digits` / 10^`scale`, without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i128,
    scale: u8,
}

impl Decimal {
    /// Returns `digits` / 10^`scale`.
    #[must_use]
    pub fn new(mut digits: i128, mut scale: u8) -> Self {
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        Self { digits, scale }
    }

    /// Returns the number when it is whole.
    #[must_use]
    pub fn whole(&self) -> Option<i128> {
        (self.scale == 0).then_some(self.digits)
    }

    /// Returns the digits without the point, and how many stand after it.
    #[must_use]
    pub fn parts(&self) -> (i128, u8) {
        (self.digits, self.scale)
    }

    /// Returns the number times 10^`power`; `None` when it is too large.
    #[must_use]
    pub fn times_ten_to(&self, power: u8) -> Option<Self> {
        let less = power.min(self.scale);
        let more = u32::from(power - less);
        let digits = self.digits.checked_mul(10_i128.checked_pow(more)?)?;
        Some(Self::new(digits, self.scale - less))
    }

    /// Compares with a whole number.
    #[must_use]
    pub fn cmp_whole(&self, other: i128) -> std::cmp::Ordering {
        let unit = 10_i128.pow(u32::from(self.scale));
        let whole = self.digits.div_euclid(unit);
        let rest = self.digits.rem_euclid(unit);
        whole.cmp(&other).then(rest.cmp(&0))
    }

    /// Reads digits with at most one point: what programs write.
    #[must_use]
    pub fn parse_plain(text: &str) -> Option<Self> {
        let (sign, body) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = body.split_once('.').unwrap_or((body, ""));
        let digits: String = [whole, part].concat();
        if whole.is_empty()
            || digits.len() > MOST_DIGITS
            || !digits.bytes().all(|b| b.is_ascii_digit())
            || (body.contains('.') && part.is_empty())
        {
            return None;
        }
        let value: i128 = digits.parse().ok()?;
        Some(Self::new(sign * value, u8::try_from(part.len()).ok()?))
    }

    /// Reads the double of a spreadsheet as the spreadsheet shows it: to 15
    /// significant digits. `None` for what is no number, or too large.
    #[must_use]
    #[expect(
        clippy::float_arithmetic,
        reason = "a spreadsheet stores doubles; this is where they end"
    )]
    pub(crate) fn of_double(value: f64) -> Option<Self> {
        if !value.is_finite() || value.abs() >= 1e18 {
            return None;
        }
        let shown: f64 = format!("{value:.14e}").parse().ok()?;
        // `+ 0.0` turns a negative zero into zero.
        Self::parse_plain(&format!("{}", shown + 0.0))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, part) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{part}")
    }
}

/// How a column writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// `1.234,5`: point between thousands, decimal comma.
    Vietnamese,
    /// `1,234.5`.
    English,
}

impl Notation {
    /// Returns the notation that a written number can only be in.
    pub(crate) fn shown_by(text: &str) -> Option<Self> {
        let (points, commas) = (count(text, '.'), count(text, ','));
        match (points, commas) {
            (0 | 1, 0 | 1) if points + commas == 2 => {
                let comma_last = text.rfind(',') > text.rfind('.');
                Some(if comma_last {
                    Self::Vietnamese
                } else {
                    Self::English
                })
            }
            (2.., 0 | 1) => Some(Self::Vietnamese),
            (0 | 1, 2..) => Some(Self::English),
            // One mark that does not stand before three digits is a decimal mark.
            (0, 1) => (after(text, ',') != 3).then_some(Self::Vietnamese),
            (1, 0) => (after(text, '.') != 3).then_some(Self::English),
            _ => None,
        }
    }

    /// Reads a number written in this notation, with well-placed group marks.
    pub(crate) fn parse(self, text: &str) -> Option<Decimal> {
        let (group, mark) = match self {
            Self::Vietnamese => ('.', ','),
            Self::English => (',', '.'),
        };
        let text: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .collect();
        let (whole, part) = match text.split_once(mark) {
            Some((whole, part)) => (whole, Some(part)),
            None => (text.as_str(), None),
        };
        let unsigned = whole.trim_start_matches(['-', '+']);
        let mut groups = unsigned.split(group);
        let first = groups.next()?;
        let rest: Vec<&str> = groups.collect();
        let well_placed = rest.is_empty() || (1..=3).contains(&first.len());
        if !well_placed || rest.iter().any(|group| group.len() != 3) {
            return None;
        }
        let whole: String = whole.chars().filter(|c| *c != group).collect();
        match part {
            Some(part) => Decimal::parse_plain(&format!("{whole}.{part}")),
            None => Decimal::parse_plain(&whole),
        }
    }
}

fn count(text: &str, mark: char) -> usize {
    text.matches(mark).count()
}

fn after(text: &str, mark: char) -> usize {
    text.rsplit(mark)
        .next()
        .map_or(0, |rest| rest.chars().filter(char::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_are_told_apart_where_they_can_be() {
        assert_eq!(Notation::shown_by("1.234.567"), Some(Notation::Vietnamese));
        assert_eq!(Notation::shown_by("1,234,567.5"), Some(Notation::English));
        assert_eq!(Notation::shown_by("12,5"), Some(Notation::Vietnamese));
        assert_eq!(Notation::shown_by("1.234"), None);
        let vi = |text| Notation::Vietnamese.parse(text).map(|d| d.to_string());
        assert_eq!(vi("1.234.567,50").as_deref(), Some("1234567.5"));
        assert_eq!(vi("-1 234").as_deref(), Some("-1234"));
        assert_eq!(vi("12.34"), None);
        assert_eq!(vi(""), None);
    }

    #[test]
    fn doubles_are_read_as_they_are_shown() {
        let of = |value: f64| Decimal::of_double(value).map(|d| d.to_string());
        assert_eq!(of(0.1 + 0.2).as_deref(), Some("0.3"));
        assert_eq!(of(-0.0).as_deref(), Some("0"));
        assert_eq!(of(1e15).as_deref(), Some("1000000000000000"));
        assert_eq!(of(f64::NAN), None);
    }

    #[test]
    fn a_decimal_compares_and_scales_exactly() {
        let half = Decimal::new(5, 1);
        assert_eq!(half.times_ten_to(2), Some(Decimal::new(50, 0)));
        assert_eq!(half.cmp_whole(0), std::cmp::Ordering::Greater);
        assert_eq!(half.cmp_whole(1), std::cmp::Ordering::Less);
        assert_eq!(Decimal::new(-5, 1).cmp_whole(0), std::cmp::Ordering::Less);
        assert_eq!(Decimal::new(-5, 2).to_string(), "-0.05");
    }
}
