//! `/units/{id}`: a unit over time, and its tasks, the worst first.

use askama::Template;
use axum::response::Response;
use dondoc_kinds::UnitId;
use dondoc_registry::{Basis, Confidence, Level, Share, Succession};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::pages::{Figure, Frame, Link, Part, Row, bar, figures, unit};

/// How many tasks stand on the page; the list has the rest.
const MOST: usize = 60;

#[derive(Debug, Template)]
#[template(path = "unit.html")]
struct UnitPage {
    f: Frame,
    kind: String,
    level: String,
    parent: Option<Link>,
    from: Option<String>,
    until: Option<String>,
    is_ended: bool,
    created_by: Option<String>,
    ended_by: Option<String>,
    earlier_names: Vec<(String, String)>,
    successors: Vec<Heir>,
    predecessors: Vec<Heir>,
    figures: Vec<Figure>,
    bar: Vec<Part>,
    open: Vec<Row>,
    closed: Vec<Row>,
    helps: Vec<Row>,
    assigned: Vec<Row>,
    all: Link,
}

#[derive(Debug)]
struct Heir {
    unit: Link,
    on: String,
    share: String,
    basis: String,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let id: UnitId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let registry = &ctx.city().registry;
    let it = registry.unit(&id).ok_or(Trouble::NotFound)?;
    let day = ctx.look.as_of;
    let counts = ctx.look.board.unit(&id);
    let scope = format!("unit={id}");
    let board = &ctx.look.board;
    let led = |open: bool| {
        let own = board.led_by(&id);
        own.filter(|line| line.bucket.is_open() == open)
            .take(MOST)
            .collect::<Vec<_>>()
    };
    let helps = board.helped_by(&id);
    let assigned = board.assigned_in(&id, Bucket::Waiting);
    let current = it.name_on(day).to_owned();
    let names = it.names.iter().filter(|span| span.name != current);
    html(&UnitPage {
        f: Frame::new(ctx, current.clone()),
        kind: super::units::kind(ctx, &id),
        level: w.t(match registry.level(&id) {
            Some(Level::Province) => "site-level-province",
            Some(Level::District) => "site-level-district",
            Some(Level::Commune) => "site-level-commune",
            None => "site-level-other",
        }),
        parent: it.parent.as_ref().map(|parent| unit(ctx, parent)),
        from: it.from.map(|from| w.day(from)),
        until: it.until.map(|until| w.day(until)),
        is_ended: it.until.is_some_and(|until| until <= day),
        created_by: instrument(ctx, &it.created_by),
        ended_by: it
            .ended_by
            .as_ref()
            .and_then(|basis| instrument(ctx, basis)),
        earlier_names: names
            .map(|span| {
                (
                    span.name.clone(),
                    span.from.map(|from| w.day(from)).unwrap_or_default(),
                )
            })
            .collect(),
        successors: registry
            .direct_successors(&id)
            .iter()
            .map(|step| heir(ctx, &step.to, step))
            .collect(),
        predecessors: registry
            .predecessors(&id)
            .into_iter()
            .map(|(from, step)| heir(ctx, from, step))
            .collect(),
        figures: if counts.all() > 0 {
            figures(ctx, &counts, &scope)
        } else {
            Vec::new()
        },
        bar: bar(ctx, &counts, &scope),
        open: Row::all(ctx, led(true).into_iter()),
        closed: Row::all(ctx, led(false).into_iter()),
        helps: Row::all(ctx, helps.take(MOST)),
        assigned: Row::all(ctx, assigned.take(MOST)),
        all: Link {
            href: ctx.to(&format!("/tasks?unit={id}")),
            text: w.n("site-unit-all-tasks", i64::from(counts.all())),
        },
    })
}

fn heir(ctx: &Ctx, id: &UnitId, step: &Succession) -> Heir {
    let w = ctx.words();
    Heir {
        unit: unit(ctx, id),
        on: w.day(step.on),
        share: match &step.share {
            Share::Whole => w.t("site-share-whole"),
            Share::Rest => w.t("site-share-rest"),
            Share::Matter(matter) => w.with("site-share-matter", matter),
            Share::Undetermined => w.t("site-share-undetermined"),
        },
        basis: instrument(ctx, &step.basis).unwrap_or_default(),
    }
}

/// The instrument, with a mark when it was only recalled.
fn instrument(ctx: &Ctx, basis: &Basis) -> Option<String> {
    let w = ctx.words();
    let named = basis.instrument.clone()?;
    Some(match basis.confidence {
        Confidence::Seen => named,
        Confidence::Computed => format!("{named} ({})", w.t("site-computed")),
        Confidence::Recalled => format!("{named} ({})", w.t("site-recalled")),
    })
}
