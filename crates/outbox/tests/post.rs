//! Notices reach a mailbox over real SMTP, each once, whatever dies in between.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use dondoc_kinds::PersonId;
use dondoc_ledger::Seeded;
use dondoc_messages::Lang;
use dondoc_notices::{Digest, Mute, Preferences};
use dondoc_outbox::{
    Letter, MailSettings, Mailer, NotSent, Outbox, Purpose, Reader, SmtpMailer, State, Ways,
    deliver,
};

mod story;

use story::{BASE, Story, at, contact};

/// What the contact owes.
const ORDERS: [&str; 2] = [
    "Rà soát tiến độ giải ngân",
    "Lập danh mục dự án chậm giải phóng mặt bằng",
];

/// By mail alone.
fn by(mailer: &dyn Mailer) -> Ways<'_> {
    Ways {
        mailer: Some(mailer),
        pusher: None,
        may_read: &|_, _| true,
    }
}

fn reader(_: &PersonId) -> Reader {
    Reader {
        address: Some("dau-moi@so-tai-chinh.example".to_owned()),
        is_active: true,
        name: "Đầu mối Sở Tài chính".to_owned(),
        lang: Lang::Vi,
    }
}

fn outbox(folder: &Path) -> Outbox {
    Outbox::open(&folder.join("notices.sqlite")).unwrap()
}

fn at_once() -> Preferences {
    Preferences {
        digest: Digest::AtOnce,
        ..Preferences::default()
    }
}

/// A mail server of few words on a free port of the loopback address.
struct Post {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
    /// What it answers to `MAIL FROM`.
    answer: Arc<AtomicU16>,
}

