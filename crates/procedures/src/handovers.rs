//! Who hands cases to whom.

use std::collections::BTreeMap;
use std::ops::Range;

use dondoc_lake::segment::{Block, ReadAt, Segment, SegmentProblem, Wanted};
use dondoc_lake::{EventLog, Interner, NO_CODE, Names};
use serde::Serialize;

use crate::shards::View;

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

/// Hand-overs as far as they were counted; parts merge in any order.
///
/// Cases must not be split over parts.
#[derive(Debug, Clone, Default)]
pub struct HandOverPart {
    names: Interner,
    /// A square of counts while there are few resources.
    width: usize,
    square: Vec<u64>,
    tree: BTreeMap<(u32, u32), u64>,
}

/// A square of more resources than this would take over 32 MB.
const WIDEST: usize = 2_048;

impl HandOverPart {
    /// Counts those of a log, in the order of events that it has.
    pub fn add(&mut self, log: &EventLog) {
        let codes = self.codes(log.resources());
        for case in 0..log.cases() {
            self.case(log.resource().get(log.case(case)).unwrap_or(&[]), &codes);
        }
    }

    /// Counts those of some blocks of a segment.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn add_blocks<R: ReadAt>(
        &mut self,
        segment: &Segment<R>,
        blocks: Range<usize>,
        view: View,
    ) -> Result<(), SegmentProblem> {
        let codes = self.codes(segment.resources());
        let wanted = Wanted {
            resource: true,
            ..Wanted::TRACES
        };
        let mut block = Block::default();
        for number in blocks {
            view.read(segment, number, wanted, &mut block)?;
            let mut from = 0;
            for &length in &block.lengths {
                let to = from + length as usize;
                self.case(block.resource.get(from..to).unwrap_or(&[]), &codes);
                from = to;
            }
        }
        Ok(())
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: &Self) {
        let codes = self.codes(other.names.names());
        for ((from, to), n) in other.counts() {
            *self.count(codes[from as usize], codes[to as usize]) += n;
        }
    }

    /// Brings all in order.
    pub fn finish(&self) -> HandOvers {
        let name = |code: u32| self.names.names().get(code as usize).to_owned();
        let mut pairs: Vec<HandOver> = self
            .counts()
            .into_iter()
            .map(|((from, to), n)| HandOver {
                from: name(from),
                to: name(to),
                n,
            })
            .collect();
        pairs.sort_by(|a, b| (b.n.cmp(&a.n)).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        HandOvers {
            total: pairs.iter().map(|pair| pair.n).sum(),
            pairs,
        }
    }

    fn case(&mut self, resources: &[u32], codes: &[u32]) {
        for pair in resources.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if from != to && from != NO_CODE && to != NO_CODE {
                *self.count(codes[from as usize], codes[to as usize]) += 1;
            }
        }
    }

    #[inline]
    fn count(&mut self, from: u32, to: u32) -> &mut u64 {
        if self.width > 0 {
            return &mut self.square[from as usize * self.width + to as usize];
        }
        self.tree.entry((from, to)).or_default()
    }

    fn counts(&self) -> BTreeMap<(u32, u32), u64> {
        let mut all = self.tree.clone();
        for (from, row) in (0_u32..).zip(self.square.chunks(self.width.max(1))) {
            for (to, &n) in (0_u32..).zip(row).filter(|(_, n)| **n > 0) {
                all.insert((from, to), n);
            }
        }
        all
    }

    /// Own codes for names of another numbering; room is made for new ones.
    fn codes(&mut self, names: &Names) -> Vec<u32> {
        let codes = names.iter().map(|name| self.names.code(name)).collect();
        if self.names.len() > self.width {
            self.tree = self.counts();
            self.square = Vec::new();
            self.width = 0;
            if self.names.len() <= WIDEST {
                self.width = self.names.len().next_power_of_two();
                self.square = vec![0; self.width * self.width];
                for (pair, n) in std::mem::take(&mut self.tree) {
                    *self.count(pair.0, pair.1) = n;
                }
            }
        }
        codes
    }
}

impl HandOvers {
    /// Counts them, in the order of events that the log has.
    pub fn of(log: &EventLog) -> Self {
        let mut part = HandOverPart::default();
        part.add(log);
        part.finish()
    }
}
