//! The text of a DOCX: a ZIP container of XML parts.
//!
//! Kept: paragraphs with the numbers that Word computes for them, tables, text
//! boxes, tracked insertions, footnotes (behind the text). Left out: tracked
//! deletions, comments, page heads and feet, field codes, hidden text.

mod body;
mod numbering;
mod package;
mod xml;

use crate::{Encoding, Format, Limits, Problem, ReadRefusal, Text};
use body::Body;
use numbering::Numbering;
use package::Package;

/// Reads a ZIP container as DOCX, or says what it is.
pub(crate) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Text, ReadRefusal> {
    let mut package = Package::open(bytes, limits)?;
    let Some(document) = package.document() else {
        return Err(ReadRefusal::OtherFormat {
            name: name.to_owned(),
            found: package.kind(),
        });
    };
    let mut numbering = Numbering::default();
    if let Some(part) = package.part("word/numbering.xml")? {
        numbering.read_lists(&part, limits)?;
    }
    if let Some(part) = package.part("word/styles.xml")? {
        numbering.read_styles(&part, limits)?;
    }
    let mut body = Body::new(numbering, limits);
    let Some(part) = package.part(&document)? else {
        return Err(damaged(&document, 0));
    };
    body.read(&part)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(part) = package.part(notes)? {
            body.read(&part)?;
        }
    }
    Ok(text_of(body))
}

fn text_of(body: Body<'_>) -> Text {
    let (text, seen) = body.finish();
    let mut problems = Vec::new();
    let mut tell = |count: usize, problem: fn(usize) -> Problem| {
        if count > 0 {
            problems.push(problem(count));
        }
    };
    tell(seen.deletions, |count| Problem::DeletionsLeftOut { count });
    tell(seen.insertions, |count| Problem::InsertionsKept { count });
    tell(seen.comments, |count| Problem::CommentsLeftOut { count });
    let encoding = match seen.legacy {
        Some(from) => {
            problems.push(Problem::Converted { from });
            Encoding::Legacy(from)
        }
        None => Encoding::OfFormat,
    };
    Text {
        text,
        format: Format::Docx,
        encoding,
        problems,
    }
}

fn damaged(part: &str, at: u64) -> ReadRefusal {
    ReadRefusal::Damaged {
        format: Format::Docx,
        part: part.to_owned(),
        at,
    }
}
