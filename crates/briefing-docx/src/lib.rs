//! The briefing as DOCX, in the form of Decree 30/2020/NĐ-CP.
//!
//! Office Open XML (ECMA-376) written directly: a handful of fixed parts, the
//! document from the laid out [`Paper`], and native charts that stay vectors in
//! the hands of whoever edits the text. Same briefing, same bytes.

mod body;
mod chart;
mod xml;

use std::io::{Cursor, Write};

use dondoc_briefing::Briefing;
use dondoc_briefing::paper::{Imprint, Limits, Paper};
use xml::escape;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// Why no DOCX could be written.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// The archive could not be written.
    #[error("failed to write `{part}` into the DOCX")]
    Archive {
        /// The part.
        part: String,
        /// Why.
        source: ZipError,
    },
}

/// Writes a briefing as DOCX. Tables are cut at [`Limits::print`] and say so.
///
/// # Errors
/// See [`DocxError`].
pub fn render(briefing: &Briefing) -> Result<Vec<u8>, DocxError> {
    let paper = Paper::of(briefing, Limits::print(briefing));
    print(&paper, &Imprint::of(briefing))
}

/// Writes any paper as DOCX, e.g. the minutes of a meeting.
///
/// # Errors
/// See [`DocxError`].
pub fn print(paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocxError> {
    let written = body::write(paper);
    let mut package = Package::new();
    package.add("[Content_Types].xml", &content_types(written.charts.len()))?;
    package.add("_rels/.rels", include_str!("parts/rels.xml"))?;
    package.add("docProps/core.xml", &core(paper, imprint))?;
    package.add("docProps/app.xml", include_str!("parts/app.xml"))?;
    package.add("word/document.xml", &written.document)?;
    package.add(
        "word/_rels/document.xml.rels",
        &document_rels(written.charts.len()),
    )?;
    package.add("word/styles.xml", include_str!("parts/styles.xml"))?;
    package.add("word/settings.xml", include_str!("parts/settings.xml"))?;
    package.add("word/header1.xml", include_str!("parts/header.xml"))?;
    package.add("word/footer1.xml", &footer(paper.remark.as_deref()))?;
    for (index, chart) in written.charts.iter().enumerate() {
        package.add(&format!("word/charts/chart{}.xml", index + 1), chart)?;
    }
    package.finish()
}

/// A ZIP archive whose entries all carry the same time.
struct Package(zip::ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    fn new() -> Self {
        Self(zip::ZipWriter::new(Cursor::new(Vec::new())))
    }

    fn add(&mut self, part: &str, text: &str) -> Result<(), DocxError> {
        // The default time of an entry is 1 January 1980, not now.
        let options = SimpleFileOptions::DEFAULT;
        let failed = |source: ZipError| DocxError::Archive {
            part: part.to_owned(),
            source,
        };
        self.0.start_file(part, options).map_err(failed)?;
        self.0
            .write_all(text.as_bytes())
            .map_err(|io| failed(ZipError::Io(io)))
    }

    fn finish(self) -> Result<Vec<u8>, DocxError> {
        let archive = self.0.finish().map_err(|source| DocxError::Archive {
            part: "central directory".to_owned(),
            source,
        })?;
        Ok(archive.into_inner())
    }
}

fn content_types(charts: usize) -> String {
    let charts: String = (1..=charts)
        .map(|n| format!(r#"<Override PartName="/word/charts/chart{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>"#))
        .collect();
    include_str!("parts/content_types.xml").replace("<!--charts-->", &charts)
}

/// The charts' relationships are `rIdC1`, `rIdC2`, … .
fn document_rels(charts: usize) -> String {
    let charts: String = (1..=charts)
        .map(|n| format!(r#"<Relationship Id="rIdC{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart" Target="charts/chart{n}.xml"/>"#))
        .collect();
    include_str!("parts/document_rels.xml").replace("<!--charts-->", &charts)
}

fn core(paper: &Paper, imprint: &Imprint) -> String {
    include_str!("parts/core.xml")
        .replace(
            "{title}",
            &escape(&format!("{} {}", paper.kind, paper.title)),
        )
        .replace("{creator}", &escape(&paper.masthead.issuer))
        .replace("{day}", &imprint.day.to_string())
}

fn footer(remark: Option<&str>) -> String {
    include_str!("parts/footer.xml").replace("{remark}", &escape(remark.unwrap_or_default()))
}
