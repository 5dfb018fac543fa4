//! `/ledger/entries`: all entries, newest first.

use askama::Template;
use axum::response::Response;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::history::{self, Happened};
use crate::pages::{Frame, Link};

const PAGE: u64 = 100;

#[derive(Debug, Template)]
#[template(path = "entries.html")]
struct EntriesPage {
    f: Frame,
    rows: Vec<Happened>,
    range: String,
    newer: Option<Link>,
    older: Option<Link>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let size = ctx.city().folded();
    let until = match ctx.ask.param("before") {
        None => size,
        Some(text) => match text.parse::<u64>() {
            Ok(before) => before.clamp(1, size.max(1)).min(size),
            Err(_) => return Err(Trouble::bad("site-bad-number", text)),
        },
    };
    let from = until.saturating_sub(PAGE);
    let to = |before: u64, key: &str| Link {
        href: ctx.to(&format!("/ledger/entries?before={before}")),
        text: w.t(key),
    };
    html(&EntriesPage {
        f: Frame::timeless(ctx, w.t("site-entries-title")),
        rows: history::range(ctx, from, until)?,
        range: format!("#{from} – #{}", until.saturating_sub(1)),
        newer: (until < size).then(|| to((until + PAGE).min(size), "site-page-newer")),
        older: (from > 0).then(|| to(from, "site-page-older")),
    })
}
