//! `/documents/{id}`: the words, with what was seen in them, and what came of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use dondoc_authority::{Action, Resource};
use dondoc_documents::{ChangeKind, Document};
use dondoc_kinds::{DocumentId, ProposalId};
use dondoc_tasks::{Addressee, Proposal, ProposalStanding};

use crate::access::Present;
use crate::answer::{Trouble, html, with_type};
use crate::ask::Ctx;
use crate::pages::{Chip, Figure, Frame, Link, Part, bar, document, edxml, entry, figures, unit};
use crate::spans::{self, Span};
use crate::state::ReadText;
use crate::words::short;

#[derive(Debug, Template)]
#[template(path = "document.html")]
struct DocumentPage {
    f: Frame,
    kind: String,
    title: String,
    facts: Vec<(String, String)>,
    issuer_unit: Option<Link>,
    in_force: bool,
    entry: Link,
    hash: String,
    text_href: String,
    file_href: Option<String>,
    package: Option<edxml::PackageRow>,
    changes: Vec<ChangeRow>,
    changed: Vec<ChangeRow>,
    cites: Vec<Link>,
    cited_by: Vec<Link>,
    figures: Vec<Figure>,
    bar: Vec<Part>,
    proposals: Vec<ProposalRow>,
    /// `None` when the text is missing or damaged: then this is said.
    body: Option<Vec<Mark>>,
    /// Spans that do not hold the words they are said to hold.
    strays: Option<String>,
    seen: Seen,
}

#[derive(Debug)]
struct ChangeRow {
    what: String,
    document: Link,
    on: String,
    entry: Link,
}

#[derive(Debug)]
struct ProposalRow {
    id: String,
    number: String,
    words: String,
    leads: Vec<(String, Option<Link>)>,
    coordinating: Vec<(String, Option<Link>)>,
    deadline: Option<String>,
    deadline_read: bool,
    product: Option<String>,
    standing: String,
    slug: &'static str,
    reason: Option<String>,
    tasks: Vec<(Link, Chip)>,
    more: Option<Link>,
    entries: Vec<Link>,
    in_text: bool,
}

/// How many marks of each sort there are.
#[derive(Debug, Default)]
struct Seen {
    tasks: usize,
    references: usize,
    deadlines: usize,
    targets: usize,
}

/// A piece of the text.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) text: String,
    /// The classes of all spans it lies in; empty for plain text.
    pub(crate) class: String,
    /// Where a mention leads.
    pub(crate) href: Option<String>,
    /// Pins of the proposals that begin here.
    pub(crate) pins: Vec<Pin>,
    pub(crate) title: String,
}

#[derive(Debug)]
pub(crate) struct Pin {
    pub(crate) place: String,
    pub(crate) href: String,
    pub(crate) number: String,
}

/// What a span means.
#[derive(Debug, Clone)]
pub(crate) enum Means {
    Task(ProposalId),
    Reference(Option<DocumentId>),
    Deadline(String),
    Target,
}

