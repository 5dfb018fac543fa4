//! `Sở này`, `Cơ quan này`, `Sở cũng cần …`: a unit named just before.

use unicode_normalization::UnicodeNormalization;

use crate::reading::Task;

/// A pronoun further behind its unit than this means another one.
const NEAR: usize = 600;

/// Words that stand for one unit when `này` follows.
const STAND_INS: &[&str] = &[
    "cơ quan",
    "đơn vị",
    "bộ",
    "sở",
    "ngành",
    "ban",
    "cục",
    "tổng cục",
    "chi cục",
    "vụ",
    "viện",
    "ủy ban",
    "uỷ ban",
    "tập đoàn",
    "tổng công ty",
    "công ty",
    "doanh nghiệp",
    "địa phương",
    "tỉnh",
    "thành phố",
    "quận",
    "huyện",
    "thị xã",
    "xã",
    "phường",
    "ngân hàng",
    "tổ công tác",
    "ban chỉ đạo",
];

/// Gives tasks whose lead is a pronoun the one unit that leads the task before.
pub(crate) fn resolve(tasks: &mut [Task]) {
    for i in 1..tasks.len() {
        let (before, here) = tasks.split_at_mut(i);
        let (Some(before), Some(here)) = (before.last(), here.first_mut()) else {
            continue;
        };
        let near = here.start >= before.end && here.start - before.end <= NEAR;
        let [unit] = before.lead.as_slice() else {
            continue;
        };
        if near && !stands_in(unit) && is_told_to_a_pronoun(here) {
            here.lead = vec![unit.clone()];
        }
    }
}

fn is_told_to_a_pronoun(task: &Task) -> bool {
    match task.lead.as_slice() {
        [] => opens_with_stand_in(&task.text),
        [lead] => stands_in(lead),
        _ => false,
    }
}

fn stands_in(words: &str) -> bool {
    let words = folded(words);
    words
        .strip_suffix(" này")
        .is_some_and(|head| STAND_INS.contains(&head))
}

fn opens_with_stand_in(text: &str) -> bool {
    let words = folded(text);
    // `Sở cũng cần …`: the head alone, before what it must do.
    const AFTER: &[&str] = &[" này ", " cũng ", " cần ", " phải "];
    STAND_INS.iter().any(|head| {
        words
            .strip_prefix(head)
            .is_some_and(|rest| AFTER.iter().any(|word| rest.starts_with(word)))
    })
}

fn folded(words: &str) -> String {
    let composed: String = words.nfc().flat_map(char::to_lowercase).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::read;

    fn leads(text: &str) -> Vec<Vec<String>> {
        let tasks = read(text).tasks;
        tasks.into_iter().map(|task| task.lead).collect()
    }

    #[test]
    fn a_pronoun_means_the_unit_named_just_before() {
        let text = "Tăng cường tháo gỡ khó khăn\n\nThủ tướng giao Ngân hàng Nhà nước đưa ra gói \
                    tín dụng hợp lý. Cơ quan này cũng cần sớm đề xuất biện pháp huy động vốn.\n\n\
                    Chủ tịch UBND TP yêu cầu Sở Tài chính rà soát dự toán. Ngoài ra, Sở này cần báo \
                    cáo trước ngày 15/10/2024. Đơn vị này phải công khai kết quả.\n";
        assert_eq!(
            leads(text),
            [
                ["Ngân hàng Nhà nước"],
                ["Ngân hàng Nhà nước"],
                ["Sở Tài chính"],
                ["Sở Tài chính"],
                ["Sở Tài chính"]
            ]
        );
    }

    #[test]
    fn a_pronoun_after_several_units_is_left_to_a_person() {
        let text = "Họp giao ban\n\nChủ tịch yêu cầu Sở Tài chính và Sở Xây dựng rà soát dự toán. \
                    Sở này cần báo cáo trước ngày 15/10/2024.\n";
        assert_eq!(
            leads(text).last().map(Vec::as_slice),
            Some(&["Sở này".to_owned()][..])
        );
    }
}
