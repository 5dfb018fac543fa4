//! A briefing meeting, from the typed sentence to the issued task.

mod chair;

use axum::http::StatusCode;
use dondoc_messages::Lang;
use dondoc_registry::Role;

use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, session};

const MEETING: &str = "/meetings/2024-q3";

/// A person of the chair's unit at the meeting.
struct Secretary {
    site: Site,
    session: String,
    form: String,
    town: Town,
}

impl Secretary {
    fn new() -> Self {
        let mut town = Town::new();
        town.employ("bi-thu", "thanh-uy", Role::Head);
        let accounts = accounts(&town);
        account(&accounts, "bi-thu", Some("bi-thu"), false);
        let (session, form) = session(&accounts, "bi-thu");
        Self {
            site: town.site(),
            session,
            form,
            town,
        }
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let token = [("_token", self.form.as_str())];
        let fields = [&token, fields].concat();
        let path = format!("{MEETING}{path}");
        self.site
            .send("POST", &path, Some(&self.session), &fields)
            .await
    }
}

const SENTENCE: &str =
    "Giao Sở Kế hoạch và Đầu tư chủ trì báo cáo giải ngân trước ngày 30/11/2024.";

#[tokio::test]
async fn a_sentence_that_is_typed_becomes_a_task_at_the_sign_off() {
    let secretary = Secretary::new();
    let typed = [("text", SENTENCE), ("product", "Báo cáo")];

    // Read first: nothing is written, and what was found is shown.
    let reading = [&[("do", "read")], &typed[..]].concat();
    let read = secretary.send("/conclude", &reading).await;
    assert_eq!(read.status, StatusCode::OK);
    let page = read.text();
    assert!(page.contains("Sở Kế hoạch và Đầu tư") && page.contains("trước ngày 30/11/2024"));

    let written = secretary.send("/conclude", &typed).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text());
    let past = SENTENCE.replace("30/11/2024", "30/8/2024");
    let refused = secretary.send("/conclude", &[("text", &past)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("30/8/2024"), "what was typed stays");

    let unseen = secretary.send("/sign-off", &[("seen", "1.1")]).await;
    assert_eq!(unseen.status, StatusCode::BAD_REQUEST);
    for _ in 0..2 {
        let seen = [("seen", "1.1"), ("seen", "2.1")];
        let signed = secretary.send("/sign-off", &seen).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    }
    let page = secretary.site.page(MEETING, Lang::Vi).await.text();
    assert!(page.contains("nv-000033") && page.contains("nv-000034"));
    assert!(!page.contains("nv-000035"), "signed twice is signed once");
}

#[tokio::test]
async fn a_sentence_is_read_while_it_is_typed_and_nothing_is_written() {
    let secretary = Secretary::new();
    let before = secretary.town.folder.ledger().poll_head().unwrap();
    let read = secretary.send("/recognise", &[("text", SENTENCE)]).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text());
    let read: serde_json::Value = serde_json::from_slice(&read.bytes).unwrap();
    assert_eq!(read["leads"], "Sở Kế hoạch và Đầu tư");
    assert_eq!(read["deadline"], "trước ngày 30/11/2024");
    // A Saturday: the day that counts is the Monday after it.
    let found = read["found"].to_string();
    assert!(found.contains("02/12/2024"), "{found}");
    for odd in [
        "",
        "Hội nghị nghỉ giải lao.",
        "<script>",
        "Giao ",
        "\u{202e}Giao",
    ] {
        let read = secretary.send("/recognise", &[("text", odd)]).await;
        assert_eq!(read.status, StatusCode::OK, "{odd:?}");
    }
    assert_eq!(secretary.town.folder.ledger().poll_head().unwrap(), before);
}

