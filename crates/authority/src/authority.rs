//! The policies, and the question they answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use cedar_policy::{
    Authorizer, Context, Decision as Verdict, Entities, EntityId, EntityUid, Policy, PolicyId,
    PolicySet, Request, Response, RestrictedExpression,
};
use dondoc_city::{City, civil};
use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_ledger::Hash;
use dondoc_registry::{Delegation, Power, Source};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use smol_str::SmolStr;

use crate::action::Action;
use crate::decision::{Attempt, Decision, Reason, Under};
use crate::entities::{Limits, Seat, Types, name, within, words};
use crate::groups::{self, Group, OFFICE};
use crate::principal::{Principal, SystemRole};
use crate::resource::{Matter, Resource, Seen};

/// The policy files in the order in which they are hashed.
const POLICIES: &[(&str, &str)] = &[
    ("reading", include_str!("../policies/reading.cedar")),
    ("documents", include_str!("../policies/documents.cedar")),
    ("tasks", include_str!("../policies/tasks.cedar")),
    ("meetings", include_str!("../policies/meetings.cedar")),
    ("work", include_str!("../policies/work.cedar")),
    ("delegation", include_str!("../policies/delegation.cedar")),
    ("office", include_str!("../policies/office.cedar")),
];
const ROLES: &str = include_str!("../policies/roles.csv");
const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

/// Why the policies cannot be used; then nothing is decided at all.
#[derive(Debug, thiserror::Error)]
pub enum PolicyProblem {
    /// A file is no set of policies.
    #[error("failed to read the policies in `{file}`")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// Where and why.
        #[source]
        cause: Box<cedar_policy::ParseErrors>,
    },
    /// A policy has no `@id`, by which people are told why.
    #[error("a policy in `{file}` has no `@id`")]
    Nameless {
        /// The file.
        file: &'static str,
    },
    /// An id stands twice.
    #[error("an `@id` in `{file}` stands twice")]
    Twice {
        /// The file.
        file: &'static str,
        /// Which.
        #[source]
        cause: Box<cedar_policy::PolicySetError>,
    },
    /// A row of the table of groups does not read.
    #[error("failed to read the table of groups `roles.csv`")]
    Groups(#[from] csv::Error),
}

/// The most answers that are remembered.
const MOST_KNOWN: usize = 20_000;

/// All that an answer of the policies depends on. No name of a task, a person, a
/// post or a unit is in it: policies look at what these are and compare them with
/// each other, and never name one. So the units of a question are numbered, and
/// the same case of two departments is one question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    seat: Option<Seat>,
    role: Option<SystemRole>,
    action: Action,
    matter: Seen,
    vested: Option<Limits>,
    delegated: Option<Limits>,
    scopes: Option<BTreeSet<Action>>,
}

impl Question {
    /// Numbers the units in the order in which the question speaks of them.
    fn number(&mut self, numbers: &[UnitId]) {
        let mut met: Vec<UnitId> = Vec::new();
        let mut number = |unit: &mut UnitId| {
            let known = met.iter().position(|it| it == unit);
            let place = known.unwrap_or_else(|| {
                met.push(unit.clone());
                met.len() - 1
            });
            if let Some(number) = numbers.get(place) {
                *unit = number.clone();
            }
        };
        if let Some(seat) = &mut self.seat {
            number(&mut seat.unit);
            seat.acts_for.iter_mut().for_each(&mut number);
        }
        let matter = &mut self.matter;
        let named = [&mut matter.lead, &mut matter.assigner, &mut matter.unit];
        named.into_iter().flatten().for_each(&mut number);
        matter.above.iter_mut().for_each(&mut number);
        let coordinating = std::mem::take(&mut matter.coordinating);
        for mut unit in coordinating {
            number(&mut unit);
            matter.coordinating.insert(unit);
        }
        let limits = [&mut self.vested, &mut self.delegated];
        for limits in limits.into_iter().flatten() {
            number(&mut limits.unit);
        }
    }
}

/// More units than a question can speak of: those of a seat and of its limits,
/// and of a matter as the seat sees it.
const NUMBERS: usize = 16;

/// What the policies said.
#[derive(Debug)]
struct Answer {
    allowed: bool,
    reasons: Vec<Reason>,
}

