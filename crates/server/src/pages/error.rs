//! What is shown when something is not: what is wrong, and the way back.

use askama::Template;

use crate::access::Why;
use crate::answer::Trouble;
use crate::ask::{Ask, link};
use crate::pages::{Frame, Link};

/// The page of a trouble.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    f: Frame,
    status: u16,
    said: String,
    /// Why somebody may not, by the policies.
    why: Option<Why>,
    ways: Vec<Link>,
}

impl ErrorPage {
    pub(crate) fn of(ask: &Ask, trouble: &Trouble) -> Self {
        let w = ask.words;
        let (title, said) = match trouble {
            Trouble::NotFound => ("site-error-not-found", w.t("site-error-not-found-text")),
            Trouble::Bad { key, given } => ("site-error-bad", w.with(key, given)),
            Trouble::Refused(said) => ("site-error-bad", said.clone()),
            Trouble::SignIn => ("site-error-sign-in", w.t("site-error-sign-in-text")),
            Trouble::Denied(why) => ("site-forbidden", w.with("authority-denied", &why.act)),
            Trouble::Forbidden(key) => ("site-forbidden", w.t(key)),
            Trouble::Stale => ("site-error-stale", w.t("site-error-stale-text")),
            Trouble::TooLarge(most) => {
                let said = w.n("site-error-too-large-text", *most as u64 >> 20);
                ("site-error-too-large", said)
            }
            Trouble::TooMany(seconds) => (
                "site-error-too-many",
                w.n("site-error-too-many-text", *seconds),
            ),
            Trouble::Odd(odd) => ("site-error-bad", odd.detail.clone()),
            Trouble::Failed(_) => ("site-error-failed", w.t("site-error-failed-text")),
        };
        // An address with a bad day must not go on in every link.
        let way = |path: &str, key| Link {
            href: link(path, None, ask),
            text: w.t(key),
        };
        let parent = [
            "/tasks",
            "/documents",
            "/units",
            "/briefing",
            "/receipts",
            "/ledger",
        ];
        let near = parent.into_iter().find(|path| ask.path.starts_with(path));
        let mut ways: Vec<Link> = near
            .map(|path| way(path, "site-error-near"))
            .into_iter()
            .collect();
        ways.push(way("/", "site-error-home"));
        Self {
            f: Frame::plain(ask, None, w.t(title)),
            status: trouble.status().as_u16(),
            said,
            why: match trouble {
                Trouble::Denied(why) => Some(Why::clone(why)),
                _ => None,
            },
            ways,
        }
    }
}
