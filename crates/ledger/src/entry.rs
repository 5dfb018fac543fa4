//! Entries: what callers give, what is stored, and the bytes that are hashed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical::{push_integer, push_string};
use crate::hash::{Hash, push_hex};
use crate::merkle::leaf_hash;

/// The most octets of an entry's leaf bytes, since C2SP entry bundles give the
/// length in two octets.
pub const MOST_LEAF_BYTES: usize = 65_535;

/// The header's layout number, written into each header.
pub(crate) const HEADER_FORMAT: u64 = 1;

/// Who acted, in which post, and by whose delegation. Plain text: the ledger
/// knows no domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The person.
    pub person: String,
    /// The post they acted in.
    pub post: String,
    /// The unit of the post.
    pub unit: String,
    /// The delegation under which they acted, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<String>,
}

/// What a caller asks to append.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// The stream, e.g. `task/nv-000123`.
    pub stream: String,
    /// The event kind, e.g. `task.reported`.
    pub kind: String,
    /// The schema number of the payload under that kind.
    pub schema: u16,
    /// When it was so in the world.
    pub valid: Date,
    /// Who acted.
    pub actor: Actor,
    /// The event; whole numbers only.
    pub payload: Value,
    /// Files that belong to the event, by SHA-256; they must be stored before.
    pub attachments: Vec<Hash>,
}

/// [`Actor`], borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ActorView<'a> {
    /// The person.
    pub person: &'a str,
    /// The post they acted in.
    pub post: &'a str,
    /// The unit of the post.
    pub unit: &'a str,
    /// The delegation under which they acted, if any.
    pub delegation: Option<&'a str>,
}

impl Actor {
    /// Returns the borrowed form.
    pub fn view(&self) -> ActorView<'_> {
        ActorView {
            person: &self.person,
            post: &self.post,
            unit: &self.unit,
            delegation: self.delegation.as_deref(),
        }
    }
}

impl ActorView<'_> {
    /// Returns the owned form.
    pub fn to_actor(&self) -> Actor {
        Actor {
            person: self.person.to_owned(),
            post: self.post.to_owned(),
            unit: self.unit.to_owned(),
            delegation: self.delegation.map(str::to_owned),
        }
    }
}

/// An entry as stored, borrowed from the store while it is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView<'a> {
    /// Position in the whole log, from 0.
    pub index: u64,
    /// The stream.
    pub stream: &'a str,
    /// Position in the stream, from 1.
    pub version: u64,
    /// When the ledger learned it, to the microsecond; never before the
    /// previous entry's.
    pub recorded: Timestamp,
    /// When it was so in the world.
    pub valid: Date,
    /// Who acted.
    pub actor: ActorView<'a>,
    /// The event kind.
    pub kind: &'a str,
    /// The schema number of the payload.
    pub schema: u16,
    /// The files that belong to it.
    pub attachments: Vec<Hash>,
    /// SHA-256(salt ‖ payload).
    pub commitment: Hash,
    /// The hash of the entry in the Merkle tree, as stored.
    pub leaf: Hash,
    /// The salt of the commitment; `None` once the payload is erased.
    pub salt: Option<[u8; 32]>,
    /// The payload as canonical JSON; `None` once it is erased.
    pub payload: Option<&'a [u8]>,
}

/// An entry as stored, owned. Fields as in [`EntryView`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the whole log, from 0.
    pub index: u64,
    /// The stream.
    pub stream: String,
    /// Position in the stream, from 1.
    pub version: u64,
    /// When the ledger learned it.
    pub recorded: Timestamp,
    /// When it was so in the world.
    pub valid: Date,
    /// Who acted.
    pub actor: Actor,
    /// The event kind.
    pub kind: String,
    /// The schema number of the payload.
    pub schema: u16,
    /// The files that belong to it.
    pub attachments: Vec<Hash>,
    /// SHA-256(salt ‖ payload).
    pub commitment: Hash,
    /// The hash of the entry in the Merkle tree, as stored.
    pub leaf: Hash,
    /// The salt of the commitment; `None` once the payload is erased.
    pub salt: Option<[u8; 32]>,
    /// The payload as canonical JSON; `None` once it is erased.
    pub payload: Option<Vec<u8>>,
}

impl Entry {
    /// Returns the borrowed form.
    pub fn view(&self) -> EntryView<'_> {
        EntryView {
            index: self.index,
            stream: &self.stream,
            version: self.version,
            recorded: self.recorded,
            valid: self.valid,
            actor: self.actor.view(),
            kind: &self.kind,
            schema: self.schema,
            attachments: self.attachments.clone(),
            commitment: self.commitment,
            leaf: self.leaf,
            salt: self.salt,
            payload: self.payload.as_deref(),
        }
    }
}

/// Returns the commitment to a payload: SHA-256(salt ‖ payload).
pub fn commitment(salt: &[u8; 32], payload: &[u8]) -> Hash {
    Hash::of_parts(&[salt, payload])
}

