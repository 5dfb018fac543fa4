//! Signing in at an identity provider, against a real one: `oidc-provider` of npm,
//! which `cargo xtask test` brings. Where it is missing, the tests say so and pass.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up fails; one that cannot run says so"
)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dondoc_accounts::{
    Account, AccountId, Accounts, Came, Errand, Method, NewAccount, Origin, Providers, Refusal,
    Returned, Token, What,
};
use jiff::{SignedDuration, Timestamp};

const SITE: &str = "http://localhost:8080";

#[expect(
    clippy::disallowed_methods,
    reason = "the provider goes by the clock too"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

fn at(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

/// A provider that runs, and a data folder that names it.
struct Run {
    node: Child,
    port: u16,
    place: tempfile::TempDir,
    accounts: Accounts,
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}

/// Starts the provider; `None` where it is missing.
fn start() -> Option<Run> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let modules = root.join("target/npm/node_modules");
    if !modules.join("oidc-provider").exists() {
        eprintln!("skipped: oidc-provider is missing; try `cargo xtask needs`");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/provider/provider.mjs");
    let started = Command::new("node")
        .args([&script, &root.join("target/npm")])
        .arg(SITE)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut node) = started else {
        eprintln!("skipped: node is missing; try `cargo xtask needs`");
        return None;
    };
    let mut lines = BufReader::new(node.stdout.take().unwrap()).lines();
    let ready = lines.find_map(|line| {
        let line = line.ok()?;
        line.strip_prefix("ready ")?.parse().ok()
    });
    std::thread::spawn(move || lines.for_each(drop));
    let place = tempfile::tempdir().unwrap();
    let accounts = Accounts::open(&place.path().join("accounts.sqlite")).unwrap();
    Some(Run {
        node,
        port: ready.unwrap(),
        place,
        accounts,
    })
}

/// A browser as far as a provider needs one: it keeps cookies, follows redirects,
/// and fills in the two forms.
struct Browser {
    agent: ureq::Agent,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(10)))
            .build();
        Self {
            agent: ureq::Agent::new_with_config(config),
            cookies: BTreeMap::new(),
        }
    }

    /// Returns where it leads, and the page.
    fn ask(&mut self, address: &str, form: Option<&str>) -> (Option<String>, String) {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = ureq::http::Request::builder()
            .uri(address)
            .header("cookie", cookies.join("; "));
        let mut answer = match form {
            None => self.agent.run(request.body(()).unwrap()),
            Some(form) => {
                let request = request
                    .method("POST")
                    .header("content-type", "application/x-www-form-urlencoded");
                self.agent.run(request.body(form.to_owned()).unwrap())
            }
        }
        .unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let to = answer.headers().get("location");
        let to = to.map(|to| to.to_str().unwrap().to_owned());
        (to, answer.body_mut().read_to_string().unwrap())
    }

    /// Signs in at the provider, and returns what it sends back: the parameters.
    fn sign_in(&mut self, provider: &str, address: &str, login: &str) -> BTreeMap<String, String> {
        let mut address = address.to_owned();
        for _ in 0..20 {
            if address.starts_with('/') {
                address = format!("{provider}{address}");
            }
            if let Some(query) = address.strip_prefix(SITE).and_then(|it| it.split_once('?')) {
                let pairs = query.1.split('&').filter_map(|pair| pair.split_once('='));
                let plain = |text: &str| text.replace("%3A", ":").replace("%2F", "/");
                return pairs
                    .map(|(name, value)| (name.to_owned(), plain(value)))
                    .collect();
            }
            let (to, page) = self.ask(&address, None);
            address = match to {
                Some(to) => to,
                None => {
                    let action = page.split_once("action=\"").unwrap().1;
                    let action = action.split_once('"').unwrap().0.to_owned();
                    let form = match page.contains("value=\"login\"") {
                        true => format!("prompt=login&login={login}&password=x"),
                        false => "prompt=consent".to_owned(),
                    };
                    self.ask(&action, Some(&form)).0.unwrap()
                }
            };
        }
        panic!("never came back from {address}");
    }
}

