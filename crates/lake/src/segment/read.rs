//! Bytes in, blocks or a whole log out.

use super::ints::{NOTHING, Packing, unpack};
use super::plain::Plain;
use super::{BlockInfo, Chunk, HEADER, MAGIC, ReadAt, SegmentProblem, TRAILER, VERSION, column};
use crate::attribute::{Attribute, Level, Values};
use crate::builder::{LogBuilder, Row};
use crate::log::{EventLog, Lifecycle, NO_CODE, NO_TIME, NO_UNIT, Zones, pick};
use crate::names::{Interner, Names};

/// Which columns of a block are wanted, besides lengths and activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Wanted {
    pub ids: bool,
    pub time: bool,
    pub start: bool,
    pub resource: bool,
    pub unit: bool,
    pub lifecycle: bool,
    pub further: bool,
}

impl Wanted {
    /// All of them.
    pub const ALL: Self = Self {
        ids: true,
        time: true,
        start: true,
        resource: true,
        unit: true,
        lifecycle: true,
        further: true,
    };

    /// What a map needs.
    pub const MAP: Self = Self {
        ids: false,
        time: true,
        start: false,
        resource: false,
        unit: false,
        lifecycle: false,
        further: false,
    };

    /// Nothing else.
    pub const TRACES: Self = Self {
        time: false,
        ..Self::MAP
    };

    fn column(self, number: u32) -> bool {
        match number {
            column::LENGTHS | column::ACTIVITY => true,
            column::IDS => self.ids,
            // Starts are kept by their distance from the completion.
            column::FIRST | column::STEP => self.time || self.start,
            column::START => self.start,
            column::RESOURCE => self.resource,
            column::UNIT => self.unit,
            column::LIFECYCLE => self.lifecycle,
            _ => self.further,
        }
    }
}

/// Some cases of a segment, decoded. Columns that are not there, or were not
/// asked for, are empty.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Events of each case.
    pub lengths: Vec<u32>,
    /// Identifiers of the cases.
    pub ids: Names,
    /// The activity of each event, by code.
    pub activity: Vec<u16>,
    /// When each event happened, in ticks since 1970 UTC; [`NO_TIME`] where unknown.
    pub time: Vec<i64>,
    /// When each activity began, likewise.
    pub start: Vec<i64>,
    /// Microseconds a tick: 1,000,000, 1,000 or 1.
    pub tick: i64,
    /// Who, by code; [`NO_CODE`] where nobody is named.
    pub resource: Vec<u32>,
    /// The unit, by code; [`NO_UNIT`] where none is named.
    pub unit: Vec<u16>,
    /// What each event says about its activity.
    pub lifecycle: Vec<Lifecycle>,
    further: Vec<Vec<i64>>,
    bytes: Vec<u8>,
    firsts: Vec<i64>,
}

#[derive(Debug, Clone)]
struct Further {
    name: String,
    level: Level,
    kind: u8,
    names: Names,
}

/// An open segment.
#[derive(Debug)]
pub struct Segment<R> {
    source: R,
    blocks: Vec<BlockInfo>,
    activities: Names,
    resources: Names,
    units: Names,
    further: Vec<Further>,
    zones: Zones,
    span: Option<(i64, i64)>,
    cases: u64,
    events: u64,
}

