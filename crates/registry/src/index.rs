//! Where names are found: keys of every way to write every unit.

use std::collections::BTreeMap;

use dondoc_kinds::UnitId;
use smol_str::SmolStr;

use crate::event::{Organ, Role};
use crate::naming::{ClassDefined, Naming, Sense};
use crate::text::{Word, fold, key, plain_key, words};

/// One way to write one unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) unit: UnitId,
    pub(crate) organ: Organ,
    pub(crate) how: How,
    /// The name or alias this entry was made from, to find its days.
    pub(crate) made_from: SmolStr,
}

/// What sort of writing an entry stands for, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    Name,
    Alias,
    Bare,
}

/// A list of word sequences, tried longest first.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<T> {
    by_first: BTreeMap<String, Vec<(Vec<Word>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: BTreeMap::new(),
        }
    }
}

impl<T> Phrases<T> {
    fn add(&mut self, phrase: &[Word], value: T) {
        let Some(first) = phrase.first() else {
            return;
        };
        let list = self.by_first.entry(first.plain.clone()).or_default();
        list.push((phrase.to_vec(), value));
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    /// Returns the longest phrase at the start of some words, and its length;
    /// `loose` leaves diacritics aside.
    pub(crate) fn at(&self, words: &[Word], loose: bool) -> Option<(usize, &T)> {
        let same = |p: &Word, w: &Word| p.key == w.key || loose && p.plain == w.plain;
        let list = self.by_first.get(&words.first()?.plain)?;
        list.iter()
            .find(|(phrase, _)| {
                phrase.len() <= words.len() && phrase.iter().zip(words).all(|(p, w)| same(p, w))
            })
            .map(|(phrase, value)| (phrase.len(), value))
    }
}

/// Everything that is looked up while a name is resolved.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    by_key: BTreeMap<String, Vec<Entry>>,
    by_plain: BTreeMap<String, Vec<Entry>>,
    abbreviations: BTreeMap<String, Vec<Short>>,
    pub(crate) titles: Phrases<(Option<Role>, Organ)>,
    pub(crate) qualifiers: Phrases<Sense>,
    pub(crate) classes: Phrases<SmolStr>,
    pub(crate) heads: Phrases<()>,
    /// Names and aliases folded, for search.
    pub(crate) folded: BTreeMap<UnitId, Vec<String>>,
}

#[derive(Debug, Clone)]
struct Short {
    dotted: bool,
    long: Vec<Word>,
}

impl Index {
    pub(crate) fn set_words(&mut self, naming: &Naming) {
        self.abbreviations.clear();
        for short in &naming.abbreviations {
            for word in words(&short.short) {
                let long = words(&short.long);
                let dotted = word.dotted;
                let list = self.abbreviations.entry(word.key).or_default();
                list.push(Short { dotted, long });
            }
        }
        self.titles = Phrases::default();
        for title in &naming.titles {
            let phrase = self.words(&title.phrase);
            self.titles.add(&phrase, (title.role, title.organ));
        }
        self.qualifiers = Phrases::default();
        for qualifier in &naming.qualifiers {
            let phrase = self.words(&qualifier.phrase);
            self.qualifiers.add(&phrase, qualifier.sense);
        }
        self.set_heads(naming);
    }

    /// The words that may stand once before several names: `Sở`, `UBND quận`.
    fn set_heads(&mut self, naming: &Naming) {
        self.heads = Phrases::default();
        for kind in &naming.kinds {
            let term = self.words(&kind.term_vi);
            self.heads.add(&term, ());
            for form in naming.forms.iter().filter(|f| f.kind == kind.kind) {
                let pattern = form
                    .pattern
                    .replace("{name}", &kind.term_vi)
                    .replace("{bare}", "");
                let head = self.words(&pattern);
                self.heads.add(&head, ());
            }
        }
    }