impl Means {
    fn class(&self) -> &'static str {
        match self {
            Self::Task(_) => "m-task",
            Self::Reference(_) => "m-reference",
            Self::Deadline(_) => "m-deadline",
            Self::Target => "m-target",
        }
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let (id, it) = asked(ctx)?;
    let read = ctx.state.text(ctx.city(), &id).ok();
    let mut proposals = proposals_of(ctx, &id);
    let present = Present::of(ctx)?;
    // What was issued is public with its tasks; the rest is work in the office.
    proposals.retain(|it| {
        let on = Resource::Proposal(it.id.clone());
        matches!(it.standing, ProposalStanding::Issued { .. })
            || present.decide(Action::ProposalRead, &on).allowed
    });
    let (all, strays) = match &read {
        Some(read) => marks(ctx, read, &proposals),
        None => (Vec::new(), 0),
    };
    let seen = Seen {
        tasks: all
            .iter()
            .filter(|span| matches!(span.means, Means::Task(_)))
            .count(),
        references: all
            .iter()
            .filter(|span| matches!(span.means, Means::Reference(_)))
            .count(),
        deadlines: all
            .iter()
            .filter(|span| matches!(span.means, Means::Deadline(_)))
            .count(),
        targets: all
            .iter()
            .filter(|span| matches!(span.means, Means::Target))
            .count(),
    };
    let counts = ctx.look.board.document(&id);
    let scope = format!("document={id}");
    let registered = &it.registered;
    let mut cites: Vec<Link> = Vec::new();
    for span in &all {
        if let Means::Reference(Some(other)) = &span.means
            && *other != id
        {
            let link = document(ctx, other);
            if !cites.contains(&link) {
                cites.push(link);
            }
        }
    }
    html(&DocumentPage {
        f: Frame::new(ctx, short(&it.short_name(), 90)),
        kind: registered.kind.clone().unwrap_or_default(),
        title: registered.title.clone().unwrap_or_default(),
        facts: facts(ctx, it, read.as_deref()),
        issuer_unit: registered.issuer_unit.as_ref().map(|id| unit(ctx, id)),
        in_force: it.is_in_force(),
        entry: entry(ctx, it.entry),
        hash: registered.text.clone(),
        text_href: ctx.to(&format!("/documents/{id}/text")),
        package: it.package.as_ref().map(|it| edxml::package_row(ctx, it)),
        file_href: registered
            .file
            .as_ref()
            .map(|hash| format!("/attachments/{hash}")),
        changes: changes(ctx, it),
        changed: changed(ctx, &id),
        cites,
        cited_by: cited_by(ctx, &id),
        figures: if counts.all() > 0 {
            figures(ctx, &counts, &scope)
        } else {
            Vec::new()
        },
        bar: bar(ctx, &counts, &scope),
        proposals: proposals.iter().map(|it| proposal(ctx, it, &all)).collect(),
        body: read.as_ref().map(|read| body(ctx, &id, read, &all)),
        strays: (strays > 0).then(|| ctx.words().n("site-document-strays", strays as i64)),
        seen,
    })
}

/// The text as it is kept, byte by byte.
pub(crate) fn text(ctx: &Ctx) -> Result<Response, Trouble> {
    let (id, _) = asked(ctx)?;
    let read = ctx.state.text(ctx.city(), &id)?;
    Ok(with_type("text/plain; charset=utf-8", read.text.clone()))
}

fn asked(ctx: &Ctx) -> Result<(DocumentId, &Document), Trouble> {
    let id: DocumentId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let it = ctx.city().documents.get(&id).ok_or(Trouble::NotFound)?;
    Ok((id, it))
}

pub(crate) fn proposals_of<'c>(ctx: &'c Ctx, id: &DocumentId) -> Vec<&'c Proposal> {
    let of = |it: &&Proposal| it.draft.source.as_ref().is_some_and(|s| s.document == *id);
    let mut all: Vec<&Proposal> = ctx.city().tasks.proposals().filter(of).collect();
    all.sort_by_key(|it| {
        it.draft
            .source
            .as_ref()
            .map(|source| (source.start, source.end))
    });
    all
}

/// Returns the spans of the text, and how many proposals do not hold the words
/// that stand there.
pub(crate) fn marks(
    ctx: &Ctx,
    read: &ReadText,
    proposals: &[&Proposal],
) -> (Vec<Span<Means>>, usize) {
    let mut all = Vec::new();
    let mut strays = 0;
    for it in proposals {
        let Some(source) = &it.draft.source else {
            continue;
        };
        let (start, end) = (source.start as usize, source.end as usize);
        match spans::words(&read.text, start, end) {
            // A clerk may have edited the words; the span still says where they are from.
            Some(words) if it.edits > 0 || words == &*it.draft.text => {
                all.push(Span {
                    start,
                    end,
                    means: Means::Task(it.id.clone()),
                });
            }
            _ => strays += 1,
        }
    }
    let reading = &read.reading;
    for it in &reading.references {
        let year = it
            .date
            .as_deref()
            .and_then(|date| date.get(..4)?.parse().ok());
        let number = it.number.as_deref().unwrap_or_default();
        let found = ctx.city().documents.mentioned(number, Some(&it.kind), year);
        let target = found
            .first()
            .map(|document| document.registered.document.clone());
        all.push(Span {
            start: it.start,
            end: it.end,
            means: Means::Reference(target),
        });
    }
    for task in &reading.tasks {
        for it in task.deadline.iter().chain(&task.deadlines_other) {
            let iso = it.iso.clone().unwrap_or_default();
            all.push(Span {
                start: it.start,
                end: it.end,
                means: Means::Deadline(iso),
            });
        }
        for it in &task.targets {
            all.push(Span {
                start: it.start,
                end: it.end,
                means: Means::Target,
            });
        }
    }
    for it in &reading.targets {
        all.push(Span {
            start: it.start,
            end: it.end,
            means: Means::Target,
        });
    }
    (all, strays)
}

