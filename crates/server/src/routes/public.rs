//! What the city owes, for everybody who may read.

use axum::routing::get as plain;

use super::Access::{Machine, Public, Read};
use super::{Route, get, own};
use crate::pages::{
    assets, briefing, briefings, document, documents, entries, entry, ledger, live, overview,
    receipt, receipts, task, tasks, tiles, unit, units,
};
use crate::watch;

pub(super) const ROUTES: &[Route] = &[
    get("/", Read, overview::show),
    get("/documents", Read, documents::show),
    get("/documents/{id}", Read, document::show),
    get("/documents/{id}/text", Read, document::text),
    get("/tasks", Read, tasks::show),
    get("/tasks/{id}", Read, task::show),
    get("/units", Read, units::show),
    get("/units/{id}", Read, unit::show),
    get("/briefing", Read, briefings::show),
    get("/briefing/{period}", Read, briefing::show),
    get("/briefing/{period}/{file}", Read, briefing::file),
    get("/receipts", Read, receipts::show),
    get("/receipts/{code}", Read, receipt::show),
    get("/ledger", Read, ledger::show),
    get("/ledger/entries", Read, entries::show),
    get("/ledger/entries/{index}", Read, entry::show),
    get("/ledger/entries/{index}/proof", Read, entry::proof),
    get("/attachments/{hash}", Read, entry::attachment),
    get("/checkpoint", Public, tiles::checkpoint),
    get("/tile/{*rest}", Read, tiles::tile),
    own("/live", Public, || plain(live::show)),
    own("/assets/{name}", Public, || plain(assets::show)),
    get("/healthz", Public, assets::health),
    get("/readyz", Public, assets::health),
    get("/metrics", Machine, watch::metrics),
];
