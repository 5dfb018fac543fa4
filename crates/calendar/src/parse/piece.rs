//! Pieces of time in a phrase: dates, hours, counts, periods, recurrences.
//!
//! Each `fn` tries to read one piece at a place and returns it with how many
//! tokens it took. The order in [`Reader::piece`] settles what wins where two fit.

use jiff::civil::{Date, Time};

use super::ReadAs;
use super::number::{number_word, part_word, quarter_word};
use super::token::{Token, TokenKind};
use crate::deadline::{DAY_END, MOST_COUNT};
use crate::hours::Weekday;
use crate::lunar;
use crate::refusal::RuleRefusal;
use crate::rule::{CountUnit, Part, Period};

/// How often, without its day. In order: more often first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Often {
    Day,
    Days(u32),
    Week,
    Month,
    Quarter,
    Half,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Piece {
    Before,
    By,
    Hour(Time),
    Date {
        day: i8,
        month: i8,
        year: Option<i16>,
    },
    Since(Option<Date>),
    DayOfMonth(i8),
    LastDay,
    Weekday(Weekday),
    Often(Often),
    MonthOfStretch(i8),
    Count(u32, CountUnit),
    Period(Period, Part),
    Month(i8),
    Standing,
}

/// A piece and how many tokens it took.
type Found = Result<Option<(Piece, usize)>, RuleRefusal>;

/// Finds the pieces from left to right.
pub(crate) fn pieces(tokens: &[Token], read_as: &ReadAs) -> Result<Vec<Piece>, RuleRefusal> {
    let reader = Reader {
        tokens,
        read_as,
        recurs: recurs(tokens),
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((piece, taken)) = reader.piece(at)? {
            found.push(piece);
            at += taken.max(1);
        } else if let Some(taken) = reader.filler(at) {
            at += taken;
        } else {
            return Err(reader.not_understood(at));
        }
    }
    Ok(found)
}

/// Whether the phrase says anywhere that it comes round again.
fn recurs(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(i, token)| {
        let next = tokens.get(i + 1).map_or("", Token::word);
        match token.word() {
            "hang" | "moi" => true,
            "dinh" => next == "ky",
            "lan" => true,
            _ => false,
        }
    })
}

struct Reader<'t> {
    tokens: &'t [Token],
    read_as: &'t ReadAs,
    recurs: bool,
}

