//! Pages of procedures, over a log of real size.

use axum::http::StatusCode;
use dondoc_city::{Command, LogImported};
use dondoc_messages::Lang;
use jiff::civil::date;

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

impl Town {
    fn with_cases() -> Self {
        let mut town = Self::new();
        let day = date(2024, 9, 9);
        let log = dondoc_demo::cases(24, &town.city().calendar, day).unwrap();
        let segments = town.folder.path().join("segments");
        let (_, written) = dondoc_log_readers::write_named(&segments, &log).unwrap();
        let hash = written.sha256.as_str();
        let imported = LogImported {
            import: "".into(),
            name: dondoc_demo::CASES_NAME.into(),
            form: "segment".into(),
            file: hash.into(),
            file_bytes: written.bytes,
            segment: hash.into(),
            segment_bytes: written.bytes,
            cases: log.cases() as u64,
            events: log.events() as u64,
            activities: 10,
            rejected: 0,
            rejected_rows: Vec::new(),
            known_before: 0,
            duplicates: 0,
            without_moment: 0,
            unsorted_cases: 0,
            broke_off: false,
            first: None,
            last: None,
            offsets: Vec::new(),
            naive: 0,
            zone: None,
            columns: Vec::new(),
            kept: Vec::new(),
        };
        town.act("ub-thanh-pho", day, Command::ImportLog(Box::new(imported)));
        town
    }
}

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
    assert!(page.contains("role=\"img\"") && page.contains("<desc"));
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
