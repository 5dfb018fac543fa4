//! Classes of units: `các quận, huyện, thị xã`, `các sở, ngành liên quan`.

use dondoc_kinds::UnitId;
use smol_str::SmolStr;

use crate::naming::Sense;
use crate::text::{Gap, Word};

use super::{Lead, Resolution, Resolver};

impl Resolver<'_> {
    /// Reads words behind `lead` as one class put together from its parts, and
    /// what narrows it.
    pub(super) fn class(&self, words: &[Word], lead: &Lead) -> Option<Resolution> {
        let words: Vec<Word> = words.iter().filter(|w| w.key != "va2").cloned().collect();
        let atoms = self.atoms(&words);
        let mut length = atoms.last().map(|(end, _)| *end)?;
        let mut named: Vec<SmolStr> = atoms.iter().map(|(_, class)| class.clone()).collect();
        let mut rest = words.get(length..).unwrap_or(&[]);
        // `các phường quận Ba Đình`: the last word of the class begins the
        // unit it belongs to.
        if let [.., (before, _), _] = atoms.as_slice()
            && !rest.is_empty()
            && self.narrowing(rest).is_none()
        {
            let tail = words.get(*before..).unwrap_or(&[]);
            if tail.first().is_some_and(|w| w.gap <= Gap::Bracket)
                && self.scope(tail, false).is_some()
            {
                length = *before;
                named.pop();
                rest = words.get(length..).unwrap_or(&[]);
            }
        }
        let class = join(named);
        self.narrowed(class, rest, lead)
    }

    /// Returns the classes at the start of the words, each with where it ends.
    fn atoms(&self, words: &[Word]) -> Vec<(usize, SmolStr)> {
        let mut found = Vec::new();
        let mut at = 0;
        loop {
            let rest = words.get(at..).unwrap_or(&[]);
            // `các` may stand again before each part.
            let skipped = self.every(rest).unwrap_or(0);
            let rest = rest.get(skipped..).unwrap_or(&[]);
            match self.registry.index.classes.at(rest, self.loose) {
                Some((length, class)) => {
                    at += skipped + length;
                    found.push((at, class.clone()));
                }
                None => return found,
            }
        }
    }

    fn narrowing(&self, rest: &[Word]) -> Option<(usize, Sense)> {
        let (length, sense) = self.registry.index.qualifiers.at(rest, self.loose)?;
        Some((length, *sense))
    }

    fn narrowed(&self, class: SmolStr, rest: &[Word], lead: &Lead) -> Option<Resolution> {
        if rest.is_empty() {
            // `Quận` alone is a word, not an order to thirty districts.
            let several = lead.length > 0 || self.several(&class, lead);
            return several.then(|| self.members(class, None, lead));
        }
        match self.narrowing(rest) {
            Some((length, Sense::Nothing)) => {
                self.narrowed(class, rest.get(length..).unwrap_or(&[]), lead)
            }
            Some((length, Sense::Within)) => {
                let place = rest.get(length..).unwrap_or(&[]);
                if place.is_empty() {
                    return Some(self.members(class, None, lead));
                }
                match self.scope(place, true) {
                    Some(above) => Some(self.members(class, Some(&above), lead)),
                    None => self.described(class, rest, lead),
                }
            }
            Some((_, Sense::Condition)) => self.described(class, rest, lead),
            Some((_, Sense::Every)) => None,
            None => {
                let joined = rest.first().is_some_and(|w| w.gap <= Gap::Bracket);
                let above = self.scope(rest, false).filter(|_| joined)?;
                let members = self.members(class, Some(&above), lead);
                (!members.units().is_empty()).then_some(members)
            }
        }
    }

    /// Returns whether the words speak of several units, or of whom it may
    /// concern: `Ban Quản lý ...` is one board, not `boards that manage`.
    fn several(&self, class: &str, lead: &Lead) -> bool {
        lead.every || class.contains('+') || self.is_open(class)
    }

    fn is_open(&self, class: &str) -> bool {
        class
            .split('+')
            .filter_map(|part| self.registry.classes.get(part))
            .any(|part| part.open)
    }

    fn members(&self, class: SmolStr, above: Option<&UnitId>, lead: &Lead) -> Resolution {
        let mut units = self.registry.class_members(&class, self.on);
        if let Some(above) = above {
            units.retain(|unit| self.registry.is_within(unit, above));
        } else {
            self.keep_own(&mut units);
        }
        let open = self.is_open(&class);
        Resolution::Class {
            class,
            units,
            open,
            addressed: lead.addressed,
        }
    }

    /// A district's `các phường` are its own.
    fn keep_own(&self, units: &mut Vec<UnitId>) {
        let Some(own) = self.territory() else {
            return;
        };
        if units.iter().any(|u| self.registry.is_within(u, &own)) {
            units.retain(|u| self.registry.is_within(u, &own));
        }
    }

    fn described(&self, class: SmolStr, condition: &[Word], lead: &Lead) -> Option<Resolution> {
        if !self.several(&class, lead) {
            return None;
        }
        let mut candidates = self.registry.class_members(&class, self.on);
        self.keep_own(&mut candidates);
        Some(Resolution::Described {
            class,
            candidates,
            condition: self.as_written(condition),
            addressed: lead.addressed,
        })
    }
}

fn join(mut parts: Vec<SmolStr>) -> SmolStr {
    parts.sort();
    parts.dedup();
    let parts: Vec<&str> = parts.iter().map(SmolStr::as_str).collect();
    SmolStr::new(parts.join("+"))
}
