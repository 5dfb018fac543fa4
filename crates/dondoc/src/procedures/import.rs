//! Logs into the data folder and out of it: segments beside the ledger, one entry
//! an import.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use dondoc_city::{City, Command, LogImported};
use dondoc_kinds::Arg;
use dondoc_lake::segment::SegmentProblem;
use dondoc_ledger_sqlite::DataFolder;
use dondoc_log_readers::{Keep, LogProblem};
use dondoc_messages::{Lang, text};
use dondoc_server::case_logs;

use super::args::{Log, zone};
use crate::args::Acting;
use crate::flow;
use crate::open::{self, Opened};
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc procedures import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Nhật ký / the log: XES, CSV, XLSX, Parquet, OCEL; `.gz` too.
    #[arg(required_unless_present_any = ["withdraw", "list"])]
    log: Option<PathBuf>,
    /// Thư mục dữ liệu / data folder.
    #[arg(long)]
    data: PathBuf,
    /// Cột nào là gì / which column is what; proposed and remembered without it.
    #[arg(long)]
    columns: Option<String>,
    /// Múi giờ của thời điểm không ghi múi giờ / offset of moments that name none, e.g. +07:00.
    #[arg(long, value_parser = zone, allow_hyphen_values = true)]
    zone: Option<i32>,
    /// Loại đối tượng là hồ sơ / which objects are the cases of an OCEL log.
    #[arg(long)]
    object_type: Option<String>,
    /// Giữ thêm cột / further columns to keep, comma-separated; none that names a citizen.
    #[arg(long, value_delimiter = ',')]
    keep: Vec<String>,
    /// Rút một lần nhập / withdraw an import as a whole, by its id.
    #[arg(long, value_name = "IMPORT", conflicts_with_all = ["log", "list"], requires = "reason")]
    withdraw: Option<String>,
    /// Lý do rút / why it is withdrawn.
    #[arg(long, requires = "withdraw")]
    reason: Option<String>,
    /// Các lần nhập / the imports there are.
    #[arg(long, conflicts_with = "log")]
    list: bool,
    /// Chỉ xem trước / say what would be imported, import nothing.
    #[arg(long)]
    dry_run: bool,
    /// JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    acting: Acting,
}

/// `dondoc procedures export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    log: Log,
    /// Tệp kết quả / where the table goes.
    #[arg(long)]
    out: PathBuf,
}

/// `dondoc procedures compact`
#[derive(Debug, Args)]
pub(crate) struct Compact {
    /// Thư mục / a data folder, or a folder of segments.
    folder: PathBuf,
}

/// Imports, withdraws or lists.
pub(crate) fn run(args: &Import, lang: Lang) -> Outcome {
    let mut opened = open::city(&args.data)?;
    match (&args.withdraw, &args.log) {
        (Some(import), _) => withdraw(&mut opened, args, import, lang),
        (None, Some(log)) => import(&mut opened, args, log, lang),
        (None, None) => list(&opened.city, args.json, lang),
    }
}

fn count(n: u64) -> Arg {
    Arg::Text(n.to_string())
}

/// The segments of a data folder's standing imports; `None` when the path is no
/// data folder.
pub(crate) fn standing(path: &Path, lang: Lang) -> Result<Option<Vec<PathBuf>>, Trouble> {
    if !path.join("dondoc.toml").is_file() {
        return Ok(None);
    }
    let opened = open::city(path)?;
    let files = case_logs::standing(&opened.city, path);
    if files.is_empty() {
        let path = Arg::Text(path.display().to_string());
        return Err(Trouble::RefusedWords(text(
            lang,
            "logs-no-import",
            &[("path", path)],
        )));
    }
    Ok(Some(files))
}