impl Post {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let post = Self {
            port: listener.local_addr().unwrap().port(),
            mails: Arc::default(),
            answer: Arc::new(AtomicU16::new(250)),
        };
        let (mails, answer) = (Arc::clone(&post.mails), Arc::clone(&post.answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = converse(stream.unwrap(), &mails, &answer);
            }
        });
        post
    }

    fn mailer(&self) -> SmtpMailer {
        let settings = MailSettings {
            url: format!("smtp://127.0.0.1:{}", self.port),
            from: "Đôn Đốc <dondoc@hanoi.example>".to_owned(),
        };
        SmtpMailer::new(&settings, None).unwrap()
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

fn converse(
    stream: TcpStream,
    mails: &Mutex<Vec<String>>,
    answer: &AtomicU16,
) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    write!(out, "220 post\r\n")?;
    while let Some(Ok(line)) = lines.next() {
        match line.get(..4).unwrap_or(&line).to_ascii_uppercase().as_str() {
            "EHLO" => write!(out, "250-post\r\n250 8BITMIME\r\n")?,
            "MAIL" => write!(out, "{} so be it\r\n", answer.load(Ordering::SeqCst))?,
            "DATA" => {
                write!(out, "354 go on\r\n")?;
                let mail: Vec<String> = lines
                    .by_ref()
                    .map_while(Result::ok)
                    .take_while(|line| line != ".")
                    .collect();
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

#[test]
fn an_order_reaches_the_mailbox_once_over_smtp() {
    let folder = tempfile::tempdir().unwrap();
    let (story, outbox, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    let (mailer, chance) = (post.mailer(), Seeded::new(b"mute"));
    outbox.prefer(&contact(), &at_once()).unwrap();
    assert_eq!(outbox.collect(&story.ledger, &story.city).unwrap(), 2);
    assert_eq!(outbox.collect(&story.ledger, &story.city).unwrap(), 0);
    let now = at("2024-09-04T02:00:00Z");
    for _ in 0..3 {
        deliver(
            &outbox,
            &story.city,
            BASE,
            &reader,
            by(&mailer),
            &chance,
            now,
        )
        .unwrap();
    }
    let mails = post.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails[0].contains("Message-ID: <"), "{}", mails[0]);
    assert!(mails[0].contains("Auto-Submitted: auto-generated"));
    assert!(mails[0].contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    let inbox = outbox.inbox(&contact(), 10).unwrap();
    assert_eq!(inbox.unread, 2);
    assert!(inbox.notices.iter().all(|shown| shown.state == State::Sent));
    outbox
        .mark_read(&contact(), story.city.folded(), now)
        .unwrap();
    assert_eq!(outbox.inbox(&contact(), 10).unwrap().unread, 0);
}

#[test]
fn a_digest_holds_all_and_goes_out_once_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let (mut story, outbox, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    let (mailer, chance) = (post.mailer(), Seeded::new(b"mute"));
    outbox.collect(&story.ledger, &story.city).unwrap();
    let now = at("2024-09-04T02:00:00Z");
    deliver(
        &outbox,
        &story.city,
        BASE,
        &reader,
        by(&mailer),
        &chance,
        now,
    )
    .unwrap();
    story.issue("Báo cáo bổ sung");
    outbox.collect(&story.ledger, &story.city).unwrap();
    deliver(
        &outbox,
        &story.city,
        BASE,
        &reader,
        by(&mailer),
        &chance,
        at("2024-09-04T04:00:00Z"),
    )
    .unwrap();
    assert_eq!(post.mails().len(), 1);
    deliver(
        &outbox,
        &story.city,
        BASE,
        &reader,
        by(&mailer),
        &chance,
        at("2024-09-05T00:30:00Z"),
    )
    .unwrap();
    assert_eq!(post.mails().len(), 2);
}

#[test]
fn a_server_that_is_away_loses_nothing_and_is_not_hammered() {
    let folder = tempfile::tempdir().unwrap();
    let (story, outbox, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    let (mailer, chance) = (post.mailer(), Seeded::new(b"mute"));
    outbox.collect(&story.ledger, &story.city).unwrap();
    post.answer.store(451, Ordering::SeqCst);
    let send = |now: &str| {
        deliver(
            &outbox,
            &story.city,
            BASE,
            &reader,
            by(&mailer),
            &chance,
            at(now),
        )
        .unwrap()
    };
    assert_eq!(send("2024-09-04T02:00:00Z").not_sent, 1);
    assert_eq!(send("2024-09-04T02:00:30Z").not_sent, 0, "too early");
    assert_eq!(send("2024-09-04T02:01:30Z").not_sent, 1);
    post.answer.store(250, Ordering::SeqCst);
    assert_eq!(send("2024-09-04T03:00:00Z").sent, 1);
}

#[test]
fn a_refusal_for_good_is_not_tried_again_and_stays_visible() {
    let folder = tempfile::tempdir().unwrap();
    let (story, outbox, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    let (mailer, chance) = (post.mailer(), Seeded::new(b"mute"));
    outbox.collect(&story.ledger, &story.city).unwrap();
    post.answer.store(550, Ordering::SeqCst);
    let send = |now: &str| {
        deliver(
            &outbox,
            &story.city,
            BASE,
            &reader,
            by(&mailer),
            &chance,
            at(now),
        )
        .unwrap()
    };
    assert_eq!(send("2024-09-04T02:00:00Z").not_sent, 1);
    assert_eq!(send("2024-09-06T02:00:00Z").not_sent, 0);
    let inbox = outbox.inbox(&contact(), 10).unwrap();
    assert!(
        inbox
            .notices
            .iter()
            .all(|shown| shown.state == State::Failed)
    );
}

/// Dies after the claim, before it answers.
struct Dies;

impl Mailer for Dies {
    fn send(&self, _: &Letter) -> Result<(), NotSent> {
        panic!("killed while sending")
    }
}

#[test]
fn a_message_claimed_by_a_courier_that_died_goes_out_later_under_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let (story, first, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    first.collect(&story.ledger, &story.city).unwrap();
    let now = at("2024-09-04T02:00:00Z");
    let killed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let chance = Seeded::new(b"a");
        deliver(&first, &story.city, BASE, &reader, by(&Dies), &chance, now)
    }));
    assert!(killed.is_err());
    let second = outbox(folder.path());
    let (mailer, chance) = (post.mailer(), Seeded::new(b"b"));
    let send = |now: &str| {
        deliver(
            &second,
            &story.city,
            BASE,
            &reader,
            by(&mailer),
            &chance,
            at(now),
        )
        .unwrap()
    };
    assert_eq!(
        send("2024-09-04T02:01:00Z").sent,
        0,
        "the claim still holds"
    );
    let lapsed = second
        .lapsed(&contact(), at("2024-09-04T02:06:00Z"))
        .unwrap();
    assert_eq!(lapsed.len(), 1);
    assert_eq!(send("2024-09-04T02:06:00Z").sent, 1);
    assert_eq!(send("2024-09-04T02:30:00Z").sent, 0);
    assert!(
        post.mails()[0].contains(&lapsed[0].0),
        "the same Message-ID"
    );
}

#[test]
fn two_servers_over_one_folder_send_each_message_once() {
    let folder = tempfile::tempdir().unwrap();
    let (story, post) = (Story::begin(ORDERS), Post::open());
    outbox(folder.path())
        .prefer(&contact(), &at_once())
        .unwrap();
    let now = at("2024-09-04T02:00:00Z");
    std::thread::scope(|scope| {
        for seed in [b"one", b"two"] {
            let (story, post) = (&story, &post);
            let folder = folder.path();
            scope.spawn(move || {
                let (own, mailer, chance) = (outbox(folder), post.mailer(), Seeded::new(seed));
                own.collect(&story.ledger, &story.city).unwrap();
                for _ in 0..5 {
                    deliver(&own, &story.city, BASE, &reader, by(&mailer), &chance, now).unwrap();
                }
            });
        }
    });
    assert_eq!(post.mails().len(), 2);
}

#[test]
fn one_click_mutes_a_task_and_a_stranger_s_token_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (story, outbox, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    let (mailer, chance) = (post.mailer(), Seeded::new(b"mute"));
    outbox.prefer(&contact(), &at_once()).unwrap();
    outbox.collect(&story.ledger, &story.city).unwrap();
    let now = at("2024-09-04T02:00:00Z");
    deliver(
        &outbox,
        &story.city,
        BASE,
        &reader,
        by(&mailer),
        &chance,
        now,
    )
    .unwrap();
    let mail = post.mails().remove(0);
    let link = mail
        .lines()
        .find_map(|line| line.strip_prefix("List-Unsubscribe: <"))
        .unwrap();
    let secret = link.trim_end_matches('>').rsplit('/').next().unwrap();
    let (person, purpose) = outbox.granted(secret).unwrap().unwrap();
    assert_eq!(person, contact());
    let Purpose::Mute(task) = purpose else {
        panic!("{purpose:?}")
    };
    let mut wants = outbox.preferences(&person).unwrap();
    wants.muted.insert(Mute::Task(task));
    outbox.prefer(&person, &wants).unwrap();
    assert_eq!(outbox.preferences(&person).unwrap(), wants);
    assert_eq!(outbox.granted("0123").unwrap(), None);
}

#[test]
fn feeds_are_withdrawn_all_at_once_and_mutes_stay() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = outbox(folder.path());
    let now = at("2024-09-04T02:00:00Z");
    let mute = Purpose::Mute("nv-000001".parse().unwrap());
    for (secret, purpose) in [("a", &Purpose::OwnFeed), ("b", &mute)] {
        outbox.grant(secret, &contact(), purpose, now).unwrap();
    }
    assert_eq!(outbox.withdraw_feeds(&contact()).unwrap(), 1);
    assert_eq!(outbox.granted("a").unwrap(), None);
    assert_eq!(outbox.granted("b").unwrap(), Some((contact(), mute)));
}

#[test]
fn a_person_without_an_address_is_told_inside_the_system() {
    let folder = tempfile::tempdir().unwrap();
    let (story, outbox, post) = (Story::begin(ORDERS), outbox(folder.path()), Post::open());
    outbox.collect(&story.ledger, &story.city).unwrap();
    let nobody = |_: &PersonId| Reader {
        address: None,
        is_active: true,
        ..reader(&contact())
    };
    let (mailer, chance) = (post.mailer(), Seeded::new(b"mute"));
    let now = at("2024-09-04T02:00:00Z");
    deliver(
        &outbox,
        &story.city,
        BASE,
        &nobody,
        by(&mailer),
        &chance,
        now,
    )
    .unwrap();
    assert!(post.mails().is_empty());
    let inbox = outbox.inbox(&contact(), 10).unwrap();
    assert!(
        inbox
            .notices
            .iter()
            .all(|shown| shown.state == State::Shown)
    );
    assert_eq!(inbox.unread, 2);
}

#[test]
fn a_running_city_does_not_send_its_past() {
    let folder = tempfile::tempdir().unwrap();
    let (mut story, outbox) = (Story::begin(ORDERS), outbox(folder.path()));
    outbox.begin_at(story.city.folded()).unwrap();
    assert_eq!(outbox.collect(&story.ledger, &story.city).unwrap(), 0);
    story.issue("Việc mới");
    assert_eq!(outbox.collect(&story.ledger, &story.city).unwrap(), 1);
}
