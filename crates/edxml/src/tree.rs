//! The elements of a package, within bounds.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use crate::package::Limits;
use crate::refusal::{Bound, Refusal};

/// Fields that hold the bytes of a file; theirs is another bound.
pub(crate) const BYTES: [&str; 2] = ["ContentTransferEncoded", "ContentTransferEncoding"];

/// An element with what stands in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name, without a prefix.
    pub(crate) name: String,
    /// Its own text, untrimmed.
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
    /// `xlink:href`, where it has one.
    pub(crate) href: Option<String>,
}

/// Reads all elements. Prefixes are dropped: packages in use disagree on them.
pub(crate) fn parse(bytes: &[u8], limits: &Limits) -> Result<Element, Refusal> {
    bound(Bound::Bytes, bytes.len(), limits.max_bytes, "")?;
    let text = std::str::from_utf8(bytes).map_err(|bad| Refusal::NotUtf8 {
        at: bad.valid_up_to(),
    })?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut count = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| Refusal::NotXml {
            at: reader.error_position(),
        })?;
        let at = reader.buffer_position();
        match event {
            Event::Start(tag) => {
                count += 1;
                bound(Bound::Elements, count, limits.max_elements, "")?;
                let element = begin(&tag);
                bound(
                    Bound::Depth,
                    open.len() + 1,
                    limits.max_depth,
                    &element.name,
                )?;
                if open.is_empty() && root.is_some() {
                    return Err(Refusal::NotXml { at });
                }
                open.push(element);
            }
            Event::Empty(tag) => {
                count += 1;
                bound(Bound::Elements, count, limits.max_elements, "")?;
                close(begin(&tag), &mut open, &mut root, at)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or(Refusal::NotXml { at })?;
                close(element, &mut open, &mut root, at)?;
            }
            Event::Text(text) => say(&mut open, &text, limits, at)?,
            Event::CData(text) => say(&mut open, &text, limits, at)?,
            Event::GeneralRef(reference) => {
                let letter = entity(&reference).ok_or(Refusal::Entity { at })?;
                say(&mut open, letter.encode_utf8(&mut [0; 4]), limits, at)?;
            }
            Event::DocType(_) => return Err(Refusal::Entity { at }),
            Event::Eof if open.is_empty() => return root.ok_or(Refusal::NotXml { at }),
            Event::Eof => return Err(Refusal::NotXml { at }),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn begin(tag: &quick_xml::events::BytesStart<'_>) -> Element {
    let mut attributes = tag.attributes();
    let href = attributes
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|it| it.key.local_name().as_ref() == "href")
        .and_then(|it| {
            let value = it.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            value.ok().map(std::borrow::Cow::into_owned)
        });
    Element {
        name: tag.local_name().as_ref().to_owned(),
        href,
        ..Element::default()
    }
}

fn close(
    element: Element,
    open: &mut [Element],
    root: &mut Option<Element>,
    at: u64,
) -> Result<(), Refusal> {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(Refusal::NotXml { at }),
    }
    Ok(())
}

fn say(open: &mut [Element], text: &str, limits: &Limits, at: u64) -> Result<(), Refusal> {
    let Some(element) = open.last_mut() else {
        // Between the declaration and the root only blanks may stand.
        return if text.trim().is_empty() {
            Ok(())
        } else {
            Err(Refusal::NotXml { at })
        };
    };
    element.text.push_str(text);
    if !BYTES.contains(&element.name.as_str()) {
        bound(
            Bound::Field,
            element.text.len(),
            limits.max_field_bytes,
            &element.name,
        )?;
    }
    Ok(())
}

/// The five entities of XML and character numbers; there are no others
/// without a document type.
fn entity(reference: &BytesRef<'_>) -> Option<char> {
    let number = reference.resolve_char_ref().ok().flatten();
    number.or_else(|| resolve_xml_entity(reference)?.chars().next())
}

pub(crate) fn bound(
    bound: Bound,
    found: usize,
    limit: usize,
    element: &str,
) -> Result<(), Refusal> {
    if found > limit {
        return Err(Refusal::TooBig {
            bound,
            limit: limit as u64,
            element: element.to_owned(),
        });
    }
    Ok(())
}
