//! A unit by its own name, with or without the unit it belongs to behind it.

use dondoc_kinds::UnitId;

use crate::event::Organ;
use crate::index::{Entry, How};
use crate::naming::{Level, Sense};
use crate::text::{Gap, Word};
use crate::unit::within;

use super::{Matched, Resolver};

/// What some words name.
pub(super) enum Named {
    Unit {
        unit: UnitId,
        organ: Organ,
        matched: Matched,
    },
    Ambiguous(Vec<UnitId>),
    OtherDay(UnitId),
    Nothing,
}

impl Resolver<'_> {
    /// Returns what some words name, the surest reading first: as written, then
    /// with a unit behind that says which, then without diacritics.
    pub(super) fn named(&self, words: &[Word]) -> Named {
        if words.is_empty() {
            return Named::Nothing;
        }
        let exact = self.pick(self.registry.index.exact(words), false);
        if matches!(exact, Named::Unit { .. }) {
            return exact;
        }
        if let Some(qualified) = self.qualified(words) {
            return qualified;
        }
        if matches!(exact, Named::Ambiguous(_)) {
            return exact;
        }
        match self.pick(self.registry.index.plain(words), true) {
            Named::Nothing | Named::OtherDay(_) if !matches!(exact, Named::Nothing) => exact,
            Named::OtherDay(_) if !self.loose => exact,
            plain => plain,
        }
    }

    fn pick(&self, entries: &[Entry], folded: bool) -> Named {
        // `Văn hóa` is not the commune Vân Hòa: where diacritics are written, a
        // bare name that only matches without them is another.
        let fits = |e: &&Entry| !folded || self.loose || e.how != How::Bare;
        let valid: Vec<&Entry> = entries
            .iter()
            .filter(fits)
            .filter(|e| self.holds(e))
            .collect();
        let Some(best) = valid.iter().map(|e| sureness(e.how)).min() else {
            return self.other_day(entries);
        };
        let mut units: Vec<&Entry> = Vec::new();
        for entry in valid.into_iter().filter(|e| sureness(e.how) == best) {
            if units.iter().all(|u| u.unit != entry.unit) {
                units.push(entry);
            }
        }
        if units.len() > 1 {
            self.narrow(&mut units);
        }
        match units.as_slice() {
            [] => Named::Nothing,
            [only] => Named::Unit {
                unit: only.unit.clone(),
                organ: only.organ,
                matched: match only.how {
                    How::Bare => Matched::Bare,
                    _ if folded => Matched::Folded,
                    How::Name => Matched::Name,
                    How::Alias => Matched::Alias,
                },
            },
            several => Named::Ambiguous(several.iter().map(|e| e.unit.clone()).collect()),
        }
    }

    /// Keeps the units of the issuer's own territory, if that leaves any.
    fn narrow(&self, entries: &mut Vec<&Entry>) {
        let near = |above: &UnitId, entries: &mut Vec<&Entry>| {
            if entries
                .iter()
                .any(|e| self.registry.is_within(&e.unit, above))
            {
                entries.retain(|e| self.registry.is_within(&e.unit, above));
            }
        };
        if let Some(city) = &self.context.city {
            near(city, entries);
        }
        if let Some(territory) = self.territory() {
            near(&territory, entries);
        }
    }

    /// Returns the district or commune that the issuer belongs to, if any.
    pub(super) fn territory(&self) -> Option<UnitId> {
        let mut at = self.context.issuer.as_ref();
        let mut found = None;
        for _ in 0..16 {
            let Some(id) = at else { break };
            let local = matches!(
                self.registry.level(id),
                Some(Level::District | Level::Commune)
            );
            if local {
                found = Some(id.clone());
            }
            at = self.registry.unit(id).and_then(|u| u.parent.as_ref());
        }
        found
    }

    /// Returns whether an entry is a name of its unit on the day asked for.
    pub(super) fn holds(&self, entry: &Entry) -> bool {
        let Some(unit) = self.registry.unit(&entry.unit) else {
            return false;
        };
        if !unit.is_valid_on(self.on) {
            return false;
        }
        match entry.how {
            How::Name | How::Bare => unit.name_on(self.on) == entry.made_from,
            How::Alias => unit
                .aliases
                .iter()
                .any(|a| a.text == entry.made_from && within(a.from, a.until, self.on)),
        }
    }

    /// Returns the unit that bore the name last before the day, or else the
    /// one that bears it first after.
    fn other_day(&self, entries: &[Entry]) -> Named {
        let ended = entries
            .iter()
            .filter_map(|e| Some((self.registry.unit(&e.unit)?.until?, e)))
            .filter(|(until, _)| *until <= self.on)
            .max_by_key(|(until, e)| (*until, std::cmp::Reverse(e.unit.clone())))
            .map(|(_, e)| e);
        match ended.or(entries.first()) {
            Some(entry) => Named::OtherDay(entry.unit.clone()),
            None => Named::Nothing,
        }
    }

    /// `phường Minh Khai, quận Hai Bà Trưng`, `Sở Tài chính thành phố Hà Nội`:
    /// the unit behind says which one, or only repeats what is clear.
    fn qualified(&self, words: &[Word]) -> Option<Named> {
        (1..words.len()).rev().find_map(|at| {
            let (left, right) = words.split_at_checked(at)?;
            let entries: Vec<&Entry> = self
                .registry
                .index
                .exact(left)
                .iter()
                .filter(|e| self.holds(e) && e.how != How::Bare)
                .collect();
            if entries.is_empty() {
                return None;
            }
            let comma = right.first().is_some_and(|w| w.gap > Gap::Bracket);
            let above = self.scope(right, true)?;
            let mut inside = entries
                .iter()
                .filter(|e| e.unit != above && self.registry.is_within(&e.unit, &above));
            let first = inside.next()?;
            let one = inside.all(|e| e.unit == first.unit);
            // After a comma the second name only qualifies an ambiguous first:
            // otherwise the words are a list.
            let needed = entries.iter().any(|e| e.unit != first.unit);
            (one && (needed || !comma)).then(|| Named::Unit {
                unit: first.unit.clone(),
                organ: first.organ,
                matched: Matched::Name,
            })
        })
    }

    /// Returns the unit that some words name as the place of others, after
    /// `thuộc` or the like; `bare` allows a name without the word for its kind.
    pub(super) fn scope(&self, words: &[Word], bare: bool) -> Option<UnitId> {
        let rest = match self.registry.index.qualifiers.at(words, self.loose) {
            Some((length, Sense::Within)) => words.get(length..)?,
            _ => words,
        };
        match self.pick(self.registry.index.exact(rest), false) {
            Named::Unit { unit, matched, .. } if bare || matched != Matched::Bare => Some(unit),
            _ => None,
        }
    }
}

/// Names and aliases are as good as each other; a bare name is a guess.
fn sureness(how: How) -> u8 {
    u8::from(how == How::Bare)
}
