//! One table of all routes: method, path, who may, what answers.
//!
//! A test walks the table and asks each route as each kind of person, so a route
//! without a rule does not pass by unseen. Each area has a file of its own.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodFilter, MethodRouter};
use dondoc_authority::Action;

use crate::answer::{Show, Take, shown, taken};
use crate::api::pipe::{Serve, served};
use crate::form::Takes;
use crate::state::SiteState;

mod account;
mod admin;
mod api;
mod authority;
mod flow;
mod investment;
mod meeting;
mod notice;
mod procedure;
mod public;
mod scim;

/// Who may ask a route at all. What they may do to one thing is asked again
/// where that thing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody: signing in, style sheets, health, the signed head.
    Public,
    /// Whoever may do this act, by the policies, to the thing that the path names;
    /// guests too where it is public and the site is open to them.
    May(Action),
    /// Programs on this machine, or with the token of the site's measurements.
    Machine,
}

/// The methods that routes answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Shows; changes nothing.
    Get,
    /// Does.
    Post,
    /// Replaces.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Returns its name in HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Patch => MethodFilter::PATCH,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// What answers.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// A page: runs on a thread that may wait.
    Show(Show),
    /// What was sent, then a page: runs on a thread that may wait.
    Take(Take, Takes),
    /// A program: JSON, no forms and no cookies.
    Serve(Serve, Takes),
    /// Something that runs by itself, e.g. a stream.
    Own(fn() -> MethodRouter<Arc<SiteState>>),
}

/// One route.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) handler: Handler,
}

/// A route as others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteInfo {
    /// How it is asked.
    pub method: Method,
    /// Where; places in braces.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
}

/// Shows a page.
pub(crate) const fn get(path: &'static str, access: Access, show: Show) -> Route {
    Route {
        method: Method::Get,
        path,
        access,
        handler: Handler::Show(show),
    }
}

/// Takes a form without files.
pub(crate) const fn post(path: &'static str, access: Access, take: Take) -> Route {
    send(Method::Post, path, access, take)
}

/// Takes a form with files.
pub(crate) const fn upload(path: &'static str, access: Access, take: Take) -> Route {
    Route {
        method: Method::Post,
        path,
        access,
        handler: Handler::Take(take, Takes::Files),
    }
}

/// Takes a form with one file, which is read and not stored.
pub(crate) const fn upload_once(path: &'static str, access: Access, take: Take) -> Route {
    Route {
        method: Method::Post,
        path,
        access,
        handler: Handler::Take(take, Takes::FileOnce),
    }
}

/// Takes a body by any method.
pub(crate) const fn send(method: Method, path: &'static str, access: Access, take: Take) -> Route {
    Route {
        method,
        path,
        access,
        handler: Handler::Take(take, Takes::Fields),
    }
}

/// Answers by itself.
pub(crate) const fn own(
    path: &'static str,
    access: Access,
    answer: fn() -> MethodRouter<Arc<SiteState>>,
) -> Route {
    Route {
        method: Method::Get,
        path,
        access,
        handler: Handler::Own(answer),
    }
}

/// Returns every route of the site.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    [
        public::ROUTES,
        account::ROUTES,
        admin::ROUTES,
        flow::ROUTES,
        investment::ROUTES,
        meeting::ROUTES,
        procedure::ROUTES,
        authority::ROUTES,
        notice::ROUTES,
        api::ROUTES,
        scim::ROUTES,
    ]
    .into_iter()
    .flatten()
}

/// Returns every route of the site, for a test that asks each of them.
pub fn routes() -> Vec<RouteInfo> {
    let info = |route: &Route| RouteInfo {
        method: route.method,
        path: route.path,
        access: route.access,
    };
    all().map(info).collect()
}

pub(crate) fn router() -> Router<Arc<SiteState>> {
    all().fold(Router::new(), |router, route| {
        let answer = match route.handler {
            Handler::Show(show) => shown(route.method.filter(), show, route.access),
            Handler::Take(take, takes) => taken(route.method.filter(), take, takes, route.access),
            Handler::Serve(serve, takes) => {
                served(route.method.filter(), serve, takes, route.access)
            }
            Handler::Own(answer) => answer(),
        };
        router.route(route.path, answer)
    })
}
