//! A segment opened: its directory, and its chunks by range.

use super::block::{Block, Wanted};
use super::ints::Packing;
use super::plain::Plain;
use super::{BlockInfo, Chunk, HEADER, MAGIC, ReadAt, SegmentProblem, TRAILER, VERSION, column};
use crate::attribute::Level;
use crate::log::Zones;
use crate::names::Names;

#[derive(Debug, Clone)]
pub(super) struct Further {
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) kind: u8,
    pub(super) names: Names,
}

/// An open segment.
#[derive(Debug)]
pub struct Segment<R> {
    source: R,
    pub(super) blocks: Vec<BlockInfo>,
    pub(super) activities: Names,
    pub(super) resources: Names,
    pub(super) units: Names,
    pub(super) further: Vec<Further>,
    pub(super) zones: Zones,
    pub(super) span: Option<(i64, i64)>,
    pub(super) cases: u64,
    pub(super) events: u64,
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