    pub(crate) fn set_classes<'a>(&mut self, classes: impl Iterator<Item = &'a ClassDefined>) {
        self.classes = Phrases::default();
        for class in classes {
            for phrase in &class.phrases {
                let phrase = self.words(phrase);
                self.classes.add(&phrase, class.class.clone());
            }
        }
    }

    /// Returns the words of a text with short forms written out. A written-out
    /// word keeps the place of the short form.
    pub(crate) fn words(&self, text: &str) -> Vec<Word> {
        let mut out = Vec::new();
        for word in words(text) {
            let long = self.abbreviations.get(&word.key).and_then(|list| {
                let fits = |s: &&Short| !s.dotted || word.dotted;
                list.iter().find(fits)
            });
            let Some(long) = long else {
                out.push(word);
                continue;
            };
            for (i, part) in long.long.iter().enumerate() {
                let mut part = part.clone();
                (part.start, part.end) = (word.start, word.end);
                if i == 0 {
                    part.gap = word.gap;
                }
                out.push(part);
            }
        }
        out
    }

    pub(crate) fn add_name(&mut self, naming: &Naming, unit: &UnitId, kind: &str, name: &str) {
        self.add(unit, name, Organ::Whole, How::Name, name);
        let Some(kind) = naming.kind(kind) else {
            return;
        };
        let bare = bare_name(name, &kind.term_vi);
        if kind.bare && bare != name {
            self.add(unit, bare, Organ::Whole, How::Bare, name);
        }
        let forms: Vec<(String, Organ)> = naming
            .forms
            .iter()
            .filter(|form| form.kind == kind.kind)
            .map(|form| {
                let text = form.pattern.replace("{name}", name).replace("{bare}", bare);
                (text, form.organ)
            })
            .collect();
        for (text, organ) in forms {
            self.add(unit, &text, organ, How::Name, name);
        }
    }

    pub(crate) fn add_alias(&mut self, unit: &UnitId, text: &str, organ: Organ) {
        self.add(unit, text, organ, How::Alias, text);
    }

    fn add(&mut self, unit: &UnitId, text: &str, organ: Organ, how: How, made_from: &str) {
        if organ == Organ::Whole {
            let names = self.folded.entry(unit.clone()).or_default();
            names.push(fold(text));
        }
        let words = self.words(text);
        let entry = Entry {
            unit: unit.clone(),
            organ,
            how,
            made_from: SmolStr::new(made_from),
        };
        insert(self.by_key.entry(key(&words)).or_default(), &entry);
        insert(self.by_plain.entry(plain_key(&words)).or_default(), &entry);
    }

    pub(crate) fn exact(&self, words: &[Word]) -> &[Entry] {
        self.by_key.get(&key(words)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn plain(&self, words: &[Word]) -> &[Entry] {
        self.by_plain
            .get(&plain_key(words))
            .map_or(&[], Vec::as_slice)
    }

    /// Returns every plain key with its entries, for search and nearest names.
    pub(crate) fn all_plain(&self) -> impl Iterator<Item = (&str, &[Entry])> {
        self.by_plain
            .iter()
            .map(|(key, entries)| (key.as_str(), entries.as_slice()))
    }
}

fn insert(list: &mut Vec<Entry>, entry: &Entry) {
    if let Err(place) = list.binary_search(entry) {
        list.insert(place, entry.clone());
    }
}

/// Returns the name without the term of its kind: `Ba Đình` of `Quận Ba Đình`.
fn bare_name<'a>(name: &'a str, term: &str) -> &'a str {
    let term_words = words(term);
    let name_words = words(name);
    let starts = name_words.len() > term_words.len()
        && term_words
            .iter()
            .zip(&name_words)
            .all(|(t, n)| t.key == n.key);
    if !starts {
        return name;
    }
    let first = name_words.get(term_words.len()).map_or(0, |w| w.start);
    let byte = name.char_indices().nth(first).map_or(0, |(at, _)| at);
    name.get(byte..).unwrap_or(name)
}
