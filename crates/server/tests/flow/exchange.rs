//! A directing document comes in as an edXML package, and is answered as one.

use axum::http::{StatusCode, header};
use dondoc_edxml::{Attachment, Code, Kind, Limits, Organ, Package, Signer, read, write};
use dondoc_registry::Role;
use jiff::civil::date;

use super::Office;
use crate::town::Answered;

const ORDER: &str = "BỘ NỘI VỤ\nSố: 15/CT-BNV\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 02 tháng 9 năm 2024\n\nCHỈ THỊ\nvề kiểm tra công vụ\n\n1. Giao Sở Nội vụ kiểm tra công vụ tại các xã, phường và báo cáo kết quả.\n2. Giao Sở Tài chính rà soát kinh phí, báo cáo trước ngày 15/10/2024.\n";

fn organ(id: &str, name: &str) -> Organ {
    Organ {
        organ_id: id.to_owned(),
        name: name.to_owned(),
        ..Organ::default()
    }
}

fn package() -> Package {
    let file = |id: &str, name: &str, bytes: &[u8]| Attachment {
        content_id: id.to_owned(),
        name: name.to_owned(),
        content_type: "application/octet-stream".to_owned(),
        description: String::new(),
        bytes: bytes.to_vec(),
    };
    Package {
        from: organ("G09", "Bộ Nội vụ"),
        to: vec![
            organ("H26.01", "Sở Tài chính"),
            organ("H26.05", "Sở Nội vụ"),
        ],
        code: Code::parse("15/CT-BNV"),
        place: "Hà Nội".to_owned(),
        promulgated: date(2024, 9, 2),
        kind: Kind {
            code: Some(3),
            name: "Chỉ thị".to_owned(),
        },
        subject: "Về kiểm tra công vụ".to_owned(),
        content: String::new(),
        signer: Signer::default(),
        due: Some(date(2024, 10, 30)),
        to_places: Vec::new(),
        other: dondoc_edxml::OtherInfo::default(),
        response_for: Vec::new(),
        steering: Some(1),
        document_id: "G09,2024/09/02,15/CT-BNV".to_owned(),
        trace: Vec::new(),
        business: None,
        attachments: vec![
            file("a", "chi-thi.txt", ORDER.as_bytes()),
            file("b", "bieu-mau.bin", b"\x7fELF\x02\x01\0\0\xff\xfe\0"),
        ],
    }
}

fn office() -> Office {
    Office::of(&[
        ("chi", "ub-thanh-pho", Role::Clerk),
        ("an", "so-noi-vu", Role::Contact),
        ("lan", "so-tai-chinh", Role::Contact),
    ])
}

fn went(answer: &Answered) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let to = answer.headers[header::LOCATION].to_str().unwrap();
    to.to_owned()
}

async fn drop(office: &Office, name: &str, bytes: &[u8]) -> Answered {
    let files = [("document", name, bytes)];
    office.upload("chi", "/inbox", &[], &files).await
}

