//! What was decided, and why.

use dondoc_city::Acting;
use dondoc_kinds::{DelegationId, PersonId, PostId, UnitId};
use dondoc_ledger::Hash;
use serde::Serialize;
use smol_str::SmolStr;

use crate::action::Action;
use crate::principal::SystemRole;

/// A policy that decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reason {
    /// Its id; people read the message `policy-<id>`.
    pub policy: SmolStr,
    /// The law it rests on, as its `@law` says.
    pub law: Option<SmolStr>,
}

/// In whose name an act is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Under {
    /// The person, where they are one of the registry.
    pub person: Option<PersonId>,
    /// The post they act in: their own, also when a power was delegated to it.
    pub post: Option<PostId>,
    /// The unit acted for: the granter's when the power was delegated, the body
    /// served when a steering office acts for it.
    pub unit: Option<UnitId>,
    /// The delegation, or the vesting, that the power comes from.
    pub delegation: Option<DelegationId>,
    /// The role that is no post, when that is what allowed it.
    pub role: Option<SystemRole>,
}

/// One way in which the act was tried: a post, a delegation, a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// In whose name.
    pub under: Under,
    /// Whether it was allowed.
    pub allowed: bool,
    /// The policies that allowed it, or that forbade it; none when no policy
    /// allows it.
    pub reasons: Vec<Reason>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was asked for.
    pub action: Action,
    /// Whether it may be done.
    pub allowed: bool,
    /// In whose name, when it may.
    pub under: Option<Under>,
    /// The policies that decided; when refused and none forbade it, empty: no
    /// policy allows it.
    pub reasons: Vec<Reason>,
    /// The policies' hash.
    pub policy_set: Hash,
}

impl Decision {
    /// Returns who acts, as the ledger will keep it; none when it is refused.
    /// `default` is the unit acted for where no post says one.
    pub fn acting(&self, default: &UnitId) -> Option<Acting> {
        let under = self.under.as_ref().filter(|_| self.allowed)?;
        let unit = under.unit.as_ref().unwrap_or(default);
        let acting = Acting::of(unit.clone()).in_post(under.post.clone());
        Some(
            acting
                .by(under.person.clone())
                .under(under.delegation.clone()),
        )
    }
}
