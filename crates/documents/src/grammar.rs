//! The grammar: tables of words, read once.
//!
//! The tables stand in `grammar/*.tsv`, one phrase a line. They are folded and
//! split by the same code as documents, so that a phrase matches every
//! spelling of itself.

use std::sync::LazyLock;

use crate::text::{Kind, Text, Tok};

/// Numbers for the words of all tables, by open addressing: looking a word up
/// is the one thing that happens for each word of a document.
struct Vocabulary {
    words: Vec<String>,
    slots: Vec<u16>,
}

impl Vocabulary {
    const SLOTS: usize = 1 << 13;

    fn new() -> Self {
        Self {
            words: vec![String::new()],
            slots: vec![0; Self::SLOTS],
        }
    }

    fn slot(&self, word: &str) -> usize {
        // The length and eight bytes at each end tell nearly all words apart.
        let bytes = word.as_bytes();
        let eight = |from: usize| {
            let window = bytes.get(from..from + 8)?;
            window.try_into().ok().map(u64::from_le_bytes)
        };
        let (head, tail) = match (eight(0), eight(bytes.len().saturating_sub(8))) {
            (Some(head), Some(tail)) => (head, tail),
            _ => {
                let all = bytes.iter().fold(0u64, |h, b| h << 8 | u64::from(*b));
                (all, 0)
            }
        };
        let mixed = head.wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ tail.rotate_left(23).wrapping_mul(0xc2b2_ae3d_27d4_eb4f)
            ^ bytes.len() as u64;
        let mut slot = (mixed ^ (mixed >> 29) ^ (mixed >> 43)) as usize % Self::SLOTS;
        while self.slots[slot] != 0 && self.words[self.slots[slot] as usize] != word {
            slot = (slot + 1) % Self::SLOTS;
        }
        slot
    }

    fn number(&self, word: &str) -> u16 {
        if word.len() > 24 {
            0
        } else {
            self.slots[self.slot(word)]
        }
    }

    fn learn(&mut self, word: &str) -> u16 {
        let slot = self.slot(word);
        // A table that outgrew its slots would make lookups slow, not wrong.
        if self.slots[slot] == 0 && self.words.len() * 2 < Self::SLOTS {
            self.slots[slot] = self.words.len() as u16;
            self.words.push(word.to_owned());
        }
        self.slots[slot]
    }
}

/// One element of a phrase: the number of a word, a mark, or any digits.
const MARK: u16 = 0x8000;
const DIGITS: u16 = MARK | 0x100;

fn element(tok: &Tok) -> u16 {
    match tok.kind {
        Kind::Mark => MARK | u16::from(tok.mark),
        Kind::Number => DIGITS,
        Kind::Word => tok.word,
    }
}

/// The elements after the first one, in the table's row of elements.
struct Phrase {
    from: u32,
    len: u16,
    row: u16,
}

