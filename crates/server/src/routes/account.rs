//! Signing in and out, and one's own account.

use super::Access::{Public, SignedIn};
use super::{Route, get, post};
use crate::pages::{account, demo, link, sign_in};

pub(super) const ROUTES: &[Route] = &[
    get("/sign-in", Public, sign_in::show),
    post("/sign-in", Public, sign_in::take),
    post("/sign-out", SignedIn, sign_in::out),
    get("/link/{token}", Public, link::show),
    post("/link/{token}", Public, link::take),
    get("/demo", Public, demo::show),
    post("/demo", Public, demo::take),
    get("/account", SignedIn, account::show),
    post("/account/post", SignedIn, account::act_in),
    post("/account/password", SignedIn, account::password),
    post("/account/sessions/end", SignedIn, account::end),
    post(
        "/account/sessions/end-others",
        SignedIn,
        account::end_others,
    ),
];
