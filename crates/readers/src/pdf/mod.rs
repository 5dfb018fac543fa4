//! The text of a PDF.
//!
//! A PDF is a program that draws glyphs. [`hayro_interpret`] runs it and tells
//! where each glyph goes; [`layout`] makes lines of them. Both run on a thread
//! of their own with a deep stack and a time limit: a hostile file costs that
//! thread, not the program.

mod grid;
mod layout;
mod marked;
mod running;
mod weight;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use kurbo::{Affine, Rect};
use unicode_normalization::UnicodeNormalization as _;

use crate::ocr::{self, Ocr};
use crate::refusal::Bound;
use crate::{Encoding, Format, Limits, Problem, ReadRefusal, Text};
use layout::Page;

const STACK_BYTES: usize = 32 << 20;
/// Fewer letters than this in a whole file with pictures: stamps on a scan.
const MIN_LETTERS: usize = 20;

/// Reads a PDF; one without text goes to `ocr`.
pub(crate) fn read(bytes: &[u8], limits: &Limits, ocr: &dyn Ocr) -> Result<Text, ReadRefusal> {
    weight::check(bytes, limits)?;
    let pages = pages_within_time(bytes, limits)?;
    let letters: usize = pages.iter().map(|page| page.letters).sum();
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    let pictures: usize = pages.iter().map(|page| page.pictures).sum();
    let no_text = letters == 0 || (letters < MIN_LETTERS && pictures > 0);
    // Fonts without a way back to letters: what is drawn can only be looked at.
    if no_text || unknown > letters {
        return ocr::read_pdf(bytes, pages.len(), limits.max_scan_pages, ocr);
    }
    Ok(text_of(&pages, unknown))
}

fn text_of(pages: &[Page], unknown: usize) -> Text {
    let mut problems = Vec::new();
    let empty: Vec<usize> = (1..)
        .zip(pages)
        .filter(|(_, page)| page.letters == 0 && page.pictures > 0)
        .map(|(number, _)| number)
        .collect();
    if !empty.is_empty() {
        problems.push(Problem::PagesWithoutText { pages: empty });
    }
    if unknown > 0 {
        problems.push(Problem::UnknownSigns { count: unknown });
    }
    let lines = running::without_heads(pages.iter().map(Page::lines).collect());
    // A PDF draws letters; which code points its maker took for them is chance.
    Text {
        text: lines.join("\n").nfc().collect(),
        format: Format::Pdf,
        encoding: Encoding::OfFormat,
        problems,
    }
}

fn damaged() -> ReadRefusal {
    ReadRefusal::Damaged {
        format: Format::Pdf,
        part: "PDF".to_owned(),
        at: 0,
    }
}

/// Runs the reading on its own thread and waits as long as the limits say.
fn pages_within_time(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, ReadRefusal> {
    let (send, receive) = mpsc::sync_channel(1);
    let stop = Arc::new(AtomicBool::new(false));
    let (data, limits, told) = (bytes.to_vec(), *limits, Arc::clone(&stop));
    std::thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let pages = catch_unwind(AssertUnwindSafe(|| draw(data, &limits, &told)));
            // Nobody waits any more when the time was over.
            let _ = send.send(pages.unwrap_or_else(|_| Err(damaged())));
        })
        .map_err(|_| damaged())?;
    match receive.recv_timeout(Duration::from_secs(limits.pdf_seconds)) {
        Ok(pages) => pages,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(damaged()),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            stop.store(true, Ordering::Relaxed);
            Err(ReadRefusal::TooBig {
                bound: Bound::Seconds,
                limit: limits.pdf_seconds,
            })
        }
    }
}

fn draw(data: Vec<u8>, limits: &Limits, stop: &AtomicBool) -> Result<Vec<Page>, ReadRefusal> {
    let pdf = Pdf::new(data).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadRefusal::Encrypted {
            format: Format::Pdf,
        },
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => damaged(),
    })?;
    crate::bound(Bound::Pages, pdf.pages().len(), limits.max_pages)?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut left = limits.max_text_bytes;
    for page in pdf.pages().iter() {
        let settings = InterpreterSettings {
            // Comments and form fields are no words of the document.
            render_annotations: false,
            ..InterpreterSettings::default()
        };
        let area = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, area, &cache, pdf.xref(), settings);
        let mut drawn = layout::Drawing::new(stop, left, marked::Marked::of(page));
        interpret_page(page, &mut context, &mut drawn);
        let page = drawn.finish();
        if page.full {
            return Err(ReadRefusal::TooBig {
                bound: Bound::TextBytes,
                limit: limits.max_text_bytes as u64,
            });
        }
        left = left.saturating_sub(page.bytes());
        pages.push(page);
    }
    Ok(pages)
}
