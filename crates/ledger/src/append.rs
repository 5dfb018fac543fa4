//! Appending: what is asked, what is answered, and what is refused.

use dondoc_kinds::{Arg, Say};
use jiff::Timestamp;
use serde::Serialize;

use crate::canonical::{NotCanonical, NotCanonicalWhy};
use crate::entropy::{Entropy, NoEntropy};
use crate::entry::{MOST_LEAF_BYTES, NewEntry, commitment};
use crate::hash::Hash;
use crate::store::StoreError;

/// The prefix of streams and kinds that only the ledger itself writes.
pub(crate) const OWN: &str = "ledger";
const LONGEST_NAME: usize = 200;

/// What a caller supposes about a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedVersion {
    /// Nothing.
    Any,
    /// That it has no entry yet.
    New,
    /// That it has exactly this many entries.
    Exact(u64),
}

impl ExpectedVersion {
    pub(crate) fn holds(self, version: u64) -> bool {
        match self {
            Self::Any => true,
            Self::New => version == 0,
            Self::Exact(expected) => version == expected,
        }
    }
}

/// Entries to append together, or not at all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Append {
    /// What must hold of streams before the first entry; a stream that is not
    /// named here may stand anywhere. A stream may be named that gets no entry.
    pub expect: Vec<(String, ExpectedVersion)>,
    /// The entries, in order.
    pub entries: Vec<NewEntry>,
}

/// What became of an [`Append`] that is now durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Appended {
    /// Index of the first entry.
    pub first: u64,
    /// Number of entries.
    pub count: u64,
    /// The recorded time of all of them.
    pub recorded: Timestamp,
    /// How far the given clock stood behind the entry before, in microseconds;
    /// 0 when it did not. The entries then carry that entry's time.
    pub clock_behind_us: i64,
    /// The version each entry has in its stream, in order.
    pub versions: Vec<u64>,
}

/// Why an append is not accepted. Nothing of it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AppendRefusal {
    /// There is no entry in it.
    Empty,
    /// Somebody else wrote to the stream meanwhile.
    Conflict {
        /// The stream.
        stream: String,
        /// What was supposed.
        expected: ExpectedVersion,
        /// How many entries it has.
        actual: u64,
    },
    /// A stream or kind is empty, longer than 200 bytes, or has control characters.
    BadName {
        /// The name.
        name: String,
    },
    /// Streams and kinds that begin with `ledger` are the ledger's own.
    Reserved {
        /// The name.
        name: String,
    },
    /// The valid day is outside the years 1 to 9999.
    BadDay {
        /// The entry's place in the append, from 0.
        entry: usize,
    },
    /// The payload has no canonical form.
    Payload {
        /// The entry's place in the append, from 0.
        entry: usize,
        /// What is wrong and where.
        problem: NotCanonical,
    },
    /// The header takes more than 65,535 bytes.
    TooLong {
        /// The entry's place in the append, from 0.
        entry: usize,
        /// How many it takes.
        bytes: usize,
    },
    /// An attachment was not stored before.
    NoAttachment {
        /// Its SHA-256.
        hash: Hash,
    },
}

impl Say for AppendRefusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty => "ledger-append-empty",
            Self::Conflict { .. } => "ledger-append-conflict",
            Self::BadName { .. } => "ledger-append-bad-name",
            Self::Reserved { .. } => "ledger-append-reserved",
            Self::BadDay { .. } => "ledger-append-bad-day",
            Self::Payload { problem, .. } => match problem.why {
                NotCanonicalWhy::Fraction => "ledger-append-fraction",
                NotCanonicalWhy::TooLarge => "ledger-append-too-large",
                NotCanonicalWhy::TooDeep => "ledger-append-too-deep",
            },
            Self::TooLong { .. } => "ledger-append-too-long",
            Self::NoAttachment { .. } => "ledger-append-no-attachment",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        let place = |entry: usize| Arg::Count(entry as i64 + 1);
        match self {
            Self::Empty => vec![],
            Self::Conflict {
                stream,
                expected,
                actual,
            } => {
                let expected = match expected {
                    ExpectedVersion::Any => *actual,
                    ExpectedVersion::New => 0,
                    ExpectedVersion::Exact(version) => *version,
                };
                vec![
                    ("stream", stream.as_str().into()),
                    ("expected", Arg::Count(expected as i64)),
                    ("actual", Arg::Count(*actual as i64)),
                ]
            }
            Self::BadName { name } | Self::Reserved { name } => {
                vec![("name", name.as_str().into())]
            }
            Self::BadDay { entry } => vec![("entry", place(*entry))],
            Self::Payload { entry, problem } => {
                vec![("entry", place(*entry)), ("at", problem.at.as_str().into())]
            }
            Self::TooLong { entry, bytes } => vec![
                ("entry", place(*entry)),
                ("bytes", Arg::Count(*bytes as i64)),
            ],
            Self::NoAttachment { hash } => vec![("hash", hash.to_string().into())],
        }
    }
}

