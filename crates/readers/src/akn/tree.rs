//! Lines of the text as a hierarchy.

use dondoc_documents::{Reading, Section};

use super::Source;

/// What a node of the hierarchy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// *Phần*.
    Part,
    /// *Chương*.
    Chapter,
    /// *Điều*.
    Article,
    /// A heading of the first level, or *Mục*.
    Section,
    /// A heading of the second level.
    Subsection,
    /// A deeper heading.
    Level,
    /// A paragraph with tasks.
    Paragraph,
    /// Text without tasks.
    Text,
}

impl Shape {
    /// Returns the element.
    pub(crate) fn element(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Chapter => "chapter",
            Self::Article => "article",
            Self::Section => "section",
            Self::Subsection => "subsection",
            Self::Level => "level",
            Self::Paragraph => "paragraph",
            Self::Text => "hcontainer",
        }
    }

    /// Returns its short form in ids, by the naming convention.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Chapter => "chp",
            Self::Article => "art",
            Self::Section => "sec",
            Self::Subsection => "subsec",
            Self::Level => "lvl",
            Self::Paragraph => "para",
            Self::Text => "hcontainer",
        }
    }

    fn of(words: &str, level: u8) -> Self {
        let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
        match first.as_str() {
            "phần" => Self::Part,
            "chương" => Self::Chapter,
            "điều" => Self::Article,
            "mục" => Self::Section,
            _ => match level {
                0 | 1 => Self::Section,
                2 => Self::Subsection,
                _ => Self::Level,
            },
        }
    }
}

/// A node. Spans are in code points.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) shape: Shape,
    pub(crate) num: Option<(usize, usize)>,
    pub(crate) heading: Option<(usize, usize)>,
    /// Paragraphs before the children.
    pub(crate) blocks: Vec<(usize, usize)>,
    pub(crate) children: Vec<Node>,
    level: u8,
}

/// Says whether a document is divided into articles.
pub(crate) fn has_articles(nodes: &[Node]) -> bool {
    nodes
        .iter()
        .any(|node| node.shape == Shape::Article || has_articles(&node.children))
}

/// The deepest nesting that is written.
const MAX_OPEN: usize = 12;

/// Returns the blocks before the body, and the body.
pub(crate) fn build(source: &Source<'_>, reading: &Reading) -> (Vec<(usize, usize)>, Vec<Node>) {
    let blocks = blocks(source, reading);
    let sections: Vec<&Section> = reading.sections.iter().collect();
    let body = body_start(&blocks, reading);
    let preface: Vec<(usize, usize)> = blocks.iter().copied().filter(|b| b.0 < body).collect();
    let mut top = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    for block in blocks.into_iter().filter(|block| block.0 >= body) {
        let section = sections
            .iter()
            .find(|section| section.start >= block.0 && section.start < block.1);
        match section {
            Some(section) => {
                while open.last().is_some_and(|last| last.level >= section.level)
                    || open.len() >= MAX_OPEN
                {
                    close(&mut open, &mut top);
                }
                open.push(section_node(source, section, block));
            }
            None => put(source, reading, block, &mut open, &mut top),
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut top);
    }
    if top.is_empty() {
        top.push(node(Shape::Text, 0));
    }
    (preface, top)
}

fn node(shape: Shape, level: u8) -> Node {
    Node {
        shape,
        num: None,
        heading: None,
        blocks: Vec::new(),
        children: Vec::new(),
        level,
    }
}

fn close(open: &mut Vec<Node>, top: &mut Vec<Node>) {
    let Some(done) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => top.push(done),
    }
}