fn import(opened: &mut Opened, args: &Import, path: &Path, lang: Lang) -> Outcome {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let given = case_logs::Given {
        columns: args.columns.clone(),
        zone: args.zone,
        object_type: args.object_type.clone(),
        keep: args.keep.clone(),
    };
    let mut found =
        case_logs::look(&opened.city, &args.data, path, &name, &given).map_err(Trouble::refused)?;
    if !found.report.columns.is_empty() {
        let columns = Arg::Text(found.report.columns.join(", "));
        out::note(&text(lang, "logs-columns", &[("columns", columns)]));
    }
    super::tell_report(&found.report, lang);
    let zone = found.imported.zone.as_deref();
    if let (naive @ 1.., Some(zone)) = (found.imported.naive, zone) {
        let said = [("n", super::counted(naive)), ("zone", Arg::from(zone))];
        out::note(&text(lang, "log-naive", &said));
    }
    if let Some(lacks) = found.lacks {
        return Err(Trouble::RefusedWords(dondoc_messages::say(lang, &lacks)));
    }
    if found.imported.known_before > 0 {
        let n = [("n", count(found.imported.known_before))];
        out::note(&text(lang, "logs-known-before", &n));
    }
    if args.dry_run {
        if args.json {
            return out::json(&found.imported);
        }
        out::line(&text(lang, "logs-would-import", &size(&found.imported)));
        return Ok(());
    }
    case_logs::write(&args.data, &mut found).map_err(Trouble::refused)?;
    let mut imported = found.imported;
    let default = flow::steering(opened);
    let command = Command::ImportLog(Box::new(imported.clone()));
    if let Err(trouble) = opened.act(command, &args.acting, &default, lang) {
        // Without its entry the segment is nobody's.
        let _ = case_logs::take_back(&opened.city, &args.data, &imported.segment);
        return Err(trouble);
    }
    if let Some(columns) = &args.columns {
        case_logs::remember(&args.data, columns).context("failed to remember the columns")?;
    }
    if let Some(made) = opened.city.logs.iter().last() {
        imported.import = made.imported.import.clone();
    }
    if args.json {
        return out::json(&imported);
    }
    out::line(&text(lang, "logs-imported", &size(&imported)));
    Ok(())
}

