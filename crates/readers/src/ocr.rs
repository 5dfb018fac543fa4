//! Pictures of text, and who recognises them.

use crate::refusal::OcrMissing;
use crate::{Encoding, Format, Problem, ReadRefusal, Text};

/// A picture format that can be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// TIFF.
    Tiff,
}

impl Picture {
    /// Knows a picture by its first bytes.
    pub(crate) fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Self::Tiff),
            _ => None,
        }
    }

    /// Returns the usual end of its file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Tiff => "tif",
        }
    }
}

/// Why nothing was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OcrProblem {
    /// Something is not installed.
    Missing(OcrMissing),
    /// A page could not be recognised.
    Failed {
        /// The page, counted from 1.
        page: usize,
        /// What the program said.
        said: String,
    },
}

/// Recognises text in pictures.
pub trait Ocr {
    /// Returns the text of a picture.
    ///
    /// # Errors
    /// [`OcrProblem`] when something is missing or the picture can't be read.
    fn picture(&self, bytes: &[u8], picture: Picture) -> Result<String, OcrProblem>;

    /// Returns the text of each page of a PDF of pictures, at most `pages`.
    ///
    /// # Errors
    /// [`OcrProblem`] when something is missing or a page can't be read.
    fn pdf(&self, bytes: &[u8], pages: usize) -> Result<Vec<String>, OcrProblem>;
}

/// Recognises nothing: scans are refused.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoOcr;

impl Ocr for NoOcr {
    fn picture(&self, _: &[u8], _: Picture) -> Result<String, OcrProblem> {
        Err(OcrProblem::Missing(OcrMissing::NotGiven))
    }

    fn pdf(&self, _: &[u8], _: usize) -> Result<Vec<String>, OcrProblem> {
        Err(OcrProblem::Missing(OcrMissing::NotGiven))
    }
}

pub(crate) fn read_picture(
    picture: Picture,
    bytes: &[u8],
    ocr: &dyn Ocr,
) -> Result<Text, ReadRefusal> {
    let text = ocr
        .picture(bytes, picture)
        .map_err(|problem| refused(problem, Format::Picture))?;
    Ok(recognised(vec![text], Format::Picture))
}

/// Recognises the pages of a PDF that has no text.
pub(crate) fn read_pdf(
    bytes: &[u8],
    pages: usize,
    most: usize,
    ocr: &dyn Ocr,
) -> Result<Text, ReadRefusal> {
    let texts = ocr
        .pdf(bytes, pages.min(most))
        .map_err(|problem| refused(problem, Format::PdfScan))?;
    let mut text = recognised(texts, Format::PdfScan);
    if pages > most {
        text.problems.push(Problem::PagesLeftOut {
            count: pages - most,
        });
    }
    Ok(text)
}

fn refused(problem: OcrProblem, format: Format) -> ReadRefusal {
    match problem {
        OcrProblem::Missing(why) => ReadRefusal::NeedsOcr { format, why },
        OcrProblem::Failed { page, said } => ReadRefusal::OcrFailed {
            page,
            said: said.chars().take(200).collect(),
        },
    }
}

fn recognised(pages: Vec<String>, format: Format) -> Text {
    let problems = vec![Problem::Recognised { pages: pages.len() }];
    let lines: Vec<&str> = pages
        .iter()
        .flat_map(|page| page.lines())
        .map(|line| line.trim_end_matches(['\u{C}', ' ', '\r']))
        .collect();
    Text {
        text: lines.join("\n"),
        format,
        encoding: Encoding::OfFormat,
        problems,
    }
}
