//! `/public/service-index`: the index of Decision 766/QĐ-TTg as far as the catalogue and
//! the logs can say it, each figure with the entries that it was counted from.

use askama::Template;
use axum::response::Response;
use dondoc_procedures::room::service_index::{Source, service_index};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::logs::{self, decimal};
use crate::pages::{Frame, Link, entry};

/// So many entries are named; the rest is counted.
const NAMED: usize = 8;

#[derive(Debug, Template)]
#[template(path = "service_index.html")]
struct IndexPage {
    f: Frame,
    lead: String,
    rows: Vec<Row>,
    catalogue: Link,
}

#[derive(Debug)]
struct Row {
    name: String,
    most: String,
    points: String,
    what: String,
    entries: Vec<Link>,
    more: Option<String>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let index = service_index(&ctx.city().procedures, ctx.look.as_of);
    let points = |milli: i64| decimal(ctx, milli as f64 / 1_000.0, 1);
    let rows = index.groups.iter().map(|it| {
        let slug = it.group.slug();
        let counted = it.counted.as_ref();
        let entries = counted.map_or(&[][..], |it| it.entries.as_slice());
        Row {
            name: w.with("service-index-group", slug),
            most: match it.source {
                Source::Reported => it.most.to_string(),
                Source::Remainder => w.with("service-index-remainder", &it.most.to_string()),
            },
            points: counted
                .map_or_else(|| w.t("service-index-not-measured"), |it| points(it.points)),
            what: match counted {
                None => w.with("service-index-lacks", slug),
                Some(it) => {
                    let what = w.with("service-index-counts", slug);
                    let (good, all) = (w.number(it.good), w.number(it.all));
                    format!("{what}: {good} / {all}")
                }
            },
            entries: entries
                .iter()
                .take(NAMED)
                .map(|&at| entry(ctx, at))
                .collect(),
            more: (entries.len() > NAMED)
                .then(|| w.n("service-index-more", (entries.len() - NAMED) as i64)),
        }
    });
    html(&IndexPage {
        f: Frame::new(ctx, w.t("service-index-title")),
        lead: match index.measured {
            0 => w.t("service-index-nothing"),
            measured => logs::pair(
                ctx,
                "service-index-lead",
                &points(index.points),
                &measured.to_string(),
            ),
        },
        rows: rows.collect(),
        catalogue: Link {
            href: ctx.to("/catalogue"),
            text: w.t("procedure-catalogue"),
        },
    })
}
