//! A list of people becomes accounts: all of it or nothing, and back.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dondoc_accounts::{Accounts, What};
use dondoc_registry::Role;

use crate::html;
use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, session};

const LIST: &str = "Họ và tên;Tên đăng nhập;Thư điện tử;Mã cán bộ\n\
    Minh Họa;minh.hoa;minh@hanoi.example;an\n\
    Trần <b>Bình</b>;binh;;\n";

struct Office {
    town: Town,
    site: Site,
    accounts: Accounts,
    session: String,
    token: String,
}

fn office() -> Office {
    let mut town = Town::new();
    town.employ("an", "so-noi-vu", Role::Contact);
    let site = town.site_for(false);
    let accounts = accounts(&town);
    account(&accounts, "quan-tri", None, true);
    let (session, token) = session(&accounts, "quan-tri");
    Office {
        town,
        site,
        accounts,
        session,
        token,
    }
}

impl Office {
    async fn send(&self, name: &str, list: &str) -> Answered {
        let part = |name: &str, more: &str, value: &str| {
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n"
            )
        };
        let file = format!("; filename=\"{name}\"");
        let body = [
            part("_token", "", &self.token),
            part("file", &file, list),
            "--x--\r\n".to_owned(),
        ]
        .concat();
        let request = Request::post("/admin/people")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=x")
            .header("cookie", format!("session={}", self.session))
            .body(Body::from(body));
        self.site.ask(request.unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let fields = [&[("_token", self.token.as_str())], fields].concat();
        self.site
            .send("POST", path, Some(&self.session), &fields)
            .await
    }

    fn names(&self) -> Vec<String> {
        let all = self.accounts.accounts().unwrap().into_iter();
        all.map(|account| account.login).collect()
    }
}

