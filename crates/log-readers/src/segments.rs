//! Segments as files, alone or as a folder of imports.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use dondoc_lake::segment::{
    Block, EXTENSION, ReadAt, Segment, SegmentProblem, SegmentWriter, Wanted, join,
};
use dondoc_lake::{EventLog, Interner, NO_CODE, NO_TIME, Names};
use sha2::{Digest, Sha256};

use crate::remote::{self, Remote};
use crate::report::{LogProblem, Report};
use crate::{Options, read as read_any};

/// What the name of a compacted segment begins with.
const COMPACTED: &str = "compacted-";

/// A segment read by range: from a local disk, or from an object store.
#[derive(Debug)]
pub struct SegmentFile {
    place: Place,
}

#[derive(Debug)]
enum Place {
    Disk(File),
    Store(Remote),
}

impl SegmentFile {
    fn open(path: &Path) -> io::Result<Self> {
        let place = match remote::address(path) {
            Some(address) => Place::Store(Remote::open(address.to_owned())?),
            None => Place::Disk(File::open(path)?),
        };
        Ok(Self { place })
    }
}

impl ReadAt for SegmentFile {
    fn size(&self) -> io::Result<u64> {
        match &self.place {
            Place::Disk(file) => Ok(file.metadata()?.len()),
            Place::Store(remote) => remote.size(),
        }
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        match &self.place {
            Place::Disk(file) => from_disk(file, buffer, offset),
            Place::Store(remote) => remote.read_at(buffer, offset),
        }
    }
}

#[cfg(unix)]
fn from_disk(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(windows)]
fn from_disk(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    let mut done = 0;
    while done < buffer.len() {
        let at = offset + done as u64;
        match std::os::windows::fs::FileExt::seek_read(file, &mut buffer[done..], at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => done += count,
        }
    }
    Ok(())
}

/// A log as it was found: whole in memory, or to be read block by block.
#[derive(Debug)]
pub enum Opened {
    /// In memory.
    Log(Box<EventLog>, Report),
    /// Segments none of whose cases stands in two.
    Segments(Vec<Segment<SegmentFile>>),
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> LogProblem + '_ {
    |source| LogProblem::Io {
        path: shown(path),
        source,
    }
}

fn segment_at(path: &Path) -> impl FnOnce(SegmentProblem) -> LogProblem + '_ {
    |source| LogProblem::Segment {
        path: shown(path),
        source,
    }
}

/// A path as it may be shown.
fn shown(path: &Path) -> PathBuf {
    remote::address(path).map_or_else(|| path.to_owned(), remote::shown)
}

/// Opens a log of any form; segments are not read into memory unless cases stand
/// in several of them.
///
/// # Errors
/// See [`LogProblem`].
pub fn open(path: &Path, options: &Options) -> Result<Opened, LogProblem> {
    let files = if let Some(files) = stored(path)? {
        files
    } else if path.is_dir() {
        segment_files(path)?
    } else if path.extension().is_some_and(|end| end == EXTENSION) {
        vec![path.to_owned()]
    } else {
        let (log, report) = read_any(path, options)?;
        return Ok(Opened::Log(Box::new(log), report));
    };
    open_files(&files)
}

/// The segments in an object store that an address stands for; `None` where the path
/// is none.
pub(crate) fn stored(path: &Path) -> Result<Option<Vec<PathBuf>>, LogProblem> {
    let Some(address) = remote::address(path) else {
        return Ok(None);
    };
    let files = remote::segments(address).map_err(io_at(path))?;
    if files.is_empty() {
        return Err(LogProblem::NoSegments { path: shown(path) });
    }
    Ok(Some(files.into_iter().map(PathBuf::from).collect()))
}

/// Opens these segments as one log.
///
/// # Errors
/// See [`LogProblem`].
pub fn open_files(files: &[PathBuf]) -> Result<Opened, LogProblem> {
    let compacted = compacted_path(files)?.filter(|path| path.exists());
    let compacted = compacted.map(|path| vec![path]);
    let files = compacted.as_deref().unwrap_or(files);
    let segments = open_all(files)?;
    if disjoint(&segments).map_err(segment_at(first_of(files)))? {
        return Ok(Opened::Segments(segments));
    }
    let log = joined(files, &segments)?;
    let mut report = Report {
        form: "segments",
        ..Report::default()
    };
    report.look_at(&log);
    Ok(Opened::Log(Box::new(log), report))
}

fn first_of(files: &[PathBuf]) -> &Path {
    files.first().map_or(Path::new(""), PathBuf::as_path)
}

fn open_all(files: &[PathBuf]) -> Result<Vec<Segment<SegmentFile>>, LogProblem> {
    let open = |path: &PathBuf| {
        let file = SegmentFile::open(path).map_err(io_at(path))?;
        Segment::open(file).map_err(segment_at(path))
    };
    files.iter().map(open).collect()
}

