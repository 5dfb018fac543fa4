//! Snapshots: state folded up to a size of the log, to start fast.
//!
//! A snapshot is never needed: what it holds can be folded again. So one that
//! is damaged, or that may hold what was erased since, is passed over.
//!
//! ```text
//! dondoc-snapshot 1\n  size\n  root in hex\n  format\n  length of the state\n
//! state
//! SHA-256 of all bytes before it, 32 bytes
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use dondoc_ledger::{Hash, StoreError, TreeHead};

use crate::files::{at, read_if_there, write_whole};

const MAGIC: &str = "dondoc-snapshot 1";
/// How many snapshots are kept.
const KEPT: usize = 2;

/// State folded up to `head`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The log up to which the state was folded.
    pub head: TreeHead,
    /// The caller's number for the state's layout.
    pub format: u32,
    /// The state, as the caller wrote it.
    pub state: Vec<u8>,
}

/// The folder of snapshots.
#[derive(Debug)]
pub(crate) struct Snapshots {
    folder: PathBuf,
}

impl Snapshots {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Writes a snapshot, whole or not at all, and drops all but the newest two.
    pub(crate) fn write(
        &self,
        head: &TreeHead,
        format: u32,
        state: &[u8],
    ) -> Result<(), StoreError> {
        let TreeHead { size, root } = head;
        let header = format!("{MAGIC}\n{size}\n{root}\n{format}\n{}\n", state.len());
        let mut bytes = header.into_bytes();
        bytes.extend_from_slice(state);
        let sum = Hash::of(&bytes);
        bytes.extend_from_slice(&sum.0);
        write_whole(&self.folder.join(format!("{size:015}.snap")), &bytes)?;
        for (_, name) in self.names()?.iter().skip(KEPT) {
            self.remove(name)?;
        }
        Ok(())
    }

    /// Returns sizes and file names, the newest first.
    pub(crate) fn names(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let list = || {
            let mut names = Vec::new();
            if !self.folder.try_exists()? {
                return Ok(names);
            }
            for file in fs::read_dir(&self.folder)? {
                let name = file?.file_name().display().to_string();
                let size = name
                    .strip_suffix(".snap")
                    .and_then(|size| size.parse().ok());
                names.extend(size.map(|size| (size, name)));
            }
            names.sort_unstable_by(|a, b| b.cmp(a));
            Ok(names)
        };
        list().map_err(at("list", &self.folder))
    }

    /// Reads a snapshot; `Err` with the reason when it is damaged.
    pub(crate) fn read(&self, name: &str) -> Result<Result<Snapshot, String>, StoreError> {
        let bytes = read_if_there(&self.folder.join(name))?;
        Ok(bytes.ok_or("it is gone".to_owned()).and_then(decode))
    }

    pub(crate) fn remove(&self, name: &str) -> Result<(), StoreError> {
        let path = self.folder.join(name);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(at("remove", &path)(cause))
            }
            _ => Ok(()),
        }
    }
}

fn decode(mut bytes: Vec<u8>) -> Result<Snapshot, String> {
    let not_whole = || "it is cut off or was changed".to_owned();
    let Some((content, sum)) = bytes.split_last_chunk::<32>() else {
        return Err(not_whole());
    };
    if Hash::of(content) != Hash(*sum) {
        return Err(not_whole());
    }
    let read = || {
        let mut lines = content.splitn(6, |byte| *byte == b'\n');
        let mut line = || std::str::from_utf8(lines.next()?).ok();
        if line()? != MAGIC {
            return None;
        }
        let size = line()?.parse().ok()?;
        let root = line()?.parse().ok()?;
        let format = line()?.parse().ok()?;
        let length: usize = line()?.parse().ok()?;
        let header = content.len().checked_sub(length)?;
        Some((TreeHead { size, root }, format, length, header))
    };
    let (head, format, length, header) =
        read().ok_or("its first lines are not those of a snapshot")?;
    // In place: a state may take hundreds of megabytes.
    bytes.truncate(header + length);
    bytes.drain(..header);
    Ok(Snapshot {
        head,
        format,
        state: bytes,
    })
}
