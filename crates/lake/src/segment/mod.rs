//! Segments: event logs as bytes, ordered by case, read block by block.
//!
//! The layout is in `docs/LAKE.md`. A segment is written once and never
//! changed; its SHA-256 stands in the ledger. Every chunk of a column has a
//! checksum of its own, so that a changed byte is named by block and column.
//!
//! Nothing here opens a file: bytes go to any [`std::io::Write`] and come from
//! any [`ReadAt`].

mod block;
mod ints;
mod plain;
mod read;
mod whole;
mod write;

use std::io;

pub use block::{Block, Wanted};
pub use read::Segment;
pub use whole::join;
pub use write::SegmentWriter;

/// The first and last bytes of a segment.
pub const MAGIC: [u8; 8] = *b"DONDOCSG";
/// The layout's version; a change of shape is a new one.
pub const VERSION: u32 = 1;
/// What the name of a segment's file ends with.
pub const EXTENSION: &str = "seg";

/// Header before the first block: magic and version.
pub(crate) const HEADER: u64 = 12;
/// Trailer after the footer: its checksum, its length, magic.
pub(crate) const TRAILER: u64 = 20;

/// Bytes that can be read at any place.
pub trait ReadAt {
    /// How many there are.
    ///
    /// # Errors
    /// Those of the medium.
    fn size(&self) -> io::Result<u64>;

    /// Fills `buffer` from `offset` on.
    ///
    /// # Errors
    /// Those of the medium; `UnexpectedEof` when there are not as many.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
}

impl ReadAt for [u8] {
    fn size(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let end = start.saturating_add(buffer.len());
        let from = self.get(start..end);
        buffer.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl ReadAt for Vec<u8> {
    fn size(&self) -> io::Result<u64> {
        self.as_slice().size()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        self.as_slice().read_at(buffer, offset)
    }
}

/// Why bytes are no segment, or not the one that was written.
#[derive(Debug, thiserror::Error)]
pub enum SegmentProblem {
    /// They can't be read.
    #[error("failed to read the segment")]
    Io(#[from] io::Error),
    /// They do not begin and end as a segment does.
    #[error("not a segment")]
    NotASegment,
    /// They are of a newer version.
    #[error("a segment of version {found}: this reads version {VERSION}")]
    Version {
        /// What they say they are.
        found: u32,
    },
    /// The directory at the end was changed.
    #[error("the directory at byte {at} was changed")]
    Directory {
        /// Where it begins.
        at: u64,
    },
    /// The bytes of a column were changed.
    #[error("block {block}, column `{column}`: changed between bytes {from} and {to}")]
    Changed {
        /// Which block, from 0.
        block: usize,
        /// Which column.
        column: String,
        /// Its first byte in the file.
        from: u64,
        /// One past its last.
        to: u64,
    },
    /// A count, code or width is outside what the segment itself declares.
    #[error("a {what} is outside what the segment declares")]
    Inconsistent {
        /// What.
        what: &'static str,
    },
    /// More cases or events than one log in memory holds.
    #[error("more than 4,294,967,295 events or cases: they do not fit into one log")]
    TooMany,
}

/// The columns of a block, as the directory numbers them.
pub(crate) mod column {
    pub(crate) const LENGTHS: u32 = 0;
    pub(crate) const IDS: u32 = 1;
    pub(crate) const ACTIVITY: u32 = 2;
    pub(crate) const FIRST: u32 = 3;
    pub(crate) const STEP: u32 = 4;
    pub(crate) const START: u32 = 5;
    pub(crate) const RESOURCE: u32 = 6;
    pub(crate) const UNIT: u32 = 7;
    pub(crate) const LIFECYCLE: u32 = 8;
    /// Further columns follow.
    pub(crate) const FURTHER: u32 = 16;

    pub(crate) fn name(column: u32) -> &'static str {
        match column {
            LENGTHS => "lengths",
            IDS => "ids",
            ACTIVITY => "activity",
            FIRST => "first",
            STEP => "time",
            START => "start",
            RESOURCE => "resource",
            UNIT => "unit",
            LIFECYCLE => "lifecycle",
            _ => "further",
        }
    }
}

/// Where a chunk lies, and how its values are packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) column: u32,
    pub(crate) offset: u64,
    pub(crate) length: u64,
    pub(crate) checksum: u32,
    pub(crate) packing: ints::Packing,
}

/// What the directory says of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlockInfo {
    pub(crate) cases: u64,
    pub(crate) events: u64,
    /// Microseconds a tick of its times.
    pub(crate) tick: i64,
    pub(crate) chunks: Vec<Chunk>,
}
