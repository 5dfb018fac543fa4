//! Words to texts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Bound;

use dondoc_registry::folded_words;
use jiff::civil::Date;

/// So many of the best are looked at once more, for the order of their words.
const CLOSER: usize = 64;
/// The beginning of a word stands for at most so many words.
const BEGINNINGS: usize = 64;
/// A question has at most so many words; more say nothing more.
const MOST_WORDS: usize = 16;
/// When more than a quarter of the places are empty, the index is packed.
const PACK: usize = 4;

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

/// A word of a text: without diacritics, and with them.
#[derive(Debug, Clone, Default)]
struct Posting {
    /// Places of texts with the word, ascending; the low bit says whether the
    /// word stands in the title.
    places: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Slot<K> {
    key: K,
    text: Text,
}

/// Texts by their words. `K` says what a text is.
#[derive(Debug, Clone)]
pub struct Index<K> {
    /// By word without diacritics.
    plain: BTreeMap<Box<str>, Posting>,
    /// By word with its diacritics, where it has any.
    exact: BTreeMap<Box<str>, Posting>,
    /// By place; `None` where a text was taken out.
    slots: Vec<Option<Slot<K>>>,
    by_key: BTreeMap<K, u32>,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self {
            plain: BTreeMap::new(),
            exact: BTreeMap::new(),
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
struct Met {
    /// Places with the word, ascending; low bit: in the title.
    places: Vec<u32>,
    /// Places where it stands with the same diacritics, ascending.
    exact: Vec<u32>,
    /// How much it weighs.
    weight: u32,
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
        true
    }

    /// Forgets the words of texts that were taken out.
    pub fn pack(&mut self) {
        let slots = std::mem::take(&mut self.slots);
        *self = Self::default();
        for slot in slots.into_iter().flatten() {
            self.add(slot.key, slot.text);
        }
    }

    fn add(&mut self, key: K, text: Text) {
        let Ok(place) = u32::try_from(self.slots.len()) else {
            return;
        };
        let mut words: BTreeMap<(bool, String), bool> = BTreeMap::new();
        for (in_title, part) in [(true, &text.title), (false, &text.body)] {
            for word in folded_words(part) {
                if word.key != word.plain {
                    *words.entry((true, word.key)).or_default() |= in_title;
                }
                *words.entry((false, word.plain)).or_default() |= in_title;
            }
        }
        for ((is_exact, word), in_title) in words {
            let table = if is_exact {
                &mut self.exact
            } else {
                &mut self.plain
            };
            let entry = place << 1 | u32::from(in_title);
            match table.get_mut(word.as_str()) {
                Some(posting) => posting.places.push(entry),
                None => {
                    let places = vec![entry];
                    table.insert(word.into(), Posting { places });
                }
            }
        }
        self.by_key.insert(key.clone(), place);
        self.slots.push(Some(Slot { key, text }));
    }

    /// Finds texts that have every word of `question`, best first; at most `most`
    /// after leaving out the first `skip`. With `as_of`, texts of later days are
    /// not found. `wanted` may leave out keys.
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
        let asked = asked(question);
        let mut met = Vec::new();
        for (nth, word) in asked.iter().enumerate() {
            let may_begin = nth + 1 == asked.len() && !question.ends_with(char::is_whitespace);
            match self.meet(word, may_begin) {
                Some(it) => met.push(it),
                None => return nothing,
            }
        }
        // The rarest word first: few places are left to be looked for.
        let mut order: Vec<&Met> = met.iter().collect();
        order.sort_by_key(|it| it.places.len());
        let Some((first, others)) = order.split_first() else {
            return nothing;
        };
        let keep = (skip + most).max(CLOSER);
        let mut best: BinaryHeap<Reverse<(u32, Date, u32)>> = BinaryHeap::with_capacity(keep + 1);
        let mut all = 0;
        let mut cursors = vec![0_usize; met.len()];
        for entry in &first.places {
            let place = entry >> 1;
            let Some(score) = score(place, *entry, first, others, &mut cursors) else {
                continue;
            };
            let Some(slot) = self.slots.get(place as usize).and_then(Option::as_ref) else {
                continue;
            };
            if as_of.is_some_and(|day| slot.text.day > day) || !wanted(&slot.key) {
                continue;
            }
            all += 1;
            let rank = (score, slot.text.day, u32::MAX - place);
            if best.len() < keep {
                best.push(Reverse(rank));
            } else if best.peek().is_some_and(|least| least.0 < rank) {
                best.pop();
                best.push(Reverse(rank));
            }
        }
        let candidates = best
            .into_iter()
            .map(|Reverse((score, _, place))| (score, u32::MAX - place));
        let mut found: Vec<(u32, &Slot<K>)> = candidates
            .filter_map(|(score, place)| {
                let slot = self.slots.get(place as usize)?.as_ref()?;
                Some((score + nearness(&slot.text, &asked), slot))
            })
            .collect();
        found.sort_by(|(a, x), (b, y)| {
            b.cmp(a)
                .then(y.text.day.cmp(&x.text.day))
                .then_with(|| x.key.cmp(&y.key))
        });
        let best = found.into_iter().skip(skip).take(most);
        Hits {
            best: best
                .map(|(score, slot)| Found {
                    key: slot.key.clone(),
                    score,
                })
                .collect(),
            all,
        }
    }

