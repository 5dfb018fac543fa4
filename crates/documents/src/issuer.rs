//! Who issues a document: the name after `của` at a mention, and the name that
//! the lines of a head make together.

use crate::grammar::Grammar;
use crate::text::{Case, Gap, Kind, Text};
use crate::units::Namer;

/// Reads `của <issuer>` after a mention; returns the name and the token after it.
pub(crate) fn issuer_after(
    text: &Text<'_>,
    grammar: &Grammar,
    at: usize,
    end: usize,
) -> Option<(String, usize)> {
    if !text
        .toks
        .get(at)
        .is_some_and(|t| text.fold(t) == "của" && t.gap < Gap::Blank)
    {
        return None;
    }
    let namer = Namer { text, grammar };
    let from = at + 1;
    let end = end.min(from + 20);
    let first = namer.tok(from, end)?;
    if first.kind != Kind::Word {
        return None;
    }
    let mut i = from;
    let mut capital = false;
    while let Some(tok) = namer.tok(i, end) {
        if let Some((_, _, next)) = grammar.fields.at(&text.toks, i, end) {
            i = next;
            capital = true;
            continue;
        }
        let glue = matches!(tok.mark, b'-' | b'&')
            && namer
                .tok(i + 1, end)
                .is_some_and(|t| t.case != Case::Lower && t.kind == Kind::Word);
        let small_stop = tok.case == Case::Lower
            && (grammar.acts.has(&text.toks, i, end)
                || matches!(
                    text.fold(tok),
                    "về" | "ngày"
                        | "và"
                        | "để"
                        | "theo"
                        | "tại"
                        | "đã"
                        | "do"
                        | "cho"
                        | "đối"
                        | "có"
                        | "được"
                        | "là"
                        | "với"
                        | "trong"
                        | "khóa"
                ));
        if (tok.kind != Kind::Word && !glue) || tok.gap == Gap::Blank || small_stop {
            break;
        }
        capital |= tok.case != Case::Lower;
        i += 1;
    }
    (i > from && capital).then(|| (namer.name(from, i), i))
}

/// Names that are written with small letters after their first.
const SPELLED: &[&str] = &[
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Văn phòng",
    "Chính phủ",
    "Thủ tướng",
    "Chủ tịch",
    "Tài chính",
    "Nội vụ",
    "Xây dựng",
    "Tư pháp",
    "Y tế",
    "Ngoại vụ",
    "Nông nghiệp và Môi trường",
    "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo",
    "Văn hóa, Thể thao và Du lịch",
    "Văn hóa và Thể thao",
    "Thông tin và Truyền thông",
    "Kế hoạch và Đầu tư",
    "Tài nguyên và Môi trường",
    "Dân tộc và Tôn giáo",
    "Ban Thường vụ",
    "Thành ủy",
    "Tỉnh ủy",
    "Đảng ủy",
    "Quận ủy",
    "Huyện ủy",
    "Ban Chỉ đạo",
    "Ban Chấp hành",
    "Trung ương",
    "tỉnh",
    "thành phố",
    "quận",
    "huyện",
    "xã",
    "phường",
    "đặc khu",
    "thị xã",
    "Quốc phòng",
    "Ngoại giao",
    "Nông nghiệp và Phát triển nông thôn",
    "Giao thông vận tải",
    "Kiểm tra",
    "Thanh tra",
    "Quản lý",
    "UBND",
    "HĐND",
    "TP",
    "VPCP",
];

/// Puts the lines of a head together: `UBND TỈNH LÀO CAI` over `SỞ CÔNG THƯƠNG`
/// is `Sở Công Thương tỉnh Lào Cai`. Words are folded; the result is spelled.
pub(crate) fn issuer_name(lines: &[Vec<String>]) -> Option<String> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for line in lines.iter().filter(|l| !l.is_empty()) {
        let place = matches!(
            line[0].as_str(),
            "tỉnh" | "thành" | "quận" | "huyện" | "xã" | "phường" | "thị" | "đặc"
        ) && line.get(1).is_some_and(|w| w != "ủy");
        match groups.last_mut() {
            Some(before) if place => before.extend(line.iter().cloned()),
            _ => groups.push(line.clone()),
        }
    }
    let (last, superior) = groups.split_last()?;
    let mut words = last.clone();
    // `UBND TỈNH A` over `VĂN PHÒNG`: the office of that body.
    if let (["văn", "phòng"], Some(body)) = (
        &*last.iter().map(String::as_str).collect::<Vec<_>>(),
        superior.last(),
    ) {
        words.extend(body.iter().cloned());
    } else if let Some(first) = superior.first() {
        let place = first.iter().position(|w| {
            matches!(
                w.as_str(),
                "tỉnh" | "thành" | "huyện" | "quận" | "tp" | "xã" | "phường"
            )
        });
        let office = matches!(first.first().map(String::as_str), Some("ubnd" | "ủy"));
        if let Some(place) = place.filter(|_| office) {
            words.extend(first[place..].iter().cloned());
        }
    }
    let joined = words.join(" ").replace(" ,", ",");
    let mut name: String = joined.split(' ').map(capital).collect::<Vec<_>>().join(" ");
    for spelled in SPELLED {
        let risen: String = spelled
            .split(' ')
            .map(capital)
            .collect::<Vec<_>>()
            .join(" ");
        name = format!(" {name} ")
            .replace(&format!(" {risen} "), &format!(" {spelled} "))
            .trim()
            .to_owned();
        if *spelled == spelled.to_uppercase() {
            name = format!(" {name} ")
                .replace(
                    &format!(" {} ", capital(&spelled.to_lowercase())),
                    &format!(" {spelled} "),
                )
                .trim()
                .to_owned();
        }
    }
    let mut chars = name.chars();
    let first = chars.next()?;
    Some(first.to_uppercase().chain(chars).collect())
}

/// Returns the word with a capital.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
