//! Briefing meetings, from the call to the sign-off.

use dondoc_authority::Action::{
    MeetingAttend, MeetingClose, MeetingConclude, MeetingOpen, MeetingPlan, MeetingRead,
    MeetingSignOff,
};

use super::Access::May;
use super::{Route, get, post};
use crate::pages::{meeting, meetings, present};

pub(super) const ROUTES: &[Route] = &[
    get("/meetings", May(MeetingRead), meetings::show),
    post("/meetings", May(MeetingPlan), meetings::call),
    get("/meetings/{id}", May(MeetingRead), meeting::show),
    get("/meetings/{id}/present", May(MeetingRead), present::show),
    post("/meetings/{id}/agenda", May(MeetingPlan), meeting::agenda),
    post("/meetings/{id}/attend", May(MeetingAttend), meeting::attend),
    post("/meetings/{id}/open", May(MeetingOpen), meeting::open),
    post(
        "/meetings/{id}/conclude",
        May(MeetingConclude),
        meeting::conclude,
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
