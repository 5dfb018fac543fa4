//! Recomputing everything that is stored from the entries up.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde::Serialize;

use crate::entry::{EntryView, commitment};
use crate::hash::Hash;
use crate::ledger::Ledger;
use crate::merkle::{Frontier, Node, TreeHead, leaf_hash};
use crate::note::{Checkpoint, VerifierKey};
use crate::problem::Problem;
use crate::redact::read_redaction;
use crate::store::{Row, StoreError};

/// How many entries are read between two reports of progress.
const CHUNK: u64 = 4096;
/// How many indexes to pass over when the store can't read some rows.
const RESUME_AFTER: u64 = 64;
/// After how many unreadable places to give up reading entries.
const MOST_FAILURES: u32 = 1000;

/// How far verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Entries and attachments done.
    pub done: u64,
    /// Entries and attachments in all, as far as known.
    pub total: u64,
}

/// What verification did and found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Size and root, recomputed from the entries.
    pub head: TreeHead,
    /// How many payloads are erased.
    pub erased: u64,
    /// How many different attachments the entries name.
    pub attachments: u64,
    /// How many checkpoints were compared, stored and kept elsewhere.
    pub checkpoints: u64,
    /// Everything that is wrong, in the order of the log. Empty when all is well.
    pub problems: Vec<Problem>,
}

impl Verification {
    /// Says whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Ledger {
    /// Checks everything: each header against its hash, each payload against
    /// its commitment, versions, times, attachments, nodes, and the root
    /// against each stored checkpoint and those in `kept`, which were stored
    /// elsewhere. Reads the whole log; goes on after each problem.
    ///
    /// A log that was rewritten whole, checkpoints included, by somebody who
    /// has the signing key, is found only by a checkpoint kept elsewhere.
    pub fn verify(
        &self,
        keys: &[VerifierKey],
        kept: &[String],
        progress: &mut dyn FnMut(Progress),
    ) -> Verification {
        let mut check = Check::default();
        check.database(self);
        check.expect_checkpoints(self, keys, kept);
        let size = check.try_read("size", self.store().size()).unwrap_or(0);
        check.entries(self, size, progress);
        check.erasures();
        check.attachments(self, size, progress);
        check.nodes(self);
        check.checkpoints_beyond();
        Verification {
            head: check.frontier.head(),
            erased: check.erased.len() as u64,
            attachments: check.named.len() as u64,
            checkpoints: check.checkpoints,
            problems: check.problems,
        }
    }
}

#[derive(Default)]
struct Check {
    problems: Vec<Problem>,
    frontier: Frontier,
    nodes: Vec<Node>,
    /// The index behind the last row that was read.
    next: u64,
    /// Whether the tree ends before the entries, at a wide gap.
    cut: bool,
    leaf: Vec<u8>,
    recorded: Option<Timestamp>,
    versions: BTreeMap<String, u64>,
    /// Roots to expect at a size, and whether they were kept elsewhere.
    expected: BTreeMap<u64, Vec<(Hash, bool)>>,
    checkpoints: u64,
    /// Erased entries and their streams.
    erased: BTreeMap<u64, String>,
    /// Entries that redactions name.
    redacted: BTreeSet<u64>,
    erased_attachments: BTreeSet<Hash>,
    /// Attachments and the first entry that names each.
    named: BTreeMap<Hash, u64>,
}

impl Check {
    fn try_read<T>(&mut self, what: &str, read: Result<T, StoreError>) -> Option<T> {
        read.map_err(|failure| {
            self.problems.push(Problem::Unreadable {
                what: what.to_owned(),
                why: dondoc_kinds::with_causes(&failure),
            });
        })
        .ok()
    }

    fn database(&mut self, ledger: &Ledger) {
        let found = self.try_read("database", ledger.store().self_check());
        let found = found.into_iter().flatten();
        self.problems
            .extend(found.map(|why| Problem::Database { why }));
    }

    fn expect_checkpoints(&mut self, ledger: &Ledger, keys: &[VerifierKey], kept: &[String]) {
        let stored = self.try_read("checkpoints", ledger.store().checkpoints());
        for (size, note) in stored.into_iter().flatten() {
            self.checkpoints += 1;
            match Checkpoint::open(&note, keys) {
                Err(why) => self.problems.push(Problem::CheckpointBad { size, why }),
                Ok(checkpoint) if checkpoint.head.size != size => {
                    self.problems.push(Problem::CheckpointMisplaced { size });
                }
                Ok(checkpoint) => self.expect(checkpoint.head, false),
            }
        }
        for (number, note) in (1..).zip(kept) {
            self.checkpoints += 1;
            match Checkpoint::open(note, keys) {
                Err(why) => self.problems.push(Problem::KeptBad { number, why }),
                Ok(checkpoint) => self.expect(checkpoint.head, true),
            }
        }
        self.compare_root();
    }

