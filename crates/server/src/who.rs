//! Who is signed in, and the posts they hold.

use dondoc_accounts::{Account, Session, Token};
use dondoc_city::City;
use dondoc_kinds::{PostId, UnitId};
use dondoc_registry::Role;
use jiff::civil::Date;

/// A post that a person holds on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) post: PostId,
    pub(crate) unit: UnitId,
    pub(crate) role: Role,
    /// As people say it.
    pub(crate) title: String,
}

/// Who is signed in. What they may do comes from the posts.
#[derive(Debug)]
pub(crate) struct Who {
    pub(crate) account: Account,
    pub(crate) session: Session,
    /// The posts held on the day, by id.
    pub(crate) posts: Vec<Held>,
    /// Stands in every form of this session.
    pub(crate) form_token: Token,
}

impl Who {
    pub(crate) fn new(
        (session, account): (Session, Account),
        token: &Token,
        city: &City,
        day: Date,
    ) -> Self {
        let registry = &city.registry;
        let person = account.person.as_ref();
        let holds = |post: &PostId| person.is_some() && registry.who_held(post, day) == person;
        let held = registry.posts().filter(|(id, _)| holds(id));
        let posts = held.map(|(id, post)| Held {
            post: id.clone(),
            unit: post.unit.clone(),
            role: post.role,
            title: post.title.clone(),
        });
        Self {
            posts: posts.collect(),
            form_token: token.derive("form"),
            account,
            session,
        }
    }

    /// Returns the post acted in: the one chosen, as long as it is held, or the
    /// first.
    pub(crate) fn acting(&self) -> Option<&Held> {
        let chosen = self.session.post.as_ref();
        let chosen = chosen.and_then(|post| self.posts.iter().find(|held| held.post == *post));
        chosen.or(self.posts.first())
    }
}
