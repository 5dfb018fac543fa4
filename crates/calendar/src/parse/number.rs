//! Numbers, quarters and parts in words.

use super::token::Token;
use crate::rule::Part;

/// A number from 1 to 99 in words ("mười lăm"), and how many words it took.
pub(crate) fn number_word(tokens: &[Token]) -> Option<(i64, usize)> {
    let word = |i: usize| tokens.get(i).map_or("", Token::word);
    let first = if word(0) == "muoi" {
        10
    } else {
        digit(word(0))?
    };
    if first == 10 {
        return Some(match unit_digit(word(1)) {
            Some(unit) => (10 + unit, 2),
            None => (10, 1),
        });
    }
    if word(1) == "muoi" && first >= 2 {
        return Some(match unit_digit(word(2)) {
            Some(unit) => (first * 10 + unit, 3),
            None => (first * 10, 2),
        });
    }
    // "năm" alone is five only before a unit of time.
    if word(0) == "nam" && !matches!(word(1), "ngay" | "gio" | "tuan" | "thang" | "lan") {
        return None;
    }
    Some((first, 1))
}

fn digit(word: &str) -> Option<i64> {
    Some(match word {
        "mot" => 1,
        "hai" => 2,
        "ba" => 3,
        "bon" => 4,
        "nam" => 5,
        "sau" => 6,
        "bay" => 7,
        "tam" => 8,
        "chin" => 9,
        _ => return None,
    })
}

fn unit_digit(word: &str) -> Option<i64> {
    match word {
        "lam" => Some(5),
        "tu" => Some(4),
        "nam" => None,
        other => digit(other),
    }
}

pub(crate) fn part_word(word: &str) -> Option<Part> {
    match word {
        "dau" => Some(Part::Start),
        "giua" => Some(Part::Middle),
        "cuoi" => Some(Part::End),
        _ => None,
    }
}

/// "quý III", "quý 3", "Q3", "QIII", "quý ba": the number as written, and how
/// many tokens it took.
pub(crate) fn quarter_word(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let word = tokens.get(at)?.word();
    if word == "quy" || word == "q" {
        let next = tokens.get(at + 1)?;
        if let Some(number) = next.number() {
            return (number < 1000).then_some((number, 2));
        }
        let number = match next.word() {
            "tu" => Some(4),
            "nam" => None,
            other => roman(other).or_else(|| digit(other)),
        };
        return number.map(|number| (number, 2));
    }
    let numeral = word.strip_prefix('q')?;
    roman(numeral).map(|number| (number, 1))
}

fn roman(word: &str) -> Option<i64> {
    Some(match word {
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" | "iiii" => 4,
        "v" => 5,
        "vi" => 6,
        _ => return None,
    })
}
