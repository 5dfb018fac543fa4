//! What a Vietnamese syllable looks like.

use unicode_normalization::UnicodeNormalization as _;

const ONSETS: &[&str] = &[
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
];

/// Sorted, so that it can be searched; a test keeps it so.
const RHYMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec",
    "em", "en", "eng", "eo", "ep", "et", "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu",
    "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "o", "oa", "oac", "oach", "oai", "oam",
    "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe", "oen", "oeo", "oet", "oi", "om",
    "on", "ong", "ooc", "oong", "op", "ot", "oăc", "oăm", "oăn", "oăng", "oăt", "u", "ua", "uc",
    "ui", "um", "un", "ung", "uơ", "up", "ut", "uy", "uya", "uych", "uyn", "uynh", "uyp", "uyt",
    "uyu", "uyên", "uyêt", "uân", "uâng", "uât", "uây", "uê", "uêch", "uên", "uênh", "uôc", "uôi",
    "uôm", "uôn", "uông", "uôt", "y", "ych", "ynh", "yt", "yêm", "yên", "yêng", "yêt", "yêu", "âc",
    "âm", "ân", "âng", "âp", "ât", "âu", "ây", "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt",
    "êu", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ăc", "ăm", "ăn", "ăng", "ăp", "ăt", "ơ",
    "ơi", "ơm", "ơn", "ơp", "ơt", "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ưt", "ưu", "ươc",
    "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
];

/// Says whether a word, in any case and normal form, is built like a
/// Vietnamese syllable: onset, rhyme, at most one tone.
pub fn is_syllable(word: &str) -> bool {
    // The longest syllable is `nghiêng`; a letter may be three marks apart.
    if word.chars().take(22).count() > 21 {
        return false;
    }
    let mut tones = 0;
    let bare: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| {
            let tone = matches!(
                c,
                '\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}'
            );
            tones += usize::from(tone);
            !tone
        })
        .nfc()
        .collect();
    tones <= 1
        && ONSETS.iter().any(|onset| {
            bare.strip_prefix(onset)
                .is_some_and(|rest| RHYMES.contains(&rest) || (*onset == "gi" && rest.is_empty()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_every_shape_are_known() {
        for word in [
            "nghiêm", "Việt", "giếng", "gì", "quyết", "quý", "KHUYẾN", "ủy", "uỷ", "hoà", "hòa",
            "giải", "phóng", "đôn", "đốc", "kỷ", "xoong", "ươm", "yêu", "thuở", "quốc", "quận",
            "huyện", "Điện", "giặc", "khuếch", "nguyễn", "oanh",
        ] {
            assert!(is_syllable(word), "{word}");
            let decomposed: String = word.nfd().collect();
            assert!(is_syllable(&decomposed), "{word} decomposed");
        }
    }

    #[test]
    fn what_no_mouth_says_is_no_syllable() {
        for word in ["été", "vieät", "ộtộ", "gố́", "wất", "nghx", "được được"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
