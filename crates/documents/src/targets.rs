//! Numbers that must be reached or delivered.

use crate::grammar::{Grammar, Measure};
use crate::reading::Target;
use crate::text::{Case, Gap, Kind, Text};

/// Words that make a number a level to reach.
const REACH: &[&str] = &[
    "đạt", "lên", "trên", "dưới", "thiểu", "nhất", "khoảng", "gần", "hơn", "quá", "hồi", "đủ",
    "xuống", "thêm", "còn", "đa", "gấp",
];

/// Words that lower a level: only with one of them `dưới 20%` is striven for.
const LOWERING: &[(&str, &str)] = &[
    ("giảm", ""),
    ("xuống", ""),
    ("hạ", ""),
    ("còn", ""),
    ("kéo", "giảm"),
    ("duy", "trì"),
    ("kiểm", "soát"),
    ("khống", "chế"),
    ("giữ", ""),
    ("hạn", "chế"),
    ("rút", "xuống"),
    ("ở", "mức"),
    ("mục", "tiêu"),
    ("chỉ", "tiêu"),
    ("phấn", "đấu"),
];

/// Where a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Among {
    /// In the words of an order: rates and levels count.
    Orders,
    /// In a sentence that says what is striven for: measures count too, and
    /// things that are to be added.
    Aims,
    /// In a list of goals: every counted thing is one.
    Goals,
}

/// Finds the targets between two tokens.
pub(crate) fn targets(
    text: &Text<'_>,
    grammar: &Grammar,
    from: usize,
    end: usize,
    among: Among,
) -> Vec<Target> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    // Where the last target ended.
    let mut last: Option<usize> = None;
    let mut at = from;
    while at < end {
        let tok = &text.toks[at];
        match tok.mark {
            b'(' if parts(text, at + 1, end) => {}
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if tok.kind == Kind::Number && depth == 0 {
            let among_orders = among == Among::Orders;
            let goes_on = among_orders && last.is_some_and(|l| goes_on(text, l, at));
            let (next, found) = number(text, grammar, at, (from, end), among, goes_on);
            if found.is_some() {
                last = Some(next);
            }
            out.extend(found);
            at = next.max(at + 1);
        } else {
            at += 1;
        }
    }
    out
}

/// `mua bổ sung 5.000 lít cồn, 2.000 kg Cloramin B`: another amount of the same
/// row, right after its comma.
fn goes_on(text: &Text<'_>, last: usize, at: usize) -> bool {
    const NEAR: usize = 7;
    let joined =
        at > last && (text.toks[at - 1].mark == b',' || text.fold(&text.toks[at - 1]) == "và");
    let one_row = (last..at).all(|i| {
        let tok = &text.toks[i];
        (tok.kind == Kind::Word && tok.gap < Gap::Blank) || i + 1 == at
    });
    joined && at - last < NEAR && one_row
}

/// `(trong đó, nước sạch đạt trên 90%)`: a part of what is striven for.
fn parts(text: &Text<'_>, at: usize, end: usize) -> bool {
    let word = |i: usize| {
        text.toks
            .get(i)
            .filter(|_| i < end)
            .map_or("", |t| text.fold(t))
    };
    (word(at) == "trong" && word(at + 1) == "đó") || word(at) == "riêng"
}

/// `nâng từ 81% lên 95%`: where one starts from, and not what is to be reached.
fn starts_from(text: &Text<'_>, at: usize, after: usize, from: usize, end: usize) -> bool {
    let word = |i: usize| {
        text.toks
            .get(i)
            .filter(|_| i < end)
            .map_or("", |t| text.fold(t))
    };
    let opens = (at.saturating_sub(3).max(from)..at).any(|i| word(i) == "từ");
    opens
        && (after..end.min(after + 8))
            .take_while(|&i| !matches!(text.toks[i].mark, b';' | b'.'))
            .any(|i| {
                matches!(word(i), "lên" | "xuống" | "còn")
                    && text.toks.get(i + 1).is_some_and(|t| {
                        i + 1 < end && (t.kind == Kind::Number || REACH.contains(&text.fold(t)))
                    })
            })
}

/// `các chủ đầu tư giải ngân dưới 20%`: who is meant, and no level to reach.
fn falls_short(text: &Text<'_>, at: usize, from: usize) -> bool {
    let word = |i: usize| text.toks.get(i).map_or("", |t| text.fold(t));
    at > from
        && word(at - 1) == "dưới"
        && !(at.saturating_sub(16).max(from)..at - 1).any(|i| {
            LOWERING.iter().any(|(first, second)| {
                word(i) == *first && (second.is_empty() || word(i + 1) == *second)
            })
        })
}

