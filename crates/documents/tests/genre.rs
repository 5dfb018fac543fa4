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

/// The values and units of the targets in an item of a directive.
fn aims(item: &str) -> Vec<(String, String)> {
    let tasks = directive(&format!("1. Sở Xây dựng:\n- {item}."));
    tasks
        .into_iter()
        .flat_map(|t| t.targets)
        .map(|t| (t.value, t.unit))
        .collect()
}

#[test]
fn a_count_that_the_action_delivers_is_a_target() {
    for (item, value, unit) in [
        ("Hoàn thành 4.670 căn hộ trong năm 2025", "4.670", "căn hộ"),
        ("Xử lý dứt điểm 405 dự án chậm triển khai", "405", "dự án"),
        (
            "Cấp 20.000 giấy chứng nhận quyền sử dụng đất",
            "20.000",
            "giấy chứng nhận",
        ),
        ("Khởi công tối thiểu 5 dự án nhà ở xã hội", "5", "dự án"),
        (
            "Huy động từ 3.000 đến 3.500 tỷ đồng vốn xã hội hóa",
            "3.500",
            "tỷ đồng",
        ),
    ] {
        assert_eq!(aims(item), [(value.to_owned(), unit.to_owned())], "{item}");
    }
    assert_eq!(aims("Kiểm tra 12 đơn vị trên địa bàn"), []);
    assert_eq!(aims("Theo dõi hoạt động của 10 trạm quan trắc"), []);
}

#[test]
fn the_party_numbers_with_a_dash() {
    let tasks = directive(
        "1- Các cấp ủy đảng tăng cường lãnh đạo công tác cán bộ.\n2- Ban Tuyên giáo Thành ủy chủ trì, phối hợp với Sở Tư pháp định hướng tuyên truyền.",
    );
    assert_eq!(
        leads(&tasks),
        [["Các cấp ủy đảng"], ["Ban Tuyên giáo Thành ủy"]]
    );
    assert!(tasks[0].text.starts_with("Các"));
}

#[test]
fn the_organ_below_the_kind_issues() {
    let header = |head: &str, organ: &str| {
        read(&format!(
            "{head}\n*\nSố 30-CT/TU\nHà Nội, ngày 19 tháng 02 năm 2024\n\nCHỈ THỊ\n{organ}\nvề tăng cường công tác\nphòng cháy, chữa cháy\n-----\n\nThời gian qua, công tác này đạt nhiều kết quả.\n"
        ))
        .header
    };
    let city = header("THÀNH ỦY HÀ NỘI", "CỦA BAN THƯỜNG VỤ THÀNH ỦY");
    assert_eq!(
        city.issuer.as_deref(),
        Some("Ban Thường vụ Thành ủy Hà Nội")
    );
    assert_eq!(
        city.title.as_deref(),
        Some("về tăng cường công tác phòng cháy, chữa cháy")
    );
    let same = header("TỈNH ỦY NGHỆ AN", "CỦA TỈNH ỦY");
    assert_eq!(same.issuer.as_deref(), Some("Tỉnh ủy Nghệ An"));
}

#[test]
fn a_heading_with_its_own_unit_and_time_is_to_be_done() {
    let text = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố: 215/KH-UBND\nHà Nội, ngày 10 tháng 3 năm 2025\n\nKẾ HOẠCH\nCải cách hành chính năm 2025\n\nII. NỘI DUNG\n\
        2.1. Đánh giá mô hình một cửa\n- Đơn vị thực hiện: Văn phòng UBND Thành phố\n- Thời gian thực hiện: Quý III năm 2025\n\
        2.2. Kết quả giải quyết hồ sơ được số hóa\n- Đơn vị thực hiện: Sở Nội vụ\n- Thời gian thực hiện: Ngay sau khi Kế hoạch được ban hành\n";
    let tasks = read(text).tasks;
    assert_eq!(leads(&tasks), [["Văn phòng UBND Thành phố"], ["Sở Nội vụ"]]);
    assert!(tasks.iter().all(|t| t.deadline.is_some()));
}

