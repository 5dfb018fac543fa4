//! XES: traces of events in XML.
//!
//! An own scanner over the bytes, since a log is hundreds of megabytes of the
//! same six tags: no tree, no allocation for a value that was seen before.

use std::borrow::Cow;

use dondoc_lake::{EventLog, Level, Lifecycle, LogBuilder, NO_TIME, Row};
use memchr::memchr;
use memchr::memmem;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::BytesRef;

use crate::moment::{DateOrder, parse_moment};
use crate::report::{LogProblem, Report};
use crate::source::Source;
use crate::zones::Offsets;
use crate::{Keep, Options, Role};

/// Reads a transition of the standard or of BPAF: completions of any kind are complete.
pub(crate) fn lifecycle(transition: &str) -> Lifecycle {
    let is = |name: &str| transition.eq_ignore_ascii_case(name);
    if is("complete") || is("completed") || is("end") || is("Closed.Completed.Success") {
        Lifecycle::Complete
    } else if is("start") || is("started") || is("begin") {
        Lifecycle::Start
    } else {
        Lifecycle::Other
    }
}

/// What a tag says, as places in the window.
#[derive(Default, Clone, Copy)]
struct Tag {
    name: (usize, usize),
    key: (usize, usize),
    value: (usize, usize),
    /// Where the bytes after it begin.
    end: usize,
    closes: bool,
    empty: bool,
}

enum Scan {
    Tag(Tag),
    /// Text, a comment or the like: nothing to read before this place.
    Skip(usize),
    Short,
    Entities,
}

/// The event at hand; its texts are kept to be used again.
#[derive(Default)]
struct Event {
    activity: String,
    resource: String,
    unit: String,
    /// Whether the unit came from `org:group`, which goes before roles.
    sure_unit: bool,
    time: i64,
    start: i64,
    lifecycle: Option<Lifecycle>,
}

struct Reader<'o> {
    options: &'o Options,
    builder: LogBuilder,
    offsets: Offsets,
    report: Report,
    event: Event,
    case_id: String,
    columns: Vec<(String, Level, usize)>,
    pending: Vec<(usize, String)>,
    in_trace: bool,
    in_event: bool,
    /// How deep inside an attribute, or inside `global`.
    nested: u32,
    global: u32,
    skips: [bool; 7],
}

/// Reads a log; what stands before a break is kept.
pub(crate) fn read(
    mut source: Source,
    options: &Options,
) -> Result<(EventLog, Report), LogProblem> {
    let mut reader = Reader {
        options,
        builder: LogBuilder::default(),
        offsets: Offsets::default(),
        report: Report {
            form: "xes",
            ..Report::default()
        },
        event: Event::default(),
        case_id: String::new(),
        columns: Vec::new(),
        pending: Vec::new(),
        in_trace: false,
        in_event: false,
        nested: 0,
        global: 0,
        skips: Role::ALL.map(|role| options.skip.contains(&role)),
    };
    let mut at = 0;
    let mut seen_log = false;
    loop {
        let window = source.window();
        match scan(window, at) {
            Scan::Tag(tag) => {
                seen_log |= &window[tag.name.0..tag.name.1] == b"log";
                reader.tag(window, &tag);
                at = tag.end;
            }
            Scan::Skip(to) => at = to,
            Scan::Entities => return Err(LogProblem::Entities),
            Scan::Short => {
                source.advance(at);
                at = 0;
                if !source.more()? {
                    break;
                }
            }
        }
    }
    if !seen_log {
        return Err(LogProblem::Unknown);
    }
    reader.report.broke_off = source.is_damaged() || reader.in_trace;
    if reader.in_trace {
        reader.builder.new_case(&reader.case_id);
    }
    let log = reader
        .builder
        .finish(reader.offsets.zones(options.naive_offset_minutes))?;
    reader.report.look_at(&log);
    Ok((log, reader.report))
}

