//! Programs at work: with a token, within its scopes, on the version they read.

mod writes;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dondoc_accounts::Accounts;
use dondoc_registry::Role;
use serde_json::{Value, json};

use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, now, session};

struct Desk {
    town: Town,
    site: Site,
    accounts: Accounts,
    token: String,
    lead: String,
}

const TASK: &str = "/api/v1/tasks/nv-000006";

impl Desk {
    /// A contact of the unit that leads a task nobody has accepted, with a token.
    fn new(scopes: &[&str]) -> Self {
        let mut town = Town::new();
        let lead = town.lead(6);
        town.employ("an", &lead, Role::Contact);
        let accounts = accounts(&town);
        account(&accounts, "an", Some("an"), false);
        let mut desk = Self {
            site: town.site_for(false),
            accounts,
            town,
            token: String::new(),
            lead,
        };
        desk.token = desk.token_for("an", scopes);
        desk
    }

    fn token_for(&self, login: &str, scopes: &[&str]) -> String {
        let id = self.accounts.by_login(login).unwrap().unwrap().id;
        let scopes: BTreeSet<String> = scopes.iter().map(|it| (*it).to_owned()).collect();
        let made = self.accounts.make_token(id, "thử", &scopes, 1, now());
        made.unwrap().1.as_str().to_owned()
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answered {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Body::from(body.to_owned());
        self.site.ask(request.body(body).unwrap()).await
    }

    async fn get(&self, path: &str) -> Answered {
        self.ask("GET", path, &[], "").await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answered {
        let json = [("content-type", "application/json")];
        let headers = [&json, headers].concat();
        self.ask("POST", path, &headers, &body.to_string()).await
    }

    fn head(&self) -> u64 {
        self.town.folder.ledger().poll_head().unwrap()
    }
}

fn read(answer: &Answered) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn problem(answer: &Answered) -> String {
    assert_eq!(
        answer.headers[header::CONTENT_TYPE],
        "application/problem+json"
    );
    let problem = read(answer);
    assert_eq!(problem["status"], answer.status.as_u16());
    assert!(
        !problem["title"].as_str().unwrap().contains('['),
        "{problem}"
    );
    let kind = problem["type"].as_str().unwrap();
    kind.strip_prefix("urn:dondoc:problem:").unwrap().to_owned()
}

#[tokio::test]
async fn a_task_is_read_accepted_and_reported_on_by_a_program() {
    let desk = Desk::new(&["task.read", "task.accept", "task.report"]);
    let task = desk.get(TASK).await;
    assert_eq!(task.status, StatusCode::OK);
    let tag = task.headers[header::ETAG].to_str().unwrap().to_owned();
    let out = read(&task);
    assert_eq!(out["lead"]["id"], desk.lead.as_str());
    assert_eq!(tag, format!("\"{}\"", out["version"]));
    let same = desk.ask("GET", TASK, &[("if-none-match", &tag)], "").await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);

    let accept = format!("{TASK}/accept");
    let needs = desk.post(&accept, &[], &json!({})).await;
    assert_eq!(
        (needs.status.as_u16(), problem(&needs).as_str()),
        (428, "needs-if-match")
    );
    let old = desk
        .post(&accept, &[("if-match", "\"1000\"")], &json!({}))
        .await;
    assert_eq!(
        (old.status.as_u16(), problem(&old).as_str()),
        (412, "stale")
    );
    let done = desk.post(&accept, &[("if-match", &tag)], &json!({})).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_ne!(done.headers[header::ETAG].to_str().unwrap(), tag);

    let report = json!({"percent": 40, "narrative": "Đã rà soát 12 đơn vị"});
    let path = format!("{TASK}/report");
    let stale = desk.post(&path, &[("if-match", &tag)], &report).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let done = desk.post(&path, &[("if-match", "*")], &report).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(read(&done)["percent"], 40);
    let ledger = desk.town.folder.ledger();
    let last = ledger.entry(desk.head() - 1).unwrap().unwrap();
    assert_eq!(last.kind, "task.reported");
    assert_eq!(
        (last.actor.person.as_str(), last.actor.unit.as_str()),
        ("an", desk.lead.as_str())
    );
    // A room's rule speaks in its own words.
    let claim = json!({"percent": 100, "done": true, "narrative": "Xong"});
    let refused = desk.post(&path, &[("if-match", "*")], &claim).await;
    assert_eq!(
        (refused.status.as_u16(), problem(&refused).as_str()),
        (422, "refused")
    );
}

#[tokio::test]
async fn a_request_with_a_key_is_done_once() {
    let desk = Desk::new(&["task.accept", "task.report"]);
    let path = format!("{TASK}/report");
    let headers = [("if-match", "*"), ("idempotency-key", "k-1")];
    let report = json!({"percent": 10, "narrative": "Bắt đầu"});
    let before = desk.head();
    let first = desk.post(&path, &headers, &report).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    let again = desk.post(&path, &headers, &report).await;
    assert_eq!(again.bytes, first.bytes);
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.headers[header::ETAG], first.headers[header::ETAG]);
    assert_eq!(desk.head(), before + 1, "one entry");
    let other = json!({"percent": 20, "narrative": "Khác"});
    let reused = desk.post(&path, &headers, &other).await;
    assert_eq!(
        (reused.status.as_u16(), problem(&reused).as_str()),
        (422, "key-reused")
    );
    // What was refused was not done: the same key may try again.
    let headers = [("if-match", "\"1000\""), ("idempotency-key", "k-2")];
    let stale = desk.post(&path, &headers, &other).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let headers = [("if-match", "*"), ("idempotency-key", "k-2")];
    let done = desk.post(&path, &headers, &other).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
}

