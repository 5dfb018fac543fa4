//! A read document as Akoma Ntoso 1.0 (OASIS, 29 August 2018; schema 3.0).
//!
//! All words of the text are in the result, in their order. On top of them:
//! identity (FRBR), the hierarchy of sections, each proposed task as
//! `<span class="task" eId="task_N">` inside a numbered `paragraph` (N counts
//! the tasks of the reading from 1), references to other documents as `<ref>`,
//! units as `<organization>`, time limits as `<date>` where they name a day.

mod identity;
mod inline;
mod tree;

use std::fmt::Write as _;

use dondoc_documents::Reading;

use identity::Identity;
use inline::Marks;
use tree::{Node, Shape};

/// Writes a document as Akoma Ntoso.
///
/// `reading` is what `dondoc_documents::read` found in `text`. Spans that do
/// not fit the text are left out.
///
/// ```
/// let text = "CHỈ THỊ\n1. Yêu cầu các sở báo cáo.";
/// let xml = dondoc_readers::akn::write(text, &dondoc_documents::Reading::default());
/// assert!(xml.contains("Yêu cầu các sở báo cáo."));
/// ```
pub fn write(text: &str, reading: &Reading) -> String {
    let source = Source::new(text);
    let identity = Identity::of(&reading.header);
    let marks = Marks::of(&source, reading, &identity);
    let (preface, nodes) = tree::build(&source, reading);
    let mut out = String::with_capacity(text.len() * 2 + 4096);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n");
    let (root, body) = if tree::has_articles(&nodes) {
        ("act", "body")
    } else {
        ("doc", "mainBody")
    };
    // Writing to a `String` can't fail, here and below.
    let _ = writeln!(out, "<{root} name=\"{}\">", identity.subtype);
    identity.write(&mut out, root, marks.organizations());
    let mut writer = Writer {
        out,
        source: &source,
        marks: &marks,
    };
    writer.preface(&preface);
    let _ = writeln!(writer.out, "<{body} eId=\"{body}\">");
    writer.nodes(&nodes, "");
    let _ = writeln!(writer.out, "</{body}>\n</{root}>\n</akomaNtoso>");
    writer.out
}

/// A text whose code points can be found.
pub(crate) struct Source<'t> {
    text: &'t str,
    /// Byte offset of each code point, and of the end.
    bytes: Vec<usize>,
}

impl<'t> Source<'t> {
    fn new(text: &'t str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        Self { text, bytes }
    }

    /// Code points of the text.
    fn len(&self) -> usize {
        self.bytes.len() - 1
    }

    /// Returns what stands between two code points; nothing for bad spans.
    fn slice(&self, start: usize, end: usize) -> &'t str {
        match (self.bytes.get(start), self.bytes.get(end)) {
            (Some(&start), Some(&end)) if start <= end => &self.text[start..end],
            _ => "",
        }
    }

    /// Says whether a span lies in the text and holds something.
    fn holds(&self, start: usize, end: usize) -> bool {
        start < end && end <= self.len()
    }
}

struct Writer<'w> {
    out: String,
    source: &'w Source<'w>,
    marks: &'w Marks,
}

impl Writer<'_> {
    fn preface(&mut self, blocks: &[(usize, usize)]) {
        if blocks.is_empty() {
            return;
        }
        self.out.push_str("<preface eId=\"preface\">\n");
        self.blocks(blocks, "preface");
        self.out.push_str("</preface>\n");
    }

    fn nodes(&mut self, nodes: &[Node], parent: &str) {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for node in nodes {
            let short = node.shape.short();
            let count = match counts.iter_mut().find(|(known, _)| *known == short) {
                Some((_, count)) => {
                    *count += 1;
                    *count
                }
                None => {
                    counts.push((short, 1));
                    1
                }
            };
            let own = format!("{short}_{count}");
            let id = if parent.is_empty() {
                own
            } else {
                format!("{parent}__{own}")
            };
            self.node(node, &id);
        }
    }

    fn node(&mut self, node: &Node, id: &str) {
        let element = node.shape.element();
        let name = match node.shape {
            Shape::Text => " name=\"text\"",
            _ => "",
        };
        let _ = writeln!(self.out, "<{element} eId=\"{id}\"{name}>");
        if let Some((start, end)) = node.num {
            let num = self.source.slice(start, end).trim();
            let _ = writeln!(self.out, "<num>{}</num>", inline::escaped(num));
        }
        if let Some((start, end)) = node.heading {
            self.out.push_str("<heading>");
            self.marks.write(&mut self.out, self.source, start, end);
            self.out.push_str("</heading>\n");
        }
        if node.children.is_empty() {
            let _ = writeln!(self.out, "<content eId=\"{id}__content\">");
            if node.blocks.is_empty() {
                self.out.push_str("<p/>\n");
            }
            self.blocks(&node.blocks, &format!("{id}__content"));
            self.out.push_str("</content>\n");
        } else {
            if !node.blocks.is_empty() {
                let _ = writeln!(self.out, "<intro eId=\"{id}__intro\">");
                self.blocks(&node.blocks, &format!("{id}__intro"));
                self.out.push_str("</intro>\n");
            }
            self.nodes(&node.children, id);
        }
        let _ = writeln!(self.out, "</{element}>");
    }

    fn blocks(&mut self, blocks: &[(usize, usize)], parent: &str) {
        for (number, (start, end)) in (1..).zip(blocks) {
            let _ = write!(self.out, "<p eId=\"{parent}__p_{number}\">");
            self.marks.write(&mut self.out, self.source, *start, *end);
            self.out.push_str("</p>\n");
        }
    }
}
