//! Public investment; a project also has a page for everybody.

use super::Access::{Public, Read};
use super::{Route, get};
use crate::pages::investment::{overview, plan, project, public, reallocation, unit};

pub(super) const ROUTES: &[Route] = &[
    get("/investment", Read, overview::show),
    get("/investment/plan", Read, plan::show),
    get("/investment/reallocation", Read, reallocation::show),
    get("/investment/units/{id}", Read, unit::show),
    get("/investment/projects/{id}", Read, project::show),
    get("/public/projects/{id}", Public, public::show),
];
