//! `/notices`: what a person was told, and how they want to be told.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use dondoc_accounts::Token;
use dondoc_kinds::{PersonId, UnitId};
use dondoc_ledger_sqlite::OsEntropy;
use dondoc_notices::{Digest, Feed, Mute, Occasion, QuietHours, person_feed, unit_feed};
use dondoc_outbox::{Granted, Purpose, Shown, State as Sent, Subscription};
use jiff::civil::Time;

use crate::answer::{Trouble, again, go, html, with_type};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, Link, unit, unit_name};
use crate::state::{SiteState, now};
use crate::words::short;

/// How many notices the page shows, newest first.
const MOST: usize = 100;
/// The most messages a day that can be asked for.
const MOST_A_DAY: u8 = 50;
/// Kinds of notices that can be muted, in the order of the form.
const KINDS: [&str; 12] = [
    "issued",
    "issued-with",
    "transferred",
    "reported",
    "confirmed",
    "extension-requested",
    "extended",
    "extension-refused",
    "deadline-moved",
    "reminded",
    "on-agenda",
    "source-changed",
];

#[derive(Debug, Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    f: Frame,
    rows: Vec<Row>,
    unread: u64,
    /// The newest entry shown: what is marked as read goes up to it.
    upto: u64,
    settings: String,
}

#[derive(Debug)]
struct Row {
    said: String,
    task: Link,
    unit: Link,
    at: String,
    is_new: bool,
    sent: String,
    is_pressing: bool,
}

/// Who is told: the person of the account. An account without one is told
/// nothing.
fn person(ctx: &Ctx) -> Result<PersonId, Trouble> {
    let person = ctx.who()?.account.person.clone();
    person.ok_or_else(|| Trouble::Refused(ctx.words().t("notices-no-person")))
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let inbox = ctx.state.outbox.inbox(&person(ctx)?, MOST)?;
    html(&NoticesPage {
        f: Frame::timeless(ctx, w.t("notices-title")),
        unread: inbox.unread,
        upto: inbox
            .notices
            .iter()
            .map(|it| it.notice.entry)
            .max()
            .unwrap_or(0),
        rows: inbox.notices.iter().map(|it| row(ctx, it)).collect(),
        settings: ctx.to("/notices/settings"),
    })
}

fn row(ctx: &Ctx, shown: &Shown) -> Row {
    let (w, notice) = (ctx.words(), &shown.notice);
    let task = ctx.city().tasks.task(&notice.task);
    Row {
        said: w.say(&notice.occasion),
        task: Link {
            href: ctx.to(&format!("/tasks/{}", notice.task)),
            text: task.map_or_else(|| notice.task.to_string(), |task| short(task.text(), 160)),
        },
        unit: unit(ctx, &notice.unit),
        at: w.recorded(notice.at),
        is_new: !shown.is_read,
        sent: w.t(match shown.state {
            // Without a mail server nothing waits for one.
            Sent::Waiting if ctx.state.options.mail.is_none() => "notices-state-shown",
            Sent::Waiting | Sent::Claimed => "notices-state-waiting",
            Sent::Sent => "notices-state-sent",
            Sent::Shown => "notices-state-shown",
            Sent::Failed => "notices-state-failed",
        }),
        is_pressing: matches!(notice.occasion, Occasion::Reminded { rung, .. } if rung >= 0),
    }
}

pub(crate) fn read(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let upto = form.get("upto").parse().map_err(|_| Trouble::NotFound)?;
    ctx.state.outbox.mark_read(&person(ctx)?, upto, now())?;
    Ok(go("/notices"))
}

