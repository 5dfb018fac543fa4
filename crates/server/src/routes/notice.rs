//! What people are told, and how.

use axum::routing::{get as plain_get, post as plain_post};
use dondoc_authority::Action::{NoticeOwn, TokenOwn};

use super::Access::{May, Public};
use super::{Handler, Method, Route, get, own, post};
use crate::pages::{assets, notices};

pub(super) const ROUTES: &[Route] = &[
    get("/notices", May(NoticeOwn), notices::show),
    post("/notices/read", May(NoticeOwn), notices::read),
    get("/notices/settings", May(NoticeOwn), notices::settings),
    post("/notices/settings", May(NoticeOwn), notices::prefer),
    post("/notices/mute", May(NoticeOwn), notices::mute),
    post("/notices/feeds", May(TokenOwn), notices::feeds),
    post("/notices/push", May(NoticeOwn), notices::push),
    // The same for everybody: it says nothing of anybody.
    own("/sw.js", Public, || plain_get(assets::service_worker)),
    // Who knows the address may; it is for one thing alone.
    get("/feeds/{file}", Public, notices::feed),
    get("/mute/{token}", Public, notices::ask_mute),
    Route {
        method: Method::Post,
        path: "/mute/{token}",
        access: Public,
        handler: Handler::Own(|| plain_post(notices::take_mute)),
    },
];
