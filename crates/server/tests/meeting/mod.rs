//! A briefing meeting, from the typed sentence to the issued task.

use axum::http::StatusCode;
use dondoc_messages::Lang;
use dondoc_registry::Role;

use crate::town::{Answered, Site, Town};
use crate::workplace::{account, accounts, session};

const MEETING: &str = "/meetings/2024-q3";

/// A person of the chair's unit at the meeting.
struct Secretary {
    site: Site,
    session: String,
    form: String,
    _town: Town,
}

impl Secretary {
    fn new() -> Self {
        let mut town = Town::new();
        town.employ("bi-thu", "thanh-uy", Role::Head);
        let accounts = accounts(&town);
        account(&accounts, "bi-thu", Some("bi-thu"), false);
        let (session, form) = session(&accounts, "bi-thu");
        Self {
            site: town.site(),
            session,
            form,
            _town: town,
        }
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let token = [("_token", self.form.as_str())];
        let fields = [&token, fields].concat();
        let path = format!("{MEETING}{path}");
        self.site
            .send("POST", &path, Some(&self.session), &fields)
            .await
    }
}

const SENTENCE: &str =
    "Giao Sở Kế hoạch và Đầu tư chủ trì báo cáo giải ngân trước ngày 30/11/2024.";

#[tokio::test]
async fn a_sentence_that_is_typed_becomes_a_task_at_the_sign_off() {
    let secretary = Secretary::new();
    let typed = [("text", SENTENCE), ("product", "Báo cáo")];

    // Read first: nothing is written, and what was found is shown.
    let reading = [&[("do", "read")], &typed[..]].concat();
    let read = secretary.send("/conclude", &reading).await;
    assert_eq!(read.status, StatusCode::OK);
    let page = read.text();
    assert!(page.contains("Sở Kế hoạch và Đầu tư") && page.contains("trước ngày 30/11/2024"));

    let written = secretary.send("/conclude", &typed).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text());
    let past = SENTENCE.replace("30/11/2024", "30/8/2024");
    let refused = secretary.send("/conclude", &[("text", &past)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("30/8/2024"), "what was typed stays");

    let unseen = secretary.send("/sign-off", &[("seen", "1.1")]).await;
    assert_eq!(unseen.status, StatusCode::BAD_REQUEST);
    for _ in 0..2 {
        let seen = [("seen", "1.1"), ("seen", "2.1")];
        let signed = secretary.send("/sign-off", &seen).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    }
    let page = secretary.site.page(MEETING, Lang::Vi).await.text();
    assert!(page.contains("nv-000033") && page.contains("nv-000034"));
    assert!(!page.contains("nv-000035"), "signed twice is signed once");
}
