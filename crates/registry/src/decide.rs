//! Commands about units, posts and people: what may happen.

use dondoc_kinds::UnitId;
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::delegation::{DelegationWithdrawn, Grant, PowerDivested, PowerVested};
use crate::event::{
    AliasAdded, Event, PersonRegistered, PostCreated, PostLeft, PostTaken, SplitPart,
    UnitAbolished, UnitCreated, UnitRenamed, UnitSplit, UnitsMerged,
};
use crate::naming::{ClassDefined, Naming};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::text::{distance, foreign_letters, key, words};
use crate::unit::{Alias, Unit};

/// What somebody wants to enter.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Set the words of names.
    SetNaming(Naming),
    /// Define a class of units.
    DefineClass(ClassDefined),
    /// Set up a unit.
    CreateUnit(UnitCreated),
    /// Give a unit a new name.
    RenameUnit(UnitRenamed),
    /// Merge units into one that exists.
    MergeUnits(UnitsMerged),
    /// Split a unit among units that exist.
    SplitUnit(UnitSplit),
    /// End a unit without successor.
    AbolishUnit(UnitAbolished),
    /// Add a way to write a name.
    AddAlias(AliasAdded),
    /// Set up a post.
    CreatePost(PostCreated),
    /// Register a person.
    RegisterPerson(PersonRegistered),
    /// Let a person take a post.
    TakePost(PostTaken),
    /// Let a person leave a post.
    LeavePost(PostLeft),
    /// Give powers to a post for good.
    VestPower(PowerVested),
    /// Take vested powers back; ends the delegations that rest on them.
    DivestPower(PowerDivested),
    /// Delegate powers for a time.
    Delegate(Box<Grant>),
    /// Withdraw a delegation.
    WithdrawDelegation(DelegationWithdrawn),
}

/// Returns the events that a command leads to.
///
/// A command that changes nothing (an alias that is there already, a person
/// registered again under the same name) gives no events.
///
/// # Errors
/// A [`Refusal`] that names what is wrong and what would be right.
pub fn decide(registry: &Registry, command: Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::SetNaming(naming) if naming == registry.naming => Ok(Vec::new()),
        Command::SetNaming(naming) => one(naming),
        Command::DefineClass(class) => registry.check_class(class),
        Command::CreateUnit(created) => registry.check_creation(created),
        Command::RenameUnit(renamed) => registry.check_rename(renamed),
        Command::MergeUnits(merged) => registry.check_merger(merged),
        Command::SplitUnit(split) => registry.check_split(split),
        Command::AbolishUnit(abolished) => {
            registry.check_end(&abolished.unit, abolished.on)?;
            one(abolished)
        }
        Command::AddAlias(added) => registry.check_alias(added),
        Command::CreatePost(created) => registry.check_post(created),
        Command::RegisterPerson(registered) => registry.check_person(registered),
        Command::TakePost(taken) => registry.check_taking(taken),
        Command::LeavePost(left) => registry.check_leaving(left),
        Command::VestPower(vested) => registry.check_vesting(vested),
        Command::DivestPower(divested) => registry.check_divesting(divested),
        Command::Delegate(grant) => registry.check_grant(*grant),
        Command::WithdrawDelegation(withdrawn) => registry.check_withdrawal(withdrawn),
    }
}

fn one(event: impl Into<Event>) -> Result<Vec<Event>, Refusal> {
    Ok(vec![event.into()])
}

impl Registry {
    fn known(&self, unit: &UnitId) -> Result<&Unit, Refusal> {
        self.unit(unit).ok_or_else(|| Refusal::UnknownUnit {
            unit: unit.clone(),
            nearest: self.nearest_id(unit),
        })
    }

    fn nearest_id(&self, unit: &UnitId) -> Option<UnitId> {
        self.units()
            .filter_map(|(id, _)| distance(unit.as_str(), id.as_str(), 3).map(|d| (d, id)))
            .min()
            .map(|(_, id)| id.clone())
    }

    fn check_kind(&self, kind: &SmolStr) -> Result<(), Refusal> {
        if self.naming.kind(kind).is_some() {
            return Ok(());
        }
        let known: Vec<&str> = self.naming.kinds.iter().map(|k| k.kind.as_str()).collect();
        Err(Refusal::UnknownKind {
            kind: kind.to_string(),
            known: known.join(", "),
        })
    }

