//! Who asks.

use std::collections::BTreeSet;

use dondoc_kinds::{PersonId, PostId};
use serde::{Deserialize, Serialize};

use crate::action::Action;

/// A role that is no post: it comes from an account or from the machine, and
/// gives no word in any task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemRole {
    /// Anybody.
    Guest,
    /// Somebody with an account.
    SignedIn,
    /// Keeps accounts.
    Administrator,
    /// Reads everything, writes nothing.
    Auditor,
    /// Has the machine and its data folder: the command line.
    Operator,
}

impl SystemRole {
    /// Returns its name in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::SignedIn => "signed_in",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }
}

/// Who asks: a person with the post they act in, and what their account adds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Principal {
    /// The person of the registry.
    pub person: Option<PersonId>,
    /// The post they chose to act in; none: any post they hold that day.
    pub post: Option<PostId>,
    /// Roles that are no posts. Everybody is a guest too.
    pub roles: BTreeSet<SystemRole>,
    /// The scopes of an API token; none when no token is used.
    pub scopes: Option<BTreeSet<Action>>,
}

impl Principal {
    /// Somebody who did not sign in.
    pub fn guest() -> Self {
        Self::default()
    }

    /// A signed-in person, in any post that they hold.
    pub fn person(person: PersonId) -> Self {
        Self {
            person: Some(person),
            roles: BTreeSet::from([SystemRole::SignedIn]),
            ..Self::default()
        }
    }

    /// An account that is no person of the registry, e.g. the first administrator.
    pub fn account() -> Self {
        Self {
            roles: BTreeSet::from([SystemRole::SignedIn]),
            ..Self::default()
        }
    }

    /// Whoever works on the machine itself, by its command line.
    pub fn operator() -> Self {
        Self {
            roles: BTreeSet::from([SystemRole::Operator]),
            ..Self::default()
        }
    }

    /// The same, acting in one post.
    #[must_use]
    pub fn in_post(mut self, post: PostId) -> Self {
        self.post = Some(post);
        self
    }

    /// The same, with a role that is no post.
    #[must_use]
    pub fn with_role(mut self, role: SystemRole) -> Self {
        self.roles.insert(role);
        self
    }

    /// The same, by a token that may do only this.
    #[must_use]
    pub fn with_scopes(mut self, scopes: impl IntoIterator<Item = Action>) -> Self {
        self.scopes = Some(scopes.into_iter().collect());
        self
    }
}