#[cfg(test)]
thread_local! {
    /// How often a table was asked, and how many of its phrases were held against
    /// the text: the work that reading takes, counted.
    pub(crate) static LOOKUPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// A table of phrases with a class for each.
pub(crate) struct Phrases<C> {
    /// For each word number, the range of phrases that open with it.
    first: Vec<(u16, u16)>,
    phrases: Vec<Phrase>,
    /// The elements of all phrases, one after the other.
    elements: Vec<u16>,
    rows: Vec<(C, &'static str)>,
}

impl<C: Copy> Phrases<C> {
    fn new(table: &'static str, words: &mut Vocabulary, class: impl Fn(&str) -> Option<C>) -> Self {
        let mut rows = Vec::new();
        let mut row_of_elements: Vec<u16> = Vec::new();
        let mut entries: Vec<(u16, Phrase)> = Vec::new();
        for line in table
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
        {
            let mut columns = line.split('\t');
            let phrase = columns.next().unwrap_or_default();
            let rest = line.get(phrase.len() + 1..).unwrap_or_default();
            let class_word = columns.next_back().unwrap_or_default();
            let Some(class) = class(class_word) else {
                continue;
            };
            let mut text = Text::new(phrase, |_| 0);
            for i in 0..text.toks.len() {
                let number = words.learn(text.fold(&text.toks[i]));
                text.toks[i].word = number;
            }
            let elements: Vec<u16> = text.toks.iter().map(element).collect();
            let Some((&first, rest_elements)) = elements.split_first() else {
                continue;
            };
            entries.push((
                first,
                Phrase {
                    from: row_of_elements.len() as u32,
                    len: rest_elements.len() as u16,
                    row: rows.len() as u16,
                },
            ));
            row_of_elements.extend_from_slice(rest_elements);
            rows.push((class, rest));
        }
        entries.sort_by_key(|(first, phrase)| (*first, std::cmp::Reverse(phrase.len)));
        let mut table = Self {
            first: Vec::new(),
            phrases: Vec::new(),
            elements: row_of_elements,
            rows,
        };
        for (first, phrase) in entries {
            let first = first as usize;
            if first & usize::from(MARK) != 0 {
                continue;
            }
            if table.first.len() <= first {
                table.first.resize(first + 1, (0, 0));
            }
            let at = table.phrases.len() as u16;
            let range = &mut table.first[first];
            if range.0 == range.1 {
                *range = (at, at);
            }
            range.1 = at + 1;
            table.phrases.push(phrase);
        }
        table
    }

    /// Returns the class of the longest phrase that starts at token `at` and
    /// ends before `end`, its other columns, and the token after it.
    pub(crate) fn at(
        &self,
        toks: &[Tok],
        at: usize,
        end: usize,
    ) -> Option<(C, &'static str, usize)> {
        #[cfg(test)]
        LOOKUPS.set(LOOKUPS.get() + 1);
        let word = toks.get(at)?.word;
        if word == 0 || at >= end {
            return None;
        }
        let (from, to) = *self.first.get(word as usize)?;
        self.phrases[from as usize..to as usize]
            .iter()
            .find_map(|phrase| {
                #[cfg(test)]
                LOOKUPS.set(LOOKUPS.get() + 1);
                let rest = &self.elements[phrase.from as usize..][..phrase.len as usize];
                let after = at + 1 + rest.len();
                let fits = after <= end
                    && after <= toks.len()
                    && rest
                        .iter()
                        .zip(&toks[at + 1..after])
                        .all(|(e, t)| *e == element(t));
                let (class, rest) = self.rows[phrase.row as usize];
                fits.then_some((class, rest, after))
            })
    }

    /// Reports whether a phrase starts at `at`.
    pub(crate) fn has(&self, toks: &[Tok], at: usize, end: usize) -> bool {
        self.at(toks, at, end).is_some()
    }
}

/// What a kind word allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KindClass {
    /// Cited by name too.
    Law,
    /// Cited in short too: `Nghị định 136`.
    Short,
    /// Cited with `số` or a whole symbol only.
    Numbered,
}

/// How a word takes part in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Somebody is told to do something.
    Order,
    /// How or when, opens an action.
    Adverb,
    /// An action.
    Verb,
    /// An action only where one is expected.
    Weak,
    /// A duty.
    Modal,
    /// What was.
    Fact,
}

/// Whose name opens here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// An office.
    Unit,
    /// The holder of a post.
    Post,
    /// A class of units.
    Group,
    /// Not an office: an addressee only right after an order.
    People,
}

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Purpose, assessment, facts.
    Skip,
    /// Goals with their numbers.
    Goals,
    /// Orders.
    Orders,
    /// Means and money: orders only where somebody is named.
    Named,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Per cent.
    Rate,
    /// A measured amount.
    Amount,
    /// Things that are counted.
    Thing,
}

/// How a word takes part in what an action makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Making {
    /// Opens the making: `xây dựng`.
    Make,
    /// Makes a report itself.
    Report,
    /// Is the thing: `kế hoạch`.
    Thing,
}

/// What the label of a line says: `Đơn vị chủ trì: …`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// Who leads.
    Lead,
    /// Who cooperates.
    Coordinate,
    /// When.
    Time,
    /// What is to be done.
    Task,
    /// What will be handed over.
    Product,
    /// Something that concerns no task.
    Other,
}

/// What a word says of the figures after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// They are to be reached.
    Ahead,
    /// They were.
    Past,
    /// They are to be reached, also where it stands in a heading above.
    Heading,
    /// A decision: its past is not that of the figures.
    Framing,
}

