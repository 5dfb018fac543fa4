//! Vietnamese administrative and Party documents: from text to header,
//! structure, references, proposed tasks and targets, each with the exact span
//! that says so.
//!
//! [`read`] takes plain text (chỉ thị, công điện, công văn, kế hoạch, thông báo
//! kết luận, nghị quyết, or a report of the press) and returns a [`Reading`].
//! Everything in it is a proposal: a person corrects and issues it.
//!
//! The reading goes in one direction, each stage a module:
//!
//! 1. `text`: tokens that know their place in the given text and a folded form
//!    (one tone placement, one dash, one case) for matching;
//! 2. `layout`, `marker`, `inline`: page numbers out, footnotes behind, hard
//!    breaks joined, list markers known, run-on lines split;
//! 3. `header`: head and foot, and where the body begins and ends;
//! 4. `references`: every mention of another document;
//! 5. `walk` for official documents (headings and lead-ins pass what they say to
//!    their items), `press` for reports, `table` for annexes;
//! 6. `orders`, `units`: who is told what by which words;
//! 7. `deadlines`, `targets`: when and how much.
//!
//! The grammar is data: tables of words in `grammar/*.tsv`. Code holds only how
//! the words stand together.
//!
//! Invariants: offsets count Unicode code points of the given text, and every
//! span gives back its words; the same text reads the same; the work grows with
//! the length of the text only, since every look ahead or back is bounded.
//!
//! The room also keeps the register of documents ([`Documents`]).

use std::collections::BTreeMap;

mod aims;
mod build;
mod changes;
mod dates;
mod deadlines;
#[cfg(test)]
mod effort;
mod grammar;
mod header;
mod inline;
mod issuer;
mod layout;
mod marker;
mod orders;
mod press;
mod pronoun;
mod reading;
// The register of documents: events, fold, ids; complete, with its golden files.
mod references;
mod register;
mod table;
mod targets;
mod text;
mod units;
mod walk;

pub use changes::{SaidChange, said_changes};
pub use grammar::Grammar;
pub use header::PRESS;
pub use reading::{
    Authority, Deadline, DeadlineKind, Header, Reading, Reference, Section, Target, Task,
};
pub use register::{
    Amended, Change, ChangeKind, Document, Documents, Event, Organ, Package, PackageFile, Received,
    Registered, Repealed, Replaced, document_id,
};

/// Reads documents with one grammar.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'g> {
    grammar: &'g Grammar,
}

impl<'g> Reader<'g> {
    /// Makes a reader that uses `grammar`.
    pub fn new(grammar: &'g Grammar) -> Self {
        Self { grammar }
    }

    /// Reads one document. Never fails: what it cannot make out is absent.
    pub fn read(&self, source: &str) -> Reading {
        let mut text = self.grammar.tokens(source);
        let lines = layout::Lines::new(&mut text);
        let frame = header::frame(&text, self.grammar, &lines);
        let references = references::references(&text, self.grammar, &frame);
        let build = build::Builder {
            text: &text,
            grammar: self.grammar,
            year: year(&text, &frame, &references),
        };
        let paras = layout::paragraphs(
            &text,
            self.grammar,
            &lines,
            frame.body,
            frame.tail,
            frame.start,
        );
        let mut found = walk::Found::default();
        if frame.press {
            (found.tasks, found.targets) = press::Press::new(build).read(&paras);
        } else {
            found = walk::Walker::new(build, &paras, plans(&frame)).walk();
            if found.tasks.is_empty() {
                // Nothing announced in words that are known: read it as a plan.
                found = walk::Walker::new(build, &paras, true).walk();
            }
            if let Some(from) = frame.attached {
                let paras = layout::paragraphs(&text, self.grammar, &lines, from, lines.notes, 0);
                found.extend(walk::Walker::new(build, &paras, true).walk());
            }
        }
        let rows = table::tasks(build, &lines, frame.body, lines.notes);
        put_rows(&mut found.tasks, rows);
        pronoun::resolve(&mut found.tasks);
        // Rows of tables and what is attached were read after the running text.
        found.tasks.sort_by_key(|task| (task.start, task.end));
        Reading {
            header: frame.header,
            references,
            tasks: found.tasks,
            targets: found.targets,
            sections: walk::level(found.sections),
        }
    }
}

