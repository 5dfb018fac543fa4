//! A case log comes in by the browser or by a program, and goes again.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dondoc_registry::Role;
use serde_json::Value;

use crate::flow::Office;
use crate::html;
use crate::town::{Answered, Town};

const LOG: &str = "Mã hồ sơ,Bước,Thời điểm,Phòng,Họ tên người nộp,Kênh nộp\r\n\
    H1,Tiếp nhận,05/02/2024 08:00,Một cửa,Nguyễn Văn A,trực tuyến\r\n\
    H1,Thẩm định,06/02/2024 09:30,Chuyên môn,Nguyễn Văn A,trực tuyến\r\n\
    ,Thẩm định,06/02/2024 10:00,Chuyên môn,Trần Thị B,trực tiếp\r\n\
    H2,Tiếp nhận,07/02/2024 08:15,Một cửa,Lê C,trực tiếp\r\n\
    H2,Trả kết quả,khi nào xong,Một cửa,Lê C,trực tiếp\r\n";

struct Desk {
    office: Office,
    data: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let people = [
            ("an", "so-noi-vu", Role::Contact),
            ("chi", "so-noi-vu", Role::Inspector),
        ];
        let mut town = Town::new();
        for (person, unit, role) in people {
            town.employ(person, unit, role);
        }
        let data = town.data().to_owned();
        let office = Office::in_town(town, &people);
        Self { office, data }
    }

    /// Hands a file in; where it is looked at.
    async fn hand_in(&self, name: &str, bytes: &[u8]) -> String {
        let files = [("file", name, bytes)];
        let answer = self
            .office
            .upload("an", "/procedures/import", &[], &files)
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.headers["location"].to_str().unwrap().to_owned()
    }

    fn files(&self, folder: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.data.join(folder));
        let mut files: Vec<PathBuf> = entries
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    }
}

fn holds(folder: &Path, words: &str) -> bool {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .any(|entry| {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => holds(&path, words),
                false => {
                    let bytes = std::fs::read(&path).unwrap();
                    bytes.windows(words.len()).any(|it| it == words.as_bytes())
                }
            }
        })
}

