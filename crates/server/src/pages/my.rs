//! `/my`: what waits for the post somebody acts in, what is red, what comes next.

use askama::Template;
use axum::response::Response;
use dondoc_kinds::UnitId;
use dondoc_registry::Role;
use dondoc_tasks::ProposalStanding;

use crate::access::Present;
use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::{Bucket, Call, Counts, Line};
use crate::pages::{Figure, Frame, Link, Row, export, figures, unit_name};

/// How many rows of one sort are shown; the rest is a link away.
const SHOWN: usize = 25;
/// And so many of what other units are late with.
const SHOWN_OF_ASSIGNED: usize = 10;

#[derive(Debug, Template)]
#[template(path = "my.html")]
struct MyPage {
    f: Frame,
    unit: String,
    figures: Vec<Figure>,
    /// What the figures count, where it is not what the unit leads.
    counts: Option<String>,
    sections: Vec<Section>,
    /// Documents whose proposals wait for a clerk.
    documents: Vec<Link>,
    is_clerk: bool,
    /// Whether documents that came in are what a person looks at first.
    is_inbox_first: bool,
    files: [Link; 2],
    done: Option<String>,
}

#[derive(Debug)]
struct Section {
    slug: &'static str,
    title: String,
    rows: Vec<Row>,
    more: Option<Link>,
}

/// What a role is shown first. A head sees red before anything else.
fn order(role: Role) -> &'static [Part] {
    use Part::{Calls, Red};
    match role {
        Role::Head | Role::DeputyHead => &[
            Red(Bucket::Late),
            Calls(Call::Approve),
            Calls(Call::Explain),
            Calls(Call::Confirm),
            Calls(Call::Extend),
            Calls(Call::Excuse),
            Red(Bucket::AtRisk),
            Calls(Call::Redo),
            Calls(Call::Accept),
            Red(Bucket::DueSoon),
        ],
        Role::Clerk => &[
            Calls(Call::Confirm),
            Calls(Call::Extend),
            Calls(Call::Excuse),
            Calls(Call::Explain),
            Calls(Call::Redo),
            Calls(Call::Accept),
            Red(Bucket::Late),
            Red(Bucket::AtRisk),
            Red(Bucket::DueSoon),
        ],
        Role::Contact | Role::Inspector => &[
            Calls(Call::Explain),
            Calls(Call::Redo),
            Calls(Call::Accept),
            Red(Bucket::Late),
            Red(Bucket::DueSoon),
            Red(Bucket::AtRisk),
            Calls(Call::Confirm),
            Calls(Call::Extend),
            Red(Bucket::InTime),
        ],
    }
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Calls(Call),
    Red(Bucket),
}

fn call_key(call: Call) -> &'static str {
    match call {
        Call::Explain => "flow-call-explain",
        Call::Approve => "flow-call-approve",
        Call::Redo => "flow-call-redo",
        Call::Accept => "flow-call-accept",
        Call::Confirm => "flow-call-confirm",
        Call::Extend => "flow-call-extend",
        Call::Excuse => "flow-call-excuse",
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let units = units(ctx)?;
    let role = ctx.who()?.acting().map_or(Role::Contact, |held| held.role);
    let parts = order(role).iter();
    let sections = parts.filter_map(|part| section(ctx, &units, *part));
    let mut sections: Vec<Section> = sections.collect();
    let office = units.first().filter(|unit| is_office(ctx, unit));
    if let Some(unit) = office {
        sections.extend(late_of_assigned(ctx, unit));
    }
    let is_clerk = matches!(role, Role::Clerk | Role::Head | Role::DeputyHead);
    let names: Vec<String> = units.iter().map(|id| unit_name(ctx, id)).collect();
    html(&MyPage {
        f: Frame::new(ctx, w.t("flow-my")),
        unit: names.join("; "),
        counts: office.map(|_| w.t("flow-my-assigned")),
        figures: match units.first() {
            Some(unit) if office.is_some() => {
                figures(ctx, &assigned(ctx, unit), &format!("assigner={unit}"))
            }
            Some(unit) => figures(ctx, &ctx.look.board.unit(unit), &format!("unit={unit}")),
            None => Vec::new(),
        },
        sections,
        is_inbox_first: role == Role::Clerk,
        documents: if is_clerk { documents(ctx) } else { Vec::new() },
        is_clerk,
        files: export::links(ctx, "/my"),
        done: ctx
            .ask
            .param("did")
            .filter(|it| matches!(*it, "demands" | "urged" | "agenda"))
            .map(|it| w.with("office-did", it)),
    })
}

