//! The office looks over all, keeps its lists, and asks many at once.

use axum::http::{StatusCode, header};
use dondoc_registry::Role;

use super::Office;
use crate::town::Answered;

fn office() -> Office {
    Office::of(&[
        ("chi", "thanh-uy", Role::Clerk),
        ("binh", "quan-ba-dinh", Role::Head),
        ("an", "so-noi-vu", Role::Contact),
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
async fn the_board_puts_the_work_together_and_each_figure_leads_to_its_tasks() {
    let office = office();
    for by in ["unit", "leader", "document", "field", "assigner"] {
        office.look("chi", &format!("/board?by={by}")).await;
    }
    let page = office.look("chi", "/board?by=leader").await;
    assert!(page.contains("leader=binh"), "{page}");
    let page = office.look("chi", "/tasks?leader=binh").await;
    assert!(
        page.contains("Thủ trưởng: Minh Họa") && page.contains(">1 nhiệm vụ<"),
        "{page}"
    );
    let bad = office.get("chi", "/board?by=evil").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let file = office.get("chi", "/board.csv?by=document").await.text();
    assert!(file.starts_with("\u{feff}Tên,"), "{file}");
    assert!(
        office
            .get("chi", "/board.xlsx")
            .await
            .bytes
            .starts_with(b"PK")
    );
}

#[tokio::test]
async fn a_list_is_kept_under_a_name_for_its_person_alone() {
    let office = office();
    let fields = [("view", "Đỏ <b>"), ("status", "late"), ("evil", "x")];
    let to = went(&office.post("chi", "/views", &fields).await);
    assert_eq!(to, "/tasks?status=late");
    let page = office.look("chi", "/tasks").await;
    assert!(
        page.contains("Danh sách đã lưu") && page.contains("Đỏ &#60;b&#62;"),
        "{page}"
    );
    let page = office.look("chi", "/tasks?status=late").await;
    assert!(page.contains("aria-current=\"page\">Đỏ"));
    assert!(
        !office
            .look("an", "/tasks")
            .await
            .contains("Danh sách đã lưu")
    );
    went(
        &office
            .post("chi", "/views/remove", &[("name", "Đỏ <b>")])
            .await,
    );
    assert!(
        !office
            .look("chi", "/tasks")
            .await
            .contains("Danh sách đã lưu")
    );
}

#[tokio::test]
async fn many_are_asked_at_once_or_none() {
    let office = office();
    let list = office.look("chi", "/tasks?status=late").await;
    assert!(list.contains("form=\"bulk\""), "tasks can be ticked");
    assert!(
        !office
            .look("an", "/tasks?status=late")
            .await
            .contains("form=\"bulk\"")
    );
    let path = "/tasks/bulk?task=nv-000006&task=nv-000007&task=nv-999999";
    let page = office.look("chi", path).await;
    assert!(
        page.contains("nv-000006")
            && page.contains("nv-000007")
            && !page.contains("value=\"nv-999999\"")
    );
    office.look("chi", "/tasks/bulk?status=late&all=yes").await;
    let mut fields = vec![
        ("task", "nv-000006"),
        ("task", "nv-000003"),
        ("what", "demand"),
        ("question", "Vì sao chậm?"),
        ("answer_by", "2024-09-20"),
    ];
    let silent = office.post("chi", "/tasks/bulk", &fields[..3]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    // One that cannot be placed on an agenda: it is done.
    let agenda = [
        ("task", "nv-000006"),
        ("task", "nv-000003"),
        ("what", "agenda"),
    ];
    let answer = office.post("chi", "/tasks/bulk", &agenda).await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.text()
    );
    assert!(
        answer.text().contains("/tasks/nv-000003\">nv-000003</a>:"),
        "{}",
        answer.text()
    );
    let page = office.look("chi", "/tasks/nv-000006").await;
    assert!(!page.contains("Vì sao chậm?"), "nothing was asked");
    fields.retain(|(_, value)| *value != "nv-000003");
    fields.push(("task", "nv-000007"));
    assert_eq!(
        went(&office.post("chi", "/tasks/bulk", &fields).await),
        "/my?did=demands"
    );
    for id in ["nv-000006", "nv-000007"] {
        let page = office.look("chi", &format!("/tasks/{id}")).await;
        assert!(page.contains("Vì sao chậm?"), "{id}");
    }
}
