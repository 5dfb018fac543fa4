//! Checkpoints: signed tree heads as C2SP notes.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::hash::{Hash, push_hex};
use crate::merkle::TreeHead;

/// The signature type of Ed25519 in notes.
const ED25519: u8 = 1;

/// Why a text is not a log's name (origin).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{given}` is not an origin: expected 1 to 200 visible ASCII characters without `+`, e.g. dondoc.vn/hanoi/2024"
)]
pub struct BadOrigin {
    /// The text that was given.
    pub given: String,
}

/// Checks the name of a log.
///
/// # Errors
/// [`BadOrigin`] when it is empty, longer than 200 bytes, or has a character
/// other than visible ASCII, or `+`.
pub fn check_origin(origin: &str) -> Result<(), BadOrigin> {
    let fits = (1..=200).contains(&origin.len())
        && origin
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'+');
    if fits {
        return Ok(());
    }
    Err(BadOrigin {
        given: origin.to_owned(),
    })
}

/// The key that signs a log's checkpoints.
pub struct NoteSigner {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSigner({})", self.verifier())
    }
}

impl NoteSigner {
    /// Returns the signer named `origin` whose Ed25519 key follows from `seed`.
    ///
    /// # Errors
    /// [`BadOrigin`] as in [`check_origin`].
    pub fn from_seed(origin: &str, seed: &[u8; 32]) -> Result<Self, BadOrigin> {
        check_origin(origin)?;
        Ok(Self {
            name: origin.to_owned(),
            key: SigningKey::from_bytes(seed),
        })
    }

    /// Returns what others need to check the signatures.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey::new(&self.name, self.key.verifying_key())
    }

    /// Returns the checkpoint of `head` as a signed note.
    pub fn sign(&self, head: &TreeHead) -> String {
        let text = checkpoint_text(&self.name, head);
        let mut signature = self.verifier().id.to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!(
            "{text}\n\u{2014} {} {}\n",
            self.name,
            BASE64.encode(signature)
        )
    }
}

/// A public key with its name, written `name+id+key` as C2SP notes do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// Why a text is not a verifier key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not an Ed25519 verifier key: expected `name+hash+base64`")]
pub struct BadVerifierKey {
    /// The text that was given.
    pub given: String,
}

impl VerifierKey {
    fn new(name: &str, key: VerifyingKey) -> Self {
        let hash = Hash::of_parts(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]);
        let [a, b, c, d, ..] = hash.0;
        Self {
            name: name.to_owned(),
            id: [a, b, c, d],
            key,
        }
    }

    /// Returns the key's name, which is the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut id = Vec::new();
        push_hex(&mut id, &self.id);
        let mut key = vec![ED25519];
        key.extend_from_slice(self.key.as_bytes());
        let id = String::from_utf8_lossy(&id);
        write!(f, "{}+{id}+{}", self.name, BASE64.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = BadVerifierKey;

    fn from_str(text: &str) -> Result<Self, BadVerifierKey> {
        let read = || {
            let (name, rest) = text.split_once('+')?;
            let (_, key) = rest.split_once('+')?;
            let key = BASE64.decode(key).ok()?;
            let key: &[u8; 32] = key.strip_prefix(&[ED25519])?.try_into().ok()?;
            let read = Self::new(name, VerifyingKey::from_bytes(key).ok()?);
            // The id in the middle must be the one that follows from the key.
            (check_origin(name).is_ok() && read.to_string() == text).then_some(read)
        };
        read().ok_or_else(|| BadVerifierKey {
            given: text.to_owned(),
        })
    }
}

/// A tree head that the log's key has signed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// Its size and root.
    pub head: TreeHead,
}

/// Why a note is not a checkpoint of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadNote {
    /// The text has not the form of a signed checkpoint.
    #[error("not a signed checkpoint: expected origin, size, root, an empty line and signatures")]
    NotACheckpoint,
    /// No signature is by a known key of that name.
    #[error("no signature by a known key of this log")]
    UnknownKey,
    /// The signature by the known key does not fit the text.
    #[error("the signature does not fit the text")]
    WrongSignature,
}

fn checkpoint_text(origin: &str, head: &TreeHead) -> String {
    format!("{origin}\n{}\n{}\n", head.size, BASE64.encode(head.root.0))
}

impl Checkpoint {
    /// Reads a signed note and checks it against `keys`. Signatures by other
    /// keys (witnesses) are passed over.
    ///
    /// # Errors
    /// [`BadNote`] unless the form is exact and a key of `keys` signed it.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Self, BadNote> {
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(BadNote::NotACheckpoint)?;
        let text = format!("{text}\n");
        let checkpoint = Self::read(&text).ok_or(BadNote::NotACheckpoint)?;
        let signatures = signatures
            .strip_suffix('\n')
            .ok_or(BadNote::NotACheckpoint)?;
        let mut verdict = Err(BadNote::UnknownKey);
        for line in signatures.split('\n') {
            let (name, signature) = read_signature(line).ok_or(BadNote::NotACheckpoint)?;
            let Some((id, signature)) = signature.split_first_chunk::<4>() else {
                return Err(BadNote::NotACheckpoint);
            };
            let known = |key: &&VerifierKey| key.name == name && key.id == *id;
            let Some(key) = keys.iter().find(known) else {
                continue;
            };
            let signature =
                Signature::from_slice(signature).map_err(|_| BadNote::WrongSignature)?;
            if key.key.verify_strict(text.as_bytes(), &signature).is_err() {
                return Err(BadNote::WrongSignature);
            }
            if key.name == checkpoint.origin {
                verdict = Ok(());
            }
        }
        verdict.map(|()| checkpoint)
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty())?;
        let size: u64 = lines.next()?.parse().ok()?;
        let root = Hash::from_bytes(&BASE64.decode(lines.next()?).ok()?)?;
        let head = TreeHead { size, root };
        // Exactly one way to write it; lines beyond the root are extensions.
        text.starts_with(&checkpoint_text(origin, &head))
            .then(|| Self {
                origin: origin.to_owned(),
                head,
            })
    }
}

fn read_signature(line: &str) -> Option<(&str, Vec<u8>)> {
    let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    Some((name, BASE64.decode(signature).ok()?))
}