impl EntryView<'_> {
    /// Returns the owned form.
    pub fn to_entry(&self) -> Entry {
        Entry {
            index: self.index,
            stream: self.stream.to_owned(),
            version: self.version,
            recorded: self.recorded,
            valid: self.valid,
            actor: self.actor.to_actor(),
            kind: self.kind.to_owned(),
            schema: self.schema,
            attachments: self.attachments.clone(),
            commitment: self.commitment,
            leaf: self.leaf,
            salt: self.salt,
            payload: self.payload.map(<[u8]>::to_vec),
        }
    }

    /// Says whether the payload was erased.
    pub fn is_erased(&self) -> bool {
        self.payload.is_none()
    }

    /// Appends the leaf bytes to `out`: the header as canonical JSON, without
    /// line end. The layout stands in `docs/LEDGER.md`.
    pub fn push_leaf_bytes(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"actor\":{");
        if let Some(delegation) = self.actor.delegation {
            out.extend_from_slice(b"\"delegation\":");
            push_string(out, delegation);
            out.push(b',');
        }
        out.extend_from_slice(b"\"person\":");
        push_string(out, self.actor.person);
        out.extend_from_slice(b",\"post\":");
        push_string(out, self.actor.post);
        out.extend_from_slice(b",\"unit\":");
        push_string(out, self.actor.unit);
        out.extend_from_slice(b"},\"attachments\":[");
        for (position, attachment) in self.attachments.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.push(b'"');
            push_hex(out, &attachment.0);
            out.push(b'"');
        }
        out.extend_from_slice(b"],\"commitment\":\"");
        push_hex(out, &self.commitment.0);
        out.extend_from_slice(b"\",\"format\":");
        push_integer(out, HEADER_FORMAT);
        out.extend_from_slice(b",\"index\":");
        push_integer(out, self.index);
        out.extend_from_slice(b",\"kind\":");
        push_string(out, self.kind);
        out.extend_from_slice(b",\"recorded\":\"");
        push_recorded(out, self.recorded);
        out.extend_from_slice(b"\",\"schema\":");
        push_integer(out, u64::from(self.schema));
        out.extend_from_slice(b",\"stream\":");
        push_string(out, self.stream);
        out.extend_from_slice(b",\"valid\":\"");
        push_day(out, self.valid);
        out.extend_from_slice(b"\",\"version\":");
        push_integer(out, self.version);
        out.push(b'}');
    }

    /// Returns the leaf bytes.
    pub fn leaf_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        self.push_leaf_bytes(&mut out);
        out
    }

    /// Returns the leaf hash that follows from the header, whatever is stored.
    pub fn computed_leaf(&self) -> Hash {
        leaf_hash(&self.leaf_bytes())
    }
}

/// Returns `at` cut to the microsecond, which is what the ledger keeps.
pub(crate) fn cut(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

fn push_padded(out: &mut Vec<u8>, number: u64, width: usize) {
    let mut divisor = 10_u64.pow(width as u32 - 1);
    while divisor > 0 {
        out.push(b'0' + (number / divisor % 10) as u8);
        divisor /= 10;
    }
}

/// `2024-09-30`.
fn push_day(out: &mut Vec<u8>, day: Date) {
    if let Ok(year @ 0..=9999) = u64::try_from(day.year()) {
        push_padded(out, year, 4);
        out.push(b'-');
        push_padded(out, day.month().unsigned_abs().into(), 2);
        out.push(b'-');
        push_padded(out, day.day().unsigned_abs().into(), 2);
    } else {
        out.extend_from_slice(day.to_string().as_bytes());
    }
}

/// `2024-09-30T01:02:03.000000Z`: UTC, always six digits of fraction.
fn push_recorded(out: &mut Vec<u8>, at: Timestamp) {
    let civil = jiff::tz::Offset::UTC.to_datetime(at);
    push_day(out, civil.date());
    out.push(b'T');
    push_padded(out, civil.hour().unsigned_abs().into(), 2);
    out.push(b':');
    push_padded(out, civil.minute().unsigned_abs().into(), 2);
    out.push(b':');
    push_padded(out, civil.second().unsigned_abs().into(), 2);
    out.push(b'.');
    let micros = civil.subsec_nanosecond() / 1000;
    push_padded(out, micros.unsigned_abs().into(), 6);
    out.push(b'Z');
}

/// The header as it stands in the leaf bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    actor: Actor,
    attachments: Vec<Hash>,
    commitment: Hash,
    format: u64,
    index: u64,
    kind: String,
    recorded: Timestamp,
    schema: u16,
    stream: String,
    valid: Date,
    version: u64,
}

/// Why bytes are not the leaf bytes of an entry.
#[derive(Debug, thiserror::Error)]
pub enum BadLeaf {
    /// Not the JSON of a header.
    #[error("failed to read the header")]
    NotAHeader(#[source] serde_json::Error),
    /// A header of a layout that this program does not know.
    #[error("header format {0} is not known to this program: it was written by a newer one")]
    Newer(u64),
    /// A header, but not in canonical form.
    #[error("the header is not in canonical form")]
    NotCanonical,
}

/// Reads leaf bytes back; the entry has neither salt nor payload.
///
/// # Errors
/// [`BadLeaf`] unless the bytes are exactly what the entry would be hashed as.
pub fn read_leaf(bytes: &[u8]) -> Result<Entry, BadLeaf> {
    let header: Header = serde_json::from_slice(bytes).map_err(BadLeaf::NotAHeader)?;
    if header.format != HEADER_FORMAT {
        return Err(BadLeaf::Newer(header.format));
    }
    let entry = Entry {
        index: header.index,
        stream: header.stream,
        version: header.version,
        recorded: header.recorded,
        valid: header.valid,
        actor: header.actor,
        kind: header.kind,
        schema: header.schema,
        attachments: header.attachments,
        commitment: header.commitment,
        leaf: leaf_hash(bytes),
        salt: None,
        payload: None,
    };
    if entry.view().leaf_bytes() != bytes {
        return Err(BadLeaf::NotCanonical);
    }
    Ok(entry)
}
