//! `/procedures/{log}/what-if`: one change tried, or all that would shorten proposed.

use askama::Template;
use axum::response::Response;
use dondoc_mining::simulate::{
    Change, Comparison, Figure, Honesty, Model, Outcome, Proposal, Scenario, compare, honesty,
    proposals,
};
use dondoc_procedures::learn;

use crate::answer::{Trouble, html};
use crate::ask::Ctx;
use crate::logs::{self, decimal};
use crate::pages::procedure::{Choice, activities};
use crate::pages::procedure_page::may;
use crate::pages::{Frame, Link};

/// Cases in a replication, and replications: a page answers in about a second.
const CASES: usize = 400;
const RUNS: usize = 20;
/// The same result each time the page is shown.
const SEED: u64 = 1;

#[derive(Debug, Template)]
#[template(path = "procedure_what_if.html")]
struct WhatIfPage {
    f: Frame,
    back: Link,
    action: String,
    keep: Vec<(String, String)>,
    kinds: Vec<Choice>,
    steps: Vec<Choice>,
    others: Vec<Choice>,
    percent: String,
    staff: String,
    hours: String,
    limit: String,
    honest: Said,
    tried: Option<Tried>,
    proposals: Vec<Vec<String>>,
    asked_proposals: bool,
    /// Where a sheet is made of these, for whoever may.
    sheet: Option<String>,
    procedure: Option<Link>,
}

/// Words, and whether they warn.
#[derive(Debug)]
struct Said {
    text: String,
    warns: bool,
}

#[derive(Debug)]
struct Tried {
    name: String,
    rows: Vec<[String; 3]>,
    saved: String,
}

const KINDS: [&str; 6] = [
    "drop",
    "retime",
    "merge",
    "parallelise",
    "delegate",
    "staff",
];

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let w = ctx.words();
    let known = logs::known(ctx, ctx.ask.place())?;
    let log = logs::events(ctx, known)?;
    let working = logs::working(ctx);
    let (cases, work) = learn::cases(&log, Some(&working));
    let all: Vec<usize> = (0..cases.len()).collect();
    let few = |few: dondoc_mining::simulate::TooFew| {
        Trouble::Refused(w.n("procedure-too-few", few.cases))
    };
    let model = Model::learn(&cases, &all, &work).map_err(few)?;
    let honest = honesty(&cases, &work, 80, SEED).map_err(few)?;
    let kind = ctx.ask.param("change");
    let step = ctx.ask.param("step");
    let other = ctx.ask.param("other");
    let limit = number(ctx, "limit", "")?;
    let tried = match (kind, step) {
        (Some("propose") | None, _) => None,
        (Some(_), None) => return Err(Trouble::bad("procedure-bad-activity", "")),
        (Some(kind), Some(step)) => {
            let scenario = Scenario {
                form: 1,
                name: String::new(),
                changes: vec![change(ctx, kind, step, other)?],
                limit_days: limit,
            };
            let found = compare(&model, &scenario, CASES, RUNS, SEED)
                .map_err(|bad| Trouble::Refused(bad.to_string()))?;
            Some(told(ctx, &scenario.changes[0], &found))
        }
    };
    let asked_proposals = kind == Some("propose");
    // What the catalogue says of each step, where the log is of a procedure in it.
    let of = ctx.city().procedures.of_log(&known.imported.import);
    let legal = of.and_then(|(_, it)| {
        let version = it.around(ctx.look.as_of)?;
        let (_, link) = it.link.as_ref()?;
        Some(dondoc_procedures::reckon::prescribed::legal(
            &version.record,
            link,
        ))
    });
    let proposals = if asked_proposals {
        let found = proposals(&model, &legal.unwrap_or_default(), CASES, RUNS, SEED);
        found
            .iter()
            .take(12)
            .map(|proposal| proposed(ctx, proposal))
            .collect()
    } else {
        Vec::new()
    };
    let base = format!("/procedures/{}", known.imported.import);
    let said = |name: &str, plain: &str| {
        let text = ctx.ask.param(name).unwrap_or(plain);
        text.chars().take(12).collect::<String>()
    };
    html(&WhatIfPage {
        f: Frame::new(ctx, w.t("procedure-what-if")),
        back: Link {
            href: ctx.to(&base),
            text: logs::name(known),
        },
        action: format!("{base}/what-if"),
        keep: ctx
            .ask
            .others(&[
                "change", "step", "other", "percent", "staff", "hours", "limit",
            ])
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        kinds: std::iter::once("propose")
            .chain(KINDS)
            .map(|slug| Choice {
                value: slug.to_owned(),
                text: w.t(&format!("procedure-change-{slug}")),
                is_chosen: kind == Some(slug),
            })
            .collect(),
        steps: activities(&log, step),
        others: activities(&log, other),
        percent: said("percent", "50"),
        staff: said("staff", "3"),
        hours: said("hours", "1"),
        limit: said("limit", ""),
        honest: trust(ctx, &honest),
        tried,
        proposals,
        asked_proposals,
        sheet: of
            .filter(|_| may(ctx, dondoc_authority::Action::ProcedureImport))
            .map(|(id, _)| format!("/catalogue/{id}/sheet")),
        procedure: of.map(|(id, it)| Link {
            href: ctx.to(&format!("/catalogue/{id}")),
            text: it.around(ctx.look.as_of).map_or_else(
                || id.to_string(),
                |version| version.record.title.to_string(),
            ),
        }),
    })
}

