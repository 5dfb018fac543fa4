//! Which column is what: given, remembered, or proposed from the headings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dondoc_registry::fold;
use dondoc_sheets::{Field, Mapping, Proposal, Table};
use serde::{Deserialize, Serialize};

use crate::trouble::Trouble;

/// Headings that are given are looked for in so many first rows: offices put a
/// title and the motto above their tables.
const TOP_ROWS: usize = 30;

/// A mapping file: field name to heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headings {
    /// Field name to heading, as it stands in the table.
    pub(super) columns: BTreeMap<String, String>,
}

impl Headings {
    /// Returns what to keep of a mapping that was used.
    pub(super) fn of(proposal: &Proposal, mapping: &Mapping) -> Self {
        let heading = |column: u32| proposal.headings.get(column as usize).cloned();
        let each = mapping.columns.iter();
        Self {
            columns: each
                .filter_map(|(field, column)| Some((field.clone(), heading(*column)?)))
                .collect(),
        }
    }

    /// Finds the row with these headings; fields that are not given are found by
    /// what offices call them. `None` when a heading that is given is nowhere.
    pub(super) fn find(
        &self,
        table: &Table,
        proposal: &Proposal,
        fields: &'static [Field],
    ) -> Option<(Proposal, Mapping)> {
        let wanted = self.columns.values().map(|it| fold(it));
        let wanted: Vec<String> = wanted.collect();
        let width = table.width();
        // Headings over several rows, as they were proposed, or any one row.
        let mut heads = vec![(
            proposal.head.map_or(0, |(_, last)| last),
            proposal.headings.clone(),
        )];
        heads.extend(table.rows.iter().take(TOP_ROWS).map(|row| {
            let cell = |column| {
                row.cell(column)
                    .map(|cell| cell.shown())
                    .unwrap_or_default()
            };
            (row.number, (0..width).map(cell).collect())
        }));
        let (head, headings) = heads.into_iter().find(|(_, headings)| {
            let folded: Vec<String> = headings.iter().map(|it| fold(it)).collect();
            wanted.iter().all(|heading| folded.contains(heading))
        })?;
        let at = |heading: &str| {
            let found = headings.iter().position(|it| fold(it) == fold(heading))?;
            u32::try_from(found).ok()
        };
        let column = |field: &Field| match self.columns.get(field.name) {
            Some(heading) => at(heading),
            None => field.headings.iter().find_map(|heading| at(heading)),
        };
        let columns = fields
            .iter()
            .filter_map(|field| Some((field.name.to_owned(), column(field)?)));
        let mapping = Mapping {
            head,
            columns: columns.collect(),
        };
        let proposal = Proposal {
            headings,
            ..proposal.clone()
        };
        Some((proposal, mapping))
    }
}

/// Reads a mapping file.
pub(super) fn read(path: &Path) -> Result<Headings, Trouble> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("failed to read the mapping `{}`", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        Trouble::RefusedWords(format!("`{}`: {}", path.display(), error.message()))
    })
}

/// Returns the mapping that the last import of this kind used.
pub(super) fn remembered(data: &Path, kind: &str) -> Option<Headings> {
    let text = std::fs::read_to_string(file(data, kind)).ok()?;
    toml::from_str(&text).ok()
}

/// Remembers a mapping for the next import of this kind.
pub(super) fn remember(data: &Path, kind: &str, mapping: &Headings) -> Result<(), Trouble> {
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
