//! `dondoc invest status`, `forecast`, `holdup`, `check`.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use dondoc_city::Command;
use dondoc_investment::forecast::{Calibration, calibration};
use dondoc_investment::holdup::stages::{Comparison, Held};
use dondoc_investment::room::checks::check;
use dondoc_investment::room::delay::{Delay, delay};
use dondoc_investment::room::figures::{GATES, Sum, View, Waiting, reconcile};
use dondoc_investment::room::outlook::{self, Level, Outlook};
use dondoc_investment::room::plan::{Assigner, PlanKey};
use dondoc_investment::room::{Command as Record, moves};
use dondoc_kinds::Arg;
use dondoc_messages::{Lang, say, text};
use serde::Serialize;
use serde_json::json;

use super::room::{Asked, Which, assigner, billions, percent, share};
use crate::flow;
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc invest status`
#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Theo / by what.
    #[arg(long, value_enum, default_value_t = By::Unit)]
    pub(crate) by: By,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// By what figures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Đơn vị / unit.
    Unit,
    /// Dự án / project.
    Project,
    /// Nguồn vốn / source of capital.
    Source,
}

/// Says where the money stands.
pub(crate) fn status(args: &Status, lang: Lang) -> Outcome {
    let asked = Asked::open(&args.which)?;
    let denominator = asked.denominator(lang)?;
    let view = asked.view();
    let positions = view.positions();
    let whole = View::whole(&positions);
    let sums = View::sums(&positions, |it| match args.by {
        By::Unit => it.unit.to_string(),
        By::Project => it.project.to_string(),
        By::Source => it.source.to_string(),
    });
    let low = view.low_units();
    let mismatches = reconcile(view.room, view.year, view.as_of);
    let assigned = view.denominator(Assigner::PrimeMinister);
    if args.json {
        return out::json(&json!({
            "as_of": asked.as_of, "year": asked.year, "system": asked.system,
            "denominator": denominator, "assigned_by_prime_minister": assigned,
            "whole": whole, "rows": sums, "low_units": low, "mismatches": mismatches,
        }));
    }
    head(&asked, &whole, &denominator, lang);
    if let Some(assigned) = assigned {
        let rate = dondoc_investment::room::figures::rate(whole.spent, assigned.total);
        let sum = Sum {
            plan: assigned.total,
            rate,
            ..whole.clone()
        };
        head(&asked, &sum, &assigned, lang);
    }
    let word = |key| text(lang, key, &[]);
    out::line(&format!(
        "{:<52}{:>16}{:>16}{:>10}{:>8}",
        word("investment-status-row-head"),
        word("investment-status-plan"),
        word("investment-status-spent"),
        word("investment-status-rate"),
        word("investment-status-projects")
    ));
    for sum in &sums {
        let name = match args.by {
            By::Unit => asked.unit_name(&sum.key),
            By::Source => asked.source_name(&sum.key, lang),
            By::Project => sum.key.clone(),
        };
        let name: String = name.chars().take(50).collect();
        out::line(&format!(
            "{name:<52}{:>16}{:>16}{:>10}{:>8}",
            billions(sum.plan, lang),
            billions(sum.spent, lang),
            sum.rate
                .map_or_else(|| "–".to_owned(), |rate| percent(rate, lang)),
            sum.projects
        ));
    }
    print_low(&asked, low.as_deref(), lang);
    if !mismatches.is_empty() {
        let count = Arg::Count(mismatches.len() as i64);
        out::line(&text(lang, "investment-mismatch-head", &[("count", count)]));
    }
    for it in mismatches.iter().take(20) {
        let args = [
            ("project", Arg::Text(it.project.to_string())),
            ("source", Arg::Text(asked.source_name(&it.source, lang))),
            ("day", Arg::from(it.treasury.0)),
            ("treasury", Arg::Text(billions(it.treasury.1, lang))),
            ("investor", Arg::Text(billions(it.investor.1, lang))),
        ];
        out::line(&text(lang, "investment-mismatch-row", &args));
    }
    Ok(())
}

fn head(
    asked: &Asked,
    whole: &Sum,
    denominator: &dondoc_investment::room::figures::Denominator,
    lang: Lang,
) {
    let system = text(
        lang,
        "investment-system",
        &[("system", asked.system.word().into())],
    );
    let rate = whole
        .rate
        .map_or_else(|| "–".to_owned(), |rate| percent(rate, lang));
    let args = [
        ("day", Arg::from(asked.as_of)),
        ("system", Arg::Text(system)),
        ("spent", Arg::Text(billions(whole.spent, lang))),
        ("plan", Arg::Text(billions(denominator.total, lang))),
        ("rate", Arg::Text(rate)),
        (
            "denominator",
            Arg::Text(assigner(denominator.assigner, lang)),
        ),
        ("version", Arg::Count(i64::from(denominator.version))),
        ("act", Arg::from(denominator.act.as_str())),
    ];
    out::line(&text(lang, "investment-status-head", &args));
}

fn print_low(asked: &Asked, low: Option<&[dondoc_investment::room::figures::LowUnit]>, lang: Lang) {
    let rule = asked.opened.city.investment.law.low.as_ref();
    let (Some(low), Some(rule)) = (low, rule) else {
        out::line(&text(lang, "investment-low-no-rule", &[]));
        return;
    };
    let citation = Arg::from(&*rule.citation);
    out::line(&text(
        lang,
        "investment-low-head",
        &[("citation", citation)],
    ));
    if low.is_empty() {
        out::line(&text(lang, "investment-low-none", &[]));
    }
    for it in low {
        let promised = it.promised.filter(|_| it.below_promise);
        let promised = promised.map_or_else(|| "none".to_owned(), |rate| percent(rate, lang));
        let args = [
            ("unit", Arg::Text(asked.unit_name(it.unit.as_str()))),
            ("rate", Arg::Text(percent(it.rate, lang))),
            ("city", Arg::Text(percent(it.city, lang))),
            ("promised", Arg::Text(promised)),
        ];
        out::line(&text(lang, "investment-low-row", &args));
    }
}

/// `dondoc invest forecast`
#[derive(Debug, Args)]
pub(crate) struct Forecast {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Cả từng dự án / each project too.
    #[arg(long)]
    pub(crate) projects: bool,
    /// Lưu để đối chiếu khi hết năm / keep the forecasts, to be judged at the end of the year.
    #[arg(long)]
    pub(crate) keep: bool,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How the interval did on earlier years, at the same month.
#[derive(Debug, Serialize)]
struct Tested {
    cover80: f64,
    n: usize,
    calibration: Calibration,
}

/// Says where the year will end.
pub(crate) fn forecast(args: &Forecast, lang: Lang) -> Outcome {
    let mut asked = Asked::open(&args.which)?;
    let denominator = asked.denominator(lang)?;
    let outlooks = outlook::outlooks(&asked.view(), args.projects || args.keep);
    let judged = outlook::judged(&asked.view());
    let none = || Trouble::RefusedWords(text(lang, "investment-forecast-none", &[]));
    let outlooks = outlooks.ok_or_else(none)?;
    let tested = outlook::tested(&asked.view(), outlooks.month).and_then(|report| {
        let distance = calibration(&report, outlook::LAST_MONTH)
            .into_iter()
            .next()?;
        Some(Tested {
            cover80: distance.cover80,
            n: distance.n,
            calibration: distance.calibration,
        })
    });
    if args.keep {
        let kept = outlooks.kept(asked.as_of, denominator.version);
        let command = Command::Investment(Box::new(Record {
            event: kept.into(),
            confirmed: false,
        }));
        let acting = crate::args::Acting {
            unit: None,
            on: None,
        };
        let unit = flow::steering(&asked.opened);
        let done = asked.opened.act(command, &acting, &unit, lang)?;
        let entry = Arg::Text(done.first.to_string());
        out::note(&text(lang, "investment-forecast-kept", &[("entry", entry)]));
    }
    if args.json {
        return out::json(&json!({
            "as_of": asked.as_of, "denominator": denominator, "outlooks": outlooks,
            "tested": tested, "judged": judged,
        }));
    }
    let values = [
        ("month", Arg::Count(i64::from(outlooks.month))),
        ("year", Arg::Text(outlooks.year.to_string())),
        ("left", Arg::Count(i64::from(outlooks.months_left))),
        (
            "denominator",
            Arg::Text(assigner(denominator.assigner, lang)),
        ),
        ("version", Arg::Count(i64::from(denominator.version))),
    ];
    out::line(&text(lang, "investment-forecast-head", &values));
    if let Some(tested) = tested {
        let verdict = match tested.calibration {
            Calibration::Calibrated => "calibrated",
            Calibration::NotCalibrated => "not_calibrated",
            Calibration::Untested => "untested",
        };
        let values = [
            ("cover", Arg::Text(share(tested.cover80, lang))),
            ("n", Arg::Count(tested.n as i64)),
            ("verdict", Arg::from(verdict)),
        ];
        out::line(&text(lang, "investment-forecast-calibration", &values));
    }
    if outlooks.all.iter().any(|it| it.fewer_than_two_years) {
        out::line(&text(lang, "investment-forecast-young", &[]));
    }
    for it in &outlooks.all {
        if it.level != Level::Project || args.projects {
            print_outlook(&asked, it, lang);
        }
    }
    for it in judged {
        let level = text(
            lang,
            "investment-level",
            &[("level", Arg::from(it.level.as_str()))],
        );
        let values = [
            ("day", Arg::from(it.as_of)),
            ("year", Arg::Text(it.plan_year.to_string())),
            ("level", Arg::Text(level)),
            ("n", Arg::Count(it.n as i64)),
            ("error", Arg::Text(percent(it.error, lang))),
            ("within", Arg::Text(percent(it.within80, lang))),
        ];
        out::line(&text(lang, "investment-forecast-judged", &values));
    }
    Ok(())
}

fn print_outlook(asked: &Asked, it: &Outlook, lang: Lang) {
    let name = match it.level {
        Level::City => text(lang, "investment-level", &[("level", "city".into())]),
        Level::Source => asked.source_name(&it.key, lang),
        Level::Unit => asked.unit_name(&it.key),
        Level::Project => it.key.clone(),
    };
    let values = [
        ("name", Arg::Text(name)),
        ("now", Arg::Text(share(it.now, lang))),
        ("low", Arg::Text(share(it.quantiles.q10(), lang))),
        ("median", Arg::Text(share(it.quantiles.median(), lang))),
        ("high", Arg::Text(share(it.quantiles.q90(), lang))),
    ];
    out::line(&text(lang, "investment-forecast-row", &values));
    let mut more = Vec::new();
    if let Some(cases) = &it.cases {
        let values = [
            ("n", Arg::Count(cases.n as i64)),
            ("low", Arg::Text(share(cases.low, lang))),
            ("high", Arg::Text(share(cases.high, lang))),
        ];
        more.push(text(lang, "investment-forecast-cases", &values));
    }
    let or_dash = |rate: Option<f64>| rate.map_or_else(|| "–".to_owned(), |it| share(it, lang));
    let values = [
        ("profile", Arg::Text(or_dash(it.last_profile))),
        ("rate", Arg::Text(or_dash(it.last_rate))),
    ];
    more.push(text(lang, "investment-forecast-opponents", &values));
    out::line(&format!("    {}", more.join("; ")));
}

/// `dondoc invest holdup`
#[derive(Debug, Args)]
pub(crate) struct Holdup {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Chỉ một đơn vị / one unit only: id or name.
    #[arg(long)]
    pub(crate) unit: Option<String>,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Serialize)]
struct HeldOf {
    project: String,
    #[serde(flatten)]
    held: Held,
}

#[derive(Debug, Serialize)]
struct DelayOf {
    project: String,
    #[serde(flatten)]
    delay: Delay,
}

/// Says what holds it up.
pub(crate) fn holdup(args: &Holdup, lang: Lang) -> Outcome {
    let asked = Asked::open(&args.which)?;
    asked.denominator(lang)?;
    let view = asked.view();
    let only = match &args.unit {
        Some(name) => Some(asked.opened.unit(name, asked.as_of, lang)?),
        None => None,
    };
    let positions = view.positions();
    let ours = || {
        positions
            .iter()
            .filter(|it| only.as_ref().is_none_or(|only| it.unit == *only))
    };
    let waiting = view.waiting(ours());
    let stages = moves::stages(&view);
    let comparison = Comparison::new(&stages, view.as_of);
    let ids: Vec<&dondoc_kinds::ProjectId> = view.room.projects.keys().collect();
    let mut held: Vec<HeldOf> = Vec::new();
    let mut of_project: BTreeMap<usize, Vec<Held>> = BTreeMap::new();
    for stage in &stages {
        let Some(id) = ids.get(stage.project) else {
            continue;
        };
        let shown = ours().any(|it| it.project == **id);
        let Some(one) = comparison.held(stage).filter(|_| shown) else {
            continue;
        };
        of_project
            .entry(stage.project)
            .or_default()
            .push(one.clone());
        if one.beyond > 0 {
            held.push(HeldOf {
                project: id.to_string(),
                held: one,
            });
        }
    }
    let delays = of_project.iter().filter_map(|(project, held)| {
        let project = ids.get(*project)?.to_string();
        let delay = delay(held)?;
        Some(DelayOf { project, delay })
    });
    let mut delays: Vec<DelayOf> = delays.collect();
    delays.sort_by_key(|it| std::cmp::Reverse(it.delay.total));
    held.sort_by_key(|it| std::cmp::Reverse(it.held.beyond));
    if args.json {
        return out::json(&json!({
            "as_of": asked.as_of, "year": asked.year, "gates": GATES,
            "waiting": waiting, "stages": held, "delays": delays,
        }));
    }
    print_waiting(&waiting, lang);
    for it in held.iter().take(20) {
        let stage = text(
            lang,
            "investment-stage",
            &[("stage", Arg::from(it.held.stage.as_str()))],
        );
        let said = Held {
            stage,
            ..it.held.clone()
        };
        out::line(&format!("{}: {}", it.project, say(lang, &said)));
    }
    Ok(())
}

fn print_waiting(waiting: &Waiting, lang: Lang) {
    let unspent = Arg::Text(billions(waiting.standing.unspent(), lang));
    out::line(&text(
        lang,
        "investment-holdup-head",
        &[("unspent", unspent)],
    ));
    let rows = GATES
        .iter()
        .zip(&waiting.standing.waits)
        .zip(&waiting.shares);
    for (((gate, amount), part), projects) in rows.zip(&waiting.standing.projects) {
        let gate = text(lang, "investment-gate", &[("gate", Arg::from(*gate))]);
        let values = [
            ("share", Arg::Text(percent(*part, lang))),
            ("gate", Arg::Text(gate)),
            ("amount", Arg::Text(billions(*amount, lang))),
            ("projects", Arg::Count(*projects as i64)),
        ];
        out::line(&text(lang, "investment-holdup-row", &values));
    }
}

/// `dondoc invest check`
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Kế hoạch / plan: 2025-city; default the newest yearly plan of the city.
    pub(crate) plan: Option<PlanKey>,
    /// Phiên bản / version; default the newest.
    #[arg(long)]
    pub(crate) version: Option<u32>,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    pub(crate) data: std::path::PathBuf,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Says what the law finds in a plan.
pub(crate) fn check_plan(args: &Check, lang: Lang) -> Outcome {
    let opened = crate::open::city(&args.data)?;
    let room = &opened.city.investment;
    let newest = room
        .years()
        .max()
        .map(|year| PlanKey::yearly(year, Assigner::City));
    let plan = args.plan.or(newest).and_then(|key| room.plans.get(&key));
    let version = plan.and_then(|plan| match args.version {
        Some(number) => plan.versions.iter().find(|it| it.number == number),
        None => plan.newest(),
    });
    let (Some(plan), Some(version)) = (plan, version) else {
        let given = args.plan.map(|key| key.to_string()).unwrap_or_default();
        let args = [("plan", Arg::Text(given))];
        return Err(Trouble::RefusedWords(text(
            lang,
            "investment-fault-no-such-plan",
            &args,
        )));
    };
    let checked = check(room, plan, version);
    if args.json {
        return out::json(&json!({
            "plan": plan.key.to_string(), "version": version.number, "act": version.act,
            "checked": checked,
        }));
    }
    let values = [
        ("plan", Arg::Text(plan.key.to_string())),
        ("version", Arg::Count(i64::from(version.number))),
        ("act", Arg::from(&*version.act.symbol)),
        ("day", Arg::from(version.act.date)),
        ("count", Arg::Count(checked.findings.len() as i64)),
    ];
    out::line(&text(lang, "investment-check-head", &values));
    if checked.findings.is_empty() {
        out::line(&text(lang, "investment-check-none", &[]));
    }
    for finding in &checked.findings {
        out::line(&say(lang, finding));
        let values = [
            ("citation", Arg::from(&*finding.rule.basis.citation)),
            ("known", Arg::from(finding.rule.basis.known.word())),
        ];
        out::line(&format!(
            "    {}",
            text(lang, "investment-check-basis", &values)
        ));
    }
    for silent in &checked.silent {
        let name = text(
            lang,
            "investment-check-name",
            &[("check", silent.word().into())],
        );
        out::line(&text(
            lang,
            "investment-check-silent",
            &[("check", Arg::Text(name))],
        ));
    }
    Ok(())
}