impl Run {
    fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Reads settings with one provider; `more` are further lines of it.
    fn providers(&self, id: &str, client: &str, more: &str) -> Providers {
        std::fs::write(
            self.place.path().join("secret"),
            format!("bi-mat-{client}\n"),
        )
        .unwrap();
        let text = format!(
            "[[provider]]\nid = \"{id}\"\nname = \"Thành phố\"\nissuer = \"{}\"\n\
             client_id = \"{client}\"\nclient_secret_file = \"secret\"\n\
             scopes = [\"email\", \"profile\"]\n{more}\n",
            self.issuer()
        );
        std::fs::write(self.place.path().join("sign-in.toml"), text).unwrap();
        Providers::read(self.place.path()).unwrap()
    }

    fn account(&self, login: &str, email: Option<&str>) -> AccountId {
        let new = NewAccount {
            login: login.to_owned(),
            name: "Ai Đó".to_owned(),
            email: email.map(str::to_owned),
            ..NewAccount::default()
        };
        self.accounts.create(&new, now()).unwrap().id
    }

    /// The whole way, at a moment by this server's clock.
    fn go_at(
        &self,
        providers: &Providers,
        login: &str,
        errand: &Errand,
        when: i64,
    ) -> Result<Returned, (Option<Refusal>, String)> {
        let id = &providers.all()[0].id;
        let binding = Token::sent("cookie");
        let address = providers
            .begin(&self.accounts, id, SITE, errand, &binding, at(when))
            .unwrap();
        let back = Browser::new().sign_in(&self.issuer(), &address, login);
        self.back(providers, &back, &binding, at(when))
    }

    fn back(
        &self,
        providers: &Providers,
        back: &BTreeMap<String, String>,
        binding: &Token,
        when: Timestamp,
    ) -> Result<Returned, (Option<Refusal>, String)> {
        let none = String::new();
        let sent = |name| back.get(name).unwrap_or(&none).as_str();
        let (id, from) = (&providers.all()[0].id, Origin::default());
        let came = Came {
            state: sent("state"),
            code: sent("code"),
            issuer: back.get("iss").map(String::as_str),
            binding,
        };
        let finished = providers.finish(&self.accounts, id, SITE, &came, &from, when);
        finished.map_err(|error| (error.refusal, error.cause))
    }

    fn go(
        &self,
        providers: &Providers,
        login: &str,
    ) -> Result<Returned, (Option<Refusal>, String)> {
        self.go_at(providers, login, &Errand::default(), 0)
    }
}

const BY_MAIL: &str = "claim = \"email\"\nnames = \"email\"";

fn who(returned: Result<Returned, (Option<Refusal>, String)>) -> Account {
    match returned {
        Ok(Returned::SignedIn(signed, _)) => signed.account,
        other => panic!("{other:?}"),
    }
}

