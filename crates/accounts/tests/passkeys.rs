//! Passkeys, with a security key in software that signs as a real one does, and
//! as one in the hands of somebody else would.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::cell::Cell;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dondoc_accounts::{
    AccountId, Accounts, AccountsError, Method, NewAccount, Origin, Refusal, RelyingParty, SignIn,
    SignedIn, Token, What,
};
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::{Timestamp, ToSpan as _};
use sha2::{Digest as _, Sha256};

const ADDRESS: &str = "https://dondoc.example";
const PASSWORD: &str = "bốn từ dễ nhớ thôi";
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

#[expect(
    clippy::disallowed_methods,
    reason = "the library measures its own five minutes by the clock"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A byte string of CBOR (RFC 8949).
fn byte_string(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut out = match length {
        0..24 => vec![0x40 | u8::try_from(length).unwrap()],
        24..256 => vec![0x58, u8::try_from(length).unwrap()],
        _ => [&[0x59][..], &length.to_be_bytes()].concat(),
    };
    out.extend(bytes);
    out
}

/// A security key that holds one passkey.
struct Key {
    secret: SigningKey,
    id: [u8; 16],
    handle: String,
    /// How often it signed; a real key counts by itself.
    count: Cell<u32>,
    /// What the browser says its address is.
    origin: String,
    /// The site that the key was asked for.
    site: String,
    flags: u8,
}

impl Key {
    fn new(seed: u8) -> Self {
        Self {
            secret: SigningKey::from_bytes(&[seed; 32]),
            id: [seed; 16],
            handle: String::new(),
            count: Cell::new(1),
            origin: ADDRESS.to_owned(),
            site: "dondoc.example".to_owned(),
            flags: PRESENT | VERIFIED,
        }
    }

    fn client_data(&self, kind: &str, options: &str) -> String {
        let options: serde_json::Value = serde_json::from_str(options).unwrap();
        let challenge = &options["challenge"];
        format!(
            r#"{{"type":"{kind}","challenge":{challenge},"origin":"{}","crossOrigin":false}}"#,
            self.origin
        )
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.site.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.count.get().to_be_bytes());
        self.count.set(self.count.get() + 1);
        data
    }

    /// Answers `navigator.credentials.create`.
    fn create(&mut self, options: &str) -> String {
        let read: serde_json::Value = serde_json::from_str(options).unwrap();
        self.handle = read["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.authenticator_data(self.flags | ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        // A key of the Edwards curve (RFC 9053, section 7.2).
        data.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21]);
        data.extend(byte_string(self.secret.verifying_key().as_bytes()));
        let attestation = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData"[..],
            &byte_string(&data),
        ]
        .concat();
        let client = self.client_data("webauthn.create", options);
        serde_json::json!({
            "id": b64(&self.id), "rawId": b64(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": b64(client.as_bytes()),
                "attestationObject": b64(&attestation),
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    /// Answers `navigator.credentials.get`.
    fn get(&self, options: &str) -> String {
        let client = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(self.flags);
        let signed = [&data[..], &Sha256::digest(client.as_bytes())].concat();
        serde_json::json!({
            "id": b64(&self.id), "rawId": b64(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": b64(client.as_bytes()),
                "authenticatorData": b64(&data),
                "signature": b64(&self.secret.sign(&signed).to_bytes()),
                "userHandle": self.handle,
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }
}

fn site() -> RelyingParty {
    RelyingParty::of(ADDRESS).unwrap()
}

fn create(accounts: &Accounts, login: &str) -> AccountId {
    let new = NewAccount {
        login: login.to_owned(),
        name: "Nguyễn Thị An".to_owned(),
        ..NewAccount::default()
    };
    let id = accounts.create(&new, now()).unwrap().id;
    accounts.set_password(id, PASSWORD, now()).unwrap();
    id
}

fn refused<T>(result: Result<T, AccountsError>) -> Refusal {
    match result {
        Err(AccountsError::Refused(refusal)) => refusal,
        Err(failure) => panic!("{failure}"),
        Ok(_) => panic!("not refused"),
    }
}

fn register(accounts: &Accounts, id: AccountId, key: &mut Key) {
    let binding = Token::sent("a session");
    let options = accounts
        .begin_passkey(id, &site(), &binding, now())
        .unwrap();
    let answer = key.create(&options);
    accounts
        .finish_passkey(id, &site(), &binding, "Điện thoại", &answer, now())
        .unwrap();
}

/// An account with a passkey.
fn known() -> (Accounts, AccountId, Key) {
    let accounts = Accounts::in_memory().unwrap();
    let id = create(&accounts, "an");
    let mut key = Key::new(7);
    register(&accounts, id, &mut key);
    (accounts, id, key)
}

fn begin(accounts: &Accounts, binding: &str) -> String {
    let binding = Token::sent(binding);
    accounts
        .begin_passkey_sign_in(&site(), &binding, now())
        .unwrap()
}

fn finish(accounts: &Accounts, binding: &str, answer: &str) -> Result<SignedIn, AccountsError> {
    let (binding, from) = (Token::sent(binding), Origin::default());
    accounts.sign_in_by_passkey(&site(), &binding, answer, None, &from, now())
}

#[test]
fn a_passkey_signs_its_owner_in_without_a_name() {
    let (accounts, id, key) = known();
    let answer = key.get(&begin(&accounts, "cookie"));
    let signed = finish(&accounts, "cookie", &answer).unwrap();
    assert_eq!(signed.account.id, id);
    let (session, _) = accounts.session(&signed.token, now()).unwrap().unwrap();
    assert_eq!(session.method, Method::Passkey);
    let answer = key.get(&begin(&accounts, "cookie"));
    assert!(finish(&accounts, "cookie", &answer).is_ok());
    let listed = accounts.passkeys(id).unwrap();
    assert_eq!(listed[0].name, "Điện thoại");
    assert!(listed[0].seen.is_some() && !listed[0].is_suspect);
}

#[test]
fn a_challenge_is_answered_once() {
    let (accounts, _, key) = known();
    let answer = key.get(&begin(&accounts, "cookie"));
    assert!(finish(&accounts, "cookie", &answer).is_ok());
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyLate
    );
    // Not under a newer challenge either.
    begin(&accounts, "cookie");
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
    // A wrong answer uses the challenge up too.
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", "{}")),
        Refusal::PasskeyRefused
    );
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyLate
    );
}

#[test]
fn a_challenge_is_answered_by_the_browser_it_was_given_to() {
    let (accounts, _, key) = known();
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "another browser", &answer)),
        Refusal::PasskeyLate
    );
}

