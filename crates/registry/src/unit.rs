//! A unit, post or person as the fold knows them.

use dondoc_kinds::{PersonId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::event::{Basis, Organ, Role, Share};

/// A unit with everything that was ever so about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its kind in the naming table.
    pub kind: SmolStr,
    /// The unit it belongs to.
    pub parent: Option<UnitId>,
    /// The official code, not unique over time.
    pub code: Option<String>,
    /// First day; none when older than the data.
    pub from: Option<Date>,
    /// First day on which it no longer exists; none while it lives.
    pub until: Option<Date>,
    /// Its names in order of time, the first since `from`.
    pub names: Vec<NameSpan>,
    /// Further ways to write it.
    pub aliases: Vec<Alias>,
    /// Who carried on its work when it ended.
    pub succession: Vec<Succession>,
    /// What its creation rests on.
    pub created_by: Basis,
    /// What its end rests on.
    pub ended_by: Option<Basis>,
}

impl Unit {
    /// Returns whether the unit exists on a day.
    #[must_use]
    pub fn is_valid_on(&self, on: Date) -> bool {
        within(self.from, self.until, on)
    }

    /// Returns the name on a day; before the first or after the last day, the
    /// nearest name it had.
    #[must_use]
    pub fn name_on(&self, on: Date) -> &str {
        self.names
            .iter()
            .rev()
            .find(|n| n.from.is_none_or(|from| from <= on))
            .or(self.names.first())
            .map_or("", |n| n.name.as_str())
    }
}

/// A name and the first day on which it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameSpan {
    /// First day; none: as old as the unit.
    pub from: Option<Date>,
    /// The name.
    pub name: String,
}

/// A further way to write a unit's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// As written.
    pub text: String,
    /// Which organ it means.
    pub organ: Organ,
    /// First day; none: always.
    pub from: Option<Date>,
    /// First day on which it no longer holds.
    pub until: Option<Date>,
}

/// One arrow from a unit that ended to a unit that carries on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// Who receives.
    pub to: UnitId,
    /// From which day.
    pub on: Date,
    /// How much.
    pub share: Share,
    /// What this rests on.
    pub basis: Basis,
}

/// A post in a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The unit.
    pub unit: UnitId,
    /// What it is for.
    pub role: Role,
    /// Its title.
    pub title: String,
    /// First day; none: as old as the unit.
    pub from: Option<Date>,
    /// Who held it, in order of time.
    pub holders: Vec<Holding>,
}

/// One person's time in a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Who.
    pub person: PersonId,
    /// First day.
    pub from: Date,
    /// First day without them; none while they hold it.
    pub until: Option<Date>,
}

/// A person: a name, nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their name.
    pub name: String,
}

/// Returns whether a day lies in a half-open span with open ends.
pub(crate) fn within(from: Option<Date>, until: Option<Date>, on: Date) -> bool {
    from.is_none_or(|first| first <= on) && until.is_none_or(|end| on < end)
}