pub(crate) fn body(ctx: &Ctx, id: &DocumentId, read: &ReadText, all: &[Span<Means>]) -> Vec<Mark> {
    let w = ctx.words();
    let pieces = spans::cut(&read.text, all);
    let each = pieces.into_iter().map(|piece| {
        let means = || piece.within.iter().filter_map(|place| all.get(*place));
        let mut classes: Vec<&str> = means().map(|span| span.means.class()).collect();
        classes.sort_unstable();
        classes.dedup();
        let href = means().find_map(|span| match &span.means {
            Means::Reference(Some(other)) if other != id => {
                Some(ctx.to(&format!("/documents/{other}")))
            }
            _ => None,
        });
        let iso = means().find_map(|span| match &span.means {
            Means::Deadline(iso) if !iso.is_empty() => Some(iso.as_str()),
            _ => None,
        });
        let pins = piece
            .begins
            .iter()
            .filter_map(|place| match &all.get(*place)?.means {
                Means::Task(proposal) => Some(pin(proposal)),
                _ => None,
            });
        let names = classes.iter().map(|class| match *class {
            "m-task" => w.t("site-mark-task"),
            "m-reference" => w.t("site-mark-reference"),
            "m-deadline" => w.t("site-mark-deadline"),
            _ => w.t("site-mark-target"),
        });
        let mut title = names.collect::<Vec<_>>().join(" · ");
        if let Some(iso) = iso {
            title.push_str(&format!(" ({iso})"));
        }
        Mark {
            text: piece.text.to_owned(),
            class: classes.join(" "),
            href,
            pins: pins.collect(),
            title,
        }
    });
    each.collect()
}

fn pin(proposal: &ProposalId) -> Pin {
    Pin {
        place: format!("s-{proposal}"),
        href: format!("#p-{proposal}"),
        number: number(proposal),
    }
}

/// How many entries of a proposal are linked: an order to many units has one
/// for each, which the page of that task links.
const ENTRIES: usize = 3;

/// The last part of a proposal's id: `p3` is 3.
pub(crate) fn number(proposal: &ProposalId) -> String {
    let id = proposal.as_str();
    id.rsplit_once(".p")
        .map_or_else(|| id.to_owned(), |(_, number)| number.to_owned())
}

fn proposal(ctx: &Ctx, it: &Proposal, all: &[Span<Means>]) -> ProposalRow {
    let w = ctx.words();
    let draft = &it.draft;
    let named = |each: &Addressee| {
        (
            each.text.to_string(),
            each.unit.as_ref().map(|id| unit(ctx, id)),
        )
    };
    let (standing, slug, reason) = match &it.standing {
        ProposalStanding::Open => (w.t("site-proposal-open"), "due-soon", None),
        ProposalStanding::Issued { tasks } => (
            w.n("site-proposal-issued", tasks.len() as i64),
            "in-time",
            None,
        ),
        ProposalStanding::Merged { into } => (
            w.with("site-proposal-merged", into.as_str()),
            "no-deadline",
            None,
        ),
        ProposalStanding::Split { into } => (
            w.n("site-proposal-split", into.len() as i64),
            "no-deadline",
            None,
        ),
        ProposalStanding::Refused { reason } => (
            w.t("site-proposal-refused"),
            "cancelled",
            Some(reason.to_string()),
        ),
    };
    const SHOWN: usize = 6;
    let issued = match &it.standing {
        ProposalStanding::Issued { tasks } => tasks.as_slice(),
        _ => &[],
    };
    let tasks = issued.iter().take(SHOWN).filter_map(|id| {
        let line = ctx.look.board.line(id)?;
        let task = ctx.city().tasks.task(id)?;
        let link = Link {
            href: ctx.to(&format!("/tasks/{id}")),
            text: format!("{id} · {}", super::unit_name(ctx, &task.lead)),
        };
        Some((link, Chip::of(&line.status, w)))
    });
    ProposalRow {
        number: number(&it.id),
        words: draft.text.to_string(),
        leads: draft.leads.iter().map(named).collect(),
        coordinating: draft.coordinating.iter().map(named).collect(),
        deadline: draft
            .deadline
            .as_ref()
            .map(|deadline| deadline.text.to_string()),
        deadline_read: draft
            .deadline
            .as_ref()
            .is_some_and(|deadline| deadline.rule.is_some()),
        product: draft.product.as_deref().map(str::to_owned),
        standing,
        slug,
        reason,
        tasks: tasks.collect(),
        more: (issued.len() > SHOWN).then(|| Link {
            href: ctx.to(&format!("/tasks?item={}", it.id)),
            text: w.n("site-proposal-all-tasks", issued.len() as i64),
        }),
        entries: it
            .trail
            .iter()
            .take(ENTRIES)
            .map(|index| entry(ctx, index))
            .collect(),
        in_text: all
            .iter()
            .any(|span| matches!(&span.means, Means::Task(id) if *id == it.id)),
        id: it.id.to_string(),
    }
}

