//! Powers that are given: by a legal act for good (*phân cấp*), or by delegation
//! for a time (*ủy quyền*).
//!
//! A [`Power`] belongs to the head of a unit by office, or to a post that it was
//! vested in by an instrument, with a [`Ceiling`]. Its holder may delegate it: in
//! writing, for a time, within their own limits, **never on**. That a delegated
//! power is not passed on is a matter of types: a [`Source`] is an office or a
//! vesting, nothing else, and granting is not a [`Power`].
//!
//! A grant ends by itself, in the fold, on the day on which its source ends: the
//! granter leaves the post, a unit is abolished, the vesting is withdrawn. No
//! entry is needed for that, so none can be forgotten.
//!
//! # Source
//! Law 72/2025/QH15 on the organisation of local government (recalled): in
//! writing, with content, scope, term and conditions; the delegate may not
//! delegate on. Decree 30/2020/NĐ-CP art. 13 (seen): signing by authorisation is
//! limited in time and content and not passed on.

mod ceiling;
mod check;
mod fold;
mod power;

pub use ceiling::{Ceiling, CeilingGap, Measure};
pub use check::Overlap;
pub use power::{Power, UnknownPower};

use std::collections::BTreeSet;

use dondoc_kinds::{DelegationId, PersonId, PostId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The written act a grant rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Number and symbol, e.g. `1883/QĐ-UBND`.
    pub number: String,
    /// Its day.
    pub date: Date,
}

/// Where a granter's own power comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The office of head itself, by law.
    Office,
    /// A power vested in the post by an instrument.
    Vested(DelegationId),
}

/// Powers were given to a post for good (*phân cấp*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerVested {
    /// Its id.
    pub id: DelegationId,
    /// The post that holds them from now on.
    pub post: PostId,
    /// Which.
    pub powers: BTreeSet<Power>,
    /// How far they reach.
    pub ceiling: Ceiling,
    /// First day.
    pub from: Date,
    /// Last day; none: until withdrawn.
    pub to: Option<Date>,
    /// What it rests on.
    pub instrument: Instrument,
}

/// Vested powers were taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerDivested {
    /// The vesting.
    pub id: DelegationId,
    /// First day without it.
    pub on: Date,
    /// What it rests on.
    pub instrument: Instrument,
}

/// What a granter asks to delegate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: DelegationId,
    /// The post that grants, and stays responsible.
    pub by: PostId,
    /// Where the granter's own power comes from.
    pub source: Source,
    /// The post that may act.
    pub to: PostId,
    /// Only this person in that post; none: whoever holds it.
    pub person: Option<PersonId>,
    /// Which powers.
    pub powers: BTreeSet<Power>,
    /// How far they reach.
    pub ceiling: Ceiling,
    /// First day.
    pub from: Date,
    /// Last day. A grant without an end can't be written down.
    pub to_day: Date,
    /// Conditions and duties to report, in the instrument's words.
    pub conditions: Option<String>,
    /// What it rests on.
    pub instrument: Instrument,
}

/// Powers were delegated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationGranted {
    /// What was granted.
    pub grant: Grant,
    /// Who held the granting post on the first day; the grant ends when they
    /// leave it.
    pub granter: PersonId,
}

/// A delegation was withdrawn by its granter or above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationWithdrawn {
    /// The delegation.
    pub id: DelegationId,
    /// First day without it.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// What it rests on, where there is a document.
    pub instrument: Option<Instrument>,
}

/// A vesting as the fold knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vesting {
    /// What was vested.
    pub vested: PowerVested,
    /// First day without it; none while it holds.
    pub until: Option<Date>,
}

impl Vesting {
    /// Returns whether it holds on a day.
    #[must_use]
    pub fn is_in_force(&self, on: Date) -> bool {
        self.vested.from <= on
            && self.vested.to.is_none_or(|to| on <= to)
            && self.until.is_none_or(|until| on < until)
    }
}

/// A delegation as the fold knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// What was granted.
    pub grant: Grant,
    /// Who granted it.
    pub granter: PersonId,
    /// What ended it before its last day.
    pub ended: Option<Ended>,
}

/// The end of a delegation before its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// First day without it.
    pub on: Date,
    /// What ended it.
    pub cause: EndCause,
}

/// What ended a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    /// It was withdrawn, with the reason given.
    Withdrawn(String),
    /// Who granted it left the post.
    GranterLeft,
    /// The granter's unit ended.
    GranterUnitEnded,
    /// The vested power it rested on was taken back.
    SourceWithdrawn,
    /// The delegate's unit ended.
    DelegateUnitEnded,
    /// The person it was given to by name left the post.
    DelegateLeft,
}

impl EndCause {
    /// Returns the key of the message that says it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Withdrawn(_) => "delegation-ended-withdrawn",
            Self::GranterLeft => "delegation-ended-granter-left",
            Self::GranterUnitEnded => "delegation-ended-granter-unit",
            Self::SourceWithdrawn => "delegation-ended-source",
            Self::DelegateUnitEnded => "delegation-ended-delegate-unit",
            Self::DelegateLeft => "delegation-ended-delegate-left",
        }
    }
}

/// Where a delegation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegationStanding<'a> {
    /// Its first day is to come.
    NotYet,
    /// It holds.
    InForce,
    /// Its last day has passed.
    Expired,
    /// It ended before.
    Ended(&'a Ended),
}

impl Delegation {
    /// Returns where it stands on a day. The last day counts whole: a second
    /// after its midnight the delegation has expired.
    #[must_use]
    pub fn standing(&self, on: Date) -> DelegationStanding<'_> {
        match &self.ended {
            Some(ended) if ended.on <= on => DelegationStanding::Ended(ended),
            _ if on < self.grant.from => DelegationStanding::NotYet,
            _ if self.grant.to_day < on => DelegationStanding::Expired,
            _ => DelegationStanding::InForce,
        }
    }

    /// Returns whether it holds on a day.
    #[must_use]
    pub fn is_in_force(&self, on: Date) -> bool {
        self.standing(on) == DelegationStanding::InForce
    }
}
