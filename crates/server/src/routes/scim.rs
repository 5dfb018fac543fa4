//! The routes of SCIM 2.0 (RFC 7644), for directories, with tokens.

use dondoc_authority::Action::ScimProvision;

use super::Access::May;
use super::Method::{Delete, Get, Patch, Post, Put};
use super::{Handler, Method, Route};
use crate::api::pipe::Serve;
use crate::api::scim;
use crate::form::Takes;

const fn on(method: Method, path: &'static str, serve: Serve) -> Route {
    Route {
        method,
        path,
        access: May(ScimProvision),
        handler: Handler::Serve(serve, Takes::Fields),
    }
}

pub(super) const ROUTES: &[Route] = &[
    on(Get, "/scim/v2/ServiceProviderConfig", scim::about::config),
    on(Get, "/scim/v2/ResourceTypes", scim::about::types),
    on(Get, "/scim/v2/ResourceTypes/{id}", scim::about::one_type),
    on(Get, "/scim/v2/Schemas", scim::about::schemas),
    on(Get, "/scim/v2/Schemas/{id}", scim::about::schema),
    on(Get, "/scim/v2/Users", scim::users::list),
    on(Post, "/scim/v2/Users", scim::users::create),
    on(Get, "/scim/v2/Users/{id}", scim::users::one),
    on(Put, "/scim/v2/Users/{id}", scim::users::replace),
    on(Patch, "/scim/v2/Users/{id}", scim::users::patch),
    on(Delete, "/scim/v2/Users/{id}", scim::users::delete),
    on(Get, "/scim/v2/Groups", scim::groups::list),
    on(Get, "/scim/v2/Groups/{id}", scim::groups::one),
];
