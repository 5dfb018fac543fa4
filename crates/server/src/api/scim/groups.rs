//! Groups: units, with the accounts of those who hold a post there today.

use std::collections::BTreeMap;

use axum::response::Response;
use dondoc_accounts::Account;
use dondoc_kinds::UnitId;
use serde_json::{Value, json};

use super::{Part, answer, bad, filter, location, version};
use crate::answer::Trouble;
use crate::ask::Ctx;
use crate::form::Form;

pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// The accounts of each unit today, by unit.
fn members(ctx: &Ctx) -> Result<BTreeMap<UnitId, Vec<Account>>, Trouble> {
    let today = ctx.state.moment().1.date();
    let registry = &ctx.city().registry;
    let mut of_person: BTreeMap<String, Vec<Account>> = BTreeMap::new();
    for account in ctx.state.accounts.accounts()? {
        if let (Some(person), false) = (&account.person, account.is_gone) {
            let person = person.to_string();
            of_person.entry(person).or_default().push(account);
        }
    }
    let mut members: BTreeMap<UnitId, Vec<Account>> = BTreeMap::new();
    for (id, post) in registry.posts() {
        let holder = registry.who_held(id, today);
        let accounts = holder.and_then(|person| of_person.get(person.as_str()));
        let of_unit = members.entry(post.unit.clone()).or_default();
        for account in accounts.into_iter().flatten() {
            if !of_unit.iter().any(|known| known.id == account.id) {
                of_unit.push(account.clone());
            }
        }
    }
    Ok(members)
}

fn written(ctx: &Ctx, id: &UnitId, name: &str, members: &[Account]) -> Value {
    let members: Vec<Value> = members
        .iter()
        .map(|account| {
            json!({
                "value": account.id.0.to_string(),
                "$ref": location(ctx, &format!("Users/{}", account.id.0)),
                "type": "User",
                "display": account.name,
            })
        })
        .collect();
    let mut group = json!({
        "schemas": [GROUP],
        "id": id.as_str(),
        "displayName": name,
        "members": members,
    });
    let version = version(&group);
    group["meta"] = json!({
        "resourceType": "Group",
        "location": location(ctx, &format!("Groups/{id}")),
        "version": format!("W/\"{version}\""),
    });
    group
}

pub(crate) fn list(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let (part, filter) = (Part::of(ctx)?, filter(ctx)?);
    let today = ctx.state.moment().1.date();
    let registry = &ctx.city().registry;
    let members = members(ctx)?;
    let mut units = registry.units_on(today);
    if let Some((attribute, value)) = filter {
        let text = value.as_str().unwrap_or_default();
        match attribute.as_str() {
            "displayname" => units.retain(|id| {
                let name = registry.name_on(id, today);
                name.to_lowercase() == text.to_lowercase()
            }),
            "id" => units.retain(|id| id.as_str() == text),
            "members.value" | "members" => units.retain(|id| {
                let of_unit = members.get(*id).into_iter().flatten();
                of_unit.into_iter().any(|it| it.id.0.to_string() == text)
            }),
            other => {
                let said = format!("there is no filter on `{other}`");
                return Err(bad("invalidFilter", said));
            }
        }
    }
    let none = Vec::new();
    let each = units.into_iter().map(|id| {
        let name = registry.name_on(id, today);
        written(ctx, id, name, members.get(id).unwrap_or(&none))
    });
    Ok(part.list(each.collect()))
}

pub(crate) fn one(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let id: UnitId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    let today = ctx.state.moment().1.date();
    let registry = &ctx.city().registry;
    let unit = registry.unit(&id).ok_or(Trouble::NotFound)?;
    if !unit.is_valid_on(today) {
        return Err(Trouble::NotFound);
    }
    let members = members(ctx)?;
    let none = Vec::new();
    let name = registry.name_on(&id, today);
    Ok(answer(&written(
        ctx,
        &id,
        name,
        members.get(&id).unwrap_or(&none),
    )))
}
