//! The writer: takes queued requests and puts them into one commit.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::append::{AppendError, AppendRefusal, Appended, Request};
use crate::entry::EntryView;
use crate::hash::Hash;
use crate::ledger::{ReadError, read_hashes};
use crate::merkle::{Frontier, Node, leaf_hash};
use crate::store::{Row, Store, StoreError, Transaction};

/// How many streams' versions are remembered between commits.
const MOST_VERSIONS: usize = 200_000;

/// The right edge of the log, remembered between commits.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    frontier: Frontier,
    /// The recorded time of the last entry.
    recorded: Option<Timestamp>,
    /// Versions of streams seen lately; exact for the size of `frontier`.
    versions: BTreeMap<String, u64>,
}

impl Writer {
    pub(crate) fn load(store: &dyn Store) -> Result<Self, ReadError> {
        let size = store.size()?;
        let frontier = Frontier::load(size, &mut |level, range| read_hashes(store, level, range))?;
        let mut recorded = None;
        let mut bad = None;
        store.scan(size.saturating_sub(1)..size, &mut |row| {
            match row {
                Row::Entry(entry) => recorded = Some(entry.recorded),
                Row::Bad { index, why } => bad = Some(ReadError::Bad { index, why }),
            }
            ControlFlow::Continue(())
        })?;
        bad.map_or(Ok(()), Err)?;
        Ok(Self {
            frontier,
            recorded,
            versions: BTreeMap::new(),
        })
    }

    /// Commits all `requests` that are acceptable, in order, and answers each.
    pub(crate) fn commit(
        &mut self,
        store: &dyn Store,
        requests: &[Request],
    ) -> Vec<Result<Appended, AppendError>> {
        let mut done = None;
        let written = store.write(&mut |tx| {
            self.catch_up(tx)?;
            let mut draft = Draft::new(self);
            let answers = requests
                .iter()
                .map(|request| draft.admit(request, tx))
                .collect::<Result<Vec<_>, StoreError>>()?;
            tx.insert(&draft.entries)?;
            tx.insert_nodes(&draft.nodes)?;
            for index in &draft.erase {
                tx.erase(*index)?;
            }
            done = Some((draft.finish(), answers));
            Ok(())
        });
        match (written, done) {
            (Ok(()), Some((next, answers))) => {
                self.take_over(next);
                answers
                    .into_iter()
                    .map(|answer| answer.map_err(AppendError::Refused))
                    .collect()
            }
            (Err(failure), _) => requests
                .iter()
                .map(|_| Err(failure.clone().into()))
                .collect(),
            (Ok(()), None) => requests
                .iter()
                .map(|_| Err(StoreError::new("append entries", "the store ran nothing").into()))
                .collect(),
        }
    }

    fn take_over(&mut self, next: Next) {
        self.frontier = next.frontier;
        self.recorded = next.recorded;
        if self.versions.len() + next.versions.len() > MOST_VERSIONS {
            self.versions.clear();
        }
        self.versions.extend(next.versions);
    }

    /// Reads what another process appended since the last commit.
    fn catch_up(&mut self, tx: &mut dyn Transaction) -> Result<(), StoreError> {
        let size = tx.size()?;
        let known = self.frontier.size();
        if size < known {
            let why = format!("the log had {known} entries and now has {size}");
            return Err(StoreError::new("follow the log", why));
        }
        if size == known {
            return Ok(());
        }
        let mut bad = None;
        tx.scan(known..size, &mut |row| match row {
            Row::Entry(entry) => {
                self.frontier.push(entry.leaf, |_| ());
                self.recorded = Some(entry.recorded);
                if let Some(version) = self.versions.get_mut(entry.stream) {
                    *version = entry.version;
                }
                ControlFlow::Continue(())
            }
            Row::Bad { index, why } => {
                bad = Some(format!("entry {index}: {why}"));
                ControlFlow::Break(())
            }
        })?;
        match bad {
            Some(why) => Err(StoreError::new("follow the log", why)),
            None if self.frontier.size() < size => {
                Err(StoreError::new("follow the log", "the log has holes"))
            }
            None => Ok(()),
        }
    }
}

/// What the writer becomes once the commit stands.
struct Next {
    frontier: Frontier,
    recorded: Option<Timestamp>,
    versions: Vec<(String, u64)>,
}

/// A commit in the making.
struct Draft<'a> {
    known: &'a BTreeMap<String, u64>,
    frontier: Frontier,
    recorded: Option<Timestamp>,
    versions: BTreeMap<&'a str, u64>,
    entries: Vec<EntryView<'a>>,
    nodes: Vec<Node>,
    erase: Vec<u64>,
    leaf: Vec<u8>,
}

impl<'a> Draft<'a> {
    fn new(writer: &'a Writer) -> Self {
        Self {
            known: &writer.versions,
            frontier: writer.frontier.clone(),
            recorded: writer.recorded,
            versions: BTreeMap::new(),
            entries: Vec::new(),
            nodes: Vec::new(),
            erase: Vec::new(),
            leaf: Vec::with_capacity(512),
        }
    }

    /// Adds a request, or says why not; a refused one leaves no trace.
    fn admit(
        &mut self,
        request: &'a Request,
        tx: &mut dyn Transaction,
    ) -> Result<Result<Appended, AppendRefusal>, StoreError> {
        for (stream, expected) in &request.expect {
            let actual = self.version(stream, tx)?;
            if !expected.holds(actual) {
                return Ok(Err(AppendRefusal::Conflict {
                    stream: stream.clone(),
                    expected: *expected,
                    actual,
                }));
            }
        }
        let first = self.frontier.size();
        let recorded = self
            .recorded
            .map_or(request.recorded, |before| before.max(request.recorded));
        self.recorded = Some(recorded);
        let mut versions = Vec::with_capacity(request.entries.len());
        for prepared in &request.entries {
            let new = &prepared.new;
            let version = self.version(&new.stream, tx)? + 1;
            self.versions.insert(&new.stream, version);
            versions.push(version);
            self.push(EntryView {
                index: self.frontier.size(),
                stream: &new.stream,
                version,
                recorded,
                valid: new.valid,
                actor: new.actor.view(),
                kind: &new.kind,
                schema: new.schema,
                attachments: new.attachments.clone(),
                commitment: prepared.commitment,
                leaf: Hash([0; 32]),
                salt: Some(prepared.salt),
                payload: Some(&prepared.payload),
            });
        }
        self.erase.extend(request.erase);
        Ok(Ok(Appended {
            first,
            count: request.entries.len() as u64,
            recorded,
            clock_behind_us: recorded.as_microsecond() - request.recorded.as_microsecond(),
            versions,
        }))
    }

    fn push(&mut self, mut entry: EntryView<'a>) {
        self.leaf.clear();
        entry.push_leaf_bytes(&mut self.leaf);
        entry.leaf = leaf_hash(&self.leaf);
        self.frontier.push(entry.leaf, |node| self.nodes.push(node));
        self.entries.push(entry);
    }

    fn version(&mut self, stream: &'a str, tx: &mut dyn Transaction) -> Result<u64, StoreError> {
        if let Some(version) = self.versions.get(stream) {
            return Ok(*version);
        }
        let version = match self.known.get(stream) {
            Some(version) => *version,
            None => tx.version(stream)?,
        };
        self.versions.insert(stream, version);
        Ok(version)
    }

    fn finish(&mut self) -> Next {
        Next {
            frontier: std::mem::take(&mut self.frontier),
            recorded: self.recorded,
            versions: std::mem::take(&mut self.versions)
                .into_iter()
                .map(|(stream, version)| (stream.to_owned(), version))
                .collect(),
        }
    }
}
