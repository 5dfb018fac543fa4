//! Routes of the area `api`.

use super::Route;

pub(super) const ROUTES: &[Route] = &[];
