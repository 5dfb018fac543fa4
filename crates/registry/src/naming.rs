//! The words of unit names: kinds, forms, titles, abbreviations, classes.
//!
//! All of it is data of a jurisdiction; code knows only how the pieces fit.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use dondoc_kinds::UnitId;

use crate::event::{Organ, Role};

/// A kind of unit, e.g. `quan`: quận, urban district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Its id in the tables.
    pub kind: SmolStr,
    /// The Vietnamese term, which also begins the names: `quận`.
    pub term_vi: String,
    /// The English term of the field: `urban district`.
    pub term_en: String,
    /// The level of government it belongs to.
    pub level: Level,
    /// Whether the name may stand without the term (`Ba Đình`).
    pub bare: bool,
}

/// A level of local government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Province or centrally run city, and its bodies.
    Province,
    /// District level, until 2025-06-30.
    District,
    /// Commune level.
    Commune,
}

/// One way to write the names of a kind: `UBND {name}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The kind it is for.
    pub kind: SmolStr,
    /// The pattern: `{name}` is the full name, `{bare}` the name without its term.
    pub pattern: String,
    /// Which organ of the unit it means.
    pub organ: Organ,
}

/// Words before a name that mean a post in the unit: `Giám đốc`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The words.
    pub phrase: String,
    /// What post they mean; none for courtesy words such as `đồng chí`.
    pub role: Option<Role>,
    /// Which organ they mean, `Whole` when they say nothing about it.
    pub organ: Organ,
}

/// A short form of common words: `TP`, `UBND`. A trailing full stop in `short`
/// means that the full stop must be there: `Q.`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abbreviation {
    /// As written.
    pub short: String,
    /// What it stands for.
    pub long: String,
}

/// Words that narrow or widen a class of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qualifier {
    /// The words.
    pub phrase: String,
    /// What they do.
    pub sense: Sense,
}

/// What words around a class of units do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Announces several: `các`, `tất cả các`.
    Every,
    /// Begins a condition that a person must judge: `có`, `chưa`, `liên quan`.
    Condition,
    /// Begins the unit to which the class belongs: `thuộc`, `trên địa bàn`.
    Within,
    /// Says nothing more: `Thành phố` after a class in a city's document.
    Nothing,
}

/// The whole naming grammar of a jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Naming {
    /// Kinds of units.
    pub kinds: Vec<Kind>,
    /// Ways to write names.
    pub forms: Vec<Form>,
    /// Titles and courtesy words.
    pub titles: Vec<Title>,
    /// Short forms.
    pub abbreviations: Vec<Abbreviation>,
    /// Words around classes.
    pub qualifiers: Vec<Qualifier>,
}

impl Naming {
    /// Returns the kind of that id.
    #[must_use]
    pub fn kind(&self, kind: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.kind == kind)
    }
}

/// A class of units that documents address without naming them: `quận`, `sở`.
///
/// Documents put classes together (`các quận, huyện, thị xã`); the id of such a
/// whole is the ids of its parts joined by `+`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassDefined {
    /// Its id, e.g. `quan`.
    pub class: SmolStr,
    /// The words for it, one or more ways: `quận`, `thị ủy`.
    pub phrases: Vec<String>,
    /// Members: all units of these kinds.
    pub kinds: Vec<SmolStr>,
    /// Members: these units.
    pub units: Vec<UnitId>,
    /// Only units directly under the city count, so that `địa phương` means
    /// districts until 2025-06-30 and communes afterwards.
    pub direct: bool,
    /// Whether the words reach beyond the units of this registry, so that a
    /// person has to confirm the list: `cấp`, `đơn vị`.
    pub open: bool,
}