#[derive(Debug, Template)]
#[template(path = "notices_settings.html")]
struct SettingsPage {
    f: Frame,
    form: Filled,
    has_address: bool,
    kinds: Vec<(&'static str, String, bool)>,
    muted: Vec<Link>,
    feeds: Vec<FeedRow>,
    /// The address made just now: it is shown once.
    made: Option<String>,
    units: Vec<(UnitId, String)>,
    browsers: Vec<BrowserRow>,
    /// The key that a browser subscribes with.
    push_key: String,
}

/// A browser that is told.
#[derive(Debug)]
struct BrowserRow {
    number: i64,
    device: String,
    made: String,
}

/// A calendar feed: what it is of, and since when.
#[derive(Debug)]
struct FeedRow {
    of: String,
    made: String,
    number: String,
}

pub(crate) fn settings(ctx: &Ctx) -> Result<Response, Trouble> {
    let wants = ctx.state.outbox.preferences(&person(ctx)?)?;
    let mut form = Filled::default();
    form.set("digest", digest_name(wants.digest));
    form.set("from", clock(wants.quiet.from));
    form.set("until", clock(wants.quiet.until));
    form.set("budget", wants.daily_budget.to_string());
    html(&page(ctx, form, None)?)
}

fn page(ctx: &Ctx, form: Filled, made: Option<String>) -> Result<SettingsPage, Trouble> {
    let (w, person, who) = (ctx.words(), person(ctx)?, ctx.who()?);
    let wants = ctx.state.outbox.preferences(&person)?;
    let is_muted = |slug: &str| {
        let mut muted = wants.muted.iter();
        muted.any(|it| matches!(it, Mute::Occasion(kind) if kind == slug))
    };
    let kinds = KINDS.into_iter();
    let muted = wants.muted.iter().filter_map(|it| match it {
        Mute::Task(task) => Some(Link {
            href: ctx.to(&format!("/tasks/{task}")),
            text: task.to_string(),
        }),
        Mute::Occasion(_) => None,
    });
    let feeds = ctx.state.outbox.feeds(&person)?;
    let mut units: Vec<(UnitId, String)> = Vec::new();
    for held in &who.posts {
        if units.iter().all(|(unit, _)| *unit != held.unit) {
            units.push((held.unit.clone(), unit_name(ctx, &held.unit)));
        }
    }
    Ok(SettingsPage {
        f: Frame::timeless(ctx, w.t("notices-settings")),
        form,
        has_address: who.account.email.is_some(),
        kinds: kinds
            .map(|slug| (slug, w.t(&format!("notices-kind-{slug}")), is_muted(slug)))
            .collect(),
        muted: muted.collect(),
        feeds: feeds.iter().map(|feed| feed_row(ctx, feed)).collect(),
        made,
        units,
        browsers: ctx
            .state
            .outbox
            .browsers(&person)?
            .into_iter()
            .map(|it| BrowserRow {
                number: it.number,
                device: match it.device.as_str() {
                    "" => w.t("push-unnamed"),
                    name => name.to_owned(),
                },
                made: w.recorded(it.made),
            })
            .collect(),
        push_key: ctx.state.outbox.push_key(&OsEntropy)?,
    })
}

/// Takes a browser of one's own, or forgets one.
pub(crate) fn push(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, person) = (ctx.words(), person(ctx)?);
    if form.get("do") == "revoke" {
        let number = form.get("number").parse().map_err(|_| Trouble::NotFound)?;
        if !ctx.state.outbox.unsubscribe(&person, number)? {
            return Err(Trouble::NotFound);
        }
        return Ok(go("/notices/settings"));
    }
    let given = |name: &str| form.get(name);
    let read = Subscription::parse(
        given("endpoint"),
        given("key"),
        given("auth"),
        given("device"),
        w.lang,
    );
    match read {
        Ok(browser) => {
            ctx.state.outbox.subscribe(&person, &browser, now())?;
            Ok(go("/notices/settings"))
        }
        Err(_) => {
            let mut filled = form.filled();
            filled.wrong("push", w.t("push-bad"));
            again(&page(ctx, filled, None)?)
        }
    }
}

fn feed_row(ctx: &Ctx, feed: &Granted) -> FeedRow {
    FeedRow {
        of: match &feed.purpose {
            Purpose::UnitFeed(unit) => unit_name(ctx, unit),
            Purpose::OwnFeed | Purpose::Mute(_) => ctx.words().t("notices-feed-own"),
        },
        made: ctx.words().recorded(feed.made),
        number: feed.number.clone(),
    }
}

