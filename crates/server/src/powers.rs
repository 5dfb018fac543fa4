//! Who used which power, how often, and when last: control of power (*kiểm soát
//! quyền lực*) counted from the entries themselves.
//!
//! Counts are kept and go on from where they stood, so that a page reads only
//! what was written since. They are sums, so they need no order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use dondoc_kinds::PostId;
use dondoc_registry::Power;
use jiff::civil::Date;

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
}

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
        _ => return None,
    })
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
    ctx.ledger().scan(at, |entry| {
        at = entry.index + 1;
        if let Some(power) = power_of(entry.kind) {
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
            };
            let used = uses.entry(by).or_insert(fresh);
            used.count += 1;
            used.first = used.first.min(entry.valid);
            used.last = used.last.max(entry.valid);
            used.newest = entry.index;
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
    }
}
