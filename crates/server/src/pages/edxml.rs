//! Packages of the document exchange: a document that comes in as one, and the
//! answer that goes out as one.

use axum::response::Response;
use dondoc_city::Command;
use dondoc_edxml::write;
use dondoc_exchange::{Asked, Refusal, answer, incoming, organ_of, said};
use dondoc_kinds::{DocumentId, MeetingId, TaskId};
use dondoc_ledger::Hash;
use dondoc_readers::NoOcr;
use dondoc_readers::tesseract::TesseractOcr;
use dondoc_tasks::Task;

use crate::access::{self, Present};
use crate::answer::{Trouble, as_file, with_type};
use crate::ask::Ctx;
use crate::pages::{Link, inbox};

/// What a package said, on the page of its document.
#[derive(Debug)]
pub(crate) struct PackageRow {
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) files: Vec<Link>,
}

/// The form for an answer, on the page of its task.
#[derive(Debug)]
pub(crate) struct AnswerForm {
    pub(crate) action: String,
    pub(crate) organ: String,
    pub(crate) from: String,
    pub(crate) code: String,
}

/// Says why not, with the reason behind it.
fn refused(ctx: &Ctx, refusal: &Refusal) -> Trouble {
    let w = ctx.words();
    let said = w.say(refusal);
    Trouble::Refused(match refusal.inner() {
        Some(why) => format!("{said}: {}", w.say(why)),
        None => said,
    })
}

/// Registers the document of a package.
pub(crate) fn register(
    ctx: &Ctx,
    package: Hash,
    bytes: &[u8],
    id: Option<DocumentId>,
    conclusions_of: Option<MeetingId>,
) -> Result<Response, Trouble> {
    let found = incoming(bytes, &TesseractOcr::default()).map_err(|it| refused(ctx, &it))?;
    let keep = |bytes: &[u8]| ctx.state.folder().attach(bytes);
    let mut document = found
        .register(package, conclusions_of, keep)
        .map_err(|failure| Trouble::Failed(Box::new(failure)))?;
    document.id = id;
    inbox::registered(&ctx.act(Command::RegisterDocument(Box::new(document)))?)
}

/// Returns what should be known of a package that was just taken in.
pub(crate) fn remarks(ctx: &Ctx, bytes: &[u8]) -> Vec<String> {
    // Scans are not recognised a second time for this.
    match incoming(bytes, &NoOcr) {
        Ok(found) => found.remarks.iter().map(|it| ctx.words().say(it)).collect(),
        Err(_) => Vec::new(),
    }
}

/// Returns what the package of a document said.
pub(crate) fn package_row(ctx: &Ctx, package: &dondoc_documents::Package) -> PackageRow {
    let w = ctx.words();
    let organ = |it: &dondoc_documents::Organ| match it.name.as_str() {
        "" => it.id.clone(),
        name => format!("{name} ({})", it.id),
    };
    let to: Vec<String> = package.to.iter().map(organ).collect();
    let facts = [
        ("edxml-from", Some(organ(&package.from))),
        ("edxml-to", Some(to.join("; "))),
        ("edxml-code", Some(package.code.clone())),
        ("edxml-id", Some(package.document_id.clone())),
        ("edxml-due", package.due.map(|due| w.day(due))),
        (
            "edxml-steering",
            package
                .steering
                .map(|code| w.with("edxml-steering-code", &code.to_string())),
        ),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(key, it)| Some((w.t(key), it?)));
    let mut files = vec![Link {
        href: format!("/attachments/{}", package.file),
        text: w.t("edxml-file"),
    }];
    files.extend(package.files.iter().map(|it| Link {
        href: format!("/attachments/{}", it.hash),
        text: it.name.clone(),
    }));
    PackageRow {
        facts: facts.filter(|(_, it)| !it.is_empty()).collect(),
        files,
    }
}

/// Returns the form that makes the answer, for whoever may report on the task.
pub(crate) fn answer_form(ctx: &Ctx, task: &Task) -> Option<AnswerForm> {
    let source = task.source()?;
    let package = ctx
        .city()
        .documents
        .get(source.document)?
        .package
        .as_ref()?;
    task.last_report()?;
    let on = dondoc_authority::Resource::Task(task.id.clone());
    if !access::may(ctx, dondoc_authority::Action::TaskReport, &on) {
        return None;
    }
    Some(AnswerForm {
        action: format!("/tasks/{}/answer.edxml", task.id),
        organ: organ_of(ctx.city(), task, &task.lead).unwrap_or_default(),
        from: package.from.name.clone(),
        code: package.code.clone(),
    })
}

/// `/tasks/{id}/answer.edxml`: the package that answers the document of a task.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    let id: TaskId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let present = Present::of(ctx)?;
    let task = present.city().tasks.task(&id).ok_or(Trouble::NotFound)?;
    let said = said(ctx.ledger(), task)?;
    let mut files = Vec::new();
    for (name, hash) in &said.files {
        let bytes = ctx.ledger().attachments().read(hash)?;
        files.extend(bytes.map(|bytes| (name.clone(), bytes)));
    }
    let given = |name: &str| ctx.ask.param(name).unwrap_or_default();
    let asked = Asked {
        number: given("number"),
        organ_id: given("organ"),
        signer: given("signer"),
        narrative: &said.narrative,
        files,
        at: ctx.state.moment().1,
    };
    let package = answer(present.city(), task, asked).map_err(|it| refused(ctx, &it))?;
    let response = with_type("application/xml; charset=utf-8", write(&package));
    Ok(as_file(response, &format!("{id}.edxml")))
}