impl<R: ReadAt> Segment<R> {
    /// Reads the directory.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn open(source: R) -> Result<Self, SegmentProblem> {
        let size = source.size()?;
        if size < HEADER + TRAILER {
            return Err(SegmentProblem::NotASegment);
        }
        let mut head = [0; HEADER as usize];
        source.read_at(&mut head, 0)?;
        let mut tail = [0; TRAILER as usize];
        source.read_at(&mut tail, size - TRAILER)?;
        let (checksum, rest) = number_of::<4>(&tail);
        let (length, end) = number_of::<8>(rest);
        let (magic, version) = head.split_at(8);
        if magic != MAGIC {
            return Err(SegmentProblem::NotASegment);
        }
        let (version, _) = number_of::<4>(version);
        if version != u64::from(VERSION) {
            let found = u32::try_from(version).unwrap_or(u32::MAX);
            return Err(SegmentProblem::Version { found });
        }
        let room = size - HEADER - TRAILER;
        if end != MAGIC || length > room {
            return Err(SegmentProblem::Directory { at: size - TRAILER });
        }
        let at = size - TRAILER - length;
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| SegmentProblem::TooMany)?];
        source.read_at(&mut bytes, at)?;
        if u64::from(crc32fast::hash(&bytes)) != checksum {
            return Err(SegmentProblem::Directory { at });
        }
        Self::directory(source, &bytes, at)
    }

    fn directory(source: R, bytes: &[u8], end: u64) -> Result<Self, SegmentProblem> {
        let mut plain = Plain::new(bytes);
        let (first, last) = (plain.signed()?, plain.signed()?);
        let (activities, resources, units) = (plain.names()?, plain.names()?, plain.names()?);
        let mut further = Vec::new();
        for _ in 0..plain.count()? {
            further.push(Further {
                name: plain.text()?.to_owned(),
                level: if plain.byte()? == 0 {
                    Level::Case
                } else {
                    Level::Event
                },
                kind: plain.byte()?,
                names: plain.names()?,
            });
        }
        let mut zones = Zones::default();
        for _ in 0..plain.count()? {
            let offset = i16::try_from(plain.signed()?).unwrap_or(0);
            zones.offsets.push((offset, plain.number()?));
        }
        zones.naive = plain.number()?;
        plain.text()?.clone_into(&mut zones.assumed);
        let mut blocks = Vec::new();
        let (mut at, mut cases, mut events) = (HEADER, 0_u64, 0_u64);
        for _ in 0..plain.count()? {
            let mut block = BlockInfo {
                cases: plain.number()?,
                events: plain.number()?,
                tick: plain.number()? as i64,
                chunks: Vec::new(),
            };
            if !matches!(block.tick, 1 | 1_000 | 1_000_000) {
                return Err(SegmentProblem::Inconsistent { what: "tick" });
            }
            for _ in 0..plain.count()? {
                let (column, length) = (plain.number()?, plain.number()?);
                let (checksum, _) = number_of::<4>(plain.take(4)?);
                let packed = plain.byte()?;
                block.chunks.push(Chunk {
                    column: u32::try_from(column).unwrap_or(u32::MAX),
                    offset: at,
                    length,
                    checksum: checksum as u32,
                    packing: Packing {
                        width: packed & 0x7F,
                        missing: packed & 0x80 != 0,
                        base: plain.signed()?,
                    },
                });
                at = at.saturating_add(length);
            }
            cases = cases.saturating_add(block.cases);
            events = events.saturating_add(block.events);
            // A column of one value takes no byte: counts alone must not cost much memory.
            let most = 1_u64 << 26;
            if at > end || block.cases > most || block.events > most {
                return Err(SegmentProblem::Inconsistent { what: "block" });
            }
            blocks.push(block);
        }
        if at != end || !plain.is_empty() {
            return Err(SegmentProblem::Inconsistent { what: "length" });
        }
        Ok(Self {
            source,
            blocks,
            activities,
            resources,
            units,
            further,
            zones,
            span: (first <= last).then_some((first, last)),
            cases,
            events,
        })
    }

    /// How many cases it holds.
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// How many events it holds.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How many blocks it has.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// First and last moment, microseconds since 1970 UTC, starts included.
    pub fn span(&self) -> Option<(i64, i64)> {
        self.span
    }

    /// Names of the activities.
    pub fn activities(&self) -> &Names {
        &self.activities
    }

    /// Names of the resources.
    pub fn resources(&self) -> &Names {
        &self.resources
    }

    /// Names of the units.
    pub fn units(&self) -> &Names {
        &self.units
    }

    /// The offsets in which the sources wrote their moments.
    pub fn zones(&self) -> &Zones {
        &self.zones
    }

    /// Whether some event does not complete its activity.
    pub fn has_lifecycle(&self) -> bool {
        let mut chunks = self.blocks.iter().flat_map(|block| &block.chunks);
        chunks.any(|chunk| chunk.column == column::LIFECYCLE)
    }

    fn changed(&self, block: usize, chunk: &Chunk) -> SegmentProblem {
        let further = chunk.column.checked_sub(column::FURTHER);
        let named = further.and_then(|place| self.further.get(place as usize));
        SegmentProblem::Changed {
            block,
            column: named.map_or(column::name(chunk.column).to_owned(), |it| it.name.clone()),
            from: chunk.offset,
            to: chunk.offset + chunk.length,
        }
    }

    /// Reads the bytes of a chunk and weighs them.
    fn bytes(
        &self,
        number: usize,
        chunk: &Chunk,
        bytes: &mut Vec<u8>,
    ) -> Result<(), SegmentProblem> {
        let length = usize::try_from(chunk.length).map_err(|_| SegmentProblem::TooMany)?;
        bytes.resize(length, 0);
        self.source.read_at(bytes, chunk.offset)?;
        if crc32fast::hash(bytes) != chunk.checksum {
            return Err(self.changed(number, chunk));
        }
        Ok(())
    }

    /// Decodes the wanted columns of a block; `into` is used again.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn read_block(
        &self,
        number: usize,
        wanted: Wanted,
        into: &mut Block,
    ) -> Result<(), SegmentProblem> {
        let Some(info) = self.blocks.get(number) else {
            return Err(SegmentProblem::Inconsistent { what: "block" });
        };
        let cases = usize::try_from(info.cases).map_err(|_| SegmentProblem::TooMany)?;
        let events = usize::try_from(info.events).map_err(|_| SegmentProblem::TooMany)?;
        into.clear(info.tick, self.further.len());
        let mut bytes = std::mem::take(&mut into.bytes);
        for chunk in &info.chunks {
            if !wanted.column(chunk.column) {
                continue;
            }
            self.bytes(number, chunk, &mut bytes)?;
            self.decode(chunk, &bytes, cases, events, into)?;
        }
        into.bytes = bytes;
        if into.lengths.len() != cases || into.activity.len() != events {
            return Err(SegmentProblem::Inconsistent { what: "block" });
        }
        Ok(())
    }

    fn decode(
        &self,
        chunk: &Chunk,
        bytes: &[u8],
        cases: usize,
        events: usize,
        into: &mut Block,
    ) -> Result<(), SegmentProblem> {
        let packing = chunk.packing;
        match chunk.column {
            column::LENGTHS => {
                let mut sum = 0_u64;
                let out = &mut into.lengths;
                unpack(packing, bytes, cases, |value| {
                    let length = u32::try_from(value).unwrap_or(u32::MAX);
                    sum = sum.saturating_add(length.into());
                    out.push(length);
                })?;
                if sum != events as u64 {
                    return Err(SegmentProblem::Inconsistent {
                        what: "case length",
                    });
                }
            }
            column::IDS => {
                let mut plain = Plain::new(bytes);
                let mut text = Vec::new();
                for _ in 0..cases {
                    let (shared, more) = (plain.number()? as usize, plain.count()?);
                    if shared > text.len() {
                        return Err(SegmentProblem::Inconsistent { what: "identifier" });
                    }
                    text.truncate(shared);
                    text.extend_from_slice(plain.take(more)?);
                    let id = std::str::from_utf8(&text);
                    into.ids
                        .push(id.map_err(|_| SegmentProblem::Inconsistent { what: "identifier" })?);
                }
            }
            column::ACTIVITY => {
                let most = self.activities.len();
                codes(packing, bytes, events, most, &mut into.activity, u16::MAX)?;
            }
            column::FIRST => {
                let out = &mut into.firsts;
                unpack(packing, bytes, cases, |value| out.push(value))?;
            }
            column::STEP => into.steps(packing, bytes, events)?,
            column::START => {
                let (times, out) = (&into.time, &mut into.start);
                unpack(packing, bytes, events, |value| {
                    let time = times.get(out.len()).copied().unwrap_or(NO_TIME);
                    out.push(match (value, time) {
                        (NOTHING, _) => NO_TIME,
                        (value, NO_TIME) => value,
                        (value, time) => time.wrapping_sub(value),
                    });
                })?;
            }
            column::RESOURCE => {
                let most = self.resources.len();
                codes(packing, bytes, events, most, &mut into.resource, NO_CODE)?;
            }
            column::UNIT => {
                let most = self.units.len();
                codes(packing, bytes, events, most, &mut into.unit, NO_UNIT)?;
            }
            column::LIFECYCLE => {
                let out = &mut into.lifecycle;
                unpack(packing, bytes, events, |value| {
                    out.push(match value {
                        0 => Lifecycle::Complete,
                        1 => Lifecycle::Start,
                        _ => Lifecycle::Other,
                    });
                })?;
            }
            number => {
                let place = (number.checked_sub(column::FURTHER)).unwrap_or(u32::MAX) as usize;
                let (Some(further), Some(out)) =
                    (self.further.get(place), into.further.get_mut(place))
                else {
                    return Err(SegmentProblem::Inconsistent { what: "column" });
                };
                let count = match further.level {
                    Level::Case => cases,
                    Level::Event => events,
                };
                unpack(packing, bytes, count, |value| out.push(value))?;
            }
        }
        Ok(())
    }

    /// Reads every byte and weighs it; all problems are returned.
    pub fn verify(&self) -> Vec<SegmentProblem> {
        let mut problems = Vec::new();
        let mut bytes = Vec::new();
        for (number, block) in self.blocks.iter().enumerate() {
            for chunk in &block.chunks {
                problems.extend(self.bytes(number, chunk, &mut bytes).err());
            }
        }
        problems
    }

    /// Decodes all of it.
    ///
    /// # Errors
    /// See [`SegmentProblem`]; more than 2^32 − 1 events fit into no log.
    pub fn to_log(&self) -> Result<EventLog, SegmentProblem> {
        if self.events >= u64::from(u32::MAX) || self.cases >= u64::from(u32::MAX) {
            return Err(SegmentProblem::TooMany);
        }
        let mut log = EventLog {
            offsets: vec![0],
            activities: self.activities.clone(),
            resources: self.resources.clone(),
            units: self.units.clone(),
            zones: self.zones.clone(),
            ..EventLog::default()
        };
        let mut further: Vec<Vec<i64>> = vec![Vec::new(); self.further.len()];
        let mut block = Block::default();
        for number in 0..self.blocks.len() {
            self.read_block(number, Wanted::ALL, &mut block)?;
            let before = log.activity.len();
            let cases_before = log.case_ids.len();
            let mut end = log.offsets[log.offsets.len() - 1];
            for &length in &block.lengths {
                end += length;
                log.offsets.push(end);
            }
            for id in block.ids.iter() {
                log.case_ids.push(id);
            }
            log.activity.extend_from_slice(&block.activity);
            let micros = |time: i64| match time {
                NO_TIME => NO_TIME,
                time => time.saturating_mul(block.tick),
            };
            log.time.extend(block.time.iter().map(|&time| micros(time)));
            let after = log.activity.len();
            if !block.start.is_empty() {
                log.start.fill(before);
                for &start in &block.start {
                    log.start.push(micros(start));
                }
            } else if !log.start.is_empty() {
                log.start.fill(after);
            }
            extend(&mut log.resource, &block.resource, before, after, NO_CODE);
            extend(&mut log.unit, &block.unit, before, after, NO_UNIT);
            let complete = Lifecycle::Complete;
            extend(
                &mut log.lifecycle,
                &block.lifecycle,
                before,
                after,
                complete,
            );
            for ((values, all), column) in block.further.iter().zip(&mut further).zip(&self.further)
            {
                let (before, after) = match column.level {
                    Level::Case => (cases_before, log.case_ids.len()),
                    Level::Event => (before, after),
                };
                extend(all, values, before, after, NOTHING);
            }
        }
        let (cases, events) = (log.cases(), log.events());
        if log.case_ids.len() != cases || log.time.len() != events {
            return Err(SegmentProblem::Inconsistent { what: "block" });
        }
        for (column, mut values) in self.further.iter().zip(further) {
            values.resize(
                match column.level {
                    Level::Case => cases,
                    Level::Event => events,
                },
                NOTHING,
            );
            log.attributes.push(column.attribute(values)?);
        }
        Ok(log)
    }
}

