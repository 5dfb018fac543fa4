//! Who may do what, and delegations.

use dondoc_authority::Action::{
    DecisionRead, DelegationGrant, DelegationRead, DelegationWithdraw, PowerRead,
};

use super::Access::May;
use super::{Route, get, post};
use crate::pages::{authority, delegations};

pub(super) const ROUTES: &[Route] = &[
    get("/authority", May(PowerRead), authority::show),
    get(
        "/authority/powers/{power}",
        May(PowerRead),
        authority::power,
    ),
    get("/authority/why", May(PowerRead), authority::why),
    get(
        "/authority/decisions",
        May(DecisionRead),
        authority::decisions,
    ),
    get("/delegations", May(DelegationRead), delegations::show),
    get("/delegations/new", May(DelegationGrant), delegations::new),
    post("/delegations", May(DelegationGrant), delegations::take),
    get(
        "/delegations/{id}",
        May(DelegationRead),
        delegations::show_one,
    ),
    post(
        "/delegations/{id}/withdraw",
        May(DelegationWithdraw),
        delegations::withdraw,
    ),
];
