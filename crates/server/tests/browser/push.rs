//! A notice on its way: an entry, the site's worker, a push service, the browser's
//! service worker, what a person sees. The push service is one of this test, since a
//! browser takes subscriptions from its maker's servers alone, which are not asked
//! here; what the service was handed is opened with the subscription's keys and given
//! to Chromium's service worker by `ServiceWorker.deliverPushMessage`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dondoc_accounts::{Accounts, NewAccount};
use dondoc_ledger_sqlite::DataFolder;
use dondoc_outbox::Outbox;
use dondoc_registry::Role;
use dondoc_server::{Options, SiteState, tell_people};
use jiff::civil::date;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde_json::{Value, json};

use super::driver::Browser;
use super::town::Town;
use super::{PASSWORD, issue_an_order, now, office_of, sign_in};

/// A push service on this machine; it keeps the bodies that it is handed.
struct Service {
    endpoint: String,
    handed: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Service {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}/push/1", listener.local_addr().unwrap());
        let handed: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let all = Arc::clone(&handed);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    lines.read_line(&mut line).unwrap();
                    if line.trim().is_empty() {
                        break;
                    }
                    let lower = line.to_ascii_lowercase();
                    if let Some(said) = lower.strip_prefix("content-length:") {
                        length = said.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                lines.read_exact(&mut body).unwrap();
                all.lock().unwrap().push(body);
                let said = "HTTP/1.1 201 -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                stream.write_all(said.as_bytes()).unwrap();
            }
        });
        Self { endpoint, handed }
    }

    fn handed(&self) -> Vec<Vec<u8>> {
        self.handed.lock().unwrap().clone()
    }
}

/// Posts a form of the page that is shown, as the page's own script would.
fn post(it: &Browser, path: &str, fields: &Value) {
    let script = format!(
        "const done = arguments[arguments.length - 1]; \
         const body = new URLSearchParams({fields}); \
         body.set('_token', document.querySelector('input[name=_token]').value); \
         fetch('{path}', {{ method: 'POST', body }}).then((it) => done(it.status), (e) => done(String(e)))"
    );
    let status = it.wait_for(&script);
    assert_eq!(status, 200, "{path}");
}

