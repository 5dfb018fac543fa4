//! `/documents`: the register.

use std::cmp::Reverse;

use askama::Template;
use axum::response::Response;
use dondoc_tasks::ProposalStanding;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::pages::{Frame, Link, document};

#[derive(Debug, Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    f: Frame,
    rows: Vec<DocumentRow>,
}

#[derive(Debug)]
struct DocumentRow {
    link: Link,
    title: String,
    issuer: String,
    date: String,
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

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
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
    html(&DocumentsPage {
        f: Frame::new(ctx, w.t("site-documents-title")),
        rows,
    })
}
