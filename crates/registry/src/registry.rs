//! The fold: every unit, post and person, and the index of their names.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::delegation::{Delegation, Vesting};
use crate::event::{
    AliasAdded, Event, PersonRegistered, PostCreated, PostLeft, PostTaken, Role, Share, SplitPart,
    UnitAbolished, UnitCreated, UnitRenamed, UnitSplit, UnitsMerged,
};
use crate::index::Index;
use crate::naming::{ClassDefined, Level, Naming};
use crate::unit::{Alias, Holding, NameSpan, Person, Post, Succession, Unit, within};

/// Every unit, post and person of a city, over time.
///
/// Folded from [`Event`]s. The index of names is rebuilt after a snapshot is
/// read, so it takes no room there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Registry {
    pub(crate) units: BTreeMap<UnitId, Unit>,
    pub(crate) posts: BTreeMap<PostId, Post>,
    pub(crate) people: BTreeMap<PersonId, Person>,
    pub(crate) naming: Naming,
    pub(crate) classes: BTreeMap<SmolStr, ClassDefined>,
    pub(crate) vestings: BTreeMap<DelegationId, Vesting>,
    pub(crate) delegations: BTreeMap<DelegationId, Delegation>,
    #[serde(skip)]
    pub(crate) index: Index,
    /// The posts that each person ever held: authority asks with every request.
    #[serde(skip)]
    pub(crate) ever_held: BTreeMap<PersonId, BTreeSet<PostId>>,
    /// The delegations ever granted to each post.
    #[serde(skip)]
    pub(crate) granted_to: BTreeMap<PostId, BTreeSet<DelegationId>>,
    /// The powers ever vested in each post.
    #[serde(skip)]
    pub(crate) vested_in: BTreeMap<PostId, BTreeSet<DelegationId>>,
}

/// What a snapshot holds. Fields in the order of [`Registry`].
#[derive(Deserialize)]
struct Stored {
    units: BTreeMap<UnitId, Unit>,
    posts: BTreeMap<PostId, Post>,
    people: BTreeMap<PersonId, Person>,
    naming: Naming,
    classes: BTreeMap<SmolStr, ClassDefined>,
    vestings: BTreeMap<DelegationId, Vesting>,
    delegations: BTreeMap<DelegationId, Delegation>,
}

impl From<Stored> for Registry {
    fn from(stored: Stored) -> Self {
        let mut registry = Self {
            units: stored.units,
            posts: stored.posts,
            people: stored.people,
            naming: stored.naming,
            classes: stored.classes,
            vestings: stored.vestings,
            delegations: stored.delegations,
            ..Self::default()
        };
        registry.reindex();
        registry.reindex_holders();
        registry
    }
}

impl PartialEq for Registry {
    fn eq(&self, other: &Self) -> bool {
        self.units == other.units
            && self.posts == other.posts
            && self.people == other.people
            && self.naming == other.naming
            && self.classes == other.classes
            && self.vestings == other.vestings
            && self.delegations == other.delegations
    }
}

