//! `/search`: documents, tasks and reports by their words, with and without
//! diacritics.

use askama::Template;
use axum::response::Response;
use dondoc_search::{Piece, snippet};
use dondoc_sheets::{ColumnKind, OutCell};

use crate::answer::{Trouble, html};
use crate::ask::{Ctx, query};
use crate::finder::{Finder, Key};
use crate::pages::export::{self, words};
use crate::pages::{Chip, Frame, Link, document, unit};
use crate::reports::Reading;
use crate::words::short;

/// So many on a page.
const PAGE: usize = 20;
/// So many in a file.
const MOST: usize = 5_000;
/// So many code points of a text are shown.
const SNIPPET: usize = 260;

#[derive(Debug, Template)]
#[template(path = "search.html")]
struct SearchPage {
    f: Frame,
    q: String,
    keep: Vec<(String, String)>,
    sorts: Vec<(&'static str, String, bool)>,
    found: Option<String>,
    hits: Vec<Hit>,
    before: Option<Link>,
    after: Option<Link>,
    files: [Link; 2],
}

/// Something that was found.
#[derive(Debug)]
struct Hit {
    sort: String,
    link: Link,
    pieces: Vec<Piece>,
    chip: Option<Chip>,
    about: Vec<Link>,
    day: String,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Documents,
    Tasks,
    Reports,
}

impl Sort {
    const ALL: [Self; 3] = [Self::Documents, Self::Tasks, Self::Reports];

    fn slug(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Tasks => "tasks",
            Self::Reports => "reports",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Documents => "search-documents",
            Self::Tasks => "search-tasks",
            Self::Reports => "search-reports",
        }
    }

    fn of(key: &Key) -> Self {
        match key {
            Key::Document(_) => Self::Documents,
            Key::Order(_) => Self::Tasks,
            Key::Report { .. } => Self::Reports,
        }
    }
}

/// What was asked, and what is found.
struct Asked<'c> {
    q: &'c str,
    sort: Option<Sort>,
}

fn asked(ctx: &Ctx) -> Result<Asked<'_>, Trouble> {
    let sort = match ctx.ask.param("sort") {
        None => None,
        Some(slug) => {
            let known = Sort::ALL.into_iter().find(|sort| sort.slug() == slug);
            Some(known.ok_or_else(|| Trouble::bad("search-bad-sort", slug))?)
        }
    };
    Ok(Asked {
        q: ctx.ask.search()?,
        sort,
    })
}

/// Finds on a page; with how many there are in all.
fn find(
    ctx: &Ctx,
    finder: &Finder,
    reading: &Reading<'_>,
    asked: &Asked<'_>,
    skip: usize,
    most: usize,
) -> (Vec<Hit>, usize) {
    let may_read = finder.may_read(|task| reading.may(task));
    let wanted = |key: &Key| {
        asked.sort.is_none_or(|sort| Sort::of(key) == sort) && is_there(ctx, &may_read, key)
    };
    let hits = finder.search(asked.q, ctx.asked_day, skip, most, wanted);
    let shown = hits.best.iter();
    let shown = shown.filter_map(|found| hit(ctx, finder, &found.key, asked.q));
    (shown.collect(), hits.all)
}

/// Whether the day shown knows it, and who looks may read it: the register of an
/// earlier day is smaller.
fn is_there(ctx: &Ctx, may_read: impl Fn(usize) -> bool, key: &Key) -> bool {
    let is_now = ctx.asked_day.is_none();
    match key {
        Key::Document(id) => is_now || ctx.city().documents.get(id).is_some(),
        Key::Order(_) => true,
        Key::Report { task, circle, .. } => {
            may_read(*circle) && (is_now || ctx.city().tasks.task(task).is_some())
        }
    }
}

