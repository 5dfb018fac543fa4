//! The span of time that a briefing is about.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A year, half, quarter or month. Written `2024`, `2024-H1`, `2024-Q3`,
/// `2024-09`; ordered by first day, then the longer first.
///
/// ```
/// use dondoc_briefing::Period;
///
/// let third: Period = "2024-Q3".parse().unwrap();
/// assert_eq!(third.last_day().to_string(), "2024-09-30");
/// assert_eq!(third.previous(3).to_string(), "2023-Q4");
/// assert!("2024-Q5".parse::<Period>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
// INVARIANT: `year` within `Period::YEARS`, `slot` valid for its part.
pub struct Period {
    year: i16,
    part: Part,
}

/// Which part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Year,
    Half(u8),
    Quarter(u8),
    Month(u8),
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPeriod {
    /// The text that was given.
    pub given: String,
}

impl fmt::Display for BadPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a period: expected a form like 2024, 2024-H1, 2024-Q3 or 2024-09, with a year from {} to {}",
            self.given,
            Period::YEARS.start(),
            Period::YEARS.end()
        )
    }
}

impl std::error::Error for BadPeriod {}

impl dondoc_kinds::Say for BadPeriod {
    fn key(&self) -> &'static str {
        "briefing-bad-period"
    }

    fn args(&self) -> Vec<(&'static str, dondoc_kinds::Arg)> {
        let year = |year: &i16| dondoc_kinds::Arg::Text(year.to_string());
        vec![
            ("given", self.given.as_str().into()),
            ("first", year(Period::YEARS.start())),
            ("last", year(Period::YEARS.end())),
        ]
    }
}

impl Period {
    /// The years that a receipt can name.
    pub const YEARS: std::ops::RangeInclusive<i16> = 2010..=2073;

    fn new(year: i16, part: Part) -> Option<Self> {
        let fits = match part {
            Part::Year => true,
            Part::Half(half) => (1..=2).contains(&half),
            Part::Quarter(quarter) => (1..=4).contains(&quarter),
            Part::Month(month) => (1..=12).contains(&month),
        };
        (fits && Self::YEARS.contains(&year)).then_some(Self { year, part })
    }

    /// Returns the quarter that holds `day`, if its year is one of [`Self::YEARS`].
    pub fn quarter_of(day: Date) -> Option<Self> {
        let quarter = (day.month() - 1) / 3 + 1;
        Self::new(day.year(), Part::Quarter(quarter.unsigned_abs()))
    }

    /// Returns the calendar year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns how many months it spans: 12, 6, 3 or 1.
    pub fn months(self) -> u8 {
        match self.part {
            Part::Year => 12,
            Part::Half(_) => 6,
            Part::Quarter(_) => 3,
            Part::Month(_) => 1,
        }
    }

    fn first_month(self) -> u8 {
        match self.part {
            Part::Year => 1,
            Part::Half(half) => (half - 1) * 6 + 1,
            Part::Quarter(quarter) => (quarter - 1) * 3 + 1,
            Part::Month(month) => month,
        }
    }

    /// Returns its first day.
    pub fn first_day(self) -> Date {
        date(self.year, self.first_month().cast_signed(), 1)
    }

    /// Returns its last day.
    pub fn last_day(self) -> Date {
        let last_month = self.first_month() + self.months() - 1;
        date(self.year, last_month.cast_signed(), 1).last_of_month()
    }

    /// Returns whether `day` lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }

    /// Returns the period of the same length, `n` before this one. Stops at
    /// the first of [`Self::YEARS`].
    pub fn previous(self, n: u8) -> Self {
        let back = i64::from(n) * i64::from(self.months());
        let start = self.first_day().saturating_sub(back.months());
        let earliest = date(*Self::YEARS.start(), 1, 1);
        self.starting(start.max(earliest))
    }

    /// Returns the period of this length that holds `day`.
    fn starting(self, day: Date) -> Self {
        let month = day.month().unsigned_abs();
        let part = match self.part {
            Part::Year => Part::Year,
            Part::Half(_) => Part::Half((month - 1) / 6 + 1),
            Part::Quarter(_) => Part::Quarter((month - 1) / 3 + 1),
            Part::Month(_) => Part::Month(month),
        };
        Self {
            year: day.year(),
            part,
        }
    }

    /// Returns its number among the 19 parts of a year: 0 the year, 1 and 2
    /// the halves, 3 to 6 the quarters, 7 to 18 the months.
    pub(crate) fn slot(self) -> u8 {
        match self.part {
            Part::Year => 0,
            Part::Half(half) => half,
            Part::Quarter(quarter) => 2 + quarter,
            Part::Month(month) => 6 + month,
        }
    }