/// The policies, ready to decide. One for the life of the process.
pub struct Authority {
    pub(crate) policies: PolicySet,
    hash: Hash,
    groups: Vec<Group>,
    types: Types,
    actions: Vec<EntityUid>,
    authorizer: Authorizer,
    known: RwLock<BTreeMap<Question, Arc<Answer>>>,
    /// What units are called in questions.
    numbers: Vec<UnitId>,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority")
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

/// What decides about one try.
struct Try<'a> {
    seat: Option<PostId>,
    role: Option<SystemRole>,
    under: Under,
    vested: Option<&'a DelegationId>,
    delegation: Option<&'a Delegation>,
}

impl Authority {
    /// Reads the policies that are built in.
    ///
    /// # Errors
    /// [`PolicyProblem`] when one of the files does not read. Nothing is left
    /// out: a `forbid` that is missing would allow more than anybody decided.
    pub fn load() -> Result<Self, PolicyProblem> {
        Self::read(POLICIES, ROLES)
    }

    fn read(files: &[(&'static str, &str)], roles: &str) -> Result<Self, PolicyProblem> {
        let kind = name("Action");
        let uid = |action: &Action| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(action.name()))
        };
        Ok(Self {
            policies: policies(files)?,
            hash: hash(files, roles),
            groups: groups::read(roles)?,
            types: Types::new(),
            actions: Action::ALL.iter().map(uid).collect(),
            authorizer: Authorizer::new(),
            known: RwLock::default(),
            numbers: (0..NUMBERS)
                .filter_map(|number| UnitId::parse(&format!("{number:02}")).ok())
                .collect(),
        })
    }

    /// Returns the SHA-256 of the policies, the schema and the table of groups.
    pub fn policy_set(&self) -> Hash {
        self.hash
    }

    /// Returns the ids of the policies, in the order in which they were read.
    pub fn policy_ids(&self) -> impl Iterator<Item = &str> {
        self.policies.policies().map(|policy| policy.id().as_ref())
    }

    /// Decides whether `who` may do `action` on `on` at a moment.
    ///
    /// The person's own posts are tried first, then the powers vested in them,
    /// then the delegations in force that day, then roles that are no post: the
    /// first that may, acts. A chosen acting post that the person does not hold
    /// that day counts for nothing.
    pub fn decide(
        &self,
        city: &City,
        who: &Principal,
        action: Action,
        on: &Resource,
        at: Timestamp,
    ) -> Decision {
        let day = civil(at).date();
        let matter = on.matter(city);
        let mut forbidden = Vec::new();
        for attempt in self.tries(city, who, action, &matter, day) {
            let decided = self.attempt(city, who, action, &matter, attempt);
            if decided.allowed {
                return Decision {
                    action,
                    allowed: true,
                    under: Some(decided.under),
                    reasons: decided.reasons,
                    policy_set: self.hash,
                };
            }
            forbidden.extend(decided.reasons);
        }
        forbidden.sort();
        forbidden.dedup();
        Decision {
            action,
            allowed: false,
            under: None,
            reasons: forbidden,
            policy_set: self.hash,
        }
    }

    /// Decides whether `who` may do `action` to anything at all that day: to the
    /// whole, or to what belongs to a unit they act for. Who may not, need not be
    /// shown the way there.
    pub fn may_ever(
        &self,
        city: &City,
        who: &Principal,
        action: Action,
        at: Timestamp,
    ) -> Decision {
        let mut decision = self.decide(city, who, action, &Resource::Whole, at);
        for own in self.own_matters(city, who, civil(at).date()) {
            if decision.allowed {
                break;
            }
            decision = self.decide(city, who, action, &own, at);
        }
        decision
    }

    /// Returns the units in whose name somebody may act that day, by their posts
    /// and by delegations to these: for an office the body it serves first.
    pub fn names(&self, city: &City, who: &Principal, at: Timestamp) -> Vec<UnitId> {
        let own = self.own_matters(city, who, civil(at).date());
        let mut units: Vec<UnitId> = Vec::new();
        for matter in own {
            if let Resource::Own { unit, .. } = matter
                && !units.contains(&unit)
            {
                units.push(unit);
            }
        }
        units
    }

