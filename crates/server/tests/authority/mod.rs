//! Delegation in the browser, from the grant to the act and the withdrawal; who
//! may do what, on which day, as known on which.

use axum::http::{StatusCode, header};
use dondoc_accounts::Accounts;
use dondoc_messages::Lang;
use dondoc_registry::Role;

use crate::html;
use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, session};

struct Office {
    town: Town,
    site: Site,
    accounts: Accounts,
}

impl Office {
    /// The head of the assigner, a head elsewhere, and an administrator.
    fn new() -> Self {
        let mut town = Town::new();
        town.employ("bi-thu", "thanh-uy", Role::Head);
        town.employ("giam-doc", "so-noi-vu", Role::Head);
        let accounts = accounts(&town);
        account(&accounts, "bi-thu", Some("bi-thu"), false);
        account(&accounts, "giam-doc", Some("giam-doc"), false);
        account(&accounts, "quan-tri", None, true);
        Self {
            site: town.site_for(false),
            accounts,
            town,
        }
    }

    /// A task of the granter's that the delegate's own unit does not lead.
    fn task(&self) -> String {
        let other = (1..30).find(|nth| self.town.lead(*nth) != "so-noi-vu");
        format!("tasks/nv-{:06}", other.unwrap())
    }

    async fn get(&self, who: &str, path: &str) -> Answered {
        let (session, _) = session(&self.accounts, who);
        self.site.send("GET", path, Some(&session), &[]).await
    }

