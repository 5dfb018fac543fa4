//! The flow as people see it: a real browser over a real socket. Where Chromium or
//! its driver is missing, the tests say so and pass; `cargo xtask test` brings them.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up fails; one that cannot run says so"
)]

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use dondoc_accounts::{Accounts, NewAccount};
use dondoc_registry::Role;
use dondoc_server::{Options, SiteState, router};
use jiff::Timestamp;
use jiff::civil::date;

#[path = "browser/driver.rs"]
mod driver;
#[path = "browser/look.rs"]
mod look;
#[path = "browser/push.rs"]
mod push;
#[path = "browser/stories.rs"]
mod stories;
#[expect(dead_code, reason = "what other tests need of the town")]
mod town;

use driver::Browser;
use look::look_over;
use town::Town;
use town::works::august;

const PASSWORD: &str = "bốn từ dễ nhớ thôi";
const ORDER: &str = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố 15/CT-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 02 tháng 9 năm 2024\n\nCHỈ THỊ\nvề giải ngân vốn đầu tư công\n\n1. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát dự án chậm, báo cáo trước ngày 30/10/2024.\n2. Giao các quận, huyện, thị xã kiểm tra công vụ, báo cáo trước ngày 15/10/2024.\n";

/// A site that listens, with people who sign in.
struct Office {
    town: Town,
    state: Arc<SiteState>,
    site: String,
    /// The identity provider, where it could be started.
    provider: Option<Child>,
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(node) = &mut self.provider {
            let _ = node.kill();
            let _ = node.wait();
        }
    }
}

/// Starts an identity provider for a site, and names it in the data folder; `None`
/// where node or `oidc-provider` is missing.
fn provider(folder: &Path, site: &str) -> Option<Child> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if !root.join("target/npm/node_modules/oidc-provider").exists() {
        return None;
    }
    let script = root.join("crates/accounts/tests/provider/provider.mjs");
    let mut node = Command::new("node")
        .args([&script, &root.join("target/npm")])
        .arg(site)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut lines = BufReader::new(node.stdout.take()?).lines();
    let port = lines.find_map(|line| Some(line.ok()?.strip_prefix("ready ")?.to_owned()))?;
    std::thread::spawn(move || lines.for_each(drop));
    std::fs::write(folder.join("secret"), "bi-mat-dondoc").unwrap();
    let settings = format!(
        "[[provider]]\nid = \"city\"\nname = \"Thành phố\"\nname_en = \"the City\"\n\
         issuer = \"http://127.0.0.1:{port}\"\nclient_id = \"dondoc\"\n\
         client_secret_file = \"secret\"\nscopes = [\"email\", \"profile\"]\n\
         claim = \"email\"\nnames = \"email\"\n"
    );
    std::fs::write(folder.join("sign-in.toml"), settings).unwrap();
    Some(node)
}

#[expect(clippy::disallowed_methods, reason = "accounts begin now")]
fn now() -> Timestamp {
    Timestamp::now()
}

async fn office() -> Office {
    office_of(Town::new()).await
}

