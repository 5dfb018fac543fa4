//! A meeting chaired in another's place: signed off under a written delegation,
//! which the entry, the page and the minutes name.

use axum::http::StatusCode;
use dondoc_accounts::Accounts;
use dondoc_city::Command;
use dondoc_meetings::{Command as Asked, Conclusion, Place, Scheduled};
use dondoc_registry::Role;
use jiff::civil::date;

use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, session};

const MEETING: &str = "/meetings/giao-ban-chuyen-de";
const DELEGATION: &str = "uq-31-guq-tu-2024";

struct Hall {
    town: Town,
    site: Site,
    accounts: Accounts,
}

impl Hall {
    /// A meeting with one conclusion, which the secretary chairs in person; the
    /// head of the office may sign nothing by office.
    fn new() -> Self {
        let mut town = Town::new();
        town.employ("bi-thu", "thanh-uy", Role::Head);
        town.employ("chanh-vp", "van-phong-thanh-uy", Role::Head);
        let meeting: dondoc_kinds::MeetingId = "giao-ban-chuyen-de".parse().unwrap();
        let called = Asked::Schedule(Box::new(Scheduled {
            meeting: meeting.clone(),
            title: "Giao ban chuyên đề".into(),
            from: date(2024, 8, 1),
            to: date(2024, 8, 31),
            begins: date(2024, 9, 6).at(8, 0, 0, 0),
            chair: "thanh-uy".parse().unwrap(),
            chair_post: Some("thanh-uy.p-bi-thu".parse().unwrap()),
            places: vec![Place {
                name: "Hội trường".into(),
                unit: None,
            }],
        }));
        let open = Asked::Open {
            meeting: meeting.clone(),
        };
        let conclude = Asked::Conclude {
            meeting,
            conclusion: Conclusion {
                text: "Ghi nhận kết quả tháng 8.".into(),
                order: None,
            },
        };
        for command in [called, open, conclude] {
            town.act("thanh-uy", date(2024, 9, 6), Command::Meeting(command));
        }
        let accounts = accounts(&town);
        for person in ["bi-thu", "chanh-vp"] {
            account(&accounts, person, Some(person), false);
        }
        Self {
            site: town.site_for(false),
            accounts,
            town,
        }
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

    async fn sign(&self, who: &str) -> Answered {
        let path = format!("{MEETING}/sign-off");
        self.send(who, &path, &[("seen", "1.1")]).await
    }

    async fn grant(&self, until: &str) -> Answered {
        let fields = [
            ("by", "thanh-uy.p-bi-thu"),
            ("to", "van-phong-thanh-uy.p-chanh-vp"),
            ("power", "meeting.sign_off"),
            ("from", "2024-09-01"),
            ("until", until),
            ("number", "31/GUQ-TU"),
            ("date", "2024-08-30"),
        ];
        self.send("bi-thu", "/delegations", &fields).await
    }
}

#[tokio::test]
async fn who_chairs_by_delegation_signs_and_is_named_with_it() {
    let hall = Hall::new();
    let refused = hall.sign("chanh-vp").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "not by office");
    let made = hall.grant("2024-09-30").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());

    let signed = hall.sign("chanh-vp").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let ledger = hall.town.folder.ledger();
    let newest = ledger.poll_head().unwrap() - 1;
    let entry = ledger.entry(newest).unwrap().unwrap();
    assert_eq!(entry.kind, "meeting.signed_off");
    assert_eq!(entry.actor.post, "van-phong-thanh-uy.p-chanh-vp");
    assert_eq!(entry.actor.unit, "thanh-uy", "in the granter's place");
    assert_eq!(entry.actor.delegation.as_deref(), Some(DELEGATION));

    let page = hall.get("bi-thu", MEETING).await.text();
    assert!(page.contains(&format!("href=\"/delegations/{DELEGATION}\"")));
    assert!(
        page.contains("Chức vụ van-phong-thanh-uy.p-chanh-vp"),
        "{page}"
    );
    let close = hall.send("bi-thu", &format!("{MEETING}/close"), &[]).await;
    assert_eq!(close.status, StatusCode::SEE_OTHER, "{}", close.text());
    let page = hall.get("bi-thu", MEETING).await.text();
    assert!(page.contains(DELEGATION), "named after it is closed, too");
    let files = format!("{MEETING}/files/bien-ban-giao-ban-chuyen-de.docx");
    let minutes = hall.get("bi-thu", &files).await;
    assert_eq!(minutes.status, StatusCode::OK, "{}", minutes.text());
    let limits = dondoc_readers::Limits::default();
    let minutes = dondoc_readers::read_bytes("bien-ban.docx", &minutes.bytes, &limits);
    let minutes = minutes.unwrap().text;
    let said = "theo ủy quyền của Chức vụ thanh-uy.p-bi-thu tại văn bản 31/GUQ-TU";
    assert!(minutes.contains(said), "{minutes}");
    assert!(minutes.contains(DELEGATION));

    // Control of power: the page of the power counts it, under the delegation.
    let used = hall
        .get("bi-thu", "/authority/powers/meeting.sign_off")
        .await;
    assert!(used.text().contains(DELEGATION));
}

#[tokio::test]
async fn a_delegation_whose_last_day_has_passed_signs_nothing() {
    let hall = Hall::new();
    // The site's day is the tenth: the ninth was the last.
    let made = hall.grant("2024-09-09").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let refused = hall.sign("chanh-vp").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let granter = hall.sign("bi-thu").await;
    assert_eq!(granter.status, StatusCode::SEE_OTHER, "{}", granter.text());
}
