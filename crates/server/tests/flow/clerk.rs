//! A clerk takes a document in, and issues what it orders.

use axum::http::{StatusCode, header};
use dondoc_registry::Role;

use super::Office;
use crate::town::Answered;

const ORDER: &str = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố 15/CT-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 02 tháng 9 năm 2024\n\nCHỈ THỊ\nvề giải ngân vốn đầu tư công\n\n1. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát dự án chậm; tổng hợp kết quả, báo cáo trước ngày 30/10/2024.\n2. Giao các quận, huyện, thị xã kiểm tra công vụ, báo cáo trước ngày 15/10/2024.\n";

fn office() -> Office {
    Office::of(&[
        ("chi", "ub-thanh-pho", Role::Clerk),
        ("dung", "ub-thanh-pho", Role::Clerk),
        ("an", "so-tai-chinh", Role::Contact),
    ])
}

fn went(answer: &Answered) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned()
}

async fn drop(office: &Office, name: &str, bytes: &[u8]) -> Answered {
    office
        .upload("chi", "/inbox", &[], &[("document", name, bytes)])
        .await
}

/// Drops the order; returns the path of its proposals.
async fn registered(office: &Office) -> String {
    let to = went(&drop(office, "chi-thi.txt", ORDER.as_bytes()).await);
    to.split_once('?').unwrap().0.to_owned()
}

/// Returns the ids of the proposals that wait, in order.
fn waiting(page: &str) -> Vec<String> {
    let each = page.split("action=\"/proposals/").skip(1);
    let mut ids: Vec<String> = each
        .filter_map(|rest| Some(rest.split_once("/issue\"")?.0.to_owned()))
        .filter(|id| !id.contains('"'))
        .collect();
    ids.dedup();
    ids
}

