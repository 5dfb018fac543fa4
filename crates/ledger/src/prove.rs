//! Proofs as files that others can check without us.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::entry::{BadLeaf, Entry, read_leaf};
use crate::hash::Hash;
use crate::ledger::{Ledger, ReadError};
use crate::merkle::{TreeHead, leaf_hash, verify_consistency, verify_inclusion};
use crate::note::{BadNote, Checkpoint, NoteSigner, VerifierKey};
use crate::store::StoreError;

/// The first line of an inclusion proof.
const TLOG_PROOF: &str = "c2sp.org/tlog-proof@v1";
/// The format name in a consistency proof.
const CONSISTENCY: &str = "dondoc-consistency-1";

/// Why a proof does not prove.
#[derive(Debug, thiserror::Error)]
pub enum BadProof {
    /// The file has not the form of a proof.
    #[error("not a proof: {0}")]
    Form(String),
    /// A checkpoint in it is not one of the log.
    #[error("the checkpoint in the proof is not one of this log")]
    Checkpoint(#[source] BadNote),
    /// The entry in it is not an entry.
    #[error("the entry in the proof is not an entry")]
    Entry(#[source] BadLeaf),
    /// The hashes do not lead to the signed root.
    #[error("the hashes in the proof do not lead to the signed root")]
    Hashes,
}

/// Why a proof can't be given.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The log is shorter than what was asked for.
    #[error("the log has {size} entries: {asked} can't be proved")]
    Beyond {
        /// The log's size, or the size asked to prove in.
        size: u64,
        /// What was asked for.
        asked: u64,
    },
    /// The log can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<StoreError> for ProveError {
    fn from(failure: StoreError) -> Self {
        Self::Read(failure.into())
    }
}

/// Proof that an entry is in the log, with a checkpoint that covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InclusionProof {
    /// The entry's index.
    pub index: u64,
    /// The entry's leaf bytes (its header), as text.
    pub header: String,
    /// The audit path from the leaf upwards.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

impl InclusionProof {
    /// Returns the proof in the C2SP `tlog-proof@v1` form, with the header as
    /// its extra data.
    pub fn to_text(&self) -> String {
        let extra = BASE64.encode(&self.header);
        let mut text = format!("{TLOG_PROOF}\nextra {extra}\nindex {}\n", self.index);
        for hash in &self.path {
            text.push_str(&BASE64.encode(hash.0));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`BadProof::Form`] when a line is missing or malformed.
    pub fn parse(text: &str) -> Result<Self, BadProof> {
        let form = |what: &str| BadProof::Form(format!("no {what}"));
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(|| form("checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(TLOG_PROOF) {
            return Err(form(TLOG_PROOF));
        }
        let extra = lines.next().and_then(|line| line.strip_prefix("extra "));
        let extra = extra.and_then(|extra| BASE64.decode(extra).ok());
        let header = extra.and_then(|extra| String::from_utf8(extra).ok());
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let path = lines.map(|line| Hash::from_bytes(&BASE64.decode(line).ok()?));
        Ok(Self {
            header: header.ok_or_else(|| form("entry in an `extra` line"))?,
            index: index
                .and_then(|index| index.parse().ok())
                .ok_or_else(|| form("index"))?,
            path: path
                .collect::<Option<_>>()
                .ok_or_else(|| form("hash in a line before the checkpoint"))?,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Checks the proof and returns the entry, without payload, and the
    /// checkpoint.
    ///
    /// # Errors
    /// [`BadProof`] when anything in it does not hold.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<(Entry, Checkpoint), BadProof> {
        let checkpoint = Checkpoint::open(&self.checkpoint, keys).map_err(BadProof::Checkpoint)?;
        let leaf = leaf_hash(self.header.as_bytes());
        if !verify_inclusion(&leaf, self.index, &checkpoint.head, &self.path) {
            return Err(BadProof::Hashes);
        }
        let entry = read_leaf(self.header.as_bytes()).map_err(BadProof::Entry)?;
        Ok((entry, checkpoint))
    }
}

/// Proof that an older state of the log is a prefix of a newer one: nothing
/// was rewritten between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyProof {
    /// `dondoc-consistency-1`.
    pub format: String,
    /// Size and root of the older state.
    pub old: TreeHead,
    /// The hashes of RFC 6962, section 2.1.2.
    pub path: Vec<Hash>,
    /// The signed checkpoint of the newer state.
    pub checkpoint: String,
}

impl ConsistencyProof {
    /// Checks the proof and returns the newer checkpoint. The older head is
    /// believed only if it is one that was kept or is signed elsewhere.
    ///
    /// # Errors
    /// [`BadProof`] when anything in it does not hold.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Checkpoint, BadProof> {
        if self.format != CONSISTENCY {
            return Err(BadProof::Form(format!("format is not `{CONSISTENCY}`")));
        }
        let checkpoint = Checkpoint::open(&self.checkpoint, keys).map_err(BadProof::Checkpoint)?;
        if verify_consistency(&self.old, &checkpoint.head, &self.path) {
            Ok(checkpoint)
        } else {
            Err(BadProof::Hashes)
        }
    }
}

impl Ledger {
    /// Signs the present head, keeps the checkpoint in the log's store, and
    /// returns it: publish it where nobody here can change it.
    ///
    /// # Errors
    /// [`ReadError`] when the store fails or has holes.
    pub fn checkpoint(&self, signer: &NoteSigner) -> Result<String, ReadError> {
        self.checkpoint_at(signer, self.store().size()?)
    }

    /// As [`Ledger::checkpoint`], for the first `size` entries.
    pub(crate) fn checkpoint_at(
        &self,
        signer: &NoteSigner,
        size: u64,
    ) -> Result<String, ReadError> {
        let root = self.root_at(size)?;
        let note = signer.sign(&TreeHead { size, root });
        self.store()
            .write(&mut |tx| tx.insert_checkpoint(size, &note))?;
        Ok(note)
    }

    /// Proves that entry `index` is in the log of `size` entries (all of them
    /// for `None`), under a new signature.
    ///
    /// # Errors
    /// [`ProveError::Beyond`] unless `index < size <= log`.
    pub fn prove_inclusion(
        &self,
        signer: &NoteSigner,
        index: u64,
        size: Option<u64>,
    ) -> Result<InclusionProof, ProveError> {
        let size = self.size_to_prove(size)?;
        let beyond = ProveError::Beyond { size, asked: index };
        let Some(path) = self.inclusion_proof(index, size)? else {
            return Err(beyond);
        };
        let entry = self.entry(index)?.ok_or(beyond)?;
        let header = String::from_utf8(entry.view().leaf_bytes())
            .map_err(|cause| StoreError::new("write the header", cause))?;
        Ok(InclusionProof {
            index,
            header,
            path,
            checkpoint: self.checkpoint_at(signer, size)?,
        })
    }

    /// Proves that the log of `old` entries is a prefix of the log of `new`
    /// (all of them for `None`), under a new signature.
    ///
    /// # Errors
    /// [`ProveError::Beyond`] unless `old <= new <= log`.
    pub fn prove_consistency(
        &self,
        signer: &NoteSigner,
        old: u64,
        new: Option<u64>,
    ) -> Result<ConsistencyProof, ProveError> {
        let size = self.size_to_prove(new)?;
        let Some(path) = self.consistency_proof(old, size)? else {
            return Err(ProveError::Beyond { size, asked: old });
        };
        let root = self.root_at(old)?;
        Ok(ConsistencyProof {
            format: CONSISTENCY.to_owned(),
            old: TreeHead { size: old, root },
            path,
            checkpoint: self.checkpoint_at(signer, size)?,
        })
    }

    fn size_to_prove(&self, asked: Option<u64>) -> Result<u64, ProveError> {
        let size = self.store().size()?;
        match asked {
            Some(asked) if asked > size => Err(ProveError::Beyond { size, asked }),
            Some(asked) => Ok(asked),
            None => Ok(size),
        }
    }
}
