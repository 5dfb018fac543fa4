//! Why a command about units, posts or people is refused.

use dondoc_kinds::{Arg, DelegationId, PersonId, PostId, Say, UnitId};
use jiff::civil::Date;
use serde::Serialize;

use crate::delegation::{Measure, Power};

/// A refusal of [`decide`](crate::decide()).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The id is in use; ids are never given twice.
    UnitExists {
        /// The id.
        unit: UnitId,
    },
    /// No unit has this id.
    UnknownUnit {
        /// As given.
        unit: UnitId,
        /// The nearest id, when there is one.
        nearest: Option<UnitId>,
    },
    /// The naming table has no such kind.
    UnknownKind {
        /// As given.
        kind: String,
        /// The kinds there are.
        known: String,
    },
    /// A name is missing.
    EmptyName,
    /// A name has a letter of another script.
    ForeignLetter {
        /// The name.
        name: String,
        /// The letter.
        letter: char,
        /// Its place, counted from 1.
        place: usize,
    },
    /// Another unit bears this name under the same parent at that time.
    NameInUse {
        /// The name.
        name: String,
        /// Who bears it.
        unit: UnitId,
    },
    /// The unit does not exist on that day.
    NotValidOn {
        /// The unit.
        unit: UnitId,
        /// The day.
        on: Date,
    },
    /// The unit has ended already.
    Ended {
        /// The unit.
        unit: UnitId,
        /// Its first day without existing.
        until: Date,
    },
    /// A successor or parent does not exist on that day, or ends too early.
    SuccessorNotValid {
        /// The unit.
        unit: UnitId,
        /// The day.
        on: Date,
    },
    /// A unit cannot carry on its own work after its end.
    SucceedsItself {
        /// The unit.
        unit: UnitId,
    },
    /// A merger without units, or a split without parts.
    NobodyNamed,
    /// Other units still belong to it on that day.
    HasUnitsBelow {
        /// The unit.
        unit: UnitId,
        /// One of those below.
        below: UnitId,
        /// How many there are.
        count: i64,
    },
    /// It became a successor on or after that day, so it cannot end before.
    ReceivedLater {
        /// The unit.
        unit: UnitId,
        /// When it received.
        on: Date,
    },
    /// The post id is in use.
    PostExists {
        /// The post.
        post: PostId,
    },
    /// No post has this id.
    UnknownPost {
        /// The post.
        post: PostId,
    },
    /// Somebody holds the post then.
    PostHeld {
        /// The post.
        post: PostId,
        /// Who holds it.
        person: PersonId,
        /// Since when.
        since: Date,
    },
    /// The person id belongs to a person of another name.
    PersonExists {
        /// The person.
        person: PersonId,
    },
    /// No person has this id.
    UnknownPerson {
        /// The person.
        person: PersonId,
    },
    /// The person does not hold the post then.
    NotHolding {
        /// The post.
        post: PostId,
        /// The person.
        person: PersonId,
    },
    /// The name of a person carries a number or an address: not kept here.
    MoreThanAName {
        /// The character that gave it away.
        found: char,
    },
    /// The id is in use by another delegation or vesting.
    GrantExists {
        /// The id.
        id: DelegationId,
    },
    /// No delegation or vesting has this id.
    UnknownGrant {
        /// The id.
        id: DelegationId,
    },
    /// A grant without powers.
    NoPowers,
    /// A ceiling counts what none of the powers moves.
    CeilingUnlike {
        /// What it counts.
        measure: Measure,
    },
    /// The last day comes before the first.
    DaysReversed {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
    },
    /// A delegation is in writing: the number of its document is missing.
    NoInstrument,
    /// The document is dated after the first day: no power is given backwards.
    InstrumentLater {
        /// The document's day.
        date: Date,
        /// The first day.
        from: Date,
    },
    /// The post holds no such power of its own then.
    NoOwnPower {
        /// The post.
        post: PostId,
    },
    /// The source is a delegation itself: a delegated power is not passed on.
    NotPassedOn {
        /// The source.
        source: DelegationId,
    },
    /// A power that the source does not hold.
    ExceedsPowers {
        /// The power.
        power: Power,
    },
    /// The ceiling is above the source's.
    ExceedsCeiling {
        /// In what.
        measure: Measure,
    },
    /// The grant would last longer than its source.
    OutlivesSource {
        /// The source's last day.
        last: Date,
    },
    /// Nobody holds the granting post on the first day.
    VacantPost {
        /// The post.
        post: PostId,
        /// The day.
        on: Date,
    },
    /// The delegate is who grants.
    ToOneself {
        /// The post.
        post: PostId,
    },
    /// The same post holds the same power from the same granter on some of these days already.
    GrantOverlaps {
        /// The other delegation.
        other: DelegationId,
    },
    /// The delegation has expired; there is nothing to withdraw.
    GrantExpired {
        /// The delegation.
        id: DelegationId,
        /// Its last day.
        last: Date,
    },
}