/// Reads the tag, or finds what to skip, from `at` on.
fn scan(window: &[u8], at: usize) -> Scan {
    let Some(open) = memchr(b'<', window.get(at..).unwrap_or(&[])) else {
        return if at >= window.len() {
            Scan::Short
        } else {
            Scan::Skip(window.len())
        };
    };
    let open = at + open;
    if open > at && window.len() - open < 12 {
        return Scan::Skip(open);
    }
    let rest = &window[open..];
    match rest.get(1) {
        None => return Scan::Short,
        Some(b'?') => return skip_to(rest, b"?>", open),
        Some(b'!') => {
            if rest.len() < 9 {
                return Scan::Short;
            }
            if rest.starts_with(b"<!--") {
                return match memmem::find(&rest[4..], b"-->") {
                    Some(found) => Scan::Skip(open + 4 + found + 3),
                    None => Scan::Short,
                };
            }
            if rest.starts_with(b"<![CDATA[") {
                return skip_to(rest, b"]]>", open);
            }
            return match memchr(b'>', rest) {
                Some(end) if memchr(b'[', &rest[..end]).is_some() => Scan::Entities,
                Some(end) => Scan::Skip(open + end + 1),
                None if memchr(b'[', rest).is_some() => Scan::Entities,
                None => Scan::Short,
            };
        }
        Some(_) => {}
    }
    tag(window, open)
}

