//! Public investment: what its pages share.

pub(crate) mod chart;
pub(crate) mod overview;
pub(crate) mod plan;
pub(crate) mod project;
pub(crate) mod public;
pub(crate) mod reallocation;
pub(crate) mod table;
pub(crate) mod unit;
pub(crate) mod works;

use std::sync::{Arc, Mutex};

use dondoc_investment::forecast::{Calibration, calibration};
use dondoc_investment::room::figures::{Denominator, GATES, Position, Sum, View, Waiting};
use dondoc_investment::room::law::Basis;
use dondoc_investment::room::outlook::{self, Level, Outlook, Outlooks};
use dondoc_investment::room::plan::{Assigner, Source};
use dondoc_investment::room::project::System;
use dondoc_kinds::{Arg, ProjectId, UnitId};
use dondoc_messages::{Lang, billions, percent, text};
use jiff::civil::Date;

use crate::answer::Trouble;
use crate::ask::Ctx;
use crate::pages::Link;
use chart::{Bar, Curve, Fan};

/// Everything of one plan year on one day that takes time to compute.
#[derive(Debug)]
pub(crate) struct Year {
    pub(crate) positions: Vec<Position>,
    pub(crate) whole: Sum,
    pub(crate) units: Vec<Sum>,
    pub(crate) outlooks: Option<Outlooks>,
    /// Share of earlier intervals that held, cases, verdict.
    pub(crate) tested: Option<(f64, usize, Calibration)>,
}

type Key = (u64, Date, i16);

/// The newest few; a day of a meeting is asked for again and again.
static KEPT: Mutex<Vec<(Key, Arc<Year>)>> = Mutex::new(Vec::new());
const MOST_KEPT: usize = 6;

/// Returns the view that a page asks for: the day shown, the year whose window is
/// open unless another is named, figures of the treasury.
pub(crate) fn view(ctx: &Ctx) -> Result<View<'_>, Trouble> {
    let room = &ctx.city().investment;
    let as_of = ctx.look.as_of;
    let year = match ctx.ask.param("year") {
        Some(text) => {
            let bad = |_| Trouble::bad("investment-bad-year", text);
            Some(text.parse().map_err(bad)?)
        }
        None => room.current_year(as_of),
    };
    Ok(View {
        room,
        as_of,
        year: year.unwrap_or(as_of.year()),
        system: System::Treasury,
    })
}

/// Returns what takes time, computed once for a state, day and year.
pub(crate) fn year(ctx: &Ctx, view: &View<'_>) -> Arc<Year> {
    let key = (ctx.city().folded(), view.as_of, view.year);
    if let Ok(kept) = KEPT.lock()
        && let Some((_, year)) = kept.iter().find(|(known, _)| *known == key)
    {
        return Arc::clone(year);
    }
    let positions = view.positions();
    let outlooks = outlook::outlooks(view, true);
    let month = outlooks.as_ref().map(|it| it.month);
    let tested = month.and_then(|month| outlook::tested(view, month));
    let tested = tested.and_then(|report| {
        let distance = calibration(&report, outlook::LAST_MONTH);
        let it = distance.first()?;
        Some((it.cover80, it.n, it.calibration))
    });
    let year = Arc::new(Year {
        whole: View::whole(&positions),
        units: View::sums(&positions, |it| it.unit.to_string()),
        positions,
        outlooks,
        tested,
    });
    if let Ok(mut kept) = KEPT.lock() {
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&year)));
    }
    year
}

impl Year {
    pub(crate) fn outlook(&self, level: Level, key: &str) -> Option<&Outlook> {
        self.outlooks.as_ref()?.get(level, key)
    }
}

pub(crate) fn money(ctx: &Ctx, amount: i64) -> String {
    billions(ctx.words().lang, amount)
}

pub(crate) fn rate(ctx: &Ctx, hundredths: i64) -> String {
    percent(ctx.words().lang, hundredths)
}

pub(crate) fn or_dash(ctx: &Ctx, hundredths: Option<i64>) -> String {
    hundredths.map_or_else(|| "–".to_owned(), |it| rate(ctx, it))
}

/// A rate of 0 to 1.
pub(crate) fn share(ctx: &Ctx, value: f64) -> String {
    rate(ctx, hundredths(value))
}

pub(crate) fn hundredths(value: f64) -> i64 {
    (value * 10_000.0).round() as i64
}

