//! Pages of procedures, over a log of real size.

mod import;
mod map;

use axum::http::StatusCode;
use dondoc_messages::Lang;

use crate::html;
use crate::town::Town;

/// Every page, asked in most of the ways it can be.
const PAGES: [&str; 12] = [
    "/procedures",
    "/procedures/nk-0001",
    "/procedures/nk-0001?detail=400&limit=15",
    "/procedures/nk-0001?detail=8&via=K%C3%BD+duy%E1%BB%87t&limit=10%2C5",
    "/procedures/nk-0001?of=q%3A2023-Q2&against=q%3A2024-Q2",
    "/procedures/nk-0001?of=u%3AB%E1%BB%99+ph%E1%BA%ADn+m%E1%BB%99t+c%E1%BB%ADa+s%E1%BB%91+1+%28minh+h%E1%BB%8Da%29&against=u%3AB%E1%BB%99+ph%E1%BA%ADn+m%E1%BB%99t+c%E1%BB%ADa+s%E1%BB%91+2+%28minh+h%E1%BB%8Da%29",
    "/procedures/nk-0001/what-if",
    "/procedures/nk-0001/what-if?change=drop&step=L%E1%BA%A5y+%C3%BD+ki%E1%BA%BFn+ph%C3%B2ng+chuy%C3%AAn+m%C3%B4n&limit=15",
    "/procedures/nk-0001/what-if?change=retime&step=K%C3%BD+duy%E1%BB%87t&percent=30",
    "/procedures/nk-0001/what-if?change=staff&step=K%C3%BD+duy%E1%BB%87t&staff=2&hours=0%2C5",
    "/procedures/nk-0001/what-if?change=propose",
    "/public/procedures/nk-0001",
];

#[tokio::test]
async fn pages_of_procedures_are_whole_in_both_languages() {
    let town = Town::with_cases();
    let site = town.site();
    for path in PAGES {
        for lang in Lang::ALL {
            let answer = site.page(path, lang).await;
            let page = answer.text();
            assert_eq!(answer.status, StatusCode::OK, "{path}: {page}");
            let name = format!("{path} in {lang}");
            html::check(&page, &name);
            for unsaid in ["[site-", "[procedure", "[mining-", "{$"] {
                assert!(!page.contains(unsaid), "{name} lacks words");
            }
            assert!(!page.contains(" style="), "{name}");
        }
    }
}

#[tokio::test]
async fn a_map_says_in_a_table_what_it_draws() {
    let town = Town::with_cases();
    let site = town.site();
    let page = site.page("/procedures/nk-0001", Lang::Vi).await.text();
    assert!(page.contains("aria-labelledby=\"map-t0 map-d0\"") && page.contains("<desc"));
    // Applicants take longest in the made-up office.
    assert!(page.contains("Yêu cầu bổ sung → Công dân bổ sung, một nửa chờ hơn"));
    assert!(page.contains("<td lang=\"vi\">Trình lãnh đạo</td><td lang=\"vi\">Ký duyệt</td>"));
}

#[tokio::test]
async fn what_cannot_be_shown_is_refused_in_words() {
    let town = Town::with_cases();
    let site = town.site();
    for (path, status) in [
        ("/procedures/nk-0009", StatusCode::NOT_FOUND),
        ("/public/procedures/nk-0009", StatusCode::NOT_FOUND),
        ("/procedures/nk-0001?via=nothing", StatusCode::BAD_REQUEST),
        ("/procedures/nk-0001?of=x%3Ay", StatusCode::BAD_REQUEST),
        ("/procedures/nk-0001?detail=1", StatusCode::BAD_REQUEST),
        ("/procedures/nk-0001?limit=soon", StatusCode::BAD_REQUEST),
        (
            "/procedures/nk-0001/what-if?change=drop",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/procedures/nk-0001/what-if?change=sing&step=x",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/procedures/nk-0001/what-if?change=drop&step=K%C3%BD&limit=-1",
            StatusCode::BAD_REQUEST,
        ),
    ] {
        assert_eq!(site.get(path).await.status, status, "{path}");
    }
    // Single cases are for people who are signed in, also where guests read.
    let cases = site.get("/procedures/nk-0001/cases").await;
    assert!(!cases.status.is_success(), "{}", cases.status);
}

