//! `/ledger/entries`: all entries, newest first.

use askama::Template;
use axum::response::Response;
use dondoc_sheets::{ColumnKind, OutCell};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::history::{self, Happened};
use crate::pages::export::{self, words};
use crate::pages::{Frame, Link};

const PAGE: u64 = 100;
/// So many in a file.
const MOST: u64 = 20_000;

#[derive(Debug, Template)]
#[template(path = "entries.html")]
struct EntriesPage {
    f: Frame,
    rows: Vec<Happened>,
    range: String,
    newer: Option<Link>,
    older: Option<Link>,
    files: [Link; 2],
}

/// One past the newest entry that is asked for.
fn until(ctx: &Ctx) -> Result<u64, Trouble> {
    let size = ctx.city().folded();
    match ctx.ask.param("before") {
        None => Ok(size),
        Some(text) => match text.parse::<u64>() {
            Ok(before) => Ok(before.clamp(1, size.max(1)).min(size)),
            Err(_) => Err(Trouble::bad("site-bad-number", text)),
        },
    }
}

/// Entries as a file, newest first: as many as a sheet is good for.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    const HEADINGS: &[export::Heading] = &[
        ("site-log-entry", ColumnKind::Short),
        ("site-log-valid", ColumnKind::Short),
        ("site-log-what", ColumnKind::Short),
        ("site-log-about", ColumnKind::Short),
        ("site-log-who", ColumnKind::Long),
        ("site-log-person", ColumnKind::Short),
        ("site-log-recorded", ColumnKind::Short),
    ];
    let w = ctx.words();
    let until = until(ctx)?;
    let rows = history::range(ctx, until.saturating_sub(MOST), until)?;
    let name = |link: Option<Link>| link.map(|it| it.text).unwrap_or_default();
    let row = |it: Happened| -> Vec<OutCell> {
        let erased = match it.is_erased {
            true => format!(" ({})", w.t("site-erased")),
            false => String::new(),
        };
        vec![
            words(&it.entry.text),
            words(&it.valid),
            words(&format!("{}{erased}", it.what)),
            words(&name(it.about)),
            words(&name(it.unit)),
            words(&it.person.unwrap_or_default()),
            words(&it.recorded),
        ]
    };
    let rows = rows.into_iter().map(row).collect();
    export::answer(ctx, &w.t("site-entries-title"), HEADINGS, rows)
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let size = ctx.city().folded();
    let until = until(ctx)?;
    let from = until.saturating_sub(PAGE);
    let to = |before: u64, key: &str| Link {
        href: ctx.to(&format!("/ledger/entries?before={before}")),
        text: w.t(key),
    };
    html(&EntriesPage {
        f: Frame::timeless(ctx, w.t("site-entries-title")),
        rows: history::range(ctx, from, until)?,
        files: export::links(ctx, "/ledger/entries"),
        range: format!("#{from} – #{}", until.saturating_sub(1)),
        newer: (until < size).then(|| to((until + PAGE).min(size), "site-page-newer")),
        older: (from > 0).then(|| to(from, "site-page-older")),
    })
}
