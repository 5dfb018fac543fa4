//! `dondoc procedures objects`: what an object-centric log holds, type by type.

use std::path::PathBuf;

use clap::Args;
use dondoc_kinds::Arg;
use dondoc_log_readers::{Options, read_ocel};
use dondoc_messages::{Lang, text};
use dondoc_procedures::{Edge, Endpoint, ProcessMap};
use serde::Serialize;

use super::args::zone;
use crate::out;
use crate::trouble::{Outcome, Trouble};

/// `dondoc procedures objects`
#[derive(Debug, Args)]
pub(crate) struct Objects {
    /// Nhật ký / the log: OCEL 2.0 as JSON, XML or SQLite.
    log: PathBuf,
    /// Múi giờ của thời điểm không ghi múi giờ / offset of moments that name none.
    #[arg(long, default_value = "+00:00", value_parser = zone, allow_hyphen_values = true)]
    zone: i32,
    /// JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct EventType<'a> {
    name: &'a str,
    events: u64,
}

/// How the objects of one type live: each is a case of its own.
#[derive(Serialize)]
struct ObjectType<'a> {
    name: &'a str,
    objects: u64,
    events: u64,
    variants: usize,
    dfg_edges: usize,
    dfg_total: u64,
    edges: Vec<Edge>,
    starts: Vec<Endpoint>,
    ends: Vec<Endpoint>,
}

#[derive(Serialize)]
struct Answer<'a> {
    events: usize,
    objects: usize,
    event_object_relations: usize,
    object_object_relations: u64,
    attribute_changes: u64,
    relations_to_unknown_objects: usize,
    event_types: Vec<EventType<'a>>,
    object_types: Vec<ObjectType<'a>>,
}

pub(super) fn run(args: &Objects, lang: Lang) -> Outcome {
    let options = Options {
        naive_offset_minutes: args.zone,
        ..Options::default()
    };
    let (ocel, report) = read_ocel(&args.log, &options).map_err(Trouble::refused)?;
    super::tell_report(&report, lang);
    let mut object_types = Vec::new();
    for (name, objects) in ocel.object_types() {
        let Some(log) = ocel.flatten(name).map_err(Trouble::refused)? else {
            continue;
        };
        let map = ProcessMap::of(&log, None);
        object_types.push(ObjectType {
            name,
            objects,
            events: map.events,
            variants: map.variants,
            dfg_edges: map.dfg_edges,
            dfg_total: map.dfg_total,
            edges: map.edges,
            starts: map.starts,
            ends: map.ends,
        });
    }
    let event_types = ocel.event_types().into_iter();
    let answer = Answer {
        events: ocel.events(),
        objects: ocel.objects(),
        event_object_relations: ocel.event_relations(),
        object_object_relations: ocel.object_relations(),
        attribute_changes: ocel.changes(),
        relations_to_unknown_objects: ocel.loose_relations(),
        event_types: event_types
            .map(|(name, events)| EventType { name, events })
            .collect(),
        object_types,
    };
    if args.json {
        return out::json(&answer);
    }
    let count = |n: usize| Arg::from(n.to_string());
    let size = [
        ("events", count(answer.events)),
        ("objects", count(answer.objects)),
        ("relations", count(answer.event_object_relations)),
    ];
    out::line(&text(lang, "procedures-objects-size", &size));
    for kind in &answer.object_types {
        let line = [
            ("name", Arg::from(kind.name)),
            ("objects", Arg::from(kind.objects.to_string())),
            ("events", Arg::from(kind.events.to_string())),
            ("variants", count(kind.variants)),
        ];
        out::line(&text(lang, "procedures-objects-type", &line));
        for edge in &kind.edges {
            out::line(&format!("{:>9}  {} → {}", edge.n, edge.from, edge.to));
        }
    }
    Ok(())
}
