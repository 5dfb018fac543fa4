//! `dondoc invest backtest`: how good the forecast would have been.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dondoc_investment::forecast::{
    self, Calibration, Fold, Panel, Report, Scores, Training, calibration,
};
use dondoc_kinds::Arg;
use dondoc_messages::{Lang, say, text};

use super::table::{self, Columns};
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc invest backtest`
#[derive(Debug, Args)]
pub(crate) struct Backtest {
    /// Bảng theo tháng / monthly table, CSV.
    pub(crate) data: PathBuf,
    /// Cột tạo thành đơn vị, rộng trước hẹp sau / columns that make a unit, the widest first; fewer give a higher level.
    #[arg(long, required = true)]
    pub(crate) unit: Vec<String>,
    /// Năm thử / years to test: 2024, 2014-2020 or 2021,2023.
    #[arg(long, value_parser = numbers)]
    pub(crate) test: Numbers,
    /// Tháng dự báo / months at whose end forecasts are made; default the third to the last but one.
    #[arg(long, value_parser = numbers)]
    pub(crate) months: Option<Numbers>,
    /// Tháng kết thúc năm / the month in which the year ends: 13 where capital runs to 31 January.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(2..=24))]
    pub(crate) last: u32,
    /// Kế hoạch nhỏ nhất được tính / least plan that counts, in the table's money.
    #[arg(long, default_value_t = 1e6)]
    pub(crate) min_plan: f64,
    /// Học từ đâu / what may be learned from.
    #[arg(long, value_enum, default_value_t = Learn::Earlier)]
    pub(crate) learn: Learn,
    /// Cột kế hoạch / column of the plan as known then.
    #[arg(long, default_value = "plan")]
    pub(crate) plan_column: String,
    /// Cột lũy kế giải ngân / column of what was spent since the year began.
    #[arg(long, default_value = "executed_cum")]
    pub(crate) spent_column: String,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a forecast in the back-test may learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Learn {
    /// Earlier years: how it would have been.
    Earlier,
    /// Every other year, later ones too (leave one year out).
    OtherYears,
    /// Earlier years of the other units of the first --unit column (leave one city out).
    OtherGroups,
}

/// Whole numbers: `7`, `3-11`, `1,3,5-7`.
#[derive(Debug, Clone)]
pub(crate) struct Numbers(Vec<u32>);

fn numbers(given: &str) -> Result<Numbers, String> {
    let words = || {
        text(
            Lang::En,
            "investment-years-or-months",
            &[("given", Arg::from(given))],
        )
    };
    let mut all = Vec::new();
    for part in given.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let bound = |bound: &str| bound.trim().parse::<u32>().map_err(|_| words());
        let (from, to) = (bound(from)?, bound(to)?);
        if from > to || to - from > 200 {
            return Err(words());
        }
        all.extend(from..=to);
    }
    Ok(Numbers(all))
}

/// Reads, tests, prints.
pub(crate) fn run(args: &Backtest, lang: Lang) -> Outcome {
    let columns = Columns {
        unit: &args.unit,
        plan: &args.plan_column,
        spent: &args.spent_column,
    };
    let lines = table::read(&args.data, &columns)?;
    let panel = Panel::build(lines, args.last, args.min_plan).map_err(Trouble::refused)?;
    let months = match &args.months {
        Some(months) => months.0.clone(),
        None => (3.min(args.last - 1)..args.last).collect(),
    };
    let wanted = forecast::Backtest {
        years: args.test.0.iter().map(|year| *year as i32).collect(),
        months,
        training: match args.learn {
            Learn::Earlier => Training::Earlier,
            Learn::OtherYears => Training::OtherYears,
            Learn::OtherGroups => Training::OtherGroups,
        },
    };
    let report = forecast::backtest(&panel, &wanted).map_err(Trouble::refused)?;
    for problem in &report.skipped {
        let what = Arg::Text(say(lang, problem));
        out::note(&text(lang, "investment-skipped", &[("what", what)]));
    }
    if args.json {
        return out::json(&report);
    }
    print(&report, args.last, lang);
    Ok(())
}

fn print(report: &Report, last: u32, lang: Lang) {
    let word = |key: &str| text(lang, key, &[]);
    out::line(&format!(
        "{:<26}{:>8}{:>8}{:>12}{:>8}",
        word("investment-table-head"),
        "CRPS",
        "MAE",
        word("investment-table-cover"),
        "n"
    ));
    fold(&word("investment-table-all"), &report.all, lang);
    for (year, of_year) in &report.by_year {
        fold(&year.to_string(), of_year, lang);
    }
    out::line("");
    for distance in calibration(report, last) {
        let months = Arg::Count(i64::from(distance.months_to_deadline));
        let verdict = word(match distance.calibration {
            Calibration::Calibrated => "investment-calibrated",
            Calibration::NotCalibrated => "investment-not-calibrated",
            Calibration::Untested => "investment-untested",
        });
        let head = text(lang, "investment-distance", &[("months", months)]);
        out::line(&format!("{head:<26}{:>8.2}  {verdict}", distance.cover80));
    }
}

fn fold(head: &str, fold: &Fold, lang: Lang) {
    out::line(head);
    let row = |key: &str, scores: &Scores| {
        if scores.n == 0 {
            return;
        }
        out::line(&format!(
            "  {:<24}{:>8.4}{:>8.4}{:>12.3}{:>8}",
            text(lang, key, &[]),
            scores.crps,
            scores.mae,
            scores.cover80,
            scores.n
        ));
    };
    row("investment-table-ours", &fold.ours);
    row("investment-table-last-profile", &fold.last_profile);
    row("investment-table-last-rate", &fold.last_rate);
}
