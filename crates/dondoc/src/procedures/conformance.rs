//! `dondoc procedures conformance`, `discover`: nets and how well cases keep to them.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use dondoc_kinds::Arg;
use dondoc_lake::{EventLog, Variants};
use dondoc_log_readers::Keep;
use dondoc_messages::{Lang, text};
use dondoc_mining::conformance::{self, Aligner, Bound, Online};
use dondoc_mining::discover::discover;
use dondoc_mining::net::{PetriNet, PrescribedStep};
use serde_json::json;

use super::args::Log;
use super::learn::refused;
use super::say;
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc procedures conformance`
#[derive(Debug, Args)]
pub(crate) struct Conformance {
    #[command(flatten)]
    log: Log,
    /// Lưới Petri / a Petri net in PNML.
    #[arg(long, required_unless_present = "steps", conflicts_with = "steps")]
    net: Option<PathBuf>,
    /// Các bước quy định / prescribed steps: CSV with the columns stage, activity, optional.
    #[arg(long)]
    steps: Option<PathBuf>,
    /// Số trạng thái tối đa mỗi biến thể / states looked at for a variant before a bound is given instead.
    #[arg(long, default_value_t = Bound::default().states)]
    states: usize,
    /// Hồ sơ đang giải quyết / running cases: what each has deviated so far; its end is not asked for.
    #[arg(long)]
    online: bool,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// `dondoc procedures discover`
#[derive(Debug, Args)]
pub(crate) struct Discover {
    #[command(flatten)]
    log: Log,
    /// Ngưỡng lọc / arcs rarer than this share of the commonest are left out.
    #[arg(long, default_value_t = 0.2)]
    noise: f64,
}

/// Aligns a log with a net.
pub(super) fn conformance(args: &Conformance, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::Nothing, lang)?;
    let net = match (&args.net, &args.steps) {
        (Some(path), _) => PetriNet::from_pnml(&bytes(path)?).map_err(refused)?,
        (None, Some(path)) => prescribed(path)?,
        (None, None) => return Err(refused("--net or --steps is needed")),
    };
    if args.online {
        return online(args, &log, &net, lang);
    }
    let bound = Bound {
        states: args.states,
    };
    let mut aligner = Aligner::try_new(&net, bound).map_err(refused)?;
    let (activities, variants) = variants(&log);
    let variants: Vec<(&[u32], u64)> = variants.iter().map(|(v, n)| (v.as_slice(), *n)).collect();
    let found = aligner.conformance(&activities, &variants);
    if !args.json {
        tell(lang, &found);
        return Ok(());
    }
    let worst: Vec<_> = found
        .variants
        .iter()
        .zip(&variants)
        .filter(|(aligned, _)| !aligned.is_optimal())
        .map(|(aligned, (variant, cases))| {
            json!({"events": variant.len(), "cases": cases, "cost_at_least": aligned.lower, "cost_at_most": aligned.cost})
        })
        .collect();
    out::json(&json!({
        "cases": found.cases,
        "variants": variants.len(),
        "total_cost": found.total_cost,
        "total_cost_at_least": found.total_cost_lower,
        "average_cost": found.total_cost as f64 / found.cases.max(1) as f64,
        "average_fitness": found.average_fitness,
        "log_fitness": found.log_fitness,
        "fitting_share": found.fitting,
        "shortest_run": found.shortest_run,
        "optimal": found.not_optimal == 0,
        "not_optimal": worst,
        "inserted": found.inserted,
        "skipped": found.skipped,
    }))
}

/// States that one running case may hold before its cost is given as a bound.
const KEPT_STATES: usize = 20_000;

/// Follows each case event by event, as if it still ran.
fn online(args: &Conformance, log: &EventLog, net: &PetriNet, lang: Lang) -> Outcome {
    let mut online = Online::new(net, KEPT_STATES);
    let mut cases = Vec::with_capacity(log.cases());
    for case in 0..log.cases() {
        let mut running = online.begin();
        let mut after_event = Vec::new();
        for &code in log.trace(case) {
            online.next(&mut running, log.activities().get(usize::from(code)));
            after_event.push(running.cost());
        }
        if args.json {
            cases.push(json!({
                "case": log.case_id(case),
                "cost": running.cost(),
                "exact": running.is_exact(),
                "cost_after_event": after_event,
            }));
            continue;
        }
        let key = if running.is_exact() {
            "mining-online"
        } else {
            "mining-online-open"
        };
        let line = [
            ("case", Arg::from(log.case_id(case))),
            ("events", say::count(after_event.len())),
            ("cost", say::count(running.cost())),
        ];
        out::line(&text(lang, key, &line));
    }
    if args.json {
        return out::json(&json!({"cases": cases}));
    }
    Ok(())
}

fn tell(lang: Lang, found: &conformance::Conformance) {
    let average = found.total_cost as f64 / found.cases.max(1) as f64;
    let line = [
        ("share", say::percent(lang, found.fitting)),
        ("cases", say::count(found.cases)),
        ("average", say::number(lang, average, 2)),
        ("fitness", say::number(lang, found.average_fitness, 3)),
    ];
    out::line(&text(lang, "mining-conformance", &line));
    if found.not_optimal > 0 {
        let line = [("n", say::count(found.not_optimal))];
        out::line(&text(lang, "mining-conformance-bound", &line));
    }
    for (key, counts) in [
        ("mining-conformance-skipped", &found.skipped),
        ("mining-conformance-inserted", &found.inserted),
    ] {
        let mut most: Vec<(&String, &u64)> = counts.iter().collect();
        most.sort_by_key(|(activity, n)| (std::cmp::Reverse(**n), (*activity).clone()));
        for (activity, n) in most.into_iter().take(10) {
            let line = [
                ("n", say::count(*n)),
                ("activity", Arg::from(activity.as_str())),
            ];
            out::line(&text(lang, key, &line));
        }
    }
}

/// Discovers a net and prints it as PNML.
pub(super) fn net(args: &Discover, lang: Lang) -> Outcome {
    if !(0.0..=1.0).contains(&args.noise) {
        return Err(refused(format!(
            "--noise is {}: it must be from 0 to 1",
            args.noise
        )));
    }
    let log = super::read(&args.log, Keep::Nothing, lang)?;
    let (activities, variants) = variants(&log);
    let variants: Vec<(&[u32], u64)> = variants.iter().map(|(v, n)| (v.as_slice(), *n)).collect();
    let net = discover(&activities, &variants, args.noise).to_net();
    // PNML is the result; what it is worth is said beside it.
    out::line(net.to_pnml().trim_end());
    if let Ok(mut aligner) = Aligner::try_new(&net, Bound::default()) {
        let found = aligner.conformance(&activities, &variants);
        let steps = net.transitions.iter().filter(|step| step.label.is_some());
        let line = [
            ("places", say::count(net.places.len())),
            ("transitions", say::count(steps.count())),
            ("cases", say::count(found.cases)),
            ("fitness", say::percent(lang, found.average_fitness)),
            ("fitting", say::percent(lang, found.fitting)),
        ];
        out::note(&text(lang, "procedures-discovered", &line));
        let mut outside: Vec<_> = found.inserted.iter().collect();
        outside.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        for (activity, n) in outside.into_iter().take(5) {
            let line = [
                ("activity", Arg::from(activity.as_str())),
                ("n", say::count(*n)),
            ];
            out::note(&text(lang, "procedures-discovered-step", &line));
        }
    }
    Ok(())
}

fn variants(log: &EventLog) -> (Vec<String>, Vec<(Vec<u32>, u64)>) {
    let activities = log.activities().iter().map(str::to_owned).collect();
    let variants = Variants::of(log)
        .list
        .into_iter()
        .map(|variant| {
            let trace = variant.trace.into_iter().map(u32::from).collect();
            (trace, variant.cases.len() as u64)
        })
        .collect();
    (activities, variants)
}

pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    let read = std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
    Ok(read)
}

/// Reads prescribed steps; those with one number of a stage may go in any order.
fn prescribed(path: &Path) -> Result<PetriNet, Trouble> {
    #[derive(serde::Deserialize)]
    struct Row {
        stage: u32,
        activity: String,
        #[serde(default)]
        optional: Option<String>,
    }
    let bytes = bytes(path)?;
    let mut stages: std::collections::BTreeMap<u32, Vec<PrescribedStep>> =
        std::collections::BTreeMap::new();
    for row in csv::Reader::from_reader(bytes.as_slice()).deserialize::<Row>() {
        let row = row.map_err(|error| refused(format!("{}: {error}", path.display())))?;
        let optional = matches!(row.optional.as_deref(), Some("1" | "true" | "yes" | "có"));
        stages.entry(row.stage).or_default().push(PrescribedStep {
            activity: row.activity,
            optional,
        });
    }
    Ok(PetriNet::of_steps(
        &stages.into_values().collect::<Vec<_>>(),
    ))
}
