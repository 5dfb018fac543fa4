//! Classes of phrasing in reports, letters and notices, each on invented sentences.

use dondoc_documents::{Reading, Task, read};

/// A report of the press with this text.
fn report(body: &str) -> Vec<Task> {
    read(&format!("Tỉnh họp giao ban tháng Ba\n\n{body}\n")).tasks
}

/// A letter of a province with this body.
fn letter(body: &str) -> Vec<Task> {
    read(&format!(
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG\nSố: 812/UBND-KT\nV/v thử nghiệm\nHà Giang, ngày 05 tháng 3 năm 2025\n\n\
         Kính gửi: Các sở, ban, ngành.\n\nChủ tịch UBND tỉnh có ý kiến như sau:\n{body}\n\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\n"
    ))
    .tasks
}

fn leads(tasks: &[Task]) -> Vec<Vec<&str>> {
    tasks
        .iter()
        .map(|t| t.lead.iter().map(String::as_str).collect())
        .collect()
}

fn due(task: &Task) -> Option<&str> {
    task.deadline.as_ref().and_then(|d| d.iso.as_deref())
}

fn amounts(tasks: &[Task]) -> Vec<(&str, &str)> {
    let all = tasks.iter().flat_map(|t| &t.targets);
    all.map(|t| (t.value.as_str(), t.unit.as_str())).collect()
}

#[test]
fn an_order_may_follow_a_proper_name_that_ends_like_a_noun() {
    let tasks = report("Theo đó, UBND TP Hà Nội giao Sở Xây dựng thành lập đoàn kiểm tra.");
    assert_eq!(leads(&tasks), [["Sở Xây dựng"]]);
}

#[test]
fn what_an_office_is_reported_to_be_assigned_is_a_task() {
    let tasks = report("Công an tỉnh được giao điều tra, xử lý nghiêm các vi phạm.");
    assert_eq!(leads(&tasks), [["Công an tỉnh"]]);
    // After a class it only says which ones are meant.
    let class = letter("1. Các cơ quan được giao chủ trì báo cáo kết quả.");
    assert!(class[0].lead[0].starts_with("Các cơ quan được giao"));
}

#[test]
fn an_office_among_orders_that_instructs_others_is_told_itself() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Sở Y tế giám sát dịch bệnh. Sở Công Thương chỉ đạo các nhà thầu tăng cường nhân lực.",
    );
    assert_eq!(leads(&tasks), [["Sở Y tế"], ["Sở Công Thương"]]);
}

#[test]
fn somebody_s_view_is_no_order() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Sở Y tế giám sát dịch bệnh. Nhiều ý kiến cho rằng, cần quy định rõ hơn trách nhiệm của địa phương.",
    );
    assert_eq!(tasks.len(), 1);
    let cost = report(
        "Chủ tịch yêu cầu Sở Xây dựng rà soát dự án. Tỉnh cần khoảng 100 tỷ đồng cho việc này.",
    );
    assert_eq!(cost.len(), 1);
}

#[test]
fn a_sentence_that_only_states_a_time_dates_the_order_before_it() {
    let tasks = report(
        "UBND tỉnh giao Sở Xây dựng kiểm tra công trình. Thời gian hoàn thành trước ngày 20/11/2023.",
    );
    assert_eq!(tasks.len(), 1);
    assert_eq!(due(&tasks[0]), Some("2023-11-20"));
}

#[test]
fn parts_with_times_of_their_own_are_tasks_of_their_own() {
    let tasks = report(
        "Chủ tịch yêu cầu Sở Xây dựng hoàn thành hồ sơ trong tháng 5/2024; bàn giao mặt bằng trong tháng 6/2024.",
    );
    let times: Vec<_> = tasks.iter().map(due).collect();
    assert_eq!(times, [Some("2024-05"), Some("2024-06")]);
    assert_eq!(leads(&tasks), [["Sở Xây dựng"], ["Sở Xây dựng"]]);
}

#[test]
fn drafts_listed_in_an_order_are_no_tasks_of_their_own() {
    let tasks = report(
        "Thủ tướng giao Bộ Tài chính chuẩn bị các dự thảo: Dự thảo Nghị quyết A, trình tháng 11/2024; Dự thảo Chỉ thị B, trình trong tháng 12/2024.",
    );
    assert_eq!(tasks.len(), 1);
}

