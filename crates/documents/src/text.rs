//! The text as a row of tokens.
//!
//! One pass over the bytes. A token knows where it stands in the given text
//! (code points and bytes) and holds a *folded* form for matching: lower case,
//! composed, one tone placement (`hoà` is `hòa`), one dash, one quote. Spans are
//! always taken from the given text, never from the folded form.

use std::cell::Cell;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of letters.
    Word,
    /// A run of ASCII digits.
    Number,
    /// One other character.
    Mark,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// No capital at the front, or no letters.
    Lower,
    /// A capital at the front and something small after it.
    Title,
    /// Capitals only.
    Upper,
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// White space on one line.
    Space,
    /// A line end.
    Line,
    /// An empty line.
    Blank,
}

/// Most code points of one token.
const LONGEST_TOKEN: usize = 64;

/// The ellipsis, for [`Tok::mark`].
pub(crate) const ELLIPSIS: u8 = b'_';

/// A token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tok {
    /// First code point.
    pub(crate) start: u32,
    /// Code point after the last.
    pub(crate) end: u32,
    /// First byte.
    pub(crate) byte: u32,
    /// Byte after the last.
    pub(crate) byte_end: u32,
    fold: u32,
    fold_len: u16,
    /// Number of the folded word in the grammar's vocabulary, 0 when unknown.
    pub(crate) word: u16,
    pub(crate) kind: Kind,
    pub(crate) case: Case,
    pub(crate) gap: Gap,
    /// The folded character of a mark; 0 for words and numbers, and for marks
    /// outside ASCII that no rule knows.
    pub(crate) mark: u8,
}

/// Answers to one question about each token, kept once they are known.
#[derive(Default)]
pub(crate) struct Answers(Vec<Cell<Option<bool>>>);

impl Answers {
    /// Returns the answer for the token at `at`; works it out the first time.
    pub(crate) fn at(&self, at: usize, answer: impl FnOnce() -> bool) -> bool {
        let Some(known) = self.0.get(at) else {
            return answer();
        };
        known.get().unwrap_or_else(|| {
            let found = answer();
            known.set(Some(found));
            found
        })
    }
}

/// A text with its tokens.
pub(crate) struct Text<'a> {
    pub(crate) source: &'a str,
    pub(crate) toks: Vec<Tok>,
    folded: String,
    /// Whether an order word stands there that tells somebody.
    pub(crate) tells: Answers,
}

impl<'a> Text<'a> {
    /// Splits `source` into tokens; `number_of` gives a folded word its number
    /// in the vocabulary.
    pub(crate) fn new(source: &'a str, number_of: impl Fn(&str) -> u16) -> Self {
        let mut text = Self {
            source,
            toks: Vec::with_capacity(source.len() / 5 + 8),
            folded: String::with_capacity(source.len() + 8),
            tells: Answers::default(),
        };
        text.scan(number_of);
        text.tells.0.resize(text.toks.len(), Cell::new(None));
        text
    }

    fn scan(&mut self, number_of: impl Fn(&str) -> u16) {
        let source = self.source;
        let bytes = source.as_bytes();
        // `at` counts code points, `byte` bytes.
        let (mut at, mut byte, mut gap, mut lines) = (0u32, 0usize, Gap::None, 0u32);
        while let Some(&b) = bytes.get(byte) {
            // Nearly all white space is one blank.
            if b == b' ' {
                (at, byte) = (at + 1, byte + 1);
                gap = gap.max(Gap::Space);
                continue;
            }
            let (c, width) = char_at(source, byte);
            if is_space(c) {
                (at, byte) = (at + 1, byte + width);
                if c == '\n' || (c == '\r' && bytes.get(byte) != Some(&b'\n')) {
                    lines += 1;
                }
                gap = match lines {
                    0 => Gap::Space,
                    1 => Gap::Line,
                    _ => Gap::Blank,
                };
                continue;
            }
            if is_ignored(c) {
                (at, byte) = (at + 1, byte + width);
                continue;
            }
            let mut tok = Tok {
                start: at,
                end: at + 1,
                byte: byte as u32,
                byte_end: (byte + width) as u32,
                fold: self.folded.len() as u32,
                fold_len: 0,
                word: 0,
                kind: Kind::Mark,
                case: Case::Lower,
                gap,
                mark: 0,
            };
            if c.is_ascii_digit() {
                tok.kind = Kind::Number;
                let more = bytes[byte..].iter().take(LONGEST_TOKEN);
                let digits = more.take_while(|b| b.is_ascii_digit()).count();
                tok.end = at + digits as u32;
                tok.byte_end = (byte + digits) as u32;
                self.folded.push_str(&source[byte..byte + digits]);
            } else if is_letter(c) {
                tok.kind = Kind::Word;
                self.word(&mut tok, c, width);
            } else {
                tok.mark = fold_mark(c);
            }
            tok.fold_len = (self.folded.len() - tok.fold as usize) as u16;
            if tok.kind == Kind::Word {
                tok.word = number_of(&self.folded[tok.fold as usize..]);
            }
            (at, byte) = (tok.end, tok.byte_end as usize);
            self.toks.push(tok);
            gap = Gap::None;
            lines = 0;
        }
    }