#[test]
fn a_verb_that_is_in_no_table_may_follow_a_unit() {
    let tasks = directive(
        "1. Sở Giao thông vận tải xén dải phân cách trên các tuyến đường.\n2. UBND các quận, huyện, thị xã dọn bùn đất sau bão.",
    );
    assert_eq!(
        leads(&tasks),
        [["Sở Giao thông vận tải"], ["UBND các quận, huyện, thị xã"]]
    );
}

#[test]
fn a_post_without_its_office_belongs_to_the_next_post() {
    let tasks = directive(
        "1. Giám đốc, Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các quận, huyện hoãn các cuộc họp.",
    );
    assert_eq!(
        leads(&tasks),
        [[
            "Giám đốc, Thủ trưởng các sở, ban, ngành",
            "Chủ tịch UBND các quận, huyện"
        ]]
    );
}

#[test]
fn staff_that_a_unit_names_are_not_told_by_it() {
    let tasks = report(
        "Chủ tịch UBND Thành phố yêu cầu các sở, ngành rà soát máy chủ. Các đơn vị phân công cán bộ đầu mối, gửi danh sách trước ngày 30/5/2025.",
    );
    assert_eq!(leads(&tasks)[1], ["Các đơn vị"]);
}

#[test]
fn the_office_of_a_body_is_named_with_it() {
    let text = "UBND TỈNH YÊN BÁI\nVĂN PHÒNG\nSố: 45/TB-VP\nYên Bái, ngày 12 tháng 5 năm 2025\n\nTHÔNG BÁO\nKết luận cuộc họp\n\nNgày 09/5/2025, UBND tỉnh họp.\n";
    assert_eq!(
        read(text).header.issuer.as_deref(),
        Some("Văn phòng UBND tỉnh Yên Bái")
    );
}

#[test]
fn an_office_with_a_time_of_its_own_is_told_too() {
    let text = "UBND THÀNH PHỐ HÀ NỘI\nSỞ NỘI VỤ\nSố: 1234/SNV-CCHC\nV/v báo cáo kết quả\nHà Nội, ngày 12 tháng 3 năm 2025\n\nKính gửi: Các sở, ban, ngành.\n\n\
        Sở Nội vụ đề nghị các đơn vị báo cáo kết quả trước ngày 20/3/2025.\n\
        Riêng UBND các quận Ba Đình, Tây Hồ báo cáo bổ sung, chậm nhất ngày 18/3/2025.\n\
        Đề nghị Quý cơ quan cử lãnh đạo tham dự.\n";
    assert_eq!(
        leads(&read(text).tasks),
        [
            vec!["các đơn vị"],
            vec!["UBND quận Ba Đình", "UBND quận Tây Hồ"],
            vec!["Quý cơ quan"]
        ]
    );
}

#[test]
fn an_order_joined_to_praise_opens_its_own_task() {
    let tasks = report(
        "Kết luận buổi làm việc, Phó Thủ tướng đánh giá cao nỗ lực của Thành phố và nhấn mạnh cần tập trung giải quyết dứt điểm vướng mắc.",
    );
    assert!(tasks[0].text.starts_with("nhấn mạnh"), "{tasks:?}");
}

#[test]
fn each_of_them_is_no_word_of_the_past() {
    let tasks = report(
        "Chủ tịch UBND Thành phố yêu cầu Sở Nội vụ rà soát biên chế. Phải phát huy vai trò của từng thành viên Ban Chỉ đạo.",
    );
    assert_eq!(tasks.len(), 2, "{tasks:?}");
}

#[test]
fn what_is_counted_off_is_told_to_those_of_the_announcement_only() {
    let tasks = report(
        "Chủ tịch yêu cầu Sở Nội vụ rà soát biên chế trong thời gian tới. Một là, tiếp tục sắp xếp tổ chức bộ máy. Hai là, Công an Thành phố bảo đảm an ninh trật tự.",
    );
    assert_eq!(
        leads(&tasks),
        [vec!["Sở Nội vụ"], vec![], vec!["Công an Thành phố"]]
    );
}

