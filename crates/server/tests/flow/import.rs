//! A tracking sheet comes in as an office keeps it, and is taken back.

use axum::http::{StatusCode, header};
use dondoc_registry::Role;

use super::Office;
use crate::town::Answered;

const SHEET: &str = "UBND THÀNH PHỐ;;;;\nBẢNG THEO DÕI NHIỆM VỤ;;;;\nSTT;Nội dung nhiệm vụ;Đơn vị chủ trì;Sản phẩm;Thời hạn\n1;Rà soát chợ;Sở Công Thương;Báo cáo;30/12/2024\n2;Sửa kè;các quận, huyện, thị xã;Biên bản;quý IV/2024\n";
const BAD: &str = "STT;Nội dung nhiệm vụ;Đơn vị chủ trì;Sản phẩm;Thời hạn\n1;Rà soát chợ;Sở Công Thương;Báo cáo;30/12/2024\n2;Sửa kè;Sở Không Có;Biên bản;31/02/2024\n";

fn office() -> Office {
    Office::of(&[("chi", "ub-thanh-pho", Role::Clerk)])
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
        .upload(
            "chi",
            "/import",
            &[("table", "tasks")],
            &[("file", name, bytes)],
        )
        .await
}

/// Returns the hidden fields of the form that imports.
fn fields(page: &str) -> Vec<(String, String)> {
    let form = page.split_once("method=\"post\"").unwrap().1;
    let form = form.split_once("</form>").unwrap().0;
    let each = form.split("type=\"hidden\" name=\"").skip(1);
    let pair = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        let (value, _) = rest.split_once('"')?;
        (name != "_token").then(|| (name.to_owned(), value.replace("&amp;", "&")))
    };
    each.filter_map(pair).collect()
}

async fn import(office: &Office, path: &str, page: &str) -> Answered {
    let fields = fields(page);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let path = path.split_once('?').unwrap().0;
    office.post("chi", path, &fields).await
}

#[tokio::test]
async fn a_sheet_is_previewed_imported_remembered_and_taken_back() {
    let office = office();
    office.look("chi", "/import").await;
    let path = went(&drop(&office, "../theo-doi.csv", SHEET.as_bytes()).await);
    let page = office.look("chi", &path).await;
    assert!(page.contains("Xem trước theo-doi.csv"), "{page}");
    assert!(
        page.contains("2 dòng hợp lệ") && page.contains("và 27 đơn vị khác"),
        "{page}"
    );
    assert_eq!(
        went(&import(&office, &path, &page).await),
        "/import?did=import"
    );
    let list = office.get("chi", "/tasks.csv?q=ra+soat+cho").await.text();
    assert!(list.contains("Rà soát chợ"));
    // The same file again is refused; nothing comes twice.
    let again = import(&office, &path, &page).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The same headings are known the next time.
    let next = SHEET.replace("Rà soát chợ", "Rà soát bến xe");
    let other = went(&drop(&office, "theo-doi-2.csv", next.as_bytes()).await);
    assert!(
        office
            .look("chi", &other)
            .await
            .contains("Như lần nhập trước")
    );
    let page = office.look("chi", "/import").await;
    let id = page.split_once("name=\"import\" value=\"").unwrap().1;
    let id = id.split_once('"').unwrap().0;
    let silent = office.post("chi", "/import/undo", &[("import", id)]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("import", id), ("reason", "Nhập nhầm bảng")];
    assert_eq!(
        went(&office.post("chi", "/import/undo", &fields).await),
        "/import?did=undo"
    );
    let list = office
        .get("chi", "/tasks.csv?q=ra+soat+cho&status=open")
        .await
        .text();
    assert!(!list.contains("Rà soát chợ"), "{list}");
}

#[tokio::test]
async fn while_a_cell_is_wrong_no_row_is_imported() {
    let office = office();
    let path = went(&drop(&office, "theo-doi.csv", BAD.as_bytes()).await);
    let page = office.look("chi", &path).await;
    assert!(
        page.contains("chỗ cần sửa") && page.contains("31/02/2024"),
        "{page}"
    );
    assert!(!page.contains("Nhập 1 dòng"), "there is no button yet");
    let fields = [("name", "theo-doi.csv"), ("table", "tasks")];
    let bare = path.split_once('?').unwrap().0;
    let forced = office.post("chi", bare, &fields).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !office
            .get("chi", "/tasks.csv")
            .await
            .text()
            .contains("Rà soát chợ")
    );
    // A row that is left out is left out knowingly.
    let without = format!("{path}&leave=3");
    let page = office.look("chi", &without).await;
    assert!(page.contains("Nhập 1 dòng"), "{page}");
    went(&import(&office, &path, &page).await);
    assert!(
        office
            .get("chi", "/tasks.csv")
            .await
            .text()
            .contains("Rà soát chợ")
    );
}

#[tokio::test]
async fn what_is_no_table_is_refused_in_words() {
    let office = office();
    let cases: [(&str, &[u8], &str); 3] = [
        (
            "bang.xlsx",
            b"<html><table><tr><td>1</td></tr></table></html>",
            "HTML",
        ),
        ("bang.xlsx", b"%PDF-1.7", "PDF"),
        ("bang.csv", b"", "hãy chọn một tệp có nội dung"),
    ];
    for (name, bytes, said) in cases {
        let answer = drop(&office, name, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.text().contains(said), "{name}: {}", answer.text());
    }
    let nothing = format!("/import/{}", "0".repeat(64));
    assert_eq!(
        office.get("chi", &nothing).await.status,
        StatusCode::NOT_FOUND
    );
}
