//! Every write of the interface: done once, on the version that was read, and
//! told again to whoever sends it again.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dondoc_registry::Role;
use serde_json::{Value, json};

use super::{Desk, problem, read};
use crate::town::{Answered, Town};
use crate::workplace::{account, accounts};

/// The contact of a unit that leads, and the head of the body that orders.
fn desk() -> (Desk, [String; 2]) {
    let mut town = Town::new();
    let lead = town.lead(6);
    town.employ("an", &lead, Role::Contact);
    town.employ("bi-thu", "thanh-uy", Role::Head);
    let accounts = accounts(&town);
    for person in ["an", "bi-thu"] {
        account(&accounts, person, Some(person), false);
    }
    let desk = Desk {
        site: town.site_for(false),
        accounts,
        town,
        token: String::new(),
        lead,
    };
    let own = [
        "task.read",
        "task.accept",
        "task.report",
        "task.explain",
        "task.request_extension",
    ];
    let orders = [
        "task.read",
        "task.issue",
        "task.confirm",
        "task.return",
        "task.extend",
        "task.cancel",
        "task.demand_explanation",
    ];
    let tokens = [
        desk.token_for("an", &own),
        desk.token_for("bi-thu", &orders),
    ];
    (desk, tokens)
}

impl Desk {
    /// Sends a write with everything that can go wrong before it: without a tag,
    /// with an old one; then once, again, and with the key of another.
    async fn written(&mut self, token: &str, task: &str, act: &str, body: Value, kind: &str) {
        self.token = token.to_owned();
        let path = format!("{task}/{act}");
        let before = self.head();
        let tag = self.get(task).await.headers[header::ETAG].clone();
        let tag = tag.to_str().unwrap();
        let needs = self.post(&path, &[], &body).await;
        assert_eq!(
            (needs.status.as_u16(), problem(&needs).as_str()),
            (428, "needs-if-match"),
            "{act}"
        );
        let old = self.post(&path, &[("if-match", "\"1000\"")], &body).await;
        assert_eq!(
            (old.status.as_u16(), problem(&old).as_str()),
            (412, "stale"),
            "{act}"
        );
        assert_eq!(self.head(), before, "{act}: nothing was done");

        let key = format!("{act}-{before}");
        let headers = [("if-match", tag), ("idempotency-key", key.as_str())];
        let done = self.post(&path, &headers, &body).await;
        assert_eq!(done.status, StatusCode::OK, "{act}: {}", done.text());
        assert_ne!(done.headers[header::ETAG].to_str().unwrap(), tag, "{act}");
        let after = self.head();
        assert!(after > before, "{act}");
        let entry = self.town.folder.ledger().entry(before).unwrap().unwrap();
        assert_eq!(entry.kind, kind);
        self.sent_again(&path, &headers, &body, &done).await;
        assert_eq!(self.head(), after, "{act}: done once");
    }

    /// The same with the same key is the same answer; another body is refused.
    async fn sent_again(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
        done: &Answered,
    ) {
        let again = self.post(path, headers, body).await;
        assert_eq!(again.status, done.status);
        assert_eq!(again.bytes, done.bytes, "{path}");
        assert_eq!(again.headers["idempotency-replayed"], "true");
        let mut other = body.clone();
        other["occurrence"] = json!(7);
        let other = self.post(path, headers, &other).await;
        assert_eq!(
            (other.status.as_u16(), problem(&other).as_str()),
            (422, "key-reused"),
            "{path}"
        );
    }

    fn order(&self, text: &str) -> Value {
        json!({
            "text": text, "leads": [self.lead], "product": "Báo cáo",
            "deadline": "trước ngày 01/10/2024", "importance": "key",
        })
    }