async fn office_of(mut town: Town) -> Office {
    let people = [
        ("chi", "thanh-uy", Role::Clerk),
        ("an", "so-tai-chinh", Role::Contact),
        ("binh", "so-tai-chinh", Role::Head),
        ("duong", "thanh-uy", Role::Head),
    ];
    let accounts = Accounts::open(&town.folder.path().join("accounts.sqlite")).unwrap();
    for (person, unit, role) in people {
        town.employ(person, unit, role);
        let new = NewAccount {
            login: person.to_owned(),
            name: format!("Người {person}"),
            person: Some(person.parse().unwrap()),
            email: Some(format!("{person}@hanoi.example")),
            ..NewAccount::default()
        };
        let id = accounts.create(&new, now()).unwrap().id;
        accounts.set_password(id, PASSWORD, now()).unwrap();
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    // A name, since browsers know passkeys at names alone.
    let site = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let new = NewAccount {
        login: "quan-tri".to_owned(),
        name: "Người quản trị".to_owned(),
        is_admin: true,
        ..NewAccount::default()
    };
    let id = accounts.create(&new, now()).unwrap().id;
    accounts.set_password(id, PASSWORD, now()).unwrap();
    let options = Options {
        today: Some(date(2024, 9, 10)),
        public_url: Some(site.clone()),
        ..Options::default()
    };
    let provider = provider(town.folder.path(), &site);
    let state = Arc::new(SiteState::open(Arc::clone(&town.folder), options).unwrap());
    let service = router(Arc::clone(&state)).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Office {
        town,
        state,
        site,
        provider,
    }
}

/// Runs what a browser does, unless there is none.
async fn in_browser(work: impl FnOnce(&Browser) + Send + 'static) {
    in_browser_of(office().await, work).await;
}

async fn in_browser_of(office: Office, work: impl FnOnce(&Browser) + Send + 'static) {
    let site = office.site.clone();
    let done = tokio::task::spawn_blocking(move || match Browser::start(&site) {
        Some(browser) => work(&browser),
        None => eprintln!("skipped: chromium or chromedriver is missing; try `cargo xtask needs`"),
    });
    done.await.unwrap();
}

fn sign_in(it: &Browser, login: &str) {
    it.forget();
    it.open("/sign-in?lang=vi");
    it.write("input[name=login]", login);
    it.write("input[name=password]", PASSWORD);
    it.go("form[action=\"/sign-in\"] button");
    assert!(!it.path().starts_with("/sign-in"), "{}", it.words());
}

/// A document is dropped, and its first order is issued.
fn issue_an_order(it: &Browser) {
    sign_in(it, "chi");
    it.open("/inbox");
    it.drop_file("#document", "chi-thi.txt", ORDER);
    it.go("form[action=\"/inbox\"][method=post] button");
    assert!(
        it.path().contains("/proposals?did=registered"),
        "{}",
        it.words()
    );
    let card = ".clerk li.card form[action$=\"/issue\"]";
    it.write(&format!("{card} [name=product]"), "Báo cáo rà soát");
    it.go(&format!("{card} button.strong"));
    assert!(it.words().contains("Đã giao nhiệm vụ"), "{}", it.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_goes_from_a_document_to_a_new_conclusion() {
    in_browser(|it| {
        issue_an_order(it);

        // The unit takes it, and reports with evidence.
        sign_in(it, "an");
        it.open("/my");
        assert!(it.words().contains("rà soát dự án chậm"), "{}", it.words());
        it.go(".rows .what a");
        let task = it.path();
        it.go("form[action$=\"/accept\"] button");
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("bao-cao.pdf");
        std::fs::write(&file, b"%PDF-1.7 minh chung").unwrap();
        let form = "form[action$=\"/report\"]";
        it.write(&format!("{form} [name=narrative]"), "Đã rà soát 12 dự án");
        it.write(&format!("{form} [name=percent]"), "100");
        it.click(&format!("{form} [name=done]"));
        it.write(&format!("{form} [name=evidence]"), file.to_str().unwrap());
        it.go(&format!("{form} button[type=submit]"));
        assert!(it.path().ends_with("?did=report"), "{}", it.words());

        // The assigner confirms; the briefing counts it.
        sign_in(it, "chi");
        it.open(task.split('?').next().unwrap());
        assert!(it.words().contains("bao-cao.pdf"));
        it.go("form[action$=\"/confirm\"] button[value=confirm]");
        it.open("/briefing/2024-Q3");
        assert!(it.run("return document.querySelectorAll('main a[href*=\"/receipts/\"], main iframe').length", &serde_json::json!([])).as_i64() > Some(0), "{}", it.words());

        // A meeting concludes, and the conclusion is a task at once.
        it.open("/meetings/2024-q3");
        let form = "form[action$=\"/conclude\"]";
        it.write(
            &format!("{form} [name=text]"),
            "Giao Sở Tài chính xây dựng phương án điều chuyển vốn, hoàn thành trước ngày 30/11/2024.",
        );
        // What was recognised fills the fields; then they are written by hand.
        it.await_sight(&format!("{form} [data-found] li"));
        it.write(&format!("{form} [name=leads]"), "Sở Tài chính");
        it.write(&format!("{form} [name=product]"), "Phương án điều chuyển vốn");
        it.write(&format!("{form} [name=deadline]"), "trước ngày 30/11/2024");
        it.go(&format!("{form} button[value=write]"));
        sign_in(it, "duong");
        it.open("/meetings/2024-q3");
        it.go("form[action$=\"/sign-off\"] button[type=submit]");

        // It waits for the unit.
        sign_in(it, "an");
        it.open("/my");
        assert!(it.words().contains("điều chuyển vốn"), "{}", it.words());
        it.open("/search?q=phuong+an+dieu+chuyen");
        assert!(it.words().contains("điều chuyển vốn"), "{}", it.words());
    })
    .await;
}

/// Registers a passkey on the page of passkeys.
fn make_passkey(it: &Browser, name: &str) {
    it.open("/account/passkeys");
    let form = "form[action=\"/account/passkeys\"]";
    it.write(&format!("{form} input[name=name]"), name);
    it.write(&format!("{form} input[name=password]"), PASSWORD);
    it.go(&format!("{form} button"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_signs_in_without_a_name_and_is_revoked() {
    in_browser(|it| {
        it.hold_passkeys();
        sign_in(it, "an");
        // A wrong password makes none, and the page says so.
        it.open("/account/passkeys");
        let form = "form[action=\"/account/passkeys\"]";
        it.write(&format!("{form} input[name=name]"), "Điện thoại");
        it.write(&format!("{form} input[name=password]"), "sai hoàn toàn");
        it.click(&format!("{form} button"));
        it.await_words("Mật khẩu không đúng");
        make_passkey(it, "Điện thoại");
        assert!(it.path().ends_with("?did=added"), "{}", it.words());
        assert!(it.words().contains("Điện thoại"), "{}", it.words());
        // The same device holds one already.
        it.write(&format!("{form} input[name=name]"), "Lần nữa");
        it.write(&format!("{form} input[name=password]"), PASSWORD);
        it.click(&format!("{form} button"));
        it.await_words("đã có khóa của trang");

        it.open("/account");
        it.go("form[action=\"/sign-out\"] button");
        it.open("/sign-in?lang=vi&next=/account/passkeys");
        it.go("form[action=\"/sign-in/passkey\"] button");
        assert_eq!(it.path(), "/account/passkeys", "{}", it.words());
        assert!(it.words().contains("dùng lần cuối"), "{}", it.words());

        // It is asked for after the password, once its owner says so.
        let ask = "form[action=\"/account/passkeys/ask\"]";
        it.write(&format!("{ask} input[name=password]"), PASSWORD);
        it.go(&format!("{ask} button"));
        it.forget();
        it.open("/sign-in?lang=vi&next=/account/passkeys");
        it.write("input[name=login]", "an");
        it.write("input[name=password]", PASSWORD);
        it.go("form[action=\"/sign-in\"] button");
        assert!(it.words().contains("Mật khẩu đúng"), "{}", it.words());
        it.go("form[action=\"/sign-in/passkey\"] button");
        assert_eq!(it.path(), "/account/passkeys", "{}", it.words());

        let revoke = "form[action=\"/account/passkeys/revoke\"]";
        it.write(&format!("{revoke} input[name=password]"), PASSWORD);
        it.go(&format!("{revoke} button"));
        assert!(it.path().ends_with("?did=revoked"), "{}", it.words());
        it.forget();
        it.open("/sign-in?lang=vi");
        it.go("form[action=\"/sign-in/passkey\"] button");
        assert!(
            it.words().contains("không mở được tài khoản nào"),
            "{}",
            it.words()
        );
        assert!(it.path().starts_with("/sign-in"));
    })
    .await;
}

/// The pages of the flow, each with something on it.
const PAGES: [&str; 17] = [
    "/my",
    "/inbox",
    "/documents/15-ct-ubnd.2024/proposals",
    "/documents/15-ct-ubnd.2024",
    "/documents",
    "/import",
    "/tasks",
    "/tasks?status=late&leader=binh",
    "/tasks/nv-000006",
    "/tasks/nv-000002",
    "/tasks/bulk?task=nv-000006&task=nv-000007",
    "/board",
    "/board?by=document",
    "/search?q=giai+ngan",
    "/units",
    "/units/so-tai-chinh",
    "/",
];

fn prepare(it: &Browser) -> String {
    sign_in(it, "chi");
    it.open("/inbox");
    it.drop_file("#document", "chi-thi.txt", ORDER);
    it.go("form[action=\"/inbox\"][method=post] button");
    it.open("/import");
    it.drop_file(
        "#file",
        "theo-doi.csv",
        "STT;Nội dung nhiệm vụ;Đơn vị chủ trì;Sản phẩm;Thời hạn\n1;Rà soát chợ;Sở Công Thương;Báo cáo;30/12/2024\n2;Sửa kè;Sở Không Có;Biên bản;31/02/2024\n",
    );
    it.go("form[action=\"/import\"][method=post] button");
    it.path()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_at_a_provider_and_signs_out_there() {
    in_browser(|it| {
        it.open("/sign-in?lang=vi&next=/account");
        if !it.words().contains("Đăng nhập qua Thành phố") {
            eprintln!("skipped: oidc-provider is missing; try `cargo xtask needs`");
            return;
        }
        let at_provider = |login: &str| {
            it.write("input[name=login]", login);
            it.write("input[name=password]", "x");
            it.go("button[type=submit]");
            it.go("button[type=submit]");
        };
        it.click("form[action=\"/sign-in/with\"] button");
        it.await_sight("input[name=password]");
        it.await_words("Sign-in");
        at_provider("an");
        assert_eq!(it.path(), "/account", "{}", it.words());
        assert!(it.words().contains("qua Thành phố"), "{}", it.words());
        assert!(
            it.words().contains("Thành phố: an@hanoi.example"),
            "{}",
            it.words()
        );
        // Out here, and asked there.
        it.click("form[action=\"/sign-out\"] button");
        it.await_words("Do you want to sign-out");
        it.go("button[value=yes]");
        assert!(it.path().starts_with("/sign-in"), "{}", it.path());
        // Whom the settings do not name is told so, and is not let in.
        it.click("form[action=\"/sign-in/with\"] button");
        it.await_words("Sign-in");
        at_provider("moi");
        assert!(
            it.words().contains("Chưa có tài khoản nào"),
            "{}",
            it.words()
        );
        it.open("/account");
        assert!(it.path().starts_with("/sign-in"), "{}", it.path());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page_of_the_flow() {
    in_browser(|it| {
        let table = prepare(it);
        let pages: Vec<&str> = PAGES.into_iter().chain([table.as_str()]).collect();
        look_over(it, &pages);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_pages_of_accounts() {
    in_browser(|it| {
        it.hold_passkeys();
        sign_in(it, "an");
        make_passkey(it, "Điện thoại");
        look_over(
            it,
            &[
                "/account",
                "/account/passkeys",
                "/account/second-factor",
                "/account/tokens",
            ],
        );
        sign_in(it, "quan-tri");
        it.open("/admin/accounts");
        it.go("form[action=\"/admin/accounts/link\"] button");
        look_over(
            it,
            &[
                "/admin/accounts",
                "/admin/accounts/journal",
                "/admin/people",
            ],
        );
        it.forget();
        look_over(it, &["/sign-in"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_procedure_is_shortened_from_what_if_to_a_task_and_the_public_page() {
    let office = office_of(Town::with_procedure()).await;
    in_browser_of(office, |it| {
        // The clerk asks what would save most, and makes a sheet of it.
        sign_in(it, "chi");
        it.open("/procedures/nk-0001/what-if?change=propose&step=K%C3%BD+duy%E1%BB%87t");
        assert!(it.words().contains("Ký duyệt"), "{}", it.words());
        it.go("form[action$=\"/sheet\"] button");
        assert!(
            it.path().starts_with("/catalogue/sheets/prn-0001"),
            "{}",
            it.words()
        );
        assert!(it.words().contains("Kiểm tra trung thực"), "{}", it.words());

        // The head signs it; the unit has a task.
        sign_in(it, "duong");
        it.open("/catalogue/sheets/prn-0001");
        it.write("[name=unit]", "Sở Tài chính");
        it.write("[name=product]", "Quyết định ủy quyền ký");
        // A date is typed otherwise in each locale.
        let due = "document.querySelector('[name=due]').value = '2024-10-15'";
        it.run(due, &serde_json::json!([]));
        it.go("form[action$=\"/sign\"] button");
        assert!(it.words().contains("Đã ký: hứa giảm"), "{}", it.words());
        it.go("p.done a[href*=\"/tasks/\"]");
        assert!(it.words().contains("Rút ngắn thủ tục"), "{}", it.words());
        assert!(
            it.words().contains("Phiếu rút ngắn prn-0001"),
            "{}",
            it.words()
        );
        sign_in(it, "an");
        it.open("/my");
        assert!(
            it.words().contains("Quyết định ủy quyền ký")
                || it.words().contains("Rút ngắn thủ tục")
        );

        // Everybody sees what an earlier promise came to.
        it.open("/public/procedures/9.000001");
        assert!(
            it.words().contains("hứa −1,5 ngày làm việc"),
            "{}",
            it.words()
        );
    })
    .await;
}

/// A date is typed otherwise in each locale.
fn date_into(it: &Browser, css: &str, day: &str) {
    let script = "document.querySelector(arguments[0]).value = arguments[1]";
    it.run(script, &serde_json::json!([css, day]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_of_payments_leads_to_capital_that_moves_by_an_act() {
    let office = office_of(Town::with_works()).await;
    in_browser_of(office, |it| {
        // The month's figures come in as the office keeps them: first with one bad cell.
        sign_in(it, "chi");
        let drop = |name: &str, table: &str| {
            it.open("/investment/import?lang=vi");
            let place = tempfile::tempdir().unwrap();
            let file = place.path().join(name);
            std::fs::write(&file, table).unwrap();
            let kind = "document.querySelector('#kind').value = 'observations'";
            it.run(kind, &serde_json::json!([]));
            it.write("#file", file.to_str().unwrap());
            it.go("form[action=\"/investment/import\"] button");
            date_into(it, "#figures_of", "2024-08-31");
            it.write("#year", "2024");
            it.go("#columns button[type=submit]");
        };
        let bad = august(|number, millions| match number {
            4 => "mười tỷ".to_owned(),
            _ => millions.to_string(),
        });
        drop("thang-8-loi.csv", &bad);
        assert!(it.words().contains("mười tỷ"), "{}", it.words());
        assert!(it.words().contains("Chưa nhập gì"), "{}", it.words());
        drop("thang-8.csv", &august(|_, millions| millions.to_string()));
        it.go("form.card[action^=\"/investment/import/\"] button.strong");
        assert!(
            it.path().starts_with("/investment/import?did="),
            "{}",
            it.words()
        );

        // What holds it up, then what could be moved; a clerk decides nothing.
        it.open("/investment");
        assert!(it.words().contains("Tiền chưa giải ngân"), "{}", it.words());
        it.open("/investment/reallocation");
        let boxes = "return document.querySelectorAll('[name=move]').length";
        let none = serde_json::json!([]);
        assert_eq!(it.run(boxes, &none), 0, "{}", it.words());

        // Who may decide adopts what is proposed, by an act.
        sign_in(it, "duong");
        it.open("/investment/reallocation");
        assert!(it.run(boxes, &none).as_i64() >= Some(2), "{}", it.words());
        it.write("[name=act]", "88/QĐ-UBND");
        date_into(it, "[name=act_date]", "2024-09-10");
        it.write("[name=issuer]", "UBND Thành phố");
        it.write("[name=reason]", "Chuyển vốn sang dự án giải ngân nhanh");
        it.go("form[action=\"/investment/reallocation\"] button.strong");
        assert!(it.path().starts_with("/investment/plan"), "{}", it.words());
        let words = it.words();
        assert!(words.contains("88/QĐ-UBND"), "{words}");
        assert!(
            words.contains("Chuyển vốn sang dự án giải ngân nhanh"),
            "{words}"
        );
    })
    .await;
}
