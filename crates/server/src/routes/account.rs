//! Signing in and out, and one's own account.

use dondoc_authority::Action::{AccountOwn, SessionOwn, TokenOwn};

use super::Access::{May, Public};
use super::{Route, get, post};
use crate::pages::{account, demo, link, sign_in, tokens};

pub(super) const ROUTES: &[Route] = &[
    get("/sign-in", Public, sign_in::show),
    post("/sign-in", Public, sign_in::take),
    post("/sign-out", May(SessionOwn), sign_in::out),
    get("/link/{token}", Public, link::show),
    post("/link/{token}", Public, link::take),
    get("/demo", Public, demo::show),
    post("/demo", Public, demo::take),
    get("/account", May(AccountOwn), account::show),
    post("/account/post", May(AccountOwn), account::act_in),
    get("/account/tokens", May(TokenOwn), tokens::show),
    post("/account/tokens", May(TokenOwn), tokens::make),
    post("/account/tokens/revoke", May(TokenOwn), tokens::revoke),
    post("/account/password", May(AccountOwn), account::password),
    post("/account/sessions/end", May(SessionOwn), account::end),
    post(
        "/account/sessions/end-others",
        May(SessionOwn),
        account::end_others,
    ),
];
