//! The foot of a document: where the body ends, who signed, what is attached.

use super::{Frame, one_line};
use crate::grammar::Grammar;
use crate::layout::Line;
use crate::reading::{Authority, Header};
use crate::text::{Case, Gap, Kind, Text};

/// Finds where the body ends, who signed and what is attached.
pub(super) fn foot(text: &Text<'_>, grammar: &Grammar, rows: &[Line], frame: &mut Frame) {
    let is = |at: usize, word: &str| text.toks.get(at).is_some_and(|t| text.fold(t) == word);
    let from = frame.body.min(rows.len());
    let tail = (from..rows.len())
        .find(|&i| is(rows[i].first, "nơi") && is(rows[i].first + 1, "nhận"))
        .or_else(|| {
            (from..rows.len())
                .find(|&i| ends_body(text, &rows[i]))
                .map(|i| i + 1)
        });
    let Some(tail) = tail else { return };
    frame.tail = tail;
    frame.annex = (tail + 1..rows.len())
        .find(|&i| {
            let row = &rows[i];
            let upper = text.toks[row.first].case == Case::Upper;
            let upper = upper
                && text.toks[row.first..row.end]
                    .iter()
                    .all(|t| t.kind != Kind::Word || t.case == Case::Upper);
            let whole = grammar.header_kinds.has(&text.toks, row.first, row.end);
            (is(row.first, "phụ") && is(row.first + 1, "lục"))
                || (is(row.first, "biểu") && text.toks[row.first].gap == Gap::Blank)
                || (upper && whole)
        })
        .unwrap_or(rows.len());
    frame.attached = (frame.annex < rows.len())
        .then(|| attached(text, grammar, rows, frame.annex))
        .flatten();
    sign(text, &rows[tail..frame.annex], &mut frame.header);
}

/// Returns the first line below the head of an attached document: a kind in
/// capitals, a title, `(Kèm theo …)`.
pub(super) fn attached(
    text: &Text<'_>,
    grammar: &Grammar,
    rows: &[Line],
    annex: usize,
) -> Option<usize> {
    let row = &rows[annex];
    let (_, kind, _) = grammar.header_kinds.at(&text.toks, row.first, row.end)?;
    if !matches!(
        kind,
        "Chương trình" | "Chương trình hành động" | "Kế hoạch" | "Đề án" | "Phương án"
    ) {
        return None;
    }
    let note = (annex + 1..rows.len().min(annex + 12)).find(|&i| {
        let toks = &text.toks[rows[i].first..rows[i].end];
        toks[0].mark == b'(' && toks.iter().any(|t| text.fold(t) == "kèm")
    })?;
    Some(note + 1)
}

/// The body of a state document ends with `./.`.
pub(super) fn ends_body(text: &Text<'_>, row: &Line) -> bool {
    row.end >= row.first + 3 && {
        let last = &text.toks[row.end - 3..row.end];
        last[0].mark == b'.' && last[1].mark == b'/' && last[2].mark == b'.'
    }
}

pub(super) fn sign(text: &Text<'_>, rows: &[Line], header: &mut Header) {
    let mut signed = false;
    for row in rows {
        let toks = &text.toks[row.first..row.end];
        for w in toks.windows(2) {
            let dotted = matches!(w[1].mark, b'.' | b'/') && w[0].case == Case::Upper;
            let found = match text.fold(&w[0]) {
                "tm" if dotted => Some(Authority::OnBehalf),
                "t" if w[1].mark == b'/' => Some(Authority::OnBehalf),
                "kt" | "k" if dotted => Some(Authority::ForHead),
                "tl" if dotted => Some(Authority::ByOrder),
                "tuq" if dotted => Some(Authority::ByAuthorisation),
                "q" if dotted => Some(Authority::Acting),
                _ => None,
            };
            if let Some(found) = found {
                // The last authority is the one of the person: `TM. …, KT. …`.
                header.authority = Some(found);
                signed = true;
            }
        }
        let upper = toks
            .iter()
            .filter(|t| t.case == Case::Upper && t.end - t.start > 2)
            .count();
        signed |= upper >= 2 && toks[0].mark != b'-';
        let name = toks
            .iter()
            .all(|t| t.kind == Kind::Word && t.case == Case::Title);
        if signed && name && (2..=6).contains(&toks.len()) {
            header.signer = Some(one_line(text.slice(&toks[0], &toks[toks.len() - 1])));
            return;
        }
    }
}
