//! The flow of tasks: units and clerks at work.

use dondoc_authority::Action::TaskAccept;

use super::Access::May;
use super::{Route, post};
use crate::pages::accept;

pub(super) const ROUTES: &[Route] = &[post("/tasks/{id}/accept", May(TaskAccept), accept::take)];
