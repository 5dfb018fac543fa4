//! Which posts belong to which group of the policies: `policies/roles.csv`.

use dondoc_registry::{Post, Role, Unit};
use smol_str::SmolStr;

/// One row: posts of these roles in units of these kinds.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Group {
    pub(crate) group: SmolStr,
    kinds: String,
    roles: String,
}

impl Group {
    pub(crate) fn holds(&self, unit: &Unit, post: &Post) -> bool {
        let kind = self.kinds == "*" || self.kinds.split(' ').any(|kind| kind == unit.kind);
        let role = role_name(post.role);
        kind && self.roles.split(' ').any(|named| named == role)
    }
}

/// The group whose posts serve the body above their unit.
pub(crate) const OFFICE: &str = "office";

pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Head => "head",
        Role::DeputyHead => "deputy_head",
        Role::Clerk => "clerk",
        Role::Contact => "contact",
        Role::Inspector => "inspector",
    }
}

/// Reads the table.
pub(crate) fn read(table: &str) -> Result<Vec<Group>, csv::Error> {
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    rows.deserialize().collect()
}