fn size(imported: &LogImported) -> [(&'static str, Arg); 5] {
    [
        ("import", Arg::Text(imported.import.to_string())),
        ("cases", count(imported.cases)),
        ("events", count(imported.events)),
        ("activities", count(imported.activities)),
        ("bytes", count(imported.segment_bytes)),
    ]
}

fn withdraw(opened: &mut Opened, args: &Import, import: &str, lang: Lang) -> Outcome {
    let said = [("import", Arg::from(import))];
    let default = flow::steering(opened);
    let command = Command::WithdrawLog {
        import: import.into(),
        reason: args.reason.as_deref().unwrap_or_default().into(),
    };
    let before = opened.city.logs.get(import).and_then(|log| log.withdrawn);
    opened.act(command, &args.acting, &default, lang)?;
    // The entry stands: now the events go, and what was made of them.
    if let Some(log) = opened.city.logs.get(import) {
        case_logs::take_back(&opened.city, &args.data, &log.imported.segment)
            .context("failed to remove the segment")?;
    }
    let key = match before {
        Some(_) => "logs-withdrawn-before",
        None => "logs-withdrawn",
    };
    out::line(&text(lang, key, &said));
    Ok(())
}

fn list(city: &City, json: bool, lang: Lang) -> Outcome {
    if json {
        return out::json(&city.logs.iter().collect::<Vec<_>>());
    }
    for log in city.logs.iter() {
        let imported = &log.imported;
        let moment = |moment: Option<&str>| Arg::from(moment.unwrap_or("-"));
        let state = match log.withdrawn {
            Some(_) => text(lang, "logs-listed-withdrawn", &[]),
            None => String::new(),
        };
        let args = [
            ("import", Arg::Text(imported.import.to_string())),
            ("name", Arg::Text(imported.name.to_string())),
            ("cases", count(imported.cases)),
            ("events", count(imported.events)),
            ("first", moment(imported.first.as_deref())),
            ("last", moment(imported.last.as_deref())),
            ("state", Arg::Text(state)),
        ];
        out::line(&text(lang, "logs-listed", &args));
    }
    Ok(())
}

/// What is wrong with the segments that the ledger knows, in words.
pub(crate) fn verify(folder: &DataFolder, data: &Path, lang: Lang) -> Vec<String> {
    let mut city = City::empty();
    // A ledger that can't be folded is said by its own verification.
    if city.catch_up(folder.ledger()).is_err() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for log in city.logs.standing() {
        let hash = log.imported.segment.as_str();
        let path = case_logs::segment(data, hash);
        let mut say = |key: &str, why: Option<String>| {
            let mut args = vec![
                ("import", Arg::Text(log.imported.import.to_string())),
                ("segment", Arg::Text(path.display().to_string())),
            ];
            args.extend(why.map(|why| ("why", Arg::Text(why))));
            problems.push(text(lang, key, &args));
        };
        match dondoc_log_readers::weigh(&path) {
            Err(_) => say("logs-segment-missing", None),
            Ok(weight) if weight.sha256 == hash => {}
            Ok(_) => {
                let changes = dondoc_log_readers::changes(&path).unwrap_or_default();
                if changes.is_empty() {
                    // Whole by its own checksums: another segment stands in its place.
                    say(
                        "logs-segment-changed",
                        Some(text(lang, "logs-segment-replaced", &[])),
                    );
                }
                for change in changes {
                    say("logs-segment-changed", Some(changed(&change, lang)));
                }
            }
        }
    }
    if problems.is_empty() {
        let files = case_logs::standing(&city, data);
        let path = dondoc_log_readers::compacted_path(&files).ok().flatten();
        if let Some(path) = path.filter(|path| path.exists())
            && !is_made_of(&path, &files)
        {
            let args = [("path", Arg::Text(path.display().to_string()))];
            problems.push(text(lang, "logs-compacted-changed", &args));
        }
    }
    problems
}

fn changed(change: &SegmentProblem, lang: Lang) -> String {
    match change {
        SegmentProblem::Changed {
            block,
            column,
            from,
            to,
        } => text(
            lang,
            "logs-change-block",
            &[
                ("block", count(*block as u64)),
                ("column", Arg::from(column.as_str())),
                ("from", count(*from)),
                ("to", count(*to)),
            ],
        ),
        SegmentProblem::Directory { at } => {
            text(lang, "logs-change-directory", &[("at", count(*at))])
        }
        _ => text(lang, "logs-change-other", &[]),
    }
}

/// Whether a compacted segment is what these make, made again.
fn is_made_of(path: &Path, files: &[PathBuf]) -> bool {
    let again = path.with_extension("again");
    let same = || -> Result<bool, LogProblem> {
        let (log, _) = dondoc_log_readers::load(files)?;
        let made = dondoc_log_readers::write_segment(&again, &[&log])?;
        Ok(made == dondoc_log_readers::weigh(path)?)
    };
    let same = same().unwrap_or(false);
    let _ = fs::remove_file(&again);
    same
}

/// Writes a log as Parquet.
pub(crate) fn export(args: &Export, lang: Lang) -> Outcome {
    let log = super::read(&args.log, Keep::All, lang)?;
    dondoc_log_readers::write_parquet(&args.out, &log).map_err(Trouble::refused)?;
    let said = [
        ("cases", count(log.cases() as u64)),
        ("events", count(log.events() as u64)),
        ("path", Arg::Text(args.out.display().to_string())),
    ];
    out::line(&text(lang, "logs-exported", &said));
    Ok(())
}

/// Brings the segments of a folder into one.
pub(crate) fn compact(args: &Compact, lang: Lang) -> Outcome {
    let files = match standing(&args.folder, lang)? {
        Some(files) => files,
        None => dondoc_log_readers::segment_files(&args.folder).map_err(Trouble::refused)?,
    };
    match dondoc_log_readers::compact(&files).map_err(Trouble::refused)? {
        None => out::line(&text(lang, "logs-one-segment", &[])),
        Some(made) => out::line(&text(
            lang,
            "logs-compacted",
            &[
                ("cases", count(made.cases)),
                ("events", count(made.events)),
                ("path", Arg::Text(made.path.display().to_string())),
            ],
        )),
    }
    Ok(())
}
