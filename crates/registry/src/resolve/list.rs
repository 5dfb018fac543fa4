//! Lists of names: `Sở A, Sở B và UBND quận C`, `các Sở: Công Thương, Tài chính`.

use std::ops::Range;

use crate::text::{Gap, Word};

use super::{Matched, Part, Resolution, Resolver};

/// How many comma-separated pieces one name or class may have.
const LONGEST: usize = 12;

impl Resolver<'_> {
    /// Reads words as a list; none when they are one piece, or no piece of
    /// them is known.
    ///
    /// Names contain commas and `và` themselves (`Kế hoạch và Đầu tư`), so the
    /// words are not simply cut there: from each place the longest run of
    /// pieces that means something is taken.
    pub(super) fn list(&self, words: &[Word]) -> Option<Vec<Part>> {
        let pieces = Pieces::of(words);
        if pieces.ranges.len() < 2 {
            return None;
        }
        let mut parts = Vec::new();
        let mut head: Vec<Word> = Vec::new();
        let mut at = 0;
        while at < pieces.ranges.len() {
            let (count, run, resolution) = self.longest(&pieces, at, &head);
            at += count;
            if let Some(found) = self.head_of(run, &resolution) {
                head = found;
            }
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            parts.push(Part {
                start: first.start,
                end: last.end,
                resolution,
            });
        }
        parts
            .iter()
            .any(|p| !matches!(p.resolution, Resolution::Unknown { .. }))
            .then_some(parts)
    }

    /// Returns how many pieces the next entry takes, its words and meaning.
    fn longest<'w>(
        &self,
        pieces: &Pieces<'w>,
        at: usize,
        head: &[Word],
    ) -> (usize, &'w [Word], Resolution) {
        let most = LONGEST.min(pieces.ranges.len() - at);
        let runs: Vec<(usize, &[Word])> = (1..=most)
            .rev()
            .map(|count| (count, pieces.run(at, count)))
            .collect();
        for (count, run) in &runs {
            let sure = self.single(run).filter(surely);
            if let Some(resolution) = sure.filter(|_| !self.swallows(pieces, at, *count)) {
                return (*count, run, resolution);
            }
        }
        if !head.is_empty() {
            for (count, run) in &runs {
                let headed: Vec<Word> = head.iter().chain(run.iter()).cloned().collect();
                if let Some(resolution) = self.single(&headed).filter(surely) {
                    return (*count, run, resolution);
                }
            }
        }
        let run = pieces.run(at, 1);
        let resolution = self
            .single(run)
            .or_else(|| self.after_person(run))
            .unwrap_or_else(|| self.unknown(run));
        (1, run, resolution)
    }

    /// Returns whether a run of pieces ends in one that is an entry by itself:
    /// `các đơn vị liên quan, Sở Xây dựng` is two entries.
    fn swallows(&self, pieces: &Pieces<'_>, at: usize, count: usize) -> bool {
        if count < 2 {
            return false;
        }
        let whole = self.single(pieces.run(at, count));
        let last = self.single(pieces.run(at + count - 1, 1));
        matches!(whole, Some(Resolution::Described { .. })) && last.is_some_and(|r| surely(&r))
    }

    /// Returns the words that stand once before several names, when an entry
    /// begins with them: `Sở`, `UBND quận`.
    fn head_of(&self, run: &[Word], resolution: &Resolution) -> Option<Vec<Word>> {
        if !matches!(
            resolution,
            Resolution::Unit { .. } | Resolution::NotOnDay { .. }
        ) {
            return None;
        }
        let titles = self.lead_length(run);
        let plain = self.without_every(run);
        let plain_titled = self.without_every(run.get(titles..).unwrap_or(&[]));
        [plain, plain_titled].into_iter().find_map(|words| {
            let (length, ()) = self.registry.index.heads.at(&words, self.loose)?;
            (length < words.len()).then(|| words.get(..length).map(<[Word]>::to_vec))?
        })
    }
}

/// A reading that is good enough to end an entry of a list with.
fn surely(resolution: &Resolution) -> bool {
    match resolution {
        Resolution::Unit { matched, .. } => *matched != Matched::Bare,
        Resolution::Class { .. } | Resolution::Described { .. } | Resolution::NotOnDay { .. } => {
            true
        }
        Resolution::Ambiguous { .. }
        | Resolution::List { .. }
        | Resolution::LookAlike { .. }
        | Resolution::Unknown { .. } => false,
    }
}

/// Words and where they may be cut.
struct Pieces<'w> {
    words: &'w [Word],
    ranges: Vec<Range<usize>>,
}

impl<'w> Pieces<'w> {
    fn of(words: &'w [Word]) -> Self {
        let ranges = pieces(words);
        Self { words, ranges }
    }

    /// Returns the words of `count` pieces from `at`, with what joins them.
    fn run(&self, at: usize, count: usize) -> &'w [Word] {
        let last = self.ranges.get(at + count - 1);
        match (self.ranges.get(at), last) {
            (Some(first), Some(last)) => self.words.get(first.start..last.end).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Cuts words at commas, semicolons and `và`.
fn pieces(words: &[Word]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        let and = word.key == "va2";
        let comma = at > 0 && matches!(word.gap, Gap::Comma | Gap::Semicolon);
        if (and || comma) && start < at {
            out.push(start..at);
        }
        if and {
            start = at + 1;
        } else if comma {
            start = at;
        }
    }
    if start < words.len() {
        out.push(start..words.len());
    }
    out
}