#[test]
fn the_one_spoken_of_first_is_told() {
    let tasks = report("Riêng Sở Y tế, Thủ tướng yêu cầu có báo cáo nhanh trước ngày 8/2/2024.");
    assert_eq!(leads(&tasks), [["Sở Y tế"]]);
}

#[test]
fn a_long_topic_may_stand_between_saying_and_duty() {
    let tasks = report(
        "Chủ tịch UBND tỉnh nhấn mạnh, chống ngập là nhiệm vụ cấp bách, các sở ngành phải vào cuộc quyết liệt.",
    );
    assert_eq!(leads(&tasks), [["các sở ngành"]]);
}

#[test]
fn reports_at_an_hour_recur_daily() {
    for (words, by) in [
        ("báo cáo tình hình vào 16 giờ hằng ngày", "16:00"),
        ("gửi báo cáo nhanh trước 14h hàng ngày", "14:00"),
    ] {
        let tasks = letter(&format!("1. Sở Y tế {words}."));
        let deadline = tasks[0].deadline.as_ref().unwrap();
        assert_eq!(deadline.iso.as_deref(), Some("R/P1D"), "{words}");
        assert_eq!(deadline.by.as_deref(), Some(by), "{words}");
    }
}

#[test]
fn days_and_months_with_dashes_name_the_year_of_the_others() {
    let tasks = report(
        "Họp giao ban ngày 5-8-2024. Chủ tịch đề nghị Công an thành phố mở đợt cao điểm từ nay đến 2-9.",
    );
    assert_eq!(due(&tasks[0]), Some("2024-09-02"));
}

#[test]
fn counted_things_that_an_order_delivers_are_targets() {
    let tasks = letter(
        "1. Sở Y tế bố trí mỗi điểm thi ít nhất 02 nhân viên y tế.\n2. UBND huyện bàn giao 6 vị trí móng còn lại.\n3. Sở Nội vụ thành lập 03 đoàn kiểm tra.",
    );
    assert_eq!(
        amounts(&tasks),
        [
            ("02", "nhân viên y tế"),
            ("6", "vị trí móng"),
            ("03", "đoàn kiểm tra")
        ]
    );
}

#[test]
fn goals_of_a_sentence_count_with_what_they_are_part_of() {
    let Reading { targets, .. } = read(
        "Tỉnh họp tổng kết\n\nNăm 2024, ngành Du lịch đặt mục tiêu đón 17 triệu lượt khách, trong đó có 3 triệu lượt khách quốc tế.\n",
    );
    let found: Vec<_> = targets
        .iter()
        .map(|t| (t.value.as_str(), t.unit.as_str()))
        .collect();
    assert_eq!(
        found,
        [("17", "triệu lượt khách"), ("3", "triệu lượt khách")]
    );
}

#[test]
fn the_party_numbers_parts_with_a_dash() {
    let reading = read(
        "TỈNH ỦY THỬ NGHIỆM\n*\nSố 118-KH/TU\nThử Nghiệm, ngày 06 tháng 8 năm 2023\n\nKẾ HOẠCH\nthực hiện Chỉ thị\n\n\
         I- MỤC ĐÍCH, YÊU CẦU\n1. Quán triệt sâu sắc Chỉ thị.\n\nII- NHIỆM VỤ\n1. Xây dựng chính sách hỗ trợ người học nghề.\n",
    );
    assert_eq!(reading.tasks.len(), 1);
    assert!(reading.tasks[0].text.starts_with("Xây dựng"));
}

#[test]
fn a_title_ends_where_the_body_opens_without_an_empty_line() {
    let reading = read(
        "ỦY BAN NHÂN DÂN\nQUẬN 7\nSố: 31/KH-UBND\nQuận 7, ngày 19 tháng 01 năm 2024\nKẾ HOẠCH\nCải cách hành chính năm 2024\nI. MỤC TIÊU\n- 100% hồ sơ đúng hạn.\nII. NỘI DUNG\n1. Rà soát, đơn giản hóa thủ tục hành chính.\n",
    );
    assert_eq!(
        reading.header.title.as_deref(),
        Some("Cải cách hành chính năm 2024")
    );
    assert_eq!(reading.tasks.len(), 1);
    assert_eq!(reading.targets.len(), 1);
}

