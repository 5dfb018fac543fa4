//! Reading an export back into an empty store. Everything is checked; what
//! does not verify is refused.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::attachments::Attachments;
use crate::entry::{BadLeaf, Entry, commitment, read_leaf};
use crate::export::{
    EXPORT_FORMAT, ExportInfo, PayloadLine, Source, TILE, attachment_path, numbered, tile_path,
};
use crate::hash::Hash;
use crate::merkle::{Frontier, Node, TreeHead};
use crate::note::{BadNote, Checkpoint, VerifierKey};
use crate::redact::read_redaction;
use crate::store::{Store, StoreError};

/// Bundles put into one commit.
const BUNDLES_AT_ONCE: u64 = 16;

/// Why an export is not restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// A file of the export is missing.
    #[error("`{path}` is missing from the export")]
    Missing {
        /// Which file.
        path: String,
    },
    /// A file can't be understood.
    #[error("`{path}` is damaged: {why}")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong, and where.
        why: String,
    },
    /// The export was made by a newer version.
    #[error("the export has format {found}, this program knows up to {EXPORT_FORMAT}")]
    Newer {
        /// Its format.
        found: u32,
    },
    /// An entry is not the header of an entry.
    #[error("entry {entry} in the export is damaged")]
    Leaf {
        /// Which entry.
        entry: u64,
        /// What is wrong.
        #[source]
        why: BadLeaf,
    },
    /// An entry does not fit those before it, or its payload.
    #[error("entry {entry} of stream `{stream}`: {why}")]
    Entry {
        /// Which entry.
        entry: u64,
        /// Its stream.
        stream: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A checkpoint is not one of this log.
    #[error("the checkpoint for {size} entries is not one of this log")]
    Checkpoint {
        /// Its size, 0 when that can't be read.
        size: u64,
        /// What is wrong.
        #[source]
        why: BadNote,
    },
    /// The entries do not give the root that was signed.
    #[error("the entries do not give the root that the checkpoint for {size} entries signed")]
    Root {
        /// The checkpoint's size.
        size: u64,
    },
    /// The store or a file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads `ledger.json` of an export.
///
/// # Errors
/// [`RestoreError`] when it is missing, damaged, or of a newer version.
pub fn read_info(source: &dyn Source) -> Result<ExportInfo, RestoreError> {
    let path = "ledger.json";
    let bytes = need(source, path)?;
    let info: ExportInfo =
        serde_json::from_slice(&bytes).map_err(|cause| damaged(path, cause.to_string()))?;
    if info.format > EXPORT_FORMAT {
        return Err(RestoreError::Newer { found: info.format });
    }
    Ok(info)
}

/// Fills an empty `store` and `attachments` from an export, and returns the
/// head, which is the one that was exported. `trusted` are keys that the
/// caller knows to be the log's; when empty, those in the export are believed.
///
/// On an error the store is half filled: the caller throws it away.
///
/// # Errors
/// [`RestoreError`], naming file and place, at the first thing that does not
/// verify.
pub fn restore(
    source: &dyn Source,
    trusted: &[VerifierKey],
    store: &dyn Store,
    attachments: &dyn Attachments,
    progress: &mut dyn FnMut(u64),
) -> Result<TreeHead, RestoreError> {
    let info = read_info(source)?;
    let keys = known_keys(&info, trusted)?;
    let note = need(source, "checkpoint")?;
    let note = String::from_utf8(note).map_err(|_| RestoreError::Checkpoint {
        size: 0,
        why: BadNote::NotACheckpoint,
    })?;
    let checkpoint = Checkpoint::open(&note, &keys).map_err(|why| RestoreError::Checkpoint {
        size: info.head.size,
        why,
    })?;
    if checkpoint.head != info.head || checkpoint.origin != info.origin {
        return Err(damaged(
            "ledger.json",
            "not the head of `checkpoint`".to_owned(),
        ));
    }
    let mut restoring = Restoring::new(source, checkpoint.head.size);
    restoring.expect_roots(&info, &keys)?;
    restoring.entries(store, progress)?;
    restoring.tiles()?;
    restoring.erasures()?;
    restoring.attachments(attachments)?;
    store.write(&mut |tx| {
        for (size, note) in &restoring.notes {
            tx.insert_checkpoint(*size, note)?;
        }
        tx.insert_checkpoint(checkpoint.head.size, &note)
    })?;
    if restoring.frontier.root() != checkpoint.head.root {
        return Err(RestoreError::Root {
            size: checkpoint.head.size,
        });
    }
    Ok(checkpoint.head)
}

fn known_keys(
    info: &ExportInfo,
    trusted: &[VerifierKey],
) -> Result<Vec<VerifierKey>, RestoreError> {
    if !trusted.is_empty() {
        return Ok(trusted.to_vec());
    }
    let keys = info.keys.iter().map(|key| key.parse());
    keys.collect::<Result<_, _>>()
        .map_err(|cause: crate::note::BadVerifierKey| damaged("ledger.json", cause.to_string()))
}

fn need(source: &dyn Source, path: &str) -> Result<Vec<u8>, RestoreError> {
    source.get(path)?.ok_or_else(|| RestoreError::Missing {
        path: path.to_owned(),
    })
}

fn damaged(path: &str, why: String) -> RestoreError {
    RestoreError::Damaged {
        path: path.to_owned(),
        why,
    }
}

struct Restoring<'a> {
    source: &'a dyn Source,
    size: u64,
    frontier: Frontier,
    leaves: Vec<Hash>,
    nodes: Vec<Node>,
    roots: BTreeMap<u64, Hash>,
    notes: Vec<(u64, String)>,
    versions: BTreeMap<String, u64>,
    recorded: Option<Timestamp>,
    named: BTreeSet<Hash>,
    erased: BTreeMap<u64, String>,
    redacted: BTreeSet<u64>,
    erased_attachments: BTreeSet<Hash>,
}

