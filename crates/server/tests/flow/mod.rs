//! The flow in the browser: what is typed arrives, what is wrong comes back with
//! all that was typed.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dondoc_accounts::Accounts;
use dondoc_messages::Lang;
use dondoc_registry::Role;

use crate::html;
use crate::town::{Answered, Site, Town, task};
use crate::workplace::{account, accounts, now, session};

mod clerk;
mod exchange;
mod import;
mod office;
mod reading;
mod unit;

/// A site with people in their posts.
pub(crate) struct Office {
    /// Kept, since its folder goes with it.
    town: Town,
    pub(crate) site: Site,
    accounts: Accounts,
}

impl Office {
    /// Each person is employed in a unit, in a role.
    pub(crate) fn of(people: &[(&str, &str, Role)]) -> Self {
        let mut town = Town::new();
        for (person, unit, role) in people {
            town.employ(person, unit, *role);
        }
        Self::in_town(town, people)
    }

    pub(crate) fn in_town(town: Town, people: &[(&str, &str, Role)]) -> Self {
        let accounts = accounts(&town);
        for (person, _, _) in people {
            account(&accounts, person, Some(person), false);
        }
        Self {
            site: town.site_for(false),
            town,
            accounts,
        }
    }

    /// A token of a person for these acts.
    pub(crate) fn token(&self, who: &str, scopes: &[&str]) -> String {
        let id = self.accounts.by_login(who).unwrap().unwrap().id;
        let scopes = scopes.iter().map(|it| (*it).to_owned()).collect();
        let made = self.accounts.make_token(id, "thử", &scopes, 1, now());
        made.unwrap().1.as_str().to_owned()
    }

    /// Returns how many entries the ledger has.
    pub(crate) fn entries(&self) -> u64 {
        self.town.folder.ledger().poll_head().unwrap()
    }

    pub(crate) fn entries_since(&self, from: u64) -> Vec<dondoc_ledger::Entry> {
        let ledger = self.town.folder.ledger();
        let all = (from..self.entries()).map(|index| ledger.entry(index).unwrap().unwrap());
        all.collect()
    }

    /// Returns who leads a task, as its issue says.
    pub(crate) fn lead(&self, task: &str) -> String {
        let stream = format!("task/{task}");
        let all = self.entries_since(0).into_iter();
        let mut issued = all.filter(|it| it.stream == stream && it.kind == "task.issued");
        let payload = issued.next().unwrap().payload.unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        payload["lead"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answered {
        let (session, _) = session(&self.accounts, who);
        self.site.send("GET", path, Some(&session), &[]).await
    }

    /// Looks at a page in both languages; it must be whole and good HTML.
    pub(crate) async fn look(&self, who: &str, path: &str) -> String {
        let mut shown = String::new();
        for lang in Lang::ALL {
            let and = if path.contains('?') { '&' } else { '?' };
            let answer = self.get(who, &format!("{path}{and}lang={lang}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            html::check(&answer.text(), &format!("{path} ({lang})"));
            if lang == Lang::Vi {
                shown = answer.text();
            }
        }
        shown
    }

    pub(crate) async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answered {
        let (session, form) = session(&self.accounts, who);
        let mut all = vec![("_token", form.as_str())];
        all.extend(fields);
        self.site.send("POST", path, Some(&session), &all).await
    }

    /// Sends a form with files, as browsers do.
    pub(crate) async fn upload(
        &self,
        who: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answered {
        let (session, form) = session(&self.accounts, who);
        let mut body = Vec::new();
        let token = ("_token", form.as_str());
        for (name, value) in std::iter::once(&token).chain(fields) {
            let part = format!(
                "--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.as_bytes());
        }
        for (field, name, bytes) in files {
            let part = format!(
                "--X\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend(part.as_bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--X--\r\n");
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=X")
            .header("cookie", format!("session={session}"))
            .body(Body::from(body))
            .unwrap();
        self.site.ask(request).await
    }
}

/// The task that nobody has accepted, and its path.
pub(crate) fn fresh() -> (String, String) {
    let id = task(6).to_string();
    let path = format!("/tasks/{id}");
    (id, path)
}
