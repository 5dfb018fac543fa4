//! `/board`: how the work stands by unit, leader, document, field or assigner.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::response::Response;
use dondoc_kinds::{PersonId, UnitId};
use dondoc_registry::Role;
use dondoc_sheets::{ColumnKind, OutCell};

use crate::answer::{Trouble, html};
use crate::ask::{Ctx, encode};
use crate::board::{Bucket, Counts};
use crate::fold::fold;
use crate::pages::export::{self, number, words};
use crate::pages::{Frame, Link, document, person_name, unit_name};
use crate::words::Words;

#[derive(Debug, Template)]
#[template(path = "board.html")]
struct BoardPage {
    f: Frame,
    ways: Vec<(Link, bool)>,
    /// What the first column holds.
    heading: String,
    columns: Vec<(&'static str, String)>,
    groups: Vec<Group>,
    files: [Link; 2],
}

#[derive(Debug)]
struct Group {
    name: Link,
    /// Of each column: what it counts, and where that leads.
    cells: Vec<(u32, Link)>,
    on_time: String,
    /// Thousandths of the bar that are late.
    late: u32,
}

/// By what the work is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Unit,
    Leader,
    Document,
    Field,
    Assigner,
}

impl By {
    const ALL: [Self; 5] = [
        Self::Unit,
        Self::Leader,
        Self::Document,
        Self::Field,
        Self::Assigner,
    ];

    fn slug(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Leader => "leader",
            Self::Document => "document",
            Self::Field => "field",
            Self::Assigner => "assigner",
        }
    }
}

/// The sorts of status that have a column.
const COLUMNS: [Bucket; 6] = [
    Bucket::Late,
    Bucket::AtRisk,
    Bucket::DueSoon,
    Bucket::Waiting,
    Bucket::DoneOnTime,
    Bucket::DoneLate,
];

/// Returns who heads each unit on the day.
fn heads(ctx: &Ctx) -> BTreeMap<&UnitId, &PersonId> {
    let registry = &ctx.city().registry;
    let posts = registry.posts().filter(|(_, post)| post.role == Role::Head);
    let held = posts.filter_map(|(id, post)| {
        let person = registry.who_held(id, ctx.look.as_of)?;
        Some((&post.unit, person))
    });
    held.collect()
}

/// Returns the units that a person heads on the day.
pub(crate) fn headed_by(ctx: &Ctx, person: &PersonId) -> BTreeSet<UnitId> {
    let heads = heads(ctx).into_iter();
    let theirs = heads.filter(|(_, head)| *head == person);
    theirs.map(|(unit, _)| unit.clone()).collect()
}

