//! Public investment; a project also has a page for everybody.

use dondoc_authority::Action::{InvestmentRead, InvestmentReallocate, InvestmentReport, TaskIssue};

use super::Access::{May, Public};
use super::{Route, get, post, upload};
use crate::pages::investment::{overview, plan, project, public, reallocation, table, unit, works};

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
    post(
        "/investment/reallocation",
        May(InvestmentReallocate),
        reallocation::adopt,
    ),
    get("/investment/import", May(InvestmentReport), table::show),
    upload("/investment/import", May(InvestmentReport), table::take),
    get(
        "/investment/import/{hash}",
        May(InvestmentReport),
        table::preview,
    ),
    post(
        "/investment/import/{hash}",
        May(InvestmentReport),
        table::import,
    ),
    upload(
        "/investment/projects/{id}/progress",
        May(InvestmentReport),
        works::progress,
    ),
    post(
        "/investment/projects/{id}/obstacle",
        May(TaskIssue),
        works::obstacle,
    ),
    get("/public/projects/{id}", Public, public::show),
    get("/public/photos/{hash}", Public, works::photo),
];
