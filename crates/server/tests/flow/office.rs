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
async fn every_list_is_a_file_as_it_is_seen() {
    let office = office();
    for (path, heading, holds) in [
        ("/documents", "Văn bản,Trích yếu,", "Chỉ thị 24-CT/TU"),
        ("/units", "Đơn vị,", "Quận Ba Đình"),
        ("/ledger/entries", "Mục,", "Giao nhiệm vụ"),
    ] {
        let page = office.look("chi", path).await;
        assert!(page.contains(&format!("{path}.xlsx")), "{path}");
        let file = office.get("chi", &format!("{path}.csv")).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        let file = file.text();
        assert!(
            file.starts_with(&format!("\u{feff}{heading}")) && file.contains(holds),
            "{file}"
        );
        let sheet = office.get("chi", &format!("{path}.xlsx")).await;
        assert!(sheet.bytes.starts_with(b"PK"), "{path}");
    }
    let found = office.get("chi", "/units.csv?q=ba+dinh").await.text();
    assert!(found.contains("Ba Đình") && !found.contains("Sở Tài chính"));
    let first = office
        .get("chi", "/ledger/entries.csv?before=2")
        .await
        .text();
    assert_eq!(
        first.lines().filter(|line| line.starts_with('#')).count(),
        2
    );
}

#[tokio::test]
async fn the_proof_of_a_deadline_is_one_click_from_every_list() {
    let office = office();
    let list = office.look("chi", "/tasks?status=late").await;
    let begin = list.find("/tasks/nv-000006?proof=open").unwrap();
    let href = list[begin..]
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&");
    let (path, place) = href.split_once('#').unwrap();
    let page = office.look("chi", path).await;
    let section = page.split_once(&format!("id=\"{place}\"")).unwrap().1;
    assert!(section.contains("<details open>"), "{section}");
}

#[tokio::test]
async fn many_units_are_urged_on_in_one_act_and_each_is_told_once() {
    let office = office();
    let path = "/tasks/bulk?unit=quan-ba-dinh&all=yes";
    let page = office.look("chi", path).await;
    assert!(page.contains("value=\"urge\""), "{page}");
    let before = office.entries();
    let open = ["nv-000006", "nv-000007"];
    let mut fields: Vec<(&str, &str)> = open.map(|id| ("task", id)).into();
    fields.extend([("what", "urge"), ("note", "Báo cáo trước thứ Sáu")]);
    assert_eq!(
        went(&office.post("chi", "/tasks/bulk", &fields).await),
        "/my?did=urged"
    );
    let made = office.entries_since(before);
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|entry| entry.kind == "task.urged"));
    let told = |entry: &dondoc_ledger::Entry| -> u64 {
        let payload: serde_json::Value =
            serde_json::from_slice(entry.payload.as_deref().unwrap()).unwrap();
        payload["tells_of"].as_u64().unwrap()
    };
    let mut told: Vec<u64> = made.iter().map(told).collect();
    told.sort_unstable();
    let same_unit = office.lead("nv-000006") == office.lead("nv-000007");
    let expected = if same_unit { [0, 2] } else { [1, 1] };
    assert_eq!(told, expected);
    let page = office.look("chi", "/tasks/nv-000006").await;
    assert!(page.contains("Văn phòng đôn đốc"), "it stands at the task");
    // One that is done cannot be urged: then none is.
    fields.push(("task", "nv-000003"));
    let refused = office.post("chi", "/tasks/bulk", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Báo cáo trước thứ Sáu"),
        "what was typed stays"
    );
    assert_eq!(office.entries_since(before).len(), 2);
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