    async fn issued(&self, text: &str) -> String {
        let made = self.post("/api/v1/tasks", &[], &self.order(text)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        made.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    async fn attach(&self, key: &str, bytes: &str) -> Answered {
        let body = format!(
            "--X\r\ncontent-disposition: form-data; name=\"file\"; \
             filename=\"../../etc/bao-cao.pdf\"\r\n\r\n{bytes}\r\n--X--\r\n"
        );
        let request = Request::post("/api/v1/attachments")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "multipart/form-data; boundary=X")
            .header("idempotency-key", key);
        self.site.ask(request.body(Body::from(body)).unwrap()).await
    }
}

#[tokio::test]
async fn a_task_goes_its_whole_way_by_programs_each_write_once() {
    let (mut desk, [contact, head]) = desk();
    desk.token.clone_from(&head);
    let body = desk.order("Rà soát tiến độ");
    let before = desk.head();
    let headers = [("idempotency-key", "issue")];
    let made = desk.post("/api/v1/tasks", &headers, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let task = made.headers[header::LOCATION].to_str().unwrap().to_owned();
    let issued = &read(&made)["tasks"][0];
    assert_eq!(issued["lead"]["id"], desk.lead.as_str());
    assert_eq!(
        task,
        format!("/api/v1/tasks/{}", issued["id"].as_str().unwrap())
    );
    let after = desk.head();
    assert!(after > before);
    desk.sent_again("/api/v1/tasks", &headers, &body, &made)
        .await;
    assert_eq!(desk.head(), after, "issued once");
    assert_eq!(desk.get(&task).await.status, StatusCode::OK);

    desk.token.clone_from(&contact);
    let file = desk.attach("file", "%PDF-1.7 a").await;
    assert_eq!(file.status, StatusCode::CREATED, "{}", file.text());
    let kept = read(&file)[0].clone();
    assert_eq!(kept["name"], "bao-cao.pdf", "the last part of a name alone");
    let again = desk.attach("file", "%PDF-1.7 a").await;
    assert_eq!((again.status, &again.bytes), (file.status, &file.bytes));
    assert_eq!(
        problem(&desk.attach("file", "%PDF-1.7 b").await),
        "key-reused"
    );

    let report = json!({
        "percent": 100, "done": true, "narrative": "Đã xong",
        "evidence": [{"hash": kept["hash"], "name": "bao-cao.pdf"}],
    });
    let demand = json!({"question": "Vì sao chưa bắt đầu?", "answer_by": "2024-09-20"});
    let ask = json!({"until": "2024-10-15", "reason": "Chờ số liệu"});
    let extend = json!({
        "deadline": "15/10/2024", "instrument": "12/CV-TU ngày 10/9/2024",
        "allowed_by": "Bí thư", "reason": "Chờ số liệu",
    });
    for (who, act, body, kind) in [
        (&contact, "accept", json!({}), "task.accepted"),
        (
            &head,
            "demand-explanation",
            demand,
            "task.explanation_demanded",
        ),
        (
            &contact,
            "explain",
            json!({"answer": "Mới nhận"}),
            "task.explained",
        ),
        (
            &contact,
            "request-extension",
            ask,
            "task.extension_requested",
        ),
        (&head, "extend", extend, "task.extended"),
        (&contact, "report", report.clone(), "task.reported"),
        (
            &head,
            "return",
            json!({"reason": "Thiếu phụ lục"}),
            "task.returned",
        ),
        (&contact, "report", report, "task.reported"),
        (&head, "confirm", json!({"note": "Tốt"}), "task.confirmed"),
    ] {
        desk.written(who, &task, act, body, kind).await;
    }
    desk.token.clone_from(&head);
    let other = desk.issued("Việc sẽ hủy").await;
    let cancel = json!({"reason": "Trùng việc khác"});
    desk.written(&head, &other, "cancel", cancel, "task.cancelled")
        .await;
    assert_eq!(read(&desk.get(&other).await)["status"], "cancelled");
}

#[tokio::test]
async fn a_table_with_a_key_is_taken_once() {
    let (mut desk, [contact, _]) = desk();
    desk.token = contact;
    let headers = [("content-type", "text/csv"), ("idempotency-key", "t")];
    let table = "task,percent,done,narrative\nnv-000006,40,false,Tốt\n";
    let path = "/api/v1/reports.csv";
    let done = desk.ask("POST", path, &headers, table).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let after = desk.head();
    let again = desk.ask("POST", path, &headers, table).await;
    assert_eq!((again.status, &again.bytes), (done.status, &done.bytes));
    let other = table.replace("40", "41");
    let other = desk.ask("POST", path, &headers, &other).await;
    assert_eq!(problem(&other), "key-reused");
    assert_eq!(desk.head(), after);
}

#[tokio::test]
async fn a_list_holds_everything_once_while_it_grows() {
    let (mut desk, [_, head]) = desk();
    desk.token = head;
    let (mut seen, mut cursor, mut added) = (Vec::new(), String::new(), Vec::new());
    let there = desk.town.city().tasks.iter().count();
    loop {
        let path = format!("/api/v1/tasks?limit=7&cursor={cursor}");
        let page = read(&desk.get(&path).await);
        for item in page["items"].as_array().unwrap() {
            seen.push(item["id"].as_str().unwrap().to_owned());
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        cursor = next.to_owned();
        if added.len() < 3 {
            let made = desk.issued(&format!("Việc mới {}", added.len())).await;
            added.push(made.rsplit('/').next().unwrap().to_owned());
        }
    }
    assert!(seen.is_sorted() && seen.windows(2).all(|two| two[0] != two[1]));
    assert_eq!(seen.len(), there + added.len());
    assert!(added.iter().all(|id| seen.contains(id)), "{added:?}");
}

/// Two gigabytes: refused by their length before a byte is read, and where no
/// length is said as soon as the limit is passed; the answer says the limit.
#[tokio::test]
async fn an_upload_of_two_gigabytes_is_refused_early_and_the_limit_is_said() {
    let (mut desk, [contact, _]) = desk();
    desk.token = contact;
    let request = || {
        Request::post("/api/v1/attachments")
            .header("authorization", format!("Bearer {}", desk.token))
            .header("content-type", "multipart/form-data; boundary=X")
    };
    let told = request().header("content-length", "2147483648");
    let refused = desk.site.ask(told.body(Body::from("--X")).unwrap()).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(problem(&refused), "too-large");
    let said = read(&refused).to_string();
    assert!(said.contains("MiB") || said.contains("MB"), "{said}");

    let sent = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&sent);
    let head = "--X\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
    let chunks = (0..2048).map(move |nth| {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let bytes = match nth {
            0 => head.as_bytes().to_vec(),
            _ => vec![0; 1 << 20],
        };
        Ok::<_, std::io::Error>(bytes)
    });
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let refused = desk.site.ask(request().body(body).unwrap()).await;
    assert_eq!(
        refused.status,
        StatusCode::PAYLOAD_TOO_LARGE,
        "{}",
        refused.text()
    );
    let sent = sent.load(std::sync::atomic::Ordering::Relaxed);
    assert!(sent < 80, "{sent} MiB were read");
}
