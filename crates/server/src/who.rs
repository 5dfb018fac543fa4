//! Who is signed in, and the posts they hold.

use std::collections::BTreeSet;

use dondoc_accounts::{Account, ApiToken, Method, Session, SessionId, Token};
use dondoc_authority::Action;
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
    /// What a token may be used for; none for a session.
    pub(crate) scopes: Option<BTreeSet<Action>>,
    /// The public name of the token, where it is one.
    pub(crate) token: Option<String>,
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
        let ids = account.person.iter();
        let ids = ids.flat_map(|person| registry.posts_held(person, day));
        let held = ids.filter_map(|id| Some((id, registry.post(id)?)));
        let posts = held.map(|(id, post)| Held {
            post: id.clone(),
            unit: post.unit.clone(),
            role: post.role,
            title: post.title.clone(),
        });
        Self {
            posts: posts.collect(),
            scopes: None,
            token: None,
            form_token: token.derive("form"),
            account,
            session,
        }
    }

    /// Somebody's program, by a token: whoever they are, within its scopes. A
    /// scope that is no act of this system any more allows nothing.
    pub(crate) fn of_token((token, account): (ApiToken, Account), city: &City, day: Date) -> Self {
        let session = Session {
            id: SessionId(format!("token {}", token.id.0)),
            account: account.id,
            post: None,
            created: token.created,
            seen: token.created,
            source: String::new(),
            agent: String::new(),
            method: Method::Link,
        };
        let scopes = token.scopes.iter().filter_map(|scope| scope.parse().ok());
        let scopes = scopes.collect();
        let none = Token::sent("");
        Self {
            scopes: Some(scopes),
            token: Some(token.id.0),
            ..Self::new((session, account), &none, city, day)
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