    /// `None` when no text has the word.
    fn meet(&self, word: &Asked, may_begin: bool) -> Option<Met> {
        let mut places = match self.plain.get(word.plain.as_str()) {
            Some(posting) => posting.places.clone(),
            None => Vec::new(),
        };
        // A word that is there by itself is meant, unless it is a mere beginning.
        if may_begin && (places.is_empty() || word.plain.chars().count() >= 2) {
            let from = Bound::Included(word.plain.as_str());
            let from = self.plain.range::<str, _>((from, Bound::Unbounded));
            let begun = from
                .take_while(|(other, _)| other.starts_with(word.plain.as_str()))
                .filter(|(other, _)| ***other != *word.plain)
                .take(BEGINNINGS);
            let before = places.len();
            for (_, posting) in begun {
                places.extend(&posting.places);
            }
            if places.len() > before {
                places.sort_unstable();
                places.dedup_by_key(|entry| *entry >> 1);
            }
        }
        if places.is_empty() {
            return None;
        }
        let exact = word
            .exact
            .as_ref()
            .and_then(|key| self.exact.get(key.as_str()));
        let exact = exact.map(|posting| posting.places.iter().map(|it| it >> 1).collect());
        // The logarithm of how rare the word is, in whole steps: at least 1.
        let share = self.slots.len() / places.len().max(1);
        Some(Met {
            weight: 1 + (share + 1).ilog2(),
            places,
            exact: exact.unwrap_or_default(),
        })
    }
}

/// The words of a question, each once.
fn asked(question: &str) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for word in folded_words(question).into_iter().take(MOST_WORDS) {
        if all.iter().all(|it| it.plain != word.plain) {
            all.push(Asked {
                exact: (word.key != word.plain).then_some(word.key),
                plain: word.plain,
            });
        }
    }
    all
}

/// The score of a place that has every word; `None` when it lacks one. Places are
/// asked in ascending order, so that each list is walked once.
fn score(
    place: u32,
    entry: u32,
    first: &Met,
    others: &[&Met],
    cursors: &mut [usize],
) -> Option<u32> {
    let mut score = of_word(first, place, entry);
    for (met, cursor) in others.iter().zip(cursors) {
        let rest = met.places.get(*cursor..)?;
        *cursor += gallop(rest, place);
        let entry = *met.places.get(*cursor)?;
        if entry >> 1 != place {
            return None;
        }
        score += of_word(met, place, entry);
    }
    Some(score)
}

/// How many entries stand before a place: in steps that double.
fn gallop(entries: &[u32], place: u32) -> usize {
    let mut step = 1;
    while entries.get(step).is_some_and(|entry| entry >> 1 < place) {
        step *= 2;
    }
    let from = step / 2;
    let to = (step + 1).min(entries.len());
    let within = entries.get(from..to).unwrap_or_default();
    from + within.partition_point(|entry| entry >> 1 < place)
}

fn of_word(met: &Met, place: u32, entry: u32) -> u32 {
    let in_title = entry & 1;
    let same = u32::from(met.exact.binary_search(&place).is_ok());
    met.weight * (4 + 3 * in_title + 4 * same)
}

/// More for words that stand next to each other as in the question.
fn nearness(text: &Text, asked: &[Asked]) -> u32 {
    if asked.len() < 2 {
        return 0;
    }
    let together = |part: &str| {
        let words = folded_words(part);
        let mut best = 0;
        for at in 0..words.len() {
            let run = asked
                .iter()
                .zip(words.iter().skip(at))
                .take_while(|(asked, word)| asked.plain == word.plain)
                .count();
            best = best.max(run);
        }
        u32::try_from(best).unwrap_or(0)
    };
    const FAR: usize = 4000;
    let body: String = text.body.chars().take(FAR).collect();
    6 * together(&text.title).max(together(&body))
}