fn skip_to(rest: &[u8], end: &[u8], open: usize) -> Scan {
    match memmem::find(rest, end) {
        Some(found) => Scan::Skip(open + found + end.len()),
        None => Scan::Short,
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

fn tag(window: &[u8], open: usize) -> Scan {
    let mut tag = Tag::default();
    let mut at = open + 1;
    if window.get(at) == Some(&b'/') {
        tag.closes = true;
        at += 1;
    }
    let mut name = at;
    loop {
        match window.get(at) {
            None => return Scan::Short,
            Some(b'>' | b'/') => break,
            Some(&byte) if is_space(byte) => break,
            // A prefix of a name space tells nothing more.
            Some(b':') => name = at + 1,
            Some(_) => {}
        }
        at += 1;
    }
    tag.name = (name, at);
    loop {
        match window.get(at) {
            None => return Scan::Short,
            Some(b'>') => {
                tag.end = at + 1;
                return Scan::Tag(tag);
            }
            Some(b'/') => {
                tag.empty = true;
                at += 1;
                continue;
            }
            Some(&byte) if is_space(byte) => {
                at += 1;
                continue;
            }
            Some(_) => {}
        }
        let start = at;
        while let Some(&byte) = window.get(at) {
            if byte == b'=' || byte == b'>' || is_space(byte) {
                break;
            }
            at += 1;
        }
        let attribute = &window[start..at];
        while window.get(at).is_some_and(|&byte| is_space(byte)) {
            at += 1;
        }
        match window.get(at) {
            None => return Scan::Short,
            Some(b'=') => at += 1,
            Some(_) => continue,
        }
        while window.get(at).is_some_and(|&byte| is_space(byte)) {
            at += 1;
        }
        let Some(&quote) = window.get(at) else {
            return Scan::Short;
        };
        if quote != b'"' && quote != b'\'' {
            continue;
        }
        at += 1;
        let Some(length) = memchr(quote, &window[at..]) else {
            return Scan::Short;
        };
        match attribute {
            b"key" => tag.key = (at, at + length),
            b"value" => tag.value = (at, at + length),
            _ => {}
        }
        at += length + 1;
    }
}

impl Reader<'_> {
    fn tag(&mut self, window: &[u8], tag: &Tag) {
        let name = &window[tag.name.0..tag.name.1];
        if tag.closes {
            self.close(name);
            return;
        }
        match name {
            b"event" if self.nested == 0 && self.global == 0 => {
                self.begin_event();
                if tag.empty {
                    self.close(name);
                }
            }
            b"trace" if self.nested == 0 && self.global == 0 => {
                self.in_trace = true;
                self.in_event = false;
                self.case_id.clear();
                if tag.empty {
                    self.close(name);
                }
            }
            b"global" => self.global += u32::from(!tag.empty),
            b"log" | b"extension" | b"classifier" => {}
            _ => {
                if self.nested == 0 && self.global == 0 && self.in_trace {
                    let key = &window[tag.key.0..tag.key.1];
                    let value = &window[tag.value.0..tag.value.1];
                    if self.in_event {
                        self.event_attribute(key, value);
                    } else {
                        self.trace_attribute(key, value);
                    }
                }
                self.nested += u32::from(!tag.empty);
            }
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"event" if self.in_event => self.end_event(),
            b"trace" if self.in_trace => {
                self.in_trace = false;
                self.in_event = false;
                self.nested = 0;
                self.builder.new_case(&self.case_id);
            }
            b"global" => {
                self.global = self.global.saturating_sub(1);
                self.nested = 0;
            }
            b"log" | b"extension" | b"classifier" | b"event" | b"trace" => {}
            _ => self.nested = self.nested.saturating_sub(1),
        }
    }

    fn begin_event(&mut self) {
        let event = &mut self.event;
        event.activity.clear();
        event.resource.clear();
        event.unit.clear();
        event.sure_unit = false;
        event.time = NO_TIME;
        event.start = NO_TIME;
        event.lifecycle = None;
        self.pending.clear();
        self.in_event = true;
    }

    fn end_event(&mut self) {
        self.in_event = false;
        self.nested = 0;
        if !self.in_trace {
            self.report
                .reject(0, crate::Why::NoCase, &self.event.activity);
            return;
        }
        let event = &self.event;
        let case = self.builder.next_case();
        self.builder.push(
            case,
            &Row {
                activity: &event.activity,
                time: event.time,
                start: event.start,
                resource: (!event.resource.is_empty()).then_some(event.resource.as_str()),
                unit: (!event.unit.is_empty()).then_some(event.unit.as_str()),
                lifecycle: event.lifecycle.unwrap_or(Lifecycle::Complete),
            },
        );
        for (column, value) in self.pending.drain(..) {
            self.builder.set_text(column, case, &value);
        }
    }

    fn event_attribute(&mut self, key: &[u8], value: &[u8]) {
        match key {
            b"concept:name" => put(&mut self.event.activity, value, &mut self.report),
            b"time:timestamp" => self.event.time = self.moment(value),
            b"org:resource" if self.skips[Role::Resource as usize] => {}
            b"org:group" | b"org:role" if self.skips[Role::Unit as usize] => {}
            b"org:resource" => put(&mut self.event.resource, value, &mut self.report),
            b"org:group" => {
                put(&mut self.event.unit, value, &mut self.report);
                self.event.sure_unit = true;
            }
            b"org:role" if !self.event.sure_unit => {
                put(&mut self.event.unit, value, &mut self.report);
            }
            b"lifecycle:transition" => {
                self.event.lifecycle = std::str::from_utf8(value).ok().map(lifecycle);
            }
            b"start_timestamp" | b"start_time" | b"time:start" => {
                self.event.start = self.moment(value);
            }
            _ if self.options.attributes != Keep::Nothing => {
                if let Some(column) = self.column(key, Level::Event) {
                    let value = decode(value, &mut self.report).into_owned();
                    self.pending.push((column, value));
                }
            }
            _ => {}
        }
    }

    fn trace_attribute(&mut self, key: &[u8], value: &[u8]) {
        if key == b"concept:name" {
            put(&mut self.case_id, value, &mut self.report);
        } else if self.options.attributes != Keep::Nothing
            && let Some(column) = self.column(key, Level::Case)
        {
            let value = decode(value, &mut self.report);
            self.builder
                .set_text(column, self.builder.next_case(), &value);
        }
    }

    fn moment(&mut self, value: &[u8]) -> i64 {
        match parse_moment(value, DateOrder::DayFirst) {
            Some(moment) => {
                self.offsets.see(moment);
                moment.utc(self.options.naive_offset_minutes)
            }
            None => NO_TIME,
        }
    }

    fn column(&mut self, key: &[u8], level: Level) -> Option<usize> {
        let key = std::str::from_utf8(key).ok()?;
        let found = self
            .columns
            .iter()
            .find(|(name, of, _)| name == key && *of == level);
        if let Some((_, _, column)) = found {
            return Some(*column);
        }
        // Keys that nobody could read as columns don't get to cost memory.
        if self.columns.len() >= 1_000 || !self.options.attributes.wants(key) {
            return None;
        }
        let column = self.builder.column(key, level);
        self.columns.push((key.to_owned(), level, column));
        Some(column)
    }
}

fn put(text: &mut String, value: &[u8], report: &mut Report) {
    text.clear();
    if memchr(b'&', value).is_none()
        && let Ok(plain) = std::str::from_utf8(value)
    {
        text.push_str(plain);
        return;
    }
    text.push_str(&decode(value, report));
}

/// Resolves the five entities of XML and character references, no others.
fn decode<'a>(value: &'a [u8], report: &mut Report) -> Cow<'a, str> {
    let text = match std::str::from_utf8(value) {
        Ok(text) => Cow::Borrowed(text),
        // Old tools write Latin-1 and do not say so.
        Err(_) => Cow::Owned(value.iter().map(|&byte| char::from(byte)).collect()),
    };
    if !text.contains('&') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= 10);
        match reference.and_then(|(name, tail)| Some((character(name)?, tail))) {
            Some((character, tail)) => {
                out.push(character);
                rest = tail;
            }
            None => {
                report.odd_entities += 1;
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    let number = BytesRef::new(name).resolve_char_ref().ok().flatten();
    number.or_else(|| resolve_xml_entity(name)?.chars().next())
}
