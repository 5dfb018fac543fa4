//! `/ledger`: what it is, how long, and how anyone verifies it.

use askama::Template;
use axum::response::Response;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::history::{self, Happened};
use crate::pages::{Frame, Link};

#[derive(Debug, Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    f: Frame,
    size: String,
    root: String,
    origin: String,
    keys: Vec<String>,
    erased: Vec<Link>,
    newest: Option<String>,
    latest: Vec<Happened>,
    all: Link,
    note: String,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let head = ctx.ledger().head()?;
    let folder = ctx.state.folder();
    let city = ctx.city();
    html(&LedgerPage {
        f: Frame::timeless(ctx, w.t("site-ledger-title")),
        size: w.number(head.size),
        root: head.root.to_string(),
        origin: folder.settings().origin.clone(),
        keys: folder.keys().iter().map(ToString::to_string).collect(),
        erased: city
            .erased()
            .iter()
            .map(|index| super::entry(ctx, *index))
            .collect(),
        newest: city.last_recorded().map(|at| w.recorded(at)),
        latest: history::range(ctx, head.size.saturating_sub(10), head.size)?,
        all: Link {
            href: ctx.to("/ledger/entries"),
            text: w.t("site-all-entries"),
        },
        note: folder.signer().sign(&head),
    })
}