    fn check_class(&self, class: ClassDefined) -> Result<Vec<Event>, Refusal> {
        for kind in &class.kinds {
            self.check_kind(kind)?;
        }
        for unit in &class.units {
            self.known(unit)?;
        }
        if self.classes.get(&class.class) == Some(&class) {
            return Ok(Vec::new());
        }
        one(class)
    }

    fn check_creation(&self, created: UnitCreated) -> Result<Vec<Event>, Refusal> {
        if self.unit(&created.unit).is_some() {
            return Err(Refusal::UnitExists { unit: created.unit });
        }
        self.check_kind(&created.kind)?;
        check_name(&created.name)?;
        if let Some(parent) = &created.parent {
            self.check_parent(parent, created.from)?;
        }
        one(created)
    }

    /// A parent must exist from the child's first day and must not have ended:
    /// a child's end is not known yet, so it would outlive the parent.
    fn check_parent(&self, parent: &UnitId, from: Option<Date>) -> Result<(), Refusal> {
        let above = self.known(parent)?;
        if let Some(until) = above.until {
            return Err(Refusal::Ended {
                unit: parent.clone(),
                until,
            });
        }
        match (above.from, from) {
            (Some(first), None) => Err(Refusal::NotValidOn {
                unit: parent.clone(),
                on: first.yesterday().unwrap_or(first),
            }),
            (Some(first), Some(on)) if on < first => Err(Refusal::NotValidOn {
                unit: parent.clone(),
                on,
            }),
            _ => Ok(()),
        }
    }

    /// Two units below one parent never bear one name on one day. A creation is
    /// not checked: a successor of the same name is set up before the old unit
    /// is ended, and from the next day on only one of them is there.
    fn check_free_name(&self, renamed: &UnitRenamed, unit: &Unit) -> Result<(), Refusal> {
        let wanted = key(&words(&renamed.name));
        let bearer = self.units().find(|(id, other)| {
            **id != renamed.unit
                && other.parent == unit.parent
                && other.is_valid_on(renamed.on)
                && key(&words(other.name_on(renamed.on))) == wanted
        });
        match bearer {
            None => Ok(()),
            Some((id, _)) => Err(Refusal::NameInUse {
                name: renamed.name.clone(),
                unit: id.clone(),
            }),
        }
    }

    fn check_rename(&self, renamed: UnitRenamed) -> Result<Vec<Event>, Refusal> {
        let unit = self.known(&renamed.unit)?;
        check_name(&renamed.name)?;
        if !unit.is_valid_on(renamed.on) {
            return Err(Refusal::NotValidOn {
                unit: renamed.unit,
                on: renamed.on,
            });
        }
        if unit.name_on(renamed.on) == renamed.name {
            return Ok(Vec::new());
        }
        self.check_free_name(&renamed, unit)?;
        one(renamed)
    }

    fn check_end(&self, unit: &UnitId, on: Date) -> Result<(), Refusal> {
        let known = self.known(unit)?;
        if let Some(until) = known.until {
            let unit = unit.clone();
            return Err(Refusal::Ended { unit, until });
        }
        // The first day without it must come after its first day.
        if known.from.is_some_and(|from| on <= from) {
            let unit = unit.clone();
            return Err(Refusal::NotValidOn { unit, on });
        }
        if let Some((_, received)) = self.predecessors(unit).into_iter().find(|s| on <= s.1.on) {
            return Err(Refusal::ReceivedLater {
                unit: unit.clone(),
                on: received.on,
            });
        }
        let outlives = |child: &Unit| child.until.is_none_or(|until| on < until);
        let below: Vec<&UnitId> = self
            .units()
            .filter(|(_, child)| child.parent.as_ref() == Some(unit) && outlives(child))
            .map(|(id, _)| id)
            .collect();
        match below.first() {
            None => Ok(()),
            Some(first) => Err(Refusal::HasUnitsBelow {
                unit: unit.clone(),
                below: (*first).clone(),
                count: i64::try_from(below.len()).unwrap_or(i64::MAX),
            }),
        }
    }

    fn check_successor(&self, unit: &UnitId, on: Date) -> Result<(), Refusal> {
        if self.known(unit)?.is_valid_on(on) {
            return Ok(());
        }
        let unit = unit.clone();
        Err(Refusal::SuccessorNotValid { unit, on })
    }

