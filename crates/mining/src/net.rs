//! Petri nets, and PNML (ISO/IEC 15909-2) in and out.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A place of a net.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id, unique in the net.
    pub id: String,
    /// Tokens at the start.
    pub initial: u16,
    /// Tokens at the end.
    pub last: u16,
}

/// A transition of a net.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Its id, unique in the net.
    pub id: String,
    /// The activity it stands for; `None` when it is silent.
    pub label: Option<String>,
    /// Input places with their weights.
    pub inputs: Vec<(usize, u16)>,
    /// Output places with their weights.
    pub outputs: Vec<(usize, u16)>,
}

/// A labelled place/transition net with one initial and one final marking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PetriNet {
    /// The places.
    pub places: Vec<Place>,
    /// The transitions, whose arcs point into `places`.
    pub transitions: Vec<Transition>,
}

/// Why a PNML file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PnmlProblem {
    /// The bytes are no well-formed XML.
    #[error("not well-formed XML at byte {at}: {what}")]
    Xml {
        /// Where.
        at: u64,
        /// What the XML reader said.
        what: String,
    },
    /// An arc names a node that the net does not have, or joins two of a kind.
    #[error("arc `{arc}` must join a place and a transition of the net, found `{from}` to `{to}`")]
    Arc {
        /// The arc's id.
        arc: String,
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// Inhibitor, reset and read arcs mean something else than tokens moved.
    #[error("arc `{arc}` is of type `{kind}`: only normal arcs are understood")]
    ArcKind {
        /// The arc's id.
        arc: String,
        /// Its type.
        kind: String,
    },
    /// A number of tokens or a weight is none.
    #[error("`{text}` in `{within}` is not a number of tokens from 0 to 65535")]
    Number {
        /// What stands there.
        text: String,
        /// The id of the place or arc.
        within: String,
    },
    /// A marking names a place that the net does not have.
    #[error("the marking names `{id}`, which is no place of the net")]
    UnknownPlace {
        /// The id.
        id: String,
    },
    /// Two nodes share an id.
    #[error("id `{id}` stands twice")]
    Twice {
        /// The id.
        id: String,
    },
    /// There is no marking to begin or end with, and it is not plain which was meant.
    #[error("no {which} marking is given and {candidates} places could be it: name it in the file")]
    Marking {
        /// `initial` or `final`.
        which: &'static str,
        /// How many places have no arc in (or out).
        candidates: usize,
    },
    /// No transitions at all.
    #[error("the file holds no net with transitions")]
    Empty,
}

/// What the reader is inside of.
#[derive(Debug, Default)]
struct Reading {
    net: PetriNet,
    nodes: BTreeMap<String, Node>,
    arcs: Vec<Arc>,
    initials: Vec<(String, String)>,
    finals: Vec<(String, String)>,
    saw_final: bool,
    saw_initial: bool,
}

#[derive(Debug, Clone, Copy)]
enum Node {
    Place(usize),
    Transition(usize),
}

#[derive(Debug, Default)]
struct Arc {
    id: String,
    from: String,
    to: String,
    weight: String,
}

