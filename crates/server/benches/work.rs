//! A working day at once: 64 people write, others read, over 100,000 tasks.
//!
//! Run with `cargo bench -p dondoc-server`. Everything goes through the routes,
//! with sessions, tokens of forms and a real data folder on disk; a write is
//! answered when it is durable and shown.

#![expect(clippy::unwrap_used, reason = "the city is made right here")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use dondoc_accounts::{Accounts, Method, NewAccount, Origin};
use dondoc_calendar::{Rule, Word};
use dondoc_city::{Act, Acting, City, Command, Event, Jurisdiction, civil, found};
use dondoc_kinds::UnitId;
use dondoc_ledger::{Actor, Append, NewEntry, Seeded};
use dondoc_ledger_sqlite::{DataFolder, Settings};
use dondoc_registry::{Command as Enter, PersonRegistered, PostCreated, PostTaken, Role};
use dondoc_server::{Options, SiteState, router};
use dondoc_tasks::{Importance, Issued, IssuedWhen, Source};
use jiff::Timestamp;
use jiff::civil::date;
use tower::ServiceExt as _;

const TASKS: usize = 100_000;
const UNITS: usize = 300;
/// People of each unit.
const PEOPLE: usize = 10;
const CLIENTS: usize = 64;
/// Writes of each client.
const WRITES: usize = 100;
/// Requests a second for pages, and how many of each.
const RATE: u32 = 200;
const READS: usize = 400;
/// Calls of each sort by a program; fewer than one may make at once.
const CALLS: usize = 80;

#[tokio::main]
async fn main() {
    let place = tempfile::tempdir().unwrap();
    let folder = Arc::new(make(&place.path().join("city")));
    let options = Options {
        today: Some(date(2024, 9, 10)),
        ..Options::default()
    };
    let start = Instant::now();
    let state = SiteState::open(Arc::clone(&folder), options).unwrap();
    println!("open over {TASKS} tasks: {:?}", start.elapsed());
    let site = router(Arc::new(state));
    let people = people(&folder);

    all_write(&site, &people, "accept", "").await;
    // The file is there already: what is measured is its name and hash.
    let evidence = folder
        .ledger()
        .attachments()
        .put(b"%PDF-1.7 bench")
        .unwrap();
    let report = format!("&percent=40&narrative=\u{110}ang+l\u{e0}m&kept={evidence}+bao-cao.pdf");
    all_write(&site, &people, "report", &report).await;

    // The first search reads all there is.
    let start = Instant::now();
    read(&site, "/search?q=giai+ngan", &people[0].session).await;
    println!("the first search: {:?}", start.elapsed());
    for path in [
        "/my",
        "/board",
        "/board?by=leader",
        "/search?q=giai+ngan",
        "/search?q=b%C3%A1o+c%C3%A1o+th%E1%BB%B1c+hi%E1%BB%87n",
        "/search?q=%C4%91ang+l%C3%A0m",
        "/search?q=nv-000777",
        "/",
        "/units/u000",
        "/tasks?unit=u000",
        "/tasks?status=late",
        "/tasks",
    ] {
        let mut waits = Vec::new();
        let mut due = Instant::now();
        let mut reading = Vec::new();
        for nth in 0..READS {
            due += Duration::from_secs(1) / RATE;
            tokio::time::sleep_until(due.into()).await;
            // Each in turn: the site lets no session ask so often.
            let session = people[nth % CLIENTS].session.clone();
            let site = site.clone();
            reading.push(tokio::spawn(
                async move { read(&site, path, &session).await },
            ));
        }
        for read in reading {
            waits.push(read.await.unwrap());
        }
        say(path, &mut waits);
    }

    // What other programs do, one at a time: what Redmine is asked in its REST API.
    let token = clerk(&folder);
    for (what, method, path, body) in [
        (
            "create",
            "POST",
            "/api/v1/tasks",
            r#"{"text":"R\u00e0 so\u00e1t ti\u1ebfn \u0111\u1ed9 gi\u1ea3i ng\u00e2n","leads":["u000"],"product":"B\u00e1o c\u00e1o","deadline":"tr\u01b0\u1edbc ng\u00e0y 01/10/2024"}"#,
        ),
        (
            "overdue of one unit",
            "GET",
            "/api/v1/tasks?unit=u000&status=late&limit=25",
            "",
        ),
    ] {
        let mut waits = Vec::new();
        for _ in 0..CALLS {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json")
                .body(Body::from(body))
                .unwrap();
            let start = Instant::now();
            let answer = site.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            let bytes = to_bytes(answer.into_body(), 64 << 20).await.unwrap();
            waits.push(start.elapsed());
            let said = String::from_utf8_lossy(&bytes);
            assert!(status.is_success(), "{what}: {status} {said}");
        }
        say(what, &mut waits);
    }
}