#[test]
fn recipients_on_one_line_end_where_the_body_opens() {
    let reading = read(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG A\nSố: 18/UBND-VHXH\nV/v tổ chức các hoạt động\nPhường A, ngày 08 tháng 01 năm 2025\n\
         Kính gửi: Các tổ dân phố, các trường học trên địa bàn\n\
         Thực hiện kế hoạch của quận, UBND phường đề nghị các đơn vị thực hiện như sau:\n- Treo cờ Tổ quốc.\n- Tổng vệ sinh môi trường.\n",
    );
    assert_eq!(reading.tasks.len(), 2);
    assert_eq!(reading.header.recipients.len(), 2);
}

#[test]
fn several_places_stand_behind_one_authority() {
    let tasks = letter("1. UBND các huyện Phù Cát, Phù Mỹ, thị xã Hoài Nhơn xử lý tàu cá vi phạm.");
    assert_eq!(
        leads(&tasks),
        [[
            "UBND huyện Phù Cát",
            "UBND huyện Phù Mỹ",
            "UBND thị xã Hoài Nhơn"
        ]]
    );
}

#[test]
fn the_work_of_an_office_is_a_part_of_its_name() {
    let tasks = report("Chủ tịch yêu cầu các cơ quan soạn thảo tiếp thu các ý kiến.");
    assert_eq!(leads(&tasks), [["các cơ quan soạn thảo"]]);
}

#[test]
fn the_last_words_of_a_notice_order_nothing() {
    let tasks = letter(
        "1. Sở Y tế giám sát dịch bệnh.\n\nTrên đây là kết luận của Chủ tịch UBND tỉnh, Văn phòng UBND tỉnh thông báo để các cơ quan biết, thực hiện.",
    );
    assert_eq!(tasks.len(), 1);
}

#[test]
fn rows_of_a_table_stand_among_the_tasks_where_they_are_written() {
    let reading = read(
        "ỦY BAN NHÂN DÂN\nTỈNH HÒA BÌNH\nSố: 45/KH-UBND\nHòa Bình, ngày 12 tháng 02 năm 2025\n\nKẾ HOẠCH\nPhát triển du lịch\n\n\
         I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tXây dựng đề án du lịch\tSở Du lịch\tQuý II/2025\n\n\
         II. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính bố trí kinh phí.\n",
    );
    assert_eq!(leads(&reading.tasks), [["Sở Du lịch"], ["Sở Tài chính"]]);
}

#[test]
fn slips_of_a_scan_in_number_year_and_head_are_read() {
    let reading = read(
        "UBND TỈNH HÒA BÌNH\nSô: 45/CT-UBND\nHòa Bình, ngày 12 tháng 02 năm 2O25\n\nCHỈ THỊ\nVề việc thử nghiệm\n\nUBND tỉnh yêu cầu:\n1. Sớ Tài chính bố trí kinh phí trước ngày 3O/6.\n",
    );
    assert_eq!(reading.header.number.as_deref(), Some("45/CT-UBND"));
    assert_eq!(reading.header.date.as_deref(), Some("2025-02-12"));
    assert_eq!(leads(&reading.tasks), [["Sớ Tài chính"]]);
    assert_eq!(due(&reading.tasks[0]), Some("2025-06-30"));
}

/// What a report of the press strives for outside its tasks.
fn goals(body: &str) -> Vec<(String, String)> {
    let reading: Reading = read(&format!("Tỉnh họp giao ban tháng Ba\n\n{body}\n"));
    let all = reading.targets.into_iter();
    all.map(|t| (t.value, t.unit)).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(value, unit): &(&str, &str)| ((*value).to_owned(), (*unit).to_owned());
    all.iter().map(own).collect()
}

#[test]
fn the_nearest_word_before_a_figure_says_whether_it_is_to_be_reached() {
    assert_eq!(
        goals("Năm 2024 tỉnh đã đạt 61%, năm 2025 phấn đấu đạt 68%."),
        pairs(&[("68", "%")])
    );
    assert_eq!(
        goals("Hội nghị đã thông qua mục tiêu trồng mới 500 ha rừng. Độ che phủ đạt trên 52%."),
        pairs(&[("500", "ha"), ("52", "%")])
    );
    assert_eq!(goals("Đến nay, toàn tỉnh giải ngân đạt 40% kế hoạch."), []);
}

#[test]
fn where_one_starts_from_is_no_goal() {
    assert_eq!(
        goals("Tỉnh đặt mục tiêu nâng tỷ lệ nước sạch từ 81% lên 95%."),
        pairs(&[("95", "%")])
    );
}

