//! The log as files in the C2SP `tlog-tiles` layout, and back.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::entry::EntryView;
use crate::hash::Hash;
use crate::ledger::{Ledger, ReadError, read_hashes};
use crate::merkle::TreeHead;
use crate::note::{Checkpoint, NoteSigner, VerifierKey};
use crate::store::StoreError;

/// Hashes in a tile and entries in a bundle.
pub(crate) const TILE: u64 = 256;
/// The number of this layout, in `ledger.json`.
pub(crate) const EXPORT_FORMAT: u32 = 1;

/// Takes the files of an export.
pub trait Sink {
    /// Writes a file; folders in `path` (with `/`) are made.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be written.
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), StoreError>;
}

/// Gives the files of an export.
pub trait Source {
    /// Reads a file, `None` when it is missing.
    ///
    /// # Errors
    /// [`StoreError`] when it is there and can't be read.
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError>;
}

/// `ledger.json`: what the export is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportInfo {
    /// Layout number.
    pub format: u32,
    /// The log's name.
    pub origin: String,
    /// Keys that signed its checkpoints, the newest last.
    pub keys: Vec<String>,
    /// Size and root; the same as in `checkpoint`.
    pub head: TreeHead,
    /// Every checkpoint that the log kept: signed notes, by size.
    pub checkpoints: Vec<String>,
}

/// One line of `payloads/…`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PayloadLine<'a> {
    pub(crate) index: u64,
    /// Both missing when erased.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    pub(crate) payload: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) salt: Option<Hash>,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub(crate) erased: bool,
}

/// Returns the path of tile or bundle `number` as C2SP writes it, e.g.
/// `x001/x234/067`.
pub(crate) fn numbered(mut number: u64) -> String {
    let mut path = format!("{:03}", number % 1000);
    while number >= 1000 {
        number /= 1000;
        path = format!("x{:03}/{path}", number % 1000);
    }
    path
}

/// Returns the path of a tile or bundle under `prefix`, of `size` hashes in all.
pub(crate) fn tile_path(prefix: &str, number: u64, size: u64) -> String {
    let mut path = format!("{prefix}/{}", numbered(number));
    let width = (size - number * TILE).min(TILE);
    if width < TILE {
        let _ = write!(path, ".p/{width}");
    }
    path
}

/// Returns the path of an attachment in an export.
pub(crate) fn attachment_path(hash: &Hash) -> String {
    let name = hash.to_string();
    let (shelf, rest) = name.split_at(2);
    format!("attachments/{shelf}/{rest}")
}

impl Ledger {
    /// Writes the whole log to `sink`: checkpoint, tiles and entry bundles in
    /// the C2SP layout, payloads with salts beside them, attachments, and
    /// `ledger.json`. Returns the checkpoint that was signed for it.
    ///
    /// `progress` is told how many entries are written.
    ///
    /// # Errors
    /// [`ReadError`] when the log can't be read or a file not be written.
    pub fn export(
        &self,
        signer: &NoteSigner,
        keys: &[VerifierKey],
        sink: &mut dyn Sink,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Checkpoint, ReadError> {
        let note = self.checkpoint(signer)?;
        let checkpoint = Checkpoint::open(&note, &[signer.verifier()])
            .map_err(|cause| StoreError::new("read the checkpoint just signed", cause))?;
        let size = checkpoint.head.size;
        let mut attachments = BTreeSet::new();
        for bundle in 0..size.div_ceil(TILE) {
            self.export_bundle(bundle, size, sink, &mut attachments)?;
            progress(size.min((bundle + 1) * TILE));
        }
        self.export_tiles(size, sink)?;
        for hash in &attachments {
            // An erased attachment is not there; any other one missing shows
            // when the export is restored or verified.
            if let Some(bytes) = self.attachments().read(hash)? {
                sink.put(&attachment_path(hash), &bytes)?;
            }
        }
        self.export_info(&checkpoint, keys, sink)?;
        // Last, so that an interrupted export has none.
        sink.put("checkpoint", note.as_bytes())?;
        Ok(checkpoint)
    }

    fn export_bundle(
        &self,
        bundle: u64,
        size: u64,
        sink: &mut dyn Sink,
        attachments: &mut BTreeSet<Hash>,
    ) -> Result<(), ReadError> {
        let (mut entries, mut payloads) = (Vec::new(), Vec::new());
        let mut failed = None;
        let mut count = 0;
        let range = bundle * TILE..size.min((bundle + 1) * TILE);
        let expected = range.end - range.start;
        self.scan_range(range.clone(), |entry| {
            attachments.extend(&entry.attachments);
            count += 1;
            match push_entry(&entry, &mut entries, &mut payloads) {
                Ok(()) => ControlFlow::Continue(()),
                Err(cause) => {
                    let doing = format!("write entry {}", entry.index);
                    failed = Some(StoreError::new(doing, cause));
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(failure) = failed {
            return Err(failure.into());
        }
        if count < expected {
            return Err(ReadError::Holes {
                level: 0,
                from: range.start,
                to: range.end,
            });
        }
        sink.put(&tile_path("tile/entries", bundle, size), &entries)?;
        sink.put(&format!("payloads/{}.ndjson", numbered(bundle)), &payloads)?;
        Ok(())
    }

    fn export_tiles(&self, size: u64, sink: &mut dyn Sink) -> Result<(), StoreError> {
        let (mut level, mut hashes) = (0, size);
        while hashes > 0 {
            for tile in 0..hashes.div_ceil(TILE) {
                let range = tile * TILE..hashes.min((tile + 1) * TILE);
                let read = read_hashes(self.store(), level, range)
                    .map_err(|cause| StoreError::new("read tiles", cause))?;
                let bytes: Vec<u8> = read.iter().flat_map(|hash| hash.0).collect();
                sink.put(&tile_path(&format!("tile/{level}"), tile, hashes), &bytes)?;
            }
            level += 1;
            hashes /= TILE;
        }
        Ok(())
    }

    fn export_info(
        &self,
        checkpoint: &Checkpoint,
        keys: &[VerifierKey],
        sink: &mut dyn Sink,
    ) -> Result<(), StoreError> {
        let stored = self.store().checkpoints()?;
        let info = ExportInfo {
            format: EXPORT_FORMAT,
            origin: checkpoint.origin.clone(),
            keys: keys.iter().map(ToString::to_string).collect(),
            head: checkpoint.head,
            checkpoints: stored
                .into_iter()
                .filter(|(size, _)| *size <= checkpoint.head.size)
                .map(|(_, note)| note)
                .collect(),
        };
        let json = serde_json::to_vec_pretty(&info)
            .map_err(|cause| StoreError::new("write `ledger.json`", cause))?;
        sink.put("ledger.json", &json)
    }
}

fn push_entry(
    entry: &EntryView<'_>,
    entries: &mut Vec<u8>,
    payloads: &mut Vec<u8>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let leaf = entry.leaf_bytes();
    entries.extend_from_slice(&u16::try_from(leaf.len())?.to_be_bytes());
    entries.extend_from_slice(&leaf);
    let line = PayloadLine {
        index: entry.index,
        payload: entry.payload.map(serde_json::from_slice).transpose()?,
        salt: entry.salt.map(Hash),
        erased: entry.is_erased(),
    };
    serde_json::to_writer(&mut *payloads, &line)?;
    payloads.push(b'\n');
    Ok(())
}
