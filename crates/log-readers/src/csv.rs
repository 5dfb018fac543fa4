//! Tables of events as text.

use dondoc_lake::{CodedRow, EventLog, Level, Lifecycle, LogBuilder, NO_CODE, NO_TIME};
use memchr::{memchr, memchr_iter, memchr2};

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
    let need = |role: Role| {
        places[role as usize].ok_or_else(|| LogProblem::NoColumn {
            role: role.name(),
            columns: header.join(", "),
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
    let mut scratch = [const { String::new() }; 5];
    while let Some(end) = next(&mut source, delimiter, &mut fields)? {
        line += 1;
        let window = source.window();
        if fields.len() == 1 && fields[0].start == fields[0].end {
            source.advance(end);
            continue;
        }
        let [s0, s1, s2, s3, s4] = &mut scratch;
        let get = |at: Option<usize>| at.and_then(|at| fields.get(at)).copied();
        let case = as_text(window, get(Some(case_at)), s0);
        let activity = as_text(window, get(Some(activity_at)), s1);
        let moment = get(Some(time_at)).map_or(&b""[..], |f| window[f.start..f.end].trim_ascii());
        let time = parse_moment(moment, order);
        if case.is_empty() {
            report.reject(line, Why::NoCase, "");
        } else if activity.is_empty() {
            report.reject(line, Why::NoActivity, case);
        } else if time.is_none() && !is_nothing(moment) {
            report.reject(line, Why::BadMoment, &String::from_utf8_lossy(moment));
        } else {
            let time = time.map_or(NO_TIME, |time| {
                offsets.see(time);
                time.utc(options.naive_offset_minutes)
            });
            let start = get(start_at)
                .and_then(|f| parse_moment(&window[f.start..f.end], order))
                .map_or(NO_TIME, |time| time.utc(options.naive_offset_minutes));
            let resource = as_text(window, get(resource_at), s2);
            let unit = as_text(window, get(unit_at), s3);
            let lifecycle = as_text(window, get(lifecycle_at), s4);
            let row = CodedRow {
                activity: builder.activity_code(activity),
                time,
                start,
                resource: match resource {
                    "" => NO_CODE,
                    name => builder.resource_code(name),
                },
                unit: match unit {
                    "" => NO_CODE,
                    name => builder.unit_code(name),
                },
                lifecycle: match lifecycle {
                    "" => Lifecycle::Complete,
                    said => xes::lifecycle(said),
                },
            };
            if kept.is_empty() {
                waiting.push(case, row, &mut builder);
            } else {
                let case = builder.case(case);
                builder.push_coded(case, &row);
                for &(at, column) in &kept {
                    if let Some(field) = fields.get(at) {
                        let value = text(window, *field);
                        if !value.is_empty() {
                            builder.set_text(column, case, &value);
                        }
                    }
                }
            }
        }
        source.advance(end);
    }
    waiting.flush(&mut builder);
    report.broke_off = source.is_damaged();
    let log = builder.finish(offsets.zones(options.naive_offset_minutes))?;
    report.look_at(&log);
    Ok((log, report))
}

/// Rows whose cases are looked up together: see [`LogBuilder::cases`].
#[derive(Default)]
struct Waiting {
    ids: String,
    ends: Vec<usize>,
    rows: Vec<CodedRow>,
    codes: Vec<u32>,
}

impl Waiting {
    const MOST: usize = 512;

    fn push(&mut self, case: &str, row: CodedRow, builder: &mut LogBuilder) {
        self.ids.push_str(case);
        self.ends.push(self.ids.len());
        self.rows.push(row);
        if self.rows.len() == Self::MOST {
            self.flush(builder);
        }
    }

    fn flush(&mut self, builder: &mut LogBuilder) {
        let mut from = 0;
        let mut ids = [""; Self::MOST];
        for (id, &end) in ids.iter_mut().zip(&self.ends) {
            *id = &self.ids[from..end];
            from = end;
        }
        self.codes.clear();
        builder.cases(&ids[..self.ends.len()], &mut self.codes);
        for (row, &case) in self.rows.iter().zip(&self.codes) {
            builder.push_coded(case, row);
        }
        self.ids.clear();
        self.ends.clear();
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
        match scan(source.window(), delimiter, ended, fields) {
            Scan::Record(end) => return Ok(Some(end)),
            Scan::Short => {
                source.more()?;
            }
        }
    }
}

/// Finds the fields of the record that the window begins with.
fn scan(window: &[u8], delimiter: u8, ended: bool, fields: &mut Vec<Field>) -> Scan {
    fields.clear();
    // Most records have no quote: then their end is the line's.
    let line = match memchr(b'\n', window) {
        Some(at) => at,
        None if ended => window.len(),
        None => return Scan::Short,
    };
    let content = &window[..line];
    let mut start = 0;
    if memchr(b'"', content).is_none() {
        let tail = content.len() - usize::from(content.last() == Some(&b'\r'));
        for at in memchr_iter(delimiter, &content[..tail]) {
            fields.push(Field {
                start,
                end: at,
                doubled: false,
            });
            start = at + 1;
        }
        fields.push(Field {
            start,
            end: tail,
            doubled: false,
        });
        return Scan::Record((line + 1).min(window.len()));
    }
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

/// A field as text: without a copy where it is plain UTF-8.
fn as_text<'a>(window: &'a [u8], field: Option<Field>, scratch: &'a mut String) -> &'a str {
    let Some(field) = field else { return "" };
    if !field.doubled
        && let Ok(plain) = std::str::from_utf8(&window[field.start..field.end])
    {
        return plain.trim();
    }
    *scratch = text(window, field);
    scratch.trim()
}

/// A field as text; bytes that are no UTF-8 are read as Latin-1.
fn text(window: &[u8], field: Field) -> String {
    let bytes = &window[field.start..field.end];
    let words = match std::str::from_utf8(bytes) {
        Ok(plain) => plain.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    };
    if field.doubled {
        words.replace("\"\"", "\"")
    } else {
        words
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