fn seen(page: &str) -> String {
    let rest = page.split_once("name=\"seen\" value=\"").unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_dropped_document_proposes_its_tasks_beside_its_words() {
    let office = office();
    let inbox = office.look("chi", "/inbox").await;
    assert!(inbox.contains("name=\"document\""));
    let path = registered(&office).await;
    let page = office.look("chi", &path).await;
    let ids = waiting(&page);
    assert!(ids.len() >= 2, "{ids:?}");
    assert!(page.contains("class=\"m-task\""), "the words are marked");
    assert!(page.contains("Sở Tài chính") && page.contains("value=\"so-tai-chinh\" checked"));
    assert!(
        page.contains("gồm 30 đơn vị") && page.contains("value=\"quan-ba-dinh\" checked"),
        "a class is a list to look through"
    );
    let inbox = office.look("chi", "/inbox").await;
    assert!(inbox.contains(&path), "it waits in the inbox");
}

#[tokio::test]
async fn what_a_clerk_issues_is_owed_by_whom_they_chose() {
    let office = office();
    let path = registered(&office).await;
    let page = office.look("chi", &path).await;
    let ids = waiting(&page);
    let first = format!("/proposals/{}/issue", ids[0]);
    let fields = [
        ("text", "Rà soát dự án chậm"),
        ("to", "so-tai-chinh"),
        ("with", "so-noi-vu"),
        ("deadline", "trước ngày 30/10/2024"),
    ];
    let answer = office.post("chi", &first, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = answer.text();
    assert!(said.contains("thiếu sản phẩm") && said.contains("Rà soát dự án chậm"));
    let mut all = fields.to_vec();
    all.push(("product", "Báo cáo rà soát"));
    all.push(("field", "Vốn đầu tư  công"));
    let to = went(&office.post("chi", &first, &all).await);
    assert!(to.starts_with(&path), "{to}");
    let mine = office.look("an", "/my").await;
    assert!(mine.contains("Rà soát dự án chậm"), "the unit sees it");
    // The field that the clerk wrote puts it together with others of its kind.
    let board = office.look("chi", "/board?by=field").await;
    assert!(board.contains("Vốn đầu tư công"), "{board}");
    let list = office
        .look(
            "chi",
            "/tasks?field=v%E1%BB%91n-%C4%91%E1%BA%A7u-t%C6%B0-c%C3%B4ng",
        )
        .await;
    assert!(
        list.contains("Rà soát dự án chậm") && list.contains("selected>Vốn đầu tư công"),
        "{list}"
    );
    // A district that the clerk leaves out owes nothing.
    let second = format!("/proposals/{}/issue", ids[ids.len() - 1]);
    let fields = [
        ("text", "Kiểm tra công vụ"),
        ("to", "quan-ba-dinh"),
        ("to", "quan-hoan-kiem"),
        ("product", "Báo cáo"),
        ("deadline", "trước ngày 15/10/2024"),
        // However it is written, it is the same field.
        ("field", "VON DAU TU CONG"),
    ];
    went(&office.post("chi", &second, &fields).await);
    let list = office
        .get("chi", "/tasks.csv?q=kiem+tra+cong+vu&status=open")
        .await;
    let rows = list
        .text()
        .lines()
        .filter(|line| line.contains("Kiểm tra công vụ"))
        .count();
    assert_eq!(rows, 2, "{}", list.text());
    let board = office.look("chi", "/board?by=field").await;
    assert_eq!(board.matches("Vốn đầu tư công</a>").count(), 1, "{board}");
}

#[tokio::test]
async fn what_is_ready_is_issued_together_or_not_at_all() {
    let office = office();
    let path = registered(&office).await;
    let page = office.look("chi", &path).await;
    for id in waiting(&page) {
        let page = office.look("chi", &path).await;
        let card = page.split_once(&format!("id=\"p-{id}\"")).unwrap().1;
        let save = format!("/proposals/{id}/save");
        let text = card
            .split_once("data-keep>")
            .unwrap()
            .1
            .split_once('<')
            .unwrap()
            .0;
        let fields = [
            ("text", text),
            ("product", "Báo cáo"),
            ("seen", &seen(card)),
            ("deadline", "trước ngày 15/10/2024"),
        ];
        went(&office.post("chi", &save, &fields).await);
    }
    let page = office.look("chi", &path).await;
    let ids = waiting(&page);
    assert!(
        page.contains("đủ thông tin"),
        "those that are complete can be ticked"
    );
    let issue = path.replace("/proposals", "/issue");
    let nothing = office.post("chi", &issue, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ticked: Vec<(&str, &str)> = ids.iter().map(|id| ("proposal", id.as_str())).collect();
    went(&office.post("chi", &issue, &ticked).await);
    let page = office.look("chi", &path).await;
    assert!(page.contains("Không còn đề xuất nào"), "{page}");
    assert!(office.look("an", "/my").await.contains("Chờ tiếp nhận"));
}

#[tokio::test]
async fn of_two_clerks_the_second_sees_both_texts() {
    let office = office();
    let path = registered(&office).await;
    let page = office.look("chi", &path).await;
    let id = waiting(&page)[0].clone();
    let then = seen(&page);
    let save = format!("/proposals/{id}/save");
    let first = [
        ("text", "Bản của Chi"),
        ("seen", then.as_str()),
        ("to", "so-tai-chinh"),
    ];
    went(&office.post("chi", &save, &first).await);
    let second = [
        ("text", "Bản của Dung"),
        ("seen", then.as_str()),
        ("to", "so-tai-chinh"),
    ];
    let answer = office.post("dung", &save, &second).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.text();
    assert!(page.contains("Bản của Chi") && page.contains("Bản của Dung"));
}

#[tokio::test]
async fn a_proposal_is_split_in_its_own_words_merged_and_refused() {
    let office = office();
    let path = registered(&office).await;
    let ids = waiting(&office.look("chi", &path).await);
    let split = format!("/proposals/{}/split", ids[0]);
    let wrong = [("parts", "rà soát dự án chậm\nchữ không có trong văn bản")];
    let answer = office.post("chi", &split, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("chữ không có trong văn bản"));
    let parts = [("parts", "rà soát dự án chậm\ntổng hợp kết quả")];
    went(&office.post("chi", &split, &parts).await);
    let now = waiting(&office.look("chi", &path).await);
    assert_eq!(now.len(), ids.len() + 1, "{now:?}");
    let merge = format!("/proposals/{}/merge", now[1]);
    went(
        &office
            .post("chi", &merge, &[("into", now[0].as_str())])
            .await,
    );
    let refuse = format!("/proposals/{}/refuse", now[now.len() - 1]);
    let none = office.post("chi", &refuse, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    went(
        &office
            .post("chi", &refuse, &[("reason", "Chỉ là nhắc lại")])
            .await,
    );
    let page = office.look("chi", &path).await;
    assert_eq!(waiting(&page).len(), now.len() - 2);
    assert!(page.contains("Chỉ là nhắc lại"), "nothing vanishes");
}

#[tokio::test]
async fn what_is_no_document_is_refused_in_words() {
    let office = office();
    let cases: [(&str, &[u8], &str); 4] = [
        (
            "cong-van.docx",
            b"<!DOCTYPE html><html><body><p>Giao</p></body></html>",
            "HTML",
        ),
        ("cong-van.pdf", b"MZ\x90\0\0\0", "cong-van.pdf"),
        ("trong.txt", b"", "hãy chọn một tệp có nội dung"),
        (
            "mat.txt",
            "TỐI MẬT\nGiao Sở Tài chính báo cáo trước ngày 1/1/2025.".as_bytes(),
            "TỐI MẬT",
        ),
    ];
    for (name, bytes, said) in cases {
        let answer = drop(&office, name, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = answer.text();
        let problem = page.split_once("id=\"p-document\"").unwrap().1;
        let problem = problem.split_once("</span>").unwrap().0;
        assert!(problem.contains(said), "{name}: {problem}");
    }
}

#[tokio::test]
async fn words_are_found_with_and_without_diacritics() {
    let office = office();
    let path = registered(&office).await;
    let id = path.split('/').nth(2).unwrap().to_owned();
    for q in ["giai+ngan+von", "gi%E1%BA%A3i+ng%C3%A2n+v%E1%BB%91n"] {
        let page = office.look("an", &format!("/search?q={q}")).await;
        assert!(page.contains(&format!("/documents/{id}")), "{q}: {page}");
        assert!(page.contains("<mark>"), "{q}");
    }
    // A task, and a report whose words were erased.
    let page = office
        .look("an", "/search?q=giai+phong+mat+bang&sort=tasks")
        .await;
    assert!(
        page.contains("đơn vị chủ trì"),
        "one order to many units is one result"
    );
    let page = office.look("chi", "/search?q=bien+ban&sort=reports").await;
    assert!(
        page.contains("có <mark>biên</mark> <mark>bản</mark>")
            || page.contains("<mark>biên</mark>")
    );
    let page = office.look("an", "/search?q=se+bi+xoa").await;
    assert!(
        page.contains("Không có kết quả"),
        "erased words are not found"
    );
    let file = office.get("an", "/search.csv?q=giai+ngan").await;
    assert!(file.text().starts_with("\u{feff}Loại,"));
    assert_eq!(
        office.get("an", "/search?q=x&sort=evil").await.status,
        StatusCode::BAD_REQUEST
    );
}
