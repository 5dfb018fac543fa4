//! What people do with a data folder's ledger, one function each: the command
//! line and the server only print the answers.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dondoc_ledger::{
    Actor, Checkpoint, ConsistencyProof, Entropy, Hash, InclusionProof, OWN_STREAM, Problem,
    Progress, ProveError, ReadError, RedactError, Redacted, Redaction, RestoreError, Sink, Source,
    StoreError, TreeHead, Verification, VerifierKey,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::attachments::FolderAttachments;
use crate::files::{at, read_if_there, write_whole};
use crate::folder::{DATABASE, DataFolder, FolderError, draft_beside, fill, refuse_taken, settle};
use crate::settings::Settings;
use crate::snapshots::Snapshot;
use crate::store::SqliteStore;

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The checkpoint that was signed for it.
    pub checkpoint: Checkpoint,
    /// The key with which others can verify it.
    pub verifier_key: String,
}

/// What a restore made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Size and root, the same as exported.
    pub head: TreeHead,
    /// The log's name, the same as exported.
    pub origin: String,
    /// The new folder's own key, which signs from now on.
    pub verifier_key: String,
}

/// Why a data folder is not restored; nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum RestoreFolderError {
    /// The export does not verify.
    #[error(transparent)]
    Export(#[from] RestoreError),
    /// The new folder can't be made.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl From<StoreError> for RestoreFolderError {
    fn from(failure: StoreError) -> Self {
        Self::Folder(failure.into())
    }
}

/// What became of a snapshot that was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotKept {
    /// It is on disk.
    Kept,
    /// A payload was erased after its size; it may hold it and was not kept.
    Outdated,
}

impl DataFolder {
    /// Signs the present head, keeps the checkpoint, and returns the note.
    ///
    /// # Errors
    /// [`ReadError`] when the log can't be read or written.
    pub fn checkpoint(&self) -> Result<String, ReadError> {
        self.ledger().checkpoint(self.signer())
    }

    /// Verifies everything in the folder, and that it goes on from the
    /// checkpoints in `kept`, which are notes that were kept elsewhere.
    pub fn verify(&self, kept: &[String], progress: &mut dyn FnMut(Progress)) -> Verification {
        let mut done = self.ledger().verify(self.keys(), kept, progress);
        match self.check_snapshots() {
            Ok((_, problems)) => done.problems.extend(problems),
            Err(failure) => done.problems.push(Problem::Unreadable {
                what: "snapshots".to_owned(),
                why: failure.to_string(),
            }),
        }
        done
    }

    /// Proves that entry `index` is in the log of `size` entries (`None`: all).
    ///
    /// # Errors
    /// [`ProveError`] when the log is shorter or can't be read.
    pub fn prove_inclusion(
        &self,
        index: u64,
        size: Option<u64>,
    ) -> Result<InclusionProof, ProveError> {
        self.ledger().prove_inclusion(self.signer(), index, size)
    }

    /// Proves that the log of `old` entries is a prefix of that of `new`
    /// (`None`: all).
    ///
    /// # Errors
    /// [`ProveError`] when the log is shorter or can't be read.
    pub fn prove_consistency(
        &self,
        old: u64,
        new: Option<u64>,
    ) -> Result<ConsistencyProof, ProveError> {
        self.ledger().prove_consistency(self.signer(), old, new)
    }

    /// Erases a payload on lawful request: see [`dondoc_ledger::Ledger::redact`].
    /// Snapshots made before are dropped, since they may hold it.
    ///
    /// # Errors
    /// [`RedactError`] when it is refused or the disk fails.
    pub fn redact(
        &self,
        redaction: &Redaction,
        actor: Actor,
        valid: Date,
        recorded: Timestamp,
    ) -> Result<Redacted, RedactError> {
        let redacted = self.ledger().redact(redaction, actor, valid, recorded)?;
        self.drop_outdated_snapshots()
            .map_err(RedactError::Unfinished)?;
        Ok(redacted)
    }

