//! Who hands cases to whom.

use std::collections::BTreeMap;

use dondoc_lake::{EventLog, NO_CODE};
use serde::Serialize;

/// Cases that went from one resource to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOver {
    /// Who had the case.
    pub from: String,
    /// Who had it next.
    pub to: String,
    /// How often.
    pub n: u64,
}

/// All hand-overs of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOvers {
    /// Neighbouring events of a case by two different known resources.
    pub total: u64,
    /// Distinct pairs, most frequent first, then by name.
    pub pairs: Vec<HandOver>,
}

impl HandOvers {
    /// Counts them, in the order of events that the log has.
    pub fn of(log: &EventLog) -> Self {
        let mut counts: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        for case in 0..log.cases() {
            let resources = log.resource().get(log.case(case)).unwrap_or(&[]);
            for pair in resources.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                if from != to && from != NO_CODE && to != NO_CODE {
                    *counts.entry((from, to)).or_default() += 1;
                }
            }
        }
        let name = |code: u32| log.resources().get(code as usize).to_owned();
        let mut pairs: Vec<HandOver> = counts
            .into_iter()
            .map(|((from, to), n)| HandOver {
                from: name(from),
                to: name(to),
                n,
            })
            .collect();
        pairs.sort_by(|a, b| (b.n.cmp(&a.n)).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        Self {
            total: pairs.iter().map(|pair| pair.n).sum(),
            pairs,
        }
    }
}
