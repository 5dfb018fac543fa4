//! XLSX → table.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use jiff::civil::{Date, Time};

use crate::decimal::Decimal;
use crate::limits::Limits;
use crate::refusal::{Bound, SheetRefusal};
use crate::table::{Cell, Merge, Merges, SheetRow, Table};
use crate::weigh::{check, damaged, too_big};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

pub(crate) fn read(
    file: String,
    bytes: &[u8],
    asked: Option<&str>,
    limits: &Limits,
) -> Result<Table, SheetRefusal> {
    check(bytes, limits)?;
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let wanted: Vec<String> = match asked {
        None => sheets.clone(),
        Some(name) if sheets.iter().any(|known| known == name) => vec![name.to_owned()],
        Some(name) => {
            return Err(SheetRefusal::NoSuchSheet {
                name: name.to_owned(),
                known: sheets,
            });
        }
    };
    for sheet in wanted {
        let rows = match cells(&mut book, &sheet, limits) {
            Ok(rows) => rows,
            // A chart sheet is no worksheet, and no reason to refuse the others.
            Err(_) if asked.is_none() && sheets.len() > 1 && is_chart(&mut book, &sheet) => {
                continue;
            }
            Err(refusal) => return Err(refusal),
        };
        if rows.is_empty() {
            continue;
        }
        let width = u32::try_from(limits.max_columns).unwrap_or(u32::MAX);
        let merges = Merges::new(merges(&mut book, &sheet), width);
        return Ok(Table {
            file,
            sheet,
            sheets,
            rows,
            merges,
            lines: false,
        });
    }
    Err(SheetRefusal::NoCells)
}

fn is_chart(book: &mut Book<'_>, sheet: &str) -> bool {
    book.worksheet_cells_reader(sheet).is_err()
}

fn cells(book: &mut Book<'_>, sheet: &str, limits: &Limits) -> Result<Vec<SheetRow>, SheetRefusal> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let percents: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| {
            let format = style.number_format.as_ref();
            format.is_some_and(|format| format.format_code.contains('%'))
        })
        .collect();
    let mut rows: BTreeMap<u32, Vec<(u32, Cell)>> = BTreeMap::new();
    let mut text_bytes = 0;
    while let Some((found, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = found.get_position();
        let percent = percents.get(style).copied().unwrap_or(false);
        let Some(cell) = cell(found.get_value(), percent) else {
            continue;
        };
        if let Cell::Text(text) = &cell {
            text_bytes += text.len();
        }
        if text_bytes > limits.max_text_bytes {
            return Err(too_big(Bound::TextBytes, limits.max_text_bytes as u64));
        }
        if column as usize >= limits.max_columns {
            return Err(too_big(Bound::Columns, limits.max_columns as u64));
        }
        rows.entry(row).or_default().push((column, cell));
        if rows.len() > limits.max_rows {
            return Err(too_big(Bound::Rows, limits.max_rows as u64));
        }
    }
    let rows = rows.into_iter().map(|(row, mut cells)| {
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
        SheetRow {
            number: u64::from(row) + 1,
            cells,
        }
    });
    Ok(rows.collect())
}

fn cell(data: &DataRef<'_>, percent: bool) -> Option<Cell> {
    match data {
        DataRef::Empty => None,
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::DateTimeIso(text) => iso(text).or_else(|| Cell::text(text)),
        DataRef::DurationIso(text) => Cell::text(text),
        DataRef::Int(number) => Some(Cell::Number {
            value: Decimal::new(i128::from(*number), 0),
            percent,
        }),
        DataRef::Float(number) => Some(match Decimal::of_double(*number) {
            Some(value) => Cell::Number { value, percent },
            None => Cell::Failed(number.to_string().into()),
        }),
        DataRef::Bool(flag) => Some(Cell::Flag(*flag)),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
            let (Ok(year), Ok(month), Ok(day)) = parts else {
                return None;
            };
            let Ok(day) = Date::new(year, month, day) else {
                return Some(Cell::Failed(at.as_f64().to_string().into()));
            };
            let parts = (
                i8::try_from(hour),
                i8::try_from(minute),
                i8::try_from(second),
            );
            let time = match parts {
                (Ok(hour), Ok(minute), Ok(second)) => Time::new(hour, minute, second, 0).ok(),
                _ => None,
            };
            Some(match time {
                Some(time) if time != Time::midnight() => Cell::Moment(day.to_datetime(time)),
                _ => Cell::Day(day),
            })
        }
        DataRef::DateTime(length) => Cell::text(&length.as_f64().to_string()),
        DataRef::Error(error) => Some(Cell::Failed(error.to_string().into())),
    }
}

fn iso(text: &str) -> Option<Cell> {
    let day = text.get(..10)?.parse().ok()?;
    Some(Cell::Day(day))
}

/// Merged cells matter for headings and shared cells only: a file in which they
/// can't be read still has its cells.
fn merges(book: &mut Book<'_>, sheet: &str) -> Vec<Merge> {
    const MOST: usize = 50_000;
    let read = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    read.into_iter()
        .take(MOST)
        .map(|merge| Merge {
            top: merge.start.0,
            left: merge.start.1,
            bottom: merge.end.0,
            right: merge.end.1,
        })
        .collect()
}
