//! From the words of a document to the units that they mean.
//!
//! The order of readings is: a unit's own name; the name after titles and
//! courtesy words; a class of units; a list. What cannot be decided from the
//! words comes back as such, for a person to decide.

mod class;
mod list;
mod named;

use dondoc_kinds::UnitId;
use jiff::civil::Date;
use serde::Serialize;
use smol_str::SmolStr;

use crate::event::{Organ, Role};
use crate::registry::Registry;
use crate::succession::Successor;
use crate::text::{
    ForeignLetter, Word, distance, foreign_letters, has_diacritics, plain_key, with_latin_twins,
};

use named::Named;

/// Who speaks, so that `các phường` or `phường Minh Khai` mean theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameContext {
    /// The unit that issued the document.
    pub issuer: Option<UnitId>,
    /// The city whose bodies plain names mean; none: the only one there is.
    pub city: Option<UnitId>,
}

/// What a name means on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// One unit.
    Unit {
        /// The unit.
        unit: UnitId,
        /// Which organ or post of it the words address.
        addressed: Addressed,
        /// How the words matched.
        matched: Matched,
    },
    /// A class of units, with its members on that day.
    Class {
        /// The class: ids joined by `+`.
        class: SmolStr,
        /// The members on that day, in order of id.
        units: Vec<UnitId>,
        /// The words reach beyond the registry: a person confirms the list.
        open: bool,
        /// Which organ or post the words address.
        addressed: Addressed,
    },
    /// Units described by a condition that a person must judge.
    Described {
        /// The class within which they are.
        class: SmolStr,
        /// The units that may be meant, in order of id.
        candidates: Vec<UnitId>,
        /// The condition, as written.
        condition: String,
        /// Which organ or post the words address.
        addressed: Addressed,
    },
    /// Several of the above.
    List {
        /// Each with its place, in order of the text.
        parts: Vec<Part>,
    },
    /// Several units bear this name on that day.
    Ambiguous {
        /// The units, in order of id.
        candidates: Vec<UnitId>,
    },
    /// A unit bears this name, but not on that day.
    NotOnDay {
        /// The unit.
        unit: UnitId,
        /// Its first day, when known.
        from: Option<Date>,
        /// Its first day without existing, if it ended.
        until: Option<Date>,
        /// Who carries on on the day asked for.
        successors: Vec<Successor>,
    },
    /// Letters of another script stand in the name; a person looks at it.
    LookAlike {
        /// The letters.
        letters: Vec<ForeignLetter>,
        /// What the name would mean with the Latin letters that they resemble.
        reads_as: Box<Resolution>,
    },
    /// No unit or class is written like this.
    Unknown {
        /// The nearest names of that day, the nearest first.
        nearest: Vec<Nearest>,
    },
}

/// Which organ and post of a unit some words address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Addressed {
    /// The organ.
    pub organ: Organ,
    /// The post, when a title stood before the name.
    pub role: Option<Role>,
}

/// How surely a name matched, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// The full name or a regular form of it.
    Name,
    /// A known further way to write it.
    Alias,
    /// The name without the word for its kind.
    Bare,
    /// Only without diacritics.
    Folded,
}

/// One entry of a list, at its place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What it means.
    pub resolution: Resolution,
}

/// A name that is almost the one given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nearest {
    /// The unit.
    pub unit: UnitId,
    /// Its name on that day.
    pub name: String,
    /// How many letters differ, diacritics left aside.
    pub distance: usize,
}

impl Resolution {
    /// Returns every unit that is certainly meant, lists and classes included;
    /// empty when a person has to decide.
    #[must_use]
    pub fn units(&self) -> Vec<&UnitId> {
        match self {
            Self::Unit { unit, .. } => vec![unit],
            Self::Class { units, .. } => units.iter().collect(),
            Self::List { parts } => parts.iter().flat_map(|p| p.resolution.units()).collect(),
            Self::Described { .. }
            | Self::Ambiguous { .. }
            | Self::NotOnDay { .. }
            | Self::LookAlike { .. }
            | Self::Unknown { .. } => Vec::new(),
        }
    }

    /// Returns whether a person has to decide something before a task can go
    /// to these units.
    #[must_use]
    pub fn needs_person(&self) -> bool {
        match self {
            Self::Unit { matched, .. } => *matched > Matched::Alias,
            Self::Class { units, open, .. } => *open || units.is_empty(),
            Self::List { parts } => parts.iter().any(|p| p.resolution.needs_person()),
            Self::Described { .. }
            | Self::Ambiguous { .. }
            | Self::NotOnDay { .. }
            | Self::LookAlike { .. }
            | Self::Unknown { .. } => true,
        }
    }
}

