//! The briefing as XLSX: every figure, work and receipt, nothing cut.
//!
//! Sheets: summary, units, documents, conclusions, works, receipts. Numbers and
//! days are numbers and days, headers are frozen and filtered, and text that
//! begins like a formula (`=`, `+`, `-`, `@`) is marked as text, so that it
//! stays text when someone edits the cell. Same briefing, same bytes.

mod sheets;

use dondoc_briefing::Briefing;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Why no XLSX could be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The workbook could not be written: more rows than a sheet holds
    /// (1,048,576), or a fault of this program.
    #[error("failed to write the briefing as XLSX")]
    Workbook(#[from] XlsxError),
}

/// Writes a briefing as XLSX.
///
/// # Errors
/// See [`SheetError`].
pub fn render(briefing: &Briefing) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(briefing)?);
    sheets::write(briefing, &mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}

/// Who and what, and the briefing's own day in place of the clock's.
fn properties(briefing: &Briefing) -> Result<DocProperties, XlsxError> {
    let header = &briefing.header;
    let day = header.letterhead.date.unwrap_or(header.as_of);
    let part = |value: i8| u8::try_from(value).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))?;
    Ok(DocProperties::new()
        .set_title(format!("Báo cáo giao ban {}", header.period.phrase()))
        .set_author(&header.letterhead.issuer)
        .set_creation_datetime(&day))
}