#[test]
fn a_heading_may_name_those_who_manage_or_run_things() {
    let tasks = directive(
        "1. Ban quản trị, đơn vị quản lý vận hành nhà chung cư\n- Duy trì hệ thống báo cháy.\n2. Các doanh nghiệp kinh doanh vận tải\n- Kiểm tra phương tiện trước khi khởi hành.",
    );
    assert_eq!(
        leads(&tasks),
        [
            vec!["Ban quản trị", "đơn vị quản lý vận hành nhà chung cư"],
            vec!["Các doanh nghiệp kinh doanh vận tải"]
        ]
    );
}

#[test]
fn what_is_agreed_to_be_given_is_an_order() {
    let tasks = directive(
        "1. Thống nhất giao Quỹ Đầu tư phát triển Thành phố cho vay vốn các dự án nước sạch.\n2. Đồng ý giao Sở Nội vụ tham mưu quyết định thành lập tổ công tác.",
    );
    assert_eq!(leads(&tasks)[1], ["Sở Nội vụ"]);
    assert_eq!(
        leads(&tasks)[0],
        ["Quỹ Đầu tư phát triển Thành phố"],
        "{tasks:?}"
    );
}

#[test]
fn a_stretch_ends_with_its_last_day() {
    let tasks = directive(
        "1. Công an Thành phố:\n- Ra quân xử lý vi phạm từ ngày 05/4/2025 đến hết ngày 30/4/2025.",
    );
    let due = tasks[0].deadline.as_ref().and_then(|d| d.iso.as_deref());
    assert_eq!(due, Some("2025-04-30"));
}

#[test]
fn regional_offices_and_joint_offices_are_one_name_each() {
    let tasks = directive(
        "1. Đề nghị Ngân hàng nhà nước khu vực 8, Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh, các Ban Xây dựng Đảng tăng cường công tác bảo mật.\n\
         2. Văn phòng HĐND và UBND Quận tổng hợp kết quả.",
    );
    assert_eq!(
        leads(&tasks),
        [
            vec![
                "Ngân hàng nhà nước khu vực 8",
                "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh",
                "các Ban Xây dựng Đảng"
            ],
            vec!["Văn phòng HĐND và UBND Quận"]
        ]
    );
}

#[test]
fn a_report_tells_what_is_striven_for_outside_tasks_too() {
    let text = "Thành phố họp bàn về nhà ở\n\nTheo kế hoạch, Thành phố phấn đấu tỷ lệ giải ngân đạt 95% trong năm 2025. Năm ngoái, tỷ lệ này đạt 88%.\n";
    let values: Vec<String> = read(text).targets.into_iter().map(|t| t.value).collect();
    assert_eq!(values, ["95"]);
}

#[test]
fn departments_and_branches_before_a_colon_share_their_head() {
    let tasks = directive(
        "1. Các sở, ngành: Tài chính, Xây dựng, Nông nghiệp và Môi trường theo chức năng, nhiệm vụ hỗ trợ chủ đầu tư.",
    );
    assert_eq!(
        leads(&tasks),
        [[
            "Sở Tài chính",
            "Sở Xây dựng",
            "Sở Nông nghiệp và Môi trường"
        ]]
    );
}

#[test]
fn items_of_a_report_are_told_to_those_announced() {
    let tasks = report(
        "Chủ tịch UBND Thành phố yêu cầu các đơn vị tập trung một số nhiệm vụ sau:\n\n- Sở Xây dựng hoàn thành kế hoạch phát triển nhà ở.\n\n- Rà soát toàn bộ quy hoạch.",
    );
    assert_eq!(leads(&tasks), [["Sở Xây dựng"], ["các đơn vị"]]);
}

#[test]
fn an_order_to_nobody_goes_on_with_those_just_told() {
    let tasks = report(
        "Chủ tịch UBND Thành phố giao Sở Du lịch lập danh mục điểm đến. Yêu cầu gửi danh mục về Văn \
         phòng trước ngày 20/4/2025.",
    );
    assert_eq!(leads(&tasks), [["Sở Du lịch"], ["Sở Du lịch"]]);
}

