//! `/receipts/{code}`: where a figure came from, a page at a time and as a file.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use dondoc_briefing::{
    BadReceipt, Capital, Edition, Explanation, Outcome, Receipt, Traced, Unit, WorkId, explain_city,
};
use dondoc_sheets::ColumnKind;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::board::Bucket;
use crate::known::{Known, known};
use crate::pages::briefings::name;
use crate::pages::export::{self, Heading};
use crate::pages::tasks::turn;
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
    /// The heading of the rows, with how many there are on all pages.
    counted: String,
    before: Option<Link>,
    after: Option<Link>,
    /// The heading of the entries, with how many there are.
    behind: String,
    entries: Entries,
    files: [Link; 2],
}

/// How many rows stand on a page.
const PAGE: usize = 50;
/// How many entries are named in a row, and of the whole figure.
const NAMED: (usize, usize) = (6, 60);

/// The first of some entries, and how many more there are.
#[derive(Debug)]
struct Entries {
    named: Vec<Link>,
    /// How many are not named; blank for none.
    more: String,
}

impl Entries {
    fn of(ctx: &Ctx, all: &[u64], most: usize) -> Self {
        Self {
            named: all.iter().take(most).map(|it| entry(ctx, *it)).collect(),
            more: match all.len().saturating_sub(most) {
                0 => String::new(),
                more => format!("+ {}", ctx.words().number(more as u64)),
            },
        }
    }
}

#[derive(Debug)]
struct CapitalRow {
    project: Link,
    plan: String,
    spent: String,
    waits: Option<String>,
    entries: Entries,
}

#[derive(Debug)]
struct WorkRow {
    task: Link,
    words: String,
    unit: Option<Link>,
    chip: Chip,
    entries: Entries,
}

/// A receipt, computed again.
pub(crate) struct Told {
    pub(crate) receipt: Receipt,
    pub(crate) known: Arc<Known>,
    pub(crate) explanation: Explanation,
}

impl Told {
    pub(crate) fn traced(&self) -> Option<Traced<'_>> {
        self.known.briefing.traced(self.receipt)
    }
}

pub(crate) fn told(ctx: &Ctx) -> Result<Told, Trouble> {
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
    let known = known(ctx, edition.period(), edition.as_of(), size)?;
    let Known {
        city,
        order,
        briefing,
    } = &*known;
    let none = || Trouble::Refused(w.t("site-receipt-no-figure"));
    let key = briefing.traced(receipt).ok_or_else(none)?.key();
    let explanation = explain_city(city, &city.settings.thresholds, order, key).ok_or_else(none)?;
    Ok(Told {
        receipt,
        explanation,
        known,
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let it = told(ctx)?;
    let traced = it
        .traced()
        .ok_or_else(|| Trouble::Refused(w.t("site-receipt-no-figure")))?;
    let edition = it.receipt.edition();
    let Explanation {
        works,
        capital: money,
        ..
    } = &it.explanation;
    // A figure counts works or capital, never both.
    let counted = works.len().max(money.len());
    let pages = counted.div_ceil(PAGE).max(1);
    let page = ctx.ask.page()?.min(pages);
    let first = (page - 1) * PAGE;
    html(&ReceiptPage {
        f: Frame::timeless(ctx, w.with("site-receipt-title", &it.receipt.to_string())),
        code: it.receipt.to_string(),
        value: value(ctx, traced),
        key: traced.key().to_owned(),
        about: about(ctx, traced.key()),
        definition: it.explanation.definition.to_owned(),
        briefing: briefing_link(ctx, &edition),
        as_of: w.day(edition.as_of()),
        size: w.number(edition.tree_size()),
        root: it.known.order.tree.root.clone(),
        works: works
            .iter()
            .skip(first)
            .take(PAGE)
            .map(|behind| work(ctx, &behind.work, &behind.outcome, &behind.entries))
            .collect(),
        capital: money
            .iter()
            .skip(first)
            .take(PAGE)
            .map(|it| capital(ctx, it))
            .collect(),
        counted: match money.is_empty() {
            true => w.n("site-receipt-works", counted as i64),
            false => w.n("site-receipt-capital", counted as i64),
        },
        before: (page > 1).then(|| turn(ctx, page - 1, "site-page-before")),
        after: (page < pages).then(|| turn(ctx, page + 1, "site-page-after")),
        behind: w.n("site-receipt-entries", it.explanation.entries.len() as i64),
        entries: Entries::of(ctx, &it.explanation.entries, NAMED.1),
        files: export::links(ctx, &format!("/receipts/{}/entries", it.receipt)),
    })
}

/// Everything behind the figure, entry by entry: the whole list that the page shows
/// the beginning of.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    const HEADINGS: &[Heading] = &[
        ("site-entry-word", ColumnKind::Number),
        ("flow-col-task", ColumnKind::Short),
        ("site-receipt-project", ColumnKind::Short),
    ];
    let told = told(ctx)?;
    let Explanation {
        works,
        capital,
        entries,
        ..
    } = &told.explanation;
    let mut rows: Vec<(u64, String, String)> = Vec::new();
    for behind in works {
        let task = behind.work.to_string();
        let each = behind.entries.iter();
        rows.extend(each.map(|entry| (*entry, task.clone(), String::new())));
    }
    for behind in capital {
        let project = format!("{} {}", behind.project, behind.name);
        let each = behind.entries.iter();
        rows.extend(each.map(|entry| (*entry, String::new(), project.clone())));
    }
    let mut named: Vec<u64> = rows.iter().map(|row| row.0).collect();
    named.sort_unstable();
    let besides = entries.iter().filter(|it| named.binary_search(it).is_err());
    rows.extend(besides.map(|entry| (*entry, String::new(), String::new())));
    rows.sort();
    let row = |(entry, task, project): (u64, String, String)| {
        vec![
            export::number(i128::from(entry)),
            export::words(&task),
            export::words(&project),
        ]
    };
    let title = ctx
        .words()
        .with("site-receipt-title", &told.receipt.to_string());
    export::answer(ctx, &title, HEADINGS, rows.into_iter().map(row).collect())
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
        entries: Entries::of(ctx, &behind.entries, NAMED.0),
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
        entries: Entries::of(ctx, entries, NAMED.0),
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