impl PetriNet {
    /// Reads the first net of a PNML file.
    ///
    /// A transition is silent when a tool marked it `$invisible$` or when it has
    /// no name. Without a final marking, one token in the only place without an
    /// outgoing arc is meant; without an initial one, likewise.
    ///
    /// # Errors
    /// [`PnmlProblem`] with the id of what is wrong.
    pub fn from_pnml(bytes: &[u8]) -> Result<Self, PnmlProblem> {
        let mut xml = Reader::from_reader(bytes);
        let mut reading = Reading::default();
        let mut path: Vec<String> = Vec::new();
        let mut current: Option<String> = None;
        let mut buffer = Vec::new();
        loop {
            let at = xml.buffer_position();
            let event = xml
                .read_event_into(&mut buffer)
                .map_err(|error| PnmlProblem::Xml {
                    at,
                    what: error.to_string(),
                })?;
            match event {
                Event::Start(tag) => {
                    let name = local(&tag);
                    open(&mut reading, &name, &tag, &mut current)?;
                    path.push(name);
                }
                Event::Empty(tag) => {
                    let name = local(&tag);
                    open(&mut reading, &name, &tag, &mut current)?;
                }
                Event::Text(text) => {
                    let text = text.xml10_content().into_owned();
                    said(&mut reading, &path, current.as_deref(), &text);
                }
                Event::GeneralRef(reference) => {
                    let text = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character.to_string(),
                        _ => match reference.as_ref() {
                            "amp" => "&".to_owned(),
                            "lt" => "<".to_owned(),
                            "gt" => ">".to_owned(),
                            "quot" => "\"".to_owned(),
                            "apos" => "'".to_owned(),
                            _ => String::new(),
                        },
                    };
                    said(&mut reading, &path, current.as_deref(), &text);
                }
                Event::End(_) => {
                    path.pop();
                }
                Event::Eof => {
                    if !path.is_empty() {
                        return Err(PnmlProblem::Xml {
                            at,
                            what: format!("<{}> is never closed", path.join("><")),
                        });
                    }
                    break;
                }
                _ => {}
            }
            buffer.clear();
        }
        finish(reading)
    }

    /// Writes the net as PNML that the common tools read.
    #[must_use]
    pub fn to_pnml(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pnml>\n  <net id=\"net\" \
             type=\"http://www.pnml.org/version-2009/grammar/pnmlcoremodel\">\n    <page id=\"page\">\n",
        );
        // Writing to a string can't fail.
        for place in &self.places {
            let _ = write!(out, "      <place id=\"{}\">", escaped(&place.id));
            if place.initial > 0 {
                let _ = write!(
                    out,
                    "<initialMarking><text>{}</text></initialMarking>",
                    place.initial
                );
            }
            out.push_str("</place>\n");
        }
        for transition in &self.transitions {
            let _ = write!(
                out,
                "      <transition id=\"{}\"><name><text>{}</text></name>",
                escaped(&transition.id),
                escaped(transition.label.as_deref().unwrap_or(&transition.id))
            );
            if transition.label.is_none() {
                out.push_str(
                    "<toolspecific tool=\"ProM\" version=\"6.4\" activity=\"$invisible$\"/>",
                );
            }
            out.push_str("</transition>\n");
        }
        let mut number = 0;
        for transition in &self.transitions {
            let arcs = transition
                .inputs
                .iter()
                .map(|&(place, weight)| (&self.places[place].id, &transition.id, weight))
                .chain(
                    transition
                        .outputs
                        .iter()
                        .map(|&(place, weight)| (&transition.id, &self.places[place].id, weight)),
                );
            for (from, to, weight) in arcs {
                let _ = write!(
                    out,
                    "      <arc id=\"arc{number}\" source=\"{}\" target=\"{}\">",
                    escaped(from),
                    escaped(to)
                );
                if weight != 1 {
                    let _ = write!(out, "<inscription><text>{weight}</text></inscription>");
                }
                out.push_str("</arc>\n");
                number += 1;
            }
        }
        out.push_str("    </page>\n    <finalmarkings><marking>");
        for place in self.places.iter().filter(|place| place.last > 0) {
            let _ = write!(
                out,
                "<place idref=\"{}\"><text>{}</text></place>",
                escaped(&place.id),
                place.last
            );
        }
        out.push_str("</marking></finalmarkings>\n  </net>\n</pnml>\n");
        out
    }

    /// Returns the net of steps that are prescribed one after another; those of
    /// one inner list may be done in any order, or at the same time.
    ///
    /// A step marked optional may be left out.
    #[must_use]
    pub fn of_steps(stages: &[Vec<PrescribedStep>]) -> Self {
        let mut net = Self::default();
        let mut last = net.place("start", 1);
        for (number, stage) in stages.iter().enumerate() {
            let begins = match stage.len() {
                0 => continue,
                1 => vec![last],
                count => {
                    let begins: Vec<usize> = (0..count)
                        .map(|branch| net.place(&format!("begin{number}.{branch}"), 0))
                        .collect();
                    net.transition(&format!("split{number}"), None, &[last], &begins);
                    begins
                }
            };
            let mut ends = Vec::new();
            for (branch, (step, &begin)) in stage.iter().zip(&begins).enumerate() {
                let end = net.place(&format!("end{number}.{branch}"), 0);
                let id = format!("step{number}.{branch}");
                net.transition(&id, Some(&step.activity), &[begin], &[end]);
                if step.optional {
                    net.transition(&format!("skip{number}.{branch}"), None, &[begin], &[end]);
                }
                ends.push(end);
            }
            last = match ends.as_slice() {
                &[only] => only,
                _ => {
                    let joined = net.place(&format!("joined{number}"), 0);
                    net.transition(&format!("join{number}"), None, &ends, &[joined]);
                    joined
                }
            };
        }
        net.places[last].last = 1;
        net
    }

    /// Adds a place and returns its index.
    pub(crate) fn place(&mut self, id: &str, initial: u16) -> usize {
        self.places.push(Place {
            id: id.to_owned(),
            initial,
            last: 0,
        });
        self.places.len() - 1
    }

    /// Adds a transition with arcs of weight one.
    pub(crate) fn transition(
        &mut self,
        id: &str,
        label: Option<&str>,
        inputs: &[usize],
        outputs: &[usize],
    ) {
        self.transitions.push(Transition {
            id: id.to_owned(),
            label: label.map(str::to_owned),
            inputs: inputs.iter().map(|&place| (place, 1)).collect(),
            outputs: outputs.iter().map(|&place| (place, 1)).collect(),
        });
    }
}