#[test]
fn a_part_in_brackets_is_a_goal_of_its_own() {
    assert_eq!(
        goals("Phấn đấu 95% hộ dùng nước hợp vệ sinh (trong đó, nước sạch đạt trên 90%)."),
        pairs(&[("95", "%"), ("90", "%")])
    );
}

#[test]
fn a_level_that_says_who_is_meant_is_no_goal() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Thanh tra tỉnh kiểm tra các chủ đầu tư giải ngân dưới 20%.",
    );
    assert_eq!(amounts(&tasks), []);
}

#[test]
fn a_letter_sent_to_some_asks_them() {
    let tasks = report(
        "Ngày 11/12/2017, Sở Tài chính có công văn gửi các đơn vị đề nghị chậm nhất ngày 25/12/2017 phải báo cáo nợ đọng.",
    );
    assert_eq!(leads(&tasks), [["các đơn vị"]]);
    assert_eq!(due(&tasks[0]), Some("2017-12-25"));
}

#[test]
fn names_joined_by_semicolons_are_told_together() {
    let tasks = report(
        "Chủ tịch UBND tỉnh giao các sở, ngành tỉnh; UBND các huyện, thành phố báo cáo kết quả giải ngân.",
    );
    assert_eq!(
        leads(&tasks),
        [["các sở, ngành tỉnh", "UBND các huyện, thành phố"]]
    );
}

#[test]
fn a_stretch_of_places_is_a_part_of_the_name() {
    let tasks = report(
        "Thủ tướng yêu cầu UBND các tỉnh ven biển từ Quảng Ninh đến Khánh Hòa kêu gọi tàu thuyền vào bờ.",
    );
    assert_eq!(
        leads(&tasks),
        [["UBND các tỉnh ven biển từ Quảng Ninh đến Khánh Hòa"]]
    );
}

#[test]
fn items_below_an_order_word_and_a_colon_are_tasks() {
    let tasks = report(
        "Phó Thủ tướng Chính phủ yêu cầu:\n\n1. Bộ Quốc phòng rà soát, bố trí lực lượng ứng trực tại các địa bàn.",
    );
    assert_eq!(leads(&tasks), [["Bộ Quốc phòng"]]);
}

#[test]
fn a_board_is_named_by_all_that_it_manages() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Ban Quản lý Khu kinh tế và các khu công nghiệp rà soát quỹ đất.",
    );
    assert_eq!(
        leads(&tasks),
        [["Ban Quản lý Khu kinh tế và các khu công nghiệp"]]
    );
}

#[test]
fn the_size_of_a_thing_is_no_goal() {
    let tasks = letter("1. Sở Xây dựng nâng cấp cảng Giao Long tiếp nhận tàu 5.000 tấn.");
    assert_eq!(amounts(&tasks), []);
}

#[test]
fn a_session_says_when_a_report_is_due() {
    let tasks = report(
        "Chủ tịch Quốc hội đề nghị Bộ Tài chính làm rõ trách nhiệm, báo cáo Quốc hội tại kỳ họp thứ 9.",
    );
    let text = tasks[0].deadline.as_ref().map(|d| d.text.as_str());
    assert_eq!(text, Some("tại kỳ họp thứ 9"));
}

#[test]
fn a_document_that_was_spoken_of_orders_in_its_own_words() {
    let tasks = report(
        "Công văn nêu rõ, các huyện gồm: Bắc Mê, Vị Xuyên, Quang Bình tập trung giải quyết tồn tại, hoàn thành trước 30/6/2025. Sở Xây dựng thực hiện thẩm định hồ sơ.",
    );
    assert_eq!(
        leads(&tasks),
        [
            ["các huyện gồm: Bắc Mê, Vị Xuyên, Quang Bình"],
            ["Sở Xây dựng"]
        ]
    );
    assert_eq!(due(&tasks[0]), Some("2025-06-30"));
}

#[test]
fn an_office_told_apart_by_rivers_is_named_up_to_what_it_does() {
    let tasks = letter(
        "1. Các công ty thủy điện trên lưu vực sông Gâm, sông Chảy vận hành đúng quy trình đã duyệt.",
    );
    assert_eq!(
        leads(&tasks),
        [["Các công ty thủy điện trên lưu vực sông Gâm, sông Chảy"]]
    );
}