#[tokio::test]
async fn a_token_does_no_more_than_its_scopes_and_its_owner() {
    let desk = Desk::new(&["task.read"]);
    let accept = desk
        .post(&format!("{TASK}/accept"), &[("if-match", "*")], &json!({}))
        .await;
    assert_eq!(accept.status, StatusCode::FORBIDDEN);
    assert_eq!(problem(&accept), "denied");
    assert!(
        read(&accept)["policies"]
            .to_string()
            .contains("token-scopes")
    );
    let all = Desk::new(&[
        "task.confirm",
        "task.issue",
        "accounts.manage",
        "delegation.grant",
    ]);
    let confirm = all
        .post(&format!("{TASK}/confirm"), &[("if-match", "*")], &json!({}))
        .await;
    assert_eq!(problem(&confirm), "denied");
    // A token opens no page, a session no route for programs.
    let page = all.get("/admin/accounts").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let (cookie, _) = session(&all.accounts, "an");
    let request = Request::get("/api/v1/me").header("cookie", format!("session={cookie}"));
    let me = all.site.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(problem(&me), "unauthorized");
    assert_eq!(me.headers[header::WWW_AUTHENTICATE], "Bearer");
    let me = read(&all.get("/api/v1/me").await);
    assert_eq!((&me["login"], &me["person"]), (&json!("an"), &json!("an")));
    // Revoked, it is nothing.
    let id = all.accounts.by_login("an").unwrap().unwrap().id;
    for token in all.accounts.tokens(id, now()).unwrap() {
        all.accounts.revoke_token(id, &token.id).unwrap();
    }
    assert_eq!(problem(&all.get("/api/v1/me").await), "unauthorized");
}

#[tokio::test]
async fn pages_of_a_list_hold_everything_once() {
    let desk = Desk::new(&["task.read", "registry.read", "document.read"]);
    for (path, most) in [
        ("/api/v1/tasks", 7),
        ("/api/v1/units", 50),
        ("/api/v1/documents", 1),
    ] {
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let next = cursor.map(|it| format!("&cursor={it}")).unwrap_or_default();
            let page = read(&desk.get(&format!("{path}?limit={most}{next}")).await);
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= most && !items.is_empty());
            seen.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
            cursor = page["next"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        let once: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(once.len(), seen.len());
        assert!(seen.is_sorted());
    }
    assert!(desk.town.city().tasks.iter().count() > 30);
    let late = read(&desk.get("/api/v1/tasks?status=late&unit=so-noi-vu").await);
    for task in late["items"].as_array().unwrap() {
        assert_eq!(
            (&task["status"], &task["lead"]["id"]),
            (&json!("late"), &json!("so-noi-vu"))
        );
    }
    for bad in [
        "limit=0",
        "limit=x",
        "unit=x",
        "status=x",
        "document=x",
        "as_of=x",
    ] {
        let answer = desk.get(&format!("/api/v1/tasks?{bad}")).await;
        assert_eq!(
            (answer.status.as_u16(), problem(&answer).as_str()),
            (400, "bad-parameter")
        );
    }
}

