//! Routes of the area `meeting`.

use super::Route;

pub(super) const ROUTES: &[Route] = &[];