fn digest_name(digest: Digest) -> &'static str {
    match digest {
        Digest::AtOnce => "at-once",
        Digest::Daily => "daily",
        Digest::Weekly => "weekly",
        Digest::Never => "never",
    }
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

pub(crate) fn prefer(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, person, mut filled) = (ctx.words(), person(ctx)?, form.filled());
    let digest = match form.get("digest") {
        "at-once" => Some(Digest::AtOnce),
        "daily" => Some(Digest::Daily),
        "weekly" => Some(Digest::Weekly),
        "never" => Some(Digest::Never),
        _ => None,
    };
    let from: Option<Time> = form.get("from").parse().ok();
    let until: Option<Time> = form.get("until").parse().ok();
    let budget: Option<u8> = form.get("budget").parse().ok();
    let budget = budget.filter(|budget| (1..=MOST_A_DAY).contains(budget));
    for (name, is_wrong, key) in [
        ("digest", digest.is_none(), "notices-bad-digest"),
        ("from", from.is_none(), "notices-bad-hour"),
        ("until", until.is_none(), "notices-bad-hour"),
        ("budget", budget.is_none(), "notices-bad-budget"),
    ] {
        if is_wrong {
            filled.wrong(name, w.t(key));
        }
    }
    let (Some(digest), Some(from), Some(until), Some(budget)) = (digest, from, until, budget)
    else {
        return again(&page(ctx, filled, None)?);
    };
    let mut wants = ctx.state.outbox.preferences(&person)?;
    wants.digest = digest;
    wants.quiet = QuietHours { from, until };
    wants.daily_budget = budget;
    wants.muted.retain(|it| matches!(it, Mute::Task(_)));
    let kinds = form.all("mute").filter(|slug| KINDS.contains(slug));
    wants
        .muted
        .extend(kinds.map(|slug| Mute::Occasion(slug.into())));
    ctx.state.outbox.prefer(&person, &wants)?;
    Ok(go("/notices/settings"))
}

/// Mutes a task, or lets it be heard again.
pub(crate) fn mute(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let person = person(ctx)?;
    let task = form.get("task").parse().map_err(|_| Trouble::NotFound)?;
    let mut wants = ctx.state.outbox.preferences(&person)?;
    match form.get("do") {
        "hear" => wants.muted.remove(&Mute::Task(task)),
        _ => wants.muted.insert(Mute::Task(task)),
    };
    ctx.state.outbox.prefer(&person, &wants)?;
    Ok(go("/notices/settings"))
}

/// Makes the private address of a feed, or withdraws one.
pub(crate) fn feeds(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let person = person(ctx)?;
    if form.get("do") == "withdraw" {
        ctx.state
            .outbox
            .withdraw_feed(&person, form.get("number"))?;
        return Ok(go("/notices/settings"));
    }
    let purpose = match form.get("of") {
        "own" => Purpose::OwnFeed,
        // A feed is of a unit in which the person holds a post.
        unit => {
            let who = ctx.who()?;
            let held = who.posts.iter().find(|held| held.unit.as_str() == unit);
            Purpose::UnitFeed(held.ok_or(Trouble::NotFound)?.unit.clone())
        }
    };
    let secret = Token::draw()?;
    ctx.state
        .outbox
        .grant(secret.as_str(), &person, &purpose, now())?;
    let address = format!("{}/feeds/{}.ics", ctx.state.options.base(), secret.as_str());
    let wants = ctx.state.outbox.preferences(&person)?;
    let mut filled = Filled::default();
    filled.set("digest", digest_name(wants.digest));
    filled.set("from", clock(wants.quiet.from));
    filled.set("until", clock(wants.quiet.until));
    filled.set("budget", wants.daily_budget.to_string());
    html(&page(ctx, filled, Some(address))?)
}

