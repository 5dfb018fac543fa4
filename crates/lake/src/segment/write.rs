//! Logs in, bytes out.

use std::io::{self, Write};
use std::ops::Range;

use super::ints::{NOTHING, Packing, pack};
use super::plain::{put, put_names, put_signed, put_text};
use super::{BlockInfo, Chunk, HEADER, MAGIC, VERSION, column};
use crate::attribute::{Level, Values};
use crate::log::{EventLog, NO_CODE, NO_TIME, NO_UNIT, Zones};
use crate::names::{Interner, Names};

/// A block ends with the case that brings it to as many events.
const BLOCK: usize = 1 << 15;

/// Microseconds of the ticks that times may be kept in, the coarsest first.
const TICKS: [i64; 3] = [1_000_000, 1_000, 1];

/// A further column as written so far.
#[derive(Debug)]
struct Further {
    name: String,
    level: Level,
    kind: u8,
    names: Interner,
}

/// Writes a segment: logs one after the other, then the directory.
///
/// Cases must not be split over the logs.
#[derive(Debug)]
pub struct SegmentWriter<W: Write> {
    out: W,
    at: u64,
    blocks: Vec<BlockInfo>,
    activities: Interner,
    resources: Interner,
    units: Interner,
    further: Vec<Further>,
    zones: Zones,
    first: i64,
    last: i64,
    scratch: Vec<i64>,
    buffer: Vec<u8>,
}

/// The names of a log in the numbering of the segment.
struct Recoded {
    activity: Vec<i64>,
    resource: Vec<i64>,
    unit: Vec<i64>,
    /// The number of each further column, and its names.
    further: Vec<(usize, Vec<i64>)>,
}

