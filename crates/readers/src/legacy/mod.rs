//! Vietnamese text of the time before Unicode: TCVN3 (ABC), VNI, Windows-1258,
//! VISCII.
//!
//! Nothing in such bytes says what they are. So each candidate is tried, and
//! the one is taken that turns the words into Vietnamese syllables. When none
//! does clearly better than the others, nobody guesses: the caller refuses.

mod syllable;
mod tables;

use serde::Serialize;

pub use syllable::is_syllable;

/// A legacy encoding of Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Legacy {
    /// TCVN 5712:1993 VN3, written with the `.Vn...` fonts (called ABC).
    Tcvn3,
    /// VNI for Windows: a letter followed by its mark.
    Vni,
    /// Windows-1258: a letter followed by a combining tone.
    Windows1258,
    /// VISCII, of mail and of Vietnamese abroad: a byte for each letter.
    Viscii,
}

impl Legacy {
    /// Every encoding that is tried.
    pub const ALL: [Self; 4] = [Self::Tcvn3, Self::Vni, Self::Windows1258, Self::Viscii];

    /// Returns the name by which people know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Windows1258 => "Windows-1258",
            Self::Viscii => "VISCII",
        }
    }

    /// Turns Latin-1 letters that stand for the bytes of this encoding into
    /// Vietnamese, composed (NFC). Other characters stay.
    pub fn decode(self, latin: &str) -> String {
        match self {
            Self::Tcvn3 => tables::tcvn3(latin),
            Self::Vni => tables::vni(latin),
            Self::Windows1258 => tables::windows_1258(latin),
            Self::Viscii => tables::viscii(latin),
        }
    }
}

/// How well a text reads as Vietnamese: of the words with a letter beyond
/// ASCII, how many are syllables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Score {
    words: usize,
    syllables: usize,
}

impl Score {
    fn of(text: &str) -> Self {
        let mut score = Self {
            words: 0,
            syllables: 0,
        };
        for word in text.split(|c: char| !is_letter(c)) {
            if word.is_ascii() {
                continue;
            }
            score.words += 1;
            if is_syllable(word) {
                score.syllables += 1;
            }
        }
        score
    }

    fn percent(self) -> usize {
        (self.syllables * 100).checked_div(self.words).unwrap_or(0)
    }
}

/// Letters, and the signs that legacy fonts use as letters.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{0300}'..='\u{036F}') || ('\u{A1}'..='\u{FF}').contains(&c)
}

/// How much text is looked at: enough to be sure, little enough that rubbish
/// costs nothing.
const SAMPLE_CHARS: usize = 200_000;
/// Fewer words than this prove nothing.
const MIN_WORDS: usize = 4;
const SURE_PERCENT: usize = 88;
const LEAD_PERCENT: usize = 15;

/// Returns the encoding whose reading is clearly Vietnamese, or nothing when
/// no reading is or two are.
///
/// `latin` holds the bytes as Windows-1252 characters.
pub(crate) fn detect(latin: &str) -> Option<Legacy> {
    let sample = head(latin, SAMPLE_CHARS);
    let as_is = Score::of(sample).percent();
    let mut scores: Vec<(usize, Legacy)> = Legacy::ALL
        .into_iter()
        .filter_map(|legacy| {
            let score = Score::of(&legacy.decode(sample));
            (score.words >= MIN_WORDS).then(|| (score.percent(), legacy))
        })
        .collect();
    scores.sort_by(|a, b| b.cmp(a));
    let (best, legacy) = *scores.first()?;
    let second = scores.get(1).map_or(0, |(percent, _)| *percent).max(as_is);
    (best >= SURE_PERCENT && best >= second + LEAD_PERCENT).then_some(legacy)
}

/// Finds text that was typed with a legacy font but stored as Unicode letters
/// (`CéNG HßA X· HéI`), and returns it repaired.
///
/// A line with letters that only true Vietnamese text has (`ạ`, `ế`, `ự`, ...)
/// is never touched: a document may have been put together from old and new
/// files.
pub(crate) fn repair(text: &str) -> Option<(String, Legacy)> {
    let sample = head(text, SAMPLE_CHARS);
    if sample.is_ascii() {
        return None;
    }
    if is_unicode_vietnamese(sample) {
        return repair_lines(text);
    }
    let legacy = detect(text)?;
    Some((legacy.decode(text), legacy))
}

