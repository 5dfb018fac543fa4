//! What a post may do at all, until a thing is known.
//!
//! The table is coarse on purpose: it says which pages somebody may open. What
//! they may do to one task, and under which delegation, is decided on that task.

use dondoc_registry::Role;

use crate::answer::Trouble;
use crate::who::Who;

/// Refuses somebody whose post never does this.
pub(crate) fn may(who: &Who, action: &str) -> Result<(), Trouble> {
    let held = who
        .acting()
        .ok_or(Trouble::Forbidden("site-forbidden-no-post"))?;
    if permits(held.role, action) {
        Ok(())
    } else {
        Err(Trouble::Forbidden("site-forbidden-role"))
    }
}

fn permits(role: Role, action: &str) -> bool {
    let area = action.split('.').next().unwrap_or_default();
    match role {
        Role::Head | Role::DeputyHead => true,
        Role::Clerk => area != "delegation",
        Role::Contact => {
            matches!(
                action,
                "task.report" | "task.accept" | "task.ask" | "task.answer"
            ) || matches!(area, "view" | "api")
        }
        Role::Inspector => matches!(area, "view" | "api" | "inspection"),
    }
}
