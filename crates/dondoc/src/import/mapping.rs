//! Which column is what: given, remembered, or proposed from the headings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dondoc_registry::fold;
use serde::{Deserialize, Serialize};

use super::sheet::Sheet;
use crate::trouble::Trouble;

/// The headings are looked for in so many first rows: offices put a title and
/// the motto above their tables.
const TOP_ROWS: usize = 15;

/// A field of a kind of table.
pub(super) struct Field {
    /// Its name in a mapping.
    pub(super) name: &'static str,
    /// Whether a table without it cannot be imported.
    pub(super) required: bool,
    /// Headings under which offices have it.
    pub(super) headings: &'static [&'static str],
}

/// A mapping file: field name to heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    /// Field name to heading, as it stands in the table.
    pub(super) columns: BTreeMap<String, String>,
}

/// The columns of one table.
pub(super) struct Columns {
    /// The mapping in use.
    pub(super) mapping: Mapping,
    /// The row with the headings, as a position in the sheet's rows.
    pub(super) head: usize,
    index: BTreeMap<String, usize>,
}

impl Columns {
    /// Returns the cell of a field in a row; empty when there is none.
    pub(super) fn cell<'r>(&self, row: &'r [String], field: &str) -> &'r str {
        self.index
            .get(field)
            .and_then(|at| row.get(*at))
            .map_or("", String::as_str)
    }

    /// Returns the heading of a field, as the table writes it.
    pub(super) fn heading(&self, field: &str) -> String {
        self.mapping
            .columns
            .get(field)
            .cloned()
            .unwrap_or_else(|| field.to_owned())
    }

    /// Finds the columns: by the mapping given, else the one remembered, else
    /// by what offices call them. `Err` names the required fields that are
    /// missing.
    pub(super) fn find(
        sheet: &Sheet,
        fields: &'static [Field],
        given: Option<&Mapping>,
    ) -> Result<Self, Vec<&'static Field>> {
        let mut best: Option<(usize, Self)> = None;
        for (head, (_, cells)) in sheet.rows.iter().enumerate().take(TOP_ROWS) {
            let found = columns(head, cells, fields, given);
            let score = found.index.len();
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, found));
            }
        }
        let all = || {
            fields
                .iter()
                .filter(|field| field.required)
                .collect::<Vec<_>>()
        };
        let (_, found) = best.ok_or_else(all)?;
        let missing: Vec<&Field> = fields
            .iter()
            .filter(|field| field.required && !found.index.contains_key(field.name))
            .collect();
        if missing.is_empty() {
            Ok(found)
        } else {
            Err(missing)
        }
    }
}

fn columns(
    head: usize,
    cells: &[String],
    fields: &'static [Field],
    given: Option<&Mapping>,
) -> Columns {
    let mut found = Columns {
        mapping: Mapping::default(),
        head,
        index: BTreeMap::new(),
    };
    let folded: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
    for field in fields {
        let mapped = given.and_then(|mapping| mapping.columns.get(field.name));
        let at = match mapped {
            Some(heading) => folded.iter().position(|cell| *cell == fold(heading)),
            None => field
                .headings
                .iter()
                .chain([&field.name])
                .find_map(|heading| folded.iter().position(|cell| *cell == fold(heading))),
        };
        if let Some(at) = at {
            found.index.insert(field.name.to_owned(), at);
            found
                .mapping
                .columns
                .insert(field.name.to_owned(), cells[at].clone());
        }
    }
    found
}

/// Reads a mapping file.
pub(super) fn read(path: &Path) -> Result<Mapping, Trouble> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("failed to read the mapping `{}`", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        Trouble::RefusedWords(format!("`{}`: {}", path.display(), error.message()))
    })
}

/// Returns the mapping that the last import of this kind used.
pub(super) fn remembered(data: &Path, kind: &str) -> Option<Mapping> {
    let text = std::fs::read_to_string(file(data, kind)).ok()?;
    toml::from_str(&text).ok()
}

/// Remembers a mapping for the next import of this kind.
pub(super) fn remember(data: &Path, kind: &str, mapping: &Mapping) -> Result<(), Trouble> {
    let path = file(data, kind);
    let text = toml::to_string(mapping).map_err(anyhow::Error::from)?;
    let folder = path.parent().unwrap_or(data);
    std::fs::create_dir_all(folder).context("failed to make the folder of mappings")?;
    std::fs::write(&path, text).context("failed to remember the mapping")?;
    Ok(())
}

fn file(data: &Path, kind: &str) -> PathBuf {
    data.join("mappings").join(format!("{kind}.toml"))
}
