//! Lists out, as they are seen: CSV and XLSX.

use jiff::civil::Date;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::decimal::Decimal;

/// What a column of a list holds; decides its width and how a spreadsheet
/// shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Long words, wrapped.
    Long,
    /// A name or a short remark.
    Short,
    /// A day.
    Day,
    /// A number.
    Number,
    /// A share in percent.
    Percent,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading, in the reader's language.
    pub heading: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A cell of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutCell {
    /// Nothing.
    Empty,
    /// Words; never run as a formula.
    Words(String),
    /// A day.
    Day(Date),
    /// A number; a share in percent.
    Number(Decimal),
}

/// A list as it is seen, with a line that says what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The title, also the sheet's name.
    pub title: String,
    /// What it shows: filters, day. Stands above the table in XLSX only, so that
    /// a CSV starts with its headings.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<OutCell>>,
}

/// A list could not be written.
#[derive(Debug)]
pub enum OutProblem {
    /// As CSV.
    Csv(csv::Error),
    /// As XLSX.
    Xlsx(XlsxError),
}

impl std::fmt::Display for OutProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Csv(_) => f.write_str("failed to write the list as CSV"),
            Self::Xlsx(_) => f.write_str("failed to write the list as XLSX"),
        }
    }
}

impl std::error::Error for OutProblem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Csv(error) => Some(error),
            Self::Xlsx(error) => Some(error),
        }
    }
}

impl From<csv::Error> for OutProblem {
    fn from(error: csv::Error) -> Self {
        Self::Csv(error)
    }
}

impl From<XlsxError> for OutProblem {
    fn from(error: XlsxError) -> Self {
        Self::Xlsx(error)
    }
}

/// Whether a spreadsheet runs such a cell when a CSV is opened; also what would
/// be one behind an apostrophe, so that taking one off is the opposite of
/// putting one on.
///
/// # Source
/// OWASP, CSV injection: `=`, `+`, `-`, `@`, tab, carriage return; and their
/// full-width forms, which some programs treat alike.
pub fn is_run(words: &str) -> bool {
    let first = words.trim_start_matches('\'').chars().next();
    first.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first))
}

impl Listing {
    /// Writes the list as CSV: UTF-8 with a mark, so that spreadsheets read
    /// Vietnamese; words that would be run stand behind an apostrophe, which
    /// [`open`](crate::open) takes off again.
    ///
    /// # Errors
    /// When a row is not as long as the others.
    pub fn to_csv(&self) -> Result<Vec<u8>, OutProblem> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xef\xbb\xbf".to_vec());
        writer.write_record(self.columns.iter().map(|column| guarded(&column.heading)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(csv_cell))?;
        }
        writer
            .into_inner()
            .map_err(|error| OutProblem::Csv(csv::Error::from(error.into_error())))
    }

    /// Writes the list as XLSX: headings that stay in sight, a filter over them,
    /// days as days, words as words.
    ///
    /// # Errors
    /// When the list does not fit into a sheet (1,048,576 rows).
    pub fn to_xlsx(&self) -> Result<Vec<u8>, OutProblem> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.title))?;
        let title = Format::new().set_bold().set_font_size(14.0);
        sheet.write_string_with_format(0, 0, &self.title, &title)?;
        let mut head: u32 = 1;
        for note in &self.notes {
            sheet.write_string(head, 0, note)?;
            head += 1;
        }
        let bold = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        let formats: Vec<Format> = self.columns.iter().map(|it| format(it.kind)).collect();
        for (at, column) in (0_u16..).zip(&self.columns) {
            sheet.write_string_with_format(head, at, &column.heading, &bold)?;
            sheet.set_column_width(at, width(column.kind))?;
        }
        let headings = self.columns.iter();
        let headings = headings.map(|it| (it.heading.as_str(), width(it.kind)));
        sheet.set_row_height(head, row_height(headings))?;
        sheet.set_freeze_panes(head + 1, 0)?;
        let mut line = head;
        for row in &self.rows {
            line += 1;
            let texts = self.columns.iter().zip(row);
            let texts = texts.filter_map(|(column, cell)| match cell {
                OutCell::Words(words) => Some((words.as_str(), width(column.kind))),
                _ => None,
            });
            sheet.set_row_height(line, row_height(texts))?;
            for ((at, cell), format) in (0_u16..).zip(row).zip(&formats) {
                match cell {
                    OutCell::Empty => sheet.write_blank(line, at, format)?,
                    OutCell::Words(words) => {
                        sheet.write_string_with_format(line, at, fitting(words), format)?
                    }
                    OutCell::Day(day) => {
                        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(
                            u16::try_from(day.year()).unwrap_or(1900),
                            u8::try_from(day.month()).unwrap_or(1),
                            u8::try_from(day.day()).unwrap_or(1),
                        )?;
                        sheet.write_datetime_with_format(line, at, &day, format)?
                    }
                    OutCell::Number(number) => {
                        sheet.write_number_with_format(line, at, double(number), format)?
                    }
                };
            }
        }
        if let Some(last) = u16::try_from(self.columns.len())
            .ok()
            .and_then(|n| n.checked_sub(1))
        {
            sheet.autofilter(head, 0, line.max(head), last)?;
        }
        Ok(book.save_to_buffer()?)
    }
}

