//! Bytes of a document (text, HTML, DOCX, PDF, scans) to the text that
//! `dondoc-documents` reads, and back out as Akoma Ntoso ([`akn`]).
//!
//! A file is known by its bytes, not by its name: [`read_bytes`] looks at what
//! is inside and says so when the name promises something else. Everything is
//! bounded by [`Limits`]; what can't be read is refused with a [`ReadRefusal`]
//! that says what is wrong, where, and what would be right. What was read but
//! should be known (an old encoding that was converted, tracked changes, pages
//! without text) comes with the text as a [`Problem`].
//!
//! - Plain text that is UTF-8 stays exactly as it is, without its byte order
//!   mark: spans are counted in it.
//! - A document that carries a secrecy mark is refused at the door
//!   ([`secrecy_mark`]): nothing of it is kept.
//! - Pictures are recognised by an [`Ocr`] that the caller gives; the one in
//!   [`tesseract`] runs the program of that name.
//!
//! This crate is an edge: only [`tesseract`] runs programs and writes
//! (temporary) files, and reading a PDF uses a thread of its own.

pub mod akn;
mod docx;
mod html;
mod legacy;
mod limits;
mod lines;
mod ocr;
mod pdf;
mod plain;
mod refusal;
mod secrecy;
mod sniff;
pub mod tesseract;

use serde::Serialize;
use unicode_normalization::char::is_combining_mark;

pub use legacy::{Legacy, is_syllable};
pub use limits::Limits;
pub use ocr::{NoOcr, Ocr, OcrProblem, Picture};
pub use refusal::{Bound, OcrMissing, Problem, ReadRefusal};
pub use secrecy::{SecrecyMark, secrecy_mark};
pub use sniff::{Found, sniff};

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text.
    Plain,
    /// A web page.
    Html,
    /// Word's Office Open XML.
    Docx,
    /// A PDF with text.
    Pdf,
    /// A PDF of pictures, recognised.
    PdfScan,
    /// A picture (PNG, JPEG, TIFF), recognised.
    Picture,
}

impl Format {
    /// Returns the name by which people know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "TXT",
            Self::Html => "HTML",
            Self::Docx => "DOCX",
            Self::Pdf | Self::PdfScan => "PDF",
            Self::Picture => "PNG/JPEG/TIFF",
        }
    }
}

/// How the letters of a file were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, either byte order.
    Utf16,
    /// Windows-1252, of a web page that says so.
    Windows1252,
    /// A legacy encoding of Vietnamese, converted.
    Legacy(Legacy),
    /// The format itself says which letters are meant (DOCX, PDF), or they
    /// were recognised.
    OfFormat,
}

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The text. Spans count its code points.
    pub text: String,
    /// What the file was.
    pub format: Format,
    /// How its letters were written.
    pub encoding: Encoding,
    /// What a person should know.
    pub problems: Vec<Problem>,
}

/// Reads a document without recognising pictures.
///
/// ```
/// let text = dondoc_readers::read_bytes(
///     "cong-van.txt",
///     "Yêu cầu các sở báo cáo.".as_bytes(),
///     &dondoc_readers::Limits::default(),
/// )
/// .unwrap();
/// assert_eq!(text.text, "Yêu cầu các sở báo cáo.");
/// ```
///
/// # Errors
/// See [`ReadRefusal`]. A scan is refused with [`ReadRefusal::NeedsOcr`]; use
/// [`read_bytes_with`] to have it recognised.
pub fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Result<Text, ReadRefusal> {
    read_bytes_with(name, bytes, limits, &NoOcr)
}

/// Reads a document; pictures are recognised by `ocr`.
///
/// # Errors
/// See [`ReadRefusal`].
pub fn read_bytes_with(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    ocr: &dyn Ocr,
) -> Result<Text, ReadRefusal> {
    bound(Bound::FileBytes, bytes.len(), limits.max_bytes)?;
    let found = sniff(bytes);
    let mut text = match found {
        Found::Empty => {
            return Err(ReadRefusal::Empty {
                name: name.to_owned(),
            });
        }
        Found::Other(found) => {
            return Err(ReadRefusal::OtherFormat {
                name: name.to_owned(),
                found,
            });
        }
        Found::LockedOffice => {
            return Err(ReadRefusal::Encrypted {
                format: Format::Docx,
            });
        }
        Found::Zip => docx::read(name, bytes, limits)?,
        Found::Html => plain::read_html(name, bytes, limits)?,
        Found::Pdf => pdf::read(bytes, limits, ocr)?,
        Found::Picture(picture) => ocr::read_picture(picture, bytes, ocr)?,
        Found::Text => plain::read(name, bytes)?,
    };
    finish(name, &mut text, limits)?;
    Ok(text)
}

/// What holds for every format.
fn finish(name: &str, text: &mut Text, limits: &Limits) -> Result<(), ReadRefusal> {
    if text.format != Format::Plain {
        mend(text);
    }
    bound(Bound::TextBytes, text.text.len(), limits.max_text_bytes)?;
    if text.text.trim().is_empty() {
        return Err(ReadRefusal::Empty {
            name: name.to_owned(),
        });
    }
    if let Some(mark) = secrecy_mark(&text.text) {
        return Err(ReadRefusal::Secret { mark });
    }
    let marks = text.text.chars().filter(|c| is_combining_mark(*c)).count();
    if marks > 0 {
        text.problems.push(Problem::Decomposed { marks });
    }
    if !sniff::name_fits(name, text.format) {
        text.problems.push(Problem::NameDisagrees {
            name: name.to_owned(),
            found: text.format,
        });
    }
    Ok(())
}

/// Letters of legacy fonts can hide in every format that names fonts.
fn mend(text: &mut Text) {
    if let Some((mended, from)) = legacy::repair(&text.text) {
        text.text = mended;
        text.problems.push(Problem::Converted { from });
        text.encoding = Encoding::Legacy(from);
    }
    text.text.retain(|c| c != '\u{AD}');
}

/// Refuses what passes a bound.
fn bound(bound: Bound, found: usize, limit: usize) -> Result<(), ReadRefusal> {
    if found > limit {
        return Err(ReadRefusal::TooBig {
            bound,
            limit: limit as u64,
        });
    }
    Ok(())
}
