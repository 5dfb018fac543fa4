//! Lists that a person named, to come back to. They are the person's own and no
//! record: a file for each account beside the ledger, not in it.

use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The most views of one person.
pub(crate) const MOST: usize = 50;
/// The longest name, in code points.
pub(crate) const LONGEST: usize = 80;

/// A list that a person named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct View {
    pub(crate) name: String,
    /// The part of its address after `?`.
    pub(crate) query: String,
}

/// The views of one person.
#[derive(Debug)]
pub(crate) struct Views {
    file: PathBuf,
}

impl Views {
    /// `account` names the file; only its letters and digits count.
    pub(crate) fn of(folder: &std::path::Path, account: &str) -> Self {
        let safe = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let name: String = account.chars().filter(safe).collect();
        Self {
            file: folder.join("views").join(format!("{name}.json")),
        }
    }

    /// Returns them, in the order in which they were saved. A file that is no list
    /// counts as none: it holds nothing that cannot be made again.
    pub(crate) fn all(&self) -> std::io::Result<Vec<View>> {
        match std::fs::read(&self.file) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(cause) => Err(cause),
        }
    }

    /// Saves one, in the place of one with the same name; `false` when there are
    /// too many.
    pub(crate) fn save(&self, view: View) -> std::io::Result<bool> {
        let mut all = self.all()?;
        match all.iter().position(|it| it.name == view.name) {
            Some(at) => {
                if let Some(known) = all.get_mut(at) {
                    *known = view;
                }
            }
            None if all.len() >= MOST => return Ok(false),
            None => all.push(view),
        }
        self.write(&all)?;
        Ok(true)
    }

    /// Forgets one.
    pub(crate) fn remove(&self, name: &str) -> std::io::Result<()> {
        let mut all = self.all()?;
        all.retain(|it| it.name != name);
        self.write(&all)
    }

    /// The whole file at once, so that a crash leaves the old or the new one.
    fn write(&self, all: &[View]) -> std::io::Result<()> {
        let fresh = self.file.with_extension("new");
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = std::fs::File::create(&fresh)?;
        file.write_all(&serde_json::to_vec(all)?)?;
        file.sync_all()?;
        std::fs::rename(&fresh, &self.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_kept_replaced_and_forgotten_each_for_its_person() {
        let place = tempfile::tempdir().unwrap();
        let (mine, yours) = (
            Views::of(place.path(), "1"),
            Views::of(place.path(), "../2"),
        );
        let view = |name: &str, query: &str| View {
            name: name.to_owned(),
            query: query.to_owned(),
        };
        assert!(mine.save(view("Đỏ", "status=late")).unwrap());
        assert!(mine.save(view("Đỏ", "status=late&q=x")).unwrap());
        assert_eq!(mine.all().unwrap(), [view("Đỏ", "status=late&q=x")]);
        assert_eq!(yours.all().unwrap(), []);
        for nth in 1..MOST {
            assert!(mine.save(view(&nth.to_string(), "")).unwrap());
        }
        assert!(!mine.save(view("thừa", "")).unwrap());
        mine.remove("Đỏ").unwrap();
        assert_eq!(mine.all().unwrap().len(), MOST - 1);
    }
}
