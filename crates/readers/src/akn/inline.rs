//! Marks inside paragraphs: tasks, references, units, time limits.

use std::borrow::Cow;
use std::collections::BTreeMap;

use dondoc_documents::{Deadline, Reading, Task};

use super::Source;
use super::identity::{self, Identity, id_of};

/// A span and the element that it becomes.
#[derive(Debug, Clone)]
struct Mark {
    start: usize,
    end: usize,
    element: &'static str,
    attributes: String,
    /// A span that is cut by line or paragraph keeps its id on its first part.
    id: Option<String>,
}

/// All marks of a document. No two cross: one lies in the other or outside.
pub(crate) struct Marks {
    marks: Vec<Mark>,
    organizations: BTreeMap<String, String>,
}

impl Marks {
    pub(crate) fn of(source: &Source<'_>, reading: &Reading, _: &Identity) -> Self {
        let mut marks = Vec::new();
        let mut organizations = BTreeMap::new();
        for (number, task) in (1..).zip(&reading.tasks) {
            marks.push(Mark {
                start: task.start,
                end: task.end,
                element: "span",
                attributes: " class=\"task\"".to_owned(),
                id: Some(format!("task_{number}")),
            });
            let deadlines = task.deadline.iter().chain(&task.deadlines_other);
            marks.extend(deadlines.map(deadline));
            for name in task.lead.iter().chain(&task.coordinate) {
                organization(source, task, name, &mut marks, &mut organizations);
            }
        }
        for reference in &reading.references {
            let number = reference.number.as_deref();
            let date = reference.date.as_deref();
            let href = identity::cited(&reference.kind, date, number, &reference.text);
            marks.push(plain(
                reference.start,
                reference.end,
                "ref",
                format!(" href=\"{href}\""),
            ));
        }
        marks.retain(|mark| source.holds(mark.start, mark.end));
        Self {
            marks: nested(marks),
            organizations,
        }
    }

    /// Names of units by id.
    pub(crate) fn organizations(&self) -> &BTreeMap<String, String> {
        &self.organizations
    }

    /// Writes a stretch of the text with its marks.
    pub(crate) fn write(&self, out: &mut String, source: &Source<'_>, start: usize, end: usize) {
        let mut at = start;
        let mut open: Vec<&Mark> = Vec::new();
        let first = self.marks.partition_point(|mark| mark.start < start);
        // Marks that began in an earlier paragraph and reach into this one.
        let earlier = self.marks[..first].iter().filter(|mark| mark.end > start);
        let own = self.marks[first..]
            .iter()
            .take_while(|mark| mark.start < end);
        for mark in earlier.chain(own) {
            let from = mark.start.max(start);
            while let Some(last) = open.pop_if(|last| last.end <= from) {
                self.close(out, source, &mut at, last.end);
                close_tag(out, last);
            }
            self.close(out, source, &mut at, from);
            open_tag(out, mark, mark.start >= start);
            open.push(mark);
        }
        while let Some(last) = open.pop() {
            self.close(out, source, &mut at, last.end.min(end));
            close_tag(out, last);
        }
        self.close(out, source, &mut at, end);
    }

    /// Writes the text up to a place.
    fn close(&self, out: &mut String, source: &Source<'_>, at: &mut usize, to: usize) {
        if to > *at {
            out.push_str(&escaped(source.slice(*at, to)));
            *at = to;
        }
    }
}

fn open_tag(out: &mut String, mark: &Mark, whole: bool) {
    out.push('<');
    out.push_str(mark.element);
    if let Some(id) = mark.id.as_deref().filter(|_| whole) {
        out.push_str(" eId=\"");
        out.push_str(id);
        out.push('"');
    }
    out.push_str(&mark.attributes);
    out.push('>');
}

fn close_tag(out: &mut String, mark: &Mark) {
    out.push_str("</");
    out.push_str(mark.element);
    out.push('>');
}

fn plain(start: usize, end: usize, element: &'static str, attributes: String) -> Mark {
    Mark {
        start,
        end,
        element,
        attributes,
        id: None,
    }
}

/// A day becomes `<date>`; a period or recurrence, which the schema has no
/// element for, a span that says it in ISO 8601.
fn deadline(deadline: &Deadline) -> Mark {
    let (start, end) = (deadline.start, deadline.end);
    match deadline.iso.as_deref() {
        Some(day) if day.len() == 10 && identity::is_date(day) => {
            plain(start, end, "date", format!(" date=\"{day}\""))
        }
        iso => {
            let title = iso.map(|iso| format!(" title=\"{}\"", escaped(iso)));
            let title = title.unwrap_or_default();
            plain(start, end, "span", format!(" class=\"deadline\"{title}"))
        }
    }
}

/// Marks a unit where the task names it, in the words of the reading.
fn organization(
    source: &Source<'_>,
    task: &Task,
    name: &str,
    marks: &mut Vec<Mark>,
    organizations: &mut BTreeMap<String, String>,
) {
    let words = source.slice(task.start, task.end);
    let Some(byte) = words.find(name).filter(|_| !name.is_empty()) else {
        return;
    };
    let start = task.start + words[..byte].chars().count();
    let end = start + name.chars().count();
    let id = id_of(name);
    let attributes = format!(" refersTo=\"#{id}\"");
    organizations.entry(id).or_insert_with(|| name.to_owned());
    marks.push(plain(start, end, "organization", attributes));
}

/// Sorts marks, outer first, and leaves out those that cross or repeat one.
fn nested(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut kept: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut open: Vec<(usize, usize, &'static str)> = Vec::new();
    for mark in marks {
        while open.pop_if(|(_, end, _)| *end <= mark.start).is_some() {}
        let fits = open.last().is_none_or(|&(start, end, element)| {
            // Only spans hold other marks, and no task another one of its words.
            let repeats = mark.id.is_some() && (start, end) == (mark.start, mark.end);
            mark.end <= end && element == "span" && !repeats
        });
        if fits {
            open.push((mark.start, mark.end, mark.element));
            kept.push(mark);
        }
    }
    kept
}

/// Text as XML: markup escaped, what XML forbids left out.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !matches!(c, '&' | '<' | '>' | '"') && is_xml(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_xml(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}
