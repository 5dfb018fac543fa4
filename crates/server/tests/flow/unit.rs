//! Units, their heads and their assigners on the page of a task.

use axum::http::{StatusCode, header};
use dondoc_registry::Role;

use super::{Office, fresh};
use crate::town::{Answered, Town};

const PDF: &[u8] = b"%PDF-1.7 minh chung";

fn seen(page: &str) -> String {
    let rest = page.split_once("name=\"seen\" value=\"").unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

/// A unit's contact and head, and a clerk of the assigner.
fn office() -> Office {
    let town = Town::new();
    let lead = town.lead(6);
    let assigner = town
        .city()
        .tasks
        .task(&crate::town::task(6))
        .unwrap()
        .assigner
        .to_string();
    drop(town);
    Office::of(&[
        ("an", &lead, Role::Contact),
        ("binh", &lead, Role::Head),
        ("chi", &assigner, Role::Clerk),
    ])
}

fn went(answer: &Answered) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_task_goes_from_the_unit_to_its_confirmation() {
    let office = office();
    let (id, path) = fresh();
    let mine = office.look("an", "/my").await;
    assert!(mine.contains(&path), "my work shows what waits");
    let page = office.look("an", &path).await;
    assert!(page.contains("Tiếp nhận nhiệm vụ") && !page.contains("Xác nhận hoàn thành</button>"));
    let did = office.post("an", &format!("{path}/accept"), &[]).await;
    assert_eq!(went(&did), format!("{path}?did=accept"));
    let fields = [
        ("narrative", "Đã rà soát 12 dự án"),
        ("percent", "100"),
        ("done", "yes"),
    ];
    let files = [("evidence", "../../bao-cao.pdf", PDF)];
    let did = office
        .upload("an", &format!("{path}/report"), &fields, &files)
        .await;
    assert_eq!(went(&did), format!("{path}?did=report"));
    let page = office.look("chi", &path).await;
    assert!(page.contains("Đã rà soát 12 dự án") && page.contains(">bao-cao.pdf</a>"));
    let back = [("decision", "return"), ("note", "Thiếu phụ lục")];
    went(&office.post("chi", &format!("{path}/confirm"), &back).await);
    let mine = office.look("an", "/my").await;
    assert!(mine.contains("Báo cáo phải làm lại"));
    let again = office
        .upload("an", &format!("{path}/report"), &fields, &files)
        .await;
    went(&again);
    let confirm = [("decision", "confirm")];
    went(
        &office
            .post("chi", &format!("{path}/confirm"), &confirm)
            .await,
    );
    let page = office.look("an", &path).await;
    assert!(!page.contains("Gửi báo cáo"), "{id} asks for nothing more");
}

#[tokio::test]
async fn a_form_that_fails_comes_back_with_all_that_was_typed() {
    let office = office();
    let (_, path) = fresh();
    let fields = [
        ("narrative", "Đã xong <b>rồi</b>"),
        ("percent", "80"),
        ("done", "yes"),
    ];
    let files = [("evidence", "bao-cao.pdf", PDF)];
    let answer = office
        .upload("an", &format!("{path}/report"), &fields, &files)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(
        page.contains("&#60;b&#62;rồi") || page.contains("&lt;b&gt;rồi"),
        "the words"
    );
    assert!(page.contains("value=\"80\""), "the percent");
    assert!(page.contains("value=\"yes\" checked"), "the choice");
    assert!(
        page.contains("bao-cao.pdf</label>"),
        "the file need not be chosen again"
    );
    assert!(page.contains("tiến độ là 80 phần trăm"), "what is wrong");
    let kept = page
        .split_once("name=\"kept\" value=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0;
    let fields = [
        ("narrative", "Đã xong"),
        ("percent", "100"),
        ("done", "yes"),
        ("kept", kept),
    ];
    went(
        &office
            .upload("an", &format!("{path}/report"), &fields, &[])
            .await,
    );
    let page = office.look("chi", &path).await;
    assert!(page.contains(">bao-cao.pdf</a>"));
}

#[tokio::test]
async fn files_are_judged_by_their_bytes() {
    let office = office();
    let (_, path) = fresh();
    let fields = [("narrative", "Đã xong"), ("percent", "10")];
    for (name, bytes) in [
        (
            "bao-cao.docx",
            &b"<!DOCTYPE html><script>alert(1)</script>"[..],
        ),
        ("bao-cao.pdf", b"MZ\x90\0"),
        ("bao-cao.pdf", b"PK\x03\x04xx"),
    ] {
        let files = [("evidence", name, bytes)];
        let answer = office
            .upload("an", &format!("{path}/report"), &fields, &files)
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            answer.text().contains("evidence-p"),
            "the problem stands at its field"
        );
    }
    let page = office.look("an", &path).await;
    assert!(!page.contains("Đã xong"), "nothing was reported");
}

#[tokio::test]
async fn who_was_overtaken_sees_both_texts() {
    let office = office();
    let (_, path) = fresh();
    let page = office.get("an", &path).await.text();
    let seen_then = seen(&page);
    let first = [
        ("narrative", "Bản của An"),
        ("percent", "30"),
        ("seen", seen_then.as_str()),
    ];
    let second = [
        ("narrative", "Bản của Bình"),
        ("percent", "40"),
        ("seen", seen_then.as_str()),
    ];
    went(
        &office
            .upload("an", &format!("{path}/report"), &first, &[])
            .await,
    );
    let answer = office
        .upload("binh", &format!("{path}/report"), &second, &[])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.text();
    assert!(page.contains("Bản của An") && page.contains("Bản của Bình"));
    assert!(page.contains("Thay đổi từ khi bạn mở trang"));
    let now = self::seen(&page);
    let again = [
        ("narrative", "Bản của Bình"),
        ("percent", "40"),
        ("seen", now.as_str()),
    ];
    went(
        &office
            .upload("binh", &format!("{path}/report"), &again, &[])
            .await,
    );
}

#[tokio::test]
async fn time_is_asked_for_and_allowed_and_an_explanation_demanded_and_given() {
    let office = office();
    let (_, path) = fresh();
    let ask = [
        ("until", "2024-12-31"),
        ("reason", "Chờ vốn"),
        ("excuse", "Do bão số 3"),
    ];
    went(&office.post("an", &format!("{path}/extension"), &ask).await);
    let page = office.look("chi", &path).await;
    assert!(
        page.contains("Đơn vị xin gia hạn đến 31/12/2024") && page.contains("value=\"2024-12-31\"")
    );
    let allow = [
        ("decision", "extend"),
        ("until", "2024-12-31"),
        ("reason", "Đồng ý"),
        ("instrument", "Công văn 100/VP"),
        ("allowed_by", "Phó Chủ tịch"),
    ];
    went(&office.post("chi", &format!("{path}/extend"), &allow).await);
    let page = office.look("an", &path).await;
    assert!(
        page.contains("31/12/2024") && page.contains("Hạn gốc"),
        "both deadlines"
    );
    let bad = [("question", "Vì sao?"), ("answer_by", "hôm qua")];
    let answer = office.post("chi", &format!("{path}/demand"), &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Vì sao?"));
    let good = [
        ("question", "Vì sao chưa trình?"),
        ("answer_by", "2024-09-20"),
    ];
    went(&office.post("chi", &format!("{path}/demand"), &good).await);
    let mine = office.look("an", "/my").await;
    assert!(mine.contains("Phải giải trình"));
    let answer = [("answer", "Chờ ý kiến Sở Tư pháp")];
    went(
        &office
            .upload("an", &format!("{path}/explain"), &answer, &[])
            .await,
    );
    let page = office.look("chi", &path).await;
    assert!(
        page.contains("Chờ ý kiến Sở Tư pháp"),
        "the answer stands by the demand"
    );
}

#[tokio::test]
async fn lists_are_saved_as_they_are_seen() {
    let office = office();
    for path in ["/tasks.csv?status=late", "/my.csv"] {
        let answer = office.get("an", path).await;
        assert_eq!(answer.status, StatusCode::OK);
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind.starts_with("text/csv"));
        let text = answer.text();
        assert!(text.starts_with("\u{feff}Mã nhiệm vụ,"), "{text}");
        assert!(text.contains("nv-"), "{path}");
    }
    let answer = office.get("an", "/tasks.xlsx").await;
    assert!(answer.bytes.starts_with(b"PK"));
}