/// `Số doanh nghiệp thành lập mới: 100 doanh nghiệp`, `có 50 xã`, `top 10 tỉnh`.
fn counts_up(text: &Text<'_>, at: usize, from: usize) -> bool {
    let before = at.checked_sub(1).filter(|b| *b >= from);
    before.is_some_and(|b| {
        let tok = &text.toks[b];
        tok.mark == b':'
            || matches!(
                text.fold(tok),
                "có" | "mới" | "từ" | "là" | "top" | "tốp" | "nhóm" | "tăng" | "giảm" | "được"
            )
    })
}

fn number(
    text: &Text<'_>,
    grammar: &Grammar,
    at: usize,
    (from, end): (usize, usize),
    among: Among,
    goes_on: bool,
) -> (usize, Option<Target>) {
    let goals = among == Among::Goals;
    let striven = among != Among::Orders;
    let after = value_end(text, at, end);
    let percent = text
        .toks
        .get(after)
        .is_some_and(|t| after < end && t.mark == b'%');
    let glued_before = text.toks[at].gap == Gap::None
        && at > from
        && !matches!(text.toks[at - 1].mark, b'(' | b'"' | b':');
    if glued_before || (!percent && dated(text, at, from)) {
        return (after, None);
    }
    let counted = goals || (!striven && at_least(text, at, from));
    let shortened = || shortened(text, at, after, from, end).map(|stop| (stop, Measure::Amount));
    let found = unit(text, grammar, after, end, counted).or_else(shortened);
    let Some((unit_end, measure)) = found else {
        let index = striven && is_index(text, at, after, from, end);
        return (after, index.then(|| target(text, at, at, after, after)));
    };
    if starts_from(text, at, unit_end, from, end) {
        return (unit_end, None);
    }
    let reach = reaching(text, at, from);
    let takes = match measure {
        Measure::Rate => striven || !(compares(text, unit_end, end) || falls_short(text, at, from)),
        Measure::Amount => {
            striven
                || reach.is_some()
                || range_from(text, at, from)
                || delivered(text, at, from)
                || clause_has(text, at, from)
                || aims(text, at, from)
                || goes_on
        }
        Measure::Thing => {
            goals
                || goes_on
                || (striven && (reach.is_some() || counts_up(text, at, from)))
                || (reach.is_some() && clause_has(text, at, from))
                || delivered(text, at, from)
                || (range_from(text, at, from) && word_before(text, at, from, 3) == "từ")
        }
    };
    if !takes {
        return (unit_end, None);
    }
    (
        unit_end,
        Some(target(text, reach.unwrap_or(at), at, after, unit_end)),
    )
}

/// Returns the folded word `back` tokens before `at`, empty before `from`.
fn word_before<'t>(text: &'t Text<'_>, at: usize, from: usize, back: usize) -> &'t str {
    let before = at.checked_sub(back).filter(|b| *b >= from);
    before.map_or("", |b| text.fold(&text.toks[b]))
}

/// `ít nhất 05 công ty`: whatever is counted, so many are to be done. A stretch of
/// time is none.
fn at_least(text: &Text<'_>, at: usize, from: usize) -> bool {
    let words = (
        word_before(text, at, from, 2),
        word_before(text, at, from, 1),
    );
    matches!(words, ("ít", "nhất") | ("tối", "thiểu") | ("dứt", "điểm"))
}

/// `rút ngắn xuống còn 02 ngày làm việc`: a stretch of time as a level. Returns
/// where its unit ends.
fn shortened(text: &Text<'_>, at: usize, after: usize, from: usize, end: usize) -> Option<usize> {
    let word = |i: usize| {
        let tok = text.toks.get(i).filter(|_| i < end);
        tok.map_or("", |t| text.fold(t))
    };
    let level = matches!(word_before(text, at, from, 1), "còn" | "xuống");
    let time = matches!(word(after), "ngày" | "giờ" | "phút" | "tháng");
    let working = word(after + 1) == "làm" && word(after + 2) == "việc";
    (level && time).then(|| after + if working { 3 } else { 1 })
}

/// `Chỉ số phát triển con người đạt khoảng 0,78`: a score without a unit.
fn is_index(text: &Text<'_>, at: usize, after: usize, from: usize, end: usize) -> bool {
    let reached = (at.saturating_sub(2).max(from)..at).any(|i| text.fold(&text.toks[i]) == "đạt");
    let closes = text
        .toks
        .get(after)
        .is_none_or(|t| after >= end || matches!(t.mark, b'.' | b';' | b',' | b')'));
    after > at + 2 && reached && closes
}

