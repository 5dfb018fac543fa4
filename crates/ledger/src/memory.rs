//! A log in memory, for tests and examples.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Mutex;

use crate::attachments::Attachments;
use crate::entry::{Entry, EntryView};
use crate::hash::Hash;
use crate::ledger::lock;
use crate::merkle::Node;
use crate::store::{EachRow, Row, Store, StoreError, Transaction};

/// A [`Store`] that forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    rows: Mutex<Rows>,
}

#[derive(Debug, Default, Clone)]
struct Rows {
    entries: Vec<Entry>,
    nodes: BTreeMap<(u8, u64), Hash>,
    checkpoints: BTreeMap<u64, String>,
}

impl Rows {
    fn slice(&self, range: Range<u64>) -> &[Entry] {
        let end = self
            .entries
            .len()
            .min(usize::try_from(range.end).unwrap_or(usize::MAX));
        let start = end.min(usize::try_from(range.start).unwrap_or(usize::MAX));
        &self.entries[start..end]
    }

    fn version_of(&self, stream: &str) -> u64 {
        self.entries
            .iter()
            .filter(|entry| entry.stream == stream)
            .count() as u64
    }

    fn hashes_in(&self, level: u8, range: Range<u64>) -> Vec<Hash> {
        if level == 0 {
            return self.slice(range).iter().map(|entry| entry.leaf).collect();
        }
        let range = (level, range.start)..(level, range.end);
        self.nodes.range(range).map(|(_, hash)| *hash).collect()
    }
}

fn tell<'e>(entries: impl IntoIterator<Item = &'e Entry>, each: &mut EachRow<'_>) {
    for entry in entries {
        if let ControlFlow::Break(()) = each(Row::Entry(entry.view())) {
            return;
        }
    }
}

impl Store for MemoryStore {
    fn size(&self) -> Result<u64, StoreError> {
        Ok(lock(&self.rows).entries.len() as u64)
    }

    fn version(&self, stream: &str) -> Result<u64, StoreError> {
        Ok(lock(&self.rows).version_of(stream))
    }

    fn scan(&self, range: Range<u64>, each: &mut EachRow<'_>) -> Result<(), StoreError> {
        tell(lock(&self.rows).slice(range), each);
        Ok(())
    }

    fn scan_stream(
        &self,
        stream: &str,
        after: u64,
        each: &mut EachRow<'_>,
    ) -> Result<(), StoreError> {
        let rows = lock(&self.rows);
        let entries = rows.entries.iter();
        tell(
            entries.filter(|e| e.stream == stream && e.version > after),
            each,
        );
        Ok(())
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        Ok(lock(&self.rows).hashes_in(level, range))
    }

    fn nodes(&self) -> Result<Vec<Node>, StoreError> {
        let rows = lock(&self.rows);
        let nodes = rows.nodes.iter();
        Ok(nodes
            .map(|((level, position), hash)| Node {
                level: *level,
                position: *position,
                hash: *hash,
            })
            .collect())
    }

    fn checkpoints(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let rows = lock(&self.rows);
        Ok(rows.checkpoints.clone().into_iter().collect())
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        let mut draft = rows.clone();
        work(&mut draft)?;
        *rows = draft;
        Ok(())
    }

    fn purge(&self) -> Result<bool, StoreError> {
        Ok(true)
    }

    fn self_check(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}

impl Transaction for Rows {
    fn size(&mut self) -> Result<u64, StoreError> {
        Ok(self.entries.len() as u64)
    }

    fn version(&mut self, stream: &str) -> Result<u64, StoreError> {
        Ok(self.version_of(stream))
    }

    fn scan(&mut self, range: Range<u64>, each: &mut EachRow<'_>) -> Result<(), StoreError> {
        tell(self.slice(range), each);
        Ok(())
    }

    fn hashes(&mut self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, StoreError> {
        Ok(self.hashes_in(level, range))
    }

    fn insert(&mut self, entries: &[EntryView<'_>]) -> Result<(), StoreError> {
        self.entries.extend(entries.iter().map(EntryView::to_entry));
        Ok(())
    }

    fn insert_nodes(&mut self, nodes: &[Node]) -> Result<(), StoreError> {
        let nodes = nodes.iter();
        self.nodes
            .extend(nodes.map(|node| ((node.level, node.position), node.hash)));
        Ok(())
    }

    fn erase(&mut self, index: u64) -> Result<(), StoreError> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        if let Some(entry) = self.entries.get_mut(index) {
            entry.payload = None;
            entry.salt = None;
        }
        Ok(())
    }

    fn insert_checkpoint(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        self.checkpoints
            .entry(size)
            .or_insert_with(|| note.to_owned());
        Ok(())
    }
}

/// [`Attachments`] in memory.
#[derive(Debug, Default)]
pub struct MemoryAttachments {
    files: Mutex<BTreeMap<Hash, Vec<u8>>>,
}

impl Attachments for MemoryAttachments {
    fn has(&self, hash: &Hash) -> Result<bool, StoreError> {
        Ok(lock(&self.files).contains_key(hash))
    }

    fn read(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(lock(&self.files).get(hash).cloned())
    }

    fn put(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        let hash = Hash::of(bytes);
        lock(&self.files).insert(hash, bytes.to_vec());
        Ok(hash)
    }

    fn erase(&self, hash: &Hash) -> Result<bool, StoreError> {
        Ok(lock(&self.files).remove(hash).is_some())
    }

    fn list(&self) -> Result<Vec<Hash>, StoreError> {
        Ok(lock(&self.files).keys().copied().collect())
    }
}