    fn own_matters(&self, city: &City, who: &Principal, day: Date) -> Vec<Resource> {
        let mut all = Vec::new();
        let mut add = |post: &PostId, kinds: Option<&BTreeSet<SmolStr>>| {
            let Some(seat) = self.seat(city, post) else {
                return;
            };
            for unit in seat.acts_for.iter().rev() {
                all.push(Resource::Own {
                    unit: unit.clone(),
                    kind: kinds.and_then(|kinds| kinds.first()).cloned(),
                });
            }
        };
        for (person, post) in held(city, who, day) {
            add(&post, None);
            for (_, vesting) in city.registry.vested_in(&post) {
                if vesting.is_in_force(day) {
                    add(&post, vesting.vested.ceiling.kinds.as_ref());
                }
            }
            for (_, delegation) in city.registry.delegated_to(&post, &person, day) {
                let grant = &delegation.grant;
                add(&grant.by, grant.ceiling.kinds.as_ref());
            }
        }
        all
    }

    /// Returns every way in which `who` could do it, each with what it came to.
    pub fn attempts(
        &self,
        city: &City,
        who: &Principal,
        action: Action,
        on: &Resource,
        at: Timestamp,
    ) -> Vec<Attempt> {
        let matter = on.matter(city);
        self.tries(city, who, action, &matter, civil(at).date())
            .into_iter()
            .map(|attempt| self.attempt(city, who, action, &matter, attempt))
            .collect()
    }

