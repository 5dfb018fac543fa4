//! Text as a search compares it: `Hà Nội` is found under `ha noi`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the text in lower case, without diacritics, with single blanks.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'đ' => out.push('d'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn diacritics_case_and_blanks_do_not_matter() {
        assert_eq!(fold("  Đôn Đốc \n HÀ NỘI "), "don doc ha noi");
        assert_eq!(fold("hoa\u{300}"), fold("hòa"));
    }
}
