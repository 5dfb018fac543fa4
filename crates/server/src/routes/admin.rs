//! Managing accounts.

use dondoc_authority::Action::{AccountsImport, AccountsManage, WebhookManage};

use super::Access::May;
use super::{Route, get, post, upload_once};
use crate::pages::{accounts, people, webhooks};

pub(super) const ROUTES: &[Route] = &[
    get("/webhooks", May(WebhookManage), webhooks::show),
    post("/webhooks", May(WebhookManage), webhooks::add),
    post("/webhooks/change", May(WebhookManage), webhooks::change),
    get("/admin/people", May(AccountsImport), people::show),
    upload_once("/admin/people", May(AccountsImport), people::take),
    post("/admin/people/import", May(AccountsImport), people::import),
    post("/admin/people/undo", May(AccountsImport), people::undo),
    get("/admin/accounts", May(AccountsManage), accounts::show),
    post("/admin/accounts", May(AccountsManage), accounts::invite),
    get(
        "/admin/accounts/journal",
        May(AccountsManage),
        accounts::show_journal,
    ),
    post("/admin/accounts/link", May(AccountsManage), accounts::link),
    post(
        "/admin/accounts/link/revoke",
        May(AccountsManage),
        accounts::revoke_link,
    ),
    post(
        "/admin/accounts/drop-factors",
        May(AccountsManage),
        accounts::drop_factors,
    ),
    post(
        "/admin/accounts/active",
        May(AccountsManage),
        accounts::set_active,
    ),
];
