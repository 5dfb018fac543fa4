//! `dondoc invest reallocate`: where capital should go within the limits.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use dondoc_investment::reallocate::{Instance, Proposal};
use dondoc_kinds::Arg;
use dondoc_messages::{Lang, say, text};
use dondoc_reallocation::{Effort, Failure, propose};

use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc invest reallocate`
#[derive(Debug, Args)]
pub(crate) struct Reallocate {
    /// Bài toán / the instance, JSON.
    pub(crate) instance: PathBuf,
    /// Thời gian tìm, giây / seconds to search.
    #[arg(long, default_value_t = 9.0)]
    pub(crate) time: f64,
    /// Lợi ích theo số quyết định, 1 đến N / best gain for 1 to N papers; takes as long again.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) frontier: usize,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Reads, searches, prints.
pub(crate) fn run(args: &Reallocate, lang: Lang) -> Outcome {
    let said = |key: &str, what: String| text(lang, key, &[("what", Arg::Text(what))]);
    let bytes = std::fs::read(&args.instance)
        .with_context(|| format!("failed to read {}", args.instance.display()))?;
    let instance: Instance = serde_json::from_slice(&bytes).map_err(|error| {
        Trouble::RefusedWords(said("investment-instance-bad-json", error.to_string()))
    })?;
    let effort = Effort {
        time: Duration::try_from_secs_f64(args.time).unwrap_or(Effort::default().time),
        frontier: args.frontier,
        ..Effort::default()
    };
    let proposal = propose(&instance, &effort).map_err(|failure| match failure {
        Failure::Instance(problem) => Trouble::refused(problem),
        failure @ (Failure::Solver(_) | Failure::Broken(_)) => {
            let what = format!("{:#}", anyhow::Error::from(failure));
            Trouble::RefusedWords(said("investment-reallocation-broken", what))
        }
    })?;
    if args.json {
        return out::json(&proposal);
    }
    print(&proposal, lang);
    Ok(())
}

fn print(proposal: &Proposal, lang: Lang) {
    if proposal.exercise {
        out::line(&text(lang, "investment-reallocation-exercise", &[]));
    }
    for withheld in &proposal.withheld {
        out::line(&say(lang, withheld));
    }
    if proposal.moves.is_empty() {
        out::line(&text(lang, "investment-reallocation-none", &[]));
    }
    for one in &proposal.moves {
        out::line(&say(lang, one));
    }
    let percent = |rate: f64| Arg::Text(format!("{:.1} %", 100.0 * rate));
    let amount = |value: f64| Arg::Text(format!("{value:.2}"));
    let rates = [
        ("before", percent(proposal.rate_before)),
        ("after", percent(proposal.rate_after)),
        ("moves", Arg::Count(proposal.moves.len() as i64)),
        ("moved", Arg::Count(proposal.moved)),
    ];
    out::line(&text(lang, "investment-reallocation-rate", &rates));
    let values = [
        ("objective", amount(proposal.objective)),
        ("none", amount(proposal.no_move)),
        ("bound", amount(proposal.bound)),
        ("gap", Arg::Text(format!("{:.3} %", 100.0 * proposal.gap))),
    ];
    if proposal.proven {
        out::line(&text(lang, "investment-reallocation-proven", &values[..2]));
    } else {
        out::line(&text(lang, "investment-reallocation-bound", &values));
    }
    for point in &proposal.frontier {
        let values = [
            ("moves", Arg::Count(point.moves as i64)),
            ("gain", amount(point.gain)),
            ("most", amount(point.bound - proposal.no_move)),
        ];
        out::line(&text(lang, "investment-frontier", &values));
    }
}
