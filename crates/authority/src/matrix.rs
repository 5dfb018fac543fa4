//! Who may do what, as a table that a lawyer can read.

use std::fmt::Write;

use dondoc_city::City;
use dondoc_kinds::{PostId, UnitId};
use jiff::Timestamp;

use crate::action::Action;
use crate::authority::Authority;
use crate::principal::{Principal, SystemRole};
use crate::resource::Resource;

/// A column: somebody who asks, under a short head.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its head.
    pub head: &'static str,
    /// Who asks.
    pub who: Principal,
}

/// Returns a Markdown table: a row for each act, a column for each asker. `own`
/// is the unit that the matter belongs to, `post` one of its posts; `●` stands
/// for what may be done to a matter of one's own unit or body, `○` for what may
/// be done to any matter.
pub fn matrix(
    authority: &Authority,
    city: &City,
    columns: &[Column],
    own: &dyn Fn(&PostId) -> Resource,
    other: &Resource,
    at: Timestamp,
) -> String {
    let heads: Vec<&str> = columns.iter().map(|column| column.head).collect();
    let mut table = format!(
        "| | {} |\n|---|{}\n",
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    for action in Action::ALL {
        let _ = write!(table, "| `{action}` |");
        for column in columns {
            let any = authority
                .decide(city, &column.who, *action, other, at)
                .allowed;
            let near = column.who.post.as_ref().is_some_and(|post| {
                authority
                    .decide(city, &column.who, *action, &own(post), at)
                    .allowed
            });
            let sign = match (any, near) {
                (true, _) => "○",
                (false, true) => "●",
                (false, false) => "",
            };
            let _ = write!(table, " {sign} |");
        }
        table.push('\n');
    }
    table
}

/// The roles that are no posts, as columns.
pub fn system_columns() -> Vec<Column> {
    let account = |role| Principal::account().with_role(role);
    vec![
        Column {
            head: "guest",
            who: Principal::guest(),
        },
        Column {
            head: "signed in",
            who: Principal::account(),
        },
        Column {
            head: "administrator",
            who: account(SystemRole::Administrator),
        },
        Column {
            head: "auditor",
            who: account(SystemRole::Auditor),
        },
        Column {
            head: "operator",
            who: Principal::operator(),
        },
    ]
}

/// A matter between two units: `lead` answers, `assigner` confirms.
pub fn between(assigner: &UnitId, lead: &UnitId) -> Resource {
    Resource::NewTask {
        assigner: assigner.clone(),
        lead: Some(lead.clone()),
        field: None,
    }
}