fn say(what: &str, waits: &mut [Duration]) {
    waits.sort_unstable();
    let at = |share: usize| waits[(waits.len() * share / 100).min(waits.len() - 1)];
    println!("{what}: median {:?}, p99 {:?}", at(50), at(99));
}

/// All clients do one thing to each of their tasks, as fast as they are answered.
async fn all_write(site: &Router, people: &[Person], deed: &'static str, fields: &str) {
    let start = Instant::now();
    let writing = people.iter().enumerate().map(|(client, person)| {
        let (site, person, fields) = (site.clone(), person.clone(), fields.to_owned());
        tokio::spawn(async move { write(&site, client, &person, deed, &fields).await })
    });
    let mut waits = Vec::new();
    for written in writing.collect::<Vec<_>>() {
        waits.extend(written.await.unwrap());
    }
    let rate = waits.len() as u128 * 1_000_000 / start.elapsed().as_micros();
    println!(
        "{} durable writes ({deed}) by {CLIENTS} clients: {rate} a second",
        waits.len()
    );
    say("  a write", &mut waits);
}

async fn write(
    site: &Router,
    client: usize,
    person: &Person,
    deed: &str,
    fields: &str,
) -> Vec<Duration> {
    let mut waits = Vec::new();
    for nth in 0..WRITES {
        let task = client + nth * UNITS;
        let request = Request::post(format!("/tasks/nv-{task:06}/{deed}"))
            .header("cookie", format!("session={}", person.session))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("_token={}{fields}", person.token)))
            .unwrap();
        let start = Instant::now();
        let answer = site.clone().oneshot(request).await.unwrap();
        waits.push(start.elapsed());
        assert_eq!(answer.status(), 303);
    }
    waits
}

async fn read(site: &Router, path: &str, session: &str) -> Duration {
    let request = Request::get(path)
        .header("cookie", format!("session={session}"))
        .body(Body::empty())
        .unwrap();
    let start = Instant::now();
    let answer = site.clone().oneshot(request).await.unwrap();
    let is_fine = answer.status().is_success();
    let bytes = to_bytes(answer.into_body(), 64 << 20).await.unwrap();
    let wait = start.elapsed();
    assert!(is_fine && !bytes.is_empty());
    wait
}

#[derive(Clone)]
struct Person {
    session: String,
    token: String,
}

fn unit(n: usize) -> UnitId {
    format!("u{n:03}").parse().unwrap()
}

fn now() -> Timestamp {
    Timestamp::now()
}

/// The first units of the founding stand in for ids of our own.
fn make(path: &std::path::Path) -> DataFolder {
    let at: Timestamp = "2024-01-02T02:00:00Z".parse().unwrap();
    let settings = Settings {
        jurisdiction: "hanoi".to_owned(),
        origin: "bench.invalid/hanoi".to_owned(),
        created: at,
    };
    let entropy = Box::new(Seeded::new(b"work"));
    let folder = DataFolder::create_with(path, &settings, entropy).unwrap();
    let founder = acting();
    found(
        folder.ledger(),
        &Jurisdiction::Hanoi.founding().unwrap(),
        &founder,
        at,
    )
    .unwrap();
    let mut city = City::empty();
    city.catch_up(folder.ledger()).unwrap();
    let mut commands = Vec::new();
    for n in 0..UNITS {
        commands.push(Enter::CreateUnit(dondoc_registry::UnitCreated {
            unit: unit(n),
            kind: "so".into(),
            name: format!("Sở Thử nghiệm {}", letters(n)),
            parent: Some("ub-thanh-pho".parse().unwrap()),
            code: None,
            from: None,
            basis: dondoc_registry::Basis {
                instrument: None,
                source: "bench".to_owned(),
                confidence: dondoc_registry::Confidence::Computed,
            },
        }));
        for nth in 0..PEOPLE {
            employ(&mut commands, n, nth);
        }
    }
    hire(
        &mut commands,
        ("clerk", "Văn thư"),
        ("ub-thanh-pho.clerk-bench", "ub-thanh-pho", Role::Clerk),
    );
    let act = Act {
        command: Command::Registry(commands),
        acting: founder,
        at,
        valid: civil(at),
    };
    city.act(folder.ledger(), &act).unwrap();
    let tasks: Vec<usize> = (0..TASKS).collect();
    for some in tasks.chunks(1000) {
        let append = Append {
            expect: Vec::new(),
            entries: some.iter().map(|n| issued(*n)).collect(),
        };
        folder.ledger().append(append, at).unwrap();
    }
    folder
}