    fn expect(&mut self, head: TreeHead, kept: bool) {
        let roots = self.expected.entry(head.size).or_default();
        roots.push((head.root, kept));
    }

    fn compare_root(&mut self) {
        let size = self.frontier.size();
        let Some(expected) = self.expected.remove(&size) else {
            return;
        };
        let root = self.frontier.root();
        for (_, kept) in expected.into_iter().filter(|(signed, _)| *signed != root) {
            self.problems.push(match kept {
                true => Problem::KeptRoot { size },
                false => Problem::CheckpointRoot { size },
            });
        }
    }

    fn entries(&mut self, ledger: &Ledger, size: u64, progress: &mut dyn FnMut(Progress)) {
        let mut failures = 0;
        loop {
            let from = self.next;
            let scanned = self.some_entries(ledger);
            let total = size.max(self.next) + self.named.len() as u64;
            let done = self.next;
            progress(Progress { done, total });
            if let Err(failure) = scanned {
                self.problems.push(Problem::Unreadable {
                    what: format!("entries from {}", self.next),
                    why: dondoc_kinds::with_causes(&failure),
                });
                failures += 1;
                // Perhaps only some pages are damaged: go on behind them.
                self.next += RESUME_AFTER;
            } else if self.next == from {
                break;
            }
            if failures > MOST_FAILURES {
                break;
            }
        }
        self.fill_gap(ledger, size);
    }

