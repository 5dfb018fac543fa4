//! Rules of the genre, each on a few invented sentences.

use dondoc_documents::{Task, read};

/// A directive of a city with this body.
fn directive(body: &str) -> Vec<Task> {
    let text = format!(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố: 15/CT-UBND\nHà Nội, ngày 10 tháng 3 năm 2025\n\n\
         CHỈ THỊ\nVề việc tăng cường kỷ cương hành chính\n\n\
         Chủ tịch UBND Thành phố yêu cầu các sở, ban, ngành thực hiện các nhiệm vụ sau:\n\n{body}\n"
    );
    read(&text).tasks
}

/// A report of the press with this text.
fn report(body: &str) -> Vec<Task> {
    read(&format!("Thành phố họp giao ban tháng Ba\n\n{body}\n")).tasks
}

fn leads(tasks: &[Task]) -> Vec<Vec<&str>> {
    tasks
        .iter()
        .map(|t| t.lead.iter().map(String::as_str).collect())
        .collect()
}

#[test]
fn a_number_alone_on_its_line_marks_the_next_line() {
    let tasks = directive(
        "1.\nSở Nội vụ:\n\n- Rà soát chức năng của các đơn vị.\n\n2.1.\nSở Tài chính:\n\n- Bố trí kinh phí thực hiện.",
    );
    assert_eq!(leads(&tasks), [["Sở Nội vụ"], ["Sở Tài chính"]]);
}

#[test]
fn a_heading_that_says_which_ones_are_meant_names_them() {
    let tasks = directive(
        "1. Các chủ đập là tổ chức (các công ty thủy lợi):\n\n- Kiểm tra an toàn đập trước mùa mưa lũ.\n\n\
         2. Các cơ quan đăng ký đầu tư (Sở Tài chính, Ban Quản lý):\n\n- Công khai thủ tục đầu tư trên mạng.",
    );
    assert_eq!(
        leads(&tasks),
        [["Các chủ đập là tổ chức"], ["Các cơ quan đăng ký đầu tư"]]
    );
}

#[test]
fn the_local_authority_is_a_name_of_its_own() {
    let tasks = directive(
        "1. Công an Thành phố:\n- Phối hợp với các cơ quan chức năng và chính quyền địa phương kiểm tra các cơ sở.",
    );
    assert_eq!(
        tasks[0].coordinate,
        ["các cơ quan chức năng", "chính quyền địa phương"]
    );
}

#[test]
fn companies_after_communes_are_other_names() {
    let tasks = directive(
        "1. Yêu cầu UBND các xã, phường, các cơ quan thuộc Thành phố báo cáo kết quả cải cách hành chính.",
    );
    assert_eq!(
        leads(&tasks),
        [["UBND các xã, phường", "các cơ quan thuộc Thành phố"]]
    );
}

#[test]
fn following_is_an_action_and_no_adjunct() {
    let tasks = directive(
        "1. Sở Nội vụ:\n- Theo dõi, đôn đốc kết quả triển khai của địa phương, đơn vị, tổng hợp báo cáo UBND Thành phố.\n\
         - Đối chiếu số liệu với các quận, đơn vị tổng hợp báo cáo.",
    );
    assert_eq!(leads(&tasks), [["Sở Nội vụ"], ["Sở Nội vụ"]]);
}

#[test]
fn documents_below_an_order_belong_to_it() {
    let tasks = directive(
        "1. Quán triệt, thực hiện nghiêm các văn bản của Trung ương:\n\n- Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ.\n\n\
         - Chỉ thị số 27/CT-TTg ngày 27/10/2023 của Thủ tướng Chính phủ.\n\n2. Rà soát thủ tục hành chính nội bộ.",
    );
    assert_eq!(tasks.len(), 2, "{tasks:?}");
}

#[test]
fn a_short_topic_before_a_unit_does_not_hide_it() {
    let tasks = directive(
        "1. Chế độ báo cáo:\n- Báo cáo quý: Sở Tài chính tổng hợp báo cáo UBND Thành phố trước ngày 20 tháng cuối quý.\n\
         - Báo cáo đột xuất: Văn phòng UBND Thành phố chủ trì tham mưu.",
    );
    assert_eq!(
        leads(&tasks),
        [["Sở Tài chính"], ["Văn phòng UBND Thành phố"]]
    );
}

#[test]
fn the_time_of_a_topic_holds_for_what_follows_it() {
    let tasks = report(
        "Về các nhiệm vụ trọng tâm trong quý II năm 2025, Chủ tịch UBND Thành phố yêu cầu Sở Nội vụ rà soát biên chế. Sở Tài chính khẩn trương bố trí kinh phí.\n\n\
         Về quy hoạch, Chủ tịch yêu cầu Sở Xây dựng hoàn thiện đồ án.",
    );
    let due: Vec<Option<&str>> = tasks
        .iter()
        .map(|t| t.deadline.as_ref().and_then(|d| d.iso.as_deref()))
        .collect();
    assert_eq!(due, [Some("2025-Q2"), Some("2025-Q2"), None]);
}

#[test]
fn a_minister_told_by_the_head_of_the_party_leads_himself() {
    let tasks = report(
        "Tổng Bí thư yêu cầu Ban Tổ chức Trung ương khẩn trương hướng dẫn việc sắp xếp. Thủ tướng Chính phủ chỉ đạo các cơ quan chức năng rà soát các luật.",
    );
    assert_eq!(leads(&tasks)[1], ["Thủ tướng Chính phủ"]);
}

#[test]
fn a_report_says_when_it_was_published() {
    let day = |text: &str| read(text).header.date;
    let head = "Thành phố họp giao ban\nThứ hai, ngày 20/01/2025 - 19:33\nSáng nay, Chủ tịch chủ trì họp.\n";
    assert_eq!(day(head).as_deref(), Some("2025-01-20"));
    let inside = "Thành phố họp giao ban\nNgày 20/01/2025, Chủ tịch chủ trì họp.\n";
    assert_eq!(day(inside), None);
}
