//! `/meetings/{id}/present`: one page a screen, for the hall and remote halls.
//!
//! Three ways to look: the presenter turns the pages for everybody
//! (`?slide=n` with the right to write, by `POST …/slide`); a connection point
//! follows (`?place=n`); whoever else opens it browses for themselves.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use dondoc_accounts::Token;
use dondoc_authority::{Action, Resource};
use dondoc_briefing::{
    Briefing, Conclusion, ConclusionResult, Figure, Measure, Period, known_at_close_of,
};
use dondoc_kinds::MeetingId;
use dondoc_meetings::{Meeting, Standing};
use dondoc_tasks::Task;
use futures_util::stream;
use serde::Deserialize;

use crate::access;
use crate::answer::{Trouble, go, html, with_type};
use crate::ask::{Ctx, SESSION_COOKIE, cookies};
use crate::board::Bucket;
use crate::form::Form;
use crate::known::{Known, known};
use crate::pages::briefing::{Counted, counted};
use crate::pages::meeting::{ConclusionRow, ItemRow, PlaceRow, conclusions, find, items, places};
use crate::pages::{Frame, Link, Part, bar};
use crate::state::{SiteState, now};
use crate::words::short;

/// Rows of the page about earlier conclusions: what a hall can read.
const EARLIER_ROWS: usize = 8;
/// Units named on the first page.
const WORST_UNITS: usize = 6;
/// A line now and then tells the server that a screen is still there.
const ALIVE: Duration = Duration::from_secs(10);
/// Not more often than this, however much happens.
const CALM: Duration = Duration::from_millis(150);

#[derive(Debug, Template)]
#[template(path = "present.html")]
struct PresentPage {
    f: Frame,
    /// The stream of what happens.
    live: String,
    standing: &'static str,
    standing_text: String,
    /// The connection point whose screen this is.
    hall: Option<String>,
    connected: String,
    attending: String,
    period: String,
    place: String,
    slide: Slide,
    turns: Option<Turns>,
    leave: Link,
}

/// How pages are turned.
#[derive(Debug)]
struct Turns {
    before: Option<(usize, String)>,
    after: Option<(usize, String)>,
    /// Where a presenter's turn is sent; none: the pages are links.
    action: Option<String>,
    /// All pages, by number and name.
    all: Vec<(usize, String, bool)>,
}

/// What one screen shows.
#[derive(Debug)]
enum Slide {
    /// How the city stands: the briefing's figures, each with its receipt.
    Whole(Box<Whole>),
    /// What became of the conclusions before.
    Earlier(Vec<EarlierRow>, Option<String>),
    /// An item of the agenda.
    Item(Box<ItemSlide>),
    /// The hall and the connection points.
    Places(Vec<PlaceRow>),
    /// What was concluded so far.
    Conclusions(Vec<ConclusionRow>),
}

#[derive(Debug)]
struct Whole {
    as_of: String,
    tiles: Vec<Counted>,
    bar: Vec<Part>,
    trend: Vec<(String, Counted)>,
    units: Vec<(String, Counted, String)>,
}

#[derive(Debug)]
struct EarlierRow {
    text: String,
    slug: &'static str,
    result: String,
    done: Counted,
    late: Counted,
    all: Counted,
    units: String,
}