    fn tries<'a>(
        &self,
        city: &'a City,
        who: &Principal,
        action: Action,
        matter: &Matter,
        day: Date,
    ) -> Vec<Try<'a>> {
        let registry = &city.registry;
        let roles = who.roles.iter().copied().chain([SystemRole::Guest]);
        let roles = roles.map(|role| of_role(who, role));
        let held = held(city, who, day);
        let mut tries: Vec<Try<'a>> = Vec::new();
        for (person, post) in &held {
            tries.push(self.own(city, person, post, action, matter, None));
        }
        if let Some(power) = action.power() {
            for (person, post) in &held {
                for (id, vesting) in registry.vested_in(post) {
                    if vesting.is_in_force(day) && vesting.vested.powers.contains(&power) {
                        tries.push(self.own(city, person, post, action, matter, Some(id)));
                    }
                }
            }
        }
        if action.power().is_some() || action == Action::DelegationGrant {
            for (person, post) in &held {
                for (_, delegation) in registry.delegated_to(post, person, day) {
                    tries.push(self.delegated(city, person, delegation, action, matter));
                }
            }
        }
        // A read is mostly public: then the guest in everybody decides at once.
        if action.is_read() {
            roles.chain(tries).collect()
        } else {
            tries.extend(roles);
            tries
        }
    }

    fn own<'a>(
        &self,
        city: &City,
        person: &PersonId,
        post: &PostId,
        action: Action,
        matter: &Matter,
        vested: Option<&'a DelegationId>,
    ) -> Try<'a> {
        let unit = self
            .seat(city, post)
            .map(|seat| acted_for(&seat, action, matter).clone());
        Try {
            seat: Some(post.clone()),
            role: None,
            under: Under {
                person: Some(person.clone()),
                post: Some(post.clone()),
                unit,
                delegation: vested.cloned(),
                role: None,
            },
            vested,
            delegation: None,
        }
    }

    /// The try by a delegation: the policies look at the post that granted it.
    fn delegated<'a>(
        &self,
        city: &City,
        person: &PersonId,
        delegation: &'a Delegation,
        action: Action,
        matter: &Matter,
    ) -> Try<'a> {
        let grant = &delegation.grant;
        let unit = self
            .seat(city, &grant.by)
            .map(|seat| acted_for(&seat, action, matter).clone());
        let vested = match &grant.source {
            Source::Vested(id) => Some(id),
            Source::Office => None,
        };
        Try {
            seat: Some(grant.by.clone()),
            role: None,
            under: Under {
                person: Some(person.clone()),
                post: Some(grant.to.clone()),
                unit,
                delegation: Some(grant.id.clone()),
                role: None,
            },
            vested,
            delegation: Some(delegation),
        }
    }

    fn attempt(
        &self,
        city: &City,
        who: &Principal,
        action: Action,
        matter: &Matter,
        attempt: Try<'_>,
    ) -> Attempt {
        let answer = self.ask(city, who, action, matter, &attempt);
        let (allowed, reasons) = match answer {
            None => (false, Vec::new()),
            Some(answer) => (answer.allowed, answer.reasons.clone()),
        };
        Attempt {
            under: attempt.under,
            allowed,
            reasons,
        }
    }

    /// Asks the policies, or remembers what they said to the very same question:
    /// their answer depends on nothing but what [`Question`] holds.
    fn ask(
        &self,
        city: &City,
        who: &Principal,
        action: Action,
        matter: &Matter,
        attempt: &Try<'_>,
    ) -> Option<Arc<Answer>> {
        let seat = match &attempt.seat {
            Some(post) => Some(self.seat(city, post)?),
            None => None,
        };
        let mut question = Question {
            role: attempt.role,
            action,
            matter: matter.as_seen_by(seat.as_ref()),
            vested: self.vested(city, attempt.vested),
            delegated: delegated_within(city, attempt.delegation),
            // What anybody may, a token needs no scope for.
            scopes: who
                .scopes
                .clone()
                .filter(|_| attempt.role != Some(SystemRole::Guest)),
            seat,
        };
        question.number(&self.numbers);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(&question) {
            return Some(Arc::clone(answer));
        }
        drop(known);
        let answer = Arc::new(self.answer(&question)?);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(question, Arc::clone(&answer));
        Some(answer)
    }

    fn answer(&self, question: &Question) -> Option<Answer> {
        let principal = match (&question.seat, question.role) {
            (Some(_), _) => self.types.own_post(),
            (None, role) => self.types.system(role?.name()),
        };
        let entities: Entities = self
            .types
            .entities(question.seat.as_ref(), &question.matter)?;
        let context = self.context(question)?;
        let action = self.actions.get(question.action as usize)?.clone();
        let resource = self.types.matter(&question.matter);
        let request = Request::new(principal, action, resource, context, None).ok()?;
        let response = self
            .authorizer
            .is_authorized(&request, &self.policies, &entities);
        Some(Answer {
            allowed: response.decision() == Verdict::Allow,
            reasons: self.reasons(&response),
        })
    }

    fn vested(&self, city: &City, id: Option<&DelegationId>) -> Option<Limits> {
        let vested = &city.registry.vesting(id?)?.vested;
        Some(Limits {
            powers: vested.powers.clone(),
            ceiling: within(&vested.ceiling),
            unit: city.registry.post(&vested.post)?.unit.clone(),
        })
    }

    fn context(&self, question: &Question) -> Option<Context> {
        let text = |value: &str| RestrictedExpression::new_string(value.to_owned());
        let action = question.action;
        let mut pairs = vec![
            ("act".to_owned(), text(action.name())),
            (
                "power".to_owned(),
                text(action.power().map_or("", Power::name)),
            ),
            ("counts".to_owned(), text(action.counts())),
        ];
        if let Some(vested) = &question.vested {
            pairs.push(("vested".to_owned(), self.types.limits(vested)?));
        }
        if let Some(delegated) = &question.delegated {
            pairs.push(("delegation".to_owned(), self.types.limits(delegated)?));
        }
        if let Some(scopes) = &question.scopes {
            let scopes = words(scopes.iter().map(|scope| scope.name()));
            pairs.push(("scopes".to_owned(), scopes));
        }
        Context::from_pairs(pairs).ok()
    }

    /// A post as policies see it.
    fn seat(&self, city: &City, id: &PostId) -> Option<Seat> {
        let post = city.registry.post(id)?;
        let unit = city.registry.unit(&post.unit)?;
        let groups: BTreeSet<SmolStr> = self
            .groups
            .iter()
            .filter(|group| group.holds(unit, post))
            .map(|group| group.group.clone())
            .collect();
        let mut acts_for = vec![post.unit.clone()];
        if groups.contains(OFFICE) {
            acts_for.extend(unit.parent.clone());
        }
        Some(Seat {
            post: id.clone(),
            unit: post.unit.clone(),
            acts_for,
            groups,
        })
    }

    fn reasons(&self, response: &Response) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.policies.policy(id))
            .map(reason)
            .collect();
        reasons.sort();
        reasons
    }
}

fn reason(policy: &Policy) -> Reason {
    Reason {
        policy: SmolStr::new(policy.id()),
        law: policy.annotation("law").map(SmolStr::new),
    }
}

fn of_role<'a>(who: &Principal, role: SystemRole) -> Try<'a> {
    Try {
        seat: None,
        role: Some(role),
        under: Under {
            person: who.person.clone(),
            post: None,
            unit: None,
            delegation: None,
            role: Some(role),
        },
        vested: None,
        delegation: None,
    }
}