fn joined(files: &[PathBuf], segments: &[Segment<SegmentFile>]) -> Result<EventLog, LogProblem> {
    let mut logs = Vec::new();
    for (path, segment) in files.iter().zip(segments) {
        logs.push(segment.to_log().map_err(segment_at(path))?);
    }
    match <[EventLog; 1]>::try_from(logs) {
        Ok([log]) => Ok(log),
        Err(logs) => join(&logs).map_err(segment_at(first_of(files))),
    }
}

/// Reads all of a segment, or of a folder of segments.
pub(crate) fn read(path: &Path) -> Result<(EventLog, Report), LogProblem> {
    let files = if path.is_dir() {
        segment_files(path)?
    } else {
        vec![path.to_owned()]
    };
    load(&files)
}

/// The segments of a folder, or of its `segments` folder, by name; compacted ones
/// are not among them.
///
/// # Errors
/// [`LogProblem::NoSegments`] when there are none.
pub fn segment_files(folder: &Path) -> Result<Vec<PathBuf>, LogProblem> {
    let inner = folder.join("segments");
    let folder = if inner.is_dir() { &inner } else { folder };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(io_at(folder))? {
        let path = entry.map_err(io_at(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ours = path.extension().is_some_and(|end| end == EXTENSION);
        if ours && !name.starts_with(COMPACTED) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(LogProblem::NoSegments {
            path: folder.to_owned(),
        });
    }
    Ok(files)
}

/// Whether no case, by its identifier, stands in two of the segments.
///
/// # Errors
/// See [`SegmentProblem`].
pub fn disjoint<R: ReadAt>(segments: &[Segment<R>]) -> Result<bool, SegmentProblem> {
    if segments.len() < 2 {
        return Ok(true);
    }
    let wanted = Wanted {
        ids: true,
        ..Wanted::TRACES
    };
    let mut ids = Interner::default();
    let mut block = Block::default();
    for segment in segments {
        // Codes from here on were first seen in this segment.
        let before = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        for number in 0..segment.blocks() {
            segment.read_block(number, wanted, &mut block)?;
            for id in block.ids.iter().filter(|id| !id.is_empty()) {
                if ids.code(id) < before {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

/// A segment that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

/// Writes logs as a segment: whole and on disk, or not at all.
///
/// # Errors
/// [`LogProblem::Io`].
pub fn write_segment(path: &Path, logs: &[&EventLog]) -> Result<Written, LogProblem> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".draft");
    let draft = PathBuf::from(draft);
    let write = || -> io::Result<Written> {
        let file = File::create(&draft)?;
        let mut writer = SegmentWriter::new(Hashed {
            out: BufWriter::with_capacity(1 << 20, file),
            hash: Sha256::new(),
            bytes: 0,
        })?;
        for log in logs {
            writer.push(log)?;
        }
        let Hashed { out, hash, bytes } = writer.finish()?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        Ok(Written {
            sha256: hex(&hash.finalize()),
            bytes,
        })
    };
    write().map_err(|source| {
        // What can't be removed is a draft that nobody reads.
        let _ = fs::remove_file(&draft);
        LogProblem::Io {
            path: path.to_owned(),
            source,
        }
    })
}

struct Hashed<W> {
    out: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.hash.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where the compacted form of these segments would be: named by what it was made
/// of, so that another set of segments never takes it for its own. `None` for one.
///
/// # Errors
/// [`LogProblem::Io`].
pub fn compacted_path(files: &[PathBuf]) -> Result<Option<PathBuf>, LogProblem> {
    let (Some(first), true) = (files.first(), files.len() > 1) else {
        return Ok(None);
    };
    // Nothing is written beside what stands in a store.
    if files.iter().any(|path| remote::address(path).is_some()) {
        return Ok(None);
    }
    let mut hash = Sha256::new();
    for path in files {
        let size = fs::metadata(path).map_err(io_at(path))?.len();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        hash.update(format!("{name} {size}\n"));
    }
    let name = format!("{COMPACTED}{}.{EXTENSION}", &hex(&hash.finalize())[..16]);
    Ok(Some(first.with_file_name(name)))
}

/// What compacting did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compacted {
    /// The segment.
    pub path: PathBuf,
    /// Its bytes.
    pub written: Written,
    /// Cases in it.
    pub cases: u64,
    /// Events in it.
    pub events: u64,
}

/// Brings segments together into one beside them, each case's events in the order
/// of imports. The segments stay: they are what the ledger knows. Compacted
/// segments of other sets are removed. `None` when there is only one segment.
///
/// # Errors
/// See [`LogProblem`].
pub fn compact(files: &[PathBuf]) -> Result<Option<Compacted>, LogProblem> {
    let Some(path) = compacted_path(files)? else {
        return Ok(None);
    };
    let log = joined(files, &open_all(files)?)?;
    let written = write_segment(&path, &[&log])?;
    if let Some(folder) = path.parent() {
        for entry in fs::read_dir(folder).map_err(io_at(folder))? {
            let other = entry.map_err(io_at(folder))?.path();
            let name = other.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(COMPACTED) && other != path {
                fs::remove_file(&other).map_err(io_at(&other))?;
            }
        }
    }
    Ok(Some(Compacted {
        path,
        written,
        cases: log.cases() as u64,
        events: log.events() as u64,
    }))
}

/// Reads these segments into one log in memory.
///
/// # Errors
/// See [`LogProblem`].
pub fn load(files: &[PathBuf]) -> Result<(EventLog, Report), LogProblem> {
    let log = joined(files, &open_all(files)?)?;
    let mut report = Report {
        form: "segments",
        ..Report::default()
    };
    report.look_at(&log);
    Ok((log, report))
}

/// Writes a log as a segment of `folder` that is named by its SHA-256.
///
/// # Errors
/// [`LogProblem::Io`].
pub fn write_named(folder: &Path, log: &EventLog) -> Result<(PathBuf, Written), LogProblem> {
    fs::create_dir_all(folder).map_err(io_at(folder))?;
    let draft = folder.join(format!("new-{}.part", std::process::id()));
    let written = write_segment(&draft, &[log])?;
    let path = folder.join(format!("{}.{EXTENSION}", written.sha256));
    fs::rename(&draft, &path).map_err(io_at(&path))?;
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io_at(folder))?;
    Ok((path, written))
}

/// Returns the log without the events that these segments have already (the same
/// case, activity, moment and resource), and how many those were. Offices hand in
/// the same rows again with each export.
///
/// # Errors
/// See [`LogProblem`].
pub fn without_known(log: EventLog, files: &[PathBuf]) -> Result<(EventLog, u64), LogProblem> {
    let mut ids = Interner::default();
    let mut case_of: Vec<usize> = Vec::new();
    for case in 0..log.cases() {
        if ids.code(log.case_id(case)) as usize == case_of.len() {
            case_of.push(case);
        }
    }
    let wanted = Wanted {
        ids: true,
        time: true,
        resource: true,
        ..Wanted::TRACES
    };
    // By case: what is known of it.
    let mut known: BTreeMap<usize, Vec<(usize, i64, Option<usize>)>> = BTreeMap::new();
    let mut block = Block::default();
    for (path, segment) in files.iter().zip(open_all(files)?) {
        let place = |names: &Names, all: &Names| -> Vec<Option<usize>> {
            names.iter().map(|name| all.position(name)).collect()
        };
        let activities = place(segment.activities(), log.activities());
        let resources = place(segment.resources(), log.resources());
        for number in 0..segment.blocks() {
            let read = segment.read_block(number, wanted, &mut block);
            read.map_err(segment_at(path))?;
            let mut from = 0;
            for (id, &length) in block.ids.iter().zip(&block.lengths) {
                let to = from + length as usize;
                let found = ids.find(id).filter(|_| !id.is_empty());
                for event in found.map_or(0..0, |_| from..to) {
                    let case = found.map_or(0, |code| case_of[code as usize]);
                    let Some(activity) = activities[usize::from(block.activity[event])] else {
                        continue;
                    };
                    let time = match block.time[event] {
                        NO_TIME => NO_TIME,
                        ticks => ticks.saturating_mul(block.tick),
                    };
                    let who = block.resource.get(event).filter(|&&code| code != NO_CODE);
                    let who = who.map(|&code| resources[code as usize]);
                    // Somebody who is not in the new log did none of its events.
                    if who != Some(None) {
                        let events = known.entry(case).or_default();
                        events.push((activity, time, who.flatten()));
                    }
                }
                from = to;
            }
        }
    }
    let mut keep = vec![true; log.events()];
    let mut dropped = 0;
    for (case, mut events) in known {
        for event in log.case(case) {
            let who = log.resource().get(event).filter(|&&code| code != NO_CODE);
            let own = (
                usize::from(log.activity()[event]),
                log.time()[event],
                who.map(|&code| code as usize),
            );
            if let Some(place) = events.iter().position(|known| *known == own) {
                events.swap_remove(place);
                keep[event] = false;
                dropped += 1;
            }
        }
    }
    if dropped == 0 {
        return Ok((log, 0));
    }
    Ok((log.filter_events(|event| keep[event]), dropped))
}

/// SHA-256 of a file, hexadecimal, and its size.
///
/// # Errors
/// [`LogProblem::Io`].
pub fn weigh(path: &Path) -> Result<Written, LogProblem> {
    let mut file = File::open(path).map_err(io_at(path))?;
    let mut hash = Hashed {
        out: io::sink(),
        hash: Sha256::new(),
        bytes: 0,
    };
    io::copy(&mut file, &mut hash).map_err(io_at(path))?;
    Ok(Written {
        sha256: hex(&hash.hash.finalize()),
        bytes: hash.bytes,
    })
}

/// Looks for what was changed in a segment's file: its blocks by their checksums.
///
/// # Errors
/// [`LogProblem::Io`] when it can't be read.
pub fn changes(path: &Path) -> Result<Vec<SegmentProblem>, LogProblem> {
    let file = SegmentFile::open(path).map_err(io_at(path))?;
    Ok(match Segment::open(file) {
        Ok(segment) => segment.verify(),
        Err(problem) => vec![problem],
    })
}