    async fn send(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answered {
        let (session, form) = session(&self.accounts, who);
        let token = [("_token", form.as_str())];
        let fields = [&token, fields].concat();
        self.site.send("POST", path, Some(&session), &fields).await
    }

    async fn grant(&self, until: &str) -> Answered {
        let fields = [
            ("by", "thanh-uy.p-bi-thu"),
            ("to", "so-noi-vu.p-giam-doc"),
            ("power", "task.confirm"),
            ("power", "task.extend"),
            ("from", "2024-09-01"),
            ("until", until),
            ("number", "12/QĐ-TU"),
            ("date", "2024-08-30"),
            ("conditions", "Báo cáo <b>hằng tuần</b>"),
        ];
        self.send("bi-thu", "/delegations", &fields).await
    }
}

const ID: &str = "/delegations/uq-12-qd-tu-2024";

#[tokio::test]
async fn a_delegate_acts_in_the_name_of_the_granter_until_it_is_withdrawn() {
    let office = Office::new();
    // Nothing is granted yet: the page says who may.
    let path = format!("/authority/why?act=task.confirm&on={}", office.task());
    let path = path.as_str();
    let before = office.get("giam-doc", path).await.text();
    assert!(before.contains("Chức vụ thanh-uy.p-bi-thu"));
    assert!(!before.contains(&format!("href=\"{ID}\"")));

    let made = office.grant("2024-12-31").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    assert_eq!(made.headers[header::LOCATION], ID);
    let page = office.get("giam-doc", ID).await.text();
    assert!(page.contains("12/QĐ-TU") && page.contains("Chức vụ so-noi-vu.p-giam-doc"));
    assert!(!page.contains("<b>hằng tuần"), "words are no markup");
    assert!(
        !page.contains("/withdraw"),
        "the delegate withdraws nothing"
    );
    let after = office.get("giam-doc", path).await.text();
    assert!(after.contains(&format!("href=\"{ID}\"")), "{after}");

    // Of what their own unit owes they are no judge.
    let own = (1..30)
        .find(|nth| office.town.lead(*nth) == "so-noi-vu")
        .unwrap();
    let path_of_own = format!("/authority/why?act=task.confirm&on=tasks/nv-{own:06}");
    let page = office.get("giam-doc", &path_of_own).await.text();
    assert!(
        page.contains("không xét việc của chính đơn vị mình"),
        "{page}"
    );

    // It is not passed on, and nothing is granted that one does not hold.
    let on = [
        ("by", "thanh-uy.p-bi-thu"),
        ("to", "so-noi-vu.p-giam-doc"),
        ("power", "task.confirm"),
        ("from", "2024-09-01"),
        ("until", "2024-10-01"),
        ("number", "1/QĐ"),
        ("date", "2024-08-30"),
    ];
    let refused = office.send("giam-doc", "/delegations", &on).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let gone = office
        .send(
            "bi-thu",
            &format!("{ID}/withdraw"),
            &[("reason", "Đã xong việc")],
        )
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    let page = office.get("bi-thu", ID).await.text();
    assert!(page.contains("đã được rút"), "{page}");
    let last = office.town.folder.ledger();
    let last = last.entry(last.poll_head().unwrap() - 1).unwrap().unwrap();
    assert_eq!(last.actor.post, "thanh-uy.p-bi-thu");
    let after = office.get("giam-doc", path).await.text();
    assert!(
        !after.contains(&format!("href=\"{ID}\"")),
        "withdrawn at once"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_grant_comes_back_at_its_field_with_what_was_typed() {
    let office = Office::new();
    let fields = [
        ("by", "thanh-uy.p-bi-thu"),
        ("to", "so-noi-vu.p-giam-doc"),
        ("from", "hôm nay"),
        ("until", "2024-12-31"),
        ("dong", "5 tỷ"),
        ("number", "12/QĐ \"x\""),
        ("date", "2024-08-30"),
    ];
    let again = office.send("bi-thu", "/delegations", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = again.text();
    html::check(&page, "a grant with mistakes");
    for id in ["p-power", "p-from", "p-dong"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}: {page}");
    }
    assert!(page.contains("value=\"hôm nay\"") && page.contains("value=\"5 tỷ\""));
    // The room's own refusal: it would outlive nothing, but ends before it begins.
    let reversed = office.grant("2024-08-31").await;
    assert_eq!(reversed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reversed.text().contains("role=\"alert\""));
}

#[tokio::test]
async fn pages_of_authority_are_whole_in_both_languages() {
    let office = Office::new();
    office.grant("2024-12-31").await;
    office
        .send("giam-doc", "/tasks/nv-000001/accept", &[])
        .await;
    for (who, path) in [
        ("bi-thu", "/authority"),
        ("bi-thu", "/authority?q=so+noi+vu&page=1"),
        ("bi-thu", "/authority?page=999"),
        ("bi-thu", "/authority/powers/task.issue"),
        ("bi-thu", "/authority/powers/investment.reallocate"),
        ("bi-thu", "/authority/why"),
        (
            "bi-thu",
            "/authority/why?act=task.extend&on=tasks/nv-000004&day=2024-09-05",
        ),
        ("bi-thu", "/authority/why?act=task.extend&on=sao+cung+duoc"),
        ("bi-thu", "/delegations"),
        ("bi-thu", "/delegations/new?q=noi+vu"),
        ("bi-thu", ID),
        ("quan-tri", "/authority/decisions"),
    ] {
        for lang in Lang::ALL {
            let mark = if path.contains('?') { '&' } else { '?' };
            let answer = office.get(who, &format!("{path}{mark}lang={lang}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let page = answer.text();
            html::check(&page, &format!("{path} in {lang}"));
            assert!(
                !page.contains("[authority-") && !page.contains("{$"),
                "{path}"
            );
            assert!(page.len() < 100_000, "{path}: {}", page.len());
        }
    }
    let use_page = office
        .get("bi-thu", "/authority/powers/task.issue")
        .await
        .text();
    assert!(use_page.contains("Thành ủy"), "who issued is counted");
    let log = office.get("quan-tri", "/authority/decisions").await.text();
    assert!(
        log.contains("delegation.grant") || log.contains("head-delegates"),
        "{log}"
    );
    for bad in ["/authority/powers/x", "/delegations/x"] {
        assert_eq!(
            office.get("bi-thu", bad).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let bad = office.get("bi-thu", "/authority/why?act=x").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn who_could_sign_is_asked_of_a_day_as_known_on_another() {
    let office = Office::new();
    office.grant("2024-12-31").await;
    let asked = |day: &'static str, known: &'static str| {
        let task = office.task();
        format!("/authority/why?act=task.extend&on={task}&day={day}&as_of={known}")
    };
    let delegate = |page: &str| page.contains(&format!("href=\"{ID}"));
    // Granted from 1 September; entered on the site's own day.
    let today = office
        .get("bi-thu", &asked("2024-09-05", "2030-01-01"))
        .await
        .text();
    assert!(delegate(&today));
    let before = office
        .get("bi-thu", &asked("2024-08-31", "2030-01-01"))
        .await
        .text();
    assert!(!delegate(&before), "before its first day");
    let unknown = office
        .get("bi-thu", &asked("2024-09-05", "2024-09-01"))
        .await
        .text();
    assert!(!delegate(&unknown), "the ledger did not know it yet");
}

#[tokio::test]
async fn a_deputy_in_a_meeting_holds_a_post_or_a_delegation_on_that_day() {
    let office = Office::new();
    let seat = |name: &'static str| {
        vec![
            ("unit", "Thành ủy Hà Nội"),
            ("name", name),
            ("place", "0"),
            ("of", "Bí thư"),
            ("instrument", "12/GUQ"),
        ]
    };
    let path = "/meetings/2024-q3/attend";
    let refused = office.send("bi-thu", path, &seat("Người Lạ")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("không được dự họp thay"), "{page}");
    assert!(page.contains("value=\"Người Lạ\""), "what was typed stays");
    assert!(page.contains("/authority/why?act=meeting.attend"));
    html::check(&page, "attend");
}
