//! `/documents/{id}/proposals`: the words of a document beside the tasks they
//! propose, each with who leads, what is handed over and by when. What a clerk does
//! with them is taken by `issue`.

use askama::Template;
use axum::response::Response;
use dondoc_calendar::{ReadAs, Rule};
use dondoc_kinds::{DocumentId, ProposalId, UnitId};
use dondoc_registry::{NameContext, Resolution};
use dondoc_tasks::{Addressee, Draft, Proposal, ProposalStanding, When, similar_proposals};
use jiff::civil::{Date, DateTime};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::form::Filled;
use crate::pages::document::{self, Mark};
use crate::pages::{Frame, Link, edxml, groups, unit_name};

#[derive(Debug, Template)]
#[template(path = "clerk.html")]
pub(crate) struct ClerkPage {
    f: Frame,
    document: Link,
    title: String,
    base: String,
    body: Option<Vec<Mark>>,
    cards: Vec<Card>,
    closed: Vec<Closed>,
    ready: usize,
    /// Names for the fields of units.
    units: Vec<String>,
    /// Names of the fields of work that have tasks.
    fields: Vec<String>,
    done: Option<String>,
    /// What should be known of how the file was read.
    remarks: Vec<String>,
    /// What is wrong with issuing several at once.
    problem: Option<String>,
}

/// A proposal that waits.
#[derive(Debug)]
struct Card {
    id: String,
    number: String,
    seen: u64,
    is_ready: bool,
    in_text: bool,
    leads: Units,
    helpers: Units,
    due: Option<String>,
    proof: Vec<String>,
    /// Whether the deadline is the due day of the package, not of the words.
    is_offered: bool,
    /// Why the deadline could not be read.
    due_problem: Option<String>,
    targets: Vec<String>,
    alike: Vec<Link>,
    merges: Vec<(String, String)>,
    /// What stands in the fields: the draft, or what was typed.
    form: Filled,
    failed: Option<&'static str>,
}

impl Card {
    fn has_failed(&self, form: &str) -> bool {
        self.failed == Some(form)
    }
}

/// The units that an order's words mean.
#[derive(Debug, Default)]
struct Units {
    choices: Vec<Choice>,
    /// What a person should know: a class that was expanded, a name that is not
    /// clear.
    notes: Vec<String>,
}

#[derive(Debug)]
struct Choice {
    unit: String,
    name: String,
    is_chosen: bool,
}

/// A proposal that no longer waits.
#[derive(Debug)]
struct Closed {
    number: String,
    words: String,
    standing: String,
    href: String,
}

/// A form of a card that failed.
pub(crate) struct Failed {
    pub(crate) proposal: ProposalId,
    pub(crate) which: &'static str,
    pub(crate) form: Filled,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let id: DocumentId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    html(&page(ctx, &id, None, None)?)
}

