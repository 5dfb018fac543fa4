//! `dondoc invest backtest`: how good the forecast would have been.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use dondoc_investment::forecast::{
    self, Calibration, Fold, Line, Panel, Report, Scores, Training, USUAL_LEAST_PLAN, calibration,
    least_plan,
};
use dondoc_investment_tables::monthly::{self, Columns};
use dondoc_kinds::{Arg, Say};
use dondoc_messages::{Lang, say, text};

use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc invest backtest`
#[derive(Debug, Args)]
pub(crate) struct Backtest {
    /// Bảng theo tháng / monthly table, CSV or XLSX.
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
    /// Kế hoạch nhỏ nhất được tính / least plan that counts, in the table's money; default 1000000, or a thousandth of it and so on where the table counts in thousands or millions.
    #[arg(long)]
    pub(crate) min_plan: Option<f64>,
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
    let lines = read(args, &columns)?;
    let least = args.min_plan.unwrap_or_else(|| least(&lines, lang));
    note_months_left_out(&lines, args.last, lang);
    let panel = Panel::build(lines, args.last, least).map_err(Trouble::refused)?;
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

fn read(args: &Backtest, columns: &Columns<'_>) -> Result<Vec<Line>, Trouble> {
    let file = args.data.display();
    let bytes = std::fs::read(&args.data).with_context(|| format!("failed to read {file}"))?;
    monthly::read(&file.to_string(), &bytes, columns).map_err(|problems| {
        let each = problems.into_iter();
        Trouble::Problems(each.map(|it| Box::new(it) as Box<dyn Say>).collect())
    })
}

fn least(lines: &[Line], lang: Lang) -> f64 {
    let least = least_plan(lines);
    if least < USUAL_LEAST_PLAN {
        let least = ("least", Arg::Text(least.to_string()));
        out::note(&text(lang, "investment-scale-chosen", &[least]));
    }
    least
}

fn note_months_left_out(lines: &[Line], last: u32, lang: Lang) {
    let beyond = lines.iter().filter(|line| line.month > last).count();
    if beyond > 0 {
        let args = [
            ("lines", Arg::Count(beyond as i64)),
            ("last", Arg::Count(i64::from(last))),
        ];
        out::note(&text(lang, "investment-months-left-out", &args));
    }
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
