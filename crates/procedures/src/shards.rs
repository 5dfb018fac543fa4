//! Segments read block by block, by several threads.

use std::ops::Range;

use dondoc_lake::segment::{Block, ReadAt, Segment, SegmentProblem, Wanted};

use crate::handovers::HandOverPart;
use crate::map::{MapPart, Working};
use crate::traces::Traces;

/// Which events of a segment count, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// By their moments; else as they were imported.
    pub by_time: bool,
    /// Only those that complete their activity.
    pub complete_only: bool,
}

impl View {
    /// Decodes a block so.
    pub(crate) fn read<R: ReadAt>(
        self,
        segment: &Segment<R>,
        number: usize,
        wanted: Wanted,
        block: &mut Block,
    ) -> Result<(), SegmentProblem> {
        let wanted = Wanted {
            time: wanted.time || self.by_time,
            lifecycle: wanted.lifecycle || self.complete_only,
            ..wanted
        };
        segment.read_block(number, wanted, block)?;
        if self.complete_only && !block.lifecycle.is_empty() {
            block.complete_only();
        }
        if self.by_time {
            block.sort_by_time();
        }
        Ok(())
    }
}

/// Runs `part` over equal shares of the blocks, each on a thread of its own.
fn on_threads<T: Send, R: ReadAt + Sync>(
    segment: &Segment<R>,
    threads: usize,
    part: impl Fn(Range<usize>) -> Result<T, SegmentProblem> + Sync,
) -> Result<Vec<T>, SegmentProblem> {
    let threads = threads.clamp(1, segment.blocks().max(1));
    let share = segment.blocks().div_ceil(threads).max(1);
    let ranges: Vec<Range<usize>> = (0..threads)
        .map(|thread| {
            let from = (thread * share).min(segment.blocks());
            from..(from + share).min(segment.blocks())
        })
        .collect();
    let part = &part;
    std::thread::scope(|scope| {
        let running: Vec<_> = ranges
            .into_iter()
            .map(|range| scope.spawn(move || part(range)))
            .collect();
        let ended = running.into_iter().map(|thread| match thread.join() {
            Ok(found) => found,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    })
}

impl MapPart {
    /// Takes in a segment, on as many threads; the result does not depend on how many.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn add_segment<R: ReadAt + Sync>(
        &mut self,
        segment: &Segment<R>,
        view: View,
        working: Option<&Working>,
        threads: usize,
    ) -> Result<(), SegmentProblem> {
        let parts = on_threads(segment, threads, |blocks| {
            let mut part = Self::default();
            part.add_blocks(segment, blocks, view, working)?;
            Ok(part)
        })?;
        for part in parts {
            self.merge(part);
        }
        Ok(())
    }
}

impl Traces {
    /// Counts the traces of a segment, on as many threads.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn add_segment<R: ReadAt + Sync>(
        &mut self,
        segment: &Segment<R>,
        view: View,
        threads: usize,
    ) -> Result<(), SegmentProblem> {
        let parts = on_threads(segment, threads, |blocks| {
            let mut part = Self::default();
            part.add_blocks(segment, blocks, view)?;
            Ok(part)
        })?;
        for part in parts {
            self.merge(&part);
        }
        Ok(())
    }
}

impl HandOverPart {
    /// Counts the hand-overs of a segment, on as many threads.
    ///
    /// # Errors
    /// See [`SegmentProblem`].
    pub fn add_segment<R: ReadAt + Sync>(
        &mut self,
        segment: &Segment<R>,
        view: View,
        threads: usize,
    ) -> Result<(), SegmentProblem> {
        let parts = on_threads(segment, threads, |blocks| {
            let mut part = Self::default();
            part.add_blocks(segment, blocks, view)?;
            Ok(part)
        })?;
        for part in parts {
            self.merge(&part);
        }
        Ok(())
    }
}