fn double(number: &Decimal) -> f64 {
    // A spreadsheet stores doubles; the nearest one is what it would store.
    number.to_string().parse().unwrap_or(0.0)
}

/// Cuts a text that is longer than a cell holds: 32,767 characters.
pub fn fitting(words: &str) -> String {
    words.chars().take(32_767).collect()
}

/// Returns the height of a row, in points, for its wrapped texts with the widths of
/// their columns in characters; at most what a sheet can hold (409).
///
/// It is written into the sheet, because not every program that shows one works it
/// out from the text.
pub fn row_height<'a>(texts: impl IntoIterator<Item = (&'a str, u16)>) -> u16 {
    let lines = texts.into_iter().map(|(text, width)| lines(text, width));
    u16::try_from(lines.max().unwrap_or(1).saturating_mul(15)).map_or(409, |it| it.min(409))
}

/// Returns how many lines a text takes in a column of so many characters, broken
/// between words; a word that is longer than the column counts as one line.
fn lines(text: &str, width: u16) -> usize {
    let width = usize::from(width);
    let mut lines = 0;
    for paragraph in text.split('\n') {
        lines += 1;
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let letters = word.chars().count();
            if used > 0 && used + 1 + letters > width {
                lines += 1;
                used = letters;
            } else {
                used += letters + usize::from(used > 0);
            }
        }
    }
    lines
}

fn guarded(words: &str) -> String {
    if is_run(words) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

fn csv_cell(cell: &OutCell) -> String {
    match cell {
        OutCell::Empty => String::new(),
        OutCell::Words(words) => guarded(words),
        OutCell::Day(day) => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        OutCell::Number(number) => number.to_string(),
    }
}

fn format(kind: ColumnKind) -> Format {
    let base = Format::new()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    match kind {
        ColumnKind::Long | ColumnKind::Short => base.set_text_wrap(),
        ColumnKind::Day => base.set_num_format("dd/mm/yyyy"),
        ColumnKind::Number | ColumnKind::Percent => base.set_num_format("#,##0.##"),
    }
}

fn width(kind: ColumnKind) -> u16 {
    match kind {
        ColumnKind::Long => 60,
        ColumnKind::Short => 24,
        ColumnKind::Day | ColumnKind::Number | ColumnKind::Percent => 13,
    }
}

/// What a sheet may be called: at most 31 characters, none of `[]:*?/\`.
fn sheet_name(title: &str) -> String {
    let clean: String = title
        .chars()
        .map(|c| {
            if "[]:*?/\\".contains(c) || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .take(31)
        .collect();
    let clean = clean.trim().trim_matches('\'').trim();
    if clean.is_empty() {
        "1".to_owned()
    } else {
        clean.to_owned()
    }
}