    /// Returns the period of a year and slot.
    pub(crate) fn from_slot(year: i16, slot: u8) -> Option<Self> {
        let part = match slot {
            0 => Part::Year,
            1..=2 => Part::Half(slot),
            3..=6 => Part::Quarter(slot - 2),
            _ => Part::Month(slot - 6),
        };
        Self::new(year, part)
    }

    /// Returns its name in a Vietnamese sentence: `quý III/2024`, `tháng 9/2024`,
    /// `6 tháng đầu năm 2024`, `năm 2024`.
    pub fn phrase(self) -> String {
        match self.part {
            Part::Year => format!("năm\u{a0}{}", self.year),
            Part::Half(1) => format!("6 tháng đầu năm\u{a0}{}", self.year),
            Part::Half(_) => format!("6 tháng cuối năm\u{a0}{}", self.year),
            Part::Quarter(quarter) => format!("quý\u{a0}{}/{}", roman(quarter), self.year),
            Part::Month(month) => format!("tháng\u{a0}{month}/{}", self.year),
        }
    }

    /// Returns a name short enough for the axis of a chart: `III/2024`, `T9/2024`.
    pub fn short(self) -> String {
        match self.part {
            Part::Year => self.year.to_string(),
            Part::Half(1) => format!("Đầu {}", self.year),
            Part::Half(_) => format!("Cuối {}", self.year),
            Part::Quarter(quarter) => format!("{}/{}", roman(quarter), self.year),
            Part::Month(month) => format!("T{month}/{}", self.year),
        }
    }
}

fn roman(quarter: u8) -> &'static str {
    match quarter {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Year => write!(f, "{}", self.year),
            Part::Half(half) => write!(f, "{}-H{half}", self.year),
            Part::Quarter(quarter) => write!(f, "{}-Q{quarter}", self.year),
            Part::Month(month) => write!(f, "{}-{month:02}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        read(text.trim()).ok_or_else(|| BadPeriod {
            given: text.to_owned(),
        })
    }
}

fn read(text: &str) -> Option<Period> {
    let (year, part) = match text.split_once('-') {
        None => (text, Part::Year),
        Some((year, part)) => {
            let part = match part.as_bytes() {
                [b'H' | b'h', n] if n.is_ascii_digit() => Part::Half(n - b'0'),
                [b'Q' | b'q', n] if n.is_ascii_digit() => Part::Quarter(n - b'0'),
                [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                    Part::Month((a - b'0') * 10 + (b - b'0'))
                }
                _ => return None,
            };
            (year, part)
        }
    };
    let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    Period::new(digits.then(|| year.parse().ok())??, part)
}

impl TryFrom<String> for Period {
    type Error = BadPeriod;
    fn try_from(text: String) -> Result<Self, BadPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |p: &Self| (p.first_day(), std::cmp::Reverse(p.months()));
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect(text)
    }

    #[test]
    fn every_written_form_reads_back() {
        for text in [
            "2024", "2024-H1", "2024-H2", "2024-Q1", "2024-Q4", "2024-01", "2024-12",
        ] {
            assert_eq!(period(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in [
            "", "24", "2024-", "2024-Q0", "2024-Q5", "2024-H3", "2024-13", "2024-00", "2024-1",
            "1999-Q1", "2024-Q3x", "+024",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_the_calendar_days_of_the_part() {
        let span = |text| {
            (
                period(text).first_day().to_string(),
                period(text).last_day().to_string(),
            )
        };
        assert_eq!(span("2024"), ("2024-01-01".into(), "2024-12-31".into()));
        assert_eq!(span("2024-H2"), ("2024-07-01".into(), "2024-12-31".into()));
        assert_eq!(span("2024-Q1"), ("2024-01-01".into(), "2024-03-31".into()));
        assert_eq!(span("2024-02"), ("2024-02-01".into(), "2024-02-29".into()));
    }

    #[test]
    fn previous_goes_back_over_the_year() {
        assert_eq!(period("2024-Q1").previous(1).to_string(), "2023-Q4");
        assert_eq!(period("2024-02").previous(3).to_string(), "2023-11");
        assert_eq!(period("2024-H1").previous(2).to_string(), "2023-H1");
        assert_eq!(period("2024").previous(1).to_string(), "2023");
        assert_eq!(period("2010-Q1").previous(9), period("2010-Q1"));
    }

    #[test]
    fn a_slot_gives_its_period_back() {
        for slot in 0..19 {
            let period = Period::from_slot(2024, slot).expect("19 slots");
            assert_eq!(period.slot(), slot);
        }
        assert!(Period::from_slot(2024, 19).is_none());
        assert!(Period::from_slot(2100, 0).is_none());
    }
}
