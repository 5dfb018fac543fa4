//! How an edge says why a data folder can't be used.

use dondoc_kinds::{Arg, Say, with_causes};

use crate::folder::FolderError;
use crate::work::RestoreFolderError;

impl Say for RestoreFolderError {
    fn key(&self) -> &'static str {
        match self {
            Self::Export(error) => error.key(),
            Self::Folder(error) => error.key(),
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Export(error) => error.args(),
            Self::Folder(error) => error.args(),
        }
    }
}

impl Say for FolderError {
    fn key(&self) -> &'static str {
        match self {
            Self::NotEmpty { .. } => "ledger-folder-not-empty",
            Self::NotAFolder { .. } => "ledger-folder-not-a-folder",
            Self::Newer { .. } => "ledger-folder-newer",
            Self::Manifest { .. } => "ledger-folder-manifest",
            Self::BadJurisdiction { .. } => "ledger-folder-bad-jurisdiction",
            Self::BadOrigin(_) => "ledger-folder-bad-origin",
            Self::Key => "ledger-folder-key",
            Self::NotALedger => "ledger-folder-not-a-ledger",
            Self::Locked(_) => "ledger-folder-locked",
            Self::Entropy(_) | Self::Read(_) | Self::Store(_) => "ledger-folder-failed",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::NotEmpty { path } | Self::NotAFolder { path } => {
                vec![("path", path.display().to_string().into())]
            }
            Self::Newer { found, known } => {
                vec![("found", (*found).into()), ("known", (*known).into())]
            }
            Self::Manifest { why } => vec![("why", why.as_str().into())],
            Self::BadJurisdiction { given } => vec![("given", given.as_str().into())],
            Self::BadOrigin(bad) => vec![("given", bad.given.as_str().into())],
            Self::Key | Self::NotALedger | Self::Locked(_) => vec![],
            Self::Entropy(_) | Self::Read(_) | Self::Store(_) => {
                vec![("why", with_causes(self).into())]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use dondoc_ledger::{BadOrigin, StoreError};

    use super::*;

    #[test]
    fn every_reason_has_words_in_both_languages() {
        let text = || String::from("x");
        let all = [
            FolderError::NotEmpty {
                path: PathBuf::new(),
            },
            FolderError::NotAFolder {
                path: PathBuf::new(),
            },
            FolderError::Newer { found: 2, known: 1 },
            FolderError::Manifest { why: text() },
            FolderError::BadJurisdiction { given: text() },
            FolderError::BadOrigin(BadOrigin { given: text() }),
            FolderError::Key,
            FolderError::NotALedger,
            FolderError::Locked(StoreError::new("x", "y")),
            FolderError::Store(StoreError::new("x", "y")),
        ];
        let files = [
            include_str!("../../messages/locales/vi/ledger.ftl"),
            include_str!("../../messages/locales/en/ledger.ftl"),
        ];
        for error in &all {
            let begin = format!("{} = ", error.key());
            for file in files {
                let words = file
                    .lines()
                    .find_map(|line| line.strip_prefix(&begin))
                    .unwrap();
                for (name, _) in error.args() {
                    assert!(words.contains(&format!("{{ ${name} }}")), "{words}");
                }
                assert_eq!(words.matches("{ $").count(), error.args().len());
            }
        }
    }
}
