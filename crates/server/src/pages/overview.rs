//! `/`: what the city owes now.

use std::cmp::Reverse;

use askama::Template;
use axum::response::Response;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::history::{self, Happened};
use crate::pages::{Figure, Frame, Link, Part, Row, bar, figures, unit};

const WORST: usize = 8;
const NEXT: usize = 8;
const UNITS: usize = 10;
const LATEST: u64 = 8;

#[derive(Debug, Template)]
#[template(path = "overview.html")]
struct Overview {
    f: Frame,
    figures: Vec<Figure>,
    bar: Vec<Part>,
    worst: Vec<Row>,
    next: Vec<Row>,
    units: Vec<UnitLate>,
    latest: Vec<Happened>,
    all_late: Link,
    all_open: Link,
    all_units: Link,
    all_entries: Link,
    briefing: Option<Link>,
}

/// A unit with its late tasks.
#[derive(Debug)]
struct UnitLate {
    unit: Link,
    href: String,
    late: u32,
    of: u32,
    /// Thousandths of the longest bar.
    width: u32,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let board = &ctx.look.board;
    let late = board.sort(Bucket::Late);
    // What is owed stands in the order of its days within each sort: the first of
    // each are enough to know the first of all.
    let owed = [Bucket::AtRisk, Bucket::DueSoon, Bucket::InTime].into_iter();
    let mut next: Vec<_> = owed
        .flat_map(|bucket| {
            let coming = board.sort(bucket);
            coming
                .filter(|line| line.due.is_some_and(|due| due >= ctx.look.as_of))
                .take(NEXT)
        })
        .collect();
    next.sort_by_key(|line| line.due);
    let link = |path: &str, key| Link {
        href: ctx.to(path),
        text: w.t(key),
    };
    html(&Overview {
        f: Frame::new(ctx, w.t("site-overview-title")),
        figures: figures(ctx, &board.city, ""),
        bar: bar(ctx, &board.city, ""),
        worst: Row::all(ctx, late.take(WORST)),
        next: Row::all(ctx, next.into_iter().take(NEXT)),
        units: units(ctx),
        latest: history::latest(ctx, LATEST)?,
        all_late: link("/tasks?status=late", "site-all-late"),
        all_open: link("/tasks?status=open", "site-all-open"),
        all_units: link("/units", "site-all-units"),
        all_entries: link("/ledger/entries", "site-all-entries"),
        briefing: super::briefings::newest(ctx),
    })
}

fn units(ctx: &Ctx) -> Vec<UnitLate> {
    let mut units: Vec<_> = ctx.look.board.units().collect();
    units.retain(|(_, counts)| counts.of(Bucket::Late) > 0);
    units.sort_by_key(|(id, counts)| (Reverse(counts.of(Bucket::Late)), (*id).clone()));
    let most = units
        .first()
        .map_or(1, |(_, counts)| counts.of(Bucket::Late));
    let each = units.into_iter().take(UNITS).map(|(id, counts)| UnitLate {
        unit: unit(ctx, id),
        href: ctx.to(&format!("/tasks?unit={id}&status=late")),
        late: counts.of(Bucket::Late),
        of: counts.all(),
        width: counts.of(Bucket::Late) * 1000 / most,
    });
    each.collect()
}
