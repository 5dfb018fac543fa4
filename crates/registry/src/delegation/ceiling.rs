//! How far a power reaches.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Power;

/// What a ceiling counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Whole đồng.
    Money,
    /// Square metres.
    Area,
    /// Kinds of matter: fields of tasks, codes of procedures.
    Kinds,
}

impl Measure {
    /// Returns its name, as messages choose by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Area => "area",
            Self::Kinds => "kinds",
        }
    }
}

impl Measure {
    /// Returns what a ceiling says in this measure, where it is a number.
    #[must_use]
    pub fn of(self, ceiling: &Ceiling) -> Option<u64> {
        match self {
            Self::Money => ceiling.dong,
            Self::Area => ceiling.area_m2,
            Self::Kinds => None,
        }
    }
}

/// How far a power reaches; what is not named is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceiling {
    /// At most so many đồng in one act.
    pub dong: Option<u64>,
    /// At most so many square metres in one act.
    pub area_m2: Option<u64>,
    /// Only matters of these kinds.
    pub kinds: Option<BTreeSet<SmolStr>>,
}

/// Why one ceiling does not lie within another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CeilingGap {
    /// In what it reaches further.
    pub measure: Measure,
}

impl Ceiling {
    /// Returns whether everything within `inner` is within this one.
    ///
    /// # Errors
    /// [`CeilingGap`] names the first measure in which `inner` reaches further;
    /// a measure that only this ceiling limits counts as reaching further.
    pub fn covers(&self, inner: &Self) -> Result<(), CeilingGap> {
        let at_most = |outer: Option<u64>, inner: Option<u64>| match (outer, inner) {
            (None, _) => true,
            (Some(outer), Some(inner)) => inner <= outer,
            (Some(_), None) => false,
        };
        let kinds = match (&self.kinds, &inner.kinds) {
            (None, _) => true,
            (Some(outer), Some(inner)) => inner.is_subset(outer),
            (Some(_), None) => false,
        };
        let gap = |measure| Err(CeilingGap { measure });
        if !at_most(self.dong, inner.dong) {
            return gap(Measure::Money);
        }
        if !at_most(self.area_m2, inner.area_m2) {
            return gap(Measure::Area);
        }
        if !kinds {
            return gap(Measure::Kinds);
        }
        Ok(())
    }

    /// Returns the measure of this ceiling that none of the powers is counted
    /// in: a limit in đồng on a power that moves no money limits nothing, and
    /// who wrote it meant something else.
    #[must_use]
    pub fn unlike(&self, powers: &BTreeSet<Power>) -> Option<Measure> {
        let counted = |measure| powers.iter().any(|power| power.measure() == Some(measure));
        if self.dong.is_some() && !counted(Measure::Money) {
            return Some(Measure::Money);
        }
        if self.area_m2.is_some() && !counted(Measure::Area) {
            return Some(Measure::Area);
        }
        None
    }
}
