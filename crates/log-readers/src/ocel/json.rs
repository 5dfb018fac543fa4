//! OCEL 2.0 as JSON, record by record.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::{Ocel, Reader};
use crate::Options;
use crate::report::{LogProblem, Report};
use crate::source::Source;

#[derive(serde::Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

#[derive(serde::Deserialize)]
struct Relationship {
    #[serde(rename = "objectId")]
    object: String,
}

#[derive(serde::Deserialize)]
struct Attribute {
    #[serde(default)]
    time: String,
}

#[derive(serde::Deserialize)]
struct Object {
    #[serde(default)]
    id: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    attributes: Vec<Attribute>,
    #[serde(default)]
    relationships: Vec<IgnoredAny>,
}

#[derive(serde::Deserialize)]
struct Event {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

pub(super) fn read(source: Source, options: &Options) -> Result<(Ocel, Report), LogProblem> {
    let mut reader = Reader::new("ocel-json", options);
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::new(source));
    let found = json
        .deserialize_map(Whole {
            reader: &mut reader,
        })
        .and_then(|found| json.end().map(|()| found));
    match found {
        Ok(true) => Ok(reader.finish()),
        Ok(false) => Err(LogProblem::NotOcel {
            why: "JSON without `events` and `objects`".to_owned(),
        }),
        Err(error) => Err(LogProblem::NotOcel {
            why: error.to_string(),
        }),
    }
}

/// The file's one object; `true` if it has events and objects.
struct Whole<'r> {
    reader: &'r mut Reader,
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an OCEL 2.0 log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let (mut events, mut objects) = (false, false);
        let reader = self.reader;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "eventTypes" => {
                    map.next_value_seed(each(|named: Named| reader.event_type(&named.name)))?;
                }
                "objectTypes" => {
                    map.next_value_seed(each(|named: Named| reader.object_type(&named.name)))?;
                }
                "events" => {
                    events = true;
                    map.next_value_seed(each(|event: Event| {
                        if let Some(index) = reader.event(&event.kind, &event.time) {
                            for it in &event.relationships {
                                reader.relate(index, &it.object);
                            }
                        }
                    }))?;
                }
                "objects" => {
                    objects = true;
                    map.next_value_seed(each(|object: Object| {
                        reader.object(&object.id, &object.kind);
                        reader.ocel.object_relations += object.relationships.len() as u64;
                        for it in &object.attributes {
                            reader.value(&it.time);
                        }
                    }))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(events && objects)
    }
}

/// Hands each element of an array on as it is read.
fn each<T, F: FnMut(T)>(take: F) -> Each<T, F> {
    Each {
        take,
        kind: PhantomData,
    }
}

struct Each<T, F> {
    take: F,
    kind: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Each<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element()? {
            (self.take)(element);
        }
        Ok(())
    }
}