impl Further {
    fn attribute(&self, stored: Vec<i64>) -> Result<Attribute, SegmentProblem> {
        let values = match self.kind {
            0 => {
                let mut codes = Vec::with_capacity(stored.len());
                for value in stored {
                    codes.push(match value {
                        NOTHING => NO_CODE,
                        value if (0..self.names.len() as i64).contains(&value) => value as u32,
                        _ => return Err(SegmentProblem::Inconsistent { what: "code" }),
                    });
                }
                Values::Text {
                    codes,
                    names: self.names.clone(),
                }
            }
            1 => Values::Number(stored.into_iter().map(number).collect()),
            2 => Values::Time(stored),
            _ => return Err(SegmentProblem::Inconsistent { what: "column" }),
        };
        Ok(Attribute {
            name: self.name.clone(),
            level: self.level,
            values,
        })
    }
}

fn number(bits: i64) -> f64 {
    match bits {
        NOTHING => f64::NAN,
        bits => f64::from_bits(bits as u64),
    }
}

impl Block {
    /// Puts the events of each case in the order of their moments; those of one
    /// moment keep their order, those without one come first.
    pub fn sort_by_time(&mut self) {
        let mut order: Vec<u32> = Vec::new();
        let mut from = 0;
        for &length in &self.lengths {
            let to = from + length as usize;
            let times = self.time.get(from..to).unwrap_or(&[]);
            if !times.is_sorted() {
                if order.is_empty() {
                    order = (0..u32::try_from(self.time.len()).unwrap_or(u32::MAX)).collect();
                }
                order[from..to].sort_by_key(|&event| self.time[event as usize]);
            }
            from = to;
        }
        if !order.is_empty() {
            self.pick(&order);
        }
    }

