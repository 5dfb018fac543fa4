//! The stored form of a part of a map: JSON, the same bytes for the same cases.
//!
//! Durations are microseconds, each value once with its count, smallest first;
//! activities are sorted by name. So any engine can run shards of cases apart
//! and bring their parts together, in any order and grouping.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::map::MapPart;
use crate::spans::Spans;

/// The form's name in the file.
const FORM: &str = "dondoc-map-part";
/// The form's version; a change of shape is a new one.
const VERSION: u32 = 1;

/// Why a file is no part of a map.
#[derive(Debug, thiserror::Error)]
pub enum PartProblem {
    /// Not JSON of the right shape.
    #[error("not a part of a map")]
    Shape(#[from] serde_json::Error),
    /// Of another form or a newer version.
    #[error("of form `{form}`, version {version}: this reads `dondoc-map-part`, version 1")]
    Version {
        /// What the file says it is.
        form: String,
        /// Its version.
        version: u32,
    },
    /// It names an activity or a count that can't be.
    #[error("a code or count is outside what the file itself declares")]
    Inconsistent,
}

#[derive(Serialize, Deserialize)]
struct PartFile {
    form: String,
    version: u32,
    cases: u64,
    activities: Vec<String>,
    variants: Vec<(Vec<u16>, u64)>,
    edges: Vec<EdgeFile>,
    throughput_us: Vec<(i64, u64)>,
}

#[derive(Serialize, Deserialize)]
struct EdgeFile {
    from: u16,
    to: u16,
    n: u64,
    wall_us: Vec<(i64, u64)>,
    working_us: Vec<(i64, u64)>,
}

fn counted(spans: &Spans) -> Vec<(i64, u64)> {
    let mut out: Vec<(i64, u64)> = Vec::new();
    for value in spans.sorted_micros() {
        match out.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => out.push((value, 1)),
        }
    }
    out
}

/// `room` is how many values may still come: a file can't ask for more memory
/// than the events that it counts.
fn spread(counted: &[(i64, u64)], room: u64) -> Result<Spans, PartProblem> {
    let mut left = room;
    let mut spans = Spans::default();
    for &(value, count) in counted {
        left = left.checked_sub(count).ok_or(PartProblem::Inconsistent)?;
        for _ in 0..count {
            spans.push(value);
        }
    }
    Ok(spans)
}

impl MapPart {
    /// Writes the part.
    ///
    /// # Errors
    /// None that is known; those of the JSON writer are passed on.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PartProblem> {
        let names = self.names.names();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|&code| names.get(code));
        let mut code_of = vec![0_u16; names.len()];
        for (code, &old) in (0_u16..).zip(&order) {
            code_of[old] = code;
        }
        let recode = |code: u16| code_of[usize::from(code)];
        let variants: BTreeMap<Vec<u16>, u64> = self
            .trace_cases
            .iter()
            .enumerate()
            .map(|(variant, &cases)| {
                let trace = self.traces.trace(variant).iter().map(|&code| recode(code));
                (trace.collect(), cases)
            })
            .collect();
        let mut edges: Vec<EdgeFile> = self
            .slots
            .pairs()
            .into_iter()
            .zip(&self.edges)
            .map(|((from, to), part)| EdgeFile {
                from: recode(from),
                to: recode(to),
                n: part.n,
                wall_us: counted(&part.wall),
                working_us: counted(&part.working),
            })
            .collect();
        edges.sort_by_key(|edge| (edge.from, edge.to));
        let file = PartFile {
            form: FORM.to_owned(),
            version: VERSION,
            cases: self.cases,
            activities: order
                .iter()
                .map(|&code| names.get(code).to_owned())
                .collect(),
            variants: variants.into_iter().collect(),
            edges,
            throughput_us: counted(&self.throughput),
        };
        Ok(serde_json::to_vec(&file)?)
    }

    /// Reads a part.
    ///
    /// # Errors
    /// See [`PartProblem`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PartProblem> {
        let file: PartFile = serde_json::from_slice(bytes)?;
        if file.form != FORM || file.version != VERSION {
            return Err(PartProblem::Version {
                form: file.form,
                version: file.version,
            });
        }
        let known = |code: u16| usize::from(code) < file.activities.len();
        let mut part = Self {
            cases: file.cases,
            ..Self::default()
        };
        part.codes_of(file.activities.iter().map(String::as_str));
        if part.names.len() != file.activities.len() || file.activities.len() > 65_535 {
            return Err(PartProblem::Inconsistent);
        }
        let mut pairs = 0_u64;
        let mut with_events = 0_u64;
        for (trace, cases) in &file.variants {
            let steps = trace
                .len()
                .checked_sub(1)
                .ok_or(PartProblem::Inconsistent)?;
            let more = (steps as u64).checked_mul(*cases);
            let sum = more.and_then(|more| pairs.checked_add(more));
            pairs = sum.ok_or(PartProblem::Inconsistent)?;
            with_events = with_events.saturating_add(*cases);
            if !trace.iter().all(|&code| known(code)) {
                return Err(PartProblem::Inconsistent);
            }
            part.count_trace(trace, *cases);
        }
        for edge in &file.edges {
            if !known(edge.from) || !known(edge.to) || edge.n > pairs {
                return Err(PartProblem::Inconsistent);
            }
            let slot = part.slots.of(edge.from, edge.to, &mut part.edges);
            let into = &mut part.edges[slot];
            into.n += edge.n;
            into.wall.merge(spread(&edge.wall_us, edge.n)?);
            into.working.merge(spread(&edge.working_us, edge.n)?);
        }
        part.throughput = spread(&file.throughput_us, with_events)?;
        Ok(part)
    }
}

