//! Tables as offices have them, read without asking anybody to retype them.
//!
//! An office keeps its tasks, its disbursement, its people in a spreadsheet: a
//! title above the table, a heading over two rows with merged cells, a row of
//! `(1) (2) (3)`, chapters between the rows, days as text and as dates, a
//! progress of `0,5` beside one of `50 %`. This crate goes three steps:
//!
//! 1. [`open`] turns the bytes of an XLSX or CSV into a [`Table`] of cells, each
//!    at its address, within [`Limits`].
//! 2. [`propose`] finds the rows of headings and says which column is which
//!    [`Field`], by the words of the headings, by what stands in the column, or
//!    as a person said the last time ([`Remembered`]). A person may change it.
//! 3. [`read()`] reads the rows by that [`Mapping`]: typed [`Value`]s, and a
//!    [`Problem`] with its address for each cell that is not what it should be.
//!    Rows that are chapters or totals are told apart, and told.
//!
//! [`Listing`] goes the other way: a list as it is seen, as XLSX or CSV, with no
//! cell that a spreadsheet would run as a formula.
//!
//! # What can't happen here
//!
//! - Nothing is imported: what the rows mean is for others, who take all or
//!   nothing.
//! - A hostile file costs more than the limits say: what it unpacks to is
//!   weighed before it is read, whatever its directory claims.
//! - A number becomes another number: values are exact decimals, and a cell that
//!   can be read in two ways is a problem, not a guess.

mod decimal;
mod head;
mod limits;
mod mapping;
mod out;
mod problem;
mod read;
mod refusal;
mod table;
mod text;
mod values;
mod weigh;
mod xlsx;

pub use decimal::Decimal;
pub use head::{Guess, Hints, NoHints, Proposal, Why, propose};
pub use limits::Limits;
pub use mapping::{Field, Kind, Mapping, Remembered};
pub use out::{Column, ColumnKind, Listing, OutCell, OutProblem, fitting, is_run, row_height};
pub use problem::{Problem, What};
pub use read::{Read, Row, Skipped, SkippedWhy, look_alike, read};
pub use refusal::{Bound, Foreign, SheetRefusal};
pub use table::{Cell, SheetRow, Table, address, column_letters};
pub use values::Value;

/// Reads a table file; what it is, is told by its bytes, never by its name.
///
/// `name` is for messages only. `sheet` chooses a sheet of an XLSX by name; else
/// the first visible one that has any cell.
///
/// # Errors
/// [`SheetRefusal`] with what is wrong and what would be right.
pub fn open(
    name: &str,
    bytes: &[u8],
    sheet: Option<&str>,
    limits: &Limits,
) -> Result<Table, SheetRefusal> {
    if bytes.len() as u64 > limits.max_bytes {
        return Err(SheetRefusal::TooBig {
            bound: Bound::Bytes,
            limit: limits.max_bytes,
        });
    }
    let name = plain_name(name);
    match Foreign::of(bytes) {
        Some(foreign) => Err(SheetRefusal::NotATable { is: foreign }),
        None if bytes.starts_with(b"PK\x03\x04") => xlsx::read(name, bytes, sheet, limits),
        None => text::read(name, bytes, limits),
    }
}

/// The last part of a name: `../../etc/passwd` and `C:\x\y.csv` name nothing
/// but a file.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    clean.trim().to_owned()
}
