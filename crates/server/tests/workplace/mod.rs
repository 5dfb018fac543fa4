//! People at work: who gets in, what they may, and that nothing typed is lost.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dondoc_accounts::{Accounts, Method as SignedInBy, NewAccount, Origin};
use dondoc_registry::Role;
use dondoc_server::{Access, Action, Method, routes};
use jiff::Timestamp;

use crate::town::{Answered, Site, Town};

const PASSWORD: &str = "bốn từ dễ nhớ thôi";

#[expect(clippy::disallowed_methods, reason = "sessions begin now")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Beside the site, as the command line does.
pub(crate) fn accounts(town: &Town) -> Accounts {
    Accounts::open(&town.folder.path().join("accounts.sqlite")).unwrap()
}

pub(crate) fn account(accounts: &Accounts, login: &str, person: Option<&str>, is_admin: bool) {
    let new = NewAccount {
        login: login.to_owned(),
        name: format!("Người {login}"),
        person: person.map(|id| id.parse().unwrap()),
        is_admin,
        ..NewAccount::default()
    };
    accounts.create(&new, now()).unwrap();
}

/// A session of somebody, and the token of its forms.
pub(crate) fn session(accounts: &Accounts, login: &str) -> (String, String) {
    let id = accounts.by_login(login).unwrap().unwrap().id;
    let token = accounts
        .begin(id, &SignedInBy::Link, &Origin::default(), now())
        .unwrap()
        .token;
    let form = token.derive("form").as_str().to_owned();
    (token.as_str().to_owned(), form)
}

fn cookie(answer: &Answered, name: &str) -> Option<String> {
    let all = answer.headers.get_all(header::SET_COOKIE);
    all.iter().find_map(|value| {
        let (found, rest) = value.to_str().unwrap().split_once('=')?;
        (found == name).then(|| rest.split(';').next().unwrap_or_default().to_owned())
    })
}

/// Who asks, in the matrix of routes.
const ROLES: [(&str, Option<Role>); 7] = [
    ("guest", None),
    ("nobody", None),
    ("quan-tri", None),
    ("contact", Some(Role::Contact)),
    ("clerk", Some(Role::Clerk)),
    ("head", Some(Role::Head)),
    ("inspector", Some(Role::Inspector)),
];

/// Who may, said a second time, of a unit's own matters: a route whose act nobody
/// thought about here fails the test.
fn may(access: Access, who: &str) -> bool {
    use Action::*;
    let Access::May(action) = access else {
        return access == Access::Public;
    };
    match action {
        BriefingRead | TaskRead | DocumentRead | MeetingRead | RegistryRead | IndicatorRead
        | LedgerRead | InvestmentRead | ProcedureRead | PersonRead | BoardRead | DelegationRead
        | PowerRead | AccountOwn | NoticeOwn | ViewOwn | TokenOwn | SessionOwn => who != "guest",
        AccountsManage | AccountsImport | ScimProvision | WebhookManage | DecisionRead => {
            who == "quan-tri"
        }
        MeetingAttend => ["contact", "clerk", "head", "inspector"].contains(&who),
        TaskAccept | TaskReport | TaskRequestExtension | TaskClaimExcuse | TaskExplain
        | ProposalEdit | ImportRun | ImportUndo | ReportRead | ProposalRead | InvestmentReport
        | ProcedureImport => ["contact", "clerk", "head"].contains(&who),
        TaskIssue
        | TaskReturn
        | TaskConfirm
        | TaskExtend
        | TaskTransfer
        | TaskCancel
        | TaskExcuse
        | TaskDemandExplanation
        | TaskAgenda
        | DocumentRegister
        | ProposalAccept
        | ProposalRefuse
        | MeetingPlan
        | MeetingOpen
        | MeetingConclude
        | MeetingClose
        | MeetingPresent
        | ProcedureCatalogue => ["clerk", "head"].contains(&who),
        TaskApprove | ProcedureRedesign | MeetingSignOff | DelegationGrant | DelegationWithdraw
        | SettingsChange => who == "head",
        // The leadership's alone: no head of a department moves money.
        PowerVest | PowerDivest | InvestmentReallocate => false,
        other => panic!("say here who may `{other}`"),
    }
}

