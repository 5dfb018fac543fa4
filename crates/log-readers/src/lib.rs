//! Foreign event logs to columns: XES, CSV, XLSX, Parquet, OCEL 2.0. And the
//! files of our own segments, on disk or in an object store, and Parquet out.
//!
//! Reading is total over any bytes: what can be read is read, what can't is
//! counted and, for the first ones, named in the [`Report`]. Files are read in
//! pieces; besides the columns that come out, memory stays bounded.
//!
//! Only the columns that the analysis needs are read: case, activity, moments,
//! resource, unit, lifecycle, and the attributes that were asked for. Names of
//! citizens and contents of cases never enter.
//!
//! # Source
//! XES: IEEE 1849-2016. CSV: RFC 4180, read liberally. XLSX: ECMA-376. Parquet: Apache
//! Parquet format 2. OCEL: 2.0 (2023).

mod columns;
mod csv;
mod mapping;
mod moment;
mod ocel;
mod parquet_out;
mod remote;
mod report;
mod segments;
mod sheet;
mod source;
mod xes;
mod zones;

use std::path::Path;

use dondoc_lake::EventLog;

pub use crate::mapping::{Mapping, Role, names_citizens};
pub use crate::moment::{DateOrder, Moment, parse_moment};
pub use crate::ocel::{Ocel, read_ocel};
pub use crate::parquet_out::write_parquet;
pub use crate::report::{LogProblem, Rejected, Report, Why};
pub use crate::segments::{
    Compacted, Opened, SegmentFile, Written, changes, compact, compacted_path, disjoint, load,
    open, open_files, segment_files, weigh, without_known, write_named, write_segment,
};

/// How a log is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which column is what; proposed from the names of the columns where it
    /// says nothing.
    pub mapping: Mapping,
    /// Offset in minutes east of UTC for moments that name none.
    pub naive_offset_minutes: i32,
    /// Further columns to keep.
    pub attributes: Keep,
    /// Which objects are the cases of an object-centric log.
    pub object_type: Option<String>,
    /// Roles whose columns need not be read, as the analysis does not ask for them.
    pub skip: Vec<Role>,
}

impl Options {
    /// Where each role's column is among `header`, those to be skipped aside.
    pub(crate) fn place(&self, header: &[String]) -> [Option<usize>; 7] {
        let mut places = self.mapping.place(header);
        for &role in &self.skip {
            if !matches!(role, Role::Case | Role::Activity | Role::Time) {
                places[role as usize] = None;
            }
        }
        places
    }
}

/// Which further columns are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Keep {
    /// None.
    #[default]
    Nothing,
    /// Those with these names.
    Named(Vec<String>),
    /// All. Not for logs that name citizens.
    All,
}

impl Keep {
    pub(crate) fn wants(&self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Named(names) => names.iter().any(|wanted| wanted == name),
            Self::All => true,
        }
    }
}

/// Reads a file of any form; the form is seen from its first bytes.
///
/// # Errors
/// See [`LogProblem`].
pub fn read(path: &Path, options: &Options) -> Result<(EventLog, Report), LogProblem> {
    if let Some(files) = segments::stored(path)? {
        return segments::load(&files);
    }
    if path.is_dir() {
        return segments::read(path);
    }
    let mut source = source::Source::open(path)?;
    let head = source.peek(8)?;
    if head.starts_with(b"PAR1") {
        return columns::read(path, options);
    }
    if head.starts_with(&dondoc_lake::segment::MAGIC) {
        return segments::read(path);
    }
    if head.starts_with(b"PK\x03\x04") {
        return sheet::read(path, options);
    }
    if let Some(form) = ocel::form(source.peek(64 << 10)?) {
        return ocel::read_flat(form, source, path, options);
    }
    let text = source.peek(4096)?;
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    if text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF") {
        return Err(LogProblem::Utf16);
    }
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        None => Err(LogProblem::Empty),
        Some(b'<') => xes::read(source, options),
        Some(_) => csv::read(source, options),
    }
}
