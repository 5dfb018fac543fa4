//! Units, and who one is.

use axum::response::Response;
use dondoc_kinds::UnitId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Trouble;
use crate::api::answers::{Page, Reading, json, page};
use crate::api::documents::CountsOut;
use crate::api::tasks::{Named, named};
use crate::ask::Ctx;
use crate::form::Form;

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitOut {
    /// Its id.
    #[schema(example = "so-noi-vu")]
    id: String,
    /// Its name on the day.
    name: String,
    /// The slug of its kind, e.g. `so`.
    kind: String,
    /// Its official code.
    code: Option<String>,
    /// The unit above it.
    parent: Option<String>,
    /// First day.
    from: Option<String>,
    /// First day without it.
    until: Option<String>,
    /// How the tasks that it leads stand.
    tasks: CountsOut,
}

fn out(ctx: &Ctx, id: &UnitId) -> Option<UnitOut> {
    let it = ctx.city().registry.unit(id)?;
    Some(UnitOut {
        id: id.to_string(),
        name: it.name_on(ctx.look.as_of).to_owned(),
        kind: it.kind.to_string(),
        code: it.code.as_ref().map(ToString::to_string),
        parent: it.parent.as_ref().map(ToString::to_string),
        from: it.from.map(|day| day.to_string()),
        until: it.until.map(|day| day.to_string()),
        tasks: ctx.look.board.unit(id).into(),
    })
}

/// Lists units, living and ended, by id.
#[utoipa::path(
    get, path = "/api/v1/units", operation_id = "listUnits", tag = "units",
    params(
        ("as_of" = Option<String>, Query, description = "The day whose end is shown."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 200, description = "The most things of a page."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, description = "A page of units.", body = Page<UnitOut>), Reading),
)]
pub(crate) fn list(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let ids = ctx.city().registry.units().map(|(id, _)| id);
    let all = page(ctx, ids, |id| id.to_string(), |id| out(ctx, id))?;
    json(&Page {
        items: all.items.into_iter().flatten().collect(),
        next: all.next,
        entries: all.entries,
    })
}

/// Returns a unit.
#[utoipa::path(
    get, path = "/api/v1/units/{id}", operation_id = "getUnit", tag = "units",
    params(("id" = String, Path, description = "The unit."), ("as_of" = Option<String>, Query, description = "The day whose end is shown.")),
    responses((status = 200, description = "The unit.", body = UnitOut), Reading),
)]
pub(crate) fn one(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let id: UnitId = ctx.ask.place().parse().map_err(|_| Trouble::NotFound)?;
    json(&out(ctx, &id).ok_or(Trouble::NotFound)?)
}

/// Who one is, by one's token.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeOut {
    /// The sign-in name.
    login: String,
    /// The name for people.
    name: String,
    /// The person of the registry.
    person: Option<String>,
    /// The posts held today.
    posts: Vec<PostOut>,
    /// What the token may be used for.
    scopes: Vec<String>,
    /// The SHA-256 of the policies that decide.
    policy_set: String,
}

/// A post that one holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostOut {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// Its unit.
    unit: Named,
}

/// Says whose token it is, and what it may be used for.
#[utoipa::path(
    get, path = "/api/v1/me", operation_id = "me", tag = "units",
    responses((status = 200, description = "Who one is.", body = MeOut), Reading),
)]
pub(crate) fn me(ctx: &Ctx, _: &Form) -> Result<Response, Trouble> {
    let who = ctx.who()?;
    let scopes = who.scopes.iter().flatten();
    json(&MeOut {
        login: who.account.login.clone(),
        name: who.account.name.clone(),
        person: who.account.person.as_ref().map(ToString::to_string),
        posts: who
            .posts
            .iter()
            .map(|held| PostOut {
                id: held.post.to_string(),
                title: held.title.clone(),
                unit: named(ctx, &held.unit),
            })
            .collect(),
        scopes: scopes.map(|scope| scope.name().to_owned()).collect(),
        policy_set: ctx.state.authority.policy_set().to_string(),
    })
}
