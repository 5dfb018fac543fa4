//! `/briefing`: the periods that have a briefing.

use askama::Template;
use axum::response::Response;
use dondoc_briefing::Period;
use jiff::civil::Date;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::pages::{Frame, Link};
use crate::words::Words;

#[derive(Debug, Template)]
#[template(path = "briefings.html")]
struct BriefingsPage {
    f: Frame,
    rows: Vec<PeriodRow>,
    receipts: String,
}

#[derive(Debug)]
struct PeriodRow {
    link: Link,
    from: String,
    until: String,
    as_of: String,
    is_closed: bool,
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let day = ctx.look.as_of;
    let rows = periods(ctx).into_iter().map(|period| PeriodRow {
        link: Link {
            href: ctx.to(&format!("/briefing/{period}")),
            text: name(w, period),
        },
        from: w.day(period.first_day()),
        until: w.day(period.last_day()),
        as_of: w.day(close(period, day)),
        is_closed: period.last_day() <= day,
    });
    html(&BriefingsPage {
        f: Frame::new(ctx, w.t("site-briefings-title")),
        rows: rows.collect(),
        receipts: ctx.to("/receipts"),
    })
}

/// Returns the quarters and years from the first task to the day, newest first.
pub(crate) fn periods(ctx: &Ctx) -> Vec<Period> {
    let Some(first) = ctx.city().tasks.iter().map(|task| task.issued).min() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut next = Period::quarter_of(ctx.look.as_of);
    while let Some(period) = next.filter(|period| period.last_day() >= first) {
        found.push(period);
        if period.last_day().month() == 12 {
            found.extend(period.year().to_string().parse::<Period>());
        }
        let before = period.previous(1);
        next = (before < period).then_some(before);
    }
    found
}

/// Returns the newest quarter's briefing.
pub(crate) fn newest(ctx: &Ctx) -> Option<Link> {
    let period = periods(ctx).into_iter().next()?;
    let text = ctx
        .words()
        .with("site-briefing-of", &name(ctx.words(), period));
    Some(Link {
        href: ctx.to(&format!("/briefing/{period}")),
        text,
    })
}

/// Returns the day whose end a period's briefing describes: its last, or the
/// day shown while it is not over.
pub(crate) fn close(period: Period, day: Date) -> Date {
    period.last_day().min(day.max(period.first_day()))
}

/// Says a period: `quý III/2024`, `Q3 2024`.
pub(crate) fn name(w: Words, period: Period) -> String {
    let year = i64::from(period.year());
    let month = period.first_day().month();
    match period.months() {
        3 => {
            let roman = match month {
                1 => "I",
                4 => "II",
                7 => "III",
                _ => "IV",
            };
            w.both("site-period-quarter", roman, year)
        }
        6 => w.both(
            "site-period-half",
            if month == 1 { "I" } else { "II" },
            year,
        ),
        1 => w.both("site-period-month", &month.to_string(), year),
        _ => w.n("site-period-year", year),
    }
}
