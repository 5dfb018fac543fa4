//! `dondoc procedures simulate`, `whatif` and `lateness`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use dondoc_kinds::Arg;
use dondoc_log_readers::Keep;
use dondoc_messages::{Lang, say, text};
use dondoc_mining::lateness::{Lateness, lateness};
use dondoc_mining::simulate::{
    Comparison, LegalStep, Model, Proposal, Scenario, compare, honesty, proposals, simulate,
};
use serde_json::json;

use super::args::Log;
use super::conformance::bytes;
use super::learn::{refused, working};
use super::say;
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// What all simulations are told.
#[derive(Debug, Args)]
pub(crate) struct Runs {
    #[command(flatten)]
    log: Log,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    calendar: Option<String>,
    /// Số hồ sơ mỗi lượt / cases in each replication.
    #[arg(long, default_value_t = 2_000)]
    cases: usize,
    /// Số lượt / replications.
    #[arg(long, default_value_t = 30)]
    replications: usize,
    /// Hạt giống / seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// `dondoc procedures simulate`
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    #[command(flatten)]
    runs: Runs,
    /// Thời hạn tính bằng ngày làm việc / the limit of a case in working days.
    #[arg(long)]
    limit_days: Option<f64>,
}

/// `dondoc procedures whatif`
#[derive(Debug, Args)]
pub(crate) struct WhatIf {
    #[command(flatten)]
    runs: Runs,
    /// Kịch bản / a scenario (JSON, form 1); without one, changes are proposed.
    #[arg(long)]
    scenario: Option<PathBuf>,
    /// Căn cứ của từng bước / what each step rests on: CSV with activity, provision, may_drop, person_minutes.
    #[arg(long)]
    steps: Option<PathBuf>,
}

