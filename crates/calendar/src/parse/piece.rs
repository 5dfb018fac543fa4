//! Pieces of time in a phrase: dates, hours, counts, periods, recurrences.
//!
//! Each `fn` tries to read one piece at a place and returns it with how many
//! tokens it took. The order in [`Reader::piece`] settles what wins where two fit.

use jiff::civil::{Date, Time};

use super::ReadAs;
use super::token::{Token, TokenKind};
use crate::deadline::DAY_END;
use crate::hours::Weekday;
use crate::refusal::RuleRefusal;
use crate::rule::{CountUnit, Part, Period};

mod counts;
mod named;

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
