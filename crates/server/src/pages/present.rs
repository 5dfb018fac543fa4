//! `/meetings/{id}/present`: one item a screen, for the hall and remote halls.

use askama::Template;
use axum::response::Response;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::meeting::{ConclusionRow, ItemRow, conclusions, find, items};
use crate::pages::{Frame, Link, Part, bar};

#[derive(Debug, Template)]
#[template(path = "present.html")]
struct PresentPage {
    f: Frame,
    place: String,
    period: String,
    slide: Slide,
    before: Option<Link>,
    after: Option<Link>,
    leave: Link,
}

/// What one screen shows.
#[derive(Debug)]
enum Slide {
    /// How the city stands.
    Whole(Vec<Part>),
    /// An item of the agenda.
    Item(Box<ItemRow>),
    /// What was concluded so far.
    Conclusions(Vec<ConclusionRow>),
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let (w, meeting) = (ctx.words(), find(ctx)?);
    let agenda = items(ctx, meeting);
    let last = agenda.len() + 2;
    let at: usize = match ctx.ask.param("slide") {
        None => 1,
        Some(text) => text
            .parse()
            .ok()
            .filter(|at| (1..=last).contains(at))
            .ok_or(Trouble::NotFound)?,
    };
    let here = format!("/meetings/{}", meeting.id());
    let to = |at: usize, key: &str| Link {
        href: ctx.to(&format!("{here}/present?slide={at}")),
        text: w.t(key),
    };
    let slide = match at {
        1 => Slide::Whole(bar(ctx, &ctx.look.board.city, "")),
        at if at == last => Slide::Conclusions(
            conclusions(ctx, meeting)
                .into_iter()
                .filter(|it| it.withdrawn.is_none())
                .collect(),
        ),
        at => match agenda.into_iter().nth(at - 2) {
            Some(item) => Slide::Item(Box::new(item)),
            None => return Err(Trouble::NotFound),
        },
    };
    let scheduled = &meeting.scheduled;
    html(&PresentPage {
        f: Frame::timeless(ctx, scheduled.title.to_string()),
        place: format!("{at} / {last}"),
        period: format!("{} – {}", w.day(scheduled.from), w.day(scheduled.to)),
        slide,
        before: (at > 1).then(|| to(at - 1, "meeting-slide-before")),
        after: (at < last).then(|| to(at + 1, "meeting-slide-after")),
        leave: Link {
            href: ctx.to(&here),
            text: w.t("meeting-slide-leave"),
        },
    })
}
