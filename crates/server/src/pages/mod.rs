//! One struct a page, one template a struct; here what pages share.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod assets;
pub(crate) mod authority;
pub(crate) mod briefing;
pub(crate) mod briefings;
pub(crate) mod bulk;
pub(crate) mod clerk;
pub(crate) mod columns;
pub(crate) mod delegations;
pub(crate) mod demo;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod edxml;
pub(crate) mod entries;
pub(crate) mod entry;
pub(crate) mod error;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod groups;
pub(crate) mod help;
pub(crate) mod import;
pub(crate) mod inbox;
pub(crate) mod investment;
pub(crate) mod issue;
pub(crate) mod ledger;
pub(crate) mod link;
pub(crate) mod live;
pub(crate) mod meeting;
pub(crate) mod meetings;
pub(crate) mod menu;
pub(crate) mod minutes;
pub(crate) mod my;
pub(crate) mod notices;
pub(crate) mod overview;
pub(crate) mod pack;
pub(crate) mod panel;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod present;
pub(crate) mod procedure;
pub(crate) mod procedure_cases;
pub(crate) mod procedure_catalogue;
pub(crate) mod procedure_import;
pub(crate) mod procedure_page;
pub(crate) mod procedure_public;
pub(crate) mod procedure_sheet;
pub(crate) mod procedure_status;
pub(crate) mod procedure_what_if;
pub(crate) mod procedures;
pub(crate) mod provider;
pub(crate) mod receipt;
pub(crate) mod receipts;
pub(crate) mod search;
pub(crate) mod second_factor;
pub(crate) mod service_index;
pub(crate) mod sign_in;
pub(crate) mod task;
pub(crate) mod tasks;
pub(crate) mod tiles;
pub(crate) mod tokens;
pub(crate) mod unit;
pub(crate) mod units;
pub(crate) mod views;
pub(crate) mod webhooks;
pub(crate) mod work;

use dondoc_kinds::{DocumentId, PersonId, UnitId};
use dondoc_messages::Lang;
use dondoc_tasks::{Reason, Status, Task};
use jiff::civil::Date;

use crate::ask::{Ask, Ctx, link, query};
use crate::board::{Bucket, Counts, Line};
use crate::words::{Words, short};

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) text: String,
}

/// What stands around every page.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) w: Words,
    /// The page's name, also in the browser's title.
    pub(crate) title: String,
    /// The menu: links, and whether this page belongs there.
    pub(crate) menu: Vec<(Link, bool)>,
    /// What else stands in the part of the menu that this page belongs to.
    pub(crate) rooms: Vec<(Link, bool)>,
    /// What the search field of the frame keeps; `None` where the page has its own.
    pub(crate) find: Option<Vec<(&'static str, String)>>,
    pub(crate) home: String,
    pub(crate) css: String,
    pub(crate) js: String,
    /// The other language: its tag and a link to this page in it.
    pub(crate) other_lang: (Lang, String),
    /// Stands in every form that is sent; empty for a guest.
    pub(crate) token: String,
    /// Who is signed in, and the post they act in; `None` for a guest.
    pub(crate) who: Option<(String, String)>,
    /// How many notices are unread; `None` where nobody is told anything.
    pub(crate) unread: Option<(String, String)>,
    /// Where the guide speaks of this page.
    pub(crate) help: String,
    /// Where the corner with the person leads.
    pub(crate) account: String,
    /// The day whose end is shown; `None` on pages that show none.
    pub(crate) day: Option<Day>,
}

/// The day of a page and how to ask for another.
#[derive(Debug)]
pub(crate) struct Day {
    pub(crate) text: String,
    pub(crate) iso: String,
    /// Where the form for another day leads.
    pub(crate) action: String,
    /// What the form keeps.
    pub(crate) hidden: Vec<(String, String)>,
    /// Back to the present, when another day was asked for.
    pub(crate) present: Option<String>,
}

impl Frame {
    /// Returns the frame of a page that shows no day, e.g. of an error.
    pub(crate) fn plain(ask: &Ask, day: Option<Date>, title: String) -> Self {
        let (menu, rooms) = menu::of(ask, day);
        let other = if ask.words.lang == Lang::Vi {
            Lang::En
        } else {
            Lang::Vi
        };
        let mut params = ask.others(&["lang"]);
        params.push(("lang", other.tag()));
        Self {
            w: ask.words,
            title,
            menu,
            rooms,
            find: (ask.path != "/search").then(|| menu::kept(ask, day)),
            home: link("/", day, ask),
            css: assets::css_path(),
            js: assets::js_path(),
            token: ask
                .who
                .as_ref()
                .map(|who| who.form_token.as_str().to_owned())
                .unwrap_or_default(),
            who: ask.who.as_ref().map(|who| {
                let post = who.acting().map(|held| held.title.clone());
                (who.account.name.clone(), post.unwrap_or_default())
            }),
            unread: ask.unread.map(|unread| {
                let words = ask.words.n("notices-unread", unread);
                (unread.to_string(), words)
            }),
            help: help::about(&ask.path),
            account: match &ask.who {
                Some(_) => link("/account", None, ask),
                None if ask.is_demo => link("/demo", None, ask),
                None => link("/sign-in", None, ask),
            },
            other_lang: (other, format!("{}?{}", ask.path, query(&params))),
            day: None,
        }
    }

