//! `/views`: a person keeps a list with its filters under a name.

use axum::response::Response;

use crate::answer::{Trouble, go};
use crate::ask::{Ctx, query};
use crate::form::Form;
use crate::pages::{Link, tasks};
use crate::views::{LONGEST, View, Views};

/// A saved view, as a link.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) link: Link,
    /// Whether it is the list that is shown.
    pub(crate) is_here: bool,
}

fn own(ctx: &Ctx) -> Result<Views, Trouble> {
    let id = ctx.who()?.account.id.0.to_string();
    Ok(Views::of(ctx.state.folder().path(), &id))
}

fn failed(cause: std::io::Error) -> Trouble {
    Trouble::Failed(Box::new(cause))
}

/// Returns the views of who is signed in; `None` for a guest.
pub(crate) fn rows(ctx: &Ctx) -> Result<Option<Vec<Row>>, Trouble> {
    if ctx.ask.who.is_none() {
        return Ok(None);
    }
    let shown = tasks::FILTERS.into_iter();
    let shown = shown.filter_map(|name| Some((name, ctx.ask.param(name)?)));
    let here = query(&shown.collect::<Vec<_>>());
    let all = own(ctx)?.all().map_err(failed)?;
    let each = all.into_iter().map(|view| Row {
        is_here: view.query == here,
        link: Link {
            href: ctx.to(&format!("/tasks?{}", view.query)),
            text: view.name,
        },
    });
    Ok(Some(each.collect()))
}

pub(crate) fn save(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let name: String = form.get("view").chars().take(LONGEST).collect();
    if name.is_empty() {
        return Err(Trouble::bad("office-view-unnamed", ""));
    }
    let shown = tasks::FILTERS.into_iter();
    let shown = shown.map(|name| (name, form.get(name)));
    let shown: Vec<(&str, &str)> = shown.filter(|(_, value)| !value.is_empty()).collect();
    let view = View {
        name,
        query: query(&shown),
    };
    let to = format!("/tasks?{}", view.query);
    match own(ctx)?.save(view).map_err(failed)? {
        true => Ok(go(&to)),
        false => Err(Trouble::bad("office-view-too-many", "")),
    }
}

pub(crate) fn remove(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    own(ctx)?.remove(form.get("name")).map_err(failed)?;
    Ok(go("/tasks"))
}
