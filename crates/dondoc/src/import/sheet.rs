//! Tables as offices have them: the first sheet of an XLSX, or a CSV in
//! whatever separator their program writes.

use std::io::{Cursor, Read as _};
use std::path::Path;

use anyhow::Context;
use calamine::{Data, Reader as _, Xlsx};
use dondoc_kinds::{Arg, Say};

use crate::trouble::Trouble;

/// A file larger than this is not a tracking sheet.
const MOST_BYTES: u64 = 32 << 20;
/// What an XLSX may unpack to, in all.
const MOST_UNPACKED: u64 = 512 << 20;
/// More rows than any office keeps in one tracking sheet.
const MOST_ROWS: usize = 200_000;

/// A table as text, with where each row stands in the file.
pub(super) struct Sheet {
    /// The file's name.
    pub(super) file: String,
    /// The sheet's name; empty for CSV.
    pub(super) name: String,
    /// Each row's number in the file, from 1, and its cells, trimmed.
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

/// Something wrong at a place of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellProblem {
    /// The file and, for XLSX, the sheet.
    pub(super) place: String,
    /// The row, from 1; 0 for the table as a whole.
    pub(super) row: u64,
    /// The column's heading.
    pub(super) column: String,
    /// What is wrong and what would be right, in the person's language.
    pub(super) what: String,
}

impl Say for CellProblem {
    fn key(&self) -> &'static str {
        match (self.row, self.column.is_empty()) {
            (0, _) => "import-problem-table",
            (_, true) => "import-problem-row",
            (_, false) => "import-problem-cell",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let mut args = vec![
            ("place", Arg::from(self.place.as_str())),
            ("what", self.what.as_str().into()),
        ];
        if self.row > 0 {
            args.push(("row", Arg::Text(self.row.to_string())));
        }
        if self.row > 0 && !self.column.is_empty() {
            args.push(("column", self.column.as_str().into()));
        }
        args
    }
}

impl Sheet {
    /// Returns the file and sheet, as problems name them.
    pub(super) fn place(&self) -> String {
        if self.name.is_empty() {
            self.file.clone()
        } else {
            format!("{} [{}]", self.file, self.name)
        }
    }

    /// Reads a table file; the kind is told by its bytes.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let opened = std::fs::File::open(path)
            .with_context(|| format!("failed to open `{}`", path.display()))?;
        let mut bytes = Vec::new();
        opened
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .with_context(|| format!("failed to read `{}`", path.display()))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(refuse(&file, &format!("> {MOST_BYTES} bytes")));
        }
        let sheet = if bytes.starts_with(b"PK") {
            xlsx(&file, bytes)
        } else {
            csv(&file, &bytes)
        }?;
        if sheet.rows.len() > MOST_ROWS {
            return Err(refuse(
                &file,
                &format!("{} rows; at most {MOST_ROWS}", sheet.rows.len()),
            ));
        }
        Ok(sheet)
    }
}

fn refuse(file: &str, what: &str) -> Trouble {
    Trouble::refused(CellProblem {
        place: file.to_owned(),
        row: 0,
        column: String::new(),
        what: what.to_owned(),
    })
}

fn xlsx(file: &str, bytes: Vec<u8>) -> Result<Sheet, Trouble> {
    check_unpacked(file, &bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| refuse(file, &format!("XLSX: {error}")))?;
    let Some(name) = book.sheet_names().first().cloned() else {
        return Err(refuse(file, "XLSX: no sheet"));
    };
    let range = book
        .worksheet_range(&name)
        .map_err(|error| refuse(file, &format!("XLSX [{name}]: {error}")))?;
    let first = range.start().map_or(1, |(row, _)| u64::from(row) + 1);
    let rows = range
        .rows()
        .enumerate()
        .map(|(nth, cells)| (first + nth as u64, cells.iter().map(cell).collect()))
        .collect();
    Ok(Sheet {
        file: file.to_owned(),
        name,
        rows,
    })
}

/// Refuses an archive that unpacks to far more than it is.
fn check_unpacked(file: &str, bytes: &[u8]) -> Result<(), Trouble> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| refuse(file, &format!("XLSX: {error}")))?;
    let mut total = 0_u64;
    for nth in 0..archive.len() {
        let entry = archive
            .by_index(nth)
            .map_err(|error| refuse(file, &format!("XLSX: {error}")))?;
        total = total.saturating_add(entry.size());
    }
    if total > MOST_UNPACKED {
        return Err(refuse(
            file,
            &format!("unpacks to {total} bytes; at most {MOST_UNPACKED}"),
        ));
    }
    Ok(())
}

/// A cell as a person reads it; days as 2024-09-30.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        other => other.to_string().trim().to_owned(),
    }
}

fn csv(file: &str, bytes: &[u8]) -> Result<Sheet, Trouble> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        refuse(
            file,
            &format!(
                "not UTF-8 at byte {}; save as CSV UTF-8",
                error.valid_up_to()
            ),
        )
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| refuse(file, &format!("CSV: {error}")))?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((
            line,
            record.iter().map(|cell| cell.trim().to_owned()).collect(),
        ));
    }
    Ok(Sheet {
        file: file.to_owned(),
        name: String::new(),
        rows,
    })
}

/// The separator that the first line has most of.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}
