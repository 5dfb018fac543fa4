//! Ledger entries as people read them: what happened, when, who said so.

use std::ops::ControlFlow;

use dondoc_city::Event;
use dondoc_kinds::{Arg, PersonId, UnitId};
use dondoc_ledger::Entry;
use dondoc_messages::text;

use crate::answer::Trouble;
use crate::ask::Ctx;
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

/// Says an entry as a row.
pub(crate) fn happened(ctx: &Ctx, it: &Entry) -> Happened {
    let w = ctx.words();
    Happened {
        entry: entry(ctx, it.index),
        what: kind_words(w, &it.kind),
        valid: w.day(it.valid),
        recorded: w.recorded(it.recorded),
        unit: UnitId::parse(&it.actor.unit).ok().map(|id| unit(ctx, &id)),
        person: person(ctx, &it.actor.person),
        about: about(ctx, &it.stream),
        is_erased: it.payload.is_none(),
    }
}

/// Says a kind in words; an unknown kind says itself.
pub(crate) fn kind_words(w: Words, kind: &str) -> String {
    let variant = kind.replace(['.', '_'], "-");
    text(w.lang, "site-kind", &[("kind", Arg::from(variant)), ("name", Arg::from(kind))])
}

/// Returns the name of a person who acted.
pub(crate) fn person(ctx: &Ctx, id: &str) -> Option<String> {
    let person = PersonId::parse(id).ok()?;
    let known = ctx.city().registry.person(&person);
    Some(known.map_or_else(|| id.to_owned(), |person| person.name.clone()))
}

/// Returns a link to what a stream is about.
pub(crate) fn about(ctx: &Ctx, stream: &str) -> Option<Link> {
    let (room, id) = stream.split_once('/')?;
    let path = match room {
        "task" => format!("/tasks/{id}"),
        "document" => format!("/documents/{id}"),
        "proposal" => {
            let (document, _) = id.rsplit_once(".p")?;
            format!("/documents/{document}#p-{id}")
        }
        _ => return None,
    };
    Some(Link { href: ctx.to(&path), text: id.to_owned() })
}
