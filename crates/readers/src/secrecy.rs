//! Secrecy marks: documents that must not be held here at all.

use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

/// The degree of secrecy that a document is marked with.
///
/// # Source
/// Decree 30/2020/NĐ-CP, Appendix I, box 10a; Law 29/2018/QH14 on state
/// secrets, Art. 8 (three degrees).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecrecyMark {
    /// *Mật*.
    Secret,
    /// *Tối mật*.
    TopSecret,
    /// *Tuyệt mật*.
    UltraSecret,
}

impl SecrecyMark {
    /// Returns the mark as documents print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "MẬT",
            Self::TopSecret => "TỐI MẬT",
            Self::UltraSecret => "TUYỆT MẬT",
        }
    }

    fn from_words(words: &str) -> Option<Self> {
        match words {
            "mật" => Some(Self::Secret),
            "tối mật" => Some(Self::TopSecret),
            "tuyệt mật" => Some(Self::UltraSecret),
            _ => None,
        }
    }
}

impl fmt::Display for SecrecyMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The mark stands under the number, so among the first lines.
const HEAD_LINES: usize = 40;
const HEAD_CHARS: usize = 6_000;
const LONGEST_LINE: usize = 400;

/// Returns the secrecy mark near the head of a document, the highest if there
/// are several.
///
/// A mark stands alone: on its line, in its table cell, after `Độ mật:`, or in
/// brackets after the number. Words of a sentence (`bí mật`, `mật độ`, `bảo
/// mật`) are no marks, also where a line break cuts them.
pub fn secrecy_mark(text: &str) -> Option<SecrecyMark> {
    let end = text
        .char_indices()
        .nth(HEAD_CHARS)
        .map_or(text.len(), |(end, _)| end);
    let mut previous = String::new();
    let mut found = None;
    let lines = text[..end].lines().filter(|line| !line.trim().is_empty());
    for line in lines.take(HEAD_LINES) {
        let line: String = line.nfc().take(LONGEST_LINE).collect();
        found = found.max(mark_of_line(&line, &previous));
        previous = line;
    }
    found
}

fn mark_of_line(line: &str, previous: &str) -> Option<SecrecyMark> {
    let cells: Vec<&str> = cells(line).collect();
    let alone = cells.len() == 1;
    cells
        .into_iter()
        .filter_map(|cell| {
            let mark = mark_of_cell(cell).or_else(|| mark_after_number(cell))?;
            (!(alone && continues(previous))).then_some(mark)
        })
        .max()
}

/// Cells of a table row, or of two columns set side by side with blanks.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split(['\t', '|'])
        .flat_map(|part| part.split("   "))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
}

fn mark_of_cell(cell: &str) -> Option<SecrecyMark> {
    let bare = cell.trim_matches(|c: char| !c.is_alphanumeric());
    let (label, bare) = match bare.split_once(':') {
        Some((label, rest)) => (Some(label.trim().to_lowercase()), rest.trim()),
        None => (None, bare),
    };
    match label.as_deref() {
        None => {
            // A mark is printed in capitals; a stamp may be typed `Mật`.
            if !bare.starts_with(char::is_uppercase) {
                return None;
            }
        }
        Some("độ mật" | "mức độ mật" | "dấu chỉ độ mật" | "dấu độ mật") =>
            {}
        Some(_) => return None,
    }
    SecrecyMark::from_words(&joined(bare).to_lowercase())
}

/// Joins letters that were set apart: `M Ậ T` is `MẬT`.
fn joined(words: &str) -> String {
    let parts: Vec<&str> = words.split_whitespace().collect();
    if parts.len() > 1 && parts.iter().all(|part| part.chars().count() == 1) {
        let letters = parts.concat();
        return match letters.to_lowercase().as_str() {
            "tốimật" => "tối mật".to_owned(),
            "tuyệtmật" => "tuyệt mật".to_owned(),
            _ => letters,
        };
    }
    parts.join(" ")
}

/// `Số: 12-CT/TU (Mật)`.
fn mark_after_number(cell: &str) -> Option<SecrecyMark> {
    let starts = cell.starts_with("Số") || cell.starts_with("SỐ");
    let inside = cell.strip_suffix(')')?.rsplit_once('(')?.1;
    if !starts {
        return None;
    }
    SecrecyMark::from_words(&inside.trim().to_lowercase())
}

/// Says whether the line above ends within a compound of *mật*.
fn continues(previous: &str) -> bool {
    let last = previous.split_whitespace().next_back().unwrap_or("");
    matches!(
        last.to_lowercase().as_str(),
        "bí" | "bảo" | "cơ" | "thân" | "cẩn" | "nghiêm" | "chặt" | "chi" | "giữ" | "tài" | "độ"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_on_its_own_line_is_seen() {
        for (text, mark) in [
            (
                "THÀNH ỦY HÀ NỘI\nSố: 12-CT/TU\nMẬT\nCHỈ THỊ",
                SecrecyMark::Secret,
            ),
            ("THÀNH ỦY\n[TỐI MẬT]\nCHỈ THỊ", SecrecyMark::TopSecret),
            ("TUYỆT MẬT\r\nCHỈ THỊ", SecrecyMark::UltraSecret),
            ("Số: 12-CT/TU (Mật)\n", SecrecyMark::Secret),
            ("Độ mật: Tối mật\n", SecrecyMark::TopSecret),
            (
                "MẬT\tHà Nội, ngày 05 tháng 01 năm 2024",
                SecrecyMark::Secret,
            ),
            ("M Ậ T\n", SecrecyMark::Secret),
            ("T U Y Ệ T M Ậ T\n", SecrecyMark::UltraSecret),
        ] {
            assert_eq!(secrecy_mark(text), Some(mark), "{text}");
            let decomposed: String = text.nfd().collect();
            assert_eq!(secrecy_mark(&decomposed), Some(mark), "{text} decomposed");
        }
    }

    #[test]
    fn ordinary_words_with_mat_are_no_mark() {
        for text in [
            "CHỈ THỊ\nvề bảo vệ bí mật nhà nước",
            "CHỈ THỊ\nVỀ TĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ\nMẬT\nCăn cứ",
            "Mật độ dân số của thành phố",
            "MẬT ĐỘ XÂY DỰNG",
            "an toàn, bảo mật thông tin",
            "mật\n",
            "Nuôi ong lấy mật",
            "Ghi chú: Mật",
        ] {
            assert_eq!(secrecy_mark(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_far_below_the_head_is_not_a_mark_of_the_document() {
        let text = format!("{}MẬT\n", "Nội dung\n".repeat(80));
        assert_eq!(secrecy_mark(&text), None);
    }
}
