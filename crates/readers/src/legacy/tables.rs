//! The character tables.
//!
//! # Source
//! RFC 1456 for VISCII (its upper half, as `iconv` of the GNU C library has it).
//! TCVN 5712:1993 (VN3), VNI's font layout and Microsoft's code page 1258, all
//! three *recalled*; each is checked by the tests on the national motto and on
//! every Vietnamese letter.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

/// Bytes 0x80 to 0x9F of Windows-1252; `\0` where undefined.
const CP1252_HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

pub(super) fn cp1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => match CP1252_HIGH[usize::from(byte - 0x80)] {
            '\0' => char::from(byte),
            known => known,
        },
        _ => char::from(byte),
    }
}

/// TCVN3 from 0xA1 on; a space where the standard has no letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

pub(super) fn tcvn3(latin: &str) -> String {
    let table: Vec<char> = TCVN3.chars().collect();
    let decoded: String = latin
        .chars()
        .map(|c| {
            let index = (c as usize).checked_sub(0xA1);
            match index.and_then(|index| table.get(index)) {
                Some(' ') | None => c,
                Some(letter) => *letter,
            }
        })
        .collect();
    with_capitals(&decoded)
}

/// TCVN3 has no capital letters with tones: documents set them with a font of
/// capitals. A word whose plain letters are all capitals was one of those.
fn with_capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (upper, lower) = ascii_case(line);
        if upper >= 4 && lower == 0 {
            out.extend(line.chars().flat_map(char::to_uppercase));
            continue;
        }
        for word in line.split_inclusive(|c: char| !c.is_alphabetic()) {
            let (upper, lower) = ascii_case(word);
            if upper >= 2 && lower == 0 {
                out.extend(word.chars().flat_map(char::to_uppercase));
            } else {
                out.push_str(word);
            }
        }
    }
    out
}

fn ascii_case(text: &str) -> (usize, usize) {
    text.chars().fold((0, 0), |(upper, lower), c| {
        (
            upper + usize::from(c.is_ascii_uppercase()),
            lower + usize::from(c.is_ascii_lowercase()),
        )
    })
}

/// VISCII from 0x80 on. Its six capitals below 0x20 are no text to any program
/// of today, and are left to the check for such bytes.
const VISCII: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

pub(super) fn viscii(latin: &str) -> String {
    let table: Vec<char> = VISCII.chars().collect();
    let decode = |c: char| {
        let byte = CP1252_HIGH
            .iter()
            .position(|high| *high == c && c != '\0')
            .map_or(c as usize, |at| 0x80 + at);
        byte.checked_sub(0x80)
            .and_then(|at| table.get(at))
            .copied()
            .unwrap_or(c)
    };
    latin.chars().map(decode).collect()
}

pub(super) fn windows_1258(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len());
    for c in latin.chars() {
        out.push(match c {
            'Ã' => 'Ă',
            'Ì' => '\u{0300}',
            'Ð' => 'Đ',
            'Ò' => '\u{0309}',
            'Õ' => 'Ơ',
            'Ý' => 'Ư',
            'Þ' => '\u{0303}',
            'ã' => 'ă',
            'ì' => '\u{0301}',
            'ð' => 'đ',
            'ò' => '\u{0323}',
            'õ' => 'ơ',
            'ý' => 'ư',
            'þ' => '₫',
            other => other,
        });
    }
    out.nfc().collect()
}

pub(super) fn vni(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len());
    let mut chars = latin.chars().peekable();
    while let Some(c) = chars.next() {
        let marks = chars.peek().and_then(|mark| vni_marks(c, *mark));
        let letter = vni_letter(c);
        match marks {
            Some(marks) => {
                chars.next();
                // Writing to a `String` can't fail.
                let _ = write!(out, "{letter}{marks}");
            }
            None => out.push(letter),
        }
    }
    out.nfc().collect()
}

fn vni_letter(c: char) -> char {
    match c {
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        other => other,
    }
}

/// The combining marks that the second character of a VNI pair stands for.
fn vni_marks(base: char, mark: char) -> Option<&'static str> {
    let mark = mark.to_lowercase().next()?;
    let base = base.to_lowercase().next()?;
    let tone = match mark {
        'ø' => Some("\u{0300}"),
        'ù' => Some("\u{0301}"),
        'õ' => Some("\u{0303}"),
        'û' => Some("\u{0309}"),
        'ï' => Some("\u{0323}"),
        _ => None,
    };
    let circumflex = match mark {
        'â' => Some("\u{0302}"),
        'à' => Some("\u{0302}\u{0300}"),
        'á' => Some("\u{0302}\u{0301}"),
        'ã' => Some("\u{0302}\u{0303}"),
        'å' => Some("\u{0302}\u{0309}"),
        'ä' => Some("\u{0323}\u{0302}"),
        _ => None,
    };
    let breve = match mark {
        'ê' => Some("\u{0306}"),
        'è' => Some("\u{0306}\u{0300}"),
        'é' => Some("\u{0306}\u{0301}"),
        'ü' => Some("\u{0306}\u{0303}"),
        'ú' => Some("\u{0306}\u{0309}"),
        'ë' => Some("\u{0323}\u{0306}"),
        _ => None,
    };
    match base {
        'a' => tone.or(circumflex).or(breve),
        'e' | 'o' => tone.or(circumflex),
        'u' | 'y' | 'ô' | 'ö' => tone,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tcvn3_has_every_small_letter_once() {
        let letters = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđ";
        for letter in letters.chars() {
            assert_eq!(
                TCVN3.chars().filter(|c| *c == letter).count(),
                1,
                "{letter}"
            );
        }
        // Fixed points of the standard.
        assert_eq!(tcvn3("\u{A7}\u{B5}\u{D6}\u{FE}"), "Đàệỵ");
    }

    #[test]
    fn vni_pairs_give_composed_letters() {
        assert_eq!(vni("aàeåoäaéaëöïôûyùñæóòî"), "ầểộắặựởýđỉĩịỵ");
    }
}
