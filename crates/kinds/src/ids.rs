//! Every id of the system, in one list.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadId {
    /// The text that was given.
    pub given: String,
}

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not an id: expected 1 to 64 characters of a-z, 0-9, `-`, `.`, `_`",
            self.given
        )
    }
}

impl std::error::Error for BadId {}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "SmolStr", into = "SmolStr")]
        // INVARIANT: 1 to 64 bytes of a-z, 0-9, `-`, `.`, `_`.
        pub struct $name(SmolStr);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// [`BadId`] when the text is empty, longer than 64 bytes, or has
            /// a character outside a-z, 0-9, `-`, `.`, `_`.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                if is_id(text) {
                    Ok(Self(SmolStr::new(text)))
                } else {
                    Err(BadId { given: text.to_owned() })
                }
            }

            /// Returns the id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::parse(text)
            }
        }

        impl TryFrom<SmolStr> for $name {
            type Error = BadId;
            fn try_from(text: SmolStr) -> Result<Self, BadId> {
                if is_id(&text) {
                    Ok(Self(text))
                } else {
                    Err(BadId { given: text.to_string() })
                }
            }
        }

        impl From<$name> for SmolStr {
            fn from(id: $name) -> SmolStr {
                id.0
            }
        }
    )+};
}

ids! {
    /// A unit: an office, committee, district, commune. Our own, since official
    /// codes and names are reused for other units.
    UnitId,
    /// A post in a unit, which a person holds for a time.
    PostId,
    /// A person who holds posts.
    PersonId,
    /// A document in the register, e.g. `24-ct-tu.2023`.
    DocumentId,
    /// A task that a document's words propose, not yet issued, e.g. `24-ct-tu.2023.p3`.
    ProposalId,
    /// An issued task, e.g. `nv-000123`. One task has one lead unit.
    TaskId,
    /// A report on a task, e.g. `nv-000123.r2`.
    ReportId,
    /// A briefing meeting, e.g. `2024-q3`.
    MeetingId,
    /// A grant of powers to a post, by law or by delegation, e.g. `uq-12-2025`.
    DelegationId,
    /// A project of public investment, mostly its code in the treasury's system,
    /// e.g. `7892345`.
    ProjectId,
    /// An administrative procedure: its code in the national list, in small letters,
    /// e.g. `1.009994`.
    ProcedureId,
    /// A shortening sheet, e.g. `prn-0001`.
    SheetId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_with_a_slash_or_diacritic_is_refused() {
        assert!(UnitId::parse("so-tai-chinh").is_ok());
        assert!(UnitId::parse("sở").is_err());
        assert!(UnitId::parse("a/b").is_err());
        assert!(UnitId::parse("").is_err());
    }

    #[test]
    fn json_goes_through_the_same_door() {
        assert!(serde_json::from_str::<TaskId>("\"nv-000001\"").is_ok());
        assert!(serde_json::from_str::<TaskId>("\"NV 1\"").is_err());
    }
}