pub(crate) fn page(
    ctx: &Ctx,
    id: &DocumentId,
    failed: Option<&Failed>,
    problem: Option<String>,
) -> Result<ClerkPage, Trouble> {
    let w = ctx.words();
    let it = ctx.city().documents.get(id).ok_or(Trouble::NotFound)?;
    let read = ctx.state.text(ctx.city(), id).ok();
    let proposals = document::proposals_of(ctx, id);
    let marks = read
        .as_ref()
        .map(|read| document::marks(ctx, read, &proposals).0);
    let open: Vec<&Proposal> = proposals
        .iter()
        .copied()
        .filter(|it| it.standing == ProposalStanding::Open)
        .collect();
    let cards: Vec<Card> = open
        .iter()
        .map(|it| {
            let failed = failed.filter(|failed| failed.proposal == it.id);
            card(ctx, it, &open, failed, read.is_some())
        })
        .collect();
    let closed = proposals
        .iter()
        .filter(|it| it.standing != ProposalStanding::Open)
        .map(|it| closed(ctx, it));
    let day = ctx.look.as_of;
    let registry = &ctx.city().registry;
    let names = registry.units_on(day).into_iter();
    let did = ctx.ask.param("did").unwrap_or_default();
    const DEEDS: [&str; 7] = [
        "registered",
        "issued",
        "issued-all",
        "saved",
        "split",
        "merged",
        "refused",
    ];
    Ok(ClerkPage {
        f: Frame::timeless(ctx, w.with("flow-proposals-of", &it.short_name())),
        document: crate::pages::document(ctx, id),
        title: it.registered.title.clone().unwrap_or_default(),
        base: format!("/documents/{id}"),
        body: read
            .as_ref()
            .zip(marks.as_ref())
            .map(|(read, marks)| document::body(ctx, id, read, marks)),
        ready: cards.iter().filter(|card| card.is_ready).count(),
        closed: closed.collect(),
        fields: groups::fields(ctx)
            .into_iter()
            .map(|(_, name)| name)
            .collect(),
        units: names
            .map(|id| registry.name_on(id, day).to_owned())
            .collect(),
        done: DEEDS.contains(&did).then(|| w.with("flow-clerk-did", did)),
        remarks: if did == "registered" {
            remarks(ctx, id)
        } else {
            Vec::new()
        },
        problem,
        cards,
    })
}

/// What a person should know of the file just read: letters that were converted,
/// changes that were not accepted.
fn remarks(ctx: &Ctx, id: &DocumentId) -> Vec<String> {
    let it = ctx.city().documents.get(id);
    if let Some(package) = it.and_then(|it| it.package.as_ref()) {
        let hash = package.file.parse().ok();
        let bytes = hash.map(|hash| ctx.ledger().attachments().read(&hash));
        return match bytes {
            Some(Ok(Some(bytes))) => edxml::remarks(ctx, &bytes),
            _ => Vec::new(),
        };
    }
    let file = it.and_then(|it| it.registered.file.as_ref());
    let hash = file.and_then(|hash| hash.parse().ok());
    let bytes = hash.map(|hash| ctx.ledger().attachments().read(&hash));
    let Some(Ok(Some(bytes))) = bytes else {
        return Vec::new();
    };
    // Scans are not recognised a second time for this.
    let Ok(text) = dondoc_readers::read_bytes("", &bytes, &dondoc_readers::Limits::default())
    else {
        return Vec::new();
    };
    let problems = text.problems.iter();
    let problems =
        problems.filter(|it| !matches!(it, dondoc_readers::Problem::NameDisagrees { .. }));
    problems.map(|it| ctx.words().say(it)).collect()
}

fn closed(ctx: &Ctx, it: &Proposal) -> Closed {
    let w = ctx.words();
    let (standing, href) = match &it.standing {
        ProposalStanding::Issued { tasks } => (
            w.n("site-proposal-issued", tasks.len() as i64),
            format!("/tasks?item={}", it.id),
        ),
        ProposalStanding::Merged { into } => (
            w.with("site-proposal-merged", into.as_str()),
            format!("#p-{into}"),
        ),
        ProposalStanding::Split { into } => {
            (w.n("site-proposal-split", into.len() as i64), String::new())
        }
        ProposalStanding::Refused { reason } => (
            format!("{}: {reason}", w.t("site-proposal-refused")),
            String::new(),
        ),
        ProposalStanding::Open => (w.t("site-proposal-open"), String::new()),
    };
    Closed {
        number: document::number(&it.id),
        words: crate::words::short(&it.draft.text, 120),
        standing,
        href: if href.starts_with('/') {
            ctx.to(&href)
        } else {
            href
        },
    }
}

/// The day on which names of a document are read, and from which its periods
/// count.
fn day_of(ctx: &Ctx, draft: &Draft) -> Option<Date> {
    let source = draft.source.as_ref()?;
    let document = ctx.city().documents.get(&source.document)?;
    document.registered.date
}

