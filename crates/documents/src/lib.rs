//! Vietnamese administrative and Party documents: text to structure, references, proposed tasks, targets, each with its exact span.

mod dates;
mod grammar;
mod header;
mod inline;
mod layout;
mod marker;
mod reading;
mod references;
mod text;
mod units;

pub use grammar::Grammar;
pub use reading::{
    Authority, Deadline, DeadlineKind, Header, Reading, Reference, Section, Target, Task,
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
        Reading { header: frame.header, references, ..Reading::default() }
    }
}

/// Reads one document with the grammar that is part of the program.
pub fn read(source: &str) -> Reading {
    Reader::new(Grammar::built_in()).read(source)
}