#[tokio::test]
async fn a_log_is_looked_at_then_imported_whole_and_withdrawn_whole() {
    let desk = Desk::new();
    let place = desk.hand_in("ho-so.csv", LOG.as_bytes()).await;
    // The zone is not guessed.
    let page = desk.office.look("an", &place).await;
    assert!(
        page.contains("thời điểm không ghi múi giờ: hãy chọn"),
        "{page}"
    );
    assert!(!page.contains("Nhập 3 sự kiện"));
    let path = place.split('?').next().unwrap();
    let refused = desk.office.post("an", path, &[("name", "ho-so.csv")]).await;
    assert!(refused.text().contains("hãy chọn múi giờ"));
    assert!(desk.files("segments").is_empty());
    // With it, rows that are not taken are named by line, and nobody by name.
    let place = format!("{place}&zone=%2B07:00");
    let page = desk.office.look("an", &place).await;
    assert!(page.contains("Nhập 3 sự kiện"), "{page}");
    assert!(page.contains("<th scope=\"row\" class=\"num\">4</th><td>không có mã hồ sơ</td>"));
    assert!(page.contains("<th scope=\"row\" class=\"num\">6</th><td>thời điểm không đọc được"));
    assert!(page.contains("Không bao giờ giữ, vì nêu tên công dân: Họ tên người nộp"));
    assert!(
        page.contains("<option value=\"Phòng\" >") || page.contains("<option value=\"Phòng\">")
    );
    assert!(!page.contains("Nguyễn Văn A"));
    // A column that no heading gave away is chosen by hand.
    let fields = [
        ("name", "ho-so.csv"),
        ("zone", "+07:00"),
        ("mapped", "yes"),
        ("c-case", "Mã hồ sơ"),
        ("c-activity", "Bước"),
        ("c-time", "Thời điểm"),
        ("c-unit", "Phòng"),
        ("keep", "Kênh nộp"),
    ];
    let done = desk.office.post("an", path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let list = desk.office.look("an", "/procedures/import").await;
    assert!(
        list.contains("2 hồ sơ, 3 sự kiện, 2 dòng không nhận"),
        "{list}"
    );
    assert_eq!(desk.files("segments").len(), 1);
    assert!(desk.files("incoming").is_empty());
    assert!(
        !holds(&desk.data, "Nguyễn Văn A"),
        "a citizen's name stayed"
    );
    let map = desk.office.get("an", "/procedures/nk-0001").await;
    assert_eq!(map.status, StatusCode::OK);
    // The next file has its unit where the last one had.
    let more = LOG.replace("H1", "H3").replace("H2", "H4");
    let again = desk.hand_in("thang-3.csv", more.as_bytes()).await;
    let page = desk
        .office
        .look("an", &format!("{again}&zone=%2B07:00"))
        .await;
    assert!(page.contains("<option value=\"Phòng\" selected>"), "{page}");
    // The same file is not taken twice.
    let same = desk.hand_in("ho-so.csv", LOG.as_bytes()).await;
    let same = same.split('?').next().unwrap().to_owned();
    let twice = desk.office.post("an", &same, &fields).await;
    assert!(twice.text().contains("nk-0001"), "{}", twice.text());
    assert_eq!(desk.files("segments").len(), 1);
    // Withdrawn with a reason only, and then gone.
    let withdraw = "/procedures/nk-0001/withdraw";
    let without = desk.office.post("an", withdraw, &[("reason", " ")]).await;
    assert!(without.text().contains("Hãy ghi lý do rút"));
    assert_eq!(desk.files("segments").len(), 1);
    let gone = desk
        .office
        .post("an", withdraw, &[("reason", "nhầm tệp")])
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert!(desk.files("segments").is_empty());
    let map = desk.office.get("an", "/procedures/nk-0001").await;
    assert_eq!(map.status, StatusCode::NOT_FOUND);
    assert!(
        desk.office
            .look("an", "/procedures/import")
            .await
            .contains("Đã rút")
    );
}

#[tokio::test]
async fn rubbish_is_refused_in_words_and_leaves_nothing() {
    let desk = Desk::new();
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE log [<!ENTITY a \"b\">]><log/>";
    for (name, bytes, said) in [
        ("a.csv", &b"a,b\r\n1,2\r\n"[..], "Chưa biết cột nào là"),
        ("a.xes", bomb.as_bytes(), "DOCTYPE"),
        ("a.parquet", b"PAR1\x00\x01PAR1", "Parquet"),
        ("a.csv", b"\xFF\xFEm\0a\0", "UTF-16"),
        ("a.xlsx", b"PK\x03\x04rubbish", ""),
    ] {
        let place = desk.hand_in(name, bytes).await;
        let page = desk.office.look("an", &place).await;
        assert!(page.contains(said), "{name}: {page}");
        assert!(
            !page.contains("class=\"strong\" type=\"submit\">Nhập"),
            "{name}"
        );
        let path = place.split('?').next().unwrap();
        let refused = desk.office.post("an", path, &[("zone", "+07:00")]).await;
        assert_ne!(refused.status, StatusCode::SEE_OTHER, "{name}");
    }
    assert!(desk.files("segments").is_empty());
    let nothing = desk
        .office
        .upload("an", "/procedures/import", &[], &[])
        .await;
    html::check(&nothing.text(), "without a file");
    let unknown = format!("/procedures/import/{}", "0".repeat(64));
    assert!(!desk.office.get("an", &unknown).await.status.is_success());
    let zone = desk.office.get("an", &format!("{unknown}?zone=x")).await;
    assert!(!zone.status.is_success());
    // Who does not report figures does not import.
    let denied = desk.office.get("chi", "/procedures/import").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

async fn send(desk: &Desk, token: &str, query: &str, file: &str) -> Answered {
    let body = format!(
        "--X\r\ncontent-disposition: form-data; name=\"file\"; filename=\"ho-so.csv\"\r\n\r\n{file}\r\n--X--\r\n"
    );
    let request = Request::post(format!("/api/v1/case-logs?{query}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "multipart/form-data; boundary=X")
        .body(Body::from(body))
        .unwrap();
    desk.office.site.ask(request).await
}

#[tokio::test]
async fn a_program_imports_a_log_and_withdraws_it() {
    let desk = Desk::new();
    let token = desk
        .office
        .token("an", &["procedure.import", "procedure.read"]);
    let refused = send(&desk, &token, "", LOG).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text()
    );
    let citizens = send(
        &desk,
        &token,
        "zone=%2B07:00&keep=H%E1%BB%8D+t%C3%AAn+ng%C6%B0%E1%BB%9Di+n%E1%BB%99p",
        LOG,
    )
    .await;
    assert_eq!(citizens.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        citizens.text().contains("nêu tên công dân") || citizens.text().contains("names citizens")
    );
    let dry = send(&desk, &token, "zone=%2B07:00&dry_run=true", LOG).await;
    assert_eq!(dry.status, StatusCode::OK, "{}", dry.text());
    assert!(desk.files("segments").is_empty() && desk.files("incoming").is_empty());
    let made = send(&desk, &token, "zone=%2B07:00", LOG).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let made: Value = serde_json::from_slice(&made.bytes).unwrap();
    assert_eq!(made["id"], "nk-0001");
    assert_eq!((&made["events"], &made["rejected"]), (&3.into(), &2.into()));
    assert_eq!(made["rejected_rows"][0]["line"], 4);
    assert!(made["entry"].is_u64());
    assert!(desk.files("incoming").is_empty() && !holds(&desk.data, "Nguyễn Văn A"));
    let request = Request::post("/api/v1/case-logs/nk-0001/withdraw")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from("{\"reason\":\"nhầm\"}"))
        .unwrap();
    let gone = desk.office.site.ask(request).await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.text());
    assert!(desk.files("segments").is_empty());
    let request = Request::get("/api/v1/case-logs")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    let list = desk.office.site.ask(request).await;
    let list: Value = serde_json::from_slice(&list.bytes).unwrap();
    assert!(list["items"][0]["withdrawn"].is_u64(), "{list}");
    // A token for other acts does not import.
    let other = desk.office.token("an", &["procedure.read"]);
    let denied = send(&desk, &other, "zone=%2B07:00", LOG).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}
