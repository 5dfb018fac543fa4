//! Words of time limits, and what they say.

use super::*;

fn check(source: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let text = Text::new(source, |_| 0);
    let clock = Clock {
        text: &text,
        year: Some(2026),
    };
    let limits = clock.limits(0, text.toks.len(), false);
    limits
        .iter()
        .map(|l| (l.deadline(&text).text, l.iso.clone(), l.by.clone()))
        .collect()
}

fn one(source: &str) -> (String, String, Option<String>) {
    let mut all = check(source);
    assert_eq!(all.len(), 1, "{source}: {all:?}");
    let (text, iso, by) = all.remove(0);
    (text, iso.unwrap_or_default(), by)
}

#[test]
fn a_day_without_a_year_takes_that_of_the_document() {
    assert_eq!(one("xong trước ngày 20/2").1, "2026-02-20");
    assert_eq!(one("báo cáo chậm nhất là ngày 15.9.2025").1, "2025-09-15");
    assert_eq!(
        one("chậm nhất đến ngày 05 tháng 7 năm 2026").1,
        "2026-07-05"
    );
}

#[test]
fn months_quarters_and_years_are_periods() {
    assert_eq!(one("hoàn thành trong tháng 9 năm 2026").1, "2026-09");
    assert_eq!(one("trình trong quý III/2024").1, "2024-Q3");
    assert_eq!(one("hoàn thành trong năm 2026").1, "2026");
    assert_eq!(one("(hoàn thành cuối tháng 2/2017)").1, "2017-02");
}

#[test]
fn the_words_of_offices_for_times_are_known() {
    let cases: &[(&str, &str, Option<&str>)] = &[
        (
            "báo cáo định kỳ hàng tháng (trước ngày 25)",
            "R/P1M",
            Some("25"),
        ),
        (
            "báo cáo hằng tuần (trước 15 giờ thứ Năm)",
            "R/P1W",
            Some("TH 15:00"),
        ),
        ("gửi vào thứ Sáu hằng tuần", "R/P1W", Some("FR")),
        ("gửi ngày 25 hàng tháng", "R/P1M", Some("25")),
        ("định kỳ 15 ngày/lần báo cáo", "R/P15D", None),
        ("định kỳ 02 lần/năm", "R/P6M", None),
        ("định kỳ hằng tháng, quý, năm", "R/P1M", None),
        (
            "báo cáo trước ngày 15/6 và 15/12 hằng năm",
            "R/P6M",
            Some("06-15,12-15"),
        ),
        ("chậm nhất ngày 10 của tháng tiếp theo", "R/P1M", Some("10")),
        (
            "báo cáo hằng quý trước ngày 20 của tháng cuối quý",
            "R/P3M",
            Some("20"),
        ),
        (
            "trước 10 giờ 00 phút, ngày 12 tháng 6 năm 2025",
            "2025-06-12",
            Some("10:00"),
        ),
        ("đến hết ngày 30/6/2025", "2025-06-30", None),
        (
            "trình (thời gian hoàn thành: tháng 9/2025)",
            "2025-09",
            None,
        ),
        ("thời hạn hoàn thành: 30/9/2025", "2025-09-30", None),
        ("hoàn thành Quý II/2025", "2025-Q2", None),
        ("từ nay đến cuối năm 2025", "2025", None),
        ("trước tháng 12/2017", "2017-12", None),
        ("chậm nhất trong tháng 10/2025", "2025-10", None),
        ("không quá 05 ngày làm việc", "P5D", None),
    ];
    for (words, iso, by) in cases {
        let (_, found, found_by) = one(words);
        assert_eq!(
            (found.as_str(), found_by.as_deref()),
            (*iso, *by),
            "{words}"
        );
    }
}

#[test]
fn before_an_event_is_relative() {
    for (words, limit) in [
        (
            "trình trước kỳ họp thứ 20 của HĐND Thành phố",
            "trước kỳ họp thứ 20 của HĐND Thành phố",
        ),
        (
            "tu bổ đê điều trước mùa mưa bão năm 2025, báo cáo kết quả",
            "trước mùa mưa bão năm 2025",
        ),
        (
            "chi trả chế độ trước Tết Nguyên đán để người dân đón Tết",
            "trước Tết Nguyên đán",
        ),
    ] {
        let found = check(words);
        assert_eq!(found, [(limit.to_owned(), None, None)], "{words}");
    }
    assert!(check("lấy ý kiến trước khi trình phê duyệt").is_empty());
}

#[test]
fn a_month_of_every_year_recurs() {
    let (text, iso, by) = one("tổ chức sơ kết vào tháng 9 hằng năm");
    assert_eq!(
        (text.as_str(), iso.as_str(), by.as_deref()),
        ("vào tháng 9 hằng năm", "R/P1Y", Some("09"))
    );
    assert_eq!(one("hoàn thành trước tháng 3 hàng năm").1, "R/P1Y");
}

