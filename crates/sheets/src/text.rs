//! CSV → table, in whatever separator and Unicode form programs write.

use crate::limits::Limits;
use crate::refusal::{Bound, Foreign, SheetRefusal};
use crate::table::{Cell, Merges, SheetRow, Table};
use crate::weigh::{damaged, too_big};

/// So many first records show which separator a file has.
const PROBE: usize = 40;

pub(crate) fn read(file: String, bytes: &[u8], limits: &Limits) -> Result<Table, SheetRefusal> {
    let text = decode(bytes)?;
    if text.contains('\0') {
        return Err(SheetRefusal::NotATable {
            is: Foreign::Binary,
        });
    }
    let mut rows = Vec::new();
    let mut lines = Lines::default();
    for record in reader(&text, separator(&text)).records() {
        let record = record.map_err(damaged)?;
        let number = lines.at(&text, record.position().map_or(0, csv::Position::byte));
        if record.len() > limits.max_columns {
            return Err(too_big(Bound::Columns, limits.max_columns as u64));
        }
        let cells: Vec<(u32, Cell)> = (0_u32..)
            .zip(record.iter())
            .filter_map(|(column, words)| Some((column, Cell::text(unguarded(words))?)))
            .collect();
        if !cells.is_empty() {
            rows.push(SheetRow { number, cells });
        }
        if rows.len() > limits.max_rows {
            return Err(too_big(Bound::Rows, limits.max_rows as u64));
        }
    }
    if rows.is_empty() {
        return Err(SheetRefusal::NoCells);
    }
    Ok(Table {
        file,
        sheet: String::new(),
        sheets: Vec::new(),
        rows,
        merges: Merges::default(),
        lines: true,
    })
}

/// Counts lines up to a record. The reader says where a record starts, counting
/// the empty lines and the line feed before it as part of it.
#[derive(Default)]
struct Lines {
    byte: usize,
    before: u64,
}

impl Lines {
    fn at(&mut self, text: &str, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let ends = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let start = start + ends.count();
        let passed = text.as_bytes().get(self.byte..start).unwrap_or_default();
        let ends = passed.iter().filter(|byte| **byte == b'\n').count();
        self.before += ends as u64;
        self.byte = start;
        self.before + 1
    }
}

/// UTF-8 with or without a mark, and the UTF-16 of "Unicode text".
fn decode(bytes: &[u8]) -> Result<String, SheetRefusal> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map_err(|_| SheetRefusal::NotATable {
                is: Foreign::Binary,
            })
    };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().take(4096).any(|byte| *byte == 0) {
        return Err(SheetRefusal::NotATable {
            is: Foreign::Binary,
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(SheetRefusal::NotUtf8 {
            at: error.valid_up_to() as u64,
        }),
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The separator under which most neighbouring records have one width: a title
/// with commas stands alone above the table.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let records = reader(text, separator).into_records().take(PROBE);
        let (mut best, mut run, mut width) = ((0, 0), 0, 0);
        for record in records.flatten() {
            run = if record.len() == width { run + 1 } else { 1 };
            width = record.len();
            if width > 1 {
                best = best.max((run, width));
            }
        }
        best
    };
    let mut best = (b',', score(b','));
    for other in [b';', b'\t'] {
        let found = score(other);
        if found > best.1 {
            best = (other, found);
        }
    }
    best.0
}

/// Takes off the apostrophe that keeps a spreadsheet from running a cell.
fn unguarded(words: &str) -> &str {
    match words.strip_prefix('\'') {
        Some(rest) if crate::out::is_run(rest) => rest,
        _ => words,
    }
}
