//! Case logs come in and go again, for the site and the command line: read by the
//! columns that were said or remembered, written as a segment, noted in one entry; and
//! withdrawn as a whole.
//!
//! Of the file that is handed in only its hash is kept: it may name citizens, of whom
//! nothing enters a segment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use dondoc_city::{City, LogImported, RejectedRow};
use dondoc_kinds::{Arg, Say};
use dondoc_lake::{EventLog, NO_TIME, segment::EXTENSION};
use dondoc_log_readers::{Keep, LogProblem, Mapping, Options, Report, Why, names_citizens};

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Which column is what; as remembered, else as proposed, where it says nothing.
    pub columns: Option<String>,
    /// The offset of moments that name none, in minutes east of UTC.
    pub zone: Option<i32>,
    /// Which objects are the cases of an object-centric log.
    pub object_type: Option<String>,
    /// Further columns to keep.
    pub keep: Vec<String>,
}

/// What a file holds, before anything is written.
#[derive(Debug)]
pub struct Found {
    /// What is new in it.
    pub log: EventLog,
    /// What the reading found odd.
    pub report: Report,
    /// What the entry will say.
    pub imported: LogImported,
    /// Why it can't be imported as it stands.
    pub lacks: Option<Lacks>,
}

/// Why a file that can be read is not imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Moments name no offset, and nobody said which.
    Zone {
        /// How many.
        moments: u64,
    },
    /// Nothing in it is new.
    New {
        /// Rows that were not taken.
        rejected: u64,
        /// Events known from earlier imports.
        known: u64,
    },
}

impl Say for Lacks {
    fn key(&self) -> &'static str {
        match self {
            Self::Zone { .. } => "logs-zone",
            Self::New { .. } => "logs-nothing-new",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let count = |n: &u64| Arg::Text(n.to_string());
        match self {
            Self::Zone { moments } => vec![("n", count(moments))],
            Self::New { rejected, known } => {
                vec![("rejected", count(rejected)), ("known", count(known))]
            }
        }
    }
}

/// Why a file can't be read as a log.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// This part of the columns is not `role=column`.
    #[error("`{part}` is not role=column")]
    Columns {
        /// Which part.
        part: String,
    },
    /// A column to be kept names citizens.
    #[error("the column `{column}` names citizens")]
    Citizens {
        /// Which.
        column: String,
    },
    /// The file is no log.
    #[error(transparent)]
    Log(#[from] LogProblem),
}

impl Say for Unread {
    fn key(&self) -> &'static str {
        match self {
            Self::Columns { .. } => "log-columns",
            Self::Citizens { .. } => "log-citizens",
            Self::Log(problem) => problem.key(),
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Columns { part } => vec![("part", Arg::from(part.as_str()))],
            Self::Citizens { column } => vec![("column", Arg::from(column.as_str()))],
            Self::Log(problem) => problem.args(),
        }
    }
}

/// Where segments stand.
#[must_use]
pub fn segments(data: &Path) -> PathBuf {
    data.join("segments")
}

/// Where the segment of a hash stands.
#[must_use]
pub fn segment(data: &Path, hash: &str) -> PathBuf {
    segments(data).join(format!("{hash}.{EXTENSION}"))
}

/// The segments of the imports that stand.
#[must_use]
pub fn standing(city: &City, data: &Path) -> Vec<PathBuf> {
    let logs = city.logs.standing();
    logs.map(|log| segment(data, &log.imported.segment))
        .collect()
}

/// Where the columns of the last import are remembered.
fn remembered(data: &Path) -> PathBuf {
    data.join("mappings").join("case-log.txt")
}

/// Remembers which column was what.
///
/// # Errors
/// When it can't be written.
pub fn remember(data: &Path, columns: &str) -> io::Result<()> {
    fs::create_dir_all(data.join("mappings"))?;
    fs::write(remembered(data), columns)
}