fn card(
    ctx: &Ctx,
    it: &Proposal,
    open: &[&Proposal],
    failed: Option<&Failed>,
    has_text: bool,
) -> Card {
    let draft = &it.draft;
    let mut form = match failed {
        Some(failed) => failed.form.clone(),
        None => filled(draft),
    };
    let deadline = form.value("deadline").to_owned();
    let read = when(ctx, draft, &deadline);
    let (due, proof, due_problem) = match &read {
        Ok(When::By { rule, from, .. }) => due(ctx, rule, *from),
        Ok(When::NoDate { .. }) => (None, Vec::new(), None),
        Err(said) => (None, Vec::new(), Some(said.clone())),
    };
    let mut leads = units(ctx, &draft.leads, ctx.look.as_of);
    let mut helpers = units(ctx, &draft.coordinating, ctx.look.as_of);
    if failed.is_some() {
        for (units, name) in [(&mut leads, "to"), (&mut helpers, "with")] {
            for choice in &mut units.choices {
                choice.is_chosen = form.is(name, &choice.unit);
            }
        }
    }
    let is_ready = failed.is_none()
        && leads.choices.iter().any(|it| it.is_chosen)
        && draft
            .leads
            .iter()
            .all(|lead| ctx.city().expand(lead, ctx.look.as_of).is_ok())
        && !form.value("product").is_empty()
        && due_problem.is_none();
    if failed.is_none() {
        form.set("parts", draft.text.to_string());
    }
    let merges = open.iter().filter(|other| other.id != it.id);
    Card {
        id: it.id.to_string(),
        number: document::number(&it.id),
        seen: ctx.city().version(&format!("proposal/{}", it.id)),
        is_ready,
        in_text: has_text && draft.source.is_some(),
        leads,
        helpers,
        is_offered: is_offered(ctx, draft),
        due,
        proof,
        due_problem,
        targets: draft
            .targets
            .iter()
            .map(|it| format!("{} {}", it.value, it.unit))
            .collect(),
        alike: alike(ctx, it),
        merges: merges
            .map(|other| {
                let words = crate::words::short(&other.draft.text, 60);
                (
                    other.id.to_string(),
                    format!("{} – {words}", document::number(&other.id)),
                )
            })
            .collect(),
        failed: failed.map(|failed| failed.which),
        form,
    }
}

/// Returns whether a draft's deadline stands in the header of the package only.
fn is_offered(ctx: &Ctx, draft: &Draft) -> bool {
    let source = draft.source.as_ref();
    let document = source.and_then(|it| ctx.city().documents.get(&it.document));
    let due = document.and_then(|it| it.package.as_ref()?.due);
    let words = draft.deadline.as_ref().map(|it| &*it.text);
    due.is_some_and(|due| words == Some(dondoc_city::offered_words(due).as_str()))
}

fn filled(draft: &Draft) -> Filled {
    let mut form = Filled::default();
    form.set("text", draft.text.to_string());
    form.set(
        "product",
        draft.product.clone().unwrap_or_default().to_string(),
    );
    let deadline = draft.deadline.as_ref().map(|it| it.text.to_string());
    form.set("deadline", deadline.unwrap_or_default());
    form
}

fn alike(ctx: &Ctx, it: &Proposal) -> Vec<Link> {
    let found = similar_proposals(&ctx.city().tasks, it).into_iter().take(3);
    let each = found.map(|like| match &like.task {
        Some(task) => Link {
            href: ctx.to(&format!("/tasks/{task}")),
            text: ctx
                .words()
                .both("flow-alike", task.as_str(), i64::from(like.words)),
        },
        None => Link {
            href: format!("#p-{}", like.item),
            text: ctx.words().both(
                "flow-alike",
                &document::number(&like.item),
                i64::from(like.words),
            ),
        },
    });
    each.collect()
}