/// All tables.
pub struct Grammar {
    words: Vocabulary,
    pub(crate) kinds: Phrases<KindClass>,
    pub(crate) codes: Phrases<()>,
    pub(crate) header_kinds: Phrases<()>,
    pub(crate) laws: Phrases<()>,
    pub(crate) fields: Phrases<()>,
    pub(crate) nouns: Phrases<()>,
    pub(crate) heads: Phrases<Head>,
    pub(crate) acts: Phrases<Act>,
    pub(crate) zones: Phrases<Zone>,
    pub(crate) measures: Phrases<Measure>,
    pub(crate) labels: Phrases<Label>,
    pub(crate) products: Phrases<Making>,
    pub(crate) aims: Phrases<Aim>,
}

impl std::fmt::Debug for Grammar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grammar({} words)", self.words.words.len())
    }
}

static BUILT_IN: LazyLock<Grammar> = LazyLock::new(Grammar::new);

impl Grammar {
    /// Returns the grammar that is part of the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn new() -> Self {
        let mut words = Vocabulary::new();
        let any = |_: &str| Some(());
        let mut plain = |table| Phrases::new(table, &mut words, any);
        let codes = plain(include_str!("../grammar/codes.tsv"));
        let header_kinds = plain(include_str!("../grammar/header-kinds.tsv"));
        let laws = plain(include_str!("../grammar/laws.tsv"));
        let fields = plain(include_str!("../grammar/fields.tsv"));
        let nouns = plain(include_str!("../grammar/nouns.tsv"));
        let kinds = Phrases::new(
            include_str!("../grammar/kinds.tsv"),
            &mut words,
            |c| match c {
                "l" => Some(KindClass::Law),
                "s" => Some(KindClass::Short),
                "n" => Some(KindClass::Numbered),
                _ => None,
            },
        );
        let heads = Phrases::new(
            include_str!("../grammar/heads.tsv"),
            &mut words,
            |c| match c {
                "unit" => Some(Head::Unit),
                "post" => Some(Head::Post),
                "group" => Some(Head::Group),
                "people" => Some(Head::People),
                _ => None,
            },
        );
        let acts = Phrases::new(
            include_str!("../grammar/acts.tsv"),
            &mut words,
            |c| match c {
                "order" => Some(Act::Order),
                "adverb" => Some(Act::Adverb),
                "verb" => Some(Act::Verb),
                "weak" => Some(Act::Weak),
                "modal" => Some(Act::Modal),
                "fact" => Some(Act::Fact),
                _ => None,
            },
        );
        let zones = Phrases::new(
            include_str!("../grammar/zones.tsv"),
            &mut words,
            |c| match c {
                "skip" => Some(Zone::Skip),
                "goals" => Some(Zone::Goals),
                "orders" => Some(Zone::Orders),
                "named" => Some(Zone::Named),
                _ => None,
            },
        );
        let measures = Phrases::new(
            include_str!("../grammar/measures.tsv"),
            &mut words,
            |c| match c {
                "measure" => Some(Measure::Amount),
                "thing" => Some(Measure::Thing),
                _ => None,
            },
        );
        let labels = Phrases::new(
            include_str!("../grammar/labels.tsv"),
            &mut words,
            |c| match c {
                "lead" => Some(Label::Lead),
                "coordinate" => Some(Label::Coordinate),
                "time" => Some(Label::Time),
                "task" => Some(Label::Task),
                "product" => Some(Label::Product),
                "other" => Some(Label::Other),
                _ => None,
            },
        );
        let products = Phrases::new(
            include_str!("../grammar/products.tsv"),
            &mut words,
            |c| match c {
                "make" => Some(Making::Make),
                "report" => Some(Making::Report),
                "thing" => Some(Making::Thing),
                _ => None,
            },
        );
        let aims = Phrases::new(
            include_str!("../grammar/aims.tsv"),
            &mut words,
            |c| match c {
                "aim" => Some(Aim::Ahead),
                "past" => Some(Aim::Past),
                "heading" => Some(Aim::Heading),
                "framing" => Some(Aim::Framing),
                _ => None,
            },
        );
        Self {
            aims,
            products,
            measures,
            labels,
            words,
            kinds,
            codes,
            header_kinds,
            laws,
            fields,
            nouns,
            heads,
            acts,
            zones,
        }
    }

    /// Splits a text into tokens that know their numbers in the tables.
    pub(crate) fn tokens<'a>(&self, source: &'a str) -> Text<'a> {
        Text::new(source, |word| self.words.number(word))
    }
}