#[test]
fn a_challenge_holds_five_minutes() {
    let (accounts, id, mut key) = known();
    let binding = Token::sent("cookie");
    let begun = now() - 300.seconds();
    let options = accounts
        .begin_passkey_sign_in(&site(), &binding, begun)
        .unwrap();
    let answer = key.get(&options);
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyLate
    );
    let options = accounts.begin_passkey(id, &site(), &binding, begun);
    let answer = key.create(&options.unwrap());
    let late = accounts.finish_passkey(id, &site(), &binding, "x", &answer, now());
    assert_eq!(refused(late), Refusal::PasskeyLate);
}

#[test]
fn another_address_is_refused() {
    let (accounts, id, mut key) = known();
    for origin in [
        "https://dondoc.example.evil.example",
        "https://evil.example",
        "http://dondoc.example",
        "https://dondoc.example:8443",
    ] {
        key.origin = origin.to_owned();
        let answer = key.get(&begin(&accounts, "cookie"));
        assert_eq!(
            refused(finish(&accounts, "cookie", &answer)),
            Refusal::PasskeyRefused,
            "{origin}"
        );
        let mut new = Key::new(9);
        new.origin = origin.to_owned();
        let binding = Token::sent("session");
        let options = accounts.begin_passkey(id, &site(), &binding, now());
        let answer = new.create(&options.unwrap());
        let made = accounts.finish_passkey(id, &site(), &binding, "x", &answer, now());
        assert_eq!(refused(made), Refusal::PasskeyBad, "{origin}");
    }
    key.origin = ADDRESS.to_owned();
    key.site = "evil.example".to_owned();
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
}

#[test]
fn an_unverified_person_is_refused() {
    let (accounts, _, mut key) = known();
    key.flags = PRESENT;
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
}

#[test]
fn a_passkey_opens_no_other_account() {
    let (accounts, _, key) = known();
    let other = create(&accounts, "binh");
    let mut theirs = Key::new(8);
    register(&accounts, other, &mut theirs);
    // The key of one with the handle of another.
    let mut mixed = Key::new(7);
    mixed.handle = theirs.handle.clone();
    let answer = mixed.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
    // The name of one signed by the key of another.
    let mut forged = Key::new(8);
    (forged.id, forged.handle) = (key.id, key.handle.clone());
    let answer = forged.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
    // A passkey that was registered goes to nobody else.
    let binding = Token::sent("session");
    let options = accounts.begin_passkey(other, &site(), &binding, now());
    let answer = Key::new(7).create(&options.unwrap());
    let made = accounts.finish_passkey(other, &site(), &binding, "x", &answer, now());
    assert_eq!(refused(made), Refusal::PasskeyTaken);
    // What one account began, another does not finish.
    let options = accounts.begin_passkey(other, &site(), &binding, now());
    let answer = Key::new(10).create(&options.unwrap());
    let id = accounts.by_login("an").unwrap().unwrap().id;
    let made = accounts.finish_passkey(id, &site(), &binding, "x", &answer, now());
    assert_eq!(refused(made), Refusal::PasskeyLate);
}