/// A target from its first word to the end of its unit; `at` is its number.
fn target(text: &Text<'_>, first: usize, at: usize, after: usize, unit_end: usize) -> Target {
    let value = crate::header::without_space(text.slice(&text.toks[at], &text.toks[after - 1]))
        .replace('%', "");
    let unit = if unit_end > after {
        crate::header::one_line(text.slice(&text.toks[after], &text.toks[unit_end - 1]))
    } else {
        String::new()
    };
    Target {
        start: text.toks[first].start as usize,
        end: text.toks[unit_end - 1].end as usize,
        text: text
            .slice(&text.toks[first], &text.toks[unit_end - 1])
            .to_owned(),
        value,
        unit,
    }
}

/// `2.989,5`, `60-70`, `10 - 12`
fn value_end(text: &Text<'_>, at: usize, end: usize) -> usize {
    let mut i = at + 1;
    while i + 1 < end {
        let (mark, next) = (&text.toks[i], &text.toks[i + 1]);
        let decimal =
            matches!(mark.mark, b'.' | b',') && mark.gap == Gap::None && next.gap == Gap::None;
        let range = mark.mark == b'-' && next.gap <= Gap::Space;
        // `1,2%-1,5%`
        let twice = mark.mark == b'%'
            && next.mark == b'-'
            && text
                .toks
                .get(i + 2)
                .is_some_and(|t| i + 2 < end && t.kind == Kind::Number && t.gap <= Gap::Space);
        if twice {
            i += 3;
            continue;
        }
        if next.kind != Kind::Number || !(decimal || range) {
            break;
        }
        i += 2;
    }
    i
}

/// Numbers of days, months, years, provisions and documents.
fn dated(text: &Text<'_>, at: usize, from: usize) -> bool {
    let word = |i: usize| {
        if i >= from && i < at {
            text.fold(&text.toks[i])
        } else {
            ""
        }
    };
    // `xử lý dứt điểm 405 dự án`, `cấp 20.000 giấy chứng nhận`
    let settled = word(at.wrapping_sub(1)) == "điểm" && word(at.wrapping_sub(2)) == "dứt";
    let many = word(at.wrapping_sub(1)) == "cấp" && text.toks[at].end - text.toks[at].start > 1;
    // `ở mức 8-10%`, where `mức độ 4`, `mức 4` is a grade.
    let level = word(at.wrapping_sub(1)) == "mức"
        && matches!(
            word(at.wrapping_sub(2)),
            "ở" | "đạt" | "thiểu" | "xuống" | "lên"
        );
    if settled || many || level {
        return false;
    }
    matches!(
        word(at.wrapping_sub(1)),
        "ngày"
            | "tháng"
            | "năm"
            | "quý"
            | "số"
            | "điều"
            | "khoản"
            | "điểm"
            | "mục"
            | "đoạn"
            | "kỳ"
            | "lần"
            | "thứ"
            | "quyết"
            | "định"
            | "thị"
            | "cấp"
            | "mức"
    ) || (at > from
        && matches!(text.toks[at - 1].mark, b'/' | b'-')
        && text.toks[at - 1].gap == Gap::None)
}

fn unit(
    text: &Text<'_>,
    grammar: &Grammar,
    at: usize,
    end: usize,
    goals: bool,
) -> Option<(usize, Measure)> {
    let tok = text.toks.get(at).filter(|_| at < end)?;
    if tok.mark == b'%' {
        let year = text.toks.get(at + 1).is_some_and(|t| t.mark == b'/')
            && text.toks.get(at + 2).is_some_and(|t| text.fold(t) == "năm");
        return Some((
            at + if year && at + 3 <= end { 3 } else { 1 },
            Measure::Rate,
        ));
    }
    if tok.gap > Gap::Line {
        return None;
    }
    if let Some((measure, _, mut after)) = grammar.measures.at(&text.toks, at, end) {
        // `km2`, `ha/năm`
        if text
            .toks
            .get(after)
            .is_some_and(|t| t.kind == Kind::Number && t.gap == Gap::None && after < end)
        {
            after += 1;
        }
        // `triệu đồng/người/năm`, `lao động/năm`
        for _ in 0..2 {
            let per = text
                .toks
                .get(after)
                .is_some_and(|t| t.mark == b'/' && t.gap == Gap::None)
                && text
                    .toks
                    .get(after + 1)
                    .is_some_and(|t| t.kind == Kind::Word && after + 1 < end);
            after += if per { 2 } else { 0 };
        }
        return Some((after, measure));
    }
    let word = text.fold(tok);
    if matches!(word, "triệu" | "tỷ" | "tỉ" | "nghìn" | "ngàn") {
        let next = text
            .toks
            .get(at + 1)
            .filter(|t| at + 1 < end && t.kind == Kind::Word && t.gap == Gap::Space)?;
        // `triệu m3`
        let power = text
            .toks
            .get(at + 2)
            .is_some_and(|t| at + 2 < end && t.kind == Kind::Number && t.gap == Gap::None);
        return (next.case == Case::Lower || next.case == Case::Upper)
            .then_some((at + 2 + usize::from(power), Measure::Amount));
    }
    let noun = goals
        && tok.kind == Kind::Word
        && tok.end - tok.start > 1
        && !matches!(
            word,
            "năm"
                | "tháng"
                | "ngày"
                | "và"
                | "trong"
                | "là"
                | "của"
                | "quý"
                | "giờ"
                | "phút"
                | "tuần"
                | "lần"
                | "tuổi"
                | "cấp"
                | "con"
                | "đến"
        );
    noun.then_some((at + 1, Measure::Thing))
}