/// Whether a unit has others do the work: it assigns tasks and leads none.
fn is_office(ctx: &Ctx, unit: &UnitId) -> bool {
    let board = &ctx.look.board;
    !board.leads(unit) && board.assigned_by(unit).next().is_some()
}

/// The figures of what a unit assigned.
fn assigned(ctx: &Ctx, unit: &UnitId) -> Counts {
    let mut all = ctx.look.board.assigners();
    let own = all.find(|(id, _)| *id == unit);
    own.map(|(_, counts)| *counts).unwrap_or_default()
}

/// What is late of all that a unit assigned: what whoever answers for it sees first.
fn late_of_assigned(ctx: &Ctx, unit: &UnitId) -> Option<Section> {
    let w = ctx.words();
    let count = assigned(ctx, unit).of(Bucket::Late);
    // The worst come first.
    let late = ctx.look.board.assigned_by(unit).take(SHOWN_OF_ASSIGNED);
    let late: Vec<&Line> = late.filter(|line| line.bucket == Bucket::Late).collect();
    (count > 0).then(|| Section {
        slug: Bucket::Late.slug(),
        title: format!("{} ({})", w.t("flow-my-assigned-late"), w.number(count)),
        rows: Row::all(ctx, late.into_iter()),
        more: (count as usize > SHOWN_OF_ASSIGNED).then(|| Link {
            href: ctx.to(&format!("/tasks?assigner={unit}&status=late")),
            text: w.n("flow-all-of-them", i64::from(count)),
        }),
    })
}

/// Everything that the unit leads, as a file.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    let units = units(ctx)?;
    let lines = units.iter().flat_map(|unit| ctx.look.board.led_by(unit));
    export::tasks(ctx, &ctx.words().t("flow-my"), lines)
}

/// Returns the units in whose name the person acts: an office's own, and the body
/// that it serves. Who holds no post has nothing waiting.
fn units(ctx: &Ctx) -> Result<Vec<UnitId>, Trouble> {
    ctx.who()?;
    Ok(Present::of(ctx)?.names())
}

fn section(ctx: &Ctx, units: &[UnitId], part: Part) -> Option<Section> {
    let w = ctx.words();
    let board = &ctx.look.board;
    let (slug, key) = match part {
        Part::Calls(call) => ("waiting", call_key(call)),
        Part::Red(bucket) => (bucket.slug(), bucket.key()),
    };
    let (mut count, mut lines): (u32, Vec<&Line>) = (0, Vec::new());
    for unit in units {
        let room = SHOWN.saturating_sub(lines.len());
        match part {
            Part::Calls(call) => {
                count += board.calls(call, unit);
                lines.extend(board.called(call, unit).take(room));
            }
            Part::Red(bucket) => {
                count += board.unit(unit).of(bucket);
                lines.extend(board.led_in(unit, bucket).take(room));
            }
        }
    }
    let unit = units.first()?;
    if lines.is_empty() {
        return None;
    }
    let more = (count as usize > lines.len()).then(|| Link {
        href: match part {
            Part::Red(bucket) => ctx.to(&format!("/tasks?unit={unit}&status={}", bucket.slug())),
            Part::Calls(_) => ctx.to(&format!("/tasks?unit={unit}")),
        },
        text: w.n("flow-all-of-them", i64::from(count)),
    });
    Some(Section {
        slug,
        title: format!("{} ({})", w.t(key), w.number(count)),
        rows: Row::all(ctx, lines.into_iter()),
        more,
    })
}

/// Documents with proposals that wait, those with most first.
pub(crate) fn documents(ctx: &Ctx) -> Vec<Link> {
    let mut counts = std::collections::BTreeMap::new();
    for proposal in ctx.city().tasks.proposals() {
        if proposal.standing == ProposalStanding::Open
            && let Some(source) = &proposal.draft.source
        {
            *counts.entry(&source.document).or_insert(0_i64) += 1;
        }
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let each = all.into_iter().take(SHOWN).map(|(id, count)| {
        let name = crate::pages::document(ctx, id).text;
        Link {
            href: ctx.to(&format!("/documents/{id}/proposals")),
            text: ctx.words().both("flow-document-waits", &name, count),
        }
    });
    each.collect()
}
