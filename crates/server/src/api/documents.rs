//! Documents of the register.

use axum::response::Response;
use dondoc_kinds::DocumentId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Trouble;
use crate::api::answers::{Page, Reading, json, page};
use crate::ask::Ctx;
use crate::board::Counts;
use crate::form::Form;

/// A registered document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentOut {
    /// Its id.
    #[schema(example = "24-ct-tu.2023")]
    id: String,
    /// The kind word, e.g. `Chỉ thị`.
    kind: Option<String>,
    /// Number and symbol as written.
    number: Option<String>,
    /// The issuing body as written.
    issuer: Option<String>,
    /// The issuing body, where it is known.
    issuer_unit: Option<String>,
    /// The day of issue.
    date: Option<String>,
    /// The title.
    title: Option<String>,
    /// SHA-256 of the text that was read.
    text: String,
    /// How its tasks stand.
    tasks: CountsOut,
}

/// How many tasks stand how.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsOut {
    /// All of them.
    all: u32,
    /// Still owed.
    open: u32,
    /// Past their deadline.
    late: u32,
    /// Confirmed.
    done: u32,
}

impl From<Counts> for CountsOut {
    fn from(counts: Counts) -> Self {
        Self {
            all: counts.all(),
            open: counts.open(),
            late: counts.of(crate::board::Bucket::Late),
            done: counts.done(),
        }
    }
}

fn out(ctx: &Ctx, id: &DocumentId) -> Option<DocumentOut> {
    let it = &ctx.city().documents.get(id)?.registered;
    Some(DocumentOut {
        id: id.to_string(),
        kind: it.kind.clone(),
        number: it.number.clone(),
        issuer: it.issuer.clone(),
        issuer_unit: it.issuer_unit.as_ref().map(ToString::to_string),
        date: it.date.map(|date| date.to_string()),
        title: it.title.clone(),
        text: it.text.clone(),
        tasks: ctx.look.board.document(id).into(),
    })
}

/// Lists documents, by id.
#[utoipa::path(
    get, path = "/api/v1/documents", operation_id = "listDocuments", tag = "documents",
    params(
        ("as_of" = Option<String>, Query, description = "The day whose end is shown."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 200, description = "The most things of a page."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, description = "A page of documents.", body = Page<DocumentOut>), Reading),
)]
pub(crate) fn list(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let mut ids: Vec<&DocumentId> = ctx.city().documents.iter().map(|(id, _)| id).collect();
    ids.sort();
    let all = page(ctx, ids.into_iter(), |id| id.to_string(), |id| out(ctx, id))?;
    json(&Page {
        items: all.items.into_iter().flatten().collect(),
        next: all.next,
        entries: all.entries,
    })
}

/// Returns a document.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}", operation_id = "getDocument", tag = "documents",
    params(("id" = String, Path, description = "The document."), ("as_of" = Option<String>, Query, description = "The day whose end is shown.")),
    responses((status = 200, description = "The document.", body = DocumentOut), Reading),
)]
pub(crate) fn one(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let id: DocumentId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    json(&out(ctx, &id).ok_or(Trouble::NotFound)?)
}
