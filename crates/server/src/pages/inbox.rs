//! `/inbox`: a document comes in, and its words propose tasks.

use askama::Template;
use axum::response::Response;
use dondoc_city::{Command, Done, Event, RegisterDocument};
use dondoc_kinds::{DocumentId, MeetingId};
use dondoc_readers::tesseract::TesseractOcr;
use dondoc_readers::{Format, Limits, Problem, read_bytes_with};

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, Link, edxml, my};

#[derive(Debug, Template)]
#[template(path = "inbox.html")]
struct InboxPage {
    f: Frame,
    form: Filled,
    /// Documents whose proposals wait.
    documents: Vec<Link>,
}

fn page(ctx: &Ctx, form: Filled) -> InboxPage {
    InboxPage {
        f: Frame::timeless(ctx, ctx.words().t("flow-inbox")),
        form,
        documents: my::documents(ctx),
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default()))
}

/// Reads the document that came, registers it and proposes its tasks. Nothing is
/// owed until a proposal is issued.
pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let w = ctx.words();
    let mut filled = form.filled();
    let wrong = |mut filled: Filled, field: &str, said: String| {
        filled.wrong(field, said);
        again(&page(ctx, filled))
    };
    let Some(upload) = form.files.iter().find(|it| it.size > 0) else {
        return wrong(filled, "document", w.t("flow-no-document"));
    };
    let given = |name: &str| Some(form.get(name)).filter(|text| !text.is_empty());
    let id: Option<DocumentId> = match given("id").map(str::parse).transpose() {
        Ok(id) => id,
        Err(_) => return wrong(filled, "id", w.with("flow-bad-id", form.get("id"))),
    };
    let conclusions_of: Option<MeetingId> = match given("meeting").map(str::parse).transpose() {
        Ok(meeting) => meeting,
        Err(_) => {
            return wrong(
                filled,
                "meeting",
                w.with("flow-bad-id", form.get("meeting")),
            );
        }
    };
    let bytes = ctx.ledger().attachments().read(&upload.hash)?;
    let bytes = bytes.ok_or(Trouble::NotFound)?;
    if is_package(&bytes) {
        return match edxml::register(ctx, upload.hash, &bytes, id, conclusions_of) {
            Err(Trouble::Refused(said)) => wrong(filled, "document", said),
            done => done,
        };
    }
    let ocr = TesseractOcr::default();
    let text = match read_bytes_with(&upload.name, &bytes, &Limits::default(), &ocr) {
        Ok(text) => text,
        Err(refusal) => return wrong(filled, "document", w.say(&refusal)),
    };
    // A file that is not what its name says may not be what the clerk meant.
    let misnamed = text.problems.iter();
    let mut misnamed = misnamed.filter(|it| matches!(it, Problem::NameDisagrees { .. }));
    if let Some(problem) = misnamed.next() {
        let said = format!("{} {}", w.say(problem), w.t("flow-misnamed"));
        return wrong(filled, "document", said);
    }
    let kept = ctx.state.folder().attach(text.text.as_bytes());
    let command = Command::RegisterDocument(Box::new(RegisterDocument {
        id,
        reading: dondoc_documents::read(&text.text),
        text: kept.map_err(|failure| Trouble::Failed(Box::new(failure)))?,
        file: (text.format != Format::Plain).then_some(upload.hash),
        conclusions_of,
        package: None,
    }));
    match ctx.act(command) {
        Ok(done) => registered(&done),
        Err(Trouble::Refused(said)) => {
            filled.wrong("id", said);
            again(&page(ctx, filled))
        }
        Err(other) => Err(other),
    }
}

/// Sends the browser on to the proposals of the document that was registered.
pub(crate) fn registered(done: &Done) -> Result<Response, Trouble> {
    let registered = done.drafts.iter().find_map(|draft| match &draft.event {
        Event::Document(event) => Some(event.document().clone()),
        _ => None,
    });
    let id = registered.ok_or(Trouble::NotFound)?;
    Ok(go(&format!("/documents/{id}/proposals?did=registered")))
}

/// Returns whether a file is a package of the exchange: told by its root element.
fn is_package(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    head.split('<').skip(1).any(|tag| {
        let name = tag.split([' ', '>', '/', '\n', '\r', '\t']).next();
        let name = name.unwrap_or_default();
        name == "edXML" || name.ends_with(":edXML")
    })
}