#[cfg(test)]
mod tests {
    use dondoc_calendar::Calendar;
    use dondoc_lake::{EventLog, LogBuilder, Row, Zones};
    use proptest::prelude::*;

    use super::*;
    use crate::map::Working;

    fn log(cases: &[Vec<(u8, u32)>]) -> EventLog {
        let mut builder = LogBuilder::default();
        for case in cases {
            let index = builder.new_case("");
            for &(activity, time) in case {
                let name = format!("a{}", activity % 5);
                builder.push(index, &Row::new(&name, i64::from(time) * 1_500_000));
            }
        }
        builder.finish(Zones::default()).unwrap()
    }

    fn part(cases: &[Vec<(u8, u32)>]) -> MapPart {
        let mut part = MapPart::default();
        part.add(&log(cases), Some(&Working::vietnam(Calendar::default())));
        part
    }

    proptest! {
        #[test]
        fn shards_merged_in_any_order_are_the_whole(
            cases in prop::collection::vec(
                prop::collection::vec((any::<u8>(), 0_u32..2_000_000), 0..6), 0..20),
            cut in any::<prop::sample::Index>(),
            backwards: bool,
        ) {
            let (left, right) = cases.split_at(cut.index(cases.len() + 1));
            let whole = part(&cases);
            let read = |cases| MapPart::from_bytes(&part(cases).to_bytes().unwrap()).unwrap();
            let (mut first, second) = if backwards {
                (read(right), read(left))
            } else {
                (read(left), read(right))
            };
            first.merge(second);
            prop_assert_eq!(first.to_bytes().unwrap(), whole.to_bytes().unwrap());
            prop_assert_eq!(first.finish(), whole.finish());
        }
    }

    #[test]
    fn a_part_that_lies_about_its_counts_is_refused() {
        let cases = vec![vec![(0, 0), (1, 5)]];
        let text = String::from_utf8(part(&cases).to_bytes().unwrap()).unwrap();
        let lie = text.replace("[[7500000,1]]", "[[7500000,99999999999]]");
        assert_ne!(lie, text);
        let problem = MapPart::from_bytes(lie.as_bytes());
        assert!(matches!(problem, Err(PartProblem::Inconsistent)));
        let newer = text.replace("\"version\":1", "\"version\":2");
        let problem = MapPart::from_bytes(newer.as_bytes());
        assert!(matches!(
            problem,
            Err(PartProblem::Version { version: 2, .. })
        ));
    }
}
