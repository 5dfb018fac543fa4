//! From stored payloads to state, without making what the state drops.

use std::fmt;
use std::marker::PhantomData;

use dondoc_kinds::{DecodeProblem, ReportId, TaskId};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::apply::{ReportKept, apply, report};
use crate::event::{Event, OccurrenceRef};
use crate::tasks::{Recorded, Tasks};

/// Folds a stored payload: what [`Event::decode`] and [`apply`] do together.
///
/// Most entries are reports, and most of a report is its narrative and files,
/// which the state does not keep. They are checked here, but not copied.
///
/// # Errors
/// [`DecodeProblem`], exactly where [`Event::decode`] has one. The state is then
/// as before.
pub fn fold(
    tasks: &mut Tasks,
    kind: &str,
    schema: u16,
    payload: &[u8],
    recorded: &Recorded,
) -> Result<(), DecodeProblem> {
    match (kind, schema) {
        ("task.reported", 1) => {
            let seen: Seen =
                serde_json::from_slice(payload).map_err(|source| DecodeProblem::BadPayload {
                    kind: kind.to_owned(),
                    source,
                })?;
            report(tasks, &seen.task, &seen.kept(), recorded);
        }
        _ => apply(tasks, &Event::decode(kind, schema, payload)?, recorded),
    }
    Ok(())
}

/// [`Reported`](crate::Reported), as far as the state keeps it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    task: TaskId,
    occurrence: Option<OccurrenceRef>,
    report: ReportId,
    percent: u8,
    says_done: bool,
    #[serde(rename = "narrative")]
    _narrative: SomeText,
    evidence: Count<SomeFile>,
}

impl Seen {
    fn kept(&self) -> ReportKept<'_> {
        ReportKept {
            report: &self.report,
            occurrence: self.occurrence.as_ref(),
            evidence: self.evidence.count,
            percent: self.percent,
            says_done: self.says_done,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename = "Evidence")]
struct SomeFile {
    #[serde(rename = "hash")]
    _hash: SomeText,
    #[serde(rename = "name")]
    _name: SomeText,
}

/// A text that is read over.
struct SomeText;

impl<'de> Deserialize<'de> for SomeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Over;
        impl Visitor<'_> for Over {
            type Value = SomeText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<SomeText, E> {
                Ok(SomeText)
            }
        }
        deserializer.deserialize_str(Over)
    }
}

/// How many there are, each read over.
struct Count<T> {
    count: u16,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Count<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Over<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Over<T> {
            type Value = Count<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count<T>, A::Error> {
                let mut count = 0_u16;
                while seq.next_element::<T>()?.is_some() {
                    count = count.saturating_add(1);
                }
                Ok(Count { count, of: self.0 })
            }
        }
        deserializer.deserialize_seq(Over(PhantomData))
    }
}
