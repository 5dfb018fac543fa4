//! Object-centric logs (OCEL 2.0): JSON, XML, SQLite.
//!
//! A log of events each of which touches several objects becomes a log of cases
//! by the choice of one type of object: each object of the type is a case, and an
//! event that touches three of them stands in three cases. What the choice hides
//! stays in [`Ocel`].
//!
//! # Source
//! OCEL 2.0 specification, Berti, Koren, Adams et al. (2023), sections 5 to 7.

mod json;
mod sqlite;
mod xml;

use std::collections::BTreeSet;
use std::path::Path;

use dondoc_lake::{EventLog, Interner, LogBuilder, NO_CODE, NO_TIME, Row};

use crate::Options;
use crate::moment::{DateOrder, parse_moment};
use crate::report::{LogProblem, Report, Why};
use crate::source::Source;
use crate::zones::Offsets;

/// An object-centric log: what happened, and which objects it touched.
#[derive(Debug, Clone, Default)]
pub struct Ocel {
    event_types: Interner,
    object_types: Interner,
    objects: Interner,
    /// The type of each object; [`NO_CODE`] where it is only referred to.
    object_type: Vec<u32>,
    /// Type and moment of each event.
    events: Vec<(u32, i64)>,
    /// Event and object, in the order of the file.
    relations: Vec<(u32, u32)>,
    /// Relations between objects.
    object_relations: u64,
    /// Values of attributes that objects took later than at first.
    changes: u64,
    zones: dondoc_lake::Zones,
}

impl Ocel {
    /// How many events there are.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// How many objects there are, those that are only referred to aside.
    pub fn objects(&self) -> usize {
        let known = self.object_type.iter();
        known.filter(|&&kind| kind != NO_CODE).count()
    }

    /// Relations of events with objects, each qualifier counted.
    pub fn event_relations(&self) -> usize {
        self.relations.len()
    }

    /// Relations of objects with objects.
    pub fn object_relations(&self) -> u64 {
        self.object_relations
    }

    /// Values of attributes that objects took later than at first.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Relations whose object is nowhere described.
    pub fn loose_relations(&self) -> usize {
        let loose = |object: u32| self.object_type.get(object as usize) == Some(&NO_CODE);
        let all = self.relations.iter();
        all.filter(|(_, object)| loose(*object)).count()
    }

    /// Types of events and how many events each has, by name.
    pub fn event_types(&self) -> Vec<(&str, u64)> {
        let mut counts = vec![0; self.event_types.len()];
        for &(kind, _) in &self.events {
            counts[kind as usize] += 1;
        }
        named(&self.event_types, &counts)
    }

    /// Types of objects and how many objects each has, by name.
    pub fn object_types(&self) -> Vec<(&str, u64)> {
        let mut counts = vec![0; self.object_types.len()];
        for &kind in self.object_type.iter().filter(|&&kind| kind != NO_CODE) {
            counts[kind as usize] += 1;
        }
        named(&self.object_types, &counts)
    }

    /// Each object of the type as a case, its events in time order; `None` when
    /// there is no such type.
    ///
    /// # Errors
    /// [`LogProblem::Build`].
    pub fn flatten(&self, object_type: &str) -> Result<Option<EventLog>, LogProblem> {
        let Some(kind) = self.object_types.find(object_type) else {
            return Ok(None);
        };
        let mut builder = LogBuilder::default();
        let mut case_of = vec![NO_CODE; self.object_type.len()];
        for (object, _) in (self.object_type.iter().enumerate()).filter(|(_, it)| **it == kind) {
            case_of[object] = builder.new_case(self.objects.names().get(object));
        }
        // An event may touch an object twice, in two roles; it happened once.
        let mut seen = BTreeSet::new();
        let mut event = u32::MAX;
        for &(of, object) in &self.relations {
            if of != event {
                seen.clear();
                event = of;
            }
            let case = case_of[object as usize];
            if case == NO_CODE || !seen.insert(object) {
                continue;
            }
            let (kind, time) = self.events[of as usize];
            let activity = self.event_types.names().get(kind as usize);
            builder.push(case, &Row::new(activity, time));
        }
        let mut log = builder.finish(self.zones.clone())?;
        log.sort_by_time();
        Ok(Some(log))
    }
}

fn named<'a>(names: &'a Interner, counts: &[u64]) -> Vec<(&'a str, u64)> {
    let mut all: Vec<(&str, u64)> = names.names().iter().zip(counts.iter().copied()).collect();
    all.sort_unstable();
    all
}

/// Takes in what a file says, in any order.
struct Reader {
    ocel: Ocel,
    offsets: Offsets,
    naive_minutes: i32,
    report: Report,
    records: u64,
}

impl Reader {
    fn new(form: &'static str, options: &Options) -> Self {
        Self {
            ocel: Ocel::default(),
            offsets: Offsets::default(),
            naive_minutes: options.naive_offset_minutes,
            report: Report {
                form,
                ..Report::default()
            },
            records: 0,
        }
    }

