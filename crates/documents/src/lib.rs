//! Vietnamese administrative and Party documents: text to structure, references, proposed tasks, targets, each with its exact span.

mod build;
mod changes;
mod dates;
mod deadlines;
mod grammar;
mod header;
mod inline;
mod layout;
mod marker;
mod orders;
mod press;
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
pub use reading::{
    Authority, Deadline, DeadlineKind, Header, Reading, Reference, Section, Target, Task,
};
pub use register::{
    Amended, Change, ChangeKind, Document, Documents, Event, Registered, Repealed, Replaced,
    document_id,
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
            year: year(&text, &frame),
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
            found.tasks = press::Press::new(build).read(&paras);
        } else {
            found = walk::Walker::new(build, &paras, plans(&frame)).walk();
            if let Some(from) = frame.attached {
                let paras = layout::paragraphs(&text, self.grammar, &lines, from, lines.notes, 0);
                found.extend(walk::Walker::new(build, &paras, true).walk());
            }
        }
        if !frame.press && frame.attached.is_none() {
            found
                .tasks
                .extend(table::tasks(build, &lines, frame.body, lines.notes));
        }
        Reading {
            header: frame.header,
            references,
            tasks: found.tasks,
            targets: found.targets,
            sections: walk::level(found.sections),
        }
    }
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
/// the one it names most often.
fn year(text: &text::Text<'_>, frame: &header::Frame) -> Option<u32> {
    let own = frame
        .header
        .date
        .as_deref()
        .and_then(|date| date.get(..4)?.parse().ok());
    own.or_else(|| {
        let mut counts = std::collections::BTreeMap::new();
        let years = text
            .toks
            .iter()
            .filter(|t| t.kind == text::Kind::Number && t.end - t.start == 4);
        for year in years
            .filter_map(|t| text.fold(t).parse::<u32>().ok())
            .filter(|y| (1990..2100).contains(y))
        {
            *counts.entry(year).or_insert(0usize) += 1;
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

/// Reads one document with the grammar that is part of the program.
pub fn read(source: &str) -> Reading {
    Reader::new(Grammar::built_in()).read(source)
}