impl Registry {
    /// Returns what a name in a document means on a day.
    ///
    /// Capitals, tone placement, decomposed Unicode, hyphens and `&` make no
    /// difference. Without diacritics a name is still found and marked
    /// [`Matched::Folded`].
    #[must_use]
    pub fn resolve(&self, text: &str, on: Date, context: &NameContext) -> Resolution {
        let letters = foreign_letters(text);
        if letters.is_empty() {
            return self.resolve_latin(text, on, context);
        }
        let latin = with_latin_twins(text);
        Resolution::LookAlike {
            letters,
            reads_as: Box::new(self.resolve_latin(&latin, on, context)),
        }
    }

    fn resolve_latin(&self, text: &str, on: Date, context: &NameContext) -> Resolution {
        let words = self.index.words(text);
        let resolver = Resolver {
            registry: self,
            on,
            context,
            text,
            loose: !has_diacritics(&words),
        };
        resolver.whole(&words)
    }

    /// Returns the members of a class on a day, in order of id; several
    /// classes are joined by `+`. An unknown class has no members.
    #[must_use]
    pub fn class_members(&self, class: &str, on: Date) -> Vec<UnitId> {
        let parts: Vec<_> = class
            .split('+')
            .filter_map(|part| self.classes.get(part))
            .collect();
        self.units()
            .filter(|(id, unit)| {
                unit.is_valid_on(on)
                    && parts.iter().any(|part| {
                        part.units.contains(id)
                            || part.kinds.contains(&unit.kind)
                                && (!part.direct || self.is_direct(unit.parent.as_ref()))
                    })
            })
            .map(|(id, _)| id.clone())
            .collect()
    }

    fn is_direct(&self, parent: Option<&UnitId>) -> bool {
        parent
            .and_then(|p| self.unit(p))
            .is_some_and(|p| p.parent.is_none())
    }

    /// Returns the units whose name or alias contains the text, diacritics and
    /// capitals aside, those that begin with it first. With a day, only units
    /// that exist then.
    #[must_use]
    pub fn search(&self, text: &str, on: Option<Date>) -> Vec<&UnitId> {
        let wanted = crate::text::fold(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, &UnitId)> = self
            .units()
            .filter(|(_, unit)| on.is_none_or(|on| unit.is_valid_on(on)))
            .filter_map(|(id, _)| {
                let names = self.index.folded.get(id)?;
                let place = names.iter().filter_map(|n| n.find(&wanted)).min()?;
                Some((place, id))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }
}

/// One question: these words, on this day, said by this issuer.
pub(crate) struct Resolver<'a> {
    registry: &'a Registry,
    on: Date,
    context: &'a NameContext,
    text: &'a str,
    /// The text has no diacritic at all, so none is asked for.
    loose: bool,
}

/// What stood before a name.
#[derive(Debug, Clone, Copy)]
struct Lead {
    addressed: Addressed,
    every: bool,
    length: usize,
}

impl Resolver<'_> {
    fn whole(&self, words: &[Word]) -> Resolution {
        if words.is_empty() {
            return Resolution::Unknown {
                nearest: Vec::new(),
            };
        }
        if let Some(resolution) = self.single(words) {
            return resolution;
        }
        if let Some(resolution) = self.after_person(words) {
            return resolution;
        }
        if let Some(parts) = self.list(words) {
            return Resolution::List { parts };
        }
        self.unknown(words)
    }

    /// A name, a titled name or a class: everything but a list.
    fn single(&self, words: &[Word]) -> Option<Resolution> {
        let leads = self.leads(words);
        let mut other_day = None;
        for lead in &leads {
            let named = self.named(words.get(lead.length..).unwrap_or(&[]));
            match named {
                Named::Unit { .. } | Named::Ambiguous(_) => return self.say(named, lead),
                Named::OtherDay(_) if other_day.is_none() => other_day = self.say(named, lead),
                Named::OtherDay(_) | Named::Nothing => {}
            }
        }
        let last = leads.last().unwrap_or(&NO_LEAD);
        self.class(words.get(last.length..).unwrap_or(&[]), last)
            .or_else(|| self.every_one(words, last))
            .or(other_day)
    }

    /// `UBND các quận Ba Đình`, as the first of several names.
    fn every_one(&self, words: &[Word], lead: &Lead) -> Option<Resolution> {
        if !lead.every {
            return None;
        }
        self.say(self.named(&self.without_every(words)), lead)
    }