    /// Keeps the events that completed their activity; cases that lose all of
    /// them go too. Needs the lifecycle, where there is one.
    pub fn complete_only(&mut self) {
        let mut order: Vec<u32> = Vec::new();
        let mut lengths = Vec::new();
        let mut ids = Names::default();
        let mut from = 0;
        for (case, &length) in self.lengths.iter().enumerate() {
            let before = order.len();
            let to = from + length;
            order.extend((from..to).filter(|&event| {
                let said = self.lifecycle.get(event as usize);
                said.is_none_or(|&said| said == Lifecycle::Complete)
            }));
            if order.len() > before {
                lengths.push(u32::try_from(order.len() - before).unwrap_or(u32::MAX));
                if !self.ids.is_empty() {
                    ids.push(self.ids.get(case));
                }
            }
            from = to;
        }
        self.lengths = lengths;
        self.ids = ids;
        self.pick(&order);
    }

    fn pick(&mut self, order: &[u32]) {
        pick(&mut self.activity, order);
        pick(&mut self.time, order);
        pick(&mut self.start, order);
        pick(&mut self.resource, order);
        pick(&mut self.unit, order);
        pick(&mut self.lifecycle, order);
        // Further columns are only read where a whole log is made.
        self.further.iter_mut().for_each(Vec::clear);
    }

