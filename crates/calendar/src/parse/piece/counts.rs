//! Pieces that count: `10 ngày làm việc`, `nửa ngày`, `6 tháng một lần`, `02 lần/năm`.

use super::super::number::{number_word, quarter_word};
use super::{Found, Often, Piece, Reader};
use crate::deadline::MOST_COUNT;
use crate::refusal::RuleRefusal;
use crate::rule::CountUnit;

impl Reader<'_> {
    /// "một lần", "01 lần/tháng", "2 lần/năm".
    pub(super) fn times(&self, at: usize) -> Found {
        let Some((times, taken)) = self.amount(at) else {
            return Ok(None);
        };
        if self.word(at + taken) != "lan" {
            return Ok(None);
        }
        let mut end = at + taken + 1;
        while self.is_sign(end, "/") || matches!(self.word(end), "mot" | "moi" | "trong") {
            end += 1;
        }
        let often = match (times, self.word(end)) {
            (1, "ngay") => Often::Day,
            (1, "tuan") => Often::Week,
            (1, "thang") => Often::Month,
            (2, "thang") => Often::Days(15),
            (1, "quy") => Often::Quarter,
            (1, "nam") => Often::Year,
            (2, "nam") => Often::Half,
            (4, "nam") => Often::Quarter,
            (12, "nam") => Often::Month,
            _ => return Ok(None),
        };
        Ok(Some((Piece::Often(often), end + 1 - at)))
    }

    /// "10 ngày làm việc", "02 (hai) tháng", "nửa tháng", "15 ngày một lần".
    pub(super) fn count(&self, at: usize) -> Found {
        if self.word(at) == "nua" {
            return Ok(match self.word(at + 1) {
                "ngay" if self.are(at + 2, &["lam", "viec"]) => {
                    Some((Piece::Count(4, CountUnit::WorkingHours), 4))
                }
                "thang" => Some((Piece::Count(15, CountUnit::Days), 2)),
                "nam" => Some((Piece::Count(6, CountUnit::Months), 2)),
                _ => None,
            });
        }
        if let Some(found) = self.half_days(at)? {
            return Ok(Some(found));
        }
        let Some((count, mut taken)) = self.amount(at) else {
            return Ok(None);
        };
        // "10 (mười) ngày"
        if self.number(at).is_some()
            && let Some((again, words)) = number_word(&self.tokens[at + taken..])
            && again == count
            && self.is_count_unit(at + taken + words)
        {
            taken += words;
        }
        if !self.is_count_unit(at + taken) {
            return Ok(None);
        }
        let (unit, words) = self.unit(at + taken);
        let end = at + taken + words;
        let count = match unit_factor(self.word(at + taken)) {
            1 => count,
            factor => count.saturating_mul(factor),
        };
        if let Some(again) = self.once(end) {
            return self.every(at, count, unit, end + again - at);
        }
        if self.is_every_before(at) {
            return self.every(at, count, unit, end - at);
        }
        if count == 0 {
            return Err(RuleRefusal::Zero);
        }
        let most = i64::from(MOST_COUNT);
        let short = u32::try_from(count)
            .ok()
            .filter(|count| *count <= MOST_COUNT);
        let count = short.ok_or(RuleRefusal::TooLong { count, most })?;
        Ok(Some((Piece::Count(count, unit), end - at)))
    }

    /// "0,5 ngày làm việc", "1,5 ngày làm việc": in hours of eight a day.
    pub(super) fn half_days(&self, at: usize) -> Found {
        let (Some(whole), Some(tenths)) = (self.number(at), self.number(at + 2)) else {
            return Ok(None);
        };
        let half = match (
            self.is_sign(at + 1, ",."),
            self.is_sign(at + 1, "/"),
            tenths,
        ) {
            (true, _, 5) => true,
            (_, true, 2) if whole == 1 => true,
            _ => false,
        };
        if !half || !self.are(at + 3, &["ngay", "lam", "viec"]) {
            return Ok(None);
        }
        let whole = if self.is_sign(at + 1, "/") { 0 } else { whole };
        let hours = u32::try_from(whole.saturating_mul(8).saturating_add(4))
            .ok()
            .filter(|hours| *hours <= MOST_COUNT)
            .ok_or(RuleRefusal::TooLong {
                count: whole,
                most: i64::from(MOST_COUNT),
            })?;
        Ok(Some((Piece::Count(hours, CountUnit::WorkingHours), 6)))
    }

    /// "một lần", "/lần", "1 lần" after a count.
    pub(super) fn once(&self, at: usize) -> Option<usize> {
        if self.is_sign(at, "/") && self.word(at + 1) == "lan" {
            return Some(2);
        }
        let one = self.word(at) == "mot" || self.number(at) == Some(1);
        (one && self.word(at + 1) == "lan").then_some(2)
    }

    /// "định kỳ 6 tháng", "cứ 15 ngày", "mỗi 3 tháng".
    pub(super) fn is_every_before(&self, at: usize) -> bool {
        let mut before = (0..at).rev().map(|i| self.word(i));
        match before.next() {
            Some("moi" | "cu" | "hang") => true,
            Some("ky") => before.next() == Some("dinh"),
            _ => false,
        }
    }

    pub(super) fn every(&self, at: usize, count: i64, unit: CountUnit, taken: usize) -> Found {
        let words = self.quote(at, taken);
        let days = |count: i64| {
            u32::try_from(count)
                .ok()
                .filter(|days| (1..=MOST_COUNT).contains(days))
                .map(Often::Days)
        };
        let often = match (unit, count) {
            (CountUnit::Days, 1) => Some(Often::Day),
            (CountUnit::Days, days_apart) => days(days_apart),
            (CountUnit::Weeks, 1) => Some(Often::Week),
            (CountUnit::Weeks, weeks) => days(weeks.saturating_mul(7)),
            (CountUnit::Months, 1) => Some(Often::Month),
            (CountUnit::Months, 3) => Some(Often::Quarter),
            (CountUnit::Months, 6) => Some(Often::Half),
            (CountUnit::Months, 12) | (CountUnit::Years, 1) => Some(Often::Year),
            _ => None,
        };
        let range = "N ngày, N tuần, 1, 3, 6, 12 tháng, 1 năm một lần";
        let often = often.ok_or(RuleRefusal::OutOfRange { words, range })?;
        Ok(Some((Piece::Often(often), taken)))
    }

    /// "hằng tháng", "mỗi quý", "định kỳ năm", "tuần một lần".
    pub(super) fn often(&self, at: usize) -> Found {
        let start = match (self.word(at), self.word(at + 1)) {
            ("dinh", "ky") => at + 2,
            ("hang" | "moi" | "tung", _) => at + 1,
            ("tuan" | "thang" | "quy" | "nam", _) if self.once(at + 1).is_some() => at,
            _ => return Ok(None),
        };
        let start = if matches!(self.word(start), "hang" | "moi" | "theo") && start > at {
            start + 1
        } else {
            start
        };
        let often = match self.word(start) {
            "ngay" if self.number(start + 1).is_none() => Often::Day,
            "tuan" => Often::Week,
            "thang" if self.month_number(start + 1).is_none() => Often::Month,
            "quy" => Often::Quarter,
            "nam" => Often::Year,
            _ => return Ok(None),
        };
        let end = start + 1;
        Ok(Some((
            Piece::Often(often),
            end + self.once(end).unwrap_or(0) - at,
        )))
    }

    /// A number in digits or words, and how many tokens it took.
    pub(super) fn amount(&self, at: usize) -> Option<(i64, usize)> {
        match self.number(at) {
            Some(number) => Some((number, 1)),
            None => number_word(self.tokens.get(at..)?),
        }
    }

    pub(super) fn is_count_unit(&self, at: usize) -> bool {
        match self.word(at) {
            "ngay" | "gio" | "h" | "tuan" | "thang" | "nam" => true,
            "quy" => quarter_word(self.tokens, at).is_none(),
            _ => false,
        }
    }

    pub(super) fn unit(&self, at: usize) -> (CountUnit, usize) {
        let working = self.are(at + 1, &["lam", "viec"]);
        match (self.word(at), working) {
            ("ngay", true) => (CountUnit::WorkingDays, 3),
            ("ngay", false) => (CountUnit::Days, 1),
            ("gio" | "h", true) => (CountUnit::WorkingHours, 3),
            ("gio" | "h", false) => (CountUnit::Hours, 1),
            ("tuan", _) => (CountUnit::Weeks, 1),
            ("nam", _) => (CountUnit::Years, 1),
            _ => (CountUnit::Months, 1),
        }
    }
}

pub(super) fn unit_factor(word: &str) -> i64 {
    if word == "quy" { 3 } else { 1 }
}
