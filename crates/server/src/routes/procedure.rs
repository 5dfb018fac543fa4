//! How cases really run.

use dondoc_authority::Action::ProcedureRead;

use super::Access::May;
use super::{Route, get};
use crate::pages::{procedure, procedure_cases, procedure_public, procedure_what_if, procedures};

pub(super) const ROUTES: &[Route] = &[
    get("/procedures", May(ProcedureRead), procedures::show),
    get("/procedures/{log}", May(ProcedureRead), procedure::show),
    get(
        "/procedures/{log}/what-if",
        May(ProcedureRead),
        procedure_what_if::show,
    ),
    get(
        "/procedures/{log}/cases",
        May(ProcedureRead),
        procedure_cases::list,
    ),
    get(
        "/procedures/{log}/cases/{case}",
        May(ProcedureRead),
        procedure_cases::show,
    ),
    get(
        "/public/procedures/{log}",
        May(ProcedureRead),
        procedure_public::show,
    ),
];
