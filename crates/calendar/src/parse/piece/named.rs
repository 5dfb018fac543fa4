//! Pieces that name a time: a date, a day of the month, a month, a quarter, a year.

use jiff::civil::Date;

use super::super::number::{part_word, quarter_word};
use super::{Found, Piece, Reader};
use crate::hours::Weekday;
use crate::lunar;
use crate::refusal::RuleRefusal;
use crate::rule::{Part, Period};

impl Reader<'_> {
    /// "6 tháng đầu năm", "9 tháng năm 2024", "nửa cuối năm", "những tháng cuối năm".
    pub(super) fn part_of_year(&self, at: usize) -> Found {
        let (months, mut end) = if self.word(at) == "nua" {
            (6, at + 1)
        } else if matches!(self.word(at), "nhung" | "cac") && self.word(at + 1) == "thang" {
            (0, at + 2)
        } else {
            match self.amount(at) {
                Some((months, taken)) if self.word(at + taken) == "thang" => {
                    (months, at + taken + 1)
                }
                _ => return Ok(None),
            }
        };
        let part = match self.word(end) {
            "dau" => Part::Start,
            "cuoi" => Part::End,
            "nam" if self.number(end + 1).is_some_and(|year| year >= 1900) => Part::Start,
            _ => return Ok(None),
        };
        if matches!(self.word(end), "dau" | "cuoi") {
            end += 1;
        }
        if self.word(end) != "nam" {
            return Ok(None);
        }
        end += 1;
        let (stated, taken) = self.year_number(end)?;
        let (year, end) = (stated, end + taken);
        let last_month = if part == Part::End {
            12
        } else {
            i8::try_from(months.clamp(1, 12)).unwrap_or(12)
        };
        let words = self.quote(at, end - at);
        let year = year
            .or_else(|| {
                self.read_as
                    .year_for(|y| crate::days::last_of_month(y, last_month))
            })
            .ok_or(RuleRefusal::NoYear {
                words: words.clone(),
            })?;
        let period = match (months, part) {
            (0, Part::End) => Period::Year { year },
            (6, Part::Start) => Period::Half { year, half: 1 },
            (6, _) => Period::Half { year, half: 2 },
            (1..=12, Part::Start) => Period::FirstMonths {
                year,
                months: last_month,
            },
            (1..=12, _) => Period::Year { year },
            _ => {
                return Err(RuleRefusal::OutOfRange {
                    words,
                    range: "1-12 tháng",
                });
            }
        };
        Ok(Some((Piece::Period(period, Part::End), end - at)))
    }

    /// "tháng cuối (cùng của) quý", "tháng đầu quý sau", "tháng thứ hai của quý".
    pub(super) fn month_of_stretch(&self, at: usize) -> Found {
        if self.word(at) != "thang" {
            return Ok(None);
        }
        let (month, mut end) = match self.word(at + 1) {
            "cuoi" => (3, at + 2),
            "dau" => (1, at + 2),
            "giua" => (2, at + 2),
            "thu" => match self.amount(at + 2) {
                Some((month @ 1..=6, taken)) => (month, at + 2 + taken),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let ordinal = self.word(at + 1) == "thu";
        while matches!(
            self.word(end),
            "cung" | "tien" | "cua" | "moi" | "hang" | "tung"
        ) {
            end += 1;
        }
        if self.word(end) == "quy" {
            end += 1;
            while matches!(self.word(end), "sau" | "tiep" | "theo" | "ke") {
                end += 1;
            }
        } else if !ordinal {
            return Ok(None);
        }
        let month = i8::try_from(month).unwrap_or(3);
        Ok(Some((Piece::MonthOfStretch(month), end - at)))
    }

    /// "20/9/2024", "ngày 05 tháng 01 năm 2020", "16/8", "30.5".
    pub(super) fn date(&self, at: usize) -> Found {
        let mut start = at;
        while matches!(self.word(start), "ngay" | "mung" | "mong") {
            start += 1;
        }
        let Some(day) = self.number(start) else {
            return Ok(None);
        };
        let (month, end) = if self.is_sign(start + 1, "/-.") {
            let Some(month) = self.number(start + 2) else {
                return Ok(None);
            };
            if self.tokens[start + 2].digits() == 4 {
                return self.month_slash_year(at, start, day, month);
            }
            (month, start + 3)
        } else if self.word(start + 1) == "thang" && start > at || self.is_day_of_named_month(start)
        {
            let Some((month, taken)) = self.month_number(start + 2) else {
                return Ok(None);
            };
            (month, start + 2 + taken)
        } else {
            return Ok(None);
        };
        if self.is_count_unit(end) {
            return Ok(None); // "1.5 ngày"
        }
        let (year, taken) = self.year_after(end)?;
        let words = self.quote(start, end + taken - start);
        let (Ok(day), Ok(month)) = (i8::try_from(day), i8::try_from(month)) else {
            return Err(RuleRefusal::NoSuchDay { words });
        };
        // 29 February is checked again with its year.
        if Date::new(2000, month, day).is_err() {
            return Err(RuleRefusal::NoSuchDay { words });
        }
        Ok(Some((Piece::Date { day, month, year }, end + taken - at)))
    }

    /// "01 tháng 7 năm 2028" without "ngày" before it.
    pub(super) fn is_day_of_named_month(&self, at: usize) -> bool {
        self.word(at + 1) == "thang"
            && self.month_number(at + 2).is_some()
            && self.number(at).is_some_and(|day| (1..=31).contains(&day))
    }

    /// "9/2026".
    pub(super) fn month_slash_year(&self, at: usize, start: usize, month: i64, year: i64) -> Found {
        let taken = start + 3 - at;
        let words = self.quote(start, 3);
        let month = i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .ok_or(RuleRefusal::OutOfRange {
                words: words.clone(),
                range: "tháng 1-12",
            })?;
        let year = known_year(year, &words)?;
        Ok(Some((
            Piece::Period(Period::Month { year, month }, Part::End),
            taken,
        )))
    }

    /// "quý III/2024", "cuối tháng 9 năm 2026", "năm 2025", "giữa năm".
    pub(super) fn period(&self, at: usize) -> Found {
        let (part, start) = match part_word(self.word(at)) {
            Some(part) => (Some(part), at + 1),
            None => (None, at),
        };
        let moment = part.unwrap_or(Part::End);
        let word = self.word(start);
        if word == "thang" {
            return self.month(at, start, part);
        }
        if let Some((quarter, taken)) = quarter_word(self.tokens, start) {
            let end = start + taken;
            let words = self.quote(at, end - at);
            if !(1..=4).contains(&quarter) {
                return Err(RuleRefusal::OutOfRange {
                    words,
                    range: "quý I-IV",
                });
            }
            let quarter = i8::try_from(quarter).unwrap_or(4);
            let last = |year| Period::Quarter { year, quarter }.last();
            let (year, taken) = self.year_or_documents(end, &words, last)?;
            let period = Period::Quarter { year, quarter };
            return Ok(Some((Piece::Period(period, moment), end + taken - at)));
        }
        if self.recurs && part == Some(Part::End) && word == "quy" {
            return Ok(Some((Piece::LastDay, start + 1 - at)));
        }
        if word != "nam" {
            return Ok(None);
        }
        let (stated, taken) = self.year_number(start + 1)?;
        if stated.is_none() && self.recurs && part.is_some() {
            let month = match moment {
                Part::Start => 1,
                Part::Middle => 6,
                Part::End => 12,
            };
            return Ok(Some((Piece::Month(month), start + 1 - at)));
        }
        let inside = at > 0 && matches!(self.word(at - 1), "trong" | "het" | "den");
        if stated.is_none() && part.is_none() && !inside {
            return Ok(None);
        }
        let words = self.quote(at, start + 1 - at);
        let year = stated
            .or_else(|| self.read_as.any_year())
            .ok_or(RuleRefusal::NoYear { words })?;
        Ok(Some((
            Piece::Period(Period::Year { year }, moment),
            start + 1 + taken - at,
        )))
    }

    pub(super) fn month(&self, at: usize, start: usize, part: Option<Part>) -> Found {
        let Some((month, taken)) = self.month_number(start + 1) else {
            return self.bare_month(at, start, part);
        };
        let end = start + 1 + taken;
        let words = self.quote(at, end - at);
        let month = i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .ok_or(RuleRefusal::OutOfRange {
                words: words.clone(),
                range: "tháng 1-12",
            })?;
        let (stated, taken) = self.year_after(end)?;
        if stated.is_none() && self.recurs {
            return Ok(Some((Piece::Month(month), end - at)));
        }
        let year = stated
            .or_else(|| {
                self.read_as
                    .year_for(|year| crate::days::last_of_month(year, month))
            })
            .ok_or(RuleRefusal::NoYear { words })?;
        let period = Period::Month { year, month };
        let piece = Piece::Period(period, part.unwrap_or(Part::End));
        Ok(Some((piece, end + taken - at)))
    }

    /// "cuối tháng" in a recurrence; "tháng này", "tháng sau" of a document.
    pub(super) fn bare_month(&self, at: usize, start: usize, part: Option<Part>) -> Found {
        let next = self.tokens.get(start + 1);
        let (later, taken) = match next.map(|token| token.raw.as_str()) {
            Some("này") => (Some(0), 2),
            Some("sau" | "tới") => (Some(1), 2),
            Some("kế" | "tiếp") => (Some(1), 3),
            _ => (None, 1),
        };
        if self.recurs {
            return Ok(match (part, later) {
                (Some(Part::End), _) => Some((Piece::LastDay, start + taken - at)),
                (Some(Part::Start), _) => Some((Piece::DayOfMonth(1), start + taken - at)),
                (Some(Part::Middle), _) => Some((Piece::DayOfMonth(15), start + taken - at)),
                (None, Some(_)) => Some((Piece::By, start + taken - at)),
                (None, None) => None,
            });
        }
        let Some(later) = later else {
            return Ok(None);
        };
        let words = self.quote(at, start + taken - at);
        let date = self.read_as.date.ok_or(RuleRefusal::NoYear { words })?;
        let date = crate::days::plus_months(date.first_of_month(), later);
        let period = Period::Month {
            year: date.year(),
            month: date.month(),
        };
        let piece = Piece::Period(period, part.unwrap_or(Part::End));
        Ok(Some((piece, start + taken - at)))
    }

    /// "ngày 25", "ngày cuối cùng của tháng", "mùng 5".
    pub(super) fn day_of_month(&self, at: usize) -> Found {
        if !matches!(self.word(at), "ngay" | "mung" | "mong") {
            return Ok(None);
        }
        let mut end = at + 1;
        if self.word(end) == "cuoi" {
            end += 1;
            while matches!(self.word(end), "cung" | "cua") {
                end += 1;
            }
            // "ngày cuối của tháng 3" leaves the month to be read.
            if self.word(end) == "thang"
                && self.month_number(end + 1).is_none()
                && !matches!(self.word(end + 1), "cuoi" | "dau" | "giua" | "thu")
            {
                end += 1;
            }
            return Ok(Some((Piece::LastDay, end - at)));
        }
        while matches!(self.word(end), "mung" | "mong" | "ngay") {
            end += 1;
        }
        let Some((day, taken)) = self.amount(end) else {
            return Ok(None);
        };
        let words = self.quote(at, end + taken - at);
        let day = i8::try_from(day)
            .ok()
            .filter(|day| (1..=31).contains(day))
            .ok_or(RuleRefusal::OutOfRange {
                words,
                range: "ngày 1-31",
            })?;
        Ok(Some((Piece::DayOfMonth(day), end + taken - at)))
    }

    /// "thứ Sáu", "ngày thứ 6", "Chủ nhật".
    pub(super) fn weekday(&self, at: usize) -> Found {
        let start = if self.word(at) == "ngay" { at + 1 } else { at };
        if self.are(start, &["chu", "nhat"]) {
            return Ok(Some((Piece::Weekday(Weekday::Sunday), start + 2 - at)));
        }
        if self.word(start) != "thu" {
            return Ok(None);
        }
        let number = match self.word(start + 1) {
            "tu" => Some(4),
            // Before a unit "năm" could be five of it; after "thứ" never.
            "nam" => Some(5),
            "sau" => Some(6),
            _ => self.amount(start + 1).map(|(number, _)| number),
        };
        let words = self.quote(at, start + 2 - at);
        let range = "thứ Hai đến thứ Bảy, Chủ nhật";
        let day = match number {
            Some(day @ 2..=7) => Weekday::ALL[usize::try_from(day - 2).unwrap_or(0)],
            _ => return Err(RuleRefusal::OutOfRange { words, range }),
        };
        Ok(Some((Piece::Weekday(day), start + 2 - at)))
    }

    /// "9", "mười hai"; "sáu" but not "sau".
    pub(super) fn month_number(&self, at: usize) -> Option<(i64, usize)> {
        let token = self.tokens.get(at)?;
        if token.raw == "sau" {
            return None;
        }
        if token.word() == "tu" {
            return (token.raw == "tư").then_some((4, 1));
        }
        // "tháng năm 2024" is a year, "tháng năm" May.
        if token.word() == "nam" && self.number(at + 1).is_some() {
            return None;
        }
        // "6 tháng một lần" is no day in January.
        self.amount(at)
            .filter(|(_, taken)| self.word(at + taken) != "lan")
    }

    /// "/2024", "năm 2024", "-2024": a year that belongs to what stands before.
    pub(super) fn year_after(&self, at: usize) -> Result<(Option<i16>, usize), RuleRefusal> {
        let mut start = at;
        if self.is_sign(start, "/-.,") {
            start += 1;
        }
        while matches!(self.word(start), "cua" | "nam") {
            start += 1;
        }
        if start == at {
            return Ok((None, 0));
        }
        match self.year_number(start)? {
            (Some(year), taken) => Ok((Some(year), start + taken - at)),
            (None, _) => Ok((None, 0)),
        }
    }

    /// A year in four digits, "nay", "sau", "tới".
    pub(super) fn year_number(&self, at: usize) -> Result<(Option<i16>, usize), RuleRefusal> {
        let raw = self.tokens.get(at).map_or("", |token| token.raw.as_str());
        let this_year = self.read_as.any_year();
        match (raw, self.number(at)) {
            ("nay" | "này", _) if this_year.is_some() => Ok((this_year, 1)),
            ("sau" | "tới", _) if this_year.is_some() => Ok((this_year.map(|y| y + 1), 1)),
            (_, Some(number)) if self.tokens[at].digits() == 4 => {
                Ok((Some(known_year(number, raw)?), 1))
            }
            _ => Ok((None, 0)),
        }
    }

    pub(super) fn year_or_documents(
        &self,
        at: usize,
        words: &str,
        last: impl Fn(i16) -> Date,
    ) -> Result<(i16, usize), RuleRefusal> {
        let (stated, taken) = self.year_after(at)?;
        let year = stated
            .or_else(|| self.read_as.year_for(last))
            .ok_or(RuleRefusal::NoYear {
                words: words.to_owned(),
            })?;
        Ok((year, taken))
    }
}

pub(super) fn known_year(year: i64, words: &str) -> Result<i16, RuleRefusal> {
    i16::try_from(year)
        .ok()
        .filter(|year| lunar::YEARS.contains(year))
        .ok_or_else(|| RuleRefusal::OutOfRange {
            words: words.to_owned(),
            range: "năm 1900-2199",
        })
}
