//! `dondoc invest reallocate`: where capital should go within the limits.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use dondoc_investment::reallocate::{Instance, Proposal};
use dondoc_investment::room::moves::{Limits, instance};
use dondoc_investment::room::outlook::outlooks;
use dondoc_kinds::Arg;
use dondoc_messages::{Lang, say, text};
use dondoc_reallocation::{Effort, Failure, propose};
use jiff::civil::Date;

use super::room::{Asked, System, Which};
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc invest reallocate`
#[derive(Debug, Args)]
pub(crate) struct Reallocate {
    /// Bài toán / the instance, JSON; without it the city of --data.
    #[arg(required_unless_present = "data", conflicts_with = "data")]
    pub(crate) instance: Option<PathBuf>,
    /// Thư mục dữ liệu / data folder: the question follows from its plan and forecasts.
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// Ngày điều chỉnh / the day on which it would be decided; default today.
    #[arg(long, value_name = "DATE", requires = "data")]
    pub(crate) as_of: Option<Date>,
    /// Năm kế hoạch / plan year.
    #[arg(long, requires = "data")]
    pub(crate) year: Option<i16>,
    /// Nhiều nhất bao nhiêu dự án / most projects that may be touched.
    #[arg(long, default_value_t = 20, requires = "data")]
    pub(crate) max_moves: usize,
    /// Ghi bài toán ra tệp / write the question to a file.
    #[arg(long, value_name = "FILE", requires = "data")]
    pub(crate) write: Option<PathBuf>,
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
    let instance: Instance = match (&args.instance, &args.data) {
        (Some(path), _) => {
            let bytes = std::fs::read(path)
                .with_context(|| format!("failed to read {}", path.display()))?;
            serde_json::from_slice(&bytes).map_err(|error| {
                Trouble::RefusedWords(said("investment-instance-bad-json", error.to_string()))
            })?
        }
        (None, data) => of_city(args, data.clone().unwrap_or_default(), lang)?,
    };
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
    if args.data.is_some() {
        let million = text(lang, "investment-money", &[("money", "million".into())]);
        let args = [("money", Arg::Text(million))];
        out::note(&text(lang, "investment-import-money", &args));
    }
    print(&proposal, lang);
    Ok(())
}

/// The question that a city's plan and forecasts ask.
fn of_city(args: &Reallocate, data: PathBuf, lang: Lang) -> Result<Instance, Trouble> {
    let which = Which {
        data,
        year: args.year,
        as_of: args.as_of,
        system: System::Treasury,
    };
    let asked = Asked::open(&which)?;
    asked.denominator(lang)?;
    let none = || Trouble::RefusedWords(text(lang, "investment-forecast-none", &[]));
    let outlooks = outlooks(&asked.view(), true).ok_or_else(none)?;
    let limits = Limits {
        max_moves: args.max_moves,
        ..Limits::default()
    };
    let instance = instance(&asked.view(), &outlooks, &limits);
    if let Some(path) = &args.write {
        let bytes = serde_json::to_vec_pretty(&instance).map_err(anyhow::Error::from)?;
        std::fs::write(path, bytes)
            .with_context(|| format!("failed to write {}", path.display()))?;
    }
    Ok(instance)
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
