//! Why a document was not read, and what is to be known about one that was.

use dondoc_kinds::{Arg, Say};
use serde::Serialize;

use crate::{Format, Legacy, SecrecyMark};

/// Which bound was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Bytes of the file.
    FileBytes,
    /// Bytes of the text.
    TextBytes,
    /// Entries of the container.
    Entries,
    /// Bytes that the container unpacks to.
    UnpackedBytes,
    /// How many times its size a part unpacks to.
    Ratio,
    /// Elements inside elements.
    Depth,
    /// Pages.
    Pages,
    /// Seconds of reading.
    Seconds,
}

/// Why a file is not read. Nothing of a refused file is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "refusal")]
pub enum ReadRefusal {
    /// The file has no bytes, or only blanks.
    Empty {
        /// The file's name.
        name: String,
    },
    /// The document carries a secrecy mark and may not be held here.
    Secret {
        /// The mark.
        mark: SecrecyMark,
    },
    /// The file passes a bound.
    TooBig {
        /// Which.
        bound: Bound,
        /// The most that is read.
        limit: u64,
    },
    /// The bytes are of a format that is not read here.
    OtherFormat {
        /// The file's name.
        name: String,
        /// What the bytes are.
        found: &'static str,
    },
    /// The bytes are no text and no known format.
    NotText {
        /// The file's name.
        name: String,
        /// The first byte that no text has, counted from 0.
        at: usize,
    },
    /// The file says it is UTF-8 or nearly is, but breaks off being so.
    BadUtf8 {
        /// The first bad byte, counted from 0.
        at: usize,
        /// Its line, counted from 1.
        line: usize,
    },
    /// Text in a legacy encoding which could not be told for sure.
    UnsureEncoding {
        /// The file's name.
        name: String,
    },
    /// A web page names an encoding that is not read here.
    UnknownCharset {
        /// The name.
        charset: String,
    },
    /// An Office file that is locked with a password.
    Encrypted {
        /// The format.
        format: Format,
    },
    /// The container or its XML is damaged.
    Damaged {
        /// The format.
        format: Format,
        /// The part in which reading stopped: an entry of the container.
        part: String,
        /// The byte in that part, counted from 0, where known.
        at: u64,
    },
    /// The XML declares a document type, which no Office program writes: a
    /// way to smuggle in entities.
    Doctype {
        /// The part.
        part: String,
    },
    /// The file has pages but no text: a scan that needs recognition.
    NeedsOcr {
        /// The format.
        format: Format,
        /// What to install or switch on.
        why: OcrMissing,
    },
    /// Recognition was tried and failed.
    OcrFailed {
        /// The page, counted from 1.
        page: usize,
        /// What the program said, shortened.
        said: String,
    },
}

/// Why a scan could not be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OcrMissing {
    /// The caller gave no recogniser.
    NotGiven,
    /// The program `tesseract` is not installed.
    Tesseract,
    /// `tesseract` is there, its Vietnamese data (`vie`) is not.
    Vietnamese,
    /// The program `pdftoppm` (poppler) is not installed.
    Pdftoppm,
}

impl Say for ReadRefusal {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "readers-empty",
            Self::Secret { .. } => "readers-secret",
            Self::TooBig { bound, .. } => match bound {
                Bound::FileBytes => "readers-too-big-file",
                Bound::TextBytes => "readers-too-big-text",
                Bound::Entries => "readers-too-big-entries",
                Bound::UnpackedBytes => "readers-too-big-unpacked",
                Bound::Ratio => "readers-too-big-ratio",
                Bound::Depth => "readers-too-big-depth",
                Bound::Pages => "readers-too-big-pages",
                Bound::Seconds => "readers-too-big-seconds",
            },
            Self::OtherFormat { .. } => "readers-other-format",
            Self::NotText { .. } => "readers-not-text",
            Self::BadUtf8 { .. } => "readers-bad-utf8",
            Self::UnsureEncoding { .. } => "readers-unsure-encoding",
            Self::UnknownCharset { .. } => "readers-unknown-charset",
            Self::Encrypted { .. } => "readers-encrypted",
            Self::Damaged { .. } => "readers-damaged",
            Self::Doctype { .. } => "readers-doctype",
            Self::NeedsOcr { why, .. } => match why {
                OcrMissing::NotGiven => "readers-needs-ocr",
                OcrMissing::Tesseract => "readers-needs-tesseract",
                OcrMissing::Vietnamese => "readers-needs-vie",
                OcrMissing::Pdftoppm => "readers-needs-pdftoppm",
            },
            Self::OcrFailed { .. } => "readers-ocr-failed",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Empty { name } | Self::UnsureEncoding { name } => {
                vec![("name", name.as_str().into())]
            }
            Self::Secret { mark } => vec![("mark", mark.as_str().into())],
            Self::TooBig { limit, .. } => vec![("limit", count(*limit))],
            Self::OtherFormat { name, found } => {
                vec![("name", name.as_str().into()), ("found", (*found).into())]
            }
            Self::NotText { name, at } => {
                vec![("name", name.as_str().into()), ("at", count(*at as u64))]
            }
            Self::BadUtf8 { at, line } => {
                vec![("at", count(*at as u64)), ("line", count(*line as u64))]
            }
            Self::UnknownCharset { charset } => vec![("charset", charset.as_str().into())],
            Self::Encrypted { format } | Self::NeedsOcr { format, .. } => {
                vec![("format", format.name().into())]
            }
            Self::Damaged { format, part, at } => vec![
                ("format", format.name().into()),
                ("part", part.as_str().into()),
                ("at", count(*at)),
            ],
            Self::Doctype { part } => vec![("part", part.as_str().into())],
            Self::OcrFailed { page, said } => {
                vec![
                    ("page", count(*page as u64)),
                    ("said", said.as_str().into()),
                ]
            }
        }
    }
}