#[tokio::test]
async fn a_table_of_reports_is_taken_whole_or_not_at_all() {
    let desk = Desk::new(&["task.read", "task.report"]);
    let send = async |table: &str| {
        let headers = [("content-type", "text/csv")];
        desk.ask("POST", "/api/v1/reports.csv", &headers, table)
            .await
    };
    let before = desk.head();
    let bad = "task,percent,done,narrative\nnv-000006,40,false,Tốt\nnv-000006,50,false,Lặp\n\
               nv-999999,1,false,x\nnv-000006,101,maybe,x\n";
    let refused = send(bad).await;
    assert_eq!(problem(&refused), "rows-refused");
    let rows = read(&refused)["rows"].clone();
    let places: Vec<u64> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["row"].as_u64().unwrap())
        .collect();
    assert_eq!(places, [3, 4, 5], "{rows}");
    // Somebody else's task among one's own: nothing is taken.
    let mixed = "task,percent,done,narrative\nnv-000006,40,false,Tốt\nnv-000001,40,false,Tốt\n";
    assert_eq!(problem(&send(mixed).await), "denied");
    assert_eq!(
        problem(&send("task,percent\nnv-000006,4\n").await),
        "bad-body"
    );
    assert_eq!(problem(&send("").await), "bad-body");
    assert_eq!(desk.head(), before);
    let good = "\u{feff}percent,task,narrative,done\r\n40,nv-000006,\"Đã rà soát, tốt\",false\r\n";
    let taken = send(good).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    assert_eq!(read(&taken)["reports"], 1);
    assert_eq!(desk.head(), before + 1);
    let out = desk.get("/api/v1/tasks.csv?q=").await;
    let out = out.text();
    let row = out
        .lines()
        .find(|line| line.starts_with("nv-000006,"))
        .unwrap();
    assert!(row.contains(",40,"), "{row}");
    assert_eq!(
        out.lines().count(),
        desk.town.city().tasks.iter().count() + 1
    );
}

#[tokio::test]
async fn rubbish_is_answered_as_a_problem() {
    let desk = Desk::new(&["task.read", "task.accept", "task.report", "briefing.read"]);
    let accept = format!("{TASK}/accept");
    let text = [("content-type", "text/plain"), ("if-match", "*")];
    let as_text = desk.ask("POST", &accept, &text, "{}").await;
    assert_eq!(as_text.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let json = [("content-type", "application/json"), ("if-match", "*")];
    for body in ["", "{", "[]", "{\"x\": 1}", "null"] {
        let answer = desk.ask("POST", &accept, &json, body).await;
        assert_eq!(
            (answer.status.as_u16(), problem(&answer).as_str()),
            (400, "bad-body"),
            "{body}"
        );
    }
    let large = [
        ("content-type", "application/json"),
        ("content-length", "99999999"),
    ];
    let answer = desk.ask("POST", &accept, &large, "{}").await;
    assert_eq!(problem(&answer), "too-large");
    for (path, code) in [
        ("/api/v1/tasks/x", "not-found"),
        ("/api/v1/tasks/%00", "not-found"),
        ("/api/v1/nothing", "not-found"),
        ("/api/v1/briefings/x", "bad-parameter"),
        ("/api/v1/receipts/x", "refused"),
    ] {
        let answer = desk.get(path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert_eq!(problem(&answer), code, "{path}");
    }
}

#[tokio::test]
async fn the_document_is_there_for_everybody_and_as_it_is_kept() {
    let desk = Desk::new(&["task.read"]);
    let answer = desk.site.get("/api/v1/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api.json");
    let text = answer.text() + "\n";
    if std::env::var_os("UPDATE_API").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == text,
        "docs/api.json is not what the code says; look at the change, then write it with \
         UPDATE_API=1 cargo test -p dondoc-server --test site api::"
    );
}

#[tokio::test]
async fn a_person_makes_a_token_sees_it_once_and_revokes_it() {
    let desk = Desk::new(&["task.read"]);
    let (session, form) = session(&desk.accounts, "an");
    let path = "/account/tokens";
    let fields = [
        ("_token", form.as_str()),
        ("name", "Một <b>cửa</b>"),
        ("days", "30"),
        ("scope", "task.read"),
        ("scope", "accounts.manage"),
    ];
    let made = desk.site.send("POST", path, Some(&session), &fields).await;
    let page = made.text();
    crate::html::check(&page, "a token that was made");
    let token = page.split_once("<code>dondoc_").unwrap().1;
    let token = format!("dondoc_{}", token.split_once('<').unwrap().0);
    let request = Request::get("/api/v1/me").header("authorization", format!("Bearer {token}"));
    let me = read(&desk.site.ask(request.body(Body::empty()).unwrap()).await);
    assert_eq!(
        me["scopes"],
        json!(["task.read"]),
        "what is not offered is not given"
    );
    let page = desk
        .site
        .send("GET", path, Some(&session), &[])
        .await
        .text();
    assert!(!page.contains(&token) && !page.contains("<b>cửa"));
    let none = [("_token", form.as_str()), ("name", ""), ("days", "999")];
    let again = desk.site.send("POST", path, Some(&session), &none).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}
