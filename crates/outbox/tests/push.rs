//! Notices reach a browser over a real push endpoint: encrypted to its keys, signed
//! with the site's, each once, whatever dies in between.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dondoc_kinds::{PersonId, TaskId};
use dondoc_ledger::Seeded;
use dondoc_messages::Lang;
use dondoc_notices::{Digest, Preferences};
use dondoc_outbox::{
    BadSubscription, HttpPusher, MOST_BROWSERS, NotPushed, Outbox, Pusher, Queued, Reader,
    Subscription, Ways, deliver,
};
use jiff::Timestamp;
use p256::SecretKey;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

mod story;

use story::{BASE, Story, at, contact};

/// What the contact owes.
const ORDERS: [&str; 2] = ["Rà soát dự án chậm", "Tổng hợp kết quả"];
const MORNING: &str = "2024-09-04T02:00:00Z";

fn reader(_: &PersonId) -> Reader {
    Reader {
        address: None,
        is_active: true,
        name: "Minh Họa".to_owned(),
        lang: Lang::Vi,
    }
}

/// What the push service was handed.
#[derive(Debug, Clone)]
struct Handed {
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// A push service on this machine.
struct Service {
    base: String,
    handed: Arc<Mutex<Vec<Handed>>>,
    answer: Arc<AtomicU16>,
}

impl Service {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (handed, answer) = (Arc::default(), Arc::new(AtomicU16::new(201)));
        let (all, status): (Arc<Mutex<Vec<Handed>>>, _) =
            (Arc::clone(&handed), Arc::clone(&answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                let mut line = String::new();
                lines.read_line(&mut line).unwrap();
                let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                let mut headers = BTreeMap::new();
                loop {
                    let mut line = String::new();
                    lines.read_line(&mut line).unwrap();
                    match line.trim_end().split_once(": ") {
                        None => break,
                        Some((name, value)) => {
                            headers.insert(name.to_lowercase(), value.to_owned());
                        }
                    }
                }
                let length = headers
                    .get("content-length")
                    .map_or(0, |it| it.parse().unwrap());
                let mut body = vec![0; length];
                lines.read_exact(&mut body).unwrap();
                all.lock().unwrap().push(Handed {
                    path,
                    headers,
                    body,
                });
                let status = status.load(Ordering::SeqCst);
                let said = format!(
                    "HTTP/1.1 {status} -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(said.as_bytes()).unwrap();
            }
        });
        Self {
            base,
            handed,
            answer,
        }
    }

    fn handed(&self) -> Vec<Handed> {
        self.handed.lock().unwrap().clone()
    }
}

/// A browser: keys that only it holds.
struct Browser {
    secret: SecretKey,
    auth: [u8; 16],
    endpoint: String,
}

impl Browser {
    fn new(service: &Service, number: u8) -> Self {
        Self {
            secret: SecretKey::from_slice(&[number; 32]).unwrap(),
            auth: [number; 16],
            endpoint: format!("{}/push/{number}", service.base),
        }
    }

    fn subscription(&self, lang: Lang) -> Subscription {
        use p256::elliptic_curve::sec1::ToEncodedPoint as _;
        let point = self.secret.public_key().to_encoded_point(false);
        let key = URL_SAFE_NO_PAD.encode(point.as_bytes());
        let auth = URL_SAFE_NO_PAD.encode(self.auth);
        Subscription::parse(&self.endpoint, &key, &auth, "Máy bàn", lang).unwrap()
    }

    /// Decrypts by RFC 8291 what was handed to its address.
    fn read(&self, handed: &Handed) -> serde_json::Value {
        assert_eq!(handed.headers["content-encoding"], "aes128gcm");
        let auth = web_push_native::Auth::clone_from_slice(&self.auth);
        let plain = web_push_native::decrypt(handed.body.clone(), &self.secret, &auth).unwrap();
        serde_json::from_slice(&plain).unwrap()
    }
}

