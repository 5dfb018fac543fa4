//! `/meetings/{id}/files/{file}`: the minutes, the notice of conclusions, and
//! the pack that is read without a network.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use dondoc_briefing::Tree;
use dondoc_briefing::minutes::{Account, Record, Signer, file_name, paper};
use dondoc_briefing::paper::Imprint;
use dondoc_meetings::{Meeting, Standing};
use jiff::civil::DateTime;

use crate::answer::{Trouble, as_file, with_type};
use crate::ask::Ctx;
use crate::pages::meeting::find;
use crate::pages::{Link, pack, present};

/// The name of the pack's file, without ending.
const PACK: &str = "goi-ngoai-tuyen";

/// Returns what there is to take along by now.
pub(super) fn files(ctx: &Ctx, meeting: &Meeting) -> Vec<Link> {
    let w = ctx.words();
    let path =
        |name: &str, ext: &str| ctx.to(&format!("/meetings/{}/files/{name}.{ext}", meeting.id()));
    let mut records = Vec::new();
    if meeting.standing != Standing::Scheduled {
        records.push((Record::Minutes, "meeting-minutes"));
    }
    if is_signed(meeting) {
        records.push((Record::Notice, "meeting-notice"));
    }
    let mut links = Vec::new();
    for (record, key) in records {
        let printing = ctx.state.options.renderers.iter();
        for renderer in printing.filter(|renderer| renderer.print.is_some()) {
            links.push(Link {
                href: path(&file_name(record, meeting.id()), renderer.ext),
                text: format!("{} ({})", w.t(key), renderer.ext.to_uppercase()),
            });
        }
    }
    let begun = present::period_of(meeting);
    if begun.is_some_and(|period| period.first_day() <= ctx.look.as_of) {
        links.push(Link {
            href: path(PACK, "html"),
            text: w.t("meeting-pack"),
        });
    }
    links
}

fn is_signed(meeting: &Meeting) -> bool {
    matches!(
        meeting.standing,
        Standing::SignedOff { .. } | Standing::Closed { .. }
    )
}

pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    let meeting = find(ctx)?;
    let file = ctx.ask.places.get(1).map_or("", String::as_str);
    let (name, ext) = file.rsplit_once('.').ok_or(Trouble::NotFound)?;
    if (name, ext) == (PACK, "html") {
        return offline(ctx, meeting);
    }
    let record = [Record::Minutes, Record::Notice];
    let record = record
        .into_iter()
        .find(|it| file_name(*it, meeting.id()) == name);
    let record = record.ok_or(Trouble::NotFound)?;
    let is_there = match record {
        Record::Minutes => meeting.standing != Standing::Scheduled,
        Record::Notice => is_signed(meeting),
    };
    let mut renderers = ctx.state.options.renderers.iter();
    let renderer = renderers.find(|renderer| renderer.ext == ext && is_there);
    let print = renderer.and_then(|it| Some((it.mime, it.print.as_ref()?)));
    let (mime, print) = print.ok_or(Trouble::NotFound)?;
    let size = ctx.city().folded();
    let tree = Tree {
        size,
        root: ctx.ledger().root_at(size)?.to_string(),
    };
    let account = Account {
        city: ctx.city(),
        meeting,
        opened: happened(ctx, meeting, "meeting.opened")?,
        signed: happened(ctx, meeting, "meeting.signed_off")?,
        closed: happened(ctx, meeting, "meeting.closed")?,
        signer: signer(ctx, meeting)?,
        tree: &tree,
    };
    let imprint = Imprint {
        day: account.day(),
        ident: format!("{name}-{size}"),
    };
    let bytes = print(&paper(&account, record), &imprint).map_err(Trouble::Failed)?;
    Ok(as_file(with_type(mime, bytes), file))
}

/// When the meeting's entry of a kind was recorded, in Việt Nam time.
fn happened(ctx: &Ctx, meeting: &Meeting, kind: &str) -> Result<Option<DateTime>, Trouble> {
    for index in &meeting.trail {
        let entry = ctx.ledger().entry(*index)?;
        if let Some(entry) = entry.filter(|entry| entry.kind == kind) {
            return Ok(Some(dondoc_city::civil(entry.recorded)));
        }
    }
    Ok(None)
}

/// Who signed the conclusions off.
pub(super) fn signer(ctx: &Ctx, meeting: &Meeting) -> Result<Option<Signer>, Trouble> {
    for index in &meeting.trail {
        let entry = ctx.ledger().entry(*index)?;
        if let Some(entry) = entry.filter(|entry| entry.kind == "meeting.signed_off") {
            let actor = &entry.actor;
            return Ok(Some(Signer {
                post: actor.post.parse().ok(),
                person: actor.person.parse().ok(),
                delegation: actor.delegation.as_deref().and_then(|id| id.parse().ok()),
                entry: entry.index,
            }));
        }
    }
    Ok(None)
}

fn offline(ctx: &Ctx, meeting: &Meeting) -> Result<Response, Trouble> {
    let briefing = present::briefing_of(ctx, meeting)?.ok_or(Trouble::NotFound)?;
    let page = pack::write(ctx, &briefing)?;
    let mut response = with_type("text/html; charset=utf-8", page);
    // It is kept and opened from there; should a browser show it here, it runs nothing.
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    let name = format!("{PACK}-{}.html", meeting.id());
    Ok(as_file(response, &name))
}
