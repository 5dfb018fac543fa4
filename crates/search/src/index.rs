//! Words to texts.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Bound;

use dondoc_registry::{FoldedWord, folded_words};
use jiff::civil::Date;

use crate::snippet::Piece;
use crate::words::{Collect, Order, Pairs, Words};

/// The beginning of a word stands for at most so many words.
const BEGINNINGS: usize = 64;
/// A question has at most so many words; more say nothing more.
const MOST_WORDS: usize = 16;
/// When more than a quarter of the places are empty, the index is packed.
const PACK: usize = 4;
/// What two words of the question weigh that stand next to each other in a text.
const PAIR: u32 = 6;

/// A text to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it is called; its words weigh more. May be empty.
    pub title: String,
    /// Its words.
    pub body: String,
    /// The day it holds from: of equals the newer comes first, and a question as
    /// of an earlier day does not find it.
    pub day: Date,
}

/// A text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<K> {
    /// Its key.
    pub key: K,
    /// How well it fits, larger is better; comparable within one answer only.
    pub score: u32,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits<K> {
    /// The best, from best to worst; as many as were asked for.
    pub best: Vec<Found<K>>,
    /// How many there are in all.
    pub all: usize,
}

/// Places of texts with a word, ascending; the low bit says whether the word stands
/// in the title.
type Places = Vec<u32>;

/// What is asked of every text that has the words, kept close together.
#[derive(Debug, Clone)]
struct Head<K> {
    /// `None` where the text was taken out.
    key: Option<K>,
    day: Date,
    pairs: Pairs,
}

#[derive(Debug, Clone)]
struct Slot {
    text: Text,
    words: Words,
}

/// Texts by their words. `K` says what a text is.
#[derive(Debug, Clone)]
pub struct Index<K> {
    /// The number of each word without diacritics.
    numbers: BTreeMap<Box<str>, u32>,
    /// By number of a word without diacritics.
    plain: Vec<Places>,
    /// By word with its diacritics, where it has any.
    exact: BTreeMap<Box<str>, Places>,
    /// By place.
    heads: Vec<Head<K>>,
    /// By place; `None` where a text was taken out.
    slots: Vec<Option<Slot>>,
    by_key: BTreeMap<K, u32>,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self {
            numbers: BTreeMap::new(),
            plain: Vec::new(),
            exact: BTreeMap::new(),
            heads: Vec::new(),
            slots: Vec::new(),
            by_key: BTreeMap::new(),
        }
    }
}

/// A word of a question.
struct Asked {
    plain: String,
    /// With diacritics, where the question has any.
    exact: Option<String>,
}

/// What one word of a question finds.
struct Met<'i> {
    /// Places with the word, ascending; low bit: in the title.
    places: Cow<'i, [u32]>,
    /// Places where it stands with the same diacritics, ascending; low bit as above.
    exact: &'i [u32],
    /// How much it weighs.
    weight: u32,
}

/// Lists that are walked from their ends: how many entries of each are left.
#[derive(Clone, Copy, Default)]
struct Left {
    places: usize,
    exact: usize,
}

