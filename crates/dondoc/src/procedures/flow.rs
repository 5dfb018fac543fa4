//! `dondoc procedures throughput` and `rework`: how cases flow.

use clap::{Args, ValueEnum};
use dondoc_kinds::Arg;
use dondoc_log_readers::Keep;
use dondoc_messages::{Lang, text};
use dondoc_procedures::throughput::{By, throughput};
use dondoc_procedures::{Reworks, Working};
use serde_json::json;

use super::args::Log;
use super::learn::refused;
use super::say::{hours, number};
use crate::trouble::Outcome;
use crate::{open, out};

/// `dondoc procedures throughput`
#[derive(Debug, Args)]
pub(crate) struct Throughput {
    #[command(flatten)]
    log: Log,
    /// Theo / by unit, month, quarter, or a column (a channel).
    #[arg(long, value_enum, default_value = "unit")]
    by: Which,
    /// Cột / the column, with `--by column`.
    #[arg(long, required_if_eq("by", "column"))]
    column: Option<String>,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    calendar: Option<String>,
    /// JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Unit,
    Month,
    Quarter,
    Column,
}

/// `dondoc procedures rework`
#[derive(Debug, Args)]
pub(crate) struct Rework {
    #[command(flatten)]
    log: Log,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// Says how long cases take, by group.
pub(super) fn groups(args: &Throughput, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::All, lang)?;
    let working = match &args.calendar {
        Some(name) => Some(Working::vietnam(open::calendar(name, None)?)),
        None => None,
    };
    let by = match (args.by, &args.column) {
        (Which::Month, _) => By::Month,
        (Which::Quarter, _) => By::Quarter,
        (Which::Column, Some(name)) => By::Column(name.clone()),
        (Which::Unit | Which::Column, _) => By::Unit,
    };
    let found = throughput(&log, &by, working.as_ref()).map_err(refused)?;
    if args.json {
        return out::json(&json!({
            "by": match &by {
                By::Unit => "unit",
                By::Month => "month",
                By::Quarter => "quarter",
                By::Column(name) => name,
            },
            "groups": found,
        }));
    }
    for group in found {
        let name = group
            .name
            .unwrap_or_else(|| text(lang, "mining-group-unknown", &[]));
        let line = [
            ("name", Arg::from(name)),
            ("cases", Arg::from(group.cases.to_string())),
            ("median", hours(lang, group.p50.unwrap_or(0.0))),
            ("tail", hours(lang, group.p90.unwrap_or(0.0))),
        ];
        out::line(&text(lang, "mining-group", &line));
        if let Some(days) = group.working_days_p50 {
            let line = [("days", number(lang, days, 1))];
            out::line(&text(lang, "mining-group-working", &line));
        }
    }
    Ok(())
}

/// Says what was done again.
pub(super) fn rework(args: &Rework, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::Nothing, lang)?;
    let found = Reworks::of(&log);
    if args.json {
        return out::json(&found);
    }
    let line = [
        ("cases", Arg::from(found.cases.to_string())),
        ("again", Arg::from(found.cases_with_rework.to_string())),
    ];
    out::line(&text(lang, "mining-rework", &line));
    for activity in &found.activities {
        let line = [
            ("activity", Arg::from(activity.activity.as_str())),
            ("cases", Arg::from(activity.cases.to_string())),
            ("repeats", Arg::from(activity.repeats.to_string())),
        ];
        out::line(&text(lang, "mining-rework-step", &line));
    }
    for way in &found.loops {
        let mut steps: Vec<&str> = way.activities.iter().map(String::as_str).collect();
        steps.extend(steps.first().copied());
        out::line(&format!("{:>9}  {}", way.n, steps.join(" → ")));
    }
    Ok(())
}