    fn clear(&mut self, tick: i64, further: usize) {
        self.lengths.clear();
        self.ids.clear();
        self.activity.clear();
        self.time.clear();
        self.start.clear();
        self.resource.clear();
        self.unit.clear();
        self.lifecycle.clear();
        self.firsts.clear();
        self.further.iter_mut().for_each(Vec::clear);
        self.further.resize(further, Vec::new());
        self.tick = tick;
    }

    /// Times of all events from the first of each case and the steps between.
    fn steps(
        &mut self,
        packing: Packing,
        bytes: &[u8],
        events: usize,
    ) -> Result<(), SegmentProblem> {
        if self.firsts.len() != self.lengths.len() {
            return Err(SegmentProblem::Inconsistent { what: "column" });
        }
        let out = &mut self.time;
        out.reserve(events);
        unpack(packing, bytes, events, |step| out.push(step))?;
        let mut from = 0;
        for (&length, &first) in self.lengths.iter().zip(&self.firsts) {
            let to = from + length as usize;
            let Some(steps) = out.get_mut(from..to) else {
                return Err(SegmentProblem::Inconsistent {
                    what: "case length",
                });
            };
            let mut now = first;
            for step in steps {
                if *step != NOTHING {
                    now = now.wrapping_add(*step);
                    *step = now;
                }
            }
            from = to;
        }
        Ok(())
    }
}