/// Adds the rows of tables. What running text made of a row gives way to it.
fn put_rows(tasks: &mut Vec<Task>, mut rows: table::Rows) {
    tasks.retain(|task| {
        let before = rows.spans.partition_point(|(start, _)| *start < task.end);
        let last = rows.spans[..before].last();
        last.is_none_or(|(_, end)| *end <= task.start)
    });
    tasks.append(&mut rows.tasks);
}

/// Kinds whose orders stand below headings without being announced.
fn plans(frame: &header::Frame) -> bool {
    frame.header.kind.as_deref().is_some_and(|kind| {
        [
            "Kế hoạch",
            "Chương trình",
            "Chương trình hành động",
            "Phương án",
            "Đề án",
            "Hướng dẫn",
        ]
        .contains(&kind)
    })
}

/// Returns the year that dates without one belong to: the document's own, or
/// the one that its dates name most often, apart from those of cited documents.
fn year(text: &text::Text<'_>, frame: &header::Frame, cited: &[Reference]) -> Option<u32> {
    let own = frame
        .header
        .date
        .as_deref()
        .and_then(|date| date.get(..4)?.parse().ok());
    own.or_else(|| {
        let mut counts = named_years(text, cited);
        if counts.is_empty() {
            counts = named_years(text, &[]);
        }
        // Reports compare with the year before: the later of two that are named
        // about as often is the present one.
        let (top, most) = counts
            .iter()
            .max_by_key(|(_, count)| **count)
            .map(|(year, count)| (*year, *count))?;
        let next = counts.get(&(top + 1)).filter(|count| **count * 2 >= most);
        Some(if next.is_some() { top + 1 } else { top })
    })
}

/// Counts the years named outside mentions of documents. The year of a day,
/// month or quarter weighs more than a bare one, the ends of a plan nothing.
fn named_years(text: &text::Text<'_>, cited: &[Reference]) -> BTreeMap<u32, usize> {
    let mut spans: Vec<(usize, usize)> = cited.iter().map(|r| (r.start, r.end)).collect();
    spans.sort_unstable();
    let mut spans = spans.into_iter().peekable();
    let mut counts = BTreeMap::new();
    for (i, tok) in text.toks.iter().enumerate() {
        while spans
            .next_if(|(_, end)| *end <= tok.start as usize)
            .is_some()
        {}
        let inside = spans
            .peek()
            .is_some_and(|(start, _)| *start <= tok.start as usize);
        if tok.kind != text::Kind::Number || tok.end - tok.start != 4 || inside {
            continue;
        }
        let Some(year) = text
            .fold(tok)
            .parse::<u32>()
            .ok()
            .filter(|y| (1990..2100).contains(y))
        else {
            continue;
        };
        let before = |n: usize| i.checked_sub(n).and_then(|b| text.toks.get(b));
        let word = |n: usize| before(n).map_or("", |t| text.fold(t));
        let mark = |n: usize| before(n).map_or(0, |t| t.mark);
        // `5-8-2024`, `tháng 8-2024`, where `2021-2025` is the span of a plan.
        let dashed = mark(1) == b'-' && before(2).is_some_and(|t| t.end - t.start <= 2);
        let span = !dashed
            && (mark(1) == b'-'
                || text
                    .toks
                    .get(i + 1)
                    .is_some_and(|t| t.mark == b'-' && t.gap == text::Gap::None));
        let far = word(1) == "năm" && matches!(word(2), "đến" | "nhìn") || word(1) == "đến";
        let dated = dashed
            || mark(1) == b'/'
            || mark(1) == b'.'
            || (word(1) == "năm" && before(2).is_some_and(|t| t.kind == text::Kind::Number));
        let weight = if dated { 3 } else { usize::from(!span && !far) };
        if weight > 0 {
            *counts.entry(year).or_insert(0) += weight;
        }
    }
    counts
}

/// Reads one document with the grammar that is part of the program.
pub fn read(source: &str) -> Reading {
    Reader::new(Grammar::built_in()).read(source)
}