    /// Checks the next entries that are there, up to a chunk of them.
    fn some_entries(&mut self, ledger: &Ledger) -> Result<(), StoreError> {
        let mut left = CHUNK;
        ledger.store().scan(self.next..u64::MAX, &mut |row| {
            let index = match &row {
                Row::Entry(entry) => entry.index,
                Row::Bad { index, .. } => *index,
            };
            self.fill_gap(ledger, index);
            self.next = index.saturating_add(1);
            match row {
                Row::Entry(entry) => self.entry(&entry),
                Row::Bad { index, why } => {
                    self.problems.push(Problem::BadRow { entry: index, why });
                    self.unread(ledger);
                }
            }
            left -= 1;
            match left {
                0 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        })
    }

    /// Names the entries that should have come before `index`.
    fn fill_gap(&mut self, ledger: &Ledger, index: u64) {
        let first = self.frontier.size();
        if self.cut || index <= first {
            return;
        }
        let last = index - 1;
        self.problems.push(Problem::MissingEntries { first, last });
        if index - first > CHUNK {
            // No tree goes on behind so wide a gap; it may be as wide as a
            // changed index makes it.
            self.cut = true;
            return;
        }
        for _ in first..index {
            self.unread(ledger);
        }
    }

    /// Goes past an entry that can't be read, with its hash if that can.
    fn unread(&mut self, ledger: &Ledger) {
        let index = self.frontier.size();
        let stored = ledger.store().hashes(0, index..index + 1);
        let leaf = stored.ok().and_then(|hashes| hashes.first().copied());
        self.push(leaf.unwrap_or(Hash([0; 32])));
    }

    fn push(&mut self, leaf: Hash) {
        if self.cut {
            return;
        }
        let nodes = &mut self.nodes;
        self.frontier.push(leaf, |node| nodes.push(node));
        self.compare_root();
    }

    fn entry(&mut self, entry: &EntryView<'_>) {
        let index = entry.index;
        self.leaf.clear();
        entry.push_leaf_bytes(&mut self.leaf);
        if leaf_hash(&self.leaf) != entry.leaf {
            self.problems.push(Problem::HeaderChanged {
                entry: index,
                stream: entry.stream.to_owned(),
            });
        }
        self.payload(entry);
        self.version(entry);
        if self.recorded > Some(entry.recorded) {
            self.problems.push(Problem::TimeWentBack {
                entry: index,
                stream: entry.stream.to_owned(),
            });
        }
        self.recorded = Some(entry.recorded);
        for hash in &entry.attachments {
            self.named.entry(*hash).or_insert(index);
        }
        if let Some(redaction) = read_redaction(entry.kind, entry.payload) {
            self.redacted.insert(redaction.entry);
            self.erased_attachments.extend(redaction.attachments);
        }
        // The stored hash goes into the tree: a changed header is then named
        // once, and a changed hash is named here and by its node or checkpoint.
        self.push(entry.leaf);
    }

    fn payload(&mut self, entry: &EntryView<'_>) {
        let index = entry.index;
        let stream = || entry.stream.to_owned();
        match (&entry.salt, entry.payload) {
            (Some(salt), Some(payload)) => {
                if commitment(salt, payload) != entry.commitment {
                    self.problems.push(Problem::PayloadChanged {
                        entry: index,
                        stream: stream(),
                    });
                }
            }
            (None, None) => {
                self.erased.insert(index, stream());
            }
            _ => self.problems.push(Problem::HalfErased {
                entry: index,
                stream: stream(),
            }),
        }
    }

    fn version(&mut self, entry: &EntryView<'_>) {
        let expected = match self.versions.get_mut(entry.stream) {
            Some(version) => {
                *version += 1;
                *version
            }
            None => {
                self.versions.insert(entry.stream.to_owned(), 1);
                1
            }
        };
        if entry.version != expected {
            self.problems.push(Problem::VersionGap {
                entry: entry.index,
                stream: entry.stream.to_owned(),
                expected,
                found: entry.version,
            });
        }
    }

    fn erasures(&mut self) {
        for (entry, stream) in &self.erased {
            if !self.redacted.contains(entry) {
                self.problems.push(Problem::PayloadMissing {
                    entry: *entry,
                    stream: stream.clone(),
                });
            }
        }
        for entry in &self.redacted {
            if !self.erased.contains_key(entry) && *entry < self.frontier.size() {
                self.problems.push(Problem::NotErased { entry: *entry });
            }
        }
    }

    fn attachments(&mut self, ledger: &Ledger, size: u64, progress: &mut dyn FnMut(Progress)) {
        let listed = self.try_read("attachments", ledger.attachments().list());
        let mut hashes: BTreeSet<Hash> = listed.into_iter().flatten().collect();
        hashes.extend(self.named.keys());
        let total = size + hashes.len() as u64;
        for (done, hash) in (size + 1..).zip(&hashes) {
            self.attachment(ledger, hash);
            progress(Progress { done, total });
        }
    }

    fn attachment(&mut self, ledger: &Ledger, hash: &Hash) {
        let what = format!("attachment {hash}");
        let Some(bytes) = self.try_read(&what, ledger.attachments().read(hash)) else {
            return;
        };
        let entry = self.named.get(hash).copied();
        let erased = self.erased_attachments.contains(hash);
        let hash = *hash;
        match (bytes, entry) {
            (Some(_), _) if erased => self.problems.push(Problem::AttachmentNotErased { hash }),
            (Some(bytes), entry) if Hash::of(&bytes) != hash => {
                self.problems
                    .push(Problem::AttachmentChanged { hash, entry });
            }
            (None, Some(entry)) if !erased => {
                self.problems
                    .push(Problem::AttachmentMissing { hash, entry });
            }
            _ => {}
        }
    }

    fn nodes(&mut self, ledger: &Ledger) {
        let Some(stored) = self.try_read("nodes", ledger.store().nodes()) else {
            return;
        };
        let by_place = |nodes: &[Node]| -> BTreeMap<(u8, u64), Hash> {
            let places = nodes.iter();
            places.map(|n| ((n.level, n.position), n.hash)).collect()
        };
        let (stored, computed) = (by_place(&stored), by_place(&self.nodes));
        let places: BTreeSet<_> = stored.keys().chain(computed.keys()).collect();
        for place @ (level, position) in places {
            if stored.get(place) != computed.get(place) {
                let span = 256_u64.saturating_pow((*level).into());
                self.problems.push(Problem::Node {
                    level: *level,
                    position: *position,
                    first: position.saturating_mul(span),
                    end: position.saturating_add(1).saturating_mul(span),
                });
            }
        }
    }

    /// What is still expected lies beyond the end of the log.
    fn checkpoints_beyond(&mut self) {
        let log = self.frontier.size();
        for (size, roots) in std::mem::take(&mut self.expected) {
            self.problems
                .extend(roots.iter().map(|(_, kept)| match kept {
                    true => Problem::KeptBeyond { size, log },
                    false => Problem::CheckpointBeyond { size, log },
                }));
        }
    }
}