fn rows(page: &str) -> String {
    let rest = page.split_once("name=\"rows\" value=\"").unwrap().1;
    let value = rest.split_once('"').unwrap().0;
    value
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

#[tokio::test]
async fn a_list_is_previewed_taken_as_a_whole_and_taken_back() {
    let it = office();
    let page = it.send("../../danh-sach.csv", LIST).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = page.text();
    html::check(&page, "the preview");
    assert!(page.contains("minh@hanoi.example") && !page.contains("<b>Bình"));
    assert!(
        page.contains("Xem trước danh-sach.csv"),
        "the name is its last part"
    );
    assert_eq!(it.names(), ["quan-tri"], "nothing is made yet");
    let folder = it.town.folder.ledger().attachments();
    let hash = dondoc_ledger::Hash::of(LIST.as_bytes());
    assert!(!folder.has(&hash).unwrap(), "the file is not kept");

    let fields = [("name", "danh-sach.csv"), ("rows", &rows(&page))];
    let made = it.post("/admin/people/import", &fields).await.text();
    html::check(&made, "the invitations");
    assert_eq!(it.names(), ["binh", "minh.hoa", "quan-tri"]);
    assert_eq!(made.matches("<code>http").count(), 2);
    let linked = it.accounts.by_login("minh.hoa").unwrap().unwrap();
    assert_eq!(linked.person.unwrap().as_str(), "an");
    let journal = it.accounts.journal(None, 10).unwrap();
    assert!(
        journal
            .iter()
            .any(|entry| entry.what == Some(What::Imported))
    );
    // The invitations are listed among the links that wait.
    let list = it
        .site
        .send("GET", "/admin/accounts", Some(&it.session), &[])
        .await
        .text();
    assert_eq!(list.matches("/admin/accounts/link/revoke").count(), 2);
    // Sent again, every name is taken and nothing is made.
    let again = it.post("/admin/people/import", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    let page = it
        .site
        .send("GET", "/admin/people", Some(&it.session), &[])
        .await
        .text();
    html::check(&page, "the imports");
    let id = page.split_once("name=\"import\" value=\"").unwrap().1;
    let id = id.split_once('"').unwrap().0;
    let undone = it.post("/admin/people/undo", &[("import", id)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert_eq!(it.names(), ["quan-tri"]);
}

#[tokio::test]
async fn posts_are_entered_by_whoever_may_change_the_registry_and_by_nobody_else() {
    let mut it = office();
    let list = "Họ và tên;Tên đăng nhập;Mã cán bộ;Mã vị trí;Từ ngày;Quyết định\n\
        Lê Mới;le.moi;le-moi;so-noi-vu.head;01/08/2024;Quyết định 12/QĐ-UBND\n";
    // An administrator alone gives no post.
    let page = it.send("x.csv", list).await.text();
    assert!(
        page.contains("chức vụ chỉ do người được sửa danh bạ"),
        "{page}"
    );
    let forged = r#"[{"row":2,"name":"Lê Mới","login":"le.moi","email":"","person":"le-moi","post":"so-noi-vu.head"}]"#;
    let sent = it
        .post("/admin/people/import", &[("name", "x"), ("rows", forged)])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(it.names(), ["quan-tri"]);
    // One who is also a clerk of the steering office does.
    it.town.employ("chi", "thanh-uy", Role::Clerk);
    let id = it.accounts.by_login("quan-tri").unwrap().unwrap().id;
    let chi = "chi".parse().unwrap();
    it.accounts
        .update(id, "Chi", None, Some(&chi), crate::workplace::now())
        .unwrap();
    let before = it.town.folder.ledger().poll_head().unwrap();
    let page = it.send("x.csv", list).await.text();
    let fields = [("name", "x.csv"), ("rows", &rows(&page))];
    let made = it.post("/admin/people/import", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let ledger = it.town.folder.ledger();
    assert_eq!(
        ledger.poll_head().unwrap() - before,
        2,
        "a person and a post"
    );
    let last = ledger.entry(before + 1).unwrap().unwrap();
    assert_eq!(
        (last.kind.as_str(), last.actor.person.as_str()),
        ("registry.post_taken", "chi")
    );
    // The post is held now: nobody takes it a second time, and nothing is made.
    let again = list.replace("le.moi;le-moi", "khac;khac");
    let page = it.send("x.csv", &again).await.text();
    assert!(!page.contains("name=\"rows\""), "{page}");
    assert_eq!(it.names(), ["le.moi", "quan-tri"]);

    // Taken back as a whole: the post is free again, and the ledger keeps that it was
    // held.
    let page = it
        .site
        .send("GET", "/admin/people", Some(&it.session), &[])
        .await
        .text();
    let id = page.split_once("name=\"import\" value=\"").unwrap().1;
    let id = id.split_once('"').unwrap().0;
    let undone = it.post("/admin/people/undo", &[("import", id)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    assert_eq!(it.names(), ["quan-tri"]);
    let last = ledger
        .entry(ledger.poll_head().unwrap() - 1)
        .unwrap()
        .unwrap();
    assert_eq!(last.kind, "registry.post_left");
    let page = it
        .send("y.csv", &again.replace("01/08/2024", "20/12/2024"))
        .await;
    assert!(page.text().contains("name=\"rows\""), "{}", page.text());
    // A second time there is nothing to take back.
    let before = ledger.poll_head().unwrap();
    it.post("/admin/people/undo", &[("import", id)]).await;
    assert_eq!(ledger.poll_head().unwrap(), before);
}

#[tokio::test]
async fn every_bad_cell_is_named_and_nothing_is_made() {
    let it = office();
    // A Cyrillic `а` in the place of ours; a mail that is none; nobody of the
    // registry; somebody else of it; names that stand twice, or are none.
    let list = "Họ và tên,Tên đăng nhập,Email,Mã cán bộ\n\
        Nguyễn Thị Ho\u{430},hoa,,\n\
        Lê Cường,cuong,cuong,\n\
        Phạm Dũng,dung,,khong-co\n\
        Ai Khác,khac,,an\n\
        Trần Bình,binh,,\n\
        Trần Bình,binh,,\n\
        ,trong,,\n\
        Vũ Giang,quan-tri,,\n";
    let page = it.send("x.csv", list).await.text();
    html::check(&page, "bad cells");
    for said in [
        "không phải địa chỉ thư điện tử",
        "danh bạ không có mã này",
        "mã này trong danh bạ là của Minh Họa",
        "đứng hai lần trong bảng",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for cell in ["A2", "C3", "D4", "D5", "B7", "A8", "B9"] {
        assert!(page.contains(cell) || page.contains(&cell[1..]), "{cell}");
    }
    assert!(!page.contains("name=\"rows\""), "nothing can be taken");
    // Whoever sends the rows past the preview meets the same checks.
    let rows = r#"[{"row":2,"name":"Nguyễn Thị Hoа","login":"hoa","email":"","person":""}]"#;
    let sent = it
        .post("/admin/people/import", &[("name", "x"), ("rows", rows)])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let rows = r#"[{"row":2,"name":"Ai","login":"tên có dấu","email":"","person":""}]"#;
    let sent = it
        .post("/admin/people/import", &[("name", "x"), ("rows", rows)])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for rubbish in ["", "null", "[]", "{}", "[{}]"] {
        let sent = it
            .post("/admin/people/import", &[("name", "x"), ("rows", rubbish)])
            .await;
        assert_eq!(sent.status, StatusCode::BAD_REQUEST, "{rubbish}");
    }
    for (name, file) in [
        ("x.csv", "a;b\n1;2\n"),
        ("x.docx", "PK\u{3}\u{4}rubbish"),
        ("x", ""),
    ] {
        let sent = it.send(name, file).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(sent.text().contains("id=\"p-file\""));
    }
    assert_eq!(it.names(), ["quan-tri"]);
}