#[derive(Debug)]
struct ItemSlide {
    row: ItemRow,
    product: Option<String>,
    original: Option<String>,
    /// The same order to other units: how many stand how.
    alike: Vec<Part>,
    alike_count: Option<String>,
    report: Option<String>,
    /// What the unit said about the delay.
    said: Vec<String>,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let (w, meeting) = (ctx.words(), find(ctx)?);
    let here = format!("/meetings/{}", meeting.id());
    let agenda = items(ctx, meeting);
    let known = briefing_of(ctx, meeting)?;
    let briefing = known.as_deref().map(|it| &it.briefing);
    let names = names(ctx, &agenda);
    let last = names.len();
    let point = ctx.ask.param("place").and_then(|text| text.parse().ok());
    let point = point.filter(|at| meeting.scheduled.places.get::<usize>(*at).is_some());
    let at: usize = match (ctx.ask.param("slide"), point) {
        (None, Some(_)) => ctx.state.halls.slide(meeting.id()).min(last),
        (None, None) => 1,
        (Some(text), _) => {
            let asked = text.parse().ok();
            let asked = asked.filter(|at| (1..=last).contains(at));
            asked.ok_or(Trouble::NotFound)?
        }
    };
    let slide = slide(ctx, meeting, briefing, agenda, at, last)?;
    let halls = places(ctx, meeting);
    let connected = halls.iter().filter(|place| place.is_connected).count();
    let scheduled = &meeting.scheduled;
    let on = Resource::Meeting(meeting.id().clone());
    let may_turn = access::may(ctx, Action::MeetingPresent, &on);
    let turn = |to: usize| (to, names.get(to - 1).cloned().unwrap_or_default());
    html(&PresentPage {
        f: Frame::timeless(ctx, scheduled.title.to_string()),
        live: match point {
            Some(point) => format!("{here}/live?place={point}"),
            None => format!("{here}/live"),
        },
        standing: standing(meeting),
        standing_text: w.t(super::meetings::standing(meeting)),
        hall: point
            .and_then(|at| scheduled.places.get(at))
            .map(|place| place.name.to_string()),
        connected: format!("{connected}/{}", halls.len()),
        attending: w.number(meeting.attendance.len() as u64),
        period: format!("{} – {}", w.day(scheduled.from), w.day(scheduled.to)),
        place: format!("{at} / {last}"),
        slide,
        turns: point.is_none().then(|| Turns {
            before: (at > 1).then(|| turn(at - 1)),
            after: (at < last).then(|| turn(at + 1)),
            action: may_turn.then(|| format!("{here}/slide")),
            all: names
                .iter()
                .enumerate()
                .map(|(nth, name)| (nth + 1, name.clone(), nth + 1 == at))
                .collect(),
        }),
        leave: Link {
            href: ctx.to(&here),
            text: w.t("meeting-slide-leave"),
        },
    })
}

fn standing(meeting: &Meeting) -> &'static str {
    match meeting.standing {
        Standing::Scheduled => "scheduled",
        Standing::Open { .. } => "open",
        Standing::SignedOff { .. } => "signed-off",
        Standing::Closed { .. } => "closed",
    }
}

/// The names of all pages, in order.
fn names(ctx: &Ctx, agenda: &[ItemRow]) -> Vec<String> {
    let w = ctx.words();
    let mut names = vec![w.t("meeting-slide-whole"), w.t("meeting-slide-earlier")];
    names.extend(agenda.iter().map(|item| short(&item.text, 60)));
    names.extend([w.t("meeting-places-short"), w.t("meeting-conclusions")]);
    names
}

fn slide(
    ctx: &Ctx,
    meeting: &Meeting,
    briefing: Option<&Briefing>,
    agenda: Vec<ItemRow>,
    at: usize,
    last: usize,
) -> Result<Slide, Trouble> {
    Ok(match at {
        1 => Slide::Whole(Box::new(whole(ctx, briefing))),
        2 => {
            let all = briefing.map_or(&[][..], |briefing| &briefing.conclusions);
            let rows = all.iter().take(EARLIER_ROWS);
            let left = all.len().saturating_sub(EARLIER_ROWS);
            let rows = rows.map(|it| earlier(ctx, briefing, it)).collect();
            let w = ctx.words();
            Slide::Earlier(
                rows,
                (left > 0).then(|| {
                    w.n(
                        "meeting-earlier-more",
                        u32::try_from(left).unwrap_or(u32::MAX),
                    )
                }),
            )
        }
        at if at == last => {
            let all = conclusions(ctx, meeting).into_iter();
            Slide::Conclusions(all.filter(|it| it.withdrawn.is_none()).collect())
        }
        at if at + 1 == last => Slide::Places(places(ctx, meeting)),
        at => {
            let row = agenda.into_iter().nth(at - 3).ok_or(Trouble::NotFound)?;
            let item = meeting.agenda().get(at - 3);
            let task = item.and_then(|item| item.task.as_ref());
            let task = task.and_then(|id| ctx.city().tasks.task(id));
            Slide::Item(Box::new(item_slide(ctx, row, task)))
        }
    })
}

