//! Events and the names they are kept under.

use std::fmt;

/// Why a stored payload could not be read as an event.
#[derive(Debug)]
pub enum DecodeProblem {
    /// No room of this program writes such a kind.
    UnknownKind {
        /// The kind in the entry.
        kind: String,
    },
    /// The kind is known, this schema number is not: the entry was written by a
    /// newer program.
    UnknownSchema {
        /// The kind in the entry.
        kind: String,
        /// The schema number in the entry.
        schema: u16,
    },
    /// The payload does not have the shape of its kind and schema.
    BadPayload {
        /// The kind in the entry.
        kind: String,
        /// Where and why reading stopped.
        source: serde_json::Error,
    },
}

impl fmt::Display for DecodeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind { kind } => write!(f, "unknown event kind `{kind}`"),
            Self::UnknownSchema { kind, schema } => write!(
                f,
                "event `{kind}` has schema {schema}, which this program does not know: it was written by a newer one"
            ),
            Self::BadPayload { kind, .. } => write!(f, "failed to read the payload of `{kind}`"),
        }
    }
}

impl std::error::Error for DecodeProblem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::BadPayload { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Declares a room's events: one enum, each variant holding one struct, with
/// the kind and schema number it is kept under.
///
/// The enum gets `KINDS`, `kind()`, `schema()`, `to_json()` and
/// `decode(kind, schema, payload)`. An older schema of a kind is read by the
/// function named after `from`, which takes the old payload's bytes and
/// returns the present struct:
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// /// A lamp was lit.
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
/// pub struct Lit { pub watts: u32 }
///
/// fn lit_1(old: &[u8]) -> Result<Lit, serde_json::Error> {
///     serde_json::from_slice::<u32>(old).map(|watts| Lit { watts })
/// }
///
/// dondoc_kinds::event_kinds! {
///     /// What happens to a lamp.
///     #[derive(Debug, Clone, PartialEq)]
///     pub enum Event {
///         Lit(Lit) = "lamp.lit" / 2 [from 1 => lit_1],
///     }
/// }
///
/// assert_eq!(Event::decode("lamp.lit", 1, b"40").unwrap(), Event::Lit(Lit { watts: 40 }));
/// assert_eq!(Event::Lit(Lit { watts: 40 }).kind(), "lamp.lit");
/// ```
#[macro_export]
macro_rules! event_kinds {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident($payload:ty) = $kind:literal / $schema:literal
               $([from $($old:literal => $upcast:path),+ $(,)?])? ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $( $(#[$vmeta])* #[doc = concat!("\n\nKept as `", $kind, "`, schema ", stringify!($schema), ".")] $variant($payload) ),+
        }

        impl $name {
            /// Every kind with its present schema number.
            pub const KINDS: &'static [(&'static str, u16)] = &[$(($kind, $schema)),+];

            /// Returns the kind under which the ledger keeps this event.
            pub fn kind(&self) -> &'static str {
                match self { $( Self::$variant(_) => $kind ),+ }
            }

            /// Returns the schema number of the payload that is written today.
            pub fn schema(&self) -> u16 {
                match self { $( Self::$variant(_) => $schema ),+ }
            }

            /// Returns the payload as JSON.
            ///
            /// # Errors
            /// When a value has no JSON form (a map with keys that are not text).
            pub fn to_json(&self) -> Result<$crate::__private::serde_json::Value, $crate::__private::serde_json::Error> {
                match self { $( Self::$variant(payload) => $crate::__private::serde_json::to_value(payload) ),+ }
            }

            /// Reads a stored payload.
            ///
            /// # Errors
            /// See [`DecodeProblem`]($crate::DecodeProblem).
            pub fn decode(kind: &str, schema: u16, payload: &[u8]) -> Result<Self, $crate::DecodeProblem> {
                match (kind, schema) {
                    $(
                        ($kind, $schema) => $crate::__private::serde_json::from_slice(payload)
                            .map(Self::$variant)
                            .map_err(|source| $crate::DecodeProblem::BadPayload { kind: kind.to_owned(), source }),
                        $($(
                            ($kind, $old) => $upcast(payload)
                                .map(Self::$variant)
                                .map_err(|source| $crate::DecodeProblem::BadPayload { kind: kind.to_owned(), source }),
                        )+)?
                    )+
                    _ if Self::KINDS.iter().any(|(known, _)| *known == kind) => {
                        Err($crate::DecodeProblem::UnknownSchema { kind: kind.to_owned(), schema })
                    }
                    _ => Err($crate::DecodeProblem::UnknownKind { kind: kind.to_owned() }),
                }
            }
        }

        $( impl From<$payload> for $name {
            fn from(payload: $payload) -> Self { Self::$variant(payload) }
        } )+
    };
}

/// Declares the payloads of a room's events: structs whose fields are all
/// public, kept as JSON, in which an unknown field is an error.
///
/// ```
/// dondoc_kinds::payloads! {
///     /// A lamp was lit.
///     Lit {
///         /// How bright.
///         watts: u32,
///     }
/// }
///
/// assert!(serde_json::from_str::<Lit>(r#"{"watts": 40, "volts": 230}"#).is_err());
/// ```
#[macro_export]
macro_rules! payloads {
    ($( $(#[$meta:meta])* $name:ident { $( $(#[$fmeta:meta])* $field:ident : $type:ty ),+ $(,)? } )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $( $(#[$fmeta])* pub $field: $type ),+ }
        )+
    };
}
