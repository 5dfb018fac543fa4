//! What happens to units, posts and the people in them.

use dondoc_kinds::{PersonId, PostId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::delegation::{DelegationGranted, DelegationWithdrawn, PowerDivested, PowerVested};
use crate::naming::{ClassDefined, Naming};

/// How sure we are of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the source that is named.
    Seen,
    /// Worked out from data that were read.
    Computed,
    /// General knowledge, checked by nobody yet.
    Recalled,
}

/// What a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The legal document, as documents cite it; none when we do not know it.
    pub instrument: Option<String>,
    /// Where it was read.
    pub source: String,
    /// How sure we are.
    pub confidence: Confidence,
}

/// How much of a unit's work passes to one successor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// Everything.
    Whole,
    /// Everything that is not named for another successor.
    Rest,
    /// Only the matters named here, in words.
    Matter(String),
    /// Not known: a person distributes the work among all such successors.
    Undetermined,
}

/// One successor of a unit that was split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPart {
    /// Who receives.
    pub unit: UnitId,
    /// How much.
    pub share: Share,
    /// What this rests on: one instrument may be seen while the share is recalled.
    pub basis: Basis,
}

/// A unit was set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCreated {
    /// Our own id, never used again for another unit.
    pub unit: UnitId,
    /// Its kind in the naming table, e.g. `quan`.
    pub kind: SmolStr,
    /// Its full name in Vietnamese, e.g. `Quận Ba Đình`.
    pub name: String,
    /// The unit it belongs to.
    pub parent: Option<UnitId>,
    /// The official code, which is *not* unique over time.
    pub code: Option<String>,
    /// First day it exists; none when it is older than the data.
    pub from: Option<Date>,
    /// What this rests on.
    pub basis: Basis,
}

/// A unit took a new name and stayed the same unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRenamed {
    /// The unit.
    pub unit: UnitId,
    /// First day of the new name.
    pub on: Date,
    /// The new name.
    pub name: String,
    /// What this rests on.
    pub basis: Basis,
}

/// Units ended and all their work passed to one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitsMerged {
    /// The units that ended.
    pub units: Vec<UnitId>,
    /// The unit that carries on.
    pub into: UnitId,
    /// First day without the merged units.
    pub on: Date,
    /// What this rests on.
    pub basis: Basis,
}

/// A unit ended and its work passed to several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSplit {
    /// The unit that ended.
    pub unit: UnitId,
    /// Who receives, and how much of it we know.
    pub parts: Vec<SplitPart>,
    /// First day without the unit.
    pub on: Date,
    /// What this rests on.
    pub basis: Basis,
}

/// A unit ended and nobody is known to carry on its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitAbolished {
    /// The unit that ended.
    pub unit: UnitId,
    /// First day without the unit.
    pub on: Date,
    /// What this rests on.
    pub basis: Basis,
}

/// Documents were found to write a unit's name in one more way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasAdded {
    /// The unit that is meant.
    pub unit: UnitId,
    /// The name as written, e.g. `Sở KH&ĐT`.
    pub text: String,
    /// Which organ of the unit the words mean.
    pub organ: Organ,
    /// First day on which the words mean this unit; none: always.
    pub from: Option<Date>,
    /// First day on which they no longer do; none: open.
    pub until: Option<Date>,
}

/// The part of a unit that a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Organ {
    /// The unit as such.
    Whole,
    /// Ủy ban nhân dân.
    PeoplesCommittee,
    /// Hội đồng nhân dân.
    PeoplesCouncil,
    /// Ban Thường vụ (of a Party committee).
    StandingCommittee,
    /// Thường trực (of a Party committee or council).
    StandingBoard,
    /// Lãnh đạo, tập thể lãnh đạo.
    Leadership,
}

/// What a post is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Người đứng đầu.
    Head,
    /// Cấp phó của người đứng đầu.
    DeputyHead,
    /// Chuyên viên, văn thư: proposes and records.
    Clerk,
    /// Đầu mối của đơn vị: reports for it.
    Contact,
    /// Thanh tra, kiểm tra.
    Inspector,
}

/// A post was set up in a unit. It ends with the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCreated {
    /// Its id, e.g. `so-noi-vu.head`.
    pub post: PostId,
    /// The unit it stands in.
    pub unit: UnitId,
    /// What it is for.
    pub role: Role,
    /// Its title as people say it, e.g. `Giám đốc Sở Nội vụ`.
    pub title: String,
    /// First day; none: as old as the unit.
    pub from: Option<Date>,
}

/// A person became known to the registry, by name only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// Their id.
    pub person: PersonId,
    /// Their name. No number, address or birthday is ever kept.
    pub name: String,
}

/// A person took a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostTaken {
    /// The post.
    pub post: PostId,
    /// Who holds it now.
    pub person: PersonId,
    /// First day.
    pub on: Date,
    /// The decision, as documents cite it.
    pub instrument: Option<String>,
}

/// A person left a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLeft {
    /// The post.
    pub post: PostId,
    /// Who held it.
    pub person: PersonId,
    /// First day without them.
    pub on: Date,
    /// The decision, as documents cite it.
    pub instrument: Option<String>,
}

dondoc_kinds::event_kinds! {
    /// What happens to units, posts, people in posts and the words for them.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Event {
        /// The kinds of units and the words of names were set.
        NamingSet(Naming) = "registry.naming_set" / 1,
        /// A class of units that documents address was defined.
        ClassDefined(ClassDefined) = "registry.class_defined" / 1,
        /// A unit was set up.
        UnitCreated(UnitCreated) = "registry.unit_created" / 1,
        /// A unit took a new name.
        UnitRenamed(UnitRenamed) = "registry.unit_renamed" / 1,
        /// Units were merged.
        UnitsMerged(UnitsMerged) = "registry.unit_merged" / 1,
        /// A unit was split.
        UnitSplit(UnitSplit) = "registry.unit_split" / 1,
        /// A unit was abolished.
        UnitAbolished(UnitAbolished) = "registry.unit_abolished" / 1,
        /// A further way to write a name was added.
        AliasAdded(AliasAdded) = "registry.alias_added" / 1,
        /// A post was set up.
        PostCreated(PostCreated) = "registry.post_created" / 1,
        /// A person was registered.
        PersonRegistered(PersonRegistered) = "registry.person_registered" / 1,
        /// A post was taken.
        PostTaken(PostTaken) = "registry.post_taken" / 1,
        /// A post was left.
        PostLeft(PostLeft) = "registry.post_left" / 1,
        /// Powers were given to a post for good.
        PowerVested(PowerVested) = "registry.power_vested" / 1,
        /// Vested powers were taken back.
        PowerDivested(PowerDivested) = "registry.power_divested" / 1,
        /// Powers were delegated.
        DelegationGranted(DelegationGranted) = "registry.delegation_granted" / 1,
        /// A delegation was withdrawn.
        DelegationWithdrawn(DelegationWithdrawn) = "registry.delegation_withdrawn" / 1,
    }
}