impl<W: Write> SegmentWriter<W> {
    /// Begins a segment.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&MAGIC)?;
        out.write_all(&VERSION.to_le_bytes())?;
        Ok(Self {
            out,
            at: HEADER,
            blocks: Vec::new(),
            activities: Interner::default(),
            resources: Interner::default(),
            units: Interner::default(),
            further: Vec::new(),
            zones: Zones::default(),
            first: i64::MAX,
            last: i64::MIN,
            scratch: Vec::new(),
            buffer: Vec::new(),
        })
    }

    /// Writes the cases of a log, in its order.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn push(&mut self, log: &EventLog) -> io::Result<()> {
        let recoded = self.recode(log);
        for time in log.time().iter().copied().chain(log.start().iter()) {
            if time != NO_TIME {
                self.first = self.first.min(time);
                self.last = self.last.max(time);
            }
        }
        self.zones.add(log.zones());
        let mut from = 0;
        while from < log.cases() {
            let begin = log.offsets()[from] as usize;
            let mut to = from + 1;
            while to < log.cases() && (log.offsets()[to] as usize) < begin + BLOCK {
                to += 1;
            }
            self.block(log, from..to, &recoded)?;
            from = to;
        }
        Ok(())
    }

    fn recode(&mut self, log: &EventLog) -> Recoded {
        let mut further = Vec::new();
        for attribute in log.attributes() {
            let (kind, names) = match &attribute.values {
                Values::Text { names, .. } => (0, Some(names)),
                Values::Number(_) => (1, None),
                Values::Time(_) => (2, None),
            };
            let place = self.further.iter().position(|known| {
                known.name == attribute.name && known.level == attribute.level && known.kind == kind
            });
            let place = place.unwrap_or_else(|| {
                self.further.push(Further {
                    name: attribute.name.clone(),
                    level: attribute.level,
                    kind,
                    names: Interner::default(),
                });
                self.further.len() - 1
            });
            let codes = names.map(|names| codes(&mut self.further[place].names, names));
            further.push((place, codes.unwrap_or_default()));
        }
        Recoded {
            activity: codes(&mut self.activities, log.activities()),
            resource: codes(&mut self.resources, log.resources()),
            unit: codes(&mut self.units, log.units()),
            further,
        }
    }

    fn block(&mut self, log: &EventLog, cases: Range<usize>, recoded: &Recoded) -> io::Result<()> {
        let events = log.case(cases.start).start..log.case(cases.end - 1).end;
        let tick = tick(log, events.clone());
        let mut chunks = Vec::new();

        let lengths = cases.clone().map(|case| log.case(case).len() as i64);
        self.chunk(&mut chunks, column::LENGTHS, lengths)?;

        self.buffer.clear();
        front_code(
            cases.clone().map(|case| log.case_id(case)),
            &mut self.buffer,
        );
        self.write_chunk(&mut chunks, column::IDS, Packing::default())?;

        let activity = log.activity()[events.clone()].iter();
        let activity = activity.map(|&code| recoded.activity[usize::from(code)]);
        self.chunk(&mut chunks, column::ACTIVITY, activity)?;

        let first = |case: usize| {
            let mut times = log.case_times(case).iter();
            let known = times.find(|&&time| time != NO_TIME);
            known.map_or(NOTHING, |&time| time.div_euclid(tick))
        };
        self.chunk(&mut chunks, column::FIRST, cases.clone().map(first))?;
        let steps = cases.clone().flat_map(|case| {
            let mut before = first(case);
            log.case_times(case).iter().map(move |&time| {
                if time == NO_TIME {
                    return NOTHING;
                }
                let now = time.div_euclid(tick);
                let step = now.wrapping_sub(before);
                before = now;
                step
            })
        });
        self.chunk(&mut chunks, column::STEP, steps)?;

        if !log.start().is_empty() {
            let pairs = log
                .start()
                .range(events.clone())
                .zip(&log.time()[events.clone()]);
            let starts = pairs.map(|(start, &time)| match (start, time) {
                (NO_TIME, _) => NOTHING,
                // Without a completion there is no distance to it.
                (start, NO_TIME) => start.div_euclid(tick),
                (start, time) => time.div_euclid(tick).wrapping_sub(start.div_euclid(tick)),
            });
            self.chunk(&mut chunks, column::START, starts)?;
        }
        if !log.resource().is_empty() {
            let codes = log.resource()[events.clone()].iter();
            let codes = codes.map(|&code| coded(&recoded.resource, code, NO_CODE));
            self.chunk(&mut chunks, column::RESOURCE, codes)?;
        }
        if !log.unit().is_empty() {
            let codes = log.unit()[events.clone()].iter();
            let codes = codes.map(|&code| coded(&recoded.unit, code.into(), NO_UNIT.into()));
            self.chunk(&mut chunks, column::UNIT, codes)?;
        }
        if !log.lifecycle().is_empty() {
            let values = log.lifecycle()[events.clone()].iter();
            self.chunk(
                &mut chunks,
                column::LIFECYCLE,
                values.map(|&value| value as i64),
            )?;
        }
        for (attribute, (place, names)) in log.attributes().iter().zip(&recoded.further) {
            let range = match attribute.level {
                Level::Case => cases.clone(),
                Level::Event => events.clone(),
            };
            let number = column::FURTHER + u32::try_from(*place).unwrap_or(u32::MAX - 16);
            match &attribute.values {
                Values::Text { codes, .. } => {
                    let codes = codes[range].iter();
                    let codes = codes.map(|&code| coded(names, code, NO_CODE));
                    self.chunk(&mut chunks, number, codes)?;
                }
                Values::Number(numbers) => {
                    let numbers = numbers[range].iter();
                    self.chunk(&mut chunks, number, numbers.map(|&value| bits(value)))?;
                }
                Values::Time(times) => {
                    self.chunk(&mut chunks, number, times[range].iter().copied())?;
                }
            }
        }
        self.blocks.push(BlockInfo {
            cases: cases.len() as u64,
            events: events.len() as u64,
            tick,
            chunks,
        });
        Ok(())
    }

    fn chunk(
        &mut self,
        chunks: &mut Vec<Chunk>,
        column: u32,
        values: impl Iterator<Item = i64>,
    ) -> io::Result<()> {
        self.scratch.clear();
        self.scratch.extend(values);
        self.buffer.clear();
        let packing = pack(&self.scratch, &mut self.buffer);
        self.write_chunk(chunks, column, packing)
    }

    fn write_chunk(
        &mut self,
        chunks: &mut Vec<Chunk>,
        column: u32,
        packing: Packing,
    ) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        chunks.push(Chunk {
            column,
            offset: self.at,
            length: self.buffer.len() as u64,
            checksum: crc32fast::hash(&self.buffer),
            packing,
        });
        self.at += self.buffer.len() as u64;
        Ok(())
    }

    /// Writes the directory and returns the writer.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<W> {
        let mut out = Vec::new();
        put_signed(&mut out, self.first);
        put_signed(&mut out, self.last);
        for names in [&self.activities, &self.resources, &self.units] {
            put_names(&mut out, names.names());
        }
        put(&mut out, self.further.len() as u64);
        for further in &self.further {
            put_text(&mut out, &further.name);
            out.push(u8::from(further.level == Level::Event));
            out.push(further.kind);
            put_names(&mut out, further.names.names());
        }
        put(&mut out, self.zones.offsets.len() as u64);
        for &(offset, count) in &self.zones.offsets {
            put_signed(&mut out, offset.into());
            put(&mut out, count);
        }
        put(&mut out, self.zones.naive);
        put_text(&mut out, &self.zones.assumed);
        put(&mut out, self.blocks.len() as u64);
        for block in &self.blocks {
            put(&mut out, block.cases);
            put(&mut out, block.events);
            put(&mut out, block.tick as u64);
            put(&mut out, block.chunks.len() as u64);
            for chunk in &block.chunks {
                put(&mut out, chunk.column.into());
                put(&mut out, chunk.length);
                out.extend_from_slice(&chunk.checksum.to_le_bytes());
                out.push(chunk.packing.width | u8::from(chunk.packing.missing) << 7);
                put_signed(&mut out, chunk.packing.base);
            }
        }
        self.out.write_all(&out)?;
        self.out.write_all(&crc32fast::hash(&out).to_le_bytes())?;
        self.out.write_all(&(out.len() as u64).to_le_bytes())?;
        self.out.write_all(&MAGIC)?;
        Ok(self.out)
    }
}