/// Asks a route for programs, with a token for everything; a guest has none.
async fn program(
    site: &Site,
    accounts: &Accounts,
    who: &str,
    method: Method,
    path: &str,
) -> Answered {
    let mut request = Request::builder().method(method.as_str()).uri(path);
    if who != "guest" {
        let id = accounts.by_login(who).unwrap().unwrap().id;
        let all = Action::ALL
            .iter()
            .map(|act| act.name().to_owned())
            .collect();
        // Each account has so many tokens and no more.
        for old in accounts.tokens(id, now()).unwrap() {
            accounts.revoke_token(id, &old.id).unwrap();
        }
        let (_, token) = accounts.make_token(id, path, &all, 1, now()).unwrap();
        request = request.header("authorization", format!("Bearer {}", token.as_str()));
    }
    site.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let mut town = Town::new();
    for (name, role) in ROLES {
        if let Some(role) = role {
            town.employ(name, "so-noi-vu", role);
        }
    }
    let site = town.site_for(false);
    let accounts = accounts(&town);
    for (name, role) in &ROLES[1..] {
        account(&accounts, name, role.map(|_| *name), *name == "quan-tri");
    }
    let mut asked = 0;
    for route in routes() {
        let path = route.path.replace("{*", "{");
        let path: Vec<&str> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect();
        let path = path.join("/");
        for (who, _) in ROLES {
            let held = (who != "guest").then(|| session(&accounts, who));
            let (token, form) = held.clone().unwrap_or_default();
            let token = held.is_some().then_some(token.as_str());
            let fields = [("_token", form.as_str())];
            let is_for_programs =
                route.path.starts_with("/api/") || route.path.starts_with("/scim/");
            let answer = if is_for_programs {
                program(&site, &accounts, who, route.method, &path).await
            } else {
                site.send(route.method.as_str(), &path, token, &fields)
                    .await
            };
            let to = answer.headers.get(header::LOCATION);
            let to_sign_in = to.is_some_and(|to| to.to_str().unwrap().starts_with("/sign-in?"));
            let is_refused = to_sign_in
                || matches!(
                    answer.status,
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
                )
                || (route.access == Access::Machine && answer.status == StatusCode::NOT_FOUND);
            let name = format!(
                "{} {path} as {who}: {}",
                route.method.as_str(),
                answer.status
            );
            assert_eq!(!is_refused, may(route.access, who), "{name}");
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{name}");
            if route.method != Method::Get && route.access != Access::Public && !is_for_programs {
                let signed_in_elsewhere = [("_token", "made-up")];
                let answer = site.send(route.method.as_str(), &path, token, &signed_in_elsewhere);
                let status = answer.await.status;
                assert!(
                    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN),
                    "{name} without the form's token: {status}"
                );
            }
            asked += 1;
        }
    }
    assert!(asked > 200, "{asked}");
}

/// A town with a contact of the unit that leads a task nobody has accepted.
fn at_work() -> (Town, Site, Accounts, String) {
    let mut town = Town::new();
    let lead = town.lead(6);
    town.employ("an", &lead, Role::Contact);
    let site = town.site_for(false);
    let accounts = accounts(&town);
    account(&accounts, "an", Some("an"), false);
    let id = accounts.by_login("an").unwrap().unwrap().id;
    accounts.set_password(id, PASSWORD, now()).unwrap();
    (town, site, accounts, lead)
}

#[tokio::test]
async fn signing_in_leads_back_to_where_one_wanted_to_go() {
    let (_town, site, _, _) = at_work();
    let asked = site.get("/tasks?q=x").await;
    assert_eq!(
        asked.headers[header::LOCATION],
        "/sign-in?next=%2Ftasks%3Fq%3Dx"
    );
    let fields = [
        ("login", "an"),
        ("password", PASSWORD),
        ("next", "/tasks?q=x"),
    ];
    let signed = site.send("POST", "/sign-in", None, &fields).await;
    assert_eq!(signed.headers[header::LOCATION], "/tasks?q=x");
    let session = cookie(&signed, "session").unwrap();
    let page = site.send("GET", "/account", Some(&session), &[]).await;
    assert!(page.text().contains("Người an"));
    for bad in ["https://evil.example/", "//evil.example"] {
        let fields = [("login", "an"), ("password", PASSWORD), ("next", bad)];
        let signed = site.send("POST", "/sign-in", None, &fields).await;
        assert_eq!(signed.headers[header::LOCATION], "/");
    }
}

