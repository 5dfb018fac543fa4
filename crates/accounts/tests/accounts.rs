//! What accounts promise.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use dondoc_accounts::{Accounts, AccountsError, LinkKind, NewAccount, Origin, Refusal, Token};
use jiff::{Timestamp, ToSpan as _};

const GOOD: &str = "bốn từ dễ nhớ thôi";

fn now() -> Timestamp {
    "2024-10-01T01:00:00Z".parse().unwrap()
}

fn from(source: &str) -> Origin {
    Origin {
        source: source.to_owned(),
        agent: "test".to_owned(),
        device: None,
    }
}

fn with(login: &str) -> (Accounts, dondoc_accounts::AccountId) {
    let accounts = Accounts::in_memory().unwrap();
    let new = NewAccount {
        login: login.to_owned(),
        name: "Nguyễn Thị An".to_owned(),
        ..NewAccount::default()
    };
    let id = accounts.create(&new, now()).unwrap().id;
    accounts.set_password(id, GOOD, now()).unwrap();
    (accounts, id)
}

fn refusal<T: std::fmt::Debug>(result: Result<T, AccountsError>) -> Refusal {
    match result {
        Err(AccountsError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_session_holds_until_it_is_ended() {
    let (accounts, id) = with("an");
    let signed = accounts
        .sign_in(" An ", GOOD, &from("a"), now())
        .unwrap()
        .done()
        .unwrap();
    let (session, account) = accounts.session(&signed.token, now()).unwrap().unwrap();
    assert_eq!((session.account, account.id), (id, id));
    assert!(accounts.end(id, &session.id).unwrap());
    assert!(accounts.session(&signed.token, now()).unwrap().is_none());
}

#[test]
fn a_session_ends_when_idle_and_when_old() {
    let (accounts, _) = with("an");
    let signed = accounts
        .sign_in("an", GOOD, &from("a"), now())
        .unwrap()
        .done()
        .unwrap();
    let idle = now() + 13.hours();
    assert!(accounts.session(&signed.token, idle).unwrap().is_none());
    let mut at = now();
    for _ in 0..16 {
        at += 11.hours();
        let there = accounts.session(&signed.token, at).unwrap().is_some();
        assert_eq!(there, at < now() + 168.hours(), "{at}");
    }
}

#[test]
fn a_clock_set_back_a_little_ends_no_session() {
    let (accounts, _) = with("an");
    let signed = accounts
        .sign_in("an", GOOD, &from("a"), now())
        .unwrap()
        .done()
        .unwrap();
    let back = now() - 10.minutes();
    assert!(accounts.session(&signed.token, back).unwrap().is_some());
    let far = now() - 30.hours();
    assert!(accounts.session(&signed.token, far).unwrap().is_none());
}

#[test]
fn unknown_name_wrong_password_and_switched_off_get_the_same_answer() {
    let (accounts, id) = with("an");
    let wrong = refusal(accounts.sign_in("an", "khác hẳn", &from("a"), now()));
    let unknown = refusal(accounts.sign_in("nobody", GOOD, &from("a"), now()));
    accounts.set_active(id, false, now()).unwrap();
    let off = refusal(accounts.sign_in("an", GOOD, &from("a"), now()));
    assert_eq!([&wrong, &unknown], [&off, &off]);
    assert_eq!(off, Refusal::WrongSignIn);
}

#[test]
fn guesses_slow_down_their_own_source_only() {
    let (accounts, _) = with("an");
    for _ in 0..6 {
        let _ = accounts.sign_in("an", "guess", &from("attacker"), now());
    }
    let held = refusal(accounts.sign_in("an", GOOD, &from("attacker"), now()));
    assert!(matches!(held, Refusal::Wait { .. }), "{held:?}");
    assert!(accounts.sign_in("an", GOOD, &from("home"), now()).is_ok());
    let later = now() + 10.minutes();
    assert!(
        accounts
            .sign_in("an", GOOD, &from("attacker"), later)
            .is_ok()
    );
}

#[test]
fn a_known_device_is_not_held_up_by_strangers_at_its_address() {
    let (accounts, _) = with("an");
    let known = accounts
        .sign_in("an", GOOD, &from("office"), now())
        .unwrap()
        .done()
        .unwrap();
    for _ in 0..8 {
        let _ = accounts.sign_in("an", "guess", &from("office"), now());
    }
    assert!(matches!(
        refusal(accounts.sign_in("an", GOOD, &from("office"), now())),
        Refusal::Wait { .. }
    ));
    let device = Origin {
        device: Some(known.device.as_str().to_owned()),
        ..from("office")
    };
    assert!(accounts.sign_in("an", GOOD, &device, now()).is_ok());
}

#[test]
fn somebody_elses_session_cannot_be_ended() {
    let (accounts, _) = with("an");
    let other = NewAccount {
        login: "binh".to_owned(),
        name: "Bình".to_owned(),
        ..NewAccount::default()
    };
    let other = accounts.create(&other, now()).unwrap().id;
    let signed = accounts
        .sign_in("an", GOOD, &from("a"), now())
        .unwrap()
        .done()
        .unwrap();
    assert!(!accounts.end(other, &signed.session).unwrap());
    assert!(accounts.session(&signed.token, now()).unwrap().is_some());
}

#[test]
fn a_new_password_ends_every_session() {
    let (accounts, id) = with("an");
    let signed = accounts
        .sign_in("an", GOOD, &from("a"), now())
        .unwrap()
        .done()
        .unwrap();
    accounts
        .set_password(id, "một câu khác dài hơn", now())
        .unwrap();
    assert!(accounts.session(&signed.token, now()).unwrap().is_none());
}

#[test]
fn the_first_administrator_comes_from_a_link_that_works_once() {
    let accounts = Accounts::in_memory().unwrap();
    let token = accounts.set_up_link(now()).unwrap().unwrap();
    let new = NewAccount {
        login: "quan-tri".to_owned(),
        name: "Quản trị".to_owned(),
        ..NewAccount::default()
    };
    let short = refusal(accounts.use_link(&token, "ngắn", Some(&new), now()));
    assert_eq!(short, Refusal::PasswordShort);
    assert_eq!(
        accounts.look_up(&token, now()).unwrap().kind,
        LinkKind::SetUp
    );
    let admin = accounts.use_link(&token, GOOD, Some(&new), now()).unwrap();
    assert!(admin.is_admin);
    let again = refusal(accounts.use_link(&token, GOOD, Some(&new), now()));
    assert_eq!(again, Refusal::DeadLink);
    assert!(accounts.set_up_link(now()).unwrap().is_none());
    let last = refusal(accounts.set_active(admin.id, false, now()));
    assert_eq!(last, Refusal::LastAdministrator);
}

#[test]
fn an_invitation_dies_with_time_and_with_the_next_one() {
    let (accounts, _) = with("an");
    let new = NewAccount {
        login: "chi".to_owned(),
        name: "Chi".to_owned(),
        ..NewAccount::default()
    };
    let id = accounts.create(&new, now()).unwrap().id;
    let first = accounts.link(id, now()).unwrap();
    let second = accounts.link(id, now()).unwrap();
    assert_eq!(refusal(accounts.look_up(&first, now())), Refusal::DeadLink);
    assert!(accounts.look_up(&second, now()).is_ok());
    let late = now() + 200.hours();
    assert_eq!(refusal(accounts.look_up(&second, late)), Refusal::DeadLink);
}

#[test]
fn passwords_that_are_tried_first_are_refused() {
    let (accounts, id) = with("nguyen.van.an");
    for bad in [
        "123456789012",
        "aaaaaaaaaaaaaaa",
        "nguyen.van.an1",
        "Mat khau 123456",
    ] {
        let said = refusal(accounts.set_password(id, bad, now()));
        assert_eq!(said, Refusal::PasswordGuessable, "{bad}");
    }
    assert_eq!(
        refusal(accounts.set_password(id, &"dài ".repeat(100), now())),
        Refusal::PasswordLong
    );
}

#[test]
fn a_login_is_plain_and_there_once() {
    let (accounts, _) = with("an");
    for bad in ["", "a", "Nguyễn", "a b", "an\0x", "../../etc"] {
        let new = NewAccount {
            login: bad.to_owned(),
            name: "x".to_owned(),
            ..NewAccount::default()
        };
        let said = refusal(accounts.create(&new, now()));
        assert!(matches!(said, Refusal::BadLogin { .. }), "{bad:?}");
    }
    let new = NewAccount {
        login: "AN".to_owned(),
        name: "x".to_owned(),
        ..NewAccount::default()
    };
    let said = refusal(accounts.create(&new, now()));
    assert!(matches!(said, Refusal::LoginTaken { .. }));
}

#[test]
fn a_made_up_token_opens_nothing_and_is_not_shown() {
    let (accounts, _) = with("an");
    let token = Token::sent("' OR 1=1 --");
    assert!(accounts.session(&token, now()).unwrap().is_none());
    assert_eq!(format!("{token:?}"), "Token(..)");
}

#[test]
fn the_file_is_read_by_its_owner_only_and_opens_again() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("accounts.sqlite");
    let new = NewAccount {
        login: "an".to_owned(),
        name: "An".to_owned(),
        ..NewAccount::default()
    };
    Accounts::open(&path).unwrap().create(&new, now()).unwrap();
    let again = Accounts::open(&path).unwrap();
    assert_eq!(again.accounts().unwrap().len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}