    fn say(&self, named: Named, lead: &Lead) -> Option<Resolution> {
        let addressed = lead.addressed;
        match named {
            Named::Unit {
                unit,
                organ,
                matched,
            } => Some(Resolution::Unit {
                unit,
                addressed: Addressed {
                    organ: if organ == Organ::Whole {
                        addressed.organ
                    } else {
                        organ
                    },
                    role: addressed.role,
                },
                matched,
            }),
            Named::Ambiguous(candidates) => Some(Resolution::Ambiguous { candidates }),
            Named::OtherDay(unit) => {
                let known = self.registry.unit(&unit)?;
                Some(Resolution::NotOnDay {
                    from: known.from,
                    until: known.until,
                    successors: self.registry.successors(&unit, self.on),
                    unit,
                })
            }
            Named::Nothing => None,
        }
    }

    /// Reads titles, courtesy words and `các` from the start of the words:
    /// first nothing, then one more at a time, since a title may be part of a
    /// name (`Thường trực Thành ủy`, `UBND Thành phố`).
    fn leads(&self, words: &[Word]) -> Vec<Lead> {
        let mut lead = NO_LEAD;
        let mut leads = vec![lead];
        loop {
            let rest = words.get(lead.length..).unwrap_or(&[]);
            if let Some((length, (role, organ))) = self.registry.index.titles.at(rest, self.loose) {
                lead.length += length;
                lead.addressed.role = lead.addressed.role.or(*role);
                if *organ != Organ::Whole {
                    lead.addressed.organ = *organ;
                }
            } else if let Some(length) = self.every(rest) {
                lead.length += length;
                lead.every = true;
            } else {
                return leads;
            }
            leads.push(lead);
        }
    }

    /// Returns how many words the whole of it takes.
    fn lead_length(&self, words: &[Word]) -> usize {
        self.leads(words).last().map_or(0, |lead| lead.length)
    }

    fn every(&self, words: &[Word]) -> Option<usize> {
        match self.registry.index.qualifiers.at(words, self.loose) {
            Some((length, crate::naming::Sense::Every)) => Some(length),
            _ => None,
        }
    }

    fn without_every(&self, words: &[Word]) -> Vec<Word> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if let Some(length) = self.every(words.get(at..).unwrap_or(&[])) {
                at += length;
            } else {
                out.push(word.clone());
                at += 1;
            }
        }
        out
    }

    /// `ông Nguyễn Văn A, Phó Chủ tịch UBND TP`: the title follows the person.
    fn after_person(&self, words: &[Word]) -> Option<Resolution> {
        let courtesy = self.leads(words).pop().filter(|lead| lead.length > 0)?;
        if courtesy.addressed != NO_LEAD.addressed || courtesy.every {
            return None;
        }
        (1..words.len().min(10)).find_map(|at| {
            let rest = words.get(at..)?;
            let (_, (role, _)) = self.registry.index.titles.at(rest, self.loose)?;
            role.as_ref()?;
            self.single(rest)
        })
    }

    fn unknown(&self, words: &[Word]) -> Resolution {
        let wanted = plain_key(words);
        let limit = (wanted.len() / 5).clamp(1, 4);
        let mut best: Vec<(usize, &UnitId)> = Vec::new();
        for (key, entries) in self.registry.index.all_plain() {
            let Some(distance) = distance(&wanted, key, limit) else {
                continue;
            };
            for entry in entries.iter().filter(|e| self.holds(e)) {
                match best.iter_mut().find(|(_, unit)| **unit == entry.unit) {
                    Some(known) => known.0 = known.0.min(distance),
                    None => best.push((distance, &entry.unit)),
                }
            }
        }
        best.sort();
        let nearest = best.into_iter().take(3).map(|(distance, unit)| Nearest {
            unit: unit.clone(),
            name: self.registry.name_on(unit, self.on).to_owned(),
            distance,
        });
        Resolution::Unknown {
            nearest: nearest.collect(),
        }
    }

    /// Returns the words as they stand in the text.
    fn as_written(&self, words: &[Word]) -> String {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return String::new();
        };
        let length = last.end.saturating_sub(first.start);
        self.text.chars().skip(first.start).take(length).collect()
    }
}

const NO_LEAD: Lead = Lead {
    addressed: Addressed {
        organ: Organ::Whole,
        role: None,
    },
    every: false,
    length: 0,
};
