//! How cases really run.

use dondoc_authority::Action::{
    ProcedureCatalogue, ProcedureImport, ProcedureRead, ProcedureRedesign,
};

use super::Access::May;
use super::{Route, get, post, upload_once};
use crate::pages::{
    procedure, procedure_cases, procedure_catalogue, procedure_import, procedure_page,
    procedure_public, procedure_sheet, procedure_status, procedure_what_if, procedures,
    service_index,
};

pub(super) const ROUTES: &[Route] = &[
    get("/procedures", May(ProcedureRead), procedures::show),
    get(
        "/procedures/import",
        May(ProcedureImport),
        procedure_import::show,
    ),
    upload_once(
        "/procedures/import",
        May(ProcedureImport),
        procedure_import::take,
    ),
    get(
        "/procedures/import/{hash}",
        May(ProcedureImport),
        procedure_import::preview,
    ),
    post(
        "/procedures/import/{hash}",
        May(ProcedureImport),
        procedure_import::import,
    ),
    get("/procedures/{log}", May(ProcedureRead), procedure::show),
    post(
        "/procedures/{log}/withdraw",
        May(ProcedureImport),
        procedure_import::withdraw,
    ),
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
    get("/catalogue", May(ProcedureRead), procedure_catalogue::list),
    post(
        "/catalogue",
        May(ProcedureCatalogue),
        procedure_catalogue::enter,
    ),
    get(
        "/catalogue/new",
        May(ProcedureCatalogue),
        procedure_catalogue::new,
    ),
    get(
        "/catalogue/sheets/{sheet}",
        May(ProcedureRead),
        procedure_sheet::show,
    ),
    get(
        "/catalogue/sheets/{sheet}/files/{file}",
        May(ProcedureRead),
        procedure_sheet::file,
    ),
    post(
        "/catalogue/sheets/{sheet}/sign",
        May(ProcedureRedesign),
        procedure_sheet::sign,
    ),
    get(
        "/catalogue/{code}",
        May(ProcedureRead),
        procedure_page::show,
    ),
    get(
        "/catalogue/{code}/net.pnml",
        May(ProcedureRead),
        procedure_page::net,
    ),
    post(
        "/catalogue/{code}/link",
        May(ProcedureCatalogue),
        procedure_page::link,
    ),
    post(
        "/catalogue/{code}/assess",
        May(ProcedureImport),
        procedure_page::assess,
    ),
    post(
        "/catalogue/{code}/sheet",
        May(ProcedureImport),
        procedure_sheet::make,
    ),
    post(
        "/catalogue/{code}/change",
        May(ProcedureCatalogue),
        procedure_page::change,
    ),
    post(
        "/catalogue/{code}/measure",
        May(ProcedureImport),
        procedure_page::measure,
    ),
    get(
        "/public/service-index",
        May(ProcedureRead),
        service_index::show,
    ),
    get("/public/cases", May(ProcedureRead), procedure_status::show),
    get(
        "/public/procedures/{log}",
        May(ProcedureRead),
        procedure_public::show,
    ),
];
