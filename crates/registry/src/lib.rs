//! Units and posts over time, people in posts, and names as documents write them.
//!
//! Units of government are created, renamed, merged, split and abolished while
//! work runs. Official codes and names are given to other units afterwards, so
//! every unit has an id of our own, and everything about it has days.
//!
//! - [`Registry`] is the fold of [`Event`]s; [`decide()`] turns a [`Command`] into
//!   events or a [`Refusal`].
//! - [`Registry::resolve`] reads names as documents write them: a unit, a class
//!   (`các quận, huyện, thị xã`), a group that a person must judge (`các đơn vị
//!   có tỷ lệ giải ngân thấp`), a list, or nothing known.
//! - [`Registry::successors`] and [`Registry::current_holder`] say who carries
//!   on; where the law gives a unit's work to several and the share is not known
//!   here, a person chooses.
//! - [`Grant`]s of [`Power`]s: what an office delegates, within limits of days,
//!   money, land and kinds, and never on; they end in the fold with their source.
//! - [`jurisdiction_events`] reads the tables of a place; code holds no name.
//!
//! What can't happen: a unit that exists before it was created, a successor
//! that does not exist on the day it takes over, a parent that ends before its
//! children, an id that is used again.
//!
//! # Source
//! The reorganisations behind the data of Hà Nội: Law 65/2025/QH15, Law
//! 72/2025/QH15 (in force 2025-06-16, recalled), Resolution
//! 1656/NQ-UBTVQH15 of 2025-06-16. Personal data: Law 91/2025/QH15.

mod decide;
mod delegation;
mod event;
mod index;
mod naming;
mod refusal;
mod registry;
mod resolve;
mod succession;
mod tables;
mod text;
mod unit;

pub use decide::{Command, decide};
pub use delegation::{
    Ceiling, CeilingGap, Delegation, DelegationGranted, DelegationStanding, DelegationWithdrawn,
    EndCause, Ended, Grant, Instrument, Measure, Overlap, Power, PowerDivested, PowerVested,
    Source, UnknownPower, Vesting,
};
pub use event::{
    AliasAdded, Basis, Confidence, Event, Organ, PersonRegistered, PostCreated, PostLeft,
    PostTaken, Role, Share, SplitPart, UnitAbolished, UnitCreated, UnitRenamed, UnitSplit,
    UnitsMerged,
};
pub use naming::{Abbreviation, ClassDefined, Form, Kind, Level, Naming, Qualifier, Sense, Title};
pub use refusal::Refusal;
pub use registry::Registry;
pub use resolve::{Addressed, Matched, NameContext, Nearest, Part, Resolution};
pub use succession::{Holder, Successor};
pub use tables::{TableFault, TableProblem, Tables, jurisdiction_events};
pub use text::{FoldedWord, ForeignLetter, fold, folded_words, foreign_letters};
pub use unit::{Alias, Holding, NameSpan, Person, Post, Succession, Unit};
