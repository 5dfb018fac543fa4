//! What is striven for outside any order: `Phấn đấu đến năm 2030, … đạt 80%`.
//!
//! A sentence says by a few words whether its figures are to be reached or were
//! reached. The nearest such word before a figure decides; a figure without one
//! goes with the sentences before it.

use crate::build::Builder;
use crate::grammar::Aim;
use crate::reading::Target;
use crate::targets::{self, Among};
use crate::text::Kind;

/// How far the decision behind `đã` is looked for, in tokens.
const NEAR: usize = 6;

/// What a sentence says of goals.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// It names goals itself.
    pub(crate) names: bool,
    /// It says what was, and names no goals.
    pub(crate) past: bool,
    /// The figures to be reached.
    pub(crate) targets: Vec<Target>,
}

/// Reads the goals between two tokens. `going_on`: the sentence before named some.
pub(crate) fn said(build: &Builder<'_, '_>, from: usize, end: usize, going_on: bool) -> Said {
    let signs = signs(build, from, end);
    let names = signs.iter().any(|(_, aims)| *aims);
    if !names && (!going_on || !signs.is_empty()) {
        return Said {
            past: !signs.is_empty(),
            ..Said::default()
        };
    }
    let found = targets::targets(build.text, build.grammar, from, end, Among::Aims);
    let first = |at: usize| build.text.toks[at].start as usize;
    let targets = found
        .into_iter()
        .filter(|target| {
            // Signs stand in order: each figure looks its own up at once.
            let before = signs.partition_point(|(at, _)| first(*at) <= target.start);
            signs[..before]
                .last()
                .map_or(going_on || names, |(_, aims)| *aims)
        })
        .collect();
    Said {
        names,
        past: false,
        targets,
    }
}

/// Reports whether a heading opens a list of figures to be reached.
pub(crate) fn heads(build: &Builder<'_, '_>, from: usize, end: usize) -> bool {
    let toks = &build.text.toks;
    let near = end.min(from + 8);
    (from..near).any(|at| {
        matches!(
            build.grammar.aims.at(toks, at, end),
            Some((Aim::Heading, ..))
        )
    })
}

/// The words that decide, in order, and whether they aim.
fn signs(build: &Builder<'_, '_>, from: usize, end: usize) -> Vec<(usize, bool)> {
    let (text, aims) = (build.text, &build.grammar.aims);
    let mut out = Vec::new();
    for at in from..end {
        if text.toks[at].kind != Kind::Word {
            continue;
        }
        match aims.at(&text.toks, at, end) {
            Some((Aim::Ahead | Aim::Heading, ..)) => out.push((at, true)),
            // `Đại hội đã thông qua mục tiêu …` is the past of the decision.
            Some((Aim::Past, _, after)) => {
                let decided = text.fold(&text.toks[at]) == "đã"
                    && (after..end.min(after + NEAR)).any(|i| {
                        matches!(
                            aims.at(&text.toks, i, end),
                            Some((Aim::Framing | Aim::Ahead | Aim::Heading, ..))
                        )
                    });
                if !decided {
                    out.push((at, false));
                }
            }
            _ if future_year(build, at, end) => out.push((at, true)),
            _ => {}
        }
    }
    out
}

/// `đến năm 2030` in a document of a year before.
fn future_year(build: &Builder<'_, '_>, at: usize, end: usize) -> bool {
    let text = build.text;
    let word = |i: usize| {
        text.toks
            .get(i)
            .filter(|_| i < end)
            .map_or("", |t| text.fold(t))
    };
    if word(at) != "đến" {
        return false;
    }
    let next = at + 1 + usize::from(matches!(word(at + 1), "hết" | "cuối"));
    let year = word(next + 1).parse::<u32>().ok();
    word(next) == "năm"
        && year
            .zip(build.year)
            .is_some_and(|(named, own)| named > own && named < own + 60)
}
