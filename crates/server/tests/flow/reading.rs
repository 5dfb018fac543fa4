//! One rule for who reads what units report, on every path.

use axum::http::StatusCode;
use dondoc_registry::Role;

use super::Office;
use crate::town::{HOSTILE, Town, task};

/// Words of the report on the third task, and of nothing else.
const WORDS: &str = "Đã xong, có";

/// People who may read the report, then people who may not.
fn office() -> (Office, Vec<&'static str>, Vec<&'static str>, u64) {
    let town = Town::new();
    let entry = town.city().tasks.task(&task(3)).unwrap();
    let entry = entry.last_report().unwrap().entry;
    let (lead, other) = (town.lead(3), town.lead(6));
    assert_ne!(lead, other);
    drop(town);
    let office = Office::of(&[
        ("an", &lead, Role::Contact),
        ("binh", &lead, Role::Head),
        ("chi", "thanh-uy", Role::Clerk),
        ("bi-thu", "thanh-uy", Role::Head),
        ("khac", &other, Role::Contact),
        ("thanh-tra", &other, Role::Inspector),
    ]);
    let may = vec!["an", "binh", "chi", "bi-thu"];
    (office, may, vec!["khac", "thanh-tra"], entry)
}

#[tokio::test]
async fn the_words_of_a_report_are_read_by_whom_they_concern_on_every_path() {
    let (office, may, may_not, entry) = office();
    let entry = format!("/ledger/entries/{entry}");
    let paths = [
        "/tasks/nv-000003",
        entry.as_str(),
        "/search?q=bien+ban",
        "/search.csv?q=bien+ban",
    ];
    let file = dondoc_ledger::Hash::of("Đã xong, có biên bản.".as_bytes());
    let file = format!("/attachments/{file}");
    for who in &may {
        for path in paths {
            let answer = office.get(who, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{who} {path}");
            assert!(answer.text().contains(WORDS), "{who} {path}");
        }
        // Handed over to be kept, never shown as a page of this site.
        let handed = office.get(who, &file).await;
        assert_eq!(handed.status, StatusCode::OK, "{who}");
        assert_eq!(handed.headers["content-type"], "application/octet-stream");
        assert_eq!(handed.headers["x-content-type-options"], "nosniff");
        let disposition = handed.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment"), "{disposition}");
    }
    for who in &may_not {
        for path in paths {
            let answer = office.get(who, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{who} {path}");
            let text = answer.text();
            assert!(!text.contains(WORDS), "{who} {path}");
        }
        let answer = office.get(who, &file).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who}");
    }
    // A unit that only looks on still sees that it was reported, and how far.
    let page = office.look("khac", "/tasks/nv-000003").await;
    assert!(page.contains("chỉ dành cho các đơn vị liên quan") && page.contains("100"));
    let page = office.look("khac", &entry).await;
    assert!(!page.contains("narrative") && page.contains("chỉ dành cho các đơn vị liên quan"));
}

#[tokio::test]
async fn guests_read_no_report_and_no_file_that_came_with_one() {
    let town = Town::new();
    let site = town.site();
    let entry = town.city().tasks.task(&task(3)).unwrap();
    let entry = entry.last_report().unwrap().entry;
    let entry = format!("/ledger/entries/{entry}");
    for path in [
        "/tasks/nv-000003",
        entry.as_str(),
        "/search?q=bien+ban",
        "/search.csv?q=bien+ban",
        "/briefing/2024-Q3/giao-ban.html",
        "/api/v1/tasks/nv-000003",
    ] {
        let answer = site.get(path).await;
        assert!(!answer.text().contains(WORDS), "{path}");
    }
    for text in ["Đã xong, có biên bản.", HOSTILE] {
        let file = dondoc_ledger::Hash::of(text.as_bytes());
        let answer = site.get(&format!("/attachments/{file}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    // The proof of the entry is for everybody.
    let proof = site.get(&format!("{entry}/proof")).await;
    assert_eq!(proof.status, StatusCode::OK);
}

#[tokio::test]
async fn proposals_that_wait_are_read_in_the_office_alone() {
    let (office, _, may_not, _) = office();
    let order = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố 15/CT-UBND\nHà Nội, ngày 02 tháng 9 năm 2024\n\nCHỈ THỊ\nvề công vụ\n\n1. Giao Sở Tài chính rà soát dự án chậm, báo cáo trước ngày 30/10/2024.\n";
    let files = [("document", "chi-thi.txt", order.as_bytes())];
    let done = office.upload("chi", "/inbox", &[], &files).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let path = "/documents/15-ct-ubnd.2024";
    let mine = office.look("chi", path).await;
    assert!(mine.contains("id=\"p-15-ct-ubnd.2024.p1\""));
    for who in may_not {
        let page = office.look(who, path).await;
        assert!(!page.contains("id=\"p-15-ct-ubnd.2024.p1\""), "{who}");
        assert!(
            page.contains("rà soát dự án chậm"),
            "the document is public"
        );
    }
}