/// Repairs the old lines of a text that also has lines in Unicode. The old lines
/// together must clearly be in one encoding, and each must read better in it.
fn repair_lines(text: &str) -> Option<(String, Legacy)> {
    let old = |line: &str| !line.is_ascii() && !is_unicode_vietnamese(line);
    let mut sample = String::new();
    for line in text.split_inclusive('\n').filter(|line| old(line)) {
        // What reads as Vietnamese already is left out of the question.
        if Score::of(line).percent() < SURE_PERCENT {
            sample.push_str(line);
        }
        if sample.len() > SAMPLE_CHARS {
            break;
        }
    }
    let legacy = detect(&sample)?;
    let mut changed = false;
    let mended = text.split_inclusive('\n').map(|line| {
        if !old(line) {
            return line.to_owned();
        }
        let decoded = legacy.decode(line);
        let better = Score::of(&decoded).percent() > Score::of(line).percent();
        changed |= better;
        if better { decoded } else { line.to_owned() }
    });
    let mended: String = mended.collect();
    changed.then_some((mended, legacy))
}

/// Says whether a text has letters that no legacy font shows as letters.
pub(crate) fn is_unicode_vietnamese(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(
            c,
            '\u{1EA0}'..='\u{1EF9}' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ă' | 'Ă' | 'đ' | 'Đ'
        ) || matches!(c, '\u{0300}'..='\u{036F}')
    })
}

/// Returns the bytes as Windows-1252 characters; undefined bytes become the
/// control character of the same number, so that nothing is lost.
pub(crate) fn windows_1252(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| tables::cp1252(*byte)).collect()
}

fn head(text: &str, chars: usize) -> &str {
    match text.char_indices().nth(chars) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOTTO: &str = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc. Yêu cầu các sở, ngành, quận, huyện nghiêm túc thực hiện; báo cáo trước ngày 25 hằng tháng";

    #[test]
    fn tcvn3_that_was_stored_as_latin_letters_is_repaired() {
        let (text, legacy) =
            repair("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM\n§éc lËp - Tù do - H¹nh phóc").unwrap();
        assert_eq!(legacy, Legacy::Tcvn3);
        assert_eq!(
            text,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        );
    }

    #[test]
    fn vni_that_was_stored_as_latin_letters_is_repaired() {
        let (text, legacy) =
            repair("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM\nÑoäc laäp - Töï do - Haïnh phuùc")
                .unwrap();
        assert_eq!(legacy, Legacy::Vni);
        assert_eq!(
            text,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        );
    }

    #[test]
    fn windows_1258_bytes_are_told_from_the_others() {
        // "Việt", "Hội", "thực", "hiện", "của": letter, then combining tone.
        let bytes = b"Vi\xEA\xF2t Nam H\xF4\xF2i th\xFD\xF2c hi\xEA\xF2n \xF0\xF4\xECi v\xF5\xECi c\xF4ng ta\xECc";
        let latin = windows_1252(bytes);
        assert_eq!(detect(&latin), Some(Legacy::Windows1258));
        assert_eq!(
            Legacy::Windows1258.decode(&latin),
            "Việt Nam Hội thực hiện đối với công tác"
        );
    }

    #[test]
    fn viscii_bytes_are_told_from_the_others() {
        let bytes = b"K\xEDnh g\xD8i: C\xE1c s\xB7, ban, ng\xE0nh. Ch\xFC t\xB8ch y\xEAu c\xA5u r\xE0 so\xE1t h\xB0 s\xBD, b\xE1o c\xE1o tr\xDF\xBEc ng\xE0y 30 th\xE1ng 6; x\xD8 l\xFD nghi\xEAm vi ph\xD5m";
        let latin = windows_1252(bytes);
        assert_eq!(detect(&latin), Some(Legacy::Viscii));
        assert_eq!(
            Legacy::Viscii.decode(&latin),
            "Kính gửi: Các sở, ban, ngành. Chủ tịch yêu cầu rà soát hồ sơ, báo cáo trước ngày 30 tháng 6; xử lý nghiêm vi phạm"
        );
    }

    #[test]
    fn true_vietnamese_text_is_never_repaired() {
        assert_eq!(repair(MOTTO), None);
        assert_eq!(repair("Bản tin: cà phê"), None);
        assert_eq!(repair("đ"), None);
    }

    #[test]
    fn old_lines_among_lines_in_unicode_are_repaired() {
        let old = "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM\n§éc lËp - Tù do - H¹nh phóc\n";
        let (text, legacy) = repair(&format!("{MOTTO}\ncà phê và bánh\n{old}")).unwrap();
        assert_eq!(legacy, Legacy::Tcvn3);
        assert_eq!(
            text,
            format!(
                "{MOTTO}\ncà phê và bánh\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
            )
        );
    }

    #[test]
    fn a_foreign_line_in_a_vietnamese_text_stays() {
        let french =
            "Les élèves étaient très fâchés à l'école où l'été précédent ça avait été gâché";
        assert_eq!(repair(&format!("{MOTTO}\n{french}\n")), None);
    }

    #[test]
    fn other_languages_are_not_taken_for_vietnamese() {
        let french = "Les élèves étaient très fâchés à l'école où l'été précédent ça avait été gâché par la sévérité française";
        assert_eq!(repair(french), None);
    }
}
