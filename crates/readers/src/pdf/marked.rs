//! Marked content: what a tagged PDF says of a passage besides drawing it.
//!
//! A passage may carry the letters that it stands for (`ActualText`, for
//! ligatures, broken words and ornaments), and what belongs to the page and not
//! to the document (running heads, page numbers) is marked as an artifact.
//!
//! # Source
//! ISO 32000-2, 14.6 (marked content), 14.8.2.2 (artifacts), 14.9.4 (replacement
//! text); *recalled*.

use std::collections::VecDeque;

use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{Dict, Object, String as PdfString, dict_or_stream};
use hayro_interpret::hayro_syntax::page::Page;

/// Most passages of one page that are looked at.
const MOST: usize = 100_000;

/// A passage of the page's own content, in order.
#[derive(Debug)]
struct Passage {
    tag: Vec<u8>,
    mcid: Option<i32>,
    actual: Option<String>,
}

/// An open passage.
#[derive(Debug)]
struct Open {
    artifact: bool,
    /// The letters it stands for, until they are taken.
    actual: Option<Actual>,
}

#[derive(Debug)]
enum Actual {
    Waiting(String),
    Taken,
}

/// What stands in place of a glyph.
pub(super) enum Instead {
    /// The glyph itself.
    Glyph,
    /// These letters, once for the whole passage.
    Text(String),
    /// Nothing more: the passage has been read.
    Nothing,
}

/// The passages of one page.
#[derive(Debug, Default)]
pub(super) struct Marked {
    ahead: VecDeque<Passage>,
    open: Vec<Open>,
}

impl Marked {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut ahead = VecDeque::new();
        let mut operations = page.typed_operations();
        while let Some(instruction) = operations.next() {
            let passage = match instruction {
                TypedInstruction::BeginMarkedContentWithProperties(marked) => {
                    let inline = dict_or_stream(marked.1).map(|(dict, _)| dict);
                    let mcid = inline.as_ref().and_then(|dict| dict.get::<i32>("MCID"));
                    let said = match &marked.1 {
                        Object::Name(name) => {
                            page.resources().properties.get::<Dict<'_>>(name.clone())
                        }
                        _ => inline.cloned(),
                    };
                    let actual = said.and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
                    Passage {
                        tag: marked.0.to_vec(),
                        mcid,
                        actual: actual.map(|text| text_string(text.as_bytes())),
                    }
                }
                TypedInstruction::BeginMarkedContent(marked) => Passage {
                    tag: marked.0.to_vec(),
                    mcid: None,
                    actual: None,
                },
                _ => continue,
            };
            ahead.push_back(passage);
            if ahead.len() >= MOST {
                break;
            }
        }
        Self {
            ahead,
            open: Vec::new(),
        }
    }

    /// A passage begins. One that the page's own content does not have next
    /// stands in a form that the page draws.
    pub(super) fn begin(&mut self, tag: &[u8], mcid: Option<i32>) {
        let own = self
            .ahead
            .front()
            .is_some_and(|next| next.tag == tag && next.mcid == mcid);
        let passage = if own { self.ahead.pop_front() } else { None };
        self.open.push(Open {
            artifact: tag == b"Artifact",
            actual: passage.and_then(|p| p.actual).map(Actual::Waiting),
        });
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// Reports whether what is drawn now belongs to the page only.
    pub(super) fn is_artifact(&self) -> bool {
        self.open.iter().any(|open| open.artifact)
    }

    /// Says what the glyph that is drawn now stands for.
    pub(super) fn instead(&mut self) -> Instead {
        let outermost = self.open.iter_mut().find_map(|open| open.actual.as_mut());
        match outermost {
            None => Instead::Glyph,
            Some(actual) => match std::mem::replace(actual, Actual::Taken) {
                Actual::Waiting(text) => Instead::Text(text),
                Actual::Taken => Instead::Nothing,
            },
        }
    }
}

/// Reads a text string: UTF-16 or UTF-8 by its mark, else Latin letters.
fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = rest.chunks_exact(2);
        let units = units.map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}