/// Returns the briefing of the meeting's period as of its last day, or of the
/// day shown while that lies ahead; `None` where the span is no period, or has
/// not begun.
pub(super) fn briefing_of(ctx: &Ctx, meeting: &Meeting) -> Result<Option<Arc<Known>>, Trouble> {
    let scheduled = &meeting.scheduled;
    let Some(period) = period_of(meeting).filter(|it| it.first_day() <= ctx.look.as_of) else {
        return Ok(None);
    };
    let as_of = scheduled.to.min(ctx.look.as_of);
    let size = known_at_close_of(ctx.ledger(), as_of)?;
    known(ctx, period, as_of, size).map(Some)
}

/// Returns the period that the meeting looks back on, where it is one.
pub(super) fn period_of(meeting: &Meeting) -> Option<Period> {
    let (from, to) = (meeting.scheduled.from, meeting.scheduled.to);
    let year = from.year();
    let half = if from.month() < 7 { 1 } else { 2 };
    let named = [
        format!("{year}"),
        format!("{year}-H{half}"),
        format!("{year}-{:02}", from.month()),
    ];
    let named = named.iter().filter_map(|text| text.parse().ok());
    let mut all = Period::quarter_of(from).into_iter().chain(named);
    all.find(|period: &Period| period.first_day() == from && period.last_day() == to)
}

fn rate(ctx: &Ctx, figure: &Figure) -> Counted {
    Counted {
        name: ctx.words().t("site-figure-on-time"),
        value: ctx.words().percent(figure.value),
        receipt: figure.receipt.to_string(),
        href: ctx.to(&format!("/receipts/{}", figure.receipt)),
        slug: "on-time",
    }
}

fn whole(ctx: &Ctx, briefing: Option<&Briefing>) -> Whole {
    const TILES: [Measure; 6] = [
        Measure::Assigned,
        Measure::DoneOnTime,
        Measure::DoneLate,
        Measure::Late,
        Measure::AtRisk,
        Measure::WithoutReport,
    ];
    let w = ctx.words();
    let Some(briefing) = briefing else {
        return Whole {
            as_of: w.day(ctx.look.as_of),
            tiles: Vec::new(),
            bar: bar(ctx, &ctx.look.board.city, ""),
            trend: Vec::new(),
            units: Vec::new(),
        };
    };
    let summary = &briefing.summary;
    let tiles = TILES.into_iter();
    let tiles = tiles.filter_map(|it| Some(counted(ctx, it, summary.get(it)?)));
    let late = briefing
        .units
        .iter()
        .filter(|line| line.figures.late.value > 0);
    Whole {
        as_of: w.day(briefing.header.as_of),
        tiles: tiles
            .chain(summary.on_time.as_ref().map(|it| rate(ctx, it)))
            .collect(),
        bar: parts(ctx, briefing),
        trend: briefing
            .trend
            .iter()
            .map(|point| (point.period.short(), point.now.on_time.as_ref()))
            .chain([(briefing.header.period.short(), summary.on_time.as_ref())])
            .filter_map(|(name, figure)| Some((name, rate(ctx, figure?))))
            .collect(),
        units: late
            .take(WORST_UNITS)
            .map(|line| {
                let late = counted(ctx, Measure::Late, &line.figures.late);
                (
                    line.name.clone(),
                    late,
                    w.n("meeting-days", line.longest_days),
                )
            })
            .collect(),
    }
}