#[test]
fn to_inspect_is_an_action_and_the_inspectorate_an_office() {
    let tasks = letter(
        "1. Sở Tài chính:\n- Thanh tra việc mua sắm tại các đơn vị.\n- Báo cáo kết quả.\n2. Thanh tra tỉnh:\n- Theo dõi việc khắc phục sau thanh tra.",
    );
    assert_eq!(
        leads(&tasks),
        [["Sở Tài chính"], ["Sở Tài chính"], ["Thanh tra tỉnh"]]
    );
}

#[test]
fn a_shortened_procedure_is_a_level_and_no_time_limit() {
    let tasks = letter(
        "1. Sở Tài chính rút ngắn thời gian cấp phép xuống còn 02 ngày làm việc.\n2. Sở Xây dựng thông xe đường tránh trong 48 giờ.",
    );
    assert_eq!(due(&tasks[0]), None);
    assert_eq!(amounts(&tasks), [("02", "ngày làm việc")]);
    assert_eq!(due(&tasks[1]), Some("PT48H"));
}

#[test]
fn how_often_weighs_more_than_how_long() {
    let tasks = letter(
        "1. Trung tâm y tế các huyện báo cáo trước 15 giờ hằng ngày cho đến khi có thông báo mới.",
    );
    assert_eq!(due(&tasks[0]), Some("R/P1D"));
}

#[test]
fn at_least_so_many_are_to_be_done_whatever_they_are() {
    let tasks = letter(
        "1. Sở Tài chính kiểm tra ít nhất 05 quỹ.\n2. Sở Y tế mua bổ sung 300 lít cồn, 20 kg hóa chất.\n3. Sở Nội vụ kiểm tra 05 quỹ.",
    );
    assert_eq!(
        amounts(&tasks),
        [("05", "quỹ"), ("300", "lít"), ("20", "kg")]
    );
}

#[test]
fn the_unit_below_lettered_items_leads_them_all() {
    let plan = "UBND TỈNH HÀ GIANG\nSố: 9/KH-UBND\nHà Giang, ngày 05 tháng 3 năm 2025\n\nKẾ HOẠCH\nCải thiện môi trường đầu tư\n\n\
        I. NHIỆM VỤ VÀ GIẢI PHÁP\n1. Về đăng ký kinh doanh\na) Công khai thủ tục trên mạng.\nb) Xây dựng sổ tay hướng dẫn.\nCơ quan chủ trì: Sở Tài chính.\n\
        2. Về đất đai\na) Công khai quy hoạch.\nCơ quan chủ trì: Sở Xây dựng.\n";
    assert_eq!(
        leads(&read(plan).tasks),
        [["Sở Tài chính"], ["Sở Tài chính"], ["Sở Xây dựng"]]
    );
}

#[test]
fn a_chairman_below_the_demand_of_a_higher_post_is_told() {
    let tasks = report(
        "Phó Thủ tướng Chính phủ yêu cầu:\n\n1. Chủ tịch UBND tỉnh chỉ đạo rà soát phương án ứng phó với bão.",
    );
    assert_eq!(leads(&tasks), [["Chủ tịch UBND tỉnh"]]);
}

#[test]
fn goals_behind_their_own_label_are_read_in_a_list_of_orders() {
    let reading = read(
        "THÀNH ỦY HUẾ\nSố: 2-KL/TU\nHuế, ngày 05 tháng 3 năm 2025\n\nKẾT LUẬN\nvề du lịch\n\nBan Thường vụ Thành ủy kết luận:\n\n\
         1. Mục tiêu: đón 3 triệu lượt khách.\n2. Giao Sở Du lịch ban hành kế hoạch chi tiết.\n",
    );
    assert_eq!(reading.targets.len(), 1);
    assert_eq!(reading.tasks.len(), 1);
}

#[test]
fn how_often_is_no_part_of_a_name() {
    let tasks = report(
        "Chủ tịch UBND tỉnh đề nghị Ban Quản lý dự án mỗi tuần báo cáo tiến độ một lần. Các địa phương tranh thủ tháo nước đệm.",
    );
    assert_eq!(leads(&tasks), [["Ban Quản lý dự án"], ["Các địa phương"]]);
}

#[test]
fn the_kind_of_place_may_be_named_again() {
    let tasks = report("Thủ tướng giao UBND TP Hà Nội và TP HCM chủ động giảm ùn tắc.");
    assert_eq!(leads(&tasks), [["UBND TP Hà Nội", "UBND TP HCM"]]);
}

