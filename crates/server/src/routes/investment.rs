//! Public investment; a project also has a page for everybody.

use dondoc_authority::Action::InvestmentRead;

use super::Access::{May, Public};
use super::{Route, get};
use crate::pages::investment::{overview, plan, project, public, reallocation, unit};

pub(super) const ROUTES: &[Route] = &[
    get("/investment", May(InvestmentRead), overview::show),
    get("/investment/plan", May(InvestmentRead), plan::show),
    get(
        "/investment/reallocation",
        May(InvestmentRead),
        reallocation::show,
    ),
    get("/investment/units/{id}", May(InvestmentRead), unit::show),
    get(
        "/investment/projects/{id}",
        May(InvestmentRead),
        project::show,
    ),
    get("/public/projects/{id}", Public, public::show),
];
