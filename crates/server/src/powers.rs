//! Who used which power, how often, and when last: control of power (*kiểm soát
//! quyền lực*) counted from the entries themselves.
//!
//! Counts are kept and go on from where they stood, so that a page reads only
//! what was written since. They are sums, so they need no order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use dondoc_authority::{APPROVAL, land_of};
use dondoc_city::City;
use dondoc_investment::room::event::ClearanceSteps;
use dondoc_investment::room::plan::moved;
use dondoc_kinds::{Arg, DelegationId, PostId};
use dondoc_messages::text;
use dondoc_registry::Power;
use jiff::civil::Date;

use crate::access::ceiling_of;
use crate::answer::Trouble;
use crate::ask::Ctx;
use crate::pages::delegations::{post_title, power_link};
use crate::pages::{Link, entry};

/// By whom a power was used: post, unit acted for, delegation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct By {
    pub(crate) power: Power,
    pub(crate) post: String,
    pub(crate) unit: String,
    pub(crate) delegation: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct Used {
    count: u64,
    first: Date,
    last: Date,
    newest: u64,
    /// The most that one act moved, in what the power is counted in.
    most: Option<u64>,
}

/// The counts, and how many entries they were made from.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<(u64, BTreeMap<By, Used>)>);

/// How a power was used by one post under one delegation.
#[derive(Debug)]
pub(crate) struct UseRow {
    pub(crate) power: Link,
    pub(crate) post: String,
    pub(crate) unit: Link,
    pub(crate) delegation: Option<Link>,
    pub(crate) count: String,
    pub(crate) days: String,
    pub(crate) newest: Link,
    pub(crate) measured: Option<Measured>,
}

/// The largest act, and how close it came to the ceiling.
#[derive(Debug)]
pub(crate) struct Measured {
    /// The most that one act moved, with its unit.
    pub(crate) most: String,
    /// The ceiling; none where there is none.
    pub(crate) within: Option<Within>,
}

/// How close to a ceiling.
#[derive(Debug)]
pub(crate) struct Within {
    /// In words: so many percent of what.
    pub(crate) said: String,
    /// Percent, at most 100.
    pub(crate) percent: u64,
    /// From nine tenths on.
    pub(crate) is_near: bool,
}

/// Returns whether any of these is counted in money or land.
pub(crate) fn is_measured(uses: &[UseRow]) -> bool {
    uses.iter().any(|it| it.measured.is_some())
}

/// From how many percent of a ceiling on an act is near it.
const NEAR: u128 = 90;

/// The power that an entry of a kind used.
fn power_of(kind: &str) -> Option<Power> {
    Some(match kind {
        "document.registered" => Power::DocumentRegister,
        "task.issued" => Power::TaskIssue,
        "task.reported" => Power::TaskReport,
        "task.confirmed" | "task.returned" => Power::TaskConfirm,
        "task.extended" | "task.extension_refused" => Power::TaskExtend,
        "task.transferred" | "task.assigner_changed" => Power::TaskTransfer,
        "task.cancelled" | "task.suspended" | "task.resumed" => Power::TaskCancel,
        "task.excused" | "task.excuse_refused" => Power::TaskExcuse,
        "task.explanation_demanded" | "task.urged" => Power::TaskDemandExplanation,
        "task.explained" => Power::TaskExplain,
        "meeting.attended" => Power::MeetingAttend,
        "meeting.signed_off" => Power::MeetingSignOff,
        "investment.plan_adopted" => Power::InvestmentReallocate,
        "investment.clearance_steps" => Power::ClearanceApprove,
        _ => return None,
    })
}

/// How much money the entry of a plan's version moved; none when a table brought
/// it: then it only tells what was decided elsewhere.
fn moved_by(city: &City, entry: u64) -> Option<u64> {
    let room = &city.investment;
    if room.imports.iter().any(|it| it.entry == entry) {
        return None;
    }
    room.plans.values().find_map(|plan| {
        let at = plan.versions.iter().position(|it| it.entry == entry)?;
        let version = plan.versions.get(at)?;
        let before = at.checked_sub(1).and_then(|at| plan.versions.get(at));
        Some(moved(before, &version.lines))
    })
}

/// The land of the largest plan of compensation that an entry approved; none when
/// it tells of other steps alone, or was erased.
fn approved_by(city: &City, payload: Option<&[u8]>) -> Option<u64> {
    let told: ClearanceSteps = serde_json::from_slice(payload?).ok()?;
    let approved = told.steps.iter().filter(|step| step.step == APPROVAL);
    approved
        .map(|step| land_of(city, step).unwrap_or_default())
        .max()
}