/// Takes the first `N` bytes as a number.
fn number_of<const N: usize>(bytes: &[u8]) -> (u64, &[u8]) {
    let mut wide = [0; 8];
    match bytes.split_at_checked(N) {
        Some((number, rest)) => {
            wide[..N].copy_from_slice(number);
            (u64::from_le_bytes(wide), rest)
        }
        None => (0, bytes),
    }
}

fn codes<T: Copy + TryFrom<i64>>(
    packing: Packing,
    bytes: &[u8],
    count: usize,
    most: usize,
    out: &mut Vec<T>,
    none: T,
) -> Result<(), SegmentProblem> {
    let most = most as i64;
    let mut fits = true;
    out.reserve(count);
    unpack(packing, bytes, count, |value| {
        let inside = (0..most).contains(&value);
        fits &= inside || value == NOTHING;
        out.push(match T::try_from(value) {
            Ok(code) if inside => code,
            _ => none,
        });
    })?;
    if fits {
        Ok(())
    } else {
        Err(SegmentProblem::Inconsistent { what: "code" })
    }
}

/// Appends a block's column to a log's; one that is not there stands for `none`.
fn extend<T: Copy>(all: &mut Vec<T>, block: &[T], before: usize, after: usize, none: T) {
    if block.is_empty() {
        if !all.is_empty() {
            all.resize(after, none);
        }
        return;
    }
    all.resize(before, none);
    all.extend_from_slice(block);
}

/// Brings logs together: cases of the same identifier in different logs are one,
/// its events in the order of the logs. Cases within one log stay apart.
///
/// # Errors
/// [`SegmentProblem::TooMany`] when they do not fit into one log.
pub fn join(logs: &[EventLog]) -> Result<EventLog, SegmentProblem> {
    let mut builder = LogBuilder::default();
    let mut ids = Interner::default();
    // By code of the identifier: the case, and the last log that had it.
    let mut known: Vec<(u32, usize)> = Vec::new();
    let mut zones = Zones::default();
    let mut columns: Vec<(String, Level, usize)> = Vec::new();
    for (number, log) in logs.iter().enumerate() {
        zones.add(log.zones());
        let mut further = Vec::new();
        for attribute in log.attributes() {
            let key = (attribute.name.as_str(), attribute.level);
            let found = columns
                .iter()
                .find(|(name, level, _)| (name.as_str(), *level) == key);
            let column = match found {
                Some((_, _, column)) => *column,
                None => {
                    let column = builder.column(&attribute.name, attribute.level);
                    columns.push((attribute.name.clone(), attribute.level, column));
                    column
                }
            };
            further.push((column, attribute));
        }
        for case in 0..log.cases() {
            let id = log.case_id(case);
            let code = ids.code(id) as usize;
            let into = match known.get_mut(code) {
                Some((into, last)) if *last != number && !id.is_empty() => {
                    *last = number;
                    *into
                }
                Some(_) => builder.new_case(id),
                None => {
                    let into = builder.new_case(id);
                    known.push((into, number));
                    into
                }
            };
            for &(column, attribute) in &further {
                if attribute.level == Level::Case {
                    set(&mut builder, column, into, &attribute.values, case);
                }
            }
            for event in log.case(case) {
                let resource = log.resource().get(event).filter(|&&code| code != NO_CODE);
                let unit = log.unit().get(event).filter(|&&code| code != NO_UNIT);
                let row = Row {
                    activity: log.activities().get(usize::from(log.activity()[event])),
                    time: log.time()[event],
                    start: log.start().get(event).unwrap_or(NO_TIME),
                    resource: resource.map(|&code| log.resources().get(code as usize)),
                    unit: unit.map(|&code| log.units().get(usize::from(code))),
                    lifecycle: (log.lifecycle().get(event).copied()).unwrap_or(Lifecycle::Complete),
                };
                builder.push(into, &row);
                for &(column, attribute) in &further {
                    if attribute.level == Level::Event {
                        set(&mut builder, column, into, &attribute.values, event);
                    }
                }
            }
        }
    }
    builder.finish(zones).map_err(|_| SegmentProblem::TooMany)
}