/// A step that a procedure prescribes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrescribedStep {
    /// The activity by which the log knows it.
    pub activity: String,
    /// Whether a case may go without it.
    pub optional: bool,
}

fn local(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|found| found.key.local_name().as_ref() == name)
        .map(|found| {
            quick_xml::escape::unescape(&found.value)
                .map_or_else(|_| found.value.to_string(), |text| text.into_owned())
        })
        .unwrap_or_default()
}

fn open(
    reading: &mut Reading,
    name: &str,
    tag: &BytesStart<'_>,
    current: &mut Option<String>,
) -> Result<(), PnmlProblem> {
    match name {
        "place" => {
            let reference = attribute(tag, "idref");
            if !reference.is_empty() {
                reading.saw_final = true;
                reading.finals.push((reference.clone(), String::new()));
                *current = Some(reference);
                return Ok(());
            }
            let id = attribute(tag, "id");
            let index = reading.net.places.len();
            reading.net.places.push(Place {
                id: id.clone(),
                initial: 0,
                last: 0,
            });
            claim(reading, &id, Node::Place(index))?;
            *current = Some(id);
        }
        "transition" => {
            let id = attribute(tag, "id");
            let index = reading.net.transitions.len();
            reading.net.transitions.push(Transition {
                id: id.clone(),
                label: Some(String::new()),
                inputs: Vec::new(),
                outputs: Vec::new(),
            });
            claim(reading, &id, Node::Transition(index))?;
            *current = Some(id);
        }
        "arc" => {
            let id = attribute(tag, "id");
            *current = Some(id.clone());
            reading.arcs.push(Arc {
                id,
                from: attribute(tag, "source"),
                to: attribute(tag, "target"),
                weight: String::new(),
            });
        }
        "arctype" | "type" => {
            let kind = attribute(tag, "value");
            if !kind.is_empty() && kind != "normal" {
                return Err(PnmlProblem::ArcKind {
                    arc: current.clone().unwrap_or_default(),
                    kind,
                });
            }
        }
        "toolspecific" if attribute(tag, "activity") == "$invisible$" => {
            if let Some(Node::Transition(index)) =
                current.as_ref().and_then(|id| reading.nodes.get(id))
            {
                reading.net.transitions[*index].label = None;
            }
        }
        _ => {}
    }
    Ok(())
}

fn claim(reading: &mut Reading, id: &str, node: Node) -> Result<(), PnmlProblem> {
    match reading.nodes.insert(id.to_owned(), node) {
        None => Ok(()),
        Some(_) => Err(PnmlProblem::Twice { id: id.to_owned() }),
    }
}

