//! Managing accounts.

use dondoc_authority::Action::AccountsManage;

use super::Access::May;
use super::{Route, get, post};
use crate::pages::accounts;

pub(super) const ROUTES: &[Route] = &[
    get("/admin/accounts", May(AccountsManage), accounts::show),
    post("/admin/accounts", May(AccountsManage), accounts::invite),
    post("/admin/accounts/link", May(AccountsManage), accounts::link),
    post(
        "/admin/accounts/active",
        May(AccountsManage),
        accounts::set_active,
    ),
];