impl Reader<'_> {
    fn piece(&self, at: usize) -> Found {
        let readers: [fn(&Self, usize) -> Found; 12] = [
            Self::words,
            Self::since,
            Self::times,
            Self::hour,
            Self::part_of_year,
            Self::month_of_stretch,
            Self::date,
            Self::count,
            Self::often,
            Self::period,
            Self::day_of_month,
            Self::weekday,
        ];
        for read in readers {
            if let Some(found) = read(self, at)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", Token::word)
    }

    fn number(&self, at: usize) -> Option<i64> {
        self.tokens.get(at).and_then(Token::number)
    }

    fn is_sign(&self, at: usize, signs: &str) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| signs.chars().any(|sign| token.is_sign(sign)))
    }

    /// Whether these words stand at `at`.
    fn are(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(i, word)| self.word(at + i) == *word)
    }

    /// The raw text of some tokens, for refusals.
    fn quote(&self, at: usize, taken: usize) -> String {
        let mut text = String::new();
        for (i, token) in self.tokens.iter().skip(at).take(taken).enumerate() {
            let sign = matches!(token.kind, TokenKind::Sign(_));
            let after_sign = i > 0 && matches!(self.tokens[at + i - 1].kind, TokenKind::Sign(_));
            if i > 0 && !sign && !after_sign {
                text.push(' ');
            }
            text.push_str(&token.raw);
        }
        text
    }

    fn words(&self, at: usize) -> Found {
        Ok(match self.word(at) {
            "thuong" if self.word(at + 1) == "xuyen" => Some((Piece::Standing, 2)),
            "lien" if self.word(at + 1) == "tuc" => Some((Piece::Standing, 2)),
            "truoc" => Some((Piece::Before, 1)),
            "cham" | "muon" if self.word(at + 1) == "nhat" => Some((Piece::By, 2)),
            _ => None,
        })
    }

    /// "kể từ ngày …": a date, or an event that gives the beginning.
    fn since(&self, at: usize) -> Found {
        let start = match (self.word(at), self.word(at + 1)) {
            ("ke" | "tinh", "tu") => at + 2,
            ("tu", _) => at + 1,
            ("sau", "khi" | "ngay") => at + 1,
            _ => return Ok(None),
        };
        let mut day = start;
        while matches!(self.word(day), "ngay" | "tu") {
            day += 1;
        }
        if let Some((
            Piece::Date {
                day: d,
                month,
                year,
            },
            taken,
        )) = self.date(day)?
        {
            let parts = super::DateParts {
                day: d,
                month,
                year,
            };
            let date = super::whole_date(parts, self.read_as)?;
            return Ok(Some((Piece::Since(Some(date)), day + taken - at)));
        }
        let mut end = start;
        while end < self.tokens.len() && !self.is_sign(end, ",;") {
            end += 1;
        }
        Ok(Some((Piece::Since(None), end - at)))
    }

    /// "một lần", "01 lần/tháng", "2 lần/năm".
    fn times(&self, at: usize) -> Found {
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

    /// "17h00", "17 giờ 30 phút", "17:00", "5 giờ chiều".
    fn hour(&self, at: usize) -> Found {
        let Some(hour) = self.number(at) else {
            return Ok(None);
        };
        let colon = self.is_sign(at + 1, ":") && self.number(at + 2).is_some();
        if !colon && !matches!(self.word(at + 1), "h" | "gio" | "g") {
            return Ok(None);
        }
        if !colon && (self.are(at + 2, &["lam", "viec"]) || self.is_span_of_hours(at, hour)) {
            return Ok(None);
        }
        let mut end = at + 2;
        let mut minute = 0;
        if let Some(number) = self.number(end)
            && (colon || self.tokens[end].digits() == 2 && !self.is_sign(end + 1, "/-."))
        {
            minute = number;
            end += 1;
            if matches!(self.word(end), "phut" | "p" | "ph") {
                end += 1;
            }
        }
        let mut hour = hour;
        match self.word(end) {
            "chieu" | "toi" if hour < 12 => {
                hour += 12;
                end += 1;
            }
            "sang" | "chieu" | "toi" | "trua" => end += 1,
            _ => {}
        }
        let words = self.quote(at, end - at);
        let range = "0-24 giờ, 0-59 phút";
        let time = match (hour, minute) {
            (24, 0) => DAY_END,
            _ => i8::try_from(hour)
                .ok()
                .zip(i8::try_from(minute).ok())
                .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok())
                .ok_or(RuleRefusal::OutOfRange { words, range })?,
        };
        Ok(Some((Piece::Hour(time), end - at)))
    }

    /// Whether "24 giờ" is a span rather than a moment.
    fn is_span_of_hours(&self, at: usize, hours: i64) -> bool {
        let before = (0..at)
            .rev()
            .map(|i| self.word(i))
            .find(|word| !matches!(*word, "thoi" | "gian" | "la" | "co"));
        let within = matches!(before, Some("trong" | "vong" | "han" | "qua" | "sau"));
        let counted = matches!(self.word(at + 2), "ke" | "tu" | "tinh" | "sau");
        hours > 24 && before != Some("truoc") || within || counted || self.tokens.len() == 2
    }

    /// "6 tháng đầu năm", "9 tháng năm 2024", "nửa cuối năm", "những tháng cuối năm".
    fn part_of_year(&self, at: usize) -> Found {
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
    fn month_of_stretch(&self, at: usize) -> Found {
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
    fn date(&self, at: usize) -> Found {
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
    fn is_day_of_named_month(&self, at: usize) -> bool {
        self.word(at + 1) == "thang"
            && self.month_number(at + 2).is_some()
            && self.number(at).is_some_and(|day| (1..=31).contains(&day))
    }

    /// "9/2026".
    fn month_slash_year(&self, at: usize, start: usize, month: i64, year: i64) -> Found {
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

    /// "10 ngày làm việc", "02 (hai) tháng", "nửa tháng", "15 ngày một lần".
    fn count(&self, at: usize) -> Found {
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
    fn half_days(&self, at: usize) -> Found {
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
    fn once(&self, at: usize) -> Option<usize> {
        if self.is_sign(at, "/") && self.word(at + 1) == "lan" {
            return Some(2);
        }
        let one = self.word(at) == "mot" || self.number(at) == Some(1);
        (one && self.word(at + 1) == "lan").then_some(2)
    }

    /// "định kỳ 6 tháng", "cứ 15 ngày", "mỗi 3 tháng".
    fn is_every_before(&self, at: usize) -> bool {
        let mut before = (0..at).rev().map(|i| self.word(i));
        match before.next() {
            Some("moi" | "cu" | "hang") => true,
            Some("ky") => before.next() == Some("dinh"),
            _ => false,
        }
    }

    fn every(&self, at: usize, count: i64, unit: CountUnit, taken: usize) -> Found {
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
    fn often(&self, at: usize) -> Found {
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

    /// "quý III/2024", "cuối tháng 9 năm 2026", "năm 2025", "giữa năm".
    fn period(&self, at: usize) -> Found {
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

    fn month(&self, at: usize, start: usize, part: Option<Part>) -> Found {
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
    fn bare_month(&self, at: usize, start: usize, part: Option<Part>) -> Found {
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
    fn day_of_month(&self, at: usize) -> Found {
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
    fn weekday(&self, at: usize) -> Found {
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

    /// A number in digits or words, and how many tokens it took.
    fn amount(&self, at: usize) -> Option<(i64, usize)> {
        match self.number(at) {
            Some(number) => Some((number, 1)),
            None => number_word(self.tokens.get(at..)?),
        }
    }

    /// "9", "mười hai"; "sáu" but not "sau".
    fn month_number(&self, at: usize) -> Option<(i64, usize)> {
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

    fn is_count_unit(&self, at: usize) -> bool {
        match self.word(at) {
            "ngay" | "gio" | "h" | "tuan" | "thang" | "nam" => true,
            "quy" => quarter_word(self.tokens, at).is_none(),
            _ => false,
        }
    }

    fn unit(&self, at: usize) -> (CountUnit, usize) {
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

    /// "/2024", "năm 2024", "-2024": a year that belongs to what stands before.
    fn year_after(&self, at: usize) -> Result<(Option<i16>, usize), RuleRefusal> {
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
    fn year_number(&self, at: usize) -> Result<(Option<i16>, usize), RuleRefusal> {
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

    fn year_or_documents(
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

    /// Words that carry no time, and signs.
    fn filler(&self, at: usize) -> Option<usize> {
        const FILLERS: [&str; 49] = [
            "trong", "vong", "thoi", "gian", "han", "hoan", "thanh", "xong", "vao", "den", "het",
            "la", "va", "cua", "phai", "bao", "cao", "gui", "ve", "khong", "qua", "hon", "tre",
            "muon", "cham", "som", "nhat", "toi", "da", "dinh", "ky", "theo", "thuc", "hien",
            "diem", "lan", "mot", "moi", "ngay", "luc", "o", "cu", "dam", "bao", "ket", "thuc",
            "noi", "dung", "tien",
        ];
        let token = self.tokens.get(at)?;
        match &token.kind {
            TokenKind::Sign('%') => None,
            TokenKind::Sign(_) => Some(1),
            TokenKind::Number(..) => None,
            TokenKind::Word(word) if FILLERS.contains(&word.as_str()) => Some(1),
            TokenKind::Word(word) if word == "do" && at > 0 && self.word(at - 1) == "tien" => {
                Some(1)
            }
            // "định kỳ 6 tháng, hằng năm, giữa nhiệm kỳ": the others cover it.
            TokenKind::Word(_) if self.recurs && self.are(at, &["giua", "nhiem", "ky"]) => Some(3),
            // "định kỳ hằng tháng, quý, năm"
            TokenKind::Word(word)
                if self.recurs && matches!(word.as_str(), "tuan" | "thang" | "quy" | "nam") =>
            {
                Some(1)
            }
            TokenKind::Word(_) => None,
        }
    }

    fn not_understood(&self, at: usize) -> RuleRefusal {
        let mut end = at + 1;
        while end < self.tokens.len()
            && matches!(self.tokens[end].kind, TokenKind::Word(_))
            && matches!(self.piece(end), Ok(None))
            && self.filler(end).is_none()
        {
            end += 1;
        }
        RuleRefusal::NotUnderstood {
            words: self.quote(at, end - at),
            at: self.tokens[at].at,
        }
    }
}

fn unit_factor(word: &str) -> i64 {
    if word == "quy" { 3 } else { 1 }
}

fn known_year(year: i64, words: &str) -> Result<i16, RuleRefusal> {
    i16::try_from(year)
        .ok()
        .filter(|year| lunar::YEARS.contains(year))
        .ok_or_else(|| RuleRefusal::OutOfRange {
            words: words.to_owned(),
            range: "năm 1900-2199",
        })
}