fn number(ctx: &Ctx, name: &str, plain: &str) -> Result<Option<f64>, Trouble> {
    match ctx.ask.param(name).unwrap_or(plain) {
        "" => Ok(None),
        text => match text.replace(',', ".").parse::<f64>() {
            Ok(number) if number > 0.0 && number <= 100_000.0 => Ok(Some(number)),
            _ => Err(Trouble::bad("procedure-bad-number", text)),
        },
    }
}

fn change(ctx: &Ctx, kind: &str, step: &str, other: Option<&str>) -> Result<Change, Trouble> {
    let activity = step.to_owned();
    let needed = || {
        other
            .map(str::to_owned)
            .ok_or_else(|| Trouble::bad("procedure-bad-activity", ""))
    };
    Ok(match kind {
        "drop" => Change::Drop { activity },
        "merge" => Change::Merge {
            first: needed()?,
            second: activity,
        },
        "parallelise" => Change::Parallelise {
            first: needed()?,
            second: activity,
        },
        "delegate" => Change::Delegate {
            activity,
            as_fast_as: needed()?,
        },
        "retime" => Change::Retime {
            activity,
            factor: number(ctx, "percent", "50")?.unwrap_or(50.0) / 100.0,
        },
        "staff" => Change::Staff {
            activity,
            staff: number(ctx, "staff", "3")?.unwrap_or(3.0) as u32,
            effort_hours: number(ctx, "hours", "1")?.unwrap_or(1.0),
        },
        other => return Err(Trouble::bad("procedure-bad-change", other)),
    })
}

fn trust(ctx: &Ctx, honest: &Honesty) -> Said {
    use dondoc_kinds::Arg;
    let key = if honest.trusted {
        "mining-honesty-trusted"
    } else {
        "mining-honesty-not"
    };
    let args = [
        ("learnt", Arg::Count(honest.learnt_from as i64)),
        ("judged", Arg::Count(honest.judged_on as i64)),
        ("apart", Arg::from(decimal(ctx, honest.days_apart, 1))),
        (
            "again",
            Arg::from(decimal(ctx, honest.days_apart_resampled, 1)),
        ),
    ];
    Said {
        text: dondoc_messages::text(ctx.words().lang, key, &args),
        warns: !honest.trusted,
    }
}

fn between(ctx: &Ctx, figure: Figure, scale: f64, places: usize) -> String {
    let say = |value: f64| decimal(ctx, value * scale, places);
    format!(
        "{} ({} – {})",
        say(figure.mean),
        say(figure.low),
        say(figure.high)
    )
}

fn told(ctx: &Ctx, change: &Change, found: &Comparison) -> Tried {
    let w = ctx.words();
    let row = |key: &str, of: &dyn Fn(&Outcome) -> Option<(Figure, f64)>| {
        let (before, after) = (of(&found.before)?, of(&found.after)?);
        Some([
            w.t(key),
            between(ctx, before.0, before.1, 1),
            between(ctx, after.0, after.1, 1),
        ])
    };
    let rows = [
        row("procedure-mean-days", &|it| Some((it.mean_days, 1.0))),
        row("procedure-median-days", &|it| Some((it.median_days, 1.0))),
        row("procedure-tail-days", &|it| Some((it.p90_days, 1.0))),
        row("procedure-on-time-share", &|it| {
            it.on_time.map(|share| (share, 100.0))
        }),
    ];
    Tried {
        name: w.say(change),
        rows: rows.into_iter().flatten().collect(),
        saved: logs::pair(
            ctx,
            "procedure-saved",
            &between(ctx, found.saved_days, 1.0, 1),
            &between(ctx, found.saved_days_per_year, 1.0, 0),
        ),
    }
}

fn proposed(ctx: &Ctx, proposal: &Proposal) -> Vec<String> {
    let w = ctx.words();
    vec![
        w.say(&proposal.change),
        between(ctx, proposal.saved_days_per_year, 1.0, 0),
        proposal
            .provision
            .clone()
            .unwrap_or_else(|| w.t("procedure-no-basis")),
    ]
}