/// Verifies the token by RFC 8292, with the key that browsers subscribed with.
fn check_vapid(handed: &Handed, key: &str, origin: &str, now: Timestamp) {
    let said = handed.headers["authorization"]
        .strip_prefix("vapid t=")
        .unwrap();
    let (token, own) = said.split_once(", k=").unwrap();
    assert_eq!(own, key);
    let point = URL_SAFE_NO_PAD.decode(own).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&point).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let signature = Signature::from_slice(&signature).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    let claims = URL_SAFE_NO_PAD
        .decode(signed.split_once('.').unwrap().1)
        .unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], origin);
    assert_eq!(claims["sub"], BASE);
    let left = claims["exp"].as_i64().unwrap() - now.as_second();
    assert!((1..=24 * 3600).contains(&left), "{left}");
}

fn open(folder: &Path) -> Outbox {
    Outbox::open(&folder.join("notices.sqlite")).unwrap()
}

fn at_once(outbox: &Outbox) {
    let wants = Preferences {
        digest: Digest::AtOnce,
        ..Preferences::default()
    };
    outbox.prefer(&contact(), &wants).unwrap();
}

fn may(_: &PersonId, _: &TaskId) -> bool {
    true
}

fn run(outbox: &Outbox, story: &Story, pusher: &dyn Pusher, now: &str) {
    run_reading(outbox, story, pusher, &may, now);
}

fn run_reading(
    outbox: &Outbox,
    story: &Story,
    pusher: &dyn Pusher,
    may_read: &dyn Fn(&PersonId, &TaskId) -> bool,
    now: &str,
) {
    let ways = Ways {
        mailer: None,
        pusher: Some(pusher),
        may_read,
    };
    let chance = Seeded::new(b"run");
    deliver(outbox, &story.city, BASE, &reader, ways, &chance, at(now)).unwrap();
}

fn pusher(outbox: &Outbox) -> HttpPusher {
    HttpPusher::new(outbox, BASE, &Seeded::new(b"vapid")).unwrap()
}

#[test]
fn each_notice_reaches_each_browser_once_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let (story, service) = (Story::begin(ORDERS), Service::open());
    let (desk, phone) = (Browser::new(&service, 1), Browser::new(&service, 2));
    let outbox = open(folder.path());
    let key = outbox.push_key(&Seeded::new(b"key")).unwrap();
    let now = at(MORNING);
    outbox
        .subscribe(&contact(), &desk.subscription(Lang::Vi), now)
        .unwrap();
    outbox
        .subscribe(&contact(), &phone.subscription(Lang::En), now)
        .unwrap();
    at_once(&outbox);
    outbox.collect(&story.ledger, &story.city).unwrap();
    run(&outbox, &story, &pusher(&outbox), MORNING);
    // The program ends and starts again; another server looks too.
    drop(outbox);
    let (outbox, other) = (open(folder.path()), open(folder.path()));
    outbox.collect(&story.ledger, &story.city).unwrap();
    for outbox in [&outbox, &other, &outbox] {
        run(outbox, &story, &pusher(outbox), "2024-09-04T02:10:00Z");
    }
    assert_eq!(
        outbox.push_key(&Seeded::new(b"other")).unwrap(),
        key,
        "kept"
    );
    let handed = service.handed();
    assert_eq!(handed.len(), 4, "two notices, two browsers: {handed:?}");
    let mut seen = Vec::new();
    for it in &handed {
        check_vapid(it, &key, &service.base, now);
        assert_eq!(it.headers["ttl"], "86400");
        assert_eq!(it.headers["topic"].len(), 32);
        let browser = if it.path == "/push/1" { &desk } else { &phone };
        let said = browser.read(it);
        let words = said["body"].as_str().unwrap().to_owned();
        assert!(["Rà soát dự án chậm", "Tổng hợp kết quả"].contains(&words.as_str()));
        assert!(said["url"].as_str().unwrap().starts_with("/tasks/nv-"));
        assert_eq!(said["lang"], if it.path == "/push/1" { "vi" } else { "en" });
        assert_ne!(said["title"], "");
        seen.push((it.path.clone(), words));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4, "each once");
    // The other browser's keys open nothing.
    let auth = web_push_native::Auth::clone_from_slice(&desk.auth);
    let of_phone = handed.iter().find(|it| it.path == "/push/2").unwrap();
    assert!(web_push_native::decrypt(of_phone.body.clone(), &desk.secret, &auth).is_err());
}