/// The unit in whose name a seat acts on a matter: one that the matter names, or
/// the assigner below it that it acts in place of.
fn acted_for<'a>(seat: &'a Seat, action: Action, matter: &'a Matter) -> &'a UnitId {
    let named = match action.is_of_lead() {
        true => [&matter.lead, &matter.assigner, &matter.unit],
        false => [&matter.assigner, &matter.lead, &matter.unit],
    };
    let own = named.into_iter().flatten();
    let mut own = own.filter(|unit| seat.acts_for.contains(unit));
    if let Some(unit) = own.next() {
        return unit;
    }
    match &matter.assigner {
        Some(assigner) if !action.is_of_lead() && matter.above.contains(&seat.unit) => assigner,
        _ => &seat.unit,
    }
}

fn delegated_within(city: &City, delegation: Option<&Delegation>) -> Option<Limits> {
    let grant = &delegation?.grant;
    Some(Limits {
        powers: grant.powers.clone(),
        ceiling: within(&grant.ceiling),
        unit: city.registry.post(&grant.to)?.unit.clone(),
    })
}

/// The posts that somebody may act in that day: the one they chose, as long as
/// they hold it, or all that they hold.
fn held(city: &City, who: &Principal, day: Date) -> Vec<(PersonId, PostId)> {
    let registry = &city.registry;
    match (&who.person, &who.post) {
        (Some(person), Some(post)) if registry.who_held(post, day) == Some(person) => {
            vec![(person.clone(), post.clone())]
        }
        (Some(person), None) => registry
            .posts_held(person, day)
            .map(|post| (person.clone(), post.clone()))
            .collect(),
        _ => Vec::new(),
    }
}

fn policies(files: &[(&'static str, &str)]) -> Result<PolicySet, PolicyProblem> {
    let mut all = PolicySet::new();
    for (file, text) in files {
        let file = *file;
        let read: PolicySet = text.parse().map_err(|cause| PolicyProblem::Unreadable {
            file,
            cause: Box::new(cause),
        })?;
        for policy in read.policies() {
            let id = policy.annotation("id").unwrap_or_default().to_owned();
            let id = match id.is_empty() {
                false => PolicyId::new(id),
                true => return Err(PolicyProblem::Nameless { file }),
            };
            all.add(policy.new_id(id))
                .map_err(|cause| PolicyProblem::Twice {
                    file,
                    cause: Box::new(cause),
                })?;
        }
    }
    Ok(all)
}

fn hash(files: &[(&'static str, &str)], roles: &str) -> Hash {
    let mut digest = Sha256::new();
    for (file, text) in files.iter().chain(&[("roles", roles), ("schema", SCHEMA)]) {
        digest.update(file.as_bytes());
        digest.update([0]);
        digest.update(text.as_bytes());
        digest.update([0]);
    }
    Hash(<[u8; 32]>::from(digest.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = "@id(\"a\") permit (principal, action, resource);";

    fn problem(text: &'static str, roles: &str) -> PolicyProblem {
        Authority::read(&[("file", text)], roles).expect_err("it does not read")
    }

    #[test]
    fn a_file_that_does_not_read_stops_everything() {
        let broken = problem("@id(\"a\") permit (principal, action, resource", ROLES);
        assert!(matches!(
            broken,
            PolicyProblem::Unreadable { file: "file", .. }
        ));
        let nameless = problem("permit (principal, action, resource);", ROLES);
        assert!(matches!(nameless, PolicyProblem::Nameless { .. }));
        let twice = "@id(\"a\") permit (principal, action, resource); \
                     @id(\"a\") forbid (principal, action, resource);";
        assert!(matches!(problem(twice, ROLES), PolicyProblem::Twice { .. }));
        let row = problem(FINE, "group,kinds,roles\nhead,*\n");
        assert!(matches!(row, PolicyProblem::Groups(_)));
    }

    #[test]
    fn the_hash_is_of_the_words() {
        let hash = |text| {
            let read = Authority::read(&[("file", text)], ROLES).expect("it reads");
            read.policy_set()
        };
        assert_eq!(hash(FINE), hash(FINE));
        assert_ne!(
            hash(FINE),
            hash("@id(\"a\") forbid (principal, action, resource);")
        );
    }
}
