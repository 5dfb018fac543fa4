//! Which columns a person chose for tables of public investment, by the headings
//! of the table: kept in the data folder, for the site and the command line.

use std::io;
use std::path::{Path, PathBuf};

use dondoc_investment_tables::Kind;
use dondoc_sheets::{Mapping, Proposal, Remembered};

fn place(data: &Path, kind: Kind) -> PathBuf {
    data.join("mappings")
        .join(format!("invest-{}.json", kind.word()))
}

/// Returns what was chosen before; nothing where that cannot be read, since it is
/// only a proposal.
pub fn remembered(data: &Path, kind: Kind) -> Vec<Remembered> {
    let bytes = std::fs::read(place(data, kind)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Keeps what was used for a table, in place of what was used before for such a
/// table. Whoever reads meanwhile sees the one or the other.
///
/// # Errors
/// When the file cannot be written.
pub fn remember(data: &Path, kind: Kind, proposal: &Proposal, mapping: &Mapping) -> io::Result<()> {
    let mut all = remembered(data, kind);
    let one = proposal.remember(mapping);
    all.retain(|it| it.fingerprint != one.fingerprint);
    all.push(one);
    let bytes = serde_json::to_vec_pretty(&all)?;
    let path = place(data, kind);
    std::fs::create_dir_all(path.parent().unwrap_or(data))?;
    let next = path.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&next, bytes)?;
    std::fs::rename(&next, &path)
}