/// What a person should know about a text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "problem")]
pub enum Problem {
    /// The name promises one format, the bytes are another; they were read as
    /// what they are.
    NameDisagrees {
        /// The file's name.
        name: String,
        /// What the bytes are.
        found: Format,
    },
    /// The text was converted from a legacy encoding: offsets count in the
    /// converted text.
    Converted {
        /// From which.
        from: Legacy,
    },
    /// Some letters are written in parts (NFD). The text is left as it is.
    Decomposed {
        /// How many combining marks there are.
        marks: usize,
    },
    /// Tracked deletions were left out; the document is still being edited.
    DeletionsLeftOut {
        /// How many.
        count: usize,
    },
    /// Tracked insertions were kept as if accepted.
    InsertionsKept {
        /// How many.
        count: usize,
    },
    /// Comments in the margin were left out.
    CommentsLeftOut {
        /// How many.
        count: usize,
    },
    /// Pages without text among pages with text: perhaps scanned appendices.
    PagesWithoutText {
        /// Their numbers, counted from 1.
        pages: Vec<usize>,
    },
    /// Signs of a PDF that its fonts give no letter for; each is `\u{FFFD}`.
    UnknownSigns {
        /// How many.
        count: usize,
    },
    /// The text was recognised from pictures: letters may be wrong.
    Recognised {
        /// From how many pages.
        pages: usize,
    },
    /// Only the first pages of a scan were recognised.
    PagesLeftOut {
        /// How many were left out.
        count: usize,
    },
}

impl Say for Problem {
    fn key(&self) -> &'static str {
        match self {
            Self::NameDisagrees { .. } => "readers-name-disagrees",
            Self::Converted { .. } => "readers-converted",
            Self::Decomposed { .. } => "readers-decomposed",
            Self::DeletionsLeftOut { .. } => "readers-deletions-left-out",
            Self::InsertionsKept { .. } => "readers-insertions-kept",
            Self::CommentsLeftOut { .. } => "readers-comments-left-out",
            Self::PagesWithoutText { .. } => "readers-pages-without-text",
            Self::UnknownSigns { .. } => "readers-unknown-signs",
            Self::Recognised { .. } => "readers-recognised",
            Self::PagesLeftOut { .. } => "readers-pages-left-out",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::NameDisagrees { name, found } => vec![
                ("name", name.as_str().into()),
                ("found", found.name().into()),
            ],
            Self::Converted { from } => vec![("from", from.name().into())],
            Self::Decomposed { marks } => vec![("count", count(*marks as u64))],
            Self::DeletionsLeftOut { count: n }
            | Self::InsertionsKept { count: n }
            | Self::CommentsLeftOut { count: n }
            | Self::UnknownSigns { count: n }
            | Self::Recognised { pages: n }
            | Self::PagesLeftOut { count: n } => vec![("count", count(*n as u64))],
            Self::PagesWithoutText { pages } => {
                let pages: Vec<String> = pages.iter().map(usize::to_string).collect();
                vec![("pages", pages.join(", ").into())]
            }
        }
    }
}

fn count(number: u64) -> Arg {
    Arg::Count(i64::try_from(number).unwrap_or(i64::MAX))
}
