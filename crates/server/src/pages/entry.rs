//! `/ledger/entries/{index}`: one entry, its proof, the files it names.

use askama::Template;
use axum::response::Response;
use dondoc_ledger::{Entry, Hash, InclusionProof, read_redaction};

use crate::answer::{Trouble, as_file, html, with_type};
use crate::ask::Ctx;
use crate::finder::Finder;
use crate::history::{self, Happened};
use crate::pages::{Frame, Link, entry};
use crate::reports::Reading;

#[derive(Debug, Template)]
#[template(path = "entry.html")]
struct EntryPage {
    f: Frame,
    what: Happened,
    kind: String,
    schema: u16,
    stream: String,
    version: u64,
    actor: Vec<(String, String)>,
    recorded_utc: String,
    /// `None` once erased.
    payload: Option<String>,
    /// Whether the payload is there but not for who looks.
    is_hidden: bool,
    erasures: Vec<Link>,
    /// The entry that this one erased.
    erases: Option<Link>,
    commitment: String,
    salt: Option<String>,
    leaf: String,
    attachments: Vec<Link>,
    header: String,
    proof: String,
    before: Option<Link>,
    after: Option<Link>,
}

fn asked(ctx: &Ctx) -> Result<Entry, Trouble> {
    let text = ctx.ask.place();
    // An index has one form: no sign, no zeros before it.
    let index: u64 = text
        .parse()
        .map_err(|_| Trouble::bad("site-bad-number", text))?;
    if index.to_string() != text {
        return Err(Trouble::bad("site-bad-number", text));
    }
    ctx.ledger().entry(index)?.ok_or(Trouble::NotFound)
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let it = asked(ctx)?;
    let reading = Reading::of(ctx)?;
    let is_hidden = it.payload.is_some() && !reading.may_entry(&it);
    let payload = match &it.payload {
        None => None,
        Some(_) if is_hidden => None,
        Some(bytes) => {
            let value: serde_json::Value = serde_json::from_slice(bytes)?;
            Some(serde_json::to_string_pretty(&value)?)
        }
    };
    let erases = read_redaction(&it.kind, it.payload.as_deref());
    let actor = [
        ("site-entry-unit", it.actor.unit.clone()),
        ("site-entry-post", it.actor.post.clone()),
        ("site-entry-person", it.actor.person.clone()),
        (
            "site-entry-delegation",
            it.actor.delegation.clone().unwrap_or_default(),
        ),
    ];
    let size = ctx.city().folded();
    let hex = |bytes: [u8; 32]| Hash(bytes).to_string();
    html(&EntryPage {
        f: Frame::timeless(ctx, w.with("site-entry-title", &format!("#{}", it.index))),
        what: history::happened(ctx, &it),
        kind: it.kind.clone(),
        schema: it.schema,
        stream: it.stream.clone(),
        version: it.version,
        actor: actor
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (w.t(key), value))
            .collect(),
        recorded_utc: it.recorded.to_string(),
        is_hidden,
        erasures: if payload.is_none() && !is_hidden {
            erasures(ctx, it.index)?
        } else {
            Vec::new()
        },
        payload,
        erases: erases.map(|redaction| entry(ctx, redaction.entry)),
        commitment: it.commitment.to_string(),
        // With the salt, words could be guessed and tried.
        salt: it.salt.filter(|_| !is_hidden).map(hex),
        leaf: it.leaf.to_string(),
        attachments: it
            .attachments
            .iter()
            .filter(|_| reading.may_files(&it.stream))
            .map(|hash| Link {
                href: format!("/attachments/{hash}"),
                text: hash.to_string(),
            })
            .collect(),
        header: String::from_utf8_lossy(&it.view().leaf_bytes()).into_owned(),
        proof: format!("/ledger/entries/{}/proof", it.index),
        before: it.index.checked_sub(1).map(|index| entry(ctx, index)),
        after: (it.index + 1 < size).then(|| entry(ctx, it.index + 1)),
    })
}

/// Returns the entries that say why this one's payload was erased.
fn erasures(ctx: &Ctx, index: u64) -> Result<Vec<Link>, Trouble> {
    let mut found = Vec::new();
    ctx.ledger()
        .scan_stream(dondoc_ledger::OWN_STREAM, 0, |it| {
            let redaction = read_redaction(it.kind, it.payload);
            if redaction.is_some_and(|redaction| redaction.entry == index) {
                found.push(entry(ctx, it.index));
            }
            std::ops::ControlFlow::Continue(())
        })?;
    Ok(found)
}

/// The proof that the entry is in the log, in the C2SP form.
///
/// Signed like `/checkpoint`, and like it not kept: reading writes nothing.
pub(crate) fn proof(ctx: &Ctx) -> Result<Response, Trouble> {
    let it = asked(ctx)?;
    let head = ctx.ledger().head()?;
    let path = ctx
        .ledger()
        .inclusion_proof(it.index, head.size)?
        .ok_or(Trouble::NotFound)?;
    let proof = InclusionProof {
        index: it.index,
        header: String::from_utf8_lossy(&it.view().leaf_bytes()).into_owned(),
        path,
        checkpoint: ctx.state.folder().signer().sign(&head),
    };
    let response = with_type("text/plain; charset=utf-8", proof.to_text());
    Ok(as_file(response, &format!("entry-{}.tlog-proof", it.index)))
}

/// A file that an entry names, always to keep and never to show: nobody here
/// looked into it.
pub(crate) fn attachment(ctx: &Ctx) -> Result<Response, Trouble> {
    let hash: Hash = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let reading = Reading::of(ctx)?;
    let may = |finder: &Finder| {
        let mut owners = finder.owners(&hash);
        owners.any(|stream| reading.may_files(stream))
    };
    // Whether there is such a file is not for everybody to know either.
    if !ctx.state.found(may)? {
        return Err(Trouble::NotFound);
    }
    let bytes = ctx
        .ledger()
        .attachments()
        .read(&hash)?
        .ok_or(Trouble::NotFound)?;
    Ok(as_file(
        with_type("application/octet-stream", bytes),
        &hash.to_string(),
    ))
}
