//! Who carries on when a unit ends.

use dondoc_kinds::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::{Basis, Share};
use crate::registry::Registry;
use crate::unit::Succession;

/// A unit that, on a day, carries on the work of one that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The unit, which exists on the day asked for.
    pub unit: UnitId,
    /// Since when it carries on.
    pub since: Date,
    /// How much of the first unit's work it received, by the weakest link of
    /// the chain.
    pub share: Share,
    /// The units the work went through, the first unit first, this one last.
    pub path: Vec<UnitId>,
    /// What the last link rests on.
    pub basis: Basis,
}

impl Successor {
    /// Returns whether the share is laid down, so that nobody has to choose.
    #[must_use]
    pub fn share_known(&self) -> bool {
        self.share != Share::Undetermined
    }

    /// Returns the instrument of the last link, where it is known.
    #[must_use]
    pub fn by_instrument(&self) -> Option<&str> {
        self.basis.instrument.as_deref()
    }
}

/// Who holds, on a day, what a unit was given earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The unit itself: it exists.
    Same,
    /// One unit took over everything.
    Passed(Successor),
    /// Several units took over, or the share is unknown: a person chooses.
    Choose(Vec<Successor>),
    /// It ended and no successor is known.
    Nobody,
    /// It does not exist yet on that day.
    NotYet,
    /// No unit has this id.
    Unknown,
}

impl Registry {
    /// Returns the units that carry on the work of `unit` on a day, followed
    /// through time; empty while the unit itself exists.
    #[must_use]
    pub fn successors(&self, unit: &UnitId, on: Date) -> Vec<Successor> {
        let mut found = Vec::new();
        let mut path = vec![unit.clone()];
        self.follow(unit, on, &Share::Whole, &mut path, &mut found);
        found
    }

    /// Returns the direct successors of a unit, whether or not they still exist.
    #[must_use]
    pub fn direct_successors(&self, unit: &UnitId) -> &[Succession] {
        self.unit(unit).map_or(&[], |u| &u.succession)
    }

    /// Returns the units whose work came directly to `unit`, in order of id.
    #[must_use]
    pub fn predecessors(&self, unit: &UnitId) -> Vec<(&UnitId, &Succession)> {
        self.units()
            .flat_map(|(id, u)| u.succession.iter().map(move |s| (id, s)))
            .filter(|(_, s)| s.to == *unit)
            .collect()
    }

    /// Returns who holds on a day what `unit` was given.
    #[must_use]
    pub fn current_holder(&self, unit: &UnitId, on: Date) -> Holder {
        let Some(known) = self.unit(unit) else {
            return Holder::Unknown;
        };
        if known.is_valid_on(on) {
            return Holder::Same;
        }
        if known.from.is_some_and(|from| on < from) {
            return Holder::NotYet;
        }
        let mut successors = self.successors(unit, on);
        match successors.pop() {
            None => Holder::Nobody,
            Some(only) if successors.is_empty() && only.share == Share::Whole => {
                Holder::Passed(only)
            }
            Some(last) => {
                successors.push(last);
                Holder::Choose(successors)
            }
        }
    }

    fn follow(
        &self,
        unit: &UnitId,
        on: Date,
        share: &Share,
        path: &mut Vec<UnitId>,
        found: &mut Vec<Successor>,
    ) {
        let steps = self.direct_successors(unit).iter().filter(|s| s.on <= on);
        for step in steps {
            if path.contains(&step.to) {
                continue;
            }
            let share = weaker(share, &step.share);
            path.push(step.to.clone());
            if self.unit(&step.to).is_some_and(|u| u.is_valid_on(on)) {
                found.push(Successor {
                    unit: step.to.clone(),
                    since: step.on,
                    share,
                    path: path.clone(),
                    basis: step.basis.clone(),
                });
            } else {
                self.follow(&step.to, on, &share, path, found);
            }
            path.pop();
        }
    }
}

fn weaker(before: &Share, step: &Share) -> Share {
    match (before, step) {
        (Share::Undetermined, _) | (_, Share::Undetermined) => Share::Undetermined,
        (Share::Whole, later) => later.clone(),
        (earlier, Share::Whole) => earlier.clone(),
        (Share::Rest, Share::Rest) => Share::Rest,
        (Share::Matter(a), Share::Matter(b)) => Share::Matter(format!("{a}; {b}")),
        (Share::Matter(matter), Share::Rest) | (Share::Rest, Share::Matter(matter)) => {
            Share::Matter(matter.clone())
        }
    }
}