    /// Reads the rest of the word that opens with `first`, and folds it.
    fn word(&mut self, tok: &mut Tok, first: char, width: usize) {
        let source = self.source;
        let bytes = source.as_bytes();
        let (mut at, mut byte) = (tok.start + 1, tok.byte as usize + width);
        let opens_upper = is_upper(first);
        let (mut upper, mut small) = (u32::from(opens_upper), u32::from(!opens_upper));
        // Every letter stands as it is folded: small, whole, no eth.
        let mut plain = !opens_upper && first != 'ð';
        let most = tok.start + LONGEST_TOKEN as u32;
        while let Some(&b) = bytes.get(byte) {
            if at >= most {
                break;
            }
            if b.is_ascii_lowercase() {
                small += 1;
                (at, byte) = (at + 1, byte + 1);
                continue;
            }
            let (c, width) = char_at(source, byte);
            if is_letter(c) {
                if is_upper(c) {
                    upper += 1;
                    plain = false;
                } else {
                    small += 1;
                    plain &= c != 'ð';
                }
            } else if c as u32 >= 0x300
                && !matches!(c, '\u{1e00}'..='\u{206f}')
                && is_combining_mark(c)
            {
                plain = false;
            } else {
                break;
            }
            (at, byte) = (at + 1, byte + width);
        }
        (tok.end, tok.byte_end) = (at, byte as u32);
        tok.case = match (opens_upper, upper, small) {
            (true, _, 0) => Case::Upper,
            (true, _, _) => Case::Title,
            _ => Case::Lower,
        };
        let piece = &source[tok.byte as usize..byte];
        if plain {
            let from = self.folded.len();
            self.folded.push_str(piece);
            place_tone(from, &mut self.folded);
        } else {
            fold_word(piece, &mut self.folded);
        }
    }

    /// Counts the tabs before a token on its line, back to the token before it.
    pub(crate) fn tabs_before(&self, at: usize) -> usize {
        let before = at.checked_sub(1).and_then(|b| self.toks.get(b));
        let Some(tok) = self.toks.get(at) else {
            return 0;
        };
        let between = before.map_or(0, |t| t.byte_end as usize)..tok.byte as usize;
        let gap = self.source.get(between).unwrap_or_default();
        let on_line = gap.bytes().rev().take_while(|b| *b != b'\n');
        on_line.filter(|b| *b == b'\t').count()
    }

    /// Returns the folded form of a token; empty for marks.
    pub(crate) fn fold(&self, tok: &Tok) -> &str {
        &self.folded[tok.fold as usize..tok.fold as usize + tok.fold_len as usize]
    }

    /// Reports whether the folded form of a token opens with the first byte of
    /// `word`: a cheap test before the words are compared.
    #[inline]
    pub(crate) fn opens_as(&self, tok: &Tok, word: &str) -> bool {
        self.folded.as_bytes().get(tok.fold as usize) == word.as_bytes().first()
    }

    /// Reports whether a token may be the first word of `phrase`: it opens with
    /// its first byte, and the phrase has a blank or its end where the word ends.
    #[inline]
    pub(crate) fn may_open(&self, tok: &Tok, phrase: &str) -> bool {
        let (bytes, len) = (phrase.as_bytes(), tok.fold_len as usize);
        bytes.get(len).is_none_or(|b| *b == b' ')
            && len <= bytes.len()
            && self.folded.as_bytes().get(tok.fold as usize) == bytes.first()
    }

    /// Returns the given text from the first to the last of two tokens.
    pub(crate) fn slice(&self, first: &Tok, last: &Tok) -> &'a str {
        &self.source[first.byte as usize..(last.byte_end as usize).max(first.byte as usize)]
    }
}

/// Returns the character at a byte, and how many bytes it takes.
#[inline]
fn char_at(source: &str, byte: usize) -> (char, usize) {
    let rest = source.get(byte..).unwrap_or_default();
    rest.chars().next().map_or(('\0', 1), |c| (c, c.len_utf8()))
}

#[inline]
fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Characters without width or meaning: byte order mark, soft hyphen, joiners.
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'
    )
}

#[inline]
fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{1ea0}'..='\u{1ef9}' => true,
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{0}'..='\u{bf}' | '\u{300}'..='\u{36f}' | '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphabetic(),
    }
}

#[inline]
fn is_upper(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_uppercase()
    } else {
        lower(c) != c
    }
}

