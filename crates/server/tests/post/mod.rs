//! Reminders and notices, over real SMTP, with several servers over one folder.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dondoc_accounts::NewAccount;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_registry::Role;
use dondoc_server::{MailSettings, Options, SiteState, router, tell_people};
use jiff::civil::{Time, date};

use crate::town::{Site, Town};
use crate::workplace::{accounts, now, session};

/// A mail server of few words on a free port of the loopback address.
struct Post {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
}

impl Post {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let post = Self {
            port: listener.local_addr().unwrap().port(),
            mails: Arc::default(),
        };
        let mails = Arc::clone(&post.mails);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mails = Arc::clone(&mails);
                std::thread::spawn(move || converse(stream.unwrap(), &mails));
            }
        });
        post
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    fn settings(&self) -> MailSettings {
        MailSettings {
            url: format!("smtp://127.0.0.1:{}", self.port),
            from: "Đôn Đốc <dondoc@hanoi.example>".to_owned(),
        }
    }
}

fn converse(stream: TcpStream, mails: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    write!(out, "220 post\r\n")?;
    while let Some(Ok(line)) = lines.next() {
        match line.get(..4).unwrap_or(&line).to_ascii_uppercase().as_str() {
            "EHLO" => write!(out, "250-post\r\n250 8BITMIME\r\n")?,
            "DATA" => {
                write!(out, "354 go on\r\n")?;
                let body = lines.by_ref().map_while(Result::ok);
                let mail: Vec<String> = body.take_while(|line| line != ".").collect();
                mails.lock().unwrap().push(mail.join("\n"));
                write!(out, "250 taken\r\n")?;
            }
            "QUIT" => {
                write!(out, "221 bye\r\n")?;
                return Ok(());
            }
            _ => write!(out, "250 yes\r\n")?,
        }
    }
    Ok(())
}

/// A town with a contact who wants to be told at once, at any hour.
async fn at_work() -> (Town, String, String) {
    let mut town = Town::new();
    let lead = town.lead(6);
    town.employ("an", &lead, Role::Contact);
    let accounts = accounts(&town);
    let new = NewAccount {
        login: "an".to_owned(),
        name: "Người an".to_owned(),
        email: Some("an@quan.example".to_owned()),
        person: Some("an".parse().unwrap()),
        ..NewAccount::default()
    };
    accounts.create(&new, now()).unwrap();
    let (session, form) = session(&accounts, "an");
    (town, session, form)
}

/// One server over the town's folder, with everything of its own.
fn server(town: &Town, post: &Post) -> Arc<SiteState> {
    let folder = DataFolder::open(town.folder.path()).unwrap();
    let options = Options {
        today: Some(date(2024, 9, 20)),
        mail: Some(post.settings()),
        remind_from: Time::midnight(),
        ..Options::default()
    };
    let state = Arc::new(SiteState::open(Arc::new(folder), options).unwrap());
    tell_people(&state).unwrap();
    state
}

