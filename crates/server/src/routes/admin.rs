//! Managing accounts.

use super::Access::ManageAccounts;
use super::{Route, get, post};
use crate::pages::accounts;

pub(super) const ROUTES: &[Route] = &[
    get("/admin/accounts", ManageAccounts, accounts::show),
    post("/admin/accounts", ManageAccounts, accounts::invite),
    post("/admin/accounts/link", ManageAccounts, accounts::link),
    post(
        "/admin/accounts/active",
        ManageAccounts,
        accounts::set_active,
    ),
];
