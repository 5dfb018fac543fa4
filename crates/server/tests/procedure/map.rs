//! The map on screen: of few activities and of four hundred, of a path and of a month.

use axum::http::StatusCode;
use dondoc_lake::{EventLog, LogBuilder, Row, Zones};
use dondoc_messages::Lang;

use crate::html;
use crate::town::Town;

const HOUR: i64 = 3_600_000_000;

/// Twenty procedures that share their first and last steps, each with nineteen steps of
/// its own, of which cases leave some out and repeat some.
fn large() -> EventLog {
    let mut builder = LogBuilder::default();
    let mut chance = 7_u64;
    let mut draw = |below: u64| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    for number in 0..2_400_i64 {
        let case = builder.case(&format!("H{number:05}"));
        let kind = draw(20) * draw(21) / 20;
        let mut at = 1_704_153_600_000_000 + number * 3 * HOUR;
        let mut done = |name: &str, at: &mut i64, hours: u64| {
            *at += hours as i64 * HOUR;
            builder.push(case, &Row::new(name, *at));
        };
        done("Tiếp nhận hồ sơ", &mut at, 1);
        let mut step = 0;
        while step < 20 {
            let own = format!("Thẩm tra lĩnh vực {kind}, nội dung {step}");
            done(&own, &mut at, 1 + draw(30));
            step = match draw(12) {
                0 if step > 1 => step - 2,
                1 | 2 => step + 2,
                _ => step + 1,
            };
        }
        done("Trả kết quả", &mut at, 5);
    }
    builder.finish(Zones::default()).unwrap()
}

#[tokio::test]
async fn a_map_of_four_hundred_activities_is_light_and_says_what_it_leaves_out() {
    let log = large();
    let count = log.activities_seen();
    assert_eq!(count, 402);
    let town = Town::with_log(&log, "lon.csv");
    let site = town.site();
    for (asked, boxes) in [("", 20), ("?detail=8", 8), ("?detail=410&arrows=60", count)] {
        let path = format!("/procedures/nk-0001{asked}");
        let page = site.page(&path, Lang::Vi).await.text();
        if let Some(folder) = std::env::var_os("DUMP") {
            let name = format!("map{boxes}.html");
            std::fs::write(std::path::Path::new(&folder).join(name), &page).unwrap();
        }
        html::check(&page, &path);
        let drawn = match boxes > 100 {
            // Of each box its outline, those of one shade together.
            true => page.matches("h168v36h-168z").count(),
            false => page.matches("class=\"step ").count(),
        };
        assert_eq!(drawn, boxes, "{path}");
        assert!(page.len() < 100_000, "{path}: {} bytes", page.len());
        // The slider says where it stands and how far it goes.
        assert!(
            page.contains(&format!("min=\"2\" max=\"{count}\"")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_path_chooses_the_cases_and_an_arrow_leads_to_them() {
    let town = Town::with_cases();
    let site = town.site();
    let cases = |page: &str| {
        let at = page.find("<dt>Hồ sơ</dt><dd>").unwrap() + "<dt>Hồ sơ</dt><dd>".len();
        let text: String = page[at..].chars().take_while(|it| *it != '<').collect();
        text.replace('.', "").parse::<usize>().unwrap()
    };
    let of = async |asked: &str| {
        let answer = site
            .page(&format!("/procedures/nk-0001{asked}"), Lang::Vi)
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}");
        answer.text()
    };
    let ask = "Y%C3%AAu+c%E1%BA%A7u+b%E1%BB%95+sung";
    let sign = "K%C3%BD+duy%E1%BB%87t";
    let all = cases(&of("").await);
    let via = cases(&of(&format!("?via={ask}")).await);
    let without = cases(&of(&format!("?without={ask}")).await);
    assert!(0 < via && via < all);
    assert_eq!(via + without, all);
    let then = cases(&of(&format!("?via={ask}&then={sign}")).await);
    assert!(0 < then && then <= via);
    // Nobody is asked for papers after the signature.
    let never = site
        .get(&format!("/procedures/nk-0001?via={sign}&then={ask}"))
        .await;
    assert_eq!(never.status, StatusCode::BAD_REQUEST);
    let page = of("").await;
    assert!(page.contains("/procedures/nk-0001/cases?arrow="), "{page}");
    assert!(page.contains("<a href=\"/procedures/nk-0001?via="));
    for name in ["arrow", "way"] {
        let link = format!("/procedures/nk-0001/cases?{name}=");
        let at = page.find(&link).unwrap() + link.len();
        assert!(
            page[at..at + 16].bytes().all(|it| it.is_ascii_hexdigit()),
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_months_of_a_map_stand_as_links_and_as_figures_for_the_script() {
    let town = Town::with_cases();
    let site = town.site();
    let page = site.page("/procedures/nk-0001", Lang::Vi).await.text();
    assert!(page.contains("data-frames=\"") && page.contains("rel=\"next\""));
    let at = page.find("<option value=\"20").unwrap() + "<option value=\"".len();
    let month = &page[at..at + 7];
    let path = format!("/procedures/nk-0001?month={month}");
    let shown = site.page(&path, Lang::Vi).await;
    assert_eq!(shown.status, StatusCode::OK);
    let shown = shown.text();
    html::check(&shown, &path);
    // The drawing is the same, its arrows are those of the month.
    let boxes = |page: &str| page.matches("class=\"step ").count();
    assert_eq!(boxes(&page), boxes(&shown));
    let waits = |page: &str| page.matches(" · ").count();
    assert!(waits(&shown) < waits(&page) && shown.contains("rel=\"next\""));
    assert!(
        !shown.contains("rel=\"prev\""),
        "there is a month before the first"
    );
    for bad in ["month=2019-01", "arrows=101", "then=x", "without=x"] {
        let answer = site.get(&format!("/procedures/nk-0001?{bad}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[tokio::test]
async fn the_service_index_counts_what_is_known_and_says_what_is_not() {
    let town = Town::with_procedure();
    let site = town.site();
    for lang in Lang::ALL {
        let answer = site.page("/public/service-index", lang).await;
        assert_eq!(answer.status, StatusCode::OK);
        html::check(&answer.text(), "the service index");
    }
    let page = site.page("/public/service-index", Lang::Vi).await.text();
    // The catalogue's one procedure is online from end to end; its provision is not said.
    assert!(
        page.contains("thủ tục cung cấp trực tuyến toàn trình: 1 / 1"),
        "{page}"
    );
    assert!(page.contains("người quyết định: 0 / 1"));
    assert_eq!(page.matches("chưa đo").count(), 3);
    assert!(page.contains("/ledger/entries/") && page.contains("trên 50 điểm"));
    let empty = Town::with_cases().site();
    let page = empty.page("/public/service-index", Lang::En).await.text();
    assert!(page.contains("No data to measure by.") && page.matches("not measured").count() == 6);
}
