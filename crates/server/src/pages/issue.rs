//! What a clerk does with a proposal: issue it, save it, split, merge or refuse it; or
//! issue all that are ready. What is wrong comes back on the page of `clerk`.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::response::Response;
use dondoc_city::{Command, IssueProposal};
use dondoc_kinds::{DocumentId, ProposalId, UnitId};
use dondoc_tasks::{
    Addressee, Command as Ask, DeadlineWords, Draft, Importance, Proposal, ProposalStanding,
    Source, When,
};

use crate::answer::{Trouble, again, go};
use crate::ask::Ctx;
use crate::form::Form;
use crate::pages::clerk::{Failed, page, when};
use crate::pages::groups;
use crate::spans;

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