#[tokio::test]
async fn a_screen_counts_as_connected_while_it_listens_and_follows_the_presenter() {
    let secretary = Secretary::new();
    let site = &secretary.site;
    let page = |path: &'static str| site.page(path, Lang::En);
    let meeting = "/meetings/2024-q3/present?slide=1";
    assert!(page(meeting).await.text().contains("<strong>0/1</strong>"));
    let screen = site.listen("/meetings/2024-q3/live?place=0").await;
    assert!(page(meeting).await.text().contains("<strong>1/1</strong>"));
    drop(screen);
    assert!(page(meeting).await.text().contains("<strong>0/1</strong>"));

    let follows = "/meetings/2024-q3/present?place=0";
    assert!(page(follows).await.text().contains(">1 / 5<"));
    let turned = secretary.send("/slide", &[("slide", "4")]).await;
    assert_eq!(turned.status, StatusCode::SEE_OTHER);
    assert!(page(follows).await.text().contains(">4 / 5<"));
    let beyond = secretary.send("/slide", &[("slide", "6")]).await;
    assert_eq!(beyond.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_agenda_is_put_in_order_by_hand_and_every_revision_stays() {
    let secretary = Secretary::new();
    let add = [("do", "add"), ("item", "Việc thứ hai"), ("seen", "1")];
    assert_eq!(
        secretary.send("/agenda", &add).await.status,
        StatusCode::SEE_OTHER
    );
    let up = [("do", "up"), ("position", "1"), ("seen", "2")];
    assert_eq!(
        secretary.send("/agenda", &up).await.status,
        StatusCode::SEE_OTHER
    );
    let page = secretary
        .site
        .send("GET", MEETING, Some(&secretary.session), &[])
        .await
        .text();
    let second = page.find("Việc thứ hai").unwrap();
    assert!(second < page.find("Bỏ mục 2").unwrap());
    // Whoever saw an older agenda is told, and changes nothing.
    let stale = [("do", "remove"), ("position", "0"), ("seen", "1")];
    assert_eq!(
        secretary.send("/agenda", &stale).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn minutes_and_notice_are_there_when_they_can_be() {
    let secretary = Secretary::new();
    let site = &secretary.site;
    let minutes = "/meetings/2024-q3/files/bien-ban-2024-q3.docx";
    let notice = "/meetings/2024-q3/files/thong-bao-2024-q3.docx";
    let draft = site.get(minutes).await;
    assert_eq!(draft.status, StatusCode::OK);
    assert!(draft.bytes.starts_with(b"PK"));
    assert_eq!(site.get(notice).await.status, StatusCode::NOT_FOUND);
    let signed = secretary.send("/sign-off", &[("seen", "1.1")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let signed = site.get(notice).await;
    assert_eq!(signed.status, StatusCode::OK);
    assert_eq!(
        signed.bytes,
        site.get(notice).await.bytes,
        "the same bytes each time"
    );
    for none in [
        "bien-ban-2024-q3.exe",
        "bien-ban-2024-q4.docx",
        "..%2fkeys",
        "x",
    ] {
        let path = format!("/meetings/2024-q3/files/{none}");
        assert_eq!(
            site.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{none}"
        );
    }
}

#[tokio::test]
async fn the_pack_brings_along_what_its_figures_are_checked_with() {
    let secretary = Secretary::new();
    let pack = secretary
        .site
        .get("/meetings/2024-q3/files/goi-ngoai-tuyen.html")
        .await;
    assert_eq!(pack.status, StatusCode::OK);
    assert!(
        pack.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let page = pack.text();
    assert!(
        !page.contains("src=") && !page.contains("href=\"http"),
        "nothing from elsewhere"
    );
    let data = page.split("id=\"pack\">").nth(1).unwrap();
    let data = data.split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    let figures = data["figures"].as_array().unwrap();
    let shown = page.matches("data-key=").count();
    assert!(
        figures.len() > 50 && shown > 50,
        "{} {shown}",
        figures.len()
    );
    let size = data["size"].as_u64().unwrap();
    let root = data["root"].as_str().unwrap().parse().unwrap();
    let head = dondoc_ledger::merkle::TreeHead { size, root };
    for entry in data["entries"].as_array().unwrap() {
        let leaf = dondoc_ledger::merkle::leaf_hash(entry[0].as_str().unwrap().as_bytes());
        let path: Vec<_> = entry[2]
            .as_array()
            .unwrap()
            .iter()
            .map(|place| {
                let place = usize::try_from(place.as_u64().unwrap()).unwrap();
                data["hashes"][place].as_str().unwrap().parse().unwrap()
            })
            .collect();
        let index = entry[1].as_u64().unwrap();
        assert!(dondoc_ledger::merkle::verify_inclusion(
            &leaf, index, &head, &path
        ));
    }
    for figure in figures {
        let (key, value) = (figure[0].as_str().unwrap(), figure[2].as_u64().unwrap());
        if !key.ends_with("/on-time") {
            assert_eq!(figure[3].as_array().unwrap().len() as u64, value, "{key}");
        }
    }
}