pub(crate) fn say(ctx: &Ctx, key: &str, args: &[(&'static str, Arg)]) -> String {
    text(ctx.words().lang, key, args)
}

pub(crate) fn source(ctx: &Ctx, source: &str) -> String {
    let law = &ctx.city().investment.law;
    law.source_name(source, ctx.words().lang == Lang::Vi)
        .to_owned()
}

/// "of the plan assigned by the city, version 2 (5412/QĐ-UBND, 16/10/2024)".
pub(crate) fn denominator(ctx: &Ctx, of: &Denominator) -> String {
    let word = Arg::from(of.assigner.word());
    let assigner = say(ctx, "investment-assigner", &[("assigner", word)]);
    let args = [
        ("assigner", Arg::Text(assigner)),
        ("version", Arg::Count(i64::from(of.version))),
        ("act", Arg::from(of.act.as_str())),
        ("day", Arg::Text(ctx.words().day(of.date))),
        ("total", Arg::Text(money(ctx, of.total))),
    ];
    say(ctx, "investment-of", &args)
}

/// The same of a part of the plan, whose own amount stands beside it.
pub(crate) fn part_of(ctx: &Ctx, of: &Denominator) -> String {
    let word = Arg::from(of.assigner.word());
    let args = [
        (
            "assigner",
            Arg::Text(say(ctx, "investment-assigner", &[("assigner", word)])),
        ),
        ("version", Arg::Count(i64::from(of.version))),
        ("act", Arg::from(of.act.as_str())),
        ("day", Arg::Text(ctx.words().day(of.date))),
    ];
    say(ctx, "investment-part-of", &args)
}

/// The denominator of the city's plan.
pub(crate) fn denominator_of(view: &View<'_>) -> Option<Denominator> {
    view.denominator(Assigner::City)
}

pub(crate) fn unit_link(ctx: &Ctx, id: &UnitId) -> Link {
    Link {
        href: ctx.to(&format!("/investment/units/{id}")),
        text: ctx.city().registry.name_on(id, ctx.look.as_of).to_owned(),
    }
}

pub(crate) fn project_link(ctx: &Ctx, id: &ProjectId) -> Link {
    let known = ctx.city().investment.projects.get(id);
    let name = known.map_or_else(|| id.to_string(), |it| it.record().name.to_string());
    Link {
        href: ctx.to(&format!("/investment/projects/{id}")),
        text: crate::words::short(&name, 90),
    }
}

/// A forecast in words: range, cases, opponents, whether such ranges have held.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) range: String,
    pub(crate) cases: String,
    pub(crate) opponents: String,
    pub(crate) verdict: String,
}

pub(crate) fn said(ctx: &Ctx, year: &Year, it: &Outlook) -> Said {
    let range = [
        ("now", Arg::Text(share(ctx, it.now))),
        ("low", Arg::Text(share(ctx, it.quantiles.q10()))),
        ("median", Arg::Text(share(ctx, it.quantiles.median()))),
        ("high", Arg::Text(share(ctx, it.quantiles.q90()))),
    ];
    let cases = it.cases.as_ref().map(|cases| {
        let args = [
            ("n", Arg::Count(cases.n as i64)),
            ("low", Arg::Text(share(ctx, cases.low))),
            ("high", Arg::Text(share(ctx, cases.high))),
        ];
        say(ctx, "investment-forecast-cases", &args)
    });
    let dash = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |it| share(ctx, it));
    let opponents = [
        ("profile", Arg::Text(dash(it.last_profile))),
        ("rate", Arg::Text(dash(it.last_rate))),
    ];
    let verdict = year.tested.map(|(cover, n, calibration)| {
        let verdict = match calibration {
            Calibration::Calibrated => "calibrated",
            Calibration::NotCalibrated => "not_calibrated",
            Calibration::Untested => "untested",
        };
        let args = [
            ("cover", Arg::Text(share(ctx, cover))),
            ("n", Arg::Count(n as i64)),
            ("verdict", Arg::from(verdict)),
        ];
        say(ctx, "investment-forecast-calibration", &args)
    });
    Said {
        range: say(ctx, "investment-range", &range),
        cases: cases.unwrap_or_default(),
        opponents: say(ctx, "investment-forecast-opponents", &opponents),
        verdict: if it.fewer_than_two_years {
            say(ctx, "investment-forecast-young", &[])
        } else {
            verdict.unwrap_or_default()
        },
    }
}

/// The curve of this year beside those of earlier years, with the fan.
pub(crate) fn curve(
    ctx: &Ctx,
    view: &View<'_>,
    of: Option<&Outlook>,
    only: &dyn Fn(&UnitId, &ProjectId, &Source) -> bool,
    promises: Vec<(u32, i64)>,
) -> Curve {
    let of_year = |year: i16| outlook::curve(&View { year, ..*view }, only);
    let mut earlier: Vec<i16> = view.room.years().filter(|it| *it < view.year).collect();
    earlier.reverse();
    earlier.truncate(3);
    let fan = of.map(|it| Fan {
        month: outlook::month_on(view.year, view.as_of),
        now: hundredths(it.now),
        quantiles: [1, 4, 9, 14, 17]
            .map(|at: usize| it.quantiles.0.get(at).copied().map_or(0, hundredths)),
    });
    Curve {
        lang: ctx.words().lang,
        year: view.year,
        now: of_year(view.year),
        earlier: earlier
            .into_iter()
            .map(|year| (year, of_year(year)))
            .collect(),
        fan,
        promises,
    }
}

/// The provision of a rule, and whether it was compared with the text.
pub(crate) fn basis(ctx: &Ctx, it: &Basis) -> String {
    let args = [
        ("citation", Arg::from(&*it.citation)),
        ("known", Arg::from(it.known.word())),
    ];
    say(ctx, "investment-check-basis", &args)
}

/// Returns the month of a plan year in which a day lies, 13 for January after it;
/// `None` outside.
pub(crate) fn month_of(year: i16, day: Date) -> Option<u32> {
    let month = i32::from(day.year() - year) * 12 + i32::from(day.month());
    u32::try_from(month).ok().filter(|it| (1..=13).contains(it))
}

/// Bars of the unspent money by gate, each beginning where the one before ends.
pub(crate) fn gates(ctx: &Ctx, waiting: &Waiting) -> Vec<Bar> {
    let mut from = 0;
    let rows = GATES
        .iter()
        .zip(&waiting.standing.waits)
        .zip(&waiting.shares);
    rows.zip(&waiting.standing.projects)
        .map(|(((gate, amount), part), projects)| {
            let begins = from;
            let width = u32::try_from(part / 10).unwrap_or(0);
            from += width;
            Bar {
                from: begins,
                name: say(ctx, "investment-gate", &[("gate", Arg::from(*gate))]),
                value: money(ctx, *amount),
                part: rate(ctx, *part),
                note: ctx.words().n("investment-n-projects", *projects as i64),
                width,
            }
        })
        .collect()
}