impl Say for Refusal {
    fn key(&self) -> &'static str {
        match self {
            Self::UnitExists { .. } => "registry-unit-exists",
            Self::UnknownUnit { nearest: None, .. } => "registry-unknown-unit",
            Self::UnknownUnit { .. } => "registry-unknown-unit-nearest",
            Self::UnknownKind { .. } => "registry-unknown-kind",
            Self::EmptyName => "registry-empty-name",
            Self::ForeignLetter { .. } => "registry-foreign-letter",
            Self::NameInUse { .. } => "registry-name-in-use",
            Self::NotValidOn { .. } => "registry-not-valid-on",
            Self::Ended { .. } => "registry-ended",
            Self::SuccessorNotValid { .. } => "registry-successor-not-valid",
            Self::SucceedsItself { .. } => "registry-succeeds-itself",
            Self::NobodyNamed => "registry-nobody-named",
            Self::HasUnitsBelow { .. } => "registry-has-units-below",
            Self::ReceivedLater { .. } => "registry-received-later",
            Self::PostExists { .. } => "registry-post-exists",
            Self::UnknownPost { .. } => "registry-unknown-post",
            Self::PostHeld { .. } => "registry-post-held",
            Self::PersonExists { .. } => "registry-person-exists",
            Self::UnknownPerson { .. } => "registry-unknown-person",
            Self::NotHolding { .. } => "registry-not-holding",
            Self::MoreThanAName { .. } => "registry-more-than-a-name",
            Self::GrantExists { .. } => "registry-grant-exists",
            Self::UnknownGrant { .. } => "registry-unknown-grant",
            Self::NoPowers => "registry-no-powers",
            Self::CeilingUnlike { .. } => "registry-ceiling-unlike",
            Self::DaysReversed { .. } => "registry-days-reversed",
            Self::NoInstrument => "registry-no-instrument",
            Self::InstrumentLater { .. } => "registry-instrument-later",
            Self::NoOwnPower { .. } => "registry-no-own-power",
            Self::NotPassedOn { .. } => "registry-not-passed-on",
            Self::ExceedsPowers { .. } => "registry-exceeds-powers",
            Self::ExceedsCeiling { .. } => "registry-exceeds-ceiling",
            Self::OutlivesSource { .. } => "registry-outlives-source",
            Self::VacantPost { .. } => "registry-vacant-post",
            Self::ToOneself { .. } => "registry-to-oneself",
            Self::GrantOverlaps { .. } => "registry-grant-overlaps",
            Self::GrantExpired { .. } => "registry-grant-expired",
        }
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        match self {
            Self::UnitExists { unit } | Self::SucceedsItself { unit } => {
                vec![("unit", text(unit))]
            }
            Self::UnknownUnit { unit, nearest } => {
                let mut args = vec![("unit", text(unit))];
                args.extend(nearest.as_ref().map(|n| ("nearest", text(n))));
                args
            }
            Self::UnknownKind { kind, known } => vec![
                ("kind", kind.as_str().into()),
                ("known", known.as_str().into()),
            ],
            Self::EmptyName | Self::NobodyNamed | Self::NoPowers | Self::NoInstrument => Vec::new(),
            Self::ForeignLetter {
                name,
                letter,
                place,
            } => vec![
                ("name", name.as_str().into()),
                ("letter", letter.to_string().into()),
                ("place", Arg::Count(i64::try_from(*place).unwrap_or(0))),
            ],
            Self::NameInUse { name, unit } => {
                vec![("name", name.as_str().into()), ("unit", text(unit))]
            }
            Self::NotValidOn { unit, on }
            | Self::SuccessorNotValid { unit, on }
            | Self::ReceivedLater { unit, on } => {
                vec![("unit", text(unit)), ("on", Arg::from(*on))]
            }
            Self::Ended { unit, until } => vec![("unit", text(unit)), ("until", Arg::from(*until))],
            Self::HasUnitsBelow { unit, below, count } => vec![
                ("unit", text(unit)),
                ("below", text(below)),
                ("count", Arg::Count(*count)),
            ],
            Self::PostExists { post } | Self::UnknownPost { post } => vec![("post", text(post))],
            Self::PostHeld {
                post,
                person,
                since,
            } => vec![
                ("post", text(post)),
                ("person", text(person)),
                ("since", Arg::from(*since)),
            ],
            Self::PersonExists { person } | Self::UnknownPerson { person } => {
                vec![("person", text(person))]
            }
            Self::NotHolding { post, person } => {
                vec![("post", text(post)), ("person", text(person))]
            }
            Self::MoreThanAName { found } => vec![("found", found.to_string().into())],
            Self::GrantExists { id } => vec![("id", text(id))],
            Self::UnknownGrant { id } => vec![("id", text(id))],
            Self::CeilingUnlike { measure } => vec![("measure", measure.name().into())],
            Self::DaysReversed { from, to } => {
                vec![("from", Arg::from(*from)), ("to", Arg::from(*to))]
            }
            Self::InstrumentLater { date, from } => {
                vec![("date", Arg::from(*date)), ("from", Arg::from(*from))]
            }
            Self::NoOwnPower { post } => vec![("post", text(post))],
            Self::NotPassedOn { source } => vec![("source", text(source))],
            Self::ExceedsPowers { power } => vec![("power", power.name().into())],
            Self::ExceedsCeiling { measure } => vec![("measure", measure.name().into())],
            Self::OutlivesSource { last } => vec![("last", Arg::from(*last))],
            Self::VacantPost { post, on } => vec![("post", text(post)), ("on", Arg::from(*on))],
            Self::ToOneself { post } => vec![("post", text(post))],
            Self::GrantOverlaps { other } => vec![("other", text(other))],
            Self::GrantExpired { id, last } => vec![("id", text(id)), ("last", Arg::from(*last))],
        }
    }
}

fn text(id: &impl ToString) -> Arg {
    Arg::Text(id.to_string())
}
