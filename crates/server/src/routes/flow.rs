//! The flow of tasks: units, heads, clerks and offices at work.

use dondoc_authority::Action::{
    BoardRead, DocumentRegister, ImportRun, ImportUndo, ProposalAccept, ProposalEdit,
    ProposalRefuse, TaskAccept, TaskAgenda, TaskApprove, TaskCancel, TaskClaimExcuse, TaskConfirm,
    TaskDemandExplanation, TaskExcuse, TaskExplain, TaskExtend, TaskRead, TaskReport,
    TaskRequestExtension, ViewOwn,
};

use super::Access::May;
use super::{Route, get, post, upload};
use crate::pages::{bulk, clerk, edxml, groups, import, inbox, issue, my, tasks, views, work};

pub(super) const ROUTES: &[Route] = &[
    get("/my", May(ViewOwn), my::show),
    get("/my.xlsx", May(ViewOwn), my::file),
    get("/my.csv", May(ViewOwn), my::file),
    get("/inbox", May(DocumentRegister), inbox::show),
    upload("/inbox", May(DocumentRegister), inbox::take),
    get("/import", May(ImportRun), import::show),
    upload("/import", May(ImportRun), import::take),
    post("/import/undo", May(ImportUndo), import::undo),
    get("/import/{hash}", May(ImportRun), import::preview),
    post("/import/{hash}", May(ImportRun), import::import),
    get("/documents/{id}/proposals", May(ProposalEdit), clerk::show),
    post(
        "/documents/{id}/issue",
        May(ProposalAccept),
        issue::issue_all,
    ),
    post("/proposals/{id}/issue", May(ProposalAccept), issue::issue),
    post("/proposals/{id}/save", May(ProposalEdit), issue::save),
    post("/proposals/{id}/split", May(ProposalEdit), issue::split),
    post("/proposals/{id}/merge", May(ProposalEdit), issue::merge),
    post("/proposals/{id}/refuse", May(ProposalRefuse), issue::refuse),
    get("/board", May(BoardRead), groups::show),
    get("/board.xlsx", May(BoardRead), groups::file),
    get("/board.csv", May(BoardRead), groups::file),
    get("/tasks/bulk", May(TaskDemandExplanation), bulk::show),
    post("/tasks/bulk", May(TaskDemandExplanation), bulk::take),
    post("/views", May(ViewOwn), views::save),
    post("/views/remove", May(ViewOwn), views::remove),
    get("/tasks.xlsx", May(TaskRead), tasks::file),
    get("/tasks.csv", May(TaskRead), tasks::file),
    get("/tasks/{id}/answer.edxml", May(TaskReport), edxml::file),
    post("/tasks/{id}/accept", May(TaskAccept), work::accept),
    upload("/tasks/{id}/report", May(TaskReport), work::report),
    post(
        "/tasks/{id}/extension",
        May(TaskRequestExtension),
        work::extension,
    ),
    upload("/tasks/{id}/excuse", May(TaskClaimExcuse), work::excuse),
    upload("/tasks/{id}/explain", May(TaskExplain), work::explain),
    post("/tasks/{id}/approve", May(TaskApprove), work::approve),
    post("/tasks/{id}/confirm", May(TaskConfirm), work::confirm),
    post("/tasks/{id}/extend", May(TaskExtend), work::extend),
    post("/tasks/{id}/excused", May(TaskExcuse), work::excused),
    post(
        "/tasks/{id}/demand",
        May(TaskDemandExplanation),
        work::demand,
    ),
    post("/tasks/{id}/suspend", May(TaskCancel), work::suspend),
    post("/tasks/{id}/resume", May(TaskCancel), work::resume),
    post("/tasks/{id}/agenda", May(TaskAgenda), work::agenda),
    post("/tasks/{id}/cancel", May(TaskCancel), work::cancel),
];