#[test]
fn a_person_by_name_directs_how_it_is_done() {
    let tasks = report(
        "Phó Chủ tịch UBND Thành phố Nguyễn Văn Bình chỉ đạo khẩn trương hoàn thành hồ sơ đấu giá \
         trong tháng 5/2025.",
    );
    assert_eq!(tasks.len(), 1);
    assert!(tasks[0].lead.is_empty());
}

#[test]
fn a_condition_and_what_is_then_to_be_done_is_an_order() {
    let tasks = report(
        "Chủ tịch UBND Thành phố giao Sở Y tế công bố đường dây nóng. Các bệnh viện khi nhận được \
         phản ánh của người bệnh thì khẩn trương kiểm tra và trả lời.",
    );
    assert_eq!(leads(&tasks), [["Sở Y tế"], ["Các bệnh viện"]]);
}

#[test]
fn agreement_is_no_order() {
    let tasks = report(
        "Chủ tịch UBND Thành phố giao Sở Xây dựng rà soát quy hoạch. Để có thêm nguồn lực, Chủ tịch \
         UBND Thành phố đồng ý với đề xuất của Sở Tài chính về việc thành lập quỹ, hỗ trợ các quận.",
    );
    assert_eq!(leads(&tasks), [["Sở Xây dựng"]]);
}

#[test]
fn quoted_words_count_when_they_tell_a_unit_by_name() {
    let tasks = report(
        "Chủ tịch UBND Thành phố yêu cầu Sở Nội vụ rà soát biên chế. “Các quận phải công khai kết \
         quả”, Chủ tịch nhấn mạnh. “Đây là việc khó nhưng chúng ta phải làm”, ông nói.",
    );
    assert_eq!(leads(&tasks), [["Sở Nội vụ"], ["Các quận"]]);
}

#[test]
fn the_head_alone_means_the_unit_just_told() {
    let tasks = report(
        "Chủ tịch UBND Thành phố giao Sở Văn hóa kiểm kê di tích. Sở cũng cần công bố kết quả kiểm \
         kê.",
    );
    assert_eq!(leads(&tasks), [["Sở Văn hóa"], ["Sở Văn hóa"]]);
}

#[test]
fn each_deputy_who_goes_somewhere_has_his_own_task() {
    let tasks = directive(
        "1. Giao Phó Chủ tịch UBND Thành phố Lê Văn An đi kiểm tra công tác chống úng tại phía tây; \
         Phó Chủ tịch UBND Thành phố Trần Thị Hoa đi kiểm tra công tác chống úng tại phía đông.",
    );
    assert_eq!(
        leads(&tasks),
        [
            ["Phó Chủ tịch UBND Thành phố Lê Văn An"],
            ["Phó Chủ tịch UBND Thành phố Trần Thị Hoa"]
        ]
    );
}

#[test]
fn a_topic_and_how_a_thing_is_done_are_no_tasks() {
    let tasks = directive(
        "1. Công ty thoát nước:\n- Nạo vét các tuyến cống.\n- Đối với công tác vận hành trạm bơm.\n\
         - Việc xả nước được thực hiện theo quy định của pháp luật.",
    );
    assert_eq!(leads(&tasks), [["Công ty thoát nước"]]);
}

#[test]
fn a_sentence_goes_on_with_the_units_just_told_and_hitches_are_reported() {
    let tasks = directive(
        "1. Rà soát quy chế làm việc.\n\nYêu cầu các sở, ngành triển khai ngay các nội dung trên. Báo \
         cáo kết quả về Sở Nội vụ trước ngày 30/6/2025. Trong quá trình thực hiện, nếu có vướng mắc, \
         kịp thời phản ánh về Sở Nội vụ.",
    );
    assert_eq!(tasks.len(), 4);
    assert_eq!(tasks[2].lead, ["các sở, ngành"]);
    assert_eq!(tasks[3].lead, ["các sở, ngành"]);
}

#[test]
fn where_money_comes_from_is_no_task() {
    let text = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố: 15/KH-UBND\nHà Nội, ngày 10 tháng 3 năm 2025\n\n\
        KẾ HOẠCH\nPhát triển chợ dân sinh\n\nI. NHIỆM VỤ\n\n1. Cải tạo các chợ xuống cấp.\n\n\
        II. KINH PHÍ THỰC HIỆN\n\nNguồn kinh phí được quy định cụ thể như sau:\n\n\
        - Đối với chợ hạng một: Sử dụng ngân sách Thành phố.\n- Đối với chợ khác: Do doanh nghiệp tự \
        đầu tư.\n";
    assert_eq!(read(text).tasks.len(), 1);
}