    fn object_type(&mut self, name: &str) {
        self.ocel.object_types.code(name);
    }

    fn event_type(&mut self, name: &str) {
        self.ocel.event_types.code(name);
    }

    fn reference(&mut self, object: &str) -> u32 {
        let code = self.ocel.objects.code(object);
        if code as usize == self.ocel.object_type.len() {
            self.ocel.object_type.push(NO_CODE);
        }
        code
    }

    fn object(&mut self, id: &str, kind: &str) {
        self.records += 1;
        if id.is_empty() {
            return self.report.reject(self.records, Why::NoCase, kind);
        }
        let kind = self.ocel.object_types.code(kind);
        let object = self.reference(id);
        self.ocel.object_type[object as usize] = kind;
    }

    /// `None` when the event was not taken.
    fn event(&mut self, kind: &str, time: &str) -> Option<u32> {
        self.records += 1;
        if kind.is_empty() {
            self.report.reject(self.records, Why::NoActivity, time);
            return None;
        }
        let micros = match parse_moment(time.as_bytes(), DateOrder::DayFirst) {
            Some(moment) => {
                self.offsets.see(moment);
                moment.utc(self.naive_minutes)
            }
            None if time.trim().is_empty() => NO_TIME,
            None => {
                self.report.reject(self.records, Why::BadMoment, time);
                return None;
            }
        };
        let kind = self.ocel.event_types.code(kind);
        let event = u32::try_from(self.ocel.events.len()).ok()?;
        self.ocel.events.push((kind, micros));
        Some(event)
    }

    fn relate(&mut self, event: u32, object: &str) {
        let object = self.reference(object);
        self.ocel.relations.push((event, object));
    }

    /// A value that an object's attribute took: at first that is 1970.
    fn value(&mut self, time: &str) {
        let moment = parse_moment(time.as_bytes(), DateOrder::DayFirst);
        // Writers in zones east of UTC write the beginning as some hours after it.
        let first = moment.is_none_or(|moment| moment.micros.abs() <= 86_400_000_000);
        self.ocel.changes += u64::from(!first);
    }

    fn finish(mut self) -> (Ocel, Report) {
        self.ocel.zones = self.offsets.zones(self.naive_minutes);
        let times = self.ocel.events.iter();
        self.report.without_moment = times.filter(|(_, time)| *time == NO_TIME).count() as u64;
        (self.ocel, self.report)
    }
}

/// Which form of OCEL bytes begin with, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Xml,
    Sqlite,
}

pub(crate) fn form(head: &[u8]) -> Option<Form> {
    if head.starts_with(b"SQLite format 3\0") {
        return Some(Form::Sqlite);
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let has = |tag: &[u8]| memchr::memmem::find(head, tag).is_some();
    match head.trim_ascii_start().first() {
        Some(b'{') => Some(Form::Json),
        // XES begins with `log` too.
        Some(b'<') if has(b"<object-type") || has(b"<event-type") || has(b"<objects>") => {
            Some(Form::Xml)
        }
        _ => None,
    }
}

/// Reads an object-centric log.
///
/// # Errors
/// See [`LogProblem`]; [`LogProblem::NotOcel`] when the file is of no such form.
pub fn read_ocel(path: &Path, options: &Options) -> Result<(Ocel, Report), LogProblem> {
    let mut source = Source::open(path)?;
    match form(source.peek(64 << 10)?) {
        Some(form) => read(form, source, path, options),
        None => Err(LogProblem::NotOcel {
            why: "neither JSON, XML nor SQLite".to_owned(),
        }),
    }
}

fn read(
    form: Form,
    source: Source,
    path: &Path,
    options: &Options,
) -> Result<(Ocel, Report), LogProblem> {
    match form {
        Form::Json => json::read(source, options),
        Form::Xml => xml::read(source, options),
        Form::Sqlite => sqlite::read(path, options),
    }
}

/// Reads an object-centric log as one of cases, by the type of object chosen.
pub(crate) fn read_flat(
    form: Form,
    source: Source,
    path: &Path,
    options: &Options,
) -> Result<(EventLog, Report), LogProblem> {
    let (ocel, mut report) = read(form, source, path, options)?;
    let types = ocel.object_types();
    let chosen = match (&options.object_type, types.as_slice()) {
        (Some(chosen), _) => chosen.as_str(),
        (None, [(only, _)]) => only,
        (None, _) => "",
    };
    let Some(log) = ocel.flatten(chosen)? else {
        let types: Vec<&str> = types.iter().map(|(name, _)| *name).collect();
        return Err(LogProblem::ObjectType {
            types: types.join(", "),
        });
    };
    report.columns.push(format!("case={chosen}"));
    report.look_at(&log);
    Ok((log, report))
}
