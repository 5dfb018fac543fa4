//! `/admin/accounts`: who may sign in.

use askama::Template;
use axum::response::Response;
use dondoc_accounts::{AccountId, AccountsError, NewAccount, Token};
use dondoc_kinds::PersonId;

use crate::answer::{Trouble, again, go, html};
use crate::ask::Ctx;
use crate::form::{Filled, Form};
use crate::pages::{Frame, link as link_page};
use crate::state::now;

#[derive(Debug, Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    f: Frame,
    form: Filled,
    accounts: Vec<Row>,
    /// A link that was just made, with whom it is for. Shown once.
    made: Option<(String, String)>,
}

#[derive(Debug)]
struct Row {
    id: i64,
    login: String,
    name: String,
    person: String,
    is_admin: bool,
    is_active: bool,
    is_self: bool,
}

fn page(ctx: &Ctx, form: Filled, made: Option<(String, String)>) -> Result<AccountsPage, Trouble> {
    let own = ctx.who()?.account.id;
    let accounts = ctx.state.accounts.accounts()?;
    let rows = accounts.into_iter().map(|account| Row {
        id: account.id.0,
        login: account.login,
        name: account.name,
        person: account.person.map(|id| id.to_string()).unwrap_or_default(),
        is_admin: account.is_admin,
        is_active: account.is_active,
        is_self: account.id == own,
    });
    Ok(AccountsPage {
        f: Frame::timeless(ctx, ctx.words().t("account-all")),
        form,
        accounts: rows.collect(),
        made,
    })
}

pub(crate) fn show(ctx: &Ctx) -> Result<Response, Trouble> {
    html(&page(ctx, Filled::default(), None)?)
}

/// Makes an account and the link with which its owner takes it.
pub(crate) fn invite(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (w, accounts) = (ctx.words(), &ctx.state.accounts);
    let mut filled = form.filled();
    let person = match form.get("person") {
        "" => None,
        given => {
            let person = PersonId::parse(given).ok();
            let known = person.filter(|id| ctx.city().registry.person(id).is_some());
            if known.is_none() {
                filled.wrong("person", w.t("account-no-person"));
            }
            known
        }
    };
    if filled.is_wrong() {
        return again(&page(ctx, filled, None)?);
    }
    let new = NewAccount {
        login: form.get("login").to_owned(),
        name: form.get("name").to_owned(),
        email: Some(form.get("email").to_owned()).filter(|email| !email.is_empty()),
        person,
        is_admin: form.get("admin") == "yes",
    };
    match accounts.create(&new, now()) {
        Ok(account) => {
            let token = accounts.link(account.id, now())?;
            html(&page(
                ctx,
                Filled::default(),
                Some((account.name, address(ctx, &token))),
            )?)
        }
        Err(AccountsError::Refused(refusal)) => {
            filled.wrong(link_page::field(&refusal), w.say(&refusal));
            again(&page(ctx, filled, None)?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn address(ctx: &Ctx, token: &Token) -> String {
    let options = &ctx.state.options;
    let local = format!("http://127.0.0.1:{}", options.port);
    let base = options.public_url.as_deref().unwrap_or(&local);
    format!("{}/link/{}", base.trim_end_matches('/'), token.as_str())
}

fn chosen(form: &Form) -> Result<AccountId, Trouble> {
    let id = form.get("account");
    id.parse().map(AccountId).map_err(|_| Trouble::NotFound)
}

/// Makes a link for a new password.
pub(crate) fn link(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let (accounts, id) = (&ctx.state.accounts, chosen(form)?);
    let refused = |error| Trouble::accounts(error, ctx.words());
    let account = accounts.account(id)?.ok_or(Trouble::NotFound)?;
    let token = accounts.link(id, now()).map_err(refused)?;
    html(&page(
        ctx,
        Filled::default(),
        Some((account.name, address(ctx, &token))),
    )?)
}

/// Switches an account off, or on again.
pub(crate) fn set_active(ctx: &Ctx, form: &Form) -> Result<Response, Trouble> {
    let done = ctx
        .state
        .accounts
        .set_active(chosen(form)?, form.get("active") == "yes", now());
    done.map_err(|error| Trouble::accounts(error, ctx.words()))?;
    Ok(go("/admin/accounts"))
}
