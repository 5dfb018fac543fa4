//! Why a file is no table.

use dondoc_kinds::{Arg, Say};

/// A bound that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Bytes of the file.
    Bytes,
    /// Bytes that an XLSX unpacks to.
    UnpackedBytes,
    /// Parts of an XLSX.
    Entries,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Bytes of all texts.
    TextBytes,
}

/// What a file is when it is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Nothing at all.
    Empty,
    /// HTML, as some programs write under the name `.xls`.
    Html,
    /// Word, PowerPoint, an archive: a container without sheets.
    OtherContainer,
    /// The Excel of before 2007, or an encrypted workbook.
    OldExcel,
    /// OpenDocument.
    OpenDocument,
    /// PDF.
    Pdf,
    /// Bytes that are no text.
    Binary,
}

impl Foreign {
    /// Tells by the first bytes what is certainly no table.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let start = start.trim_ascii_start();
        let head = start.get(..start.len().min(64)).unwrap_or_default();
        let lower = head.to_ascii_lowercase();
        if start.is_empty() {
            Some(Self::Empty)
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            Some(Self::OldExcel)
        } else if bytes.starts_with(b"%PDF") {
            Some(Self::Pdf)
        } else if [
            &b"<html"[..],
            b"<!doctype",
            b"<table",
            b"<?xml",
            b"<head",
            b"<meta",
        ]
        .iter()
        .any(|tag| lower.starts_with(tag))
        {
            Some(Self::Html)
        } else {
            None
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Html => "html",
            Self::OtherContainer => "container",
            Self::OldExcel => "old-excel",
            Self::OpenDocument => "opendocument",
            Self::Pdf => "pdf",
            Self::Binary => "binary",
        }
    }
}

/// Why a file could not be read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetRefusal {
    /// It is something else.
    NotATable {
        /// What it is.
        is: Foreign,
    },
    /// More than any office keeps in one sheet.
    TooBig {
        /// Of what.
        bound: Bound,
        /// How much there may be.
        limit: u64,
    },
    /// The file is damaged.
    Damaged {
        /// Which part, or what the reader said.
        part: String,
    },
    /// There is no sheet of that name.
    NoSuchSheet {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// No sheet has a cell.
    NoCells,
    /// A text file in an encoding that is not known.
    NotUtf8 {
        /// The first byte that is not UTF-8, from 0.
        at: u64,
    },
}

impl Say for SheetRefusal {
    fn key(&self) -> &'static str {
        match self {
            Self::NotATable { .. } => "sheets-not-a-table",
            Self::TooBig { bound, .. } => match bound {
                Bound::Bytes => "sheets-too-many-bytes",
                Bound::UnpackedBytes => "sheets-too-many-unpacked",
                Bound::Entries => "sheets-too-many-entries",
                Bound::Rows => "sheets-too-many-rows",
                Bound::Columns => "sheets-too-many-columns",
                Bound::TextBytes => "sheets-too-much-text",
            },
            Self::Damaged { .. } => "sheets-damaged",
            Self::NoSuchSheet { .. } => "sheets-no-such-sheet",
            Self::NoCells => "sheets-no-cells",
            Self::NotUtf8 { .. } => "sheets-not-utf8",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::NotATable { is } => vec![("is", is.word().into())],
            Self::TooBig { bound, limit } => {
                let limit = match bound {
                    Bound::Bytes | Bound::UnpackedBytes | Bound::TextBytes => limit >> 20,
                    Bound::Entries | Bound::Rows | Bound::Columns => *limit,
                };
                vec![("limit", Arg::Text(limit.to_string()))]
            }
            Self::Damaged { part } => vec![("part", part.as_str().into())],
            Self::NoSuchSheet { name, known } => vec![
                ("name", name.as_str().into()),
                ("known", Arg::Text(known.join("”, “"))),
            ],
            Self::NoCells => Vec::new(),
            Self::NotUtf8 { at } => vec![("at", Arg::Text(at.to_string()))],
        }
    }
}
