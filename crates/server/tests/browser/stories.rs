//! What people do on a day: with the keyboard alone, when the network is gone, when
//! they ask for time, and when they hand a power on.

use serde_json::{Value, json};

use super::driver::Browser;
use super::{PASSWORD, in_browser, issue_an_order, sign_in};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// Opens the first task of the unit's own page.
fn open_own_task(it: &Browser) -> String {
    it.open("/my");
    it.go(".rows .what a");
    let path = it.path();
    path.split('?').next().unwrap_or_default().to_owned()
}

/// A date is typed otherwise in each locale.
fn set_day(it: &Browser, css: &str, day: &str) {
    let script = "document.querySelector(arguments[0]).value = arguments[1]";
    it.run(script, &json!([css, day]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_signs_in_finds_a_task_and_reports_with_the_keyboard_alone() {
    in_browser(|it| {
        issue_an_order(it);
        it.forget();
        it.open("/sign-in?lang=vi");
        let focused = it.run("return document.activeElement.name === 'login'", &json!([]));
        if focused != true {
            it.tab_to("input[name=login]");
        }
        it.press("an");
        it.tab_to("input[name=password]");
        it.press(PASSWORD);
        it.go_by(ENTER);
        assert!(!it.path().starts_with("/sign-in"), "{}", it.words());

        // The first stop of every page leads past the menu.
        it.open("/my");
        it.press(TAB);
        let shown = "const at = document.activeElement; const box = at.getBoundingClientRect(); \
                     return at.className === 'skip' && box.top >= 0 && box.left >= 0";
        assert!(it.run(shown, &json!([])) == true, "the skip link is seen");
        it.press(ENTER);
        let main = "return document.activeElement.id === 'main'";
        assert!(
            it.run(main, &json!([])) == true,
            "it leads to the page's own"
        );

        // A key goes to the search field; what is found is opened.
        it.press("/");
        let search = "return document.activeElement.name === 'q'";
        assert!(it.run(search, &json!([])) == true, "`/` searches");
        it.press("rà soát dự án chậm");
        it.go_by(ENTER);
        assert!(it.path().starts_with("/search"), "{}", it.path());
        it.tab_to("main a[href*=\"/tasks/nv-\"]");
        it.go_by(ENTER);
        it.tab_to("form[action$=\"/accept\"] button");
        it.go_by(ENTER);

        // Typed, ticked and sent.
        let form = "form[action$=\"/report\"]";
        it.tab_to(&format!("{form} [name=narrative]"));
        it.press("Đã rà soát 5 dự án");
        it.tab_to(&format!("{form} [name=percent]"));
        it.press("40");
        it.tab_to(&format!("{form} [name=done]"));
        it.press(" ");
        it.press(" ");
        it.tab_to(&format!("{form} button[type=submit]"));
        it.go_by(ENTER);
        assert!(it.path().ends_with("?did=report"), "{}", it.words());
        assert!(it.words().contains("40"), "{}", it.words());
        // Something folded opens by the keyboard too.
        it.tab_to("details.deed:not([open]) summary");
        it.press(ENTER);
        let open = "return document.activeElement.parentElement.open";
        assert!(it.run(open, &json!([])) == true, "it unfolds");
    })
    .await;
}

fn network(it: &Browser, is_offline: bool) {
    it.devtools("Network.enable", &json!({}));
    let state = json!({
        "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
    });
    it.devtools("Network.emulateNetworkConditions", &state);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_outlives_a_lost_network_and_a_lost_session() {
    in_browser(|it| {
        issue_an_order(it);
        sign_in(it, "an");
        let task = open_own_task(it);
        it.go("form[action$=\"/accept\"] button");
        let narrative = "form[action$=\"/report\"] [name=narrative]";
        let kept = |it: &Browser| -> Value {
            let read = "return document.querySelector(arguments[0])?.value ?? null";
            it.run(read, &json!([narrative]))
        };
        it.open(&task);
        it.write(narrative, "Đã kiểm tra hiện trường 7 dự án");
        network(it, true);
        it.click("form[action$=\"/report\"] button[type=submit]");
        it.await_sight("body.neterror, #main-frame-error, body");
        network(it, false);
        it.open(&task);
        assert_eq!(kept(it), "Đã kiểm tra hiện trường 7 dự án");

        // The session ends while the form is open: after signing in it is there.
        it.forget();
        it.go("form[action$=\"/report\"] button[type=submit]");
        it.await_sight("form[action=\"/sign-in\"] input[name=password]");
        sign_in(it, "an");
        it.open(&task);
        assert_eq!(kept(it), "Đã kiểm tra hiện trường 7 dự án");
        // Once it is sent, nothing is kept.
        it.go("form[action$=\"/report\"] button[type=submit]");
        assert!(it.path().ends_with("?did=report"), "{}", it.words());
        it.open(&task);
        assert_eq!(kept(it), "", "{}", it.words());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_asks_for_time_and_explains_itself() {
    in_browser(|it| {
        issue_an_order(it);
        sign_in(it, "an");
        let task = open_own_task(it);
        it.go("form[action$=\"/accept\"] button");
        let ask = "form[action$=\"/extension\"]";
        it.write(&format!("{ask} [name=reason]"), "Chờ vốn bổ sung");
        set_day(it, &format!("{ask} [name=until]"), "2024-11-30");
        it.go(&format!("{ask} button[type=submit]"));

        sign_in(it, "chi");
        it.open(&task);
        assert!(it.words().contains("Chờ vốn bổ sung"), "{}", it.words());
        let allow = "form[action$=\"/extend\"]";
        it.write(&format!("{allow} [name=instrument]"), "Công văn 100/VP");
        it.write(&format!("{allow} [name=allowed_by]"), "Phó Chủ tịch");
        it.write(&format!("{allow} [name=reason]"), "Đồng ý");
        it.go(&format!("{allow} button[value=extend]"));
        let demand = "form[action$=\"/demand\"]";
        it.write(&format!("{demand} [name=question]"), "Vì sao chưa trình?");
        it.go(&format!("{demand} button[type=submit]"));

        sign_in(it, "an");
        it.open("/my");
        assert!(it.words().contains("Phải giải trình"), "{}", it.words());
        // From the list, one click shows how the deadline was counted.
        it.go(".rows .c-due a");
        let words = it.words();
        assert!(
            words.contains("30/10/2024") && words.contains("30/11/2024"),
            "both deadlines stand there: {words}"
        );
        let open = "return document.querySelector('#deadline details').open";
        assert!(it.run(open, &json!([])) == true, "the proof is open");
        it.write(
            "form[action$=\"/explain\"] [name=answer]",
            "Chờ ý kiến Sở Tư pháp",
        );
        it.go("form[action$=\"/explain\"] button.strong");
        sign_in(it, "chi");
        it.open(&task);
        assert!(
            it.words().contains("Chờ ý kiến Sở Tư pháp"),
            "{}",
            it.words()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_hands_a_power_on_its_use_is_seen_and_it_is_withdrawn() {
    in_browser(|it| {
        let task = "/tasks/nv-000006";
        let demand = "form[action$=\"/demand\"]";
        let may = |it: &Browser| {
            it.open(task);
            let asks = "return document.querySelector(arguments[0]) !== null";
            it.run(asks, &json!([demand])) == true
        };
        sign_in(it, "binh");
        assert!(!may(it), "not by their own office");

        sign_in(it, "duong");
        it.open("/delegations/new?q=tai+chinh");
        let form = "form[action=\"/delegations\"]";
        it.run(
            "const to = document.querySelector('select[name=to]'); \
             to.value = [...to.options].find((o) => o.value.endsWith('p-binh')).value",
            &json!([]),
        );
        it.click(&format!(
            "{form} [name=power][value=\"task.demand_explanation\"]"
        ));
        set_day(it, "[name=from]", "2024-09-10");
        set_day(it, "[name=until]", "2024-12-31");
        it.write("[name=number]", "15/QĐ-TU");
        set_day(it, "[name=date]", "2024-09-09");
        it.go(&format!("{form} button[type=submit]"));
        assert!(it.path().starts_with("/delegations/"), "{}", it.words());
        let delegation = it.path();

        sign_in(it, "binh");
        assert!(may(it), "{}", it.words());
        it.write(&format!("{demand} [name=question]"), "Vướng ở đâu?");
        it.go(&format!("{demand} button[type=submit]"));
        assert!(it.words().contains("Vướng ở đâu?"), "{}", it.words());

        // Whoever granted it sees the use, and takes it back at once.
        sign_in(it, "duong");
        it.open(&delegation);
        assert!(it.words().contains("15/QĐ-TU"), "{}", it.words());
        it.write("form[action$=\"/withdraw\"] [name=reason]", "Đã xong việc");
        it.go("form[action$=\"/withdraw\"] button");
        sign_in(it, "binh");
        assert!(!may(it), "{}", it.words());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_urges_many_units_on_and_each_finds_one_notice() {
    in_browser(|it| {
        issue_an_order(it);
        it.open("/tasks?unit=so-tai-chinh&status=open");
        it.go("form#bulk button[name=all]");
        it.write("[name=note]", "Báo cáo trước thứ Sáu");
        it.go("button[value=urge]");
        assert!(it.words().contains("Đã đôn đốc"), "{}", it.words());
        sign_in(it, "an");
        it.open("/my");
        it.go(".rows .what a");
        assert!(it.words().contains("Văn phòng đôn đốc"), "{}", it.words());
    })
    .await;
}