fn hit(ctx: &Ctx, finder: &Finder, key: &Key, q: &str) -> Option<Hit> {
    let w = ctx.words();
    let text = finder.text(key)?;
    let sort = w.t(Sort::of(key).key());
    let day = w.day(text.day);
    match key {
        Key::Document(id) => {
            let it = ctx.city().documents.get(id)?;
            let title = it.registered.title.clone().unwrap_or_default();
            let name = document(ctx, id);
            Some(Hit {
                sort,
                link: Link {
                    href: name.href,
                    text: format!("{} {}", name.text, short(&title, 120))
                        .trim()
                        .to_owned(),
                },
                pieces: finder.snippet(key, q, SNIPPET),
                chip: None,
                about: Vec::new(),
                day,
            })
        }
        Key::Order(item) => {
            let tasks = finder.tasks(item);
            let city = ctx.city();
            let known = tasks.iter().filter_map(|id| city.tasks.task(id));
            let known: Vec<_> = known.collect();
            let first = known.first()?;
            // The worst stands for all.
            let lines = tasks.iter().filter_map(|id| ctx.look.board.line(id));
            let worst = lines.min_by_key(|line| line.bucket);
            let words = format!("{}\n{}", first.text(), first.product());
            let (href, about) = if known.len() > 1 {
                let all = Link {
                    href: ctx.to(&format!("/tasks?item={item}")),
                    text: w.n("search-units", known.len()),
                };
                (all.href.clone(), all)
            } else {
                (
                    ctx.to(&format!("/tasks/{}", first.id)),
                    unit(ctx, &first.lead),
                )
            };
            Some(Hit {
                sort,
                link: Link {
                    href,
                    text: short(first.text(), 120),
                },
                pieces: snippet(&words, q, SNIPPET),
                chip: worst.map(|line| Chip::of(&line.status, w)),
                about: std::iter::once(about)
                    .chain(first.document().map(|id| document(ctx, id)))
                    .collect(),
                day,
            })
        }
        Key::Report { task, .. } => {
            let it = ctx.city().tasks.task(task)?;
            Some(Hit {
                sort,
                link: Link {
                    href: ctx.to(&format!("/tasks/{task}#reports")),
                    text: short(it.text(), 120),
                },
                pieces: finder.snippet(key, q, SNIPPET),
                chip: None,
                about: vec![unit(ctx, &it.lead)],
                day,
            })
        }
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let asked = asked(ctx)?;
    let page = ctx.ask.page()?;
    let reading = Reading::of(ctx)?;
    let (hits, all) = if asked.q.is_empty() {
        (Vec::new(), 0)
    } else {
        let skip = (page - 1).saturating_mul(PAGE);
        ctx.state
            .found(|finder| find(ctx, finder, &reading, &asked, skip, PAGE))?
    };
    let pages = all.div_ceil(PAGE).max(1);
    let turn = |page: usize, key: &str| {
        let page = page.to_string();
        let mut params = ctx.ask.others(&["page"]);
        params.push(("page", &page));
        Link {
            href: format!("{}?{}", ctx.ask.path, query(&params)),
            text: w.t(key),
        }
    };
    let keep = ["as_of", "lang"].into_iter();
    let keep = keep.filter_map(|name| Some((name.to_owned(), ctx.ask.param(name)?.to_owned())));
    let sorts = Sort::ALL.map(|sort| (sort.slug(), w.t(sort.key()), asked.sort == Some(sort)));
    html(&SearchPage {
        f: Frame::new(ctx, w.t("search-title")),
        q: asked.q.to_owned(),
        keep: keep.collect(),
        sorts: sorts.into(),
        found: (!asked.q.is_empty()).then(|| w.n("search-found", all)),
        hits,
        before: (page > 1).then(|| turn(page - 1, "site-page-before")),
        after: (page < pages).then(|| turn(page + 1, "site-page-after")),
        files: export::links(ctx, "/search"),
    })
}

/// What was found, as a file.
pub(crate) fn file(ctx: &Ctx) -> Result<Response, Trouble> {
    const HEADINGS: &[export::Heading] = &[
        ("search-col-sort", ColumnKind::Short),
        ("search-col-what", ColumnKind::Long),
        ("search-col-words", ColumnKind::Long),
        ("search-col-about", ColumnKind::Short),
        ("site-col-status", ColumnKind::Short),
        ("search-col-day", ColumnKind::Short),
    ];
    let asked = asked(ctx)?;
    let reading = Reading::of(ctx)?;
    let found = |finder: &Finder| find(ctx, finder, &reading, &asked, 0, MOST).0;
    let hits = ctx.state.found(found)?;
    let row = |hit: Hit| -> Vec<OutCell> {
        let said: String = hit.pieces.iter().map(|it| it.text.as_str()).collect();
        let about: Vec<String> = hit.about.into_iter().map(|it| it.text).collect();
        vec![
            words(&hit.sort),
            words(&hit.link.text),
            words(&said),
            words(&about.join("; ")),
            words(&hit.chip.map(|it| it.text).unwrap_or_default()),
            words(&hit.day),
        ]
    };
    let rows = hits.into_iter().map(row).collect();
    export::answer(ctx, &ctx.words().t("search-title"), HEADINGS, rows)
}
