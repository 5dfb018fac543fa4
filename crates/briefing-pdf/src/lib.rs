//! The briefing typeset as PDF, in the form of Decree 30/2020/NĐ-CP.
//!
//! `briefing.typ` says how the laid out [`Paper`] looks; typst compiles it with
//! fonts that stand in the binary, no files, no clock. The result is tagged
//! PDF/A-2a and PDF/UA-1, as far as typst enforces them, and the same bytes for
//! the same briefing.

#[cfg(test)]
mod tests;
mod world;

use dondoc_briefing::Briefing;
use dondoc_briefing::paper::{Imprint, Limits, Paper};
use jiff::civil::Date;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Why no PDF could be written. Neither depends on the briefing's contents as
/// far as is known, so each is a fault of this program.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The laid out briefing has no JSON form.
    #[error("failed to hand the briefing to the typesetter")]
    Paper(#[source] serde_json::Error),
    /// The typesetter refused.
    #[error("failed to typeset the briefing: {}", said.join("; "))]
    Typst {
        /// What it said.
        said: Vec<String>,
    },
}

impl PdfError {
    fn of(diagnostics: &[SourceDiagnostic]) -> Self {
        let said = diagnostics.iter().map(|diagnostic| {
            let hints: String = diagnostic
                .hints
                .iter()
                .map(|hint| format!(" (hint: {})", hint.v))
                .collect();
            format!("{}{hints}", diagnostic.message)
        });
        Self::Typst {
            said: said.collect(),
        }
    }
}

/// Typesets a briefing. Tables are cut at [`Limits::print`] and say so.
///
/// # Errors
/// See [`PdfError`].
pub fn render(briefing: &Briefing) -> Result<Vec<u8>, PdfError> {
    let paper = Paper::of(briefing, Limits::print(briefing));
    print(&paper, &Imprint::of(briefing))
}

/// Typesets any paper, e.g. the minutes of a meeting.
///
/// # Errors
/// See [`PdfError`].
pub fn print(paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, PdfError> {
    let document = document(paper)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|said| {
        PdfError::Typst {
            said: vec![said.message().to_string()],
        }
    })?;
    let options = PdfOptions {
        ident: Smart::Custom(imprint.ident.clone()),
        creator: Smart::Custom(Some("Đôn Đốc".to_owned())),
        standards,
        timestamp: timestamp(imprint.day),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|diagnostics| PdfError::of(&diagnostics))
}

/// Returns the day that the file says it is of.
fn timestamp(day: Date) -> Option<Timestamp> {
    let part = |value: i8| u8::try_from(value).unwrap_or(1);
    let day = Datetime::from_ymd_hms(
        i32::from(day.year()),
        part(day.month()),
        part(day.day()),
        0,
        0,
        0,
    )?;
    Some(Timestamp::new_utc(day))
}

fn document(paper: &Paper) -> Result<PagedDocument, PdfError> {
    let data = serde_json::to_vec(paper).map_err(PdfError::Paper)?;
    let world = world::World::new(data);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    // The cache of one compilation is of no use to the next.
    typst::comemo::evict(0);
    output.map_err(|diagnostics| PdfError::of(&diagnostics))
}