#[test]
fn a_browser_that_is_gone_is_forgotten_and_one_that_is_busy_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut story, service) = (Story::begin(ORDERS), Service::open());
    let desk = Browser::new(&service, 1);
    let outbox = open(folder.path());
    let now = at(MORNING);
    outbox
        .subscribe(&contact(), &desk.subscription(Lang::Vi), now)
        .unwrap();
    at_once(&outbox);
    outbox.collect(&story.ledger, &story.city).unwrap();
    service.answer.store(503, Ordering::SeqCst);
    run(&outbox, &story, &pusher(&outbox), MORNING);
    assert_eq!(service.handed().len(), 2);
    run(&outbox, &story, &pusher(&outbox), "2024-09-04T02:00:30Z");
    assert_eq!(service.handed().len(), 2, "not before a minute");
    service.answer.store(201, Ordering::SeqCst);
    run(&outbox, &story, &pusher(&outbox), "2024-09-04T02:02:00Z");
    run(&outbox, &story, &pusher(&outbox), "2024-09-04T02:30:00Z");
    assert_eq!(service.handed().len(), 4);
    for gone in [404, 410] {
        outbox
            .subscribe(&contact(), &desk.subscription(Lang::Vi), now)
            .unwrap();
        story.issue("Việc mới");
        outbox.collect(&story.ledger, &story.city).unwrap();
        service.answer.store(gone, Ordering::SeqCst);
        run(&outbox, &story, &pusher(&outbox), "2024-09-04T03:00:00Z");
        assert_eq!(outbox.browsers(&contact()).unwrap(), [], "{gone}");
    }
    assert_eq!(service.handed().len(), 6);
}

/// Dies before it answers for the first push that it took.
struct Dies;

impl Pusher for Dies {
    fn push(&self, _: &Queued, _: Timestamp) -> Result<(), NotPushed> {
        std::panic::resume_unwind(Box::new("the process ended"))
    }
}

#[test]
fn a_push_that_was_claimed_by_a_server_that_died_goes_out_when_the_claim_lapses() {
    let folder = tempfile::tempdir().unwrap();
    let (story, service) = (Story::begin(ORDERS), Service::open());
    let desk = Browser::new(&service, 1);
    let outbox = open(folder.path());
    outbox
        .subscribe(&contact(), &desk.subscription(Lang::Vi), at(MORNING))
        .unwrap();
    at_once(&outbox);
    outbox.collect(&story.ledger, &story.city).unwrap();
    let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        run(&outbox, &story, &Dies, MORNING);
    }));
    assert!(died.is_err());
    drop(outbox);
    let outbox = open(folder.path());
    run(&outbox, &story, &pusher(&outbox), "2024-09-04T02:01:00Z");
    assert_eq!(
        service.handed().len(),
        1,
        "the other notice; the claim still holds"
    );
    for minute in ["06", "07", "20"] {
        let now = format!("2024-09-04T02:{minute}:00Z");
        run(&outbox, &story, &pusher(&outbox), &now);
    }
    assert_eq!(service.handed().len(), 2, "each once");
}