impl<'a> Restoring<'a> {
    fn new(source: &'a dyn Source, size: u64) -> Self {
        Self {
            source,
            size,
            frontier: Frontier::default(),
            leaves: Vec::new(),
            nodes: Vec::new(),
            roots: BTreeMap::new(),
            notes: Vec::new(),
            versions: BTreeMap::new(),
            recorded: None,
            named: BTreeSet::new(),
            erased: BTreeMap::new(),
            redacted: BTreeSet::new(),
            erased_attachments: BTreeSet::new(),
        }
    }

    fn expect_roots(
        &mut self,
        info: &ExportInfo,
        keys: &[VerifierKey],
    ) -> Result<(), RestoreError> {
        for note in &info.checkpoints {
            let checkpoint = Checkpoint::open(note, keys)
                .map_err(|why| RestoreError::Checkpoint { size: 0, why })?;
            let TreeHead { size, root } = checkpoint.head;
            let other = self.roots.insert(size, root);
            if size > self.size || other.is_some_and(|other| other != root) {
                return Err(RestoreError::Root { size });
            }
            self.notes.push((size, note.clone()));
        }
        self.compare_root()
    }

    fn compare_root(&self) -> Result<(), RestoreError> {
        let size = self.frontier.size();
        match self.roots.get(&size) {
            Some(root) if *root != self.frontier.root() => Err(RestoreError::Root { size }),
            _ => Ok(()),
        }
    }

    fn entries(
        &mut self,
        store: &dyn Store,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), RestoreError> {
        let bundles = self.size.div_ceil(TILE);
        let mut bundle = 0;
        while bundle < bundles {
            let end = bundles.min(bundle + BUNDLES_AT_ONCE);
            let mut entries = Vec::new();
            let nodes_before = self.nodes.len();
            for bundle in bundle..end {
                self.bundle(bundle, &mut entries)?;
            }
            let views: Vec<_> = entries.iter().map(Entry::view).collect();
            let nodes = self.nodes.get(nodes_before..).unwrap_or_default();
            store.write(&mut |tx| {
                tx.insert(&views)?;
                tx.insert_nodes(nodes)
            })?;
            bundle = end;
            progress(self.frontier.size());
        }
        Ok(())
    }

