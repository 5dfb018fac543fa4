//! What one request needs to know, in the policies' terms.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::str::FromStr;

use cedar_policy::{Entities, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use dondoc_kinds::{PostId, UnitId};
use dondoc_registry::{Ceiling, Power};
use smol_str::SmolStr;

use crate::resource::Seen;

/// Entity types, parsed once.
#[derive(Debug)]
pub(crate) struct Types {
    unit: EntityTypeName,
    group: EntityTypeName,
    post: EntityTypeName,
    system: EntityTypeName,
    matters: Vec<(&'static str, EntityTypeName)>,
}

const MATTERS: [&str; 7] = [
    "Whole", "Task", "Proposal", "Document", "Meeting", "Grant", "OfUnit",
];

/// A post as policies see it.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    /// Which; policies compare it and never name one.
    pub(crate) post: PostId,
    pub(crate) unit: UnitId,
    pub(crate) acts_for: Vec<UnitId>,
    pub(crate) groups: BTreeSet<SmolStr>,
}

/// Posts that are alike are the same to policies.
impl Seat {
    fn likeness(&self) -> (&UnitId, &[UnitId], &BTreeSet<SmolStr>) {
        (&self.unit, &self.acts_for, &self.groups)
    }
}

impl PartialEq for Seat {
    fn eq(&self, other: &Self) -> bool {
        self.likeness() == other.likeness()
    }
}

impl Eq for Seat {}

impl PartialOrd for Seat {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Seat {
    fn cmp(&self, other: &Self) -> Ordering {
        self.likeness().cmp(&other.likeness())
    }
}

/// The limits of a grant or vesting; `unit` is the one of who uses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Limits {
    pub(crate) powers: BTreeSet<Power>,
    pub(crate) ceiling: Within,
    pub(crate) unit: UnitId,
}

/// A ceiling: đồng, square metres, kinds.
pub(crate) type Within = (Option<u64>, Option<u64>, Option<BTreeSet<SmolStr>>);

pub(crate) fn within(ceiling: &Ceiling) -> Within {
    (ceiling.dong, ceiling.area_m2, ceiling.kinds.clone())
}

pub(crate) fn name(text: &str) -> EntityTypeName {
    #[expect(
        clippy::expect_used,
        reason = "each name is a literal word of this file"
    )]
    EntityTypeName::from_str(text).expect("a literal name")
}

impl Types {
    pub(crate) fn new() -> Self {
        Self {
            unit: name("Unit"),
            group: name("Group"),
            post: name("Post"),
            system: name("System"),
            matters: MATTERS.iter().map(|text| (*text, name(text))).collect(),
        }
    }

    fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
        EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
    }

    fn unit_uid(&self, id: &UnitId) -> EntityUid {
        Self::uid(&self.unit, id.as_str())
    }

    pub(crate) fn unit(&self, id: &UnitId) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(self.unit_uid(id))
    }

    /// The post that asks.
    pub(crate) fn own_post(&self) -> EntityUid {
        Self::uid(&self.post, "own")
    }

    fn post(&self, is_own: bool) -> EntityUid {
        Self::uid(&self.post, if is_own { "own" } else { "other" })
    }

    pub(crate) fn system(&self, id: &str) -> EntityUid {
        Self::uid(&self.system, id)
    }

    pub(crate) fn matter(&self, matter: &Seen) -> EntityUid {
        let kind = self.matters.iter().find(|(text, _)| *text == matter.sort);
        let kind = kind.map_or(&self.system, |(_, kind)| kind);
        Self::uid(kind, "it")
    }

    /// Returns the entities of a request; `None` when one can't be built, which
    /// refuses the request.
    pub(crate) fn entities(&self, seat: Option<&Seat>, matter: &Seen) -> Option<Entities> {
        let mut all = vec![self.matter_entity(matter)?];
        if let Some(assigner) = &matter.assigner {
            let above = matter.above.iter().map(|unit| self.unit_uid(unit));
            let uid = self.unit_uid(assigner);
            all.push(Entity::new(uid, Default::default(), above.collect()).ok()?);
        }
        if let Some(seat) = seat {
            all.push(self.seat(seat)?);
        }
        Entities::from_entities(all, None).ok()
    }

    fn seat(&self, seat: &Seat) -> Option<Entity> {
        let acts_for = seat.acts_for.iter().map(|unit| self.unit(unit));
        let attributes = [
            ("unit".to_owned(), self.unit(&seat.unit)),
            (
                "acts_for".to_owned(),
                RestrictedExpression::new_set(acts_for),
            ),
        ];
        let groups = seat.groups.iter().map(|id| Self::uid(&self.group, id));
        let attributes = attributes.into_iter().collect();
        Entity::new(self.own_post(), attributes, groups.collect()).ok()
    }

    fn matter_entity(&self, matter: &Seen) -> Option<Entity> {
        let units = [
            ("lead", &matter.lead),
            ("assigner", &matter.assigner),
            ("unit", &matter.unit),
        ];
        let mut attributes: Vec<(String, RestrictedExpression)> = units
            .into_iter()
            .filter_map(|(key, unit)| Some((key.to_owned(), self.unit(unit.as_ref()?))))
            .collect();
        let coordinating = matter.coordinating.iter().map(|unit| self.unit(unit));
        let coordinating = RestrictedExpression::new_set(coordinating);
        attributes.push(("coordinating".to_owned(), coordinating));
        let public = RestrictedExpression::new_bool(matter.public);
        attributes.push(("public".to_owned(), public));
        if let Some(is_own) = matter.post_is_own {
            let post = RestrictedExpression::new_entity_uid(self.post(is_own));
            attributes.push(("post".to_owned(), post));
        }
        if let Some(kind) = &matter.kind {
            let kind = RestrictedExpression::new_string(kind.to_string());
            attributes.push(("kind".to_owned(), kind));
        }
        attributes.extend(long("dong", matter.dong));
        attributes.extend(long("area_m2", matter.area_m2));
        let attributes = attributes.into_iter().collect();
        Entity::new(self.matter(matter), attributes, Default::default()).ok()
    }

    pub(crate) fn limits(&self, limits: &Limits) -> Option<RestrictedExpression> {
        let powers = words(limits.powers.iter().map(|power| power.name()));
        let mut fields = vec![
            ("powers".to_owned(), powers),
            ("unit".to_owned(), self.unit(&limits.unit)),
        ];
        let (dong, area_m2, kinds) = &limits.ceiling;
        fields.extend(long("dong", *dong));
        fields.extend(long("area_m2", *area_m2));
        if let Some(kinds) = kinds {
            let kinds = words(kinds.iter().map(|kind| kind.as_str()));
            fields.push(("kinds".to_owned(), kinds));
        }
        RestrictedExpression::new_record(fields).ok()
    }
}

pub(crate) fn words<'a>(texts: impl Iterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(
        texts.map(|text| RestrictedExpression::new_string(text.to_owned())),
    )
}

/// Policies count in signed 64 bits; a sum beyond is as far above any ceiling.
fn long(key: &str, value: Option<u64>) -> Option<(String, RestrictedExpression)> {
    let value = i64::try_from(value?).unwrap_or(i64::MAX);
    Some((key.to_owned(), RestrictedExpression::new_long(value)))
}
