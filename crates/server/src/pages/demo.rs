//! `/demo`: signing in as one of the demo's people, on this machine only.

use askama::Template;
use axum::response::Response;
use dondoc_accounts::Method;

use crate::answer::{Trouble, go, html};
use crate::ask::Ctx;
use crate::form::Form;
use crate::pages::{Frame, sign_in};
use crate::state::now;

#[derive(Debug, Template)]
#[template(path = "demo.html")]
struct DemoPage {
    f: Frame,
    people: Vec<Person>,
}

#[derive(Debug)]
struct Person {
    login: String,
    name: String,
    role: String,
    /// Whether the printed link led here for this one.
    is_meant: bool,
}

/// Elsewhere, and outside the demo, there is nothing here.
fn people(ctx: &Ctx) -> Result<&[(String, String)], Trouble> {
    let options = &ctx.state.options;
    let is_local = ctx.ask.is_on_this_machine() && options.public_url.is_none();
    if options.demo.is_empty() || !is_local {
        return Err(Trouble::NotFound);
    }
    Ok(&options.demo)
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    let mut rows = Vec::new();
    for (login, role) in people(ctx)? {
        let account = ctx.state.accounts.by_login(login)?;
        rows.extend(account.map(|account| Person {
            is_meant: ctx.ask.param("as") == Some(login),
            login: login.clone(),
            name: account.name,
            role: ctx.words().t(role),
        }));
    }
    html(&DemoPage {
        f: Frame::timeless(ctx, ctx.words().t("account-demo")),
        people: rows,
    })
}

pub(crate) fn take(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let login = form.get("login");
    let known = people(ctx)?.iter().any(|(each, _)| each == login);
    let account = ctx.state.accounts.by_login(login)?.filter(|_| known);
    let account = account.ok_or(Trouble::NotFound)?;
    let signed = ctx
        .state
        .accounts
        .begin(account.id, &Method::Link, &ctx.ask.from, now())?;
    // Where their work is.
    let mut response = go(match account.is_admin {
        true => "/admin/accounts",
        false => "/my",
    });
    sign_in::remember(ctx, &mut response, &signed);
    Ok(response)
}
