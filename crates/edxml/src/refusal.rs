//! Why a package was not read, and what is to be known about one that was.

use dondoc_kinds::{Arg, Say};

/// Which bound was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Bytes of the package.
    Bytes,
    /// Elements.
    Elements,
    /// Elements inside elements.
    Depth,
    /// Bytes of a field.
    Field,
    /// Attachments.
    Attachments,
    /// Bytes of an attachment.
    Attachment,
}

/// Why a package is not read. Elements are named by their path from the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The bytes are not UTF-8.
    NotUtf8 {
        /// The first bad byte, counted from 0.
        at: usize,
    },
    /// The bytes are not well-formed XML.
    NotXml {
        /// The byte, counted from 0.
        at: u64,
    },
    /// The XML declares a document type, or uses an entity that XML does not have.
    Entity {
        /// The byte, counted from 0.
        at: u64,
    },
    /// The XML is something else.
    NotEdxml {
        /// Its root element.
        found: String,
    },
    /// A bound is passed.
    TooBig {
        /// Which.
        bound: Bound,
        /// The most that is taken.
        limit: u64,
        /// Where.
        element: String,
    },
    /// An element is not there.
    Missing {
        /// Which.
        element: String,
    },
    /// An element is empty.
    Blank {
        /// Which.
        element: String,
    },
    /// An element stands more than once.
    Twice {
        /// Which.
        element: String,
    },
    /// An element says no day.
    NotADay {
        /// Which.
        element: String,
        /// What it says.
        found: String,
    },
    /// An element says no whole number.
    NotANumber {
        /// Which.
        element: String,
        /// What it says.
        found: String,
    },
    /// An attachment is not Base64.
    NotBase64 {
        /// Which attachment.
        name: String,
    },
    /// The manifest names a file whose bytes are not there.
    NoBytes {
        /// Which attachment.
        name: String,
    },
    /// Two attachments have one id.
    SameId {
        /// The id.
        id: String,
    },
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => "edxml-not-utf8",
            Self::NotXml { .. } => "edxml-not-xml",
            Self::Entity { .. } => "edxml-entity",
            Self::NotEdxml { .. } => "edxml-not-edxml",
            Self::TooBig { bound, .. } => match bound {
                Bound::Bytes => "edxml-too-big-bytes",
                Bound::Elements => "edxml-too-big-elements",
                Bound::Depth => "edxml-too-big-depth",
                Bound::Field => "edxml-too-big-field",
                Bound::Attachments => "edxml-too-big-attachments",
                Bound::Attachment => "edxml-too-big-attachment",
            },
            Self::Missing { .. } => "edxml-missing",
            Self::Blank { .. } => "edxml-blank",
            Self::Twice { .. } => "edxml-twice",
            Self::NotADay { .. } => "edxml-not-a-day",
            Self::NotANumber { .. } => "edxml-not-a-number",
            Self::NotBase64 { .. } => "edxml-not-base64",
            Self::NoBytes { .. } => "edxml-no-bytes",
            Self::SameId { .. } => "edxml-same-id",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::NotUtf8 { at } => vec![("at", at.to_string().into())],
            Self::NotXml { at } | Self::Entity { at } => vec![("at", at.to_string().into())],
            Self::NotEdxml { found } => vec![("found", found.as_str().into())],
            Self::TooBig { limit, element, .. } => vec![
                ("limit", limit.to_string().into()),
                ("element", element.as_str().into()),
            ],
            Self::Missing { element } | Self::Blank { element } | Self::Twice { element } => {
                vec![("element", element.as_str().into())]
            }
            Self::NotADay { element, found } | Self::NotANumber { element, found } => vec![
                ("element", element.as_str().into()),
                ("found", found.as_str().into()),
            ],
            Self::NotBase64 { name } | Self::NoBytes { name } => {
                vec![("name", name.as_str().into())]
            }
            Self::SameId { id } => vec![("id", id.as_str().into())],
        }
    }
}

/// What a person should know about a package that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// It carries a signature, which is not checked here.
    Signed,
    /// An element that edXML does not have was left out.
    Unknown {
        /// Which.
        element: String,
    },
    /// An element that should be there is not.
    Absent {
        /// Which.
        element: String,
    },
    /// A file is in the package but not in its manifest.
    NotListed {
        /// Which attachment.
        name: String,
    },
    /// A file came packed and was unpacked.
    Unpacked {
        /// Which attachment.
        name: String,
    },
}

impl Say for Remark {
    fn key(&self) -> &'static str {
        match self {
            Self::Signed => "edxml-signed",
            Self::Unknown { .. } => "edxml-unknown",
            Self::Absent { .. } => "edxml-absent",
            Self::NotListed { .. } => "edxml-not-listed",
            Self::Unpacked { .. } => "edxml-unpacked",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Signed => Vec::new(),
            Self::Unknown { element } | Self::Absent { element } => {
                vec![("element", element.as_str().into())]
            }
            Self::NotListed { name } | Self::Unpacked { name } => {
                vec![("name", name.as_str().into())]
            }
        }
    }
}