    fn bundle(&mut self, bundle: u64, entries: &mut Vec<Entry>) -> Result<(), RestoreError> {
        let path = tile_path("tile/entries", bundle, self.size);
        let headers = need(self.source, &path)?;
        let payload_path = format!("payloads/{}.ndjson", numbered(bundle));
        let payloads = need(self.source, &payload_path)?;
        let mut lines = payloads.split_inclusive(|byte| *byte == b'\n');
        let mut rest = headers.as_slice();
        for index in bundle * TILE..self.size.min((bundle + 1) * TILE) {
            let short = || damaged(&path, format!("it ends before entry {index}"));
            let (length, after) = rest.split_first_chunk::<2>().ok_or_else(short)?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (leaf, after) = after.split_at_checked(length).ok_or_else(short)?;
            rest = after;
            let entry = read_leaf(leaf).map_err(|why| RestoreError::Leaf { entry: index, why })?;
            let line = lines
                .next()
                .ok_or_else(|| damaged(&payload_path, format!("no line for entry {index}")))?;
            let line: PayloadLine<'_> = serde_json::from_slice(line)
                .map_err(|cause| damaged(&payload_path, format!("entry {index}: {cause}")))?;
            entries.push(self.entry(index, entry, &line)?);
        }
        if !rest.is_empty() {
            return Err(damaged(&path, format!("{} bytes too many", rest.len())));
        }
        if lines.next().is_some() {
            return Err(damaged(&payload_path, "a line too many".to_owned()));
        }
        Ok(())
    }

    fn entry(
        &mut self,
        index: u64,
        mut entry: Entry,
        line: &PayloadLine<'_>,
    ) -> Result<Entry, RestoreError> {
        let version = self.versions.entry(entry.stream.clone()).or_default();
        *version += 1;
        let wrong = |why| {
            Err(RestoreError::Entry {
                entry: index,
                stream: entry.stream.clone(),
                why,
            })
        };
        if entry.index != index || line.index != index {
            return wrong("another entry stands in its place");
        }
        if entry.version != *version {
            return wrong("its version does not follow the one before");
        }
        if self.recorded > Some(entry.recorded) {
            return wrong("its recorded time is before the previous entry's");
        }
        match (line.payload, line.salt, line.erased) {
            (Some(payload), Some(salt), false) => {
                let payload = payload.get().as_bytes();
                if commitment(&salt.0, payload) != entry.commitment {
                    return wrong("its payload does not match its commitment");
                }
                entry.payload = Some(payload.to_vec());
                entry.salt = Some(salt.0);
            }
            (None, None, true) => {
                self.erased.insert(index, entry.stream.clone());
            }
            _ => return wrong("its payload is neither whole nor marked as erased"),
        }
        self.recorded = Some(entry.recorded);
        self.named.extend(&entry.attachments);
        if let Some(redaction) = read_redaction(&entry.kind, entry.payload.as_deref()) {
            self.redacted.insert(redaction.entry);
            self.erased_attachments.extend(redaction.attachments);
        }
        let nodes = &mut self.nodes;
        self.frontier.push(entry.leaf, |node| nodes.push(node));
        self.leaves.push(entry.leaf);
        self.compare_root()?;
        Ok(entry)
    }

    /// Compares the export's tiles with those that the entries give.
    fn tiles(&self) -> Result<(), RestoreError> {
        let mut level = 0;
        let mut hashes = self.leaves.clone();
        while !hashes.is_empty() {
            for (number, tile) in (0..).zip(hashes.chunks(256)) {
                let prefix = format!("tile/{level}");
                let path = tile_path(&prefix, number, hashes.len() as u64);
                let bytes: Vec<u8> = tile.iter().flat_map(|hash| hash.0).collect();
                if need(self.source, &path)? != bytes {
                    let why = "its hashes are not those of the entries".to_owned();
                    return Err(damaged(&path, why));
                }
            }
            level += 1;
            let nodes = self.nodes.iter().filter(|node| node.level == level);
            hashes = nodes.map(|node| node.hash).collect();
        }
        Ok(())
    }

    fn erasures(&self) -> Result<(), RestoreError> {
        let unsaid = |(entry, _): &(&u64, &String)| !self.redacted.contains(entry);
        match self.erased.iter().find(unsaid) {
            None => Ok(()),
            Some((entry, stream)) => Err(RestoreError::Entry {
                entry: *entry,
                stream: stream.clone(),
                why: "its payload is gone, and no redaction says so",
            }),
        }
    }

    fn attachments(&self, attachments: &dyn Attachments) -> Result<(), RestoreError> {
        for hash in self.named.difference(&self.erased_attachments) {
            let path = attachment_path(hash);
            let bytes = need(self.source, &path)?;
            if Hash::of(&bytes) != *hash {
                return Err(damaged(
                    &path,
                    "its bytes are not those of its name".to_owned(),
                ));
            }
            attachments.put(&bytes)?;
        }
        Ok(())
    }
}