/// `tăng 6,5% so với cùng kỳ` is what was.
fn compares(text: &Text<'_>, at: usize, end: usize) -> bool {
    text.toks
        .get(at)
        .is_some_and(|t| at < end && text.fold(t) == "so")
        || text
            .toks
            .get(at)
            .is_some_and(|t| at < end && text.fold(t) == "cùng")
}

/// `hoàn thành 4.670 căn hộ`, `xử lý dứt điểm 405 dự án`, `tối thiểu 5 dự án`:
/// a count that the action itself must deliver, not one that describes what is
/// looked at (`kiểm tra 12 đơn vị`).
fn delivered(text: &Text<'_>, at: usize, from: usize) -> bool {
    const BETWEEN: &[&str] = &[
        "dứt", "điểm", "mới", "thêm", "xong", "được", "khoảng", "gần", "trên", "hơn", "tối",
        "thiểu", "ít", "nhất", "đủ", "cho", "từ", "đến", "sử", "dụng", "toàn", "bộ", "cả", "kinh",
        "phí", "vốn", "ngân", "sách", "số", "tiền",
    ];
    const VERBS: &[(&str, &str)] = &[
        ("hoàn", "thành"),
        ("xây", "dựng"),
        ("khởi", "công"),
        ("khánh", "thành"),
        ("đào", "tạo"),
        ("xử", "lý"),
        ("giải", "quyết"),
        ("cắt", "giảm"),
        ("bàn", "giao"),
        ("thành", "lập"),
        ("hình", "thành"),
        ("đưa", "vào"),
        ("thu", "hồi"),
        ("thu", "hút"),
        ("huy", "động"),
        ("bố", "trí"),
        ("di", "dời"),
        ("lắp", "đặt"),
        ("trồng", ""),
        ("xóa", ""),
        ("cấp", ""),
        ("tạo", ""),
        ("giảm", ""),
        ("tuyển", "dụng"),
        ("phát", "triển"),
        ("cải", "tạo"),
        ("nâng", "cấp"),
        ("sửa", "chữa"),
        ("nạo", "vét"),
        ("sắp", "xếp"),
        ("duy", "trì"),
        ("thay", "thế"),
        ("kết", "nạp"),
        ("tổ", "chức"),
        ("cấp", "mới"),
        ("đón", ""),
        ("tiếp", "nhận"),
        ("thực", "hiện"),
        ("triển", "khai"),
        ("mở", ""),
        ("việc", "làm"),
        ("số", "hóa"),
        ("kết", "nối"),
        ("khắc", "phục"),
        ("phủ", "sóng"),
        ("công", "nhận"),
        ("chuyển", "đổi"),
        ("tiêm", ""),
        ("thả", ""),
        ("nuôi", ""),
        ("trao", ""),
        ("tặng", ""),
        ("giải", "ngân"),
        ("tiết", "kiệm"),
        ("tinh", "giản"),
        ("cấp", "phép"),
        ("phân", "bổ"),
        ("nộp", ""),
        ("trả", "lời"),
        ("bổ", "sung"),
        ("hỗ", "trợ"),
        ("mua", ""),
        ("mua", "sắm"),
        ("cung", "cấp"),
        ("cung", "ứng"),
        ("dự", "trữ"),
        ("sản", "xuất"),
        ("khoanh", "nuôi"),
    ];
    let word = |i: usize| text.toks.get(i).map_or("", |t| text.fold(t));
    let mut before = at;
    let mut least = false;
    while before > from && at - before < 6 && BETWEEN.contains(&word(before - 1)) {
        least |= matches!(word(before - 1), "thiểu" | "nhất");
        before -= 1;
    }
    let verb = before > from
        && VERBS.iter().any(|(first, second)| {
            if second.is_empty() {
                word(before - 1) == *first
            } else {
                before > from + 1 && word(before - 2) == *first && word(before - 1) == *second
            }
        });
    // `cấp` is also a level (`đơn vị cấp 2`), `đưa vào` may have its `sử dụng`.
    let used = before == at || word(before) != "sử" || word(before - 1) == "vào";
    least || (verb && used)
}

