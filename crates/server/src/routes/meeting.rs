//! Briefing meetings, from the call to the sign-off.

use super::Access::{May, Read};
use super::{Route, get, post};
use crate::pages::{meeting, meetings, present};

pub(super) const ROUTES: &[Route] = &[
    get("/meetings", Read, meetings::show),
    post("/meetings", May("meeting.call"), meetings::call),
    get("/meetings/{id}", Read, meeting::show),
    get("/meetings/{id}/present", Read, present::show),
    post(
        "/meetings/{id}/agenda",
        May("meeting.write"),
        meeting::agenda,
    ),
    post(
        "/meetings/{id}/attend",
        May("meeting.write"),
        meeting::attend,
    ),
    post("/meetings/{id}/open", May("meeting.write"), meeting::open),
    post(
        "/meetings/{id}/conclude",
        May("meeting.write"),
        meeting::conclude,
    ),
    post(
        "/meetings/{id}/withdraw",
        May("meeting.write"),
        meeting::withdraw,
    ),
    post(
        "/meetings/{id}/sign-off",
        May("meeting.sign"),
        meeting::sign_off,
    ),
    post("/meetings/{id}/close", May("meeting.write"), meeting::close),
];