fn notifications(it: &Browser) -> Value {
    it.wait_for(
        "const done = arguments[arguments.length - 1]; \
         navigator.serviceWorker.ready.then((it) => it.getNotifications()) \
         .then((all) => done(all.map((it) => [it.title, it.body, it.tag, it.data.url])))",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_goes_from_an_entry_to_the_screen_once_across_a_restart() {
    // People are told by the posts they hold on the day of the entry, which is today:
    // the department that helps is there to this day.
    let mut town = Town::new();
    town.employ("linh", "so-noi-vu", Role::Contact);
    let office = office_of(town).await;
    let accounts = Accounts::open(&office.town.folder.path().join("accounts.sqlite")).unwrap();
    let new = NewAccount {
        login: "linh".to_owned(),
        name: "Người linh".to_owned(),
        person: Some("linh".parse().unwrap()),
        ..NewAccount::default()
    };
    let id = accounts.create(&new, now()).unwrap().id;
    accounts.set_password(id, PASSWORD, now()).unwrap();
    let (site, state) = (office.site.clone(), Arc::clone(&office.state));
    let folder = office.town.folder.path().to_owned();
    let done = tokio::task::spawn_blocking(move || match Browser::start(&site) {
        Some(it) => story(&it, &site, &state, &folder),
        None => eprintln!("skipped: chromium or chromedriver is missing; try `cargo xtask needs`"),
    });
    done.await.unwrap();
    drop(office);
}

fn story(it: &Browser, site: &str, state: &Arc<SiteState>, folder: &std::path::Path) {
    let service = Service::open();
    let (secret, auth) = (SecretKey::from_slice(&[7; 32]).unwrap(), [7_u8; 16]);
    let point = secret.public_key().to_encoded_point(false);

    // The contact wants to be told at once, at any hour, in this browser.
    sign_in(it, "linh");
    it.open("/notices/settings");
    let wishes = json!({ "digest": "at-once", "from": "00:00", "until": "00:00", "budget": "50" });
    post(it, "/notices/settings", &wishes);
    let subscription = json!({
        "do": "subscribe", "device": "Máy bàn", "endpoint": service.endpoint,
        "key": URL_SAFE_NO_PAD.encode(point.as_bytes()), "auth": URL_SAFE_NO_PAD.encode(auth),
    });
    post(it, "/notices/push", &subscription);
    it.open("/notices/settings");
    assert!(it.words().contains("Máy bàn"), "{}", it.words());

    // What happened before today is told to nobody: it would spend the day's budget.
    let outbox = Outbox::open(&folder.join("notices.sqlite")).unwrap();
    let files = DataFolder::open(folder).unwrap();
    let size = files.ledger().poll_head().unwrap();
    outbox.begin_at(size).unwrap();
    tell_people(state).unwrap();
    issue_an_order(it);
    let read = |body: &Vec<u8>| -> Value {
        let auth = web_push_native::Auth::clone_from_slice(&auth);
        let plain = web_push_native::decrypt(body.clone(), &secret, &auth).unwrap();
        serde_json::from_slice(&plain).unwrap()
    };
    let is_it = |said: &Value| {
        said["body"]
            .as_str()
            .is_some_and(|it| it.contains("rà soát dự án"))
    };
    let of_order = || -> Vec<Value> {
        let said = service.handed().iter().map(read).collect::<Vec<_>>();
        said.into_iter().filter(is_it).collect()
    };
    for _ in 0..300 {
        if !of_order().is_empty() {
            break;
        }
        pause(100);
    }
    let said = of_order();
    assert_eq!(said.len(), 1, "{said:?} of {}", service.handed().len());

    // Another server over the same folder, as after a restart, tells nobody again.
    let options = Options {
        today: Some(date(2024, 9, 10)),
        public_url: Some(site.to_owned()),
        ..Options::default()
    };
    let again = SiteState::open(Arc::new(DataFolder::open(folder).unwrap()), options).unwrap();
    let again = Arc::new(again);
    tell_people(&again).unwrap();
    pause(5000);
    assert_eq!(of_order().len(), 1);
    drop(again);

    // Chromium's service worker is given what the service was handed.
    sign_in(it, "linh");
    it.open("/notices/settings");
    let grant = json!({ "origin": site, "permissions": ["notifications"] });
    it.devtools("Browser.grantPermissions", &grant);
    let ready = it.wait_for(
        "const done = arguments[arguments.length - 1]; \
         navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready) \
         .then((it) => done(it.scope), (e) => done(String(e)))",
    );
    assert_eq!(ready, format!("{site}/"));
    it.devtools("ServiceWorker.enable", &json!({}));
    let message = said[0].to_string();
    let permission = it.run("return Notification.permission", &json!([]));
    assert_eq!(permission, "granted");
    for _ in 0..2 {
        // Which number the registration has, nobody says; there is only one.
        for number in 0..4 {
            let number = number.to_string();
            let push = json!({ "origin": site, "registrationId": number, "data": message });
            it.devtools("ServiceWorker.deliverPushMessage", &push);
        }
        pause(1000);
    }
    for _ in 0..100 {
        if notifications(it)
            .as_array()
            .is_some_and(|all| !all.is_empty())
        {
            break;
        }
        pause(100);
    }
    let shown = notifications(it);
    let expected = json!([[
        said[0]["title"],
        said[0]["body"],
        said[0]["tag"],
        said[0]["url"]
    ]]);
    assert_eq!(shown, expected, "shown once, though it came twice");
    // Rubbish shows nothing, and breaks nothing.
    let push = json!({ "origin": site, "registrationId": "0", "data": "<rubbish>" });
    it.devtools("ServiceWorker.deliverPushMessage", &push);
    pause(500);
    assert_eq!(notifications(it), expected);

    // Without the maker's servers no subscription comes, and the page says so.
    it.click("form[data-push] button[type=submit]");
    for _ in 0..400 {
        let said = it.run(
            "return document.querySelector('form[data-push] [role=status]').textContent",
            &json!([]),
        );
        if said != "" {
            return;
        }
        if it.run(
            "return document.querySelector('form[data-push]').dataset.ready ?? ''",
            &json!([]),
        ) == "yes"
        {
            return;
        }
        pause(100);
    }
    panic!("the page says nothing: {}", it.words());
}

fn pause(milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
}
