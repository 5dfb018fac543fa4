//! Routes for programs, with tokens.

use dondoc_authority::Action::{
    BriefingRead, DocumentRead, ProcedureImport, ProcedureRead, RegistryRead, TaskAccept,
    TaskCancel, TaskConfirm, TaskDemandExplanation, TaskExplain, TaskExtend, TaskIssue, TaskRead,
    TaskReport, TaskRequestExtension, TaskReturn,
};

use super::Access::{May, Public};
use super::Method::{Get, Post};
use super::{Handler, Route};
use crate::api::pipe::Serve;
use crate::api::{case_logs, csv, documents, figures, openapi, tasks, units, work};
use crate::form::Takes;

const fn get(path: &'static str, access: super::Access, serve: Serve) -> Route {
    Route {
        method: Get,
        path,
        access,
        handler: Handler::Serve(serve, Takes::Fields),
    }
}

const fn post(path: &'static str, access: super::Access, serve: Serve) -> Route {
    Route {
        method: Post,
        path,
        access,
        handler: Handler::Serve(serve, Takes::Fields),
    }
}

pub(super) const ROUTES: &[Route] = &[
    get("/api/v1/openapi.json", Public, openapi::openapi),
    get("/api/v1/me", May(RegistryRead), units::me),
    get("/api/v1/tasks", May(TaskRead), tasks::list),
    post("/api/v1/tasks", May(TaskIssue), work::issue),
    get("/api/v1/tasks.csv", May(TaskRead), csv::tasks),
    get("/api/v1/tasks/{id}", May(TaskRead), tasks::one),
    post("/api/v1/tasks/{id}/accept", May(TaskAccept), work::accept),
    post("/api/v1/tasks/{id}/report", May(TaskReport), work::report),
    post(
        "/api/v1/tasks/{id}/confirm",
        May(TaskConfirm),
        work::confirm,
    ),
    post(
        "/api/v1/tasks/{id}/return",
        May(TaskReturn),
        work::give_back,
    ),
    post(
        "/api/v1/tasks/{id}/request-extension",
        May(TaskRequestExtension),
        work::request_extension,
    ),
    post("/api/v1/tasks/{id}/extend", May(TaskExtend), work::extend),
    post("/api/v1/tasks/{id}/cancel", May(TaskCancel), work::cancel),
    post(
        "/api/v1/tasks/{id}/demand-explanation",
        May(TaskDemandExplanation),
        work::demand,
    ),
    post(
        "/api/v1/tasks/{id}/explain",
        May(TaskExplain),
        work::explain,
    ),
    Route {
        method: Post,
        path: "/api/v1/attachments",
        access: May(TaskReport),
        handler: Handler::Serve(work::attach, Takes::Files),
    },
    post("/api/v1/reports.csv", May(TaskReport), csv::reports),
    get("/api/v1/documents", May(DocumentRead), documents::list),
    get("/api/v1/documents/{id}", May(DocumentRead), documents::one),
    get("/api/v1/units", May(RegistryRead), units::list),
    get("/api/v1/units/{id}", May(RegistryRead), units::one),
    get(
        "/api/v1/briefings/{period}",
        May(BriefingRead),
        figures::of_period,
    ),
    get(
        "/api/v1/receipts/{code}",
        May(BriefingRead),
        figures::receipt,
    ),
    get("/api/v1/case-logs", May(ProcedureRead), case_logs::list),
    Route {
        method: Post,
        path: "/api/v1/case-logs",
        access: May(ProcedureImport),
        handler: Handler::Serve(case_logs::import, Takes::FileOnce),
    },
    post(
        "/api/v1/case-logs/{id}/withdraw",
        May(ProcedureImport),
        case_logs::withdraw,
    ),
];