/// `dondoc procedures lateness`
#[derive(Debug, Args)]
pub(crate) struct Late {
    #[command(flatten)]
    log: Log,
    /// Lịch làm việc / jurisdiction whose calendar counts working time.
    #[arg(long)]
    calendar: Option<String>,
    /// Thời hạn tính bằng ngày làm việc / the limit of a case in working days.
    #[arg(long)]
    limit_days: f64,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// Simulates what is.
pub(super) fn plain(args: &Simulate, lang: Lang) -> Outcome {
    let scenario = Scenario {
        form: 1,
        name: "as it is".to_owned(),
        changes: Vec::new(),
        limit_days: args.limit_days,
    };
    let runs = &args.runs;
    let log = super::read(&runs.log, Keep::Nothing, lang)?;
    let (cases, work) = working(&log, runs.calendar.as_deref())?;
    let all: Vec<usize> = (0..cases.len()).collect();
    let model = Model::learn(&cases, &all, &work).map_err(refused)?;
    let honest = honesty(&cases, &work, 80, runs.seed).map_err(refused)?;
    let found =
        simulate(&model, &scenario, runs.cases, runs.replications, runs.seed).map_err(refused)?;
    if runs.json {
        return out::json(&json!({"honesty": honest, "outcome": found}));
    }
    say::honesty(lang, &honest);
    say::outcome(lang, "mining-outcome-now", &found);
    Ok(())
}

/// Tries a scenario, or proposes changes.
pub(super) fn what_if(args: &WhatIf, lang: Lang) -> Outcome {
    let runs = &args.runs;
    let scenario: Option<Scenario> = match &args.scenario {
        Some(path) => Some(
            serde_json::from_slice(&bytes(path)?)
                .map_err(|error| refused(format!("{}: {error}", path.display())))?,
        ),
        None => None,
    };
    let steps = match &args.steps {
        Some(path) => legal_steps(path)?,
        None => BTreeMap::new(),
    };
    let log = super::read(&runs.log, Keep::Nothing, lang)?;
    let (cases, work) = working(&log, runs.calendar.as_deref())?;
    let all: Vec<usize> = (0..cases.len()).collect();
    let model = Model::learn(&cases, &all, &work).map_err(refused)?;
    let honest = honesty(&cases, &work, 80, runs.seed).map_err(refused)?;
    match scenario {
        Some(scenario) => {
            let found = compare(&model, &scenario, runs.cases, runs.replications, runs.seed)
                .map_err(refused)?;
            if runs.json {
                return out::json(&json!({"honesty": honest, "comparison": found}));
            }
            say::honesty(lang, &honest);
            tell_comparison(lang, &found);
            Ok(())
        }
        None => {
            let found = proposals(&model, &steps, runs.cases, runs.replications, runs.seed);
            if runs.json {
                return out::json(&json!({
                    "honesty": honest,
                    "cases_per_year": model.cases_per_year(),
                    "proposals": found,
                }));
            }
            say::honesty(lang, &honest);
            tell_proposals(lang, &found);
            Ok(())
        }
    }
}

/// Says which steps made cases late.
pub(super) fn late(args: &Late, lang: Lang) -> Outcome {
    if args.limit_days.is_nan() || args.limit_days < 0.0 {
        return Err(refused("--limit-days must be 0 or more"));
    }
    let log = super::read(&args.log, Keep::Nothing, lang)?;
    let (cases, work) = working(&log, args.calendar.as_deref())?;
    let found = lateness(&cases, &work, args.limit_days, &BTreeMap::new());
    if args.json {
        return out::json(&found);
    }
    tell_lateness(lang, &found);
    Ok(())
}

fn tell_comparison(lang: Lang, found: &Comparison) {
    say::outcome(lang, "mining-outcome-now", &found.before);
    say::outcome(lang, "mining-outcome-then", &found.after);
    let mut line = say::figure(lang, "days", found.saved_days, 1.0).to_vec();
    line.push(("year", say::number(lang, found.saved_days_per_year.mean, 0)));
    out::line(&text(lang, "mining-saved", &line));
}

fn tell_proposals(lang: Lang, found: &[Proposal]) {
    if found.is_empty() {
        out::line(&text(lang, "mining-proposal-none", &[]));
        return;
    }
    for (number, proposal) in found.iter().enumerate() {
        let mut line = say::figure(lang, "days", proposal.saved_days_per_year, 1.0).to_vec();
        line.push(("number", say::count(number + 1)));
        line.push(("change", Arg::from(say(lang, &proposal.change))));
        out::line(&text(lang, "mining-proposal", &line));
        if let Some(days) = proposal.saved_person_days_per_year {
            let line = [("days", say::number(lang, days, 1))];
            out::line(&text(lang, "mining-proposal-people", &line));
        }
        match &proposal.provision {
            Some(provision) => {
                let line = [("provision", Arg::from(provision.as_str()))];
                out::line(&text(lang, "mining-proposal-basis", &line));
            }
            None => out::line(&text(lang, "mining-proposal-no-basis", &[])),
        }
    }
    out::line(&text(lang, "mining-proposal-person", &[]));
}

fn tell_lateness(lang: Lang, found: &Lateness) {
    let line = [
        ("late", say::count(found.late)),
        ("cases", say::count(found.cases)),
        ("days", say::number(lang, found.late_days, 1)),
    ];
    out::line(&text(lang, "mining-lateness", &line));
    for step in &found.steps {
        let line = [
            ("share", say::percent(lang, step.share)),
            ("activity", Arg::from(step.activity.as_str())),
            ("days", say::number(lang, step.late_days, 1)),
            ("mainly", say::count(step.mainly)),
        ];
        out::line(&text(lang, "mining-lateness-step", &line));
    }
    let line = [("days", say::number(lang, found.unexplained_days, 1))];
    out::line(&text(lang, "mining-lateness-unexplained", &line));
}

fn legal_steps(path: &Path) -> Result<BTreeMap<String, LegalStep>, Trouble> {
    #[derive(serde::Deserialize)]
    struct Row {
        activity: String,
        provision: Option<String>,
        may_drop: Option<String>,
        person_minutes: Option<u32>,
    }
    let bytes = bytes(path)?;
    let mut steps = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes.as_slice()).deserialize::<Row>() {
        let row = row.map_err(|error| refused(format!("{}: {error}", path.display())))?;
        steps.insert(
            row.activity,
            LegalStep {
                provision: row.provision.filter(|text| !text.is_empty()),
                may_drop: matches!(row.may_drop.as_deref(), Some("1" | "true" | "yes" | "có")),
                person_minutes: row.person_minutes,
            },
        );
    }
    Ok(steps)
}
