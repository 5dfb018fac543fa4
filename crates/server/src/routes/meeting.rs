//! Briefing meetings, from the call to the sign-off.

use axum::routing::get as plain;
use dondoc_authority::Action::{
    MeetingAttend, MeetingClose, MeetingConclude, MeetingOpen, MeetingPlan, MeetingPresent,
    MeetingRead, MeetingSignOff,
};

use super::Access::{May, Public};
use super::{Route, get, own, post};
use crate::pages::{meeting, meetings, minutes, present};

pub(super) const ROUTES: &[Route] = &[
    get("/meetings", May(MeetingRead), meetings::show),
    post("/meetings", May(MeetingPlan), meetings::call),
    get("/meetings/{id}", May(MeetingRead), meeting::show),
    get("/meetings/{id}/present", May(MeetingRead), present::show),
    // Says numbers only; what changed is asked with the rights of whoever looks.
    own("/meetings/{id}/live", Public, || plain(present::live)),
    post("/meetings/{id}/slide", May(MeetingPresent), present::turn),
    get(
        "/meetings/{id}/files/{file}",
        May(MeetingRead),
        minutes::file,
    ),
    post("/meetings/{id}/agenda", May(MeetingPlan), meeting::agenda),
    post("/meetings/{id}/attend", May(MeetingAttend), meeting::attend),
    post("/meetings/{id}/open", May(MeetingOpen), meeting::open),
    post(
        "/meetings/{id}/conclude",
        May(MeetingConclude),
        meeting::conclude,
    ),
    post(
        "/meetings/{id}/recognise",
        May(MeetingConclude),
        meeting::recognise,
    ),
    post(
        "/meetings/{id}/withdraw",
        May(MeetingConclude),
        meeting::withdraw,
    ),
    post(
        "/meetings/{id}/sign-off",
        May(MeetingSignOff),
        meeting::sign_off,
    ),
    post("/meetings/{id}/close", May(MeetingClose), meeting::close),
];