/// The whole as one bar; each part leads to its receipt.
fn parts(ctx: &Ctx, briefing: &Briefing) -> Vec<Part> {
    const PARTS: [(Measure, &str); 6] = [
        (Measure::Late, "late"),
        (Measure::Waiting, "waiting"),
        (Measure::InTime, "in-time"),
        (Measure::Suspended, "suspended"),
        (Measure::DoneLate, "done-late"),
        (Measure::DoneOnTime, "done-on-time"),
    ];
    let all = briefing.summary.assigned.value.max(1);
    let mut before = 0;
    let mut parts = Vec::new();
    for (measure, slug) in PARTS {
        let figure = briefing.summary.get(measure).filter(|it| it.value > 0);
        let Some(figure) = figure else { continue };
        let x = before * 1000 / all;
        before += figure.value;
        let told = counted(ctx, measure, figure);
        parts.push(Part {
            slug,
            name: told.name,
            value: told.value,
            href: told.href,
            x,
            width: before * 1000 / all - x,
        });
    }
    parts
}

fn earlier(ctx: &Ctx, briefing: Option<&Briefing>, it: &Conclusion) -> EarlierRow {
    let (slug, key) = match it.result {
        ConclusionResult::Late => ("late", "meeting-result-late"),
        ConclusionResult::InWork => ("in-time", "meeting-result-in-work"),
        ConclusionResult::DoneLate => ("done-late", "meeting-result-done-late"),
        ConclusionResult::Done => ("done-on-time", "meeting-result-done"),
    };
    let name = |id| briefing.map_or_else(String::new, |it| it.unit_name(id).to_owned());
    let units: Vec<String> = it.late_units.iter().take(4).map(name).collect();
    let more = it.late_units.len().saturating_sub(units.len());
    let mut units = units.join(", ");
    if more > 0 {
        units.push_str(&format!(" +{more}"));
    }
    let count = |measure, figure| counted(ctx, measure, figure);
    EarlierRow {
        text: short(&it.text, 150),
        slug,
        result: ctx.words().t(key),
        done: count(Measure::DoneOnTime, &it.figures.done_on_time),
        late: count(Measure::Late, &it.figures.late),
        all: count(Measure::Assigned, &it.figures.assigned),
        units,
    }
}

fn item_slide(ctx: &Ctx, row: ItemRow, task: Option<&Task>) -> ItemSlide {
    let w = ctx.words();
    let Some(task) = task else {
        return ItemSlide {
            row,
            product: None,
            original: None,
            alike: Vec::new(),
            alike_count: None,
            report: None,
            said: Vec::new(),
        };
    };
    let moved = task
        .once()
        .filter(|due| due.original.date() != due.current.date());
    let report = task.last_report().map(|report| {
        let percent = w.n("site-percent-reported", i64::from(task.percent()));
        format!("{percent}, {}", w.day(report.on))
    });
    let happenings = task.happenings.iter();
    let said = happenings.flat_map(|it| {
        let asked = it.extension_requests.iter().map(|it| &it.reason);
        it.excuses.iter().map(|it| &it.reason).chain(asked)
    });
    let (alike, alike_count) = alike(ctx, task);
    ItemSlide {
        row,
        product: (!task.product().is_empty()).then(|| short(task.product(), 160)),
        original: moved.map(|due| w.day(due.original.date())),
        alike,
        alike_count: (alike_count > 1).then(|| w.n("meeting-alike", alike_count)),
        report,
        said: said.map(|reason| short(reason, 220)).collect(),
    }
}

