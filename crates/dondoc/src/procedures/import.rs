//! Logs into the data folder and out of it: segments beside the ledger, one entry
//! an import.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use dondoc_city::{City, Command, LogImported, RejectedRow};
use dondoc_kinds::Arg;
use dondoc_lake::segment::SegmentProblem;
use dondoc_lake::{EventLog, NO_TIME};
use dondoc_ledger_sqlite::DataFolder;
use dondoc_log_readers::{Keep, LogProblem, Mapping, Options, Report, Why};
use dondoc_messages::{Lang, text};

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

fn segments(data: &Path) -> PathBuf {
    data.join("segments")
}

pub(super) fn segment(data: &Path, hash: &str) -> PathBuf {
    segments(data).join(format!("{hash}.{}", dondoc_lake::segment::EXTENSION))
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
    let files = files_of(&opened.city, path);
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

fn files_of(city: &City, data: &Path) -> Vec<PathBuf> {
    let logs = city.logs.standing();
    logs.map(|log| segment(data, &log.imported.segment))
        .collect()
}

/// Where the columns of the last import are remembered.
fn remembered(data: &Path) -> PathBuf {
    data.join("mappings").join("case-log.txt")
}

/// Reads with the columns said, else with those remembered, else as proposed.
fn read(args: &Import, path: &Path, lang: Lang) -> Result<(EventLog, Report), Trouble> {
    let keep = if args.keep.is_empty() {
        Keep::Nothing
    } else {
        Keep::Named(args.keep.clone())
    };
    let read = |columns: &str| {
        let mapping = Mapping::parse(columns).map_err(|part| {
            Trouble::RefusedWords(text(lang, "log-columns", &[("part", Arg::from(part))]))
        })?;
        let options = Options {
            mapping,
            naive_offset_minutes: args.zone.unwrap_or(0),
            attributes: keep.clone(),
            skip: Vec::new(),
            object_type: args.object_type.clone(),
        };
        Ok::<_, Trouble>(dondoc_log_readers::read(path, &options))
    };
    let said = args.columns.as_deref();
    let before = fs::read_to_string(remembered(&args.data)).unwrap_or_default();
    let found = match (read(said.unwrap_or(&before))?, said) {
        (Err(LogProblem::NoColumn { .. }), None) if !before.is_empty() => read("")?,
        (found, _) => found,
    };
    found.map_err(Trouble::refused)
}

fn import(opened: &mut Opened, args: &Import, path: &Path, lang: Lang) -> Outcome {
    let (log, report) = read(args, path, lang)?;
    if !report.columns.is_empty() {
        let columns = Arg::Text(report.columns.join(", "));
        out::note(&text(lang, "logs-columns", &[("columns", columns)]));
    }
    super::tell(&report, &log, lang);
    let naive = log.zones().naive;
    if naive > 0 && args.zone.is_none() {
        let words = text(lang, "logs-zone", &[("n", count(naive))]);
        return Err(Trouble::RefusedWords(words));
    }
    let zones = log.zones().clone();
    let earlier = files_of(&opened.city, &args.data);
    let (log, known_before) =
        dondoc_log_readers::without_known(log, &earlier).map_err(Trouble::refused)?;
    if known_before > 0 {
        let n = [("n", count(known_before))];
        out::note(&text(lang, "logs-known-before", &n));
    }
    let weight = dondoc_log_readers::weigh(path).map_err(Trouble::refused)?;
    let mut imported = noted(&log, &report, path, args);
    imported.file = weight.sha256.into();
    imported.file_bytes = weight.bytes;
    imported.known_before = known_before;
    imported.offsets = zones.offsets;
    imported.naive = zones.naive;
    // A file that is known whole says so by its name, not as "nothing new".
    let same = |known: &&dondoc_city::CaseLog| known.imported.file == imported.file;
    if log.events() == 0 && !opened.city.logs.standing().any(|known| same(&known)) {
        let found = [
            ("rejected", count(report.rejected)),
            ("known", count(known_before)),
        ];
        let words = text(lang, "logs-nothing-new", &found);
        return Err(Trouble::RefusedWords(words));
    }
    if args.dry_run {
        if args.json {
            return out::json(&imported);
        }
        out::line(&text(lang, "logs-would-import", &size(&imported)));
        return Ok(());
    }
    let folder = segments(&args.data);
    let (file, written) =
        dondoc_log_readers::write_named(&folder, &log).map_err(Trouble::refused)?;
    imported.segment = written.sha256.into();
    imported.segment_bytes = written.bytes;
    let default = flow::steering(opened);
    let command = Command::ImportLog(Box::new(imported.clone()));
    if let Err(trouble) = opened.act(command, &args.acting, &default, lang) {
        // Without its entry the segment is nobody's; one of the same bytes that
        // was imported before stays.
        let mut known = opened.city.logs.standing();
        if !known.any(|log| log.imported.segment == imported.segment) {
            let _ = fs::remove_file(&file);
        }
        return Err(trouble);
    }
    if let Some(columns) = &args.columns {
        let place = remembered(&args.data);
        let keep = || {
            fs::create_dir_all(args.data.join("mappings"))?;
            fs::write(&place, columns)
        };
        keep().with_context(|| format!("failed to write `{}`", place.display()))?;
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

/// What the entry will say, but for hashes.
fn noted(log: &EventLog, report: &Report, path: &Path, args: &Import) -> LogImported {
    let moment = |micros: i64| {
        let moment = jiff::Timestamp::from_microsecond(micros).ok()?;
        Some(moment.to_string().into())
    };
    let known = || log.time().iter().copied().filter(|&time| time != NO_TIME);
    let rejected = report.first_rejected.iter().map(|row| RejectedRow {
        line: row.line,
        why: match row.why {
            Why::NoCase => "no_case",
            Why::NoActivity => "no_activity",
            Why::BadMoment => "bad_moment",
            Why::TooShort => "too_short",
            Why::TooLong => "too_long",
        }
        .into(),
    });
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    LogImported {
        import: "".into(),
        name: name.into(),
        form: report.form.into(),
        file: "".into(),
        file_bytes: 0,
        segment: "".into(),
        segment_bytes: 0,
        cases: log.cases() as u64,
        events: log.events() as u64,
        activities: log.activities_seen() as u64,
        rejected: report.rejected,
        rejected_rows: rejected.collect(),
        known_before: 0,
        duplicates: report.duplicates,
        without_moment: report.without_moment,
        unsorted_cases: report.unsorted_cases,
        broke_off: report.broke_off,
        first: known().min().and_then(moment),
        last: known().max().and_then(moment),
        offsets: Vec::new(),
        naive: 0,
        zone: args.zone.map(|_| log.zones().assumed.as_str().into()),
        columns: report.columns.iter().map(|it| it.as_str().into()).collect(),
        kept: (log.attributes().iter())
            .map(|attribute| attribute.name.as_str().into())
            .collect(),
    }
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
        let hash = &log.imported.segment;
        let mut others = opened.city.logs.standing();
        if !others.any(|other| other.imported.segment == *hash) {
            remove(&segment(&args.data, hash))?;
        }
        for stale in compacted(&args.data)? {
            remove(&stale)?;
        }
    }
    let key = match before {
        Some(_) => "logs-withdrawn-before",
        None => "logs-withdrawn",
    };
    out::line(&text(lang, key, &said));
    Ok(())
}

fn remove(path: &Path) -> Result<(), Trouble> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            let failed = format!("failed to remove `{}`", path.display());
            Err(anyhow::Error::from(error).context(failed).into())
        }
        _ => Ok(()),
    }
}

/// Compacted segments, of whatever set.
fn compacted(data: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(segments(data)) else {
        return Ok(found);
    };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("compacted-") {
            found.push(path);
        }
    }
    Ok(found)
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
        let path = segment(data, hash);
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
        let files = files_of(&city, data);
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
