//! How an edge says why something of the log can't be proved or restored.

use dondoc_kinds::{Arg, Say, with_causes};

use crate::note::{BadNote, BadVerifierKey};
use crate::prove::ProveError;
use crate::restore::RestoreError;

impl Say for BadNote {
    fn key(&self) -> &'static str {
        match self {
            Self::NotACheckpoint => "ledger-note-form",
            Self::UnknownKey => "ledger-note-key",
            Self::WrongSignature => "ledger-note-signature",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![]
    }
}

impl Say for BadVerifierKey {
    fn key(&self) -> &'static str {
        "ledger-bad-verifier-key"
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![("given", self.given.as_str().into())]
    }
}

impl Say for ProveError {
    fn key(&self) -> &'static str {
        match self {
            Self::Beyond { .. } => "ledger-prove-beyond",
            Self::Read(_) => "ledger-prove-failed",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Beyond { size, asked } => vec![("size", index(*size)), ("asked", index(*asked))],
            Self::Read(cause) => vec![("why", with_causes(cause).into())],
        }
    }
}

impl Say for RestoreError {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "ledger-restore-missing",
            Self::Damaged { .. } => "ledger-restore-damaged",
            Self::Newer { .. } => "ledger-restore-newer",
            Self::Leaf { .. } => "ledger-restore-leaf",
            Self::Entry { .. } => "ledger-restore-entry",
            Self::Checkpoint { why, .. } => match why {
                BadNote::NotACheckpoint => "ledger-restore-checkpoint-form",
                BadNote::UnknownKey => "ledger-restore-checkpoint-key",
                BadNote::WrongSignature => "ledger-restore-checkpoint-signature",
            },
            Self::Root { .. } => "ledger-restore-root",
            Self::Store(_) => "ledger-restore-failed",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::Missing { path } => vec![("path", path.as_str().into())],
            Self::Damaged { path, why } => {
                vec![("path", path.as_str().into()), ("why", why.as_str().into())]
            }
            Self::Newer { found } => vec![
                ("found", index(u64::from(*found))),
                ("known", index(u64::from(crate::export::EXPORT_FORMAT))),
            ],
            Self::Leaf { entry, why } => {
                vec![("entry", index(*entry)), ("why", with_causes(why).into())]
            }
            Self::Entry { entry, stream, why } => vec![
                ("entry", index(*entry)),
                ("stream", stream.as_str().into()),
                ("why", (*why).into()),
            ],
            Self::Checkpoint { size, .. } | Self::Root { size } => vec![("size", index(*size))],
            Self::Store(cause) => vec![("why", with_causes(cause).into())],
        }
    }
}

/// An index is not a quantity that a language groups.
fn index(number: u64) -> Arg {
    Arg::Text(number.to_string())
}

#[cfg(test)]
mod tests {
    use crate::store::StoreError;

    use super::*;

    #[test]
    fn every_reason_has_words_in_both_languages() {
        let text = || String::from("x");
        let store = || StoreError::new("x", "y");
        let checkpoint = |why| RestoreError::Checkpoint { size: 1, why };
        let notes = [
            BadNote::NotACheckpoint,
            BadNote::UnknownKey,
            BadNote::WrongSignature,
        ];
        let key = BadVerifierKey { given: text() };
        let beyond = ProveError::Beyond { size: 1, asked: 2 };
        let unread = ProveError::from(store());
        let restore = [
            RestoreError::Missing { path: text() },
            RestoreError::Damaged {
                path: text(),
                why: text(),
            },
            RestoreError::Newer { found: 9 },
            RestoreError::Entry {
                entry: 1,
                stream: text(),
                why: "x",
            },
            checkpoint(BadNote::NotACheckpoint),
            checkpoint(BadNote::UnknownKey),
            checkpoint(BadNote::WrongSignature),
            RestoreError::Root { size: 1 },
            RestoreError::Store(store()),
        ];
        let said = (notes.iter().map(|n| n as &dyn Say))
            .chain([&key as &dyn Say, &beyond, &unread])
            .chain(restore.iter().map(|r| r as &dyn Say));
        let files = [
            include_str!("../../messages/locales/vi/ledger.ftl"),
            include_str!("../../messages/locales/en/ledger.ftl"),
        ];
        for answer in said {
            let begin = format!("{} = ", answer.key());
            for file in files {
                let words = file
                    .lines()
                    .find_map(|line| line.strip_prefix(&begin))
                    .unwrap();
                for (name, _) in answer.args() {
                    assert!(words.contains(&format!("{{ ${name} }}")), "{words}");
                }
                assert_eq!(words.matches("{ $").count(), answer.args().len());
            }
        }
    }
}
