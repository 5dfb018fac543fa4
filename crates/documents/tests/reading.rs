//! What is read out of documents of our own, as people and programs see it.

use dondoc_documents::{Reading, read};

/// One line an item: enough to see a change of the reading at a glance.
fn outline(reading: &Reading) -> String {
    let mut out = serde_json::to_string_pretty(&reading.header).unwrap_or_default();
    for section in &reading.sections {
        out += &format!(
            "\nsection {}: {}",
            section.level,
            section.text.replace('\n', " ")
        );
    }
    for r in &reading.references {
        out += &format!(
            "\nreference {:?} {} {:?} {:?}",
            r.number, r.kind, r.date, r.issuer
        );
    }
    for t in &reading.tasks {
        let words: String = t.text.replace('\n', " ").chars().take(60).collect();
        let due = t
            .deadline
            .as_ref()
            .map(|d| (d.text.replace('\n', " "), d.iso.clone(), d.by.clone()));
        out += &format!(
            "\ntask {words:?}\n  lead {:?} with {:?} due {due:?}",
            t.lead, t.coordinate
        );
        if !t.targets.is_empty() || t.generic {
            let targets: Vec<_> = t.targets.iter().map(|x| (&x.value, &x.unit)).collect();
            out += &format!(" targets {targets:?} generic {}", t.generic);
        }
    }
    for t in &reading.targets {
        out += &format!("\ntarget {} {}", t.value, t.unit);
    }
    out
}

#[test]
fn a_directive_out_of_a_pdf() {
    insta::assert_snapshot!(outline(&read(include_str!("texts/directive.txt"))));
}

#[test]
fn a_plan_with_label_lines() {
    insta::assert_snapshot!(outline(&read(include_str!("texts/plan.txt"))));
}

#[test]
fn a_report_of_the_press() {
    insta::assert_snapshot!(outline(&read(include_str!("texts/report.txt"))));
}

#[test]
fn the_json_has_the_fields_of_the_schema() {
    let reading = read(include_str!("texts/directive.txt"));
    let json = serde_json::to_value(&reading).unwrap();
    // The members of an object have no order (RFC 8259, section 4).
    let keys: std::collections::BTreeSet<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        ["header", "references", "sections", "targets", "tasks"].into()
    );
    let task = json["tasks"][0].as_object().unwrap();
    for key in [
        "start",
        "end",
        "text",
        "lead",
        "coordinate",
        "deadline",
        "targets",
    ] {
        assert!(task.contains_key(key), "{key}");
    }
    assert_eq!(serde_json::from_value::<Reading>(json).unwrap(), reading);
}

/// Reads the rule as a small check: the leads of the first task.
fn leads(order: &str) -> Vec<String> {
    let text = format!(
        "Số: 1/UBND-TH\n\nKính gửi: Các sở\n\nChủ tịch Ủy ban nhân dân tỉnh có ý kiến chỉ đạo như sau:\n1. {order}\n2. Giao Sở Y tế báo cáo.\n"
    );
    read(&text)
        .tasks
        .first()
        .map(|t| t.lead.clone())
        .unwrap_or_default()
}

#[test]
fn a_shared_head_noun_is_given_to_each_name() {
    assert_eq!(
        leads("Các Sở: Công Thương, Tài chính rà soát dự án."),
        ["Sở Công Thương", "Sở Tài chính"]
    );
    assert_eq!(
        leads("Giao UBND các phường: Yên Hòa, Văn Miếu khẩn trương rà soát."),
        ["UBND phường Yên Hòa", "UBND phường Văn Miếu"]
    );
}

#[test]
fn a_collective_stays_one_name() {
    assert_eq!(
        leads("Các sở, ban, ngành tăng cường kiểm tra."),
        ["Các sở, ban, ngành"]
    );
    assert_eq!(
        leads("Yêu cầu các cấp, ngành, địa phương, đơn vị khẩn trương rà soát."),
        ["các cấp, ngành, địa phương, đơn vị"]
    );
}

#[test]
fn names_joined_by_and_are_separate() {
    assert_eq!(
        leads("Giao Sở Tài chính và Sở Xây dựng thẩm định dự án."),
        ["Sở Tài chính", "Sở Xây dựng"]
    );
    assert_eq!(
        leads("Sở Nông nghiệp và Môi trường chủ trì kiểm tra."),
        ["Sở Nông nghiệp và Môi trường"],
        "the `và` of a name does not join"
    );
}

#[test]
fn who_is_instructed_by_the_lead_does_not_lead() {
    let text = "Số: 2/UBND-TH\n\nKính gửi: Các sở\n\nChủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n1. Sở Y tế\n- Chỉ đạo Trung tâm Kiểm soát bệnh tật phối hợp với Công an tỉnh kiểm tra.\n- Phối hợp với Sở Tài chính bố trí kinh phí.\n";
    let tasks = read(text).tasks;
    assert_eq!(tasks[0].lead, ["Sở Y tế"]);
    assert!(tasks[0].coordinate.is_empty());
    assert_eq!(tasks[1].coordinate, ["Sở Tài chính"]);
}

#[test]
fn purpose_sections_hold_no_tasks() {
    let tasks = read(include_str!("texts/plan.txt")).tasks;
    assert!(tasks.iter().all(|t| !t.text.starts_with("Bảo đảm đồng bộ")));
}