#[test]
fn quiet_hours_mutes_and_the_budget_hold_for_browsers_too() {
    let folder = tempfile::tempdir().unwrap();
    let (mut story, service) = (Story::begin(ORDERS), Service::open());
    let desk = Browser::new(&service, 1);
    let outbox = open(folder.path());
    outbox
        .subscribe(&contact(), &desk.subscription(Lang::Vi), at(MORNING))
        .unwrap();
    let wants = Preferences {
        digest: Digest::AtOnce,
        daily_budget: 2,
        ..Preferences::default()
    };
    outbox.prefer(&contact(), &wants).unwrap();
    outbox.collect(&story.ledger, &story.city).unwrap();
    // 20:00 in Việt Nam.
    run(&outbox, &story, &pusher(&outbox), "2024-09-03T13:00:00Z");
    assert_eq!(service.handed().len(), 0);
    run(&outbox, &story, &pusher(&outbox), MORNING);
    assert_eq!(service.handed().len(), 2);
    story.issue("Việc thứ ba");
    outbox.collect(&story.ledger, &story.city).unwrap();
    run(&outbox, &story, &pusher(&outbox), "2024-09-04T04:00:00Z");
    assert_eq!(service.handed().len(), 2, "the budget of the day is spent");
    run(&outbox, &story, &pusher(&outbox), "2024-09-05T04:00:00Z");
    assert_eq!(service.handed().len(), 3);
    let mut muted = wants;
    muted
        .muted
        .insert(dondoc_notices::Mute::Occasion("issued".into()));
    outbox.prefer(&contact(), &muted).unwrap();
    story.issue("Việc thứ tư");
    outbox.collect(&story.ledger, &story.city).unwrap();
    run(&outbox, &story, &pusher(&outbox), "2024-09-06T04:00:00Z");
    assert_eq!(service.handed().len(), 3);
}

#[test]
fn a_push_says_no_more_than_its_reader_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let (story, service) = (Story::begin(ORDERS), Service::open());
    let desk = Browser::new(&service, 1);
    let outbox = open(folder.path());
    outbox
        .subscribe(&contact(), &desk.subscription(Lang::Vi), at(MORNING))
        .unwrap();
    at_once(&outbox);
    outbox.collect(&story.ledger, &story.city).unwrap();
    run_reading(&outbox, &story, &pusher(&outbox), &|_, _| false, MORNING);
    let handed = service.handed();
    assert_eq!(handed.len(), 2);
    for it in &handed {
        assert_eq!(desk.read(it)["body"], "");
    }
}

#[test]
fn what_is_no_subscription_is_refused_and_the_oldest_browser_gives_way() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::open();
    let good = Browser::new(&service, 1).subscription(Lang::Vi);
    let key = URL_SAFE_NO_PAD.encode(&good.key);
    let auth = URL_SAFE_NO_PAD.encode(&good.auth);
    let parse = |endpoint: &str, key: &str, auth: &str| {
        Subscription::parse(endpoint, key, auth, "x", Lang::Vi).map(|_| ())
    };
    let fine = "https://push.example.org/abc";
    assert_eq!(parse(fine, &key, &auth), Ok(()));
    for endpoint in [
        "http://push.example.org/abc",
        "https://10.0.0.1/abc",
        "https://localhost/abc",
        "https://u@push.example.org/",
        "ftp://push.example.org/",
        "",
    ] {
        let refused = parse(endpoint, &key, &auth);
        assert_eq!(refused, Err(BadSubscription::Endpoint), "{endpoint}");
    }
    let off = URL_SAFE_NO_PAD.encode([4; 65]);
    assert_eq!(parse(fine, &off, &auth), Err(BadSubscription::Key));
    assert_eq!(parse(fine, &key, "AAAA"), Err(BadSubscription::Auth));
    let outbox = open(folder.path());
    for number in 1..=12 {
        let it = Browser::new(&service, number).subscription(Lang::Vi);
        outbox.subscribe(&contact(), &it, at(MORNING)).unwrap();
    }
    let browsers = outbox.browsers(&contact()).unwrap();
    assert_eq!(browsers.len(), MOST_BROWSERS);
    let other: PersonId = "nguoi-khac".parse().unwrap();
    assert!(!outbox.unsubscribe(&other, browsers[0].number).unwrap());
    assert!(outbox.unsubscribe(&contact(), browsers[0].number).unwrap());
    assert_eq!(
        outbox.browsers(&contact()).unwrap().len(),
        MOST_BROWSERS - 1
    );
}
