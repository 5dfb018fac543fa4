//! `dondoc invest export`: OC4IDS and OCDS, with a report on their quality.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use dondoc_kinds::{Arg, UnitId};
use dondoc_messages::{Lang, text};
use dondoc_open_contracting::{Publication, oc4ids, ocds, quality};

use super::room::{Asked, Which, percent};
use crate::out;
use crate::trouble::Outcome;

/// `dondoc invest export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Dạng / form.
    #[arg(long, value_enum)]
    pub(crate) format: Format,
    /// Tệp / file; default standard output.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Tiền tố đã đăng ký / the prefix that the standard's registry gave.
    #[arg(long, default_value = "xxxxxx")]
    pub(crate) prefix: String,
    /// Địa chỉ của gói dữ liệu / where the package will be found.
    #[arg(long, default_value = "https://example.org/investment.json")]
    pub(crate) uri: String,
    /// Báo cáo chất lượng dạng JSON / the report on quality as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) quality: Option<PathBuf>,
}

/// A form of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// OC4IDS 0.9, projects.
    Oc4ids,
    /// OCDS 1.1, contracting processes.
    Ocds,
}

/// Writes a package.
pub(crate) fn run(args: &Export, lang: Lang) -> Outcome {
    let asked = Asked::open(&args.which)?;
    let publisher = asked.unit_name(crate::flow::steering(&asked.opened).as_str());
    let unit = |id: &UnitId| asked.unit_name(id.as_str());
    let publication = Publication {
        view: asked.view(),
        unit: &unit,
        publisher: &publisher,
        uri: &args.uri,
        prefix: &args.prefix,
    };
    let (package, list) = match args.format {
        Format::Oc4ids => (oc4ids(&publication), "projects"),
        Format::Ocds => (ocds(&publication), "releases"),
    };
    let count = package
        .get(list)
        .and_then(|it| it.as_array())
        .map_or(0, Vec::len);
    let quality = quality(&asked.view());
    match &args.out {
        None => out::json(&package)?,
        Some(path) => {
            let bytes = serde_json::to_vec_pretty(&package).map_err(anyhow::Error::from)?;
            std::fs::write(path, bytes)
                .with_context(|| format!("failed to write {}", path.display()))?;
            let file = Arg::Text(path.display().to_string());
            let values = [("file", file), ("count", Arg::Count(count as i64))];
            out::note(&text(lang, "investment-exported", &values));
        }
    }
    if let Some(path) = &args.quality {
        let bytes = serde_json::to_vec_pretty(&quality).map_err(anyhow::Error::from)?;
        std::fs::write(path, bytes)
            .with_context(|| format!("failed to write {}", path.display()))?;
    }
    let fresh = quality
        .newest
        .map_or(Arg::from("–"), |(newest, _)| Arg::from(newest));
    let values = [
        ("projects", Arg::Count(quality.projects as i64)),
        ("complete", Arg::Text(percent(quality.complete, lang))),
        ("fresh", fresh),
    ];
    out::note(&text(lang, "investment-export-quality", &values));
    Ok(())
}