#[test]
fn half_years_and_this_week_are_periods_without_a_short_form() {
    let (text, iso, _) = one("xây dựng dự toán trong 6 tháng đầu năm 2025");
    assert_eq!(
        (text.as_str(), iso.as_str()),
        ("trong 6 tháng đầu năm 2025", "")
    );
    assert_eq!(
        one("báo cáo Thường trực Thành ủy trong tuần này").0,
        "trong tuần này"
    );
}

#[test]
fn the_end_of_the_year_is_that_of_the_document() {
    assert_eq!(one("thanh toán nợ đọng trước cuối năm").1, "2026");
    assert_eq!(one("trực ban đến hết năm 2025").1, "2025");
    assert_eq!(one("từ nay đến cuối năm, tăng cường kiểm tra").1, "2026");
}

#[test]
fn a_time_in_which_something_was_done_is_no_limit() {
    assert!(check("tập huấn nghiệp vụ (Sở đã tổ chức 2 lớp trong tháng 5/2026)").is_empty());
    assert!(check("phổ biến các Nghị định mới ban hành trong năm 2025").is_empty());
}

#[test]
fn a_bare_time_after_its_label_is_the_limit() {
    let of = |source: &str| {
        let text = Text::new(source, |_| 0);
        let clock = Clock {
            text: &text,
            year: Some(2026),
        };
        let limits = clock.limits(0, text.toks.len(), true);
        limits.last().and_then(|l| l.iso.clone())
    };
    for (words, iso) in [
        ("30/9/2025", "2025-09-30"),
        ("Quý III - Quý IV năm 2025", "2025-Q4"),
        ("Từ tháng 4 đến tháng 10/2025", "2025-10"),
        ("Tháng 9/2025", "2025-09"),
        ("Năm 2026", "2026"),
        ("Trước 30/6", "2026-06-30"),
        ("Hằng năm", "R/P1Y"),
        ("12/2025", "2025-12"),
    ] {
        assert_eq!(of(words).as_deref(), Some(iso), "{words}");
    }
    assert_eq!(of("Thường xuyên"), None);
}

#[test]
fn a_recurrence_keeps_its_day() {
    let (text, iso, by) = one("gửi báo cáo trước ngày 18 hằng tháng");
    assert_eq!(
        (text.as_str(), iso.as_str(), by.as_deref()),
        ("trước ngày 18 hằng tháng", "R/P1M", Some("18"))
    );
    let (_, iso, by) = one("Định kỳ hằng tuần, trước 16 giờ 00 ngày thứ Sáu, gửi báo cáo");
    assert_eq!((iso.as_str(), by.as_deref()), ("R/P1W", Some("FR 16:00")));
    let (_, iso, by) = one("báo cáo trước ngày 25/12 hàng năm");
    assert_eq!((iso.as_str(), by.as_deref()), ("R/P1Y", Some("12-25")));
    assert_eq!(one("định kỳ 6 tháng báo cáo").1, "R/P6M");
}

#[test]
fn a_recurrence_that_qualifies_a_noun_is_no_limit() {
    assert!(check("xây dựng kế hoạch hằng năm của đơn vị").is_empty());
    assert!(check("thường xuyên, kịp thời kiểm tra").is_empty());
}

#[test]
fn plans_and_titles_are_no_limits() {
    assert!(check("Kế hoạch đầu tư công năm 2025 đạt hiệu quả").is_empty());
    assert!(check("chiến lược đến năm 2030, tầm nhìn đến năm 2045 của ngành").is_empty());
    assert!(check("từ ngày 15/01/2017 đến ngày 2/2/2017").is_empty());
}

#[test]
fn a_term_counts_from_an_event() {
    let (_, iso, _) = one("trong thời hạn 10 ngày làm việc kể từ ngày nhận hồ sơ");
    assert_eq!(iso, "P10D");
    assert_eq!(
        check("tạm dừng cho đến khi có chỉ đạo của Thủ tướng Chính phủ").len(),
        1
    );
}

#[test]
fn feasts_school_years_and_stretches_from_now_are_times() {
    assert_eq!(one("khai trương trước ngày Quốc khánh 2/9").1, "2026-09-02");
    assert_eq!(one("từ nay đến hết năm 2026 rà soát").1, "2026");
    assert_eq!(one("đúng 30/9 phải xong").1, "2026-09-30");
    assert_eq!(one("các đơn vị họp mỗi tháng một lần").1, "R/P1M");
    assert_eq!(
        one("thực hiện trong năm học 2025 - 2026").0,
        "trong năm học 2025 - 2026"
    );
    assert_eq!(check("nhân dịp Quốc khánh 2/9"), []);
}