#[tokio::test]
async fn a_package_is_registered_issued_reported_and_answered() {
    let office = office();
    let dropped = drop(&office, "15.edxml", write(&package()).as_bytes()).await;
    let to = went(&dropped);
    assert_eq!(to, "/documents/15-ct-bnv.2024/proposals?did=registered");
    let page = office.look("chi", &to).await;
    assert!(
        page.contains("Tệp `bieu-mau.bin` được giữ nhưng không đọc được"),
        "what was not read is said"
    );
    assert_eq!(
        page.matches("hạn này là DueDate").count(),
        1,
        "offered where the words name no day, and there alone"
    );
    assert!(page.contains("value=\"đến hết ngày 30/10/2024\""));
    let shown = office.look("chi", "/documents/15-ct-bnv.2024").await;
    for said in [
        "Bộ Nội vụ (G09)",
        "G09,2024/09/02,15/CT-BNV",
        "bieu-mau.bin",
        "mã 1; nghĩa",
    ] {
        assert!(shown.contains(said), "{said}");
    }
    let order = [
        ("text", "Kiểm tra công vụ"),
        ("to", "so-noi-vu"),
        ("deadline", "đến hết ngày 30/10/2024"),
        ("product", "Báo cáo"),
    ];
    let issue = "/proposals/15-ct-bnv.2024.p1/issue";
    went(&office.post("chi", issue, &order).await);
    let mine = office.look("an", "/tasks?document=15-ct-bnv.2024").await;
    let at = mine.find("/tasks/nv-").unwrap();
    let path = &mine[at..at + "/tasks/nv-000001".len()];
    // Before there is a report there is nothing to answer with.
    let page = office.look("an", path).await;
    assert!(!page.contains("answer.edxml"));
    let early = office
        .get("an", &format!("{path}/answer.edxml?number=12/BC-SNV"))
        .await;
    assert_eq!(early.status, StatusCode::BAD_REQUEST);
    assert!(early.text().contains("chưa có báo cáo"), "{}", early.text());
    went(&office.post("an", &format!("{path}/accept"), &[]).await);
    let fields = [
        ("narrative", "Đã kiểm tra 12 xã & phường"),
        ("percent", "100"),
        ("done", "yes"),
    ];
    let files = [("evidence", "bao-cao.pdf", &b"%PDF-1.7 bao cao"[..])];
    went(
        &office
            .upload("an", &format!("{path}/report"), &fields, &files)
            .await,
    );
    let page = office.look("an", path).await;
    assert!(page.contains("answer.edxml") && page.contains("value=\"H26.05\""));
    let without = office.get("an", &format!("{path}/answer.edxml")).await;
    assert!(without.text().contains("thiếu số và ký hiệu"));
    let other = office
        .get("lan", &format!("{path}/answer.edxml?number=12/BC-STC"))
        .await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "another unit's task");
    let got = office
        .get("an", &format!("{path}/answer.edxml?number=12/BC-SNV"))
        .await;
    assert_eq!(got.status, StatusCode::OK);
    let answer = read(&got.bytes, &Limits::default()).unwrap().package;
    let of = &answer.response_for[0];
    assert_eq!(
        (of.organ_id.as_str(), of.code.as_str(), of.promulgated),
        ("G09", "15/CT-BNV", Some(date(2024, 9, 2)))
    );
    assert_eq!(of.document_id, "G09,2024/09/02,15/CT-BNV");
    assert_eq!(answer.from.organ_id, "H26.05");
    assert_eq!(answer.to[0].organ_id, "G09");
    assert_eq!(answer.content, "Đã kiểm tra 12 xã & phường");
    assert_eq!(answer.attachments[0].name, "bao-cao.pdf");
    assert_eq!(answer.attachments[0].bytes, b"%PDF-1.7 bao cao");
}

#[tokio::test]
async fn a_wrong_package_is_refused_with_its_element_and_registers_nothing() {
    let office = office();
    let good = write(&package());
    let bad = good.replace("2024/10/30", "cuối tháng");
    let said = drop(&office, "15.edxml", bad.as_bytes()).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        said.text().contains("MessageHeader/DueDate"),
        "{}",
        said.text()
    );
    let bomb = good.replacen('\n', "<!DOCTYPE edXML [<!ENTITY a \"b\">]>", 1);
    let said = drop(&office, "15.edxml", bomb.as_bytes()).await;
    assert!(said.text().contains("DOCTYPE"));
    let mut secret = package();
    secret.attachments[0].bytes = format!("MẬT\n{ORDER}").into_bytes();
    secret.attachments.rotate_left(1);
    let said = drop(&office, "15.edxml", write(&secret).as_bytes()).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = office.get("chi", "/documents/15-ct-bnv.2024").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    // The same document a second time is known.
    went(&drop(&office, "15.edxml", good.as_bytes()).await);
    let again = drop(&office, "15.edxml", good.as_bytes()).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}
