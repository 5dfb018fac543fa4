//! Words of a name, so that one name written in many ways has one key.
//!
//! Documents write the same name with old and new tone placement (`hoà`,
//! `hòa`), composed and decomposed, in capitals, with dots, hyphens and `&`,
//! or without any diacritics. A [`Word`] keeps two spellings of itself: `key`
//! (tone moved to the end of the syllable, so placement no longer matters) and
//! `plain` (a-z and digits only).

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// One syllable or abbreviation of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, tone as a digit at the end: `hoa2`.
    pub(crate) key: String,
    /// Lower case without any diacritic: `hoa`.
    pub(crate) plain: String,
    /// First code point of the given text.
    pub(crate) start: usize,
    /// One past the last code point.
    pub(crate) end: usize,
    /// The strongest mark between the previous word and this one.
    pub(crate) gap: Gap,
    /// Whether a full stop follows at once, as in `Q. Ba Đình`.
    pub(crate) dotted: bool,
}

/// What stands between two words, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Space, full stop, hyphen, `&`: still one name.
    Joined,
    /// Brackets: what follows qualifies what came before.
    Bracket,
    /// A comma or slash.
    Comma,
    /// A semicolon or line end.
    Semicolon,
    /// A colon: what follows is a list.
    Colon,
}

/// A letter of another script inside a Vietnamese name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ForeignLetter {
    /// Its place: code points from the start of the text.
    pub at: usize,
    /// The letter as it stands.
    pub letter: char,
    /// The Latin letter it looks like, when there is one.
    pub looks_like: Option<char>,
}

/// Splits a text into words; `&` and `và` join names and are left out of keys.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut scan = Scan::default();
    let mut chars = text.chars().enumerate().peekable();
    let mut cluster = String::new();
    while let Some((at, first)) = chars.next() {
        cluster.clear();
        cluster.push(first);
        let mut end = at + 1;
        while let Some((_, mark)) = chars.next_if(|(_, c)| is_mark(*c)) {
            cluster.push(mark);
            end += 1;
        }
        scan.take(&cluster, first, at, end);
    }
    scan.close();
    scan.words
}

#[derive(Default)]
struct Scan {
    words: Vec<Word>,
    open: Option<Open>,
    gap: Option<Gap>,
}

struct Open {
    base: String,
    tone: u8,
    start: usize,
    end: usize,
}

impl Scan {
    fn take(&mut self, cluster: &str, first: char, at: usize, end: usize) {
        if is_invisible(first) {
            return;
        }
        if first.is_alphanumeric() {
            let open = self.open.get_or_insert_with(|| Open {
                base: String::new(),
                tone: 0,
                start: at,
                end,
            });
            open.end = end;
            add_letter(cluster, first, open);
            return;
        }
        let closed = self.close();
        match first {
            '.' => {
                if let (true, Some(last)) = (closed, self.words.last_mut()) {
                    last.dotted = true;
                }
            }
            ',' | '/' | '、' => self.widen(Gap::Comma),
            ';' | '\n' => self.widen(Gap::Semicolon),
            ':' => self.widen(Gap::Colon),
            '(' | ')' | '[' | ']' => self.widen(Gap::Bracket),
            _ => {}
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(Some(gap));
    }

    fn close(&mut self) -> bool {
        let Some(open) = self.open.take() else {
            return false;
        };
        let plain = open.base.chars().map(plain_letter).collect();
        let mut key = same_i(open.base);
        if open.tone > 0 {
            key.push(char::from(b'0' + open.tone));
        }
        self.words.push(Word {
            key,
            plain,
            start: open.start,
            end: open.end,
            gap: self.gap.take().unwrap_or(Gap::Joined),
            dotted: false,
        });
        true
    }
}

fn add_letter(cluster: &str, first: char, open: &mut Open) {
    if cluster.len() == 1 {
        open.base.push(first.to_ascii_lowercase());
        return;
    }
    if cluster.len() == first.len_utf8()
        && let Some(Some((letter, tone))) = LETTERS.get(first as usize)
    {
        open.base.push(*letter);
        open.tone = tone.unwrap_or(open.tone);
        return;
    }
    let (base, tone) = taken_apart(cluster);
    open.base.push_str(&base);
    open.tone = tone.unwrap_or(open.tone);
}

/// A letter without its tone, and the tone.
type Toned = (char, Option<u8>);

/// Every letter of the Latin blocks that is one letter without its tone: all texts
/// are read letter by letter, and normalising each costs more than the rest.
static LETTERS: LazyLock<Vec<Option<Toned>>> = LazyLock::new(|| {
    let letter = |code: u32| {
        let (base, tone) = taken_apart(char::from_u32(code)?.encode_utf8(&mut [0; 4]));
        let mut letters = base.chars();
        let letter = letters.next()?;
        letters.next().is_none().then_some((letter, tone))
    };
    (0..0x1f00).map(letter).collect()
});

/// Returns the letters of a cluster in lower case without their tone, and the tone.
fn taken_apart(cluster: &str) -> (String, Option<u8>) {
    let mut tone = None;
    let mut rest = String::new();
    for c in cluster.chars().flat_map(char::to_lowercase).nfd() {
        match tone_of(c) {
            Some(is) => tone = Some(is),
            None => rest.push(c),
        }
    }
    let base = rest.nfc().map(|c| match c {
        // Eth and African D are typed for Đ so often that they are read as it.
        'ð' | 'ɖ' => 'đ',
        other => other,
    });
    (base.collect(), tone)
}

fn tone_of(mark: char) -> Option<u8> {
    match mark {
        '\u{301}' => Some(1),
        '\u{300}' => Some(2),
        '\u{309}' => Some(3),
        '\u{303}' => Some(4),
        '\u{323}' => Some(5),
        _ => None,
    }
}

/// `Kỳ` and `Kì`, `Mỹ` and `Mĩ` are one word.
fn same_i(mut base: String) -> String {
    let mut tail = base.chars().rev();
    if tail.next() == Some('y') && matches!(tail.next(), Some('h' | 'k' | 'l' | 'm' | 's' | 't')) {
        base.pop();
        base.push('i');
    }
    base
}

fn plain_letter(c: char) -> char {
    match c {
        'đ' => 'd',
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        other => other,
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Returns the key of some words: all spellings of one name have the same.
pub(crate) fn key(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words.iter().filter(|w| w.key != "va2") {
        out.push_str(&word.key);
    }
    out
}

/// Returns the key without diacritics.
pub(crate) fn plain_key(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words.iter().filter(|w| w.plain != "va") {
        out.push_str(&word.plain);
    }
    out
}

/// Returns whether any word carries a diacritic, and so means what it says.
pub(crate) fn has_diacritics(words: &[Word]) -> bool {
    words.iter().any(|w| w.key != same_i(w.plain.clone()))
}

/// A word of a text as searches compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedWord {
    /// Lower case, with diacritics, wherever the tone was placed: the same for
    /// `hoà` and `hòa`. Equal to `plain` for a word without diacritics.
    pub key: String,
    /// Lower case, without diacritics.
    pub plain: String,
    /// First code point of the given text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Returns the words of a text in their order, as searches compare them.
#[must_use]
pub fn folded_words(text: &str) -> Vec<FoldedWord> {
    let folded = |word: Word| FoldedWord {
        key: if word.key == same_i(word.plain.clone()) {
            word.plain.clone()
        } else {
            word.key
        },
        plain: word.plain,
        start: word.start,
        end: word.end,
    };
    words(text).into_iter().map(folded).collect()
}

/// Returns a text folded for search: lower case, no diacritics, one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.plain);
    }
    out
}

/// Returns the letters that are not Latin.
///
/// A name with a Cyrillic `А` looks right and is another name; it is shown to a
/// person instead of being resolved.
#[must_use]
pub fn foreign_letters(text: &str) -> Vec<ForeignLetter> {
    text.chars()
        .enumerate()
        .filter(|(_, c)| c.is_alphabetic() && !is_latin(*c))
        .map(|(at, letter)| ForeignLetter {
            at,
            letter,
            looks_like: latin_twin(letter),
        })
        .collect()
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2b0}'..='\u{36f}')
}

