//! Markers of list items: `II.`, `1.`, `2.1.`, `a)`, `-`, `+`, `(i)`.

use crate::text::{Case, Gap, Kind, Text};

/// Sorts of markers, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// `Phần I`, `Chương II`, `A.`
    Part,
    /// `II.`
    Roman,
    /// `Điều 3.`
    Article,
    /// `1.`
    Number,
    /// `1.1.`
    Number2,
    /// `1.1.1.`
    Number3,
    /// `a)`
    Letter,
    /// `(i)`, `(1)`
    Paren,
    /// `-`
    Dash,
    /// `+`
    Plus,
    /// `•`
    Bullet,
}

/// A marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) rank: Rank,
    /// Its place in the row of its kind: 2 for `2.`, `II.`, `b)`; 0 for bullets.
    pub(crate) value: u32,
    /// The token after it.
    pub(crate) after: usize,
}

impl Marker {
    /// Reports whether it is a bullet without a number.
    pub(crate) fn is_dash(&self) -> bool {
        matches!(self.rank, Rank::Dash | Rank::Plus | Rank::Bullet)
    }
}

/// Returns the marker at the token `at` of a line that ends at `end`.
pub(crate) fn marker_at(text: &Text<'_>, at: usize, end: usize, _follows: bool) -> Option<Marker> {
    let toks = text.toks.get(at..end)?;
    let first = toks.first()?;
    let found = |rank, value, len: usize| {
        Some(Marker {
            rank,
            value,
            after: at + len,
        })
    };
    let mark = |i: usize| {
        toks.get(i)
            .map_or(0, |t| if t.gap == Gap::None { t.mark } else { 0 })
    };
    let apart = |i: usize| {
        toks.get(i)
            .is_none_or(|t| t.gap > Gap::None || t.kind == Kind::Word)
    };
    match first.kind {
        Kind::Mark => match first.mark {
            b'-' => found(Rank::Dash, 0, 1).filter(|_| toks.len() > 1 && mark(1) != b'-'),
            b'+' => found(Rank::Plus, 0, 1).filter(|_| toks.len() > 1),
            b'*' => found(Rank::Bullet, 0, 1).filter(|_| toks.len() > 1),
            b'(' => {
                let inner = toks.get(1)?;
                let value = match inner.kind {
                    Kind::Number => text.fold(inner).parse().ok().filter(|n| *n < 100)?,
                    Kind::Word => roman(text.fold(inner)).or_else(|| letter(text.fold(inner)))?,
                    Kind::Mark => return None,
                };
                let dot = usize::from(mark(3) == b'.');
                (mark(2) == b')').then_some(())?;
                found(Rank::Paren, value, 3 + dot)
            }
            _ => None,
        },
        Kind::Number => numbered(text, at, end),
        Kind::Word => {
            let word = text.fold(first);
            if first.case == Case::Upper {
                if let Some(value) = roman(word).filter(|_| matches!(mark(1), b'.' | b')' | b'/')) {
                    return found(Rank::Roman, value, 2).filter(|_| apart(2));
                }
                // `I- MỤC ĐÍCH`, `II - NHIỆM VỤ`, as the Party numbers.
                let title = toks.get(2).is_some_and(|t| {
                    t.kind == Kind::Word && t.case != Case::Lower && t.gap == Gap::Space
                });
                let dash = toks
                    .get(1)
                    .is_some_and(|t| t.mark == b'-' && t.gap <= Gap::Space);
                if let Some(value) = roman(word).filter(|_| dash && title && toks.len() > 3) {
                    return found(Rank::Roman, value, 2);
                }
                if word.chars().count() == 1 && mark(1) == b'.' && apart(2) {
                    return found(Rank::Part, letter(word)?, 2);
                }
            }
            if first.case == Case::Lower && matches!(mark(1), b')' | b'.') {
                let value = letter(word)?;
                let spaced = toks.get(2).is_none_or(|t| t.gap > Gap::None);
                return found(Rank::Letter, value, 2).filter(|_| mark(1) == b')' || spaced);
            }
            heading_word(text, at, end)
        }
    }
}

/// `Điều 3.`, `Phần II`, `Chương I`, `Mục 2.`
fn heading_word(text: &Text<'_>, at: usize, end: usize) -> Option<Marker> {
    let [word, number, ..] = &text.toks[at..end] else {
        return None;
    };
    let rank = match text.fold(word) {
        "điều" => Rank::Article,
        "phần" | "chương" => Rank::Part,
        "mục" => Rank::Roman,
        _ => return None,
    };
    if word.case == Case::Lower {
        return None;
    }
    let value = text
        .fold(number)
        .parse()
        .ok()
        .or_else(|| roman(text.fold(number)))?;
    let stop = text.toks[..end]
        .get(at + 2)
        .filter(|t| matches!(t.mark, b'.' | b':'));
    (stop.is_some() || at + 2 == end).then_some(())?;
    Some(Marker {
        rank,
        value,
        after: at + 2 + usize::from(stop.is_some()),
    })
}