/// Returns the name of a field of work: a word of the messages for those every city
/// has, and the slug as words for those that an office made.
pub(crate) fn field_name(w: Words, slug: &str) -> String {
    let said = w.with("office-field", slug);
    match said.is_empty() || said == slug {
        true => capitalised(&slug.replace('-', " ")),
        false => said,
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Returns the fields that have tasks, by slug and name.
pub(crate) fn fields(ctx: &Ctx) -> Vec<(String, String)> {
    let each = ctx.look.board.fields();
    let mut all: Vec<(String, String)> = each
        .map(|(slug, _)| (slug.to_string(), field_name(ctx.words(), slug)))
        .collect();
    all.sort_by_cached_key(|(_, name)| fold(name));
    all
}

/// Returns the slug of a field that a person wrote: of a known one, however it is
/// written; of a new one its words, with their diacritics.
pub(crate) fn field_slug(ctx: &Ctx, written: &str) -> Option<String> {
    let wanted = fold(written);
    if wanted.is_empty() {
        return None;
    }
    let known = fields(ctx).into_iter();
    let mut known = known.filter(|(slug, name)| *slug == written || fold(name) == wanted);
    if let Some((slug, _)) = known.next() {
        return Some(slug);
    }
    let letters = written.to_lowercase();
    let words = letters.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    Some(words.join("-"))
}

fn asked(ctx: &Ctx) -> Result<By, Trouble> {
    match ctx.ask.param("by") {
        None => Ok(By::Unit),
        Some(slug) => {
            let known = By::ALL.into_iter().find(|by| by.slug() == slug);
            known.ok_or_else(|| Trouble::bad("office-bad-by", slug))
        }
    }
}

/// Returns the groups: name, the filter of their tasks, figures; worst first.
fn groups(ctx: &Ctx, by: By) -> Vec<(String, String, Counts)> {
    let board = &ctx.look.board;
    let mut all: Vec<(String, String, Counts)> = match by {
        By::Unit => {
            let each = board.units();
            each.map(|(id, counts)| (unit_name(ctx, id), format!("unit={id}"), *counts))
                .collect()
        }
        By::Assigner => {
            let each = board.assigners();
            each.map(|(id, counts)| (unit_name(ctx, id), format!("assigner={id}"), *counts))
                .collect()
        }
        By::Document => {
            let each = board.documents();
            each.map(|(id, counts)| (document(ctx, id).text, format!("document={id}"), *counts))
                .collect()
        }
        By::Field => {
            let each = board.fields();
            each.map(|(slug, counts)| {
                let name = field_name(ctx.words(), slug);
                (name, format!("field={}", encode(slug)), *counts)
            })
            .collect()
        }
        By::Leader => leaders(ctx),
    };
    all.sort_by_cached_key(|(name, _, counts)| {
        (
            Reverse(counts.of(Bucket::Late)),
            Reverse(counts.open()),
            name.clone(),
        )
    });
    all
}

/// A leader answers for the units that they head; units whose head is not in the
/// registry stand for themselves.
fn leaders(ctx: &Ctx) -> Vec<(String, String, Counts)> {
    let heads = heads(ctx);
    let mut people: BTreeMap<&PersonId, (Vec<&UnitId>, Counts)> = BTreeMap::new();
    let mut headless = Vec::new();
    for (unit, counts) in ctx.look.board.units() {
        match heads.get(unit) {
            Some(person) => {
                let (units, sum) = people.entry(person).or_default();
                units.push(unit);
                sum.add_all(counts);
            }
            None => {
                let name = ctx.words().with("office-headless", &unit_name(ctx, unit));
                headless.push((name, format!("unit={unit}"), *counts));
            }
        }
    }
    let led = people.into_iter().map(|(person, (units, counts))| {
        let units: Vec<String> = units.iter().take(2).map(|id| unit_name(ctx, id)).collect();
        let name = format!("{} ({})", person_name(ctx, person), units.join("; "));
        (name, format!("leader={person}"), counts)
    });
    led.chain(headless).collect()
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let by = asked(ctx)?;
    let ways = By::ALL.map(|way| {
        let link = Link {
            href: ctx.to(&format!("/board?by={}", way.slug())),
            text: w.with("office-by", way.slug()),
        };
        (link, way == by)
    });
    let columns = COLUMNS.map(|bucket| (bucket.slug(), w.t(bucket.key())));
    let group = |(name, scope, counts): (String, String, Counts)| {
        let link = |count: u32, status: &str| {
            let text = w.number(count);
            let href = ctx.to(&format!("/tasks?{scope}&status={status}"));
            (count, Link { href, text })
        };
        let mut cells = vec![link(counts.open(), "open")];
        cells.extend(COLUMNS.map(|bucket| link(counts.of(bucket), bucket.slug())));
        Group {
            name: Link {
                href: ctx.to(&format!("/tasks?{scope}")),
                text: name,
            },
            cells,
            on_time: counts
                .on_time()
                .map_or_else(|| "–".to_owned(), |it| w.percent(it)),
            late: counts.of(Bucket::Late) * 1000 / counts.all().max(1),
        }
    };
    html(&BoardPage {
        f: Frame::new(ctx, w.t("office-board")),
        ways: ways.into(),
        heading: w.with("office-by", by.slug()),
        columns: std::iter::once(("open", w.t("site-figure-open")))
            .chain(columns)
            .collect(),
        groups: groups(ctx, by).into_iter().map(group).collect(),
        files: export::links(ctx, "/board"),
    })
}

/// The same table as a file.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    const HEADINGS: &[export::Heading] = &[
        ("office-col-name", ColumnKind::Long),
        ("site-figure-open", ColumnKind::Number),
        ("site-status-late", ColumnKind::Number),
        ("site-status-at-risk", ColumnKind::Number),
        ("site-status-due-soon", ColumnKind::Number),
        ("site-status-waiting", ColumnKind::Number),
        ("site-status-done-on-time", ColumnKind::Number),
        ("site-status-done-late", ColumnKind::Number),
    ];
    let row = |(name, _, counts): (String, String, Counts)| -> Vec<OutCell> {
        let mut row = vec![words(&name), number(i128::from(counts.open()))];
        row.extend(COLUMNS.map(|bucket| number(i128::from(counts.of(bucket)))));
        row
    };
    let rows = groups(ctx, asked(ctx)?).into_iter().map(row).collect();
    export::answer(ctx, &ctx.words().t("office-board"), HEADINGS, rows)
}