/// Returns the text with look-alike letters replaced by their Latin twins.
pub(crate) fn with_latin_twins(text: &str) -> String {
    text.chars().map(|c| latin_twin(c).unwrap_or(c)).collect()
}

fn latin_twin(c: char) -> Option<char> {
    const TWINS: &[(&str, &str)] = &[
        ("АВЕКМНОРСТУХІЅЈԚԜ", "ABEKMHOPCTYXISJQW"),
        ("аеорсухіѕјһԁԛԝ", "aeopcyxisjhdqw"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
        ("ονικ", "ovik"),
    ];
    if ('Ａ'..='ｚ').contains(&c) {
        return char::from_u32(u32::from(c) - 0xfee0);
    }
    TWINS.iter().find_map(|(odd, latin)| {
        let place = odd.chars().position(|o| o == c)?;
        latin.chars().nth(place)
    })
}

/// Returns the edit distance between two keys, or `None` above `limit`.
pub(crate) fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row.first().copied().unwrap_or(0);
        let mut left = i + 1;
        let mut least = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let cost = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = cost.min(left + 1).min(diagonal + 1);
            *cell = left;
            least = least.min(left);
        }
        if least > limit {
            return None;
        }
    }
    row.last().copied().filter(|d| *d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(key(&words(a)), key(&words(b)), "{a} / {b}");
    }

    #[test]
    fn old_and_new_tone_placement_are_one_name() {
        same("xã Hoà Phú", "Xã Hòa Phú");
        same("Quận uỷ", "QUẬN ỦY");
        same("xã Thuỵ Lâm", "Xã Thụy Lâm");
    }

    #[test]
    fn decomposed_unicode_is_the_same_name() {
        let decomposed: String = "Sở Kế hoạch và Đầu tư".nfd().collect();
        assert_ne!(decomposed, "Sở Kế hoạch và Đầu tư");
        same(&decomposed, "Sở Kế hoạch & Đầu tư");
    }

    #[test]
    fn joining_marks_and_spaces_do_not_matter() {
        same("Sở KH&ĐT", "SỞ KHĐT");
        same("Sở LĐ-TB&XH", "Sở LĐTBXH");
        same("Quy hoạch – Kiến trúc", "Quy hoạch - Kiến trúc");
    }

    #[test]
    fn eth_is_read_as_d_with_stroke() {
        same("quận Ðống Ða", "quận Đống Đa");
    }

    #[test]
    fn spans_count_code_points_of_the_text_as_given() {
        let text = "x, Sở\u{309}"; // a second, odd hook on purpose
        let last = words(text).pop().expect("two words");
        assert_eq!((last.start, last.end), (3, 6));
    }

    #[test]
    fn a_cyrillic_letter_is_found_and_named() {
        let found = foreign_letters("Sở Tài сhính");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at, 7);
        assert_eq!(found[0].looks_like, Some('c'));
    }

    #[test]
    fn distance_counts_edits_up_to_its_limit() {
        assert_eq!(distance("quanbadinh", "quanbadin", 2), Some(1));
        assert_eq!(distance("abc", "xyz", 2), None);
    }
}