/// Reads a file and says what would be imported under `name`; writes nothing.
///
/// # Errors
/// [`Unread`] with what is wrong.
pub fn look(
    city: &City,
    data: &Path,
    file: &Path,
    name: &str,
    given: &Given,
) -> Result<Found, Unread> {
    let (log, report) = read(data, file, given)?;
    let naive = log.zones().naive;
    let zones = log.zones().clone();
    let (log, known) = dondoc_log_readers::without_known(log, &standing(city, data))?;
    let weight = dondoc_log_readers::weigh(file)?;
    let imported = LogImported {
        file: weight.sha256.into(),
        file_bytes: weight.bytes,
        known_before: known,
        offsets: zones.offsets,
        naive,
        zone: given.zone.map(|_| zones.assumed.as_str().into()),
        ..noted(&log, &report, name)
    };
    // A file that is known whole says so by its name, not as "nothing new".
    let same = |log: &dondoc_city::CaseLog| log.imported.file == imported.file;
    let is_known = city.logs.standing().any(same);
    let lacks = if naive > 0 && given.zone.is_none() {
        Some(Lacks::Zone { moments: naive })
    } else if log.events() == 0 && !is_known {
        let rejected = report.rejected;
        Some(Lacks::New { rejected, known })
    } else {
        None
    };
    Ok(Found {
        log,
        report,
        imported,
        lacks,
    })
}

/// Reads with the columns said, else with those remembered, else as proposed.
fn read(data: &Path, file: &Path, given: &Given) -> Result<(EventLog, Report), Unread> {
    if let Some(column) = given.keep.iter().find(|column| names_citizens(column)) {
        let column = column.clone();
        return Err(Unread::Citizens { column });
    }
    let keep = match given.keep.is_empty() {
        true => Keep::Nothing,
        false => Keep::Named(given.keep.clone()),
    };
    let read = |columns: &str| {
        let mapping = Mapping::parse(columns).map_err(|part| Unread::Columns { part })?;
        let options = Options {
            mapping,
            naive_offset_minutes: given.zone.unwrap_or(0),
            attributes: keep.clone(),
            skip: Vec::new(),
            object_type: given.object_type.clone(),
        };
        Ok::<_, Unread>(dondoc_log_readers::read(file, &options))
    };
    let said = given.columns.as_deref();
    let before = fs::read_to_string(remembered(data)).unwrap_or_default();
    let found = match (read(said.unwrap_or(&before))?, said) {
        (Err(LogProblem::NoColumn { .. }), None) if !before.is_empty() => read("")?,
        (found, _) => found,
    };
    Ok(found?)
}

/// What an entry says of a log, but for its file and its segment.
#[must_use]
pub fn noted(log: &EventLog, report: &Report, name: &str) -> LogImported {
    let moment = |micros: i64| {
        let moment = jiff::Timestamp::from_microsecond(micros).ok()?;
        Some(moment.to_string().into())
    };
    let known = || log.time().iter().copied().filter(|&time| time != NO_TIME);
    let rejected = report.first_rejected.iter().map(|row| RejectedRow {
        line: row.line,
        why: why(row.why).into(),
    });
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
        zone: None,
        columns: report.columns.iter().map(|it| it.as_str().into()).collect(),
        kept: (log.attributes().iter())
            .map(|attribute| attribute.name.as_str().into())
            .collect(),
    }
}

/// The stable name of why a row was not taken.
#[must_use]
pub const fn why(why: Why) -> &'static str {
    match why {
        Why::NoCase => "no_case",
        Why::NoActivity => "no_activity",
        Why::BadMoment => "bad_moment",
        Why::TooShort => "too_short",
        Why::TooLong => "too_long",
    }
}

/// Writes the segment of what was found, and says in `imported` which it is. Its entry
/// is for the caller to write; where that fails, [`take_back`].
///
/// # Errors
/// When it can't be written.
pub fn write(data: &Path, found: &mut Found) -> Result<(), LogProblem> {
    write_of(data, &found.log, &mut found.imported)
}

/// As [`write()`], for a log that came from no file.
///
/// # Errors
/// When it can't be written.
pub fn write_of(data: &Path, log: &EventLog, imported: &mut LogImported) -> Result<(), LogProblem> {
    let (_, written) = dondoc_log_readers::write_named(&segments(data), log)?;
    imported.segment = written.sha256.as_str().into();
    imported.segment_bytes = written.bytes;
    if imported.file.is_empty() {
        imported.file = written.sha256.into();
        imported.file_bytes = written.bytes;
    }
    Ok(())
}

/// Removes a segment that no standing import needs, and whatever was compacted.
///
/// # Errors
/// When it can't be removed.
pub fn take_back(city: &City, data: &Path, hash: &str) -> io::Result<()> {
    let mut others = city.logs.standing();
    if others.any(|other| other.imported.segment == hash) {
        return Ok(());
    }
    remove(&segment(data, hash))?;
    let Ok(entries) = fs::read_dir(segments(data)) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("compacted-") {
            remove(&path)?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