impl<K: Ord + Clone> Index<K> {
    /// Returns how many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// Returns a text.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&Text> {
        let place = *self.by_key.get(key)?;
        self.slots.get(place as usize)?.as_ref().map(|it| &it.text)
    }

    /// Returns the part of a text's body that answers a question best, as
    /// [`snippet`](crate::snippet()) does, without reading all of a long one.
    #[must_use]
    pub fn snippet(&self, key: &K, question: &str, most: usize) -> Vec<Piece> {
        let place = self.by_key.get(key);
        let slot = place.and_then(|place| self.slots.get(*place as usize)?.as_ref());
        let Some(Slot { text, words }) = slot else {
            return Vec::new();
        };
        let mut asked: Vec<u32> = folded_words(question)
            .iter()
            .filter_map(|word| self.numbers.get(word.plain.as_str()).copied())
            .collect();
        asked.sort_unstable();
        asked.dedup();
        // A word and the space after it are some five code points.
        let (from, to) = words.stretch(&asked, most / 5);
        let to = to.unwrap_or(text.body.len());
        let part = text.body.get(from..to).unwrap_or(&text.body);
        let is_cut = (from > 0, to < text.body.len());
        crate::snippet::of_part(part, question, most, is_cut)
    }

    /// Puts a text in, in the place of one with the same key.
    pub fn put(&mut self, key: K, text: Text) {
        if self.get(&key) == Some(&text) {
            return;
        }
        self.take(&key);
        if self.slots.len() > 1024 && (self.slots.len() - self.len()) * PACK > self.slots.len() {
            self.pack();
        }
        self.add(key, text);
    }

    /// Takes a text out. Its words are forgotten when the index is next packed;
    /// its text is gone at once.
    pub fn take(&mut self, key: &K) -> bool {
        let Some(place) = self.by_key.remove(key) else {
            return false;
        };
        if let Some(slot) = self.slots.get_mut(place as usize) {
            *slot = None;
        }
        if let Some(head) = self.heads.get_mut(place as usize) {
            head.key = None;
        }
        true
    }

    /// Forgets the words of texts that were taken out.
    pub fn pack(&mut self) {
        let slots = std::mem::take(&mut self.slots);
        let heads = std::mem::take(&mut self.heads);
        *self = Self::default();
        for (head, slot) in heads.into_iter().zip(slots) {
            if let (Some(key), Some(slot)) = (head.key, slot) {
                self.add(key, slot.text);
            }
        }
    }

    fn add(&mut self, key: K, text: Text) {
        let Ok(place) = u32::try_from(self.slots.len()) else {
            return;
        };
        let mut collect = Collect::default();
        let mut exact: BTreeMap<String, bool> = BTreeMap::new();
        // Number of each word, and whether it stands in the title.
        let mut plain: BTreeMap<u32, bool> = BTreeMap::new();
        let mut numbers = Vec::new();
        for (in_title, part) in [(true, &text.title), (false, &text.body)] {
            let words = folded_words(part);
            for word in &words {
                if word.key != word.plain {
                    *exact.entry(word.key.clone()).or_default() |= in_title;
                }
                let number = self.number(&word.plain);
                *plain.entry(number).or_default() |= in_title;
                if in_title {
                    collect.title(number);
                } else {
                    numbers.push(number);
                }
            }
            if !in_title {
                collect.body(part, &words, &numbers);
            }
        }
        let entry = |in_title: bool| place << 1 | u32::from(in_title);
        for (number, in_title) in plain {
            if let Some(places) = self.plain.get_mut(number as usize) {
                places.push(entry(in_title));
            }
        }
        for (word, in_title) in exact {
            match self.exact.get_mut(word.as_str()) {
                Some(places) => places.push(entry(in_title)),
                None => {
                    self.exact.insert(word.into(), vec![entry(in_title)]);
                }
            }
        }
        let words = collect.done();
        self.heads.push(Head {
            key: Some(key.clone()),
            day: text.day,
            pairs: words.pairs(),
        });
        self.by_key.insert(key, place);
        self.slots.push(Some(Slot { text, words }));
    }

    fn number(&mut self, plain: &str) -> u32 {
        if let Some(number) = self.numbers.get(plain) {
            return *number;
        }
        let number = u32::try_from(self.plain.len()).unwrap_or(u32::MAX);
        self.plain.push(Vec::new());
        self.numbers.insert(plain.into(), number);
        number
    }

    fn places(&self, number: u32) -> &[u32] {
        self.plain.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// Finds texts that have every word of `question`, best first; at most `most`
    /// after leaving out the first `skip`. With `as_of`, texts of later days are
    /// not found. `wanted` may leave out keys.
    ///
    /// Every text is weighed, however many there are. Which words may stand beside each
    /// other in a text is kept with it, and so is known the most that it can weigh: its
    /// words are only looked at when that is enough to stand among the best.
    #[must_use]
    pub fn search(
        &self,
        question: &str,
        as_of: Option<Date>,
        skip: usize,
        most: usize,
        wanted: impl Fn(&K) -> bool,
    ) -> Hits<K> {
        let nothing = Hits {
            best: Vec::new(),
            all: 0,
        };
        let words = folded_words(question);
        let words = words.get(..MOST_WORDS).unwrap_or(&words);
        let order = words.iter().map(|word| word.plain.as_str());
        let order = Order::of(order.map(|plain| self.numbers.get(plain).copied()));
        let asked = asked(words);
        let mut met = Vec::new();
        for (nth, word) in asked.iter().enumerate() {
            let may_begin = nth + 1 == asked.len() && !question.ends_with(char::is_whitespace);
            match self.meet(word, may_begin) {
                Some(it) => met.push(it),
                None => return nothing,
            }
        }
        // The rarest word first: few places are left to be looked for.
        met.sort_by_key(|it| it.places.len());
        let mut left: Vec<Left> = met
            .iter()
            .map(|it| Left {
                places: it.places.len(),
                exact: it.exact.len(),
            })
            .collect();
        let Some(first) = met.first() else {
            return nothing;
        };
        let keep = skip.saturating_add(most);
        let mut best = BinaryHeap::with_capacity(keep.min(first.places.len()) + 1);
        let mut all = 0;
        // What came last is mostly the newest, and the newest of equals is kept: from
        // the end, most of the others are left out at first sight.
        for entry in first.places.iter().rev() {
            let place = entry >> 1;
            let Some(words) = score(place, &met, &mut left) else {
                continue;
            };
            let Some(head) = self.heads.get(place as usize) else {
                continue;
            };
            let Some(key) = &head.key else { continue };
            if as_of.is_some_and(|day| head.day > day) || !wanted(key) {
                continue;
            }
            all += 1;
            let rank = |pairs: u32| (words + PAIR * pairs, head.day, Reverse(key));
            let least = best.peek().map(|Reverse((least, _))| least);
            let is_full = best.len() >= keep;
            if is_full && least.is_none_or(|least| *least > rank(order.at_most(&head.pairs))) {
                continue;
            }
            let slot = self.slots.get(place as usize).and_then(Option::as_ref);
            let pairs = slot.map_or(0, |slot| order.count(&head.pairs, &slot.words));
            best.push(Reverse((rank(pairs), place)));
            if best.len() > keep {
                best.pop();
            }
        }
        // The least of what is turned around is the best.
        let best = best.into_sorted_vec().into_iter().skip(skip).take(most);
        Hits {
            best: best
                .map(|Reverse(((score, _, Reverse(key)), _))| Found {
                    key: key.clone(),
                    score,
                })
                .collect(),
            all,
        }
    }

    /// `None` when no text has the word.
    fn meet(&self, word: &Asked, may_begin: bool) -> Option<Met<'_>> {
        let number = self.numbers.get(word.plain.as_str());
        let whole = number.map_or(&[][..], |number| self.places(*number));
        let mut places = Cow::Borrowed(whole);
        // A word that is there by itself is meant, unless it is a mere beginning.
        if may_begin && (whole.is_empty() || word.plain.chars().count() >= 2) {
            let from = Bound::Included(word.plain.as_str());
            let from = self.numbers.range::<str, _>((from, Bound::Unbounded));
            let begun = from
                .take_while(|(other, _)| other.starts_with(word.plain.as_str()))
                .filter(|(other, _)| ***other != *word.plain)
                .take(BEGINNINGS)
                .map(|(_, number)| self.places(*number));
            let begun: Vec<&[u32]> = begun.collect();
            if !begun.is_empty() {
                places = Cow::Owned(together(whole, &begun, self.heads.len()));
            }
        }
        if places.is_empty() {
            return None;
        }
        let exact = word
            .exact
            .as_ref()
            .and_then(|key| self.exact.get(key.as_str()));
        // The logarithm of how rare the word is, in whole steps: at least 1.
        let share = self.heads.len() / places.len().max(1);
        Some(Met {
            weight: 1 + (share + 1).ilog2(),
            places,
            exact: exact.map_or(&[], Vec::as_slice),
        })
    }
}