#[test]
fn a_name_may_go_on_in_small_letters_up_to_its_colon() {
    let tasks = letter(
        "1. Cục Quản lý nhà và thị trường bất động sản: đôn đốc các địa phương.\n2. Sở Y tế trong hai ngày tới kiểm tra các bệnh viện.",
    );
    assert_eq!(
        leads(&tasks),
        [["Cục Quản lý nhà và thị trường bất động sản"], ["Sở Y tế"]]
    );
    let text = tasks[1].deadline.as_ref().map(|d| d.text.as_str());
    assert_eq!(text, Some("trong hai ngày tới"));
}

#[test]
fn several_offices_may_be_asked_at_once_in_the_passive() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Sở Y tế giám sát dịch bệnh. Sở Xây dựng, Công an tỉnh được yêu cầu hoàn thành trạm kiểm soát trước ngày 15/5/2025.",
    );
    assert_eq!(
        leads(&tasks),
        [vec!["Sở Y tế"], vec!["Sở Xây dựng", "Công an tỉnh"]]
    );
}

#[test]
fn owners_of_whatever_are_told() {
    let tasks = report("UBND tỉnh cũng yêu cầu các chủ mỏ lắp đặt trạm cân, camera giám sát.");
    assert_eq!(leads(&tasks), [["các chủ mỏ"]]);
}

#[test]
fn which_ones_are_meant_is_no_part_of_what_they_do() {
    let tasks = letter(
        "1. Hiệu trưởng các trường được chọn làm điểm thi phối hợp với công an xã bảo vệ kỳ thi.\n2. Sở Tài chính chủ trì, cùng Sở Xây dựng thẩm định hồ sơ.",
    );
    assert_eq!(
        leads(&tasks),
        [["Hiệu trưởng các trường"], ["Sở Tài chính"]]
    );
    assert_eq!(tasks[1].coordinate, ["Sở Xây dựng"]);
}

#[test]
fn a_passage_of_many_pages_is_no_task() {
    assert!(report(&"giao ".repeat(5_000)).is_empty());
}

#[test]
fn the_office_right_before_a_duty_has_it() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Sở Nội vụ rà soát hồ sơ. Riêng 12 kiến nghị về nhà cũ, Sở Xây dựng phải tham mưu phương án giải quyết.",
    );
    assert_eq!(leads(&tasks), [["Sở Nội vụ"], ["Sở Xây dựng"]]);
}

#[test]
fn what_is_to_be_settled_counts_whatever_it_is() {
    let tasks = letter(
        "1. Sở Nội vụ trả lời dứt điểm 126 thư của cử tri.\n2. Chế độ báo cáo: các đơn vị báo cáo kết quả về Sở Nội vụ.\n3. Sở Tài chính phân bổ 12 tỷ đồng, nộp ngân sách 3 tỷ đồng.",
    );
    assert_eq!(
        amounts(&tasks),
        [("126", "thư"), ("12", "tỷ đồng"), ("3", "tỷ đồng")]
    );
    assert_eq!(tasks[1].lead, ["các đơn vị"]);
}

#[test]
fn what_readers_of_a_page_may_write_is_no_order() {
    let tasks = report(
        "Chủ tịch UBND tỉnh yêu cầu Sở Y tế giám sát dịch bệnh tại các huyện miền núi, báo cáo kết quả trước ngày 15/5/2025.\n\nÝ kiến bạn đọc\n\nGửi bình luận của bạn. Đề nghị các bạn gõ tiếng Việt có dấu.",
    );
    assert_eq!(leads(&tasks), [["Sở Y tế"]]);
}

#[test]
fn what_is_to_be_done_at_once_needs_no_known_word() {
    let tasks = report(
        "Cơ bản nhất trí với đề xuất của Sở Tài chính, Chủ tịch UBND tỉnh yêu cầu cấp ngay 85 tỷ đồng cho các huyện, chậm nhất ngày 15/5/2025.",
    );
    assert_eq!(tasks.len(), 1);
    assert_eq!(due(&tasks[0]), Some("2025-05-15"));
    let opens = letter("1. Sở Giáo dục và Đào tạo sửa chữa các trường trước ngày khai giảng.");
    let text = opens[0].deadline.as_ref().map(|d| d.text.as_str());
    assert_eq!(text, Some("trước ngày khai giảng"));
}
