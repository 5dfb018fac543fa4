//! Delivery from a real ledger, to addresses that take, refuse and vanish.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use dondoc_ledger::{Actor, Append, Ledger, MemoryAttachments, MemoryStore, NewEntry, Seeded};
use dondoc_webhooks::{Courier, Hooks, Posted, State, over_http, sign};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};

struct Place {
    ledger: Ledger,
    hooks: Hooks,
    _folder: tempfile::TempDir,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(
            Box::new(MemoryStore::default()),
            Box::new(MemoryAttachments::default()),
            Box::new(Seeded::new(b"webhook tests")),
        );
        Self {
            ledger: ledger.unwrap(),
            hooks: Hooks::open(&folder.path().join("webhooks.sqlite")).unwrap(),
            _folder: folder,
        }
    }

    fn write(&self, kind: &str) {
        let entry = NewEntry {
            stream: "task/nv-000001".to_owned(),
            kind: kind.to_owned(),
            schema: 1,
            valid: date(2024, 9, 1),
            actor: Actor {
                person: "nguyen-van-a".to_owned(),
                post: "so-noi-vu.head".to_owned(),
                unit: "so-noi-vu".to_owned(),
                delegation: None,
            },
            payload: json!({"secret": "lời văn"}),
            attachments: Vec::new(),
        };
        let append = Append {
            entries: vec![entry],
            ..Append::default()
        };
        self.ledger.append(append, at(0)).unwrap();
    }

    fn courier(&self) -> Courier<'_> {
        Courier {
            hooks: &self.hooks,
            ledger: &self.ledger,
            origin: "test.invalid/hanoi",
        }
    }
}

fn taken() -> Posted {
    Posted {
        is_taken: true,
        answer: "204".to_owned(),
    }
}

#[test]
fn entries_come_in_order_once_and_only_of_the_kinds_asked_for() {
    let place = Place::new();
    for kind in ["task.issued", "meeting.opened", "task.reported"] {
        place.write(kind);
    }
    place
        .hooks
        .add("https://a.vn/", &["task."], 0, at(0))
        .unwrap();
    place.hooks.add("https://b.vn/", &[], 2, at(0)).unwrap();
    let sent = RefCell::new(Vec::new());
    let post = |url: &str, _: &[(&str, &str)], body: &[u8]| {
        let event: Value = serde_json::from_slice(body).unwrap();
        let text = String::from_utf8_lossy(body);
        assert!(
            !text.contains("lời văn") && !text.contains("nguyen-van-a"),
            "{text}"
        );
        sent.borrow_mut()
            .push(format!("{url} {}", event["type"].as_str().unwrap()));
        taken()
    };
    let courier = place.courier();
    courier.round(&|| at(1), &post).unwrap();
    courier.round(&|| at(2), &post).unwrap();
    let mut all = sent.borrow().clone();
    all.sort();
    assert_eq!(
        all,
        [
            "https://a.vn/ dondoc.task.issued",
            "https://a.vn/ dondoc.task.reported",
            "https://b.vn/ dondoc.task.reported",
        ]
    );
    assert!(
        place
            .hooks
            .all()
            .unwrap()
            .iter()
            .all(|hook| hook.position == 3)
    );
}

#[test]
fn an_address_that_fails_is_asked_again_later_and_loses_nothing() {
    let place = Place::new();
    for _ in 0..3 {
        place.write("task.issued");
    }
    let (id, _) = place.hooks.add("https://a.vn/", &[], 0, at(0)).unwrap();
    let sent = RefCell::new(Vec::new());
    let is_up = RefCell::new(false);
    let post = |_: &str, headers: &[(&str, &str)], body: &[u8]| {
        let event: Value = serde_json::from_slice(body).unwrap();
        let name = headers
            .iter()
            .find(|(name, _)| *name == "webhook-id")
            .unwrap()
            .1;
        sent.borrow_mut()
            .push((event["id"].as_str().unwrap().to_owned(), name.to_owned()));
        // The second entry is refused until it is up.
        let is_taken = *is_up.borrow() || event["id"] != "1";
        Posted {
            is_taken,
            answer: "503".to_owned(),
        }
    };
    let courier = place.courier();
    let first = courier.round(&|| at(10), &post).unwrap();
    assert_eq!((first.taken, first.failed), (1, 1));
    let hook = place.hooks.all().unwrap().remove(0);
    assert_eq!(hook.position, 1);
    assert!(matches!(hook.state, State::Failing { .. }), "{hook:?}");
    // Not before its time; then the same message again, under the same name.
    assert_eq!(courier.round(&|| at(12), &post).unwrap().taken, 0);
    *is_up.borrow_mut() = true;
    let second = courier.round(&|| at(20), &post).unwrap();
    assert_eq!((second.taken, second.failed), (2, 0));
    let all = sent.borrow();
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["0", "1", "1", "2"]);
    assert_eq!(all[1].1, all[2].1);
    assert_eq!(all[1].1, format!("msg_{}_1", id.0));
}

#[test]
fn after_three_days_it_waits_for_a_person_and_then_goes_on_where_it_stood() {
    let place = Place::new();
    place.write("task.issued");
    let (id, _) = place.hooks.add("https://a.vn/", &[], 0, at(0)).unwrap();
    let down = |_: &str, _: &[(&str, &str)], _: &[u8]| Posted {
        is_taken: false,
        answer: "connection refused".to_owned(),
    };
    let courier = place.courier();
    let mut now = 0;
    let state = || place.hooks.all().unwrap().remove(0).state;
    let mut tries = 0;
    while state() != State::Off {
        now += 3600;
        tries += courier.round(&|| at(now), &down).unwrap().failed;
        assert!(now < 10 * 24 * 3600);
    }
    assert!(now >= 3 * 24 * 3600 && tries > 50, "{now} {tries}");
    let up = |_: &str, _: &[(&str, &str)], _: &[u8]| taken();
    assert_eq!(courier.round(&|| at(now + 1), &up).unwrap().taken, 0);
    place.hooks.switch(&id, true).unwrap();
    assert_eq!(courier.round(&|| at(now + 2), &up).unwrap().taken, 1);
}

#[test]
fn a_message_over_the_network_is_signed() {
    let place = Place::new();
    place.write("task.issued");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (_, shown) = place.hooks.add(&url, &[], 0, at(0)).unwrap();
    let receiver = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut all = Vec::new();
        let mut piece = [0; 4096];
        loop {
            let read = stream.read(&mut piece).unwrap();
            all.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&all).to_string();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(": ")?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.parse::<usize>().unwrap())
                });
                if length.is_none_or(|length| body.len() >= length) {
                    break;
                }
            }
        }
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .unwrap();
        String::from_utf8(all).unwrap()
    });
    let post = over_http();
    let done = place.courier().round(&|| at(5), &post).unwrap();
    assert_eq!((done.taken, done.failed), (1, 0));
    let asked = receiver.join().unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    let value = |name: &str| {
        let line = head
            .lines()
            .find(|line| line.to_ascii_lowercase().starts_with(name))
            .unwrap();
        line.split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(
        value("content-type"),
        "application/cloudevents+json; charset=utf-8"
    );
    use base64::Engine as _;
    let key = shown.strip_prefix("whsec_").unwrap();
    let key = base64::engine::general_purpose::STANDARD
        .decode(key)
        .unwrap();
    let signed = sign(&key, &value("webhook-id"), at(5), body.as_bytes());
    assert_eq!(value("webhook-signature"), signed);
    let event: Value = serde_json::from_str(body).unwrap();
    assert_eq!(event["specversion"], "1.0");
    assert_eq!(event["subject"], "task/nv-000001");
}