#[test]
fn no_later_than_a_day_is_a_limit() {
    let tasks = directive(
        "1. Báo cáo kết quả rà soát không muộn hơn ngày 15/8/2025.\n\
         2. Hoàn thành việc cắm mốc, hạn chót ngày 30/9/2025.",
    );
    let iso: Vec<_> = tasks
        .iter()
        .map(|t| t.deadline.as_ref().and_then(|d| d.iso.as_deref()))
        .collect();
    assert_eq!(iso, [Some("2025-08-15"), Some("2025-09-30")]);
}

#[test]
fn heads_of_several_sorts_of_units_are_named_apart() {
    let tasks = report(
        "Chủ tịch UBND Thành phố yêu cầu giám đốc các sở, ban, ngành và chủ tịch UBND các quận, huyện \
         khẩn trương rà soát các nhiệm vụ quá hạn.",
    );
    assert_eq!(
        leads(&tasks),
        [[
            "giám đốc các sở, ban, ngành",
            "chủ tịch UBND các quận, huyện"
        ]]
    );
}

#[test]
fn a_report_that_names_goals_goes_on_with_them() {
    let text = "Nghị quyết về nhà ở\n\nNghị quyết đề ra mục tiêu tỷ lệ nhà ở xã hội đạt 30%. Đến năm \
        2030, tỷ lệ nhà kiên cố đạt trên 95%. Năm ngoái, tỷ lệ này đã đạt 88%. Tỷ lệ ngập là 12%.\n";
    let values: Vec<String> = read(text).targets.into_iter().map(|t| t.value).collect();
    assert_eq!(values, ["30", "95"]);
}

#[test]
fn addressees_joined_by_semicolons_are_told_together() {
    let tasks = report(
        "Thủ tướng Chính phủ yêu cầu chủ động ứng phó với bão. Bộ trưởng các Bộ: Quốc phòng, Công \
         an; Chủ tịch UBND các tỉnh tiếp tục tập trung chỉ đạo sơ tán dân.",
    );
    assert_eq!(
        tasks[1].lead,
        [
            "Bộ trưởng Bộ Quốc phòng",
            "Bộ trưởng Bộ Công an",
            "Chủ tịch UBND các tỉnh"
        ]
    );
}

#[test]
fn what_has_not_been_done_until_now_is_no_order() {
    let tasks = report(
        "UBND Thành phố giao Sở Y tế trả lời cử tri. Tuy nhiên, đến nay qua kiểm tra, rà soát Sở Y tế \
         chưa trình nội dung trên.",
    );
    assert_eq!(leads(&tasks), [["Sở Y tế"]]);
}

#[test]
fn a_full_stop_closes_the_addressee_of_a_letter() {
    let text = "VĂN PHÒNG CHÍNH PHỦ\nSố: 12/VPCP-NN\nHà Nội, ngày 5 tháng 5 năm 2025\n\nKính gửi: Bộ Xây dựng.\n\
        Về việc này, Thủ tướng Chính phủ có ý kiến như sau:\nBộ Xây dựng khẩn trương rà soát các dự án.\n";
    let reading = read(text);
    assert_eq!(reading.header.recipients, ["Bộ Xây dựng"]);
    assert_eq!(leads(&reading.tasks), [["Bộ Xây dựng"]]);
}

#[test]
fn a_report_that_opens_with_a_whole_sentence_is_read_from_there() {
    let text = "Chủ tịch UBND Thành phố yêu cầu Giám đốc Sở Công Thương tổ chức đánh giá kết quả một năm \
        thực hiện quy hoạch các chợ dân sinh trên địa bàn Thành phố.\n\nHội nghị diễn ra sáng nay.\n";
    assert_eq!(leads(&read(text).tasks), [["Giám đốc Sở Công Thương"]]);
}
