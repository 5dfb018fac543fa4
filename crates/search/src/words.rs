//! The words of one text as small numbers, in their order.
//!
//! A text is folded once, when it is put in. What is asked later (which words stand
//! next to each other, where a snippet begins) is read from these numbers: folding a
//! text again costs a hundred times as much.

use dondoc_registry::FoldedWord;
use memchr::memmem::Finder;

/// The beginning of a text says what it is about: of longer ones the order of words
/// is looked at in so many bytes of numbers, some thousand words.
const FAR: usize = 1500;
/// Every so many words of a body, the place of one is kept.
const MARKED: usize = 64;
/// Stands between title and body.
const BREAK: u32 = 0;

/// The words of a text: a number each, written in as few bytes as it needs. Words
/// that came early have small numbers, and common words come early.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    numbers: Box<[u8]>,
    /// The byte of the body where each 64th word begins.
    marks: Box<[u32]>,
}

/// Collects the words of a text.
#[derive(Debug, Default)]
pub(crate) struct Collect {
    numbers: Vec<u8>,
    marks: Vec<u32>,
}

impl Collect {
    pub(crate) fn title(&mut self, number: u32) {
        write(&mut self.numbers, number + 1);
    }

    /// Takes the words of the body; `numbers` says the number of each.
    pub(crate) fn body(&mut self, body: &str, words: &[FoldedWord], numbers: &[u32]) {
        write(&mut self.numbers, BREAK);
        let mut bytes = body.char_indices().map(|(byte, _)| byte);
        let mut passed = 0;
        for (nth, (word, number)) in words.iter().zip(numbers).enumerate() {
            if nth % MARKED == 0 {
                let byte = bytes.nth(word.start - passed).unwrap_or(body.len());
                passed = word.start + 1;
                self.marks.push(u32::try_from(byte).unwrap_or(u32::MAX));
            }
            write(&mut self.numbers, number + 1);
        }
    }

    pub(crate) fn done(self) -> Words {
        Words {
            numbers: self.numbers.into(),
            marks: self.marks.into(),
        }
    }
}

/// Writes a number in steps of seven bits, the least first.
fn write(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads what [`write()`] wrote.
struct Read<'w>(std::slice::Iter<'w, u8>);

impl Iterator for Read<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let mut byte = *self.0.next()?;
        let mut number = u32::from(byte & 0x7f);
        let mut shift = 7;
        while byte & 0x80 != 0 {
            byte = *self.0.next()?;
            number |= u32::from(byte & 0x7f) << shift;
            shift += 7;
        }
        Some(number)
    }
}

/// Which pairs of words stand next to each other in a text: two of 512 bits for each
/// pair (a Bloom filter; of an order of fifty words, three of a hundred other pairs
/// seem to be there). Where one is missing, the pair is not there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pairs([u64; 8]);

/// The two bits of a pair: which word of the filter, which bit of it.
type Bits = [(usize, u64); 2];

impl Pairs {
    fn add(&mut self, first: u32, second: u32) {
        for (word, bit) in bits(first, second) {
            if let Some(bits) = self.0.get_mut(word) {
                *bits |= bit;
            }
        }
    }

    fn may_have(&self, bits: &Bits) -> bool {
        let is_set = |(word, bit): &(usize, u64)| self.0.get(*word).is_some_and(|it| it & bit != 0);
        bits.iter().all(is_set)
    }
}

/// The top of Fibonacci hashing (Knuth, TAOCP 3, 6.4).
fn bits(first: u32, second: u32) -> Bits {
    let both = u64::from(first) << 32 | u64::from(second);
    let hash = both.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    [hash >> 55, hash >> 46 & 511].map(|bit| ((bit >> 6) as usize, 1 << (bit & 63)))
}

impl Words {
    fn first(&self) -> &[u8] {
        self.numbers.get(..FAR).unwrap_or(&self.numbers)
    }

    /// Returns the pairs of its first words.
    pub(crate) fn pairs(&self) -> Pairs {
        let mut pairs = Pairs::default();
        let mut last = BREAK;
        for number in Read(self.first().iter()) {
            if number != BREAK && last != BREAK {
                pairs.add(last, number);
            }
            last = number;
        }
        pairs
    }

    /// Returns the byte of the body to begin at, and where to end at the latest, so
    /// that the stretch of `span` words with most different ones of `asked` lies
    /// between. `asked` is ascending.
    pub(crate) fn stretch(&self, asked: &[u32], span: usize) -> (usize, Option<usize>) {
        let body = Read(self.numbers.iter()).skip_while(|number| *number != BREAK);
        let hits = body.skip(1).enumerate().filter_map(|(nth, number)| {
            let which = asked.binary_search(&number.checked_sub(1)?).ok()?;
            Some((nth, which))
        });
        let hits: Vec<(usize, usize)> = hits.collect();
        // One window moves over the hits; `seen` counts what it holds.
        let (mut seen, mut different, mut behind) = (vec![0_usize; asked.len()], 0, 0);
        let mut best = (0, 0);
        for (nth, which) in &hits {
            if let Some(count) = seen.get_mut(*which) {
                different += usize::from(*count == 0);
                *count += 1;
            }
            while let Some((first, gone)) = hits.get(behind)
                && nth - first > span
            {
                if let Some(count) = seen.get_mut(*gone) {
                    *count -= 1;
                    different -= usize::from(*count == 0);
                }
                behind += 1;
            }
            if different > best.0 {
                best = (different, hits.get(behind).map_or(0, |hit| hit.0));
            }
        }
        let at = |mark: usize| self.marks.get(mark).map(|byte| *byte as usize);
        // Some words before the first hit are shown too.
        let first = best.1.saturating_sub(span) / MARKED;
        let last = (best.1 + 2 * span) / MARKED + 1;
        (at(first).unwrap_or(0), at(last))
    }
}

/// The pairs of words of a question.
#[derive(Debug)]
pub(crate) struct Order(Vec<Pair>);

#[derive(Debug)]
struct Pair {
    bits: Bits,
    /// The two numbers as they stand in a text.
    written: Finder<'static>,
}

impl Order {
    /// Takes the numbers of the words in their order; of a word that no text has,
    /// none.
    pub(crate) fn of(numbers: impl Iterator<Item = Option<u32>>) -> Self {
        let numbers: Vec<_> = numbers.map(|it| it.map(|number| number + 1)).collect();
        let pairs = numbers.windows(2).filter_map(|pair| {
            let [Some(first), Some(second)] = pair else {
                return None;
            };
            let mut written = Vec::new();
            write(&mut written, *first);
            write(&mut written, *second);
            Some(Pair {
                bits: bits(*first, *second),
                written: Finder::new(&written).into_owned(),
            })
        });
        Self(pairs.collect())
    }

    /// Returns how many pairs a text may have at most: those whose bits are set.
    pub(crate) fn at_most(&self, pairs: &Pairs) -> u32 {
        let may = self.0.iter().filter(|it| pairs.may_have(&it.bits));
        may.count() as u32
    }

    /// Counts the pairs of the question that stand next to each other in a text.
    pub(crate) fn count(&self, pairs: &Pairs, words: &Words) -> u32 {
        let may = self.0.iter().filter(|it| pairs.may_have(&it.bits));
        may.filter(|it| it.stands_in(words.first())).count() as u32
    }
}

impl Pair {
    fn stands_in(&self, numbers: &[u8]) -> bool {
        // Where a byte before goes on, the number is another one.
        let begins = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| numbers.get(before));
            before.is_none_or(|byte| byte & 0x80 == 0)
        };
        self.written.find_iter(numbers).any(begins)
    }
}