fn due(ctx: &Ctx, rule: &Rule, from: DateTime) -> (Option<String>, Vec<String>, Option<String>) {
    let w = ctx.words();
    if rule.is_recurrent() {
        return (Some(rule.phrase()), Vec::new(), None);
    }
    match rule.due(from, &ctx.city().calendar, &[]) {
        Ok(found) => (
            Some(w.moment(found.due)),
            found.proof.lines(&|what| w.say(what)),
            None,
        ),
        Err(refusal) => (None, Vec::new(), Some(w.say(&refusal))),
    }
}

/// Reads the words of a deadline; in words what is wrong.
pub(crate) fn when(ctx: &Ctx, draft: &Draft, words: &str) -> Result<When, String> {
    if words.is_empty() {
        return Ok(When::NoDate { review_days: None });
    }
    let date = day_of(ctx, draft);
    let today = ctx.state.moment().1;
    let same = draft.deadline.as_ref().filter(|it| &*it.text == words);
    let rule = match same.and_then(|it| it.rule.clone()) {
        Some(rule) => rule,
        None => Rule::parse(words, &ReadAs::document(date.unwrap_or(today.date())))
            .map_err(|refusal| ctx.words().say(&refusal))?,
    };
    Ok(match rule {
        Rule::Standing => When::NoDate { review_days: None },
        rule => When::By {
            rule,
            from: date.map_or(today, |date| date.at(0, 0, 0, 0)),
            until: None,
        },
    })
}

fn units(ctx: &Ctx, addressees: &[Addressee], on: Date) -> Units {
    let mut units = Units::default();
    for addressee in addressees {
        match &addressee.unit {
            Some(unit) => units.add(ctx, unit, true),
            None => {
                let registry = &ctx.city().registry;
                let found = registry.resolve(&addressee.text, on, &NameContext::default());
                units.resolve(ctx, &addressee.text, &found);
            }
        }
    }
    units
}

impl Units {
    fn add(&mut self, ctx: &Ctx, unit: &UnitId, is_chosen: bool) {
        let id = unit.to_string();
        match self.choices.iter_mut().find(|it| it.unit == id) {
            Some(known) => known.is_chosen |= is_chosen,
            None => self.choices.push(Choice {
                name: unit_name(ctx, unit),
                unit: id,
                is_chosen,
            }),
        }
    }

    /// What is named or a class is chosen beforehand; what a person must judge is
    /// offered.
    fn resolve(&mut self, ctx: &Ctx, words: &str, found: &Resolution) {
        let w = ctx.words();
        let (units, is_chosen, note): (Vec<&UnitId>, bool, Option<String>) = match found {
            Resolution::Unit { unit, .. } => (vec![unit], true, None),
            Resolution::Class { units, open, .. } => {
                let key = if *open {
                    "flow-class-open"
                } else {
                    "flow-class"
                };
                (
                    units.iter().collect(),
                    true,
                    Some(w.both(key, words, units.len())),
                )
            }
            Resolution::List { parts } => {
                for part in parts {
                    self.resolve(ctx, words, &part.resolution);
                }
                return;
            }
            Resolution::Described {
                candidates,
                condition,
                ..
            } => (
                candidates.iter().collect(),
                false,
                Some(w.with("flow-described", condition)),
            ),
            Resolution::Ambiguous { candidates } => (
                candidates.iter().collect(),
                false,
                Some(w.with("flow-ambiguous", words)),
            ),
            Resolution::NotOnDay { successors, .. } => (
                successors.iter().map(|it| &it.unit).collect(),
                false,
                Some(w.with("flow-not-on-day", words)),
            ),
            Resolution::LookAlike { letters, .. } => {
                let letters: String = letters.iter().map(|it| it.letter).collect();
                (
                    Vec::new(),
                    false,
                    Some(w.with("flow-look-alike", &format!("{words} ({letters})"))),
                )
            }
            Resolution::Unknown { nearest } => (
                nearest.iter().map(|it| &it.unit).collect(),
                false,
                Some(w.with("flow-unknown-unit", words)),
            ),
        };
        self.notes.extend(note);
        for unit in units {
            self.add(ctx, unit, is_chosen);
        }
    }
}