/// `1.`, `1)`, `1/`, `1.2.`, `1.2.3.`; not a date, not `2.000`, not `6.5%`.
fn numbered(text: &Text<'_>, at: usize, end: usize) -> Option<Marker> {
    let toks = &text.toks[..end];
    let glued = |i: usize| toks.get(i).filter(|t| t.gap == Gap::None);
    let short = |i: usize| (toks[i].end - toks[i].start) <= 2;
    let value = text
        .fold(&toks[at])
        .parse::<u32>()
        .ok()
        .filter(|_| short(at))?;
    let (mut i, mut parts, mut last) = (at + 1, 1, value);
    let mut dotted = false;
    while let Some(dot) = glued(i) {
        if !matches!(dot.mark, b'.' | b')' | b'/') || (dotted && dot.mark != b'.') {
            break;
        }
        dotted = true;
        i += 1;
        match glued(i) {
            Some(n) if n.kind == Kind::Number && dot.mark == b'.' && short(i) && parts < 4 => {
                last = text.fold(n).parse().ok()?;
                parts += 1;
                i += 1;
                dotted = false;
            }
            Some(n) if n.kind != Kind::Word => return None,
            _ => break,
        }
    }
    // `1- Các cấp ủy …`, as the Party numbers.
    let dashed = !dotted
        && glued(i).is_some_and(|t| t.mark == b'-')
        && toks.get(i + 1).is_some_and(|next| {
            next.kind == Kind::Word && next.case != Case::Lower && next.gap == Gap::Space
        });
    if dashed {
        i += 1;
        dotted = true;
    }
    // `2.1 Tên mục` may go without its last full stop, `2 Tên` may not. A marker
    // may stand alone on its line.
    let titled = parts > 1
        && toks.get(i).is_some_and(|next| {
            next.kind == Kind::Word && next.case != Case::Lower && next.gap > Gap::None
        });
    if !dotted && !titled {
        return None;
    }
    let rank = match parts {
        1 => Rank::Number,
        2 => Rank::Number2,
        _ => Rank::Number3,
    };
    Some(Marker {
        rank,
        value: last,
        after: i,
    })
}

/// Reads a Roman number up to 89, in small letters as tokens fold.
pub(crate) fn roman(word: &str) -> Option<u32> {
    if word.is_empty() || word.len() > 7 {
        return None;
    }
    let (mut sum, mut before) = (0u32, 100u32);
    for c in word.bytes() {
        let digit = match c {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            b'l' => 50,
            _ => return None,
        };
        sum = if digit > before {
            (sum + digit).checked_sub(2 * before)?
        } else {
            sum + digit
        };
        before = digit;
    }
    Some(sum)
}

/// Returns the place of a letter in a list `a b c d đ e g h`.
fn letter(word: &str) -> Option<u32> {
    const ROW: &str = "abcdđefghijklmnopqrstuvxyz";
    let mut chars = word.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    ROW.chars().position(|l| l == c).map(|p| p as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Option<(Rank, u32)> {
        let text = Text::new(line, |_| 0);
        marker_at(&text, 0, text.toks.len(), false).map(|m| (m.rank, m.value))
    }

    #[test]
    fn markers_of_every_level_are_known() {
        assert_eq!(check("II. NHIỆM VỤ"), Some((Rank::Roman, 2)));
        assert_eq!(check("3. Sở Tài chính"), Some((Rank::Number, 3)));
        assert_eq!(check("2.1. Trách nhiệm"), Some((Rank::Number2, 1)));
        assert_eq!(check("2.1 Trách nhiệm"), Some((Rank::Number2, 1)));
        assert_eq!(check("đ) Phối hợp"), Some((Rank::Letter, 5)));
        assert_eq!(check("- Rà soát"), Some((Rank::Dash, 0)));
        assert_eq!(check("(i). Chỉ đạo"), Some((Rank::Paren, 1)));
        assert_eq!(check("Điều 3. Các Bộ trưởng"), Some((Rank::Article, 3)));
        assert_eq!(check("A. PHẦN CHUNG"), Some((Rank::Part, 1)));
    }

    #[test]
    fn dates_and_amounts_are_not_markers() {
        assert_eq!(check("1/7/2017 là ngày"), None);
        assert_eq!(check("2.000 ha rừng"), None);
        assert_eq!(check("6.5% so với"), None);
        assert_eq!(check("2026 là năm"), None);
    }
}