/// Puts a block that is no heading where it belongs.
fn put(
    source: &Source<'_>,
    reading: &Reading,
    block: (usize, usize),
    open: &mut [Node],
    top: &mut Vec<Node>,
) {
    let task = reading
        .tasks
        .iter()
        .filter(|task| task.start < block.1 && task.end > block.0)
        .map(|task| task.start.max(block.0))
        .min();
    let siblings = match open.last_mut() {
        Some(parent) => {
            if task.is_none() && parent.children.is_empty() {
                parent.blocks.push(block);
                return;
            }
            &mut parent.children
        }
        None => top,
    };
    match (task, siblings.last_mut()) {
        (Some(task), _) => {
            let mut paragraph = node(Shape::Paragraph, u8::MAX);
            let marker = marker_end(source, block.0, block.1).filter(|end| *end <= task);
            paragraph.num = marker.map(|end| (block.0, end));
            paragraph.blocks.push((marker.unwrap_or(block.0), block.1));
            siblings.push(paragraph);
        }
        (None, Some(last)) if last.shape == Shape::Text => last.blocks.push(block),
        (None, _) => {
            let mut text = node(Shape::Text, u8::MAX);
            text.blocks.push(block);
            siblings.push(text);
        }
    }
}

fn section_node(source: &Source<'_>, section: &Section, block: (usize, usize)) -> Node {
    let mut made = node(Shape::of(&section.text, section.level), section.level);
    let end = section.end.clamp(section.start, block.1);
    let marker = marker_end(source, block.0, end);
    made.num = marker.map(|end| (block.0, end));
    let heading = marker.unwrap_or(block.0);
    made.heading = (!source.slice(heading, end).trim().is_empty()).then_some((heading, end));
    // What stands on the heading's line after it is its first paragraph.
    if !source.slice(end, block.1).trim().is_empty() {
        made.blocks.push((end, block.1));
    }
    made
}

/// Returns where the number at the start of a block ends: `Điều 3.`, `II.`,
/// `1.2.`, `a)`, `-`.
fn marker_end(source: &Source<'_>, start: usize, end: usize) -> Option<usize> {
    let words = source.slice(start, end.min(start + 40));
    let mut parts = words.split_inclusive(char::is_whitespace);
    let first = parts.next()?;
    let mut length = first.chars().count();
    let named = matches!(
        first.trim().to_lowercase().as_str(),
        "điều" | "chương" | "phần" | "mục" | "khoản"
    );
    let number = if named {
        let number = parts.next()?;
        length += number.chars().count();
        number
    } else {
        first
    };
    let number = number.trim();
    let bare = number.trim_end_matches(['.', ')', ':', '/']);
    let marked = bare.len() < number.len() || named;
    let is_number = !bare.is_empty()
        && bare.chars().count() <= 8
        && (bare.chars().all(|c| c.is_ascii_digit() || c == '.')
            || bare.chars().all(|c| "IVXLC".contains(c))
            || bare.chars().count() == 1 && bare.chars().all(char::is_alphabetic));
    let bullet = matches!(number, "-" | "–" | "+" | "*" | "•");
    ((marked && is_number) || bullet).then_some(start + length)
}

/// The body begins with the first heading or the first paragraph with a task,
/// or where nothing says so, with the text.
fn body_start(blocks: &[(usize, usize)], reading: &Reading) -> usize {
    let first = reading
        .sections
        .iter()
        .map(|section| section.start)
        .chain(reading.tasks.iter().map(|task| task.start))
        .min()
        .unwrap_or(0);
    let holds = |block: &&(usize, usize)| block.0 <= first && first < block.1;
    blocks.iter().find(holds).map_or(0, |block| block.0)
}

/// Lines that are not blank, with such lines together that a task, heading,
/// reference or time limit runs over.
fn blocks(source: &Source<'_>, reading: &Reading) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    spans.extend(reading.tasks.iter().map(|task| (task.start, task.end)));
    spans.extend(
        reading
            .sections
            .iter()
            .map(|section| (section.start, section.end)),
    );
    spans.extend(
        reading
            .references
            .iter()
            .map(|reference| (reference.start, reference.end)),
    );
    spans.sort_unstable();
    let mut spans = spans.into_iter().peekable();
    let mut reach = 0;
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let (start, length) = (at, line.chars().count());
        at += length;
        if line.trim().is_empty() {
            continue;
        }
        let end = start + line.trim_end().chars().count();
        match out.last_mut() {
            Some(last) if start < reach => last.1 = end,
            _ => out.push((start, end)),
        }
        while let Some((_, span_end)) = spans.next_if(|span| span.0 < end) {
            if span_end <= source.len() {
                reach = reach.max(span_end);
            }
        }
    }
    out
}