fn employ(commands: &mut Vec<Enter>, n: usize, nth: usize) {
    let name = format!("Người {} {}", letters(n), letters(nth));
    let (person, post) = (format!("p{n:03}-{nth}"), format!("u{n:03}.contact-{nth}"));
    let unit = format!("u{n:03}");
    hire(commands, (&person, &name), (&post, &unit, Role::Contact));
}

/// Registers a person (id, name) in a post (id, unit, role) of their own.
fn hire(commands: &mut Vec<Enter>, (person, name): (&str, &str), post: (&str, &str, Role)) {
    let (post, unit, role) = post;
    let person: dondoc_kinds::PersonId = person.parse().unwrap();
    let post: dondoc_kinds::PostId = post.parse().unwrap();
    commands.push(Enter::RegisterPerson(PersonRegistered {
        person: person.clone(),
        name: name.to_owned(),
    }));
    commands.push(Enter::CreatePost(PostCreated {
        post: post.clone(),
        unit: unit.parse().unwrap(),
        role,
        title: "Cán bộ".to_owned(),
        from: None,
    }));
    commands.push(Enter::TakePost(PostTaken {
        post,
        person,
        on: date(2024, 1, 2),
        instrument: None,
    }));
}

/// Names take no digits.
fn letters(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    [letter(n / 26), letter(n)].iter().collect()
}

fn acting() -> Acting {
    Acting::of("ub-thanh-pho".parse().unwrap())
}

fn issued(n: usize) -> NewEntry {
    let day = 1 + (n % 28) as i8;
    let month = 3 + (n % 9) as i8;
    let event = Issued {
        task: format!("nv-{n:06}").parse().unwrap(),
        item: format!("171-kh-tu.2023.p{}", n / 30).parse().unwrap(),
        text: "Chủ trì, phối hợp với các sở, ngành rà soát, đẩy nhanh tiến độ giải ngân vốn đầu \
               tư công năm 2024, báo cáo Ủy ban nhân dân Thành phố"
            .into(),
        source: Some(Source {
            document: "171-kh-tu.2023".parse().unwrap(),
            start: 1_200,
            end: 1_400,
            clause: None,
        }),
        product: "Báo cáo kết quả thực hiện".into(),
        lead: unit(n % UNITS),
        coordinating: ["so-tai-chinh".parse().unwrap()].into(),
        assigner: "ub-thanh-pho".parse().unwrap(),
        field: None,
        when: IssuedWhen::Once {
            rule: Rule::Day {
                day: date(2024, month, day),
                hour: None,
                word: Word::By,
            },
            from: date(2024, 1, 2).at(8, 0, 0, 0),
            due: date(2024, month, day).at(23, 59, 59, 0),
        },
        targets: [].into(),
        conclusion_of: None,
        importance: Importance::Ordinary,
    };
    let event: Event = dondoc_tasks::Event::from(event).into();
    NewEntry {
        stream: format!("task/nv-{n:06}"),
        kind: event.kind().to_owned(),
        schema: event.schema(),
        valid: date(2024, 1, 2),
        actor: Actor {
            person: String::new(),
            post: String::new(),
            unit: "ub-thanh-pho".to_owned(),
            delegation: None,
        },
        payload: event.to_json().unwrap(),
        attachments: Vec::new(),
    }
}

/// A token of somebody who issues tasks for the city.
fn clerk(folder: &DataFolder) -> String {
    let accounts = Accounts::open(&folder.path().join("accounts.sqlite")).unwrap();
    let new = NewAccount {
        login: "clerk".to_owned(),
        name: "clerk".to_owned(),
        person: Some("clerk".parse().unwrap()),
        ..NewAccount::default()
    };
    let id = accounts.create(&new, now()).unwrap().id;
    let scopes = ["task.read", "task.issue"].map(str::to_owned);
    let made = accounts.make_token(id, "bench", &scopes.into(), 1, now());
    made.unwrap().1.as_str().to_owned()
}

/// One signed-in contact for each client.
fn people(folder: &DataFolder) -> Vec<Person> {
    let accounts = Accounts::open(&folder.path().join("accounts.sqlite")).unwrap();
    let each = (0..CLIENTS).map(|n| {
        let new = NewAccount {
            login: format!("p{n:03}"),
            name: format!("p{n:03}"),
            person: Some(format!("p{n:03}-0").parse().unwrap()),
            ..NewAccount::default()
        };
        let id = accounts.create(&new, now()).unwrap().id;
        let token = accounts
            .begin(id, &Method::Link, &Origin::default(), now())
            .unwrap()
            .token;
        Person {
            session: token.as_str().to_owned(),
            token: token.derive("form").as_str().to_owned(),
        }
    });
    each.collect()
}
