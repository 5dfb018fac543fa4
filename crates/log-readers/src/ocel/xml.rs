//! OCEL 2.0 as XML, tag by tag.

use std::io::BufReader;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader as Xml, XmlVersion};

use super::{Ocel, Reader};
use crate::Options;
use crate::report::{LogProblem, Report};
use crate::source::Source;

/// Where in the file the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Object,
    /// By index; `None` when it was not taken.
    Event(Option<u32>),
}

pub(super) fn read(source: Source, options: &Options) -> Result<(Ocel, Report), LogProblem> {
    let mut reader = Reader::new("ocel-xml", options);
    let mut xml = Xml::from_reader(BufReader::new(source));
    let mut buffer = Vec::new();
    let mut inside = Inside::Nothing;
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                depth += 1;
                begin(&mut reader, &tag, &mut inside);
            }
            Ok(Event::Empty(tag)) => {
                begin(&mut reader, &tag, &mut inside);
                let name = tag.local_name();
                if matches!(name.as_ref(), "object" | "event") {
                    inside = Inside::Nothing;
                }
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                if matches!(tag.local_name().as_ref(), "object" | "event") {
                    inside = Inside::Nothing;
                }
            }
            Ok(Event::DocType(_)) => return Err(LogProblem::Entities),
            Ok(Event::Eof) => {
                reader.report.broke_off = depth > 0;
                return Ok(reader.finish());
            }
            Ok(_) => {}
            Err(error) => {
                return Err(LogProblem::NotOcel {
                    why: format!("byte {}: {error}", xml.error_position()),
                });
            }
        }
    }
}

fn begin(reader: &mut Reader, tag: &BytesStart<'_>, inside: &mut Inside) {
    match (tag.local_name().as_ref(), *inside) {
        ("object-type", _) => reader.object_type(&attribute(tag, "name")),
        ("event-type", _) => reader.event_type(&attribute(tag, "name")),
        ("object", Inside::Nothing) => {
            reader.object(&attribute(tag, "id"), &attribute(tag, "type"));
            *inside = Inside::Object;
        }
        ("event", Inside::Nothing) => {
            let event = reader.event(&attribute(tag, "type"), &attribute(tag, "time"));
            *inside = Inside::Event(event);
        }
        // The specification says `relationship`; some tools write `object`.
        ("relationship" | "relobj" | "object", Inside::Event(Some(event))) => {
            let object = attribute(tag, "object-id");
            reader.relate(event, &object);
        }
        ("relationship" | "relobj", Inside::Object) => reader.ocel.object_relations += 1,
        ("attribute", Inside::Object) => reader.value(&attribute(tag, "time")),
        _ => {}
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name);
    let value = found.and_then(|it| {
        it.normalized_value(XmlVersion::Implicit1_0)
            .ok()
            .map(|v| v.into_owned())
    });
    value.unwrap_or_default()
}
