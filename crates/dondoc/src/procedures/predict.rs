//! `dondoc procedures predict`: how long running cases will take still.

use clap::Args;
use dondoc_kinds::Arg;
use dondoc_log_readers::Keep;
use dondoc_messages::{Lang, text};
use dondoc_mining::cases::Cases;
use dondoc_mining::predict::{Forecast, Forecaster, Holdout, Way, holdout};
use serde_json::json;

use super::args::Log;
use super::learn::{cases, refused};
use super::say;
use crate::out;
use crate::trouble::Outcome;

/// `dondoc procedures predict`
#[derive(Debug, Args)]
pub(crate) struct Predict {
    #[command(flatten)]
    log: Log,
    /// Chia theo thời gian để chấm / judge on the last cases: shares to learn, to choose and to judge, as 64/16/20.
    #[arg(long, value_parser = shares)]
    holdout: Option<(u32, u32)>,
    /// Bước cuối / a case that does not end with one of these still runs.
    #[arg(long, required_unless_present = "holdout")]
    end: Vec<String>,
    /// Thời hạn tính bằng ngày / the limit of a case in days since its first event.
    #[arg(long)]
    limit_days: Option<f64>,
    /// Hạt giống / seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// Judges forecasts, or forecasts running cases.
pub(super) fn run(args: &Predict, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::All, lang)?;
    let mut cases = cases(&log);
    drop(log);
    if let Some((train, valid)) = args.holdout {
        let found = holdout(&cases, train, valid, args.seed).map_err(refused)?;
        if !args.json {
            tell_holdout(lang, &found);
            return Ok(());
        }
        let by_way: serde_json::Map<String, serde_json::Value> = found
            .mae_days_by_way
            .iter()
            .map(|(way, error)| (name(*way), json!(error)))
            .collect();
        return out::json(&json!({
            "cases": found.cases,
            "prefixes": found.prefixes,
            "way": found.way,
            "mae_days": found.mae_days,
            "mae_days_by_way": by_way,
            "coverage_90": found.coverage,
            "interval_days_median": found.interval_days,
            "late": found.late,
        }));
    }
    mark_running(&mut cases, &args.end);
    let forecaster = Forecaster::learn(&cases, args.seed).map_err(refused)?;
    let forecasts: Vec<_> = (0..cases.len())
        .filter(|&case| cases.runs(case))
        .filter_map(|case| forecaster.forecast(&cases, case, args.limit_days))
        .collect();
    if args.json {
        return out::json(&json!({"way": forecaster.way(), "running": forecasts}));
    }
    let line = [("way", Arg::from(way_words(lang, forecaster.way())))];
    out::line(&text(lang, "mining-predict-used", &line));
    if forecasts.is_empty() {
        out::line(&text(lang, "mining-predict-none", &[]));
    }
    for forecast in &forecasts {
        tell_forecast(lang, forecast);
    }
    Ok(())
}

fn tell_holdout(lang: Lang, found: &Holdout) {
    let line = [
        ("prefixes", say::count(found.prefixes)),
        ("cases", say::count(found.cases)),
        ("way", Arg::from(way_words(lang, found.way))),
    ];
    out::line(&text(lang, "mining-predict-judged", &line));
    for &(way, error) in &found.mae_days_by_way {
        let line = [
            ("error", say::number(lang, error, 2)),
            ("way", Arg::from(way_words(lang, way))),
        ];
        out::line(&text(lang, "mining-predict-way", &line));
    }
    let line = [
        ("share", say::percent(lang, found.coverage)),
        ("days", say::number(lang, found.interval_days, 1)),
    ];
    out::line(&text(lang, "mining-predict-coverage", &line));
    let line = [
        ("limit", say::number(lang, found.late.limit_days, 1)),
        ("auc", say::number(lang, found.late.auc, 3)),
        ("brier", say::number(lang, found.late.brier, 3)),
        ("plain", say::number(lang, found.late.brier_of_share, 3)),
    ];
    out::line(&text(lang, "mining-predict-late", &line));
}

fn tell_forecast(lang: Lang, forecast: &Forecast) {
    let days = |days: f64| say::number(lang, days, 1);
    let line = [
        ("case", Arg::from(forecast.case.as_str())),
        ("days", days(forecast.remaining_days)),
        ("least", days(forecast.least_days)),
        ("most", days(forecast.most_days)),
        ("plain", days(forecast.last_activity_median_days)),
    ];
    out::line(&text(lang, "mining-predict-case", &line));
    if let Some(chance) = forecast.late {
        let line = [("chance", say::percent(lang, chance))];
        out::line(&text(lang, "mining-predict-case-late", &line));
    }
}

fn way_words(lang: Lang, way: Way) -> String {
    text(lang, &format!("mining-way-{}", name(way)), &[])
}

fn name(way: Way) -> String {
    json!(way).as_str().unwrap_or_default().to_owned()
}

fn mark_running(cases: &mut Cases, ends: &[String]) {
    let now = cases.at.iter().copied().max().unwrap_or(0);
    cases.open_until = (0..cases.len())
        .map(|case| {
            let last = cases.events(case).last()?;
            let activity = &cases.activities[cases.activity[last] as usize];
            (!ends.contains(activity)).then_some(now)
        })
        .collect();
}

fn shares(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("`{text}` is not three shares that sum to 100: write 64/16/20");
    let parts: Vec<u32> = text
        .split('/')
        .map(|part| part.trim().parse().map_err(|_| wrong()))
        .collect::<Result<_, _>>()?;
    match parts.as_slice() {
        &[train, valid, test]
            if train > 0
                && valid > 0
                && test > 0
                && u64::from(train) + u64::from(valid) + u64::from(test) == 100 =>
        {
            Ok((train, valid))
        }
        _ => Err(wrong()),
    }
}
