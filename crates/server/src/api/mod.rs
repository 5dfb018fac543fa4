//! `/api/v1`: the city for programs. See `docs/API.md`.
//!
//! A program sends a token (`Authorization: Bearer …`) that a person made for
//! named acts. Cookies are not looked at here, so no page elsewhere can make a
//! browser act. Answers and troubles are JSON; the OpenAPI document is made of
//! the same types that are sent and of the functions that answer.

pub(crate) mod answers;
pub(crate) mod case_logs;
pub(crate) mod csv;
pub(crate) mod documents;
pub(crate) mod figures;
pub(crate) mod openapi;
pub(crate) mod pipe;
pub(crate) mod problem;
pub(crate) mod scim;
pub(crate) mod tasks;
pub(crate) mod units;
pub(crate) mod work;