#[test]
fn a_copy_of_a_key_is_found_by_its_count_and_written_down() {
    let (accounts, id, key) = known();
    key.count.set(10);
    let answer = key.get(&begin(&accounts, "cookie"));
    assert!(finish(&accounts, "cookie", &answer).is_ok());
    key.count.set(9);
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeySuspect
    );
    assert!(accounts.passkeys(id).unwrap()[0].is_suspect);
    let journal = accounts.journal(Some("an"), 1).unwrap();
    assert_eq!(journal[0].what, Some(What::PasskeySuspect));
}

#[test]
fn a_revoked_passkey_and_one_of_a_dead_account_open_nothing() {
    let (accounts, id, key) = known();
    let passkey = accounts.passkeys(id).unwrap().remove(0);
    let other = create(&accounts, "binh");
    assert_eq!(accounts.revoke_passkey(other, &passkey.id).unwrap(), None);
    accounts.set_active(id, false, now()).unwrap();
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
    accounts.set_active(id, true, now()).unwrap();
    let revoked = accounts.revoke_passkey(id, &passkey.id).unwrap();
    assert_eq!(revoked.as_deref(), Some("Điện thoại"));
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(
        refused(finish(&accounts, "cookie", &answer)),
        Refusal::PasskeyRefused
    );
}

#[test]
fn beside_the_password_only_ones_own_passkey_counts() {
    let (accounts, id, key) = known();
    let other = create(&accounts, "binh");
    let mut theirs = Key::new(8);
    register(&accounts, other, &mut theirs);
    let sign_in = || accounts.sign_in("an", PASSWORD, &Origin::default(), now());
    assert!(matches!(sign_in().unwrap(), SignIn::Done(_)), "not asked");
    accounts.ask_passkey(id, true).unwrap();
    let SignIn::NeedsCode(pending) = sign_in().unwrap() else {
        panic!("the password alone was enough");
    };
    let (binding, from) = (Token::sent("cookie"), Origin::default());
    let finish = |answer: &str| {
        accounts.sign_in_by_passkey(&site(), &binding, answer, Some(&pending), &from, now())
    };
    let answer = theirs.get(&begin(&accounts, "cookie"));
    assert_eq!(refused(finish(&answer)), Refusal::PasskeyRefused);
    let answer = key.get(&begin(&accounts, "cookie"));
    let signed = finish(&answer).unwrap();
    let (session, _) = accounts.session(&signed.token, now()).unwrap().unwrap();
    assert_eq!(session.method, Method::PasswordAndPasskey);
    let answer = key.get(&begin(&accounts, "cookie"));
    assert_eq!(refused(finish(&answer)), Refusal::DeadLink, "once");
    // Without a passkey left, the password is enough again.
    let passkey = accounts.passkeys(id).unwrap().remove(0);
    accounts.revoke_passkey(id, &passkey.id).unwrap();
    assert!(matches!(sign_in().unwrap(), SignIn::Done(_)));
}

#[test]
fn rubbish_is_refused_and_breaks_nothing() {
    let (accounts, id, _) = known();
    let binding = Token::sent("session");
    for rubbish in [
        "",
        "null",
        "[]",
        "{}",
        "{\"response\":{}}",
        &"x".repeat(100_000),
    ] {
        accounts
            .begin_passkey(id, &site(), &binding, now())
            .unwrap();
        let made = accounts.finish_passkey(id, &site(), &binding, "x", rubbish, now());
        assert_eq!(refused(made), Refusal::PasskeyBad);
        begin(&accounts, "cookie");
        assert_eq!(
            refused(finish(&accounts, "cookie", rubbish)),
            Refusal::PasskeyRefused
        );
    }
    for name in ["", " ", "a\u{0}b", &"x".repeat(101)] {
        let made = accounts.finish_passkey(id, &site(), &binding, name, "{}", now());
        assert_eq!(refused(made), Refusal::BadName);
    }
}

#[test]
fn a_site_is_known_by_a_name_and_over_tls() {
    let origin = |address| RelyingParty::of(address).map(|site| site.origin().to_owned());
    assert_eq!(
        origin("https://Dondoc.Example:443/").as_deref(),
        Some("https://dondoc.example")
    );
    assert_eq!(
        origin("http://localhost:8080").as_deref(),
        Some("http://localhost:8080")
    );
    for bad in [
        "http://dondoc.example",
        "https://127.0.0.1",
        "https://[::1]:8080",
        "dondoc.example",
        "https://",
        "https://a b/",
        "ftp://localhost",
    ] {
        assert_eq!(origin(bad), None, "{bad}");
    }
}