fn refused(returned: Result<Returned, (Option<Refusal>, String)>) -> (Refusal, String) {
    match returned {
        Err((Some(refusal), cause)) => (refusal, cause),
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_the_provider_knows_is_signed_in_by_the_claim_that_was_chosen() {
    let Some(run) = start() else { return };
    let id = run.account("nguyen.an", Some("An@Hanoi.example"));
    let providers = run.providers("city", "dondoc", BY_MAIL);
    let errand = Errand {
        next: "/tasks".to_owned(),
        kept: "{}".to_owned(),
        account: None,
    };
    let Ok(Returned::SignedIn(signed, came)) = run.go_at(&providers, "an", &errand, 0) else {
        panic!("not signed in");
    };
    assert_eq!((signed.account.id, came), (id, errand));
    let (session, _) = run.accounts.session(&signed.token, now()).unwrap().unwrap();
    assert_eq!(session.method, Method::Provider("city".to_owned()));
    let linked = run.accounts.identities(id).unwrap();
    assert_eq!(
        (linked.len(), linked[0].label.as_str()),
        (1, "an@hanoi.example")
    );
    let journal = run.accounts.journal(Some("nguyen.an"), 1).unwrap();
    assert_eq!(journal[0].what, Some(What::IdentityLinked));

    // Once linked, the identity counts, also when the mail address changed here.
    run.accounts
        .update(id, "Ai Đó", Some("khac@hanoi.example"), None, now())
        .unwrap();
    assert_eq!(who(run.go(&providers, "an")).id, id);

    // Signing out goes there too, and back to this site.
    let ticket = run.accounts.ticket(&signed.session).unwrap();
    let out = providers
        .sign_out("city", SITE, ticket.as_deref(), now())
        .unwrap();
    assert!(
        out.starts_with(&format!("{}/session/end?", run.issuer())),
        "{out}"
    );
    assert!(out.contains("id_token_hint=ey"), "{out}");
    let (_, page) = Browser::new().ask(&out, None);
    assert!(
        page.contains("logout") && !page.contains("invalid_request"),
        "{page}"
    );

    // Unlinked, its sessions end; the claim would link it again, but names nobody.
    let unlinked = run.accounts.unlink(id, &linked[0].id).unwrap();
    assert_eq!(unlinked.as_deref(), Some("city: an@hanoi.example"));
    assert!(
        run.accounts
            .session(&signed.token, now())
            .unwrap()
            .is_none()
    );
    assert_eq!(
        refused(run.go(&providers, "an")).0,
        Refusal::ProviderNoAccount
    );
}

#[test]
fn a_state_counts_once_in_time_and_in_the_browser_it_was_given_to() {
    let Some(run) = start() else { return };
    run.account("an", Some("an@hanoi.example"));
    let providers = run.providers("city", "dondoc", BY_MAIL);
    let binding = Token::sent("cookie");
    let begin = || {
        let errand = Errand::default();
        let address = providers.begin(&run.accounts, "city", SITE, &errand, &binding, now());
        Browser::new().sign_in(&run.issuer(), &address.unwrap(), "an")
    };
    let back = begin();
    let mut forged = back.clone();
    forged.insert("state".to_owned(), "made up".to_owned());
    let (refusal, _) = refused(run.back(&providers, &forged, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderLate, "another state");
    let (refusal, _) = refused(run.back(&providers, &back, &Token::sent("other"), now()));
    assert_eq!(refusal, Refusal::ProviderLate, "another browser");
    assert!(run.back(&providers, &back, &binding, now()).is_ok());
    let (refusal, _) = refused(run.back(&providers, &back, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderLate, "twice");
    let (refusal, _) = refused(run.back(&providers, &begin(), &binding, at(601)));
    assert_eq!(refusal, Refusal::ProviderLate, "after ten minutes");
    // An answer that names another issuer is not of this provider.
    let mut mixed = begin();
    assert_eq!(
        mixed.insert("iss".to_owned(), "https://evil.example".to_owned()),
        Some(run.issuer())
    );
    let (refusal, cause) = refused(run.back(&providers, &mixed, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderLate);
    assert!(cause.contains("another issuer"), "{cause}");
    // Whoever turns back there comes without a code.
    let mut denied = begin();
    denied.remove("code");
    let (refusal, _) = refused(run.back(&providers, &denied, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderDenied);
}

#[test]
fn a_code_counts_once_and_in_time() {
    let Some(run) = start() else { return };
    run.account("an", Some("an@hanoi.example"));
    let providers = run.providers("short", "short", BY_MAIL);
    let binding = Token::sent("cookie");
    let begin = || {
        let errand = Errand::default();
        let address = providers.begin(&run.accounts, "short", SITE, &errand, &binding, now());
        Browser::new().sign_in(&run.issuer(), &address.unwrap(), "an")
    };
    // The provider counts in seconds of its own clock.
    let back = begin();
    std::thread::sleep(Duration::from_millis(2500));
    let (refusal, cause) = refused(run.back(&providers, &back, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderFailed);
    assert!(cause.contains("invalid_grant"), "{cause}");
    // A code of one errand is not taken in another: its challenge differs.
    let (first, mut second) = (begin(), begin());
    second.insert("code".to_owned(), first["code"].clone());
    let (refusal, cause) = refused(run.back(&providers, &second, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderFailed);
    assert!(cause.contains("invalid_grant"), "{cause}");
}

#[test]
fn a_token_with_another_nonce_is_refused() {
    let Some(run) = start() else { return };
    run.account("an", Some("an@hanoi.example"));
    let providers = run.providers("city", "dondoc", BY_MAIL);
    let binding = Token::sent("cookie");
    let errand = Errand::default();
    let address = providers.begin(&run.accounts, "city", SITE, &errand, &binding, now());
    let back = Browser::new().sign_in(&run.issuer(), &address.unwrap(), "an");
    let db = rusqlite::Connection::open(run.place.path().join("accounts.sqlite")).unwrap();
    db.execute("UPDATE errand SET nonce = 'another'", [])
        .unwrap();
    let (refusal, cause) = refused(run.back(&providers, &back, &binding, now()));
    assert_eq!(refusal, Refusal::ProviderFailed);
    assert!(cause.contains("nonce"), "{cause}");
}

#[test]
fn a_token_for_another_audience_is_refused() {
    let Some(run) = start() else { return };
    run.account("an", Some("an@hanoi.example"));
    let other = run.providers("other", "other", BY_MAIL);
    assert_eq!(who(run.go(&other, "an")).login, "an");
    // The provider now gives that client's token to this one.
    let providers = run.providers("city", "dondoc", BY_MAIL);
    let (refusal, cause) = refused(run.go(&providers, "an"));
    assert_eq!(refusal, Refusal::ProviderFailed);
    assert!(cause.contains("audience"), "{cause}");
    // Set right again, it goes.
    assert_eq!(who(run.go(&providers, "an")).login, "an");
}

#[test]
fn clocks_may_differ_by_two_minutes_and_no_more() {
    let Some(run) = start() else { return };
    run.account("an", Some("an@hanoi.example"));
    let providers = run.providers("city", "dondoc", BY_MAIL);
    let go = |when| run.go_at(&providers, "an", &Errand::default(), when);
    assert_eq!(who(go(-100)).login, "an");
    assert_eq!(who(go(100)).login, "an");
    for far in [-200, 1000, 2 * 3600] {
        let (refusal, cause) = refused(go(far));
        assert_eq!(refusal, Refusal::ProviderFailed);
        assert!(
            cause.contains("issued at") || cause.contains("expired"),
            "{cause}"
        );
    }
}

#[test]
fn nobody_is_let_in_whom_the_settings_do_not_name() {
    let Some(run) = start() else { return };
    let providers = run.providers("city", "dondoc", BY_MAIL);
    let no_account = |login| refused(run.go(&providers, login)).0;
    assert_eq!(no_account("an"), Refusal::ProviderNoAccount, "unknown");
    let binh = run.account("binh", Some("binh@hanoi.example"));
    run.accounts.set_active(binh, false, now()).unwrap();
    assert_eq!(
        no_account("binh"),
        Refusal::ProviderNoAccount,
        "switched off"
    );
    run.account("cuong", Some("cuong@hanoi.example"));
    assert_eq!(
        no_account("cuong"),
        Refusal::ProviderNoAccount,
        "not verified"
    );
    for login in ["dung.1", "dung.2"] {
        run.account(login, Some("dung@elsewhere.example"));
    }
    assert_eq!(
        no_account("dung"),
        Refusal::ProviderNoAccount,
        "two have it"
    );
    // One that was linked and then switched off.
    run.accounts.set_active(binh, true, now()).unwrap();
    assert_eq!(who(run.go(&providers, "binh")).id, binh);
    run.accounts.set_active(binh, false, now()).unwrap();
    assert_eq!(no_account("binh"), Refusal::ProviderNoAccount);
    // Without a claim, nobody is let in who did not link by themselves.
    let providers = run.providers("city", "dondoc", "");
    run.account("an", Some("an@hanoi.example"));
    assert_eq!(
        refused(run.go(&providers, "an")).0,
        Refusal::ProviderNoAccount
    );
}

#[test]
fn only_mail_of_the_named_domains_is_let_in() {
    let Some(run) = start() else { return };
    let more = format!("{BY_MAIL}\ndomains = [\"@Hanoi.example\"]");
    let providers = run.providers("city", "dondoc", &more);
    run.account("an", Some("an@hanoi.example"));
    run.account("dung", Some("dung@elsewhere.example"));
    run.account("cuong", Some("cuong@hanoi.example"));
    assert_eq!(who(run.go(&providers, "an")).login, "an");
    for login in ["dung", "cuong"] {
        assert_eq!(
            refused(run.go(&providers, login)).0,
            Refusal::ProviderDomain
        );
    }
}

#[test]
fn a_claim_may_name_the_person_or_the_sign_in_name() {
    let Some(run) = start() else { return };
    let new = NewAccount {
        login: "can.bo.7".to_owned(),
        name: "Ai Đó".to_owned(),
        person: Some("nguyen-thi-an".parse().unwrap()),
        ..NewAccount::default()
    };
    run.accounts.create(&new, now()).unwrap();
    let providers = run.providers("city", "dondoc", "claim = \"employee\"\nnames = \"person\"");
    assert_eq!(who(run.go(&providers, "an")).login, "can.bo.7");
    run.account("nguoi.moi", None);
    let more = "claim = \"preferred_username\"\nnames = \"login\"";
    let providers = run.providers("city", "dondoc", more);
    assert_eq!(who(run.go(&providers, "moi")).login, "nguoi.moi");
}

#[test]
fn a_newcomer_gets_an_account_only_where_the_settings_say_so() {
    let Some(run) = start() else { return };
    let providers = run.providers("city", "dondoc", "create = true");
    let made = who(run.go(&providers, "moi"));
    assert_eq!(
        (made.login.as_str(), made.name.as_str()),
        ("nguoi.moi", "Người Mới")
    );
    assert!(
        made.person.is_none() && !made.is_admin,
        "it brings no power"
    );
    assert_eq!(who(run.go(&providers, "moi")).id, made.id);
    // A name that is taken here belongs to somebody else.
    run.account("binh@hanoi.example", None);
    assert_eq!(
        refused(run.go(&providers, "binh")).0,
        Refusal::ProviderNoAccount
    );
}

#[test]
fn people_link_an_identity_themselves_and_one_opens_one_account() {
    let Some(run) = start() else { return };
    let providers = run.providers("city", "dondoc", "");
    let (an, other) = (run.account("an", None), run.account("khac", None));
    let link = |account| {
        let errand = Errand {
            account: Some(account),
            ..Errand::default()
        };
        run.go_at(&providers, "an", &errand, 0)
    };
    assert!(matches!(link(an), Ok(Returned::Linked)));
    assert_eq!(refused(link(other)).0, Refusal::ProviderTaken);
    assert_eq!(who(run.go(&providers, "an")).id, an);
}

#[test]
fn a_provider_that_is_away_is_said_to_be_and_nothing_of_it_is_shown() {
    let Some(mut run) = start() else { return };
    let providers = run.providers("city", "dondoc", BY_MAIL);
    run.node.kill().unwrap();
    run.node.wait().unwrap();
    let (errand, binding) = (Errand::default(), Token::sent("cookie"));
    let begun = providers.begin(&run.accounts, "city", SITE, &errand, &binding, now());
    assert_eq!(begun.unwrap_err().refusal, Some(Refusal::ProviderFailed));
}

#[test]
fn settings_that_are_not_as_they_should_be_are_named() {
    let place = tempfile::tempdir().unwrap();
    let read = |text: &str| {
        std::fs::write(place.path().join("sign-in.toml"), text).unwrap();
        Providers::read(place.path()).map(|read| read.all().len())
    };
    let good = "[[provider]]\nid = \"a\"\nname = \"A\"\nissuer = \"https://a.example\"\nclient_id = \"x\"\n";
    assert_eq!(read("").unwrap(), 0);
    assert_eq!(read(good).unwrap(), 1);
    for (bad, says) in [
        (good.replace("\"a\"", "\"A b\""), "`id`"),
        (good.replace("https", "http"), "`issuer`"),
        (
            good.replace("https://a.example", "http://localhost.evil.example"),
            "`issuer`",
        ),
        (format!("{good}{good}"), "twice"),
        (format!("{good}claim = \"email\"\n"), "together"),
        (
            format!("{good}claim = \"sub\"\nnames = \"email\"\n"),
            "email",
        ),
        (
            format!("{good}client_secret_env = \"DONDOC_NO_SUCH\"\n"),
            "DONDOC_NO_SUCH",
        ),
        (format!("{good}client_secret_file = \"none\"\n"), "none"),
        (format!("{good}colour = \"red\"\n"), "colour"),
    ] {
        let said = read(&bad).unwrap_err();
        let cause = std::error::Error::source(&said).map(ToString::to_string);
        let said = format!("{said} {}", cause.unwrap_or_default());
        assert!(said.contains(says), "{said}");
    }
}
