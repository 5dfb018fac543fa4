//! Signing in and out, and one's own account.

use dondoc_authority::Action::{AccountOwn, SessionOwn, TokenOwn};

use super::Access::{May, Public};
use super::{Route, get, post};
use crate::pages::{account, demo, link, passkeys, provider, second_factor, sign_in, tokens};

pub(super) const ROUTES: &[Route] = &[
    get("/sign-in", Public, sign_in::show),
    post("/sign-in", Public, sign_in::take),
    post("/sign-in/code", Public, sign_in::take_code),
    post("/sign-in/passkey/begin", Public, passkeys::begin_sign_in),
    post("/sign-in/passkey", Public, passkeys::sign_in),
    post("/sign-in/with", Public, provider::sign_in),
    get("/sign-in/with/{provider}", Public, provider::back),
    post("/sign-out", May(SessionOwn), sign_in::out),
    get("/link/{token}", Public, link::show),
    post("/link/{token}", Public, link::take),
    get("/demo", Public, demo::show),
    post("/demo", Public, demo::take),
    get("/account", May(AccountOwn), account::show),
    post("/account/post", May(AccountOwn), account::act_in),
    get(
        "/account/second-factor",
        May(AccountOwn),
        second_factor::show,
    ),
    post(
        "/account/second-factor",
        May(AccountOwn),
        second_factor::enrol,
    ),
    post(
        "/account/second-factor/confirm",
        May(AccountOwn),
        second_factor::confirm,
    ),
    post(
        "/account/second-factor/drop",
        May(AccountOwn),
        second_factor::drop_it,
    ),
    get("/account/passkeys", May(AccountOwn), passkeys::show),
    post("/account/passkeys/begin", May(AccountOwn), passkeys::begin),
    post("/account/passkeys", May(AccountOwn), passkeys::finish),
    post(
        "/account/passkeys/revoke",
        May(AccountOwn),
        passkeys::revoke,
    ),
    post("/account/passkeys/ask", May(AccountOwn), passkeys::ask),
    post("/account/identities", May(AccountOwn), provider::link),
    post(
        "/account/identities/unlink",
        May(AccountOwn),
        provider::unlink,
    ),
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