async fn prefer(site: &Site, session: &str, form: &str) {
    let fields = [
        ("_token", form),
        ("digest", "at-once"),
        ("from", "00:00"),
        ("until", "00:00"),
        ("budget", "50"),
    ];
    let answer = site
        .send("POST", "/notices/settings", Some(session), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// How many reminders of the ladder stand in the ledger, and how many different.
fn reminded(town: &Town) -> (usize, usize) {
    let (mut all, mut different) = (0, BTreeSet::new());
    let ledger = town.folder.ledger();
    let size = ledger.poll_head().unwrap();
    let scanned = ledger.scan_range(0..size, |entry| {
        if entry.kind == "task.reminded" {
            all += 1;
            let payload = String::from_utf8(entry.payload.unwrap().to_vec()).unwrap();
            different.insert(payload);
        }
        ControlFlow::Continue(())
    });
    scanned.unwrap();
    (all, different.len())
}

#[expect(clippy::disallowed_methods, reason = "workers are waited for")]
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn header<'m>(mail: &'m str, name: &str) -> Option<&'m str> {
    let (head, _) = mail.split_once("\n\n")?;
    let line = head.lines().find(|line| line.starts_with(name))?;
    Some(line[name.len()..].trim_start_matches(':').trim())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rung_is_told_once_by_two_servers_and_after_a_restart() {
    let (town, session, form) = at_work().await;
    let post = Post::open();
    // Wishes are kept before anybody is told.
    let quiet = town.site();
    prefer(&quiet, &session, &form).await;
    let (before, _) = reminded(&town);
    let servers = [server(&town, &post), server(&town, &post)];
    until("the ladder runs", || reminded(&town).0 > before).await;
    until("mail goes out", || !post.mails().is_empty()).await;
    let site = Site::over(router(Arc::clone(&servers[0])));
    let inbox = site.send("GET", "/notices", Some(&session), &[]).await;
    assert_eq!(inbox.status, StatusCode::OK);
    let page = inbox.text();
    assert!(page.contains("Quá hạn"), "the late reminder is shown");
    let (all, different) = reminded(&town);
    assert_eq!(all, different, "no rung is written twice");
    let pressing = page.matches("Gấp").count();
    until("every pressing notice is mailed", || {
        post.mails().len() >= pressing
    })
    .await;

    drop((site, servers));
    let again = server(&town, &post);
    // What it has to do it does in its first rounds.
    tokio::time::sleep(Duration::from_secs(5)).await;
    drop(again);
    assert_eq!(reminded(&town), (all, different));
    let mails = post.mails();
    let ids: BTreeSet<_> = mails
        .iter()
        .filter_map(|mail| header(mail, "Message-ID"))
        .collect();
    assert_eq!(ids.len(), mails.len(), "each message went out once");

    // One click in the mail program: no cookie, no page of ours in between.
    let late = mails
        .iter()
        .find_map(|mail| header(mail, "List-Unsubscribe:"));
    let link = late.unwrap().trim_matches(['<', '>']);
    let path = &link[link.find("/mute/").unwrap()..];
    let asked = quiet.get(path).await;
    assert_eq!(asked.status, StatusCode::OK);
    let settings = quiet
        .send("GET", "/notices/settings", Some(&session), &[])
        .await;
    assert!(
        !settings.text().contains("Nhận lại"),
        "looking mutes nothing"
    );
    let click = Request::post(path).body(Body::from("List-Unsubscribe=One-Click"));
    assert_eq!(quiet.ask(click.unwrap()).await.status, StatusCode::OK);
    let settings = quiet
        .send("GET", "/notices/settings", Some(&session), &[])
        .await;
    assert!(settings.text().contains("Nhận lại"));
}

#[tokio::test]
async fn a_calendar_s_address_works_until_it_is_withdrawn() {
    let (town, session, form) = at_work().await;
    let site = town.site_for(false);
    let make = [("_token", form.as_str()), ("do", "make"), ("of", "own")];
    let made = site
        .send("POST", "/notices/feeds", Some(&session), &make)
        .await;
    assert_eq!(made.status, StatusCode::OK);
    let page = made.text();
    let path = &page[page.find("/feeds/").unwrap()..];
    let path = &path[..path.find('"').unwrap()];
    let feed = site.get(path).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(feed.text().contains("BEGIN:VTODO"));
    assert_eq!(
        site.get("/feeds/made-up.ics").await.status,
        StatusCode::NOT_FOUND
    );

    // A unit that one does not work in gives no feed.
    let other = [
        ("_token", form.as_str()),
        ("do", "make"),
        ("of", "so-noi-vu"),
    ];
    let refused = site
        .send("POST", "/notices/feeds", Some(&session), &other)
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    let number = &page[page.find("name=\"number\" value=\"").unwrap() + 21..];
    let number = &number[..number.find('"').unwrap()];
    let away = [
        ("_token", form.as_str()),
        ("do", "withdraw"),
        ("number", number),
    ];
    let gone = site
        .send("POST", "/notices/feeds", Some(&session), &away)
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn wishes_that_make_no_sense_come_back_with_what_is_wrong() {
    let (town, session, form) = at_work().await;
    let fields = [
        ("_token", form.as_str()),
        ("digest", "hourly"),
        ("from", "25:00"),
        ("until", "07:00"),
        ("budget", "0"),
    ];
    let site = town.site();
    let answer = site
        .send("POST", "/notices/settings", Some(&session), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    crate::html::check(&page, "settings");
    assert!(page.contains("value=\"25:00\"") && page.contains("ghi số từ 1 đến 50"));
}

#[tokio::test]
async fn a_browser_is_told_listed_and_revoked_by_its_owner_alone() {
    let (town, session, form) = at_work().await;
    let site = town.site_for(false);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}/push/1", listener.local_addr().unwrap());
    let page = |path: &'static str| site.send("GET", path, Some(&session), &[]);
    let settings = page("/notices/settings").await;
    crate::html::check(&settings.text(), "settings");
    let key = settings.text();
    let key = key.split_once("data-push=\"").unwrap().1;
    let key = key.split_once('"').unwrap().0.to_owned();
    assert_eq!(key.len(), 87, "an uncompressed point in base64url");
    let worker = site.get("/sw.js").await;
    assert_eq!(worker.status, StatusCode::OK);
    assert_eq!(
        worker.headers["content-type"],
        "text/javascript; charset=utf-8"
    );
    // What is no point of the curve is refused, and the page comes back.
    let bad = [
        ("_token", form.as_str()),
        ("do", "subscribe"),
        ("endpoint", endpoint.as_str()),
        ("key", "AAAA"),
        ("auth", "AAAAAAAAAAAAAAAAAAAAAA"),
    ];
    let refused = site
        .send("POST", "/notices/push", Some(&session), &bad)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The site's own key is a point as good as any.
    let mut good = bad;
    good[3] = ("key", key.as_str());
    let fields = [&good[..], &[("device", "Máy <b>bàn</b>")]].concat();
    let taken = site
        .send("POST", "/notices/push", Some(&session), &fields)
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let listed = page("/notices/settings").await.text();
    assert!(listed.contains("Máy &#60;b&#62;bàn") && !listed.contains(&endpoint));
    let number = [
        ("_token", form.as_str()),
        ("do", "revoke"),
        ("number", "999"),
    ];
    let other = site
        .send("POST", "/notices/push", Some(&session), &number)
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let number = [("_token", form.as_str()), ("do", "revoke"), ("number", "1")];
    let gone = site
        .send("POST", "/notices/push", Some(&session), &number)
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(
        !page("/notices/settings")
            .await
            .text()
            .contains("Máy &#60;b")
    );
}
