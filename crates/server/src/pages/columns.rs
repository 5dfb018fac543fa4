//! Which column of a table is what: proposed with a reason, changed by a person.
//! What the pages that take tables in share; its form is `columns.html`.

use std::collections::BTreeMap;

use dondoc_sheets::{Field, Mapping, Problem, Proposal, Table, Why, column_letters};

use crate::ask::Ctx;
use crate::words::short;

/// A field with the columns that it may be in.
#[derive(Debug)]
pub(crate) struct FieldRow {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) is_needed: bool,
    /// Column, its letters and heading, whether it is chosen.
    pub(crate) options: Vec<(u32, String, bool)>,
    /// Why it is proposed.
    pub(crate) why: String,
    pub(crate) is_unsure: bool,
}

/// A cell that is wrong, or a row, or (0) the table.
#[derive(Debug)]
pub(crate) struct ProblemRow {
    pub(crate) row: u64,
    pub(crate) address: String,
    pub(crate) heading: String,
    pub(crate) given: String,
    pub(crate) said: String,
}

impl ProblemRow {
    /// Something wrong with a row as a whole; 0 for the table.
    pub(crate) fn of_row(row: u64, said: String) -> Self {
        let address = if row > 0 {
            row.to_string()
        } else {
            String::new()
        };
        Self {
            row,
            address,
            heading: String::new(),
            given: String::new(),
            said,
        }
    }

    /// A cell, and what is wrong with it in words.
    pub(crate) fn of_cell(it: &Problem, said: String) -> Self {
        Self {
            row: it.row,
            address: it.address(),
            heading: it.heading.clone(),
            given: short(&it.given, 80),
            said,
        }
    }
}

/// Columns as a form sends them: `mapped`, and `c-FIELD` with a column.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    columns: BTreeMap<String, u32>,
    is_mapped: bool,
}

impl Sent {
    /// Takes a parameter in that may be one of these.
    pub(crate) fn take(&mut self, name: &str, value: &str) {
        self.is_mapped |= name == "mapped";
        let column = name.strip_prefix("c-").zip(value.parse().ok());
        let column = column.map(|(field, at)| (field.to_owned(), at));
        self.columns.extend(column);
    }

    /// Returns field to column, once a person looked at them.
    pub(crate) fn columns(self) -> Option<BTreeMap<String, u32>> {
        self.is_mapped.then_some(self.columns)
    }
}

/// Returns what is proposed, or what a person chose of the table's columns.
pub(crate) fn mapping(
    table: &Table,
    proposal: &Proposal,
    chosen: Option<&BTreeMap<String, u32>>,
) -> Mapping {
    let mut mapping = proposal.mapping();
    if let Some(columns) = chosen {
        let width = table.width();
        let own = columns.iter().filter(|(_, at)| **at < width);
        mapping.columns = own.map(|(field, at)| (field.clone(), *at)).collect();
    }
    mapping
}

/// Returns a mapping as [`Sent`] reads it.
pub(crate) fn params(mapping: &Mapping) -> impl Iterator<Item = (String, String)> {
    let mapped = ("mapped".to_owned(), "yes".to_owned());
    let columns = mapping.columns.iter();
    std::iter::once(mapped).chain(columns.map(|(field, at)| (format!("c-{field}"), at.to_string())))
}

/// Returns the sheets of a workbook, and which is shown.
pub(crate) fn sheets(table: &Table) -> Vec<(String, bool)> {
    let each = table.sheets.iter();
    each.map(|name| (name.clone(), *name == table.sheet))
        .collect()
}

/// Returns the fields with the columns that each may be in; `label` names a field.
pub(crate) fn fields(
    ctx: &Ctx,
    fields: impl Iterator<Item = &'static Field>,
    label: impl Fn(&str) -> String,
    proposal: &Proposal,
    mapping: &Mapping,
) -> Vec<FieldRow> {
    let w = ctx.words();
    let row = |field: &'static Field| {
        let at = mapping.columns.get(field.name).copied();
        let headings = (0_u32..).zip(&proposal.headings);
        let options = headings.map(|(column, heading)| {
            let letters = column_letters(column);
            let text = format!("{letters} – {}", short(heading, 60));
            (column, text, at == Some(column))
        });
        let mut guesses = proposal.guesses.iter();
        let guess = guesses.find(|it| it.field == field.name && Some(it.column) == at);
        FieldRow {
            name: field.name,
            label: label(field.name),
            is_needed: field.required,
            options: options.collect(),
            why: match guess.map(|it| it.why) {
                Some(Why::Heading) => w.t("sheet-why-heading"),
                Some(Why::Content) => w.t("sheet-why-content"),
                Some(Why::Remembered) => w.t("sheet-why-remembered"),
                None => String::new(),
            },
            is_unsure: guess.is_some_and(|it| it.sure < 70),
        }
    };
    fields.map(row).collect()
}
