//! Folded state kept in the data folder, only to start fast: whatever is wrong
//! with a snapshot, the ledger folds to the same state.

use dondoc_city::{City, SNAPSHOT_FORMAT};
use dondoc_ledger::TreeHead;
use dondoc_ledger_sqlite::DataFolder;

use crate::out;

/// After so many entries folded since the newest snapshot a new one is worth
/// its writing.
const WORTH_IT: u64 = 5_000;

/// Returns the city of the newest snapshot that is right; `None` to fold from
/// the beginning.
pub(crate) fn newest(folder: &DataFolder) -> Option<City> {
    match folder.newest_snapshot(SNAPSHOT_FORMAT) {
        Ok((snapshot, problems)) => {
            for problem in problems {
                out::note(&dondoc_messages::say(
                    dondoc_messages::Lang::default(),
                    &problem,
                ));
            }
            City::from_snapshot(&snapshot?.state).ok()
        }
        Err(error) => {
            out::note(&error.to_string());
            None
        }
    }
}

/// Writes a snapshot of `city` when much was folded since the last one.
pub(crate) fn keep_if_worth_it(folder: &DataFolder, city: &City, before: u64) {
    if city.folded() - before >= WORTH_IT {
        keep(folder, city);
    }
}

/// Writes a snapshot. A failure is said and passed over: the ledger has it all.
pub(crate) fn keep(folder: &DataFolder, city: &City) {
    let size = city.folded();
    let written = || -> anyhow::Result<()> {
        let head = TreeHead {
            size,
            root: folder.ledger().root_at(size)?,
        };
        folder.write_snapshot(&head, SNAPSHOT_FORMAT, &city.to_snapshot()?)?;
        Ok(())
    };
    if let Err(error) = written() {
        out::note(&format!("snapshot: {error:#}"));
    }
}