impl Registry {
    /// Returns the registry after an event.
    ///
    /// Total: an event about a unit that was never created changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::NamingSet(naming) => {
                self.naming = naming.clone();
                self.reindex();
            }
            Event::ClassDefined(class) => {
                self.classes.insert(class.class.clone(), class.clone());
                self.index.set_classes(self.classes.values());
            }
            Event::UnitCreated(created) => self.create(created),
            Event::UnitRenamed(renamed) => self.rename(renamed),
            Event::UnitsMerged(merged) => self.merge(merged),
            Event::UnitSplit(split) => self.split(split),
            Event::UnitAbolished(UnitAbolished {
                unit: id,
                on,
                basis,
            }) => {
                if let Some(unit) = self.units.get_mut(id) {
                    unit.until = Some(*on);
                    unit.ended_by = Some(basis.clone());
                }
                self.end_with_unit(id, *on);
            }
            Event::AliasAdded(added) => self.add_alias(added),
            Event::PostCreated(created) => self.create_post(created),
            Event::PersonRegistered(PersonRegistered { person, name }) => {
                let name = name.clone();
                self.people.insert(person.clone(), Person { name });
            }
            Event::PostTaken(PostTaken {
                post, person, on, ..
            }) => {
                self.ever_held
                    .entry(person.clone())
                    .or_default()
                    .insert(post.clone());
                if let Some(post) = self.posts.get_mut(post) {
                    post.holders.push(Holding {
                        person: person.clone(),
                        from: *on,
                        until: None,
                    });
                }
            }
            Event::PostLeft(PostLeft {
                post, person, on, ..
            }) => {
                let holders = self.posts.get_mut(post).map(|p| p.holders.iter_mut());
                let held = holders
                    .into_iter()
                    .flatten()
                    .find(|h| h.person == *person && h.until.is_none());
                if let Some(held) = held {
                    held.until = Some(*on);
                    self.end_with_holder(post, person, *on);
                }
            }
            Event::PowerVested(vested) => self.vest(vested),
            Event::PowerDivested(divested) => self.divest(divested),
            Event::DelegationGranted(granted) => self.delegate(granted),
            Event::DelegationWithdrawn(withdrawn) => self.withdraw(withdrawn),
        }
    }

    fn create(&mut self, created: &UnitCreated) {
        let unit = Unit {
            kind: created.kind.clone(),
            parent: created.parent.clone(),
            code: created.code.clone(),
            from: created.from,
            until: None,
            names: vec![NameSpan {
                from: None,
                name: created.name.clone(),
            }],
            aliases: Vec::new(),
            succession: Vec::new(),
            created_by: created.basis.clone(),
            ended_by: None,
        };
        self.index
            .add_name(&self.naming, &created.unit, &unit.kind, &created.name);
        self.units.insert(created.unit.clone(), unit);
    }

    fn rename(&mut self, renamed: &UnitRenamed) {
        let Some(unit) = self.units.get_mut(&renamed.unit) else {
            return;
        };
        unit.names.push(NameSpan {
            from: Some(renamed.on),
            name: renamed.name.clone(),
        });
        unit.names.sort_by_key(|n| n.from);
        self.index
            .add_name(&self.naming, &renamed.unit, &unit.kind, &renamed.name);
    }

    fn merge(&mut self, merged: &UnitsMerged) {
        for id in &merged.units {
            let part = SplitPart {
                unit: merged.into.clone(),
                share: Share::Whole,
                basis: merged.basis.clone(),
            };
            self.split(&UnitSplit {
                unit: id.clone(),
                parts: vec![part],
                on: merged.on,
                basis: merged.basis.clone(),
            });
        }
    }

    fn split(&mut self, split: &UnitSplit) {
        let Some(unit) = self.units.get_mut(&split.unit) else {
            return;
        };
        unit.until = Some(split.on);
        unit.ended_by = Some(split.basis.clone());
        unit.succession
            .extend(split.parts.iter().map(|part| Succession {
                to: part.unit.clone(),
                on: split.on,
                share: part.share.clone(),
                basis: part.basis.clone(),
            }));
        self.end_with_unit(&split.unit, split.on);
    }

    fn add_alias(&mut self, added: &AliasAdded) {
        let Some(unit) = self.units.get_mut(&added.unit) else {
            return;
        };
        unit.aliases.push(Alias {
            text: added.text.clone(),
            organ: added.organ,
            from: added.from,
            until: added.until,
        });
        self.index.add_alias(&added.unit, &added.text, added.organ);
    }

    fn create_post(&mut self, created: &PostCreated) {
        let post = Post {
            unit: created.unit.clone(),
            role: created.role,
            title: created.title.clone(),
            from: created.from,
            holders: Vec::new(),
        };
        self.posts.insert(created.post.clone(), post);
    }

    fn reindex(&mut self) {
        let mut index = Index::default();
        index.set_words(&self.naming);
        index.set_classes(self.classes.values());
        for (id, unit) in &self.units {
            for span in &unit.names {
                index.add_name(&self.naming, id, &unit.kind, &span.name);
            }
            for alias in &unit.aliases {
                index.add_alias(id, &alias.text, alias.organ);
            }
        }
        self.index = index;
    }

    /// Returns a unit, living or ended.
    #[must_use]
    pub fn unit(&self, unit: &UnitId) -> Option<&Unit> {
        self.units.get(unit)
    }

    /// Returns every unit that was ever there, in order of id.
    pub fn units(&self) -> impl Iterator<Item = (&UnitId, &Unit)> {
        self.units.iter()
    }

    /// Returns the units that exist on a day, in order of id.
    #[must_use]
    pub fn units_on(&self, on: Date) -> Vec<&UnitId> {
        self.units
            .iter()
            .filter(|(_, unit)| unit.is_valid_on(on))
            .map(|(id, _)| id)
            .collect()
    }

    /// Returns the name of a unit on a day; outside its life, the nearest name
    /// it had; for a unit that was never there, its id.
    #[must_use]
    pub fn name_on<'a>(&'a self, unit: &'a UnitId, on: Date) -> &'a str {
        self.units
            .get(unit)
            .map_or(unit.as_str(), |u| u.name_on(on))
    }

    /// Returns the words of names.
    #[must_use]
    pub fn naming(&self) -> &Naming {
        &self.naming
    }

    /// Returns the level of government of a unit's kind.
    #[must_use]
    pub fn level(&self, unit: &UnitId) -> Option<Level> {
        let unit = self.units.get(unit)?;
        self.naming.kind(&unit.kind).map(|kind| kind.level)
    }

    /// Returns whether `unit` is `above` or stands below it at any depth.
    #[must_use]
    pub fn is_within(&self, unit: &UnitId, above: &UnitId) -> bool {
        let mut at = Some(unit);
        // A parent exists before its child, so the walk ends; the bound only
        // guards against a log that was written by hand.
        for _ in 0..16 {
            match at {
                Some(id) if id == above => return true,
                Some(id) => at = self.units.get(id).and_then(|u| u.parent.as_ref()),
                None => return false,
            }
        }
        false
    }

    /// Returns a post.
    #[must_use]
    pub fn post(&self, post: &PostId) -> Option<&Post> {
        self.posts.get(post)
    }

    /// Returns every post, in order of id.
    pub fn posts(&self) -> impl Iterator<Item = (&PostId, &Post)> {
        self.posts.iter()
    }

    /// Returns the posts of a unit with a role, in order of id.
    #[must_use]
    pub fn posts_of(&self, unit: &UnitId, role: Role) -> Vec<&PostId> {
        self.posts
            .iter()
            .filter(|(_, post)| post.unit == *unit && post.role == role)
            .map(|(id, _)| id)
            .collect()
    }

    /// Returns a person.
    #[must_use]
    pub fn person(&self, person: &PersonId) -> Option<&Person> {
        self.people.get(person)
    }

    /// Returns who held a post on a day; none when it was vacant or its unit
    /// did not exist.
    #[must_use]
    pub fn who_held(&self, post: &PostId, on: Date) -> Option<&PersonId> {
        let post = self.posts.get(post)?;
        if !self.units.get(&post.unit)?.is_valid_on(on) {
            return None;
        }
        post.holders
            .iter()
            .find(|h| within(Some(h.from), h.until, on))
            .map(|h| &h.person)
    }
}
