//! Ledger entries as people read them: what happened, when, who said so.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use dondoc_city::Event;
use dondoc_kinds::{Arg, PersonId, UnitId};
use dondoc_ledger::Entry;
use dondoc_messages::text;

use crate::answer::Trouble;
use crate::ask::{Ctx, link};
use crate::pages::{Link, entry, unit};
use crate::words::Words;

/// An entry with what it says, where that can be read.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) entry: Entry,
    /// `None` when erased, or of the ledger's own kinds.
    pub(crate) event: Option<Event>,
}

/// An entry as a row.
#[derive(Debug)]
pub(crate) struct Happened {
    pub(crate) entry: Link,
    pub(crate) what: String,
    pub(crate) valid: String,
    pub(crate) recorded: String,
    pub(crate) unit: Option<Link>,
    pub(crate) person: Option<String>,
    /// What it is about.
    pub(crate) about: Option<Link>,
    pub(crate) is_erased: bool,
}

impl Told {
    fn of(entry: Entry) -> Self {
        let payload = entry.payload.as_deref();
        let event = payload.and_then(|it| Event::decode(&entry.kind, entry.schema, it).ok());
        Self { entry, event }
    }
}

/// Reads entries by their indexes; those that are not there are left out.
pub(crate) fn read(ctx: &Ctx, indexes: impl Iterator<Item = u64>) -> Result<Vec<Told>, Trouble> {
    let mut all = Vec::new();
    for index in indexes {
        all.extend(ctx.ledger().entry(index)?.map(Told::of));
    }
    Ok(all)
}

/// Returns the entries of a page of the ledger, newest first: those with
/// indexes in `from..until`.
pub(crate) fn range(ctx: &Ctx, from: u64, until: u64) -> Result<Vec<Happened>, Trouble> {
    let mut found = Vec::new();
    ctx.ledger().scan_range(from..until, |entry| {
        found.push(happened(ctx, &entry.to_entry()));
        ControlFlow::Continue(())
    })?;
    found.reverse();
    Ok(found)
}

/// How far back entries are looked through for an earlier day.
const FAR_BACK: u64 = 20_000;

/// Returns the newest entries that hold on the day shown, newest first.
pub(crate) fn latest(ctx: &Ctx, count: u64) -> Result<Vec<Happened>, Trouble> {
    let size = ctx.city().folded();
    let Some(day) = ctx.asked_day else {
        return range(ctx, size.saturating_sub(count), size);
    };
    let mut indexes = VecDeque::new();
    ctx.ledger()
        .scan_range(size.saturating_sub(FAR_BACK)..size, |entry| {
            if entry.valid <= day {
                indexes.push_back(entry.index);
                if indexes.len() as u64 > count {
                    indexes.pop_front();
                }
            }
            ControlFlow::Continue(())
        })?;
    let told = read(ctx, indexes.into_iter().rev())?;
    Ok(told.iter().map(|it| happened(ctx, &it.entry)).collect())
}

/// Says an entry as a row.
pub(crate) fn happened(ctx: &Ctx, it: &Entry) -> Happened {
    let w = ctx.words();
    Happened {
        entry: entry(ctx, it.index),
        what: kind_words(w, &it.kind),
        valid: w.day(it.valid),
        recorded: w.recorded(it.recorded),
        unit: UnitId::parse(&it.actor.unit)
            .ok()
            .map(|id| of_unit(ctx, &id)),
        person: person(ctx, &it.actor.person),
        about: about(ctx, &it.stream),
        is_erased: it.payload.is_none(),
    }
}

/// Returns a link to a unit; one that did not exist yet on the day shown is linked
/// as of now.
fn of_unit(ctx: &Ctx, id: &UnitId) -> Link {
    let known = ctx.city().registry.unit(id).is_some();
    let mut found = unit(ctx, id);
    if !known {
        found.href = link(&format!("/units/{id}"), None, &ctx.ask);
    }
    found
}

/// Says a kind in words; an unknown kind says itself.
pub(crate) fn kind_words(w: Words, kind: &str) -> String {
    let variant = kind.replace(['.', '_'], "-");
    text(
        w.lang,
        "site-kind",
        &[("kind", Arg::from(variant)), ("name", Arg::from(kind))],
    )
}

/// Returns the name of a person who acted.
pub(crate) fn person(ctx: &Ctx, id: &str) -> Option<String> {
    let person = PersonId::parse(id).ok()?;
    let known = ctx.city().registry.person(&person);
    Some(known.map_or_else(|| id.to_owned(), |person| person.name.clone()))
}

/// Returns a link to what a stream is about. What did not exist yet on the day
/// shown is linked as of now.
fn about(ctx: &Ctx, stream: &str) -> Option<Link> {
    let (room, id) = stream.split_once('/')?;
    let has_document = |id: &str| {
        id.parse()
            .is_ok_and(|id| ctx.city().documents.get(&id).is_some())
    };
    let (path, is_there) = match room {
        "task" => {
            let known = id
                .parse()
                .is_ok_and(|id| ctx.city().tasks.task(&id).is_some());
            (format!("/tasks/{id}"), known)
        }
        "document" => (format!("/documents/{id}"), has_document(id)),
        "proposal" => {
            let (document, _) = id.rsplit_once(".p")?;
            (
                format!("/documents/{document}#p-{id}"),
                has_document(document),
            )
        }
        _ => return None,
    };
    let day = ctx.asked_day.filter(|_| is_there);
    Some(Link {
        href: link(&path, day, &ctx.ask),
        text: id.to_owned(),
    })
}