#[test]
fn expected_ends_of_the_demo_are_shown_since_they_were_right_before() {
    let town = Town::with_procedure();
    let procedures = &town.city().procedures;
    let (_, known) = procedures.by_code(crate::town::cases::CODE).unwrap();
    let (_, link) = known.link.as_ref().unwrap();
    let day = jiff::civil::date(2024, 9, 9);
    let mut log = dondoc_demo::cases(24, &town.city().calendar, day).unwrap();
    log.sort_by_time();
    let found = dondoc_procedures::reckon::calibration(&log, link, day);
    assert!(found.asked >= 60 && found.holds(), "{found:?}");
}

/// Pages of the catalogue, and what leads on from them.
const CATALOGUE: [&str; 6] = [
    "/public/service-index",
    "/catalogue",
    "/catalogue/9.000001",
    "/public/procedures/9.000001",
    "/public/cases",
    "/public/cases?code=000.00.01.H26-240101-9999",
];

#[tokio::test]
async fn pages_of_the_catalogue_are_whole_in_both_languages() {
    let town = Town::with_procedure();
    let site = town.site();
    for path in CATALOGUE {
        for lang in Lang::ALL {
            let answer = site.page(path, lang).await;
            let page = answer.text();
            assert_eq!(answer.status, StatusCode::OK, "{path}: {page}");
            let name = format!("{path} in {lang}");
            html::check(&page, &name);
            for unsaid in ["[site-", "[procedure", "[mining-", "[meeting", "{$"] {
                assert!(!page.contains(unsaid), "{name} lacks words");
            }
            assert!(
                !page.contains("<b>minh họa") && !page.contains("<i>hằng"),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_procedure_says_what_changed_who_kept_it_and_what_a_promise_came_to() {
    let town = Town::with_procedure();
    let site = town.site();
    let page = site.page("/catalogue/9.000001", Lang::En).await.text();
    assert!(page.contains("total limit 10 → 8 working days"), "{page}");
    assert!(
        page.contains("promised −1.5 working days a case, measured −"),
        "{page}"
    );
    assert!(page.contains("Which step caused the lateness"));
    let page = site
        .page("/public/procedures/9.000001", Lang::Vi)
        .await
        .text();
    assert!(page.contains("hứa −1,5 ngày làm việc mỗi hồ sơ, đo được −"));
    // The page of the log is that of its procedure.
    let log = site
        .page("/public/procedures/nk-0001", Lang::Vi)
        .await
        .text();
    assert!(log.contains("hứa −1,5 ngày làm việc"));
    let net = site.get("/catalogue/9.000001/net.pnml").await.text();
    assert!(net.contains("<pnml") && net.contains("Thẩm định hồ sơ"));
    let missing = site.get("/catalogue/9.999999").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_case_is_shown_by_its_code_in_both_orders_and_an_unknown_one_is_not() {
    let town = Town::with_procedure();
    let log = dondoc_demo::cases(24, &town.city().calendar, jiff::civil::date(2024, 9, 9)).unwrap();
    let code = log.case_id(log.cases() / 2).to_owned();
    let (agency, rest) = code.split_once('-').unwrap();
    let turned: Vec<&str> = agency.split('.').rev().collect();
    let site = town.site();
    for code in [code.clone(), format!("{}-{rest}", turned.join("."))] {
        let page = site
            .page(&format!("/public/cases?code={code}"), Lang::Vi)
            .await
            .text();
        assert!(
            page.contains("Bước gần nhất") && page.contains("Hạn trả theo quy định"),
            "{page}"
        );
        // Who did the step is nobody's business.
        assert!(!page.contains("CV1-") && !page.contains("MC1-"));
    }
    let unknown = "/public/cases?code=000.00.01.H26-240105-9998";
    let answer = site.page(unknown, Lang::Vi).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("không có hồ sơ nào xem được"));
    let bad = site.page("/public/cases?code=abc", Lang::Vi).await.text();
    assert!(bad.contains("aria-invalid"));
    // Who asks for more codes than people have waits.
    let mut last = StatusCode::OK;
    for _ in 0..25 {
        last = site.get(unknown).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
