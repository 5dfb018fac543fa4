//! Tables of events as text.

use std::borrow::Cow;
use std::ops::Range;

use dondoc_lake::{CodedRow, EventLog, Interner, Level, Lifecycle, LogBuilder, NO_CODE, NO_TIME};
use memchr::{memchr, memchr2};

use crate::mapping::Role;
use crate::moment::{DateOrder, parse_moment};
use crate::report::{LogProblem, Report, Why};
use crate::source::Source;
use crate::zones::Offsets;
use crate::{Options, xes};

/// Where a field lies in the window; quoted ones without their quotes.
#[derive(Clone, Copy)]
struct Field {
    start: usize,
    end: usize,
    doubled: bool,
}

impl Field {
    const NOTHING: Self = Self {
        start: 0,
        end: 0,
        doubled: false,
    };

    fn bytes(self, record: &[u8]) -> &[u8] {
        record[self.start..self.end].trim_ascii()
    }

    /// Whether nothing but blanks stands there.
    fn is_blank(self, record: &[u8]) -> bool {
        let bytes = self.bytes(record);
        match bytes.first() {
            None => true,
            // What blanks beyond ASCII begin with, in UTF-8 and in Latin-1.
            Some(0x85 | 0xA0 | 0xC2 | 0xE1..=0xE3) => trimmed(bytes).is_empty(),
            Some(_) => false,
        }
    }
}

enum Scan {
    /// The record ends before this place.
    Record(usize),
    /// More bytes are needed to tell.
    Short,
}

/// Reads a table of events. The delimiter is told from the header.
pub(crate) fn read(
    mut source: Source,
    options: &Options,
) -> Result<(EventLog, Report), LogProblem> {
    let mut report = Report {
        form: "csv",
        ..Report::default()
    };
    if source.peek(3)?.starts_with(b"\xEF\xBB\xBF") {
        source.advance(3);
    }
    source.peek(256 << 10)?;
    let delimiter = delimiter(source.window());
    let mut fields = Vec::new();
    let header = loop {
        let Some(end) = next(&mut source, delimiter, &mut fields)? else {
            return Err(LogProblem::Empty);
        };
        let header: Vec<String> = fields
            .iter()
            .map(|field| text(source.window(), *field).trim().to_owned())
            .collect();
        source.advance(end);
        // Excel writes such a line of its own.
        if !(header.len() == 1 && header[0].starts_with("sep=")) {
            break header;
        }
    };
    let places = options.place(&header);
    for (place, role) in places.iter().zip(Role::ALL) {
        if let Some(column) = place {
            report
                .columns
                .push(format!("{}={}", role.name(), header[*column]));
        }
    }
    report.headings.clone_from(&header);
    let need = |role: Role| {
        places[role as usize].ok_or_else(|| LogProblem::NoColumn {
            role: role.name(),
            columns: header.clone(),
        })
    };
    let (case_at, activity_at, time_at) =
        (need(Role::Case)?, need(Role::Activity)?, need(Role::Time)?);
    let [.., start_at, resource_at, unit_at, lifecycle_at] = places;
    let order = date_order(source.window(), delimiter, time_at);
    let mut builder = LogBuilder::default();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        if !places.contains(&Some(at)) && options.attributes.wants(name) {
            let level = if name.starts_with("case:") {
                Level::Case
            } else {
                Level::Event
            };
            kept.push((at, builder.column(name, level)));
        }
    }
    let mut offsets = Offsets::default();
    let mut line = 1_u64;
    let mut waiting = Waiting::default();
    let furthest = places.iter().flatten().chain(kept.iter().map(|(at, _)| at));
    let needed = furthest.max().map_or(1, |at| at + 1);
    loop {
        let ended = source.is_ended();
        let window = source.window();
        let mut read = 0;
        while let Scan::Record(length) =
            scan(&window[read..], delimiter, ended, needed, &mut fields)
        {
            if length == 0 {
                break;
            }
            let record = &window[read..read + length];
            let begin = read;
            read += length;
            line += 1;
            if fields.len() == 1 && fields[0].start == fields[0].end {
                continue;
            }
            let get = |at: Option<usize>| at.and_then(|at| fields.get(at)).copied();
            let case = get(Some(case_at)).unwrap_or(Field::NOTHING);
            let activity = code(builder.activity_names(), record, get(Some(activity_at)));
            let moment = get(Some(time_at)).map_or(&b""[..], |it| it.bytes(record));
            let time = parse_moment(moment, order);
            if case.is_blank(record) {
                report.reject(line, Why::NoCase, "");
                continue;
            } else if activity == NO_CODE {
                report.reject(line, Why::NoActivity, &text(record, case));
                continue;
            } else if time.is_none() && !is_nothing(moment) {
                report.reject(line, Why::BadMoment, &String::from_utf8_lossy(moment));
                continue;
            }
            let time = time.map_or(NO_TIME, |time| {
                offsets.see(time);
                time.utc(options.naive_offset_minutes)
            });
            let start = get(start_at)
                .and_then(|it| parse_moment(it.bytes(record), order))
                .map_or(NO_TIME, |time| time.utc(options.naive_offset_minutes));
            let row = CodedRow {
                activity,
                time,
                start,
                resource: code(builder.resource_names(), record, get(resource_at)),
                unit: code(builder.unit_names(), record, get(unit_at)),
                lifecycle: match get(lifecycle_at) {
                    Some(said) if !said.is_blank(record) => xes::lifecycle(&text(record, said)),
                    _ => Lifecycle::Complete,
                },
            };
            if kept.is_empty() && !case.doubled {
                let at = begin + case.start..begin + case.end;
                waiting.push(at, row, window, &mut builder);
                continue;
            }
            waiting.flush(window, &mut builder);
            let case = builder.case(&text(record, case));
            builder.push_coded(case, &row);
            for &(at, column) in &kept {
                if let Some(field) = fields.get(at) {
                    let value = as_it_stands(record, *field);
                    if !value.is_empty() {
                        builder.set_text(column, case, &value);
                    }
                }
            }
        }
        waiting.flush(window, &mut builder);
        source.advance(read);
        if ended {
            break;
        }
        source.more()?;
    }
    report.broke_off = source.is_damaged();
    let log = builder.finish(offsets.zones(options.naive_offset_minutes))?;
    report.look_at(&log);
    Ok((log, report))
}