/// Takes the text of a `<text>` element, by what it stands in.
fn said(reading: &mut Reading, path: &[String], current: Option<&str>, text: &str) {
    let [.., outer, within, last] = path else {
        return;
    };
    if last != "text" {
        return;
    }
    let node = current.and_then(|id| reading.nodes.get(id)).copied();
    match (outer.as_str(), within.as_str(), node) {
        ("transition", "name", Some(Node::Transition(index))) => {
            if let Some(label) = &mut reading.net.transitions[index].label {
                label.push_str(text);
            }
        }
        ("place", "initialMarking", Some(Node::Place(_))) if !text.trim().is_empty() => {
            reading.saw_initial = true;
            let id = current.unwrap_or_default().to_owned();
            reading.initials.push((id, text.to_owned()));
        }
        ("arc", "inscription", _) => {
            if let Some(arc) = reading.arcs.last_mut() {
                arc.weight.push_str(text);
            }
        }
        (_, "place", _) => {
            if let Some((_, tokens)) = reading.finals.last_mut() {
                tokens.push_str(text);
            }
        }
        _ => {}
    }
}

fn tokens(text: &str, within: &str) -> Result<u16, PnmlProblem> {
    let trimmed = text.trim();
    // Some tools write `Default,1`.
    let trimmed = trimmed.rsplit(',').next().unwrap_or(trimmed).trim();
    trimmed.parse().map_err(|_| PnmlProblem::Number {
        text: text.to_owned(),
        within: within.to_owned(),
    })
}

fn finish(mut reading: Reading) -> Result<PetriNet, PnmlProblem> {
    if reading.net.transitions.is_empty() {
        return Err(PnmlProblem::Empty);
    }
    for transition in &mut reading.net.transitions {
        if let Some(label) = &mut transition.label {
            *label = label.trim().to_owned();
            if label.is_empty() {
                transition.label = None;
            }
        }
    }
    for arc in &reading.arcs {
        let weight = if arc.weight.trim().is_empty() {
            1
        } else {
            tokens(&arc.weight, &arc.id)?
        };
        match (reading.nodes.get(&arc.from), reading.nodes.get(&arc.to)) {
            (Some(&Node::Place(place)), Some(&Node::Transition(transition))) => {
                reading.net.transitions[transition]
                    .inputs
                    .push((place, weight))
            }
            (Some(&Node::Transition(transition)), Some(&Node::Place(place))) => {
                reading.net.transitions[transition]
                    .outputs
                    .push((place, weight))
            }
            _ => {
                return Err(PnmlProblem::Arc {
                    arc: arc.id.clone(),
                    from: arc.from.clone(),
                    to: arc.to.clone(),
                });
            }
        }
    }
    for (id, text) in &reading.initials {
        let place = marked(&reading.nodes, id)?;
        reading.net.places[place].initial = tokens(text, id)?;
    }
    for (id, text) in &reading.finals {
        let place = marked(&reading.nodes, id)?;
        reading.net.places[place].last = tokens(text, id)?;
    }
    supply_markings(&mut reading)?;
    Ok(reading.net)
}

fn marked(nodes: &BTreeMap<String, Node>, id: &str) -> Result<usize, PnmlProblem> {
    match nodes.get(id) {
        Some(&Node::Place(place)) => Ok(place),
        _ => Err(PnmlProblem::UnknownPlace { id: id.to_owned() }),
    }
}

fn supply_markings(reading: &mut Reading) -> Result<(), PnmlProblem> {
    let count = reading.net.places.len();
    let (mut has_in, mut has_out) = (vec![false; count], vec![false; count]);
    for transition in &reading.net.transitions {
        for &(place, _) in &transition.inputs {
            has_out[place] = true;
        }
        for &(place, _) in &transition.outputs {
            has_in[place] = true;
        }
    }
    if !reading.saw_initial {
        let place = only(&has_in, "initial")?;
        reading.net.places[place].initial = 1;
    }
    if !reading.saw_final {
        let place = only(&has_out, "final")?;
        reading.net.places[place].last = 1;
    }
    Ok(())
}

fn only(has: &[bool], which: &'static str) -> Result<usize, PnmlProblem> {
    let without: Vec<usize> = (0..has.len()).filter(|&place| !has[place]).collect();
    match without.as_slice() {
        &[place] => Ok(place),
        _ => Err(PnmlProblem::Marking {
            which,
            candidates: without.len(),
        }),
    }
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