/// Lower-cases one character; the letters of Vietnamese take the short way.
#[inline]
fn lower(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{0}'..='\u{bf}' => c,
        // Icelandic eth, often typed for the Vietnamese letter.
        'Ð' | 'ð' => 'đ',
        'À'..='Þ' if c != '×' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
        'Ă' => 'ă',
        'Đ' => 'đ',
        'Ĩ' => 'ĩ',
        'Ũ' => 'ũ',
        'Ơ' => 'ơ',
        'Ư' => 'ư',
        '\u{1ea0}'..='\u{1ef9}' => char::from_u32(c as u32 | 1).unwrap_or(c),
        'ß'..='ÿ' | 'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn fold_mark(c: char) -> u8 {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '\u{f02d}' => b'-',
        '“' | '”' | '„' | '«' | '»' | '″' | '‟' => b'"',
        '‘' | '’' | '‚' | '′' => b'\'',
        '…' => ELLIPSIS,
        '•' | '●' | '▪' | '◦' | '■' | '▫' | '○' | '·' | '►' | '➢' | '✓' | '\u{f0b7}'
        | '\u{f0a7}' => b'*',
        '∕' | '⁄' | '／' => b'/',
        '：' => b':',
        '_' => 0,
        _ if c.is_ascii() => c as u8,
        _ => 0,
    }
}

fn fold_word(piece: &str, out: &mut String) {
    if piece.is_ascii() {
        out.extend(piece.bytes().map(|b| b.to_ascii_lowercase() as char));
        return;
    }
    let from = out.len();
    for c in piece.chars() {
        if c as u32 >= 0x300 && is_combining_mark(c) {
            let Some(last) = out[from..].chars().next_back() else {
                continue;
            };
            let Some(joined) = compose(last, c) else {
                // Marks in an unusual order: leave it to the full algorithm.
                out.truncate(from);
                out.extend(piece.nfc().map(lower));
                break;
            };
            out.truncate(out.len() - last.len_utf8());
            out.push(joined);
        } else {
            out.push(lower(c));
        }
    }
    place_tone(from, out);
}

/// Moves the tone of a final `oa`, `oe`, `uy` to its first vowel, the older
/// placement, so that both spellings fold to one.
fn place_tone(from: usize, out: &mut String) {
    // Nearly all words end in ASCII or have another letter before the last.
    let tail = &out.as_bytes()[from..];
    let toned = tail.last().is_some_and(|b| *b >= 0x80)
        && tail
            .iter()
            .rev()
            .skip(1)
            .take(3)
            .any(|b| matches!(b, b'o' | b'u'));
    if !toned {
        return;
    }
    let mut back = out[from..].chars().rev();
    let (Some(last), Some(first)) = (back.next(), back.next()) else {
        return;
    };
    let moved = match (first, last) {
        ('o', 'à') => "òa",
        ('o', 'á') => "óa",
        ('o', 'ả') => "ỏa",
        ('o', 'ã') => "õa",
        ('o', 'ạ') => "ọa",
        ('o', 'è') => "òe",
        ('o', 'é') => "óe",
        ('o', 'ẻ') => "ỏe",
        ('o', 'ẽ') => "õe",
        ('o', 'ẹ') => "ọe",
        ('u', 'ỳ') => "ùy",
        ('u', 'ý') => "úy",
        ('u', 'ỷ') => "ủy",
        ('u', 'ỹ') => "ũy",
        ('u', 'ỵ') => "ụy",
        _ => return,
    };
    if back.next() == Some('q') {
        return;
    }
    out.truncate(out.len() - first.len_utf8() - last.len_utf8());
    out.push_str(moved);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(source: &str) -> Vec<String> {
        let text = Text::new(source, |_| 0);
        text.toks.iter().map(|t| text.fold(t).to_owned()).collect()
    }

    #[test]
    fn both_tone_placements_fold_to_one() {
        assert_eq!(
            folds("hoà hòa Uỷ Ủy thuỷ thủy quý"),
            ["hòa", "hòa", "ủy", "ủy", "thủy", "thủy", "quý"]
        );
    }

    #[test]
    fn decomposed_letters_fold_as_composed_ones() {
        let source = "Uỷ ban nhân dân";
        let apart: String = source.nfd().collect();
        assert_eq!(folds(&apart), folds(source));
    }

    #[test]
    fn offsets_count_code_points_of_the_given_text() {
        let apart: String = "đề nghị".nfd().collect();
        let text = Text::new(&apart, |_| 0);
        assert_eq!(text.toks[1].start as usize, "đề".nfd().count() + 1);
        assert_eq!(text.toks[1].end as usize, apart.chars().count());
    }

    #[test]
    fn an_eth_is_read_as_the_vietnamese_letter() {
        assert_eq!(folds("NÐ-CP NĐ"), ["nđ", "", "cp", "nđ"]);
    }

    #[test]
    fn an_empty_line_is_a_wider_gap_than_a_line_end() {
        let text = Text::new("một\r\nhai\r\n\r\nba bốn", |_| 0);
        let gaps: Vec<Gap> = text.toks.iter().map(|t| t.gap).collect();
        assert_eq!(gaps, [Gap::None, Gap::Line, Gap::Blank, Gap::Space]);
    }
}