/// The code of what stands in a field, [`NO_CODE`] where nothing does.
fn code(names: &mut Interner, record: &[u8], field: Option<Field>) -> u32 {
    match field {
        Some(field) if field.doubled => names.code(&text(record, field)),
        Some(field) if !field.is_blank(record) => names.code_of(field.bytes(record), trimmed),
        _ => NO_CODE,
    }
}

/// Rows whose cases are looked up together: see [`LogBuilder::cases`].
#[derive(Default)]
struct Waiting {
    /// Where the identifiers stand in the window.
    ids: Vec<Range<usize>>,
    rows: Vec<CodedRow>,
    codes: Vec<u32>,
}

impl Waiting {
    const MOST: usize = 512;

    fn push(&mut self, id: Range<usize>, row: CodedRow, window: &[u8], builder: &mut LogBuilder) {
        self.ids.push(id);
        self.rows.push(row);
        if self.rows.len() == Self::MOST {
            self.flush(window, builder);
        }
    }

    fn flush(&mut self, window: &[u8], builder: &mut LogBuilder) {
        let mut ids = [&b""[..]; Self::MOST];
        for (id, at) in ids.iter_mut().zip(&self.ids) {
            *id = window[at.clone()].trim_ascii();
        }
        self.codes.clear();
        builder.cases(&ids[..self.ids.len()], trimmed, &mut self.codes);
        for (row, &case) in self.rows.iter().zip(&self.codes) {
            builder.push_coded(case, row);
        }
        self.ids.clear();
        self.rows.clear();
    }
}

fn is_nothing(moment: &[u8]) -> bool {
    moment.is_empty()
        || [&b"null"[..], b"nan", b"nat", b"none", b"na", b"n/a", b"-"]
            .iter()
            .any(|nothing| moment.eq_ignore_ascii_case(nothing))
}

/// Brings the next record into the window and finds its fields.
fn next(
    source: &mut Source,
    delimiter: u8,
    fields: &mut Vec<Field>,
) -> Result<Option<usize>, LogProblem> {
    loop {
        let ended = source.is_ended();
        if source.window().is_empty() && ended {
            return Ok(None);
        }
        match scan(source.window(), delimiter, ended, usize::MAX, fields) {
            Scan::Record(end) => return Ok(Some(end)),
            Scan::Short => {
                source.more()?;
            }
        }
    }
}

/// Finds the record that the window begins with, and its first fields as far as they
/// are `needed`; an empty record at the end of the file.
fn scan(window: &[u8], delimiter: u8, ended: bool, needed: usize, fields: &mut Vec<Field>) -> Scan {
    fields.clear();
    // Most records have no quote: then their end is the line's.
    let line = match memchr2(b'\n', b'"', window) {
        Some(at) if window[at] == b'\n' => at,
        Some(_) => return scan_quoted(window, delimiter, ended, fields),
        None if ended => window.len(),
        None => return Scan::Short,
    };
    let content = &window[..line];
    let tail = content.len() - usize::from(content.last() == Some(&b'\r'));
    split(&content[..tail], delimiter, needed, fields);
    Scan::Record((line + 1).min(window.len()))
}

