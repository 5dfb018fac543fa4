//! `/public/cases`: where a case stands, for who has its code.
//!
//! A code is all that is asked, and what it shows is a step and days: no name, no
//! paper. Codes can be guessed, so that each address asks so many a minute only, and
//! what is unknown is answered as what is not shown, in the same words and work.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::response::Response;
use dondoc_procedures::reckon::{self, Stand};
use dondoc_procedures::room::CaseCode;
use dondoc_procedures::room::event::Linked;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::logs::{self, OfProcedure};
use crate::pages::{Frame, Link};

/// How many codes an address may ask in a window.
const MOST: u32 = 20;
/// Seconds of a window.
const WINDOW: i64 = 60;
/// Addresses remembered at once; beyond it the windows that ended go.
const KEPT: usize = 10_000;

/// How many codes each address asked since when.
#[derive(Debug, Default)]
pub(crate) struct Asked(Mutex<BTreeMap<String, (i64, u32)>>);

#[derive(Debug, Template)]
#[template(path = "procedure_status.html")]
struct StatusPage {
    f: Frame,
    code: String,
    problem: Option<String>,
    none: bool,
    found: Option<Found>,
}

#[derive(Debug)]
struct Found {
    procedure: Link,
    facts: Vec<(String, String)>,
    is_late: bool,
}

impl Asked {
    /// Counts a question of an address.
    ///
    /// # Errors
    /// [`Trouble::TooMany`] with the seconds to wait.
    fn count(&self, source: &str, now: Timestamp) -> Result<(), Trouble> {
        let now = now.as_second();
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= KEPT {
            asked.retain(|_, (since, _)| now - *since < WINDOW);
        }
        let known = asked.entry(source.to_owned()).or_insert((now, 0));
        if now - known.0 >= WINDOW {
            *known = (now, 0);
        }
        known.1 += 1;
        if known.1 > MOST {
            let wait = u64::try_from(WINDOW - (now - known.0)).unwrap_or(1);
            return Err(Trouble::TooMany(wait));
        }
        Ok(())
    }
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let given: String = ctx
        .ask
        .param("code")
        .unwrap_or_default()
        .chars()
        .take(60)
        .collect();
    let (mut problem, mut found, mut none) = (None, None, false);
    if !given.is_empty() {
        match CaseCode::parse(&given) {
            None => problem = Some(w.t("procedure-bad-case-code")),
            Some(code) => {
                let asked = &ctx.state.cases_asked;
                asked.count(&ctx.ask.from.source, crate::state::now())?;
                found = look(ctx, &code)?;
                none = found.is_none();
            }
        }
    }
    html(&StatusPage {
        f: Frame::timeless(ctx, w.t("procedure-status-title")),
        code: given,
        problem,
        none,
        found,
    })
}

fn look(ctx: &Ctx, code: &CaseCode) -> Result<Option<Found>, Trouble> {
    let today = ctx.look.as_of;
    let working = logs::working(ctx);
    let mut found = None;
    // All are looked through, found or not.
    for (id, procedure) in ctx.city().procedures.iter() {
        if procedure.link.is_none() {
            continue;
        }
        let Some(version) = procedure.around(code.received()) else {
            continue;
        };
        let cases = logs::of_procedure(ctx, procedure)?;
        let limit = version.record.limit;
        let seen = reckon::stand(&cases.log, &working, &cases.link, limit, code, today);
        // Asked of every procedure, found or not, as the cases are.
        let is_calibrated = is_calibrated(&cases, today);
        if let Some(mut stand) = seen {
            stand.expected = stand.expected.filter(|_| is_calibrated);
            found = found.or_else(|| Some(told(ctx, id.as_str(), &version.record.title, &stand)));
        }
    }
    Ok(found)
}

/// Of which cases and day it was asked last whether expected ends hold, and the answer.
static CALIBRATED: Mutex<Vec<(String, Date, Linked, bool)>> = Mutex::new(Vec::new());

/// Whether expected ends were right often enough before that one may be shown.
fn is_calibrated(cases: &OfProcedure, today: Date) -> bool {
    let lock = || CALIBRATED.lock().unwrap_or_else(PoisonError::into_inner);
    let is_it = |it: &&(String, Date, Linked, bool)| {
        it.0 == cases.segments && it.1 == today && it.2 == cases.link
    };
    if let Some(known) = lock().iter().find(is_it) {
        return known.3;
    }
    let holds = reckon::calibration(&cases.log, &cases.link, today).holds();
    let mut kept = lock();
    if kept.len() >= 64 {
        kept.remove(0);
    }
    kept.push((cases.segments.clone(), today, cases.link.clone(), holds));
    holds
}

fn told(ctx: &Ctx, id: &str, title: &str, stand: &Stand) -> Found {
    let w = ctx.words();
    let day = |micros: i64| {
        let at = Timestamp::from_microsecond(micros).unwrap_or_default();
        w.day(dondoc_city::civil(at).date())
    };
    let mut facts = vec![
        (w.t("procedure-status-step"), stand.step.clone()),
        (w.t("procedure-status-since"), day(stand.since)),
        (w.t("procedure-status-received"), day(stand.received)),
    ];
    let state = match (stand.has_ended, stand.waits) {
        (true, _) => "procedure-status-ended",
        (false, true) => "procedure-status-waits",
        (false, false) => "procedure-status-runs",
    };
    facts.insert(0, (w.t("procedure-status-state"), w.t(state)));
    if let Some(due) = stand.due {
        facts.push((w.t("procedure-status-due"), day(due)));
    }
    if let Some(expected) = stand.expected {
        let bounds = logs::pair(
            ctx,
            "procedure-status-between",
            &day(expected.low),
            &day(expected.high),
        );
        facts.push((
            w.t("procedure-status-expected-label"),
            format!("{} {bounds}", day(expected.middle)),
        ));
    }
    Found {
        procedure: Link {
            href: ctx.to(&format!("/public/procedures/{id}")),
            text: title.to_owned(),
        },
        is_late: !stand.has_ended
            && stand.due.is_some_and(|due| {
                let due = Timestamp::from_microsecond(due).unwrap_or_default();
                dondoc_city::civil(due).date() < ctx.look.as_of
            }),
        facts,
    }
}