#[tokio::test]
async fn a_wrong_password_says_so_and_shows_no_password() {
    let (_town, site, _, _) = at_work();
    let fields = [("login", "an"), ("password", "sai hoàn toàn")];
    let answer = site.send("POST", "/sign-in", None, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(cookie(&answer, "session").is_none());
    let page = answer.text();
    assert!(page.contains("value=\"an\"") && !page.contains("sai hoàn toàn"));
}

#[tokio::test]
async fn an_act_is_written_in_the_name_of_person_and_post() {
    let (town, site, accounts, lead) = at_work();
    let (session, form) = session(&accounts, "an");
    let fields = [("_token", form.as_str())];
    let path = "/tasks/nv-000006/accept";
    let done = site.send("POST", path, Some(&session), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let ledger = town.folder.ledger();
    let last = ledger
        .entry(ledger.poll_head().unwrap() - 1)
        .unwrap()
        .unwrap();
    assert_eq!(last.stream, "task/nv-000006");
    assert_eq!(
        (
            last.actor.person.as_str(),
            last.actor.post.as_str(),
            last.actor.unit.as_str()
        ),
        ("an", format!("{lead}.p-an").as_str(), lead.as_str())
    );
    let page = site
        .send("GET", "/tasks/nv-000006", Some(&session), &[])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    // Somebody else's task is refused by the policies, and the page says why.
    let refused = site
        .send("POST", "/tasks/nv-000001/accept", Some(&session), &fields)
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page = refused.text();
    let post = format!("Chức vụ {}", last.actor.post);
    assert!(
        page.contains(&post) && page.contains("/authority/why?act=task.accept"),
        "{page}"
    );
    let log = std::fs::read_to_string(town.folder.path().join("decisions.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let allowed = lines.iter().find(|it| it["allowed"] == true).unwrap();
    assert_eq!(allowed["act"], "task.accept");
    assert_eq!(allowed["post"], last.actor.post.as_str());
    assert_eq!(allowed["policy_set"].as_str().unwrap().len(), 64);
    let refused = lines.last().unwrap();
    assert_eq!(
        (&refused["allowed"], &refused["on"]),
        (
            &serde_json::json!(false),
            &serde_json::json!("tasks/nv-000001")
        )
    );
}

#[tokio::test]
async fn of_two_who_act_on_what_they_saw_the_second_is_told() {
    let (town, site, accounts, _) = at_work();
    let (session, form) = session(&accounts, "an");
    let seen = town.city().version("task/nv-000006").to_string();
    let fields = [("_token", form.as_str()), ("seen", seen.as_str())];
    let path = "/tasks/nv-000006/accept";
    let first = site.send("POST", path, Some(&session), &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = site.send("POST", path, Some(&session), &fields).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_was_typed_survives_an_expired_session() {
    let (_town, site, accounts, _) = at_work();
    let (old, form) = session(&accounts, "an");
    let id = accounts.by_login("an").unwrap().unwrap().id;
    accounts.end_others(id, None).unwrap();
    let words = "Đã kiểm tra 12 đơn vị, <b>lập biên bản</b> \"đầy đủ\"";
    let fields = [("_token", form.as_str()), ("narrative", words)];
    let path = "/tasks/nv-000006/accept";
    let asked = site.send("POST", path, Some(&old), &fields).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    let kept = value_of(&asked.text(), "kept");
    assert!(kept.contains("12 đơn vị"), "{kept}");
    // A wrong password in between loses nothing.
    let fields = [
        ("login", "an"),
        ("password", "sai"),
        ("kept", kept.as_str()),
    ];
    let wrong = site.send("POST", "/sign-in", None, &fields).await;
    assert_eq!(value_of(&wrong.text(), "kept"), kept);
    let fields = [
        ("login", "an"),
        ("password", PASSWORD),
        ("kept", kept.as_str()),
    ];
    let signed = site.send("POST", "/sign-in", None, &fields).await;
    let page = signed.text();
    assert_eq!(value_of(&page, "narrative"), words);
    assert!(page.contains(&format!("action=\"{path}\"")));
    let (session, token) = (
        cookie(&signed, "session").unwrap(),
        value_of(&page, "_token"),
    );
    let fields = [("_token", token.as_str()), ("narrative", words)];
    let done = site.send("POST", path, Some(&session), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

/// Returns the value of a hidden field, read as a browser does.
fn value_of(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).map_or("", |(_, rest)| rest);
    let value = rest.split_once('"').map_or("", |(value, _)| value);
    value
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_unread() {
    let (town, site, accounts, _) = at_work();
    let (session, form) = session(&accounts, "an");
    let before = town.folder.ledger().poll_head().unwrap();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("x-nothing", "x"),
    ] {
        let request = Request::post("/tasks/nv-000006/accept")
            .header("cookie", format!("session={session}"))
            .header("host", "127.0.0.1:8080")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from(format!("_token={form}")))
            .unwrap();
        assert_eq!(
            site.ask(request).await.status,
            StatusCode::FORBIDDEN,
            "{name}"
        );
    }
    assert_eq!(town.folder.ledger().poll_head().unwrap(), before);
}

#[tokio::test]
async fn a_name_that_points_here_from_elsewhere_reaches_nothing() {
    let (_town, site, _, _) = at_work();
    let request = Request::get("/sign-in").header("host", "evil.example:8080");
    let answer = site.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_post_that_is_not_held_cannot_be_chosen() {
    let (_town, site, accounts, _) = at_work();
    let (session, form) = session(&accounts, "an");
    let fields = [("_token", form.as_str()), ("post", "thanh-uy.head")];
    let answer = site
        .send("POST", "/account/post", Some(&session), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let (_town, site, _, _) = at_work();
    let request = Request::post("/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", "2147483648")
        .body(Body::from("login=an"))
        .unwrap();
    assert_eq!(
        site.ask(request).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn an_administrator_invites_and_the_link_works_once() {
    let (_town, site, accounts, _) = at_work();
    account(&accounts, "quan-tri", None, true);
    let (session, form) = session(&accounts, "quan-tri");
    let fields = [
        ("_token", form.as_str()),
        ("login", "binh"),
        ("name", "Bình"),
    ];
    let made = site
        .send("POST", "/admin/accounts", Some(&session), &fields)
        .await;
    let page = made.text();
    let link = page.split_once("/link/").unwrap().1;
    let link = format!("/link/{}", link.split_once('<').unwrap().0);
    assert_eq!(site.get(&link).await.status, StatusCode::OK);
    let short = [("password", "ngắn"), ("repeated", "ngắn")];
    let again = site.send("POST", &link, None, &short).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let good = [("password", PASSWORD), ("repeated", PASSWORD)];
    let taken = site.send("POST", &link, None, &good).await;
    assert!(cookie(&taken, "session").is_some());
    let dead = site.send("POST", &link, None, &good).await;
    assert_eq!(dead.status, StatusCode::BAD_REQUEST);
    // What is wrong comes back with what was typed, at its field.
    let fields = [
        ("_token", form.as_str()),
        ("login", "an"),
        ("name", "Ân <i>"),
    ];
    let again = site
        .send("POST", "/admin/accounts", Some(&session), &fields)
        .await;
    let page = again.text();
    assert!(
        page.contains("id=\"p-login\"") && page.contains("value=\"an\""),
        "{page}"
    );
}

#[tokio::test]
async fn many_who_act_at_once_are_all_written_and_shown() {
    let mut town = Town::new();
    let tasks: Vec<u32> = (6..30).collect();
    for task in &tasks {
        let lead = town.lead(*task);
        let person = format!("p{task}");
        town.employ(&person, &lead, Role::Contact);
    }
    let site = town.site_for(false);
    let accounts = accounts(&town);
    let before = town.folder.ledger().poll_head().unwrap();
    let mut asked = Vec::new();
    for task in &tasks {
        let person = format!("p{task}");
        account(&accounts, &person, Some(&person), false);
        asked.push((*task, session(&accounts, &person)));
    }
    let site = &site;
    let all = asked.iter().map(|(task, (session, form))| async move {
        let path = format!("/tasks/nv-{task:06}/accept");
        let fields = [("_token", form.as_str())];
        site.send("POST", &path, Some(session), &fields)
            .await
            .status
    });
    for status in futures_util::future::join_all(all).await {
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
    let after = town.folder.ledger().poll_head().unwrap();
    assert_eq!(after - before, tasks.len() as u64);
}

#[tokio::test]
async fn a_second_factor_is_enrolled_and_asked_for() {
    let (_town, site, accounts, _) = at_work();
    let (cookie_of, form) = session(&accounts, "an");
    let token = ("_token", form.as_str());
    let path = "/account/second-factor";
    let drawn = site
        .send("POST", path, Some(&cookie_of), &[token])
        .await
        .text();
    crate::html::check(&drawn, "a seed");
    assert!(drawn.contains("<svg class=\"qr\""));
    let seed = drawn.split_once("<code>").unwrap().1;
    let seed = seed.split_once('<').unwrap().0.to_owned();
    let totp = totp_rs::TOTP::new(
        totp_rs::Algorithm::SHA1,
        6,
        1,
        30,
        totp_rs::Secret::Encoded(seed).to_bytes().unwrap(),
    );
    let totp = totp.unwrap();
    let second = now().as_second().unsigned_abs();
    let confirm = "/account/second-factor/confirm";
    let wrong = site
        .send("POST", confirm, Some(&cookie_of), &[token, ("code", "12")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = totp.generate(second);
    let made = site
        .send("POST", confirm, Some(&cookie_of), &[token, ("code", &code)])
        .await
        .text();
    assert_eq!(made.matches("<li><code>").count(), 10);
    let recovery = made.split_once("<li><code>").unwrap().1;
    let recovery = recovery.split_once('<').unwrap().0.to_owned();

    let fields = [("login", "an"), ("password", PASSWORD), ("next", "/tasks")];
    let asked = site.send("POST", "/sign-in", None, &fields).await;
    assert!(
        cookie(&asked, "session").is_none(),
        "the password alone is not enough"
    );
    let page = asked.text();
    crate::html::check(&page, "the code");
    let pending = value_of(&page, "pending");
    let send = async |code: &str| {
        let fields = [
            ("pending", pending.as_str()),
            ("code", code),
            ("next", "/tasks"),
        ];
        site.send("POST", "/sign-in/code", None, &fields).await
    };
    // The code of the enrolment was used.
    assert_eq!(send(&code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let signed = send(&recovery).await;
    assert_eq!(
        signed.headers[header::LOCATION],
        "/tasks",
        "{}",
        signed.text()
    );
    assert!(cookie(&signed, "session").is_some());
    assert!(cookie(&send(&recovery).await, "session").is_none(), "once");
}

#[tokio::test]
async fn an_administrator_keeps_webhooks() {
    let (_town, site, accounts, _) = at_work();
    account(&accounts, "quan-tri", None, true);
    let (session, form) = session(&accounts, "quan-tri");
    let token = ("_token", form.as_str());
    let send = async |path: &str, fields: &[(&str, &str)]| {
        let fields = [&[token], fields].concat();
        site.send("POST", path, Some(&session), &fields).await
    };
    for bad in ["http://a.vn/", "", "https://a b/"] {
        let again = send("/webhooks", &[("url", bad)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(again.text().contains("id=\"p-url\""));
    }
    let url = "https://a.vn/hook?x=<i>";
    let made = send("/webhooks", &[("url", url), ("kinds", "task. meeting.")]).await;
    let page = made.text();
    crate::html::check(&page, "a webhook that was made");
    assert!(page.contains("<code>whsec_") && !page.contains("<i>"));
    let page = site
        .send("GET", "/webhooks", Some(&session), &[])
        .await
        .text();
    assert!(!page.contains("whsec_"), "the key is shown once");
    let id = value_of(&page, "hook");
    for what in ["off", "on", "remove"] {
        let done = send("/webhooks/change", &[("hook", &id), ("do", what)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    let page = site
        .send("GET", "/webhooks", Some(&session), &[])
        .await
        .text();
    assert!(!page.contains("name=\"hook\""));
}
