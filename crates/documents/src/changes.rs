//! Which cited documents a document says it changes.

use serde::{Deserialize, Serialize};

use crate::grammar::Grammar;
use crate::reading::Reading;
use crate::register::ChangeKind;

/// How many tokens before a mention its verb may stand.
const REACH: usize = 14;

/// A mention that the document says it changes: a proposal, a person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidChange {
    /// What it says it does.
    pub kind: ChangeKind,
    /// The place of the mention in [`Reading::references`].
    pub reference: usize,
}

/// Finds the mentions that stand after `thay thế` (replaces), `sửa đổi, bổ sung`
/// (amends), `bãi bỏ` or `hủy bỏ` (repeals) in the same sentence.
///
/// `reading` must be the reading of `source`.
pub fn said_changes(source: &str, reading: &Reading) -> Vec<SaidChange> {
    let text = Grammar::built_in().tokens(source);
    let word = |i: usize| text.toks.get(i).map_or("", |t| text.fold(t));
    let mut out = Vec::new();
    let mut at = 0;
    for (reference, mention) in reading.references.iter().enumerate() {
        while text
            .toks
            .get(at)
            .is_some_and(|t| (t.start as usize) < mention.start)
        {
            at += 1;
        }
        let reach = at.saturating_sub(REACH);
        let stop = (reach..at)
            .rev()
            .find(|&i| matches!(text.toks[i].mark, b'.' | b';' | b':'));
        // The verb nearest to the mention counts.
        let kind =
            (stop.map_or(reach, |i| i + 1)..at)
                .rev()
                .find_map(|i| match (word(i), word(i + 1)) {
                    ("thay", "thế") => Some(ChangeKind::Replaced),
                    ("bãi", "bỏ") | ("hủy", "bỏ") => Some(ChangeKind::Repealed),
                    ("sửa", "đổi") => Some(ChangeKind::Amended),
                    _ => None,
                });
        if let Some(kind) = kind {
            out.push(SaidChange { kind, reference });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_changes_is_read_from_its_words() {
        let source = "Chỉ thị này thay thế Chỉ thị số 12/CT-UBND ngày 05/3/2021. Căn cứ Nghị định số 30/2020/NĐ-CP; \
                      bãi bỏ Quyết định số 77/QĐ-UBND; sửa đổi, bổ sung một số điều của Quyết định số 9/2024/QĐ-UBND.";
        let reading = crate::read(source);
        let found: Vec<(ChangeKind, &str)> = said_changes(source, &reading)
            .iter()
            .map(|c| {
                (
                    c.kind,
                    reading.references[c.reference].number.as_deref().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (ChangeKind::Replaced, "12/CT-UBND"),
                (ChangeKind::Repealed, "77/QĐ-UBND"),
                (ChangeKind::Amended, "9/2024/QĐ-UBND"),
            ]
        );
    }
}
