//! XML events, with bounds, without document types and without entities of
//! anyone's own.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::damaged;
use super::package::Part;
use crate::refusal::Bound;
use crate::{Limits, ReadRefusal};

/// What a walk over a part is told.
pub(super) trait Visit {
    /// An element begins. `name` is local (`p` of `w:p`).
    fn start(&mut self, name: &str, element: &Element<'_>) -> Result<(), ReadRefusal>;
    /// The element ends.
    fn end(&mut self, name: &str) -> Result<(), ReadRefusal>;
    /// Characters inside the innermost element.
    fn text(&mut self, text: &str);
}

/// A start tag.
pub(super) struct Element<'e>(&'e BytesStart<'e>);

impl Element<'_> {
    /// Returns an attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }

    /// Returns `w:val`.
    pub(super) fn val(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Reads a switch such as `<w:vanish/>`: on unless it says off.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }
}

/// Walks over a part.
pub(super) fn walk(
    part: &Part,
    limits: &Limits,
    visit: &mut impl Visit,
) -> Result<(), ReadRefusal> {
    let mut reader = Reader::from_str(&part.xml);
    let mut depth = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|_| damaged(&part.name, reader.error_position()))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                crate::bound(Bound::Depth, depth, limits.max_depth)?;
                visit.start(&local(&tag), &Element(&tag))?;
            }
            Event::Empty(tag) => {
                let name = local(&tag);
                visit.start(&name, &Element(&tag))?;
                visit.end(&name)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit.end(tag.local_name().as_ref())?;
            }
            Event::Text(text) => visit.text(&text),
            Event::CData(text) => visit.text(&text),
            Event::GeneralRef(reference) => {
                let letter = entity(&reference)
                    .ok_or_else(|| damaged(&part.name, reader.buffer_position()))?;
                visit.text(letter.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => {
                return Err(ReadRefusal::Doctype {
                    part: part.name.clone(),
                });
            }
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(damaged(&part.name, reader.buffer_position())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn local(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

/// The five entities of XML and character numbers; there are no others
/// without a document type.
fn entity(reference: &BytesRef<'_>) -> Option<char> {
    let number = reference.resolve_char_ref().ok().flatten();
    number.or_else(|| resolve_xml_entity(reference)?.chars().next())
}