/// Finds the first fields of a line without quotes, eight bytes at a time.
fn split(line: &[u8], delimiter: u8, needed: usize, fields: &mut Vec<Field>) {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let pattern = u64::from_le_bytes([delimiter; 8]);
    let mut start = 0;
    let mut field = |end: usize| {
        fields.push(Field {
            start,
            end,
            doubled: false,
        });
        start = end + 1;
        fields.len() >= needed
    };
    let (words, rest) = line.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let other = u64::from_le_bytes(*word) ^ pattern;
        // The upper bit of each byte that is the delimiter (Warren, Hacker's Delight, 6-1).
        let mut found = !(((other & LOW) + LOW) | other | LOW);
        while found != 0 {
            if field(number * 8 + found.trailing_zeros() as usize / 8) {
                return;
            }
            found &= found - 1;
        }
    }
    for (at, &byte) in (line.len() - rest.len()..).zip(rest) {
        if byte == delimiter && field(at) {
            return;
        }
    }
    field(line.len());
}

fn scan_quoted(window: &[u8], delimiter: u8, ended: bool, fields: &mut Vec<Field>) -> Scan {
    let mut start = 0;
    loop {
        if window.get(start) == Some(&b'"') {
            let mut doubled = false;
            let mut at = start + 1;
            let close = loop {
                match memchr(b'"', window.get(at..).unwrap_or(&[])) {
                    Some(found) if window.get(at + found + 1) == Some(&b'"') => {
                        doubled = true;
                        at += found + 2;
                    }
                    Some(found) if at + found + 1 < window.len() || ended => break at + found,
                    None if ended => break window.len(),
                    _ => return Scan::Short,
                }
            };
            fields.push(Field {
                start: start + 1,
                end: close,
                doubled,
            });
            // What follows the closing quote up to the delimiter is dropped.
            let after = (close + 1).min(window.len());
            match memchr2(delimiter, b'\n', &window[after..]) {
                Some(found) if window[after + found] == delimiter => start = after + found + 1,
                Some(found) => return Scan::Record(after + found + 1),
                None if ended => return Scan::Record(window.len()),
                None => return Scan::Short,
            }
            continue;
        }
        match memchr2(delimiter, b'\n', window.get(start..).unwrap_or(&[])) {
            Some(found) if window[start + found] == delimiter => {
                fields.push(Field {
                    start,
                    end: start + found,
                    doubled: false,
                });
                start += found + 1;
            }
            found => {
                let (end, next) = match found {
                    Some(found) => (start + found, start + found + 1),
                    None if ended => (window.len(), window.len()),
                    None => return Scan::Short,
                };
                let tail = end - usize::from(end > start && window[end - 1] == b'\r');
                fields.push(Field {
                    start,
                    end: tail,
                    doubled: false,
                });
                return Scan::Record(next);
            }
        }
    }
}

/// A field as text, without what is blank around it.
fn text(window: &[u8], field: Field) -> String {
    as_it_stands(window, field).trim().to_owned()
}

fn as_it_stands(window: &[u8], field: Field) -> Cow<'_, str> {
    let words = words(&window[field.start..field.end]);
    if field.doubled {
        words.replace("\"\"", "\"").into()
    } else {
        words
    }
}

fn trimmed(bytes: &[u8]) -> Cow<'_, str> {
    match words(bytes) {
        Cow::Borrowed(words) => words.trim().into(),
        Cow::Owned(words) => words.trim().to_owned().into(),
    }
}

/// Bytes as text; those that are no UTF-8 are read as Latin-1.
fn words(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(plain) => plain.into(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// The delimiter that stands most often in the first line, outside quotes.
fn delimiter(window: &[u8]) -> u8 {
    let line = window.split(|&b| b == b'\n').next().unwrap_or(&[]);
    if let Some(said) = line.strip_prefix(b"sep=")
        && let Some(&said) = said.first()
    {
        return said;
    }
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in line {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(byte == *delimiter && !quoted);
        }
    }
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(d, _)| *d)
}

/// Day first unless some date of the first rows can only be read month first.
fn date_order(window: &[u8], delimiter: u8, at: usize) -> DateOrder {
    for line in window.split(|&b| b == b'\n').take(5_000) {
        let field = line.split(|&b| b == delimiter).nth(at).unwrap_or(&[]);
        let field = field.strip_prefix(b"\"").unwrap_or(field);
        let mut parts = field.split(|b| !b.is_ascii_digit());
        let number = |part: Option<&[u8]>| {
            let part = part.filter(|part| (1..=2).contains(&part.len()))?;
            std::str::from_utf8(part).ok()?.parse::<u8>().ok()
        };
        if let (Some(first), Some(second)) = (number(parts.next()), number(parts.next())) {
            if first > 12 {
                return DateOrder::DayFirst;
            }
            if (13..=31).contains(&second) {
                return DateOrder::MonthFirst;
            }
        }
    }
    DateOrder::DayFirst
}