fn facts(ctx: &Ctx, it: &Document, read: Option<&ReadText>) -> Vec<(String, String)> {
    let w = ctx.words();
    let registered = &it.registered;
    let recipients = read.map(|read| read.reading.header.recipients.join("; "));
    let facts = [
        ("site-document-number", registered.number.clone()),
        ("site-document-date", registered.date.map(|day| w.day(day))),
        ("site-document-issuer", registered.issuer.clone()),
        ("site-document-signer", registered.signer.clone()),
        ("site-document-registered", Some(w.day(it.on))),
        (
            "site-document-conclusions",
            registered
                .conclusions_of
                .as_ref()
                .map(|meeting| meeting.as_str().to_uppercase()),
        ),
        ("site-document-recipients", recipients),
    ];
    let said = facts
        .into_iter()
        .filter_map(|(key, value)| Some((w.t(key), value?)));
    said.filter(|(_, value)| !value.is_empty()).collect()
}

fn change_words(ctx: &Ctx, kind: ChangeKind, passive: bool) -> String {
    ctx.words().t(match (kind, passive) {
        (ChangeKind::Amended, true) => "site-change-amended-by",
        (ChangeKind::Replaced, true) => "site-change-replaced-by",
        (ChangeKind::Repealed, true) => "site-change-repealed-by",
        (ChangeKind::Amended, false) => "site-change-amends",
        (ChangeKind::Replaced, false) => "site-change-replaces",
        (ChangeKind::Repealed, false) => "site-change-repeals",
    })
}

fn changes(ctx: &Ctx, it: &Document) -> Vec<ChangeRow> {
    let each = it.changes.iter().map(|change| ChangeRow {
        what: change_words(ctx, change.kind, true),
        document: document(ctx, &change.by),
        on: ctx.words().day(change.on),
        entry: entry(ctx, change.entry),
    });
    each.collect()
}

/// What this document changed itself.
fn changed(ctx: &Ctx, id: &DocumentId) -> Vec<ChangeRow> {
    let all = ctx.city().documents.iter();
    let each = all.flat_map(|(other, it)| {
        let by_this = it.changes.iter().filter(|change| change.by == *id);
        by_this.map(move |change| ChangeRow {
            what: change_words(ctx, change.kind, false),
            document: document(ctx, other),
            on: ctx.words().day(change.on),
            entry: entry(ctx, change.entry),
        })
    });
    each.collect()
}

/// Most documents that are read to find who mentions one.
const MOST_READ: usize = 200;

/// Returns the registered documents that mention this one, by id.
fn cited_by(ctx: &Ctx, id: &DocumentId) -> Vec<Link> {
    let documents = &ctx.city().documents;
    let mut found: BTreeMap<&DocumentId, Link> = BTreeMap::new();
    for (other, _) in documents
        .iter()
        .filter(|(other, _)| *other != id)
        .take(MOST_READ)
    {
        let Ok(read) = ctx.state.text(ctx.city(), other) else {
            continue;
        };
        let mentions = read.reading.references.iter().any(|it| {
            let year = it
                .date
                .as_deref()
                .and_then(|date| date.get(..4)?.parse().ok());
            let number = it.number.as_deref().unwrap_or_default();
            let meant = documents.mentioned(number, Some(&it.kind), year);
            meant
                .first()
                .is_some_and(|document| document.registered.document == *id)
        });
        if mentions {
            found.insert(other, document(ctx, other));
        }
    }
    found.into_values().collect()
}