fn codes(into: &mut Interner, names: &Names) -> Vec<i64> {
    names.iter().map(|name| into.code(name).into()).collect()
}

fn coded(codes: &[i64], code: u32, none: u32) -> i64 {
    if code == none {
        return NOTHING;
    }
    codes.get(code as usize).copied().unwrap_or(NOTHING)
}

/// A number by its bits; zero has one sign only, as the other's bits mean nothing.
fn bits(value: f64) -> i64 {
    if value.is_nan() {
        NOTHING
    } else {
        (value + 0.0).to_bits() as i64
    }
}

/// The coarsest tick in which all times of these events are whole.
fn tick(log: &EventLog, events: Range<usize>) -> i64 {
    let starts = log.start().range(events.clone());
    let times = log.time()[events].iter().copied().chain(starts);
    let fits = |tick: &i64| times.clone().all(|t| t == NO_TIME || t % tick == 0);
    TICKS.into_iter().find(fits).unwrap_or(1)
}

/// Each text as how many bytes it shares with the one before, and the rest.
fn front_code<'a>(texts: impl Iterator<Item = &'a str>, out: &mut Vec<u8>) {
    let mut before: &[u8] = &[];
    for text in texts {
        let text = text.as_bytes();
        let shared = before.iter().zip(text).take_while(|(a, b)| a == b).count();
        put(out, shared as u64);
        put(out, (text.len() - shared) as u64);
        out.extend_from_slice(&text[shared..]);
        before = text;
    }
}