/// `/feeds/{token}.ics`: who knows the address reads the feed; a withdrawn one
/// is not there.
pub(crate) fn feed(ctx: &Ctx) -> Result<Response, Trouble> {
    let secret = ctx
        .ask
        .place()
        .strip_suffix(".ics")
        .ok_or(Trouble::NotFound)?;
    let (person, purpose) = ctx.state.outbox.granted(secret)?.ok_or(Trouble::NotFound)?;
    let base = ctx.state.options.base();
    let name = match &purpose {
        Purpose::UnitFeed(unit) => unit_name(ctx, unit),
        Purpose::OwnFeed | Purpose::Mute(_) => ctx.words().t("notices-feed-own"),
    };
    let feed = Feed {
        city: ctx.city(),
        as_of: ctx.look.as_of,
        name: &name,
        base: &base,
        origin: &ctx.state.folder().settings().origin,
    };
    let text = match &purpose {
        Purpose::OwnFeed => person_feed(&feed, &person),
        // Whoever left the unit reads it no more.
        Purpose::UnitFeed(unit) if still_holds(ctx, &person, unit) => unit_feed(&feed, unit),
        Purpose::UnitFeed(_) | Purpose::Mute(_) => return Err(Trouble::NotFound),
    };
    let mut response = with_type("text/calendar; charset=utf-8", text);
    let private = HeaderValue::from_static("private, no-cache");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, private);
    Ok(response)
}

fn still_holds(ctx: &Ctx, person: &PersonId, unit: &UnitId) -> bool {
    let (registry, day) = (&ctx.city().registry, ctx.look.as_of);
    let mut posts = registry.posts();
    posts.any(|(id, post)| post.unit == *unit && registry.who_held(id, day) == Some(person))
}

#[derive(Debug, Template)]
#[template(path = "mute.html")]
struct MutePage {
    f: Frame,
    action: String,
    task: Link,
    words: String,
    is_done: bool,
}

/// `GET /mute/{token}`: from the link in a mail. Looking mutes nothing: mail
/// programs follow links by themselves.
pub(crate) fn ask_mute(ctx: &Ctx) -> Result<Response, Trouble> {
    let secret = ctx.ask.place();
    let granted = ctx.state.outbox.granted(secret)?;
    let Some((person, Purpose::Mute(task))) = granted else {
        return Err(Trouble::NotFound);
    };
    let words = ctx
        .city()
        .tasks
        .task(&task)
        .map(|task| short(task.text(), 200));
    let wants = ctx.state.outbox.preferences(&person)?;
    html(&MutePage {
        f: Frame::timeless(ctx, ctx.words().t("notices-mute-title")),
        action: format!("/mute/{secret}"),
        task: Link {
            href: ctx.to(&format!("/tasks/{task}")),
            text: task.to_string(),
        },
        words: words.unwrap_or_default(),
        is_done: wants.muted.contains(&Mute::Task(task)),
    })
}

/// `POST /mute/{token}`: one click in a mail program (RFC 8058), which sends no
/// cookie, comes from anywhere and is content with a status. The token is for
/// this alone.
pub(crate) async fn take_mute(
    State(state): State<Arc<SiteState>>,
    Path(secret): Path<String>,
) -> Response {
    let mute = move || {
        let granted = state.outbox.granted(&secret)?;
        let Some((person, Purpose::Mute(task))) = granted else {
            return Ok(false);
        };
        let mut wants = state.outbox.preferences(&person)?;
        wants.muted.insert(Mute::Task(task));
        state.outbox.prefer(&person, &wants)?;
        Ok::<_, dondoc_outbox::OutboxError>(true)
    };
    let (status, words) = match tokio::task::spawn_blocking(mute).await {
        Ok(Ok(true)) => (
            StatusCode::OK,
            "Đã thôi gửi thư về nhiệm vụ này. / Muted.\n",
        ),
        Ok(Ok(false)) => (StatusCode::NOT_FOUND, ""),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, ""),
    };
    let mut response = with_type("text/plain; charset=utf-8", words);
    *response.status_mut() = status;
    response
}