    /// Writes the whole log to `target`, a new or empty folder, in the C2SP
    /// `tlog-tiles` layout with payloads and attachments beside it. The folder
    /// appears only when it is complete. `progress` is told entries written.
    ///
    /// # Errors
    /// [`FolderError`] when the place is taken or something can't be read or
    /// written.
    pub fn export(
        &self,
        target: &Path,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Exported, FolderError> {
        refuse_taken(target)?;
        let draft = draft_beside(target)?;
        let mut sink = FolderFiles(draft.clone());
        let checkpoint = self
            .ledger()
            .export(self.signer(), self.keys(), &mut sink, progress)
            .map_err(FolderError::from)
            .and_then(|checkpoint| settle(&draft, target).map(|()| checkpoint));
        if checkpoint.is_err() {
            let _ = fs::remove_dir_all(&draft);
        }
        Ok(Exported {
            checkpoint: checkpoint?,
            verifier_key: self.signer().verifier().to_string(),
        })
    }

    /// Makes a data folder at `target` from an export. The head is the same;
    /// the signing key is new, since exports hold no secrets, and the earlier
    /// keys stay known. `trusted` are keys known from elsewhere to be the
    /// log's; when empty, those in the export are believed.
    ///
    /// # Errors
    /// [`RestoreFolderError`] when the place is taken or anything in the
    /// export does not verify; nothing is left behind.
    pub fn restore(
        export: &Path,
        target: &Path,
        jurisdiction: &str,
        trusted: &[VerifierKey],
        created: Timestamp,
        entropy: &dyn Entropy,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Restored, RestoreFolderError> {
        refuse_taken(target)?;
        let source = FolderFiles(export.to_owned());
        let info = dondoc_ledger::read_info(&source)?;
        let settings = Settings {
            jurisdiction: jurisdiction.to_owned(),
            origin: info.origin.clone(),
            created,
        };
        crate::folder::check(&settings)?;
        let draft = draft_beside(target)?;
        let mut made = || -> Result<TreeHead, RestoreFolderError> {
            let keys: Vec<VerifierKey> = info.keys.iter().flat_map(|key| key.parse()).collect();
            let earlier = if trusted.is_empty() { &keys } else { trusted };
            fill(&draft, &settings, entropy, earlier)?;
            let store = SqliteStore::open(&draft.join(DATABASE)).map_err(FolderError::from)?;
            let attachments = FolderAttachments::new(&draft.join("attachments"));
            let head = dondoc_ledger::restore(&source, trusted, &store, &attachments, progress)?;
            dondoc_ledger::Store::purge(&store)?;
            drop(store);
            settle(&draft, target)?;
            Ok(head)
        };
        let head = made().inspect_err(|_| {
            let _ = fs::remove_dir_all(&draft);
        })?;
        let folder = Self::open(target)?;
        Ok(Restored {
            head,
            origin: info.origin,
            verifier_key: folder.signer().verifier().to_string(),
        })
    }

    /// Keeps a file that entries can then name; durable when this returns.
    ///
    /// # Errors
    /// [`StoreError`] when it is larger than
    /// [`LARGEST_ATTACHMENT`](crate::LARGEST_ATTACHMENT) or the disk fails.
    pub fn attach(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        self.ledger().attachments().put(bytes)
    }

    /// Keeps the state folded up to `head`, in the caller's layout `format`,
    /// and drops all but the newest two snapshots. Signs a checkpoint too, so
    /// that a log in use has recent ones and a cut-off end is found.
    ///
    /// # Errors
    /// [`ReadError`] when the log or the disk fails.
    pub fn write_snapshot(
        &self,
        head: &TreeHead,
        format: u32,
        state: &[u8],
    ) -> Result<SnapshotKept, ReadError> {
        self.snapshots().write(head, format, state)?;
        self.checkpoint()?;
        // Checked after writing: a redaction meanwhile either sees the file
        // and drops it, or is seen here.
        self.drop_outdated_snapshots()?;
        Ok(match self.is_outdated(head.size)? {
            true => SnapshotKept::Outdated,
            false => SnapshotKept::Kept,
        })
    }

    /// Returns the newest snapshot of layout `format` that is whole, of this
    /// log and not outdated, with a problem for each damaged one passed over.
    ///
    /// # Errors
    /// [`ReadError`] when the log or the folder can't be read.
    pub fn newest_snapshot(
        &self,
        format: u32,
    ) -> Result<(Option<Snapshot>, Vec<Problem>), ReadError> {
        let mut problems = Vec::new();
        for (_, name) in self.snapshots().names()? {
            match self.read_snapshot(&name)? {
                Ok(snapshot) if snapshot.format == format => {
                    return Ok((Some(snapshot), problems));
                }
                // One of another layout: an older or newer program's.
                Ok(_) => {}
                Err(why) => problems.push(Problem::Snapshot { name, why }),
            }
        }
        Ok((None, problems))
    }

    fn check_snapshots(&self) -> Result<(u64, Vec<Problem>), ReadError> {
        let (mut good, mut problems) = (0, Vec::new());
        for (_, name) in self.snapshots().names()? {
            match self.read_snapshot(&name)? {
                Ok(_) => good += 1,
                Err(why) => problems.push(Problem::Snapshot { name, why }),
            }
        }
        Ok((good, problems))
    }

    fn read_snapshot(&self, name: &str) -> Result<Result<Snapshot, String>, ReadError> {
        let snapshot = match self.snapshots().read(name)? {
            Ok(snapshot) => snapshot,
            Err(why) => return Ok(Err(why)),
        };
        let TreeHead { size, root } = snapshot.head;
        if name != format!("{size:015}.snap") {
            return Ok(Err("its name does not say its size".to_owned()));
        }
        if self.is_outdated(size)? {
            return Ok(Err("a payload was erased after it was made".to_owned()));
        }
        match self.ledger().root_at(size) {
            Ok(found) if found == root => Ok(Ok(snapshot)),
            Ok(_) | Err(ReadError::Holes { .. }) => {
                Ok(Err("it was not made from this log".to_owned()))
            }
            Err(failure) => Err(failure),
        }
    }

    fn drop_outdated_snapshots(&self) -> Result<(), StoreError> {
        for (size, name) in self.snapshots().names()? {
            let outdated = self.is_outdated(size);
            if outdated.map_err(|cause| StoreError::new("find the last redaction", cause))? {
                self.snapshots().remove(&name)?;
            }
        }
        Ok(())
    }

    /// Says whether state folded up to `size` may hold what was erased: it
    /// may unless the fold has seen every redaction.
    fn is_outdated(&self, size: u64) -> Result<bool, ReadError> {
        let mut last = None;
        self.ledger().scan_stream(OWN_STREAM, 0, |entry| {
            last = Some(entry.index);
            ControlFlow::Continue(())
        })?;
        Ok(last.is_some_and(|last| size <= last))
    }
}

/// A folder as the target or source of an export.
struct FolderFiles(PathBuf);

impl Sink for FolderFiles {
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        // The folder is renamed into place when complete, so single files
        // need no rename of their own.
        let path = self.0.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at("make", folder))?;
        }
        fs::write(&path, bytes).map_err(at("write", &path))
    }
}

impl Source for FolderFiles {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read_if_there(&self.0.join(path))
    }
}

/// Writes a proof or checkpoint to a file, whole or not at all.
///
/// # Errors
/// [`StoreError`] when the disk fails.
pub fn write_file(path: &Path, text: &str) -> Result<(), StoreError> {
    write_whole(path, text.as_bytes())
}