/// Puts lists of places together, each place once. A place of `whole` keeps what it
/// says about the title.
fn together(whole: &[u32], begun: &[&[u32]], places: usize) -> Vec<u32> {
    // Two bits for each place: that it is there, and that a word is in its title.
    let mut there = vec![0_u64; places.div_ceil(64)];
    let mut titles = there.clone();
    let mut set = |entries: &[u32]| {
        for entry in entries {
            let (word, bit) = ((entry >> 7) as usize, entry >> 1 & 63);
            if let (Some(there), Some(titles)) = (there.get_mut(word), titles.get_mut(word)) {
                *there |= 1 << bit;
                *titles |= u64::from(entry & 1) << bit;
            }
        }
    };
    set(whole);
    begun.iter().for_each(|entries| set(entries));
    let mut all = Vec::new();
    for (word, (mut there, titles)) in (0_u32..).zip(there.into_iter().zip(titles)) {
        while there != 0 {
            let bit = there.trailing_zeros();
            let in_title = u32::from(titles >> bit & 1 != 0);
            all.push((word * 64 + bit) << 1 | in_title);
            there &= there - 1;
        }
    }
    all
}

/// The words of a question, each once.
fn asked(words: &[FoldedWord]) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for word in words {
        if all.iter().all(|it| it.plain != word.plain) {
            all.push(Asked {
                exact: (word.key != word.plain).then(|| word.key.clone()),
                plain: word.plain.clone(),
            });
        }
    }
    all
}

/// What the words of a place weigh; `None` when it lacks one. Places are asked in
/// descending order, so that each list is walked once.
fn score(place: u32, met: &[Met<'_>], left: &mut [Left]) -> Option<u32> {
    let mut score = 0;
    for (met, left) in met.iter().zip(left) {
        let entry = last_until(&met.places, &mut left.places, place)?;
        if entry >> 1 != place {
            return None;
        }
        let exact = last_until(met.exact, &mut left.exact, place);
        let same = u32::from(exact.is_some_and(|exact| exact >> 1 == place));
        score += met.weight * (4 + 3 * (entry & 1) + 4 * same);
    }
    Some(score)
}

/// Leaves out the entries after a place from the end of a list, in steps that double,
/// and returns the last that is left.
#[inline]
fn last_until(entries: &[u32], left: &mut usize, place: u32) -> Option<u32> {
    let is_after = |entry: &u32| entry >> 1 > place;
    let mut step = 1;
    while *left >= step && entries.get(*left - step).is_some_and(is_after) {
        step *= 2;
    }
    if step > 1 {
        let from = left.saturating_sub(step);
        let within = entries.get(from..*left - step / 2).unwrap_or_default();
        *left = from + within.partition_point(|entry| !is_after(entry));
    }
    entries.get(left.checked_sub(1)?).copied()
}