/// Why an append did not happen.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// It was refused; nothing was written.
    #[error("the append was refused: {0:?}")]
    Refused(AppendRefusal),
    /// The store failed; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No salt could be drawn; nothing was written.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
}

impl From<AppendRefusal> for AppendError {
    fn from(refusal: AppendRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// An entry whose payload is already bytes, salted and committed to.
pub(crate) struct Prepared {
    pub(crate) new: NewEntry,
    pub(crate) payload: Vec<u8>,
    pub(crate) salt: [u8; 32],
    pub(crate) commitment: Hash,
}

/// A request that needs nothing more than its place in the log.
pub(crate) struct Request {
    pub(crate) expect: Vec<(String, ExpectedVersion)>,
    pub(crate) entries: Vec<Prepared>,
    pub(crate) recorded: Timestamp,
    /// The entry whose payload goes in the same commit.
    pub(crate) erase: Option<u64>,
}

/// Does everything that needs no lock: checks, canonical payload, salts and
/// commitments.
pub(crate) fn prepare(
    append: Append,
    recorded: Timestamp,
    entropy: &dyn Entropy,
) -> Result<Request, AppendError> {
    if append.entries.is_empty() {
        return Err(AppendRefusal::Empty.into());
    }
    let mut salts = vec![[0; 32]; append.entries.len()];
    entropy.fill(salts.as_flattened_mut())?;
    let mut entries = Vec::with_capacity(append.entries.len());
    for (place, (new, salt)) in append.entries.into_iter().zip(salts).enumerate() {
        check(&new, place)?;
        let payload = crate::canonical(&new.payload).map_err(|problem| AppendRefusal::Payload {
            entry: place,
            problem,
        })?;
        entries.push(Prepared {
            commitment: commitment(&salt, &payload),
            new,
            payload,
            salt,
        });
    }
    Ok(Request {
        expect: append.expect,
        entries,
        recorded: crate::entry::cut(recorded),
        erase: None,
    })
}

fn check(new: &NewEntry, entry: usize) -> Result<(), AppendRefusal> {
    for name in [&new.stream, &new.kind] {
        if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(AppendRefusal::BadName { name: name.clone() });
        }
    }
    if !(1..=9999).contains(&new.valid.year()) {
        return Err(AppendRefusal::BadDay { entry });
    }
    // Index, version and time take at most 80 bytes more than in this sum; each
    // byte of text at most 6 when escaped.
    let actor = &new.actor;
    let texts = [
        &new.stream,
        &new.kind,
        &actor.person,
        &actor.post,
        &actor.unit,
    ];
    let text: usize = texts
        .into_iter()
        .chain(&actor.delegation)
        .map(String::len)
        .sum();
    let bytes = 500 + 6 * text + 67 * new.attachments.len();
    if bytes > MOST_LEAF_BYTES {
        return Err(AppendRefusal::TooLong { entry, bytes });
    }
    Ok(())
}

/// Refuses names that only the ledger itself may write.
pub(crate) fn refuse_own_names(append: &Append) -> Result<(), AppendRefusal> {
    for new in &append.entries {
        for name in [&new.stream, &new.kind] {
            let own = name
                .strip_prefix(OWN)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']));
            if own {
                return Err(AppendRefusal::Reserved { name: name.clone() });
            }
        }
    }
    Ok(())
}