    /// Returns the frame of a page about what does not change with the day.
    pub(crate) fn timeless(ctx: &Ctx, title: String) -> Self {
        Self::plain(&ctx.ask, ctx.asked_day, title)
    }

    /// Returns the frame of a page.
    pub(crate) fn new(ctx: &Ctx, title: String) -> Self {
        let mut frame = Self::plain(&ctx.ask, ctx.asked_day, title);
        let without_day = ctx.ask.others(&["as_of", "page"]);
        let back = match query(&without_day) {
            rest if rest.is_empty() => ctx.ask.path.clone(),
            rest => format!("{}?{rest}", ctx.ask.path),
        };
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        frame.day = Some(Day {
            text: ctx.words().day(ctx.look.as_of),
            iso: ctx.look.as_of.to_string(),
            action: ctx.ask.path.clone(),
            hidden: without_day.iter().map(own).collect(),
            present: ctx.asked_day.map(|_| back),
        });
        frame
    }
}

/// A status as people see it: never by colour alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    /// Names the colour and the sign.
    pub(crate) slug: &'static str,
    /// The status in words.
    pub(crate) text: String,
    /// More, e.g. by how many days.
    pub(crate) detail: String,
}

impl Chip {
    pub(crate) fn of(status: &Status, w: Words) -> Self {
        let bucket = Bucket::of(status);
        Self {
            slug: bucket.slug(),
            text: w.t(bucket.key()),
            detail: detail(status, w),
        }
    }
}

fn detail(status: &Status, w: Words) -> String {
    match status {
        Status::Late {
            days,
            excused: false,
            ..
        } => w.n("site-days-late", *days),
        Status::Late {
            days,
            excused: true,
            ..
        } => w.n("site-days-late-excused", *days),
        Status::DueSoon { working_days } => w.n("site-working-days-left", *working_days),
        Status::AtRisk { reasons } => match reasons.len() {
            0 | 1 => String::new(),
            n => w.n("site-reasons", i64::try_from(n).unwrap_or(0)),
        },
        Status::AwaitingConfirmation { late_days: 0 } => String::new(),
        Status::AwaitingConfirmation { late_days } => w.n("site-handed-in-late", *late_days),
        Status::DoneLate {
            days,
            excused: false,
        } => w.n("site-days-late", *days),
        Status::DoneLate {
            days,
            excused: true,
        } => w.n("site-days-late-excused", *days),
        Status::Suspended { since } => w.with("site-since", &w.day(*since)),
        Status::Cancelled { on } => w.with("site-since", &w.day(*on)),
        Status::NotDue | Status::DoneOnTime | Status::NoDeadline => String::new(),
    }
}

/// Says why a task is at risk. Units are named, not shown by id.
pub(crate) fn reason(ctx: &Ctx, reason: &Reason) -> String {
    match reason {
        Reason::LeadAbolished { unit } => ctx
            .words()
            .with("site-risk-lead-abolished", &unit_name(ctx, unit)),
        other => ctx.words().say(other),
    }
}

/// A task as a row of a list.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) link: Link,
    pub(crate) id: String,
    pub(crate) chip: Chip,
    pub(crate) unit: Link,
    pub(crate) document: Option<Link>,
    pub(crate) due: Option<String>,
    /// Where the proof of the due day stands open.
    pub(crate) proof: String,
    /// Whether the due day is not the first one any more.
    pub(crate) moved_from: Option<String>,
    pub(crate) percent: u8,
    pub(crate) is_recurring: bool,
    /// The first reason why it is at risk.
    pub(crate) why: Option<String>,
    /// Whether it can be chosen for what is done to many.
    pub(crate) ticks: bool,
}

impl Row {
    pub(crate) fn of(ctx: &Ctx, task: &Task, line: &Line) -> Self {
        let w = ctx.words();
        let why = match &line.status {
            Status::AtRisk { reasons } => reasons.first().map(|first| reason(ctx, first)),
            _ => None,
        };
        let moved = task
            .once()
            .filter(|due| due.original.date() != due.current.date());
        Self {
            link: Link {
                href: ctx.to(&format!("/tasks/{}", task.id)),
                text: short(task.text(), 190),
            },
            id: task.id.to_string(),
            chip: Chip::of(&line.status, w),
            unit: unit(ctx, &task.lead),
            document: task.document().map(|id| document(ctx, id)),
            due: line.due.map(|day| w.day(day)),
            proof: ctx.to(&format!("/tasks/{}?proof=open#deadline", task.id)),
            moved_from: moved.map(|due| w.day(due.original.date())),
            percent: task.percent(),
            is_recurring: task.recurring().is_some(),
            why,
            ticks: false,
        }
    }

