//! `/briefing/{period}`: the briefing as of a day, and its files.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use dondoc_briefing::{Briefing, Figure, Figures, Measure, Period, known_at_close_of};

use crate::answer::{Trouble, as_file, html, with_type};
use crate::ask::Ctx;
use crate::known::{Known, known};
use crate::pages::briefings::{close, name};
use crate::pages::{Frame, Link, document};

#[derive(Debug, Template)]
#[template(path = "briefing.html")]
struct BriefingPage {
    f: Frame,
    as_of: String,
    known_at: String,
    size: String,
    root: String,
    shared: String,
    summary: Vec<Counted>,
    heads: Vec<String>,
    documents: Vec<Line>,
    units: Vec<Line>,
    whole: String,
    files: Vec<Link>,
}

/// A figure with its receipt.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) receipt: String,
    pub(crate) href: String,
    pub(crate) slug: &'static str,
}

/// A row of figures.
#[derive(Debug)]
struct Line {
    link: Link,
    figures: Vec<Counted>,
}

/// The columns of the tables.
const COLUMNS: [Measure; 6] = [
    Measure::Assigned,
    Measure::DoneOnTime,
    Measure::DoneLate,
    Measure::Late,
    Measure::AtRisk,
    Measure::WithoutReport,
];

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let (period, known) = asked(ctx)?;
    let briefing = &known.briefing;
    let head = &briefing.header;
    let path = |file: &str| ctx.to(&format!("/briefing/{period}/{file}"));
    let forms = ["json"].into_iter();
    let more = ctx
        .state
        .options
        .renderers
        .iter()
        .map(|renderer| renderer.ext);
    let mut summary = row(ctx, &Measure::ALL, &briefing.summary);
    summary.extend(briefing.summary.on_time.as_ref().map(|rate| Counted {
        name: w.t("site-figure-on-time"),
        value: w.percent(rate.value),
        receipt: rate.receipt.to_string(),
        href: ctx.to(&format!("/receipts/{}", rate.receipt)),
        slug: "on-time",
    }));
    let mut f = Frame::new(ctx, w.with("site-briefing-of", &name(w, period)));
    // A briefing has a day of its own: the end of its period, or the one asked for.
    if let Some(day) = &mut f.day {
        day.text = w.day(head.as_of);
        day.iso = head.as_of.to_string();
    }
    html(&BriefingPage {
        f,
        as_of: w.day(head.as_of),
        known_at: head.known_at.map(|at| w.moment(at)).unwrap_or_default(),
        size: w.number(head.tree.size),
        root: head.tree.root.clone(),
        shared: head.receipts.clone(),
        summary,
        heads: COLUMNS.into_iter().map(|it| w.t(measure_key(it))).collect(),
        documents: briefing
            .documents
            .iter()
            .map(|it| Line {
                link: document(ctx, &it.id),
                figures: row(ctx, &COLUMNS, &it.figures),
            })
            .collect(),
        units: briefing
            .units
            .iter()
            .map(|it| Line {
                link: Link {
                    href: ctx.to(&format!("/units/{}", it.id)),
                    text: it.name.clone(),
                },
                figures: row(ctx, &COLUMNS, &it.figures),
            })
            .collect(),
        whole: path("giao-ban.html"),
        files: forms
            .chain(more)
            .map(|ext| Link {
                href: path(&format!("giao-ban.{ext}")),
                text: ext.to_uppercase(),
            })
            .collect(),
    })
}

/// A form of the briefing as a file; the HTML is shown, the others are kept.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    let file = ctx.ask.places.get(1).map_or("", String::as_str);
    let ext = file.strip_prefix("giao-ban.").ok_or(Trouble::NotFound)?;
    let renderer = ctx
        .state
        .options
        .renderers
        .iter()
        .find(|renderer| renderer.ext == ext);
    if renderer.is_none() && !matches!(ext, "html" | "json") {
        return Err(Trouble::NotFound);
    }
    let (period, known) = asked(ctx)?;
    let briefing = &known.briefing;
    let name = format!("giao-ban-{period}-{}.{ext}", briefing.header.as_of);
    match (ext, renderer) {
        ("html", _) => Ok(whole(briefing)),
        ("json", _) => Ok(as_file(
            with_type("application/json", briefing.to_json()),
            &name,
        )),
        (_, Some(renderer)) => {
            let bytes = (renderer.render)(briefing).map_err(Trouble::Failed)?;
            Ok(as_file(with_type(renderer.mime, bytes), &name))
        }
        (_, None) => Err(Trouble::NotFound),
    }
}

/// The briefing's own page. It brings its styles along, so it has its own
/// policy: still no script, nothing from elsewhere.
fn whole(briefing: &Briefing) -> Response {
    let page = dondoc_briefing::html::render(briefing);
    let mut response = with_type("text/html; charset=utf-8", page);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                  base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    response
}

fn row(ctx: &Ctx, measures: &[Measure], figures: &Figures) -> Vec<Counted> {
    let each = measures.iter();
    each.filter_map(|it| Some(counted(ctx, *it, figures.get(*it)?)))
        .collect()
}

pub(crate) fn counted(ctx: &Ctx, measure: Measure, figure: &Figure) -> Counted {
    Counted {
        name: ctx.words().t(measure_key(measure)),
        value: ctx.words().number(figure.value),
        receipt: figure.receipt.to_string(),
        href: ctx.to(&format!("/receipts/{}", figure.receipt)),
        slug: measure.key(),
    }
}

/// Returns the key of a measure's name.
pub(crate) fn measure_key(measure: Measure) -> &'static str {
    match measure {
        Measure::Assigned => "site-measure-assigned",
        Measure::Due => "site-measure-due",
        Measure::DoneOnTime => "site-measure-done-on-time",
        Measure::DoneLate => "site-measure-done-late",
        Measure::Waiting => "site-measure-waiting",
        Measure::Late => "site-measure-late",
        Measure::Excused => "site-measure-excused",
        Measure::InTime => "site-measure-in-time",
        Measure::AtRisk => "site-measure-at-risk",
        Measure::WithoutReport => "site-measure-without-report",
        Measure::Extended => "site-measure-extended",
        Measure::Suspended => "site-measure-suspended",
    }
}

/// Returns the briefing that the address asks for: as known at the end of its
/// as-of day.
pub(crate) fn asked(ctx: &Ctx) -> Result<(Period, Arc<Known>), Trouble> {
    let text = ctx.ask.place();
    let period: Period = text
        .parse()
        .map_err(|_| Trouble::bad("site-bad-period", text))?;
    let as_of = match ctx.asked_day {
        Some(day) => day,
        None => close(period, ctx.look.as_of),
    };
    let size = known_at_close_of(ctx.ledger(), as_of)?;
    Ok((period, known(ctx, period, as_of, size)?))
}
