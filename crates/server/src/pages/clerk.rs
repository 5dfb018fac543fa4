//! `/documents/{id}/proposals`: the words of a document beside the tasks they
//! propose. A clerk says who leads, what is handed over and by when, and issues;
//! or edits, splits, merges, refuses.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use dondoc_calendar::{ReadAs, Rule};
use dondoc_city::{Command, IssueProposal};
use dondoc_kinds::{DocumentId, ProposalId, UnitId};
use dondoc_registry::{NameContext, Resolution};
use dondoc_tasks::{
    Addressee, Command as Ask, DeadlineWords, Draft, Importance, Proposal, ProposalStanding,
    Source, When, similar_proposals,
};
use jiff::civil::{Date, DateTime};

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::document::{self, Mark};
use crate::pages::{Frame, Link, edxml, groups, unit_name};
use crate::spans;

#[derive(Debug, Template)]
#[template(path = "clerk.html")]
struct ClerkPage {
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
struct Failed {
    proposal: ProposalId,
    which: &'static str,
    form: Filled,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let id: DocumentId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    html(&page(ctx, &id, None, None)?)
}

fn page(
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
fn when(ctx: &Ctx, draft: &Draft, words: &str) -> Result<When, String> {
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

/// A field that is wrong, in words.
struct Wrong(&'static str, String);

/// Units that a form chose, and those it names besides.
fn chosen(ctx: &Ctx, form: &Form, ticked: &str, named: &'static str) -> Result<Vec<UnitId>, Wrong> {
    let registry = &ctx.city().registry;
    let ticked = form.all(ticked).filter_map(|id| UnitId::parse(id).ok());
    let mut all: Vec<UnitId> = ticked.filter(|id| registry.unit(id).is_some()).collect();
    for line in form
        .get(named)
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
    {
        let found = ctx.city().units_meant(line, ctx.look.as_of);
        all.extend(found.map_err(|refusal| Wrong(named, ctx.words().say(&refusal)))?);
    }
    let mut seen = BTreeSet::new();
    all.retain(|unit| seen.insert(unit.clone()));
    Ok(all)
}

fn optional(words: &str) -> Option<Box<str>> {
    (!words.is_empty()).then(|| words.into())
}

fn asked(ctx: &Ctx) -> Result<(&Proposal, DocumentId), Trouble> {
    let id: ProposalId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let it = ctx.city().tasks.proposal(&id).ok_or(Trouble::NotFound)?;
    let source = it.draft.source.as_ref().ok_or(Trouble::NotFound)?;
    Ok((it, source.document.clone()))
}

/// Does what a card's form asks; shows it again with what is wrong.
fn take(
    ctx: &Ctx,
    form: &Form,
    which: &'static str,
    did: &str,
    make: impl FnOnce(&Proposal) -> Result<Command, Wrong>,
) -> Result<Response, Trouble> {
    let (it, document) = asked(ctx)?;
    let back = |field: &str, said: String| {
        let mut filled = form.filled();
        filled.wrong(field, said);
        let failed = Failed {
            proposal: it.id.clone(),
            which,
            form: filled,
        };
        again(&page(ctx, &document, Some(&failed), None)?)
    };
    let command = match make(it) {
        Ok(command) => command,
        Err(Wrong(field, said)) => return back(field, said),
    };
    let seen = form.get("seen").parse().ok();
    let streams = seen.map(|seen| (format!("proposal/{}", it.id), seen));
    match ctx.act_all(vec![command], streams.into_iter().collect()) {
        Ok(_) => Ok(go(&format!(
            "/documents/{document}/proposals?did={did}#cards"
        ))),
        Err(Trouble::Refused(said)) => back("", said),
        Err(Trouble::Stale) if it.standing == ProposalStanding::Open => {
            let now = crate::words::short(&it.draft.text, 300);
            let mut response = back("", ctx.words().with("flow-proposal-stale", &now))?;
            *response.status_mut() = StatusCode::CONFLICT;
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

pub(crate) fn save(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "card", "saved", |it| {
        let registry = &ctx.city().registry;
        let named = |units: Vec<UnitId>, known: &[Addressee]| -> Vec<Addressee> {
            if units.is_empty() {
                return known.to_vec();
            }
            let each = units.into_iter().map(|unit| Addressee {
                text: registry.name_on(&unit, ctx.look.as_of).into(),
                unit: Some(unit),
            });
            each.collect()
        };
        let words = form.get("deadline");
        let rule = match when(ctx, &it.draft, words) {
            Ok(When::By { rule, .. }) => Some(rule),
            Ok(When::NoDate { .. }) => None,
            Err(said) => return Err(Wrong("deadline", said)),
        };
        let draft = Draft {
            source: it.draft.source.clone(),
            text: form.get("text").into(),
            product: optional(form.get("product")),
            leads: named(chosen(ctx, form, "to", "add")?, &it.draft.leads),
            coordinating: named(
                chosen(ctx, form, "with", "with_add")?,
                &it.draft.coordinating,
            ),
            deadline: optional(words).map(|text| DeadlineWords { text, rule }),
            targets: it.draft.targets.clone(),
        };
        Ok(Command::Task(Ask::Edit {
            proposal: it.id.clone(),
            draft,
            reason: None,
        }))
    })
}

pub(crate) fn issue(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "card", "issued", |it| {
        let to = chosen(ctx, form, "to", "add")?;
        if to.is_empty() {
            return Err(Wrong("add", ctx.words().t("flow-no-lead")));
        }
        if form.get("product").is_empty() {
            return Err(Wrong("product", ctx.words().t("flow-no-product")));
        }
        let when = when(ctx, &it.draft, form.get("deadline"));
        let importance = match form.get("importance") {
            "key" => Importance::Key,
            "urgent" => Importance::Urgent,
            _ => Importance::Ordinary,
        };
        Ok(Command::Issue(Box::new(IssueProposal {
            proposal: Some(it.id.clone()),
            text: optional(form.get("text")),
            to,
            with: Some(chosen(ctx, form, "with", "with_add")?),
            product: optional(form.get("product")),
            when: Some(when.map_err(|said| Wrong("deadline", said))?),
            field: groups::field_slug(ctx, form.get("field")).map(Into::into),
            importance,
        })))
    })
}

/// Issues every proposal that was ticked as it stands: all or none.
pub(crate) fn issue_all(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let id: DocumentId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let proposals = form
        .all("proposal")
        .filter_map(|id| ProposalId::parse(id).ok());
    let commands: Vec<Command> = proposals
        .map(|proposal| {
            Command::Issue(Box::new(IssueProposal {
                proposal: Some(proposal),
                text: None,
                to: Vec::new(),
                with: None,
                product: None,
                when: None,
                field: None,
                importance: Importance::Ordinary,
            }))
        })
        .collect();
    if commands.is_empty() {
        let said = ctx.words().t("flow-none-ticked");
        return again(&page(ctx, &id, None, Some(said))?);
    }
    match ctx.act_all(commands, Vec::new()) {
        Ok(_) => Ok(go(&format!("/documents/{id}/proposals?did=issued-all"))),
        Err(Trouble::Refused(said)) => again(&page(ctx, &id, None, Some(said))?),
        Err(other) => Err(other),
    }
}

pub(crate) fn refuse(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "refuse", "refused", |it| {
        Ok(Command::Task(Ask::Refuse {
            proposal: it.id.clone(),
            reason: form.get("reason").into(),
        }))
    })
}

pub(crate) fn merge(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    take(ctx, form, "merge", "merged", |it| {
        let into = form.get("into").parse();
        let into = into.map_err(|_| Wrong("into", ctx.words().t("flow-choose")))?;
        Ok(Command::Task(Ask::Merge {
            proposal: it.id.clone(),
            into,
        }))
    })
}

/// Each line is a part; its words are looked for in the document, in order, so
/// that each part knows where it stands.
pub(crate) fn split(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (it, document) = asked(ctx)?;
    let text = ctx.state.text(ctx.city(), &document)?;
    let whole = it.draft.source.clone();
    take(ctx, form, "split", "split", |it| {
        let Some(whole) = whole else {
            return Err(Wrong("parts", ctx.words().t("flow-choose")));
        };
        let words = spans::words(&text.text, whole.start as usize, whole.end as usize);
        let words: Vec<char> = words.unwrap_or_default().chars().collect();
        let (mut at, mut into) = (0, Vec::new());
        let lines = form.get("parts").lines().map(str::trim);
        for (nth, line) in lines.filter(|line| !line.is_empty()).enumerate() {
            let Some((start, end)) = find(&words, at, line) else {
                let said = ctx.words().with("flow-part-not-found", line);
                return Err(Wrong("parts", said));
            };
            at = end;
            let offset = |place: usize| whole.start + u32::try_from(place).unwrap_or(0);
            let id = ProposalId::parse(&format!("{}.{}", it.id, nth + 1));
            let id = id.map_err(|bad| Wrong("parts", bad.to_string()))?;
            let draft = Draft {
                source: Some(Source {
                    start: offset(start),
                    end: offset(end),
                    ..whole.clone()
                }),
                text: line.into(),
                ..it.draft.clone()
            };
            into.push((id, draft));
        }
        Ok(Command::Task(Ask::Split {
            proposal: it.id.clone(),
            into,
        }))
    })
}

/// Where `part` stands in `words` from `from` on; blanks count as one.
fn find(words: &[char], from: usize, part: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = part.chars().filter(|c| !c.is_whitespace()).collect();
    let starts = (from..words.len()).filter(|at| words.get(*at) == wanted.first());
    for start in starts {
        let (mut at, mut met) = (start, 0);
        while met < wanted.len() && at < words.len() {
            match words.get(at) {
                Some(c) if c.is_whitespace() => {}
                c if c == wanted.get(met) => met += 1,
                _ => break,
            }
            at += 1;
        }
        if met == wanted.len() {
            return Some((start, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_part_is_found_whatever_its_blanks() {
        let words: Vec<char> = "Rà soát  dự án;\nbáo cáo UBND".chars().collect();
        assert_eq!(find(&words, 0, "Rà soát dự án;"), Some((0, 15)));
        assert_eq!(find(&words, 15, "báo  cáo"), Some((16, 23)));
        assert_eq!(find(&words, 17, "báo cáo"), None);
        assert_eq!(find(&words, 0, "trình"), None);
    }
}