/// How the tasks of the same order stand; nothing when it went to one unit.
fn alike(ctx: &Ctx, task: &Task) -> (Vec<Part>, u32) {
    let same = ctx
        .city()
        .tasks
        .iter()
        .filter(|it| it.item() == task.item());
    let lines = same.filter_map(|it| ctx.look.board.line(&it.id));
    let mut counts = std::collections::BTreeMap::<Bucket, u32>::new();
    for line in lines {
        *counts.entry(Bucket::of(&line.status)).or_default() += 1;
    }
    let all: u32 = counts.values().sum();
    if all < 2 {
        return (Vec::new(), all);
    }
    let (mut before, mut parts) = (0, Vec::new());
    for (bucket, count) in counts {
        let x = before * 1000 / all;
        before += count;
        parts.push(Part {
            slug: bucket.slug(),
            name: ctx.words().t(bucket.key()),
            value: ctx.words().number(count),
            href: ctx.to(&format!(
                "/tasks?item={}&status={}",
                task.item(),
                bucket.slug()
            )),
            x,
            width: before * 1000 / all - x,
        });
    }
    (parts, all)
}

/// Turns every screen that follows to a page.
pub(crate) fn turn(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let meeting = find(ctx)?;
    let last = meeting.agenda().len() + 4;
    let asked = form.get("slide").parse().ok();
    let slide: usize = asked
        .filter(|at| (1..=last).contains(at))
        .ok_or(Trouble::NotFound)?;
    ctx.state.halls.turn_to(meeting.id(), slide);
    let lang = match ctx.ask.says_lang {
        true => format!("&lang={}", ctx.words().lang),
        false => String::new(),
    };
    Ok(go(&format!(
        "/meetings/{}/present?slide={slide}{lang}",
        meeting.id()
    )))
}

/// Whose screen it is.
#[derive(Debug, Deserialize)]
pub(crate) struct At {
    place: Option<u32>,
}

/// `/meetings/{id}/live`: tells a screen that there is something else to show.
///
/// It says numbers only; what changed, the screen asks with the rights of
/// whoever looks. A screen of somebody who may read counts as connected.
pub(crate) async fn live(
    State(state): State<Arc<SiteState>>,
    Path(id): Path<String>,
    Query(at): Query<At>,
    headers: HeaderMap,
) -> Response {
    let Ok(meeting) = MeetingId::parse(&id) else {
        return nothing();
    };
    let token = cookies(&headers, SESSION_COOKIE).next().map(Token::sent);
    let (asked, wanted) = (Arc::clone(&state), meeting.clone());
    let look = tokio::task::spawn_blocking(move || {
        let front = asked.look(None).ok()?;
        let places = front.city.meetings.get(&wanted)?.scheduled.places.len();
        let session = token.and_then(|token| asked.accounts.session(&token, now()).ok()?);
        Some((places, asked.options.guests_read || session.is_some()))
    });
    let Ok(Some((places, may_read))) = look.await else {
        return nothing();
    };
    let place = at.place.filter(|at| may_read && (*at as usize) < places);
    let screen = place.map(|place| state.halls.join(meeting, place));
    let (folded, halls) = (state.folded(), state.halls.changes());
    let parts = (folded, halls, state.stopping.subscribe(), screen);
    // The state itself is not held: a forgotten tab keeps no site open.
    drop(state);
    let events = stream::unfold(
        parts,
        async |(mut folded, mut halls, mut stopping, screen)| {
            let text = tokio::select! {
                changed = folded.changed() => {
                    changed.ok()?;
                    format!("event: folded\ndata: {}\n\n", *folded.borrow_and_update())
                }
                changed = halls.changed() => {
                    changed.ok()?;
                    format!("event: halls\ndata: {}\n\n", *halls.borrow_and_update())
                }
                _ = stopping.wait_for(|stop| *stop) => return None,
                () = tokio::time::sleep(ALIVE) => ": alive\n\n".to_owned(),
            };
            tokio::time::sleep(CALM).await;
            let parts = (folded, halls, stopping, screen);
            Some((Ok::<_, Infallible>(Bytes::from(text)), parts))
        },
    );
    let mut response = with_type("text/event-stream", Body::from_stream(events));
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}

fn nothing() -> Response {
    let mut response = with_type("text/plain; charset=utf-8", "");
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
