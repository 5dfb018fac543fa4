//! Variants by count alone, merged from shards.

use std::ops::Range;

use dondoc_lake::segment::{Block, ReadAt, Segment, SegmentProblem, Wanted};
use dondoc_lake::{EventLog, Interner, Names, TraceTable};

use crate::shards::View;

/// How many cases went through each sequence of activities.
///
/// Cases without events are counted but are no variant, as in a map.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    names: Interner,
    table: TraceTable,
    counts: Vec<u64>,
    cases: u64,
}

impl Traces {
    /// Counts those of a log, in the order of events that it has.
    pub fn add(&mut self, log: &EventLog) {
        let codes = self.codes(log.activities());
        let mut buffer = Vec::new();
        for trace in log.traces() {
            self.count(trace, &codes, &mut buffer, 1);
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
        let codes = self.codes(segment.activities());
        let (mut block, mut buffer) = (Block::default(), Vec::new());
        for number in blocks {
            view.read(segment, number, Wanted::TRACES, &mut block)?;
            let mut from = 0;
            for &length in &block.lengths {
                let to = from + length as usize;
                self.count(&block.activity[from..to], &codes, &mut buffer, 1);
                from = to;
            }
        }
        Ok(())
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: &Self) {
        let codes = self.codes(other.names.names());
        let mut buffer = Vec::new();
        for (code, &cases) in other.counts.iter().enumerate() {
            self.count(other.table.trace(code), &codes, &mut buffer, cases);
        }
        let counted: u64 = other.counts.iter().sum();
        self.cases += other.cases - counted;
    }

    /// Cases, those without events included.
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// Distinct sequences.
    pub fn variants(&self) -> usize {
        self.counts.len()
    }

    /// The most frequent ones with their activities; those equally frequent by name.
    pub fn top(&self, most: usize) -> Vec<(u64, Vec<&str>)> {
        let names = self.names.names();
        let named = |code: usize| {
            let trace = self.table.trace(code).iter();
            trace.map(|&code| names.get(usize::from(code))).collect()
        };
        let mut order: Vec<usize> = (0..self.counts.len()).collect();
        order.sort_by_key(|&code| std::cmp::Reverse(self.counts[code]));
        // Only those that may be shown, ties at the end included, are named.
        let least = order
            .get(most.saturating_sub(1))
            .map_or(0, |&code| self.counts[code]);
        let mut all: Vec<(u64, Vec<&str>)> = order
            .into_iter()
            .take_while(|&code| self.counts[code] >= least)
            .map(|code| (self.counts[code], named(code)))
            .collect();
        all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        all.truncate(most);
        all
    }

    fn codes(&mut self, names: &Names) -> Vec<u16> {
        let code = |name| u16::try_from(self.names.code(name)).unwrap_or(u16::MAX);
        names.iter().map(code).collect()
    }

    fn count(&mut self, trace: &[u16], codes: &[u16], buffer: &mut Vec<u16>, cases: u64) {
        self.cases += cases;
        if trace.is_empty() {
            return;
        }
        buffer.clear();
        buffer.extend(trace.iter().map(|&code| codes[usize::from(code)]));
        let variant = self.table.code(buffer) as usize;
        if variant == self.counts.len() {
            self.counts.push(0);
        }
        self.counts[variant] += cases;
    }
}
