//! `/documents`: the register.

use std::cmp::Reverse;

use askama::Template;
use axum::response::Response;
use dondoc_sheets::{ColumnKind, OutCell};
use dondoc_tasks::ProposalStanding;
use jiff::civil::Date;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::pages::export::{self, number, words};
use crate::pages::{Frame, Link, document};

#[derive(Debug, Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    f: Frame,
    rows: Vec<DocumentRow>,
    files: [Link; 2],
}

#[derive(Debug)]
struct DocumentRow {
    link: Link,
    title: String,
    issuer: String,
    date: String,
    day: Option<Date>,
    in_force: bool,
    is_amended: bool,
    open_proposals: usize,
    tasks: u32,
    open: u32,
    late: u32,
    done: u32,
    tasks_href: String,
    late_href: String,
}

fn rows(ctx: &Ctx) -> Vec<DocumentRow> {
    let w = ctx.words();
    let mut all: Vec<_> = ctx.city().documents.iter().collect();
    all.sort_by_key(|(id, it)| (Reverse(it.registered.date), (*id).clone()));
    let mut rows = Vec::with_capacity(all.len());
    for (id, it) in all {
        let counts = ctx.look.board.document(id);
        let waiting = ctx.city().tasks.open_proposals().filter(|proposal| {
            proposal.standing == ProposalStanding::Open
                && proposal
                    .draft
                    .source
                    .as_ref()
                    .is_some_and(|source| source.document == *id)
        });
        rows.push(DocumentRow {
            link: document(ctx, id),
            title: it.registered.title.clone().unwrap_or_default(),
            issuer: it.registered.issuer.clone().unwrap_or_default(),
            day: it.registered.date,
            date: it.registered.date.map(|day| w.day(day)).unwrap_or_default(),
            in_force: it.is_in_force(),
            is_amended: !it.changes.is_empty(),
            open_proposals: waiting.count(),
            tasks: counts.all(),
            open: counts.open(),
            late: counts.of(Bucket::Late),
            done: counts.done(),
            tasks_href: ctx.to(&format!("/tasks?document={id}")),
            late_href: ctx.to(&format!("/tasks?document={id}&status=late")),
        });
    }
    rows
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&DocumentsPage {
        f: Frame::new(ctx, ctx.words().t("site-documents-title")),
        rows: rows(ctx),
        files: export::links(ctx, "/documents"),
    })
}

/// The register as a file.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    const HEADINGS: &[export::Heading] = &[
        ("site-col-document", ColumnKind::Short),
        ("site-col-title", ColumnKind::Long),
        ("site-col-issuer", ColumnKind::Long),
        ("site-col-date", ColumnKind::Day),
        ("site-col-force", ColumnKind::Short),
        ("site-col-proposals", ColumnKind::Number),
        ("site-col-tasks", ColumnKind::Number),
        ("site-col-open", ColumnKind::Number),
        ("site-status-late", ColumnKind::Number),
        ("site-col-done", ColumnKind::Number),
    ];
    let w = ctx.words();
    let row = |it: DocumentRow| -> Vec<OutCell> {
        let standing = match (it.in_force, it.is_amended) {
            (false, _) => w.t("site-not-in-force"),
            (true, true) => w.t("site-amended"),
            (true, false) => String::new(),
        };
        let mut cells = vec![
            words(&it.link.text),
            words(&it.title),
            words(&it.issuer),
            export::day(it.day),
            words(&standing),
            number(it.open_proposals as i128),
        ];
        let counts = [it.tasks, it.open, it.late, it.done];
        cells.extend(counts.map(|count| number(i128::from(count))));
        cells
    };
    let rows = rows(ctx).into_iter().map(row).collect();
    export::answer(ctx, &w.t("site-documents-title"), HEADINGS, rows)
}