    /// Returns the rows of some lines of the board.
    pub(crate) fn all<'l>(ctx: &Ctx, lines: impl Iterator<Item = &'l Line>) -> Vec<Self> {
        let tasks = &ctx.city().tasks;
        lines
            .filter_map(|line| Some(Self::of(ctx, tasks.task(&line.task)?, line)))
            .collect()
    }
}

pub(crate) fn unit_name(ctx: &Ctx, id: &UnitId) -> String {
    ctx.city().registry.name_on(id, ctx.look.as_of).to_owned()
}

/// Returns a link to a unit, by its name on the day.
pub(crate) fn unit(ctx: &Ctx, id: &UnitId) -> Link {
    let path = format!("/units/{id}");
    if ctx.city().registry.unit(id).is_none() {
        // Who wrote about a day on which they did not exist yet: the link leads
        // to them as they are today.
        return Link {
            href: link(&path, None, &ctx.ask),
            text: id.to_string(),
        };
    }
    Link {
        href: ctx.to(&path),
        text: unit_name(ctx, id),
    }
}

/// Returns the name of a person, or the id of one that is not known.
pub(crate) fn person_name(ctx: &Ctx, id: &PersonId) -> String {
    let known = ctx.city().registry.person(id);
    known.map_or_else(|| id.to_string(), |person| person.name.clone())
}

/// Returns a link to a document, by its short name.
pub(crate) fn document(ctx: &Ctx, id: &DocumentId) -> Link {
    let known = ctx.city().documents.get(id);
    let text = known.map_or_else(
        || id.to_string(),
        |document| short(&document.short_name(), 60),
    );
    Link {
        href: ctx.to(&format!("/documents/{id}")),
        text,
    }
}

/// A figure that leads to the tasks it counts.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) slug: &'static str,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) href: String,
    pub(crate) note: String,
}

/// Returns the figures of a scope; `scope` is the filter that the tasks share,
/// e.g. `unit=so-tai-chinh`.
pub(crate) fn figures(ctx: &Ctx, counts: &Counts, scope: &str) -> Vec<Figure> {
    let w = ctx.words();
    let to = |status: &str| {
        let and = if scope.is_empty() { "" } else { "&" };
        ctx.to(&format!("/tasks?{scope}{and}status={status}"))
    };
    let count = |bucket: Bucket| Figure {
        slug: bucket.slug(),
        name: w.t(bucket.key()),
        value: w.number(counts.of(bucket)),
        href: to(bucket.slug()),
        note: String::new(),
    };
    let mut all = vec![Figure {
        slug: "open",
        name: w.t("site-figure-open"),
        value: w.number(counts.open()),
        href: to("open"),
        note: w.with("site-of-all", &w.number(counts.all())),
    }];
    all.extend(
        [
            Bucket::Late,
            Bucket::AtRisk,
            Bucket::DueSoon,
            Bucket::Waiting,
        ]
        .map(count),
    );
    all.push(Figure {
        slug: "on-time",
        name: w.t("site-figure-on-time"),
        value: counts
            .on_time()
            .map_or_else(|| "–".to_owned(), |share| w.percent(share)),
        href: to("judged"),
        note: w.with("site-figure-on-time-note", &w.number(counts.done())),
    });
    all
}

/// A part of a bar that shows how tasks stand.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) slug: &'static str,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) href: String,
    /// Place and width in thousandths of the bar.
    pub(crate) x: u32,
    pub(crate) width: u32,
}

/// Returns the parts of a bar, in the order of need.
pub(crate) fn bar(ctx: &Ctx, counts: &Counts, scope: &str) -> Vec<Part> {
    let w = ctx.words();
    let all = counts.all().max(1);
    let and = if scope.is_empty() { "" } else { "&" };
    let mut before = 0;
    let mut parts = Vec::new();
    for bucket in Bucket::ALL {
        let count = counts.of(bucket);
        if count == 0 {
            continue;
        }
        let x = before * 1000 / all;
        before += count;
        parts.push(Part {
            slug: bucket.slug(),
            name: w.t(bucket.key()),
            value: w.number(count),
            href: ctx.to(&format!("/tasks?{scope}{and}status={}", bucket.slug())),
            x,
            width: before * 1000 / all - x,
        });
    }
    parts
}

/// Returns a link to a ledger entry.
pub(crate) fn entry(ctx: &Ctx, index: u64) -> Link {
    Link {
        href: ctx.to(&format!("/ledger/entries/{index}")),
        text: format!("#{index}"),
    }
}