    fn check_merger(&self, mut merged: UnitsMerged) -> Result<Vec<Event>, Refusal> {
        merged.units.sort();
        merged.units.dedup();
        if merged.units.is_empty() {
            return Err(Refusal::NobodyNamed);
        }
        self.check_successor(&merged.into, merged.on)?;
        for unit in &merged.units {
            if *unit == merged.into {
                return Err(Refusal::SucceedsItself { unit: unit.clone() });
            }
            self.check_end(unit, merged.on)?;
        }
        one(merged)
    }

    fn check_split(&self, mut split: UnitSplit) -> Result<Vec<Event>, Refusal> {
        split.parts.dedup();
        if split.parts.is_empty() {
            return Err(Refusal::NobodyNamed);
        }
        self.check_end(&split.unit, split.on)?;
        for SplitPart { unit, .. } in &split.parts {
            if *unit == split.unit {
                return Err(Refusal::SucceedsItself { unit: unit.clone() });
            }
            self.check_successor(unit, split.on)?;
        }
        one(split)
    }

    fn check_alias(&self, added: AliasAdded) -> Result<Vec<Event>, Refusal> {
        let unit = self.known(&added.unit)?;
        check_name(&added.text)?;
        let alias = Alias {
            text: added.text.clone(),
            organ: added.organ,
            from: added.from,
            until: added.until,
        };
        if unit.aliases.contains(&alias) {
            return Ok(Vec::new());
        }
        one(added)
    }

    fn check_post(&self, created: PostCreated) -> Result<Vec<Event>, Refusal> {
        self.known(&created.unit)?;
        check_name(&created.title)?;
        if self.post(&created.post).is_some() {
            return Err(Refusal::PostExists { post: created.post });
        }
        one(created)
    }

    fn check_person(&self, registered: PersonRegistered) -> Result<Vec<Event>, Refusal> {
        check_name(&registered.name)?;
        // Least data: a phone or identity number has digits, an e-mail an `@`.
        let more = |c: &char| c.is_numeric() || matches!(c, '@' | '/');
        if let Some(found) = registered.name.chars().find(more) {
            return Err(Refusal::MoreThanAName { found });
        }
        match self.person(&registered.person) {
            None => one(registered),
            Some(known) if known.name == registered.name => Ok(Vec::new()),
            Some(_) => Err(Refusal::PersonExists {
                person: registered.person,
            }),
        }
    }

    fn check_taking(&self, taken: PostTaken) -> Result<Vec<Event>, Refusal> {
        let Some(post) = self.post(&taken.post) else {
            return Err(Refusal::UnknownPost { post: taken.post });
        };
        if self.person(&taken.person).is_none() {
            return Err(Refusal::UnknownPerson {
                person: taken.person,
            });
        }
        if !self.known(&post.unit)?.is_valid_on(taken.on)
            || post.from.is_some_and(|from| taken.on < from)
        {
            return Err(Refusal::NotValidOn {
                unit: post.unit.clone(),
                on: taken.on,
            });
        }
        let held = |until: Option<Date>| until.is_none_or(|end| taken.on < end);
        match post.holders.iter().find(|h| held(h.until)) {
            None => one(taken),
            Some(h) if h.person == taken.person && h.from == taken.on => Ok(Vec::new()),
            Some(h) => Err(Refusal::PostHeld {
                post: taken.post,
                person: h.person.clone(),
                since: h.from,
            }),
        }
    }

    fn check_leaving(&self, left: PostLeft) -> Result<Vec<Event>, Refusal> {
        let Some(post) = self.post(&left.post) else {
            return Err(Refusal::UnknownPost { post: left.post });
        };
        let holds = post
            .holders
            .iter()
            .any(|h| h.person == left.person && h.until.is_none() && h.from < left.on);
        if holds {
            return one(left);
        }
        Err(Refusal::NotHolding {
            post: left.post,
            person: left.person,
        })
    }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if words(name).is_empty() {
        return Err(Refusal::EmptyName);
    }
    match foreign_letters(name).first() {
        None => Ok(()),
        Some(odd) => Err(Refusal::ForeignLetter {
            name: name.to_owned(),
            letter: odd.letter,
            place: odd.at + 1,
        }),
    }
}
