//! `/receipts/{code}`: where a figure came from.

use askama::Template;
use axum::response::Response;
use dondoc_briefing::{
    BadReceipt, Briefing, Capital, Edition, Outcome, Receipt, Traced, Unit, WorkId, explain_city,
};

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::pages::briefings::name;
use crate::pages::{Chip, Frame, Link, entry, unit};
use crate::pages::{investment, procedure_page};
use crate::words::{Words, short};

#[derive(Debug, Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    f: Frame,
    code: String,
    value: String,
    key: String,
    about: Option<Link>,
    definition: String,
    briefing: Link,
    as_of: String,
    size: String,
    root: String,
    works: Vec<WorkRow>,
    capital: Vec<CapitalRow>,
    entries: Vec<Link>,
}

#[derive(Debug)]
struct CapitalRow {
    project: Link,
    plan: String,
    spent: String,
    waits: Option<String>,
    entries: Vec<Link>,
}

#[derive(Debug)]
struct WorkRow {
    task: Link,
    words: String,
    unit: Option<Link>,
    chip: Chip,
    entries: Vec<Link>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let receipt: Receipt = ctx
        .ask
        .place()
        .parse()
        .map_err(|bad| Trouble::Refused(refused(w, &bad)))?;
    let edition = receipt.edition();
    let size = edition.tree_size();
    if size > ctx.ledger().poll_head()? {
        return Err(Trouble::Refused(
            w.n("site-receipt-longer-log", size as i64),
        ));
    }
    let (city, order) = super::briefing::at(ctx, edition.period(), edition.as_of(), size)?;
    let thresholds = &city.settings.thresholds;
    let refuse = |refusal| Trouble::Refused(w.say(&refusal));
    let briefing = Briefing::compile(&city, thresholds, &order).map_err(refuse)?;
    let Some(traced) = briefing.traced(receipt) else {
        return Err(Trouble::Refused(w.t("site-receipt-no-figure")));
    };
    let told = explain_city(&city, thresholds, &order, traced.key())
        .ok_or_else(|| Trouble::Refused(w.t("site-receipt-no-figure")))?;
    html(&ReceiptPage {
        f: Frame::timeless(ctx, w.with("site-receipt-title", &receipt.to_string())),
        code: receipt.to_string(),
        value: value(ctx, traced),
        key: traced.key().to_owned(),
        about: about(ctx, traced.key()),
        definition: told.definition.to_owned(),
        briefing: briefing_link(ctx, &edition),
        as_of: w.day(edition.as_of()),
        size: w.number(size),
        root: order.tree.root.clone(),
        works: told
            .works
            .iter()
            .map(|behind| work(ctx, &behind.work, &behind.outcome, &behind.entries))
            .collect(),
        capital: told.capital.iter().map(|it| capital(ctx, it)).collect(),
        entries: told
            .entries
            .iter()
            .map(|index| entry(ctx, *index))
            .collect(),
    })
}

fn value(ctx: &Ctx, traced: Traced<'_>) -> String {
    let w = ctx.words();
    match traced {
        Traced::Figure(figure) if figure.key.ends_with("/on-time") => w.percent(figure.value),
        Traced::Figure(figure) => w.number(figure.value),
        Traced::Quantity(it) => match it.unit {
            Unit::Dong => investment::money(ctx, it.value),
            Unit::Hundredths => investment::rate(ctx, it.value),
            Unit::MilliDays => procedure_page::days(ctx, it.value),
            Unit::Count => w.number(it.value),
        },
    }
}

fn capital(ctx: &Ctx, behind: &Capital) -> CapitalRow {
    CapitalRow {
        project: Link {
            href: ctx.to(&format!("/investment/projects/{}", behind.project)),
            text: behind.name.clone(),
        },
        plan: investment::money(ctx, behind.plan),
        spent: investment::money(ctx, behind.spent),
        waits: behind.waits.map(|it| investment::money(ctx, it)),
        entries: behind.entries.iter().map(|it| entry(ctx, *it)).collect(),
    }
}

fn briefing_link(ctx: &Ctx, edition: &Edition) -> Link {
    let (w, period) = (ctx.words(), edition.period());
    let lang = if ctx.ask.says_lang {
        format!("&lang={}", w.lang)
    } else {
        String::new()
    };
    Link {
        href: format!("/briefing/{period}?as_of={}{lang}", edition.as_of()),
        text: w.with("site-briefing-of", &name(w, period)),
    }
}

/// Whose work the figure counts, by its key.
fn about(ctx: &Ctx, key: &str) -> Option<Link> {
    let mut parts = key.split('/');
    match (parts.next()?, parts.next()?) {
        ("investment", "unit") => Some(unit(ctx, &parts.next()?.parse().ok()?)),
        ("unit", id) => Some(unit(ctx, &id.parse().ok()?)),
        ("document", id) => Some(super::document(ctx, &id.parse().ok()?)),
        _ => None,
    }
}

fn work(ctx: &Ctx, id: &WorkId, outcome: &Outcome, entries: &[u64]) -> WorkRow {
    let task = ctx.city().tasks.task(&id.task);
    WorkRow {
        task: Link {
            href: ctx.to(&format!("/tasks/{}", id.task)),
            text: id.to_string(),
        },
        words: task.map(|task| short(task.text(), 160)).unwrap_or_default(),
        unit: task.map(|task| unit(ctx, &task.lead)),
        chip: chip(ctx.words(), outcome),
        entries: entries.iter().map(|index| entry(ctx, *index)).collect(),
    }
}

fn chip(w: Words, outcome: &Outcome) -> Chip {
    let (bucket, days) = match outcome {
        Outcome::DoneOnTime { .. } => (Bucket::DoneOnTime, 0),
        Outcome::DoneLate { days, .. } => (Bucket::DoneLate, *days),
        Outcome::Waiting { .. } => (Bucket::Waiting, 0),
        Outcome::Late { days } => (Bucket::Late, *days),
        Outcome::InTime => (Bucket::InTime, 0),
        Outcome::Suspended { .. } => (Bucket::Suspended, 0),
    };
    let detail = if days > 0 {
        w.n("site-days-late", days)
    } else {
        String::new()
    };
    Chip {
        slug: bucket.slug(),
        text: w.t(bucket.key()),
        detail,
    }
}

/// Says what is wrong with a code.
pub(crate) fn refused(w: Words, bad: &BadReceipt) -> String {
    match bad {
        BadReceipt::Length { given } => w.n("site-receipt-length", *given as i64),
        BadReceipt::Character { given, place } => {
            w.both("site-receipt-character", &given.to_string(), *place as i64)
        }
        BadReceipt::Checksum => w.t("site-receipt-checksum"),
        BadReceipt::Unknown => w.t("site-receipt-unknown"),
    }
}