/// `từ 3.000 đến 3.500 tỷ đồng`
fn range_from(text: &Text<'_>, at: usize, from: usize) -> bool {
    at > from + 2
        && text.fold(&text.toks[at - 1]) == "đến"
        && text.toks[at - 2].kind == Kind::Number
}

/// Returns the word just before that makes the number a level.
fn reaching(text: &Text<'_>, at: usize, from: usize) -> Option<usize> {
    let before = at.checked_sub(1).filter(|b| *b >= from)?;
    let word = text.fold(&text.toks[before]);
    if !REACH.contains(&word) {
        return None;
    }
    let two = (word == "nhất" || word == "thiểu" || word == "đa" || word == "hồi") && before > from;
    Some(if two {
        before - 1
    } else if matches!(word, "đạt" | "lên" | "còn" | "đủ" | "xuống" | "thêm") {
        at
    } else {
        before
    })
}

/// `đặt mục tiêu đón 17 triệu lượt khách, trong đó có 3 triệu lượt khách quốc tế`
fn aims(text: &Text<'_>, at: usize, from: usize) -> bool {
    let word = |i: usize| text.toks.get(i).map_or("", |t| text.fold(t));
    (at.saturating_sub(30).max(from)..at)
        .any(|i| matches!(word(i), "mục" | "chỉ") && word(i + 1) == "tiêu")
}

/// Reports whether the clause around a number completes or delivers something.
fn clause_has(text: &Text<'_>, at: usize, from: usize) -> bool {
    const COMPLETES: &[(&str, &str)] = &[
        ("hoàn", "thành"),
        ("bàn", "giao"),
        ("phấn", "đấu"),
        ("trồng", ""),
        ("thu", ""),
        ("xong", ""),
    ];
    let start = (at.saturating_sub(30).max(from)..at)
        .rev()
        .find(|&i| matches!(text.toks[i].mark, b';' | b'.' | b','))
        .map_or(at.saturating_sub(30).max(from), |i| i + 1);
    let word = |i: usize| text.toks.get(i).map_or("", |t| text.fold(t));
    (start..at + 20)
        .take_while(|&i| {
            text.toks
                .get(i)
                .is_some_and(|t| i < at || !matches!(t.mark, b';'))
        })
        .any(|i| {
            COMPLETES.iter().any(|(first, second)| {
                word(i) == *first && (second.is_empty() || word(i + 1) == *second)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, among: Among) -> Vec<(String, String)> {
        let grammar = Grammar::built_in();
        let text = grammar.tokens(source);
        targets(&text, grammar, 0, text.toks.len(), among)
            .into_iter()
            .map(|t| (t.value, t.unit))
            .collect()
    }

    #[test]
    fn rates_and_measures_are_targets() {
        assert_eq!(
            check("mở rộng CCN Âu Lâu lên 75ha", Among::Orders),
            [("75".into(), "ha".into())]
        );
        assert_eq!(
            check("tỷ lệ lấp đầy đạt 60-70%", Among::Orders),
            [("60-70".into(), "%".into())]
        );
        assert_eq!(
            check("chỉ số tăng bình quân 12%/năm", Among::Orders),
            [("12".into(), "%/năm".into())]
        );
    }

    #[test]
    fn counted_things_are_targets_among_goals_only() {
        assert_eq!(check("kiểm tra 10 trạm quan trắc", Among::Orders), []);
        assert_eq!(
            check("Hình thành mới 05 Khu công nghiệp", Among::Goals),
            [("05".into(), "Khu công nghiệp".into())]
        );
    }

    #[test]
    fn dates_provisions_and_brackets_are_not_targets() {
        assert_eq!(
            check(
                "đến năm 2030 (gồm 166 dự án), theo Điều 12, giai đoạn 2026-2030",
                Among::Goals
            ),
            []
        );
    }
}