fn set(builder: &mut LogBuilder, column: usize, case: u32, values: &Values, at: usize) {
    match values {
        Values::Text { codes, names } => {
            if let Some(&code) = codes.get(at)
                && code != NO_CODE
            {
                builder.set_text(column, case, names.get(code as usize));
            }
        }
        Values::Number(numbers) => {
            if let Some(&value) = numbers.get(at)
                && !value.is_nan()
            {
                builder.set_number(column, case, value);
            }
        }
        Values::Time(times) => {
            if let Some(&time) = times.get(at)
                && time != NO_TIME
            {
                builder.set_time(column, case, time);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::segment::SegmentWriter;

    /// Cases of events: activity, time, and what else is there.
    type Cases = Vec<Vec<(u8, Option<i64>, Option<i64>, Option<u8>, Option<u8>)>>;

    fn cases() -> impl Strategy<Value = Cases> {
        let moment = prop_oneof![
            (0_i64..100_000_000).prop_map(|s| s * 1_000_000),
            -5_000_i64..5_000,
            any::<i32>().prop_map(|ms| i64::from(ms) * 1_000),
        ];
        let moment = prop::option::of(moment);
        let event = (
            0_u8..30,
            moment.clone(),
            moment,
            any::<Option<u8>>(),
            any::<Option<u8>>(),
        );
        prop::collection::vec(prop::collection::vec(event, 0..6), 0..20)
    }

    fn log(cases: &Cases, named: bool) -> EventLog {
        let mut builder = LogBuilder::default();
        let channel = builder.column("channel", Level::Case);
        let fee = builder.column("fee", Level::Event);
        for (number, events) in cases.iter().enumerate() {
            let case = builder.new_case(&format!("H{number:03}"));
            if number % 3 == 0 {
                builder.set_text(channel, case, "mạng");
            }
            for &(activity, time, start, who, unit) in events {
                let (activity, who) = (format!("bước {activity}"), who.map(|w| w.to_string()));
                let unit = unit.map(|u| format!("đơn vị {u}"));
                let row = Row {
                    start: start.filter(|_| named).unwrap_or(NO_TIME),
                    resource: who.as_deref().filter(|_| named),
                    unit: unit.as_deref(),
                    lifecycle: if number % 5 == 4 {
                        Lifecycle::Start
                    } else {
                        Lifecycle::Complete
                    },
                    ..Row::new(&activity, time.unwrap_or(NO_TIME))
                };
                builder.push(case, &row);
                builder.set_number(fee, case, number as f64 - 2.5);
            }
        }
        let zones = Zones {
            offsets: vec![(420, 3)],
            naive: 2,
            assumed: "+07:00".to_owned(),
        };
        builder.finish(zones).unwrap()
    }

    fn bytes(logs: &[EventLog]) -> Vec<u8> {
        let mut writer = SegmentWriter::new(Vec::new()).unwrap();
        for log in logs {
            writer.push(log).unwrap();
        }
        writer.finish().unwrap()
    }

    /// A log as rows of text: two logs may number their names differently.
    fn rows(log: &EventLog) -> Vec<String> {
        let mut rows = Vec::new();
        for case in 0..log.cases() {
            rows.push(log.case_id(case).to_owned());
            for event in log.case(case) {
                let who = log.resource().get(event).map(|&code| match code {
                    NO_CODE => "",
                    code => log.resources().get(code as usize),
                });
                let unit = log.unit().get(event).map(|&code| match code {
                    NO_UNIT => "",
                    code => log.units().get(usize::from(code)),
                });
                rows.push(format!(
                    "{} {} {:?} {:?} {:?} {:?}",
                    log.activities().get(usize::from(log.activity()[event])),
                    log.time()[event],
                    log.start().get(event).filter(|&t| t != NO_TIME),
                    who.filter(|who| !who.is_empty()),
                    unit.filter(|unit| !unit.is_empty()),
                    log.lifecycle().get(event).unwrap_or(&Lifecycle::Complete),
                ));
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cases in cases(), named: bool, twice: bool) {
            let log = log(&cases, named);
            let logs = if twice { vec![log.clone(), log] } else { vec![log] };
            let bytes = bytes(&logs);
            let segment = Segment::open(bytes).unwrap();
            prop_assert!(segment.verify().is_empty());
            let back = segment.to_log().unwrap();
            let expected: Vec<String> = logs.iter().flat_map(rows).collect();
            prop_assert_eq!(rows(&back), expected);
            prop_assert_eq!(back.zones().naive, 2 * logs.len() as u64);
            if !twice {
                let (a, b) = (back.attributes(), logs[0].attributes());
                prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
            }
        }

        #[test]
        fn a_changed_byte_is_always_found(
            cases in cases(),
            at in any::<prop::sample::Index>(),
            by in 1_u8..,
        ) {
            let mut bytes = bytes(&[log(&cases, true)]);
            let at = at.index(bytes.len());
            bytes[at] = bytes[at].wrapping_add(by);
            match Segment::open(bytes) {
                Err(_) => {}
                Ok(segment) => {
                    let problems = segment.verify();
                    let named = problems.iter().any(|problem| matches!(
                        problem, SegmentProblem::Changed { from, to, .. }
                            if (*from..*to).contains(&(at as u64))));
                    prop_assert!(named, "{:?}", problems);
                    prop_assert!(segment.to_log().is_err());
                }
            }
        }

        #[test]
        fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut whole = MAGIC.to_vec();
            whole.extend(VERSION.to_le_bytes());
            whole.extend(&bytes);
            whole.extend(crc32fast::hash(&bytes).to_le_bytes());
            whole.extend((bytes.len() as u64).to_le_bytes());
            whole.extend(MAGIC);
            if let Ok(segment) = Segment::open(whole) {
                let _ = segment.verify();
            }
        }

        #[test]
        fn logs_cut_by_time_join_to_the_whole(cases in cases(), cut in any::<prop::sample::Index>()) {
            let whole = log(&cases, true);
            let mut early = Vec::new();
            let mut late = Vec::new();
            for case in 0..whole.cases() {
                let range = whole.case(case);
                let middle = range.start + cut.index(range.len() + 1);
                early.extend(range.start..middle);
                late.extend(middle..range.end);
            }
            let parts = [
                whole.filter_events(|event| early.contains(&event)),
                whole.filter_events(|event| late.contains(&event)),
            ];
            let mut joined: Vec<_> = rows(&join(&parts).unwrap());
            let mut expected = rows(&whole.filter_events(|_| true));
            joined.sort();
            expected.sort();
            prop_assert_eq!(joined, expected);
        }
    }

    #[test]
    fn a_newer_version_is_named() {
        let mut newer = bytes(&[]);
        newer[8] = 2;
        let problem = Segment::open(newer).unwrap_err();
        assert!(matches!(problem, SegmentProblem::Version { found: 2 }));
    }
}
