//! `/meetings`: the briefing meetings, and the form that calls one.

use askama::Template;
use axum::response::Response;
use dondoc_authority::{Action, Resource};
use dondoc_city::Command;
use dondoc_kinds::MeetingId;
use dondoc_meetings::{Command as Asked, Meeting, Place, Scheduled, Standing};
use jiff::civil::{Date, DateTime};

use crate::access;
use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, Link, unit};

#[derive(Debug, Template)]
#[template(path = "meetings.html")]
struct MeetingsPage {
    f: Frame,
    rows: Vec<MeetingRow>,
    form: Filled,
    may_call: bool,
}

#[derive(Debug)]
struct MeetingRow {
    link: Link,
    begins: String,
    chair: Link,
    standing: String,
    conclusions: String,
}

/// Returns the key that says where a meeting stands.
pub(super) fn standing(meeting: &Meeting) -> &'static str {
    match meeting.standing {
        Standing::Scheduled => "meeting-standing-scheduled",
        Standing::Open { .. } => "meeting-standing-open",
        Standing::SignedOff { .. } => "meeting-standing-signed-off",
        Standing::Closed { .. } => "meeting-standing-closed",
    }
}

fn page(ctx: &Ctx, form: Filled) -> MeetingsPage {
    let w = ctx.words();
    let all = ctx.city().meetings.newest_first();
    MeetingsPage {
        f: Frame::timeless(ctx, w.t("meeting-list")),
        rows: all
            .into_iter()
            .map(|meeting| MeetingRow {
                link: Link {
                    href: ctx.to(&format!("/meetings/{}", meeting.id())),
                    text: meeting.scheduled.title.to_string(),
                },
                begins: w.moment(meeting.begins()),
                chair: unit(ctx, &meeting.scheduled.chair),
                standing: w.t(standing(meeting)),
                conclusions: w.n(
                    "meeting-conclusions-count",
                    i64::try_from(meeting.standing_conclusions().count()).unwrap_or(0),
                ),
            })
            .collect(),
        form,
        may_call: ctx.in_name_of().is_ok_and(|unit| {
            let own = Resource::Own { unit, kind: None };
            access::may(ctx, Action::MeetingPlan, &own)
        }),
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default()))
}

/// Calls a meeting in the name of the post's unit, which then chairs it.
pub(crate) fn call(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, mut filled) = (ctx.words(), form.filled());
    let id = MeetingId::parse(form.get("id"));
    if id.is_err() {
        filled.wrong("id", w.t("meeting-bad-id"));
    }
    let from: Result<Date, _> = form.get("from").parse();
    let to: Result<Date, _> = form.get("to").parse();
    let begins: Result<DateTime, _> = form.get("begins").parse();
    for (name, is_wrong) in [
        ("from", from.is_err()),
        ("to", to.is_err()),
        ("begins", begins.is_err()),
    ] {
        if is_wrong {
            filled.wrong(name, w.t("meeting-bad-day"));
        }
    }
    let (Ok(meeting), Ok(from), Ok(to), Ok(begins)) = (id, from, to, begins) else {
        return again(&page(ctx, filled));
    };
    let places = form.get("places").lines().map(str::trim);
    let back = format!("/meetings/{meeting}");
    let scheduled = Scheduled {
        meeting,
        title: form.get("title").into(),
        from,
        to,
        begins,
        chair: ctx.in_name_of()?,
        chair_post: None,
        places: places
            .filter(|line| !line.is_empty())
            .map(|name| Place {
                name: name.into(),
                unit: ctx.city().unit_named(name, begins.date()),
            })
            .collect(),
    };
    match ctx.act(Command::Meeting(Asked::Schedule(Box::new(scheduled)))) {
        Ok(_) => Ok(go(&back)),
        Err(Trouble::Refused(said)) => {
            filled.wrong("", said);
            again(&page(ctx, filled))
        }
        Err(trouble) => Err(trouble),
    }
}
