//! What the city owes, for everybody who may read.

use axum::routing::get as plain;

use dondoc_authority::Action::{BriefingRead, DocumentRead, LedgerRead, RegistryRead, TaskRead};

use super::Access::{Machine, May, Public};
use super::{Route, get, own};
use crate::pages::{
    assets, briefing, briefings, document, documents, entries, entry, help, ledger, live, overview,
    receipt, receipts, search, task, tasks, tiles, unit, units,
};
use crate::watch;

pub(super) const ROUTES: &[Route] = &[
    get("/", May(BriefingRead), overview::show),
    get("/documents", May(DocumentRead), documents::show),
    get("/documents.xlsx", May(DocumentRead), documents::file),
    get("/documents.csv", May(DocumentRead), documents::file),
    get("/documents/{id}", May(DocumentRead), document::show),
    get("/documents/{id}/text", May(DocumentRead), document::text),
    get("/tasks", May(TaskRead), tasks::show),
    get("/tasks/{id}", May(TaskRead), task::show),
    get("/search", May(TaskRead), search::show),
    get("/search.xlsx", May(TaskRead), search::file),
    get("/search.csv", May(TaskRead), search::file),
    get("/units", May(RegistryRead), units::show),
    get("/units.xlsx", May(RegistryRead), units::file),
    get("/units.csv", May(RegistryRead), units::file),
    get("/units/{id}", May(RegistryRead), unit::show),
    get("/briefing", May(BriefingRead), briefings::show),
    get("/briefing/{period}", May(BriefingRead), briefing::show),
    get(
        "/briefing/{period}/{file}",
        May(BriefingRead),
        briefing::file,
    ),
    get("/help", Public, help::show),
    get("/receipts", May(BriefingRead), receipts::show),
    get("/receipts/{code}", May(BriefingRead), receipt::show),
    get(
        "/receipts/{code}/entries.xlsx",
        May(BriefingRead),
        receipt::file,
    ),
    get(
        "/receipts/{code}/entries.csv",
        May(BriefingRead),
        receipt::file,
    ),
    get("/ledger", May(LedgerRead), ledger::show),
    get("/ledger/entries", May(LedgerRead), entries::show),
    get("/ledger/entries.xlsx", May(LedgerRead), entries::file),
    get("/ledger/entries.csv", May(LedgerRead), entries::file),
    get("/ledger/entries/{index}", May(LedgerRead), entry::show),
    get(
        "/ledger/entries/{index}/proof",
        May(LedgerRead),
        entry::proof,
    ),
    get("/attachments/{hash}", May(LedgerRead), entry::attachment),
    get("/checkpoint", Public, tiles::checkpoint),
    get("/tile/{*rest}", May(LedgerRead), tiles::tile),
    own("/live", Public, || plain(live::show)),
    own("/assets/{name}", Public, || plain(assets::show)),
    get("/healthz", Public, assets::health),
    get("/readyz", Public, assets::health),
    get("/metrics", Machine, watch::metrics),
];
