//! The flow of tasks: units and clerks at work.

use super::Access::May;
use super::{Route, post};
use crate::pages::accept;

pub(super) const ROUTES: &[Route] = &[post("/tasks/{id}/accept", May("task.accept"), accept::take)];