/// Returns the use of powers up to the present by those who fit, the most used
/// first.
pub(crate) fn uses_of(ctx: &Ctx, fits: impl Fn(&By) -> bool) -> Result<Vec<UseRow>, Trouble> {
    let mut kept = ctx
        .state
        .uses
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let (seen, uses) = &mut *kept;
    let mut at = *seen;
    let present = ctx.state.look(None)?;
    ctx.ledger().scan(at, |entry| {
        // What the folded city does not know yet is counted next time.
        if entry.index >= present.city.folded() {
            return ControlFlow::Break(());
        }
        at = entry.index + 1;
        if let Some(power) = power_of(entry.kind) {
            let amount = match power {
                Power::InvestmentReallocate => match moved_by(&present.city, entry.index) {
                    Some(amount) => Some(amount),
                    None => return ControlFlow::Continue(()),
                },
                Power::ClearanceApprove => match approved_by(&present.city, entry.payload) {
                    Some(amount) => Some(amount),
                    None => return ControlFlow::Continue(()),
                },
                _ => None,
            };
            let by = By {
                power,
                post: entry.actor.post.to_owned(),
                unit: entry.actor.unit.to_owned(),
                delegation: entry.actor.delegation.map(str::to_owned),
            };
            let fresh = Used {
                count: 0,
                first: entry.valid,
                last: entry.valid,
                newest: entry.index,
                most: None,
            };
            let used = uses.entry(by).or_insert(fresh);
            used.count += 1;
            used.first = used.first.min(entry.valid);
            used.last = used.last.max(entry.valid);
            used.newest = entry.index;
            used.most = used.most.max(amount);
        }
        ControlFlow::Continue(())
    })?;
    *seen = at;
    let mut found: Vec<(By, Used)> = uses
        .iter()
        .filter(|(by, _)| fits(by))
        .map(|(by, used)| (by.clone(), *used))
        .collect();
    drop(kept);
    found.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
    Ok(found.iter().map(|(by, used)| row(ctx, by, used)).collect())
}

fn row(ctx: &Ctx, by: &By, used: &Used) -> UseRow {
    let w = ctx.words();
    let post = match by.post.parse::<PostId>() {
        Ok(post) => post_title(ctx, &post),
        // The command line acts for a unit, in no post.
        Err(_) => w.t("authority-no-post-named"),
    };
    UseRow {
        power: power_link(ctx, by.power),
        post,
        unit: match by.unit.parse() {
            Ok(id) => crate::pages::unit(ctx, &id),
            Err(_) => Link {
                href: ctx.to("/units"),
                text: by.unit.clone(),
            },
        },
        delegation: by.delegation.as_ref().map(|id| Link {
            href: ctx.to(&format!("/delegations/{id}")),
            text: id.clone(),
        }),
        count: w.number(used.count),
        days: match used.first == used.last {
            true => w.day(used.last),
            false => format!("{} – {}", w.day(used.first), w.day(used.last)),
        },
        newest: entry(ctx, used.newest),
        measured: measured(ctx, by, used),
    }
}

fn measured(ctx: &Ctx, by: &By, used: &Used) -> Option<Measured> {
    let (w, measure, most) = (ctx.words(), by.power.measure()?, used.most?);
    let amount = |n: u64| {
        w.with(
            &format!("authority-amount-{}", measure.name()),
            &w.number(n),
        )
    };
    let id = by.delegation.as_deref();
    let id = id.and_then(|id| id.parse::<DelegationId>().ok());
    let ceiling = id.and_then(|id| ceiling_of(ctx.city(), &id).and_then(|it| measure.of(it)));
    let within = ceiling.map(|ceiling| {
        let tenths = u128::from(most) * 1000 / u128::from(ceiling.max(1));
        let share = w.percent(u32::try_from(tenths).unwrap_or(u32::MAX));
        Within {
            said: text(
                w.lang,
                "authority-of-ceiling",
                &[
                    ("share", Arg::Text(share)),
                    ("ceiling", Arg::Text(amount(ceiling))),
                ],
            ),
            percent: u64::try_from(tenths / 10).unwrap_or(100).min(100),
            is_near: tenths / 10 >= NEAR,
        }
    });
    Some(Measured {
        most: amount(most),
        within,
    })
}
